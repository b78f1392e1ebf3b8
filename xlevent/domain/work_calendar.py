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
from typing import Any

from xlevent.domain.calendar_definition import DAY as DAY
from xlevent.domain.calendar_definition import (
    NO_RULES,
    WEEK,
    Lineage,
    Rules,
    find_lineage,
    hours_of,
    is_sound,
    merged,
    rules_by_week,
)
from xlevent.domain.calendar_definition import CalendarDefinition as CalendarDefinition
from xlevent.domain.calendar_definition import CalendarFault as CalendarFault
from xlevent.domain.calendar_definition import CalendarFaultKind as CalendarFaultKind
from xlevent.domain.calendar_definition import DayException as DayException
from xlevent.domain.calendar_definition import Shifts as Shifts
from xlevent.domain.calendar_definition import Week as Week
from xlevent.domain.calendar_definition import WorkWeek as WorkWeek

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2399, 12, 26)  # a Sunday: calendars end with a whole week

_ORIGIN = datetime(1, 1, 1)
_FIRST_WEEK = (FIRST_DAY.toordinal() - 1) // 7
_LAST_WEEK = (LAST_DAY.toordinal() - 1) // 7 + 1  # exclusive
_MINUTE = timedelta(minutes=1)
_BEYOND: Any = None
"""Stands in a table of integers where there is no period."""


