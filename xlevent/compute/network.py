"""The network behind a schedule: tasks and links turned into nodes, edges and integers.

Most tasks are plain: their span is a fixed number of working minutes on one calendar. A link
between two of them on the same calendar is `start of successor >= start of predecessor + lag`;
between two calendars a crossing stands in between (`xlevent.compute.crossing`). All else goes
through moments on the clock one by one (slow edges): links of tasks with facts or given dates,
of milestones across calendars, and of summary tasks, which get gates: nodes without length before
and after their leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from xlevent.compute.crossing import Crossing
from xlevent.domain.task import Link, LinkKind, ScheduleSettings, Task
from xlevent.domain.work_calendar import WorkCalendar

PLAIN, GUARDED, PARTS, FIXED, LAST_GATE, FIRST_GATE = range(6)
"""Ways to schedule a node. GUARDED has slow edges or a guard, PARTS follows the calendars of
its resources, FIXED has given early dates; LAST_GATE is the latest of what leads to it,
FIRST_GATE the earliest."""

Edge = tuple[int, int, int, Crossing | None]
"""The node at the other end, and how the start of the successor follows from that of the
predecessor: `start + lag`, or `crossing.early(start + lead) + lag`. The link is not part of it:
going through all edges would touch all links, and memory is slow."""
LinkedEdge = tuple[int, int, int, Crossing | None, Link]
"""The same with the link that it comes from."""


class SlowEdge(NamedTuple):
    """An edge through moments on the clock; `link` is None between a gate and a leaf."""

    predecessor: int
    successor: int
    kind: LinkKind
    lag: int
    elapsed: bool
    link: Link | None


@dataclass(slots=True)
class Guard:
    """What limits a node beside its edges, as work numbers of its start on its calendar.

    `on` is a date that the start must have, `at_most` the latest start that the constraint
    allows, `late_at_most` the latest late start (constraint, deadline, limits of summaries),
    `late_at_least` the earliest late start when scheduling backward, `data_date` the earliest
    start of open work; `delay` is minutes on the clock: above zero later
    than the links allow, below zero (backward only) earlier than they ask for.
    """

    on: int | None = None
    at_most: int | None = None
    late_at_most: int | None = None
    late_at_least: int | None = None
    data_date: int | None = None
    delay: int = 0


@dataclass(slots=True)
class Network:
    """Nodes are numbered: first the leaves in the order of their rows, then the gates."""

    settings: ScheduleSettings
    leaves: list[Task]
    index: dict[str, int]
    names: list[str]
    calendars: list[WorkCalendar]
    """On which a node's numbers count; elapsed time for PARTS, FIXED and gates."""
    measures: list[WorkCalendar]
    """On which floats and lags of a node are measured: the task's or the project's calendar."""
    runs: list[WorkCalendar]
    """On which the duration of a node runs."""
    project_calendar: WorkCalendar
    spans: list[int]
    ways: list[int]
    floors: dict[int, int] = field(default_factory=dict)
    """Earliest starts that dates of tasks or summaries give, work numbers."""
    guards: dict[int, Guard] = field(default_factory=dict)
    clipped: set[int] = field(default_factory=set)
    """Nodes that an FF link may not pull before the project's start."""
    off_measure: set[int] = field(default_factory=set)
    """Nodes whose numbers do not count on their measure: all but PLAIN and GUARDED, and tasks
    of elapsed time."""
    late_starters: set[int] = field(default_factory=set)
    """Nodes to be scheduled as late as possible in a forward schedule."""
    parts: dict[int, list[tuple[WorkCalendar, int, int]]] = field(default_factory=dict)
    """Calendar, minutes and remaining minutes of the resources of PARTS (and some FIXED)."""
    fixed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Given early start and finish of FIXED, moments."""
    into: list[list[Edge]] = field(default_factory=list)
    """Edges from predecessors, but for the slow ones. Both passes go through these: links are
    mostly written at their successors, so they lie in memory as they are read."""
    links: list[Link] = field(default_factory=list)
    """The links of these edges, in the order in which they were added."""
    followed: bytearray = field(default_factory=bytearray)
    """1 for nodes with such edges to successors."""
    sorted_rows: bool = True
    """Whether every edge leads to a later node, so that the rows are in order already."""
    slow_in: dict[int, list[SlowEdge]] = field(default_factory=dict)
    slow_out: dict[int, list[SlowEdge]] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    """Nodes to compute, predecessors first."""
    left_out: set[int] = field(default_factory=set)
    """Nodes in a cycle or behind a broken link, and all that follow them."""
    open_ended: set[int] = field(default_factory=set)
    """Nodes with early dates but no late dates, because something left out follows them."""

    _incoming: list[list[LinkedEdge]] | None = None
    _outgoing: list[list[LinkedEdge]] | None = None

    @property
    def incoming(self) -> list[list[LinkedEdge]]:
        """`into` with the links, in the order of the predecessors; made when first asked for."""
        if self._incoming is None:
            self._incoming = [[] for _ in self.into]
            for before, edges in enumerate(self.outgoing):
                for after, lead, lag, crossing, link in edges:
                    self._incoming[after].append((before, lead, lag, crossing, link))
        return self._incoming

    @property
    def outgoing(self) -> list[list[LinkedEdge]]:
        """Edges to successors, but for the slow ones, with the links; made when asked for."""
        if self._outgoing is None:
            edges = [iter(found) for found in self.into]
            self._outgoing = [[] for _ in self.into]
            for link in self.links:
                after = self.index[link.successor]
                before, lead, lag, crossing = next(edges[after])
                self._outgoing[before].append((after, lead, lag, crossing, link))
        return self._outgoing

    def is_driven(self, node: int) -> bool:
        """Whether a node has predecessors."""
        return bool(self.into[node]) or node in self.slow_in

    def add_slow(self, edge: SlowEdge) -> None:
        """Add an edge to both its ends."""
        self.slow_in.setdefault(edge.successor, []).append(edge)
        self.slow_out.setdefault(edge.predecessor, []).append(edge)

    def guard(self, node: int) -> Guard:
        """The guard of a node, made when it has none."""
        found = self.guards.get(node)
        if found is None:
            found = self.guards[node] = Guard()
            if self.ways[node] == PLAIN:
                self.ways[node] = GUARDED
        return found

    def finish_from(self, node: int, start: int) -> int:
        """The moment when a node ends that starts at a moment."""
        parts = self.parts.get(node)
        if parts:
            return max(calendar.add(start, minutes) for calendar, minutes, _ in parts)
        if self.ways[node] >= LAST_GATE:
            return start
        return self.runs[node].add(start, self.spans[node])

    def start_from(self, node: int, finish: int) -> int:
        """The moment when a node starts that ends at a moment."""
        parts = self.parts.get(node)
        if parts:
            return min(calendar.subtract(finish, minutes) for calendar, minutes, _ in parts)
        if self.ways[node] >= LAST_GATE:
            return finish
        return self.runs[node].subtract(finish, self.spans[node])

    def next_start(self, node: int, moment: int) -> int:
        """The moment when a node can start at the earliest from a moment on."""
        parts = self.parts.get(node)
        if parts:
            return min(calendar.next_start(moment) for calendar, _, _ in parts)
        return self.runs[node].next_start(moment)

    def open_edge(self, edge: SlowEdge) -> bool:
        """Whether an edge still says something about its predecessor: its successor is open."""
        node = edge.successor
        if self.ways[node] == FIXED and is_finished(self.leaves[node]):
            return False
        return node not in self.left_out


def is_finished(task: Task) -> bool:
    """Whether all of a task is done."""
    return task.actual_finish is not None or (
        task.actual_start is not None and task.percent_complete >= 100
    )


def remaining_minutes(task: Task, whole: int, remaining: int | None) -> int:
    """Working minutes of `whole` still to do."""
    if is_finished(task):
        return 0
    if remaining is not None:
        return remaining
    return round(whole * (100 - task.percent_complete) / 100)
