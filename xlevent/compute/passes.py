"""Forward and backward pass over a network."""

from __future__ import annotations

from xlevent.compute.network import (
    FIRST_GATE,
    FIXED,
    GUARDED,
    LAST_GATE,
    PARTS,
    PLAIN,
    Guard,
    Network,
    SlowEdge,
    remaining_minutes,
)
from xlevent.compute.pass_dates import Dates
from xlevent.domain.work_calendar import WorkCalendar

NEVER = -(1 << 60)
"""A work number before all others."""
Caps = dict[WorkCalendar, int]
"""The work number of the project's finish on each calendar."""


def forward_pass(dates: Dates) -> None:
    """Early starts and ends of all nodes in order."""
    network = dates.network
    into, ways = network.into, network.ways
    early = dates.early = first_starts(dates)
    for node in network.order:
        start = early[node]
        for before, lead, lag, crossing in into[node]:
            if crossing is None:
                bound = early[before] + lag
            else:
                bound = crossing.early(early[before] + lead) + lag
            if bound > start:
                start = bound
        if ways[node] != PLAIN:
            start = special_forward(dates, node, start)
        early[node] = start


def backward_pass(dates: Dates) -> None:
    """Late starts and ends of all nodes that nothing left out follows; needs `dates.finish`."""
    network = dates.network
    into, ways = network.into, network.ways
    caps = find_caps(dates)
    late = dates.late = last_starts(dates, caps)
    order = network.order
    if network.open_ended:
        order = [node for node in order if node not in network.open_ended]
    for node in reversed(order):
        best = late[node]
        if ways[node] != PLAIN:
            best = late[node] = special_backward(dates, node, best, caps)
        for before, lead, lag, crossing in into[node]:
            bound = best - lag if crossing is None else crossing.late(best - lag) - lead
            if bound < late[before]:
                late[before] = bound


def find_caps(dates: Dates) -> Caps:
    """The caps of all calendars."""
    calendars = set(dates.network.calendars)
    return {calendar: calendar.work_at(dates.finish) for calendar in calendars}


def project_finish(dates: Dates) -> int:
    """The latest early finish, a moment."""
    network = dates.network
    latest: dict[WorkCalendar, tuple[int, int]] = {}
    early, spans, calendars = dates.early, network.spans, network.calendars
    ends, ways = dates.early_ends, network.ways
    leaves = len(network.leaves)
    nothing = (NEVER, -1)
    for node in network.order:
        calendar = calendars[node]
        end = early[node] + spans[node]
        if ways[node] > GUARDED:
            if node >= leaves or (ways[node] == FIXED and network.leaves[node].external):
                continue
            end = ends[node]
        if end > latest.get(calendar, nothing)[0]:
            latest[calendar] = (end, node)
    if not latest:
        return dates.start
    return max(dates.early_finish(node) for _, node in latest.values())


def project_start(dates: Dates) -> int:
    """The earliest late start, a moment."""
    network = dates.network
    earliest: dict[int, tuple[int, int]] = {}
    for node in network.order:
        if node >= len(network.leaves) or node in network.open_ended:
            continue
        key = id(network.calendars[node])
        start = dates.late[node]
        if key not in earliest or start < earliest[key][0]:
            earliest[key] = (start, node)
    if not earliest:
        return dates.finish
    return min(network.calendars[node].at_start(dates.late[node]) for _, node in earliest.values())


def first_starts(dates: Dates) -> list[int]:
    """The earliest start of each node that follows from no edge."""
    network = dates.network
    calendars, settings = network.calendars, network.settings
    starts = {calendar: calendar.work_at(dates.start) for calendar in set(calendars)}
    early = [NEVER] * len(calendars)
    slow_in = network.slow_in
    for node, edges in enumerate(network.into):
        if not edges and node not in slow_in:
            early[node] = starts[calendars[node]]
    for node, given in network.floors.items():
        early[node] = max(given, starts[calendars[node]]) if settings.backward else given
    if settings.bounded:
        for node in network.clipped:
            early[node] = max(early[node], starts[calendars[node]])
    return early


