"""What the writing functions share: the open workbook, its data, values and places."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xlevent.sheets.kernel.columns import Column, Kind
from xlevent.sheets.kernel.formula import quoted
from xlevent.workbook.book import BookData, CellValue
from xlevent.workbook.evaluate import Values
from xlevent.workbook.layout import Layout, TablePlace
from xlevent.workbook.structured import Structured
from xlevent.workbook.styles import Formats, text_width

_WIDEST = {"note": 58.0, "text": 32.0, "url": 40.0, "goto": 60.0, "links": 26.0}
_FIXED: dict[Kind, float] = {"date": 11.0, "datetime": 16.5, "time": 6.0, "percent": 8.0}
_SAMPLE = 400  # texts looked at for a width; a longer one wraps
_INDENT = 1.2


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
    marks: dict[str, Format] = field(default_factory=dict)  # formats of marked cells, by severity

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
        if column.kind == "goto":
            values = [self._linked(value) for value in values]
        widest = max(_texts(values[:_SAMPLE]), _numbers(values, column, places))
        most = _WIDEST.get(column.kind, 30.0)
        least = column.width if column.kind in ("note", "text", "goto") else 6.0
        # What comes later, by hand or from the engine, must not show as ####.
        least = max(least, _FIXED.get(column.kind, 0.0) + 1.5)
        if column.role == "engine" and column.kind in ("amount", "price"):
            least = max(least, column.width)
        if column.kind == "note" and not widest:
            most = least
        width = max(header, min(max(widest + 1.5, least), max(most, least)))
        widths = self.widths.setdefault(place.tab, {})
        col = place.col(column.key)
        widths[col] = max(width, widths.get(col, 0.0)) if place.sheet.stacked else width

    def _linked(self, value: CellValue) -> CellValue:
        """What a link shows: the title of the sheet it leads to, or the address of the cell."""
        text = str(value or "")
        if text.startswith("goto:"):
            code = text.removeprefix("goto:")
            return self.data.registry.sheet(code).title.show(self.data.language)
        return text.rsplit("!", 1)[-1]


def _texts(values: list[CellValue]) -> float:
    """Width of the widest text."""
    texts = {v for v in values if isinstance(v, str) and v}
    lines = (line for text in texts for line in text.split("\n"))
    return max(map(text_width, lines), default=-_INDENT) + _INDENT


def _numbers(values: list[CellValue], column: Column, places: int) -> float:
    """Width of the longest number: that of the greatest or the least."""
    numbers = [v for v in values if isinstance(v, int | float)]
    if not numbers:
        return 0.0
    if column.kind in _FIXED:
        return _FIXED[column.kind]
    return max(len(f"{v:,.{places}f}") for v in (max(numbers), min(numbers))) * 1.1
