"""Writes one declared table: cells, native table object, formats, drop-downs, state colours."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent.sheets.kernel.blocks import Fixed, Snapshot, Table
from xlevent.sheets.kernel.columns import NUMERIC, Column
from xlevent.workbook.book import CellValue
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.evaluate import column_values
from xlevent.workbook.layout import TablePlace
from xlevent.workbook.links import link_formula
from xlevent.workbook.names import goto_name
from xlevent.workbook.structured import column_formula
from xlevent.workbook.styles import ACCENT, SOFT_INK, text_width
from xlevent.workbook.target import Target
from xlevent.workbook.validation import validation

_FORMULA_STARTS = ("=", "+", "-", "@")
_MAX_TEXT_WIDTH = {"note": 60.0, "text": 34.0, "url": 40.0, "goto": 60.0}


def write_table(target: Target, sheet: CheckedWorksheet, place: TablePlace) -> None:
    """Write the table at its place."""
    table = place.table
    headers = []
    for column in table.columns:
        cells = _column(target, sheet, place, column)
        headers.append(
            {
                "header": column.title.show(target.data.language),
                "header_format": target.formats.header(
                    column, place.sheet.phase, given=_is_given(table, column)
                ),
                "format": cells,
            }
        )
    _title(target, sheet, place)  # after the columns, whose widths are known now
    area = (place.header_row, place.first_col, place.last_row, place.last_col)
    options = {"name": table.key, "columns": headers, "style": None, "autofilter": True}
    done(sheet.add_table(*area, options), f"table {table.key}")
    _calculated_columns(target, sheet, table)


def _title(target: Target, sheet: CheckedWorksheet, place: TablePlace) -> None:
    style = target.formats.get(bold=True, font_size=12, font_color=ACCENT, valign="bottom")
    title = place.table.title.show(target.data.language)
    sheet.write_string(place.header_row - 1, place.first_col, title, style)
    if place.table.hint and len(place.table.columns) > 2:
        grey = target.formats.get(font_size=9, font_color=SOFT_INK, valign="bottom")
        offset = 0
        width = 0.0
        widths = target.widths.get(place.tab, {})
        while width < text_width(title) * 1.25 + 2 and offset < len(place.table.columns) - 1:
            col = place.first_col + offset
            hidden = place.table.columns[offset].hidden
            width += 0.0 if hidden else widths.get(col, place.table.columns[offset].width)
            offset += 1
        hint = place.table.hint.show(target.data.language)
        sheet.write_string(place.header_row - 1, place.first_col + offset, hint, grey)


def _column(target: Target, sheet: CheckedWorksheet, place: TablePlace, column: Column) -> Any:
    """Write a column's cells; the format of its cells comes back."""
    data, table = target.data, place.table
    col = place.col(column.key)
    formula = column_formula(data.registry, table, column.key)
    if formula is None:
        values = column_values(data, table, column.key)
    else:
        values = target.values.columns[table.key, column.key]
    places = _places(values, data.currency_places) if column.kind in NUMERIC else 0
    if column.kind == "amount":
        places = max(places, data.currency_places)
    given = _is_given(table, column)
    style = target.formats.cell(column, places, given=given)
    if formula is not None:
        _formulas(target, sheet, place, col, formula, values, style)
    elif column.kind == "goto":
        _links(target, sheet, place, col, values, style)
    else:
        quote = target.formats.cell(column, places, quote=True, given=given)
        _values(sheet, place, col, values, style, quote)
    target.widen(place, column, values, places)
    _validate(target, sheet, place, column, col)
    _colour(target, sheet, place, column, col)
    return style


def _formulas(
    target: Target,
    sheet: CheckedWorksheet,
    place: TablePlace,
    col: int,
    formula: str | list[str],
    values: list[CellValue],
    style: Any,
) -> None:
    shown = target.structured
    write = sheet.put_formula
    if isinstance(formula, str):
        text = "=" + shown.formula(formula, place.table)
        for row, value in enumerate(values, start=place.first_row):
            write(row, col, text, style, value)
        return
    for row, (one, value) in enumerate(zip(formula, values, strict=True), start=place.first_row):
        text = "=" + shown.formula(one, place.table)
        write(row, col, text, style, value)


