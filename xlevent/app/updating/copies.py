"""After a computation: the hidden copies of its inputs, by which it is known to be current."""

from __future__ import annotations

from collections.abc import Iterable

from xlevent.app.updating.edits import Edits, rewrite
from xlevent.app.updating.opened import Opened, lists_blocks, positions, stored_rows
from xlevent.domain.values import Value
from xlevent.sheets.kernel.stale import COMPUTATIONS, Computed, mark_current, snapshot_rows


def add_copies(book: Opened, edits: Edits, computed: Iterable[str]) -> None:
    """Keep the inputs of the blocks that were computed; other blocks keep theirs.

    To be called when all other edits are known, because copies follow the rows of the sheet.
    """
    blocks = [block for block in book.registry.computed if block.key in set(computed)]
    if not blocks or not lists_blocks(book):
        return  # a workbook of an older template, which has no place for them
    for block in blocks:
        for key, rows in _rows(book, edits, block).items():
            if key in book.places and key in book.registry.tables:
                rewrite(book, book.registry.tables[key], rows, edits, book.copies.get(key, []))
                book.copies[key] = [dict(row) for row in rows]
    listed = list(stored_rows(book, COMPUTATIONS).values())
    marked = mark_current(listed, [block.key for block in blocks])
    book.listed = marked
    if marked != listed:
        rewrite(book, book.registry.tables[COMPUTATIONS], marked, edits)


def _rows(book: Opened, edits: Edits, block: Computed) -> dict[str, list[dict[str, Value]]]:
    offsets: dict[str, list[int]] = {}
    sizes: dict[str, int] = {}
    for key in block.reads:
        place = book.places.get(key)
        last = edits.last_rows.get(key, place.last_row) if place is not None else None
        if place is None or last is None:
            continue
        numbers = list(positions(book, key))
        if None not in numbers:
            offsets[key] = [number - place.first_row for number in numbers if number is not None]
            sizes[key] = last - place.first_row + 1
    return snapshot_rows(block, book.event.settings, book.event.tables, offsets, sizes)
