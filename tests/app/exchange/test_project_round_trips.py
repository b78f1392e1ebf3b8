"""What we write as Microsoft Project XML, we read back as the same project."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from tests.app.exchange.projects import MONDAY, events
from xlevent.app.event import Event
from xlevent.app.exchange.exporting import project_file
from xlevent.app.exchange.importing import event_of
from xlevent.app.planning.project import project_of
from xlevent.app.planning.resourcing import assignments_of, resources_of
from xlevent.app.planning.scheduling import scheduled
from xlevent.app.samples import SAMPLES, sample
from xlevent.domain.finding import Finding
from xlevent.domain.task import Link, Task
from xlevent.interop.mspdi_reading import parse_mspdi
from xlevent.interop.mspdi_writing import write_mspdi

pytestmark = pytest.mark.slow  # whole workbooks are built and changed


def there_and_back(event: Event) -> tuple[Event, list[Finding]]:
    project, _ = project_file(event)
    return event_of(*parse_mspdi(write_mspdi(project)))


def hours(event: Event, first: date, days: int) -> list[object]:
    calendars = project_of(event).calendars
    span = [first + timedelta(days=n) for n in range(days)]
    return [(name, [calendar.hours(day) for day in span]) for name, calendar in calendars.items()]


def said(task: Task, *, backward: bool) -> tuple[object, ...]:
    """What a task says; the usual constraint and none are the same, as are wholes of names."""
    usual = "ALAP" if backward else "ASAP"
    constraint = None if task.constraint == usual else task.constraint
    return (
        task.id, task.duration, " ".join(task.name.split()), task.parent, task.calendar,
        task.elapsed, constraint, task.constraint_date, task.deadline, task.actual_start,
        task.actual_finish, task.percent_complete, task.remaining,
    )  # fmt: skip


def links_of(event: Event) -> set[Link]:
    return set(project_of(event).links)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events())
def test_tasks_links_and_calendars_come_back(event: Event) -> None:
    back, _ = there_and_back(event)
    old, new = project_of(event), project_of(back)
    backward = old.settings.backward
    assert {said(t, backward=backward) for t in new.tasks} == {
        said(t, backward=backward) for t in old.tasks
    }
    assert links_of(back) == links_of(event)
    assert hours(back, MONDAY, 70) == hours(event, MONDAY, 70)
    assert new.settings.backward == backward
    assert new.settings.data_date == old.settings.data_date
    assert new.settings.finish == old.settings.finish or not backward
    assert resources_of(back) == resources_of(event)
    assert {(a.task, a.resource, a.quantity) for a in assignments_of(back)} == {
        (a.task, a.resource, a.quantity) for a in assignments_of(event)
    }
    baselines = {
        event: {
            row["id"]: (row.get("baseline_start"), row.get("baseline_finish"))
            for row in which.tables["tasks"]
        }
        for event, which in (("old", event), ("new", back))
    }
    assert baselines["old"] == baselines["new"]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_come_back_with_the_same_dates(name: str) -> None:
    with sample(name) as path:
        event = Event.load(path)
    back, found = there_and_back(event)
    assert {f.code for f in found} <= {"XL391"}  # owners
    assert dict(scheduled(back).schedule) == dict(scheduled(event).schedule)
    assert {(r["date"], r["kind"], r.get("name")) for r in back.tables["holidays"]} == {
        (r["date"], r["kind"], r.get("name")) for r in event.tables["holidays"]
    }


def test_the_same_event_gives_the_same_bytes() -> None:
    with sample("demo") as path:
        event, again = Event.load(path), Event.load(path)
    assert write_mspdi(project_file(event)[0]) == write_mspdi(project_file(again)[0])


def test_a_fraction_of_a_percent_of_lag_is_told() -> None:
    event = Event(
        {"planning_start": MONDAY},
        {"tasks": [
            {"id": "A", "name": "a", "kind": "task", "duration": 1},
            {"id": "B", "name": "b", "kind": "task", "duration": 1, "predecessors": "A+12.5%"},
        ]},
    )  # fmt: skip
    _, found = project_file(event)
    assert [(f.code, f.row) for f in found if f.code == "XL399"] == [("XL399", 1)]