class OutsideCalendarError(ValueError):
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

    __slots__ = ("_bounds", "_lineage", "_offsets", "_pattern", "_starts", "_usual", "_weeks", "id")

    def __init__(self, lineage: Lineage, around: int) -> None:
        self.id = lineage[0].id
        self._lineage = lineage
        self._usual = [merged(hours_of(lineage, day, None, NO_RULES)) for day in range(7)]
        self._pattern = [
            (day * DAY + start, end - start)
            for day, shifts in enumerate(self._usual)
            for start, end in shifts
        ]
        week = min(max(around // WEEK, _FIRST_WEEK + 1), _LAST_WEEK - 1)
        self._weeks = (week, week)  # covered: first, last + 1
        self._starts = [week * WEEK]
        self._bounds = [0]
        self._offsets = [_BEYOND]
        self._grow(week + 53)

    @property
    def table(self) -> tuple[list[int], list[int], list[int]]:
        """The working periods: where they start, their work numbers, the one less the other.

        Each list has one entry more at the end: the end of the table, the number after its last
        work, and None; so the periods before the first and after the last both find None. The
        lists are the calendar's own: they grow at both ends.
        """
        return self._starts, self._bounds, self._offsets

    @property
    def has_work(self) -> bool:
        """Whether there is any working time at all."""
        return bool(self._pattern) or any(
            any(exception.shifts for exception in line.exceptions)
            or any(any(other.week) for other in line.work_weeks)
            for line in self._lineage
        )

    def work_at(self, moment: int) -> int:
        """The number of working minutes up to a moment, counted from a point of its own."""
        i = bisect_right(self._starts, moment) - 1
        offset = self._offsets[i]
        if offset is _BEYOND:
            first, last = self._weeks
            if first * WEEK <= moment < last * WEEK:
                return self._bounds[0]
            self._cover(moment)
            return self.work_at(moment)
        work, limit = moment - offset, self._bounds[i + 1]
        return work if work < limit else limit

    def at_start(self, work: int) -> int:
        """The moment when a piece of work starts: 08:00 rather than 17:00 the day before."""
        while (offset := self._offsets[bisect_right(self._bounds, work) - 1]) is _BEYOND:
            self._grow_further(up=work >= self._bounds[-1])
        return work + int(offset)

    def at_finish(self, work: int) -> int:
        """The moment when a piece of work ends: 17:00 rather than 08:00 the day after."""
        while (offset := self._offsets[bisect_left(self._bounds, work) - 1]) is _BEYOND:
            self._grow_further(up=work > self._bounds[-1])
        return work + int(offset)

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
        if first >= last:
            return []
        low, high = self.work_at(first), self.work_at(last)
        if low == high:
            return []
        starts, bounds = self._starts, self._bounds
        i, j = bisect_right(bounds, low) - 1, bisect_left(bounds, high) - 1
        if i == j:
            begin = starts[i] - bounds[i]
            return [(begin + low, begin + high)]
        found = [(starts[k], starts[k] + bounds[k + 1] - bounds[k]) for k in range(i + 1, j)]
        return [
            (starts[i] + low - bounds[i], starts[i] + bounds[i + 1] - bounds[i]),
            *found,
            (starts[j], starts[j] + high - bounds[j]),
        ]

    def works_on(self, day: date) -> bool:
        """Whether a day has working time."""
        return bool(self.hours(day))

    def hours(self, day: date) -> Shifts:
        """The shifts of a day, as they are written."""
        week = (day.toordinal() - 1) // 7
        rules = rules_by_week(self._lineage, week, week + 1).get(week, NO_RULES)
        return hours_of(self._lineage, day.weekday(), day, rules)

    def exception_on(self, day: date) -> tuple[str, DayException] | None:
        """The exception that a day follows, if any, and the id of the calendar that has it."""
        for line in self._lineage:
            for exception in line.exceptions:
                if exception.first <= day <= exception.last:
                    return line.id, exception
        return None

    def _cover(self, moment: int) -> None:
        week = moment // WEEK
        if not _FIRST_WEEK <= week < _LAST_WEEK:
            raise OutsideCalendarError(f"calendar {self.id!r} ends before {_when(moment)}")
        first, last = self._weeks
        span = max(52, last - first)
        if week >= last:
            self._grow(min(max(week + 1, last + span), _LAST_WEEK))
        else:
            self._grow_down(max(min(week, first - span), _FIRST_WEEK))

    def _grow_further(self, *, up: bool) -> None:
        first, last = self._weeks
        if (last >= _LAST_WEEK) if up else (first <= _FIRST_WEEK):
            way = "after" if up else "before"
            raise OutsideCalendarError(f"calendar {self.id!r} has no working time {way} that")
        span = max(52, last - first)
        if up:
            self._grow(min(last + span, _LAST_WEEK))
        else:
            self._grow_down(max(first - span, _FIRST_WEEK))

    def _grow(self, last: int) -> None:
        first, old = self._weeks
        last = min(last, _LAST_WEEK)
        starts, lengths = self._periods(old, last)
        bounds = list(accumulate(lengths, initial=self._bounds[-1]))
        offsets = [start - bound for start, bound in zip(starts, bounds, strict=False)]
        self._starts[-1:] = [*starts, last * WEEK]
        self._bounds += bounds[1:]
        self._offsets[-1:] = [*offsets, _BEYOND]
        self._weeks = (first, last)

    def _grow_down(self, first: int) -> None:
        old, last = self._weeks
        starts, lengths = self._periods(first, old)
        bounds = list(accumulate(lengths, initial=self._bounds[0] - sum(lengths)))
        self._starts[:0] = starts
        self._offsets[:0] = [start - bound for start, bound in zip(starts, bounds, strict=False)]
        self._bounds[:0] = bounds[:-1]
        self._weeks = (first, last)

    def _periods(self, first: int, last: int) -> tuple[list[int], list[int]]:
        """Starts and lengths of the working periods of some weeks."""
        starts: list[int] = []
        lengths: list[int] = []
        usual = [start for start, _ in self._pattern]
        usual_lengths = [length for _, length in self._pattern]
        special = rules_by_week(self._lineage, first, last)
        done = first
        for week in [*sorted(special), last]:
            weeks = range(done * WEEK, week * WEEK, WEEK)
            starts += [base + start for base in weeks for start in usual]
            lengths += usual_lengths * len(weeks)
            done = week + 1
            if week < last:
                for start, length in self._special_week(week, special[week]):
                    starts.append(start)
                    lengths.append(length)
        return starts, lengths

    def _special_week(self, week: int, rules: Rules) -> Iterator[tuple[int, int]]:
        exceptions, work_weeks = rules
        for weekday in range(7):
            number = week * 7 + weekday
            day = date.fromordinal(number + 1)
            for exception in exceptions:
                if exception.first <= day <= exception.last:
                    shifts = merged(exception.shifts)
                    break
            else:
                shifts = self._usual[weekday]
                if work_weeks:
                    shifts = merged(hours_of(self._lineage, weekday, day, rules))
            for start, end in shifts:
                yield number * DAY + start, end - start


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


def _when(moment: int) -> str:
    try:
        return f"{to_datetime(moment):%Y-%m-%d}"
    except OverflowError:
        return "that date"
