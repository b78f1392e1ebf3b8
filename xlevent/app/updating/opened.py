"""A workbook that is being updated: its package, its event, and where each row stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlevent.app.event import Event
from xlevent.app.loading import origin_of
from xlevent.domain.language import DEFAULT_LANGUAGE, Language
from xlevent.domain.values import Value
from xlevent.sheets.kernel.blocks import Snapshot, Table
from xlevent.sheets.kernel.raw import SheetSpot
from xlevent.sheets.registry import Registry
from xlevent.workbook.book import Row
from xlevent.workbook.contents import Contents, NativeTable
from xlevent.workbook.locate import Located, locate_native
from xlevent.workbook.package import Package
from xlevent.workbook.reader import RawBook, read_package

Owner = Literal["people", "engine"]


@dataclass(slots=True)
class Opened:
    """What is known of the workbook before anything is changed.

    `rows` gives, by table, the rows of the sheet that hold something and their cells as typed.
    """

    package: Package
    contents: Contents
    raw: RawBook
    registry: Registry
    event: Event
    places: dict[str, Located]
    rows: dict[str, dict[int, dict[str, Value]]] = field(default_factory=dict)
    settings: dict[str, Value] = field(default_factory=dict)
    picks: dict[str, str] = field(default_factory=dict)
    placed: dict[str, list[int | None]] = field(default_factory=dict)  # rows after the update
    hidden: dict[str, list[Row]] = field(default_factory=dict)  # hidden tables written anew

    @property
    def language(self) -> Language:
        """The language of the workbook's titles and lists."""
        return self.raw.language or DEFAULT_LANGUAGE

    def native(self, key: str) -> NativeTable | None:
        """The table object that holds a table."""
        place = self.places.get(key)
        for native in self.contents.tables:
            if (
                place is not None
                and native.sheet == place.sheet
                and native.area.top == place.header_row
                and native.area.left <= min(place.columns.found.values(), default=0)
                <= native.area.right
            ):  # fmt: skip
                return native
        return None


def opened(package: Package, registry: Registry) -> Opened:
    """Read a workbook of ours for an update."""
    raw = read_package(package, registry)
    contents = raw.contents
    event = Event.from_raw(raw.plan, registry=registry)
    event.book_language = raw.language
    places = dict(raw.places)
    places.update(_snapshots(contents, registry))
    book = Opened(package, contents, raw, registry, event, places)
    for key, rows in event.tables.items():
        numbered = book.rows[key] = {}
        for row in rows:
            number = row_number(row, str(package.path))
            if number is not None:
                numbered[number] = dict(row)
    book.settings = dict(event.settings)
    book.picks = dict(event.picks)
    return book


def row_number(row: Mapping[str, Value], file: str) -> int | None:
    """The row of the sheet that a row of the event was read from; None: not from this file."""
    origin = origin_of(row)
    spot = origin.spot if origin is not None else None
    return spot.row if isinstance(spot, SheetSpot) and spot.file == file else None


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
    # By their names alone: an older template has other copies, which look alike.
    natives = [native for native in contents.tables if native.name.casefold() in copies]
    return locate_native(copies, natives, {}, {}) if natives else {}
