"""From a workbook that people have filled to an event with typed values and findings."""

from __future__ import annotations

from pathlib import Path

from xlevent.app.event import Event
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.registry import registry as installed
from xlevent.workbook import reader
from xlevent.workbook.limits import Limits


def read(
    path: str | Path, *, registry: Declared | None = None, limits: Limits | None = None
) -> Event:
    """The event in a workbook; UnreadableFileError where the file is no workbook of ours.

    Problems of cells, and whatever was found in another place than expected, are in the
    event's `findings`. `limits` bounds what is accepted from an untrusted file.
    """
    declared = registry or installed()
    book = reader.read(path, declared, limits)
    event = Event.from_raw(book.plan, registry=declared)
    event.source = Path(path)
    event.book_language = book.language
    return event
