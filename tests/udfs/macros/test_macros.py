"""Macros on xlwings' remote engine: what the actions make of a workbook is what the commands do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.declaration import GivenFile
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.macros.running import run
from xlevent_udfs.macros.session import Session

from tests.udfs.macros import excel
from tests.udfs.macros.contents import Contents
from xlevent.app.event import Event
from xlevent.app.money.reconciled import reconcile_event
from xlevent.app.planning.writing import level_event, schedule_event, simulate_event
from xlevent.app.updating.change import Change
from xlevent.app.updating.update import update_book
from xlevent.app.validating.writing import write_validation
from xlevent.domain.language import Text

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
COMMANDS: dict[str, Callable[[], Callable[[Event], Change]]] = {
    "schedule": lambda: schedule_event().change,
    "level": lambda: level_event("heuristic", 0, 10.0).change,
    "simulate": lambda: simulate_event(10_000, 1, "pert", 0.0).change,
    "reconcile": lambda: reconcile_event().change,
}


@pytest.fixture(scope="module")
def contents(demo: Path) -> Contents:
    """What the demo holds before any macro."""
    return Contents.read(demo)


def ran(name: str, path: Path, target: Path, **more: Any) -> Outcome:
    """Run a macro on a file as if it were open in Excel; `target` is what Excel then holds."""
    book = excel.open_book(excel.payload(path))
    outcome = run(name, book, **more)
    excel.apply(path, excel.actions(book), target)
    return outcome


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_macro_writes_what_the_command_writes(
    name: str, demo: Path, demo_payload: dict[str, Any], contents: Contents, tmp_path: Path
) -> None:
    theirs = Path(shutil.copy(demo, tmp_path / "theirs.xlsx"))
    updated = update_book(theirs, name, COMMANDS[name]())
    book = excel.open_book(demo_payload)
    outcome = run(name, book)
    assert outcome.done
    assert contents.after(excel.actions(book)).told() == Contents.read(theirs).told()
    told = outcome.lines[-1].en
    assert told.startswith(str(updated.cells) if updated.cells else "The workbook holds")


@pytest.mark.slow
def test_the_actions_make_the_same_of_a_file(
    demo: Path, demo_payload: dict[str, Any], contents: Contents, tmp_path: Path
) -> None:
    book = excel.open_book(demo_payload)
    run("reconcile", book)
    todo = excel.actions(book)
    assert {"setValues", "resizeTable"} <= {action["func"] for action in todo}
    written = Contents.read(excel.apply(demo, todo, tmp_path / "mine.xlsx"))
    assert contents.after(todo).told() == written.told() != contents.told()


@pytest.mark.slow
def test_validating_fills_the_findings_sheet_with_links(
    demo: Path, demo_payload: dict[str, Any], contents: Contents, tmp_path: Path
) -> None:
    theirs = Path(shutil.copy(demo, tmp_path / "theirs.xlsx"))
    found = write_validation(theirs)
    book = excel.open_book(demo_payload)
    outcome = run("validate", book)
    assert [f.code for f in outcome.findings] == [f.code for f in found.findings]
    assert [f.place.cell for f in outcome.findings] == [f.place.cell for f in found.findings]
    cells, areas = contents.after(excel.actions(book)).told()
    assert (cells, areas) == Contents.read(theirs).told()
    links = [str(v) for v in cells.values() if str(v).startswith("=HYPERLINK(")]
    assert len(links) >= len(found.findings)


def test_the_event_in_excel_is_the_event_in_the_file(
    demo: Path, demo_payload: dict[str, Any]
) -> None:
    session = Session(excel.open_book(demo_payload), lambda _: None)
    assert session.event == Event.read(demo)
    assert session.language == "zh-TW"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_schedule_of_a_small_event(books: dict[str, Path], language: str, tmp_path: Path) -> None:
    outcome = ran("schedule", books[language], tmp_path / "after.xlsx")
    assert outcome.done
    assert outcome.language == language
    after = Event.read(tmp_path / "after.xlsx")
    assert [str(row["early_start"])[:10] for row in after.tables["tasks"]] == [
        "2027-03-01", "2027-03-04", "2027-03-05",
    ]  # fmt: skip
    assert "T-1" in str(after.tables["tasks"][1]["driver"])
    assert (
        outcome.lines[0]
        .show(outcome.language)
        .startswith("3 項工作" if language == "zh-TW" else "3 tasks")
    )
    again = ran("schedule", tmp_path / "after.xlsx", tmp_path / "again.xlsx")
    assert again.lines[-1].en == "The workbook holds these results already."


@pytest.mark.slow
def test_a_second_run_asks_for_nothing(gala: Path, tmp_path: Path) -> None:
    ran("schedule", gala, tmp_path / "once.xlsx")
    book = excel.open_book(excel.payload(tmp_path / "once.xlsx"))
    run("schedule", book)
    assert excel.actions(book) == []


def test_writes_are_few_and_leave_selection_and_looks_alone(demo_payload: dict[str, Any]) -> None:
    book = excel.open_book(demo_payload)
    run("reconcile", book)
    asked = excel.actions(book)
    assert {action["func"] for action in asked} <= {"setValues", "setFormula", "resizeTable"}
    written = sum(a["row_count"] * a["column_count"] for a in asked if a["func"] == "setValues")
    assert written > 200
    assert len(asked) < 15


def test_people_see_the_steps(gala: Path) -> None:
    steps: list[Text] = []
    run("schedule", excel.open_book(excel.payload(gala)), progress=steps.append)
    assert [step.en.split()[0] for step in steps] == ["Reading", "Computing", "Writing"]


@pytest.mark.slow
def test_refreshing_computes_what_is_stale(gala: Path, tmp_path: Path) -> None:
    ran("schedule", gala, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = next(s for s in book if "tasks" in s.tables)
    (duration,) = [c for row in sheet.iter_rows() for c in row if c.value == "Duration"]
    assert sheet.cell(duration.row + 1, duration.column).value == 3
    sheet.cell(duration.row + 1, duration.column).value = 8
    book.save(tmp_path / "b.xlsx")
    outcome = ran("refresh_dashboard", tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    assert "Schedule" in outcome.lines[0].en
    dates = [
        str(row["early_start"])[:10] for row in Event.read(tmp_path / "c.xlsx").tables["tasks"]
    ]
    assert dates == ["2027-03-01", "2027-03-11", "2027-03-12"]
    quiet = excel.open_book(excel.payload(tmp_path / "c.xlsx"))
    assert run("refresh_dashboard", quiet).lines[0].en == "All results are up to date."


@pytest.mark.slow
def test_a_statement_in_a_file_is_taken_in(gala: Path, tmp_path: Path) -> None:
    text = "Date,Description,Withdrawal,Deposit,Balance\n2027-03-02,Printer,1200,,8800\n"
    file = GivenFile("march.csv", text.encode())
    outcome = ran("reconcile", gala, tmp_path / "after.xlsx", file=file)
    assert outcome.done, outcome.lines
    assert outcome.lines[0].en == "1 bank lines added."
    (line,) = Event.read(tmp_path / "after.xlsx").tables["bank_lines"]
    assert line["amount"] == -1200


@pytest.mark.slow
def test_a_statement_on_a_sheet_is_taken_in(gala: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(gala)
    sheet = book.create_sheet("March")
    for row in (["Date", "Description", "Withdrawal", "Deposit", "Balance"],
                ["2027-03-02", "Printer", 1200, None, 8800]):  # fmt: skip
        sheet.append(row)
    book.save(gala)
    opened = excel.open_book(excel.payload(gala, active="March"))
    outcome = run("reconcile", opened)
    assert outcome.done, outcome.lines
    excel.apply(gala, excel.actions(opened), tmp_path / "after.xlsx")
    (line,) = Event.read(tmp_path / "after.xlsx").tables["bank_lines"]
    assert line["amount"] == -1200


@pytest.mark.slow
def test_the_roll_up_has_a_sheet_of_its_own(demo: Path, tmp_path: Path) -> None:
    outcome = ran("roll_up", demo, tmp_path / "after.xlsx")
    assert outcome.done
    book = openpyxl.load_workbook(tmp_path / "after.xlsx")
    sheet = book["贊助供應彙總"]
    values = {str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None}
    assert {"贊助商", "供應商", "平衡檢核"} <= values
    values_of = [c.value for row in sheet.iter_rows() for c in row]
    assert 2_100_000 in values_of  # as the demo's sponsors paid: docs/sponsors.md
    assert book.active is not None
    assert book.active.title != sheet.title  # people stay where they are
    again = ran("roll_up", tmp_path / "after.xlsx", tmp_path / "again.xlsx")
    assert again.done
    assert openpyxl.load_workbook(tmp_path / "again.xlsx").sheetnames == book.sheetnames


def test_the_plan_is_exported(demo: Path, demo_payload: dict[str, Any], tmp_path: Path) -> None:
    outcome = run("export", excel.open_book(demo_payload))
    assert outcome.download is not None
    path = tmp_path / outcome.download.name
    path.write_bytes(outcome.download.content)
    assert Event.load(path) == Event.read(demo)


def test_macros_have_texts_for_buttons() -> None:
    assert list(MACROS) == [
        "validate", "schedule", "level", "simulate", "reconcile", "roll_up", "refresh_dashboard",
        "closing_report", "export",
    ]  # fmt: skip
    for macro in MACROS.values():
        assert 0 < len(macro.title.zh) <= 8
        assert 0 < len(macro.title.en) <= 20
        assert macro.help.zh.endswith("。")
        assert macro.help.en.endswith(".")
    assert [name for name, macro in MACROS.items() if macro.file is not None] == ["reconcile"]


def test_the_counts_of_a_validation_are_those_of_its_findings(
    demo_payload: dict[str, Any],
) -> None:
    outcome = run("validate", excel.open_book(demo_payload))
    counts = [
        sum(f.severity == severity for f in outcome.findings)
        for severity in ("error", "warning", "notice")
    ]
    said = outcome.lines[0].en.partition(": ")[2]
    assert [int(part.split()[0]) for part in said.split(", ")] == counts
    assert sum(counts) == len(outcome.findings) > counts[0]
