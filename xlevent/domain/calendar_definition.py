"""Calendars as a person writes them, what is wrong with them, and the hours of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from heapq import heappop, heappush

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


Exceptions = tuple[list[int], list[tuple[str, DayException] | None]]
"""Days (ordinals) in order, and what holds from each up to the next: an exception, with the id of
the calendar that has it, or none."""
WorkWeeks = Sequence[tuple[CalendarDefinition, WorkWeek]]


def exceptions_by_day(lineage: Lineage) -> Exceptions:
    """The first of the exceptions of each day, the calendar's own before its parent's.

    It is sought in one pass over the days on which an exception begins or has ended.
    """
    rules = [
        (rule.first.toordinal(), rule.last.toordinal(), (line.id, rule))
        for line in lineage
        for rule in line.exceptions
        if rule.first <= rule.last
    ]
    coming = sorted(range(len(rules)), key=lambda number: rules[number][0], reverse=True)
    days = sorted({day for first, last, _ in rules for day in (first, last + 1)})
    begun: list[int] = []  # a heap: the first rule on top, rules below it may have ended
    found: list[tuple[str, DayException] | None] = []
    for day in days:
        while coming and rules[coming[-1]][0] <= day:
            heappush(begun, coming.pop())
        while begun and rules[begun[0]][1] < day:
            heappop(begun)
        found.append(rules[begun[0]][2] if begun else None)
    return days, found


def hours_of(lineage: Lineage, weekday: int, day: date | None, work_weeks: WorkWeeks) -> Shifts:
    """Shifts of a day without its exceptions; of the ordinary week where there is none."""
    for line in lineage:
        if day is not None:
            for owner, other in work_weeks:
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
