"""Dates of many runs of one network at once: `pass_dates.Dates` with an array for each number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xlevent.compute.array_calendar import ArrayCalendar
from xlevent.compute.network import (
    FIXED,
    GUARDED,
    LAST_GATE,
    PARTS,
    PLAIN,
    Network,
    SlowEdge,
    is_finished,
)
from xlevent.compute.run_limits import RunGuard, fixed_runs, guard_runs, remaining_runs, scaled
from xlevent.domain.task import Link, LinkKind
from xlevent.domain.work_calendar import WorkCalendar, to_minutes

if TYPE_CHECKING:
    from xlevent.compute.array_calendar import Minutes
    from xlevent.compute.outline import Outline

FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF
Step = tuple[int, bool, int]
"""A neighbour, whether its finish counts (else its start), and a lag."""


class RunNetwork:
    """What all runs share: edges by the end that they drive, calendars as arrays."""

    def __init__(self, network: Network, outline: Outline, start: int, finish: int) -> None:
        self.network = network
        self.limits = outline.limits()
        self.start = start
        self._around = (start, max(start, finish))
        self._calendars: dict[int, ArrayCalendar] = {}
        count = len(network.ways)
        self.into_start: list[list[Step]] = [[] for _ in range(count)]
        self.into_finish: list[list[Step]] = [[] for _ in range(count)]
        self.from_start: list[list[Step]] = [[] for _ in range(count)]
        self.from_finish: list[list[Step]] = [[] for _ in range(count)]
        self.ways = list(network.ways)
        self.slow_in = {node: list(edges) for node, edges in network.slow_in.items()}
        self.slow_out = {node: list(edges) for node, edges in network.slow_out.items()}
        for before, found in enumerate(network.outgoing):
            for after, _, _, crossing, link in found:
                self._add(before, after, link, plain=crossing is None)

    def _add(self, before: int, after: int, link: Link, *, plain: bool) -> None:
        if plain and link.percent is None:
            of_finish, to_finish = link.kind in (FS, FF), link.kind in (FF, SF)
            into = self.into_finish if to_finish else self.into_start
            into[after].append((before, of_finish, link.lag))
            out = self.from_finish if of_finish else self.from_start
            out[before].append((after, to_finish, link.lag))
            return
        lag, elapsed = link.lag, link.elapsed
        if link.percent is not None:
            task = self.network.leaves[before]
            lag = round(task.duration * link.percent / 100)
            elapsed = elapsed or task.elapsed
        edge = SlowEdge(before, after, link.kind, lag, elapsed, link)
        self.slow_in.setdefault(after, []).append(edge)
        self.slow_out.setdefault(before, []).append(edge)
        for node in (before, after):
            if self.ways[node] == PLAIN:
                self.ways[node] = GUARDED

    def calendar(self, calendar: WorkCalendar) -> ArrayCalendar:
        """The array form of a calendar, made once."""
        key = id(calendar)
        if key not in self._calendars:
            self._calendars[key] = ArrayCalendar(calendar, *self._around)
        return self._calendars[key]


class RunDates:
    """Numbers of some runs: arrays of one element where all runs agree, else one for each run.

    Parameters
    ----------
    shared
        The network.
    durations
        Minutes by node, for the nodes that differ from run to run; all above zero.
    """

    def __init__(self, shared: RunNetwork, durations: Mapping[int, Minutes]) -> None:
        import numpy as np

        network = shared.network
        self.shared = shared
        self.network = network
        count = len(network.ways)
        self.spans: list[Any] = list(network.spans)
        for node, minutes in durations.items():
            self.spans[node] = minutes
        self.calendars = [shared.calendar(c) for c in network.calendars]
        self.measures = [shared.calendar(c) for c in network.measures]
        self.runs = [shared.calendar(c) for c in network.runs]
        nothing = np.zeros(1, np.int64)
        self.early: list[Minutes] = [nothing] * count
        self.late: list[Minutes] = [nothing] * count
        self.early_ends: list[Minutes] = [nothing] * count
        self.late_ends: list[Minutes] = [nothing] * count
        self.pushed: dict[int, tuple[Minutes, Any]] = {}
        """Starts that the links ask for, and in which runs a constraint put it elsewhere."""
        self.start = np.array([shared.start])
        self.finish = self.start
        self.late_links = False
        self._early_starts: dict[int, Minutes] = {}
        self._early_finishes: dict[int, Minutes] = {}
        self.parts: dict[int, list[tuple[ArrayCalendar, Any, Any]]] = {}
        for node, parts in network.parts.items():
            own, task = durations.get(node), network.leaves[node]
            self.parts[node] = []
            for (calendar, work, left), part in zip(parts, task.parts, strict=True):
                whole, rest = np.array([work]), np.array([left])
                if own is not None:
                    whole = scaled(work, own, task.duration)
                    rest = remaining_runs(task, whole, part.remaining, own)
                self.parts[node].append((shared.calendar(calendar), whole, rest))
        self.floors: list[Minutes | None] = [
            _alike(network.floors.get(node)) for node in range(count)
        ]
        self.guards: dict[int, RunGuard] = {
            node: RunGuard(
                _alike(guard.on),
                _alike(guard.at_most),
                _alike(guard.late_at_most),
                _alike(guard.late_at_least),
                _alike(guard.data_date),
                guard.delay,
            )
            for node, guard in network.guards.items()
        }
        self.fixed: dict[int, tuple[Minutes, Minutes]] = {
            node: (np.array([first]), np.array([last]))
            for node, (first, last) in network.fixed.items()
        }
        for node in durations:
            self._vary(node)

    def _vary(self, node: int) -> None:
        above = self.shared.limits.get(self.network.leaves[node].parent or "")
        self.floors[node], guard = guard_runs(self, node, above)
        if guard is not None:
            self.guards[node] = guard
        if self.network.ways[node] == FIXED:
            self.fixed[node] = fixed_runs(self, node)

    def forget(self) -> None:
        """Before another forward pass."""
        self._early_starts.clear()
        self._early_finishes.clear()

    def is_milestone(self, node: int) -> bool:
        """Whether a node has no length in any run."""
        span = self.spans[node]
        return isinstance(span, int) and span == 0 and self.network.ways[node] < PARTS

    def finish_from(self, node: int, start: Minutes) -> Minutes:
        """The moments when a node ends that starts at some moments."""
        import numpy as np

        parts = self.parts.get(node)
        if parts:
            result = parts[0][0].add(start, parts[0][1])
            for calendar, minutes, _ in parts[1:]:
                result = np.maximum(result, calendar.add(start, minutes))
            return result
        if self.network.ways[node] >= LAST_GATE:
            return start
        return self.runs[node].add(start, self.spans[node])

    def start_from(self, node: int, finish: Minutes) -> Minutes:
        """The moments when a node starts that ends at some moments."""
        import numpy as np

        parts = self.parts.get(node)
        if parts:
            result = parts[0][0].add(finish, -parts[0][1])
            for calendar, minutes, _ in parts[1:]:
                result = np.minimum(result, calendar.add(finish, -minutes))
            return result
        if self.network.ways[node] >= LAST_GATE:
            return finish
        return self.runs[node].add(finish, -self.spans[node])

    def next_start(self, node: int, moment: Minutes) -> Minutes:
        """The moments when a node can start at the earliest."""
        import numpy as np

        parts = self.parts.get(node)
        if not parts:
            return self.runs[node].next_start(moment)
        result = parts[0][0].next_start(moment)
        for calendar, _, _ in parts[1:]:
            result = np.minimum(result, calendar.next_start(moment))
        return result

    def early_start(self, node: int) -> Minutes:
        """The moments of the early start."""
        found = self._early_starts.get(node)
        if found is None:
            if self.is_milestone(node):
                found = self._milestone(node)
            else:
                found = self.calendars[node].at_start(self.early[node])
            self._early_starts[node] = found
        return found

    def early_finish(self, node: int) -> Minutes:
        """The moments of the early finish."""
        if self.is_milestone(node):
            return self.early_start(node)
        found = self._early_finishes.get(node)
        if found is None:
            found = self.calendars[node].at_finish(self.early_ends[node])
            self._early_finishes[node] = found
        return found

    def late_start(self, node: int) -> Minutes:
        """The moments of the late start of the work that is left."""
        calendar = self.calendars[node]
        if self.is_milestone(node):
            return calendar.at_finish(self.late[node])
        return calendar.at_start(self.late[node])

    def late_finish(self, node: int) -> Minutes:
        """The moments of the late finish."""
        return self.calendars[node].at_finish(self.late_ends[node])

    def lag(self, edge: SlowEdge) -> Minutes | int:
        """The lag of an edge; of percent it follows the predecessor's duration."""
        import numpy as np

        span = self.spans[edge.predecessor]
        link = edge.link
        if isinstance(span, int) or link is None or link.percent is None:
            return edge.lag
        return np.asarray(np.rint(span * link.percent / 100).astype(np.int64))

    def early_bound(self, edge: SlowEdge) -> Minutes:
        """The earliest moments at which an edge lets its successor start."""
        before, after = edge.predecessor, edge.successor
        starters = self.network.late_starters
        at_finish = edge.kind in (FS, FF)
        if self.late_links and before in starters and after not in starters:
            base = self.late_finish(before) if at_finish else self.late_start(before)
        else:
            base = self.early_finish(before) if at_finish else self.early_start(before)
        if edge.kind in (FF, SF):
            base = self.start_from(after, base)
        return lagged(self.measures[after], base, self.lag(edge), edge.elapsed)

    def early_bound_work(self, edge: SlowEdge) -> Minutes:
        """`early_bound` as work numbers on the successor's calendar."""
        before, after = edge.predecessor, edge.successor
        calendar = self.calendars[after]
        if (
            edge.elapsed
            or self.late_links
            or self.network.ways[after] > GUARDED
            or calendar is not self.measures[after]
        ):
            return calendar.work_at(self.early_bound(edge))
        at_finish = edge.kind in (FS, FF)
        base = self.early_finish(before) if at_finish else self.early_start(before)
        work = calendar.work_at(base) + self.lag(edge)
        return work - self.spans[after] if edge.kind in (FF, SF) else work

    def late_bound(self, edge: SlowEdge) -> Minutes:
        """The latest moments at which an edge lets its predecessor finish."""
        import numpy as np

        before, after, kind = edge.predecessor, edge.successor, edge.kind
        network = self.network
        measure, back = self.measures[after], -self.lag(edge)
        if kind == FS:
            return lagged(measure, self.late_start(after), back, edge.elapsed)
        if kind == FF:
            return lagged(measure, self.late_finish(after), back, edge.elapsed)
        if kind == SF:
            end = self.finish_from(before, self.late_finish(after))
            return lagged(measure, end, back, edge.elapsed)
        if network.ways[before] == FIXED and network.leaves[before].actual_start is not None:
            return self.finish  # its start is a fact
        if network.ways[after] == FIXED and network.leaves[after].actual_start is not None:
            if not network.followed[after] and after not in network.slow_out:
                return self.finish
            share = network.leaves[after].percent_complete
            done = np.rint(np.atleast_1d(self.spans[after]) * share / 100).astype(np.int64)
            start = self.runs[after].add(self.fixed[after][0], done)
        else:
            start = self.late_start(after)
            if network.ways[before] < FIXED:
                start = self.next_start(before, start)
            start = lagged(measure, start, back, edge.elapsed)
        return self.finish_from(before, start)

    def is_done(self, node: int) -> bool:
        """Whether a node is a finished task."""
        return node < len(self.network.leaves) and is_finished(self.network.leaves[node])

    def _milestone(self, node: int) -> Minutes:
        """17:00 or 08:00 of the next day: where the latest cause of a milestone puts it."""
        import numpy as np

        calendar, work = self.calendars[node], self.early[node]
        low, high = calendar.at_finish(work), calendar.at_start(work)
        if bool((low == high).all()):
            return low
        low_found = np.zeros(1, bool)
        later_found = np.zeros(1, bool)

        def note(cause: Minutes, where: Any = True) -> None:
            nonlocal low_found, later_found
            low_found = low_found | (where & (cause == low))
            later_found = later_found | (where & (cause > low) & (cause <= high))

        causes = False
        steps = [*self.shared.into_start[node], *self.shared.into_finish[node]]
        for before, of_finish, lag in steps:
            drives = (self.early_ends if of_finish else self.early)[before] + lag == work
            if lag:
                note(low if lag > 0 else high, drives)
            else:
                note(self.early_finish(before) if of_finish else self.early_start(before), drives)
        for edge in self.shared.slow_in.get(node, ()):
            causes = True
            note(self.early_bound(edge))
        task = self.network.leaves[node]
        if task.constraint_date is not None:
            causes = True
            note(np.array([to_minutes(task.constraint_date)]))
        if not causes:  # counts only in runs where no fast edge drives it
            driven = np.zeros(1, bool)
            for before, of_finish, lag in steps:
                ends = self.early_ends if of_finish else self.early
                driven = driven | (ends[before] + lag == work)
            note(self.start, ~driven)
        return np.where(low_found & ~later_found, low, high)


def _alike(number: int | None) -> Minutes | None:
    """A number that is the same in all runs."""
    import numpy as np

    return None if number is None else np.array([number])


def lagged(calendar: ArrayCalendar, moment: Minutes, lag: Minutes | int, elapsed: bool) -> Minutes:
    """Moments some minutes later (earlier when negative), on a calendar or on the clock."""
    if isinstance(lag, int) and lag == 0:
        return moment
    return moment + lag if elapsed else calendar.add(moment, lag)
