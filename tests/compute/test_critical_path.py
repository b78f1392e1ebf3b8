"""The critical path against schedules with known answers, and its properties."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.schedule import DriverKind, Schedule, TaskDates
from xlevent.domain.task import (
    ConstraintKind,
    Link,
    LinkKind,
    ScheduleSettings,
    Task,
    WorkPart,
)
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    DayException,
    Shifts,
    Week,
    WorkWeek,
    build_calendars,
    to_datetime,
    to_minutes,
)

HERE = Path(__file__).parents[1] / "data" / "schedule"
TRUTH = Path(os.environ.get("XLEVENT_TRUTH", HERE))
GOLDEN = Path(os.environ.get("XLEVENT_GOLDEN", HERE / "golden"))
DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
SLACKS = {
    "total_slack_min": "total_float",
    "free_slack_min": "free_float",
    "start_slack_min": "start_slack",
    "finish_slack_min": "finish_slack",
}
DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


# --- files of format cpm-truth-1 ---------------------------------------------------------------
def load(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return data


def moment(text: str | None) -> datetime | None:
    """To the minute: the engine knows no seconds."""
    if text is None:
        return None
    exact = datetime.fromisoformat(text)
    return (exact + timedelta(seconds=30)).replace(second=0)


def shifts(hours: list[list[str]] | None) -> Shifts | None:
    def minutes(text: str) -> int:
        return int(text[:2]) * 60 + int(text[3:])

    return None if hours is None else tuple((minutes(a), minutes(b)) for a, b in hours)


def week(days: dict[str, Any]) -> Week:
    return tuple(shifts(days.get(day)) for day in DAYS)


def calendar_of(raw: dict[str, Any]) -> CalendarDefinition:
    parent = raw["parent_uid"]
    return CalendarDefinition(
        str(raw["uid"]),
        week(raw["week"]),
        tuple(
            DayException(
                date.fromisoformat(e["from"]), date.fromisoformat(e["to"]), shifts(e["hours"]) or ()
            )
            for e in raw["exceptions"]
        ),
        tuple(
            WorkWeek(date.fromisoformat(w["from"]), date.fromisoformat(w["to"]), week(w["week"]))
            for w in raw["work_weeks"]
        ),
        None if parent is None else str(parent),
    )


def minutes(value: float | None) -> int:
    return round(value or 0)


def parts_of(data: dict[str, Any], raw: dict[str, Any]) -> tuple[WorkPart, ...]:
    """Work of the resources, which spans the task unless its duration is fixed."""
    if raw["task_type"] == "FIXED_DURATION" or raw["summary"]:
        return ()
    resources = {r["uid"]: r for r in data.get("resources", ())}
    found = []
    for a in data.get("assignments", ()):
        resource = resources.get(a["resource"])
        if a["task"] != raw["uid"] or resource is None or resource["type"] != "WORK":
            continue
        calendar = resource["calendar_uid"]
        if not a["units_pct"] or calendar is None or raw["calendar_uid"] is not None:
            continue
        scale = 100 / a["units_pct"]
        left = a["remaining_work_min"]
        found.append(
            WorkPart(
                str(calendar),
                round(a["work_min"] * scale),
                None if left is None else round(left * scale),
            )
        )
    return tuple(found)


def task_of(data: dict[str, Any], raw: dict[str, Any]) -> Task:
    given = raw["mode"] == "manual" or raw["external"]
    constraint = raw["constraint"]
    calendar = raw["calendar_uid"]
    parent = raw["parent_uid"]
    remaining = raw["remaining_duration_min"]
    return Task(
        id=str(raw["uid"]),
        name=raw["name"] or "",
        duration=minutes(raw["duration_min"]),
        parent=None if parent in (None, 0) else str(parent),
        calendar=None if calendar is None else str(calendar),
        elapsed=raw["duration_elapsed"],
        constraint=None if constraint == "ASAP" else ConstraintKind(constraint),
        constraint_date=moment(raw["constraint_date"]),
        deadline=moment(raw["deadline"]),
        active=raw["active"],
        manual=raw["mode"] == "manual",
        external=raw["external"],
        start=moment(raw["expect"]["start"]) if given else None,
        finish=moment(raw["expect"]["finish"]) if given else None,
        actual_start=None if raw["summary"] else moment(raw["actual_start"]),
        actual_finish=None if raw["summary"] else moment(raw["actual_finish"]),
        percent_complete=raw["percent_complete"] or 0,
        remaining=None if remaining is None else minutes(remaining),
        delay=minutes(raw["leveling_delay_min"]),
        parts=parts_of(data, raw),
    )


def schedule_file(data: dict[str, Any]) -> Schedule:
    project = data["project"]
    links = [
        Link(
            str(raw["pred"]),
            str(raw["succ"]),
            LinkKind(raw["type"]),
            minutes(raw.get("lag_min")),
            raw.get("lag_percent"),
            raw["lag_elapsed"],
        )
        for raw in data["links"]
    ]
    return compute_schedule(
        [task_of(data, raw) for raw in data["tasks"] if raw["uid"] != 0],
        links,
        [calendar_of(raw) for raw in data["calendars"]],
        ScheduleSettings(
            start=moment(project["start"]),
            finish=moment(project["finish"]),
            backward=project["schedule_from"] == "FINISH",
            calendar=str(project["default_calendar_uid"]),
            critical_limit=minutes(project["critical_slack_limit_min"]),
        ),
    )


def differences(data: dict[str, Any], schedule: Schedule) -> list[tuple[str, str, Any, Any]]:
    """(task, field, expected, computed) of all leaves; dates by the working time between them."""
    calendars, _ = build_calendars(
        [calendar_of(raw) for raw in data["calendars"]],
        to_minutes(datetime.fromisoformat(data["project"]["start"])),
    )
    found: list[tuple[str, str, Any, Any]] = []
    for raw in data["tasks"]:
        if raw["id"] == 0 or raw["summary"] or not raw["active"]:
            continue
        name = str(raw["uid"])
        if name not in schedule:
            found.append((name, "missing", None, None))
            continue
        row = schedule[name]
        calendar = calendars[str(raw["effective_calendar_uid"])]
        for key in DATES:
            expected, computed = moment(raw["expect"].get(key)), getattr(row, key)
            if expected is None:
                continue
            if computed is None or calendar.between(to_minutes(expected), to_minutes(computed)):
                found.append((name, key, expected, computed))
        for key, ours in SLACKS.items():
            wanted = raw["expect"].get(key)
            if wanted is not None and abs(wanted - (getattr(row, ours) or 0)) >= 1:
                found.append((name, key, wanted, getattr(row, ours)))
        critical = raw["expect"].get("critical")
        if critical is not None and critical != row.critical:
            found.append((name, "critical", critical, row.critical))
    return found


def files(folder: str) -> list[Path]:
    return sorted((TRUTH / folder).glob("*.json.gz"))


def ids(paths: list[Path]) -> list[str]:
    return [path.name.removesuffix(".json.gz") for path in paths]


# Free float where the engine and the files differ, with the reason. MPXJ takes the lag away from
# the minutes between two dates; here the float ends where the successor would move.
FREE_FLOAT_DIFFERS = {
    ("gen011", "5"): "elapsed lag: MPXJ subtracts clock minutes from working minutes",
    ("gen019", "12"): "elapsed lag: as above",
    ("gen051", "3"): "elapsed lag: as above",
    ("gen059", "13"): "elapsed lag: as above",
    ("gen042", "4"): "one minute less: starting in that minute means after the gap in the calendar",
    ("gen042", "5"): "one minute less: as above",
    ("gen042", "7"): "one minute less: as above",
    ("gen070", "9"): "lag on another calendar: MPXJ's float would move the successor",
    ("gen029", "14"): "must start on: Microsoft Project gives 0 (slack9.mpp), MPXJ does not",
    ("gen053", "18"): "must start on: as above",
    ("gen069", "10"): "must start on: as above",
}
# .mpp files store start and finish slack only. The smaller of both is 0 for every started task;
# here the float of a started task is its finish slack, as in MPXJ.
STARTED = ("total_slack_min", "critical")
# Tier B: what Microsoft Project stored and neither MPXJ nor this engine computes.
TIER_B_DIFFERS = {
    ("mpxj__bug4", "2", "late_finish"),
    ("mpxj__mpp12resource-from14", "3", "finish"),
    ("mpxj__mpp12resource-from14", "3", "early_finish"),
    ("mpxj__mpp12resource-from14", "3", "late_finish"),
    ("pl__New_Product~2", "9", "free_slack_min"),
    ("pl__New_Product~2", "14", "free_slack_min"),
}


@pytest.mark.parametrize("path", files("oracle_mpxj"), ids=ids(files("oracle_mpxj")))
def test_oracle(path: Path) -> None:
    data = load(path)
    schedule = schedule_file(data)
    name = path.name.removesuffix(".json.gz")
    assert not schedule.problems
    assert [
        d
        for d in differences(data, schedule)
        if not (d[1] == "free_slack_min" and (name, d[0]) in FREE_FLOAT_DIFFERS)
    ] == []


@pytest.mark.parametrize("path", files("truth"), ids=ids(files("truth")))
def test_truth(path: Path) -> None:
    data = load(path)
    schedule = schedule_file(data)
    name = path.name.removesuffix(".json.gz")
    assert not schedule.problems
    derived = {
        (str(raw["uid"]), field)
        for raw in data["tasks"]
        if raw["actual_start"]
        for field in STARTED
        if field in raw["expect"].get("derived", ())
    }
    found = [d for d in differences(data, schedule) if (d[0], d[1]) not in derived]
    if data["source"]["tier"] == "B":
        found = [d for d in found if (name, d[0], d[1]) not in TIER_B_DIFFERS]
    assert found == []


# --- whole units without a calendar ------------------------------------------------------------
START = datetime(2026, 1, 5)


def plain(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def units(data: dict[str, Any], *, bounded: bool = True) -> Schedule:
    return compute_schedule(
        [
            Task(
                t["id"],
                t["duration"],
                constraint=ConstraintKind(t["constraint"]) if "constraint" in t else None,
                constraint_date=plain(t["constraint_at"]) if "constraint" in t else None,
            )
            for t in data["tasks"]
        ],
        [Link(x["pred"], x["succ"], LinkKind(x["type"]), x["lag"]) for x in data["links"]],
        settings=ScheduleSettings(start=START, bounded=bounded),
    )


@pytest.mark.parametrize("path", files("truth_days"), ids=ids(files("truth_days")))
def test_truth_days(path: Path) -> None:
    data = load(path)
    schedule = units(data, bounded=data["source"].get("convention") != "unbounded")
    for raw in data["tasks"]:
        row, expect = schedule[raw["id"]], raw["expect"]
        assert row.late_start is not None
        assert row.late_finish is not None
        computed: dict[str, object] = {
            "es": row.early_start,
            "ef": row.early_finish,
            "ls": row.late_start,
            "lf": row.late_finish,
        }
        assert computed == {key: plain(expect[key]) for key in computed}
        others = {"tf": row.total_float, "ff": row.free_float, "critical": row.critical}
        assert {k: v for k, v in others.items() if k in expect} == {
            k: v for k, v in expect.items() if k in others
        }
    whole = data.get("expect", {})
    if "duration" in whole:
        first = min(schedule[name].early_start for name in schedule)
        last = max(schedule[name].early_finish for name in schedule)
        assert (last - first) == timedelta(minutes=whole["duration"])
    if "critical" in whole:
        assert {n for n in schedule if schedule[n].critical} == set(whole["critical"])


VECTORS = json.loads((GOLDEN / "schedule_days.json").read_text(encoding="utf-8"))


def vector(case: dict[str, Any]) -> Schedule:
    return compute_schedule(
        [Task(name, duration) for name, duration in case["tasks"].items()],
        [Link(a, b, LinkKind(kind), lag) for a, b, kind, lag in case["links"]],
        settings=ScheduleSettings(start=START),
    )


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["id"])
def test_golden_networks(case: dict[str, Any]) -> None:
    schedule = vector(case)
    assert schedule.finish == plain(case["finish"])
    assert {name for name in schedule if schedule[name].critical} == set(case["critical"])
    for name, total in case["total_float"].items():
        assert schedule[name].total_float == total


@pytest.mark.parametrize("case", VECTORS["errors"], ids=lambda case: case["id"])
def test_golden_errors(case: dict[str, Any]) -> None:
    assert [problem.kind for problem in vector(case).problems] == [case["error"]]


# --- what the files do not cover ---------------------------------------------------------------
OFFICE: Shifts = ((480, 720), (780, 1020))
CALENDARS = [
    CalendarDefinition("office", ((OFFICE,) * 5) + ((), ())),
    CalendarDefinition("six days", (((540, 780), (840, 1080)),) * 6 + ((),)),
]
DAY = 480
MONDAY = datetime(2026, 1, 5, 8)


def office(tasks: list[Task], links: list[Link] | None = None, **options: Any) -> Schedule:
    options = {"start": MONDAY, "calendar": "office", **options}
    return compute_schedule(tasks, links or [], CALENDARS, ScheduleSettings(**options))


def day(number: int, hour: int = 8) -> datetime:
    """An hour of a day of January 2026; the 5th is a Monday."""
    return datetime(2026, 1, number, hour)


def test_a_cycle_is_named_whole_and_the_rest_is_computed() -> None:
    schedule = office(
        [Task(name, DAY) for name in "ABCDXYZ"],
        [Link(*pair) for pair in ("AB", "BC", "CD", "DB", "XA", "DY", "AZ")],
    )
    (problem,) = schedule.problems
    assert (problem.kind, problem.tasks) == ("cycle", ("B", "C", "D"))
    assert schedule.left_out == ("B", "C", "D", "Y")
    assert schedule["Z"].early_finish == day(7, 17)
    assert schedule["Z"].total_float == 0
    assert schedule["A"].early_start == day(6)
    assert schedule["A"].total_float is None  # its successor B may come at any time
    assert not schedule.complete


def test_two_knots_are_two_cycles() -> None:
    schedule = office([Task(n, DAY) for n in "ABCD"], [Link(*p) for p in ("AB", "BA", "CD", "DC")])
    assert {problem.tasks for problem in schedule.problems} == {("A", "B"), ("C", "D")}


def test_broken_links_are_named() -> None:
    schedule = office(
        [Task("S"), Task("A", DAY, parent="S"), Task("B", DAY), Task("C", DAY), Task("D", DAY)],
        [Link("A", "S"), Link("nobody", "B"), Link("C", "C"), Link("B", "D")],
    )
    assert [(p.kind, p.tasks) for p in schedule.problems] == [
        ("link with own summary", ("A", "S")),
        ("unknown predecessor", ("nobody", "B")),
        ("cycle", ("C",)),
    ]
    assert schedule.left_out == ("A", "B", "C", "D")
    assert "S" not in schedule


@pytest.mark.parametrize(
    ("task", "kind"),
    [
        (Task("A", -1), "negative duration"),
        (Task("A", 1, percent_complete=101), "percent outside 0 to 100"),
        (Task("A", 1, calendar="none"), "unusable calendar"),
        (Task("A", 1, parent="none"), "unknown parent"),
        (Task("A", 1, manual=True), "task without its given dates"),
        (Task("A", 1, constraint=ConstraintKind.SNET), "constraint without date"),
        (Task("A", 1, parent="A"), "circle of parents"),
        (Task("A", 10**9), "dates outside the calendar"),
    ],
)
def test_bad_tasks_are_problems(task: Task, kind: str) -> None:
    assert [problem.kind for problem in office([task]).problems] == [kind]


def test_missing_dates_and_calendars_are_problems() -> None:
    assert [p.kind for p in office([Task("A")], start=None).problems] == [
        "no date to schedule from"
    ]
    assert [p.kind for p in office([Task("A")], calendar="none").problems] == ["unusable calendar"]
    assert [p.kind for p in office([Task("A")], data_date=day(2)).problems] == [
        "data date before the start"
    ]
    assert [p.kind for p in office([Task("A"), Task("A")]).problems] == ["duplicate task"]


def test_lags_in_working_time_on_the_clock_and_in_percent() -> None:
    schedule = office(
        [Task("A", 5 * DAY), Task("B", DAY), Task("C", DAY), Task("D", DAY)],
        [
            Link("A", "B", lag=DAY),
            Link("A", "C", lag=1440, elapsed=True),
            Link("A", "D", percent=-40),
        ],
    )
    assert schedule["B"].start == day(13)
    assert schedule["C"].start == day(12)
    assert schedule["D"].start == day(8)


def test_elapsed_tasks_run_through_the_weekend() -> None:
    schedule = office(
        [Task("A", 5 * DAY), Task("E", 2880, elapsed=True), Task("B", DAY)],
        [Link("A", "E"), Link("E", "B")],
    )
    assert schedule["E"].start == day(9, 17)
    assert schedule["E"].finish == day(11, 17)
    assert schedule["B"].start == day(12)


def test_backward_from_the_event() -> None:
    schedule = office(
        [Task("A", 2 * DAY), Task("B", DAY), Task("C", DAY), Task("D", DAY, constraint=ASAP)],
        [Link("A", "B"), Link("C", "B")],
        start=None,
        finish=day(16, 17),
        backward=True,
    )
    assert schedule.start == day(14)
    assert (schedule["A"].start, schedule["C"].start, schedule["D"].start) == (
        day(14),
        day(15),
        day(14),
    )
    assert (schedule["A"].total_float, schedule["C"].total_float) == (0, DAY)
    assert schedule["B"].finish == day(16, 17)


def test_progress_is_a_fact_and_the_rest_starts_at_the_data_date() -> None:
    tasks = [
        Task("done", DAY, actual_start=day(5), actual_finish=day(6, 17), percent_complete=100),
        Task("going", 4 * DAY, actual_start=day(6), percent_complete=25),
        Task("next", DAY),
        Task("open", DAY),
    ]
    links = [Link("done", "going"), Link("going", "next")]
    without = office(tasks, links)
    assert without["going"].finish == day(9, 17)
    schedule = office(tasks, links, data_date=day(12))
    assert schedule["done"].finish == day(6, 17)
    assert not schedule["done"].critical
    assert (schedule["going"].start, schedule["going"].finish) == (day(6), day(14, 17))
    assert schedule["next"].start == day(15)
    assert schedule["open"].start == day(12)
    assert schedule.driver("open").kind == DriverKind.DATA_DATE
    assert schedule.driver("going").kind == DriverKind.FACT


def test_deadlines_and_constraints_make_negative_float() -> None:
    schedule = office(
        [
            Task("A", 2 * DAY),
            Task("B", DAY, deadline=day(6, 17)),
            Task("M", constraint=ConstraintKind.MSO, constraint_date=day(6)),
        ],
        [Link("A", "B"), Link("A", "M")],
    )
    assert schedule["A"].total_float == -DAY
    assert schedule["B"].total_float == -DAY
    assert schedule["M"].start == day(6)
    assert schedule["M"].start_slack == -DAY
    assert schedule.driver("M").kind == DriverKind.CONSTRAINT
    relaxed = office(
        [Task("A", 2 * DAY), Task("M", constraint=ConstraintKind.MSO, constraint_date=day(6))],
        [Link("A", "M")],
        honor_constraints=False,
    )
    assert relaxed["M"].start == day(6, 17)
    assert relaxed["M"].total_float == -DAY


def test_summary_tasks_pass_links_and_limits_on() -> None:
    schedule = office(
        [
            Task("S"),
            Task("A", DAY, parent="S"),
            Task("B", 3 * DAY, parent="S"),
            Task("T", constraint=ConstraintKind.SNET, constraint_date=day(12)),
            Task("C", DAY, parent="T"),
            Task("D", DAY),
        ],
        [Link("S", "T"), Link("S", "D", LinkKind.SS, lag=DAY)],
    )
    assert (schedule["S"].start, schedule["S"].finish) == (day(5), day(7, 17))
    assert schedule["C"].start == day(12)
    assert schedule.driver("C").kind == DriverKind.SUMMARY
    assert schedule["D"].start == day(6)
    assert schedule["A"].free_float == 4 * DAY


def test_manual_and_inactive_tasks() -> None:
    schedule = office(
        [
            Task("A", DAY),
            Task("M", DAY, manual=True, start=day(5)),
            Task("B", DAY),
            Task("off", 9 * DAY, active=False),
        ],
        [Link("A", "M"), Link("M", "B"), Link("off", "B")],
    )
    assert (schedule["M"].start, schedule["M"].finish) == (day(5), day(5, 17))
    assert schedule["B"].start == day(6)
    assert schedule.driver("M").kind == DriverKind.GIVEN
    assert "off" not in schedule


def test_as_late_as_possible_takes_the_float() -> None:
    schedule = office(
        [Task("A", DAY, constraint=ConstraintKind.ALAP), Task("B", 5 * DAY), Task("C", DAY)],
        [Link("A", "C"), Link("B", "C")],
    )
    assert schedule["A"].start == day(9)
    assert schedule["A"].early_start == day(5)
    assert schedule["A"].total_float == 0


def test_drivers() -> None:
    links = [Link("A", "B"), Link("C", "B")]
    schedule = office([Task("A", DAY), Task("B", DAY), Task("C", 2 * DAY)], links)
    assert schedule.driver("A").kind == DriverKind.PROJECT_START
    assert schedule.driver("B").link == links[1]


# --- properties --------------------------------------------------------------------------------
ASAP = ConstraintKind.ASAP
ENDS = {"FS": (1, 0), "SS": (0, 0), "FF": (1, 1), "SF": (0, 1)}


@st.composite
def networks(draw: st.DrawFn, *, mixed: bool = True) -> tuple[list[Task], list[Link]]:
    count = draw(st.integers(1, 12))
    tasks = [
        Task(
            f"T{i}",
            draw(st.integers(0, 2000)),
            calendar=draw(st.sampled_from([None, "six days"])) if mixed else None,
        )
        for i in range(count)
    ]
    links = [
        Link(
            f"T{draw(st.integers(0, i - 1))}",
            f"T{i}",
            draw(st.sampled_from(LinkKind)),
            draw(st.integers(0, 900)),
        )
        for i in range(1, count)
        for _ in range(draw(st.integers(0, 3)))
    ]
    return tasks, links


def rows(schedule: Schedule) -> dict[str, TaskDates]:
    return {name: schedule[name] for name in schedule}


@given(networks(mixed=False))
@settings(deadline=None, max_examples=60)
def test_float_is_never_negative_without_constraints(
    network: tuple[list[Task], list[Link]],
) -> None:
    schedule = office(*network)
    for row in rows(schedule).values():
        assert row.total_float is not None
        assert row.free_float is not None
        assert row.free_float >= 0
        assert row.total_float >= 0
    assert any(row.critical for row in rows(schedule).values())


@given(networks(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_order_of_rows_does_not_matter_and_nothing_changes_the_second_time(
    network: tuple[list[Task], list[Link]], random: Any
) -> None:
    tasks, links = network
    once = rows(office(tasks, links))
    again = rows(office(tasks, links))
    assert once == again
    tasks, links = list(tasks), list(links)
    random.shuffle(tasks)
    random.shuffle(links)
    other = rows(office(tasks, links))
    for name, row in once.items():
        assert _without_driver(row) == _without_driver(other[name])


def _without_driver(row: TaskDates) -> tuple[object, ...]:
    """Of two links that drive alike, the first row wins."""
    return tuple(getattr(row, name) for name in TaskDates.__slots__ if name != "driver")


@given(networks(mixed=False))
@settings(deadline=None, max_examples=60)
def test_the_finish_is_the_length_of_the_longest_path(
    network: tuple[list[Task], list[Link]],
) -> None:
    tasks, links = network
    without = [Task(task.id, task.duration) for task in tasks]
    schedule = compute_schedule(without, links, settings=ScheduleSettings(start=START))
    start: dict[str, int] = {}
    for task in without:
        bounds = []
        for link in links:
            if link.successor != task.id:
                continue
            before = next(t for t in without if t.id == link.predecessor)
            at_end, to_end = ENDS[link.kind]
            bound = start[before.id] + link.lag + at_end * before.duration - to_end * task.duration
            bounds.append(max(bound, 0) if link.kind == LinkKind.FF else bound)
        start[task.id] = max(bounds, default=0)
    assert schedule.finish == plain(max(start[t.id] + t.duration for t in without))


@given(networks(), st.data())
@settings(deadline=None, max_examples=80)
def test_moving_a_task_inside_its_free_float_moves_nothing_else(
    network: tuple[list[Task], list[Link]], data: st.DataObject
) -> None:
    tasks, links = network
    before = rows(office(tasks, links))
    index = data.draw(st.integers(0, len(tasks) - 1))
    task = tasks[index]
    free = before[task.id].free_float or 0
    calendars, _ = build_calendars(CALENDARS, to_minutes(MONDAY))
    calendar = calendars[task.calendar or "office"]
    start = to_minutes(before[task.id].early_start)
    moved = calendar.at_start(calendar.work_at(start) + free)
    if free == 0:
        moved = start  # a milestone may stand at the end of a shift
    elif not task.duration:
        moved = calendar.at_finish(calendar.work_at(start) + free)
    held = Task(
        task.id,
        task.duration,
        calendar=task.calendar,
        constraint=ConstraintKind.SNET,
        constraint_date=to_datetime(moved),
    )
    after = rows(office([*tasks[:index], held, *tasks[index + 1 :]], links))
    for other in tasks:
        if other.id == task.id:
            continue
        own = calendars[other.calendar or "office"]
        for field in ("early_start", "early_finish"):
            was, now = getattr(before[other.id], field), getattr(after[other.id], field)
            assert own.between(to_minutes(was), to_minutes(now)) == 0
