"""Where everything stands: tables side by side under one frozen header row.

Side by side, each table grows downwards without touching another and keeps its own column
widths, and one frozen row shows all headers. A document comes first; its tables start below
and to the right of it, so that neither its row heights nor its columns disturb them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from xlevent.sheets.kernel.blocks import (
    ByList,
    Chart,
    Document,
    Fixed,
    Gantt,
    Mirror,
    Record,
    Sheet,
    Snapshot,
    Table,
)
from xlevent.sheets.registry import tab_name
from xlevent.workbook.book import SPARE, BookData

CARDS_ROW = 3
DOCUMENT_COLUMNS = 12
MARGIN = 1.6
_GAP = 2.0


@dataclass(slots=True)
class TablePlace:
    """A table's cells: zero-based header row, first column, number of data rows."""

    table: Table
    sheet: Sheet
    tab: str
    header_row: int
    first_col: int
    rows: int

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last data row."""
        return self.header_row + self.rows

    @property
    def last_col(self) -> int:
        """The last column."""
        return self.first_col + len(self.table.columns) - 1

    def col(self, key: str) -> int:
        """The sheet column of a table column."""
        return self.first_col + [c.key for c in self.table.columns].index(key)

    def link(self, key: str, row: int) -> str:
        """Where a cell stands, as a link inside the workbook; `row` counts from 0."""
        quoted = self.tab.replace("'", "''")
        cell = xl_rowcol_to_cell(self.first_row + row, self.col(key))
        return f"#'{quoted}'!{cell}"

    def area(self, key: str, rows: int | None = None) -> str:
        """The data cells of a column (the first `rows`) as an absolute reference."""
        name = xl_col_to_name(self.col(key), True)
        quoted = self.tab.replace("'", "''")
        last = self.first_row + (rows or self.rows)
        return f"'{quoted}'!{name}${self.first_row + 1}:{name}${last}"


@dataclass(slots=True)
class SheetPlace:
    """A sheet's tab, rows and column widths."""

    sheet: Sheet
    tab: str
    header_row: int
    widths: dict[int, float] = field(default_factory=dict)
    tables: list[TablePlace] = field(default_factory=list)
    record: tuple[Record, int, int] | None = None  # first row, label column
    documents: list[tuple[Document, int, int]] = field(default_factory=list)  # first row, column
    gantt: tuple[Gantt, int] | None = None  # first column
    charts_row: int = 0
    charts_col: int = 1
    last_col: int = 1


@dataclass(slots=True)
class Layout:
    """All places of a workbook."""

    sheets: list[SheetPlace]
    tables: dict[str, TablePlace]


def arrange(data: BookData, document_rows: Mapping[str, int]) -> Layout:
    """Place every block of every sheet; `document_rows` gives the height of each document."""
    counts = row_counts(data)
    layout = Layout([], {})
    for sheet in data.registry.sheets:
        title = sheet.tab.show(data.language)
        tab = data.tabs.get(sheet.code) or tab_name(sheet, title)
        place = SheetPlace(sheet, tab, 0)
        _arrange(place, counts, document_rows)
        layout.sheets.append(place)
        layout.tables |= {t.table.key: t for t in place.tables}
    return layout


def row_counts(data: BookData) -> dict[str, int]:
    """Number of data rows of each table, empty ones included."""
    tables = data.registry.tables
    counts: dict[str, int] = {}

    def number(table: Table) -> int:
        if table.key in counts:
            return counts[table.key]
        match table.rows:
            case ByList(name):
                found = len(data.registry.lists[name].options)
            case Fixed(rows):
                found = len(rows)
            case Snapshot(source):
                found = number(tables[source]) if source in tables else 1
            case Mirror(source):
                found = number(tables[source]) + SPARE
            case None:
                filled = len(data.tables.get(table.key, ()))
                found = max(filled + SPARE if filled else table.blank, data.least_rows)
        counts[table.key] = max(found, 1)
        return counts[table.key]

    for table in tables.values():
        number(table)
    return counts


def _arrange(place: SheetPlace, counts: Mapping[str, int], heights: Mapping[str, int]) -> None:
    sheet = place.sheet
    place.widths[0] = MARGIN
    documents = [b for b in sheet.blocks if isinstance(b, Document)]
    col = 1
    strips = _strips(sheet)
    top = CARDS_ROW + 2 * strips + (1 if strips else 0)
    if documents:
        for document in documents:
            place.documents.append((document, top, col))
            top += heights[document.key] + 2
        for offset in range(DOCUMENT_COLUMNS):
            place.widths[col + offset] = 7.6
        col += DOCUMENT_COLUMNS
        place.widths[col] = _GAP
        col += 1
    place.header_row = top + 1
    if sheet.stacked:
        col = _stack(place, counts, col)
    for block in sheet.blocks:
        if isinstance(block, Table):
            if sheet.stacked:
                continue
            table = TablePlace(block, sheet, place.tab, place.header_row, col, counts[block.key])
            _put(place, table)
            col = table.last_col + 1
        elif isinstance(block, Record):
            place.record = (block, place.header_row, col)
            place.widths |= {col: 34, col + 1: 50, col + 2: 62}
            col += 3
        elif isinstance(block, Gantt):
            place.gantt = (block, col)
            for offset in range(block.columns):
                place.widths[col + offset] = 2.4
            col += block.columns
        else:
            continue
        place.widths[col] = _GAP
        col += 1
    has_charts = any(isinstance(b, Chart) for b in sheet.blocks)
    place.last_col = col if has_charts else max(col - 2, 1)
    place.charts_row, place.charts_col = place.header_row - 1, col
    fixed = all(isinstance(t.table.rows, ByList | Fixed) for t in place.tables)
    if has_charts and place.tables and fixed and not sheet.stacked:
        # Nothing grows on such a sheet, so charts may stand under the tables, in sight.
        place.charts_row = max(t.last_row for t in place.tables) + 2
        place.charts_col = 1


def _put(place: SheetPlace, table: TablePlace) -> None:
    place.tables.append(table)
    for column in table.table.columns:
        col = table.col(column.key)
        place.widths[col] = max(column.width, place.widths.get(col, 0.0))


def _stack(place: SheetPlace, counts: Mapping[str, int], col: int) -> int:
    """Place the tables below each other; the first column right of them comes back."""
    row = place.header_row
    for block in place.sheet.tables:
        table = TablePlace(block, place.sheet, place.tab, row, col, counts[block.key])
        _put(place, table)
        row = table.last_row + 3
    right = max(t.last_col for t in place.tables) + 1
    place.widths[right] = _GAP
    return right + 1


def _strips(sheet: Sheet) -> int:
    """Number of rows of cards; six cards fit side by side."""
    shown = sum(1 for f in sheet.figures if not f.hidden)
    return -(-shown // CARDS_PER_ROW)


CARDS_PER_ROW = 6
