"""When tasks occupy their resources: the working time of their span, as pieces on the clock."""

from __future__ import annotations

from datetime import date, datetime

from xlevent.compute.network import Network
from xlevent.compute.schedule import Schedule
from xlevent.domain.resource import Assignment
from xlevent.domain.work_calendar import DAY, WorkCalendar, to_minutes

Pieces = list[tuple[int, int]]
"""Starts and ends, moments, in order, without overlaps."""


def worked_pieces(network: Network, node: int, first: int, last: int) -> Pieces:
    """The pieces in which a leaf works between two moments.

    Given dates without any working time between them, such as those of a manual task on a
    holiday, are one piece: somebody has said that the task takes place then.
    """
    parts = network.parts.get(node)
    if parts:
        found = _union([calendar.periods(first, last) for calendar, _, _ in parts])
    else:
        found = network.runs[node].periods(first, last)
    if not found and first < last:
        return [(first, last)]
    return found


def task_pieces(schedule: Schedule, task: str) -> Pieces | None:
    """The pieces in which a task of a schedule works; None when it has no dates."""
    row = schedule.get(task)
    if row is None or schedule.dates is None:
        return None
    network = schedule.dates.network
    first, last = to_minutes(row.start), to_minutes(row.finish)
    if row.summary:
        return network.project_calendar.periods(first, last)
    return worked_pieces(network, network.index[task], first, last)


def assignment_pieces(schedule: Schedule, assignment: Assignment) -> Pieces | None:
    """The pieces in which an assignment uses its resource; None when its task has no dates."""
    if assignment.start is None and assignment.finish is None:
        return task_pieces(schedule, assignment.task)
    row = schedule.get(assignment.task)
    if schedule.dates is None or (
        row is None and (assignment.start is None or assignment.finish is None)
    ):
        return None
    network = schedule.dates.network
    node = network.index.get(assignment.task)
    calendar = network.project_calendar if node is None else network.runs[node]
    first = _own(assignment.start, row.start if row else None)
    last = _own(assignment.finish, row.finish if row else None, after=True)
    return own_pieces(calendar, first, last)


def own_pieces(calendar: WorkCalendar, first: int, last: int) -> Pieces:
    """The working time between own dates; each day as a whole when there is none at all."""
    if first >= last:
        return []
    return calendar.periods(first, last) or [(first, last)]


def by_day(pieces: Pieces) -> Pieces:
    """The same pieces, cut at midnight."""
    cut: Pieces = []
    for start, end in pieces:
        while start // DAY < (end - 1) // DAY:
            midnight = (start // DAY + 1) * DAY
            cut.append((start, midnight))
            start = midnight
        cut.append((start, end))
    return cut


def day_start(day: date) -> int:
    """The moment when a day starts."""
    return (day.toordinal() - 1) * DAY


def _own(day: date | None, otherwise: datetime | None, *, after: bool = False) -> int:
    if day is not None:
        return day_start(day) + (DAY if after else 0)
    return 0 if otherwise is None else to_minutes(otherwise)


def _union(lists: list[Pieces]) -> Pieces:
    result: Pieces = []
    for start, end in sorted(piece for pieces in lists for piece in pieces):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
