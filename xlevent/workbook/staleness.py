"""Which blocks of a read workbook have computed values older than their inputs.

The stored value of a flag is not asked: a program that does not calculate leaves it as it was.
The cells are compared here as the flag's formula compares them, row by row and without case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from xlevent.domain.values import ErrorCell
from xlevent.sheets.kernel.blocks import Snapshot, Table
from xlevent.sheets.kernel.raw import RawPlan, RawRow, SheetSpot
from xlevent.sheets.kernel.stale import (
    COMPUTATIONS,
    SETTINGS,
    SNAPSHOTS,
    Computed,
    has_results,
    snapshot_key,
)
from xlevent.sheets.registry import Registry
from xlevent.workbook.book import serial
from xlevent.workbook.contents import NativeTable
from xlevent.workbook.copies import Copies
from xlevent.workbook.locate import Located, folded, titles

_DAYS_FROM_1904 = 1462

Grid = dict[int, dict[str, object]]  # place of the row in its table -> filled cells by column


@dataclass(slots=True)
class Staleness:
    """Compares the inputs of a workbook with the copies that it keeps of them."""

    plan: RawPlan
    copies: Copies
    registry: Registry
    located: Mapping[str, Located]
    date1904: bool

    def rows(self) -> list[RawRow]:
        """Rows of COMPUTATIONS: what is stale, and what was computed without a result to show."""
        listed = self._listed()
        found: list[RawRow] = []
        for block in self.registry.computed:
            results = has_results(block, {k: t.rows for k, t in self.plan.tables.items()})  # type: ignore[misc]
            if block.key not in listed and not results:
                continue
            if self._is_stale(block, listed):
                found.append({"block": block.key, "state": "stale"})
            elif not results and block.sparse:
                found.append({"block": block.key, "state": "current"})
        return found

    def _is_stale(self, block: Computed, listed: Mapping[str, str]) -> bool:
        if listed.get(block.key) == "stale":
            return True
        copies = {table: self._copy(block, table) for table in (*block.reads, SETTINGS)}
        if not any(copies.values()):
            return False  # they are lost, so nobody can tell
        if block.key not in listed and not self._is_first_template():
            return True  # values that somebody typed
        return any(self._differs(table, copy) for table, copy in copies.items() if copy)

    def _listed(self) -> dict[str, str]:
        table = self.plan.tables.get(COMPUTATIONS)
        states = self.registry.lists["engine_state"].lookup()
        return {
            str(row.get("block")): states.get(str(row.get("state")).casefold(), "")
            for row in (table.rows if table else ())
        }

    def _is_first_template(self) -> bool:
        """Whether the copies are one for each table, as before there were blocks."""
        own = {snapshot_key(b.key, t) for b in self.registry.computed for t in (*b.reads, SETTINGS)}
        return own.isdisjoint(self.copies.tables)

    def _copy(self, block: Computed, table: str) -> NativeTable | None:
        kept = self.copies.tables
        return kept.get(snapshot_key(block.key, table)) or kept.get(SNAPSHOTS + table)

    def _differs(self, table: str, copy: NativeTable) -> bool:
        columns = self._columns(table, copy)
        then = self._copied(copy, columns)
        if table == SETTINGS:
            settings = self.plan.settings.rows[0] if self.plan.settings.rows else {}
            now = {0: self._filled(settings, columns)}
            then.setdefault(0, {})
        else:
            now = self._present(table, columns)
        return now != then or any(
            isinstance(value, ErrorCell) for row in now.values() for value in row.values()
        )

    def _columns(self, table: str, copy: NativeTable) -> dict[str, int]:
        """Column key -> column of the sheet, for the columns that the copy has."""
        declared = self.registry.tables.get(table)
        if declared is not None:
            known = titles(declared)
        else:
            fields = [c for r in self.registry.records.values() for c in r.columns]
            known = {folded(form): c.key for c in fields for form in c.title.forms()}
        return {
            known[folded(header)]: column
            for column, (_, header) in enumerate(copy.columns, start=copy.area.left)
            if folded(header) in known
        }

    def _present(self, table: str, columns: Mapping[str, int]) -> Grid:
        raw, place = self.plan.tables.get(table), self.located.get(table)
        if raw is None or place is None:
            return {}
        found: Grid = {}
        for number, row in enumerate(raw.rows):
            spot = raw.spot(number)
            cells = self._filled(row, columns)
            if cells and isinstance(spot, SheetSpot):
                found[spot.row - place.first_row] = cells
        return found

    def _copied(self, copy: NativeTable, columns: Mapping[str, int]) -> Grid:
        found: Grid = {}
        for place, row in self.copies.rows(copy).items():
            filled = self._filled({key: row.get(c) for key, c in columns.items()}, columns)
            if filled:
                found[place] = filled
        return found

    def _filled(self, row: Mapping[str, object], columns: Mapping[str, int]) -> dict[str, object]:
        return dict(self._plain(row, columns))

    def _plain(
        self, row: Mapping[str, object], columns: Mapping[str, int]
    ) -> Iterator[tuple[str, object]]:
        for name in columns:
            value = row.get(name)
            if value is None or value == "":
                continue
            if isinstance(value, ErrorCell):
                yield name, value
            elif isinstance(value, str):
                yield name, str(value).casefold()
            elif isinstance(value, date | time):
                days = serial(value)
                if isinstance(value, date) and self.date1904:
                    days -= _DAYS_FROM_1904
                yield name, _fifteen(days)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                yield name, _fifteen(value)
            else:
                yield name, value


def copied_rows(copies: Copies, registry: Registry) -> dict[str, list[dict[str, object]]]:
    """The declared copies as they stand, by table: all rows, blank ones as `{}`."""
    found: dict[str, list[dict[str, object]]] = {}
    for key, table in registry.tables.items():
        copy = copies.tables.get(key)
        if not isinstance(table.rows, Snapshot) or copy is None:
            continue
        columns = _own_columns(table, copy)
        rows: list[dict[str, object]] = [{} for _ in range(copy.last_row - copy.first_row + 1)]
        for place, cells in copies.rows(copy).items():
            named = {name: cells.get(column) for name, column in columns.items()}
            rows[place] = {name: value for name, value in named.items() if value is not None}
        found[key] = rows
    return found


def _own_columns(table: Table, copy: NativeTable) -> dict[str, int]:
    known = titles(table)
    return {
        known[folded(header)]: column
        for column, (_, header) in enumerate(copy.columns, start=copy.area.left)
        if folded(header) in known
    }


def _fifteen(number: float) -> float:
    """The number as Excel compares it, by 15 digits."""
    return float(f"{number:.15g}")
