"""Why the dates of a node are what they are: what drives its start, what limits its late finish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from xlevent.compute.network import FIRST_GATE, FIXED, SlowEdge
from xlevent.compute.outline import Outline
from xlevent.compute.pass_dates import Dates, is_gate
from xlevent.domain.task import ConstraintKind, Link, Task
from xlevent.domain.work_calendar import to_minutes


class ReasonKind(StrEnum):
    """What puts a date where it is."""

    PROJECT_START = "project start"
    PROJECT_FINISH = "project finish"
    LINK = "link"
    CONSTRAINT = "constraint"
    DEADLINE = "deadline"
    SUMMARY = "limit of a summary task"
    DATA_DATE = "data date"
    DELAY = "levelling delay"
    FACT = "fact"
    GIVEN = "given dates"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that puts a date of a node where it is.

    Parameters
    ----------
    kind
        Which kind of thing.
    moment
        The date (minutes) that it gives by itself: the earliest start, or the latest finish.
    link
        The link, where it is one; None also between a summary task and a task below it.
    node
        The node at the other end of the link.
    task
        The summary task, where it is its limit.
    """

    kind: ReasonKind
    moment: int
    link: Link | None = None
    node: int | None = None
    task: str | None = None


def early_reasons(dates: Dates, outline: Outline, node: int) -> list[Reason]:
    """What drives the early start of a node; several where each alone would do."""
    network = dates.network
    calendar = network.calendars[node]
    if network.ways[node] == FIXED:
        fact = network.leaves[node].actual_start is not None
        return [Reason(ReasonKind.FACT if fact else ReasonKind.GIVEN, network.fixed[node][0])]
    if is_gate(network, node):
        early = dates.early[node]
        return [r for r in links_into(dates, node) if calendar.work_at(r.moment) == early]
    early = dates.early[node]
    guard = network.guards.get(node)
    delay = guard.delay if guard is not None else 0
    causes = [(_start_work(dates, node, r), r) for r in links_into(dates, node)]
    causes += [(work, reason) for work, reason in _floors(dates, outline, node)]
    asked = max((work for work, _ in causes), default=calendar.work_at(dates.start))
    clipped = node in network.clipped and network.settings.bounded
    if not causes or clipped or (network.settings.backward and node in network.floors):
        first = calendar.work_at(dates.start)
        if first >= asked:
            asked = first
            causes.append((first, Reason(ReasonKind.PROJECT_START, dates.start)))
    reasons = [reason for work, reason in causes if work == asked]
    if delay > 0:
        moment = calendar.at_start(asked) + delay
        asked = calendar.work_at(moment)
        reasons = [Reason(ReasonKind.DELAY, moment), *reasons]
    others: list[Reason] = []
    if guard is not None:
        if guard.data_date == early:
            data_date = network.settings.data_date
            assert data_date is not None  # it has set the guard
            others.append(Reason(ReasonKind.DATA_DATE, to_minutes(data_date)))
        if early in (guard.on, guard.at_most) and (guard.on == early or asked > early):
            task = network.leaves[node]
            assert task.constraint_date is not None
            others.append(Reason(ReasonKind.CONSTRAINT, to_minutes(task.constraint_date)))
    return [*reasons, *others] if asked == early else others


def late_reasons(dates: Dates, outline: Outline, node: int) -> list[Reason]:
    """What limits the late finish of a node; several where each alone would do."""
    network = dates.network
    if not is_gate(network, node):
        task = network.leaves[node]
        if dates.is_done(node) or task.external:
            kind = ReasonKind.GIVEN if task.external else ReasonKind.FACT
            return [Reason(kind, network.fixed[node][1])]
    calendar = network.runs[node] if network.ways[node] == FIXED else network.calendars[node]
    end = calendar.work_at(dates.late_finish(node))
    cap = calendar.work_at(dates.finish)
    found = _asked_late(dates, node, end, cap)
    if not is_gate(network, node):
        dated = list(_latest_dates(dates, outline, node))
        hard = [r for r in dated if _is_fixed(network.leaves[node], r)]
        found = [*found, *(r for r in dated if calendar.work_at(r.moment) == end)]
        found = hard or found
    if not found or (cap == end and not network.followed[node] and node not in network.slow_out):
        found.append(Reason(ReasonKind.PROJECT_FINISH, dates.finish))
    return found


def _asked_late(dates: Dates, node: int, end: int, cap: int) -> list[Reason]:
    """The links, and levelling to an earlier date, that lead to a late end."""
    network = dates.network
    links = list(_outgoing(dates, node))
    guard = network.guards.get(node)
    if guard is None or guard.delay >= 0 or network.ways[node] == FIXED:
        return [reason for reason, work in links if work == end]
    calendar = network.calendars[node]
    works = [work for _, work in links]
    asked = min([*works, cap]) if network.settings.bounded else min(works, default=cap)
    moment = calendar.at_finish(asked) + guard.delay
    if calendar.work_at(moment) != end:
        return []
    found = [reason for reason, work in links if work == asked]
    if not found:
        found.append(Reason(ReasonKind.PROJECT_FINISH, dates.finish))
    return [Reason(ReasonKind.DELAY, moment), *found]


