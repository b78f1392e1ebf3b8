"""Constraints and deadlines that contradict each other, both named with the chain between them."""

from __future__ import annotations

from xlevent.compute.chains import driving_chain
from xlevent.compute.network import FIXED
from xlevent.compute.pass_dates import Dates
from xlevent.compute.reasons import Reason, ReasonKind, early_reasons, late_reasons, links_into
from xlevent.compute.schedule import Schedule
from xlevent.compute.schedule_problem import ScheduleProblem, ScheduleProblemKind
from xlevent.domain.work_calendar import to_minutes

DEADLINE, GIVEN = "deadline", "given dates"
_HARD = (ReasonKind.CONSTRAINT, ReasonKind.SUMMARY, ReasonKind.GIVEN)


def find_conflicts(schedule: Schedule) -> list[ScheduleProblem]:
    """The pairs of dates that cannot both be kept, in the order of the rows.

    One of the pair holds work back: a constraint, given dates, the start of a summary. The other
    wants the same or a later task done earlier: a constraint or a deadline. Everything is
    scheduled all the same, with negative float. A deadline that is missed for lack of time since
    the project's start is no conflict. For forward schedules; a backward one has none to find.
    """
    dates, floats = schedule.dates, schedule.floats
    if dates is None or floats is None or dates.network.settings.backward:
        return []
    network = dates.network
    found: list[ScheduleProblem] = []
    for node in sorted(network.guards):
        if node in network.left_out or node in network.open_ended or network.ways[node] == FIXED:
            continue
        if floats.total[node] >= 0:
            continue
        limit = late_reasons(dates, schedule.outline, node)[0]
        if limit.kind in (ReasonKind.DEADLINE, ReasonKind.CONSTRAINT, ReasonKind.SUMMARY):
            conflict = _conflict(schedule, dates, node, limit)
            if conflict is not None:
                found.append(conflict)
    return found


def _conflict(schedule: Schedule, dates: Dates, node: int, limit: Reason) -> ScheduleProblem | None:
    network = dates.network
    name = network.names[node]
    start, tasks = node, [name]
    asked = dates.pushed.get(node)
    if asked is not None:  # its own constraint holds it before its links: look behind that
        calendar = network.calendars[node]
        reasons = [r for r in links_into(dates, node) if calendar.work_at(r.moment) == asked]
        if not reasons or reasons[0].node is None or reasons[0].node >= len(network.leaves):
            return None
        start = reasons[0].node
    chain = driving_chain(dates, schedule.outline, start)
    tasks = [step.task for step in reversed(chain)]
    if start != node:
        tasks.append(name)
    cause = chain[-1].causes[0]
    if cause.kind not in _HARD:
        return None
    first = network.index[chain[-1].task]
    held = early_reasons(dates, schedule.outline, first)[0]
    minutes = str(-schedule.floats.total[node]) if schedule.floats is not None else ""
    more = (_name(dates, schedule, first, held), _name(dates, schedule, node, limit))
    return ScheduleProblem(ScheduleProblemKind.CONFLICT, tuple(tasks), minutes, more)


def _name(dates: Dates, schedule: Schedule, node: int, reason: Reason) -> str:
    """The constraint, as a person would look for it: SNET, MFO, deadline, given dates."""
    task = dates.network.leaves[node]
    if reason.kind == ReasonKind.DEADLINE:
        return DEADLINE
    if reason.kind == ReasonKind.GIVEN:
        return GIVEN
    if reason.kind == ReasonKind.SUMMARY and reason.task is not None:
        summary = schedule.outline.summaries[reason.task]
        is_deadline = summary.deadline is not None and to_minutes(summary.deadline) == reason.moment
        return DEADLINE if is_deadline else str(summary.constraint)
    return str(task.constraint)