def last_starts(dates: Dates, caps: Caps) -> list[int]:
    """The latest start of each node that follows from no edge."""
    network = dates.network
    late = [
        caps[calendar] - span
        for calendar, span in zip(network.calendars, network.spans, strict=True)
    ]
    if not network.settings.bounded:
        for node, followed in enumerate(network.followed):
            if followed or node in network.slow_out:
                late[node] = -NEVER
    return late


def special_forward(dates: Dates, node: int, best: int) -> int:
    """The start of a node that is not plain, where floor and edges but the slow ask for `best`."""
    network = dates.network
    way = network.ways[node]
    calendar = network.calendars[node]
    edges: list[SlowEdge] = network.slow_in.get(node, [])
    if way == FIXED:
        first, last = network.fixed[node]
        dates.early_ends[node] = calendar.work_at(last)
        return calendar.work_at(first)
    if way == FIRST_GATE:
        first = min(dates.early_bound(edge) for edge in edges)
        dates.early_ends[node] = calendar.work_at(first)
        return dates.early_ends[node]
    best = linked_start(dates, node, best)
    if way == LAST_GATE:
        dates.early_ends[node] = best
        return best
    guard = network.guards.get(node)
    if guard is not None:
        best = guarded_start(dates, node, guard, best)
    if way == PARTS:
        set_end(dates, node, best)
    return best


def linked_start(dates: Dates, node: int, best: int) -> int:
    """The start that slow edges ask for, at least `best`, before what guards the node."""
    network = dates.network
    for edge in network.slow_in.get(node, ()):
        bound = dates.early_bound_work(edge)
        if bound > best:
            best = bound
    if network.ways[node] == PARTS:
        calendar = network.calendars[node]
        best = calendar.work_at(network.next_start(node, calendar.at_start(best)))
    return best


def set_end(dates: Dates, node: int, start: int) -> None:
    """Note where a node of parts ends that starts at a work number."""
    network = dates.network
    calendar = network.calendars[node]
    end = network.finish_from(node, calendar.at_start(start))
    dates.early_ends[node] = calendar.work_at(end)


def guarded_start(dates: Dates, node: int, guard: Guard, best: int) -> int:
    """The start after delay, constraint and data date, where the links ask for `best`."""
    network = dates.network
    calendar = network.calendars[node]
    honor = network.settings.honor_constraints
    dates.pushed.pop(node, None)
    if guard.delay > 0:
        best = calendar.work_at(calendar.at_start(best) + guard.delay)
    asked = best
    if guard.on is not None:
        best = guard.on if honor else max(best, guard.on)
    elif guard.at_most is not None and honor:
        best = min(best, guard.at_most)
    if asked > best:
        dates.pushed[node] = asked
    if guard.data_date is not None and guard.data_date > best:
        best = guard.data_date
    return best


def special_backward(dates: Dates, node: int, best: int, caps: Caps) -> int:
    """The late start of a node, plain or not, where edges but the slow allow `best`."""
    network = dates.network
    way = network.ways[node]
    guard = network.guards.get(node)
    if way <= GUARDED:
        if node in network.slow_out:
            best = linked_late(dates, node, best, caps)
        return best if guard is None else guarded_late(dates, node, guard, best)
    calendar = network.calendars[node]
    bounds = _late_bounds(dates, node)
    finish = _limited(dates, bounds)
    if way in (LAST_GATE, FIRST_GATE):
        dates.late_ends[node] = calendar.work_at(finish)
        return dates.late_ends[node]
    if way == PARTS:
        start = natural = calendar.work_at(network.start_from(node, finish))
        if guard is not None:
            start = guarded_late(dates, node, guard, natural)
        if start != natural:
            finish = network.finish_from(node, calendar.at_start(start))
        dates.late_ends[node] = calendar.work_at(finish)
        return start
    return _late_of_given(dates, node, finish, bool(bounds))


