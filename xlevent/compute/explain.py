"""Why a task is where it is: what drives it, what its float is made of, what breaks a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xlevent.compute.chains import Cause, Step, driving_chain, limiting_chain
from xlevent.compute.floats import free_bounds
from xlevent.compute.network import is_finished
from xlevent.compute.pass_dates import Dates, is_gate
from xlevent.compute.reasons import ReasonKind
from xlevent.compute.schedule import Schedule, as_late_as_possible
from xlevent.domain.task import Link, Task
from xlevent.domain.work_calendar import to_datetime, to_minutes


class CriticalKind(StrEnum):
    """Why a task is or is not critical."""

    NO_FLOAT = "no float"
    HAS_FLOAT = "float"
    DONE = "done"
    UNKNOWN = "something left out follows"
    OF_SUMMARY = "a task below it is or is not"


@dataclass(frozen=True, slots=True)
class TotalFloat:
    """What the total float of a task is made of.

    Parameters
    ----------
    minutes
        Working minutes on the calendar named, from `first` to `last`.
    at_start
        Whether the start limits it: `first` is the start that the links ask for and `last` the
        late start; else the finish and the late finish.
    chain
        The task and those that limit it one after the other, with their late dates; the causes
        of the last step are what limits them all.
    """

    minutes: int
    calendar: str
    first: datetime
    last: datetime
    at_start: bool
    chain: tuple[Step, ...]

    @property
    def end(self) -> Cause:
        """What limits the chain: a deadline, a constraint, the project's finish, a fact."""
        return self.chain[-1].causes[0]


@dataclass(frozen=True, slots=True)
class FreeLimit:
    """A successor that moves as soon as the task moves by more than `minutes`."""

    minutes: int
    link: Link | None
    successor: str
    start: datetime
    finish: datetime


@dataclass(frozen=True, slots=True)
class FreeFloat:
    """The free float, and the successors that limit it: all with the fewest minutes.

    Without `limits` the total float is the limit. `minutes` is 0 where a successor stands before
    its link allows, as under a constraint.
    """

    minutes: int
    limits: tuple[FreeLimit, ...]


