"""The clean event, and faults that are planted in it one by one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from xlevent.app.event import Event
from xlevent.app.validating.running import validate
from xlevent.sheets.kernel.blocks import Mirror
from xlevent.sheets.registry import registry

CLEAN = Path(__file__).parent / "clean.yaml"
Row = dict[str, Any]


@cache
def _clean() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(CLEAN.read_text("utf-8"))
    return data


def key_of(table: str) -> str:
    """The key column of a table."""
    return registry().tables[table].key_column.key


@dataclass
class Plan:
    """The clean event as plain rows, to be changed."""

    data: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(_clean()))

    @property
    def settings(self) -> Row:
        """The settings."""
        found: Row = self.data["settings"]
        return found

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, which is made if it is not there."""
        found: list[Row] = self.data.setdefault(table, [])
        return found

    def row(self, table: str, key: str) -> Row:
        """The row of that key."""
        return self.rows(table)[self.number(table, key)]

    def number(self, table: str, key: str) -> int:
        """The number of the row of that key; of a mirror, of the row that it mirrors."""
        declared = registry().tables[table]
        source = declared.rows.table if isinstance(declared.rows, Mirror) else table
        keys = [row.get(key_of(source)) for row in self.rows(source)]
        return keys.index(key)

    def change(self, table: str, key: str, **cells: Any) -> None:
        """Set cells of a row; None empties one."""
        row = self.row(table, key)
        row.update(cells)
        for name in [name for name, value in row.items() if value is None]:
            del row[name]

    def add(self, table: str, **cells: Any) -> None:
        """A new row; with `like` a copy of that row which differs in the other cells."""
        like = cells.pop("like", None)
        base = dict(self.row(table, like)) if like else {}
        row = {k: v for k, v in {**base, **cells}.items() if v is not None}
        self.rows(table).append(row)

    def remove(self, table: str, key: str) -> None:
        """Take a row away."""
        del self.rows(table)[self.number(table, key)]

    def event(self) -> Event:
        """The event of today's rows."""
        tables = {k: v for k, v in self.data.items() if k != "settings"}
        return Event(self.settings, tables)


Where = tuple[str, str | int | None, str | None]  # table, key (or number) of the row, column


@dataclass(frozen=True)
class Fault:
    """One fault: what is done to the clean event, and the one finding that it must give."""

    name: str
    plant: Callable[[Plan], object]
    code: str
    at: Where
    also: tuple[tuple[str, Where], ...] = ()


def change(table: str, key: str, **cells: Any) -> Callable[[Plan], object]:
    """A fault that changes cells of one row."""
    return lambda plan: plan.change(table, key, **cells)


def settings(**cells: Any) -> Callable[[Plan], object]:
    """A fault that changes settings."""
    return lambda plan: plan.settings.update(cells)


def add(table: str, **cells: Any) -> Callable[[Plan], object]:
    """A fault that adds a row."""
    return lambda plan: plan.add(table, **cells)


def both(*faults: Callable[[Plan], object]) -> Callable[[Plan], object]:
    """Several changes that make one fault."""
    return lambda plan: [fault(plan) for fault in faults]


Found = tuple[str, str | None, int | None, str | None]  # code, table, row, column


def expected(plan: Plan, fault: Fault) -> list[Found]:
    """The findings that a fault must give, sorted."""
    return sorted(_found(plan, code, at) for code, at in ((fault.code, fault.at), *fault.also))


def _found(plan: Plan, code: str, at: Where) -> Found:
    table, key, column = at
    return code, table, plan.number(table, key) if isinstance(key, str) else key, column


def found(event: Event) -> list[Found]:
    """What validation finds in an event, sorted."""
    return sorted((f.code, f.table, f.row, f.column) for f in validate(event).findings)
