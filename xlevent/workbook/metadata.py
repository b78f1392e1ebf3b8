"""The hidden sheet that tells a reader what stands where, and when it was written."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent import __version__
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.names import (
    METADATA_SHEET,
    TEMPLATE_VERSION,
    field_name,
    figure_name,
    pick_name,
)
from xlevent.workbook.target import Target

_FIGURE_COL = 8


def write_metadata(target: Target, sheet: CheckedWorksheet) -> None:
    """One fact a row: what it is about, then its keys."""
    data = target.data
    rows: list[tuple[str, ...]] = [
        ("xlevent", __version__),
        ("template", str(TEMPLATE_VERSION)),
        ("language", data.language),
    ]
    for place in target.layout.tables.values():
        table = place.table
        rows.append(("table", table.key, table.key, place.sheet.code))
        rows.extend(
            ("column", table.key, column.key, str(number), column.title.show(data.language))
            for number, column in enumerate(table.columns, start=1)
        )
    for record in data.registry.records.values():
        rows.extend(("field", record.key, c.key, field_name(c.key)) for c in record.columns)
    rows.extend(("document", key, pick_name(key)) for key in data.registry.documents)
    for number, row in enumerate(rows):
        for col, text in enumerate(row):
            sheet.write_string(number, col, text)
    _hidden_figures(target, sheet)
    sheet.very_hidden()


def _hidden_figures(target: Target, sheet: CheckedWorksheet) -> None:
    """Figures that no card shows still need a cell and a name for other formulas."""
    hidden = [f for f in target.data.registry.figures.values() if f.hidden]
    for row, figure in enumerate(hidden):
        sheet.write_string(row, _FIGURE_COL, figure.key)
        formula = "=" + target.structured.formula(figure.formula)
        value = target.values.figures[figure.key]
        sheet.write_formula(row, _FIGURE_COL + 1, formula, None, value)
        cell = xl_rowcol_to_cell(row, _FIGURE_COL + 1, row_abs=True, col_abs=True)
        name = figure_name(figure.key)
        done(target.workbook.define_name(name, f"={METADATA_SHEET}!{cell}"), f"figure {figure.key}")
