"""What levelling did: delays, moves, cost, and what it could not resolve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from xlevent.compute.demand import Demand
from xlevent.compute.levelling.load import Load
from xlevent.compute.schedule import Schedule
from xlevent.domain.task import Task
from xlevent.domain.work_calendar import to_minutes


class Reason(StrEnum):
    """Why an over-allocation is still there."""

    MORE_THAN_CAPACITY = "a task needs more than there ever is"
    STAYS = "only tasks that must stay are involved"
    NO_ROOM = "no other time has enough"


@dataclass(frozen=True, slots=True)
class Move:
    """A leaf task whose dates changed.

    Parameters
    ----------
    delay
        Its own levelling delay, minutes on the clock; 0 when it only follows its predecessors.
    minutes
        Working time from the old start to the new one, on its calendar; negative when an older
        delay has become smaller.
    was_critical
        Before levelling.
    """

    task: str
    start_before: datetime
    start_after: datetime
    finish_before: datetime
    finish_after: datetime
    delay: int
    minutes: int
    was_critical: bool


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A resource with too little on some days, for one reason and the same tasks."""

    resource: str
    reason: Reason
    tasks: tuple[str, ...]
    dates: tuple[date, ...]
    excess: Decimal
    """The most that is missing at one time."""


@dataclass(frozen=True, slots=True)
class MissedDeadline:
    """A task that ends after its deadline; `new` when it did not do so before levelling."""

    task: str
    deadline: datetime
    finish: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Levelled:
    """The result of levelling.

    Parameters
    ----------
    tasks
        All given tasks in their order, with their levelling delays; computing the schedule from
        them gives `schedule`.
    delays
        Levelling delay of every task that has one, minutes on the clock; negative where the
        project is scheduled back from its event.
    moves
        Tasks whose dates changed, in the order of their new starts.
    schedule, demand
        After levelling.
    before, after
        Start and finish of the project; None when it could not be scheduled.
    cost_minutes
        By how much the project ends later, in working time of its calendar; where it is
        scheduled back from its event, by how much it starts earlier.
    optimal
        Whether it is proved that the project cannot end earlier (start later, where it is
        scheduled back) without an over-allocation.
    schedules
        How many schedules were generated to find this one.
    """

    tasks: tuple[Task, ...]
    delays: Mapping[str, int]
    moves: tuple[Move, ...]
    schedule: Schedule
    demand: Demand
    before: tuple[datetime | None, datetime | None]
    after: tuple[datetime | None, datetime | None]
    cost_minutes: int
    unresolved: tuple[Unresolved, ...]
    missed: tuple[MissedDeadline, ...]
    optimal: bool
    schedules: int

    @property
    def backward(self) -> bool:
        """Whether the project is scheduled back from its event, so that tasks were advanced."""
        return self.schedule.dates is not None and self.schedule.dates.network.settings.backward

    @property
    def finish_before(self) -> datetime | None:
        """The project's finish before levelling."""
        return self.before[1]

    @property
    def finish_after(self) -> datetime | None:
        """The project's finish after levelling."""
        return self.after[1]

    @property
    def cost_days(self) -> int:
        """Calendar days from the old finish to the new one; backward, from new start to old."""
        (old_start, old_finish), (new_start, new_finish) = self.before, self.after
        if old_start is None or new_start is None or old_finish is None or new_finish is None:
            return 0
        if self.backward:
            return (old_start.date() - new_start.date()).days
        return (new_finish.date() - old_finish.date()).days


def find_moves(before: Schedule, after: Schedule, delays: Mapping[str, int]) -> tuple[Move, ...]:
    """The leaf tasks whose dates differ between two schedules of the same tasks."""
    if before.dates is None or after.dates is None:
        return ()
    moves: list[Move] = []
    network = after.dates.network
    for node, task in enumerate(network.leaves):
        if node in network.left_out:
            continue
        old, new = before[task.id], after[task.id]
        if (old.start, old.finish) == (new.start, new.finish):
            continue
        minutes = network.runs[node].between(to_minutes(old.start), to_minutes(new.start))
        moves.append(
            Move(task.id, old.start, new.start, old.finish, new.finish, delays.get(task.id, 0),
                 minutes, old.critical)
        )  # fmt: skip
    return tuple(sorted(moves, key=lambda move: (move.start_after, move.task)))


def find_unresolved(schedule: Schedule, demand: Demand, load: Load) -> tuple[Unresolved, ...]:
    """What is still over-allocated, and why."""
    if schedule.dates is None:
        return ()
    index = schedule.dates.network.index
    found: dict[tuple[str, Reason, tuple[str, ...]], list[tuple[date, Decimal]]] = {}
    for day in demand.over:
        tasks = day.clashing
        too_much = tuple(task for task in tasks if (task, day.resource) in load.oversized)
        if too_much:
            key = (day.resource, Reason.MORE_THAN_CAPACITY, too_much)
        elif any(index.get(task, -1) in load.movable for task in tasks):
            key = (day.resource, Reason.NO_ROOM, tasks)
        else:
            key = (day.resource, Reason.STAYS, tasks)
        found.setdefault(key, []).append((day.date, day.excess))
    return tuple(
        Unresolved(*key, tuple(day for day, _ in days), max(excess for _, excess in days))
        for key, days in found.items()
    )


def find_missed(
    tasks: Iterable[Task], before: Schedule, after: Schedule
) -> tuple[MissedDeadline, ...]:
    """The tasks, summaries too, that end after their deadline."""
    missed: list[MissedDeadline] = []
    for task in tasks:
        row = after.get(task.id)
        if task.deadline is None or row is None or row.finish <= task.deadline:
            continue
        old = before.get(task.id)
        new = old is None or old.finish <= task.deadline
        missed.append(MissedDeadline(task.id, task.deadline, row.finish, new))
    return tuple(missed)
