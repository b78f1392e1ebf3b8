"""Levelling to the optimum with OR-Tools CP-SAT (extra `level`), from a heuristic's schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlevent.compute.levelling.problem import FAR, Problem
from xlevent.domain.language import Text
from xlevent.errors import MisuseError

_LATE = 100  # what a unit of lateness costs, in units of the finish


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found; `proved` when no schedule is better."""

    starts: list[int]
    finish: int
    proved: bool


def optimize(
    problem: Problem,
    hint: Sequence[int],
    *,
    seed: int = 0,
    time_limit: float = 10.0,
    workers: int = 0,
    work_limit: float | None = None,
) -> Solution:
    """Improve a schedule until it is the best or the time is over.

    Parameters
    ----------
    problem
        In the forward direction.
    hint
        Starts to begin with.
    seed
        Of the solver; a solution that is not proved may still differ from run to run.
    time_limit
        Seconds.
    workers
        Threads; 0 uses all processors.
    work_limit
        Units of the solver's own measure of its work (`max_deterministic_time`), about a second
        or two of a processor each. With one worker and enough time the result is then the same
        on every machine, however busy it is.

    Raises
    ------
    MisuseError
        OR-Tools is not installed.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise MisuseError(
            Text(
                "求資源撫平的最佳解需要 OR-Tools，這裡沒有安裝。",
                "Levelling to the optimum needs OR-Tools, which is not installed.",
            ),
            where='method="optimal"',
            mend=Text(
                '請安裝：python -m pip install "xlevent[level]"',
                'Install it with: python -m pip install "xlevent[level]"',
            ),
        ) from None
    durations = problem.durations
    active = [a for a in range(len(durations)) if a not in problem.held]
    ends = [hint[a] + durations[a] for a in range(len(durations))]
    best = max(ends, default=0)
    low = min((start for start in hint), default=0)
    floor = min([low, *(r for r in problem.releases if r > -FAR)])
    late_now = sum(max(0, hint[a] - due) for a, due in problem.due.items())
    top = best + late_now * _LATE
    model = cp_model.CpModel()
    starts = {
        a: model.new_int_var(
            max(problem.releases[a], floor), max(hint[a], top - durations[a]), f"s{a}"
        )
        for a in active
    }
    for activity in active:
        for earlier, lag in problem.before[activity]:
            bound = starts[earlier] if earlier in starts else problem.held[earlier]
            model.add(starts[activity] >= bound + lag)
    _add_resources(model, problem, starts, floor, max([top, *ends]))
    finish = model.new_int_var(floor, top, "finish")
    held_end = max((s + durations[a] for a, s in problem.held.items()), default=floor)
    model.add(finish >= min(held_end, top))
    for activity, start in starts.items():
        model.add(finish >= start + durations[activity])
    lateness = []
    for activity, due in problem.due.items():
        if activity in starts and max(hint[activity], top) > due:
            late = model.new_int_var(0, max(top, hint[activity]) - due + 1, f"l{activity}")
            model.add(late >= starts[activity] - due)
            lateness.append(late)
    model.minimize(finish + _LATE * sum(lateness))
    for activity, start in starts.items():
        model.add_hint(start, hint[activity])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit
    solver.parameters.random_seed = seed
    if workers:
        solver.parameters.num_workers = workers
    if work_limit is not None:
        solver.parameters.max_deterministic_time = work_limit
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solution(list(hint), best, False)
    found = [problem.held.get(a, 0) for a in range(len(durations))]
    for activity, start in starts.items():
        found[activity] = solver.value(start)
    end = max((s + d for s, d in zip(found, durations, strict=True)), default=0)
    return Solution(found, end, status == cp_model.OPTIMAL)


def _add_resources(
    model: Any, problem: Problem, starts: Mapping[int, Any], floor: int, top: int
) -> None:
    """One cumulative constraint for each resource; what is not free is an interval, too."""
    unpack = problem.packing.unpack
    segments = [
        (max(first, floor), min(last, top), unpack(value))
        for first, last, value in zip(
            problem.times[:-1], problem.times[1:], problem.free[:-1], strict=True
        )
        if first < top and last > floor
    ]
    needs = {activity: unpack(problem.needs[activity]) for activity in starts}
    intervals = {
        activity: model.new_fixed_size_interval_var(start, problem.durations[activity], "")
        for activity, start in starts.items()
        if problem.needs[activity]
    }
    for resource in range(len(problem.packing.offsets)):
        users = [activity for activity in intervals if needs[activity][resource]]
        if not users:
            continue
        capacity = max(free[resource] for _, _, free in segments)
        uses = [intervals[activity] for activity in users]
        amounts = [needs[activity][resource] for activity in users]
        for first, last, free in segments:
            if free[resource] < capacity:
                uses.append(model.new_fixed_size_interval_var(first, last - first, ""))
                amounts.append(capacity - free[resource])
        model.add_cumulative(uses, amounts, capacity)
