"""A genetic search over orders of activities, with forward-backward justification.

Two populations face each other: schedules pushed to the left and schedules pushed to the right.
A child takes a stretch of one parent's order and arranges what comes before and after it as the
other parent does; it is placed from the other end of time, so that each child is justified
against its parents, and joins the population there (after Debels and Vanhoucke 2005, and Valls,
Ballestin and Quintanilla 2005, 2008).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from xlevent.compute.levelling.problem import (
    Problem,
    generate,
    sort_by_start,
    topological,
)
from xlevent.compute.levelling.rules import find_windows, priorities, resource_bound, sampled

_POPULATION = 30
_MUTATION = 0.1  # of the activities change places with their neighbour, at most
_STRETCH = (0.2, 0.6)  # of the activities come from one parent unchanged
_WORSE = 0.1  # chance of a child worse than what it replaces
_PATIENCE = (5, 30)  # generations without a better schedule, for few and many activities
_ELITE = 12
_MISSED = 1 << 40  # what an activity that fits nowhere costs, in units of time

Cost = tuple[int, int, int]
"""Lateness against due times, finish, sum of starts."""


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule of the search."""

    cost: Cost
    starts: list[int]


@dataclass(slots=True)
class Outcome:
    """The best schedules, the best first, and how many were generated."""

    best: list[Found]
    passes: int
    bound: int
    """No schedule finishes earlier."""


@dataclass(slots=True)
class _Member:
    value: int
    order: list[int]
    """For the other direction of time."""
    rank: list[int]


@dataclass(slots=True)
class _Side:
    """One direction of time."""

    problem: Problem
    direct: bool
    rank: list[int]
    earlier: list[set[int]]
    members: list[_Member] = field(default_factory=list)


def search(
    problem: Problem,
    *,
    seed: int = 0,
    passes: int = 2000,
    time_limit: float = 10.0,
    clock: Callable[[], float] = time.perf_counter,
) -> Outcome:
    """Look for a schedule that finishes early and moves little.

    Parameters
    ----------
    problem
        In the forward direction.
    seed
        The same seed gives the same result, unless time runs out.
    passes
        How many schedules to generate at most.
    time_limit
        Seconds.
    clock
        That counts these seconds.
    """
    return _Search(problem, seed, passes, time_limit, clock).run()


