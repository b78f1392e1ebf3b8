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
    SlowEdge,
    remaining_minutes,
)
from xlevent.compute.pass_dates import Dates
from xlevent.domain.work_calendar import WorkCalendar

NEVER = -(1 << 60)
"""A work number before all others."""


def forward_pass(dates: Dates) -> None:
    """Early starts and ends of all nodes in order."""
    network = dates.network
    early, fast_in, ways = dates.early, network.fast_in, network.ways
    floors = _floors(dates)
    for node in network.order:
        best = floors[node]
        for before, _, minutes, _ in fast_in[node]:
            bound = early[before] + minutes
            if bound > best:
                best = bound
        if ways[node] != PLAIN:
            best = _special_forward(dates, node, best)
        early[node] = best


def backward_pass(dates: Dates) -> None:
    """Late starts and ends of all nodes that nothing left out follows; needs `dates.finish`."""
    network = dates.network
    late, fast_out, ways, spans = dates.late, network.fast_out, network.ways, network.spans
    caps = _PerCalendar(dates.finish)
    calendars = network.calendars
    bounded = network.settings.bounded
    project = network.project_calendar
    project_cap = caps[project]
    order = network.order
    if network.open_ended:
        order = [node for node in order if node not in network.open_ended]
    unlimited = -NEVER
    for node in reversed(order):
        edges = fast_out[node]
        if bounded or (not edges and node not in network.slow_out):
            calendar = calendars[node]
            best = project_cap if calendar is project else caps[calendar]
            best -= spans[node]
        else:
            best = unlimited
        for _, after, minutes, _ in edges:
            bound = late[after] - minutes
            if bound < best:
                best = bound
        if ways[node] != PLAIN:
            best = _special_backward(dates, node, best, caps)
        late[node] = best


def project_finish(dates: Dates) -> int:
    """The latest early finish, a moment."""
    network = dates.network
    latest: dict[int, tuple[int, int]] = {}
    early, spans, calendars = dates.early, network.spans, network.calendars
    ends, ways = dates.early_ends, network.ways
    leaves = len(network.leaves)
    for node in network.order:
        if node >= leaves or (ways[node] == FIXED and network.leaves[node].external):
            continue
        end = ends[node] if node in ends else early[node] + spans[node]
        key = id(calendars[node])
        if key not in latest or end > latest[key][0]:
            latest[key] = (end, node)
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


class _PerCalendar:
    """The work number of one moment on each calendar."""

    def __init__(self, moment: int) -> None:
        self.moment = moment
        self._found: dict[int, int] = {}

    def __getitem__(self, calendar: WorkCalendar) -> int:
        key = id(calendar)
        if key not in self._found:
            self._found[key] = calendar.work_at(self.moment)
        return self._found[key]


def _floors(dates: Dates) -> list[int]:
    """The earliest start of each node that follows from no edge."""
    network = dates.network
    starts = _PerCalendar(dates.start)
    calendars = network.calendars
    project = network.project_calendar
    project_start_work = starts[project]
    bounded = network.settings.bounded
    backward = network.settings.backward
    slow_in = network.slow_in
    floors: list[int] = []
    for node, (edges, given, calendar) in enumerate(
        zip(network.fast_in, network.floors, calendars, strict=True)
    ):
        if given is not None:
            floors.append(max(given, starts[calendar]) if backward else given)
        elif edges or (slow_in and node in slow_in):
            floors.append(NEVER)
        else:
            floors.append(project_start_work if calendar is project else starts[calendar])
    if bounded:
        for node in network.clipped:
            floors[node] = max(floors[node], starts[calendars[node]])
    return floors


def _special_forward(dates: Dates, node: int, best: int) -> int:
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
    for edge in edges:
        bound = dates.early_bound_work(edge)
        if bound > best:
            best = bound
    if way == LAST_GATE:
        dates.early_ends[node] = best
        return best
    if way == PARTS:
        best = calendar.work_at(network.next_start(node, calendar.at_start(best)))
    guard = network.guards.get(node)
    if guard is not None:
        best = _guarded_start(dates, node, guard, best)
    if way == PARTS:
        end = network.finish_from(node, calendar.at_start(best))
        dates.early_ends[node] = calendar.work_at(end)
    return best


def _guarded_start(dates: Dates, node: int, guard: Guard, best: int) -> int:
    network = dates.network
    calendar = network.calendars[node]
    honor = network.settings.honor_constraints
    dates.pushed.pop(node, None)
    if guard.delay:
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


def _special_backward(dates: Dates, node: int, best: int, caps: _PerCalendar) -> int:
    network = dates.network
    way = network.ways[node]
    calendar = network.calendars[node]
    edges = [edge for edge in network.slow_out.get(node, ()) if network.open_edge(edge)]
    guard = network.guards.get(node)
    bounds = [bound for edge in edges if (bound := _bound_at(dates, edge)) is not None]
    honor = network.settings.honor_constraints
    if way == GUARDED:
        span = network.spans[node]
        best = min([best, *(calendar.work_at(bound) - span for bound in bounds)])
        if best == -NEVER:  # all its successors are done
            best = caps[calendar] - span
        return best if guard is None else _guarded_late(honor, guard, best)
    finish = (
        min([*bounds, dates.finish])
        if network.settings.bounded
        else min(bounds, default=dates.finish)
    )
    if way in (LAST_GATE, FIRST_GATE):
        dates.late_ends[node] = calendar.work_at(finish)
        return dates.late_ends[node]
    if way == PARTS:
        start = natural = calendar.work_at(network.start_from(node, finish))
        if guard is not None:
            start = _guarded_late(honor, guard, natural)
        if start != natural:
            finish = network.finish_from(node, calendar.at_start(start))
        dates.late_ends[node] = calendar.work_at(finish)
        return start
    return _late_of_given(dates, node, finish, bool(bounds))


def _bound_at(dates: Dates, edge: SlowEdge) -> int | None:
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