def _values(
    sheet: CheckedWorksheet,
    place: TablePlace,
    col: int,
    values: list[CellValue],
    style: Any,
    quote: Any,
) -> None:
    row = place.first_row
    if isinstance(place.table.rows, Snapshot):
        style = quote = None  # nobody sees it, and blank cells need no style
    text, number, blank = sheet.put_text, sheet.put_number, sheet.put_blank
    for value in values:
        if value is None:
            blank(row, col, None, style)
        elif isinstance(value, str):
            code = text(row, col, value, quote if value.startswith(_FORMULA_STARTS) else style)
            done(code, f"{place.table.key}: text of {len(value)} characters in row {row + 1}")
        else:
            number(row, col, value, style)
        row += 1
    for empty in range(row, place.last_row + 1) if style else ():
        blank(empty, col, None, style)


def _links(
    target: Target,
    sheet: CheckedWorksheet,
    place: TablePlace,
    col: int,
    values: list[CellValue],
    style: Any,
) -> None:
    """Links to sheets, by defined name, so that a renamed tab is still found; or to cells."""
    for row in range(place.first_row, place.last_row + 1):
        number = row - place.first_row
        value = values[number] if number < len(values) else None
        if value is None:
            sheet.write_blank(row, col, None, style)
            continue
        if str(value).startswith("#"):
            cell = str(value).rsplit("!", 1)[1]
            formula = "=" + link_formula(str(value), cell)
            done(sheet.put_formula(row, col, formula, style, cell), str(value))
            continue
        code = str(value).removeprefix("goto:")
        found = target.data.registry.sheet(code)
        title = found.title.show(target.data.language)
        done(
            sheet.write_url(row, col, f"internal:{goto_name(code)}", style, title),
            f"link to {code}",
        )


def _calculated_columns(target: Target, sheet: CheckedWorksheet, table: Table) -> None:
    """Tell Excel the formula of each calculated column, so that new rows get it.

    XlsxWriter would write every cell once more for this, without its value.
    """
    written = sheet.tables[-1]["columns"]
    for column, declared in zip(written, table.columns, strict=True):
        formula = column_formula(target.data.registry, table, declared.key)
        if isinstance(formula, str) and not isinstance(table.rows, Fixed):
            column["formula"] = target.structured.formula(formula, table)


def _validate(
    target: Target, sheet: CheckedWorksheet, place: TablePlace, column: Column, col: int
) -> None:
    if isinstance(place.table.rows, Snapshot):
        return
    if _is_given(place.table, column) or column.kind == "goto":
        return
    first = xl_rowcol_to_cell(place.first_row, col, col_abs=True)
    area = place.area(column.key).split("!")[1]
    options = validation(column, first, area, target.data.registry, target.data.language)
    if options:
        code = sheet.data_validation(place.first_row, col, place.last_row, col, options)
        done(code, f"validation of {place.table.key}.{column.key}")


def _colour(
    target: Target, sheet: CheckedWorksheet, place: TablePlace, column: Column, col: int
) -> None:
    area = (place.first_row, col, place.last_row, col)
    if column.list:
        for label, tone in target.toned(column.list):
            rule = {"type": "cell", "criteria": "==", "value": label, "format": tone}
            done(sheet.conditional_format(*area, rule), f"colour of {column.key}")
    if column.tint:
        other = target.layout.tables[column.tint.split(".")[0]]
        beside = other.table.column(column.tint.split(".")[1])
        cell = xl_rowcol_to_cell(other.first_row, other.col(beside.key))
        for label, tone in target.toned(str(beside.list)):
            rule = {"type": "formula", "criteria": f"={cell}={label}", "format": tone}
            done(sheet.conditional_format(*area, rule), f"tint of {column.key}")
    if column.bar:
        bar = {"type": "data_bar", "bar_color": "#A9CCCC", "bar_solid": True, "min_type": "num",
               "min_value": 0}  # fmt: skip
        if column.kind == "percent":
            bar |= {"max_type": "num", "max_value": 1}
        done(sheet.conditional_format(*area, bar), f"bar of {column.key}")


def _is_given(table: Table, column: Column) -> bool:
    """Whether the cells stand there from the start: the keys of tables with fixed rows."""
    return column is table.key_column and table.rows is not None


def _places(values: list[CellValue], currency: int) -> int:
    """Decimals that show these numbers, up to two (or the currency's)."""
    if any(isinstance(v, float) and not v.is_integer() for v in values):
        return max(2, currency)
    return 0