@dataclass(frozen=True, slots=True)
class BrokenDeadline:
    """A deadline that is not kept: by how many working minutes, and the chain that drives it."""

    task: str
    deadline: datetime
    finish: datetime
    minutes: int
    calendar: str
    chain: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one task.

    Parameters
    ----------
    chain
        The task and those that drive it, back to what fixes the first start; where the task is
        planned as late as possible, those that it must not delay, on to what fixes the end.
    late
        Whether the chain goes on to the end.
    total, free
        None where something left out follows, and for summary tasks.
    deadlines
        Those that the task misses, or that it makes others miss.
    members
        Of a summary task: the tasks that give its start and its finish.
    """

    task: str
    start: datetime
    finish: datetime
    chain: tuple[Step, ...]
    late: bool
    critical: bool
    why_critical: CriticalKind
    total: TotalFloat | None
    free: FreeFloat | None
    deadlines: tuple[BrokenDeadline, ...]
    members: tuple[str, str] | None = None

    @property
    def driver(self) -> Cause:
        """What puts the start (where `late`, the finish) of the task where it is."""
        return self.chain[0].causes[0]


def explain(schedule: Schedule, name: str) -> Explanation:
    """Explain a task.

    Raises
    ------
    KeyError
        For a task that is unknown or left out.
    """
    row = schedule[name]
    dates = schedule.dates
    assert dates is not None  # else there is no row
    if row.summary:
        return _explain_summary(schedule, dates, name)
    network = dates.network
    node = network.index[name]
    open_end = node in network.open_ended
    late = not open_end and (node in network.late_starters or as_late_as_possible(dates, node))
    walk = limiting_chain if late else driving_chain
    total = None if open_end else _total(schedule, dates, node)
    return Explanation(
        name,
        row.start,
        row.finish,
        tuple(walk(dates, schedule.outline, node)),
        late,
        row.critical,
        _why_critical(schedule, network.leaves[node], row.critical),
        total,
        None if open_end else _free(schedule, dates, node),
        tuple(_deadlines(schedule, dates, name, total)),
    )


def _explain_summary(schedule: Schedule, dates: Dates, name: str) -> Explanation:
    row, network = schedule[name], dates.network
    names = [network.names[node] for node in schedule.outline.leaves_below(name)]
    first = min(names, key=lambda leaf: schedule[leaf].start)
    last = max(names, key=lambda leaf: schedule[leaf].finish)
    inner = explain(schedule, first)
    return Explanation(
        name,
        row.start,
        row.finish,
        inner.chain,
        inner.late,
        row.critical,
        CriticalKind.OF_SUMMARY,
        None,
        None,
        tuple(_missed(schedule, dates, schedule.outline.summaries[name], network.index[last])),
        (first, last),
    )


def _why_critical(schedule: Schedule, task: Task, critical: bool) -> CriticalKind:
    if is_finished(task) or task.percent_complete >= 100:
        return CriticalKind.DONE
    if schedule[task.id].total_float is None:
        return CriticalKind.UNKNOWN
    return CriticalKind.NO_FLOAT if critical else CriticalKind.HAS_FLOAT


def _total(schedule: Schedule, dates: Dates, node: int) -> TotalFloat | None:
    row = schedule[dates.network.names[node]]
    if row.total_float is None or row.late_start is None or row.late_finish is None:
        return None
    calendar = dates.network.measures[node]
    first, last, at_start = row.early_finish, row.late_finish, False
    if node in dates.network.late_starters:
        first = last  # it has taken its float
    elif calendar.between(to_minutes(first), to_minutes(last)) != row.total_float:
        asked = dates.pushed.get(node)
        own = dates.network.calendars[node]
        first = row.early_start if asked is None else to_datetime(own.at_start(asked))
        last, at_start = row.late_start, True
    return TotalFloat(
        row.total_float,
        calendar.id,
        first,
        last,
        at_start,
        tuple(limiting_chain(dates, schedule.outline, node)),
    )


def _free(schedule: Schedule, dates: Dates, node: int) -> FreeFloat | None:
    floats, network = schedule.floats, dates.network
    if floats is None:
        return None
    free = floats.free[node]
    if dates.is_done(node):
        return FreeFloat(free, ())
    bounds = free_bounds(dates, floats, node)
    fewest = min((minutes for minutes, _, _ in bounds), default=None)
    if fewest is None or max(0, fewest) > free:
        return FreeFloat(free, ())
    limits = []
    for minutes, after, link in bounds:
        if minutes > max(0, fewest):
            continue
        for leaf, via in _leaves_behind(dates, after, link):
            row = schedule[network.names[leaf]]
            limits.append(FreeLimit(minutes, via, row.id, row.start, row.finish))
    return FreeFloat(free, tuple(limits))


def _leaves_behind(dates: Dates, node: int, link: Link | None) -> list[tuple[int, Link | None]]:
    """The leaves behind the gates of summary tasks; of several behind one gate the earliest."""
    network = dates.network
    if not is_gate(network, node):
        return [(node, link)]
    found: list[tuple[int, Link | None]] = []
    for edge in network.slow_out.get(node, ()):
        if network.open_edge(edge):
            found += _leaves_behind(dates, edge.successor, link or edge.link)
    return sorted(found, key=lambda pair: (dates.planned_start(pair[0]), pair[0]))[:1]


def _deadlines(
    schedule: Schedule, dates: Dates, name: str, total: TotalFloat | None
) -> list[BrokenDeadline]:
    network = dates.network
    found = _missed(schedule, dates, network.leaves[network.index[name]], network.index[name])
    if total is not None and total.minutes < 0:
        last = total.chain[-1]
        if last.task != name and last.causes[0].kind == ReasonKind.DEADLINE:
            other = network.index[last.task]
            found += _missed(schedule, dates, network.leaves[other], other)
    return found


def _missed(schedule: Schedule, dates: Dates, task: Task, node: int) -> list[BrokenDeadline]:
    """The deadline of a task that its finish, or that of the leaf given, misses."""
    if task.deadline is None:
        return []
    network = dates.network
    finish = schedule[task.id].finish
    calendar = network.project_calendar if task.id not in network.index else network.measures[node]
    minutes = calendar.between(to_minutes(task.deadline), to_minutes(finish))
    if minutes <= 0:
        return []
    chain = tuple(driving_chain(dates, schedule.outline, node))
    return [BrokenDeadline(task.id, task.deadline, finish, minutes, calendar.id, chain)]
