"""What a workbook is made from: declarations and one event's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal

from xlevent.domain.language import Language
from xlevent.sheets.kernel.stale import COMPUTATIONS, State, states
from xlevent.sheets.registry import Registry

Value = str | int | Decimal | date | time | datetime
Row = Mapping[str, Value]

SPARE = 5  # empty rows under the filled ones, for programs that do not grow tables
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class BookData:
    """One event, ready to be written: typed values by table and column key."""

    registry: Registry
    language: Language
    settings: Mapping[str, Value]
    tables: Mapping[str, list[Row]]
    picks: Mapping[str, str]
    states: Mapping[str, State] = field(default_factory=dict)  # of computed blocks
    tabs: Mapping[str, str] = field(default_factory=dict)  # other names for tabs, by code
    least_rows: int = 1  # of each table that grows

    @property
    def currency_places(self) -> int:
        """Decimals of the base currency, as the settings give them."""
        places = self.settings.get("currency_decimals", 0)
        return int(places) if isinstance(places, int | Decimal) else 0


def with_states(data: BookData) -> BookData:
    """The data with the state of each computed block, listed for the flags' formulas."""
    found = states(data.registry.computed, data.tables)
    if COMPUTATIONS not in data.registry.tables:
        return data
    rows: list[Row] = [{"block": key, "state": state} for key, state in found.items()]
    return replace(data, states=found, tables={**data.tables, COMPUTATIONS: rows})


def serial(value: date | time | datetime) -> float | int:
    """Excel's serial number of a day, a time of day or both (1900 system)."""
    if isinstance(value, datetime):
        return serial(value.date()) + serial(value.time())
    if isinstance(value, date):
        return (value - _EPOCH).days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return (seconds + value.microsecond / 1_000_000) / 86400


CellValue = str | float | int | bool | None


def cell_value(value: Value | None, list_name: str | None, data: BookData) -> CellValue:
    """What the cell holds: labels for list keys, serials for dates, numbers as they are."""
    if isinstance(value, str) and list_name:
        return data.registry.lists[list_name].label(value, data.language)
    return plain_value(value)


def plain_value(value: Value | None) -> CellValue:
    """What the cell of a value holds that is not of a list."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | time):
        return serial(value)
    return value


def monday(day: int) -> int:
    """The Monday of a day's week, as serial numbers."""
    return day - (day - 2) % 7
