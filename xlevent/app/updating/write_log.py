"""The audit trail: what xlevent wrote into a workbook, when, and on whose behalf."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from xlevent import __version__
from xlevent.app.updating.edits import Edit, Edits, stored_value
from xlevent.app.updating.opened import Opened, opened, stored_rows
from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent.errors import MisuseError
from xlevent.sheets.registry import registry
from xlevent.workbook.book import SPARE
from xlevent.workbook.limits import Limits

LOG = "write_log"


def read_log(path: Path, limits: Limits | None = None) -> list[dict[str, Value]]:
    """The entries of a workbook's write log, the oldest first."""
    from xlevent.workbook.package import open_package  # a workbook open in Excel has none
    from xlevent.workbook.package_source import PackageSource

    with open_package(path, limits) as package:
        book = opened(PackageSource(package), registry())
        if LOG not in book.places:
            raise MisuseError(
                Text("活頁簿還沒有寫入紀錄。", "the workbook has no write log yet."),
                where=str(path),
                mend=Text(
                    "請以 `xlevent upgrade` 更新活頁簿。",
                    "Bring it up to date with `xlevent upgrade`.",
                ),
            )
        return [row for _, row in entries(book)]


def add_entry(book: Opened, command: str, what: Text, edits: Edits) -> None:
    """One more entry, below the last one."""
    place = book.places.get(LOG)
    if place is None or place.last_row is None:
        return  # a workbook of an older template: nothing to write it to
    row = entry(command, what.show(book.language), len(edits.cells))
    at = max((number for number, _ in entries(book)), default=place.first_row - 1) + 1
    for name, column in place.columns.found.items():
        value = stored_value(book, place.table.column(name), row.get(name))
        edits.cells.append(Edit(place.sheet, at, column, value))
    if at > place.last_row:
        edits.last_rows[LOG] = at + SPARE


def entry(command: str, what: str, cells: int | None = None) -> dict[str, Value]:
    """What is noted of one command, now."""
    row: dict[str, Value] = {
        "at": datetime.now().replace(microsecond=0),
        "command": command,
        "by": _user(),
        "version": __version__,
        "what": what,
    }
    return row if cells is None else {**row, "cells": cells}


def entries(book: Opened) -> Iterator[tuple[int, dict[str, Value]]]:
    """The rows of the sheet that hold an entry, each with the entry."""
    yield from stored_rows(book, LOG).items()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
