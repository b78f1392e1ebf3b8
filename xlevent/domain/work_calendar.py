"""Working time: calendars with shifts, exceptions and work weeks, and arithmetic on them.

A moment is a whole number of minutes since 0001-01-01 00:00, local time. On a calendar, working
minutes are numbered one after the other; `work_at` gives the number of a moment, `at_start` and
`at_finish` the first and the last moment that has this number (08:00 in the morning and 17:00
on the evening before are the same instant of work). Arithmetic is then arithmetic on integers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate

DAY = 1440  # minutes
WEEK = 7 * DAY
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2399, 12, 26)  # a Sunday: calendars end with a whole week

Shifts = tuple[tuple[int, int], ...]
"""Working hours of a day: pairs of start and end in minutes after midnight, 0 to 1440."""
Week = tuple[Shifts | None, ...]
"""Shifts of Monday to Sunday; None where the day follows the parent (or the ordinary week)."""

_ORIGIN = datetime(1, 1, 1)
_FIRST_WEEK = (FIRST_DAY.toordinal() - 1) // 7
_LAST_WEEK = (LAST_DAY.toordinal() - 1) // 7 + 1  # exclusive
_MINUTE = timedelta(minutes=1)


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


@dataclass(frozen=True, slots=True)
class DayException:
    """Other hours on the days from `first` to `last`: holidays (no shifts), make-up days."""

    first: date
    last: date
    shifts: Shifts = ()


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Another week on the days from `first` to `last`; exceptions still go first."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True, slots=True)
class CalendarDefinition:
    """A calendar as a person writes it.

    The hours of a day come from the exceptions of the calendar, else from those of its parents,
    else from its work weeks and its week; a day that these leave open follows the parent.
    """

    id: str
    week: Week
    exceptions: tuple[DayException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()
    parent: str | None = None
    name: str = ""


class CalendarFaultKind(StrEnum):
    """What can be wrong with a calendar."""

    DUPLICATE = "duplicate calendar"
    UNKNOWN_PARENT = "unknown parent calendar"
    CIRCLE = "circle of parent calendars"
    WRONG_SHIFTS = "wrong shifts"
    NO_WORKING_TIME = "calendar without working time"


@dataclass(frozen=True, slots=True)
class CalendarFault:
    """A calendar that cannot be used, and why."""

    kind: CalendarFaultKind
    calendar: str
    detail: str = ""


class WorkCalendar:
    """Arithmetic on the working time of one calendar.

    The table of working periods grows as dates are asked for, up to the bounds of the years
    1900 to 2399; it is a cache, so that two threads at worst build it twice.

    Parameters
    ----------
    lineage
        The definition, its parent, the parent of that, and so on.
    around
        A moment (minutes) near the first question.
    """

    __slots__ = ("_bounds", "_lineage", "_pattern", "_rules", "_starts", "_weeks", "id")

    def __init__(self, lineage: tuple[CalendarDefinition, ...], around: int) -> None:
        self.id = lineage[0].id
        self._lineage = lineage
        self._rules = _rules_by_week(lineage)
        self._pattern = [
            (day * DAY + start, end - start)
            for day in range(7)
            for start, end in _merged(_hours(lineage, day, None, _NO_RULES))
        ]
        week = min(max(around // WEEK, _FIRST_WEEK + 1), _LAST_WEEK - 1)
        self._weeks = (week, week)  # covered: first, last + 1
        self._starts: list[int] = []
        self._bounds = [0]  # work numbers where periods start; one more at the end
        self._grow(week + 53)

    @property
    def table(self) -> tuple[list[int], list[int]]:
        """Where working periods start: moments, and their work numbers with one more at the end.

        The lists are the calendar's own; they grow at both ends, and their entries shift then.
        """
        return self._starts, self._bounds

    @property
    def has_work(self) -> bool:
        """Whether there is any working time at all."""
        if self._pattern:
            return True
        return any(next(self._periods(week), None) for week in self._rules)

    def work_at(self, moment: int) -> int:
        """The number of working minutes up to a moment, counted from a point of its own."""
        first, last = self._weeks
        if not first * WEEK <= moment < last * WEEK:
            self._cover(moment)
        i = bisect_right(self._starts, moment) - 1
        bounds = self._bounds
        if i < 0:
            return bounds[0]
        work = bounds[i] + moment - self._starts[i]
        return work if work < bounds[i + 1] else bounds[i + 1]

    def at_start(self, work: int) -> int:
        """The moment when a piece of work starts: 08:00 rather than 17:00 the day before."""
        while work >= self._bounds[-1]:
            self._grow_further(up=True)
        while work < self._bounds[0]:
            self._grow_further(up=False)
        i = bisect_right(self._bounds, work) - 1
        return self._starts[i] + work - self._bounds[i]

    def at_finish(self, work: int) -> int:
        """The moment when a piece of work ends: 17:00 rather than 08:00 the day after."""
        while work > self._bounds[-1]:
            self._grow_further(up=True)
        while work <= self._bounds[0]:
            self._grow_further(up=False)
        i = bisect_left(self._bounds, work) - 1
        return self._starts[i] + work - self._bounds[i]

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
        rules = self._rules.get((day.toordinal() - 1) // 7, _NO_RULES)
        return bool(_hours(self._lineage, day.weekday(), day, rules))

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
        starts, lengths = self._table(old, last)
        self._starts += starts
        self._bounds += list(accumulate(lengths, initial=self._bounds[-1]))[1:]
        self._weeks = (first, last)

    def _grow_down(self, first: int) -> None:
        old, last = self._weeks
        starts, lengths = self._table(first, old)
        lower = list(accumulate(lengths, initial=self._bounds[0] - sum(lengths)))
        self._starts[:0] = starts
        self._bounds[:0] = lower[:-1]
        self._weeks = (first, last)

    def _table(self, first: int, last: int) -> tuple[list[int], list[int]]:
        starts: list[int] = []
        lengths: list[int] = []
        offsets = [start for start, _ in self._pattern]
        usual = [length for _, length in self._pattern]
        rules = self._rules
        for week in range(first, last):
            if week in rules:
                for start, length in self._periods(week):
                    starts.append(start)
                    lengths.append(length)
            else:
                base = week * WEEK
                starts += [base + offset for offset in offsets]
                lengths += usual
        return starts, lengths

    def _periods(self, week: int) -> Iterator[tuple[int, int]]:
        rules = self._rules[week]
        for weekday in range(7):
            number = week * 7 + weekday
            day = date.fromordinal(number + 1)
            for start, end in _merged(_hours(self._lineage, weekday, day, rules)):
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
        lineage = _lineage(name, known, faults)
        if lineage is None:
            continue
        wrong = [line.id for line in lineage if not _sound(line)]
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


def _lineage(
    name: str, known: Mapping[str, CalendarDefinition], faults: list[CalendarFault]
) -> tuple[CalendarDefinition, ...] | None:
    line = [known[name]]
    seen = {name}
    while (parent := line[-1].parent) is not None:
        if parent not in known:
            faults.append(CalendarFault(CalendarFaultKind.UNKNOWN_PARENT, name, parent))
            return None
        if parent in seen:
            faults.append(CalendarFault(CalendarFaultKind.CIRCLE, name, parent))
            return None
        seen.add(parent)
        line.append(known[parent])
    while len(line) > 1 and _adds_nothing(line[0]):
        del line[0]
    return tuple(line)


def _adds_nothing(definition: CalendarDefinition) -> bool:
    return not (
        definition.exceptions
        or definition.work_weeks
        or any(day is not None for day in definition.week)
    )


def _sound(definition: CalendarDefinition) -> bool:
    weeks = [definition.week, *(w.week for w in definition.work_weeks)]
    days = [day or () for week in weeks for day in week]
    days += [exception.shifts for exception in definition.exceptions]
    return all(len(week) == 7 for week in weeks) and all(
        0 <= start < end <= DAY for day in days for start, end in day
    )


_Rules = tuple[list[DayException], list[tuple[CalendarDefinition, WorkWeek]]]
"""Exceptions and work weeks that touch a week, the calendar's own before its parent's."""
_NO_RULES: _Rules = ([], [])


def _rules_by_week(lineage: tuple[CalendarDefinition, ...]) -> dict[int, _Rules]:
    weeks: dict[int, _Rules] = {}
    for line in lineage:
        for exception in line.exceptions:
            for week in _weeks_of(exception):
                weeks.setdefault(week, ([], []))[0].append(exception)
        for other in line.work_weeks:
            for week in _weeks_of(other):
                weeks.setdefault(week, ([], []))[1].append((line, other))
    return weeks


def _weeks_of(rule: DayException | WorkWeek) -> range:
    first = (rule.first.toordinal() - 1) // 7
    last = first if rule.last == rule.first else (rule.last.toordinal() - 1) // 7
    return range(max(first, _FIRST_WEEK), min(last, _LAST_WEEK) + 1)


def _hours(
    lineage: tuple[CalendarDefinition, ...], weekday: int, day: date | None, rules: _Rules
) -> Shifts:
    """Shifts of a day; of the ordinary week where there is none."""
    if day is not None:
        for exception in rules[0]:
            if exception.first <= day <= exception.last:
                return exception.shifts
    for line in lineage:
        if day is not None:
            for owner, other in rules[1]:
                if owner is line and other.first <= day <= other.last:
                    shifts = other.week[weekday]
                    if shifts is not None:
                        return shifts
        shifts = line.week[weekday]
        if shifts is not None:
            return shifts
    return ()


def _merged(shifts: Shifts) -> list[tuple[int, int]]:
    """Shifts in order, with those joined that touch or overlap."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(shifts):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _when(moment: int) -> str:
    try:
        return f"{to_datetime(moment):%Y-%m-%d}"
    except OverflowError:
        return "that date"
