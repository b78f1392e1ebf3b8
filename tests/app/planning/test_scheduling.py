"""An event's tables become a schedule, and the schedule stands in the tables again."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.tools.programs import ROOT
from xlevent.app.event import Event
from xlevent.app.planning.scheduling import scheduled, write_schedule
from xlevent.app.samples import sample

BEFORE = ROOT / "tests" / "data" / "schedule" / "demo_without_progress.json"


def event(tasks: list[dict[str, Any]], **more: Any) -> Event:
    settings = {
        "event_name": "Gala",
        "planning_start": date(2026, 3, 2),  # a Monday
        "event_start": date(2026, 3, 20),
        "event_end": date(2026, 3, 21),
        **more.pop("settings", {}),
    }
    made = Event(settings)
    made.tables["tasks"] = tasks
    for name, rows in more.items():
        made.tables[name] = rows
    return made


def task(name: str, duration: float = 1, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "kind": "task", "duration": Decimal(str(duration)), **more}


def codes_of(event: Event) -> list[str]:
    return [finding.code for finding in scheduled(event).findings]


@pytest.fixture(scope="module")
def demo() -> Event:
    with sample("demo") as source:
        return Event.load(source)


def test_the_demo_without_progress_has_the_dates_of_another_program(demo: Event) -> None:
    plan = Event(dict(demo.settings))
    for name, rows in demo.tables.items():
        plan.tables[name] = [dict(row) for row in rows]
    plan.tables["task_progress"] = []
    del plan.settings["data_date"]
    done = scheduled(plan)
    # 27 days from the constraint on 2 November end after the deadline on the 30th.
    assert [(f.code, plan.tables["tasks"][f.row or 0]["id"]) for f in done.findings] == [
        ("XL350", "T-039")
    ]
    write_schedule(plan, done)
    expected = json.loads(BEFORE.read_text())
    assert len(expected) == len(plan.tables["tasks"]) == 98
    for row in plan.tables["tasks"]:
        known = expected[row["id"]]
        found = {
            key: str(value)[:16] if isinstance(value, datetime) else str(value)
            for key, value in row.items()
            if key in known
        }
        if row["id"] == "T-081":  # the same instant of work: 18:00, or 09:00 the next day
            assert str(row.pop("late_start")) == "2026-11-19 18:00:00"
            for key in ("late_start", "late_finish"):
                known.pop(key), found.pop(key)
        assert found == known


def test_results_stand_in_the_tables() -> None:
    plan = event(
        [task("A", 3), task("B", 2, predecessors="A"), task("C", 1, predecessors="A")],
        task_progress=[],
    )
    write_schedule(plan, scheduled(plan))
    a, b, c = plan.tables["tasks"]
    assert a["early_start"] == datetime(2026, 3, 2, 9)
    assert a["early_finish"] == datetime(2026, 3, 4, 18)
    assert (b["early_start"], b["driver"], b["critical"]) == (datetime(2026, 3, 5, 9), "A", "yes")
    assert (c["total_float"], c["free_float"], c["critical"]) == (1, 1, "no")
    assert "driver" not in a


def test_scheduling_twice_changes_nothing(demo: Event) -> None:
    write_schedule(demo, scheduled(demo))
    once = [dict(row) for row in demo.tables["tasks"]]
    write_schedule(demo, scheduled(demo))
    assert [dict(row) for row in demo.tables["tasks"]] == once


def test_units_of_duration() -> None:
    plan = event(
        [
            task("A", 1.5),
            task("B", 3, duration_unit="hours"),
            task("C", 1, duration_unit="weeks"),
            task("D", 90, duration_unit="minutes"),
            task("E", 2, duration_unit="elapsed_days"),
        ]
    )
    ends = {name: dates.early_finish for name, dates in scheduled(plan).schedule.items()}
    assert ends == {
        "A": datetime(2026, 3, 3, 14),
        "B": datetime(2026, 3, 2, 12),
        "C": datetime(2026, 3, 6, 18),
        "D": datetime(2026, 3, 2, 10, 30),
        "E": datetime(2026, 3, 4, 0),
    }


def test_hours_per_day_is_what_a_day_is_worth() -> None:
    plan = event([task("A", 2)], settings={"hours_per_day": Decimal(4)})
    assert scheduled(plan).schedule["A"].early_finish == datetime(2026, 3, 2, 18)


def test_holidays_and_make_up_days() -> None:
    plan = event(
        [task("A", 6)],
        calendars=[
            {"id": "C1", "name": "x", **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"),
                                                     "09:00-12:00,13:00-18:00")}
        ],
        holidays=[
            {"id": "H1", "date": date(2026, 3, 4), "kind": "holiday"},
            {"id": "H2", "date": date(2026, 3, 7), "kind": "makeup"},
        ],
    )  # fmt: skip
    # Mon Tue Thu Fri, the make-up Saturday, Monday.
    assert scheduled(plan).schedule["A"].early_finish == datetime(2026, 3, 9, 18)


def test_a_holiday_of_another_calendar_does_not_count() -> None:
    week = dict.fromkeys(("mon", "tue", "wed"), "09:00-17:00")
    plan = event(
        [task("A", 2), task("B", 2, calendar="C2")],
        calendars=[{"id": "C1", "name": "x", **week}, {"id": "C2", "name": "y", **week}],
        holidays=[{"id": "H1", "date": date(2026, 3, 3), "kind": "holiday", "calendar": "C2"}],
    )
    done = scheduled(plan).schedule
    assert done["A"].early_finish == datetime(2026, 3, 3, 17)
    assert done["B"].early_finish == datetime(2026, 3, 4, 17)


def test_days_of_constraints_and_deadlines_are_whole_days() -> None:
    plan = event(
        [
            task("A", 1, constraint="snet", constraint_date=date(2026, 3, 5)),
            task("B", 1, constraint="mfo", constraint_date=date(2026, 3, 6)),
            task("C", 1, deadline=date(2026, 3, 3)),
        ]
    )
    done = scheduled(plan).schedule
    assert done["A"].early_start == datetime(2026, 3, 5, 9)
    assert done["B"].early_finish == datetime(2026, 3, 6, 18)
    assert done["C"].late_finish == datetime(2026, 3, 3, 18)


def test_wbs_makes_the_outline() -> None:
    plan = event(
        [
            {"id": "S", "wbs": "1", "name": "Phase", "kind": "summary"},
            task("A", 2, wbs="1.1"),
            task("B", 3, wbs="1.2.1", predecessors="A"),  # no 1.2: belongs to 1
            task("C", 1, wbs="2", predecessors="S"),
        ]
    )
    done = scheduled(plan).schedule
    assert done["S"].early_finish == done["B"].early_finish
    assert done["C"].early_start == datetime(2026, 3, 9, 9)


def test_what_happened_is_a_fact_and_the_rest_starts_after_the_data_date() -> None:
    plan = event(
        [task("A", 2), task("B", 4, predecessors="A"), task("C", 2, predecessors="B")],
        settings={"data_date": date(2026, 3, 10)},
        task_progress=[
            {"task": "A", "actual_start": date(2026, 3, 3), "actual_finish": date(2026, 3, 5)},
            {"task": "B", "actual_start": date(2026, 3, 6), "percent": Decimal("0.5")},
        ],
    )
    plan.tables["tasks"][0]["baseline_finish"] = date(2026, 3, 3)
    done = scheduled(plan)
    write_schedule(plan, done)
    a, b, c = (done.schedule[name] for name in "ABC")
    assert (a.early_start, a.early_finish) == (datetime(2026, 3, 3, 9), datetime(2026, 3, 5, 18))
    assert b.early_start == datetime(2026, 3, 6, 9)
    assert b.early_finish == datetime(2026, 3, 12, 18)  # two days left, from the 11th
    assert c.early_start == datetime(2026, 3, 13, 9)
    assert plan.tables["task_progress"][0]["deviation"] == 2
    assert "deviation" not in plan.tables["task_progress"][1]


def test_done_without_a_start_is_as_long_as_planned() -> None:
    plan = event([task("A", 2)], task_progress=[{"task": "A", "actual_finish": date(2026, 3, 5)}])
    assert scheduled(plan).schedule["A"].early_start == datetime(2026, 3, 4, 9)


def test_back_from_the_event() -> None:
    plan = event([task("A", 2)], settings={"schedule_from": "event"})
    found = scheduled(plan).schedule["A"]
    assert found.finish == datetime(2026, 3, 20, 18)  # the event ends on a Saturday
    assert found.start == datetime(2026, 3, 19, 9)


@pytest.mark.parametrize(
    ("tasks", "more", "code", "left_out"),
    [
        ([task("A", predecessors="B"), task("B", predecessors="A")], {}, "XL310", {"A", "B"}),
        ([task("A", predecessors="A")], {}, "XL311", {"A"}),
        ([task("A", predecessors="X"), task("B", predecessors="A")], {}, "XL302", {"A", "B"}),
        ([task("A"), task("B", predecessors="A+2parsecs")], {}, "XL301", {"B"}),
        ([task("A", calendar="C9")], {}, "XL330", {"A"}),
        ([{"id": "A", "name": "A", "kind": "task"}], {}, "XL360", set()),
        ([{**task("A", 3), "kind": "milestone"}], {}, "XL361", set()),
        ([task("A", wbs="1"), task("B", wbs="1")], {}, "XL362", set()),
        ([task("A")], {"task_progress": [{"task": "A"}, {"task": "A"}]}, "XL365", set()),
        ([task("A")], {"settings": {"data_date": date(2026, 2, 1)}}, "XL341", set()),
        (
            [
                task("A", 30, constraint="mso", constraint_date=date(2026, 3, 10)),
                task("B", predecessors="A", constraint="mso", constraint_date=date(2026, 3, 12)),
            ],
            {},
            "XL350",
            set(),
        ),
    ],
)
def test_bad_input_is_named_and_the_rest_is_computed(
    tasks: list[dict[str, Any]], more: dict[str, Any], code: str, left_out: set[str]
) -> None:
    plan = event([*tasks, task("Z")], **more)
    done = scheduled(plan)
    assert code in [finding.code for finding in done.findings]
    assert set(done.schedule.left_out) == left_out
    assert done.schedule["Z"].early_finish == datetime(2026, 3, 2, 18)
    named = {f.value for f in done.findings if f.code == "XL366"}
    assert named == left_out


def test_a_finding_has_its_row_and_column() -> None:
    done = scheduled(event([task("A"), task("B", predecessors="A; Q-9FS")]))
    found = next(f for f in done.findings if f.code == "XL302")
    assert (found.table, found.row, found.column) == ("tasks", 1, "predecessors")
    assert "Q-9" in found.message.en
    assert "Q-9" in found.message.zh


def test_without_a_date_nothing_is_scheduled() -> None:
    plan = Event({"event_name": "x"})
    plan.tables["tasks"] = [task("A")]
    done = scheduled(plan)
    assert len(done.schedule) == 0
    assert "XL340" in [finding.code for finding in done.findings]
