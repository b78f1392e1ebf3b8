"""Levelling of a project that is scheduled back from its event: time runs backward.

Tasks stand at their late dates, and one that finds its resources taken is done earlier. The
problem in integers is the mirror image, so that the same search orders it; the order found is
then placed on the real calendars by the backward pass of the critical path.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlevent.compute.levelling.load import Load, Profile, profile
from xlevent.compute.levelling.mapping import find_axis
from xlevent.compute.levelling.placing import Clock, Placed, pieces_of, sorted_nodes
from xlevent.compute.levelling.problem import FAR, Before, Problem
from xlevent.compute.network import FIRST_GATE, FIXED, LAST_GATE, PARTS, Network
from xlevent.compute.pass_dates import Dates
from xlevent.compute.passes import (
    bound_at,
    find_caps,
    last_starts,
    late_end,
    linked_late,
    project_start,
    special_backward,
    start_for_finish,
)


def to_late_problem(dates: Dates, load: Load) -> Problem:
    """The problem whose activities are the nodes of the network, in mirrored time.

    What ends at `t` on the axis starts at `-t`, and successors go before their predecessors.
    """
    network = dates.network
    axis = find_axis(dates, load)
    count = len(network.ways)
    starts = [0] * count
    durations = [0] * count
    releases = [-FAR] * count
    after: Before = [[] for _ in range(count)]
    event = -axis(dates.finish)
    held = dict.fromkeys(network.left_out, event)
    due: dict[int, int] = {}
    for node in network.order:
        if node in load.held:
            first, last = dates.early_start(node), dates.early_finish(node)
        else:
            first, last = dates.late_start(node), dates.late_finish(node)
        starts[node] = -axis(last)
        durations[node] = axis(last) - axis(first)
        if node in load.held or network.ways[node] == FIRST_GATE:
            held[node] = starts[node]
            continue
        if network.settings.bounded or not (network.followed[node] or node in network.slow_out):
            releases[node] = event
        guard = network.guards.get(node)
        floor = network.floors.get(node)
        if guard is not None and guard.late_at_most is not None:
            latest = -axis(late_end(network, node, guard.late_at_most))
            releases[node] = max(releases[node], latest)
        if floor is not None:
            due[node] = -axis(late_end(network, node, floor))
    for node in network.order:
        if node in held:
            continue
        for later, lead, lag, crossing, _ in network.outgoing[node]:
            bound = dates.late[later] - lag
            if crossing is not None:
                bound = crossing.late(bound) - lead
            end = -axis(late_end(network, node, bound))
            after[node].append((later, end - starts[later]))
        for edge in network.slow_out.get(node, ()):
            moment = bound_at(dates, edge) if network.open_edge(edge) else None
            if moment is not None:
                after[node].append((edge.successor, -axis(moment) - starts[edge.successor]))
    changes = [
        (time if abs(time) >= FAR else axis(time), resource, difference)
        for time, resource, difference in load.changes()
    ]
    times, free = profile(load.packing, changes)
    needs = [
        load.packed(node) if durations[node] and node not in held else 0 for node in range(count)
    ]
    mirrored = [-time for time in reversed(times)]
    turned = [*reversed(free[:-1]), free[-1]]
    return Problem(durations, after, needs, load.packing, mirrored, turned, releases, held, due)


def place_late(
    base: Dates,
    load: Load,
    free: Profile,
    keys: Sequence[float],
    critical: Collection[int] = frozenset(),
) -> Placed:
    """Place all tasks, of those whose successors are placed the one with the least key first.

    The same as `placing.place`, from the event back: delays are negative, and the cost has the
    project's start, the later the better, where that has its finish.
    """
    network = base.network
    dates = Dates(network, base.early, [], early_ends=base.early_ends)
    dates.start, dates.finish = base.start, base.finish
    caps = find_caps(dates)
    late = dates.late = last_starts(dates, caps)
    clock = Clock(free, load)
    delays: dict[int, int] = {}
    homeless = early = moved = 0
    for node in sorted_nodes(network, keys, backward=True):
        best = late[node]
        way = network.ways[node]
        start = special_backward(dates, node, best, caps)
        if way not in (FIXED, LAST_GATE, FIRST_GATE):
            need = load.packed(node) if node in load.needs else 0
            if need:
                if node in load.movable:
                    found = _fit(network, clock, node, start, need)
                    if found is None:
                        homeless += 1
                    elif found != start:
                        asked = late_end(network, node, linked_late(dates, node, best, caps))
                        end = late_end(network, node, found)
                        delays[node] = end - asked
                        start = found
                        if way == PARTS:
                            dates.late_ends[node] = network.calendars[node].work_at(end)
                clock.book(pieces_of(network, node, start), need)
            moved += max(0, base.late[node] - start)
            early += max(0, network.floors.get(node, start) - start)
        late[node] = start
        for before, lead, lag, crossing in network.into[node]:
            bound = start - lag
            if crossing is not None:
                bound = crossing.late(bound) - lead
            late[before] = min(late[before], bound)
    held = -sum(delay for node, delay in delays.items() if node in critical)
    return Placed((homeless, early, -project_start(dates), held, moved), delays)


def _fit(network: Network, clock: Clock, node: int, start: int, need: int) -> int | None:
    """The last start up to a work number at which a need is met; None if there is none."""
    guard = network.guards.get(node)
    least = None
    if guard is not None and network.settings.honor_constraints:
        least = guard.late_at_least
    while least is None or start >= least:
        conflict = clock.first_conflict(pieces_of(network, node, start), need)
        if conflict is None:
            return start
        if conflict <= -FAR:
            return None
        start = min(start - 1, start_for_finish(network, node, conflict))
    return None
