"""The Gantt chart in the grid follows the schedule: its first day moves when bars leave it."""

from __future__ import annotations

import re
from datetime import datetime

from xlevent.app.updating.edits import Edit, Edits
from xlevent.app.updating.opened import Opened
from xlevent.sheets.kernel.blocks import Gantt
from xlevent.workbook.book import serial
from xlevent.workbook.gantt_writer import monday
from xlevent.workbook.names import gantt_name
from xlevent.workbook.patcher.patch import Patch

_NEXT = re.compile(r"[A-Z]{1,3}\d+\+(\d+)\Z")
_MOST = 200  # columns


def move_gantt(book: Opened, edits: Edits, patch: Patch) -> None:
    """Begin the grid at the week of the first task, where bars lie outside of it.

    The scale stays: it is part of the sheet's formats. The native chart needs no help.
    """
    for sheet in book.registry.sheets:
        for block in sheet.blocks:
            if isinstance(block, Gantt):
                _move(book, edits, patch, block)


def _move(book: Opened, edits: Edits, patch: Patch, gantt: Gantt) -> None:
    position = book.contents.named_cell(gantt_name(gantt.table))
    days = [
        int(serial(moment))
        for row in book.event.tables.get(gantt.table, ())
        for name in ("early_start", "early_finish")
        if isinstance(moment := row.get(name), datetime)
    ]
    if position is None or not days:
        return
    tab, row, column = position
    steps = [
        int(found[1])
        for at in range(column + 1, column + _MOST)
        if (found := _NEXT.match(patch.formula(tab, row, at) or ""))
    ]
    shown = book.number(tab, row, column)
    if not steps or shown is None:
        return
    reach = steps[0] * (len(steps) + 1)
    first = monday(min(days))
    inside = shown <= min(days) and max(days) < shown + reach
    if not inside and first != shown:
        edits.cells.append(Edit(tab, row, column, first))
        patch.set_value(tab, row, column, first)
