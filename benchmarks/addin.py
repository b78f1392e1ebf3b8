"""The add-in beside the bare core: `python -m benchmarks.addin --help`.

Cost of a call in each runtime, of macros beside the commands, and of each start. Every line is a
process of its own; the lines of a group run by turns, and the medians of the turns are told.
"""

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
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import addin_cases
from benchmarks.addin_macros import MACROS

ROOT = Path(__file__).resolve().parent.parent
Measured = dict[str, Any]
RUNTIMES = {
    "core": "bare core", "function": "Function.run", "classic": "classic, COM stubbed",
    "server": "Server, in process", "http": "Server, over HTTP",
}  # fmt: skip
STARTS = {
    "catalogue": "CPython: functions", "macros": "CPython: macros, after the functions",
    "classic": "classic: functions, after xlwings", "server": "Server: functions, after xlwings",
    "http": "Server: from its start to the first answer",
}  # fmt: skip
IN_PYODIDE = {
    "core": "Pyodide: bare core", "function": "Pyodide: Function.run", "lite": "Lite, in Pyodide",
}  # fmt: skip
PYODIDE_STARTS = {
    "boot": "Pyodide in Node.js: boot, wheels unpacked", "xlwings": "Pyodide: xlwings",
    "main": "Lite: main.py",
}  # fmt: skip
TABLES = ("calls", "macros", "starts", "libreoffice")
AIM_IMPORT = 0.5  # seconds of the processor for the catalogue
AIM_LITE = 3.0  # seconds for main.py in Pyodide


def calls(runs: int, most: int, *, lite: bool) -> Iterator[str]:
    """The table of calls, of ranges with no more than so many rows."""
    yield "| | rows | time | processor | x core | memory |\n|---|---:|---:|---:|---:|---:|"
    small = dict.fromkeys((name, min(rows, most)) for name, rows in addin_cases.cases())
    for name, rows in small:
        yield f"| **{addin_cases.title(name)}** | {rows:,} | | | | |"
        found: dict[str, list[Measured]] = {kind: [] for kind in RUNTIMES}
        for _ in range(runs):
            for kind in RUNTIMES:
                found[kind].append(job("addin_jobs", kind, name, str(rows)))
        first = middle(found["core"], "cpu")
        for kind, title in RUNTIMES.items():
            cpu = middle(found[kind], "cpu")
            yield row(title, middle(found[kind], "seconds"), cpu, cpu / first,
                      middle(found[kind], "megabytes"))  # fmt: skip
        if lite:
            lite_found = [job("addin_lite", name, str(rows)) for _ in range(runs)]
            memory = middle(lite_found, "megabytes")
            told = {k: [one["calls"][0][k] for one in lite_found] for k in IN_PYODIDE}
            first = middle(told["core"], "cpu")
            for kind, title in IN_PYODIDE.items():
                cpu = middle(told[kind], "cpu")
                yield row(title, middle(told[kind], "seconds"), cpu, cpu / first, memory)


def row(title: str, seconds: float, cpu: float, ratio: float, megabytes: float) -> str:
    """A line of the table of calls."""
    return f"| {title} | | {shown(seconds)} | {shown(cpu)} | {ratio:.2f} | {megabytes:.0f} MB |"


