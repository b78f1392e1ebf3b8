"""Workbooks and files that macros must refuse with one clear sentence, changing nothing."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.cell_contents import content
from xlevent_udfs.macros.declaration import GivenFile
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.macros.running import run

from tests.udfs.macros import excel
from tests.udfs.macros.desk import DeskBook
from xlevent.workbook.names import METADATA_SHEET

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture(scope="module")
def original(books: dict[str, Path]) -> dict[str, Any]:
    """The small event in Excel, not yet scheduled."""
    return excel.payload(books["en"])


@pytest.fixture
def data(original: dict[str, Any]) -> dict[str, Any]:
    """A copy of it to spoil."""
    return copy.deepcopy(original)


def sheet_with(data: dict[str, Any], table: str) -> dict[str, Any]:
    """The sheet of a table."""
    sheet: dict[str, Any] = next(
        s for s in data["sheets"] for t in s["tables"] if t["name"] == table
    )
    return sheet


def table(data: dict[str, Any], name: str) -> dict[str, Any]:
    """A table."""
    found: dict[str, Any] = next(
        t for s in data["sheets"] for t in s["tables"] if t["name"] == name
    )
    return found


def refused(name: str, data: dict[str, Any], **more: Any) -> Outcome:
    """The outcome of a macro that must have asked Excel for nothing."""
    book = excel.open_book(data)
    outcome = run(name, book, **more)
    assert not outcome.done
    assert excel.actions(book) == []
    (line,) = outcome.lines
    for text in line:
        assert text
        assert "\n" not in text
        assert "Traceback" not in text
    return outcome


FOREIGN = {
    "client": "Office.js", "version": "dev",
    "book": {"name": "Book1.xlsx", "active_sheet_index": 0, "selection": "A1"},
    "names": [],
    "sheets": [{"name": "Sheet1", "visibility": "Visible", "values": [["a", 1], ["b", 2]],
                "tables": [], "pictures": [], "shapes": [], "charts": []}],
}  # fmt: skip


@pytest.mark.parametrize("name", MACROS)
def test_a_workbook_that_is_none_of_ours(name: str) -> None:
    (line,) = refused(name, FOREIGN).lines
    assert "Book1.xlsx is no workbook of xlevent" in line.en
    assert "Book1.xlsx 不是 xlevent 的活頁簿" in line.zh


@pytest.mark.parametrize("name", MACROS)
def test_a_workbook_of_a_later_template(name: str, data: dict[str, Any]) -> None:
    facts = next(s for s in data["sheets"] if s["name"] == METADATA_SHEET)["values"]
    next(row for row in facts if row[0] == "template")[1] = "99"
    (line,) = refused(name, data).lines
    assert "template 99" in line.en
    assert "Update xlevent" in line.en
    assert "範本第 99 版" in line.zh


def test_a_deleted_table_is_named(data: dict[str, Any]) -> None:
    sheet = sheet_with(data, "findings")
    sheet["tables"] = [t for t in sheet["tables"] if t["name"] != "findings"]
    row = range_row(sheet, "Code")
    sheet["values"][row - 1] = [""] * len(sheet["values"][row - 1])
    (line,) = refused("validate", data).lines
    assert "Findings" in line.en
    assert "xlevent upgrade" in line.en


def range_row(sheet: dict[str, Any], text: str) -> int:
    """The first row that holds a text."""
    return next(n for n, row in enumerate(sheet["values"], 1) if text in row)


def test_a_renamed_table_is_found_by_its_headers(data: dict[str, Any]) -> None:
    table(data, "tasks")["name"] = "MyTasks"
    book = excel.open_book(data)
    outcome = run("schedule", book)
    assert outcome.done, outcome.lines
    assert outcome.lines[0].en.startswith("3 tasks")
    assert excel.actions(book)


def test_something_below_a_table_that_must_grow(data: dict[str, Any]) -> None:
    demand = table(data, "bank_lines")
    sheet = sheet_with(data, "bank_lines")
    corner = demand["range_address"].split(":")[1]
    bottom = int(re.sub(r"\D", "", corner))
    left = demand["range_address"].split(":")[0]
    column = excel.range_boundaries(left)[0]
    while len(sheet["values"]) < bottom + 3:
        sheet["values"].append([""] * len(sheet["values"][0]))
    sheet["values"][bottom + 1][column - 1] = "Notes of Ann"
    lines = "".join(f"2027-03-{d % 28 + 1:02},P{d},{d},,\n" for d in range(1, 200))
    file = GivenFile("m.csv", f"Date,Description,Withdrawal,Deposit,Balance\n{lines}".encode())
    (line,) = refused("reconcile", data, file=file).lines
    assert "'Notes of Ann' stands at '" in line.en
    assert "「Notes of Ann」" in line.zh


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"hello\nworld\n", "no header"),
        (b"\xd0\xcf\x11\xe0broken", ""),
        (b"PK\x03\x04broken", ""),
    ],
)
def test_a_file_that_is_no_statement(data: dict[str, Any], content: bytes, said: str) -> None:
    (line,) = refused("reconcile", data, file=GivenFile("../may.csv", content)).lines
    assert said in line.en
    assert "may.csv" in line.en


def test_an_empty_sheet_is_no_statement(data: dict[str, Any]) -> None:
    data["sheets"].append({**FOREIGN["sheets"][0], "name": "May", "values": [[""]]})  # type: ignore[index]
    data["book"]["active_sheet_index"] = len(data["sheets"]) - 1
    (line,) = refused("reconcile", data).lines
    assert "'May' is empty" in line.en


def test_no_selection_is_no_problem(data: dict[str, Any]) -> None:
    data["book"]["selection"] = None
    book = excel.open_book(data)
    assert run("schedule", book).done


def test_a_sheet_of_the_same_name_is_not_overwritten(data: dict[str, Any]) -> None:
    data["sheets"].append({**FOREIGN["sheets"][0], "name": "Roll-up"})  # type: ignore[index]
    (line,) = refused("roll_up", data).lines
    assert "'Roll-up' that xlevent did not make" in line.en


def test_a_hundred_thousand_rows_beside_our_tables_do_no_harm(data: dict[str, Any]) -> None:
    rows = [["x", number] for number in range(100_000)]
    data["sheets"].append({**FOREIGN["sheets"][0], "name": "Raw", "values": rows})  # type: ignore[index]
    assert run("schedule", excel.open_book(data)).done


def test_too_many_cells_are_told_with_the_limit(
    data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLEVENT_LIMITS", "cells=10")
    (line,) = refused("schedule", data).lines
    assert "XLEVENT_LIMITS=cells=" in line.en


def test_a_package_that_is_missing_is_named(
    data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    (line,) = refused("simulate", data).lines
    assert "numpy" in line.en
    assert "'Simulate'" in line.en


@pytest.mark.parametrize("patience", range(4))
def test_a_protected_sheet_leaves_everything_as_it_was(
    original: dict[str, Any], patience: int
) -> None:
    book = DeskBook(original)
    sheet = book.sheets[sheet_with(original, "tasks")["name"]]
    sheet.formulas[1, 1] = "=1+1"  # something of a person
    before = book.held()
    sheet.patience = patience
    outcome = run("level", book)
    assert not outcome.done
    assert book.held() == before
    (line,) = outcome.lines
    assert f"refused to write to the sheet {sheet.name!r}" in line.en
    assert "受保護的工作表" in line.zh


def test_writes_on_a_desk_are_those_of_the_remote_engine(original: dict[str, Any]) -> None:
    book = DeskBook(original)
    assert run("schedule", book).done
    remote = excel.open_book(original)
    run("schedule", remote)
    held = {
        sheet.name: {at: content(value) for at, value in sheet.cells.items()}
        for sheet in book.sheets
    }
    names = [sheet["name"] for sheet in original["sheets"]]
    log = sheet_with(original, "write_log")["name"]
    for action in excel.actions(remote):
        if action["func"] != "setValues" or names[action["sheet_position"]] == log:
            continue
        cells = held[names[action["sheet_position"]]]
        for down, row in enumerate(action["values"], action["start_row"] + 1):
            for along, value in enumerate(row, action["start_column"] + 1):
                text = value.removeprefix("'") if isinstance(value, str) else value
                assert cells.get((down, along)) == content(text)


def test_of_two_open_workbooks_only_the_given_one_changes(original: dict[str, Any]) -> None:
    mine = excel.open_book(original)
    other = excel.open_book({**original, "book": {**original["book"], "name": "other.xlsx"}})
    assert run("schedule", mine).done
    assert excel.actions(mine)
    assert excel.actions(other) == []
