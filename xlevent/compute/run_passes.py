"""Forward and backward pass over a network for many runs at once: `passes` with arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlevent.compute.array_calendar import ArrayCalendar
from xlevent.compute.network import FIRST_GATE, FIXED, GUARDED, LAST_GATE, PARTS, SlowEdge
from xlevent.compute.run_dates import RunDates
from xlevent.compute.run_limits import RunGuard, remaining_runs

if TYPE_CHECKING:
    from xlevent.compute.array_calendar import Minutes

NEVER = -(1 << 60)
"""A work number before all others."""


def run_passes(dates: RunDates) -> None:
    """Early dates, finish and late dates of all runs, each of which starts on the same date."""
    forward_pass(dates)
    dates.finish = project_finish(dates)
    backward_pass(dates)
    if dates.network.late_starters:
        dates.late_links = True
        forward_pass(dates)


def forward_pass(dates: RunDates) -> None:
    """Early starts and ends of all nodes in order."""
    import numpy as np

    network, shared = dates.network, dates.shared
    early, ends, spans, ways = dates.early, dates.early_ends, dates.spans, shared.ways
    into_start, into_finish = shared.into_start, shared.into_finish
    dates.forget()
    floors = _floors(dates)
    maximum = np.maximum
    for node in network.order:
        best: Any = None
        for before, of_finish, lag in into_finish[node]:
            bound = ends[before] if of_finish else early[before]
            if lag:
                bound = bound + lag
            best = bound if best is None else maximum(best, bound)
        if best is not None:
            best = best - spans[node]
        for before, of_finish, lag in into_start[node]:
            bound = ends[before] if of_finish else early[before]
            if lag:
                bound = bound + lag
            best = bound if best is None else maximum(best, bound)
        floor = floors[node]
        if floor is not None:
            best = floor if best is None else maximum(best, floor)
        if ways[node] > GUARDED:
            early[node] = _unusual_forward(dates, node, best)
            continue
        if ways[node] == GUARDED:
            best = _guarded_forward(dates, node, best)
        early[node] = best
        ends[node] = best + spans[node]


def backward_pass(dates: RunDates) -> None:
    """Late starts and ends of all nodes that nothing left out follows; needs `dates.finish`."""
    import numpy as np

    network, shared = dates.network, dates.shared
    late, ends, spans, ways = dates.late, dates.late_ends, dates.spans, shared.ways
    caps = _Caps(dates)
    bounded = network.settings.bounded
    minimum = np.minimum
    for node in reversed(network.order):
        if node in network.open_ended:
            continue
        to_finish, to_start = shared.from_finish[node], shared.from_start[node]
        best: Any = None
        if bounded or not (to_finish or to_start or node in dates.shared.slow_out):
            best = caps.of(dates.calendars[node])
        for after, of_finish, lag in to_finish:
            bound = ends[after] if of_finish else late[after]
            if lag:
                bound = bound - lag
            best = bound if best is None else minimum(best, bound)
        if best is not None:
            best = best - spans[node]
        for after, of_finish, lag in to_start:
            bound = ends[after] if of_finish else late[after]
            if lag:
                bound = bound - lag
            best = bound if best is None else minimum(best, bound)
        if ways[node] > GUARDED:
            late[node] = _unusual_backward(dates, node)
            continue
        if ways[node] == GUARDED:
            best = _guarded_backward(dates, node, best, caps)
        late[node] = best
        ends[node] = best + spans[node]


def project_finish(dates: RunDates) -> Minutes:
    """The latest early finish, moments; of finishes at the same work the first node's."""
    import numpy as np

    network = dates.network
    leaves = len(network.leaves)
    latest: dict[int, tuple[ArrayCalendar, Any, Any]] = {}
    for node in network.order:
        if node >= leaves or (dates.shared.ways[node] == FIXED and network.leaves[node].external):
            continue
        calendar, end = dates.calendars[node], dates.early_ends[node]
        milestone = dates.is_milestone(node)
        key = id(calendar)
        if key not in latest:
            latest[key] = (calendar, end, dates.early_finish(node) if milestone else None)
            continue
        _, best, at = latest[key]
        if milestone or at is not None:
            later = end > best
            if later.any():
                before = calendar.at_finish(best) if at is None else at
                at = np.where(later, dates.early_finish(node), before)
        latest[key] = (calendar, np.maximum(best, end), at)
    result: Any = None
    for calendar, end, at in latest.values():
        moment = calendar.at_finish(end) if at is None else at
        result = moment if result is None else np.maximum(result, moment)
    return dates.start if result is None else result


def critical_runs(dates: RunDates, node: int) -> Any:
    """In which runs a leaf has no more float than critical tasks may have."""
    return total_float(dates, node) <= dates.network.settings.critical_limit


