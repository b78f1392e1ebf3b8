"""Links turned into edges: fast where both ends share a calendar, slow elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from xlevent.compute.compiling import LONGEST, Compiler
from xlevent.compute.network import GUARDED, PLAIN, SlowEdge
from xlevent.compute.schedule_problem import ScheduleProblemKind
from xlevent.domain.task import Link, LinkKind
from xlevent.domain.work_calendar import WorkCalendar

_Kind = ScheduleProblemKind
FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF


def add_edges(compiler: Compiler, links: Iterable[Link]) -> None:
    """Add the edges of all links to the compiler's network."""
    network = compiler.network
    index = network.index
    spans = network.spans
    count = len(spans)
    fast_in = network.fast_in = [[] for _ in range(count)]
    fast_out = network.fast_out = [[] for _ in range(count)]
    # Calendars of the nodes that fast edges may join; lags run on the measure.
    quick: list[WorkCalendar | None] = [
        calendar if way <= GUARDED and measure is calendar else None
        for calendar, way, measure in zip(
            network.calendars, network.ways, network.measures, strict=True
        )
    ]
    for node in network.late_starters:
        quick[node] = None
    quick.append(None)  # what index -1 finds: no leaf
    clipped = network.clipped
    for link in links:
        before = index.get(link.predecessor, -1)
        after = index.get(link.successor, -1)
        calendar = quick[before]
        lag = link.lag
        if (
            calendar is None
            or calendar is not quick[after]
            or before == after
            or (lag and (link.elapsed or not -LONGEST < lag < LONGEST))
            or link.percent is not None
        ):
            _add_other(compiler, link, before, after)
            continue
        kind = link.kind
        if kind == FS:
            lag += spans[before]
        elif kind == FF:
            lag += spans[before] - spans[after]
            clipped.add(after)
        elif kind == SF:
            lag -= spans[after]
        edge = (before, after, lag, link)
        fast_in[after].append(edge)
        fast_out[before].append(edge)
    _connect_gates(compiler)
    added = len(network.ways) - count
    fast_in += [[] for _ in range(added)]
    fast_out += [[] for _ in range(added)]
    for node in network.slow_in.keys() | network.slow_out.keys():
        if network.ways[node] == PLAIN:
            network.ways[node] = GUARDED


def _add_other(compiler: Compiler, link: Link, before: int, after: int) -> None:
    network = compiler.network
    outline = compiler.outline
    predecessor, successor = link.predecessor, link.successor
    if predecessor in outline.inactive or successor in outline.inactive:
        return
    both = (predecessor, successor)
    known_before = before >= 0 or predecessor in outline.summaries
    known_after = after >= 0 or successor in outline.summaries
    if not known_after:
        compiler.problem(_Kind.UNKNOWN_SUCCESSOR, *both, detail=successor)
    if not known_before:
        compiler.problem(_Kind.UNKNOWN_PREDECESSOR, *both, detail=predecessor)
        if known_after:
            compiler.broken.update(compiler.nodes_of(successor))
    if not (known_before and known_after):
        return
    if predecessor == successor:
        compiler.problem(_Kind.CYCLE, predecessor)
        compiler.broken.update(compiler.nodes_of(successor))
        return
    if outline.is_below(predecessor, successor) or outline.is_below(successor, predecessor):
        compiler.problem(_Kind.OWN_SUMMARY, *both)
        lower = predecessor if outline.is_below(predecessor, successor) else successor
        compiler.broken.update(compiler.nodes_of(lower))
        return
    lag, elapsed = link.lag, link.elapsed
    if link.percent is not None:
        task = network.leaves[before] if before >= 0 else outline.summaries[predecessor]
        lag = round(task.duration * link.percent / 100)
        elapsed = elapsed or task.elapsed
    if abs(lag) > LONGEST:
        compiler.problem(_Kind.ABSURD_DURATION, *both, detail=str(lag))
        compiler.broken.update(compiler.nodes_of(successor))
        return
    if before < 0:
        before = compiler.gate(predecessor, "first" if link.kind in (SS, SF) else "last")
    if after >= 0:
        targets = [after]
    elif link.kind in (FS, SS):
        targets = [compiler.gate(successor, "in")]
    else:
        targets = outline.leaves_below(successor)
    if link.kind == FF:
        network.clipped.update(targets)
    for target in targets:
        network.add_slow(SlowEdge(before, target, link.kind, lag, elapsed, link))


def _connect_gates(compiler: Compiler) -> None:
    for (summary, side), gate in compiler.gates.items():
        for leaf in compiler.outline.leaves_below(summary):
            if side == "in":
                edge = SlowEdge(gate, leaf, FS, 0, False, None)
            else:
                edge = SlowEdge(leaf, gate, SS if side == "first" else FS, 0, False, None)
            compiler.network.add_slow(edge)
