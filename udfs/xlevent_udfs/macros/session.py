"""One run of a macro: the workbook as it was read, and what is changed in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlevent.app.event import Event
from xlevent.app.updating.change import Change
from xlevent.app.updating.gantt import MOST, gantt_moves
from xlevent.app.updating.made import make_change
from xlevent.app.updating.opened import Opened, opened
from xlevent.domain.language import Language, Text
from xlevent.errors import UnreadableFileError
from xlevent.sheets.registry import registry
from xlevent.workbook.names import TEMPLATE_VERSION
from xlevent_udfs.macros.declaration import Progress
from xlevent_udfs.macros.open_book import OpenBook
from xlevent_udfs.macros.refusal import RefusalError
from xlevent_udfs.macros.writing import plan, write

if TYPE_CHECKING:
    from xlevent.app.evaluated import Evaluated

_READING = Text("讀取活頁簿", "Reading the workbook")
_COMPUTING = Text("計算", "Computing")


class Session:
    """Reads the workbook when it is made; `change` may be called once."""

    def __init__(self, book: Any, progress: Progress) -> None:
        """RefusalError where it is none of ours, or of a template that is not known here."""
        progress(_READING)
        self.book = book
        self.source = OpenBook(book)
        self.opened = _opened(self.source)
        self.progress = progress
        progress(_COMPUTING)

    @property
    def event(self) -> Event:
        """The event in the workbook."""
        return self.opened.event

    @property
    def language(self) -> Language:
        """The language of the workbook."""
        return self.opened.language

    @cached_property
    def evaluated(self) -> Evaluated:
        """The event with the values that the workbook shows."""
        from xlevent.app.evaluated import Evaluated
        from xlevent.app.updating.shown_values import shown_values

        return Evaluated(self.event, self.language, shown_values(self.opened))

    def change(self, command: str, *changes: Callable[[Event], Change]) -> int:
        """Make the changes, one after the other, and write what differs; the number of cells.

        WriteError where the program refuses a write; then nothing is changed.
        """
        edits = make_change(self.opened, command, _together(changes))
        if not edits.cells:
            return 0
        edits.cells.extend(gantt_moves(self.opened, self._shown_days))
        made = plan(self.opened, self.source, edits)
        self.progress(Text(f"寫入 {len(edits.cells)} 格", f"Writing {len(edits.cells)} cells"))
        write(self.source, made)
        return edits.asked

    def _shown_days(self, tab: str, row: int, column: int) -> int | None:
        """How many days a Gantt chart in the grid shows: its head holds their serial numbers."""
        cells = self.source.grid(tab).get(row, {})
        days = [cells.get(at) for at in range(column, column + MOST)]
        found = []
        for day in days:
            if not isinstance(day, float) or isinstance(day, bool):
                break
            found.append(day)
        return int((found[1] - found[0]) * len(found)) if len(found) > 1 else None


def _together(changes: tuple[Callable[[Event], Change], ...]) -> Callable[[Event], Change]:
    def change(event: Event) -> Change:
        done = [one(event) for one in changes]
        what = Text("；".join(c.what.zh for c in done), "; ".join(c.what.en for c in done))
        reports = {key: rows for c in done for key, rows in c.reports.items()}
        return Change(what, reports, [block for c in done for block in c.computed])

    return change


def _opened(source: OpenBook) -> Opened:
    try:
        book = opened(source, registry())
    except UnreadableFileError as error:
        raise RefusalError(
            f"{source.name} 不是 xlevent 的活頁簿。請切換到活動的活頁簿再執行。",
            f"{source.name} is no workbook of xlevent ({error.what.en}) "
            "Switch to the event's workbook and run it again.",
        ) from error
    version = book.raw.template or ""
    if version.isdecimal() and int(version) > TEMPLATE_VERSION:
        raise RefusalError(
            f"活頁簿是範本第 {version} 版，這裡的 xlevent 只認得到第 {TEMPLATE_VERSION} 版。"
            "請更新 xlevent。",
            f"The workbook is of template {version}, this xlevent knows up to "
            f"{TEMPLATE_VERSION}. Update xlevent.",
        )
    return book
