"""What an update writes about computed blocks: which were computed, and from what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlevent.app.updating.opened import Opened, row_number
from xlevent.domain.values import Value
from xlevent.sheets.kernel.blocks import Snapshot
from xlevent.sheets.kernel.stale import COMPUTATIONS, mark_current, snapshot_rows
from xlevent.workbook.book import Row
from xlevent.workbook.staleness import copied_rows
from xlevent.workbook.texts import shared_texts
from xlevent.workbook.xml_reader import SheetReader


def computation_rows(
    book: Opened, computed: Sequence[str], last_rows: Mapping[str, int]
) -> dict[str, list[Row]]:
    """The hidden tables to be written anew, after all other tables got their places.

    `computed` are the blocks whose values follow from the event as it is now.
    """
    if not computed or not _has_list(book):
        return {}
    event = book.event
    event.tables[COMPUTATIONS] = mark_current(event.tables[COMPUTATIONS], computed)
    found: dict[str, list[Row]] = {COMPUTATIONS: [*mark_current(_listed(book), computed)]}
    for block in book.registry.computed:
        if block.key not in computed:
            continue
        offsets = {t: _offsets(book, t) for t in block.reads if t in book.places}
        sizes = {t: _size(book, t, last_rows) for t in block.reads if t in book.places}
        rows = snapshot_rows(block, event.settings, event.tables, offsets, sizes)
        found.update({key: list(copy) for key, copy in rows.items() if key in book.places})
    book.hidden = found
    return found


def hidden_tables(book: Opened) -> dict[str, list[Row]]:
    """The list of computations and the copies of inputs as they stand after the update."""
    rows = copied_rows(book.contents, book.registry, lambda part: _reader(book, part))
    found: dict[str, list[Row]] = {key: list(copy) for key, copy in rows.items()}  # type: ignore[arg-type]
    if _has_list(book):
        found[COMPUTATIONS] = [*_listed(book)]
    return found | book.hidden


def source_of(book: Opened, key: str) -> str | None:
    """The table that a hidden one copies; None for other tables and the settings."""
    rows = book.registry.tables[key].rows
    return rows.table if isinstance(rows, Snapshot) and rows.table in book.places else None


def _has_list(book: Opened) -> bool:
    """Whether the workbook lists blocks; those of the first template listed tables."""
    place = book.places.get(COMPUTATIONS)
    return place is not None and "block" in place.columns.found


def _listed(book: Opened) -> list[dict[str, Value]]:
    place = book.places[COMPUTATIONS]
    sheet = book.contents.sheet(place.sheet)
    lookup = book.registry.lists["engine_state"].lookup()
    columns = place.columns.found
    found: list[dict[str, Value]] = []
    for row in _reader(book, sheet.part).rows(set(columns.values())) if sheet else ():
        if place.first_row <= row.number <= (place.last_row or 0):
            cells = {name: str(row.cells.get(at) or "") for name, at in columns.items()}
            if any(cells.values()):
                state = lookup.get(cells.get("state", "").casefold(), "")
                found.append({"block": cells.get("block", ""), "state": state})
    return found


def _reader(book: Opened, part: str) -> SheetReader:
    shared = shared_texts(book.package, book.contents.shared_strings)
    return SheetReader(book.package, part, shared, date1904=book.contents.date1904)


def _offsets(book: Opened, table: str) -> list[int]:
    first = book.places[table].first_row
    file = str(book.package.path)
    placed = book.placed.get(table) or [row_number(r, file) for r in book.event.tables[table]]
    return [(number or first) - first for number in placed]


def _size(book: Opened, table: str, last_rows: Mapping[str, int]) -> int:
    place = book.places[table]
    last = last_rows.get(table, place.last_row)
    return 0 if last is None else last - place.first_row + 1
