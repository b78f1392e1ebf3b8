"""The hidden copies of inputs, by which computed values are known to be current."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xlevent.sheets.kernel.stale import SNAPSHOTS
from xlevent.workbook.cells import Content
from xlevent.workbook.contents import Contents, NativeTable, SheetPart
from xlevent.workbook.source import Rows

Reader = Callable[[SheetPart], Rows]
# Place of the row in its table -> cells by column of the sheet; only rows that hold something.
CopiedRows = dict[int, dict[int, Content]]


class Copies:
    """The copies of a workbook. A sheet holds many, so it is read once for all of them."""

    def __init__(self, contents: Contents, reader: Reader) -> None:
        self.tables: dict[str, NativeTable] = {
            native.name.casefold(): native for native in contents.tables if is_copy(native.name)
        }
        self._contents = contents
        self._reader = reader
        self._read: dict[str, dict[str, CopiedRows]] = {}  # sheet -> table -> rows

    def rows(self, copy: NativeTable) -> CopiedRows:
        """The rows of a copy."""
        if copy.sheet not in self._read:
            same = [native for native in self.tables.values() if native.sheet == copy.sheet]
            self._read[copy.sheet] = self._sheet(copy.sheet, same)
        return self._read[copy.sheet][copy.name]

    def _sheet(self, name: str, copies: Iterable[NativeTable]) -> dict[str, CopiedRows]:
        found: dict[str, CopiedRows] = {copy.name: {} for copy in copies}
        sheet = self._contents.sheet(name)
        if sheet is None:
            return found
        coming = sorted(copies, key=lambda copy: copy.first_row, reverse=True)
        here: list[NativeTable] = []
        columns = {c for copy in copies for c in range(copy.area.left, copy.area.right + 1)}
        for row in self._reader(sheet).rows(columns):
            while coming and coming[-1].first_row <= row.number:
                here.append(coming.pop())
            here = [copy for copy in here if row.number <= copy.last_row]
            if not here and not coming:
                break
            for copy in here:
                left, right = copy.area.left, copy.area.right
                cells = {c: value for c, value in row.cells.items() if left <= c <= right}
                if cells:
                    found[copy.name][row.number - copy.first_row] = cells
        return found


def is_copy(name: str) -> bool:
    """Whether a table is one, by its name alone: other templates keep other copies."""
    return name.casefold().startswith(SNAPSHOTS)
