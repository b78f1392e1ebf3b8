"""Rows for any declared table: plausible values made from the columns alone, always the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xlevent.domain.values import Value
from xlevent.sheets.kernel.blocks import ByList, Fixed, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.registry import Registry

_FIRST_DAY = date(2026, 3, 2)
_WORDS = (
    "場地",
    "stage",
    "贊助",
    "printing",
    "論壇",
    "catering",
    "驗收",
    "workshop",
    "志工",
    "lights",
)
# One of these fits every pattern that the sheets declare.
_EXAMPLES = ("01026751", "someone@example.org", "09:00-12:00,13:00-18:00", "TW", "A", "1")
_BLANK_EVERY = 4  # one optional cell in so many stays empty


def make_tables(registry: Registry, sizes: Mapping[str, int]) -> dict[str, list[dict[str, Value]]]:
    """Rows for the tables that plans hold; `sizes` gives their number, 0 where it has none."""
    keys = {key: _keys(registry, table, sizes) for key, table in registry.tables.items()}
    return {
        key: [_row(table, number, registry, keys) for number in range(len(keys[key]))]
        for key, table in registry.tables.items()
        if not table.is_computed and (sizes.get(key) or table.rows is not None)
    }


def make_settings(registry: Registry) -> dict[str, Value]:
    """A value for every field of the records."""
    settings: dict[str, Value] = {}
    for record in registry.records.values():
        for column in record.columns:
            if column.kind not in ("link", "links"):
                settings[column.key] = _value(column, 0, registry, {})
    settings |= {"base_currency": "TWD", "currency_decimals": 0, "language": "both"}
    settings |= {"event_start": date(2026, 11, 20), "event_end": date(2026, 11, 22)}
    settings |= {"data_date": date(2026, 12, 4), "planning_start": _FIRST_DAY}
    return settings


def _keys(registry: Registry, table: Table, sizes: Mapping[str, int]) -> list[str]:
    """The keys that the table's rows will have, and links may hold."""
    column = table.key_column
    match table.rows:
        case ByList(name):
            return [option.key for option in registry.lists[name].options]
        case Fixed(rows):
            return [row[column.key] for row in rows]
    size = 0 if table.is_computed else sizes.get(table.key, 0)
    if column.kind == "link" and column.link:
        target = _keys(registry, registry.tables[column.link], sizes)
        return target[:size]
    start = column.prefix or column.title.en
    return [f"{start}-{number + 1:05}" for number in range(size)]


def _row(
    table: Table, number: int, registry: Registry, keys: Mapping[str, list[str]]
) -> dict[str, Value]:
    key = table.key_column
    row: dict[str, Value] = {}
    if key.kind in ("key", "link", "choice", "text") or table.rows is not None:
        row[key.key] = keys[table.key][number]
    for place, column in enumerate(table.columns):
        optional = not column.required and not column.unique
        if column.key in row or column.role == "calc":
            continue
        if optional and (number + place) % _BLANK_EVERY == 0:
            continue
        value = _value(column, number, registry, keys)
        if value is not None:
            row[column.key] = value
    return row


def _value(
    column: Column, number: int, registry: Registry, keys: Mapping[str, list[str]]
) -> Value | None:
    kind = column.kind
    if column.pattern is not None:
        return next(text for text in _EXAMPLES if re.fullmatch(column.pattern, text))
    if kind == "choice":
        options = registry.lists[column.list or ""].options
        return options[number % len(options)].key
    if kind in ("link", "links"):
        targets = keys.get(column.link or "", [])
        if not targets or (column.unique and number >= len(targets)):
            return None
        return targets[(number if column.unique else number * 7) % len(targets)]
    if kind in ("key", "text"):
        return f"{_WORDS[number % 10]} {_WORDS[(number // 10) % 10]} {number + 1}"
    if kind == "note":
        return " ".join(_WORDS[(number + step) % 10] for step in range(9))
    if kind in ("url", "goto"):
        return f"https://example.org/{column.key}/{number + 1}"
    day = _FIRST_DAY + timedelta(days=number if column.unique else number % 270)
    at = time(8 + number % 10, 5 * (number % 12))
    if kind == "date":
        return day
    if kind == "time":
        return at
    if kind == "datetime":
        return datetime.combine(day, at)
    return _number(column, number)


def _number(column: Column, number: int) -> Value:
    if column.kind in ("integer", "minutes"):
        figure: int | Decimal = 1 + number if column.key == "seq" else 5 * (1 + number % 12)
    elif column.kind == "percent":
        figure = Decimal(number % 101) / 100
    elif column.kind == "number":
        figure = Decimal(4 + number % 200) / 4
    else:
        figure = Decimal(1000 + (number * 137) % 90_000)
    if column.gt is not None and figure <= column.gt:
        figure = column.gt + Decimal("0.01")
    if column.le is not None and figure > column.le:
        figure = column.le if column.kind != "integer" else int(column.le)
    if column.ge is not None and figure < column.ge:
        figure = column.ge
    return figure
