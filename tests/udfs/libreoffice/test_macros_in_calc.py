"""Macros in LibreOffice write what the commands write, into an .xlsx and into an .ods."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools.calc import Calc
from tests.tools.programs import ROOT
from tests.udfs.macros import excel
from tests.udfs.macros.test_closing_report import by_command
from xlevent.app.event import Event
from xlevent.app.opendocument import converter, to_opendocument
from xlevent.app.planning.writing import schedule_event
from xlevent.app.updating.update import update_book
from xlevent.app.validating.writing import write_validation

pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]
_XLSX = "Calc MS Excel 2007 XML"
PLAN: dict[str, Any] = {
    "tasks": [
        {"id": "T-1", "name": "場勘", "kind": "task", "duration": 3},
        {"id": "T-2", "name": "搭臺", "kind": "task", "duration": 2, "predecessors": "T-1"},
        {"id": "T-3", "name": "印刷", "kind": "task", "duration": 4, "predecessors": "T-9"},
    ],
    "people": [{"name": "Ann Lee", "role": "Producer", "department": "Production"}],
}


Cells = dict[tuple[str, int, int], object]


def held(path: Path) -> tuple[Cells, dict[str, str]]:
    """Values in the cells, but for the moments of the write log, and the tables' areas."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    tables = excel.tables_of(path, book)
    areas = {table.displayName: table.ref for found in tables.values() for table in found}
    (log,) = (tab for tab, found in tables.items() for t in found if t.displayName == "write_log")
    left, top, right, bottom = excel.range_boundaries(areas["write_log"])
    cells = {
        (sheet.title, down, along): cell.value
        for sheet in book.worksheets
        for down, row in enumerate(sheet.iter_rows(), 1)
        for along, cell in enumerate(row, 1)
        if cell.value not in (None, "")
        and not (sheet.title == log and left <= along <= right and top <= down <= bottom)
    }
    book.close()
    return cells, areas


def differences(left: Cells, right: Cells) -> list[object]:
    return [
        (place, left.get(place), right.get(place))
        for place in {*left, *right}
        if not same(left.get(place), right.get(place))
    ]


def same(left: object, right: object) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-9 * max(1.0, abs(left))
    return left == right


def both(office: Calc, macro: str, book: Path, change: Callable[[Path], object]) -> dict[str, Any]:
    """Run the macro in Calc on the book, the command on a copy that Calc then calculates."""
    folder = office.folder
    mine, theirs = folder / "mine.xlsx", folder / "theirs.xlsx"
    found = office.ask(file=str(book), jobs=[{"macro": macro}], save=[[str(mine), _XLSX]])
    changed = folder / "changed.xlsx"
    shutil.copy(book if book.suffix == ".xlsx" else book.with_suffix(".xlsx"), changed)
    change(changed)
    office.ask(file=str(changed), save=[[str(theirs), _XLSX]])
    (cells, left), (wanted, right) = held(mine), held(theirs)
    assert differences(cells, wanted) == []
    if book.suffix == ".ods":  # which is built with two rows where one would do
        left.pop("computations"), right.pop("computations")
    assert left == right
    outcome: dict[str, Any] = found["jobs"][0]
    return outcome


@pytest.fixture(scope="module")
def gala(office: Calc) -> dict[str, Path]:
    """A small event that nobody has scheduled, with an error in it, by form of its file."""
    book = office.folder / "gala.xlsx"
    event = Event({"event_name": "Gala", "planning_start": "2027-03-01"}, PLAN)
    for path in (book, book.with_suffix(".ods")):
        event.build(path, language="zh-TW", even_with_errors=True)
    to_opendocument(book, office.folder / "saved.ods", converter())  # as LibreOffice saves it
    return {path.suffix: path for path in (book, book.with_suffix(".ods"))}


def test_a_macro_writes_what_the_command_writes(office: Calc, gala: dict[str, Path]) -> None:
    change = schedule_event().change
    outcome = both(
        office, "schedule", gala[".ods"], lambda path: update_book(path, "schedule", change)
    )
    assert outcome["done"] is True


@pytest.mark.parametrize("form", [".xlsx", ".ods"])
def test_validating_grows_the_findings(office: Calc, form: str, gala: dict[str, Path]) -> None:
    outcome = both(office, "validate", gala[form], write_validation)
    assert outcome["done"] is True
    assert outcome["findings"]


def test_a_table_that_cannot_grow_is_told_and_nothing_changed(
    office: Calc, gala: dict[str, Path]
) -> None:
    before, after = office.folder / "before.xlsx", office.folder / "after.xlsx"
    saved = str(gala[".ods"].with_name("saved.ods"))
    office.ask(file=saved, save=[[str(before), _XLSX]])
    found = office.ask(file=saved, jobs=[{"macro": "schedule"}], save=[[str(after), _XLSX]])
    (outcome,) = found["jobs"]
    assert outcome["done"] is False
    assert "computations" in outcome["lines"][0]
    (cells, areas), (kept, kept_areas) = held(after), held(before)
    assert differences(cells, kept) == []
    assert areas == kept_areas


def test_macros_of_the_demo(office: Calc) -> None:
    book = Path(shutil.copy(ROOT / "workbooks/demo.xlsx", office.folder / "demo.xlsx"))
    kept = office.folder / "kept"
    kept.mkdir()
    names = ["export", "closing_report", "roll_up", "refresh_dashboard", "reconcile", "simulate"]
    jobs = [{"macro": name, "save": str(kept)} for name in names]
    found = dict(zip(names, office.ask(file=str(book), jobs=jobs)["jobs"], strict=True))
    assert found["roll_up"]["done"] is True
    assert found["refresh_dashboard"]["done"] is True
    assert found["reconcile"]["done"] is True
    assert found["export"]["done"] is True
    saved, there = Event.load(kept / "demo.json"), Event.read(book)
    for table in ("tasks", "expenses", "sponsors"):
        assert len(saved.tables[table]) == len(there.tables[table]) > 0
    assert found["closing_report"]["done"] is True
    made = (kept / "demo-closing-report.html").read_text("utf-8")
    assert made == by_command(book)
    if not found["simulate"]["done"]:
        assert "numpy" in found["simulate"]["lines"][0]


def test_a_foreign_workbook_and_none_are_told(office: Calc) -> None:
    found = office.ask(cells={"S": [["桌次", "姓名"]]}, jobs=[{"macro": "schedule"}])
    (outcome,) = found["jobs"]
    assert outcome["done"] is False
    assert len(outcome["lines"]) == 1
