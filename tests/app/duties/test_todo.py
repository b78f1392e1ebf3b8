"""What is due and what is missing: from the declarations, by person, in every format."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.duties.todo import Todo, todo
from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.sheets.duties import FINISHED, duty_tables
from xlevent.sheets.registry import registry

PLAN = """\
settings: {event_name: Gala, client_name: C, organiser_name: O, project_manager: Ann,
  event_start: 2027-04-10, event_end: 2027-04-10, data_date: 2027-03-05}
people: [{name: Ann, role: Producer}, {name: Bob, role: Stage}]
deliverables: [{code: O1.1.1, owner: Bob, due: 2027-03-01}]
tasks:
  - {id: T-1, wbs: 1, name: All, kind: summary}
  - {id: T-2, wbs: 1.1, name: Hall, kind: task, duration: 3, owner: Ann, deadline: 2027-03-04}
  - {id: T-3, wbs: 1.2, name: Stage, kind: task, duration: 3, owner: Bob, deadline: 2027-03-19}
  - {id: T-4, wbs: 1.3, name: Done, kind: task, duration: 3, owner: Bob, deadline: 2027-03-01}
  - {id: T-5, wbs: 1.4, name: Later, kind: task, duration: 3, deadline: 2027-03-20}
task_progress: [{task: T-4, actual_start: 2027-02-20, actual_finish: 2027-02-25}]
permits: [{id: PM-1, subject: Fire, authority: City, due: 2027-03-05, owner: Bob, state: applied}]
problems: [{id: PB-1, opened: 2027-03-01, problem: Leak, owner: Bob, state: done, due: 2027-03-02},
           {id: PB-2, opened: 2027-03-01, problem: Noise, owner: Ann, state: open}]
contracts: [{id: CT-1, title: Hall, supplier: SUP-1, owner: Ann, state: signed}]
suppliers: [{id: SUP-1, name: Hall Ltd}]
order_lines: [{id: OL-1, contract: CT-1, item: Rent, due: 2027-03-03, state: ordered},
              {id: OL-2, contract: CT-1, item: Chairs, due: 2027-03-03, state: closed}]
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "160")
    (tmp_path / "gala.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def demo() -> Event:
    with sample("demo") as path:
        return Event.load(path)


def run(*arguments: object, code: int = 0) -> Any:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    assert done.exit_code == code, f"{done.output}\n{done.exception!r}"
    return done


def standing(found: Todo) -> dict[str, str]:
    return {
        duty.id: duty.standing
        for duty in found.duties
        if duty.table not in ("deliverables", "report_sections", "plan_parts")
    }


def test_what_is_due_follows_dates_and_states() -> None:
    found = todo(Event.load("gala.yaml"))
    assert (found.as_of, found.until) == (date(2027, 3, 5), date(2027, 3, 19))
    assert standing(found) == {
        "T-2": "overdue", "T-3": "soon", "PM-1": "soon", "PB-2": "undated", "OL-1": "overdue",
    }  # fmt: skip
    assert [d.standing for d in found.duties if d.id == "O1.1.1"] == ["overdue"]
    dates = [duty.due or date.max for duty in found.duties]
    assert dates == sorted(dates)


def test_until_moves_the_horizon() -> None:
    event = Event.load("gala.yaml")
    assert standing(todo(event, date(2027, 3, 20)))["T-5"] == "soon"
    near = standing(todo(event, date(2027, 3, 5)))
    assert "T-3" not in near
    assert near["T-2"] == "overdue"


def test_each_row_has_its_person_and_links_lead_to_one() -> None:
    found = todo(Event.load("gala.yaml"))
    owners = {duty.id: duty.owners for duty in found.duties}
    assert owners["OL-1"] == ("Ann",)  # of its contract
    assert owners["O1.1.1"] == ("Bob",)
    assert "" in found.people()
    assert found.people()[-1] == ""
    for person in found.people():
        assert all(person in (duty.owners or ("",)) for duty in found.of(person).duties)
    assert sum(len(found.of(p).duties) for p in found.people()) == len(found.duties)


def test_required_cells_and_findings_have_a_person_too() -> None:
    text = PLAN.replace("deadline: 2027-03-19", "deadline: soon").replace("item: Rent, ", "")
    Path("gala.yaml").write_text(text, encoding="utf-8")
    found = todo(Event.load("gala.yaml"))
    places = {(name, f.table, f.column) for name, f in (*found.missing, *found.findings)}
    assert ("Bob", "tasks", "deadline") in places
    assert any(table == "order_lines" and column == "item" for _, table, column in places)
    assert all(f.code == "XL110" for _, f in found.missing)
    mine = todo(Event.load("gala.yaml"), person="Bob")
    assert {name for name, _ in (*mine.missing, *mine.findings)} == {"Bob"}


def test_every_table_that_decides_what_is_overdue_is_asked(demo: Event) -> None:
    """What the sheets call overdue is what the list calls overdue."""
    evaluated = Evaluated(demo, "zh-TW")
    found = {(d.table, d.id) for d in todo(demo).duties if d.standing == "overdue"}
    deciding = 0
    for key, declared in duty_tables(registry()).items():
        if declared.decided is None:
            continue
        deciding += 1
        for row in evaluated.rows(key):
            late = row.get(declared.decided) == "overdue"
            assert ((key, row[declared.table.key_column.key]) in found) == late
    assert deciding > 15


def test_the_declarations_hold_work() -> None:
    found = duty_tables(registry())
    assert {"tasks", "checks", "expenses", "order_lines", "market_actions", "lessons"} <= set(found)
    assert "run_of_show" not in found
    assert "bank_lines" not in found
    for declared in found.values():
        assert declared.due or declared.owner
        assert declared.decided or declared.states or declared.done_on
    for name, values in FINISHED.items():
        assert values <= {option.key for option in registry().lists[name].options}, name


def test_a_person_and_all_formats(here: Path) -> None:
    text = run("todo", "gala.yaml", "--person", "Bob").output
    assert "Stage" in text
    assert "Hall" not in text
    assert run("todo", "gala.yaml", "--person", "Bop", code=2).exit_code == 2
    assert "2026-12-31" in run("todo", "gala.yaml", "--until", "soon", code=2).output
    data = json.loads(run("todo", "gala.yaml", "--json").stdout)
    assert {duty["id"] for duty in data["duties"]} >= {"T-2", "PB-2"}
    run("todo", "gala.yaml", "--format", "ics", "-o", "todo.ics", "--person", "Ann")
    calendar = (here / "todo.ics").read_text("utf-8")
    assert calendar.count("BEGIN:VEVENT") == 2
    assert "20270304" in calendar
    run("todo", "gala.yaml", "--format", "ics", code=2)
    assert "T-2" in run("todo", "gala.yaml", "--format", "csv").stdout
    run("todo", "gala.yaml", "-o", "todo.txt")
    assert "Overdue" in (here / "todo.txt").read_text("utf-8")


def test_an_event_without_anything() -> None:
    Path("empty.yaml").write_text("settings: {event_name: E}\n", encoding="utf-8")
    data = json.loads(run("todo", "empty.yaml", "--json").stdout)
    assert {duty["table"] for duty in data["duties"]} <= {
        "deliverables", "report_sections", "plan_parts",
    }  # fmt: skip
    assert data["missing"]
