"""Schedule risk: the finish of a project whose durations are uncertain, by seeded simulation.

Each run draws a duration for every task with three points and schedules the project with the
full semantics of `critical_path`: calendars, links and lags, constraints, the data date. What is
done is a fact; of a started task the rest varies. A project scheduled back from its event starts
every run on the start that its plan has, and goes forward from there.

Definitions: a percentile is an order statistic, the k-th earliest of n finishes with
k = ceil(p n / 100), so at least p percent of the runs finished then or before. Sources for the
measures of a task: Vanhoucke, Measuring Time (2009), chapter 5; PMI, PMBOK Guide, 11.4.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.network import is_finished
from xlevent.compute.outline import Outline
from xlevent.compute.run_dates import RunNetwork
from xlevent.compute.run_totals import RunTotals, Varying, run_all
from xlevent.compute.schedule import Schedule
from xlevent.compute.three_points import (
    Estimate,
    EstimateFault,
    Shape,
    check_estimate,
    points,
)
from xlevent.domain.language import Text
from xlevent.domain.task import Link, ScheduleSettings, Task
from xlevent.domain.work_calendar import CalendarDefinition, WorkCalendar, to_datetime, to_minutes
from xlevent.errors import MisuseError

MOST_RUNS = 1_000_000


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """How to simulate.

    Parameters
    ----------
    runs
        Number of runs, 1 to 1,000,000.
    seed
        Not negative; the same seed gives the same result on every machine with the same numpy.
    shape
        The distribution between the three points.
    correlation
        0 (tasks vary on their own) to 1 (all are long or short together): of any two tasks, in
        normal scores; a common factor, such as weather or the experience of the team.
    criticality
        Whether to compute each task's chance to be critical, which takes a third of the time.
    """

    runs: int = 10_000
    seed: int = 1
    shape: Shape = Shape.PERT
    correlation: float = 0.0
    criticality: bool = True


@dataclass(frozen=True, slots=True)
class TaskRisk:
    """What the runs say of a task.

    Parameters
    ----------
    id
        The task; of summary tasks only those with a deadline are listed.
    criticality
        Share of the runs in which the task was critical (criticality index); 0 for what is
        finished, None where something that follows was left out or for a summary.
    mean, deviation
        Of the duration in minutes; None where it is fixed.
    correlation
        Of the duration with the project's finish in working time (Pearson), None where either
        is fixed. Its size is the cruciality index.
    sensitivity
        Schedule sensitivity index: criticality x deviation / deviation of the project's finish.
    deadline, chance
        The deadline, and the share of the runs that finished the task by then.
    """

    id: str
    criticality: float | None
    mean: float | None = None
    deviation: float | None = None
    correlation: float | None = None
    sensitivity: float | None = None
    deadline: datetime | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share of the runs that finished by the end of a day."""

    day: date
    share: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """The finishes of all runs in order, and what they say of each task.

    `schedule` is the plan without uncertainty, with the problems of its data; `faults` are the
    estimates that were not used. Where the plan cannot be scheduled there are no finishes.
    """

    settings: SimulationSettings
    schedule: Schedule
    faults: tuple[EstimateFault, ...]
    tasks: Mapping[str, TaskRisk]
    finishes: Sequence[int]
    """Moments in order: minutes since 0001-01-01."""
    mean_work: float
    """Mean finish as a work number of `calendar`."""
    deviation: float
    """Standard deviation of the finish in working minutes of the project."""
    calendar: WorkCalendar | None

    def percentile(self, percent: float) -> datetime | None:
        """The finish by which this share of the runs was done; above 0, at most 100."""
        if not 0 < percent <= 100:
            raise MisuseError(
                Text(f"{percent} 不是百分位。", f"{percent} is no percentile."),
                mend=Text("請填大於 0、至多 100 的數。", "Give a number above 0, at most 100."),
            )
        if not self.finishes:
            return None
        # The tiny step back: 0.1 x 30 must be the third, though binary fractions make it more.
        at = math.ceil(percent * len(self.finishes) / 100 - 1e-9)
        return to_datetime(self.finishes[max(at, 1) - 1])

    def working_minutes(self, percent: float) -> int | None:
        """Working minutes from the project's start to a percentile."""
        finish, start = self.percentile(percent), self.schedule.start
        if finish is None or start is None or self.calendar is None:
            return None
        return self.calendar.between(to_minutes(start), to_minutes(finish))

    @property
    def mean(self) -> datetime | None:
        """The mean finish, a mean in working time."""
        if self.calendar is None:
            return None
        return to_datetime(self.calendar.at_finish(round(self.mean_work)))

    def chance(self, moment: datetime) -> float | None:
        """The share of the runs that finished by a moment (or at the same instant of work)."""
        if self.calendar is None:
            return None
        last = self.calendar.next_start(to_minutes(moment))
        return bisect_right(self.finishes, last) / len(self.finishes)

    def curve(self, most: int = 100) -> tuple[CurvePoint, ...]:
        """The S-curve: the share finished by the end of days, at most so many points.

        Every day from the one before the first finish to the last one; where these are too
        many, days at equal distances, the last one always.
        """
        if most < 2:
            raise MisuseError(
                Text("S 曲線至少要有兩點。", "an S-curve has two points at least."),
                mend=Text("請要求 2 點以上。", "Ask for 2 or more."),
            )
        if not self.finishes:
            return ()
        first = to_datetime(self.finishes[0]).date() - timedelta(1)
        days = (to_datetime(self.finishes[-1]).date() - first).days
        step = max(1, math.ceil(days / (most - 1)))
        found = []
        for back in range(math.ceil(days / step), -1, -1):
            day = first + timedelta(max(0, days - back * step))
            end = to_minutes(datetime(day.year, day.month, day.day)) + 1440
            found.append(CurvePoint(day, bisect_right(self.finishes, end - 1) / len(self.finishes)))
        return tuple(found)


