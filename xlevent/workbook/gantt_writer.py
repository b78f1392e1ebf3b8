"""Draws a Gantt chart in the grid: a column a period, bars by conditional formats."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from xlevent.workbook.book import CellValue, monday
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.layout import SheetPlace
from xlevent.workbook.names import figure_name, gantt_name
from xlevent.workbook.styles import ACCENT, LINE, SOFT_INK
from xlevent.workbook.target import Target

_FEWEST = 14  # columns
_EXTRA_ROWS = 200  # rows that people may add below are drawn too


def write_gantt(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Write the grid of a sheet's Gantt block beside its table."""
    if place.gantt is None:
        return
    gantt, left = place.gantt
    table = target.layout.tables[gantt.table]
    starts = _numbers(target, gantt.table, gantt.start)
    finishes = _numbers(target, gantt.table, gantt.finish)
    if not starts or not finishes:
        starts = finishes = [46000.0]
    first = monday(int(min(starts)))
    step = max(1, -(-int(max(finishes) - first + 7) // gantt.columns))
    if step > 1:
        step = max(7, step)
    used = min(gantt.columns, max(_FEWEST, int(max(finishes) - first) // step + 3))
    last = left + used - 1
    head = table.header_row
    _header(target, sheet, head, left, used, first, step)
    tab = sheet.get_name().replace("'", "''")
    cell = xl_rowcol_to_cell(head, left, row_abs=True, col_abs=True)
    done(target.workbook.define_name(gantt_name(gantt.table), f"='{tab}'!{cell}"), "Gantt")
    low, high = table.first_row, table.last_row + _EXTRA_ROWS
    area = (low, left, high, last)

    def at(key: str) -> str:
        return f"${xl_col_to_name(table.col(key))}{low + 1}"

    day = f"{xl_col_to_name(left)}${head + 1}"
    until = f"{day}+{step}"

    def rule(formula: str, **style: object) -> None:
        options = {"type": "formula", "criteria": f"={formula}",
                   "format": target.workbook.add_format(style)}  # fmt: skip
        done(sheet.conditional_format(*area, options), "Gantt")

    inside = f"AND(ISNUMBER({at(gantt.start)}),{at(gantt.start)}<{until},{at(gantt.finish)}>={day})"
    if gantt.milestone and gantt.milestone_value:
        kind = table.table.column(gantt.milestone).list
        label = target.structured.formula(f"{{{kind}.{gantt.milestone_value}}}")
        rule(f"AND({at(gantt.milestone)}={label},{inside})", bg_color="#1F2933")
        if gantt.summary_value:
            label = target.structured.formula(f"{{{kind}.{gantt.summary_value}}}")
            rule(f"AND({at(gantt.milestone)}={label},{inside})", bg_color="#66707A")
    if gantt.percent:
        span = f"({at(gantt.finish)}-{at(gantt.start)}+1)*N({at(gantt.percent)})"
        rule(f"AND({inside},N({at(gantt.percent)})>0,{day}<{at(gantt.start)}+{span})",
             bg_color="#8FA9B8")  # fmt: skip
    if gantt.critical:
        yes = target.structured.formula("{yes_no.yes}")
        rule(f"AND({at(gantt.critical)}={yes},{inside})", bg_color="#B4533C")
    rule(inside, bg_color=ACCENT)
    if gantt.baseline_start and gantt.baseline_finish:
        base = (f"AND(ISNUMBER({at(gantt.baseline_start)}),{at(gantt.baseline_start)}<{until},"
                f"{at(gantt.baseline_finish)}>={day})")  # fmt: skip
        rule(base, bg_color="#D9DEE3")
    # Last, because LibreOffice shows only the first rule that applies.
    today = figure_name("as_of")
    rule(
        f"AND(ISNUMBER({today}),{today}>={day},{today}<{until})",
        left=1,
        left_color="#C2410C",
    )


def _header(
    target: Target,
    sheet: CheckedWorksheet,
    row: int,
    left: int,
    columns: int,
    first: int,
    step: int,
) -> None:
    style = target.formats.get(
        font_size=8, font_color=SOFT_INK, rotation=90, num_format="m/d", align="center",
        bottom=1, bottom_color=LINE,
    )  # fmt: skip
    sheet.write_number(row, left, first, style)
    for offset in range(1, columns):
        before = xl_rowcol_to_cell(row, left + offset - 1)
        value = first + step * offset
        sheet.write_formula(row, left + offset, f"={before}+{step}", style, value)


def _numbers(target: Target, table: str, column: str) -> list[float]:
    declared = target.data.registry.tables[table]
    found: list[CellValue] = target.values.columns.get((table, column)) or []
    if not found:
        from xlevent.workbook.evaluate import column_values

        found = column_values(target.data, declared, column)
    return [float(v) for v in found if isinstance(v, int | float) and v]
