"""Near-critical paths: the longest path through each task, ranked by float."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xlevent.compute.chains import Cause, Step, driving_chain, limiting_chain
from xlevent.compute.reasons import ReasonKind
from xlevent.compute.schedule import Schedule
from xlevent.domain.language import Text
from xlevent.domain.task import Link
from xlevent.errors import MisuseError


@dataclass(frozen=True, slots=True)
class RankedPath:
    """A chain of tasks, each driving the next or limiting the one before.

    Parameters
    ----------
    total_float
        Of the whole chain, in working minutes: how much longer it may get before it hits its end.
    key
        The task for which it is the longest path, and that no path before it holds.
    tasks, links
        From the first to the last; `links[i]` leads from `tasks[i]` to `tasks[i + 1]` (None only
        between a summary task and a task below it).
    finish
        Early finish of the last task.
    end
        What limits the chain: a deadline, a constraint, the project's finish.
    """

    total_float: int
    key: str
    tasks: tuple[str, ...]
    links: tuple[Link | None, ...]
    finish: datetime
    end: Cause


def near_critical_paths(
    schedule: Schedule, count: int = 10, within: int | None = None
) -> list[RankedPath]:
    """The paths with the least float, the most critical first.

    Each path is the longest one through a task that no earlier path holds, so that every path
    tells something new, as the float paths of other planners do. Of tasks with the same float the
    first row counts. Tasks that are done start no path.

    Parameters
    ----------
    schedule
        A computed schedule.
    count
        The most paths.
    within
        The most total float in working minutes; None: any.
    """
    if count < 1:
        raise MisuseError(
            Text("路徑數必須大於 0。", "the number of paths must be positive"),
            mend=Text("至少要求一條。", "Ask for one at least."),
        )
    dates, floats = schedule.dates, schedule.floats
    if dates is None or floats is None:
        return []
    network = dates.network
    found: list[RankedPath] = []
    covered: set[str] = set()
    candidates = [
        node
        for node in range(len(network.leaves))
        if node not in network.left_out
        and node not in network.open_ended
        and not dates.is_done(node)
        and not network.leaves[node].external
        and (within is None or floats.total[node] <= within)
    ]
    for node in sorted(candidates, key=lambda n: (floats.total[n], n)):
        if len(found) == count:
            break
        name = network.names[node]
        if name in covered:
            continue
        path = _path_through(schedule, node)
        covered.update(path.tasks)
        found.append(path)
    return found


def _path_through(schedule: Schedule, node: int) -> RankedPath:
    dates, floats = schedule.dates, schedule.floats
    assert dates is not None
    assert floats is not None
    network = dates.network
    back = driving_chain(dates, schedule.outline, node)
    on = limiting_chain(dates, schedule.outline, node)
    tasks = [step.task for step in reversed(back)] + [step.task for step in on[1:]]
    links = [_link(step) for step in reversed(back[:-1])] + [_link(step) for step in on[:-1]]
    last = network.index[tasks[-1]]
    return RankedPath(
        floats.total[node],
        network.names[node],
        tuple(tasks),
        tuple(links),
        schedule[network.names[last]].early_finish,
        on[-1].causes[0],
    )


def _link(step: Step) -> Link | None:
    """The link by which the chain goes on from a step."""
    return next((c.link for c in step.causes if c.kind == ReasonKind.LINK), None)
