"""Writes a composed document onto its sheet."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent.sheets.kernel.blocks import Document
from xlevent.sheets.kernel.columns import NUMERIC, TEMPORAL, Kind
from xlevent.workbook.book import BookData, CellValue
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.documents import Cell, Line, height
from xlevent.workbook.names import keys_name, pick_name
from xlevent.workbook.styles import ACCENT, INK, LINE, RESULT, number_format
from xlevent.workbook.target import Target

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "align": "center", "bottom": 2,
              "bottom_color": ACCENT},
    "heading": {"bold": True, "font_size": 12.5, "font_color": ACCENT, "valign": "bottom",
                "bottom": 1, "bottom_color": LINE},
    "subheading": {"bold": True, "font_size": 11, "valign": "bottom"},
    "para": {"text_wrap": True, "valign": "top"},
    "label": {"bg_color": RESULT, "border": 1, "border_color": LINE, "text_wrap": True},
    "value": {"border": 1, "border_color": LINE, "text_wrap": True, "align": "left"},
    "pick": {"border": 2, "border_color": ACCENT, "bold": True, "align": "center",
             "locked": False, "num_format": "@"},
    "th": {"bold": True, "bg_color": "#DDE2E7", "border": 1, "border_color": LINE,
           "text_wrap": True, "align": "center"},
    "td": {"border": 1, "border_color": LINE, "text_wrap": True, "valign": "top"},
    "sign": {"border": 1, "border_color": INK, "valign": "top"},
}  # fmt: skip

# A contract must not round what was agreed: 2.5 days, 0.35 for a leaflet.
_EXACT: dict[Kind, str] = {
    "number": "General_ ;[Red]-General_ ",
    "price": "#,##0.00####_ ;[Red]-#,##0.00####_ ",
    "percent": "0.00%;-0.00%;",  # forms are checked by hand from what they show
}


def formulas(lines: list[Line]) -> list[str]:
    """The formulas of a document in the order in which their values are asked for."""
    return [cell.formula for line in lines for cell in line.cells if cell.formula is not None]


def write_document(
    target: Target,
    sheet: CheckedWorksheet,
    document: Document,
    lines: list[Line],
    top: int,
    left: int,
) -> None:
    """Write the document from that row and column; row heights follow the present values."""
    values = iter(target.values.documents[document.key])
    for row, line in enumerate(lines, start=top):
        shown: list[CellValue] = []
        for cell in line.cells:
            value: CellValue = cell.text
            if cell.style == "pick":
                value = target.data.picks.get(document.key)
                _pick(target, sheet, document, row, left + cell.first)
            elif cell.formula is not None:
                value = next(values)
            shown.append(value)
            _cell(target, sheet, document, cell, row, left, value)
        sheet.set_row(row, height(line, shown))


def _cell(
    target: Target,
    sheet: CheckedWorksheet,
    document: Document,
    cell: Cell,
    row: int,
    left: int,
    value: CellValue,
) -> None:
    style = target.formats.get(**cell_properties(target.data, cell.style, cell.kind))
    first, last = left + cell.first, left + cell.last
    text = "" if cell.formula is not None or cell.style == "pick" else cell.text
    if last > first:
        done(sheet.merge_range(row, first, row, last, text, style), f"document row {row + 1}")
    elif text:
        sheet.write_string(row, first, text, style)
    if cell.formula is not None:
        formula = "=" + target.structured.formula(cell.formula, document=document)
        sheet.write_formula(row, first, formula, style, value)
    elif cell.style == "pick" and value:
        sheet.write_string(row, first, str(value), style)


def cell_properties(data: BookData, style: str, kind: Kind) -> dict[str, Any]:
    """The XlsxWriter properties of a document's cell."""
    properties = dict(_STYLES[style])
    if style in ("value", "td"):
        places = data.currency_places if kind == "amount" else 0
        code = _EXACT.get(kind) or number_format(kind, data.language, places)
        if code:
            # An empty date or amount comes as zero and stays invisible.
            properties["num_format"] = f"{code};;" if kind in TEMPORAL else code
            if kind in TEMPORAL:
                properties["align"] = "left"
            elif kind in NUMERIC and style == "td":
                properties["align"] = "right"
                if kind in ("amount", "price", "number"):
                    properties["num_format"] = f"{code};"
    return properties


def _pick(target: Target, sheet: CheckedWorksheet, document: Document, row: int, col: int) -> None:
    rule = {"validate": "list", "source": f"={keys_name(str(document.table))}"}
    done(sheet.data_validation(row, col, row, col, rule), f"choice of {document.key}")
    cell = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
    tab = sheet.get_name().replace("'", "''")
    done(
        target.workbook.define_name(pick_name(document.key), f"='{tab}'!{cell}"),
        f"name of document {document.key}",
    )
