"""Levelling on real calendars, judged by a checker of its own."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.demand import demand_by_day
from xlevent.compute.levelling import Levelled, Method, Reason, level
from xlevent.compute.levelling.load import find_load, profile
from xlevent.compute.levelling.placing import place
from xlevent.compute.schedule import Schedule
from xlevent.domain.resource import Assignment, Resource
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task, WorkPart
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    DayException,
    WorkCalendar,
    build_calendars,
    continuous,
    to_minutes,
)
from xlevent.errors import MisuseError

HOURS = ((480, 720), (780, 1020))
HOLIDAY = DayException(date(2026, 3, 4), date(2026, 3, 4))
OFFICE = CalendarDefinition("office", (HOURS,) * 5 + ((), ()), (HOLIDAY,))
NIGHT = CalendarDefinition("night", (((0, 120), (1320, 1440)),) * 7)
CALENDARS = (OFFICE, NIGHT)
START = datetime(2026, 3, 2, 8)
SETTINGS = ScheduleSettings(start=START, calendar="office")
ONE = Decimal(1)


def run(
    tasks: list[Task],
    links: list[Link] | None = None,
    resources: list[Resource] | None = None,
    uses: list[Assignment] | None = None,
    method: Method = Method.HEURISTIC,
    setting: ScheduleSettings = SETTINGS,
    schedules: int = 150,
) -> Levelled:
    """Level; by default every task needs the only one of a resource."""
    return level(
        tasks,
        links or [],
        CALENDARS,
        setting,
        resources=resources if resources is not None else [Resource("R", ONE)],
        assignments=uses if uses is not None else [Assignment(t.id, "R", t.id, ONE) for t in tasks],
        method=method,
        schedules=schedules,
        time_limit=60,
    )


def starts(levelled: Levelled) -> dict[str, tuple[int, int]]:
    """Day and hour."""
    return {name: (row.start.day, row.start.hour) for name, row in levelled.schedule.items()}


# --- examples ------------------------------------------------------------------------------------
def test_non_critical_work_moves_first_and_costs_nothing() -> None:
    tasks = [Task("long", 480), Task("after", 960), Task("short", 480)]
    found = run(
        tasks,
        [Link("long", "after")],
        uses=[Assignment("1", "R", "long", ONE), Assignment("2", "R", "short", ONE)],
    )
    assert [move.task for move in found.moves] == ["short"]
    move = found.moves[0]
    assert (move.start_before, move.start_after) == (START, datetime(2026, 3, 3, 8))
    assert (move.minutes, move.delay, move.was_critical) == (480, 1440, False)
    assert found.delays == {"short": 1440}
    assert found.finish_before == found.finish_after
    assert (found.cost_minutes, found.cost_days, found.optimal) == (0, 0, True)
    assert not found.unresolved
    assert not found.demand.over


def test_the_cost_is_told_in_working_time_and_days() -> None:
    found = run([Task("A", 960), Task("B", 960)])
    assert (found.cost_minutes, found.cost_days) == (960, 3)  # a holiday lies between
    assert found.optimal


def test_delays_lead_to_the_same_schedule_again() -> None:
    found = run([Task("A", 960), Task("B", 960), Task("C", 100, calendar="night")])
    again = compute_schedule(found.tasks, (), CALENDARS, SETTINGS)
    assert dict(again) == dict(found.schedule)
    assert {task.id: task.delay for task in found.tasks if task.delay} == found.delays


def test_a_plan_without_excess_keeps_even_its_older_delays() -> None:
    tasks = [Task("A", 480), Task("B", 480, delay=5 * 1440)]
    found = run(tasks)
    assert found.moves == ()
    assert found.tasks == tuple(tasks)
    assert found.schedules == 0


def test_older_delays_are_found_anew() -> None:
    tasks = [Task("A", 480), Task("B", 480), Task("C", 480, delay=20 * 1440)]
    found = run(tasks)
    moved = {move.task: move for move in found.moves}
    assert moved["C"].minutes < 0
    assert found.cost_minutes < 0


def test_halves_of_a_day_share_one_resource() -> None:
    found = run([Task("A", 240), Task("B", 240)])
    assert sorted(starts(found).values()) == [(2, 8), (2, 13)]


def test_day_and_night_shift_share_one_resource() -> None:
    found = run([Task("A", 960), Task("B", 480, calendar="night")])
    assert found.moves == ()


def test_what_has_started_or_must_stay_is_worked_around() -> None:
    tasks = [
        Task("started", 480, actual_start=START),
        Task("manual", manual=True, start=datetime(2026, 3, 3, 8), finish=datetime(2026, 3, 3, 17)),
        Task("must", 480, constraint=ConstraintKind.MSO, constraint_date=datetime(2026, 3, 5, 8)),
        Task("free", 960),
    ]
    found = run(tasks)
    assert [move.task for move in found.moves] == ["free"]
    assert starts(found)["free"] == (6, 8)


def test_work_waits_until_the_resource_is_there() -> None:
    found = run([Task("A", 480)], resources=[Resource("R", ONE, date(2026, 3, 5))])
    assert starts(found)["A"] == (5, 8)
    assert not found.unresolved


def test_a_task_that_needs_too_much_is_named_and_blocks_nothing_else() -> None:
    tasks = [Task("big", 480), Task("A", 480), Task("B", 480)]
    uses = [Assignment(t.id, "R", t.id, Decimal(3 if t.id == "big" else 1)) for t in tasks]
    found = run(tasks, uses=uses)
    assert {u.reason for u in found.unresolved} == {Reason.MORE_THAN_CAPACITY}
    assert found.unresolved[0].tasks == ("big",)
    assert sorted(starts(found)[name] for name in "AB") == [(2, 8), (3, 8)]
    assert found.unresolved[0].excess == 3  # big and A together


def test_two_fixed_tasks_at_one_time_stay_and_are_named() -> None:
    tasks = [Task("A", 480, actual_start=START), Task("B", 480, actual_start=START)]
    found = run(tasks)
    assert found.moves == ()
    assert [(u.reason, u.tasks, u.dates, u.excess) for u in found.unresolved] == [
        (Reason.STAYS, ("A", "B"), (date(2026, 3, 2),), 1)
    ]


def test_a_resource_that_goes_too_early_is_no_room() -> None:
    tasks = [Task("A", 480), Task("B", 480)]
    found = run(tasks, resources=[Resource("R", ONE, None, date(2026, 3, 2))])
    assert [u.reason for u in found.unresolved] == [Reason.NO_ROOM]
    assert found.moves == ()


def test_deadlines_come_before_the_finish() -> None:
    soon = datetime(2026, 3, 2, 17)
    tasks = [Task("A", 480), Task("B", 480, deadline=soon), Task("C", 960)]
    links = [Link("A", "C")]
    uses = [Assignment("1", "R", "A", ONE), Assignment("2", "R", "B", ONE)]
    found = run(tasks, links, uses=uses)
    assert starts(found)["B"] == (2, 8)
    assert not found.missed


def test_a_deadline_that_cannot_hold_is_reported() -> None:
    soon = datetime(2026, 3, 2, 17)
    found = run([Task("A", 480, deadline=soon), Task("B", 480, deadline=soon)])
    assert len(found.missed) == 1
    assert found.missed[0].new
    assert found.missed[0].finish == datetime(2026, 3, 3, 17)


def test_own_dates_of_an_assignment_stay() -> None:
    uses = [
        Assignment("1", "R", "A", ONE, date(2026, 3, 2), date(2026, 3, 3)),
        Assignment("2", "R", "B", ONE),
    ]
    found = run([Task("A", 480), Task("B", 480)], uses=uses)
    assert starts(found) == {"A": (2, 8), "B": (5, 8)}


def test_fractions_add_up() -> None:
    tasks = [Task(name, 480) for name in "ABC"]
    uses = [Assignment(t.id, "R", t.id, Decimal("0.5")) for t in tasks]
    found = run(tasks, uses=uses)
    assert sorted(starts(found).values()) == [(2, 8), (2, 8), (3, 8)]


def test_parts_on_several_calendars_are_placed() -> None:
    parts = (WorkPart("office", 240), WorkPart("night", 240))
    found = run([Task("A", 480, parts=parts), Task("B", 960)])
    assert not found.demand.over


def test_as_late_as_possible_is_left_to_its_late_dates() -> None:
    tasks = [
        Task("A", 960), Task("B", 480), Task("late", 480, constraint=ConstraintKind.ALAP)
    ]  # fmt: skip
    found = run(tasks, uses=[Assignment("1", "R", "B", ONE), Assignment("2", "R", "late", ONE)])
    assert not found.demand.over


def test_misuse_says_how_to_mend_it() -> None:
    with pytest.raises(MisuseError, match="heuristic, optimal"):
        level([], resources=[], assignments=[], method="magic")


def test_without_ortools_the_command_to_install_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(MisuseError, match=r"pip install \"xlevent\[level\]\""):
        run([Task("A", 480), Task("B", 480)], method=Method.OPTIMAL)


def test_a_project_without_start_is_returned_with_its_problem() -> None:
    found = run([Task("A", 480)], setting=ScheduleSettings())
    assert found.schedule.problems
    assert (found.moves, found.finish_after) == ((), None)


# --- properties ----------------------------------------------------------------------------------
@st.composite
def projects(
    draw: st.DrawFn,
) -> tuple[list[Task], list[Link], list[Resource], list[Assignment]]:
    count = draw(st.integers(2, 6))
    tasks: list[Task] = []
    for number in range(count):
        task = Task(
            f"T{number}",
            draw(st.integers(0, 16)) * 60,
            calendar=draw(st.sampled_from([None, None, None, "night"])),
        )
        day = START + timedelta(days=draw(st.integers(0, 5)))
        kind = draw(st.sampled_from(["", "", "", "", "started", "manual", "SNET", "MSO", "due"]))
        if kind == "started":
            task = replace(task, actual_start=day)
        elif kind == "manual":
            task = replace(task, manual=True, start=day, finish=day + timedelta(hours=30))
        elif kind == "due":
            task = replace(task, deadline=day)
        elif kind:
            task = replace(task, constraint=ConstraintKind(kind), constraint_date=day)
        tasks.append(task)
    links: list[Link] = []
    for number in range(1, count):
        for before in draw(st.sets(st.integers(0, number - 1), max_size=2)):
            kind = draw(st.sampled_from([*LinkKind, LinkKind.FS]))
            lag = draw(st.sampled_from([0, 0, 0, -120, 60, 600]))
            # The engine counts the elapsed lag of FF and SF from the start it leads to.
            elapsed = kind in (LinkKind.FS, LinkKind.SS) and draw(st.booleans())
            links.append(Link(f"T{before}", f"T{number}", kind, lag, elapsed=elapsed))
    resources = [
        Resource(
            name, Decimal(draw(st.integers(1, 3))), draw(st.sampled_from([None, date(2026, 3, 3)]))
        )
        for name in "RQ"
    ]
    uses = [
        Assignment(
            f"{task.id}{resource.id}", resource.id, task.id, Decimal(draw(st.integers(0, 2)))
        )
        for task in tasks
        for resource in resources
    ]
    return tasks, links, resources, uses


Project = tuple[list[Task], list[Link], list[Resource], list[Assignment]]
AROUND = to_minutes(START)
BUILT = {**build_calendars(CALENDARS, AROUND)[0]}


def calendar_of(task: Task) -> WorkCalendar:
    return BUILT[task.calendar or "office"]


def stays(task: Task) -> bool:
    return task.actual_start is not None or task.manual or task.constraint == ConstraintKind.MSO


def assert_links_hold(schedule: Schedule, tasks: list[Task], links: list[Link]) -> None:
    by_id = {task.id: task for task in tasks}
    for link in links:
        after = by_id[link.successor]
        if stays(after):
            continue
        first, second = schedule[link.predecessor], schedule[link.successor]
        base = first.finish if link.kind in (LinkKind.FS, LinkKind.FF) else first.start
        driven = second.finish if link.kind in (LinkKind.FF, LinkKind.SF) else second.start
        if after.duration == 0:
            driven = second.start
        calendar = calendar_of(after)
        if link.elapsed:
            lagged = calendar.work_at(to_minutes(base) + link.lag)
        else:
            lagged = calendar.work_at(to_minutes(base)) + link.lag
        assert calendar.work_at(to_minutes(driven)) >= lagged, link


def assert_capacity_holds(
    found: Levelled, tasks: list[Task], resources: list[Resource], uses: list[Assignment]
) -> None:
    """Minute by minute, from dates and calendars alone."""
    by_id = {task.id: task for task in tasks}
    excused = {(u.resource, day) for u in found.unresolved for day in u.dates}
    for resource in resources:
        level_at: dict[int, Decimal] = {}
        for use in uses:
            task = by_id[use.task]
            row = found.schedule[use.task]
            first, last = to_minutes(row.start), to_minutes(row.finish)
            calendar = calendar_of(task)
            if calendar.between(first, last) == 0:
                calendar = continuous(first)
            if use.resource == resource.id:
                for minute in range(first, last):
                    if calendar.between(minute, minute + 1):
                        level_at[minute] = level_at.get(minute, Decimal(0)) + use.quantity
        for minute, much in level_at.items():
            day = date.fromordinal(minute // 1440 + 1)
            capacity = resource.capacity_on(day)
            assert capacity is not None
            assert much <= capacity or (resource.id, day) in excused


@settings(max_examples=40, deadline=None)
@given(projects())
def test_every_levelled_plan_is_valid(project: Project) -> None:
    tasks, links, resources, uses = project
    found = run(tasks, links, resources, uses, schedules=30)
    before = compute_schedule(tasks, links, CALENDARS, SETTINGS)
    assert_links_hold(found.schedule, tasks, links)
    assert_capacity_holds(found, tasks, resources, uses)
    for task in tasks:
        if stays(task):
            assert found.schedule[task.id].start == before[task.id].start
    for unresolved in found.unresolved:
        assert unresolved.reason != Reason.NO_ROOM  # there is always later time here
    if not demand_by_day(before, resources, uses).over:
        assert found.moves == ()
    # Never worse than placing the tasks in the order without levelling.
    if before.dates is not None and found.finish_after is not None and found.schedules:
        load = find_load(before, before.dates, resources, uses)
        free = profile(load.packing, load.changes())
        plain = place(before.dates, load, free, before.dates.early)
        dates = found.schedule.dates
        assert dates is not None
        late = sum(
            max(0, dates.early[node] - guard.late_at_most)
            for node, guard in dates.network.guards.items()
            if guard.late_at_most is not None and node not in load.held
        )
        assert (late, dates.finish) <= plain.cost[1:3]
    again = run(list(found.tasks), links, resources, uses, schedules=30)
    assert again.moves == ()
    assert again.delays == found.delays


@settings(max_examples=8, deadline=None)
@given(projects())
def test_the_solver_is_valid_and_never_worse(project: Project) -> None:
    tasks, links, resources, uses = project
    plain = run(tasks, links, resources, uses, schedules=30)
    found = level(
        tasks, links, CALENDARS, SETTINGS, resources=resources, assignments=uses,
        method="optimal", schedules=30, time_limit=1,
    )  # fmt: skip
    assert_links_hold(found.schedule, tasks, links)
    assert_capacity_holds(found, tasks, resources, uses)
    assert (len(found.missed), found.finish_after) <= (len(plain.missed), plain.finish_after)
