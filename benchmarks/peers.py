"""The very same cells for other libraries: taken from a workbook of ours, written again."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any
from unittest.mock import patch

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlevent.workbook.book import BookData
from xlevent.workbook.writer import write_book

# A cell: row, column, "s" text | "n" number | "b" blank | "f" formula, content, value, format.
Cell = tuple[int, int, str, Any, Any, int]
Cells = tuple[list[tuple[str, list[Cell]]], list[dict[str, Any]]]


def record(data: BookData, book: Path, cells: Path) -> None:
    """Build `book` with xlevent, and note all its cells and formats in `cells`."""
    formats: dict[int, tuple[int, dict[str, Any]]] = {}
    sheets: list[tuple[str, list[Cell]]] = []
    add_format, close = Workbook.add_format, Workbook.close

    def noting_add(self: Workbook, properties: dict[str, Any] | None = None) -> Format:
        made = add_format(self, properties)
        # Two formats are XlsxWriter's own, with an index that no second format may have.
        given = {k: v for k, v in (properties or {}).items() if k not in ("xf_index", "hyperlink")}
        formats[id(made)] = (len(formats), given)
        return made

    def noting_close(self: Workbook) -> None:
        texts = {index: text for text, index in self.str_table.string_table.items()}
        for sheet in self.worksheets():
            found = [
                _cell(row, col, cell, texts, formats)
                for row, columns in sorted(sheet.table.items())
                for col, cell in sorted(columns.items())
            ]
            sheets.append((sheet.get_name(), found))
        close(self)

    with (
        patch.object(Workbook, "add_format", noting_add),
        patch.object(Workbook, "close", noting_close),
    ):
        write_book(data, book)
    properties = [given for _, given in sorted(formats.values(), key=lambda f: f[0])]
    with cells.open("wb") as file:
        pickle.dump((sheets, properties), file, protocol=pickle.HIGHEST_PROTOCOL)


def _cell(
    row: int, col: int, cell: Any, texts: dict[int, str], formats: dict[int, tuple[int, Any]]
) -> Cell:
    style = formats[id(cell.format)][0] if cell.format is not None else -1
    match type(cell).__name__:
        case "String":
            return row, col, "s", texts[cell.string], None, style
        case "Number":
            return row, col, "n", cell.number, None, style
        case "Formula":
            return row, col, "f", "=" + cell.formula, cell.value, style
        case "Blank":
            return row, col, "b", None, None, style
    raise TypeError(f"a cell of type {type(cell).__name__} is new to the benchmark")


def load(cells: Path) -> Cells:
    """What `record` noted."""
    with cells.open("rb") as file:
        loaded: Cells = pickle.load(file)
    return loaded


def write_xlsxwriter(cells: Cells, path: Path, kind: type[Worksheet] = Worksheet) -> None:
    """Bare XlsxWriter, formulas with their values."""
    sheets, properties = cells
    options = {"strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(str(path), options)
    styles: list[Format | None] = [workbook.add_format(given) for given in properties]
    styles.append(None)  # style -1
    for name, rows in sheets:
        sheet = workbook.add_worksheet(name, kind)
        for row, col, what, content, value, style in rows:
            if what == "b":
                sheet.write_blank(row, col, None, styles[style])
            elif what == "s":
                sheet.write_string(row, col, content, styles[style])
            elif what == "n":
                sheet.write_number(row, col, content, styles[style])
            else:
                sheet.write_formula(row, col, content, styles[style], value)
    workbook.close()


def write_openpyxl(cells: Cells, path: Path) -> None:
    """openpyxl in its faster, write-only mode; it cannot store the values of formulas."""
    from openpyxl import Workbook as OpenpyxlWorkbook
    from openpyxl.cell import WriteOnlyCell

    sheets, properties = cells
    workbook = OpenpyxlWorkbook(write_only=True)
    styles: list[Any] = []
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        if not styles:
            styles = [_openpyxl_style(sheet, given) for given in properties] + [None]
        line: list[Any] = []
        at = 0
        for row, col, _, content, _, style in rows:
            while at < row:
                sheet.append(line)
                line = []
                at += 1
            line.extend([None] * (col - len(line)))
            cell = WriteOnlyCell(sheet, content)
            if styles[style] is not None:
                cell._style = styles[style]
            line.append(cell)
        sheet.append(line)
    workbook.save(path)


def _openpyxl_style(sheet: Any, given: dict[str, Any]) -> Any:
    """A style made once, so that the peer does not pay for it cell by cell."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = WriteOnlyCell(sheet)
    cell.font = Font(name=given.get("font_name"), size=given.get("font_size"),
                     bold=given.get("bold"))  # fmt: skip
    cell.alignment = Alignment(wrap_text=given.get("text_wrap"), vertical="top")
    if "bg_color" in given:
        colour = str(given["bg_color"]).lstrip("#")
        cell.fill = PatternFill("solid", start_color=colour)
    if given.get("border"):
        side = Side("thin", str(given.get("border_color", "000000")).lstrip("#"))
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    if "num_format" in given:
        cell.number_format = given["num_format"]
    return cell._style
