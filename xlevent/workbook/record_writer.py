"""Writes a record (the settings): label, value and explanation below each other."""

from __future__ import annotations

from math import ceil

from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Record
from xlevent.sheets.kernel.columns import Column
from xlevent.workbook.book import cell_value
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.layout import SheetPlace
from xlevent.workbook.names import field_name
from xlevent.workbook.styles import ACCENT, LINE, SOFT_INK, text_width
from xlevent.workbook.target import Target
from xlevent.workbook.validation import validation

# Notes are in 9 points: a line holds more of them than the width says; height of a line in points.
_SMALL, _LINE = 1.1, 12.5


def record_rows(record: Record) -> list[tuple[int, Text | Column]]:
    """Each section title and field with its offset from the record's first row."""
    rows: list[tuple[int, Text | Column]] = []
    row = 0
    for title, columns in record.fields:
        rows.append((row, title))
        for offset, column in enumerate(columns, start=1):
            rows.append((row + offset, column))
        row += len(columns) + 2
    return rows


def write_record(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Write the sheet's record at its place."""
    if place.record is None:
        return
    record, top, col = place.record
    language = target.data.language
    section = target.formats.get(
        bold=True, font_size=12, font_color=ACCENT, bottom=1, bottom_color=ACCENT
    )
    label = target.formats.get(
        border=1, border_color=LINE, bg_color="#F7F8F9", text_wrap=True, valign="top"
    )
    must = target.formats.get(
        border=1, border_color=LINE, bg_color="#F7F8F9", text_wrap=True, left=5,
        left_color="#E0A93B", valign="top",
    )  # fmt: skip
    grey = target.formats.get(font_size=9, font_color=SOFT_INK, text_wrap=True, valign="top")
    for offset, item in record_rows(record):
        row = top + offset
        if isinstance(item, Text):
            for extra in range(3):
                sheet.write_blank(row, col + extra, None, section)
            sheet.write_string(row, col, item.show(language), section)
            continue
        sheet.write_string(row, col, item.title.show(language), must if item.required else label)
        _field(target, sheet, item, row, col + 1)
        notes = [n.show(language) for n in (item.help, item.unit) if n]
        note = "　".join(notes)
        sheet.write_string(row, col + 2, note, grey)
        lines = ceil(text_width(note) / (place.widths[col + 2] * _SMALL))
        if lines > 1:  # else the second line would lie over the next row
            sheet.set_row(row, _LINE * lines + 2)


def _field(target: Target, sheet: CheckedWorksheet, column: Column, row: int, col: int) -> None:
    data = target.data
    value = cell_value(data.settings.get(column.key), column.list, data)
    places = 2 if isinstance(value, float) and not value.is_integer() else 0
    style = target.formats.cell(column, places, quote=str(value).startswith(("=", "+", "-", "@")))
    if value is None:
        sheet.write_blank(row, col, None, style)
    elif isinstance(value, str):
        done(sheet.write_string(row, col, value, style), f"setting {column.key}")
    else:
        sheet.write_number(row, col, value, style)
    cell = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
    tab = sheet.get_name().replace("'", "''")
    done(
        target.workbook.define_name(field_name(column.key), f"='{tab}'!{cell}"),
        f"name of setting {column.key}",
    )
    options = validation(column, cell, cell, data.registry, data.language)
    if options:
        done(sheet.data_validation(row, col, row, col, options), f"setting {column.key}")
