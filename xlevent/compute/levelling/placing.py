"""An order of tasks placed on their real calendars: the schedule generation scheme to the minute.

This is the forward pass of the critical path with one thing more: a task that finds its
resources taken waits for the next time when it does not.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from xlevent.compute.levelling.load import Load, Profile
from xlevent.compute.levelling.problem import FAR
from xlevent.compute.network import FIRST_GATE, FIXED, LAST_GATE, PARTS, Network
from xlevent.compute.occupation import Pieces, worked_pieces
from xlevent.compute.pass_dates import Dates
from xlevent.compute.passes import (
    first_starts,
    guarded_start,
    linked_start,
    set_end,
    special_forward,
)


@dataclass(slots=True)
class Placed:
    """An order placed on the calendars.

    Parameters
    ----------
    cost
        Tasks that found no room, lateness against deadlines and constraints, finish (a moment),
        delay of critical tasks, working minutes that tasks have moved. So, of orders that end at
        the same time, the one that leaves critical work alone is the better.
    delays
        By node, minutes on the clock.
    """

    cost: tuple[int, int, int, int, int]
    delays: dict[int, int] = field(default_factory=dict)


class Clock:
    """What is free from moment to moment."""

    def __init__(self, free: Profile, load: Load) -> None:
        packing = load.packing
        self.times, self.free = list(free[0]), list(free[1])
        self.guards = packing.guards
        self.fields = [
            ((1 << capacity.bit_length()) - 1) << offset
            for offset, capacity in zip(packing.offsets, load.capacities, strict=True)
        ]

    def conflict(self, pieces: Pieces, need: int) -> int:
        """The end of the last time in some pieces when a need cannot be met; 0 if none."""
        times, free, guards = self.times, self.free, self.guards
        for start, end in reversed(pieces):
            first = bisect_right(times, start) - 1
            last = bisect_left(times, end)
            for i in range(last - 1, first - 1, -1):
                if (free[i] - need) & guards != guards:
                    return min(end, times[i + 1]) if times[i + 1] < FAR else FAR
        return 0

    def first_conflict(self, pieces: Pieces, need: int) -> int | None:
        """The start of the first time in some pieces when a need cannot be met; None if none."""
        times, free, guards = self.times, self.free, self.guards
        for start, end in pieces:
            for i in range(bisect_right(times, start) - 1, bisect_left(times, end)):
                if (free[i] - need) & guards != guards:
                    return max(start, times[i]) if times[i] > -FAR else -FAR
        return None

    def book(self, pieces: Pieces, need: int) -> None:
        """Take a need away; where it is not there, what there is."""
        for start, end in pieces:
            first, last = self._cut(start), self._cut(end)
            for i in range(first, last):
                left = self.free[i] - need
                if left & self.guards != self.guards:
                    left = self._rest(self.free[i], need)
                self.free[i] = left

    def _cut(self, moment: int) -> int:
        i = bisect_right(self.times, moment) - 1
        if self.times[i] != moment:
            i += 1
            self.times.insert(i, moment)
            self.free.insert(i, self.free[i - 1])
        return i

    def _rest(self, free: int, need: int) -> int:
        rest = self.guards
        for mask in self.fields:
            rest += max((free & mask) - (need & mask), 0)
        return rest


def place(
    base: Dates,
    load: Load,
    free: Profile,
    keys: Sequence[float],
    critical: Collection[int] = frozenset(),
) -> Placed:
    """Place all tasks, of those whose predecessors are placed the one with the least key first.

    Parameters
    ----------
    base
        The schedule without levelling.
    load
        What its tasks use.
    free
        What is free on the clock before anything is placed.
    keys
        By node.
    critical
        Nodes without float before levelling.
    """
    network = base.network
    count = len(network.ways)
    dates = Dates(network, [0] * count, base.late, late_ends=base.late_ends)
    dates.start, dates.finish, dates.late_links = base.start, base.finish, base.late_links
    early = dates.early = first_starts(dates)
    clock = Clock(free, load)
    delays: dict[int, int] = {}
    homeless = late = moved = finish = 0
    for node in sorted_nodes(network, keys):
        start = early[node]
        for before, lead, lag, crossing in network.into[node]:
            bound = early[before] + lag
            if crossing is not None:
                bound = crossing.early(early[before] + lead) + lag
            start = max(start, bound)
        way = network.ways[node]
        if way in (FIXED, LAST_GATE, FIRST_GATE):
            start = special_forward(dates, node, start)
        else:
            asked = linked_start(dates, node, start)
            guard = network.guards.get(node)
            start = asked if guard is None else guarded_start(dates, node, guard, asked)
            need = load.packed(node) if node in load.needs else 0
            if need:
                if node in load.movable:
                    most = None
                    if guard is not None and network.settings.honor_constraints:
                        most = guard.at_most
                    found = _fit(network, clock, node, start, need, most)
                    if found is None:
                        homeless += 1
                    elif found != start:
                        calendar = network.calendars[node]
                        delays[node] = calendar.at_start(found) - calendar.at_start(asked)
                        start = found
                clock.book(pieces_of(network, node, start), need)
            if way == PARTS:
                set_end(dates, node, start)
            moved += max(0, start - base.early[node])
            if guard is not None and guard.late_at_most is not None:
                late += max(0, start - guard.late_at_most)
        early[node] = start
    for node in network.order:
        if node < len(network.leaves) and not network.leaves[node].external:
            finish = max(finish, dates.planned_finish(node))
    held = sum(delay for node, delay in delays.items() if node in critical)
    return Placed((homeless, late, finish, held, moved), delays)


def sorted_nodes(network: Network, keys: Sequence[float], *, backward: bool = False) -> list[int]:
    """All nodes that have dates, predecessors first, otherwise the least key first.

    Backward: all that have late dates, successors first.
    """
    position = {node: number for number, node in enumerate(network.order)}
    waiting = [0] * len(network.ways)
    after: dict[int, list[int]] = {}
    order = network.order
    if backward:
        order = [node for node in order if node not in network.open_ended]
    for node in order:
        if backward:
            edges = [edge[0] for edge in network.outgoing[node]]
            edges += [edge.successor for edge in network.slow_out.get(node, ())]
        else:
            edges = [edge[0] for edge in network.into[node]]
            edges += [edge.predecessor for edge in network.slow_in.get(node, ())]
        waiting[node] = len(edges)
        for before in edges:
            after.setdefault(before, []).append(node)
    ready = [(keys[node], position[node], node) for node in order if not waiting[node]]
    heapq.heapify(ready)
    found: list[int] = []
    while ready:
        _, _, node = heapq.heappop(ready)
        found.append(node)
        for later in after.get(node, ()):
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(ready, (keys[later], position[later], later))
    return found


def _fit(
    network: Network, clock: Clock, node: int, start: int, need: int, most: int | None
) -> int | None:
    """The first start from a work number on at which a need is met; None if there is none."""
    calendar = network.calendars[node]
    while most is None or start <= most:
        conflict = clock.conflict(pieces_of(network, node, start), need)
        if not conflict:
            return start
        if conflict >= FAR:
            return None
        if network.ways[node] == PARTS:
            conflict = network.next_start(node, conflict)
        # Whatever starts before works at that time, too.
        start = max(start + 1, calendar.work_at(conflict))
    return None


def pieces_of(network: Network, node: int, start: int) -> Pieces:
    """The pieces in which a node works that starts at a work number."""
    calendar = network.calendars[node]
    first = calendar.at_start(start)
    if network.ways[node] == PARTS:
        return worked_pieces(network, node, first, network.finish_from(node, first))
    span = network.spans[node]
    return calendar.periods(first, calendar.at_finish(start + span)) if span else []
