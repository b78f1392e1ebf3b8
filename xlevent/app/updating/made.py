"""A change made to the event of an opened workbook, as the cells that follow from it."""

from __future__ import annotations

from collections.abc import Callable

from xlevent.app.event import Event
from xlevent.app.updating.change import Change
from xlevent.app.updating.copies import add_copies
from xlevent.app.updating.edits import Edits, edits_of
from xlevent.app.updating.opened import Opened
from xlevent.app.updating.write_log import add_entry


def make_change(
    book: Opened, command: str, change: Callable[[Event], Change], *, log_always: bool = False
) -> Edits:
    """Change the event; the edits hold the copies of inputs and the entry of the write log too.

    Where nothing differs there are no edits, and no entry unless `log_always`.
    """
    done = change(book.event)
    edits = edits_of(book, done.reports)
    edits.asked = len(edits.cells)
    add_copies(book, edits, done.computed)
    if edits.cells or log_always:
        add_entry(book, command, done.what, edits)
    return edits
