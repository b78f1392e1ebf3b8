"""The planning commands as a planner types them, on a plan and on a workbook."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.event import Event
from xlevent.sheets.kernel.stale import COMPUTATIONS

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

PLAN = """\
settings:
  event_name: Gala
  client_name: C
  organiser_name: O
  planning_start: 2027-03-01
  event_start: 2027-04-10
  event_end: 2027-04-10
  data_date: 2027-03-05
people:
  - {name: Ann, role: Producer}
tasks:
  - {id: T-001, wbs: 1, name: Prepare, kind: summary}
  - {id: T-002, wbs: 1.1, name: Hall, kind: task, duration: 3, owner: Ann, planned_cost: 900,
     optimistic: 2, likely: 3, pessimistic: 6}
  - {id: T-003, wbs: 1.2, name: Stage, kind: task, duration: 5, planned_cost: 500,
     predecessors: T-002}
  - {id: T-004, wbs: 1.3, name: Print, kind: task, duration: 2, planned_cost: 100,
     predecessors: T-002}
  - {id: T-005, wbs: 2, name: Doors, kind: milestone, duration: 0, predecessors: T-003; T-004,
     deadline: 2027-03-11}
task_progress:
  - {task: T-002, actual_start: 2027-03-01, percent: 0.5}
resources:
  - {id: R-001, name: Crew, kind: person, capacity: 1, unit_cost: 0}
assignments:
  - {id: AS-001, resource: R-001, task: T-003, quantity: 1}
  - {id: AS-002, resource: R-001, task: T-004, quantity: 1}
earned_value:
  - {id: EV-01, period_end: 2027-03-05}
  - {id: EV-02, period_end: 2027-03-12}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    (tmp_path / "gala.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planning")
    (folder / "gala.yaml").write_text(PLAN, encoding="utf-8")
    Event.load(folder / "gala.yaml").build(folder / "gala.xlsx", language="en")
    return folder / "gala.xlsx"


@pytest.fixture
def book(built: Path, here: Path) -> Path:
    return Path(shutil.copy(built, here / "gala.xlsx"))


def run(*arguments: object, code: int = 0) -> Any:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    assert done.exit_code == code, done.output
    return done


def tasks(path: Path | str) -> dict[str, dict[str, Any]]:
    return {str(row["id"]): dict(row) for row in Event.load(path).tables["tasks"]}


def test_a_plan_is_scheduled_in_place_and_keeps_the_rest() -> None:
    text = run("schedule", "gala.yaml").output
    assert "5 tasks" in text
    found = tasks("gala.yaml")
    assert found["T-003"]["early_start"] == datetime(2027, 3, 9, 14)
    assert found["T-003"]["driver"] == "T-002"
    assert found["T-005"]["critical"] == "yes"
    assert "deadline" in found["T-005"]["explanation"]
    assert "期限" in found["T-005"]["explanation"]
    event = Event.load("gala.yaml")
    days = [(row["date"], row["demand"]) for row in event.tables["resource_demand"]]
    assert (date(2027, 3, 9), 2) in days
    assert event.tables["assignments"][1]["over_days"] == 3
    assert "people:\n  - {name: Ann, role: Producer}" in Path("gala.yaml").read_text("utf-8")


def test_workbook_and_plan_get_the_same(book: Path) -> None:
    for command in ("schedule", "simulate", "evm"):
        run(command, book, "--runs", 200) if command == "simulate" else run(command, book)
        run(command, "gala.yaml", "--runs", 200) if command == "simulate" else run(
            command, "gala.yaml"
        )
    plan, filled = Event.load("gala.yaml"), Event.read(book)
    for row in (*plan.tables["tasks"], *filled.tables["tasks"]):
        row.pop("explanation")  # the workbook is in English
    for table in ("tasks", "task_progress", "resource_demand", "schedule_risk", "finish_curve",
                  "earned_value", "resources", "assignments"):  # fmt: skip
        assert filled.tables[table] == plan.tables[table], table


def test_what_was_computed_is_current_until_an_input_changes(book: Path) -> None:
    for command in ("schedule", "level", "simulate", "evm"):
        run(command, book)
    # Levelling moved tasks, so what was computed from the old dates is computed again with it.
    assert Event.read(book).tables[COMPUTATIONS] == []
    assert "XL180" not in {finding.code for finding in Event.read(book).check()}
    run("baseline", "set", book)
    stale = {row["block"] for row in Event.read(book).tables[COMPUTATIONS]}
    assert stale == {"earned_value"}
    assert "xlevent evm" in run("check", book).output.replace("\n", " ")


def test_dry_run_and_copies_leave_the_file_alone(book: Path) -> None:
    before = book.read_bytes()
    run("schedule", book, "--dry-run")
    run("schedule", book, "-o", "copy.xlsx")
    assert book.read_bytes() == before
    assert tasks("copy.xlsx")["T-005"]["critical"] == "yes"
    run("schedule", book, "-o", "copy.xlsx", code=2)
    run("schedule", book, "-o", "copy.xlsx", "--force")


