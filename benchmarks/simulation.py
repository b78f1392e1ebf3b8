"""Simulation of 1,000 tasks x 10,000 runs: xlevent, and plain numpy that knows no calendars."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Any

from benchmarks.schedule_graphs import Project, full, plain
from xlevent.compute.three_points import Estimate, Shape

TASKS, RUNS = 1000, 10_000
AIM = 1.0  # seconds
Timed = tuple[tuple[float, float], dict[str, float]]


def estimates(project: Project) -> list[Estimate]:
    """From 70 % to 180 % of every duration."""
    return [
        Estimate(t.id, round(t.duration * 0.7), round(t.duration * 1.8), t.duration)
        for t in project[0]
    ]


def xlevent(folder: Path, case: str) -> Timed:
    """Ours; `case`: graph (full or plain), shape of the graph, whether with criticality."""
    import numpy as _  # noqa: F401 - imports are not part of the measurement

    from xlevent.compute.simulation import SimulationSettings, simulate

    kind, shape, criticality = case.split("-")
    project = (full if kind == "full" else plain)(TASKS, shape)
    points = estimates(project)
    settings = SimulationSettings(
        runs=RUNS, shape=Shape.TRIANGULAR, criticality=criticality == "critical"
    )
    return _timed(lambda: simulate(*project, points, settings)), {}


def numpy(folder: Path, case: str) -> Timed:
    """The same graph of FS links, runs in rows: longest paths forward, and back for criticality."""
    import numpy as np

    project = plain(TASKS, case)
    points = estimates(project)
    number = {task.id: i for i, task in enumerate(project[0])}
    before: list[list[int]] = [[] for _ in project[0]]
    after: list[list[int]] = [[] for _ in project[0]]
    for link in project[1]:
        a, b = number[link.predecessor], number[link.successor]
        before[b].append(a)
        after[a].append(b)

    def work() -> Any:
        random = np.random.default_rng(1)
        durations = np.empty((TASKS, RUNS))
        for i, one in enumerate(points):
            likely = one.likely or 0
            durations[i] = (
                random.triangular(one.optimistic, likely, one.pessimistic, RUNS)
                if one.pessimistic > one.optimistic
                else likely
            )
        finish = np.zeros((TASKS, RUNS))
        for i in range(TASKS):
            for j in before[i]:
                np.maximum(finish[i], finish[j], out=finish[i])
            finish[i] += durations[i]
        whole = finish.max(axis=0)
        late = np.empty((TASKS, RUNS))
        for i in reversed(range(TASKS)):
            late[i] = whole
            for j in after[i]:
                np.minimum(late[i], late[j] - durations[j], out=late[i])
        return np.percentile(whole, (50, 80)), ((late - finish) < 0.5).mean(axis=1)

    return _timed(work), {}


def _timed(work: Any) -> tuple[float, float]:
    gc.collect()
    start, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - spent


JOBS = {"simulate": xlevent, "simulate_numpy": numpy}
