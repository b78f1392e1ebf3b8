"""`WorkCalendar` for arrays of moments and work numbers; needs numpy, imported when called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlevent.domain.calendar_definition import WEEK
from xlevent.domain.work_calendar import FIRST_DAY, LAST_DAY, WorkCalendar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Minutes = NDArray[np.int64]

_OPENING = FIRST_DAY.toordinal() * 1440
_CLOSING = (LAST_DAY.toordinal() - 7) * 1440
LONGEST_TABLE = 20 * 366 * 1440
"""Minutes of the longest table; beyond it periods are searched, which takes ten times as long."""


class ArrayCalendar:
    """The same answers as the calendar it is made of, for one-dimensional arrays of int64.

    A table has the work number of every minute, and another the minute of every work number:
    two look-ups instead of a search. They cover what has been asked for and grow.

    Parameters
    ----------
    calendar
        Whose answers these are.
    first, last
        Moments between which most questions will be.
    """

    __slots__ = (
        "_asked", "_base", "_bounds", "_calendar", "_end", "_first", "_minutes", "_np", "_shift",
        "_starts", "_work",
    )  # fmt: skip
    _starts: Any
    _bounds: Any
    _work: Any
    _minutes: Any
    _base: int
    _first: int
    _end: int

    def __init__(self, calendar: WorkCalendar, first: int, last: int) -> None:
        import numpy as np

        self._np: Any = np
        self._calendar = calendar
        self._asked = first, last
        self._shift: int | None = None
        self._load(first, last)

    def work_at(self, moment: Minutes) -> Minutes:
        """Work numbers of moments."""
        if self._shift is not None:
            return moment + self._shift
        at = moment - self._first
        if self._outside(at, self._end - self._first):
            self._load(int(moment.min()), int(moment.max()))
            return self.work_at(moment)
        if self._work is not None:
            found: Minutes = self._np.add(self._work.take(at), self._base, dtype=self._np.int64)
            return found
        i = self._starts.searchsorted(moment, "right") - 1
        inside = self._np.minimum(self._bounds[i] + moment - self._starts[i], self._bounds[i + 1])
        searched: Minutes = self._np.where(i < 0, self._bounds[0], inside)
        return searched

    def at_start(self, work: Minutes) -> Minutes:
        """The moments when pieces of work start."""
        if self._shift is not None:
            return work - self._shift
        at = work - self._base
        if self._outside(at, self._bounds[-1] - self._base):
            self._load_work(int(work.min()), int(work.max()))
            return self.at_start(work)
        if self._minutes is not None:
            found: Minutes = self._np.add(self._minutes.take(at), self._first, dtype=self._np.int64)
            return found
        i = self._bounds.searchsorted(work, "right") - 1
        searched: Minutes = self._starts[i] + work - self._bounds[i]
        return searched

    def at_finish(self, work: Minutes) -> Minutes:
        """The moments when pieces of work end: one minute after their last minute starts."""
        if self._shift is not None:
            return work - self._shift
        return self.at_start(work - 1) + 1

    def next_start(self, moment: Minutes) -> Minutes:
        """The moments themselves in working time, else the starts of the next shifts."""
        return self.at_start(self.work_at(moment))

    def previous_finish(self, moment: Minutes) -> Minutes:
        """The moments themselves in or at the end of working time, else the last shifts' ends."""
        return self.at_finish(self.work_at(moment))

    def add(self, moment: Minutes, minutes: Minutes | int) -> Minutes:
        """The moments after (before, where negative) some working minutes."""
        np = self._np
        if isinstance(minutes, int):
            if minutes == 0:
                return moment
            work = self.work_at(moment) + minutes
            return self.at_finish(work) if minutes > 0 else self.at_start(work)
        work = self.work_at(moment) + minutes
        if minutes.min() > 0:
            return self.at_finish(work)
        if minutes.max() < 0:
            return self.at_start(work)
        moved = np.where(minutes > 0, self.at_finish(work), self.at_start(work))
        found: Minutes = np.where(minutes == 0, moment, moved)
        return found

    def between(self, first: Minutes, last: Minutes) -> Minutes:
        """Working minutes between pairs of moments."""
        return self.work_at(last) - self.work_at(first)

    def _outside(self, at: Minutes, length: int) -> bool:
        # As unsigned numbers the negative ones are the largest.
        return bool(self._np.maximum.reduce(at.view("u8")) >= length)

    def _load_work(self, first: int, last: int) -> None:
        calendar = self._calendar
        self._load(calendar.at_start(first), calendar.at_start(last + 1))

    def _load(self, first: int, last: int) -> None:
        """Cover two moments and what is covered already, with room to spare on both sides."""
        np = self._np
        self._asked = first, last = min(first, self._asked[0]), max(last, self._asked[1])
        room = 8 * WEEK + (last - first) // 4
        self._first = max(first - room, _OPENING) // WEEK * WEEK
        self._end = min(last + room, _CLOSING) // WEEK * WEEK
        self._calendar.work_at(self._end - 1)  # so that its table need not grow week by week
        periods = np.array(self._calendar.periods(self._first, self._end), np.int64).reshape(-1, 2)
        self._base = self._calendar.work_at(self._first)
        self._starts = periods[:, 0]
        self._bounds = np.full(len(periods) + 1, self._base)
        self._bounds[1:] += np.cumsum(periods[:, 1] - periods[:, 0])
        length = self._end - self._first
        self._shift = self._work = self._minutes = None
        if self._bounds[-1] - self._base == length:  # every minute is working time
            self._shift = self._base - self._first
        elif length <= LONGEST_TABLE:
            change = np.zeros(length + 1, np.int8)
            change[self._starts - self._first] += 1
            change[self._starts - self._first + np.diff(self._bounds)] -= 1
            working = np.cumsum(change[:-1], dtype=np.int8)
            self._work = np.zeros(length, np.int32)  # from the first work number on
            np.cumsum(working[:-1], out=self._work[1:])
            self._minutes = np.flatnonzero(working).astype(np.int32)  # from the first moment on
