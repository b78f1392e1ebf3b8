"""The journal balances, agrees with O2.4.1, and is read by beancount and Excel as it is meant."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core.data import Transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.app.accounting.events import event
from xlevent.app.accounting.journal import Journal, journal
from xlevent.app.event import Event
from xlevent.app.samples import SAMPLES, sample
from xlevent.compute.journal import BookedVoucher, voucher_entries
from xlevent.domain.accounts import Chart
from xlevent.domain.money import ZERO
from xlevent.errors import MisuseError
from xlevent.interop.chart_of_accounts import default_text, load_chart
from xlevent.interop.journal_files import write_beancount, write_csv

D = Decimal


@pytest.fixture(scope="module")
def chart() -> Chart:
    return load_chart()


@pytest.fixture(scope="module")
def small(chart: Chart) -> Journal:
    return journal(event(), chart)


def lines(done: Journal, document: str) -> list[tuple[str, str, Decimal]]:
    """Day, account code and amount of every line of a document."""
    return [
        (entry.day.isoformat(), posting.account.code, posting.amount)
        for entry in done.entries
        if entry.document == document
        for posting in entry.postings
    ]


# --- each kind of row ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("EX-1", [("2026-11-01", "5611", 200_000), ("2026-11-01", "1268", 10_000),
                  ("2026-11-01", "2171", -210_000), ("2026-11-10", "2171", 210_000),
                  ("2026-11-10", "7181", -500), ("2026-11-10", "1113", -209_500)]),
        ("EX-2", [("2026-11-20", "5611", 30_000), ("2026-11-20", "2171", -30_000),
                  ("2026-11-25", "2171", 30_000), ("2026-11-25", "2282", -3_000),
                  ("2026-11-25", "2283", -633), ("2026-11-25", "1113", -26_367)]),
        ("EX-3", [("2026-10-01", "6117", 31_850), ("2026-10-01", "2171", -31_850),
                  ("2026-10-09", "2171", 31_850), ("2026-10-09", "7561", 151),
                  ("2026-10-09", "1113", -32_001)]),
        ("EX-4", [("2026-10-05", "6117", 1_490), ("2026-10-05", "2209", -1_490),
                  ("2026-10-31", "2209", 1_490), ("2026-10-31", "1113", -1_490)]),
        # One third (33.33 %) of it is the grant's: 34,996.5 -> 34,997; its tax 1,667 likewise.
        ("EX-5", [("2026-11-21", "6117", 33_330), ("2026-11-21", "1268", 1_667),
                  ("2026-11-21", "6117", 66_670), ("2026-11-21", "1268", 3_333),
                  ("2026-11-21", "2171", -105_000)]),
        ("EX-6", [("2026-11-28", "5611", -2_000), ("2026-11-28", "1268", -100),
                  ("2026-11-28", "2171", 2_100), ("2026-11-30", "2171", -2_100),
                  ("2026-11-30", "1113", 2_100)]),
        ("TR-1", [("2026-12-10", "2282", 3_000), ("2026-12-10", "1113", -3_000)]),
        ("FS-1", [("2026-10-01", "1113", 300_000), ("2026-10-01", "4711", -300_000)]),
        ("FS-2", [("2026-09-01", "1113", 100_000), ("2026-09-01", "2191", -100_000)]),
        ("FS-3", []),  # the same money as the instalments
        ("FS-4", [("2026-11-30", "1113", 30_000), ("2026-11-30", "4731", -30_000)]),
        ("SPM-1", [("2026-10-15", "1191", 21_000), ("2026-10-15", "4721", -20_000),
                   ("2026-10-15", "2204", -1_000), ("2026-11-01", "1113", 21_000),
                   ("2026-11-01", "1191", -21_000)]),
        ("SPM-2", []), ("IK-1", []),
    ],
)  # fmt: skip
def test_entries_of_a_row(
    small: Journal, document: str, expected: list[tuple[str, str, int]]
) -> None:
    assert lines(small, document) == [(d, code, D(amount)) for d, code, amount in expected]


def test_what_the_bank_kept_of_a_receipt_is_a_charge() -> None:
    done = spoiled("sponsor_payments", 0, match_state="matched_difference", match_difference=-30)
    assert lines(done, "SPM-1")[-2:] == [("2026-11-01", "1113", -30), ("2026-11-01", "6289", 30)]
    balanced(done)


def test_bank_lines_without_a_voucher_are_told() -> None:
    def change(rows: dict[str, list[dict[str, Any]]]) -> None:
        line = {"date": "2026-11-01", "amount": 500}
        rows["bank_lines"] = [
            {"id": "BK-1", **line, "state": "matched", "matched_to": "EX-1"},
            {"id": "BK-2", **line, "state": "matched", "matched_to": "MD-1"},
            {"id": "BK-3", **line, "state": "unmatched_bank"},
        ]
        rows["match_decisions"] = [{"id": "MD-1", "decision": "ignore", "bank_lines": "BK-2"}]

    (found,) = journal(event(change), load_chart()).findings
    assert found.code == "XL585"
    assert "2 bank lines (together 1,000)" in found.message.en


def test_sources_share_cost_and_tax(small: Journal) -> None:
    (first,) = (e for e in small.entries if e.document == "EX-5")
    borne: dict[str, Decimal] = {}
    for posting in first.postings:
        if posting.source:
            borne[posting.source] = borne.get(posting.source, ZERO) + posting.amount
    assert borne == {"FS-1": D(34_997), "FS-2": D(70_003)}


def balanced(done: Journal) -> None:
    assert all(entry.balance == 0 for entry in done.entries)
    assert done.debit == done.credit
    assert sum(done.trial_balance.values(), ZERO) == 0
    assert done.booked == done.actual
    assert [entry.day for entry in done.entries] == sorted(entry.day for entry in done.entries)


def test_the_small_event_balances(small: Journal) -> None:
    balanced(small)
    assert small.findings == []
    balance = {account.code: amount for account, amount in small.trial_balance.items()}
    assert balance["2171"] == -105_000  # EX-5 is not paid
    assert balance["2283"] == -633  # the premium is not remitted
    assert balance["2282"] == balance["2209"] == balance["1191"] == 0


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_balance_and_beancount_reads_them(name: str, chart: Chart) -> None:
    with sample(name) as path:
        done = journal(Event.load(path), chart)
    balanced(done)
    written = write_beancount(done.entries, done.base_currency, "zh-TW", name).decode()
    entries, errors, _ = loader.load_string(written)
    assert errors == []
    assert sum(isinstance(e, Transaction) for e in entries) == len(done.entries)


def test_the_journal_agrees_with_the_sheet(chart: Chart) -> None:
    from xlevent.app.build import book_data
    from xlevent.workbook.evaluate import Evaluator
    from xlevent.workbook.layout import row_counts

    with sample("demo") as path:
        loaded = Event.load(path)
    done = journal(loaded, chart)
    data = book_data(loaded, "en")
    values = Evaluator(data, row_counts(data), {}).run()
    rows = loaded.tables["budget_lines"]
    actual = values.columns["budget_control", "actual"][: len(rows)]
    for row, cell in zip(rows, actual, strict=True):
        assert done.booked.get(str(row["id"]), ZERO) == D(str(cell)), row["id"]


# --- any voucher ---------------------------------------------------------------------------------
HOUSE = load_chart()
money = st.integers(-(10**9), 10**9).map(D)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(
    borne=st.dictionaries(st.sampled_from(["A", "B", "C", ""]), money, min_size=1),
    tax=money, withheld=money, premium=money, deducted=money, difference=money,
    method=st.sampled_from(["", "transfer", "cash", "petty_cash", "offset", "unknown"]),
    advanced=st.booleans(), foreign=st.booleans(), paid_on=st.none() | days,
)  # fmt: skip
def test_any_voucher_balances(
    borne: dict[str, Decimal], tax: Decimal, method: str, advanced: bool, foreign: bool,
    paid_on: date | None, withheld: Decimal, premium: Decimal, deducted: Decimal,
    difference: Decimal,
) -> None:  # fmt: skip
    voucher = BookedVoucher(
        "EX-1", date(2026, 1, 1), "P", "", "d", "BL-1", HOUSE.cost("", "venue"), borne,
        tax, withheld, premium, deducted, method, advanced, paid_on, difference, foreign,
    )  # fmt: skip
    entries = list(voucher_entries(voucher, HOUSE))
    assert all(entry.balance == 0 for entry in entries)
    on_line = [p for e in entries for p in e.postings if p.budget_line]
    assert sum((p.amount for p in on_line), ZERO) == voucher.amount
    for source, amount in borne.items():
        assert sum((p.amount for p in on_line if p.source == source), ZERO) == amount


# --- files ---------------------------------------------------------------------------------------
def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv(small: Journal) -> None:
    rows = rows_of(write_csv(small.entries, "TWD", "en"))
    assert list(rows[0]) == [
        "Date", "Document", "Account code", "Account name", "Debit", "Credit", "Description",
        "Budget line", "Funding source", "Payee", "UBN", "Currency", "Rate",
    ]  # fmt: skip
    debit = sum((D(row["Debit"] or 0) for row in rows), ZERO)
    assert debit == sum((D(row["Credit"] or 0) for row in rows), ZERO) == small.debit
    assert all((row["Debit"] == "") != (row["Credit"] == "") for row in rows)
    (usd,) = {(r["Currency"], r["Rate"]) for r in rows if r["Document"] == "EX-3"}
    assert usd == ("USD", "32.155")
    assert {r["Budget line"] for r in rows if r["Account code"] == "1268"} == {"BL-1", "BL-2"}


def test_no_cell_of_the_csv_is_a_formula(small: Journal) -> None:
    for row in rows_of(write_csv(small.entries, "TWD", "both")):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    described = [r["Description"] for r in rows_of(write_csv(small.entries, "TWD", "en"))]
    assert "'=SUM(A1)" in described
    assert "Line 1 line 2" in described


@pytest.mark.parametrize("language", ["zh-TW", "en", "both"])
def test_beancount_reads_hostile_texts(small: Journal, language: Any) -> None:
    written = write_beancount(small.entries, "TWD", language, 'A "title"\\').decode()
    entries, errors, options = loader.load_string(written)
    assert errors == []
    found = [e for e in entries if isinstance(e, Transaction)]
    assert len(found) == len(small.entries)
    assert options["title"] == 'A "title"\\'
    (usd, _) = (e for e in found if e.meta.get("voucher") == "EX-3")
    assert (usd.payee, usd.narration) == ('Stream "Inc"\\', "Line 1 line 2")
    assert usd.meta["original"] == "USD @ 32.155"
    assert {p.meta.get("budget-line") for p in usd.postings} == {"BL-2", None}


def test_an_empty_event() -> None:
    done = journal(Event(), load_chart())
    assert done.entries == []
    assert loader.load_string(write_beancount([], "TWD", "en").decode())[1] == []
    assert rows_of(write_csv([], "TWD", "en")) == []


# --- the chart -----------------------------------------------------------------------------------
def with_chart(tmp_path: Path, text: str) -> Chart:
    path = tmp_path / "chart.yaml"
    path.write_text(text, encoding="utf-8")
    return load_chart(path)


def test_a_users_chart_replaces_parts(tmp_path: Path) -> None:
    chart = with_chart(
        tmp_path,
        'accounts:\n  bank: {code: "0102", kind: asset, zh: 專戶, en: Account}\n'
        '  hall: {code: "6001", kind: expense, zh: 場租, en: Hall}\n'
        "costs: {category: {Venue: hall}}\n"
        "policies: {input_tax: cost, in_kind: memo, output_tax: [ticket]}\n",
    )
    done = journal(event(), chart)
    balanced(done)
    balance = {account.code: amount for account, amount in done.trial_balance.items()}
    assert "1113" not in balance
    assert "1268" not in balance
    assert balance["6001"] == 210_000 + 30_000 - 2_100
    assert balance["9901"] == -balance["9902"] == 10_000
    assert balance["2204"] == -1_000 - 1_429  # 30,000 / 1.05 x 0.05 = 1,428.57
    assert load_chart().roles["bank"].code == "1113"


def test_the_printed_chart_is_the_chart(tmp_path: Path) -> None:
    assert with_chart(tmp_path, default_text()) == load_chart()
    assert with_chart(tmp_path, "") == load_chart()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accounts: [", "not valid YAML"),
        ("- 1", "names with values"),
        ("acounts: {}", "'accounts'"),
        ("accounts: {bank: 1113}", "names with values"),
        ("accounts: {bank: {code: '1', kind: asset, zh: a}}", "en is missing"),
        ("accounts: {bank: {code: '', kind: asset, zh: a, en: a}}", "code is missing"),
        ("accounts: {bank: {code: '1', kind: assets, zh: a, en: a}}", "Known: asset"),
        ("accounts: {x: {code: '1113', kind: asset, zh: a, en: a}}", "1113 stands for"),
        ("income: {ticket: tickets}", "there is no account 'tickets'"),
        ("policies: {input_tax: maybe}", "Known: invoice, cost"),
        ("policies: {output_tax: ticket}", "no list"),
        ("costs: {categories: {}}", "'category'"),
    ],
)
def test_a_wrong_chart_says_what_and_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(MisuseError) as error:
        with_chart(tmp_path, text)
    assert said in str(error.value)
    assert "chart.yaml" in str(error.value)


# --- rows that cannot be booked ------------------------------------------------------------------
def spoiled(table: str, index: int, **cells: Any) -> Journal:
    def change(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows[table][index].update(cells)
        rows[table][index] = {k: v for k, v in rows[table][index].items() if v is not None}

    return journal(event(change), load_chart())


@pytest.mark.parametrize(
    ("table", "index", "cells", "code", "column"),
    [
        ("expenses", 0, {"date": None}, "XL580", "date"),
        ("tax_remittances", 0, {"paid_on": None}, "XL580", "paid_on"),
        ("expenses", 2, {"rate": None}, "XL581", "rate"),
        ("expenses", 0, {"paid_on": "2026-10-30"}, "XL582", "paid_on"),
        ("funding_sources", 0, {"received_on": None}, "XL583", "received_on"),
        ("sponsor_payments", 0, {"received_on": None}, "XL583", "received_on"),
        ("funding_sources", 2, {"received": 25_000}, "XL584", "received"),
        ("funding_sources", 2, {"received": 20_000}, "XL584", "received"),
    ],
)
def test_what_is_wrong_is_said(
    table: str, index: int, cells: dict[str, Any], code: str, column: str
) -> None:
    done = spoiled(table, index, **cells)
    assert [(f.code, f.table, f.column) for f in done.findings] == [(code, table, column)]
    assert all(entry.balance == 0 for entry in done.entries)
    bank = sum(p.amount for e in done.entries for p in e.postings
               if p.account.code == "1113" and e.document in ("FS-3", "SPM-1"))  # fmt: skip
    assert bank == max(21_000, cells.get("received", 0))
