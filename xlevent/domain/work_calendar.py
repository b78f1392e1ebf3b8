"""Working time: calendars with shifts, exceptions and work weeks, and arithmetic on them.

A moment is a whole number of minutes since 0001-01-01 00:00, local time. On a calendar, working
minutes are numbered one after the other; `work_at` gives the number of a moment, `at_start` and
`at_finish` the first and the last moment that has this number (08:00 in the morning and 17:00
on the evening before are the same instant of work). Arithmetic is then arithmetic on integers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from operator import itemgetter
from typing import Any

from xlevent.domain.calendar_definition import DAY as DAY
from xlevent.domain.calendar_definition import (
    WEEK,
    Exceptions,
    Lineage,
    exceptions_by_day,
    find_lineage,
    hours_of,
    is_sound,
)
from xlevent.domain.calendar_definition import CalendarDefinition as CalendarDefinition
from xlevent.domain.calendar_definition import CalendarFault as CalendarFault
from xlevent.domain.calendar_definition import CalendarFaultKind as CalendarFaultKind
from xlevent.domain.calendar_definition import DayException as DayException
from xlevent.domain.calendar_definition import Shifts as Shifts
from xlevent.domain.calendar_definition import Week as Week
from xlevent.domain.calendar_definition import WorkWeek as WorkWeek
from xlevent.domain.day_table import FINISH, LENGTH, SHIFTS, START, WORK, DayTable, day_table
from xlevent.domain.failure import MisuseError, alike
from xlevent.domain.language import Text

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2399, 12, 26)  # a Sunday: calendars end with a whole week

_ORIGIN = datetime(1, 1, 1)
_FIRST_WEEK = (FIRST_DAY.toordinal() - 1) // 7
_LAST_WEEK = (LAST_DAY.toordinal() - 1) // 7 + 1  # exclusive
_MINUTE = timedelta(minutes=1)
_SPARE_WEEKS = 8  # that a new table covers before its first moment, for leads
_USUAL_WEEKS = 53  # and after it
_BEYOND: Any = None
"""Stands in a table of days where there is no day."""


class OutsideCalendarError(MisuseError):
    """A date before 1900, after 2399, or beyond the last working time of a calendar."""


def to_minutes(moment: datetime) -> int:
    """Minutes since 0001-01-01 00:00 of a moment, seconds cut off."""
    return (moment.toordinal() - 1) * DAY + moment.hour * 60 + moment.minute


def to_datetime(minutes: int) -> datetime:
    """The moment at a number of minutes since 0001-01-01 00:00."""
    return _ORIGIN + minutes * _MINUTE


def within_calendars(minutes: int) -> bool:
    """Whether a moment lies in the years that calendars know, 1900 to 2399."""
    return _FIRST_WEEK * WEEK <= minutes < _LAST_WEEK * WEEK


class WorkCalendar:
    """Arithmetic on the working time of one calendar.

    The table of working periods grows as dates are asked for, up to the bounds of the years
    1900 to 2399: threads must not share a calendar.

    Parameters
    ----------
    lineage
        The definition, its parent, the parent of that, and so on.
    around
        A moment (minutes) near the first question.
    """

    __slots__ = ("_bases", "_days", "_exceptions", "_lineage", "_usual", "first", "id")

    def __init__(self, lineage: Lineage, around: int) -> None:
        self.id = lineage[0].id
        self._lineage = lineage
        self._exceptions: Exceptions | None = None  # until someone asks for a day
        self._usual = [day_table(hours_of(lineage, day, None, ())) for day in range(7)]
        week = max(min(around // WEEK, _LAST_WEEK - 1) - _SPARE_WEEKS, _FIRST_WEEK)
        self.first = week * 7
        """The first day of the tables, counted from 0001-01-01."""
        self._bases = [0]
        self._days: list[DayTable] = [_BEYOND]
        self._grow(week + _SPARE_WEEKS + _USUAL_WEEKS)

    @property
    def table(self) -> tuple[list[int], list[DayTable]]:
        """The days from `first` on: the work numbers at their beginnings, and their tables.

        Each list has one entry more at the end: the number after the last day, and None; so the
        days before the first and after the last both find None. The lists are the calendar's
        own: they grow at both ends, and `first` with them.
        """
        return self._bases, self._days

    @property
    def has_work(self) -> bool:
        """Whether there is any working time at all."""
        return any(day[LENGTH] for day in self._usual) or any(
            any(exception.shifts for exception in line.exceptions)
            or any(any(other.week) for other in line.work_weeks)
            for line in self._lineage
        )

    def work_at(self, moment: int) -> int:
        """The number of working minutes up to a moment, counted from a point of its own."""
        i = moment // DAY - self.first
        if 0 <= i < len(self._days) - 1:
            return self._bases[i] + self._days[i][WORK][moment % DAY]
        self._cover(moment)
        return self.work_at(moment)

    def at_start(self, work: int) -> int:
        """The moment when a piece of work starts: 08:00 rather than 17:00 the day before."""
        while (day := self._days[i := bisect_right(self._bases, work) - 1]) is _BEYOND:
            self._grow_further(up=work >= self._bases[-1])
        return day[START][work - self._bases[i]] + (self.first + i) * DAY

    def at_finish(self, work: int) -> int:
        """The moment when a piece of work ends: 17:00 rather than 08:00 the day after."""
        while (day := self._days[i := bisect_left(self._bases, work) - 1]) is _BEYOND:
            self._grow_further(up=work > self._bases[-1])
        return day[FINISH][work - self._bases[i]] + (self.first + i) * DAY

    def next_start(self, moment: int) -> int:
        """The moment itself in working time, else the start of the next shift."""
        return self.at_start(self.work_at(moment))

    def previous_finish(self, moment: int) -> int:
        """The moment itself in or at the end of working time, else the end of the last shift."""
        return self.at_finish(self.work_at(moment))

    def add(self, moment: int, minutes: int) -> int:
        """The moment after some working minutes; after none the moment itself."""
        if minutes == 0:
            return moment
        work = self.work_at(moment) + minutes
        return self.at_finish(work) if minutes > 0 else self.at_start(work)

    def subtract(self, moment: int, minutes: int) -> int:
        """The moment before some working minutes; before none the moment itself."""
        return self.add(moment, -minutes)

    def between(self, first: int, last: int) -> int:
        """Working minutes from one moment to another; negative when the second is earlier."""
        return self.work_at(last) - self.work_at(first)

    def periods(self, first: int, last: int) -> list[tuple[int, int]]:
        """The working periods between two moments: their starts and ends, in order."""
        if first >= last or self.work_at(first) == self.work_at(last):
            return []
        low, high = first // DAY, last // DAY
        days = self._days[low - self.first : high - self.first + 1]
        found = [
            (base + start, base + end)
            for base, day in zip(range(low * DAY, (high + 1) * DAY, DAY), days, strict=True)
            for start, end in day[SHIFTS]
            if base + end > first and base + start < last
        ]
        found[0] = (max(found[0][0], first), found[0][1])
        found[-1] = (found[-1][0], min(found[-1][1], last))
        return found

    def works_on(self, day: date) -> bool:
        """Whether a day has working time."""
        return bool(self.hours(day))

    def hours(self, day: date) -> Shifts:
        """The shifts of a day, as they are written."""
        exception = self.exception_on(day)
        if exception is not None:
            return exception[1].shifts
        work_weeks = [(line, other) for line in self._lineage for other in line.work_weeks]
        return hours_of(self._lineage, day.weekday(), day, work_weeks)

    def exception_on(self, day: date) -> tuple[str, DayException] | None:
        """The exception that a day follows, if any, and the id of the calendar that has it."""
        if self._exceptions is None:
            self._exceptions = exceptions_by_day(self._lineage)
        days, found = self._exceptions
        place = bisect_right(days, day.toordinal())
        return found[place - 1] if place else None

    def _cover(self, moment: int) -> None:
        week = moment // WEEK
        if not _FIRST_WEEK <= week < _LAST_WEEK:
            raise OutsideCalendarError(
                Text(
                    f"行事曆「{self.id}」在 {_when(moment).zh} 之前結束",
                    f"calendar {self.id!r} ends before {_when(moment).en}",
                )
            )
        first, last = self._weeks()
        span = max(52, last - first)
        if week >= last:
            self._grow(max(week + 1, last + span))
        else:
            self._grow_down(min(week, first - span))

    def _grow_further(self, *, up: bool) -> None:
        first, last = self._weeks()
        if (last >= _LAST_WEEK) if up else (first <= _FIRST_WEEK):
            way, way_zh = ("after", "之後") if up else ("before", "之前")
            raise OutsideCalendarError(
                Text(
                    f"行事曆「{self.id}」在那{way_zh}沒有工作時間",
                    f"calendar {self.id!r} has no working time {way} that",
                )
            )
        span = max(52, last - first)
        if up:
            self._grow(last + span)
        else:
            self._grow_down(first - span)

    def _weeks(self) -> tuple[int, int]:
        """The first week that the table covers, and the first after it."""
        first = self.first // 7
        return first, first + len(self._days) // 7

    def _grow(self, last: int) -> None:
        days = self._tables(self._weeks()[1], min(last, _LAST_WEEK))
        self._bases[-1:] = accumulate(map(_length, days), initial=self._bases[-1])
        self._days[-1:] = [*days, _BEYOND]

    def _grow_down(self, first: int) -> None:
        old = self._weeks()[0]
        first = max(first, _FIRST_WEEK)
        days = self._tables(first, old)
        bases = list(accumulate(map(_length, days), initial=0))
        before = self._bases[0] - bases.pop()
        self._bases[:0] = [before + base for base in bases]
        self._days[:0] = days
        self.first = first * 7

    def _tables(self, first: int, last: int) -> list[DayTable]:
        """The tables of all days of some weeks."""
        days = self._usual * (last - first)
        begin = first * 7
        for day, shifts in self._special_days(range(begin, last * 7)):
            days[day - begin] = day_table(shifts)
        return days

    def _special_days(self, days: range) -> Iterator[tuple[int, Shifts]]:
        """Days that are not as usual, and their shifts; of several for a day the last counts."""
        begin, end = date.fromordinal(days.start + 1), date.fromordinal(days.stop)
        work_weeks = [
            (line, other)
            for line in self._lineage
            for other in line.work_weeks
            if other.last >= begin and other.first <= end
        ]
        for _, other in work_weeks:
            for day in _days_of(other, days):
                on = date.fromordinal(day + 1)
                yield day, hours_of(self._lineage, day % 7, on, work_weeks)
        for line in reversed(self._lineage):
            for exception in reversed(line.exceptions):
                if exception.last >= begin and exception.first <= end:
                    for day in _days_of(exception, days):
                        yield day, exception.shifts


def _days_of(rule: DayException | WorkWeek, within: range) -> range:
    """The days of a rule that lie within others, counted from 0001-01-01."""
    first, last = rule.first.toordinal() - 1, rule.last.toordinal()
    return range(max(first, within.start), min(last, within.stop))


_length = itemgetter(LENGTH)


def build_calendars(
    definitions: Iterable[CalendarDefinition], around: int
) -> tuple[dict[str, WorkCalendar], list[CalendarFault]]:
    """The usable calendars by id, and what is wrong with the others.

    Calendars that add nothing to their parent are the parent's very object, so that comparing
    calendars is comparing identities.
    """
    faults: list[CalendarFault] = []
    known: dict[str, CalendarDefinition] = {}
    for definition in definitions:
        if definition.id in known:
            faults.append(CalendarFault(CalendarFaultKind.DUPLICATE, definition.id))
        else:
            known[definition.id] = definition
    built: dict[tuple[str, ...], WorkCalendar] = {}
    result: dict[str, WorkCalendar] = {}
    for name in known:
        lineage = find_lineage(name, known, faults)
        if lineage is None:
            continue
        wrong = [line.id for line in lineage if not is_sound(line)]
        if wrong:
            faults.append(CalendarFault(CalendarFaultKind.WRONG_SHIFTS, name, wrong[0]))
            continue
        key = tuple(line.id for line in lineage)
        if key not in built:
            built[key] = WorkCalendar(lineage, around)
        if built[key].has_work:
            result[name] = built[key]
        else:
            faults.append(CalendarFault(CalendarFaultKind.NO_WORKING_TIME, name))
    return result, faults


def continuous(around: int) -> WorkCalendar:
    """The calendar of elapsed time: every minute of every day."""
    return WorkCalendar((CalendarDefinition("elapsed time", (((0, DAY),),) * 7),), around)


def _when(moment: int) -> Text:
    try:
        return alike(f"{to_datetime(moment):%Y-%m-%d}")
    except OverflowError:
        return Text("該日", "that date")