def linked_late(dates: Dates, node: int, best: int, caps: Caps) -> int:
    """The late start that slow edges allow, at most `best`, before what guards the node."""
    network = dates.network
    calendar = network.calendars[node]
    bounds = _late_bounds(dates, node)
    if network.ways[node] == PARTS:
        return calendar.work_at(network.start_from(node, _limited(dates, bounds)))
    span = network.spans[node]
    best = min([best, *(calendar.work_at(bound) - span for bound in bounds)])
    return caps[calendar] - span if best == -NEVER else best  # all its successors are done


def guarded_late(dates: Dates, node: int, guard: Guard, best: int) -> int:
    """The late start after levelling and constraints, where the links allow `best`."""
    network = dates.network
    if guard.delay < 0:
        best = start_for_finish(network, node, late_end(network, node, best) + guard.delay)
    return _guarded_late(network.settings.honor_constraints, guard, best)


def late_end(network: Network, node: int, start: int) -> int:
    """The moment when a node ends that starts at a work number."""
    calendar = network.calendars[node]
    if network.ways[node] == PARTS:
        return network.finish_from(node, calendar.at_start(start))
    return calendar.at_finish(start + network.spans[node])


def start_for_finish(network: Network, node: int, finish: int) -> int:
    """The work number of the last start with which a node ends by a moment."""
    calendar = network.calendars[node]
    if network.ways[node] == PARTS:
        return calendar.work_at(network.start_from(node, finish))
    return calendar.work_at(finish) - network.spans[node]


def _late_bounds(dates: Dates, node: int) -> list[int]:
    """What the slow edges of a node say about its late finish."""
    network = dates.network
    edges = [edge for edge in network.slow_out.get(node, ()) if network.open_edge(edge)]
    return [bound for edge in edges if (bound := bound_at(dates, edge)) is not None]


def _limited(dates: Dates, bounds: list[int]) -> int:
    """The least of some bounds; where they are bounded, also of the project's finish."""
    if dates.network.settings.bounded:
        return min([*bounds, dates.finish])
    return min(bounds, default=dates.finish)


def bound_at(dates: Dates, edge: SlowEdge) -> int | None:
    """What an edge says about the late finish of its predecessor, if anything."""
    network = dates.network
    after = edge.successor
    way = network.ways[after]
    if way == FIXED and network.leaves[after].external:
        return None
    if way == FIRST_GATE and dates.early_bound(edge) != dates.early_start(after):
        return None  # another leaf is the first
    return dates.late_bound(edge)


def _guarded_late(honor: bool, guard: Guard, best: int) -> int:
    if guard.on is not None:
        best = guard.on if honor else min(best, guard.on)
    if guard.late_at_most is not None:
        best = min(best, guard.late_at_most)
    if guard.late_at_least is not None:
        best = max(best, guard.late_at_least)
    return best


def _late_of_given(dates: Dates, node: int, finish: int, followed: bool) -> int:
    """Late dates of a task with facts or given dates; its guard holds finishes."""
    network = dates.network
    calendar = network.calendars[node]
    task = network.leaves[node]
    if dates.is_done(node) or task.external:
        first, last = network.fixed[node]
        dates.late_ends[node] = calendar.work_at(last)
        return calendar.work_at(first)
    if followed and task.duration == 0 and task.actual_start is not None:
        finish = network.fixed[node][0]
    guard = network.guards.get(node)
    end = calendar.work_at(finish)
    if guard is not None:
        end = _guarded_late(network.settings.honor_constraints, guard, end)
    finish = network.runs[node].previous_finish(calendar.at_finish(end))
    dates.late_ends[node] = calendar.work_at(finish)
    if task.actual_start is None:
        return calendar.work_at(network.start_from(node, finish))
    parts = network.parts.get(node)
    if parts:
        start = min(own.subtract(finish, left) for own, _, left in parts)
    else:
        left = remaining_minutes(task, task.duration, task.remaining)
        start = network.runs[node].subtract(finish, left)
    return calendar.work_at(start)
