"""The values of a document's formulas as an open workbook shows them.

Rows may have been inserted or taken out: each heading is looked for, what stands below it keeps
its distance.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlevent.app.updating.opened import Opened
from xlevent.domain.language import Text
from xlevent.errors import XleventError
from xlevent.sheets.kernel.blocks import Document
from xlevent.workbook.book import CellValue
from xlevent.workbook.cells import Content
from xlevent.workbook.documents import Line, compose

_HEADS = frozenset(("title", "heading", "subheading"))
Grid = dict[int, dict[int, Content]]


def shown_document(book: Opened, key: str) -> dict[str, CellValue]:
    """Values by formula, in field names; blank cells are None.

    A workbook in both languages has the formulas of each. XleventError where a heading is not
    on any sheet any more.
    """
    document = book.registry.documents[key]
    lines = compose(document, book.registry, book.language)
    grid, row, left = _start(book, document, lines)
    found: dict[str, CellValue] = {}
    for line in lines:
        first = line.cells[0] if line.cells else None
        if first is not None and first.style in _HEADS:
            row = _row_of(grid, first.text, row, left)
        cells = grid.get(row, {})
        for cell in line.cells:
            if cell.formula is not None:
                found[cell.formula] = cells.get(left + cell.first)
        row += 1
    return found


def _start(book: Opened, document: Document, lines: Sequence[Line]) -> tuple[Grid, int, int]:
    """Cells of the sheet with the document, the row above its title, and its first column."""
    heads = [line.cells[0].text for line in lines if line.cells and line.cells[0].style in _HEADS]
    last = heads[-1]
    for sheet in book.contents.sheets:
        grid: Grid = {row.number: row.cells for row in book.source.reader(sheet).rows()}
        for row, cells in grid.items():
            for column, content in cells.items():
                # The title alone may also stand in a list of sheets.
                if content == heads[0] and _has(grid, last, row, column):
                    return grid, row, column
    raise _missing(document.title.show(book.language))


def _has(grid: Grid, text: str, above: int, column: int) -> bool:
    return any(cells.get(column) == text for row, cells in grid.items() if row > above)


def _row_of(grid: Grid, text: str, first: int, column: int) -> int:
    rows = (row for row, cells in grid.items() if row >= first and cells.get(column) == text)
    found = min(rows, default=None)
    if found is None:
        raise _missing(text)
    return found


def _missing(heading: str) -> XleventError:
    return XleventError(
        Text(
            f"找不到文件的標題「{heading}」，可能已改名或刪除。請改回原來的文字後再執行。",
            f"The heading {heading!r} of the document is not there: it was renamed or deleted. "
            "Give it back its text and run it again.",
        )
    )
