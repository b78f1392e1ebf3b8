"""Moments on the clock for the numbers of both passes, and the bounds of slow edges."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlevent.compute.network import (
    FIRST_GATE,
    FIXED,
    GUARDED,
    LAST_GATE,
    PARTS,
    Network,
    SlowEdge,
    is_finished,
)
from xlevent.domain.task import LinkKind, Task
from xlevent.domain.work_calendar import WorkCalendar, to_minutes

FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF


@dataclass(slots=True)
class Dates:
    """Results of the passes: work numbers on each node's calendar.

    A node without an entry in `early_ends` or `late_ends` ends its span after its start.
    """

    network: Network
    early: list[int]
    late: list[int]
    early_ends: dict[int, int] = field(default_factory=dict)
    late_ends: dict[int, int] = field(default_factory=dict)
    pushed: dict[int, int] = field(default_factory=dict)
    """Starts that the links ask for, where a constraint put the start elsewhere."""
    start: int = 0
    """The project's start, a moment."""
    finish: int = 0
    """The project's finish, a moment: limit of all late dates."""
    late_links: bool = False
    """Whether ALAP predecessors count with their late dates (second forward pass)."""

    def early_start(self, node: int) -> int:
        """The moment of the early start."""
        network = self.network
        if network.spans[node] == 0 and network.ways[node] < PARTS:
            return self._milestone(node)
        return network.calendars[node].at_start(self.early[node])

    def early_finish(self, node: int) -> int:
        """The moment of the early finish."""
        network = self.network
        end = self.early_ends.get(node)
        if end is None:
            span = network.spans[node]
            if span == 0:
                return self._milestone(node)
            end = self.early[node] + span
        return network.calendars[node].at_finish(end)

    def late_start(self, node: int) -> int:
        """The moment of the late start of the work that is left."""
        network = self.network
        calendar = network.calendars[node]
        if network.spans[node] == 0 and network.ways[node] < PARTS:
            return calendar.at_finish(self.late[node])
        return calendar.at_start(self.late[node])

    def late_finish(self, node: int) -> int:
        """The moment of the late finish."""
        network = self.network
        end = self.late_ends.get(node)
        if end is None:
            end = self.late[node] + network.spans[node]
        return network.calendars[node].at_finish(end)

    def planned_start(self, node: int) -> int:
        """Early start, or late start of a task to be done as late as possible."""
        if node in self.network.late_starters:
            return self.late_start(node)
        return self.early_start(node)

    def planned_finish(self, node: int) -> int:
        """Early finish, or late finish of a task to be done as late as possible."""
        if node in self.network.late_starters:
            return self.late_finish(node)
        return self.early_finish(node)

    def early_bound(self, edge: SlowEdge) -> int:
        """The earliest moment at which an edge lets its successor start."""
        before, after = edge.predecessor, edge.successor
        network = self.network
        at_finish = edge.kind in (FS, FF)
        if (
            self.late_links
            and before in network.late_starters
            and after not in network.late_starters
        ):
            base = self.late_finish(before) if at_finish else self.late_start(before)
        else:
            base = self.early_finish(before) if at_finish else self.early_start(before)
        if edge.kind in (FF, SF):
            base = network.start_from(after, base)
        return lagged(network.measures[after], base, edge.lag, edge.elapsed)

    def early_bound_work(self, edge: SlowEdge) -> int:
        """`early_bound` as a work number on the successor's calendar."""
        network = self.network
        before, after = edge.predecessor, edge.successor
        calendar = network.calendars[after]
        if (
            edge.elapsed
            or self.late_links
            or network.ways[after] > GUARDED
            or calendar is not network.measures[after]
        ):
            return calendar.work_at(self.early_bound(edge))
        # As above: between two moments on one calendar there is nothing but the lag.
        at_finish = edge.kind in (FS, FF)
        base = self.early_finish(before) if at_finish else self.early_start(before)
        work = calendar.work_at(base) + edge.lag
        return work - network.spans[after] if edge.kind in (FF, SF) else work

    def late_bound(self, edge: SlowEdge) -> int:
        """The latest moment at which an edge lets its predecessor finish."""
        before, after, kind = edge.predecessor, edge.successor, edge.kind
        network = self.network
        measure = network.measures[after]
        if kind == FS:
            return lagged(measure, self.late_start(after), -edge.lag, edge.elapsed)
        if kind == FF:
            return lagged(measure, self.late_finish(after), -edge.lag, edge.elapsed)
        if kind == SF:
            end = network.finish_from(before, self.late_finish(after))
            return lagged(measure, end, -edge.lag, edge.elapsed)
        if network.ways[before] == FIXED and self._task(before).actual_start is not None:
            return self.finish  # its start is a fact
        if network.ways[after] == FIXED and self._task(after).actual_start is not None:
            if not network.followed[after] and after not in network.slow_out:
                return self.finish
            task = self._task(after)
            done = round(task.duration * task.percent_complete / 100)
            start = network.runs[after].add(network.fixed[after][0], done)
        else:
            start = self.late_start(after)
            if network.ways[before] < FIXED:
                start = network.next_start(before, start)
            start = lagged(measure, start, -edge.lag, edge.elapsed)
        return network.finish_from(before, start)

    def free_bound(self, edge: SlowEdge, hold: int) -> int:
        """Working minutes that the predecessor can move before its successor, held there, moves."""
        before = edge.predecessor
        network = self.network
        measure = network.measures[edge.successor]
        if edge.lag == 0 or edge.elapsed:
            wall = hold - edge.lag
        else:  # the last of the moments from which the lag leads to the same instant
            wall = measure.at_start(measure.work_at(hold) - edge.lag)
        own = network.measures[before]
        if edge.kind in (FS, FF):
            return own.between(self.planned_finish(before), wall)
        last = own.work_at(wall)
        if network.spans[before] and own.at_start(last) > wall:
            last -= 1  # a start in the gap would be put after it
        return last - own.work_at(self.planned_start(before))

    def is_done(self, node: int) -> bool:
        """Whether a node is a finished task."""
        return node < len(self.network.leaves) and is_finished(self._task(node))

    def _task(self, node: int) -> Task:
        return self.network.leaves[node]

    def _milestone(self, node: int) -> int:
        """17:00 or 08:00 of the next day: where the latest cause of a milestone puts it."""
        network = self.network
        calendar = network.calendars[node]
        work = self.early[node]
        low, high = calendar.at_finish(work), calendar.at_start(work)
        if low == high:
            return low
        causes: list[int] = []
        for before, _, lag, _, link in network.incoming[node]:  # on its own calendar, without lead
            if self.early[before] + lag == work:
                at_finish = link.kind in (FS, FF)
                if link.lag == 0 and link.percent is None:
                    causes.append(
                        self.early_finish(before) if at_finish else self.early_start(before)
                    )
                else:
                    causes.append(low if (link.percent or link.lag) > 0 else high)
        for edge in network.slow_in.get(node, ()):
            causes.append(self.early_bound(edge))
        task = self._task(node)
        if task.constraint_date is not None:
            causes.append(to_minutes(task.constraint_date))
        if not causes:
            causes.append(self.start)
        causes = [cause for cause in causes if low <= cause <= high]
        return high if not causes or max(causes) > low else low


def lagged(calendar: WorkCalendar, moment: int, lag: int, elapsed: bool) -> int:
    """A moment some minutes later (earlier when negative), on a calendar or on the clock."""
    if lag == 0:
        return moment
    return moment + lag if elapsed else calendar.add(moment, lag)


def is_gate(network: Network, node: int) -> bool:
    """Whether a node stands for a side of a summary task."""
    return network.ways[node] in (FIRST_GATE, LAST_GATE)
