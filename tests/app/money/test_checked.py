"""The checks of the expense sheet on an event: match, duplicates, withholding, the command."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.event import Event
from xlevent.app.money.checked import BLOCKS, check_expenses, checked
from xlevent.app.samples import sample
from xlevent.sheets.kernel.stale import states
from xlevent.sheets.registry import registry

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

D = Decimal
SETTINGS: dict[str, Any] = {
    "event_name": "Gala", "client_name": "C", "organiser_name": "O", "language": "en",
    "event_start": "2026-11-20", "event_end": "2026-11-22",
}  # fmt: skip
TABLES: dict[str, list[dict[str, Any]]] = {
    "suppliers": [{"id": "SUP-1", "name": "Stage Ltd"}, {"id": "SUP-2", "name": "Sound Ltd"}],
    "contracts": [{"id": "CT-1", "supplier": "SUP-1", "title": "Stage"}],
    "order_lines": [
        {"id": "OL-1", "contract": "CT-1", "item": "Chairs", "quantity": 50, "unit_price": 100,
         "tax_kind": "included", "state": "ordered"},
    ],
    "acceptances": [
        {"id": "AC-1", "order_line": "OL-1", "quantity": 50, "defective": 3, "result": "rework",
         "date": "2026-11-01", "signed_off": "2026-11-02"},
    ],
    "expenses": [
        {"id": "EX-1", "voucher_kind": "e_invoice", "date": "2026-11-03", "payee": "Stage Ltd",
         "supplier": "SUP-1", "invoice_number": "AB12345678", "order_line": "OL-1",
         "quantity": 50, "unit_price": 100, "gross": 5000, "tax_kind": "included",
         "currency": "TWD"},
        {"id": "EX-2", "voucher_kind": "fee_receipt", "date": "2026-11-20", "payee": "Ann",
         "gross": 30000, "income_kind": "professional_fee", "withheld": 3000, "premium": 600,
         "paid_on": "2026-11-27", "currency": "TWD"},
        {"id": "EX-3", "voucher_kind": "e_invoice", "date": "2026-11-03", "payee": "STAGE, LTD.",
         "invoice_number": "ab-12345678", "gross": 900, "currency": "TWD"},
    ],
}  # fmt: skip


def event(**changed: Any) -> Event:
    return Event(SETTINGS, {**TABLES, **changed})


def expense(**cells: Any) -> dict[str, Any]:
    return {"id": "EX-9", "voucher_kind": "receipt", "date": "2026-11-03", **cells}


def test_what_is_written() -> None:
    mine = event()
    kept = check_expenses()
    change = kept.change(mine)
    one, two, three = mine.tables["expenses"]
    assert (one["three_way"], two["three_way"], three["three_way"]) == (
        "hold", "no_order", "no_order",
    )  # fmt: skip
    assert one["three_way_reason"] == "50 invoiced so far, 47 accepted (+6.4 %)"
    assert "three_way_reason" not in two
    assert three["duplicate_of"] == "EX-1"
    assert "duplicate_of" not in one
    assert (two["expected_tax"], two["expected_premium"]) == (3000, 633)
    assert "expected_tax" not in one
    assert [p.premium_gap for p in kept.result.wrongly_withheld()] == [-33]
    assert change.computed == ("three_way", "duplicates", "withholding")
    assert change.what.en == (
        "3 vouchers checked: 1 on hold, 1 possible duplicates, 1 wrongly withheld"
    )


def test_running_again_changes_nothing_and_takes_back_what_is_mended() -> None:
    mine = event()
    check_expenses().change(mine)
    first = [dict(row) for row in mine.tables["expenses"]]
    check_expenses().change(mine)
    assert mine.tables["expenses"] == first
    mine.tables["acceptances"][0]["reinspection_result"] = "accepted"
    mine.tables["expenses"][2]["invoice_number"] = "CD87654321"
    check_expenses().change(mine)
    one, _, three = mine.tables["expenses"]
    assert one["three_way"] == "pay"
    assert "three_way_reason" not in one
    assert "duplicate_of" not in three


def test_reasons_are_in_the_language_of_the_workbook() -> None:
    for language, start in (
        ("zh-TW", "累計請款"),
        ("both", "累計請款 50 多於驗收合格 47 (+6.4 %)　50 inv"),
    ):
        mine = Event({**SETTINGS, "language": language}, TABLES)
        check_expenses().change(mine)
        assert str(mine.tables["expenses"][0]["three_way_reason"]).startswith(start)


def test_orders_of_others_and_orders_that_do_not_exist() -> None:
    rows = [
        expense(id="A", gross=100, quantity=1, unit_price=100, order_line="OL-1", supplier="SUP-2"),
        expense(id="B", gross=100, order_line="OL-7"),
    ]
    found = checked(event(expenses=rows)).matches
    assert [(m.outcome, [r.cause for r in m.reasons]) for m in found] == [
        ("hold", ["other_supplier"]),
        ("no_order", ["unknown_order"]),
    ]


# --- duplicates ------------------------------------------------------------------------------
def pairs(*rows: dict[str, Any]) -> list[tuple[int, int]]:
    return [(s.row, s.first) for s in checked(event(expenses=list(rows))).duplicates]


def test_consecutive_payroll_lists_are_no_duplicates() -> None:
    months = [
        expense(id=f"P{m}", voucher_kind="payroll", payee=f"Staff, month {m}", gross=31200,
                invoice_number=f"PY-1150{m}", date=f"2026-0{m}-28")
        for m in range(1, 9)
    ]  # fmt: skip
    assert pairs(*months) == []
    assert pairs(months[0], {**months[0], "id": "again"}) == [(1, 0)]
    invoices = [{**row, "voucher_kind": "receipt"} for row in months[:2]]
    assert pairs(*invoices) == [(1, 0)]


def test_one_vendor_under_its_name_its_number_and_its_supplier() -> None:
    a = expense(id="A", payee="Stage Ltd", payee_ubn="24173608", invoice_number="7-1", gross=10)
    b = expense(id="B", payee="Stage Limited", payee_ubn="24173608", invoice_number="71", gross=20)
    c = expense(id="C", payee="Stage Limited", supplier="SUP-1", invoice_number="7/1", gross=30)
    assert pairs(a, b, c) == [(1, 0), (2, 0)]


def test_a_credit_note_is_no_duplicate_of_its_invoice() -> None:
    a = expense(id="A", payee="X", invoice_number="AB12345678", gross=500)
    b = expense(id="B", payee="X", invoice_number="AB12345678", gross=-500)
    assert pairs(a, b) == []
    assert pairs(a, b, {**b, "id": "C"}) == [(2, 1)]


def test_equal_amounts_of_other_currencies_are_not_equal() -> None:
    a = expense(id="A", payee="X", date="2026-11-03", gross=500, currency="USD")
    b = {**a, "id": "B", "currency": "EUR"}
    assert pairs({**a, "invoice_number": "111"}, {**b, "invoice_number": "222"}) == []
    assert pairs({**a, "invoice_number": "111"}, {**a, "invoice_number": "222"}) == [(1, 0)]


# --- withholding -----------------------------------------------------------------------------
def test_lists_of_many_people_and_businesses_are_left_out() -> None:
    fee = {"income_kind": "part_time_wage", "gross": 90000, "paid_on": "2026-11-27", "payee": "L"}
    rows = [
        expense(id="A", **{**fee, "voucher_kind": "payroll"}),
        expense(id="B", **{**fee, "voucher_kind": "e_invoice", "income_kind": "rent"}),
        expense(id="C", **{**fee, "currency": "USD"}),
        expense(id="D", **{**fee, "currency": "USD", "rate": "0.5"}),
    ]
    done = checked(event(expenses=rows))
    assert [p.expected and (p.expected.tax, p.expected.premium) for p in done.payments] == [
        None, (0, 0), None, (0, 950),
    ]  # fmt: skip
    assert [done.name(p.index) for p in done.wrongly_withheld()] == ["D"]


def test_rates_of_the_settings_win_for_their_days() -> None:
    rows = [
        expense(id=f"W{year}", payee="L", income_kind="part_time_wage", gross=40000,
                paid_on=f"{year}-03-01")
        for year in (2026, 2027, 2028)
    ]  # fmt: skip
    own = [
        {"rate": "minimum_wage", "value": 30500, "valid_from": "2027-01-01",
         "valid_until": "2027-12-31"},
        {"rate": "withholding_salary_from", "value": 91000, "valid_from": "2027-01-01"},
        {"rate": "premium", "value": "0.03", "valid_from": "2027-01-01"},
    ]  # fmt: skip
    done = checked(event(expenses=rows, own_rates=own))
    premiums = [p.expected.premium for p in done.payments if p.expected]
    assert premiums == [844, 1200, None]


def test_summary_by_payee_and_month() -> None:
    fee = {"income_kind": "professional_fee", "voucher_kind": "fee_receipt", "payee": "Ann"}
    rows = [
        expense(id="A", **fee, gross=30000, withheld=3000, premium=633, paid_on="2026-11-05"),
        expense(id="B", **fee, gross=30000, withheld=3000, premium=633, paid_on="2026-11-27"),
        expense(id="C", **fee, gross=30000, paid_on="2026-12-01"),
        expense(id="D", **fee, gross=30000),
        expense(id="E", **{**fee, "payee": "Lo"}, gross=10000, withheld=2000, resident="no",
                paid_on="2026-11-27"),
    ]  # fmt: skip
    mine = event(expenses=rows)
    check_expenses().change(mine)
    found = mine.tables["withholding_by_payee"]
    assert [(r["id"], r["month"], r["payee"], r["payments"], r["gross"]) for r in found] == [
        ("WH-001", "2026-11", "Ann", 2, 60000),
        ("WH-002", "2026-11", "Lo", 1, 10000),
        ("WH-003", "2026-12", "Ann", 1, 30000),
    ]
    first, second, third = found
    assert (first["withheld"], first["premium"], first["net"]) == (6000, 1266, 52734)
    assert (first["tax_due"], second["tax_due"]) == (date(2026, 12, 10), date(2026, 12, 7))
    assert first["premium_due"] == date(2026, 12, 31)
    assert (third["withheld"], third["expected_tax"], third["expected_premium"]) == (0, 3000, 633)


# --- the command -----------------------------------------------------------------------------
@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    path = tmp_path / "gala.yaml"
    event().save(path)
    return path


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_on_a_plan(plan: Path) -> None:
    before = plan.read_text(encoding="utf-8")
    text = run("match", plan, "--dry-run")
    assert "3 vouchers: pay 0, pay with a note 0, on hold 1, no order 2" in text
    assert "EX-1 on hold: 50 invoiced so far, 47 accepted (+6.4 %)" in text
    assert "EX-3 may be EX-1 entered twice" in text
    assert "EX-2 premium: 633 due, off by -33" in text
    assert plan.read_text(encoding="utf-8") == before
    data = json.loads(run("match", plan, "--json"))
    assert data["outcomes"] == {"pay": 0, "pay_with_note": 0, "hold": 1, "no_order": 2}
    rules = ["same_number", "three_of_four"]
    assert data["duplicates"] == [{"id": "EX-3", "of": "EX-1", "rules": rules}]
    assert Event.load(plan).tables["expenses"][0]["three_way"] == "hold"


def test_the_command_on_a_workbook(plan: Path) -> None:
    book = plan.with_suffix(".xlsx")
    Event.load(plan).build(book, language="en")
    assert "gala.xlsx" in run("match", book)
    after = Event.load(book)
    assert after.tables["expenses"][0]["three_way"] == "hold"
    assert [row["payee"] for row in after.tables["withholding_by_payee"]] == ["Ann"]
    found = states(registry().computed, after.tables)
    assert {key: found[key] for key in BLOCKS} == dict.fromkeys(BLOCKS, "current")
    assert "nothing to change" in run("match", book)


@pytest.mark.parametrize(
    ("arguments", "gross", "tax", "premium", "net"),
    [
        (["30000", "--on", "2026-03-01"], 30000, 3000, 633, 26367),
        (["30000", "--net", "--on", "2026-03-01"], 34133, 3413, 720, 30000),
        (["30000", "--on", "2026-03-01", "--non-resident"], 30000, 6000, 0, 24000),
    ],
)
def test_fees(arguments: list[str], gross: int, tax: int, premium: int, net: int) -> None:
    data = json.loads(run("fee", *arguments, "--json"))
    numbers = [int(data[key]) for key in ("gross", "tax", "premium", "net")]
    assert numbers == [gross, tax, premium, net]


def test_a_fee_in_words_and_a_kind_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "zh")
    text = run("fee", 30000, "--on", "2026-03-01")
    assert "實付金額: 26,367" in text
    assert "新臺幣貳萬陸仟參佰陸拾柒元整" in text
    done = CliRunner().invoke(cli.app, ["fee", "30000", "--kind", "profesional_fee"])
    assert done.exit_code == 2
    assert "是否為「professional_fee」？" in done.stderr


# --- whole events ----------------------------------------------------------------------------
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    with sample("demo") as path:
        one, other = Event.load(path), Event.load(path)
    rng = random.Random(seed)
    for table in ("expenses", "order_lines", "acceptances", "contracts"):
        rng.shuffle(other.tables[table])
    for mine in (one, other):
        check_expenses().change(mine)

    def results(mine: Event, columns: tuple[str, ...]) -> dict[Any, list[Any]]:
        return {row["id"]: [row.get(c) for c in columns] for row in mine.tables["expenses"]}

    columns = ("three_way", "three_way_reason", "expected_tax", "expected_premium")
    assert results(one, columns) == results(other, columns)
    assert one.tables["withholding_by_payee"] == other.tables["withholding_by_payee"]

    def groups(mine: Event) -> set[frozenset[Any]]:
        rows = mine.tables["expenses"]
        return {frozenset((r["id"], r["duplicate_of"])) for r in rows if "duplicate_of" in r}

    assert groups(one) == groups(other) != set()