def simulate(
    tasks: Iterable[Task],
    links: Iterable[Link],
    calendars: Iterable[CalendarDefinition],
    settings: ScheduleSettings,
    estimates: Iterable[Estimate],
    simulation: SimulationSettings | None = None,
    *,
    unread: Iterable[str] = (),
) -> Simulation:
    """Simulate a project.

    Parameters
    ----------
    tasks, links, calendars, settings, unread
        As for `compute_schedule`.
    estimates
        Three points of some tasks; those of given (manual, external) and finished tasks are of
        no effect. Other tasks keep their durations.
    simulation
        Number of runs, seed and so on.

    Returns
    -------
    Simulation
        The same for the same seed, whatever the order of tasks, links and estimates.
    """
    simulation = simulation or SimulationSettings()
    _check(simulation)
    tasks = list(tasks)
    plan = compute_schedule(tasks, links, calendars, settings, unread=unread)
    outline = Outline(tasks)
    varying, faults = _varying(plan, outline, tasks, estimates)
    if plan.dates is None or not plan.dates.network.order:
        return Simulation(simulation, plan, faults, {}, (), 0.0, 0.0, None)
    network = RunNetwork(plan.dates.network, outline, plan.dates.start, plan.dates.finish)
    totals = run_all(network, varying, _deadlines(plan, outline), simulation)
    calendar = plan.dates.network.project_calendar
    return Simulation(
        simulation, plan, faults, _risks(plan, outline, varying, totals, simulation),
        totals.finishes, totals.finish.mean, totals.finish.deviation, calendar,
    )  # fmt: skip


def _check(simulation: SimulationSettings) -> None:
    if not 1 <= simulation.runs <= MOST_RUNS:
        raise MisuseError(
            Text(f"模擬次數為 {simulation.runs}。", f"{simulation.runs} runs."),
            mend=Text("請填 1 到 1,000,000。", "Give 1 to 1,000,000."),
        )
    if simulation.seed < 0:
        raise MisuseError(
            Text(f"種子為 {simulation.seed}。", f"the seed is {simulation.seed}."),
            mend=Text("請填 0 以上的數。", "Give 0 or more."),
        )
    if not 0 <= simulation.correlation <= 1:
        raise MisuseError(
            Text(
                f"相關係數為 {simulation.correlation}。",
                f"the correlation is {simulation.correlation}.",
            ),
            mend=Text("請填 0 到 1 的數。", "Give a number from 0 to 1."),
        )


def _varying(
    plan: Schedule, outline: Outline, tasks: Sequence[Task], estimates: Iterable[Estimate]
) -> tuple[list[Varying], tuple[EstimateFault, ...]]:
    known = {task.id: task for task in tasks}
    summaries = frozenset(outline.summaries)
    seen: set[str] = set()
    faults: list[EstimateFault] = []
    varying: list[Varying] = []
    for estimate in estimates:
        name = estimate.task
        kind = check_estimate(estimate, known, summaries, seen)
        if kind is not None:
            faults.append(EstimateFault(kind, name))
            continue
        seen.add(name)
        task = known[name]
        if task.manual or task.external or is_finished(task) or plan.dates is None:
            continue
        network = plan.dates.network
        node = network.index.get(name)
        if node is None or node in network.left_out or not estimate.pessimistic:
            continue
        varying.append(Varying(node, name, *points(estimate, task)))
    varying.sort(key=lambda one: one.id)
    return varying, tuple(faults)


def _deadlines(plan: Schedule, outline: Outline) -> dict[str, tuple[int, list[int]]]:
    """Of tasks and summary tasks with a deadline: its moment, and the leaves it is for."""
    found: dict[str, tuple[int, list[int]]] = {}
    if plan.dates is None:
        return found
    network = plan.dates.network
    for node, task in enumerate(network.leaves):
        if task.deadline is not None and node not in network.left_out:
            found[task.id] = (to_minutes(task.deadline), [node])
    for name, task in outline.summaries.items():
        nodes = outline.leaves_below(name)
        if task.deadline is not None and nodes and not network.left_out.intersection(nodes):
            found[name] = (to_minutes(task.deadline), nodes)
    return found


def _risks(
    plan: Schedule,
    outline: Outline,
    varying: Sequence[Varying],
    totals: RunTotals,
    simulation: SimulationSettings,
) -> dict[str, TaskRisk]:
    assert plan.dates is not None
    runs, computed = simulation.runs, simulation.criticality
    network = plan.dates.network
    drawn = {one.node: totals.durations[i] for i, one in enumerate(varying)}
    found: dict[str, TaskRisk] = {}
    for node, task in enumerate(network.leaves):
        if node in network.left_out:
            continue
        share = None
        if computed and node not in network.open_ended:
            share = totals.critical.get(node, 0) / runs
        mean = deviation = correlation = sensitivity = None
        if node in drawn:
            moments = drawn[node]
            mean, deviation = moments.mean, moments.deviation
            correlation = moments.correlation(totals.finish)
            if share is not None and totals.finish.deviation:
                sensitivity = share * deviation / totals.finish.deviation
        met = totals.met.get(task.id)
        found[task.id] = TaskRisk(
            task.id, share, mean, deviation, correlation, sensitivity, task.deadline,
            None if met is None else met / runs,
        )  # fmt: skip
    for name, task in outline.summaries.items():
        if name in totals.met:
            chance = totals.met[name] / runs
            found[name] = TaskRisk(name, None, deadline=task.deadline, chance=chance)
    return found