def macros(runs: int, folder: Path) -> Iterator[str]:
    """The table of macros beside the commands."""
    yield (
        "| | time | processor | x command | JSON | reading | computing | writing | memory |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    )
    code = "import sys, pathlib; from benchmarks.addin_macros import prepare; "
    code += "prepare(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True)
    for name in MACROS:
        found: dict[str, list[Measured]] = {"command": [], "macro": []}
        for _ in range(runs):
            for by in found:
                found[by].append(job("addin_macros", name, by, str(folder)))
        first = middle(found["command"], "macro")
        for by, told in found.items():
            cpu = middle(told, "macro")
            parts = [
                shown(middle(told, part)) if part in told[0] else ""
                for part in ("json", "reading", "computing", "writing")
            ]
            yield (
                f"| {name}, {by} | {shown(middle(told, 'clock'))} | {shown(cpu)} "
                f"| {cpu / first:.2f} | {' | '.join(parts)} | {middle(told, 'megabytes'):.0f} MB |"
            )


def starts(runs: int, *, lite: bool) -> Iterator[str]:
    """The table of starts."""
    yield "| | time | processor | whole process | memory | aim | |"
    yield "|---|---:|---:|---:|---:|---|---|"
    for kind, title in STARTS.items():
        job("addin_starts", kind)  # compiles what is new
        found = [job("addin_starts", kind) for _ in range(max(runs, 3))]
        cpu = middle(found, "cpu")
        aim = ("", "")
        if kind == "catalogue":
            aim = (f"< {AIM_IMPORT:g} s", "met" if cpu < AIM_IMPORT else "missed")
        yield (
            f"| {title} | {shown(middle(found, 'seconds'))} | {shown(cpu)} "
            f"| {shown(middle(found, 'whole'))} | {middle(found, 'megabytes'):.0f} MB "
            f"| {' | '.join(aim)} |"
        )
    if lite:
        told = [job("addin_lite") for _ in range(runs)]
        for part, title in PYODIDE_STARTS.items():
            each = [one[part] for one in told]
            cpu = middle(each, "cpu")
            good = "met" if cpu < AIM_LITE else "missed"
            aim = (f"< {AIM_LITE:g} s", good) if part == "main" else ("", "")
            yield (
                f"| {title} | {shown(middle(each, 'seconds'))} | {shown(cpu)} | "
                f"| {middle(told, 'megabytes'):.0f} MB | {' | '.join(aim)} |"
            )


def libreoffice(most: int) -> Iterator[str]:
    """The table of LibreOffice Calc, which has a benchmark of its own."""
    if find_spec("benchmarks.libreoffice_addin") is None:
        yield "LibreOffice: not measured, benchmarks/libreoffice_addin.py is not here."
        return
    command = [sys.executable, "-m", "benchmarks.libreoffice_addin", "--rows", str(most)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    yield from done.stdout.splitlines()


def job(module: str, *arguments: str) -> Measured:
    """One measurement, in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    print(" ", " ".join(command[2:]), file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    result: Measured = json.loads(done.stdout.splitlines()[-1])
    return result


def middle(found: list[Measured], what: str) -> float:
    """The median of a figure over the turns."""
    return statistics.median(float(one[what]) for one in found)


def shown(seconds: float) -> str:
    """Seconds with the unit that suits them."""
    for unit, name in ((1.0, "s"), (1e-3, "ms")):
        if seconds >= unit:
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds * 1e6:.0f} µs"


def main(arguments: list[str] | None = None) -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.addin", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="turns; their median counts")
    parser.add_argument("--only", choices=TABLES, help="one table")
    parser.add_argument("--rows", type=int, default=10_000, help="the most rows of a call")
    parser.add_argument("--no-lite", action="store_true", help="without Pyodide (needs Node.js)")
    options = parser.parse_args(arguments)
    lite = not options.no_lite
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.1f} at the beginning, xlwings {version('xlwings')}; medians of "
        f"{options.runs} turns, {time.strftime('%Y-%m-%d')}"
    )
    with tempfile.TemporaryDirectory(prefix="xlevent-addin-") as name:
        tables = {
            "calls": lambda: calls(options.runs, options.rows, lite=lite),
            "macros": lambda: macros(options.runs, Path(name)),
            "starts": lambda: starts(options.runs, lite=lite),
            "libreoffice": lambda: libreoffice(options.rows),
        }
        for title, table in tables.items():
            if options.only in (None, title):
                print()
                for line in table():
                    print(line, flush=True)


if __name__ == "__main__":
    main()