def test_json_for_scripts() -> None:
    found = json.loads(run("schedule", "gala.yaml", "--json", "--dry-run").stdout)
    assert [task["id"] for task in found["tasks"]] == ["T-002", "T-003", "T-004", "T-005", "T-001"]
    assert found["paths"][0]["tasks"][-1] == "T-005"
    assert found["paths"][0]["float_minutes"] < 0
    risk = json.loads(run("simulate", "gala.yaml", "--json", "--dry-run", "--runs", 50).stdout)
    assert risk["percentiles"]["P10"] <= risk["percentiles"]["P90"]
    assert risk["curve"][-1]["share"] == 1
    earned = json.loads(run("evm", "gala.yaml", "--json", "--dry-run").stdout)
    assert earned["bac"] == "1500"
    assert [p["pv"] for p in earned["periods"]] == ["0", "0"]  # no baseline yet
    assert earned["periods"][1]["ev"] is None
    level = json.loads(run("level", "gala.yaml", "--json", "--dry-run").stdout)
    assert {move["task"] for move in level["moves"]} == {"T-004", "T-005"}


def test_explain_names_the_driver_and_unknown_tasks() -> None:
    text = run("explain", "gala.yaml", "t-003").output
    assert "T-002" in text
    assert "critical" in text
    sentences = json.loads(run("explain", "gala.yaml", "T-005", "--json").stdout)["sentences"]
    assert len(sentences["zh-TW"]) == len(sentences["en"]) > 3
    assert "misses its deadline" in " ".join(sentences["en"])
    wrong = run("explain", "gala.yaml", "T-0003", code=2)
    assert wrong.exit_code == 2


def test_levelling_moves_what_has_float_and_can_be_taken_back(book: Path) -> None:
    run("schedule", book)
    before = tasks(book)
    text = run("level", book).output
    assert "1 tasks delayed" in text
    after = tasks(book)
    assert after["T-004"]["delay"] > 0
    assert after["T-004"]["early_start"] >= after["T-003"]["early_finish"]
    assert not any(row.get("over_days") for row in Event.read(book).tables["assignments"])
    run("level", book, "--clear")
    assert tasks(book) == before


def test_a_plan_back_from_the_event_is_levelled_to_earlier_times() -> None:
    plan = PLAN.replace("  data_date: 2027-03-05\n", "  schedule_from: event\n")
    plan = plan[: plan.index("task_progress:")] + plan[plan.index("resources:") :]
    Path("gala.yaml").write_text(plan.replace("     deadline: 2027-03-11}", "     }"), "utf-8")
    run("schedule", "gala.yaml")
    before = tasks("gala.yaml")
    dry = json.loads(run("level", "gala.yaml", "--json", "--dry-run").stdout)
    assert (dry["cost_days"], dry["start_after"] < dry["start_before"]) == (2, True)
    text = run("level", "gala.yaml").output
    assert "1 tasks done earlier; the start goes from" in text
    after = tasks("gala.yaml")
    (moved,) = (name for name, row in after.items() if row.get("delay"))
    assert after[moved]["delay"] < 0
    assert not any(row.get("over_days") for row in Event.load("gala.yaml").tables["assignments"])
    run("level", "gala.yaml")  # nothing is left to do
    assert tasks("gala.yaml") == after
    run("level", "gala.yaml", "--clear")
    assert tasks("gala.yaml") == before


def test_a_baseline_is_a_promise(book: Path) -> None:
    assert "Baseline of 5 tasks" in run("baseline", "set", book).output
    first = tasks(book)["T-005"]["baseline_finish"]
    run("baseline", "set", book, code=2)
    run("baseline", "set", book, "--force")
    assert tasks(book)["T-005"]["baseline_finish"] == first
    event = Event.read(book)
    assert event.tables["task_progress"][0]["deviation"] == Decimal(0)
    run("evm", book)
    earned = Event.read(book).tables["earned_value"]
    # By the 12th: the hall, the print, and four of the six days of the stage.
    assert earned[1]["pv"] == 900 + 100 + 333


def test_holidays_are_added_once() -> None:
    assert "days added" in run("calendar", "gala.yaml", "--years", "2026").output
    rows = Event.load("gala.yaml").tables["holidays"]
    assert date(2026, 10, 9) in [row["date"] for row in rows]
    assert len({row["id"] for row in rows}) == len(rows)
    assert "0 days added" in run("calendar", "gala.yaml", "--years", "2026").output
    run("calendar", "gala.yaml", "--years", "soon", code=2)
    run("calendar", "gala.yaml", "--years", "2030-2020", code=2)
    run("calendar", "gala.yaml", "--country", "XX", "--years", "2026", code=1)


def test_bad_rows_are_listed_with_their_place_and_exit_code_1(book: Path) -> None:
    text = PLAN.replace("predecessors: T-002}", "predecessors: T-009}", 1)
    Path("gala.yaml").write_text(text, encoding="utf-8")
    done = run("schedule", "gala.yaml", code=1)
    assert "gala.yaml:16" in done.output
    assert "XL302" in done.output
    assert "early_start" not in tasks("gala.yaml")["T-003"]
    assert "early_start" in tasks("gala.yaml")["T-004"]


def test_the_log_lists_the_commands(book: Path) -> None:
    assert "Nothing was written yet." in run("log", book).output
    run("schedule", book)
    run("check", book, "--write")
    entries = json.loads(run("log", book, "--json").stdout)
    assert [entry["command"] for entry in entries] == ["schedule", "check"]
    run("log", "gala.yaml", code=3)
