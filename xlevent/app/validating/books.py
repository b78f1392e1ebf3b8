"""The event as a controller reads it: rows by key, and the money of every row worked out once.

The arithmetic is that of the sheets' formulas (tests/app/validating compares the two). A row
whose amount cannot be known (quantity, price or rate missing) has none: other checks name it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar

from xlevent.app.event import Event
from xlevent.app.loading import origin_of
from xlevent.compute.budget import Line, Order
from xlevent.domain.finding import Finding
from xlevent.domain.money import ZERO, product, round_half_up
from xlevent.domain.values import Raw, Value


class Wrong(Enum):
    """Stands for a value that another finding calls wrong: no rule builds on it."""

    VALUE = "?"

    def __str__(self) -> str:
        return str(self.value)


WRONG = Wrong.VALUE
Row = Mapping[str, Value | Wrong]
Made = TypeVar("Made")
ONE = Decimal(1)
_MOST_PLACES = 6
_MOST_DIGITS = 40  # before the point: more is a typing error, which has a finding of its own


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget line with what was changed, ordered, spent and is still expected on it."""

    row: int
    id: str
    category: str
    known: bool  # whether its amount can be worked out
    state: Line


class Books:
    """What rules look at. Values are typed; a cell that could not be read is not there."""

    def __init__(self, event: Event, findings: Iterable[Finding] = ()) -> None:
        """`findings` are those of `Event.check`: cells that they call errors hold `WRONG`."""
        self.event = event
        self._wrong: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for found in findings:
            if found.severity == "error" and found.table and found.column:
                self._wrong[found.table][found.row or 0].add(found.column)
        self.settings: Row = self._masked("settings", 0, event.settings)
        self._tables: dict[str, Sequence[Row]] = {}
        self._made: dict[object, Any] = {}

    def once(self, make: Callable[[Event], Made]) -> Made:
        """What that function makes of the event, made at most once for all rules."""
        if make not in self._made:
            self._made[make] = make(self.event)
        found: Made = self._made[make]
        return found

    # --- rows --------------------------------------------------------------------------------
    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table, in order."""
        if table not in self._tables:
            rows = self.event.tables.get(table, [])
            self._tables[table] = [self._masked(table, i, row) for i, row in enumerate(rows)]
        return self._tables[table]

    def _masked(self, table: str, index: int, row: Mapping[str, Value]) -> Row:
        wrong = self._wrong[table].get(index) if table in self._wrong else None
        return {**row, **dict.fromkeys(wrong, WRONG)} if wrong else row

    def shown(self, table: str, row: int, column: str) -> Raw:
        """The result that the file gave for a cell, when it was read; None where it gave none."""
        origin = origin_of(self.event.tables[table][row])
        return origin.shown.get(column) if origin else None

    def of(self, table: str, column: str, value: object) -> Iterator[tuple[int, Row]]:
        """The rows whose column holds that value, with their numbers."""
        for index in self._grouped(table, column).get(value, ()):
            yield index, self.rows(table)[index]

    def find(self, table: str, key: object) -> Row | None:
        """The row of that key; None where there is none."""
        return next((row for _, row in self.of(table, self.key(table), key)), None)

    def key(self, table: str) -> str:
        """The name of a table's key column."""
        return self.event.registry.tables[table].key_column.key

    def _grouped(self, table: str, column: str) -> Mapping[object, list[int]]:
        name = (table, column)
        if name not in self._groups:
            found: defaultdict[object, list[int]] = defaultdict(list)
            for index, row in enumerate(self.rows(table)):
                found[row.get(column)].append(index)
            self._groups[name] = found
        return self._groups[name]

    @cached_property
    def _groups(self) -> dict[tuple[str, str], Mapping[object, list[int]]]:
        return {}

    # --- settings ----------------------------------------------------------------------------
    def limit(self, key: str) -> Decimal:
        """A number of the settings; 0 where it is empty."""
        return number(self.settings, key) or ZERO

    @cached_property
    def currency(self) -> str:
        """The base currency."""
        return str(self.settings.get("base_currency") or "")

    @cached_property
    def places(self) -> int:
        """Decimals of amounts in the base currency."""
        return max(0, min(int(self.limit("currency_decimals")), _MOST_PLACES))

    @cached_property
    def as_of(self) -> date:
        """The data date, else today."""
        return day(self.settings, "data_date") or date.today()

    # --- money of one row, in the base currency ----------------------------------------------
    def rate(self, row: Row) -> Decimal | None:
        """1 for the base currency; the row's rate for another; None where that is missing."""
        if row.get("currency") in (None, self.currency):
            return ONE
        return number(row, "rate")

    def rounded(self, amount: Decimal) -> Decimal:
        """Rounded half-up to the base currency's decimals."""
        return round_half_up(amount, self.places)

    def times(self, *factors: Decimal | None) -> Decimal | None:
        """The rounded product; None where a factor is missing or the product is absurd."""
        known = [factor for factor in factors if factor is not None]
        amount = product(*known)
        if len(known) < len(factors) or amount.adjusted() > _MOST_DIGITS:
            return None
        return self.rounded(amount)

    def planned(self, row: Row) -> Decimal | None:
        """The amount of a budget line: quantity x price x rate, tax added where it is apart."""
        tax = ONE + self.limit("tax_rate") if row.get("tax_kind") == "added" else ONE
        return self.times(number(row, "quantity"), number(row, "unit_price"), self.rate(row), tax)

    def priced(self, row: Row) -> Decimal | None:
        """The amount of an order line or quote: subtotal and tax are rounded one by one."""
        subtotal = self.times(number(row, "quantity"), number(row, "unit_price"), self.rate(row))
        if subtotal is None or row.get("tax_kind") != "added":
            return subtotal
        tax = self.times(subtotal, self.limit("tax_rate"))
        return None if tax is None else subtotal + tax

    def spent(self, row: Row) -> Decimal | None:
        """The amount of an expense."""
        return self.times(number(row, "gross"), self.rate(row))

    # --- sums --------------------------------------------------------------------------------
    @cached_property
    def orders(self) -> dict[str, Order]:
        """The order lines, by id; without those whose amount is unknown."""
        found = {}
        for row in self.rows("order_lines"):
            amount, name = self.priced(row), row.get("id")
            if amount is not None and name not in (None, WRONG):
                bills = (
                    self._billed(row, bill) for _, bill in self.of("expenses", "order_line", name)
                )
                known = tuple(bill for bill in bills if bill is not None)
                closed = row.get("state") in ("closed", "cancelled")
                found[str(name)] = Order(amount, known, closed)
        return found

    def _billed(self, order: Row, bill: Row) -> Decimal | None:
        """What a bill takes off its order: in the order's currency at the order's rate.

        Another rate on the day of the bill is an exchange difference; nothing more is owed.
        """
        if self.rate(bill) is None:
            return None
        mine, theirs = (row.get("currency") or self.currency for row in (bill, order))
        return self.times(number(bill, "gross"), self.rate(order if mine == theirs else bill))

    @cached_property
    def lines(self) -> list[BudgetLine]:
        """All budget lines that have an id, in order."""
        return [
            self._line(index, row)
            for index, row in enumerate(self.rows("budget_lines"))
            if row.get("id") not in (None, WRONG)
        ]

    def _line(self, index: int, row: Row) -> BudgetLine:
        name = row["id"]
        planned = self.planned(row)
        on_line = {table: [r for _, r in self.of(table, "budget_line", name)] for table in (
            "budget_changes", "expenses", "order_lines", "remaining_estimates")}  # fmt: skip
        open_orders = (
            self.orders[str(order["id"])].open_commitment
            for order in on_line["order_lines"] if order.get("id") in self.orders
        )  # fmt: skip
        state = Line(
            planned or ZERO,
            total(
                number(r, "amount") for r in on_line["budget_changes"]
                if r.get("state") == "approved"
            ),
            total(self.spent(r) for r in on_line["expenses"]),
            total(open_orders),
            total(number(r, "amount") for r in on_line["remaining_estimates"]),
        )  # fmt: skip
        return BudgetLine(
            index, str(name), str(row.get("category", "")), planned is not None, state
        )

    @cached_property
    def by_category(self) -> dict[str, list[BudgetLine]]:
        """The budget lines of each category."""
        found: defaultdict[str, list[BudgetLine]] = defaultdict(list)
        for line in self.lines:
            found[line.category].append(line)
        return dict(found)


def number(row: Row, column: str) -> Decimal | None:
    """The number in a cell; None where there is none."""
    value = row.get(column)
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    found = Decimal(value)
    return found if found.is_finite() and found.adjusted() <= _MOST_DIGITS else None


def day(row: Row, column: str) -> date | None:
    """The day in a cell; None where there is none."""
    value = row.get(column)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of those that are known."""
    return sum((amount for amount in amounts if amount is not None), ZERO)


def money(amount: Decimal) -> str:
    """An amount as messages show it: 1,234.5."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(part: Decimal) -> str:
    """A fraction as messages show it: 8.1 %."""
    return f"{round_half_up(part * 100, 1)} %"
