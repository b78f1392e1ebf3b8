"""A workbook that is open in Excel as a source of cells, through any runtime of xlwings.

Each sheet is read once, as a whole: a call to Excel costs more than thousands of values. Only
what all runtimes offer is used, so formulas and merged areas are not seen here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from xlevent.domain.language import Text
from xlevent.workbook.cells import NO_FORMULAS, Content, SheetRow
from xlevent.workbook.contents import Area, Contents, NativeTable, SheetPart
from xlevent.workbook.limits import Limits
from xlevent.workbook.names import METADATA_SHEET
from xlevent_udfs.macros.cell_contents import content
from xlevent_udfs.macros.refusal import RefusalError

Grid = dict[int, dict[int, Content]]  # filled cells by row and column


class OpenBook:
    """The sheets, tables, names and cells of an xlwings.Book, as they are now."""

    sees_formulas = False

    def __init__(self, book: Any) -> None:
        self.book = book
        self.limits = Limits.from_environment()
        self._grids: dict[str, Grid] = {}

    @property
    def name(self) -> str:
        """The name of the workbook."""
        return str(self.book.name)

    @cached_property
    def contents(self) -> Contents:
        """Its sheets, tables and names."""
        found = Contents([])
        for sheet in self.book.sheets:
            hidden = "veryHidden" if sheet.name == METADATA_SHEET else "hidden"
            state = "visible" if sheet.visible else hidden
            found.sheets.append(SheetPart(sheet.name, sheet.name, state))
            found.tables.extend(self._tables(sheet))
        for name in self.book.names:
            refers_to = name.refers_to
            if not refers_to:
                continue
            scope, _, short = str(name.name).rpartition("!")
            reference = str(refers_to).removeprefix("=")
            if scope:
                tab = scope.strip("'").replace("''", "'").casefold()
                found.local_names[tab, short.lower()] = reference
                found.names.setdefault(short.lower(), reference)
            else:
                found.names[short.lower()] = reference
        return found

    def _tables(self, sheet: Any) -> Iterator[NativeTable]:
        for table in sheet.tables:
            area = _area(table.range)
            headers = 1 if table.show_headers else 0
            row = self.grid(sheet.name).get(area.top, {}) if headers else {}
            columns = tuple(
                # Ids of columns are in the file only: a renamed header is matched by nothing.
                (0, str(row.get(column) or ""))
                for column in range(area.left, area.right + 1)
            )
            totals = 1 if table.show_totals else 0
            yield NativeTable(table.name, sheet.name, area, columns, headers, totals)

    def grid(self, name: str) -> Grid:
        """The filled cells of a sheet, read when they are first asked for."""
        if name not in self._grids:
            used = self.book.sheets[name].used_range
            top, left = used.row, used.column
            rows = used.options(ndim=2, err_to_str=True).value
            self._grids[name] = {
                top + down: cells
                for down, row in enumerate(rows)
                if (cells := dict(_filled(row, left)))
            }
        return self._grids[name]

    def reader(self, sheet: SheetPart) -> _Rows:
        """The rows of a sheet."""
        return _Rows(self.grid(sheet.name))

    def too_large(self, what: Text, size: int, limit: int, name: str) -> RefusalError:
        """The error for something beyond a limit."""
        return RefusalError(
            f"活頁簿太大，巨集無法處理（{what.zh}：{size:,}，上限 {limit:,}）。"
            f"可設定環境變數 XLEVENT_LIMITS={name}={size}。",
            f"The workbook is too large for a macro ({what.en}: {size:,}, limit {limit:,}). "
            "Raise the "
            f"limit with the environment variable XLEVENT_LIMITS={name}={size}.",
        )


class _Rows:
    """The rows of one sheet."""

    def __init__(self, grid: Grid) -> None:
        self.merged: list[Area] = []
        self._grid = grid

    def rows(self, columns: Collection[int] | None = None) -> Iterator[SheetRow]:
        """Rows in order, with the cells of those columns (None: of all)."""
        for number in sorted(self._grid):
            cells = self._grid[number]
            if columns is not None:
                cells = {c: value for c, value in cells.items() if c in columns}
            if cells:
                yield SheetRow(number, cells, NO_FORMULAS)


def _filled(row: list[object], left: int) -> Iterator[tuple[int, Content]]:
    for column, value in enumerate(row, start=left):
        if value is None or value == "":
            continue  # most cells of a sheet
        found = content(value)
        if found is not None:
            yield column, found


def _area(cells: Any) -> Area:
    rows, columns = cells.shape
    return Area(cells.row, cells.column, cells.row + rows - 1, cells.column + columns - 1)