def _is_fixed(task: Task, reason: Reason) -> bool:
    """Whether a task must start or finish on its date, whatever comes after."""
    return reason.kind == ReasonKind.CONSTRAINT and task.constraint in (
        ConstraintKind.MSO,
        ConstraintKind.MFO,
    )


def _start_work(dates: Dates, node: int, reason: Reason) -> int:
    network = dates.network
    calendar = network.calendars[node]
    moment = reason.moment
    if node in network.parts:
        moment = network.next_start(node, calendar.at_start(calendar.work_at(moment)))
    return calendar.work_at(moment)


def links_into(dates: Dates, node: int) -> Iterator[Reason]:
    """The links that lead to a node, with the start that each allows."""
    network = dates.network
    for before, _, _, _, link in network.incoming[node]:
        lag, elapsed = _lag_of(dates, link)
        edge = SlowEdge(before, node, link.kind, lag, elapsed, link)
        yield Reason(ReasonKind.LINK, dates.early_bound(edge), link, before)
    for edge in network.slow_in.get(node, ()):
        yield Reason(ReasonKind.LINK, dates.early_bound(edge), edge.link, edge.predecessor)


def _outgoing(dates: Dates, node: int) -> Iterator[tuple[Reason, int]]:
    """The links that a node leads to, with the finish that each allows at the latest."""
    network = dates.network
    calendar = network.runs[node] if network.ways[node] == FIXED else network.calendars[node]
    for after, lead, lag, crossing, link in network.outgoing[node]:
        late = dates.late[after] - lag
        start = late if crossing is None else crossing.late(late) - lead
        work = start + network.spans[node]
        yield Reason(ReasonKind.LINK, calendar.at_finish(work), link, after), work
    for edge in network.slow_out.get(node, ()):
        after = edge.successor
        if not network.open_edge(edge):
            continue
        if network.ways[after] == FIXED and network.leaves[after].external:
            continue
        if network.ways[after] == FIRST_GATE and dates.early_bound(edge) != dates.early_start(
            after
        ):
            continue
        bound = dates.late_bound(edge)
        yield Reason(ReasonKind.LINK, bound, edge.link, after), calendar.work_at(bound)


def _lag_of(dates: Dates, link: Link) -> tuple[int, bool]:
    if link.percent is None:
        return link.lag, link.elapsed and link.lag != 0
    task = dates.network.leaves[dates.network.index[link.predecessor]]
    lag = round(task.duration * link.percent / 100)
    return lag, (link.elapsed or task.elapsed) and lag != 0


def _floors(dates: Dates, outline: Outline, node: int) -> Iterator[tuple[int, Reason]]:
    """Earliest starts by dates of the task and of its summaries."""
    network = dates.network
    floor = network.floors.get(node)
    if floor is None:
        return
    task, calendar = network.leaves[node], network.calendars[node]
    if task.constraint in (ConstraintKind.SNET, ConstraintKind.FNET) and task.constraint_date:
        moment = to_minutes(task.constraint_date)
        if task.constraint == ConstraintKind.FNET:
            moment = network.start_from(node, moment)
        work = calendar.work_at(to_minutes(task.constraint_date))
        if task.constraint == ConstraintKind.FNET:
            work = calendar.work_at(moment) if node in network.parts else work - network.spans[node]
        yield work, Reason(ReasonKind.CONSTRAINT, moment)
    for name in outline.above(task.id):
        summary = outline.summaries[name]
        if summary.constraint == ConstraintKind.SNET and summary.constraint_date is not None:
            moment = to_minutes(summary.constraint_date)
            yield calendar.work_at(moment), Reason(ReasonKind.SUMMARY, moment, task=name)


def _latest_dates(dates: Dates, outline: Outline, node: int) -> Iterator[Reason]:
    """Latest finishes by dates of the task and of its summaries."""
    network = dates.network
    task = network.leaves[node]
    if task.deadline is not None:
        yield Reason(ReasonKind.DEADLINE, to_minutes(task.deadline))
    latest = {ConstraintKind.SNLT, ConstraintKind.FNLT, ConstraintKind.MSO, ConstraintKind.MFO}
    if network.settings.backward:
        latest |= {ConstraintKind.SNET, ConstraintKind.FNET}
    if task.constraint in latest and task.constraint_date is not None:
        moment = to_minutes(task.constraint_date)
        if task.constraint in (ConstraintKind.SNLT, ConstraintKind.MSO, ConstraintKind.SNET):
            moment = network.finish_from(node, moment)
        yield Reason(ReasonKind.CONSTRAINT, moment)
    for name in outline.above(task.id):
        summary = outline.summaries[name]
        if summary.deadline is not None:
            yield Reason(ReasonKind.SUMMARY, to_minutes(summary.deadline), task=name)
        if summary.constraint == ConstraintKind.FNLT and summary.constraint_date is not None:
            yield Reason(ReasonKind.SUMMARY, to_minutes(summary.constraint_date), task=name)
