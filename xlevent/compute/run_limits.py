"""Constraints, deadlines and facts of tasks whose duration differs from run to run.

The same as `constraints.guard_node` and `Compiler._add_actual`, with the duration as an array.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlevent.compute.network import FIXED, is_finished
from xlevent.compute.outline import SummaryLimits
from xlevent.domain.task import ConstraintKind, Task
from xlevent.domain.work_calendar import to_minutes

if TYPE_CHECKING:
    from xlevent.compute.array_calendar import Minutes
    from xlevent.compute.run_dates import RunDates

_EARLIEST = (ConstraintKind.SNET, ConstraintKind.FNET)
_LATEST = (ConstraintKind.SNLT, ConstraintKind.FNLT)
_ON = (ConstraintKind.MSO, ConstraintKind.MFO)
_OF_START = (ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.MSO)


@dataclass(slots=True)
class RunGuard:
    """`network.Guard` with arrays."""

    on: Minutes | None = None
    at_most: Minutes | None = None
    late_at_most: Minutes | None = None
    late_at_least: Minutes | None = None
    data_date: Minutes | None = None
    delay: int = 0


def guard_runs(
    dates: RunDates, node: int, above: SummaryLimits | None
) -> tuple[Minutes | None, RunGuard | None]:
    """The floor and the guard of a node."""
    import numpy as np

    network = dates.network
    if node not in network.guards and node not in network.floors:
        return None, None
    settings = network.settings
    task = network.leaves[node]
    given = network.ways[node] == FIXED
    calendar = dates.calendars[node]
    starts: list[Minutes] = []
    latest: list[Minutes] = []
    guard = RunGuard()

    def start_at(moment: Minutes) -> Minutes:
        return calendar.work_at(moment)

    def finish_at(moment: Minutes) -> Minutes:
        if given:
            return start_at(moment)
        if node in network.parts:
            return start_at(dates.start_from(node, moment))
        return np.asarray(start_at(moment) - dates.spans[node])

    kind = task.constraint
    if task.constraint_date is not None and kind is not None:
        moment = np.array([to_minutes(task.constraint_date)])
        if kind in _OF_START:
            date = start_at(dates.finish_from(node, moment) if given else moment)
        else:
            date = finish_at(moment)
        if kind in _EARLIEST:
            starts.append(date)
            if settings.backward and settings.honor_constraints:
                guard.late_at_least = date
        elif kind in _LATEST:
            latest.append(date)
            guard.at_most = date
        elif kind in _ON:
            guard.on = date
    if task.deadline is not None:
        latest.append(finish_at(np.array([to_minutes(task.deadline)])))
    if above is not None and above.start is not None:
        starts.append(start_at(np.array([above.start])))
    if above is not None and above.finish is not None:
        latest.append(finish_at(np.array([above.finish])))
    if latest:
        guard.late_at_most = _over(np.minimum, latest)
    if settings.data_date is not None and not given:
        guard.data_date = start_at(np.array([to_minutes(settings.data_date)]))
    if not given and (task.delay > 0 or settings.backward):
        guard.delay = task.delay
    floor = _over(np.maximum, starts) if starts and not given else None
    return floor, guard if node in network.guards else None


def fixed_runs(dates: RunDates, node: int) -> tuple[Minutes, Minutes]:
    """Early start and finish of a started task whose rest is not known yet."""
    import numpy as np

    network = dates.network
    task = network.leaves[node]
    first = np.array([network.fixed[node][0]])
    last = dates.finish_from(node, first)
    data_date = network.settings.data_date
    if data_date is not None:
        resume = np.array([to_minutes(data_date)])
        span = dates.spans[node]
        left = remaining_runs(task, span, task.remaining, span)
        own = dates.parts.get(node) or [(dates.runs[node], span, left)]
        for calendar, whole, left in own:
            done = calendar.add(first, np.maximum(whole - left, 0))
            begin = calendar.next_start(np.maximum(resume, done))
            last = np.maximum(last, calendar.add(begin, left))
    if task.constraint == ConstraintKind.FNET and task.constraint_date is not None:
        last = np.maximum(last, to_minutes(task.constraint_date))
    return first, last


def remaining_runs(
    task: Task, whole: Minutes, remaining: int | None, durations: Minutes
) -> Minutes:
    """Working minutes of `whole` still to do; a stated rest varies with the task's durations."""
    import numpy as np

    if is_finished(task):
        return whole * 0
    if remaining is not None:
        return scaled(remaining, durations, task.duration)
    return np.asarray(np.rint(whole * (100 - task.percent_complete) / 100).astype(np.int64))


def scaled(minutes: int, whole: Minutes, duration: int) -> Minutes:
    """Minutes of a task of some duration, in proportion to other durations."""
    import numpy as np

    if not duration:
        return whole * 0 + minutes
    return np.asarray(np.rint(whole * minutes / duration).astype(np.int64))


def _over(function: Any, values: list[Minutes]) -> Minutes:
    result = values[0]
    for value in values[1:]:
        result = function(result, value)
    return result
