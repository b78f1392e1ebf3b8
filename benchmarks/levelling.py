"""Levelling on published instances, beside its peers: `python -m benchmarks.levelling --help`.

Gaps are percent above the best known makespan, means over the instances of a set.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from tests.compute.levelling.instances import Instance, read_instances
from xlevent.compute.levelling.optimal import optimize
from xlevent.compute.levelling.search import search

Solver = Callable[[Instance], int | None]
"""Gives a makespan, or None when none was found in time."""
SETS = ("J120", "J90", "J60", "J30", "RG300")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long the solvers may work: seconds by the clock, or units of work of CP-SAT."""

    seconds: float
    workers: int = 2
    units: float | None = None

    def __str__(self) -> str:
        return f"{self.seconds:g} s" if self.units is None else f"{self.units:g} units"


def heuristic(seconds: float) -> Solver:
    """The search of xlevent; its seconds are those of the processor, on one core."""

    def run(instance: Instance) -> int:
        found = search(
            instance.problem, passes=sys.maxsize, time_limit=seconds, clock=time.process_time
        )
        return found.best[0].cost[1]

    return run


def solver(limit: Limit) -> Solver:
    """CP-SAT as xlevent uses it: from a schedule of a short search."""

    def run(instance: Instance) -> int:
        problem = instance.problem
        clock = time.process_time if limit.units else time.perf_counter
        first = search(problem, passes=2000, time_limit=1.0, clock=clock)
        if first.best[0].cost[1] <= first.bound:
            return first.best[0].cost[1]
        return optimize(
            problem, first.best[0].starts, time_limit=limit.seconds - 1.0,
            workers=limit.workers, work_limit=limit.units,
        ).finish  # fmt: skip

    return run


def pyjobshop(limit: Limit) -> Solver:
    """PyJobShop's model of the same instance, solved by OR-Tools."""

    def run(instance: Instance) -> int | None:
        from pyjobshop import Model

        model = Model()
        resources = [model.add_renewable(capacity) for capacity in instance.capacities]
        tasks = [model.add_task() for _ in instance.durations]
        for task, duration, needs in zip(tasks, instance.durations, instance.needs, strict=True):
            used = [number for number, need in enumerate(needs) if need]
            model.add_mode(task, [resources[n] for n in used], duration, [needs[n] for n in used])
        for activity, links in enumerate(instance.before):
            for earlier, _ in links:
                model.add_end_before_start(tasks[earlier], tasks[activity])
        extra = {} if limit.units is None else {"max_deterministic_time": limit.units}
        found = model.solve(
            time_limit=limit.seconds, display=False, num_workers=limit.workers, **extra
        )
        return int(found.objective) if found.objective < float("inf") else None

    return run


def table(lines: dict[str, Solver], sets: Sequence[str]) -> None:
    """Run all lines on all sets and print a Markdown table, set by set."""
    instances = read_instances()
    print("| set | instances | | mean gap | at best | mean time | longest | mean processor |")
    print("|---|---:|---|---:|---:|---:|---:|---:|", flush=True)
    for group in sets:
        members = [instance for instance in instances if instance.group == group]
        for name, run in lines.items():
            gaps: list[float] = []
            seconds: list[float] = []
            processor: list[float] = []
            for instance in members:
                start, spent = time.perf_counter(), time.process_time()
                makespan = run(instance)
                seconds.append(time.perf_counter() - start)
                processor.append(time.process_time() - spent)
                if makespan is not None:
                    gaps.append(100 * (makespan / instance.best_known - 1))
            mean = f"{statistics.fmean(gaps):.2f} %" if gaps else "none solved"
            if gaps and len(gaps) < len(members):
                mean += f" of the {len(gaps)} solved"
            print(
                f"| {group} | {len(members)} | {name} | {mean} "
                f"| {sum(gap <= 0 for gap in gaps)} | {statistics.fmean(seconds):.2f} s "
                f"| {max(seconds):.2f} s | {statistics.fmean(processor):.2f} s |",
                flush=True,
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.levelling", description=__doc__)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--lines", default="", help="only the lines whose name holds this text")
    parser.add_argument("--seconds", type=float, default=10.0, help="of the solvers")
    parser.add_argument(
        "--units", type=float,
        help="compare the solvers at equal work instead, with one worker each: units of CP-SAT's "
        "deterministic time, the same on a busy machine; 6 are about 10 s of a processor",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    limit = Limit(options.seconds)
    if options.units:
        limit = Limit(3600.0, 1, options.units)
    lines = {
        "xlevent, heuristic, 1 s": heuristic(0.95),
        f"xlevent, CP-SAT, {limit}": solver(limit),
        f"PyJobShop, {limit}": pyjobshop(limit),
    }
    chosen = {name: run for name, run in lines.items() if options.lines in name}
    versions = ", ".join(f"{name} {version(name)}" for name in ("ortools", "pyjobshop"))
    print(f"{os.cpu_count()} cores, {versions}, {time.strftime('%Y-%m-%d')}\n")
    table(chosen, options.sets)


if __name__ == "__main__":
    main()
