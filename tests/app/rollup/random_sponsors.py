"""Random sponsors with money, goods and benefits, and what they come to, worked out from the rows.

The oracle reads the plain rows and follows domain/sponsorship.md; it shares no code with xlevent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

from xlevent.app.event import Event

AS_OF = date(2026, 11, 30)
Row = dict[str, Any]
Plan = dict[str, list[Row]]
STATES = ("pending", "in_progress", "completed", "waived")
KINDS = ("relieving", "enhancing", "donation")

_amounts = st.integers(0, 900_000).map(lambda n: n // 100 * 100 if n % 3 else 0)
_days = st.integers(-60, 60).map(lambda n: AS_OF + timedelta(days=n))
_halves = st.integers(0, 400).map(lambda n: Decimal(n) / 2)  # exact in binary fractions too


def _maybe(value: Any) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), value)


@st.composite
def plans(draw: st.DrawFn, sponsors: int = 6, rows: int = 14) -> Plan:
    """Tables of sponsors; links lead somewhere, everything else may be blank or zero."""
    packages = [f"PK-{n}" for n in range(draw(st.integers(0, 3)))]
    names = [f"SP-{n}" for n in range(draw(st.integers(1, sponsors)))]
    owner = st.sampled_from(names)
    expenses = [f"EX-{n}" for n in range(3)]

    def table(prefix: str, **cells: st.SearchStrategy[Any]) -> list[Row]:
        found = draw(st.lists(st.fixed_dictionaries(cells), max_size=rows))
        return [
            {"id": f"{prefix}-{i}", **{k: v for k, v in row.items() if v is not None}}
            for i, row in enumerate(found)
        ]

    package = _maybe(st.sampled_from(packages)) if packages else st.none()
    roster = [
        {
            k: v
            for k, v in {
                "id": name, "name": f"Sponsor {name}", "package": draw(package),
                "activation": draw(_maybe(_amounts)),
                "state": draw(st.sampled_from(("signed", "confirmed", "withdrawn"))),
            }.items()
            if v is not None
        }
        for name in names
    ]  # fmt: skip
    offer = {"tier": "gold", "price": 1, "slots": 9}
    return {
        "packages": [{"id": p, "name": p, **offer} for p in packages],
        "sponsors": roster,
        "expenses": [{"id": e, "gross": draw(_amounts)} for e in expenses],
        "sponsor_payments": table(
            "SPM", sponsor=owner, amount=_amounts, due=_maybe(_days), invoiced_on=_maybe(_days),
            received=_maybe(st.integers(-5_000, 900_000)), written_off=_maybe(_amounts),
        ),
        "in_kind_items": table(
            "IK", sponsor=owner, item=st.just("goods"), kind=st.sampled_from(KINDS),
            value=_amounts, received_value=_maybe(_amounts),
        ),
        "benefits": table(
            "BF", sponsor=owner, description=st.just("benefit"), quantity=_halves,
            unit_value=_halves, state=_maybe(st.sampled_from(STATES)),
            delivered_quantity=_maybe(_halves), proof=_maybe(st.just("p.jpg")),
            make_good_value=_maybe(_amounts), make_good_on=_maybe(_days),
        ),
        "servicing_costs": table(
            "SVC", sponsor=owner, item=st.just("booth"), estimate=_maybe(_amounts),
            expense=_maybe(st.sampled_from(expenses)),
            share=_maybe(st.sampled_from([Decimal(0), Decimal("0.25"), Decimal(1)])),
        ),
    }  # fmt: skip


def event_of(plan: Plan) -> Event:
    """The event of a plan."""
    given = {"event_name": "E", "data_date": AS_OF, "base_currency": "TWD", "currency_decimals": 0}
    return Event(given, plan)


# --- the oracle ------------------------------------------------------------------------------
@dataclass
class Expected:
    """What a choice of sponsors comes to."""

    totals: dict[str, Decimal]
    fulfilment: Decimal | None
    sponsor_roi: Decimal | None
    organiser_roi: Decimal | None


def expected(plan: Plan, mine: Callable[[str], bool]) -> Expected:
    """Worked out from the plain rows of the sponsors for which `mine` is true."""

    def of(table: str) -> list[Row]:
        return [row for row in plan[table] if mine(row["sponsor"])]

    def add(rows: list[Row], value: Callable[[Row], Decimal | int]) -> Decimal:
        return sum((Decimal(value(row)) for row in rows), Decimal(0))

    cash, goods, benefits = of("sponsor_payments"), of("in_kind_items"), of("benefits")
    gross = {row["id"]: Decimal(row["gross"]) for row in plan["expenses"]}

    def left(row: Row) -> int:
        return int(row["amount"] - row.get("received", 0) - row.get("written_off", 0))

    def late(row: Row) -> int:
        return max(0, left(row)) if "due" in row and row["due"] < AS_OF else 0

    def value(row: Row) -> Decimal:
        return _whole(row["quantity"] * row["unit_value"])

    def done(row: Row) -> Decimal:
        return _whole(row.get("delivered_quantity", Decimal(0)) * row["unit_value"])

    def lacking(row: Row) -> Decimal:
        return max(Decimal(0), value(row) - done(row))

    def waived(row: Row) -> bool:
        return row.get("state") == "waived"

    def repaid(row: Row) -> Decimal:
        return Decimal(row.get("make_good_value", 0) if "make_good_on" in row else 0)

    def cost(row: Row) -> Decimal:
        if "expense" in row:
            return _whole(gross[row["expense"]] * row.get("share", 1))
        return Decimal(row.get("estimate", 0))

    def short(row: Row) -> Decimal:
        return Decimal(0) if waived(row) else lacking(row)

    def over(row: Row) -> Decimal:
        return max(Decimal(0), done(row) - value(row))

    relieving = [row for row in goods if row["kind"] == "relieving"]
    found = {
        "cash_pledged": add(cash, lambda r: r["amount"]),
        "cash_invoiced": add(cash, lambda r: r["amount"] if "invoiced_on" in r else 0),
        "cash_received": add(cash, lambda r: r.get("received", 0)),
        "cash_open": add(cash, left),
        "cash_overdue": add(cash, late),
        "cash_written_off": add(cash, lambda r: r.get("written_off", 0)),
        "in_kind_pledged": add(goods, lambda r: r["value"]),
        "in_kind_received": add(goods, lambda r: r.get("received_value", 0)),
        "in_kind_open": add(goods, lambda r: r["value"] - r.get("received_value", 0)),
        "relief_pledged": add(relieving, lambda r: r["value"]),
        "relief": add(relieving, lambda r: r.get("received_value", 0)),
        "promised_all": add(benefits, value),
        "promised": add([b for b in benefits if not waived(b)], value),
        "kept": add(benefits, lambda r: min(value(r), done(r))),
        "shortfall": add(benefits, short),
        "waived": add([b for b in benefits if waived(b)], lacking),
        "surplus": add(benefits, over),
        "delivered": add(benefits, done),
        "proven": add([b for b in benefits if "proof" in b], done),
        "made_good": add(benefits, repaid),
        "owed": add(benefits, lambda r: max(Decimal(0), short(r) - repaid(r))),
        "balance": add(benefits, lambda r: repaid(r) + over(r) - short(r)),
        "servicing": add(of("servicing_costs"), cost),
        "activation": add([s for s in plan["sponsors"] if mine(s["id"])],
                          lambda r: r.get("activation", 0)),
    }  # fmt: skip
    costs = found["cash_pledged"] - found["cash_written_off"] + found["activation"]
    return Expected(
        found,
        _ratio(found["promised"] - found["shortfall"], found["promised"]),
        _ratio(found["delivered"] + found["made_good"] - costs, costs),
        _ratio(found["cash_received"] + found["relief"] - found["servicing"], found["servicing"]),
    )


def _ratio(top: Decimal, bottom: Decimal) -> Decimal | None:
    return top / bottom if bottom else None


def _whole(amount: Decimal) -> Decimal:
    return Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP)
