"""The Gantt chart in the grid follows the schedule: its first day moves when bars leave it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from xlevent.app.updating.edits import Edit, Edits
from xlevent.app.updating.opened import Opened
from xlevent.sheets.kernel.blocks import Gantt
from xlevent.workbook.book import monday, serial
from xlevent.workbook.names import gantt_name

if TYPE_CHECKING:
    from xlevent.workbook.patcher.patch import Patch

MOST = 200  # columns of a grid
_NEXT = re.compile(r"[A-Z]{1,3}\d+\+(\d+)\Z")


def move_gantt(book: Opened, edits: Edits, patch: Patch) -> None:
    """Begin the grid at the week of the first task, where bars lie outside of it.

    The scale stays: it is part of the sheet's formats. The native chart needs no help.
    """

    def reach(tab: str, row: int, column: int) -> int | None:
        steps = [
            int(found[1])
            for at in range(column + 1, column + MOST)
            if (found := _NEXT.match(patch.formula(tab, row, at) or ""))
        ]
        return steps[0] * (len(steps) + 1) if steps else None

    for edit in gantt_moves(book, reach):
        edits.cells.append(edit)
        patch.set_value(edit.sheet, edit.row, edit.column, edit.value)


def gantt_moves(book: Opened, reach: Callable[[str, int, int], int | None]) -> Iterator[Edit]:
    """New first days. `reach` gives the days that a grid shows, by the cell of its first one."""
    for sheet in book.registry.sheets:
        for block in sheet.blocks:
            if isinstance(block, Gantt):
                yield from _move(book, block, reach)


def _move(
    book: Opened, gantt: Gantt, reach: Callable[[str, int, int], int | None]
) -> Iterator[Edit]:
    position = book.contents.named_cell(gantt_name(gantt.table))
    days = [
        int(serial(moment))
        for row in book.event.tables.get(gantt.table, ())
        for name in ("early_start", "early_finish")
        if isinstance(moment := row.get(name), datetime)
    ]
    if position is None or not days:
        return
    shown, length = book.number(*position), reach(*position)
    if shown is None or length is None:
        return
    first = monday(min(days))
    inside = shown <= min(days) and max(days) < shown + length
    if not inside and first != shown:
        yield Edit(*position, first)
