"""Constraints, deadlines and the data date, turned into the floors and guards of nodes."""

from __future__ import annotations

from xlevent.compute.network import FIXED, Network
from xlevent.compute.outline import SummaryLimits
from xlevent.domain.task import ConstraintKind, ScheduleSettings, Task
from xlevent.domain.work_calendar import to_minutes

DATED = frozenset(ConstraintKind) - {ConstraintKind.ASAP, ConstraintKind.ALAP}


class Limits:
    """The settings that limit all nodes."""

    def __init__(self, network: Network, settings: ScheduleSettings) -> None:
        self.network = network
        self.settings = settings
        self.data_date = None if settings.data_date is None else to_minutes(settings.data_date)


def guard_node(limits: Limits, node: int, task: Task, above: SummaryLimits | None) -> None:
    """Set the floor and the guard of a node from its task's constraint, deadline and delay.

    All dates become dates of the start: work numbers on the node's calendar. The late finish of
    a FIXED node needs no early limits, its guard holds finishes.
    """
    network = limits.network
    given = network.ways[node] == FIXED
    starts: list[int] = []
    latest: list[int] = []

    def start_at(moment: int) -> int:
        return network.calendars[node].work_at(moment)

    def finish_at(moment: int) -> int:
        if given:
            return network.calendars[node].work_at(moment)
        if node in network.parts:
            return start_at(network.start_from(node, moment))
        return start_at(moment) - network.spans[node]

    kind = task.constraint
    if task.constraint_date is not None and kind is not None:
        moment = to_minutes(task.constraint_date)
        at_start = kind in (ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.MSO)
        if at_start and given:
            date = start_at(network.finish_from(node, moment))
        else:
            date = start_at(moment) if at_start else finish_at(moment)
        if kind in (ConstraintKind.SNET, ConstraintKind.FNET):
            starts.append(date)
            if limits.settings.backward and limits.settings.honor_constraints:
                network.guard(node).late_at_least = date
        elif kind in (ConstraintKind.SNLT, ConstraintKind.FNLT):
            latest.append(date)
            network.guard(node).at_most = date
        elif kind in (ConstraintKind.MSO, ConstraintKind.MFO):
            network.guard(node).on = date
    if task.deadline is not None:
        latest.append(finish_at(to_minutes(task.deadline)))
    if above is not None:
        if above.start is not None:
            starts.append(start_at(above.start))
        if above.finish is not None:
            latest.append(finish_at(above.finish))
    if starts and not given:
        network.floors[node] = max(starts)
    if latest:
        network.guard(node).late_at_most = min(latest)
    if limits.data_date is not None and not given:
        network.guard(node).data_date = start_at(limits.data_date)
    if not given and (task.delay > 0 or (task.delay and limits.settings.backward)):
        network.guard(node).delay = task.delay
