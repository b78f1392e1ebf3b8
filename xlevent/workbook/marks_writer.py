"""Marks at the cells that the Findings sheet names: conditional formats, one pair for each table.

A mark compares the cell's own address with the rows of the Findings sheet. So it comes and goes
with the findings, in every program, and no format of a person is touched.
"""

from __future__ import annotations

from xlsxwriter.format import Format

from xlevent.sheets.kernel.blocks import Snapshot
from xlevent.sheets.kernel.formula import quoted
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.layout import SheetPlace
from xlevent.workbook.names import mark_name
from xlevent.workbook.record_writer import record_rows
from xlevent.workbook.target import Target

TABLE = "findings"
COLUMNS = ("sheet", "cell", "severity")
_GRADES = ("error", "warning")
_LOOKS = {
    "error": {"bg_color": "#F6CFC9", "border": 1, "border_color": "#B3392E"},
    "warning": {"bg_color": "#FBE3B0", "border": 1, "border_color": "#C08A1E"},
}


def write_marks(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Mark the cells of a sheet's tables and settings that have an error or a warning.

    To be called before other conditional formats: the first that applies wins.
    """
    if place.sheet.hidden or TABLE not in target.layout.tables:
        return
    areas = [
        (table.header_row, table.first_col, table.last_row, table.last_col)
        for table in place.tables
        if not isinstance(table.table.rows, Snapshot) and not table.table.report
    ]
    if place.record is not None:
        record, top, col = place.record
        areas.append((top, col + 1, top + record_rows(record)[-1][0], col + 1))
    labels = {o.key: o.label for o in target.data.registry.lists["severity"].options}
    for grade in _GRADES:
        label = quoted(labels[grade].show(target.data.language))
        formula = (
            f"=COUNTIFS({mark_name('sheet')},{quoted(place.sheet.code)},"
            f"{mark_name('cell')},ADDRESS(ROW(),COLUMN(),4),{mark_name('severity')},{label})>0"
        )
        look = _look(target, grade)
        for area in areas:
            rule = {"type": "formula", "criteria": formula, "format": look}
            done(sheet.conditional_format(*area, rule), f"marks of {place.tab}")


def write_mark_names(target: Target) -> None:
    """The names by which marks find the columns of the Findings sheet."""
    if TABLE in target.layout.tables:
        for key in COLUMNS:
            title = target.structured.title(TABLE, key)
            done(
                target.workbook.define_name(mark_name(key), f"={TABLE}[{title}]"),
                f"marks by {key}",
            )


def _look(target: Target, grade: str) -> Format:
    made = target.marks.get(grade)
    if made is None:
        made = target.marks[grade] = target.workbook.add_format(_LOOKS[grade])
    return made
