"""What the blocks of the expense checks say they read is all that they read.

A flag that misses an input would call old results current.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from xlevent.app.event import Event
from xlevent.app.money.checked import BLOCKS, check_expenses
from xlevent.app.samples import sample
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.stale import Computed
from xlevent.sheets.registry import registry

TABLES = ("expenses", "order_lines", "acceptances", "contracts", "suppliers", "own_rates")
COMPUTED = {block.key: block for block in registry().computed if block.key in BLOCKS}
Results = dict[str, list[Any]]


@cache
def _base() -> Event:
    """Vouchers of every sort from the demo, with a rate of its own."""
    with sample("demo") as path:
        event = Event.load(path)
    event.tables["expenses"] = event.tables["expenses"][::3]
    event.tables["own_rates"] = [
        {"rate": "premium", "value": Decimal("0.02"), "valid_from": date(2026, 11, 1),
         "valid_until": date(2026, 11, 26)}
    ]  # fmt: skip
    return event


def results(event: Event, block: Computed) -> Results:
    check_expenses().change(event)
    return {
        f"{table}.{name}": [row.get(name) for row in event.tables[table]]
        for table, names in block.writes.items()
        for name in names
    }


def other(column: Column, value: Any) -> Any:
    """Another value of the same kind."""
    if column.kind == "choice" and column.list:
        keys = [option.key for option in registry().lists[column.list].options]
        return keys[(keys.index(value) + 1) % len(keys)] if value in keys else keys[0]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return value + 3
    if isinstance(value, date):
        return value + timedelta(days=40)
    if value is None and column.kind in ("number", "amount", "price", "integer", "percent"):
        return Decimal(7)
    if value is None and column.kind == "date":
        return date(2026, 1, 2)
    return f"{value or 'X'}9"


def inputs(table: str) -> Iterator[Column]:
    return (c for c in registry().tables[table].columns if c.role == "input")


CASES = [(t, c.key) for t in TABLES for c in inputs(t)]


@pytest.mark.parametrize("key", BLOCKS)
def test_nothing_else_is_read(key: str) -> None:
    block = COMPUTED[key]
    event = copy.deepcopy(_base())
    before = results(event, block)
    for table, name in CASES:
        if name in block.reads.get(table, ()):
            continue
        changed = copy.copy(event)
        changed.tables = {**event.tables, table: [dict(row) for row in event.tables[table]]}
        changed.tables["expenses"] = [dict(row) for row in changed.tables["expenses"]]
        column = registry().tables[table].column(name)
        for row in changed.tables[table]:
            row[name] = other(column, row.get(name))
        assert results(changed, block) == before, f"{table}.{name} is read and not declared"
