"""Which stored values are stale after a change: everything that depends on it, however far.

Sound rather than exact: a formula that is not understood, or whose reach cannot be seen
(INDIRECT, OFFSET), is stale after every change. An area is followed once, when its first cell
changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.workbook.contents import Area, Contents
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.formula_index import (
    FormulaIndex,
    Group,
    Reader,
    cell_number,
    cell_place,
)

Cells = Mapping[str, Iterable[tuple[int, int]]]  # per sheet rows and columns, from 1
_ARRAY_CELLS = 5_000_000  # of all arrays that are stale


class Dependents:
    """The formulas of a workbook by what they read; read once, to be asked often."""

    def __init__(
        self,
        package: Package,
        contents: Contents,
        overlay: Mapping[str, Mapping[tuple[int, int], str | None]] | None = None,
    ) -> None:
        """`overlay` holds formulas that replace those of the file (None: no formula any more)."""
        self._package = package
        self._contents = contents
        self._sheets = {s.name.casefold(): n for n, s in enumerate(contents.sheets)}
        changes: list[Mapping[tuple[int, int], str | None]] = [{} for _ in contents.sheets]
        for name, formulas in (overlay or {}).items():
            changes[self._number(name)] = formulas
        self._index = FormulaIndex(package, contents, changes)

    def of(
        self,
        changed: Cells,
        *,
        areas: Mapping[str, Iterable[Area]] | None = None,
        tables: Iterable[str] = (),
        names: Iterable[str] = (),
        tainted: Cells | None = None,
        volatile: bool = True,
    ) -> dict[str, set[tuple[int, int]]]:
        """The formula cells whose stored value may be wrong, per sheet.

        Parameters
        ----------
        changed
            Cells with new contents. They are not in the result, unless they depend on others.
        areas
            Whole areas that changed.
        tables
            Names of tables whose area or headers changed.
        names
            Defined names that mean something else now.
        tainted
            Formula cells whose own stored value is wrong: part of the result.
        volatile
            Whether TODAY, RAND and their kind count as stale; their values were computed on
            another day.
        """
        spread = _Spread(self._index)
        for name, cells in changed.items():
            number = self._number(name)
            for row, column in cells:
                spread.change(number, row, column)
        for name, wholes in (areas or {}).items():
            number = self._number(name)
            for area in wholes:
                spread.change_area(number, area)
        for name, cells in (tainted or {}).items():
            number = self._number(name)
            for row, column in cells:
                spread.started = True
                spread.mark(cell_number(number, row, column))
        for table in tables:
            spread.started = True
            spread.mark_all(self._index.tables.get(table.casefold(), ()))
        for name in names:
            spread.started = True
            spread.mark_all(self._index.names.get(name.lower(), ()))
        if not spread.started:
            return {}
        spread.mark_all(self._index.anything)
        if volatile:
            spread.mark_all(self._index.volatile)
        return self._result(spread.run())

    def _number(self, name: str) -> int:
        number = self._sheets.get(name.casefold())
        if number is None:
            raise MisuseError(
                Text(f"活頁簿沒有工作表「{name}」", f"the workbook has no worksheet {name!r}")
            )
        return number

    def _result(self, stale: set[int]) -> dict[str, set[tuple[int, int]]]:
        found: dict[int, set[tuple[int, int]]] = {}
        for cell in stale:
            sheet, row, column = cell_place(cell)
            found.setdefault(sheet, set()).add((row, column))
        filled = 0
        for cell in stale & self._index.arrays.keys():
            top, left, bottom, right = self._index.arrays[cell]
            filled += (bottom - top + 1) * (right - left + 1)
            if filled > _ARRAY_CELLS:
                raise self._package.too_large(
                    Text("陣列公式的儲存格", "cells of array formulas"), filled, _ARRAY_CELLS
                )
            found[cell_place(cell)[0]].update(
                (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
            )
        return {self._contents.sheets[sheet].name: cells for sheet, cells in found.items()}


class _Spread:
    """One walk from changes to everything that depends on them."""

    def __init__(self, index: FormulaIndex) -> None:
        self.started = False
        self._index = index
        self._stale: set[int] = set()
        self._todo: list[int] = []
        self._marked: set[Group] = set()
        for sheet in index.sheets:
            sheet.areas.restore()

    def run(self) -> set[int]:
        """Everything that is stale in the end."""
        arrays, spills = self._index.arrays, self._index.spills
        while self._todo:
            cell = self._todo.pop()
            sheet, row, column = cell_place(cell)
            self.change(sheet, row, column)
            if cell in arrays:
                self.change_area(sheet, arrays[cell])
            if cell in spills:
                self.change_area(sheet, spills[cell])
        return self._stale

    def mark(self, reader: Reader) -> None:
        """A formula, or a group of them, is stale."""
        if isinstance(reader, int):
            if reader not in self._stale:
                self._stale.add(reader)
                self._todo.append(reader)
        elif reader not in self._marked:
            self._marked.add(reader)
            new = [cell for cell in reader.cells if cell not in self._stale]
            self._stale.update(new)
            self._todo += new

    def mark_all(self, readers: Iterable[Reader]) -> None:
        """All of them are stale."""
        for reader in readers:
            self.mark(reader)

    def change(self, number: int, row: int, column: int) -> None:
        """A cell has another value."""
        self.started = True
        sheet = self._index.sheets[number]
        below = sheet.cells.get(column)
        if below is not None:
            self.mark_all(below.get(row, ()))
        for group, moving in sheet.moving.get(column, ()):
            self._mark_rows(group, row - moving.bottom, row - moving.top)
        for area in sheet.areas.take(row, column):
            self.mark_all(self._index.areas[area])

    def change_area(self, number: int, area: Area) -> None:
        """All cells of an area may have other values."""
        self.started = True
        sheet = self._index.sheets[number]
        for taken in list(sheet.areas.take_touching(area)):
            self.mark_all(self._index.areas[taken])
        for column in [c for c in sheet.cells if area.left <= c <= area.right]:
            rows = sheet.cells[column]
            for row in [r for r in rows if area.top <= r <= area.bottom]:
                self.mark_all(rows[row])
        for column in [c for c in sheet.moving if area.left <= c <= area.right]:
            for group, moving in sheet.moving[column]:
                self._mark_rows(group, area.top - moving.bottom, area.bottom - moving.top)

    def _mark_rows(self, group: Group, first: int, last: int) -> None:
        """Those cells of a group that stand in these rows are stale."""
        if group in self._marked:
            return
        rows = group.rows
        if last - first < len(rows):
            found = [row for row in range(first, last + 1) if row in rows]
        else:
            found = [row for row in rows if first <= row <= last]
        for row in found:
            self.mark(cell_number(group.sheet, row, group.column))
