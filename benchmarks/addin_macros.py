"""Macros on xlwings' remote engine beside the command that updates the file, on the demo's event.

`python -m benchmarks.addin_macros NAME macro|command FOLDER` prints one line of JSON. What the
client sends is made before; what is measured begins with its JSON and ends with that of the
actions.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.addin_jobs import SWITCHES, megabytes

MACROS = ("schedule", "validate", "reconcile")
BOOK = Path(__file__).resolve().parent.parent / "workbooks/demo.xlsx"
PARTS = ("reading", "computing", "writing")
_RUNS = 5


def by_macro(name: str, payload: str) -> dict[str, list[float]]:
    """Seconds by part: JSON to book and reading, computing, writing to JSON."""
    import xlwings
    from xlevent_udfs.macros.running import run

    spent: dict[str, list[float]] = {part: [] for part in (*PARTS, "macro", "clock", "json")}
    for number in range(_RUNS + 1):
        gc.collect()
        clock, marks = time.perf_counter(), [time.process_time()]
        data = json.loads(payload)
        book = xlwings.Book(json=data)
        unpacked = time.process_time()
        outcome = run(name, book, progress=partial(_mark, marks))
        json.dumps(book.json())
        marks.append(time.process_time())
        passed = time.perf_counter() - clock
        if not outcome.done:
            raise SystemExit(outcome.text("en"))
        book.close()
        if not number:
            continue  # imports, and what is made once
        # Steps told: reading, computing and, where anything differs, writing.
        begun, read, computed = marks[0], marks[2], marks[3]
        for part, seconds in (
            ("json", unpacked - begun), ("reading", read - unpacked),
            ("computing", computed - read), ("writing", marks[-1] - computed),
            ("macro", marks[-1] - begun), ("clock", passed),
        ):  # fmt: skip
            spent[part].append(seconds)
    return spent


def _mark(marks: list[float], _: object) -> None:
    marks.append(time.process_time())


def by_command(name: str, book: Path, folder: Path) -> dict[str, list[float]]:
    """Seconds of the same work on the file, from reading it to replacing it."""
    from xlevent.app.money.reconciled import reconcile_event
    from xlevent.app.planning.writing import schedule_event
    from xlevent.app.updating.update import update_book
    from xlevent.app.validating.writing import write_validation

    commands: dict[str, Callable[[Path], Any]] = {
        "schedule": lambda path: update_book(path, "schedule", schedule_event().change),
        "validate": write_validation,
        "reconcile": lambda path: update_book(path, "reconcile", reconcile_event().change),
    }
    spent: dict[str, list[float]] = {"macro": [], "clock": []}
    for number in range(_RUNS + 1):
        path = Path(shutil.copy(book, folder / f"{name}-{number}.xlsx"))
        gc.collect()
        clock, begun = time.perf_counter(), time.process_time()
        commands[name](path)
        if number:
            spent["macro"].append(time.process_time() - begun)
            spent["clock"].append(time.perf_counter() - clock)
    return spent


def prepare(folder: Path) -> None:
    """What the client sends, as a file: making it costs more memory than the macros need."""
    from tests.udfs.macros import excel

    warnings.simplefilter("ignore")
    (folder / "payload.json").write_text(json.dumps(excel.payload(BOOK)), "utf-8")


def main(name: str, by: str, folder: Path) -> None:
    """Measure one macro, or the command of its name."""
    os.environ.update(SWITCHES)
    if by == "command":
        spent = by_command(name, BOOK, folder)
    else:
        spent = by_macro(name, (folder / "payload.json").read_text("utf-8"))
    middle = {part: statistics.median(seconds) for part, seconds in spent.items()}
    print(json.dumps({**middle, "megabytes": megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
