"""A report as a workbook of its own: one sheet to print, with native charts and pictures.

Numbers of the charts stand on a second sheet. It is a copy to hand over; the event's workbook
has the living sheet O6.1.1.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from xlevent.app.reporting.docx import by_language, shares
from xlevent.app.reporting.model import (
    Block,
    Chart,
    Fact,
    Gallery,
    Links,
    Paragraph,
    Picture,
    Report,
    Signatures,
    Table,
)
from xlevent.app.reporting.scales import width_of
from xlevent.app.reporting.svg import COLOURS, describe
from xlevent.domain.language import Language, Text
from xlevent.interop.documents.report_page import clean
from xlevent.sheets.kernel.design import ACCENT, FONT, INK, LINE, RESULT, SOFT_INK

_COLUMNS, _WIDTH = 24, 3.7  # of the grid that everything stands on
_EMS = 46.0  # letters of the text size that fit across
_LINE_HEIGHT, _ROW = 16.0, 20  # points of a line; pixels of a row
_PIXELS = 31 * _COLUMNS  # across
_SEAL = Text("（簽章）", "(signature, seal)")
_DATE = Text("日期：　　　年　　月　　日", "Date:")
_SHEET, _DATA = Text("結案報告", "Report"), Text("圖表資料", "Chart data")
_KINDS = {"bars": "bar", "columns": "column", "line": "line"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 20, "font_color": INK, "text_wrap": True},
    "kind": {"bold": True, "font_color": ACCENT},
    "heading": {"bold": True, "font_size": 14, "font_color": ACCENT, "bottom": 2,
                "bottom_color": ACCENT, "valign": "bottom"},
    "caption": {"bold": True, "valign": "bottom"},
    "para": {"text_wrap": True, "valign": "top"},
    "author": {"text_wrap": True, "valign": "top", "left": 5, "left_color": "#B98B4E", "indent": 1},
    "label": {"font_color": SOFT_INK, "bg_color": RESULT, "border": 1, "border_color": LINE,
              "text_wrap": True, "valign": "top"},
    "value": {"border": 1, "border_color": LINE, "text_wrap": True, "valign": "top"},
    "big": {"bold": True, "font_size": 15, "font_color": ACCENT},
    "small": {"font_size": 9, "font_color": SOFT_INK, "text_wrap": True, "valign": "top"},
    "th": {"bold": True, "font_size": 9, "bg_color": RESULT, "border": 1, "border_color": LINE,
           "text_wrap": True, "valign": "top"},
    "thn": {"bold": True, "font_size": 9, "bg_color": RESULT, "border": 1, "border_color": LINE,
            "text_wrap": True, "valign": "top", "align": "right"},
    "td": {"font_size": 9, "border": 1, "border_color": LINE, "text_wrap": True, "valign": "top"},
    "num": {"font_size": 9, "border": 1, "border_color": LINE, "align": "right", "valign": "top"},
    "sign": {"border": 1, "border_color": INK, "valign": "top"},
}  # fmt: skip


def write_xlsx(report: Report, language: Language, path: Path, stamp: datetime) -> None:
    """Write the report (.xlsx); `stamp` is the time of making that the file names."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(str(path), options)
    book.set_properties({"title": clean(report.title.show(language)), "created": stamp})
    writer = _Writer(book, language)
    writer.report(report)
    try:
        book.close()
    except FileCreateError as error:  # the disk is full
        raise OSError(str(error)) from error


