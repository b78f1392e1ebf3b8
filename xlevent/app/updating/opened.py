"""A workbook that is being updated: its event, and where each row stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlevent.app.event import Event
from xlevent.app.loading import origin_of
from xlevent.domain.language import DEFAULT_LANGUAGE, Language
from xlevent.domain.values import Value, parse
from xlevent.sheets.kernel.blocks import Snapshot, Table
from xlevent.sheets.kernel.raw import SheetSpot
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.sheets.registry import Registry
from xlevent.workbook.cells import SheetRow
from xlevent.workbook.contents import Contents, NativeTable
from xlevent.workbook.locate import Located, locate_native
from xlevent.workbook.reader import RawBook, read_source
from xlevent.workbook.source import Source
from xlevent.workbook.staleness import copied_rows

Owner = Literal["people", "engine"]


@dataclass(slots=True)
class Opened:
    """What is known of the workbook before anything is changed.

    `rows` gives, by table, the rows of the sheet that hold something and their cells as typed.
    """

    source: Source
    contents: Contents
    raw: RawBook
    registry: Registry
    event: Event
    places: dict[str, Located]
    rows: dict[str, dict[int, dict[str, Value]]] = field(default_factory=dict)
    settings: dict[str, Value] = field(default_factory=dict)
    picks: dict[str, str] = field(default_factory=dict)
    placed: dict[str, list[int | None]] = field(default_factory=dict)  # rows after the update
    copies: dict[str, list[dict[str, object]]] = field(default_factory=dict)  # of engine's inputs
    listed: list[dict[str, Value]] | None = None  # computations after the update
    _natives: dict[str, NativeTable | None] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language of the workbook's titles and lists."""
        return self.raw.language or DEFAULT_LANGUAGE

    def number(self, tab: str, row: int, column: int) -> float | None:
        """The number that a cell holds in the file."""
        sheet = self.contents.sheet(tab)
        for found in self.source.reader(sheet).rows({column}) if sheet is not None else ():
            if found.number == row:
                content = found.cells.get(column)
                return content if isinstance(content, float) else None
        return None

    def native(self, key: str) -> NativeTable | None:
        """The table object that holds a table."""
        if key not in self._natives:
            self._natives[key] = self._native(key)
        return self._natives[key]

    def _native(self, key: str) -> NativeTable | None:
        place = self.places.get(key)
        if place is None:
            return None
        first = min(place.columns.found.values(), default=0)
        for native in self.contents.tables:
            area = native.area
            if (native.sheet, area.top) == (place.sheet, place.header_row) and (
                area.left <= first <= area.right
            ):
                return native
        return None


def opened(source: Source, registry: Registry) -> Opened:
    """Read a workbook of ours for an update."""
    raw = read_source(source, registry)
    contents = raw.contents
    event = Event.from_raw(raw.plan, registry=registry)
    event.book_language = raw.language
    places = dict(raw.places)
    places.update(_snapshots(contents, registry))
    book = Opened(source, contents, raw, registry, event, places)
    for key, rows in event.tables.items():
        numbered = book.rows[key] = {}
        for row in rows:
            number = row_number(row, source.name)
            if number is not None:
                numbered[number] = dict(row)
    book.copies = copied_rows(raw.copies, registry)
    book.settings = dict(event.settings)
    book.picks = dict(event.picks)
    return book


def stored_rows(book: Opened, key: str) -> dict[int, dict[str, Value]]:
    """The filled rows of a table that is no part of a plan, as typed, by their row of the sheet."""
    place = book.places.get(key)
    sheet = book.contents.sheet(place.sheet) if place is not None else None
    if place is None or sheet is None:
        return {}
    found: dict[int, dict[str, Value]] = {}
    for row in book.source.reader(sheet).rows(set(place.columns.found.values())):
        if place.first_row <= row.number <= (place.last_row or 0):
            cells = dict(_typed(book, place, row))
            if cells:
                found[row.number] = cells
    return found


def _typed(book: Opened, place: Located, row: SheetRow) -> Iterator[tuple[str, Value]]:
    for name, number in place.columns.found.items():
        column = place.table.column(name)
        value, _ = parse(column.kind, row.cells.get(number), date1904=book.contents.date1904)
        if column.list and isinstance(value, str):
            value = book.registry.lists[column.list].lookup().get(value.casefold(), value)
        if value is not None:
            yield name, value


def lists_blocks(book: Opened) -> bool:
    """Whether the workbook lists computed blocks; those of the first template listed tables."""
    place = book.places.get(COMPUTATIONS)
    return place is not None and "block" in place.columns.found


def row_number(row: Mapping[str, Value], file: str) -> int | None:
    """The row of the sheet that a row of the event was read from; None: not from this file."""
    origin = origin_of(row)
    spot = origin.spot if origin is not None else None
    return spot.row if isinstance(spot, SheetSpot) and spot.file == file else None


def positions(book: Opened, key: str) -> Iterator[int | None]:
    """The row of the sheet of each row of the event, as it was or as the update placed it."""
    placed = book.placed.get(key)
    if placed is not None:
        yield from placed
        return
    for row in book.event.tables[key]:
        yield row_number(row, book.source.name)


def owner(table: Table) -> Owner:
    """Who fills a table's rows: tables of the engine are rewritten as a whole."""
    if table.report or isinstance(table.rows, Snapshot):
        return "engine"
    if table.rows is None and all(c.role == "engine" for c in table.stored):
        return "engine"
    return "people"


def _snapshots(contents: Contents, registry: Registry) -> dict[str, Located]:
    """The hidden copies of inputs, which readers leave alone."""
    copies = {k: t for k, t in registry.tables.items() if isinstance(t.rows, Snapshot)}
    return locate_native(copies, contents.tables, {}, {}) if copies else {}
