"""Levelling of a project on its real calendars."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.demand import demand_by_day
from xlevent.compute.levelling.advancing import place_late, to_late_problem
from xlevent.compute.levelling.load import Load, find_load, profile
from xlevent.compute.levelling.mapping import is_exact, to_problem
from xlevent.compute.levelling.optimal import optimize
from xlevent.compute.levelling.placing import Placed, place
from xlevent.compute.levelling.result import (
    Levelled,
    find_missed,
    find_moves,
    find_unresolved,
)
from xlevent.compute.levelling.search import search
from xlevent.compute.pass_dates import Dates
from xlevent.compute.schedule import Schedule
from xlevent.domain.language import Text
from xlevent.domain.resource import Assignment, Resource
from xlevent.domain.task import Link, ScheduleSettings, Task
from xlevent.domain.work_calendar import CalendarDefinition
from xlevent.errors import MisuseError


class Method(StrEnum):
    """How to look for a good order."""

    HEURISTIC = "heuristic"
    OPTIMAL = "optimal"


def level(
    tasks: Iterable[Task],
    links: Iterable[Link] = (),
    calendars: Iterable[CalendarDefinition] = (),
    settings: ScheduleSettings | None = None,
    *,
    resources: Iterable[Resource],
    assignments: Iterable[Assignment],
    method: Method | str = Method.HEURISTIC,
    seed: int = 0,
    schedules: int = 2000,
    time_limit: float = 10.0,
) -> Levelled:
    """Delay tasks until no resource is used beyond its capacity.

    Links, lags, calendars and constraints hold. Tasks that have started, are done, manual,
    external, must start or finish on a date, or are as late as possible stay where they are.
    In a project that is scheduled back from its event, tasks are done earlier instead: their
    delays are negative, and those as soon as possible stay.
    A plan without over-allocation stays as it is; elsewhere older delays are found anew.

    Parameters
    ----------
    tasks, links, calendars, settings
        The project, as for `compute_schedule`.
    resources, assignments
        What there is, and which tasks use it.
    method
        "optimal" asks OR-Tools (extra `level`) to improve on the heuristic.
    seed
        The same seed gives the same result, unless time runs out.
    schedules
        How many the heuristic generates at most.
    time_limit
        Seconds for the search (for "optimal": of the solver).

    Raises
    ------
    MisuseError
        An unknown method, or OR-Tools not installed.
    """
    chosen = _method(method)
    settings = settings or ScheduleSettings()
    tasks, links, calendars = tuple(tasks), tuple(links), tuple(calendars)
    resources, uses = tuple(resources), tuple(assignments)
    before = compute_schedule(tasks, links, calendars, settings)
    demand = demand_by_day(before, resources, uses)
    cleared = tuple(replace(task, delay=0) if task.delay else task for task in tasks)
    delays: dict[str, int] = {task.id: task.delay for task in tasks if task.delay}
    optimal, passes = not demand.over and not delays, 0
    after, load = before, None
    if demand.over:
        base = compute_schedule(cleared, links, calendars, settings)
        if base.dates is not None:
            until = time.perf_counter() + time_limit
            load = find_load(base, base.dates, resources, uses)
            found, passes, proved = _search(
                base.dates, load, _critical(base), chosen, seed, schedules, until, time_limit
            )
            names = base.dates.network.names
            delays = {names[node]: delay for node, delay in sorted(found.delays.items())}
            levelled = _delayed(cleared, delays)
            after = compute_schedule(levelled, links, calendars, settings)
            demand = demand_by_day(after, resources, uses)
            optimal = proved or (after.start, after.finish) == (base.start, base.finish)
    unresolved = () if load is None else find_unresolved(after, demand, load)
    return Levelled(
        _delayed(cleared, delays),
        delays,
        find_moves(before, after, delays),
        after,
        demand,
        (before.start, before.finish),
        (after.start, after.finish),
        _cost(before, after),
        unresolved,
        find_missed(tasks, before, after),
        optimal,
        passes,
    )


def _search(
    base: Dates,
    load: Load,
    critical: frozenset[int],
    method: Method,
    seed: int,
    schedules: int,
    until: float,
    time_limit: float,
) -> tuple[Placed, int, bool]:
    """The best order placed on the calendars, schedules generated, whether it is proved best."""
    backward = base.network.settings.backward
    problem = to_late_problem(base, load) if backward else to_problem(base, load)
    left = max(0.0, until - time.perf_counter())
    outcome = search(problem, seed=seed, passes=schedules, time_limit=left)
    candidates: list[Sequence[float]] = [found.starts for found in outcome.best]
    proved = outcome.best[0].cost[:2] == (0, outcome.bound)
    if method == Method.OPTIMAL:
        solution = optimize(problem, outcome.best[0].starts, seed=seed, time_limit=time_limit)
        candidates.insert(0, solution.starts)
        proved = solution.proved
        until = max(until, time.perf_counter() + 1)
    free = profile(load.packing, load.changes())
    # Even the order without levelling is placed: the result is never worse than that. Placing
    # what must start first keeps critical work where it is.
    put: Callable[..., Placed] = place
    plain: list[Sequence[float]] = [base.early, base.late]
    if backward:
        put, plain = place_late, [[-start for start in starts] for starts in plain]
    best = min(
        (put(base, load, free, keys, critical) for keys in plain),
        key=lambda placed: placed.cost,
    )
    for number, keys in enumerate(candidates):
        if number and time.perf_counter() > until:
            break
        placed = put(base, load, free, keys, critical)
        if placed.cost < best.cost:
            best = placed
    return best, outcome.passes, proved and is_exact(base, load)


def _critical(base: Schedule) -> frozenset[int]:
    """The nodes without float."""
    if base.floats is None or base.dates is None:
        return frozenset()
    limit = base.dates.network.settings.critical_limit
    total = base.floats.total
    return frozenset(node for node in range(len(total)) if total[node] <= limit)


def _method(method: Method | str) -> Method:
    try:
        return Method(method)
    except ValueError:
        raise MisuseError(
            Text(f"沒有「{method}」這種方法。", f"There is no method {method!r}."),
            where="method",
            mend=Text(f"請用：{'、'.join(Method)}。", f"Use one of: {', '.join(Method)}."),
        ) from None


def _delayed(tasks: tuple[Task, ...], delays: dict[str, int]) -> tuple[Task, ...]:
    return tuple(
        replace(task, delay=delays[task.id]) if task.id in delays else task for task in tasks
    )


def _cost(before: Schedule, after: Schedule) -> int:
    if before.dates is None or after.dates is None:
        return 0
    calendar = after.dates.network.project_calendar
    if after.dates.network.settings.backward:
        return calendar.between(after.dates.start, before.dates.start)
    return calendar.between(before.dates.finish, after.dates.finish)
