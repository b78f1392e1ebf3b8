"""The working time of a day by the minute, so that a calendar looks up instead of searching."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from xlevent.domain.calendar_definition import DAY, Shifts, merged

DayTable = tuple[int, list[int], list[int], list[int], Shifts]
"""By these numbers: how many working minutes a day has; by the minute of the day, 0 to 1440, how
many of them are over; by the number of a piece of work in that day, the minute when it starts,
from 0, and when it ends, from 1; the shifts in order. A plain tuple, because the schedule looks
up a great many of them."""
LENGTH: Final = 0
WORK: Final = 1
START: Final = 2
FINISH: Final = 3
SHIFTS: Final = 4

_MINUTES = list(range(DAY + 1))


@lru_cache(256)
def day_table(shifts: Shifts) -> DayTable:
    """The table of a day with some shifts."""
    shifts = merged(shifts)
    over: list[int] = []
    starts: list[int] = []
    finishes = [0]
    for start, end in shifts:
        done = len(starts)
        over += [done] * (start - len(over))
        over += _MINUTES[done : done + end - start]
        starts += _MINUTES[start:end]
        finishes += _MINUTES[start + 1 : end + 1]
    over += [len(starts)] * (DAY + 1 - len(over))
    return len(starts), over, starts, finishes, shifts
