"""Suppliers rolled up: what was ordered, accepted, billed and paid, and how well they deliver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlevent.app.evaluated import Evaluated
from xlevent.app.rollup.measure import NOTHING, Measure, Source, gather
from xlevent.domain.language import Text

_DECLARED = (
    ("ordered", "amount", "已訂購", "Ordered"),
    ("accepted", "accepted_amount", "已驗收", "Accepted"),
    ("invoiced", "invoiced", "已請款", "Invoiced"),
    ("paid", "paid", "已付款", "Paid"),
    ("not_invoiced", "open_amount", "未請款", "Not invoiced"),
    ("penalties", "penalty", "逾期違約金", "Delay penalties"),
)
_CANCELLED = ("state", "cancelled")
SOURCES: Mapping[str, Source] = {
    name: Source("order_lines", column, "supplier", "item",
                 _CANCELLED if name == "ordered" else None)
    for name, column, _, _ in _DECLARED
}  # fmt: skip
TITLES: Mapping[str, Text] = {name: Text(zh, en) for name, _, zh, en in _DECLARED}


@dataclass(frozen=True, slots=True)
class Supply:
    """One supplier, or the whole event."""

    key: str
    name: str
    measures: Mapping[str, Measure]
    on_time: Decimal | None = None  # shares of 1
    first_time: Decimal | None = None
    score: Decimal | None = None  # mean of 1 to 5
    rating: int | None = None  # of 100
    grade: str | None = None

    def total(self, measure: str) -> Decimal:
        """A total, 0 where no row gives anything."""
        return self.measures.get(measure, NOTHING).total


@dataclass(frozen=True, slots=True)
class Suppliers:
    """All suppliers of an event."""

    suppliers: tuple[Supply, ...]
    event: Supply

    def find(self, key: str) -> Supply | None:
        """The supplier of that key."""
        folded = key.casefold()
        return next((s for s in self.suppliers if s.key.casefold() == folded), None)


def roll_up_suppliers(evaluated: Evaluated) -> Suppliers:
    """Every supplier and the event; their rates are those of the supplier roster."""
    gathered = {
        name: gather(evaluated.rows(source.table), source, "id") for name, source in SOURCES.items()
    }
    found: dict[str, Supply] = {}
    for row in evaluated.rows("suppliers"):
        key = str(row.get("id", ""))
        if not key or key in found:
            continue
        own = {name: owners.get(key, NOTHING) for name, owners in gathered.items()}
        rating, grade = row.get("rating"), row.get("grade")
        found[key] = Supply(
            key, str(row.get("name", "")), own,
            _number(row.get("on_time")), _number(row.get("first_time")), _number(row.get("score")),
            int(rating) if isinstance(rating, int | Decimal) else None,
            str(grade) if grade is not None else None,
        )  # fmt: skip
    everything = {name: sum(owners.values(), NOTHING) for name, owners in gathered.items()}
    name = str(evaluated.event.settings.get("event_name") or "")
    return Suppliers(tuple(found.values()), Supply("", name, everything))


def _number(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) else None
