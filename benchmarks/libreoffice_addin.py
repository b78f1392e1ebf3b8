"""What a call of a function costs in LibreOffice Calc, beside the bare core.

    python -m benchmarks.libreoffice_addin          # 10, 1,000 and 10,000 rows; 4 minutes

Three ways to the same answer: the function's call with its arguments read already, which is the
core; `Function.run` on cells, which reads them first; and Calc, which hands the cells over to
Python and takes the answer. All three run in the Python that LibreOffice has, with the code of the
extension. LibreOffice is started once, with the extension installed as people install it; the best
of several calls counts, in processor time; in LibreOffice, below 50 ms, by the clock. The first
call of a session, by the clock, imports the catalogue too. Nothing is kept from one call to
the next (XLEVENT_MEMO=0), but for the column of floats, in a session of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.kernel.cells import grid
from xlevent_udfs.kernel.memo import SWITCH

if TYPE_CHECKING:
    from tests.tools.calc import Calc

ROOT = Path(__file__).resolve().parents[1]

SIZES = (10, 1_000, 10_000)
REPEATS = 7
COLUMN = 100  # cells that ask for a float
_START = 46083.0  # 2026-03-02
Rows = list[list[Any]]
Line = tuple[str, int, float, float, float]


def tasks(count: int) -> Rows:
    """Tasks with a predecessor ten places before."""
    return [[f"T{n}", float(n % 5 + 1), f"T{n - 10}" if n >= 10 else ""] for n in range(count)]


def vouchers(count: int) -> Rows:
    """Vouchers of fifty payees, all different."""
    return [[f"P{n % 50}", f"INV-{n:06d}", float(100 + n), _START + n % 90] for n in range(count)]


def payments(count: int) -> Rows:
    """Payments of fifty payees, all different."""
    return [[f"E-{n:05}", f"P{n % 50}", float(100 + n), _START + n % 90] for n in range(count)]


def lines(count: int) -> Rows:
    """The bank's lines of these payments, a day later; one of ten is lacking."""
    return [
        [_START + n % 90 + 1, -float(100 + n), f"P{n % 50}"] for n in range(count) if n % 10 != 9
    ]


# The rows of the first argument, those of a second, and single cells.
CASES: dict[str, tuple[tuple[Callable[[int], Rows], ...], list[Any]]] = {
    "XLE_FINISH": ((tasks,), [_START]),
    "XLE_SCHEDULE": ((tasks,), [_START]),
    "XLE_DUPLICATES": ((vouchers,), []),
    "XLE_RECONCILE": ((payments, lines), []),
}


def core(name: str, count: int) -> float:
    """Seconds of the call alone."""
    made, more = CASES[name]
    function = CATALOGUE[name]
    given = [*(grid(rows(count)) for rows in made), *map(grid, more)]
    read = {
        argument.name: argument.read(given[number] if number < len(given) else [])
        for number, argument in enumerate(function.arguments)
        if argument.name != "headers"
    }
    return _best(lambda: function.call(**read))


def run(name: str, count: int) -> float:
    """Seconds of the function on cells."""
    made, more = CASES[name]
    cells = [rows(count) for rows in made]
    return _best(lambda: CATALOGUE[name].run(*cells, *more))


def without_calc(sizes: tuple[int, ...]) -> None:
    """Print the seconds of `core` and `run` of every case, as JSON."""
    os.environ[SWITCH] = "0"
    print(json.dumps([[core(n, count), run(n, count)] for n in CASES for count in sizes]))


def measured(sizes: tuple[int, ...]) -> tuple[float, list[Line], float]:
    """Seconds of the first call of all; of each case: function, rows, core, run, in
    Calc; and of a column of floats, once the plan is known.
    """
    # Here, because LibreOffice's Python has neither: it imports this module for `without_calc`.
    from xlevent_udfs.libreoffice.extension import save_extension

    from tests.tools.calc import calc

    sheets: dict[str, Rows] = {}
    formulas, places, cases = [], [], []
    for name, (made, more) in CASES.items():
        for count in sizes:
            areas = []
            for number, rows in enumerate(made):
                tab = f"{name[4:]}{count}x{number}"
                sheets[tab] = rows(count)
                areas.append(_area(tab, sheets[tab]))
            formula = f"={name}({';'.join([*areas, *map(str, more)])})"
            formulas.append(["R", f"A{len(formulas) + 2}", formula])
            places += [formulas[-1][:2]] * REPEATS
            cases.append((name, count))
    with calc() as office:
        oxt = office.folder / "made.oxt"
        save_extension(oxt)
        office.install(oxt)
        first = [["R", "A1", "=XLE_AVAILABLE(5;1;1)"]]
        found = office.ask(
            cells=sheets,
            formulas=first + formulas,
            seconds=[["R", "A1"], *places],
            environment={SWITCH: "0"},
        )
        column = _column(office, sizes[-1])
        with zipfile.ZipFile(oxt) as archive:
            archive.extractall(office.folder / "code")
        paths = [str(office.folder / "code/python"), str(ROOT)]
        script = (
            f"import sys; sys.path[:0] = {paths}; "
            "from benchmarks.libreoffice_addin import without_calc; "
            f"without_calc({sizes})"
        )
        command = [str(office.python), "-I", "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    (cold, _), *seconds = found["seconds"]
    found_lines = []
    for number, (case, (bare, whole)) in enumerate(
        zip(cases, json.loads(done.stdout), strict=True)
    ):
        spent = _spent(seconds[number * REPEATS : (number + 1) * REPEATS])
        found_lines.append((*case, bare, whole, spent))
    return cold, found_lines, column


def _area(tab: str, rows: Rows) -> str:
    return f"${tab}.$A$1:${'ABCD'[len(rows[0]) - 1]}${len(rows)}"


def _column(office: Calc, count: int) -> float:
    """Seconds, by the clock, of all cells of a column of floats; they were calculated before."""
    rows = tasks(count)
    formulas = [
        ["R", f"A{n}", f'=XLE_FLOAT({_area("P", rows)};{_START};"T{n % count}")']
        for n in range(1, COLUMN + 1)
    ]
    found = office.ask(cells={"P": rows}, formulas=formulas, seconds=[f[:2] for f in formulas])
    return sum(clock for clock, _ in found["seconds"])


def _spent(found: list[tuple[float, float]]) -> float:
    """The least processor time; below what Linux counts, the least by the clock."""
    clock, processor = (min(column) for column in zip(*found, strict=True))
    return processor if processor >= 0.05 else clock


def _best(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.libreoffice_addin", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--rows", type=int, default=SIZES[-1], help="the most rows of a call")
    most = parser.parse_args().rows
    sizes = tuple(dict.fromkeys(min(size, most) for size in SIZES))
    cold, measures, column = measured(sizes)
    print("| function | rows | core | function on cells | in LibreOffice | Calc adds |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, count, *spent in measures:
        shown = " | ".join(f"{value * 1000:,.1f} ms" for value in spent)
        print(f"| {name} | {count:,} | {shown} | {(spent[2] - spent[1]) * 1000:,.1f} ms |")
    print(f"\nFirst call of a session, with the import: {cold:.2f} s")
    print(
        f"\n{COLUMN} cells of XLE_FLOAT on {sizes[-1]:,} tasks, calculated again with the plan "
        f"known: {column:.2f} s by the clock"
    )


if __name__ == "__main__":
    main()
