"""Chains of tasks: back from a task by what drives it, on from a task by what limits it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xlevent.compute.outline import Outline
from xlevent.compute.pass_dates import Dates, is_gate
from xlevent.compute.reasons import Reason, ReasonKind, early_reasons, late_reasons
from xlevent.domain.task import Link
from xlevent.domain.work_calendar import WorkCalendar, to_datetime

_LONGEST_GAP = 400  # days that are searched for holidays


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which an exception of the calendar leaves no work."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class CalendarGap:
    """Time without work between the date that a cause gives and the date that a task has."""

    calendar: str
    given: datetime
    taken: datetime
    days_off: tuple[DayOff, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """What puts a date of a task where it is.

    Parameters
    ----------
    kind
        Which kind of thing.
    given
        The date that it gives by itself: an earliest start or a latest finish.
    link
        The link, where it is one; its ends may be summary tasks.
    task
        The task at the other end of the link, or the summary task that sets a limit.
    gap
        How the calendar moved the given date to the task's, if it did.
    """

    kind: ReasonKind
    given: datetime
    link: Link | None = None
    task: str | None = None
    gap: CalendarGap | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A task of a chain with its dates there, and the causes of its start (or late finish).

    Each cause alone would do, but for a levelling delay, which comes on top of the next.
    """

    task: str
    start: datetime
    finish: datetime
    causes: tuple[Cause, ...]


def driving_chain(dates: Dates, outline: Outline, node: int) -> list[Step]:
    """From a leaf back to what fixes the start of the first task, by early dates."""
    steps: list[Step] = []
    while True:
        start, finish = dates.planned_start(node), dates.planned_finish(node)
        late = node in dates.network.late_starters
        reasons = (late_reasons if late else early_reasons)(dates, outline, node)
        causes, follow = _causes(dates, outline, node, reasons, early=not late)
        name = dates.network.names[node]
        steps.append(Step(name, to_datetime(start), to_datetime(finish), causes))
        if late or follow is None:
            return steps
        node = follow


def limiting_chain(dates: Dates, outline: Outline, node: int) -> list[Step]:
    """From a leaf on to what limits the finish of the last task, by late dates."""
    steps: list[Step] = []
    while True:
        reasons = late_reasons(dates, outline, node)
        causes, follow = _causes(dates, outline, node, reasons, early=False)
        start, finish = dates.late_start(node), dates.late_finish(node)
        name = dates.network.names[node]
        steps.append(Step(name, to_datetime(start), to_datetime(finish), causes))
        if follow is None:
            return steps
        node = follow


def _causes(
    dates: Dates, outline: Outline, node: int, reasons: list[Reason], *, early: bool
) -> tuple[tuple[Cause, ...], int | None]:
    """Reasons with names and dates, and the leaf to go on with, None at the end of a chain."""
    causes: list[Cause] = []
    follow: int | None = None
    for reason in reasons:
        link, other, name = reason.link, reason.node, reason.task
        if reason.kind == ReasonKind.LINK and other is not None:
            link, other = _through_gates(dates, outline, link, other, early=early)
            name = None if other is None else dates.network.names[other]
            first = all(cause.kind == ReasonKind.DELAY for cause in causes)
            if first and follow is None:
                follow = other
        gap = _gap(dates, node, reason.moment, early=early)
        causes.append(Cause(reason.kind, to_datetime(reason.moment), link, name, gap))
    return tuple(causes), follow


def _through_gates(
    dates: Dates, outline: Outline, link: Link | None, node: int, *, early: bool
) -> tuple[Link | None, int | None]:
    """The leaf behind the gates of summary tasks, and the first link on the way to it."""
    while is_gate(dates.network, node):
        reasons = (early_reasons if early else late_reasons)(dates, outline, node)
        reason = next((r for r in reasons if r.kind == ReasonKind.LINK), None)
        if reason is None or reason.node is None:
            return link, None
        link, node = link or reason.link, reason.node
    return link, node


def _gap(dates: Dates, node: int, given: int, *, early: bool) -> CalendarGap | None:
    network = dates.network
    calendar = network.runs[node]
    if node in network.fixed or node in network.parts:
        return None
    taken = dates.early_start(node) if early else dates.late_finish(node)
    first, last = (given, taken) if early else (taken, given)
    if first >= last or calendar.between(first, last):
        return None
    return CalendarGap(
        calendar.id, to_datetime(given), to_datetime(taken), days_off(calendar, first, last)
    )


def days_off(calendar: WorkCalendar, first: int, last: int) -> tuple[DayOff, ...]:
    """Days between two moments on which an exception of a calendar leaves no work."""
    day, end = to_datetime(first).date(), to_datetime(last).date()
    found: list[DayOff] = []
    for _ in range(_LONGEST_GAP):
        if day > end:
            break
        rule = calendar.exception_on(day)
        if rule is not None and not rule[1].shifts:
            found.append(DayOff(day, rule[1].name))
        day += timedelta(days=1)
    return tuple(found)
