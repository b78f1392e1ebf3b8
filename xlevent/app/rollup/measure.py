"""A total that knows its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlevent.app.evaluated import Row
from xlevent.domain.money import ZERO


@dataclass(frozen=True, slots=True)
class Part:
    """What one row gives to a total."""

    table: str
    column: str
    key: str  # of the row
    label: str  # what it is about, in the words of the row
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """A total in the base currency and the rows that it is the sum of, without those of zero."""

    parts: tuple[Part, ...] = ()

    @property
    def total(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.amount for part in self.parts), ZERO)

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.parts + other.parts)


NOTHING = Measure()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a measure comes from: a column, and the columns that say whose and what a row is."""

    table: str
    column: str
    owner: str
    label: str
    unless: tuple[str, str] | None = None  # a column and the value of rows that do not count


@dataclass(frozen=True, slots=True)
class Balance:
    """Two sides that must be the same: what was promised, and what became of it."""

    name: str
    whole: Decimal
    parts: Mapping[str, Decimal]

    @property
    def holds(self) -> bool:
        """Whether nothing was lost or counted twice."""
        return self.whole == sum(self.parts.values(), ZERO)


def gather(rows: Iterable[Row], source: Source, key: str) -> dict[str, Measure]:
    """The measure of each owner ("" for rows without one); `key` is the table's key column."""
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for row in rows:
        amount = row.get(source.column)
        if not isinstance(amount, Decimal | int) or isinstance(amount, bool) or not amount:
            continue
        if source.unless is not None and row.get(source.unless[0]) == source.unless[1]:
            continue
        label = str(row.get(source.label, ""))
        part = Part(source.table, source.column, str(row.get(key, "")), label, Decimal(amount))
        found[str(row.get(source.owner, ""))].append(part)
    return {owner: Measure(tuple(parts)) for owner, parts in found.items()}
