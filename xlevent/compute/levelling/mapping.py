"""A schedule as a problem in integers: its tasks on one axis of working time.

The axis is the time in which any task with resources works. When all tasks share one calendar,
the problem says exactly what the schedule says. Tasks on other calendars, elapsed lags and
percentages of a mix are taken as they stand without levelling; the order found on the axis is
then placed on the real calendars (`placing`), which is always exact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from xlevent.compute.levelling.load import Load, profile
from xlevent.compute.levelling.problem import FAR, Before, Problem
from xlevent.compute.network import FIRST_GATE, PARTS
from xlevent.compute.pass_dates import Dates
from xlevent.domain.work_calendar import DAY, WorkCalendar

_MARGIN = 400 * DAY  # of the axis around the schedule

Axis = Callable[[int], int]
"""The number of working minutes up to a moment."""


def is_exact(dates: Dates, load: Load) -> bool:
    """Whether the axis holds everything: one calendar and no links through other time."""
    network = dates.network
    free = [node for node in network.order if node not in load.held]
    calendars = {id(network.calendars[node]) for node in free}
    return (
        len(calendars) <= 1
        and not network.parts
        and load.movable == load.needs.keys()
        and all(crossing is None for n in free for _, _, _, crossing in network.into[n])
        and all(
            edge.predecessor in load.held for node in free for edge in network.slow_in.get(node, ())
        )
    )


def to_problem(dates: Dates, load: Load) -> Problem:
    """The problem whose activities are the nodes of the network."""
    network = dates.network
    axis = find_axis(dates, load)
    count = len(network.ways)
    starts = [0] * count
    durations = [0] * count
    releases = [-FAR] * count
    before: Before = [[] for _ in range(count)]
    held = {node: axis(dates.start) for node in network.left_out}
    due: dict[int, int] = {}
    origin = axis(dates.start)
    for node in network.order:
        first, last = dates.planned_start(node), dates.planned_finish(node)
        starts[node] = axis(first)
        durations[node] = axis(last) - starts[node]
        if node in load.held or network.ways[node] == FIRST_GATE:
            held[node] = starts[node]
            continue
        calendar = network.calendars[node]
        floor = network.floors.get(node)
        if floor is not None:
            releases[node] = axis(calendar.at_start(floor))
        elif not network.is_driven(node):
            releases[node] = origin
        if node in network.clipped:
            releases[node] = max(releases[node], origin)
        guard = network.guards.get(node)
        if guard is not None:
            if guard.data_date is not None:
                date = axis(calendar.at_start(guard.data_date))
                releases[node] = max(releases[node], date)
            if guard.late_at_most is not None:
                due[node] = axis(calendar.at_start(guard.late_at_most))
    for node in network.order:
        if node in held:
            continue
        calendar = network.calendars[node]
        for earlier, lead, lag, crossing in network.into[node]:
            bound = dates.early[earlier] + lag
            if crossing is not None:
                bound = crossing.early(dates.early[earlier] + lead) + lag
            before[node].append((earlier, axis(calendar.at_start(bound)) - starts[earlier]))
        for edge in network.slow_in.get(node, ()):
            lag = axis(dates.early_bound(edge)) - starts[edge.predecessor]
            before[node].append((edge.predecessor, lag))
    changes = [
        (time if abs(time) >= FAR else axis(time), resource, difference)
        for time, resource, difference in load.changes()
    ]
    times, free = profile(load.packing, changes)
    needs = [
        load.packed(node) if durations[node] and node not in held else 0 for node in range(count)
    ]
    return Problem(durations, before, needs, load.packing, times, free, releases, held, due)


def find_axis(dates: Dates, load: Load) -> Axis:
    """The axis: of one calendar, or of all calendars on which something limited works."""
    network = dates.network
    calendars: dict[int, WorkCalendar] = {}
    for node in load.needs:
        if network.ways[node] == PARTS:
            calendars.update((id(calendar), calendar) for calendar, _, _ in network.parts[node])
        else:
            calendars[id(network.runs[node])] = network.runs[node]
    if not calendars:
        return network.project_calendar.work_at
    if len(calendars) == 1:
        return next(iter(calendars.values())).work_at
    first, last = dates.start - _MARGIN, dates.finish + _MARGIN
    merged: list[tuple[int, int]] = []
    for start, end in sorted(
        piece for calendar in calendars.values() for piece in calendar.periods(first, last)
    ):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    edges = [start for start, _ in merged]
    sums = [0]
    for start, end in merged:
        sums.append(sums[-1] + end - start)

    def work_at(moment: int) -> int:
        i = bisect_right(edges, moment) - 1
        if i < 0:
            return 0
        return min(sums[i] + moment - edges[i], sums[i + 1])

    return work_at
