"""Links turned into edges: numbers where possible, moments on the clock elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from xlevent.compute.compiling import LONGEST, Compiler
from xlevent.compute.crossing import Crossing, Crossings
from xlevent.compute.network import GUARDED, PLAIN, SlowEdge
from xlevent.compute.schedule_problem import ScheduleProblemKind
from xlevent.domain.task import Link, LinkKind
from xlevent.domain.work_calendar import WorkCalendar

_Kind = ScheduleProblemKind
FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF


def add_edges(compiler: Compiler, links: Iterable[Link]) -> None:
    """Add the edges of all links to the compiler's network."""
    network = compiler.network
    index, spans, leaves = network.index, network.spans, network.leaves
    count = len(spans)
    into = network.into = [[] for _ in range(count)]
    found = network.links
    followed = network.followed = bytearray(count)
    edges = _Edges(compiler)
    calendars, clipped = edges.calendars, network.clipped
    fs_crossings = edges.fs_crossings
    in_order = True
    # Most links become edges of numbers here; what they cannot be is left to `_Edges`.
    for link in links:
        try:
            before, after = index[link.predecessor], index[link.successor]
        except KeyError:
            edges.add_with_summaries(link)
            continue
        calendar, other, lag, kind = calendars[before], calendars[after], link.lag, link.kind
        if calendar is None or other is None or before == after:
            edges.add(link, before, after)
            continue
        shift, elapsed = 0, link.elapsed
        if link.percent is not None:
            task = leaves[before]
            lag = round(task.duration * link.percent / 100)
            elapsed = elapsed or task.elapsed
        if elapsed:
            lag, shift = 0, lag
        if (lag or shift) and not -LONGEST < lag + shift < LONGEST:
            edges.add(link, before, after)
            continue
        crossing, lead = None, spans[before]
        if calendar is not other or shift:
            if not (lead and spans[after]):
                edges.add(link, before, after)
                continue
            if kind is FS and not shift:
                crossing = fs_crossings.get((calendar, other, lag < 0))
            if crossing is None:
                crossing = edges.crossing(calendar, other, kind, lag, shift)
                if crossing is None:
                    edges.add(link, before, after)
                    continue
        if kind is not FS:
            if kind is not FF:
                lead = 0
            if kind is not SS:
                lag -= spans[after]
            if kind is FF:
                clipped.add(after)
        if crossing is None:
            lag, lead = lag + lead, 0
        if after < before:
            in_order = False
        followed[before] = 1
        into[after].append((before, lead, lag, crossing))
        found.append(link)
    edges.connect_gates()
    network.sorted_rows = in_order and edges.in_order
    added = len(network.ways) - count
    into += [[] for _ in range(added)]
    followed.extend(bytes(added))
    for node in network.slow_in.keys() | network.slow_out.keys():
        if network.ways[node] == PLAIN:
            network.ways[node] = GUARDED


class _Edges:
    """Adds edges one by one."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.network = network = compiler.network
        self.in_order = True
        self._crossings = Crossings()
        self.fs_crossings: dict[tuple[WorkCalendar, WorkCalendar, bool], Crossing] = {}
        """Those of FS links, by far the most frequent; True: with a lead."""
        # Calendars of the nodes whose numbers links may use; lags run on the measure.
        self.calendars: list[WorkCalendar | None] = [
            calendar if way <= GUARDED and measure is calendar else None
            for calendar, way, measure in zip(
                network.calendars, network.ways, network.measures, strict=True
            )
        ]
        for node in network.late_starters:
            self.calendars[node] = None

    def crossing(
        self, calendar: WorkCalendar, other: WorkCalendar, kind: LinkKind, lag: int, shift: int
    ) -> Crossing | None:
        """The crossing of a link, if it can have one."""
        found = self._crossings.find(calendar, other, kind, lag, shift)
        if found is not None and kind is FS and not shift:
            self.fs_crossings[calendar, other, lag < 0] = found
        return found

    def add(self, link: Link, before: int, after: int) -> None:
        """Add a link between two leaves that goes through moments on the clock."""
        if before == after:
            self.compiler.problem(_Kind.CYCLE, link.predecessor)
            self.compiler.broken.add(after)
            return
        lag, elapsed = self._lag(link, before)
        if not self._possible(link, lag):
            return
        if link.kind == FF:
            self.network.clipped.add(after)
        self._slow(SlowEdge(before, after, link.kind, lag, elapsed, link))

    def add_with_summaries(self, link: Link) -> None:
        """Add a link of a summary task, or note that an end of it is missing."""
        compiler, outline, network = self.compiler, self.compiler.outline, self.network
        predecessor, successor, kind = link.predecessor, link.successor, link.kind
        if predecessor in outline.inactive or successor in outline.inactive:
            return
        before, after = network.index.get(predecessor, -1), network.index.get(successor, -1)
        known_before = before >= 0 or predecessor in outline.summaries
        known_after = after >= 0 or successor in outline.summaries
        if not known_after:
            compiler.problem(_Kind.UNKNOWN_SUCCESSOR, predecessor, successor, detail=successor)
        if not known_before:
            compiler.problem(_Kind.UNKNOWN_PREDECESSOR, predecessor, successor, detail=predecessor)
            if known_after:
                compiler.broken.update(compiler.nodes_of(successor))
        if not (known_before and known_after):
            return
        if predecessor == successor:
            compiler.problem(_Kind.CYCLE, predecessor)
            compiler.broken.update(compiler.nodes_of(successor))
            return
        for lower, upper in ((predecessor, successor), (successor, predecessor)):
            if outline.is_below(lower, upper):
                compiler.problem(_Kind.OWN_SUMMARY, predecessor, successor)
                compiler.broken.update(compiler.nodes_of(lower))
                return
        lag, elapsed = self._lag(link, before)
        if not self._possible(link, lag):
            return
        if before < 0:
            before = compiler.gate(predecessor, "first" if kind in (SS, SF) else "last")
        if after >= 0:
            targets = [after]
        elif kind in (FS, SS):
            targets = [compiler.gate(successor, "in")]
        else:
            targets = outline.leaves_below(successor)
        if kind == FF:
            network.clipped.update(targets)
        for target in targets:
            self._slow(SlowEdge(before, target, kind, lag, elapsed, link))

    def connect_gates(self) -> None:
        """Join the gates of summaries with their leaves."""
        for (summary, side), gate in self.compiler.gates.items():
            for leaf in self.compiler.outline.leaves_below(summary):
                if side == "in":
                    self._slow(SlowEdge(gate, leaf, FS, 0, False, None))
                else:
                    kind = SS if side == "first" else FS
                    self._slow(SlowEdge(leaf, gate, kind, 0, False, None))

    def _slow(self, edge: SlowEdge) -> None:
        self.in_order &= edge.predecessor < edge.successor
        self.network.add_slow(edge)

    def _lag(self, link: Link, before: int) -> tuple[int, bool]:
        """Minutes, and whether they run on the clock."""
        if link.percent is None:
            return link.lag, link.elapsed and link.lag != 0
        if before >= 0:
            task = self.network.leaves[before]
        else:
            task = self.compiler.outline.summaries[link.predecessor]
        lag = round(task.duration * link.percent / 100)
        return lag, (link.elapsed or task.elapsed) and lag != 0

    def _possible(self, link: Link, lag: int) -> bool:
        if abs(lag) < LONGEST:
            return True
        both = (link.predecessor, link.successor)
        self.compiler.problem(_Kind.ABSURD_DURATION, *both, detail=str(lag))
        self.compiler.broken.update(self.compiler.nodes_of(link.successor))
        return False
