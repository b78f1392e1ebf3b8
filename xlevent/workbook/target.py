"""What the writing functions share: the open workbook, its data, values and places."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.formula import quoted
from xlevent.workbook.book import BookData, CellValue
from xlevent.workbook.evaluate import Values
from xlevent.workbook.layout import Layout, TablePlace
from xlevent.workbook.structured import Structured
from xlevent.workbook.styles import Formats, text_width

_WIDEST = {"note": 58.0, "text": 32.0, "url": 40.0, "goto": 60.0, "links": 26.0}
_SAMPLE = 400  # rows looked at for a width


@dataclass(slots=True)
class Target:
    """One workbook while it is written."""

    workbook: Workbook
    data: BookData
    values: Values
    layout: Layout
    formats: Formats
    structured: Structured
    widths: dict[str, dict[int, float]] = field(default_factory=dict)

    def toned(self, name: str) -> list[tuple[str, Format]]:
        """The coloured values of a list: label as a formula holds it, and its format."""
        return [
            (quoted(option.label.show(self.data.language)), self.formats.tone(option.tone))
            for option in self.data.registry.lists[name].options
            if option.tone != "none"
        ]

    def widen(
        self, place: TablePlace, column: Column, values: list[CellValue], places: int
    ) -> None:
        """Remember the width that shows a column's header and its present values."""
        title = column.title
        halves = (title.zh, title.en) if self.data.language == "both" else (
            title.show(self.data.language),
        )  # fmt: skip
        header = max(max(text_width(word) for word in half.split(" ")) for half in halves) + 2.5
        widest = max((_width(v, column, places) for v in values[:_SAMPLE]), default=0.0)
        most = _WIDEST.get(column.kind, 30.0)
        least = column.width if column.kind in ("note", "text", "goto") else 6.0
        if column.kind == "note" and not widest:
            most = least
        width = max(header, min(max(widest + 1.5, least), max(most, least)))
        widths = self.widths.setdefault(place.tab, {})
        col = place.col(column.key)
        widths[col] = max(width, widths.get(col, 0.0)) if place.sheet.stacked else width


def _width(value: CellValue, column: Column, places: int) -> float:
    if value is None or value == "":
        return 0.0
    if isinstance(value, str):
        if value.startswith("goto:"):
            return 0.0
        return max(text_width(line) for line in value.split("\n")) + 1.2  # its indent
    if column.kind in ("date",):
        return 11.0
    if column.kind == "datetime":
        return 16.5
    if column.kind == "time":
        return 6.0
    if column.kind == "percent":
        return 8.0
    return len(f"{value:,.{places}f}") * 1.1
