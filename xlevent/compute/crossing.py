"""Links between tasks on different calendars, or with a lag on the clock.

Both passes count work numbers on each task's own calendar. A crossing turns the number at one
end of such a link into the number at the other end, by way of the moment on the clock. The
functions work on the tables of the calendars themselves, because they are most of the time that
a project with several calendars takes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from xlevent.domain.day_table import FINISH, START, WORK
from xlevent.domain.task import LinkKind
from xlevent.domain.work_calendar import DAY, WorkCalendar

FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF

Convert = Callable[[int], int]
Find = Callable[[Sequence[int], int], int]


@dataclass(frozen=True, slots=True)
class Crossing:
    """How numbers cross, from the predecessor's calendar to the successor's and back.

    `early` turns the predecessor's end of the link into the earliest work of the successor;
    `late` the successor's late end, less the lag, into the latest work of the predecessor;
    `free` its early end likewise, for the free float.
    """

    early: Convert
    late: Convert
    free: Convert


class Crossings:
    """The crossings of a network, each made once."""

    def __init__(self) -> None:
        # By the hash of identities: that of an enumeration is slow.
        self._made: dict[tuple[WorkCalendar, WorkCalendar, int, int, int], Crossing] = {}

    def find(
        self, before: WorkCalendar, after: WorkCalendar, kind: LinkKind, lag: int, shift: int
    ) -> Crossing | None:
        """The crossing of a link with a lag of working minutes, or a shift on the clock.

        None where it is left to `SlowEdge`: SF with a lag, and shifts other than FS.
        """
        # What the lag is counts for SS only, else whether it is a lag or a lead.
        weight = lag if kind is SS else (lag > 0) - (lag < 0)
        key = (before, after, id(kind), weight, shift)
        found = self._made.get(key)
        if found is None:
            if (shift and kind is not FS) or (kind is SF and lag):
                return None
            found = self._made[key] = _crossing(before, after, kind, lag, shift)
        return found


def _crossing(
    before: WorkCalendar, after: WorkCalendar, kind: LinkKind, lag: int, shift: int
) -> Crossing:
    if kind is FS:
        free = _converter(after, before, bisect_right, -shift)
        late = free if lag >= 0 else _converter(after, before, bisect_left)
        return Crossing(_converter(before, after, bisect_left, shift), late, free)
    if kind is FF:
        starting = _converter(after, before, bisect_right)
        ending = _converter(after, before, bisect_left)
        return Crossing(
            _converter(before, after, bisect_left),
            starting if lag > 0 else ending,
            starting if lag else ending,
        )
    early = _converter(before, after, bisect_right)
    if kind is SF:
        late = _converter(after, before, bisect_left)
        return Crossing(early, late, _converter(after, before, bisect_left, in_gap=1))
    late = _converter(after, before, bisect_right)
    if lag:
        late = _late_of_lagged_start(before, after, lag)
    return Crossing(early, late, _converter(after, before, bisect_right, in_gap=1))


def _late_of_lagged_start(before: WorkCalendar, after: WorkCalendar, lag: int) -> Convert:
    """For SS with a lag, which runs from where the predecessor can start."""

    def convert(work: int) -> int:
        start = before.next_start(after.at_start(work + lag))
        return before.work_at(after.add(start, -lag))

    return convert


def _converter(
    one: WorkCalendar, other: WorkCalendar, find: Find, shift: int = 0, in_gap: int = 0
) -> Convert:
    """From work on one calendar to work on the other, at the same moment.

    `find` is bisect_left for the end of the work, bisect_right for its start; `shift` is added
    to the moment. `in_gap` is taken away where the moment is no working time of the other: for
    the start of a predecessor, which there would be put after the gap.
    """
    bases, days = one.table
    other_bases, other_days = other.table
    at: Literal[2, 3] = FINISH if find is bisect_left else START

    def convert(work: int) -> int:
        i = find(bases, work) - 1
        j = i + one.first - other.first
        if j >= 0:
            try:
                return other_bases[j] + other_days[j][WORK][days[i][at][work - bases[i]]]
            except (TypeError, IndexError):  # None: beyond what the tables cover yet
                pass
        return beyond(work)

    def convert_shifted(work: int) -> int:
        i = find(bases, work) - 1
        try:
            day, minute = divmod(days[i][at][work - bases[i]] + shift, DAY)
            j = i + day + one.first - other.first
            if j >= 0:
                return other_bases[j] + other_days[j][WORK][minute]
        except (TypeError, IndexError):
            pass
        return beyond(work)

    def beyond(work: int) -> int:
        moment = (one.at_finish(work) if find is bisect_left else one.at_start(work)) + shift
        found = other.work_at(moment)
        return found - in_gap if in_gap and other.at_start(found) > moment else found

    if in_gap:
        return beyond
    return convert_shifted if shift else convert
