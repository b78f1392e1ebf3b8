"""Jobs of the critical path: xlevent, MPXJ with calendars, networkx without."""

from __future__ import annotations

import gc
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.schedule_graphs import full, plain

Timed = tuple[tuple[float, float], dict[str, float]]

SIZES = (1_000, 10_000, 100_000)
SHAPES = ("local", "wide")
AIMS = {1_000: 0.005, 10_000: 0.06, 100_000: 1.0}  # seconds, with full semantics
MEGABYTES = 250.0  # of the whole process with 100,000 tasks


def full_job(_: Path, shape: str) -> Timed:
    """xlevent with calendars, all links and lags, constraints and deadlines."""
    return _ours(*_case(shape), full)


def plain_job(_: Path, shape: str) -> Timed:
    """xlevent without calendars."""
    return _ours(*_case(shape), plain)


def _ours(count: int, shape: str, make: Callable[[int, str], Any]) -> Timed:
    from xlevent.compute.critical_path import compute_schedule

    project = make(count, shape)

    def work() -> None:
        assert compute_schedule(*project).complete

    return _warm(work, count), {}


def mpxj_job(_: Path, shape: str) -> Timed:
    """MPXJ, warm: the same project is scheduled several times in one virtual machine."""
    from benchmarks.mpxj_peer import Mpxj

    count, kind = _case(shape)
    spent: list[tuple[float, float]] = []

    def work() -> None:
        peer = Mpxj()
        try:
            file, start, _tasks = peer.build(full(count, kind))
            for _ in range(3 if count < 100_000 else 0):
                peer.schedule(file, start)
            spent.append(_warm(lambda: peer.schedule(file, start), count))
        finally:
            peer.leave()

    threading.stack_size(1 << 30)  # MPXJ follows long chains by recursion
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if not spent:
        raise SystemExit("MPXJ failed")
    return spent[0], {}


def networkx_job(_: Path, shape: str) -> Timed:
    """networkx: the graph built, both passes over its topological order."""
    import networkx as nx

    count, kind = _case(shape)
    tasks, links, _calendars, _settings = plain(count, kind)

    def work() -> None:
        graph = nx.DiGraph()
        for task in tasks:
            graph.add_node(task.id, duration=task.duration)
        graph.add_edges_from((link.predecessor, link.successor) for link in links)
        order = list(nx.topological_sort(graph))
        duration = graph.nodes(data="duration")
        finish: dict[str, int] = {}
        for node in order:
            first = max((finish[before] for before in graph.pred[node]), default=0)
            finish[node] = first + duration[node]
        end = max(finish.values())
        start: dict[str, int] = {}
        for node in reversed(order):
            last = min((start[after] for after in graph.succ[node]), default=end)
            start[node] = last - duration[node]
        assert len(start) == count

    return _warm(work, count), {}


def _case(shape: str) -> tuple[int, str]:
    count, kind = shape.split("-")
    return int(count), kind


def _warm(work: Callable[[], None], count: int) -> tuple[float, float]:
    """Median seconds of several runs, by the clock and of the processor."""
    work()
    clock, processor = [], []
    for _ in range(max(2, min(30, 30_000 // count))):
        gc.collect()
        start, spent = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - spent)
    return statistics.median(clock), statistics.median(processor)


JOBS: dict[str, Callable[[Path, str], Timed]] = {
    "schedule_full": full_job,
    "schedule_plain": plain_job,
    "schedule_mpxj": mpxj_job,
    "schedule_networkx": networkx_job,
}
