"""Sponsors add up to what their rows say: in Python, on the sheets, and in LibreOffice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.app.rollup.random_sponsors import Expected, Plan, event_of, expected, plans
from tests.tools.cells import compare
from tests.tools.libreoffice import LibreOffice
from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.rollup.rolling import RollUp, roll_up, trace
from xlevent.app.rollup.sponsors import SOURCES, TITLES, Sponsorship, roll_up_sponsors
from xlevent.app.rollup.suppliers import TITLES as SUPPLY_TITLES
from xlevent.app.rollup.suppliers import roll_up_suppliers
from xlevent.app.samples import SAMPLES, sample
from xlevent.errors import MisuseError

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

# Measure, and the column that holds it on the sheet that adds up by sponsor.
BY_SPONSOR = {
    "sponsors": {
        "cash_pledged": "cash_pledged", "cash_invoiced": "cash_invoiced",
        "cash_received": "cash_received", "cash_overdue": "cash_overdue",
        "cash_written_off": "cash_written_off", "cash_open": "cash_open",
        "in_kind_pledged": "in_kind_pledged", "in_kind_received": "in_kind_received",
    },
    "sponsorship_by_sponsor": {"cash_pledged": "cash_pledged", "relief": "relief"},
    "sponsor_value": {
        "promised": "promised", "kept": "kept", "shortfall": "shortfall", "waived": "waived",
        "surplus": "surplus", "made_good": "made_good", "owed": "owed", "proven": "proven",
        "balance": "balance", "activation": "activation", "cash_received": "cash_received",
        "relief": "relief", "servicing": "servicing",
        "in_kind_received": "in_kind_received",
    },
}  # fmt: skip
BY_TIER = {
    "sponsorship_by_tier": {
        "cash_pledged": "cash_pledged", "cash_received": "cash_received",
        "cash_overdue": "cash_overdue", "in_kind_pledged": "in_kind_pledged",
        "in_kind_received": "in_kind_received", "relief": "relief",
    },
    "value_by_tier": {
        "promised": "promised", "shortfall": "shortfall", "activation": "activation",
        "cash_received": "cash_received", "relief": "relief", "servicing": "servicing",
    },
}  # fmt: skip
FIGURES = {
    "cash_pledged": "sponsor_cash_pledged", "cash_invoiced": "sponsor_cash_invoiced",
    "cash_received": "sponsor_cash_received", "cash_overdue": "sponsor_cash_overdue",
    "cash_written_off": "sponsor_cash_written_off", "in_kind_pledged": "in_kind_pledged",
    "in_kind_received": "in_kind_received", "relief": "in_kind_relief", "owed": "make_goods_owed",
}  # fmt: skip
RETURNS = ("fulfilment", "sponsor_roi", "organiser_roi")
_ROOM = Decimal("1e-8")  # what Evaluated rounds binary fractions to


def near(mine: Decimal | None, sheet: object) -> bool:
    """The same; blank is None."""
    if mine is None or sheet is None:
        return mine is sheet
    return abs(mine - Decimal(str(sheet))) <= _ROOM * max(Decimal(1), abs(mine))


def assert_as_on_sheets(evaluated: Evaluated) -> None:
    rolled = roll_up_sponsors(evaluated)
    wrong = []
    for tables, key, scopes in (
        (BY_SPONSOR, "sponsor", rolled.sponsors), (BY_TIER, "package", rolled.tiers),
    ):  # fmt: skip
        by_key = {s.key: s for s in scopes}
        for table, columns in tables.items():
            for row in evaluated.rows(table):
                scope = by_key[str(row.get(key) if key in row else row["id"])]
                for measure, column in columns.items():
                    if not near(scope.total(measure), row.get(column, 0)):
                        wrong.append(f"{table}.{column} of {scope.key}: {row.get(column)}, "
                                     f"rolled up {scope.total(measure)}")  # fmt: skip
                for name in RETURNS:
                    if table != "sponsors" and not near(getattr(scope, name), row.get(name)):
                        wrong.append(f"{table}.{name} of {scope.key}: {row.get(name)}")
    for measure, figure in FIGURES.items():
        if not near(rolled.event.total(measure), evaluated.figure(figure) or 0):
            wrong.append(f"fig.{figure}: {evaluated.figure(figure)}")
    for name, figure in (("fulfilment", "fulfilment_share"), ("sponsor_roi", "sponsor_roi_total"),
                         ("organiser_roi", "organiser_roi_total")):  # fmt: skip
        if not near(getattr(rolled.event, name), evaluated.figure(figure)):
            wrong.append(f"fig.{figure}: {evaluated.figure(figure)}")
    assert wrong == []


def assert_as_expected(scope: Sponsorship, wanted: Expected) -> None:
    assert {name: scope.total(name) for name in SOURCES} == wanted.totals
    for name in RETURNS:
        assert near(getattr(scope, name), getattr(wanted, name)), name


def assert_traces(rolled: RollUp) -> None:
    """Every total is the sum of its rows, each of which stands in the trace once."""
    keys = [s.key for s in (*rolled.sponsors.sponsors, *rolled.sponsors.tiers) if s.key]
    for owner in ("", *keys):
        scope = rolled.sponsors.find(owner) if owner else rolled.sponsors.event
        assert scope is not None
        for name in TITLES:
            parts = trace(rolled, f"{owner}.{name}" if owner else name).measure.parts
            assert sum((p.amount for p in parts), Decimal(0)) == scope.total(name)
            assert len({(p.table, p.key) for p in parts}) == len(parts)
        assert all(balance.holds for balance in scope.balances)


# Each example evaluates a whole workbook: shrinking would take minutes.
@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
@given(plans())
def test_random_sponsors(plan: Plan) -> None:
    event = event_of(plan)
    evaluated = Evaluated(event, "zh-TW")
    rolled = roll_up(event)
    tier_of = {s["id"]: s.get("package", "") for s in plan["sponsors"]}
    for scope in rolled.sponsors.sponsors:
        assert_as_expected(scope, expected(plan, lambda s, key=scope.key: s == key))
        counts = [b for b in plan["benefits"] if b["sponsor"] == scope.key]
        assert sum(scope.benefits.values()) == len(counts)
    for tier in rolled.sponsors.tiers:
        assert_as_expected(tier, expected(plan, lambda s, key=tier.key: tier_of[s] == key))
    assert_as_expected(rolled.sponsors.event, expected(plan, lambda s: True))
    assert_as_on_sheets(evaluated)
    assert_traces(rolled)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name: str) -> None:
    with sample(name) as path:
        event = Event.load(path)
    evaluated = Evaluated(event, "en")
    assert_as_on_sheets(evaluated)
    rolled = roll_up(event)
    assert_traces(rolled)
    suppliers = roll_up_suppliers(evaluated)
    for row in evaluated.rows("purchases_by_supplier"):
        found = suppliers.find(str(row["supplier"]))
        assert found is not None
        for measure in ("ordered", "accepted", "invoiced", "paid", "not_invoiced"):
            assert near(found.total(measure), row.get(measure, 0))
            parts = trace(rolled, f"{found.key}.{measure}").measure.parts
            assert sum((p.amount for p in parts), Decimal(0)) == found.total(measure)
    assert near(suppliers.event.total("ordered"), evaluated.figure("ordered_total") or 0)
    assert near(suppliers.event.total("not_invoiced"), evaluated.figure("order_open_total") or 0)


@pytest.fixture(scope="module")
def awkward() -> Plan:
    """Withdrawn, refunded, over-delivered, waived in part, no package, costs of zero."""
    return {
        "packages": [{"id": "PK-1", "tier": "gold", "name": "Gold", "price": 1, "slots": 2}],
        "sponsors": [
            {"id": "SP-1", "name": "One", "package": "PK-1", "state": "signed", "activation": 0},
            {"id": "SP-2", "name": "Two", "state": "withdrawn"},
        ],
        "expenses": [{"id": "EX-0", "gross": 999}],
        "sponsor_payments": [
            {"id": "SPM-1", "sponsor": "SP-1", "amount": 300000, "received": 200000,
             "due": date(2026, 10, 1)},
            {"id": "SPM-2", "sponsor": "SP-1", "amount": 100, "received": -50, "written_off": 150},
        ],
        "in_kind_items": [
            {"id": "IK-1", "sponsor": "SP-1", "item": "x", "kind": "relieving", "value": 500,
             "received_value": 300},
            {"id": "IK-2", "sponsor": "SP-1", "item": "y", "kind": "donation", "value": 500,
             "received_value": 500},
        ],
        "benefits": [
            {"id": "BF-1", "sponsor": "SP-1", "description": "a", "quantity": Decimal(10),
             "unit_value": Decimal("0.5"), "state": "completed",
             "delivered_quantity": Decimal(30), "proof": "p"},
            {"id": "BF-2", "sponsor": "SP-1", "description": "b", "quantity": Decimal(100),
             "unit_value": Decimal(10), "state": "waived", "delivered_quantity": Decimal(40)},
            {"id": "BF-3", "sponsor": "SP-2", "description": "c", "quantity": Decimal(3),
             "unit_value": Decimal("0.5")},  # no state: IronCalc's "<>" once passed over it
        ],
        "servicing_costs": [
            {"id": "SVC-1", "sponsor": "SP-1", "item": "i", "expense": "EX-0",
             "share": Decimal("0.25")},
        ],
    }  # fmt: skip


def test_what_the_numbers_mean(awkward: Plan) -> None:
    rolled = roll_up(event_of(awkward))
    one, two = rolled.sponsors.sponsors
    assert one.total("cash_overdue") == 100000  # not the paid part, nor what is written off
    assert one.total("cash_open") == 100000
    assert one.total("relief") == 300  # donations offset nothing
    assert one.total("kept") == 5 + 400
    assert one.total("waived") == 600
    assert one.total("surplus") == 10
    assert one.total("servicing") == 250  # 999 x 0.25, half up
    assert one.fulfilment == 1
    assert two.total("shortfall") == 2  # 1.5, half up
    assert two.sponsor_roi is None
    assert two.organiser_roi is None
    assert [t.key for t in rolled.sponsors.tiers] == ["PK-1", ""]
    assert_as_on_sheets(Evaluated(event_of(awkward), "en"))


def test_relief_offsets_its_budget_line_and_is_in_no_other_amount() -> None:
    def controlled(kind: str) -> tuple[dict[str, Any], dict[str, object]]:
        event = Event(
            {"event_name": "E", "data_date": "2026-11-30", "base_currency": "TWD"},
            {
                "budget_lines": [
                    {"id": "BL-1", "item": "Light", "category": "場地", "quantity": 1,
                     "unit_price": 1000, "tax_kind": "none"},
                    {"id": "BL-2", "item": "Sound", "category": "場地", "quantity": 1,
                     "unit_price": 1000, "tax_kind": "none"},
                ],
                "sponsors": [{"id": "SP-1", "name": "One", "state": "signed"}],
                "in_kind_items": [
                    {"id": "IK-1", "sponsor": "SP-1", "item": "x", "kind": kind, "value": 700,
                     "received_value": 400, "budget_line": "BL-1"},
                ],
            },
        )  # fmt: skip
        evaluated = Evaluated(event, "en")
        rows = {str(r["line"]): dict(r) for r in evaluated.rows("budget_control")}
        figures = ("revised_total", "actual_total", "committed_total", "forecast_total",
                   "available_total", "sponsor_cash_pledged", "sponsor_cash_received",
                   "income_total", "balance_total", "relief_unassigned")  # fmt: skip
        known = evaluated.event.registry.figures  # type: ignore[attr-defined]
        return rows, {f: evaluated.figure(f) for f in figures if f in known}

    relieved, money = controlled("relieving")
    given, money_before = controlled("donation")
    assert money == money_before  # goods are no money
    offset = {"relief", "relief_pledged", "cash_need"}
    for line in ("BL-1", "BL-2"):
        assert {k: v for k, v in relieved[line].items() if k not in offset} == {
            k: v for k, v in given[line].items() if k not in offset
        }
    assert [relieved["BL-1"][k] for k in ("relief_pledged", "relief", "cash_need")] == [
        700, 400, 600,
    ]  # fmt: skip
    assert [relieved["BL-2"][k] for k in ("relief", "cash_need")] == [0, 1000]
    assert [given["BL-1"][k] for k in ("relief", "cash_need")] == [0, 1000]


@pytest.mark.office
def test_libreoffice_adds_up_the_same(
    awkward: Plan, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    """Stored values are those of Evaluated, which the tests above compare with the roll-up."""
    plain = tmp_path / "awkward.xlsx"
    event_of(awkward).build(plain, language="en", even_with_errors=True)
    assert compare(plain, libreoffice.recalculate([plain])[0]) == []


def test_unknown_totals_are_named(awkward: Plan) -> None:
    rolled = roll_up(event_of(awkward))
    with pytest.raises(MisuseError, match="Did you mean cash_received"):
        trace(rolled, "cash_recieved")
    with pytest.raises(MisuseError, match="no 'SP-9'"):
        trace(rolled, "SP-9.cash_received")
    with pytest.raises(MisuseError, match="no 'SP-1'"):
        trace(rolled, "SP-1.paid")
    assert set(TITLES).isdisjoint(SUPPLY_TITLES)
