"""One document as a workbook of its own: values only, ready to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Document
from xlevent.workbook.book import BookData, CellValue
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.document_writer import cell_properties
from xlevent.workbook.documents import COLUMN_WIDTH, Cell, Line, height
from xlevent.workbook.layout import DOCUMENT_COLUMNS
from xlevent.workbook.printing import set_up_page
from xlevent.workbook.styles import Formats
from xlevent.workbook.writer import CREATED

_NUMBER = Text("文件編號", "Document no.")


def write_document_book(
    data: BookData,
    document: Document,
    row: str | None,
    lines: Sequence[Line],
    values: Sequence[CellValue],
    path: Path,
) -> None:
    """Write the composed lines with the values of their formulas to `path` (.xlsx)."""
    workbook = Workbook(str(path), {"strings_to_urls": False, "in_memory": True})
    title = document.title.show(data.language)
    workbook.set_properties({"title": title, "created": CREATED, "author": "xlevent"})
    sheet = workbook.add_worksheet(title[:31], CheckedWorksheet)
    formats = Formats(workbook, data.language)
    sheet.set_column(0, DOCUMENT_COLUMNS - 1, COLUMN_WIDTH)
    remaining = iter(values)
    at = 0
    for line in lines:
        shown = _shown(line, row, data, remaining)
        if line.cells and all(cell.style == "td" for cell in line.cells) and not any(
            value not in (None, "") for value in shown
        ):  # fmt: skip
            continue
        for cell, value in zip(line.cells, shown, strict=True):
            style = formats.get(**cell_properties(data, cell.style, cell.kind))
            _write(sheet, at, cell, value, style)
        sheet.set_row(at, height(line, shown))
        at += 1
    sheet.hide_gridlines(2)
    event = str(data.settings.get("event_name", ""))
    set_up_page(sheet, event, title, data.language, portrait=True)
    sheet.print_area(0, 0, max(0, at - 1), DOCUMENT_COLUMNS - 1)
    workbook.close()


def _shown(
    line: Line, row: str | None, data: BookData, values: Iterator[CellValue]
) -> list[CellValue]:
    """What the cells of a line hold; the choice of the row is a number here."""
    chosen = any(cell.style == "pick" for cell in line.cells)
    found: list[CellValue] = []
    for cell in line.cells:
        if cell.formula is not None:
            found.append(next(values))
        elif chosen:
            found.append(row if cell.style == "pick" else _NUMBER.show(data.language))
        else:
            found.append(cell.text)
    return found


def _write(sheet: CheckedWorksheet, at: int, cell: Cell, value: CellValue, style: object) -> None:
    if cell.last > cell.first:
        done(sheet.merge_range(at, cell.first, at, cell.last, "", style), f"row {at + 1}")
    if isinstance(value, str) and value:
        sheet.write_string(at, cell.first, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(at, cell.first, value, style)
    else:
        sheet.write_blank(at, cell.first, None, style)