def total_float(dates: RunDates, node: int) -> Minutes:
    """Total float of a leaf in working minutes on its own calendar."""
    import numpy as np

    network = dates.network
    if node in network.late_starters:
        return dates.finish * 0
    plain = dates.late[node] - dates.early[node]
    pushed = dates.pushed.get(node)
    if node not in network.off_measure and pushed is None:
        return plain
    measure = dates.measures[node]
    finish = measure.between(dates.early_finish(node), dates.late_finish(node))
    if dates.shared.ways[node] == FIXED and network.leaves[node].actual_start is not None:
        return finish
    first = dates.early_start(node)
    if pushed is not None:
        asked, where = pushed
        first = np.where(where, dates.calendars[node].at_start(asked), first)
    total = np.minimum(measure.between(first, dates.late_start(node)), finish)
    if node in network.off_measure or pushed is None:
        return total
    return np.where(pushed[1], total, plain)


class _Caps:
    """The work numbers of the project's finish on each calendar."""

    def __init__(self, dates: RunDates) -> None:
        self._finish = dates.finish
        self._found: dict[int, Minutes] = {}

    def of(self, calendar: ArrayCalendar) -> Minutes:
        key = id(calendar)
        if key not in self._found:
            self._found[key] = calendar.work_at(self._finish)
        return self._found[key]


def _floors(dates: RunDates) -> list[Minutes | None]:
    """The earliest start of each node that follows from no edge."""
    import numpy as np

    network = dates.network
    settings = network.settings
    starts: dict[int, Minutes] = {}
    floors: list[Minutes | None] = []
    for node, given in enumerate(dates.floors):
        calendar = dates.calendars[node]
        start = starts.get(id(calendar))
        if start is None:
            start = starts[id(calendar)] = calendar.work_at(dates.start)
        if given is not None:
            floor: Minutes | None = np.maximum(given, start) if settings.backward else given
        elif network.is_driven(node):
            floor = None
        else:
            floor = start
        if settings.bounded and node in network.clipped:
            floor = start if floor is None else np.maximum(floor, start)
        floors.append(floor)
    return floors


def _guarded_forward(dates: RunDates, node: int, best: Any) -> Minutes:
    import numpy as np

    for edge in dates.shared.slow_in.get(node, ()):
        bound = dates.early_bound_work(edge)
        best = bound if best is None else np.maximum(best, bound)
    guard = dates.guards.get(node)
    return best if guard is None else _guarded_start(dates, node, guard, best)


def _unusual_forward(dates: RunDates, node: int, best: Any) -> Minutes:
    import numpy as np

    way, calendar = dates.shared.ways[node], dates.calendars[node]
    edges: list[SlowEdge] = dates.shared.slow_in.get(node, [])
    if way == FIXED:
        first, last = dates.fixed[node]
        dates.early_ends[node] = calendar.work_at(last)
        return calendar.work_at(first)
    if way == FIRST_GATE:
        first = dates.early_bound(edges[0])
        for edge in edges[1:]:
            first = np.minimum(first, dates.early_bound(edge))
        dates.early_ends[node] = calendar.work_at(first)
        return dates.early_ends[node]
    for edge in edges:
        bound = dates.early_bound_work(edge)
        best = bound if best is None else np.maximum(best, bound)
    if way == LAST_GATE:
        dates.early_ends[node] = best
        return np.asarray(best)
    start = calendar.work_at(dates.next_start(node, calendar.at_start(best)))
    guard = dates.guards.get(node)
    if guard is not None:
        start = _guarded_start(dates, node, guard, start)
    dates.early_ends[node] = calendar.work_at(dates.finish_from(node, calendar.at_start(start)))
    return start


def _guarded_start(dates: RunDates, node: int, guard: RunGuard, best: Minutes) -> Minutes:
    import numpy as np

    calendar = dates.calendars[node]
    honor = dates.network.settings.honor_constraints
    dates.pushed.pop(node, None)
    if guard.delay > 0:
        best = calendar.work_at(calendar.at_start(best) + guard.delay)
    asked = best
    if guard.on is not None:
        best = best * 0 + guard.on if honor else np.maximum(best, guard.on)
    elif guard.at_most is not None and honor:
        best = np.minimum(best, guard.at_most)
    if best is not asked:
        elsewhere = asked > best
        if elsewhere.any():
            dates.pushed[node] = (asked, elsewhere)
    if guard.data_date is not None:
        best = np.maximum(best, guard.data_date)
    return best


