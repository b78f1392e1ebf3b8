"""One measurement in a process of its own: `python -m benchmarks.jobs <job> <folder>`.

Prints one line of JSON: seconds of the measured part, peak memory of the whole process in MB.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import schedule, simulation

Timed = tuple[tuple[float, float], dict[str, float]]  # seconds by the clock and of the processor


def main(job: str, folder: Path) -> None:
    """Run one job."""
    name, _, shape = job.partition(":")
    (seconds, cpu), more = JOBS[name](folder, shape)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": _peak(), **more}))


def _peak() -> float:
    """The most memory that this process ever held."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    gc.collect()
    start, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - spent


def record(folder: Path, shape: str) -> Timed:
    """Not measured: the workbook that the reading jobs read, the cells that the peers write."""
    from benchmarks.peers import record as note
    from benchmarks.shapes import SHAPES

    note(SHAPES[shape](), folder / f"{shape}.xlsx", folder / f"{shape}.cells")
    return (0.0, 0.0), {}


def build(folder: Path, shape: str) -> Timed:
    """xlevent, as `Event.build` uses it; the evaluation is timed by itself too."""
    import ironcalc  # noqa: F401 - imports are not part of the measurement

    from benchmarks.shapes import SHAPES
    from xlevent.workbook.evaluate import Evaluator
    from xlevent.workbook.writer import write_book

    data = SHAPES[shape]()
    spent = 0.0
    run = Evaluator.run

    def timed_run(self: Evaluator) -> Any:
        nonlocal spent
        start = time.process_time()
        values = run(self)
        spent = time.process_time() - start
        return values

    Evaluator.run = timed_run  # type: ignore[method-assign]
    seconds = _timed(lambda: write_book(data, folder / "ours.xlsx"))
    return seconds, {"evaluation": spent}


def write_only(folder: Path, shape: str) -> Timed:
    """xlevent without the evaluation: the values are there before."""
    from benchmarks.shapes import SHAPES
    from xlevent.workbook.evaluate import Evaluator, Values
    from xlevent.workbook.writer import write_book

    data = SHAPES[shape]()
    values = _values(folder, shape)

    def ready(self: Evaluator) -> Values:
        return values

    Evaluator.run = ready  # type: ignore[method-assign]
    return _timed(lambda: write_book(data, folder / "ours.xlsx")), {}


def evaluate(folder: Path, shape: str) -> Timed:
    """Not measured: the values that `write_only` needs."""
    import pickle

    from benchmarks.shapes import SHAPES
    from xlevent.workbook.evaluate import Evaluator
    from xlevent.workbook.writer import write_book

    run = Evaluator.run

    def keeping(self: Evaluator) -> Any:
        values = run(self)
        with (folder / f"{shape}.values").open("wb") as file:
            pickle.dump(values, file, protocol=pickle.HIGHEST_PROTOCOL)
        return values

    Evaluator.run = keeping  # type: ignore[method-assign]
    write_book(SHAPES[shape](), folder / "ours.xlsx")
    return (0.0, 0.0), {}


def _values(folder: Path, shape: str) -> Any:
    import pickle

    with (folder / f"{shape}.values").open("rb") as file:
        return pickle.load(file)


def xlsxwriter(folder: Path, shape: str) -> Timed:
    """Bare XlsxWriter, the same cells."""
    from benchmarks.peers import load, write_xlsxwriter

    cells = load(folder / f"{shape}.cells")
    return _timed(lambda: write_xlsxwriter(cells, folder / "xlsxwriter.xlsx")), {}


def xlsxwriter_cached(folder: Path, shape: str) -> Timed:
    """XlsxWriter with our worksheet class, which prepares each distinct formula once."""
    from benchmarks.peers import load, write_xlsxwriter
    from xlevent.workbook.checked import CheckedWorksheet

    cells = load(folder / f"{shape}.cells")
    path = folder / "cached.xlsx"
    return _timed(lambda: write_xlsxwriter(cells, path, CheckedWorksheet)), {}


def openpyxl(folder: Path, shape: str) -> Timed:
    """openpyxl, the same cells."""
    import openpyxl as _  # noqa: F401

    from benchmarks.peers import load, write_openpyxl

    cells = load(folder / f"{shape}.cells")
    return _timed(lambda: write_openpyxl(cells, folder / "openpyxl.xlsx")), {}


def read(folder: Path, shape: str) -> Timed:
    """xlevent: typed rows of every table, with all findings."""
    from xlevent.app.event import Event
    from xlevent.app.read import read as read_event

    found: list[Event] = []
    seconds = _timed(lambda: found.append(read_event(folder / f"{shape}.xlsx")))
    assert sum(map(len, found[0].tables.values())) > 1000
    return seconds, {}


def read_openpyxl(folder: Path, shape: str) -> Timed:
    """openpyxl read_only: bare cells of all sheets, stored values."""
    import openpyxl

    def work() -> None:
        book = openpyxl.load_workbook(folder / f"{shape}.xlsx", read_only=True, data_only=True)
        for sheet in book.worksheets:
            for _ in sheet.iter_rows(values_only=True):
                pass

    return _timed(work), {}


def read_calamine(folder: Path, shape: str) -> Timed:
    """python-calamine: bare cells of all sheets, stored values."""
    from python_calamine import CalamineWorkbook

    def work() -> None:
        book = CalamineWorkbook.from_path(folder / f"{shape}.xlsx")
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    return _timed(work), {}


def large(folder: Path, shape: str) -> Timed:
    """Not measured: the large workbook that is patched."""
    from benchmarks.patching import write_large

    write_large(folder / "large.xlsx")
    return (0.0, 0.0), {}


def patch_openpyxl(folder: Path, shape: str) -> Timed:
    """openpyxl: load, change, save."""
    import openpyxl as _  # noqa: F401

    from benchmarks.patching import by_openpyxl

    return _timed(lambda: by_openpyxl(folder / "large.xlsx", folder / "openpyxl.xlsx")), {}


def patch_xlevent(folder: Path, shape: str) -> Timed:
    """xlevent: patch in place, with the search for wrong values ("stale") or without."""
    import xlevent.workbook.patcher as _  # noqa: F401
    from benchmarks.patching import by_xlevent

    source, target = folder / "large.xlsx", folder / "ours.xlsx"
    return _timed(lambda: by_xlevent(source, target, stale=shape == "stale")), {}


JOBS: dict[str, Callable[[Path, str], Timed]] = {
    "record": record, "evaluate": evaluate, "build": build, "write": write_only,
    "xlsxwriter": xlsxwriter, "xlsxwriter_cached": xlsxwriter_cached, "openpyxl": openpyxl,
    "read": read, "read_openpyxl": read_openpyxl, "read_calamine": read_calamine,
    "large": large, "patch_openpyxl": patch_openpyxl, "patch": patch_xlevent,
    **schedule.JOBS, **simulation.JOBS,
}  # fmt: skip

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
