"""Levelling of projects that are scheduled back from their event: tasks are done earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute.levelling.test_level import (
    CALENDARS,
    ONE,
    Project,
    assert_capacity_holds,
    projects,
    run,
    stays,
)
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.demand import demand_by_day
from xlevent.compute.explain import explain
from xlevent.compute.explain_text import Sentences
from xlevent.compute.levelling import Method, Reason, level
from xlevent.domain.resource import Assignment, Resource
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task, WorkPart

EVENT = datetime(2026, 3, 13, 17)  # a Friday
BACK = ScheduleSettings(finish=EVENT, backward=True, calendar="office")


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, day, hour)


def test_a_negative_delay_puts_a_task_and_what_leads_to_it_earlier() -> None:
    tasks = [Task("A", 480), Task("B", 480, delay=-1440), Task("C", 480)]
    found = compute_schedule(tasks, [Link("A", "B")], CALENDARS, BACK)
    assert (found["B"].start, found["B"].finish) == (at(12), at(12, 17))
    assert found["A"].start == at(11)
    assert found["C"].start == at(13)
    assert found.start == at(11)
    forward = ScheduleSettings(start=at(2), calendar="office")
    plain = compute_schedule(tasks, [Link("A", "B")], CALENDARS, forward)
    assert plain["B"].start == at(3)  # there it says nothing


@pytest.mark.parametrize("kind", list(LinkKind))
def test_a_negative_delay_holds_with_parts_and_links_between_calendars(kind: LinkKind) -> None:
    late = Task("B", 480, delay=-2 * 1440, parts=(WorkPart("night", 240), WorkPart("office", 480)))
    tasks = [Task("A", 120, calendar="night"), late, Task("C", 480)]
    links = [Link("A", "B", kind, 60), Link("B", "C")]
    free = compute_schedule([tasks[0], replace(late, delay=0), tasks[2]], links, CALENDARS, BACK)
    moved = compute_schedule(tasks, links, CALENDARS, BACK)
    assert free["B"].start == at(12)
    assert (moved["B"].start, moved["B"].finish) == (at(10), at(11, 2))
    assert moved["A"].start < free["A"].start


@pytest.mark.parametrize("method", list(Method))
def test_of_two_tasks_before_the_event_one_is_done_earlier(method: Method) -> None:
    found = run([Task("A", 480), Task("B", 480)], setting=BACK, method=method)
    assert sorted(row.start for row in found.schedule.values()) == [at(12), at(13)]
    assert list(found.delays.values()) == [-1440]
    assert found.after == (at(12), EVENT)
    assert (found.cost_minutes, found.cost_days, found.optimal) == (480, 1, True)
    assert [move.minutes for move in found.moves] == [-480]
    assert not found.demand.over


def test_work_with_float_moves_first_and_costs_nothing() -> None:
    tasks = [Task("before", 960), Task("long", 480), Task("short", 480)]
    uses = [Assignment("1", "R", "long", ONE), Assignment("2", "R", "short", ONE)]
    found = run(tasks, [Link("before", "long")], uses=uses, setting=BACK)
    assert found.delays == {"short": -1440}
    assert (found.cost_days, found.optimal) == (0, True)


def test_as_soon_as_possible_and_given_dates_stay() -> None:
    tasks = [
        Task("first", 480),
        Task("ASAP", 480, constraint=ConstraintKind.ASAP),
        Task("manual", 480, manual=True, start=at(13), finish=at(13, 17)),
    ]
    found = run(tasks, setting=BACK)
    assert found.schedule["manual"].start == at(13)
    assert found.schedule["first"].finish <= at(12, 17)


def test_no_room_before_a_resource_is_there() -> None:
    there = [Resource("R", ONE, date(2026, 3, 13))]
    found = run([Task("A", 480), Task("B", 480)], resources=there, setting=BACK)
    assert [one.reason for one in found.unresolved] == [Reason.NO_ROOM]


def test_an_earlier_date_is_explained() -> None:
    found = run([Task("A", 480), Task("B", 480), Task("C", 240)], [Link("A", "C")], setting=BACK)
    moved = next(iter(found.delays))
    text = [line.en for line in Sentences().write(explain(found.schedule, moved))]
    assert any("levelling to an earlier time" in line for line in text), text


@st.composite
def back_projects(draw: st.DrawFn) -> Project:
    """No early limits and no end of anything in the past, so that there is always room."""
    tasks, links, resources, uses = draw(projects())
    turned = {ConstraintKind.SNET: ConstraintKind.FNLT}
    tasks = [
        replace(task, constraint=turned.get(task.constraint, task.constraint))
        if task.constraint is not None
        else task
        for task in tasks
    ]
    last = draw(st.sampled_from([None, date(2026, 3, 12)]))
    resources = [replace(one, available_from=None, available_to=last) for one in resources]
    return tasks, links, resources, uses


@settings(max_examples=40, deadline=None)
@given(back_projects())
def test_every_plan_that_is_levelled_back_is_valid(project: Project) -> None:
    tasks, links, resources, uses = project
    found = run(tasks, links, resources, uses, setting=BACK, schedules=30)
    before = compute_schedule(tasks, links, CALENDARS, BACK)
    assert all(delay < 0 for delay in found.delays.values())
    again = compute_schedule(found.tasks, links, CALENDARS, BACK)
    assert dict(again) == dict(found.schedule)
    assert_capacity_holds(found, tasks, resources, uses)
    for task in tasks:
        row, old = found.schedule[task.id], before[task.id]
        assert row.start == old.start if stays(task) else row.start <= old.start
    for unresolved in found.unresolved:
        assert unresolved.reason != Reason.NO_ROOM
    if not demand_by_day(before, resources, uses).over:
        assert found.moves == ()
    repeated = run(list(found.tasks), links, resources, uses, setting=BACK, schedules=30)
    assert repeated.moves == ()
    assert repeated.delays == found.delays


@settings(max_examples=8, deadline=None)
@given(back_projects())
def test_the_solver_is_never_worse_backward(project: Project) -> None:
    tasks, links, resources, uses = project
    plain = run(tasks, links, resources, uses, setting=BACK, schedules=30)
    found = level(
        tasks, links, CALENDARS, BACK, resources=resources, assignments=uses,
        method="optimal", schedules=30, time_limit=1,
    )  # fmt: skip
    assert_capacity_holds(found, tasks, resources, uses)
    assert plain.after[0] is not None
    assert found.after[0] is not None
    assert found.after[0] >= plain.after[0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), min_size=2, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3)), max_size=8),
)
def test_back_from_the_event_costs_what_the_mirror_image_costs_forward(
    sizes: list[tuple[int, int]], pairs: list[tuple[int, int, int]]
) -> None:
    tasks = [Task(f"T{i}", 60 * hours) for i, (hours, _) in enumerate(sizes)]
    uses = [Assignment(f"A{i}", "R", f"T{i}", Decimal(much)) for i, (_, much) in enumerate(sizes)]
    links = [
        Link(f"T{min(a, b)}", f"T{max(a, b)}", LinkKind.FS, 60 * lag)
        for a, b, lag in pairs
        if a != b and max(a, b) < len(tasks)
    ]
    turned = [replace(k, predecessor=k.successor, successor=k.predecessor) for k in links]
    room = [Resource("R", Decimal(2))]
    back = run(tasks, links, room, uses, setting=replace(BACK, calendar=None))
    forth = run(tasks, turned, room, uses, setting=ScheduleSettings(start=EVENT))
    # Which of two equally good tasks goes first may differ, what it costs may not.
    if back.optimal and forth.optimal:
        assert back.cost_minutes == forth.cost_minutes
    assert (not back.demand.over) == (not forth.demand.over)
    assert all(delay <= 0 for delay in back.delays.values())
