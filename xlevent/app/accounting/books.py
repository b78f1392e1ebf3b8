"""An event's vouchers and money as exact amounts in the base currency, as the sheets count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from xlevent.app.event import Event
from xlevent.compute.cost_shares import Share, Shared, Voucher, share_out
from xlevent.domain.money import ZERO, exact, product, round_half_up
from xlevent.domain.values import Value

Row = Mapping[str, Value]


def number(row: Row, column: str) -> Decimal | None:
    """The number of a cell; None where there is none."""
    value = row.get(column)
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    return exact(value)


def money(row: Row, column: str) -> Decimal:
    """The amount of a cell, 0 where it is blank."""
    return number(row, column) or ZERO


def text(row: Row, column: str) -> str:
    """The text of a cell, "" where it is blank."""
    value = row.get(column)
    return "" if value is None else str(value)


def day(row: Row, column: str) -> date | None:
    """The day of a cell."""
    value = row.get(column)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


class Books:
    """The event's rows with the amounts that O6.2.1 shows."""

    def __init__(self, event: Event) -> None:
        self.event = event
        settings = event.settings
        self.base = str(settings.get("base_currency") or "TWD")
        given = settings.get("currency_decimals")
        self.places = int(given) if isinstance(given, Decimal | int) else 0
        self._rows: dict[str, list[Row]] = {}
        self.organiser_ubn = text(settings, "organiser_ubn")
        self.as_of = day(settings, "data_date")
        if self.as_of is None and settings.get("event_start") is not None:
            self.as_of = date.today()  # as the sheets count

    def rows(self, table: str) -> list[Row]:
        """The rows of a table; amounts have the decimals of the base currency."""
        if table not in self._rows:
            self._rows[table] = [
                {key: self._tidy(value) for key, value in row.items()}
                for row in self.event.tables[table]
            ]
        return self._rows[table]

    def _tidy(self, value: Value) -> Value:
        """A workbook's 948750.0 as 948750; what has more decimals keeps them."""
        if not isinstance(value, Decimal):
            return value
        rounded = round_half_up(value, self.places)
        return rounded if rounded == value else value

    def factor(self, row: Row) -> Decimal:
        """The rate to the base currency: 1 for the base currency, 0 where it is not known."""
        if text(row, "currency") in ("", self.base):
            return Decimal(1)
        return number(row, "rate") or ZERO

    def rounded(self, amount: Decimal) -> Decimal:
        """Half-up to the decimals of the base currency."""
        return round_half_up(amount, self.places)

    def base_amount(self, row: Row, column: str = "gross") -> Decimal:
        """An amount of a voucher in the base currency."""
        return self.rounded(product(money(row, column), self.factor(row)))

    def planned(self, line: Row) -> Decimal:
        """The amount of a budget line, tax included."""
        amount = product(money(line, "quantity"), money(line, "unit_price"), self.factor(line))
        if line.get("tax_kind") == "added":
            amount = product(amount, 1 + money(self.event.settings, "tax_rate"))
        return self.rounded(amount)

    def paid_net(self, row: Row) -> Decimal:
        """What is paid out for a voucher."""
        off = (money(row, column) for column in ("withheld", "premium", "deducted"))
        return self.base_amount(row) - sum(off, ZERO)

    @cached_property
    def shared(self) -> list[Shared]:
        """Every voucher with what each source bears of it, in the order of the rows."""
        vouchers = [
            Voucher(text(row, "id"), self.base_amount(row), text(row, "funding_source"))
            for row in self.rows("expenses")
        ]
        shares = [
            Share(
                text(row, "voucher"), text(row, "source"), money(row, "share"),
                number(row, "amount"),
            )
            for row in self.rows("expense_allocations")
            if row.get("voucher") and row.get("source")
        ]  # fmt: skip
        return share_out(vouchers, shares, self.places)

    @cached_property
    def cost(self) -> Decimal:
        """The cost of the event: all vouchers."""
        return sum((shared.voucher.amount for shared in self.shared), ZERO)

    def total(self, rows: Iterable[Row], column: str) -> Decimal:
        """The sum of a column."""
        return sum((money(row, column) for row in rows), ZERO)