class _Writer:
    def __init__(self, book: Workbook, language: Language) -> None:
        self._book = book
        self._language = language
        self._formats: dict[str, Format] = {}
        self._sheet: Worksheet = book.add_worksheet(_SHEET.show(language))
        self._data: Worksheet = book.add_worksheet(_DATA.show(language))
        self._row = 0
        self._data_row = 0
        sheet = self._sheet
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P / &N")
        sheet.set_column(0, _COLUMNS - 1, _WIDTH)

    def _style(self, name: str) -> Format:
        if name not in self._formats:
            base = {"font_name": FONT, "font_size": 10.5}
            self._formats[name] = self._book.add_format({**base, **_STYLES[name]})
        return self._formats[name]

    def _say(self, text: Text) -> str:
        return clean(text.show(self._language))[:32_000]

    def report(self, report: Report) -> None:
        """Everything from top to bottom."""
        self._line(self._say(report.title), "kind", 18)
        self._paragraph(self._say(report.subject), "title")
        for fact in report.facts:
            self._cells([(0, 5, self._say(fact.title), "label"),
                         (6, _COLUMNS - 1, self._say(fact.value), "value")])  # fmt: skip
        self._row += 1
        self._figures(report.figures)
        for section in report.sections:
            self._row += 1
            self._line(self._say(section.title), "heading", 26)
            for block in section.blocks:
                self._block(block)
        self._sheet.print_area(0, 0, self._row, _COLUMNS - 1)

    def _figures(self, figures: Sequence[Fact]) -> None:
        for start in range(0, len(figures), 4):
            group = figures[start : start + 4]
            for style, texts in (
                ("big", [self._say(f.value) for f in group]),
                ("small", [self._say(f.title) for f in group]),
            ):
                self._cells([(i * 6, i * 6 + 5, text, style) for i, text in enumerate(texts)])

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(text, author):
                for one in by_language(text, self._language):
                    self._paragraph(clean(one), "author" if author else "para")
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Gallery(pictures):
                self._pictures(pictures)
            case Links(title, items):
                self._line(self._say(title), "caption", 20)
                for item in items:
                    lead = f"{item.kind.show(self._language)}  {item.title.show(self._language)}"
                    parts = (lead, item.address, item.note)
                    self._paragraph(clean("  ".join(filter(None, parts))), "small")
            case Signatures(parties):
                self._sign(parties)

    # --- text ---------------------------------------------------------------------------------
    def _line(self, text: str, style: str, height: float) -> None:
        self._merge(self._row, 0, _COLUMNS - 1, text, style)
        self._sheet.set_row(self._row, height)
        self._row += 1

    def _paragraph(self, text: str, style: str) -> None:
        larger = _STYLES[style].get("font_size", 10.5) / 10.5
        room = _EMS / larger
        lines = sum(max(1, -(-width_of(part) // room)) for part in text.split("\n"))
        self._line(text, style, min(409.0, lines * _LINE_HEIGHT * larger + 4))

    def _cells(self, cells: Sequence[tuple[int, int, str, str]]) -> None:
        """A row of merged cells, as high as its longest text needs."""
        lines = 1.0
        for first, last, text, style in cells:
            self._merge(self._row, first, last, text, style)
            size = _STYLES[style].get("font_size", 10.5)
            room = max(1.5, (last - first + 1) / _COLUMNS * _EMS * 10.5 / size - 0.4)
            lines = max(lines, sum(max(1, -(-width_of(t) // room)) for t in text.split("\n")))
        big = max(_STYLES[style].get("font_size", 10.5) for *_, style in cells)
        self._sheet.set_row(self._row, min(409.0, lines * big * 1.5 + 3))
        self._row += 1

    def _merge(self, row: int, first: int, last: int, text: str, style: str) -> None:
        if last > first:
            self._sheet.merge_range(row, first, row, last, "", self._style(style))
        self._sheet.write_string(row, first, text, self._style(style))

    def _table(self, table: Table) -> None:
        self._line(self._say(table.title), "caption", 22)
        titles = [self._say(column.title) for column in table.columns]
        rows = [[self._say(cell) for cell in row] for row in table.rows]
        spans = _spans(shares(titles, rows, _COLUMNS))
        heads = ["thn" if column.number else "th" for column in table.columns]
        styles = ["num" if column.number else "td" for column in table.columns]
        self._cells([
            (a, b, text, style)
            for (a, b), text, style in zip(spans, titles, heads, strict=True)
        ])  # fmt: skip
        for row in rows:
            self._cells([
                (a, b, text, style)
                for (a, b), text, style in zip(spans, row, styles, strict=True)
            ])  # fmt: skip
        if table.more is not None:
            self._paragraph(self._say(table.more), "small")

    def _sign(self, parties: Sequence[Text]) -> None:
        span = _COLUMNS // len(parties)
        for texts, height in (
            (parties, 20), ([_SEAL] * len(parties), 60), ([_DATE] * len(parties), 20),
        ):  # fmt: skip
            for number, text in enumerate(texts):
                last = (number + 1) * span - 1
                self._merge(self._row, number * span, last, self._say(text), "sign")
            self._sheet.set_row(self._row, height)
            self._row += 1

    # --- charts and pictures ------------------------------------------------------------------
    def _chart(self, chart: Chart) -> None:
        side: Language = "zh-TW" if self._language == "both" else self._language
        top, count = self._data_row, len(chart.categories)
        self._data.write_string(top, 0, self._say(chart.title))
        for number, text in enumerate(chart.categories, start=1):
            self._data.write_string(top + number, 0, clean(text.show(side)))
        drawn = self._book.add_chart({"type": _KINDS[chart.kind]})
        name = quote_sheetname(self._data.get_name())
        form = "0%" if chart.percent else "#,##0.##"
        for place, series in enumerate(chart.series, start=1):
            self._data.write_string(top, place, clean(series.title.show(side)))
            for number, value in enumerate(series.values, start=1):
                if value is not None:
                    self._data.write_number(top + number, place, value)
            colour = {"color": COLOURS[series.tone]}
            look = {"line": colour} if chart.kind == "line" else {"fill": colour}
            labels = {} if chart.kind == "line" else {
                "data_labels": {"value": True, "num_format": form, "font": {"size": 8}}
            }  # fmt: skip
            drawn.add_series({
                "name": [self._data.get_name(), top, place],
                "categories": f"={name}!$A${top + 2}:$A${top + 1 + count}",
                "values": [self._data.get_name(), top + 1, place, top + count, place],
                "gap": 60, **look, **labels,
            })  # fmt: skip
        self._data_row = top + count + 2
        grid = {"visible": True, "line": {"color": LINE}}
        values = [value for series in chart.series for value in series.values if value is not None]
        least = {"min": 0} if min(values, default=0) >= 0 else {}
        if chart.kind == "bars":
            # The names stand upright, the first on top, and the numbers below.
            drawn.set_y_axis({"reverse": True, "crossing": "max", "line": {"color": LINE}})
            drawn.set_x_axis({"num_format": form, "major_gridlines": grid, **least})
        else:
            drawn.set_y_axis({"num_format": form, "major_gridlines": grid, **least})
        drawn.set_title({"none": True})
        drawn.set_legend({"none": True} if len(chart.series) < 2 else {"position": "top"})
        lines = count * len(chart.series)
        height = min(520, 80 + 19 * lines) if chart.kind == "bars" else 280
        drawn.set_size({"width": _PIXELS, "height": height})
        self._line(self._say(chart.title), "caption", 22)
        self._sheet.insert_chart(
            self._row, 0, drawn, {"description": clean(describe(chart, side))[:255]}
        )
        self._row += height // _ROW + 1

    def _pictures(self, pictures: Sequence[Picture]) -> None:
        half = _COLUMNS // 2
        widest, tallest = _PIXELS // 2 - 12, 300
        for start in range(0, len(pictures), 2):
            group = pictures[start : start + 2]
            used = 0.0
            for place, one in enumerate(group):
                scale = min(widest / one.width, tallest / one.height)
                used = max(used, one.height * scale)
                self._sheet.insert_image(
                    self._row, place * half, f"{place}.{one.kind}",
                    {"image_data": io.BytesIO(one.content), "x_scale": scale, "y_scale": scale,
                     "x_offset": 2, "y_offset": 4,
                     "description": clean(one.title.show(self._language))[:255]},
                )  # fmt: skip
            self._row += int(used) // _ROW + 1
            texts = [
                "\n".join(filter(None, (self._say(p.caption), clean(p.credit)))) for p in group
            ]
            self._cells([
                (place * half, place * half + half - 1, text, "small")
                for place, text in enumerate(texts)
            ])  # fmt: skip


def _spans(wanted: Sequence[float]) -> list[tuple[int, int]]:
    """Whole columns of the grid, at least one each, in the given proportion."""
    widths = [max(1, int(one)) for one in wanted]
    while sum(widths) > _COLUMNS:
        widths[widths.index(max(widths))] -= 1
    while sum(widths) < _COLUMNS:
        lacks = [one - width for one, width in zip(wanted, widths, strict=True)]
        widths[lacks.index(max(lacks))] += 1
    spans, start = [], 0
    for width in widths:
        spans.append((start, start + width - 1))
        start += width
    return spans
