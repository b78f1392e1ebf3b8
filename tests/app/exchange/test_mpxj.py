"""MPXJ, as another program: it reads our files as we mean them, and writes files that we read."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from tests.tools import mpxj_oracle
from tests.tools.programs import program
from xlevent.app.event import Event
from xlevent.app.exchange.exporting import project_file
from xlevent.app.exchange.importing import event_of
from xlevent.app.planning.project import project_of
from xlevent.app.planning.scheduling import scheduled
from xlevent.app.samples import sample
from xlevent.interop.mspdi import NAMESPACE
from xlevent.interop.mspdi_writing import write_mspdi
from xlevent.interop.project_files import read_project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def _java() -> None:
    program("java", bringer="apt-get install default-jre-headless")


@pytest.fixture(scope="module")
def event() -> Event:
    """The sample before anything has happened, with each kind of lag and a calendar of its own."""
    with sample("demo") as path:
        found = Event.load(path)
    found.tables["task_progress"] = []
    del found.settings["data_date"]
    return found


@pytest.fixture(scope="module")
def seen(event: Event, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What MPXJ finds in our file, and after its own scheduler; it writes the file in its turn."""
    folder = tmp_path_factory.mktemp("mpxj")
    ours = folder / "ours.xml"
    ours.write_bytes(write_mspdi(project_file(event)[0]))
    written = [folder / "theirs.xml", folder / "theirs.pmxml", folder / "theirs.xer"]
    as_read = oracle(ours, *(part for path in written for part in ("--write", path)))
    return {
        "ours": ours,
        "read": as_read,
        "scheduled": oracle(ours, "--schedule"),
        "written": written,
    }


def oracle(*arguments: object) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(mpxj_oracle.__file__), *map(str, arguments)],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_mpxj_reads_the_same_tasks_and_dates(event: Event, seen: dict[str, Any]) -> None:
    project, schedule = project_of(event), scheduled(event).schedule
    tasks = {task["id"]: task for task in seen["read"]["tasks"]}
    assert list(tasks.keys() - project.rows.keys()) == []
    assert len(tasks) == len(project.tasks)
    for row in event.tables["tasks"]:
        theirs, ours = tasks[str(row["id"])], schedule[str(row["id"])]
        assert (theirs["start"], theirs["finish"]) == (iso(ours.start), iso(ours.finish))
        assert theirs["summary"] == (row["kind"] == "summary")
        assert theirs["milestone"] == (row["kind"] == "milestone")
        assert theirs["name"] == row["name"]
        assert (theirs["deadline"] == "None") == ("deadline" not in row)
        assert theirs["baseline"][0][:10] == str(row.get("baseline_start"))[:10]
        constraint = str(row.get("constraint") or "asap").upper()
        assert "".join(w[0] for w in theirs["constraint"].split("_")) == constraint
    minutes = {link for task in tasks.values() for link in task["links"]}
    assert len(minutes) >= 50
    assert seen["read"]["start"] == "2026-03-02T09:00"


@pytest.mark.parametrize("kind", mpxj_oracle.ORDERED)
def test_elements_stand_in_the_order_of_the_schema(kind: str, seen: dict[str, Any]) -> None:
    order = seen["read"]["order"][kind]
    root = etree.parse(seen["ours"]).getroot()
    path = "/".join(f"{{{NAMESPACE}}}{name}" for name in kind.split("$")[1:])
    found = root.findall(path) if path else [root]
    assert found
    for element in found:
        places = [order.index(child.tag.partition("}")[2]) for child in element]
        assert places == sorted(places)


def test_mpxj_reads_the_same_links(event: Event, seen: dict[str, Any]) -> None:
    theirs = {(t["id"], link) for t in seen["read"]["tasks"] for link in t["links"]}
    hours = {
        (link.successor, f"{link.predecessor} {link.kind} {link.lag / 60:.1f}h")
        for link in project_of(event).links
        if not link.elapsed
    }
    assert hours <= theirs
    assert len(theirs) == len(set(project_of(event).links))


def test_mpxj_reads_the_same_working_time(event: Event, seen: dict[str, Any]) -> None:
    calendars = seen["read"]["calendars"]
    for definition in project_of(event).weeks.definitions:
        ours = project_of(event).calendars[definition.id]
        theirs = calendars[f"{definition.name} [{definition.id}]"]
        for number in range(365):
            hours = ours.hours(date(2026, 1, 1) + timedelta(days=number))
            assert [f"{clock(a)}-{clock(b)}" for a, b in hours] == theirs[number]


def test_the_scheduler_of_mpxj_gives_the_same_dates(event: Event, seen: dict[str, Any]) -> None:
    schedule = scheduled(event).schedule
    wrong = [
        (task["id"], name, task[name], iso(getattr(schedule[task["id"]], name)))
        for task in seen["scheduled"]["tasks"]
        for name in ("early_start", "early_finish", "late_start", "late_finish")
        if not task["summary"] and task[name] != iso(getattr(schedule[task["id"]], name))
    ]
    assert wrong == []


def test_what_mpxj_writes_is_read_as_ours(event: Event, seen: dict[str, Any]) -> None:
    found, _ = event_of(*read_project(seen["written"][0]))
    assert project_of(found).by_id == project_of(event).by_id
    assert set(project_of(found).links) == set(project_of(event).links)


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_of_another_program_is_read_through_mpxj(
    number: int, event: Event, seen: dict[str, Any]
) -> None:
    path = seen["written"][number]
    found, _ = event_of(*read_project(path), source=str(path))
    names = {row["name"] for row in event.tables["tasks"] if row["kind"] != "summary"}
    assert names <= {row["name"] for row in found.tables["tasks"]}
    assert len(set(project_of(found).links)) == len(set(project_of(event).links))


def iso(moment: datetime | None) -> str:
    return "None" if moment is None else f"{moment:%Y-%m-%dT%H:%M}"


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
