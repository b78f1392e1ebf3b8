"""Native charts fed by table columns."""

from __future__ import annotations

from typing import Any

from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import Chart, Series
from xlevent.sheets.kernel.columns import Column, Kind
from xlevent.workbook.book import CellValue
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.evaluate import column_values
from xlevent.workbook.layout import SheetPlace
from xlevent.workbook.styles import ACCENT, FONT, INK, LINE, SERIES, SOFT_INK
from xlevent.workbook.target import Target

_TYPES: dict[str, dict[str, str]] = {
    "bar": {"type": "bar"}, "column": {"type": "column"}, "line": {"type": "line"},
    "pie": {"type": "pie"}, "doughnut": {"type": "doughnut"}, "scatter": {"type": "scatter"},
    "area": {"type": "area"}, "stacked_bar": {"type": "bar", "subtype": "stacked"},
    "stacked_column": {"type": "column", "subtype": "stacked"},
    "gantt": {"type": "bar", "subtype": "stacked"},
}  # fmt: skip
_TONE = {"accent": ACCENT, "soft": "#A9C4C4", "good": "#5B8C6E", "warn": "#C99A3F",
         "bad": "#B4533C", "muted": "#AEB7BF"}  # fmt: skip
_NUMBERS: dict[Kind, str] = {"amount": "#,##0", "percent": "0%", "integer": "#,##0"}
_GAP = 16  # pixels between charts
_PER_ROW = 2


def write_charts(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Insert the sheet's charts at their place, two side by side."""
    charts = [b for b in place.sheet.blocks if isinstance(b, Chart)]
    tallest = max((c.height for c in charts), default=0)
    for number, declared in enumerate(charts):
        chart = _chart(target, declared)
        options = {
            "x_offset": (number % _PER_ROW) * (declared.width + _GAP),
            "y_offset": (number // _PER_ROW) * (tallest + _GAP) + 2,
            "object_position": 3,
            "description": declared.title.show(target.data.language),
        }
        code = sheet.insert_chart(place.charts_row, place.charts_col, chart, options)
        done(code, declared.title.en)


def _chart(target: Target, declared: Chart) -> Any:
    language = target.data.language
    font = {"name": FONT, "size": 9, "color": INK}
    chart = target.workbook.add_chart(_TYPES[declared.kind])
    columns = [s for s in declared.series if not s.line]
    lines = [s for s in declared.series if s.line]
    for number, series in enumerate(columns):
        chart.add_series(_series(target, declared, series, number))
    if lines and declared.kind != "line":
        overlay = target.workbook.add_chart({"type": "line"})
        for number, series in enumerate(lines, start=len(columns)):
            overlay.add_series(_series(target, declared, series, number))
        chart.combine(overlay)
    elif lines:
        for number, series in enumerate(lines, start=len(columns)):
            chart.add_series(_series(target, declared, series, number))
    chart.set_title(
        {"name": declared.title.show(language), "overlay": False,
         "name_font": {"name": FONT, "size": 11, "bold": True, "color": INK}}
    )  # fmt: skip
    chart.set_size({"width": declared.width, "height": declared.height})
    chart.set_chartarea({"border": {"color": LINE}})
    if declared.kind not in ("pie", "doughnut"):
        _axes(target, chart, declared, font)
    hidden = [i for i, s in enumerate(declared.series) if s.hidden]
    if len(declared.series) - len(hidden) > 1 or declared.kind in ("pie", "doughnut"):
        legend: dict[str, Any] = {"position": "bottom", "font": font}
        if hidden:
            legend["delete_series"] = hidden
        chart.set_legend(legend)
    else:
        chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    return chart


def _axes(target: Target, chart: Any, declared: Chart, font: dict[str, Any]) -> None:
    grid = {"visible": True, "line": {"color": "#E8EBEE", "width": 0.5}}
    category: dict[str, Any] = {"num_font": font, "line": {"color": LINE}}
    value: dict[str, Any] = {"num_font": {**font, "color": SOFT_INK}, "major_gridlines": grid,
                             "line": {"none": True}}  # fmt: skip
    if _column(target, declared.categories).kind == "date":
        # Serial numbers are shown as days; as text, so that uneven periods keep even steps.
        category |= {"num_format": "yyyy-mm-dd", "text_axis": True}
    shown = _NUMBERS.get(_column(target, declared.series[0].values).kind)
    if declared.number_format or shown:
        value["num_format"] = declared.number_format or shown
    if declared.kind not in ("bar", "stacked_bar", "gantt"):
        chart.set_x_axis(category)
        chart.set_y_axis(value)
        return
    # The first category on top, and the values below all the same.
    category |= {"reverse": True, "crossing": "max", "major_gridlines": {"visible": False}}
    if declared.kind == "gantt":
        value["num_format"] = declared.number_format or "m/d"
        starts = [v for v in _values(target, declared.series[0].values) if isinstance(v, float)]
        if starts:
            value["min"] = min(starts) - 7
    # For XlsxWriter the x axis of a bar chart is the one that lies: the values.
    chart.set_x_axis(value)
    chart.set_y_axis(category)


def _series(target: Target, declared: Chart, series: Series, number: int) -> dict[str, Any]:
    colour = _TONE[series.tone] if series.tone else SERIES[number % len(SERIES)]
    filled = _filled(target, declared.categories)
    options: dict[str, Any] = {
        "name": series.title.show(target.data.language),
        "categories": "=" + _area(target, declared.categories, filled),
        "values": "=" + _area(target, series.values, filled),
    }
    if series.hidden:
        options |= {"fill": {"none": True}, "border": {"none": True}}
    elif declared.kind == "line" or series.line:
        options |= {"line": {"color": colour, "width": 2}}
    elif declared.kind == "scatter":
        options |= {"marker": {"type": "circle", "size": 8, "fill": {"color": colour},
                               "border": {"color": colour}}}  # fmt: skip
    elif declared.kind in ("pie", "doughnut"):
        options["points"] = [{"fill": {"color": c}} for c in (*SERIES, *SERIES)]
        options["data_labels"] = {"percentage": True}
    else:
        options |= {"fill": {"color": colour}, "gap": 60}
    return options


def _area(target: Target, reference: str, filled: int | None = None) -> str:
    (token,) = f.parse(reference)
    if not isinstance(token, f.Whole):
        raise ValueError(f"{reference!r} is no table column")
    return target.layout.tables[token.table].area(token.column, filled)


def _column(target: Target, reference: str) -> Column:
    (token,) = f.parse(reference)
    if not isinstance(token, f.Whole):
        raise ValueError(f"{reference!r} is no table column")
    return target.data.registry.tables[token.table].column(token.column)


def _filled(target: Target, reference: str) -> int | None:
    """Rows up to the last category with a text: Excel would draw blank spare rows as zero."""
    values = _values(target, reference)
    filled = [row for row, value in enumerate(values, start=1) if value not in (None, "")]
    return filled[-1] if filled else None


def _values(target: Target, reference: str) -> list[CellValue]:
    (token,) = f.parse(reference)
    if not isinstance(token, f.Whole):
        raise ValueError(f"{reference!r} is no table column")
    table = target.data.registry.tables[token.table]
    values = target.values.columns.get((token.table, token.column))
    return column_values(target.data, table, token.column) if values is None else values