class _Search:
    def __init__(
        self,
        problem: Problem,
        seed: int,
        passes: int,
        time_limit: float,
        clock: Callable[[], float],
    ) -> None:
        self.problem = problem
        self.random = random.Random(seed)
        self.clock = clock
        self.until = clock() + time_limit
        self.most = passes
        self.passes = 0
        self.order = topological(problem)
        self.windows = find_windows(problem, self.order)
        self.bound = resource_bound(problem, self.windows)
        self.best: list[Found] = []
        mirrored = problem.mirrored()
        self.sides = (
            _side(problem, self.order),
            _side(mirrored, [*reversed(self.order)]),
        )

    def run(self) -> Outcome:
        members = min(_POPULATION, max(12, self.most // 30))
        orders = self._orders(members)
        for number, keys in enumerate(orders):
            self._found(topological(self.problem, keys))
            # All rules are tried even when the first is as early as can be: one may move less.
            if self._spent() or (number >= 7 and self._done()):
                break
        side, idle = 0, 0
        few, many = _PATIENCE
        patience = min(many, max(few, len(self.order) // 4))
        while not self._done():
            before = self.best[0].cost
            side = self._generation(side)
            idle = 0 if self.best[0].cost < before else idle + 1
            if idle == patience:
                self._renew(members)
                idle = 0
        return Outcome(self.best, self.passes, self.bound)

    def _orders(self, members: int) -> Iterable[Sequence[float]]:
        rules = priorities(self.problem, self.order, self.windows)
        yield from rules
        for _ in range(members - len(rules)):
            yield self._sample(1)

    def _sample(self, most: float) -> list[float]:
        windows, draw = self.windows, self.random.random
        width = most * draw() ** 2 * max(self.bound - min(windows.earliest, default=0), 1)
        return sampled(self.problem, self.order, windows.latest, width, self.random)

    def _renew(self, members: int) -> None:
        """Start again from new samples: all members have come to resemble each other."""
        for side in self.sides:
            side.members.clear()
        while len(self.sides[0].members) < members and not self._done():
            self._found(topological(self.problem, self._sample(4)))

    def _found(self, order: list[int]) -> None:
        """A first pair of members: forward, justified to the right, justified to the left."""
        first = self._place(0, order)
        right = self._place(1, first.order)
        self.sides[1].members.append(right)
        self.sides[0].members.append(self._place(0, right.order))

    def _generation(self, side: int) -> int:
        """Children of one side's members take their places on the other side."""
        here, there = self.sides[side], self.sides[1 - side]
        members, others = here.members, there.members
        count = len(members)
        draw = self.random.random
        for number in range(count):
            father = members[number]
            mother, rival = members[int(draw() * count)], members[int(draw() * count)]
            if rival.value < mother.value:
                mother = rival
            if draw() < 0.5:
                father, mother = mother, father
            child = self._place(1 - side, self._child(father, mother, there))
            if side == 0 and child.value <= self.best[0].cost[1]:
                # It may be the best so far; only a forward schedule keeps all limits.
                self._place(0, child.order)
            if child.value <= others[number].value or draw() < _WORSE:
                others[number] = child
            if self._done():
                break
        return 1 - side

    def _child(self, father: _Member, mother: _Member, there: _Side) -> list[int]:
        draw = self.random.random
        order, rank = father.order, mother.rank
        count = len(order)
        low, high = _STRETCH
        length = int(count * (low + draw() * (high - low)))
        first = int(draw() * (count - length + 1))
        last = first + length
        by = rank.__getitem__
        child = sorted(order[:first], key=by) + order[first:last] + sorted(order[last:], key=by)
        earlier = there.earlier
        for _ in range(int(count * _MUTATION * draw() + 2 * draw()) if count > 1 else 0):
            i = int(draw() * (count - 1))
            if child[i] not in earlier[child[i + 1]]:
                child[i], child[i + 1] = child[i + 1], child[i]
        return child

    def _place(self, side: int, order: list[int]) -> _Member:
        """Generate one schedule and remember it when it is good."""
        self.passes += 1
        here, there = self.sides[side], self.sides[1 - side]
        durations = self.problem.durations
        finish = self.best[0].cost[1] if self.best else self.bound
        floor = -finish if side else min(self.windows.earliest, default=0)
        starts, failed = generate(here.problem, order, floor)
        ends = list(map(int.__add__, starts, durations))
        value = max(ends, default=0)
        turned = [-end for end in ends]
        if side:
            value += finish  # the length, if it can be pushed to the left as a whole
        else:
            late = failed * _MISSED
            for activity, due in self.problem.due.items():
                if starts[activity] > due:
                    late += starts[activity] - due
            self._remember((late, value, sum(starts)), starts)
            value += late
        if there.direct:
            following = sort_by_start(there.problem, turned, there.rank)
        else:
            following = topological(there.problem, turned)
        ranks = [0] * len(durations)
        for position, activity in enumerate(following):
            ranks[activity] = position
        return _Member(value, following, ranks)

    def _remember(self, cost: Cost, starts: list[int]) -> None:
        best = self.best
        if len(best) == _ELITE and cost >= best[-1].cost:
            return
        if any(found.cost == cost for found in best):
            return
        best.append(Found(cost, starts))
        best.sort(key=lambda found: found.cost)
        del best[_ELITE:]

    def _done(self) -> bool:
        late, finish, _ = self.best[0].cost
        return (finish <= self.bound and not late) or self._spent()

    def _spent(self) -> bool:
        return self.passes >= self.most or self.clock() > self.until


def _side(problem: Problem, order: Sequence[int]) -> _Side:
    rank = [0] * len(problem.durations)
    for position, activity in enumerate(order):
        rank[activity] = position
    earlier = [{before for before, _ in links} for links in problem.before]
    return _Side(problem, problem.direct, rank, earlier)
