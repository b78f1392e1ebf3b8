"""The settlement: golden forms, proofs, and each thing an auditor would find."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.app.accounting.events import event
from tests.compute.golden import Vector, load
from xlevent.app.accounting.settling import Settled, settled
from xlevent.app.event import Event
from xlevent.app.samples import SAMPLES, sample
from xlevent.domain.problems import CODES

D = Decimal
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def small() -> Settled:
    return settled(event())


# --- golden vectors as whole events --------------------------------------------------------------
@pytest.mark.parametrize("scope", ["event", "assigned"])
@pytest.mark.parametrize("vector", load("taiwan")["settlement"], ids=str)
def test_golden_form(vector: Vector, scope: str) -> None:
    def change(rows: Rows) -> None:
        for table in ("expense_allocations", "sponsor_payments", "in_kind_items"):
            rows[table] = []
        rows["funding_sources"] = [
            {**rows["funding_sources"][0], "amount": vector["approved_subsidy"],
             "received": vector["received_subsidy"]},
            rows["funding_sources"][1],
        ]  # fmt: skip
        terms = rows["settlement_terms"][0]
        terms.update(scope=scope, approved_cost=vector["approved_cost"])
        voucher = {**rows["expenses"][3], "gross": vector["actual_cost"], "funding_source": "FS-1"}
        rows["expenses"] = [voucher]

    done = settled(event(change))
    grant, own = done.sources
    assert grant.form is not None
    assert grant.form.ratio == D(vector["ratio"])
    for key in ("unspent", "to_return", "subsidy_share", "own_share"):
        assert getattr(grant.form, key) == D(str(vector[key])), key
    assert grant.share == D(str(vector["subsidy_share"]))
    assert own.share == D(str(vector["own_share"]))
    assert grant.share + own.share == done.cost == D(str(vector["actual_cost"]))
    assert grant.still_to_return == max(D(str(vector["to_return"])), D(0))


# --- the small event -----------------------------------------------------------------------------
def test_shares_and_open_money(small: Settled) -> None:
    # 210,000 + 30,000 + 31,850 + 1,490 + 105,000 - 2,100
    assert small.cost == 376_240
    grant, own, sponsors, tickets = small.sources
    assert grant.form is not None
    assert grant.form.to_return == 74_256  # (500,000 - 376,240) x 60 %
    assert [s.share for s in (grant, own, sponsors, tickets)] == [225_744, 150_496, 0, 0]
    assert (grant.booked, own.booked) == (272_897, 103_343)
    assert [(p.party, p.amount, dict(p.bands)) for p in small.payables] == [
        ("Ads Ltd", 105_000, {"d30": 105_000}),
    ]
    assert [(r.party, r.amount, list(r.bands)) for r in small.receivables] == [
        ("Own", 200_000, ["no_date"]), ("Big Co", 31_500, ["d30"]),
    ]  # fmt: skip
    assert small.unremitted == 633
    assert all(proof.holds for proof in small.proofs)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_proofs_of_the_samples_hold(name: str) -> None:
    with sample(name) as path:
        done = settled(Event.load(path))
    assert [p for p in done.proofs if not p.holds] == []
    assert not [f for f in done.findings if f.severity == "error"]


# --- findings ------------------------------------------------------------------------------------
def put(table: str, index: int, **cells: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        row = {**rows[table][index], **cells}
        rows[table][index] = {k: v for k, v in row.items() if v is not None}

    return change


def add(table: str, *new: dict[str, Any]) -> Callable[[Rows], None]:
    return lambda rows: rows[table].extend(new)


def both(*changes: Callable[[Rows], None]) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        for one in changes:
            one(rows)

    return change


USUAL = {"XL575", "XL576", "XL577"}  # what the small event is found to have
TWIN = {
    "id": "EX-7", "voucher_kind": "e_invoice", "date": "2026-11-02", "payee": "Hall Ltd.",
    "payee_ubn": "24173608", "invoice_number": "ab-12345678", "description": "Hall again",
    "budget_line": "BL-1", "funding_source": "FS-4", "currency": "TWD", "gross": 210_000,
    "paid_on": "2026-11-02", "tax_kind": "included",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "table", "row", "column"),
    [
        (add("expense_allocations", {"id": "EA-2", "voucher": "EX-5", "source": "FS-4",
                                     "share": "0.7"}), "XL560", "expense_allocations", 0, "share"),
        (add("expense_allocations", {"id": "EA-2", "voucher": "EX-5", "source": "FS-2",
                                     "share": "0.5"}), "XL561", "expense_allocations", 0, "share"),
        (add("expense_allocations", {"id": "EA-2", "voucher": "EX-5", "source": "FS-1",
                                     "share": "0.5"}), "XL562", "expense_allocations", 1, "source"),
        (add("expenses", TWIN), "XL563", "expenses", 6, "invoice_number"),
        (put("expenses", 3, funding_source=None), "XL564", "expenses", 3, "funding_source"),
        (put("settlement_terms", 0, returned=80_000), "XL565", "settlement_terms", 0, "returned"),
        (put("settlement_terms", 0, report_due="2026-12-30"), "XL566", "settlement_terms", 0,
         "report_due"),
        (put("settlement_terms", 0, report_due="2026-12-01", reported_on="2026-12-02"), "XL567",
         "settlement_terms", 0, "reported_on"),
        (lambda rows: rows["settlement_terms"].clear(), "XL568", "funding_sources", 0, "id"),
        (both(put("settlement_terms", 0, approved_cost=0, scope="assigned"),
              put("budget_lines", 0, funding_source="FS-2")),
         "XL569", "settlement_terms", 0, "approved_cost"),
        (put("settlement_terms", 0, approved_cost=350_000), "XL570", "settlement_terms", 0,
         "approved_cost"),
        (put("funding_sources", 0, received=310_000), "XL572", "funding_sources", 0, "received"),
        (lambda rows: rows["funding_sources"].__delitem__(slice(1, None)), "XL573", None, None,
         None),
        (put("expenses", 0, funding_source="FS-4"), "XL574", "funding_sources", 3, "amount"),
        (put("expenses", 4, gross=0), "XL578", "expense_allocations", 0, "voucher"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("XL") else "",
)  # fmt: skip
def test_findings(
    change: Callable[[Rows], None], code: str, table: str | None, row: int | None,
    column: str | None,
) -> None:  # fmt: skip
    done = settled(event(change))
    found = [f for f in done.findings if f.code == code]
    assert [(f.table, f.column) for f in found] == [(table, column)]
    if row is not None:
        assert found[0].row is not None
        assert found[0].row in (row, row + 1)


def test_the_small_event_is_found_to_have_what_it_has(small: Settled) -> None:
    assert {finding.code for finding in small.findings} == USUAL


def test_a_capped_grant_is_no_finding() -> None:
    done = settled(event(put("settlement_terms", 0, approved_cost=350_000, excess="own")))
    assert {f.code for f in done.findings} == USUAL - {"XL577"}
    assert done.sources[0].share == 300_000
    assert done.sources[1].share == 76_240


def test_every_code_of_the_settlement_is_planted() -> None:
    planted = {
        parameter.args[1][i][1]
        for parameter in test_findings.pytestmark  # type: ignore[attr-defined]
        if parameter.name == "parametrize"
        for i in range(len(parameter.args[1]))
    }
    declared = {code for code in CODES if "XL560" <= code < "XL580"}
    assert declared == planted | USUAL


def test_rows_in_another_order_settle_alike(small: Settled) -> None:
    def change(rows: Rows) -> None:
        for table in ("expenses", "expense_allocations", "sponsor_payments", "budget_lines"):
            rows[table].reverse()

    turned = settled(event(change))
    assert turned.sources == small.sources
    assert turned.payables == small.payables
    assert {f.code for f in turned.findings} == USUAL


def test_a_workbook_settles_as_its_plan(small: Settled, tmp_path: Path) -> None:
    """Excel hands numbers over as floats; what is printed is the same to the sign."""
    path = tmp_path / "gala.xlsx"
    event().build(path, language="en")
    again = settled(Event.load(path))
    assert repr(again.sources) == repr(small.sources)
    assert repr(again.payables) == repr(small.payables)
    assert repr(again.proofs) == repr(small.proofs)
    assert [f.message for f in again.findings] == [f.message for f in small.findings]
