"""Priority rules: which activity is placed first when several want the same resource."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from xlevent.compute.levelling.problem import Problem


@dataclass(frozen=True, slots=True)
class Windows:
    """Earliest and latest starts without regard to resources, and the earliest finish of all."""

    earliest: list[int]
    latest: list[int]
    finish: int


def find_windows(problem: Problem, order: Sequence[int]) -> Windows:
    """Both passes over the activities; `order` has predecessors first."""
    durations, before, held = problem.durations, problem.before, problem.held
    earliest = list(problem.releases)
    for activity, start in held.items():
        earliest[activity] = start
    for activity in order:
        for earlier, lag in before[activity]:
            earliest[activity] = max(earliest[activity], earliest[earlier] + lag)
    finish = max((s + d for s, d in zip(earliest, durations, strict=True)), default=0)
    latest = [finish - duration for duration in durations]
    for activity, start in problem.due.items():
        latest[activity] = min(latest[activity], start)
    for activity in reversed(order):
        for earlier, lag in before[activity]:
            latest[earlier] = min(latest[earlier], latest[activity] - lag)
    return Windows(earliest, latest, finish)


def resource_bound(problem: Problem, windows: Windows) -> int:
    """A time before which the users of some resource cannot all be done, and what follows them."""
    unpack = problem.packing.unpack
    most = [max(amounts) for amounts in zip(*map(unpack, problem.free[:-1]), strict=True)]
    bound = windows.finish
    needs = {a: unpack(need) for a, need in enumerate(problem.needs) if need}
    for resource, limit in enumerate(most):
        users = [activity for activity, need in needs.items() if need[resource]]
        if not users or not limit:
            continue
        work = sum(problem.durations[a] * needs[a][resource] for a in users)
        tail = 0
        if not problem.due:
            tail = min(windows.finish - windows.latest[a] - problem.durations[a] for a in users)
        first = min(windows.earliest[activity] for activity in users)
        bound = max(bound, first - (-work // limit) + tail)
    return bound


def priorities(problem: Problem, order: Sequence[int], windows: Windows) -> list[list[float]]:
    """Keys of each rule, the least first.

    The order without levelling, latest start, latest finish, least slack, most successors,
    greatest rank positional weight, greatest use of resources.
    """
    durations = problem.durations
    count = len(durations)
    earliest, latest = windows.earliest, windows.latest
    slack = [last - first for first, last in zip(earliest, latest, strict=True)]
    followers = _followers(problem, order)
    weight: list[float] = list(durations)
    for activity in range(count):
        for earlier, _ in problem.before[activity]:
            weight[earlier] += durations[activity]
    use = [duration * share for duration, share in zip(durations, _shares(problem), strict=True)]
    return [
        [first + s / (windows.finish + 1) for first, s in zip(earliest, slack, strict=True)],
        [*latest],
        [last + duration for last, duration in zip(latest, durations, strict=True)],
        [*slack],
        [-number for number in followers],
        [-value for value in weight],
        [-value for value in use],
    ]


def sampled(
    problem: Problem, order: Sequence[int], latest: Sequence[int], width: float, rng: random.Random
) -> list[float]:
    """Latest starts, each put off by a random part of `width`; predecessors keep the lead."""
    draw = rng.random
    keys = [start + draw() * width for start in latest]
    for activity in order:
        for earlier, _ in problem.before[activity]:
            if keys[earlier] > keys[activity]:
                keys[activity] = keys[earlier]
    return keys


def _followers(problem: Problem, order: Sequence[int]) -> list[int]:
    """How many activities follow each one, directly or not."""
    reached = [0] * len(problem.durations)  # sets as bits
    for activity in reversed(order):
        for earlier, _ in problem.before[activity]:
            reached[earlier] |= reached[activity] | (1 << activity)
    return [bits.bit_count() for bits in reached]


def _shares(problem: Problem) -> list[float]:
    """What part of the resources each activity takes, summed over the resources."""
    unpack = problem.packing.unpack
    most = [max(amounts) for amounts in zip(*map(unpack, problem.free[:-1]), strict=True)]
    return [
        sum(amount / limit for amount, limit in zip(unpack(need), most, strict=True) if limit)
        for need in problem.needs
    ]
