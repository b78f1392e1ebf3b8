"""Tables of Calc that grow as Excel's do.

Calc's tables are areas with a name. Formulas, drop-downs, conditional formats and charts refer to
plain cells, and follow only where cells are inserted within what they refer to. So a table grows
by cells inserted before its last row, whose contents then go back to where they were; below the
table as many blank cells are taken away, so that nothing else moves.
"""

from __future__ import annotations

from typing import Any

_TYPED = 1 | 2 | 4 | 8  # values, dates, texts, notes; of com.sun.star.sheet.CellFlags

_ONE_ROW = (
    "表格 {0} 只有一列，在 .ods 中無法延伸；請用 xlevent build --ods 重新產生 / "
    "the table {0} has one row and cannot grow in an .ods; make it by xlevent build --ods"
)


def grow(document: Any, sheet: Any, area: Any, more: int) -> None:
    """Add rows at the end of a database range; those below it must be blank.

    ValueError for a table of one row where formulas do not name its columns, as in an .ods: there
    they refer to one cell, and such a reference never widens.
    """
    import uno

    place = area.DataArea
    if place.EndRow - place.StartRow < 2 and not _names_columns(document):
        raise ValueError(_ONE_ROW.format(area.Name))
    last, left, right = place.EndRow, place.StartColumn, place.EndColumn

    def cells(first: int, end: int) -> Any:
        return sheet.getCellRangeByPosition(left, first, right, end)

    down = uno.Enum("com.sun.star.sheet.CellInsertMode", "DOWN")
    up = uno.Enum("com.sun.star.sheet.CellDeleteMode", "UP")
    sheet.insertCells(cells(last, last + more - 1).RangeAddress, down)
    moved = cells(last + more, last + more)  # the last row, pushed down
    for row in range(last, last + more):
        sheet.copyRange(cells(row, row).getCellByPosition(0, 0).CellAddress, moved.RangeAddress)
    for row in range(last + 1, last + more + 1):
        cells(row, row).clearContents(_TYPED)  # its formulas stay: new rows have them too
    sheet.removeRange(cells(last + more + 1, last + 2 * more).RangeAddress, up)
    place.EndRow = last + more
    area.DataArea = place


def _names_columns(document: Any) -> bool:
    names = document.NamedRanges
    return any("[" in names.getByName(name).Content for name in names.ElementNames)


def shrink(area: Any, fewer: int) -> None:
    """Take rows off its end; their cells stay."""
    place = area.DataArea
    place.EndRow -= fewer
    area.DataArea = place
