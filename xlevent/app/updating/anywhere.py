"""The same change to a workbook (patched in place) or to a plan file (saved)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.updating.change import Change, Updated

BOOKS = (".xlsx", ".xlsm")


def change_file(
    path: Path,
    command: str,
    change: Callable[[Event], Change],
    *,
    output: Path | None = None,
    force: bool = False,
) -> Updated:
    """Apply a change to the event in a file, or to a copy of it at `output`."""
    if path.suffix.lower() in BOOKS and path.is_file():
        from xlevent.app.updating.update import update_book

        return update_book(path, command, change, output=output, force=force)
    event = Event.load(path)
    change(event)
    target = output or path
    event.save(target, force=force)
    return Updated(target, book=False)


def try_change(path: Path, change: Callable[[Event], Change]) -> None:
    """Make the change to the event only; nothing is written."""
    change(Event.load(path))
