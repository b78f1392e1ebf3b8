"""Calendars as a person writes them, what is wrong with them, and the hours of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

DAY = 1440  # minutes
WEEK = 7 * DAY

Shifts = tuple[tuple[int, int], ...]
"""Working hours of a day: pairs of start and end in minutes after midnight, 0 to 1440."""
Week = tuple[Shifts | None, ...]
"""Shifts of Monday to Sunday; None where the day follows the parent (or the ordinary week)."""


@dataclass(frozen=True, slots=True)
class DayException:
    """Other hours on the days from `first` to `last`: holidays (no shifts), make-up days."""

    first: date
    last: date
    shifts: Shifts = ()
    name: str = ""


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


Lineage = tuple[CalendarDefinition, ...]
"""A definition, its parent, the parent of that, and so on."""


def find_lineage(
    name: str, known: Mapping[str, CalendarDefinition], faults: list[CalendarFault]
) -> Lineage | None:
    """A calendar with its parents, less those that add nothing; None after noting a fault."""
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


def is_sound(definition: CalendarDefinition) -> bool:
    """Whether all weeks have seven days, and all shifts lie within their day."""
    weeks = [definition.week, *(w.week for w in definition.work_weeks)]
    days = [day or () for week in weeks for day in week]
    days += [exception.shifts for exception in definition.exceptions]
    return all(len(week) == 7 for week in weeks) and all(
        0 <= start < end <= DAY for day in days for start, end in day
    )


Rules = tuple[list[DayException], list[tuple[CalendarDefinition, WorkWeek]]]
"""Exceptions and work weeks that touch a week, the calendar's own before its parent's."""
NO_RULES: Rules = ([], [])


def rules_by_week(lineage: Lineage, first: int, last: int) -> dict[int, Rules]:
    """The rules that touch each of the weeks from `first` to before `last`, counted from year 1."""
    begin, end = date.fromordinal(first * 7 + 1), date.fromordinal(last * 7)
    weeks: dict[int, Rules] = {}

    def touched(rule: DayException | WorkWeek) -> Iterator[Rules]:
        if rule.last < begin or rule.first > end:
            return
        low, high = (rule.first.toordinal() - 1) // 7, (rule.last.toordinal() - 1) // 7
        for week in range(max(low, first), min(high, last - 1) + 1):
            yield weeks.setdefault(week, ([], []))

    for line in lineage:
        for exception in line.exceptions:
            for exceptions, _ in touched(exception):
                exceptions.append(exception)
        for other in line.work_weeks:
            for _, work_weeks in touched(other):
                work_weeks.append((line, other))
    return weeks


def hours_of(lineage: Lineage, weekday: int, day: date | None, rules: Rules) -> Shifts:
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


@lru_cache(256)
def merged(shifts: Shifts) -> Shifts:
    """Shifts in order, with those joined that touch or overlap."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(shifts):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
