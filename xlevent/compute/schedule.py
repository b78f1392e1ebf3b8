"""The finished schedule: dates and floats of every task, read one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xlevent.compute.floats import Floats
from xlevent.compute.network import FIXED, is_finished
from xlevent.compute.outline import Outline
from xlevent.compute.pass_dates import Dates
from xlevent.compute.schedule_problem import ScheduleProblem
from xlevent.domain.task import ConstraintKind, Link
from xlevent.domain.work_calendar import to_datetime, to_minutes


class DriverKind(StrEnum):
    """What puts the start of a task where it is."""

    PROJECT_START = "project start"
    PROJECT_FINISH = "project finish"
    LINK = "link"
    CONSTRAINT = "constraint"
    SUMMARY = "limit of a summary task"
    DATA_DATE = "data date"
    DELAY = "levelling delay"
    FACT = "actual start"
    GIVEN = "given dates"


@dataclass(frozen=True, slots=True)
class Driver:
    """What drives a task, and the link when it is one."""

    kind: DriverKind
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class TaskDates:
    """What the schedule says of a task.

    Floats and slacks are working minutes on the task's calendar. Late dates and floats are None
    for a task that something left out follows.
    """

    id: str
    summary: bool
    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime | None
    late_finish: datetime | None
    total_float: int | None
    free_float: int | None
    start_slack: int | None
    finish_slack: int | None
    critical: bool
    driver: Driver | None


class Schedule(Mapping[str, TaskDates]):
    """Dates by task id; tasks that could not be computed are missing and named in `left_out`.

    Dates are turned into `datetime` when asked for.
    """

    def __init__(
        self,
        dates: Dates | None,
        floats: Floats | None,
        outline: Outline,
        problems: tuple[ScheduleProblem, ...],
    ) -> None:
        self.problems = problems
        self.dates = dates
        self.floats = floats
        self.outline = outline
        self._summaries: dict[str, TaskDates | None] = {}

    @property
    def complete(self) -> bool:
        """Whether every active task has been computed."""
        return self.dates is not None and not self.dates.network.left_out

    @property
    def start(self) -> datetime | None:
        """The project's start."""
        return None if self.dates is None else to_datetime(self.dates.start)

    @property
    def finish(self) -> datetime | None:
        """The project's finish: given when scheduling backward, else the last early finish."""
        return None if self.dates is None else to_datetime(self.dates.finish)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Ids of the leaf tasks without dates, in the order of the rows."""
        if self.dates is None:
            return tuple(task.id for task in self.outline.leaves)
        network = self.dates.network
        return tuple(
            name
            for node, name in enumerate(network.names[: len(network.leaves)])
            if node in network.left_out
        )

    def __getitem__(self, name: str) -> TaskDates:
        if self.dates is not None:
            node = self.dates.network.index.get(name)
            if node is not None and node not in self.dates.network.left_out:
                return self._leaf(self.dates, node)
            if node is None and name in self.outline.summaries:
                found = self._summary(self.dates, name)
                if found is not None:
                    return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        if self.dates is None:
            return
        network = self.dates.network
        for node, task in enumerate(network.leaves):
            if node not in network.left_out:
                yield task.id
        for name in self.outline.summaries:
            if self._summary(self.dates, name) is not None:
                yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def driver(self, name: str) -> Driver:
        """What puts the start of a leaf task where it is."""
        if self.dates is None:
            raise KeyError(name)
        return find_driver(self.dates, self.dates.network.index[name])

    def _leaf(self, dates: Dates, node: int) -> TaskDates:
        network = dates.network
        task = network.leaves[node]
        early_start, early_finish = dates.early_start(node), dates.early_finish(node)
        start, finish = early_start, early_finish
        late_start = late_finish = None
        total = free = start_slack = finish_slack = None
        critical = False
        if node not in network.open_ended and self.floats is not None:
            late_start, late_finish = dates.late_start(node), dates.late_finish(node)
            if task.actual_start is not None:
                late_start = early_start
            if node in network.late_starters or as_late_as_possible(dates, node):
                start, finish = late_start, late_finish
            floats = self.floats
            total, free = floats.total[node], floats.free[node]
            start_slack = floats.starts.get(node, total)
            finish_slack = floats.finishes.get(node, total)
            critical = total <= network.settings.critical_limit and not (
                is_finished(task) or task.percent_complete >= 100
            )
        return TaskDates(
            task.id,
            False,
            to_datetime(start),
            to_datetime(finish),
            to_datetime(early_start),
            to_datetime(early_finish),
            None if late_start is None else to_datetime(late_start),
            None if late_finish is None else to_datetime(late_finish),
            total,
            free,
            start_slack,
            finish_slack,
            critical,
            find_driver(dates, node),
        )

    def _summary(self, dates: Dates, name: str) -> TaskDates | None:
        if name not in self._summaries:
            self._summaries[name] = self._roll_up(dates, name)
        return self._summaries[name]

    def _roll_up(self, dates: Dates, name: str) -> TaskDates | None:
        network = dates.network
        nodes = self.outline.leaves_below(name)
        if not nodes or any(node in network.left_out for node in nodes):
            return None
        rows = [self._leaf(dates, node) for node in nodes]
        late = not any(node in network.open_ended for node in nodes)
        calendar = network.project_calendar
        late_rows = [row for row in rows if row.late_start and row.late_finish] if late else []
        early_start = min(dates.planned_start(node) for node in nodes)
        early_finish = max(dates.planned_finish(node) for node in nodes)
        late_start = late_finish = start_slack = finish_slack = total = free = None
        if late_rows and self.floats is not None:
            late_start = min(
                dates.early_start(node)
                if network.leaves[node].actual_start is not None
                else dates.late_start(node)
                for node in nodes
            )
            late_finish = max(dates.late_finish(node) for node in nodes)
            start_slack = calendar.between(early_start, late_start)
            finish_slack = calendar.between(early_finish, late_finish)
            total = min(start_slack, finish_slack)
            free = min(row.free_float for row in late_rows if row.free_float is not None)
        return TaskDates(
            name,
            True,
            min(row.start for row in rows),
            max(row.finish for row in rows),
            to_datetime(early_start),
            to_datetime(early_finish),
            None if late_start is None else to_datetime(late_start),
            None if late_finish is None else to_datetime(late_finish),
            total,
            free,
            start_slack,
            finish_slack,
            any(row.critical for row in rows),
            None,
        )


def as_late_as_possible(dates: Dates, node: int) -> bool:
    """Whether a task of a backward schedule takes its late dates: unless it says ASAP."""
    network = dates.network
    return (
        network.settings.backward
        and network.leaves[node].constraint != ConstraintKind.ASAP
        and network.ways[node] != FIXED
    )


def find_driver(dates: Dates, node: int) -> Driver:
    """What puts the early start of a leaf where it is; the first link that does, if any."""
    network = dates.network
    task = network.leaves[node]
    if task.actual_start is not None:
        return Driver(DriverKind.FACT)
    if network.ways[node] == FIXED:
        return Driver(DriverKind.GIVEN)
    early = dates.early[node]
    guard = network.guards.get(node)
    if guard is not None:
        held = guard.on == early or (guard.at_most == early and node in dates.pushed)
        dated = guard.data_date == early and not held
        if dated and (node in dates.pushed or not _linked(dates, node, early)):
            return Driver(DriverKind.DATA_DATE)
        if node in dates.pushed or (guard.on == early and not _linked(dates, node, early)):
            return Driver(DriverKind.CONSTRAINT)
        if guard.delay > 0:
            return Driver(DriverKind.DELAY)
    link = _linked(dates, node, early)
    if link is not None:
        return link
    if network.floors.get(node) == early:
        own = _own_floor(dates, node)
        return Driver(DriverKind.CONSTRAINT if own == early else DriverKind.SUMMARY)
    return Driver(DriverKind.PROJECT_START)


def _own_floor(dates: Dates, node: int) -> int | None:
    """The earliest start by a task's own constraint, a work number."""
    network = dates.network
    task, calendar = network.leaves[node], network.calendars[node]
    if task.constraint_date is None:
        return None
    moment = to_minutes(task.constraint_date)
    if task.constraint == ConstraintKind.SNET:
        return calendar.work_at(moment)
    if task.constraint == ConstraintKind.FNET and node in network.parts:
        return calendar.work_at(network.start_from(node, moment))
    if task.constraint == ConstraintKind.FNET:
        return calendar.work_at(moment) - network.spans[node]
    return None


def _linked(dates: Dates, node: int, early: int) -> Driver | None:
    network = dates.network
    for before, lead, lag, crossing, link in network.incoming[node]:
        start = dates.early[before]
        if (start if crossing is None else crossing.early(start + lead)) + lag == early:
            return Driver(DriverKind.LINK, link)
    calendar = network.calendars[node]
    for edge in network.slow_in.get(node, ()):
        if calendar.work_at(dates.early_bound(edge)) == early:
            if edge.link is not None:
                return Driver(DriverKind.LINK, edge.link)
            for outer in network.slow_in.get(edge.predecessor, ()):
                if dates.early_bound(outer) == dates.early_start(edge.predecessor):
                    return Driver(DriverKind.LINK, outer.link)
    return None
