"""The resource-constrained project in plain integers, on which levelling searches.

Activities are numbered. All resources that are free at one time are packed into one integer: a
field of bits for each, the highest of which (the guard) stays set as long as the field does not
go below zero. Whether an activity fits is then one subtraction and one mask, however many
resources there are.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FAR = 1 << 50
"""After all times; where an activity lands that fits nowhere."""

Before = list[list[tuple[int, int]]]
"""For each activity its predecessors, each with the least time from start to start."""


class Packing:
    """Fields of bits, one for each resource, wide enough for its highest capacity."""

    def __init__(self, capacities: Sequence[int]) -> None:
        self.offsets: list[int] = []
        self.guards = 0
        offset = 0
        for capacity in capacities:
            self.offsets.append(offset)
            offset += capacity.bit_length()
            self.guards |= 1 << offset
            offset += 1
        self.everything = (1 << offset) - 1

    def pack(self, amounts: Mapping[int, int]) -> int:
        """What is needed, by number of resource."""
        return sum(amount << self.offsets[resource] for resource, amount in amounts.items())

    def unpack(self, value: int) -> list[int]:
        """The amounts of each resource, guards left out."""
        ends = [offset - 1 for offset in self.offsets[1:]]
        ends.append(self.everything.bit_length() - 1)
        return (
            [
                (value >> first) & ((1 << (last - first)) - 1)
                for first, last in zip(self.offsets, ends, strict=True)
            ]
            if self.offsets
            else []
        )

    def free(self, amounts: Sequence[int]) -> int:
        """What is free of each resource, with all guards set."""
        return self.guards + self.pack(dict(enumerate(amounts)))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be placed, in one direction of time.

    Parameters
    ----------
    durations
        Whole units of time.
    before
        For each activity its predecessors, with the least time from start to start.
    needs
        Packed; what each activity uses from start to end.
    packing
        How resources share one integer.
    times, free
        What is free before anything is placed: `free[i]` from `times[i]` to `times[i + 1]`. The
        first time is -FAR, the last FAR, from where on everything fits.
    releases
        Earliest starts.
    held
        Starts of activities that do not move; what they use is not in `free`.
    due
        Latest starts that cost something when missed.
    """

    durations: Sequence[int]
    before: Before
    needs: Sequence[int]
    packing: Packing
    times: Sequence[int]
    free: Sequence[int]
    releases: Sequence[int]
    held: Mapping[int, int] = field(default_factory=dict)
    due: Mapping[int, int] = field(default_factory=dict)

    @property
    def direct(self) -> bool:
        """Whether nothing can start before its predecessor: an order of starts is feasible."""
        return all(
            lag >= 0
            for activity, links in enumerate(self.before)
            if activity not in self.held
            for _, lag in links
        )

    def mirrored(self) -> Problem:
        """The same problem with time running backward, without releases and due times.

        A start `s` is there the start `-(s + duration)`.
        """
        durations = self.durations
        after: Before = [[] for _ in durations]
        for activity, links in enumerate(self.before):
            for earlier, lag in links:
                after[earlier].append((activity, lag + durations[activity] - durations[earlier]))
        return Problem(
            durations,
            after,
            self.needs,
            self.packing,
            [-time for time in reversed(self.times)],
            [*reversed(self.free[:-1]), self.free[-1]],
            [-FAR] * len(durations),
            {a: -(start + durations[a]) for a, start in self.held.items()},
        )


def generate(problem: Problem, order: Iterable[int], floor: int) -> tuple[list[int], int]:
    """The serial schedule generation scheme: each activity as early as it fits.

    Parameters
    ----------
    problem
        What is placed; its held activities keep their starts.
    order
        All other activities, predecessors first.
    floor
        Nothing starts before.

    Returns
    -------
    tuple
        Starts, and how many activities fit nowhere: these stand at the earliest start that their
        links allow and use nothing.
    """
    durations, before, needs = problem.durations, problem.before, problem.needs
    releases, guards = problem.releases, problem.packing.guards
    times, free = list(problem.times), list(problem.free)
    starts = [floor] * len(durations)
    for activity, start in problem.held.items():
        starts[activity] = start
    failed = 0
    for activity in order:
        start = releases[activity]
        if start < floor:
            start = floor
        for earlier, lag in before[activity]:
            bound = starts[earlier] + lag
            if bound > start:
                start = bound
        need = needs[activity]
        if not need:
            starts[activity] = start
            continue
        first = bisect_right(times, start) - 1
        duration = durations[activity]
        end = start + duration
        asked, count = start, len(times)
        last = first
        while True:
            while (free[last] - need) & guards == guards:
                last += 1
                if last == count or times[last] >= end:
                    break
            else:
                last += 1
                while (free[last] - need) & guards != guards:
                    last += 1
                first = last
                start = times[first]
                end = start + duration
                continue
            break
        if start >= FAR:
            starts[activity] = asked
            failed += 1
            continue
        starts[activity] = start
        if times[last] != end:
            times.insert(last, end)
            free.insert(last, free[last - 1])
        if times[first] != start:
            first += 1
            last += 1
            times.insert(first, start)
            free.insert(first, free[first - 1])
        for i in range(first, last):
            free[i] -= need
    return starts, failed


def sort_by_start(problem: Problem, starts: Sequence[int], rank: Sequence[int]) -> list[int]:
    """The activities that move by their starts, predecessors first.

    Parameters
    ----------
    problem
        Whose links count.
    starts
        By which to sort.
    rank
        Any topological numbering, which decides between equal starts.
    """
    held = problem.held
    return sorted(
        (activity for activity in range(len(starts)) if activity not in held),
        key=lambda activity: (starts[activity], rank[activity]),
    )


def topological(problem: Problem, keys: Sequence[float] | None = None) -> list[int]:
    """The activities that move, predecessors first, otherwise those with the least key first."""
    held = problem.held
    count = len(problem.durations)
    waiting = [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for activity, links in enumerate(problem.before):
        if activity in held:
            continue
        for earlier, _ in links:
            if earlier not in held:
                waiting[activity] += 1
                after[earlier].append(activity)
    found = keys if keys is not None else range(count)
    ready = [(found[a], a) for a in range(count) if a not in held and not waiting[a]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, activity = heapq.heappop(ready)
        order.append(activity)
        for later in after[activity]:
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(ready, (found[later], later))
    return order


def renewable(
    durations: Sequence[int],
    before: Before,
    needs: Sequence[Sequence[int]],
    capacities: Sequence[int],
) -> Problem:
    """A problem with capacities that never change: `needs[activity][resource]`."""
    packing = Packing(capacities)
    return Problem(
        durations,
        before,
        [
            packing.pack(dict(enumerate(row))) if duration else 0
            for duration, row in zip(durations, needs, strict=True)
        ],
        packing,
        [-FAR, FAR],
        [packing.free(capacities), packing.everything],
        [0] * len(durations),
    )
