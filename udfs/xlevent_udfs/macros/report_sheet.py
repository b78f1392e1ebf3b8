"""A report on a sheet of its own in the workbook that is open, made anew each time."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from xlevent.app.reporting.model import Paragraph, Report, Table
from xlevent.domain.language import Language, Text
from xlevent_udfs.macros.cell_contents import entry
from xlevent_udfs.macros.open_book import OpenBook
from xlevent_udfs.macros.refusal import RefusalError

_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(%?)\Z")
_MADE_BY = Text(
    "由 xlevent 巨集產生，每次執行會重寫。", "Made by a macro of xlevent, anew each time."
)
_ACCENT, _HEAD = "#0B5656", "#DDE2E7"  # as the sheets of the workbook
_WIDEST, _NARROWEST = 48, 12  # characters


@dataclass(slots=True)
class _Page:
    rows: list[list[object]] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)  # rows of headings, from 1
    heads: list[tuple[int, int]] = field(default_factory=list)  # row and number of columns
    numbers: list[tuple[int, int, int, str]] = field(default_factory=list)  # rows, column, format


def write_report_sheet(source: OpenBook, report: Report, title: Text, language: Language) -> str:
    """Write the report; the name of its sheet. A sheet of that name that is not ours is kept."""
    name = title.show(language)[:31]
    marker = _MADE_BY.show(language)
    book = source.book
    known = {str(sheet.name).casefold(): sheet for sheet in book.sheets}
    sheet = known.get(name.casefold())
    if sheet is None:
        active = book.sheets.active
        sheet = book.sheets.add(name, after=book.sheets[len(book.sheets) - 1])
        active.activate()  # a new sheet comes to the front; people stay where they are
    elif source.grid(str(sheet.name)).get(2, {}).get(1) not in (None, marker, *_MADE_BY):
        raise RefusalError(
            f"已有一張工作表「{name}」不是由 xlevent 產生的。請改名後再執行。",
            f"There is a sheet {name!r} that xlevent did not make. Rename it, then run it again.",
        )
    else:
        sheet.clear()
    _put(sheet, _page(report, marker, language))
    return name


def _page(report: Report, marker: str, language: Language) -> _Page:
    page = _Page()
    page.rows = [[report.title.show(language)], [marker], [report.subject.show(language)], []]
    for section in report.sections:
        page.titles.append(len(page.rows) + 1)
        page.rows.append([section.title.show(language)])
        for block in section.blocks:
            if isinstance(block, Table):
                _table(page, block, language)
            elif isinstance(block, Paragraph):
                page.rows.append([block.text.show(language)])
    return page


def _table(page: _Page, table: Table, language: Language) -> None:
    page.rows.append([table.title.show(language)])
    page.heads.append((len(page.rows) + 1, len(table.columns)))
    page.rows.append([column.title.show(language) for column in table.columns])
    first = len(page.rows) + 1
    for row in table.rows:
        page.rows.append([
            _number(cell.en) if column.number else cell.show(language)
            for cell, column in zip(row, table.columns, strict=True)
        ])  # fmt: skip
    last = len(page.rows)
    for at, column in enumerate(table.columns, start=1):
        shown = {_AMOUNT.match(row[at - 1].en) for row in table.rows} - {None}
        if column.number and shown and last >= first:
            percent = any(found[1] for found in shown if found is not None)
            page.numbers.append((first, last, at, "0.0%" if percent else "#,##0.##;-#,##0.##"))
    if table.more is not None:
        page.rows.append([table.more.show(language)])
    page.rows.append([])


def _number(text: str) -> object:
    """A formatted number as a number again, so that people can go on computing."""
    found = _AMOUNT.match(text)
    if found is None:
        return text
    plain = float(text.rstrip("%").replace(",", ""))
    return plain / 100 if found[1] else plain


def _put(sheet: Any, page: _Page) -> None:
    width = max(map(len, page.rows))
    grid = [
        [entry(value) for value in row] + [None] * (width - len(row))  # type: ignore[arg-type]
        for row in page.rows
    ]
    sheet.range((1, 1), (len(grid), width)).value = grid
    for first, last, column, shown in page.numbers:
        sheet.range((first, column), (last, column)).number_format = shown
    # Looks only: a runtime that cannot set them still shows every figure.
    with suppress(NotImplementedError):
        for row in (1, *page.titles):
            font = sheet.range((row, 1)).font
            font.bold = True
            font.color = _ACCENT
        for row, columns in page.heads:
            cells = sheet.range((row, 1), (row, columns))
            cells.color = _HEAD
            cells.font.bold = True
        for first, _, column, _ in page.numbers:
            sheet.range((first - 1, column)).horizontal_alignment = "right"
        for column in range(1, width + 1):
            sheet.range((1, column)).column_width = _fitting(page, column - 1)


def _fitting(page: _Page, column: int) -> float:
    """Characters that the cells of tables in a column need; a Chinese one counts twice."""
    tables = [row for row in page.rows if len(row) > 1]
    texts = [str(row[column]) for row in tables if column < len(row) and row[column] is not None]
    longest = max((sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in texts), default=0)
    return float(min(max(longest + 2, _NARROWEST), _WIDEST))
