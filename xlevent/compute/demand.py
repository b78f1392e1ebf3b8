"""Demand for resources against their capacity, day by day and exact to the minute within it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.compute.occupation import assignment_pieces, by_day
from xlevent.compute.schedule import Schedule
from xlevent.domain.resource import Assignment, Resource
from xlevent.domain.work_calendar import DAY

_Piece = tuple[int, int, Assignment]


@dataclass(frozen=True, slots=True)
class DemandDay:
    """A day on which a resource is used.

    Parameters
    ----------
    demand
        The most that is used at one time on that day.
    capacity
        What there is; None: no limit is known.
    tasks
        Ids of the tasks that use the resource on that day, in the order of the assignments.
    clashing
        Those of them that work at a time when there is too little.
    """

    resource: str
    date: date
    demand: Decimal
    capacity: Decimal | None
    tasks: tuple[str, ...]
    clashing: tuple[str, ...] = ()

    @property
    def excess(self) -> Decimal:
        """What is missing at the peak; 0 when nothing is."""
        if self.capacity is None:
            return Decimal(0)
        return max(Decimal(0), self.demand - self.capacity)


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of a whole project.

    Parameters
    ----------
    days
        By resource in the given order, then by date; days without demand have no row.
    peaks
        The highest demand at one time by resource; 0 for those that nothing uses.
    over_days
        By assignment: on how many days its resource has too little at a time when it works.
    unplaced
        Ids of assignments whose task has no dates or whose resource is unknown.
    """

    days: tuple[DemandDay, ...]
    peaks: Mapping[str, Decimal]
    over_days: Mapping[str, int]
    unplaced: tuple[str, ...]

    @property
    def over(self) -> tuple[DemandDay, ...]:
        """The days on which there is too little."""
        return tuple(day for day in self.days if day.excess)


def demand_by_day(
    schedule: Schedule, resources: Iterable[Resource], assignments: Iterable[Assignment]
) -> Demand:
    """Compare what the tasks of a schedule use with what there is.

    Only the working time of a task counts, on its calendar; two tasks that share a day but no
    minute of it do not add up.
    """
    known = {resource.id: resource for resource in resources}
    used: dict[str, dict[int, list[_Piece]]] = {name: {} for name in known}
    over_days: dict[str, int] = {}
    unplaced: list[str] = []
    for assignment in assignments:
        over_days[assignment.id] = 0
        pieces = assignment_pieces(schedule, assignment)
        days = used.get(assignment.resource)
        if pieces is None or days is None:
            unplaced.append(assignment.id)
        elif assignment.quantity > 0:
            for start, end in by_day(pieces):
                days.setdefault(start // DAY, []).append((start, end, assignment))
    rows: list[DemandDay] = []
    peaks: dict[str, Decimal] = {}
    for name, resource in known.items():
        highest = Decimal(0)
        for number, uses in sorted(used[name].items()):
            day = date.fromordinal(number + 1)
            capacity = resource.capacity_on(day)
            peak, over = _peak(uses, capacity)
            highest = max(highest, peak)
            for key in over:
                over_days[key] += 1
            tasks = tuple(dict.fromkeys(use.task for _, _, use in uses))
            clashing = tuple(dict.fromkeys(use.task for _, _, use in uses if use.id in over))
            rows.append(DemandDay(name, day, peak, capacity, tasks, clashing))
        peaks[name] = highest
    return Demand(tuple(rows), peaks, over_days, tuple(unplaced))


def _peak(uses: list[_Piece], capacity: Decimal | None) -> tuple[Decimal, set[str]]:
    """The most used at one time, and the assignments that work when that is too much."""
    total = sum((use.quantity for _, _, use in uses), Decimal(0))
    first = max(start for start, _, _ in uses)
    if first < min(end for _, end, _ in uses):  # all at one time
        if capacity is None or total <= capacity:
            return total, set()
    elif capacity is None or total <= capacity:
        return max(level for _, level in _levels(uses)), set()
    over: set[str] = set()
    peak = Decimal(0)
    for moment, level in _levels(uses):
        peak = max(peak, level)
        if level > capacity:
            over.update(use.id for start, end, use in uses if start <= moment < end)
    return peak, over


def _levels(uses: list[_Piece]) -> Iterable[tuple[int, Decimal]]:
    """What is used from each moment on at which that changes."""
    changes: dict[int, Decimal] = {}
    for start, end, use in uses:
        changes[start] = changes.get(start, Decimal(0)) + use.quantity
        changes[end] = changes.get(end, Decimal(0)) - use.quantity
    level = Decimal(0)
    for moment in sorted(changes):
        level += changes[moment]
        yield moment, level
