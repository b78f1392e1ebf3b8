"""Links between tasks on different calendars, or with a lag on the clock.

Both passes count work numbers on each task's own calendar. A crossing turns the number at one
end of such a link into the number at the other end, by way of the moment on the clock. The
functions work on the tables of the calendars themselves, because they are most of the time that
a project with several calendars takes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import NamedTuple

from xlevent.domain.task import LinkKind
from xlevent.domain.work_calendar import WorkCalendar

FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF

Convert = Callable[[int], int]


class Crossing(NamedTuple):
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
        self._made: dict[tuple[WorkCalendar, WorkCalendar, LinkKind, int, int], Crossing] = {}

    def find(
        self, before: WorkCalendar, after: WorkCalendar, kind: LinkKind, lag: int, shift: int
    ) -> Crossing | None:
        """The crossing of a link with a lag of working minutes, or a shift on the clock.

        None where it is left to `SlowEdge`: SF with a lag, and shifts other than FS.
        """
        # What the lag is counts for SS only, else whether it is a lag or a lead.
        weight = lag if kind is SS else (lag > 0) - (lag < 0)
        key = (before, after, kind, weight, shift)
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
        free = from_start(after, before, -shift)
        late = free if lag >= 0 else from_finish(after, before)
        return Crossing(from_finish(before, after, shift), late, free)
    if kind is FF:
        at_start, at_finish = from_start(after, before), from_finish(after, before)
        return Crossing(
            from_finish(before, after),
            at_start if lag > 0 else at_finish,
            at_start if lag else at_finish,
        )
    if kind is SF:
        held = _held(after, before, after.at_finish)
        return Crossing(from_start(before, after), from_finish(after, before), held)
    late = _late_of_lagged_start(before, after, lag) if lag else from_start(after, before)
    return Crossing(from_start(before, after), late, _held(after, before, after.at_start))


def _late_of_lagged_start(before: WorkCalendar, after: WorkCalendar, lag: int) -> Convert:
    """For SS with a lag, which runs from where the predecessor can start."""

    def convert(work: int) -> int:
        start = before.next_start(after.at_start(work + lag))
        return before.work_at(after.add(start, -lag))

    return convert


def from_finish(before: WorkCalendar, after: WorkCalendar, shift: int = 0) -> Convert:
    """From the end of work on one calendar, and some minutes on the clock, to work on another."""
    starts, bounds = before.table
    other_starts, other_bounds = after.table

    def convert(work: int) -> int:
        i = bisect_left(bounds, work) - 1
        try:
            moment = starts[i] + work - bounds[i] + shift
            j = bisect_right(other_starts, moment)
            _ = other_starts[j]
        except IndexError:  # beyond what the tables cover yet
            return after.work_at(before.at_finish(work) + shift)
        if i < 0 or not j:
            return after.work_at(before.at_finish(work) + shift)
        found = other_bounds[j - 1] + moment - other_starts[j - 1]
        limit = other_bounds[j]
        return found if found < limit else limit

    return convert


def from_start(before: WorkCalendar, after: WorkCalendar, shift: int = 0) -> Convert:
    """From the start of work on one calendar, and some minutes on the clock, to work on another."""
    starts, bounds = before.table
    other_starts, other_bounds = after.table

    def convert(work: int) -> int:
        i = bisect_right(bounds, work) - 1
        try:
            moment = starts[i] + work - bounds[i] + shift
            j = bisect_right(other_starts, moment)
            _ = other_starts[j]
        except IndexError:
            return after.work_at(before.at_start(work) + shift)
        if i < 0 or not j:
            return after.work_at(before.at_start(work) + shift)
        found = other_bounds[j - 1] + moment - other_starts[j - 1]
        limit = other_bounds[j]
        return found if found < limit else limit

    return convert


def _held(after: WorkCalendar, before: WorkCalendar, side: Convert) -> Convert:
    """As above, for the start of a predecessor: in a gap it would be put after it."""

    def convert(work: int) -> int:
        moment = side(work)
        last = before.work_at(moment)
        return last - 1 if before.at_start(last) > moment else last

    return convert
