"""Workbooks to be patched, and looking at what came out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.tools.cells import Value, values
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher import Patch

COLUMNS = ("Key", "Cost", "Twice", "Note")


@contextmanager
def patching(source: Path, target: Path) -> Iterator[Patch]:
    """A patch of `source` that is written to `target` at the end."""
    with open_package(source) as package:
        patch = Patch(package)
        yield patch
        patch.write(target)
        patch.close()


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, in the order of the file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def differing(one: Path, other: Path) -> set[str]:
    """Parts that are not the same in both, or in one only."""
    old, new = parts(one), parts(other)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def on(path: Path, sheet: str) -> dict[str, Value]:
    """The values of a sheet."""
    return {cell: value for (tab, cell), value in values(path).items() if tab == sheet}


def book(path: Path, rows: int = 3, **options: Any) -> Path:
    """A table of `rows` rows at B4 of the sheet Data, and much that refers to its cells.

    Options: totals (a total row), below (a value that far below the table).
    """
    totals = bool(options.get("totals"))
    with xlsxwriter.Workbook(str(path)) as workbook:
        data, other = workbook.add_worksheet("Data"), workbook.add_worksheet("Other's")
        money = workbook.add_format({"num_format": "#,##0.00", "bg_color": "#FFEECC"})
        first, last = 5, 4 + rows  # rows of data as Excel counts
        data.write("A1", "Title")
        data.set_row(last - 1, 33)
        for number in range(first, last + 1):
            data.write(f"B{number}", f"K{number}")
            data.write(f"C{number}", number, money)
        columns: list[dict[str, Any]] = [
            {"header": "Key"},
            {"header": "Cost", "format": money},
            {"header": "Twice", "formula": "costs[[#This Row],[Cost]]*2"},
            {"header": "Note"},
        ]
        if totals:
            columns[0]["total_string"] = "Sum"
            columns[1]["total_function"] = "SUBTOTAL(109,costs[Cost])"
        area = (3, 1, last - 1 + totals, 4)
        data.add_table(*area, {"name": "costs", "total_row": totals, "columns": columns})
        for number in range(first, last + 1):
            data.write_formula(f"D{number}", "costs[[#This Row],[Cost]]*2", None, 2 * number)
            data.write_formula(f"H{number}", f"C{number}+$A$2", None, number)
        data.data_validation(
            f"C{first}:C{last}", {"validate": "decimal", "criteria": ">=", "value": 0}
        )
        red = workbook.add_format({"font_color": "#FF0000"})
        rule = {"type": "cell", "criteria": ">", "value": 100, "format": red}
        data.conditional_format(f"C{first}:C{last}", rule)
        data.conditional_format(f"C{first}:C{last}", {"type": "data_bar", "data_bar_2010": True})
        data.conditional_format("G1:G9", rule)
        workbook.define_name("all_costs", f"=Data!$C${first}:$C${last}")
        workbook.define_name("corner", "=Data!$B$4")
        data.print_area(f"A1:H{last + totals}")
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({
            "name": "=Data!$C$4",
            "categories": f"=Data!$B${first}:$B${last}",
            "values": f"=Data!$C${first}:$C${last}",
        })  # fmt: skip
        other.insert_chart("D2", chart)
        other.add_sparkline("A1", {"range": f"Data!C{first}:C{last}"})
        other.write_formula(
            "A2", f"SUM(Data!$C${first}:$C${last})", None, sum(range(first, last + 1))
        )
        other.write_formula("A3", "1+1", None, 2)
        other.write("B2", 7)
        other.merge_range("A10:B11", "merged")
        if options.get("below"):
            data.write(last + options["below"] - 1, 2, "in the way")
    return path


def edit(source: Path, target: Path, edits: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """A copy of a workbook with some parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, edits[info.filename](data) if info.filename in edits else data)
    return target
