"""Floats: how far a task can move before others do, or before the project is late."""

from __future__ import annotations

from dataclasses import dataclass

from xlevent.compute.network import FIRST_GATE, FIXED, PLAIN, SlowEdge
from xlevent.compute.pass_dates import Dates, is_gate, lagged
from xlevent.domain.task import Link, LinkKind

NO_BOUND = 1 << 60
"""More working minutes than any float has."""


@dataclass(slots=True)
class Floats:
    """Working minutes per node, on its own calendar; gates and open ends hold nothing useful.

    `starts` and `finishes` hold the start and finish slack where these differ from the total.
    """

    total: list[int]
    free: list[int]
    starts: dict[int, int]
    finishes: dict[int, int]
    holds: dict[int, int]
    """Moments until which gates of summaries stay without moving a task."""


def compute_floats(dates: Dates) -> Floats:
    """Total and free float, start and finish slack of every node with late dates."""
    total = [last - first for first, last in zip(dates.early, dates.late, strict=True)]
    floats = Floats(total, [NO_BOUND] * len(total), {}, {}, {})
    network = dates.network
    for node in network.off_measure | network.late_starters | dates.pushed.keys():
        if node not in network.left_out and node not in network.open_ended:
            _slacks(dates, floats, node)
    _free_floats(dates, floats)
    return floats


def _slacks(dates: Dates, floats: Floats, node: int) -> None:
    network = dates.network
    if node in network.late_starters:
        floats.total[node] = 0
        return
    measure = network.measures[node]
    finish = measure.between(dates.early_finish(node), dates.late_finish(node))
    if network.ways[node] == FIXED and network.leaves[node].actual_start is not None:
        floats.starts[node] = 0
        floats.finishes[node] = floats.total[node] = finish
        return
    first = dates.early_start(node)
    if node in dates.pushed:
        first = network.calendars[node].at_start(dates.pushed[node])
    start = measure.between(first, dates.late_start(node))
    floats.total[node] = min(start, finish)
    floats.starts[node] = start
    floats.finishes[node] = finish


def _free_floats(dates: Dates, floats: Floats) -> None:
    network = dates.network
    early, free, total = dates.early, floats.free, floats.total
    ways, into, slow_out, guards = network.ways, network.into, network.slow_out, network.guards
    holds = floats.holds
    for node in reversed(network.order):
        start, best = early[node], free[node]
        for before, lead, lag, crossing in into[node]:
            least = free[before]
            if least > 0:  # else it does not move at all
                if crossing is None:
                    bound = start - lag - early[before]
                else:
                    bound = crossing.free(start - lag) - lead - early[before]
                if bound < least:
                    free[before] = bound
        if ways[node] == PLAIN:
            if best == NO_BOUND:
                best = total[node]
            free[node] = best if best > 0 else 0
            continue
        slow = slow_out.get(node, [])
        if is_gate(network, node):
            holds[node] = min(
                (
                    lagged(
                        network.measures[edge.successor],
                        _position(dates, edge, holds),
                        -edge.lag,
                        edge.elapsed,
                    )
                    for edge in slow
                    if network.open_edge(edge)
                ),
                default=dates.finish,
            )
            continue
        if dates.is_done(node):
            free[node] = 0
            continue
        for edge in slow:
            if network.open_edge(edge) and _counts(dates, edge):
                best = min(best, dates.free_bound(edge, _position(dates, edge, holds)))
        guard = guards.get(node)
        if best == NO_BOUND or (guard is not None and guard.on is not None):
            best = min(best, total[node])  # its own constraint lets it move no further
        free[node] = max(0, best)


def free_bounds(dates: Dates, floats: Floats, node: int) -> list[tuple[int, int, Link | None]]:
    """How far each edge of a leaf lets it move: working minutes, the node it leads to, its link."""
    network, start = dates.network, dates.early[node]
    found: list[tuple[int, int, Link | None]] = []
    for after, lead, lag, crossing, link in network.outgoing[node]:
        hold = dates.early[after] - lag
        bound = hold if crossing is None else crossing.free(hold) - lead
        found.append((bound - start, after, link))
    for edge in network.slow_out.get(node, ()):
        if network.open_edge(edge) and _counts(dates, edge):
            bound = dates.free_bound(edge, _position(dates, edge, floats.holds))
            found.append((bound, edge.successor, edge.link))
    return found


def _position(dates: Dates, edge: SlowEdge, holds: dict[int, int]) -> int:
    """Where the driven end of an edge's successor stands."""
    after = edge.successor
    if after in holds:
        return holds[after]
    if edge.kind in (LinkKind.FF, LinkKind.SF):
        return dates.planned_finish(after)
    return dates.planned_start(after)


def _counts(dates: Dates, edge: SlowEdge) -> bool:
    """Whether an edge can hold its predecessor; where only the first leaf counts, that one."""
    network = dates.network
    if network.ways[edge.successor] != FIRST_GATE:
        return True
    start = dates.early_start(edge.successor)
    first = [e for e in network.slow_in[edge.successor] if dates.early_bound(e) == start]
    return first == [edge]  # another leaf that starts as early holds the summary's start
