"""Reading typed cells of an event's rows as the money rules want them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.domain.values import Value

Row = Mapping[str, Value]
_MOST_DIGITS = 18  # before the point: more is a typing error, and a product of two still counts


def number(row: Row, column: str) -> Decimal | None:
    """The number in a cell; None where it is blank or none, or beyond all money."""
    value = row.get(column)
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        return None
    found = Decimal(value)
    return found if found.is_finite() and found.adjusted() <= _MOST_DIGITS else None


def amount(row: Row, column: str) -> Decimal:
    """The number in a cell; blank counts as zero."""
    return number(row, column) or Decimal(0)


def day(row: Row, column: str) -> date | None:
    """The day in a cell."""
    value = row.get(column)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def text(row: Row, column: str) -> str:
    """The text of a cell, "" where it is blank."""
    value = row.get(column)
    return "" if value is None else str(value).strip()


def setting(event: Event, key: str) -> Decimal:
    """A number of the settings; blank counts as zero (an empty tolerance is no tolerance)."""
    return amount(event.settings, key)


def base_currency(event: Event) -> str:
    """The currency in which the event is summed."""
    return text(event.settings, "base_currency") or "TWD"


def rate(event: Event, row: Row) -> Decimal | None:
    """The rate of a row to the base currency: 1 for its own, None where one is missing."""
    currency = text(row, "currency")
    if currency in ("", base_currency(event)):
        return Decimal(1)
    found = number(row, "rate")
    return found if found else None


def places(event: Event) -> int:
    """Decimals of an amount in the base currency."""
    return int(setting(event, "currency_decimals"))
