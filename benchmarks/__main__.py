"""Measure and print one table: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks import schedule, simulation

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 900.0
"""Seconds by the clock after which a job is stopped; the table goes on without it."""


@dataclass(slots=True)
class Line:
    """One measured thing; the first line of a group is what the others are compared with."""

    name: str
    run: Callable[[Path], dict[str, float]]
    aim: str = ""
    limit: tuple[str, float, float] | None = None  # peer, times its seconds, times its memory
    most: float = 0.0  # seconds
    most_megabytes: float = 0.0
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    evaluation: list[float] = field(default_factory=list)
    given_up: str = ""
    """Why there is no measurement."""


@dataclass(slots=True)
class Group:
    """What is compared with each other; `needs` are jobs that must run before."""

    name: str
    lines: list[Line]
    needs: tuple[str, ...] = ()
    most_runs: int = 99
    compared: bool = True


class GivenUpError(Exception):
    """A job that does not come to an end."""


def _job(name: str) -> Callable[[Path], dict[str, float]]:
    def run(folder: Path) -> dict[str, float]:
        return _finished([sys.executable, "-m", "benchmarks.jobs", name, str(folder)])

    return run


def _finished(command: list[str]) -> dict[str, float]:
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as late:
        said = " after it had printed its result" if late.stdout else ""
        raise GivenUpError(f"stopped: no end after {PATIENCE:g} s{said}") from late
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _process(*arguments: str) -> Callable[[Path], dict[str, float]]:
    """A whole process of the command line, from start to end."""

    def run(folder: Path) -> dict[str, float]:
        command = [sys.executable, "-m", "xlevent.cli", *arguments]
        start = time.perf_counter()
        child = subprocess.Popen(
            [part.replace("{folder}", str(folder)) for part in command],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        errors = child.stderr.read() if child.stderr else b""
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{errors.decode()[-3000:]}")
        divisor = 1024 * 1024 if sys.platform == "darwin" else 1024
        spent = usage.ru_utime + usage.ru_stime
        return {"seconds": seconds, "cpu": spent, "megabytes": usage.ru_maxrss / divisor}

    return run


def _writing(title: str, shape: str, aims: dict[str, Line], most_runs: int = 99) -> Group:
    lines = [
        Line("XlsxWriter, bare", _job(f"xlsxwriter:{shape}")),
        Line("XlsxWriter, formulas cached", _job(f"xlsxwriter_cached:{shape}")),
        Line("openpyxl, write-only", _job(f"openpyxl:{shape}")),
        Line("xlevent, values known", _job(f"write:{shape}")),
        Line("xlevent, with evaluation", _job(f"build:{shape}")),
    ]
    for line in lines:
        if line.name in aims:
            line.aim, line.limit = aims[line.name].aim, aims[line.name].limit
    return Group(title, lines, (f"record:{shape}", f"evaluate:{shape}"), most_runs)


def _aim(text: str, peer: str, seconds: float, memory: float = 0.0) -> Line:
    return Line("", lambda _: {}, text, (peer, seconds, memory))


def groups() -> list[Group]:
    """Everything that is measured."""
    bare, cached = "XlsxWriter, bare", "XlsxWriter, formulas cached"
    level = _aim("no slower than openpyxl", "openpyxl, write-only", 1)
    within = _aim("time and memory <= 1.5 x XlsxWriter", bare, 1.5, 1.5)
    # Where formulas are many, the bare one is no measure: it prepares each of them anew.
    fair = _aim("time and memory <= 1.5 x XlsxWriter, cached", cached, 1.5, 1.5)
    reading = (
        ("openpyxl, read_only", "read_openpyxl"),
        ("python-calamine", "read_calamine"),
        ("xlevent, typed and checked", "read"),
    )
    found = [
        _writing(
            "Write 45 sheets x 500 rows x 12 plain columns", "plain",
            {"xlevent, with evaluation": within},
        ),
        _writing(
            "Write 45 tables, 90,000 structured formulas", "formulas",
            {"xlevent, with evaluation": level},
        ),
        _writing(
            "Write all sheets of the product, 500 rows each", "declared",
            {"xlevent, values known": fair},
        ),
        _writing("Write 50,000 expense rows", "expenses", {"xlevent, values known": fair}, 1),
    ]  # fmt: skip
    for title, shape in (
        ("Read all sheets of the product, 500 rows each", "declared"),
        ("Read 50,000 expense rows", "expenses"),
    ):
        lines = [Line(name, _job(f"{job}:{shape}")) for name, job in reading]
        found.append(Group(title, lines, (f"record:{shape}",), 1 if shape == "expenses" else 99))
    whole = "openpyxl, load and save"
    found.append(
        Group(
            "Patch 100 cells of a 20 MB workbook",
            [
                Line(whole, _job("patch_openpyxl:")),
                Line("xlevent, cells only", _job("patch:")),
                Line(
                    "xlevent, wrong values dropped", _job("patch:stale"),
                    "10 x faster, < 1/3 of the memory", (whole, 0.1, 0.333),
                ),
            ],
            ("large:",),
            2,
        )
    )  # fmt: skip
    found.append(
        Group(
            "Whole process",
            [
                Line("xlevent --help", _process("--help"), "< 0.3 s", most=0.3),
                Line(
                    "xlevent demo", _process("demo", "-f", "-o", "{folder}/demo"), "< 3 s", most=3
                ),
            ],
        )
    )
    found[-1].compared = False
    return found + _critical_path() + [_simulation()]


def _simulation() -> Group:
    aim = f"<= {simulation.AIM:g} s"
    lines = [Line("numpy, no calendars", _job("simulate_numpy:local"))]
    for kind, text in (("plain", "no calendars"), ("full", "four calendars, all links")):
        for part, what in (("finish", "finish"), ("critical", "finish and criticality")):
            job = _job(f"simulate:{kind}-local-{part}")
            lines.append(Line(f"xlevent, {text}: {what}", job, aim, most=simulation.AIM))
    return Group("Simulation 1,000 x 10,000", lines)


def _critical_path() -> list[Group]:
    found = []
    for count in schedule.SIZES:
        for shape in schedule.SHAPES:
            case, title = f"{count}-{shape}", f"Critical path, {count:,} tasks, {shape}"
            seconds = schedule.AIMS[count]
            most = schedule.MEGABYTES if count == max(schedule.SIZES) else 0.0
            aim = f"<= {seconds * 1000:g} ms" + (f", {most:g} MB" if most else "")
            ours = Line(
                "xlevent", _job(f"schedule_full:{case}"), aim, most=seconds, most_megabytes=most
            )
            lines = [Line("MPXJ, warm", _job(f"schedule_mpxj:{case}")), ours]
            found.append(Group(f"{title}, with calendars", lines, most_runs=2))
            lines = [
                Line("networkx", _job(f"schedule_networkx:{case}")),
                Line("xlevent", _job(f"schedule_plain:{case}")),
            ]
            found.append(Group(f"{title}, without calendars", lines, most_runs=2))
    return found


def measure(group: Group, folder: Path, runs: int, done: set[str]) -> None:
    """Run all lines of a group by turns, so that a busy moment hits all of them."""
    for job in group.needs:
        if job not in done:
            _say(f"  prepare {job}")
            try:
                _job(job)(folder)
            except GivenUpError as error:
                raise SystemExit(f"{job} was {error}.") from error
            done.add(job)
    for number in range(min(runs, group.most_runs)):
        for line in group.lines:
            if line.given_up:
                continue
            _say(f"  {number + 1}: {line.name}")
            try:
                result = line.run(folder)
            except GivenUpError as error:
                line.given_up = str(error)
                _say(f"  {error}")
                continue
            line.seconds.append(result["seconds"])
            line.cpu.append(result["cpu"])
            line.megabytes.append(result["megabytes"])
            line.evaluation.append(result.get("evaluation", 0.0))


HEAD = """| | time | processor | x first | memory | x first | of it evaluation | aim | |
|---|---:|---:|---:|---:|---:|---:|---|---|"""


def rows(group: Group) -> Iterator[str]:
    """The result of a group as rows of a Markdown table."""
    yield f"| **{group.name}** | | | | | | | | |"
    middle = {
        line.name: (statistics.median(line.cpu), statistics.median(line.megabytes))
        for line in group.lines
        if line.cpu
    }
    first = middle.get(group.lines[0].name)
    for line in group.lines:
        if not line.cpu:
            yield f"| {line.name} | {line.given_up} | | | | | | {line.aim} | |"
            continue
        cpu, megabytes = middle[line.name]
        seconds = statistics.median(line.seconds)
        ratios = ("", "")
        if group.compared and first is not None:
            ratios = (f"{cpu / first[0]:.2f}", f"{megabytes / first[1]:.2f}")
        spent = statistics.median(line.evaluation)
        evaluation = f"{spent:.2f} s" if spent > 0.01 else ""
        # A whole process is what a user waits for; all other work is one thread, and its
        # processor time is what it takes by the clock of a machine that does nothing else.
        good = _verdict(line, cpu if group.compared else seconds, megabytes, middle)
        yield (
            f"| {line.name} | {_time(seconds)} | {_time(cpu)} | {ratios[0]} | {megabytes:.0f} MB "
            f"| {ratios[1]} | {evaluation} | {line.aim} | {good} |"
        )


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds:.2f} s"


def _verdict(
    line: Line, seconds: float, megabytes: float, middle: dict[str, tuple[float, float]]
) -> str:
    if line.most:
        small = not line.most_megabytes or megabytes <= line.most_megabytes
        return "met" if seconds <= line.most and small else "missed"
    if line.limit is None:
        return ""
    peer, times, memory = line.limit
    if peer not in middle:
        return "not compared"
    missed = []
    if seconds > times * middle[peer][0]:
        missed.append(f"time {seconds / middle[peer][0]:.2f}")
    if memory and megabytes > memory * middle[peer][1]:
        missed.append(f"memory {megabytes / middle[peer][1]:.2f}")
    return "missed: " + ", ".join(missed) if missed else "met"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each; the median counts")
    parser.add_argument("--only", default="", help="groups whose name holds this text")
    options = parser.parse_args()
    if options.only.casefold() == "levelling":  # its columns are others
        from benchmarks import levelling

        levelling.main([])
        return
    if options.only.casefold() in ("addin", "add-in"):
        from benchmarks import addin

        addin.main([])
        return
    if len(options.only) > 3 and "reconciliation".startswith(options.only.casefold()):
        from benchmarks import reconciling

        reconciling.main([])
        return
    chosen = [g for g in groups() if options.only.casefold() in g.name.casefold()]
    names = ("xlsxwriter", "openpyxl", "python-calamine", "ironcalc", "networkx", "mpxj")
    versions = ", ".join(f"{n} {version(n)}" for n in names)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {versions}; ", end="")
    print(f"medians of up to {options.runs} runs, {time.strftime('%Y-%m-%d')}\n\n{HEAD}")
    done: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="xlevent-bench-") as name:
        for group in chosen:
            _say(group.name)
            measure(group, Path(name), options.runs, done)
            print("\n".join(rows(group)), flush=True)


if __name__ == "__main__":
    main()