def _bounds(dates: RunDates, node: int, default: Minutes | None) -> Any:
    """The least of what the slow edges say about the late finish, and in which runs they do.

    Where they say nothing it is `default`; None where they never say anything.
    """
    import numpy as np

    network = dates.network
    result: Any = None
    said: Any = None
    for edge in dates.shared.slow_out.get(node, ()):
        after = edge.successor
        if not network.open_edge(edge) or after in network.open_ended:
            continue
        if dates.shared.ways[after] == FIXED and network.leaves[after].external:
            continue
        bound = dates.late_bound(edge)
        if dates.shared.ways[after] == FIRST_GATE:  # in the runs where this leaf is the first
            where = dates.early_bound(edge) == dates.early_start(after)
            bound = np.where(where, bound, -NEVER)
        else:
            where = np.ones(1, bool)
        result = bound if result is None else np.minimum(result, bound)
        said = where if said is None else said | where
    if result is None:
        return None
    if default is not None and not said.all():
        result = np.where(said, result, default)
    return result, said


def _guarded_backward(dates: RunDates, node: int, best: Any, caps: _Caps) -> Minutes:
    import numpy as np

    calendar, span = dates.calendars[node], dates.spans[node]
    found = _bounds(dates, node, dates.finish)
    if found is not None:
        bound, said = found
        work = calendar.work_at(bound) - span
        if not said.all():
            work = np.where(said, work, -NEVER)
        best = work if best is None else np.minimum(best, work)
    last = caps.of(calendar) - span
    if best is None:  # all its successors are done
        best = last
    elif found is not None and not found[1].all():
        best = np.where(best == -NEVER, last, best)
    guard = dates.guards.get(node)
    if guard is None:
        return np.asarray(best)
    if guard.delay < 0:
        best = calendar.work_at(calendar.at_finish(best + span) + guard.delay) - span
    return _guarded_late(dates.network.settings.honor_constraints, guard, best)


def _unusual_backward(dates: RunDates, node: int) -> Minutes:
    import numpy as np

    network = dates.network
    way, calendar = dates.shared.ways[node], dates.calendars[node]
    found = _bounds(dates, node, dates.finish)
    finish = dates.finish
    if found is not None:
        finish = np.minimum(found[0], finish) if network.settings.bounded else found[0]
    guard = dates.guards.get(node)
    honor = network.settings.honor_constraints
    if way in (LAST_GATE, FIRST_GATE):
        dates.late_ends[node] = calendar.work_at(finish)
        return dates.late_ends[node]
    if way == PARTS:
        start = natural = calendar.work_at(dates.start_from(node, finish))
        if guard is not None:
            if guard.delay < 0:
                end = dates.finish_from(node, calendar.at_start(start)) + guard.delay
                start = calendar.work_at(dates.start_from(node, end))
            start = _guarded_late(honor, guard, start)
            moved = dates.finish_from(node, calendar.at_start(start))
            finish = np.where(start != natural, moved, finish)
        dates.late_ends[node] = calendar.work_at(finish)
        return start
    return _late_of_given(dates, node, finish, found)


def _guarded_late(honor: bool, guard: RunGuard, best: Minutes) -> Minutes:
    import numpy as np

    if guard.on is not None:
        best = best * 0 + guard.on if honor else np.minimum(best, guard.on)
    if guard.late_at_most is not None:
        best = np.minimum(best, guard.late_at_most)
    if guard.late_at_least is not None:
        best = np.maximum(best, guard.late_at_least)
    return best


def _late_of_given(dates: RunDates, node: int, finish: Minutes, found: Any) -> Minutes:
    """Late dates of a task with facts or given dates; its guard holds finishes."""
    import numpy as np

    network, calendar = dates.network, dates.calendars[node]
    task = network.leaves[node]
    if dates.is_done(node) or task.external:
        first, last = dates.fixed[node]
        dates.late_ends[node] = calendar.work_at(last)
        return calendar.work_at(first)
    if found is not None and task.duration == 0 and task.actual_start is not None:
        finish = np.where(found[1], dates.fixed[node][0], finish)
    guard = dates.guards.get(node)
    end = calendar.work_at(finish)
    if guard is not None:
        end = _guarded_late(network.settings.honor_constraints, guard, end)
    finish = dates.runs[node].previous_finish(calendar.at_finish(end))
    dates.late_ends[node] = calendar.work_at(finish)
    if task.actual_start is None:
        return calendar.work_at(dates.start_from(node, finish))
    parts = dates.parts.get(node)
    if parts:
        start = parts[0][0].add(finish, -parts[0][2])
        for own, _, left in parts[1:]:
            start = np.minimum(start, own.add(finish, -left))
    else:
        span = np.atleast_1d(dates.spans[node])
        left = remaining_runs(task, span, task.remaining, span)
        start = dates.runs[node].add(finish, -left)
    return calendar.work_at(start)
