"""Scheduling backward mirrors scheduling forward; the data date moves open work only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute.office_projects import CALENDARS, DAY, MONDAY, day, networks, office
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.schedule import Schedule
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    WorkCalendar,
    build_calendars,
    to_minutes,
)

# Symmetric about Wednesday noon, 14 January 2026.
MIDDLE = datetime(2026, 1, 14, 12)
HOURS = ((480, 690), (750, 960))
SYMMETRIC = CalendarDefinition("symmetric", (HOURS,) * 5 + ((), ()))
MIRRORED_LINK = {"FS": LinkKind.FS, "SS": LinkKind.FF, "FF": LinkKind.SS, "SF": LinkKind.SF}
K = ConstraintKind
MIRRORED = {
    K.SNET: K.FNLT, K.FNLT: K.SNET, K.FNET: K.SNLT, K.SNLT: K.FNET, K.MSO: K.MFO, K.MFO: K.MSO,
}  # fmt: skip


def mirror(moment: datetime) -> datetime:
    return MIDDLE + (MIDDLE - moment)


@st.composite
def projects(draw: st.DrawFn) -> tuple[list[Task], list[Link]]:
    tasks, links = draw(networks(mixed=False))
    found = []
    for task in tasks:
        kind = draw(st.sampled_from([None, None, None, *MIRRORED]))
        moment = MONDAY + timedelta(days=draw(st.integers(7, 20)), hours=draw(st.integers(0, 8)))
        duration = draw(st.sampled_from([task.duration, DAY, 2 * DAY]))
        found.append(Task(task.id, duration, constraint=kind, constraint_date=moment))
    links = [
        replace(link, lag=draw(st.integers(-400, 900)), elapsed=draw(st.booleans()))
        if draw(st.booleans())
        else link
        for link in links
    ]
    return found, links


def reversed_project(tasks: list[Task], links: list[Link]) -> tuple[list[Task], list[Link]]:
    return (
        [
            replace(
                task,
                constraint=None if task.constraint is None else MIRRORED[task.constraint],
                constraint_date=mirror(task.constraint_date) if task.constraint_date else None,
            )
            for task in tasks
        ],
        [
            Link(x.successor, x.predecessor, MIRRORED_LINK[x.kind], x.lag, None, x.elapsed)
            for x in links
        ],
    )


def run(tasks: list[Task], links: list[Link], **options: Any) -> Schedule:
    options = {"calendar": "symmetric", "bounded": False, **options}
    return compute_schedule(tasks, links, [SYMMETRIC], ScheduleSettings(**options))


def symmetric() -> WorkCalendar:
    return build_calendars([SYMMETRIC], to_minutes(MIDDLE))[0]["symmetric"]


@given(projects())
@settings(deadline=None, max_examples=25)
def test_backward_is_forward_in_a_mirror(project: tuple[list[Task], list[Link]]) -> None:
    tasks, links = project
    # Elapsed lags of other links count from where the start of the successor (backward: of the
    # predecessor) falls, as in MPXJ, which is not the same in a mirror.
    links = [x if x.kind == LinkKind.FS else replace(x, elapsed=False) for x in links]
    forward = run(tasks, links, start=MONDAY)
    backward = run(*reversed_project(tasks, links), finish=mirror(MONDAY), backward=True)
    calendar = symmetric()
    assert not forward.problems
    assert not backward.problems
    for task in tasks:
        one, other = forward[task.id], backward[task.id]
        assert other.late_start is not None
        assert other.late_finish is not None
        for ours, theirs in (
            (one.early_start, other.late_finish),
            (one.early_finish, other.late_start),
        ):
            assert calendar.between(to_minutes(ours), to_minutes(mirror(theirs))) == 0, task.id


@given(networks(mixed=False))
@settings(deadline=None, max_examples=25)
def test_floats_are_the_same_in_the_mirror(network: tuple[list[Task], list[Link]]) -> None:
    tasks, links = network
    forward = run(tasks, links, start=MONDAY)
    backward = run(*reversed_project(tasks, links), finish=mirror(MONDAY), backward=True)
    for task in tasks:
        assert forward[task.id].total_float == backward[task.id].total_float
        assert forward[task.id].critical == backward[task.id].critical


@given(networks(), st.data())
@settings(deadline=None, max_examples=25)
def test_open_work_starts_at_the_data_date_and_facts_stay(
    network: tuple[list[Task], list[Link]], data: st.DataObject
) -> None:
    tasks, links = network
    plan = office(tasks, links)
    hours = data.draw(st.integers(0, 400))
    today = MONDAY + timedelta(hours=hours)
    changed = []
    for task in tasks:
        row = plan[task.id]
        if row.early_finish <= today and data.draw(st.booleans()):
            changed.append(
                replace(task, actual_start=row.early_start, actual_finish=row.early_finish)
            )
        elif row.early_start < today and task.duration and data.draw(st.booleans()):
            percent = data.draw(st.integers(0, 99))
            changed.append(replace(task, actual_start=row.early_start, percent_complete=percent))
        else:
            changed.append(task)
    updated, undated = office(changed, links, data_date=today), office(changed, links)
    calendars, _ = build_calendars(CALENDARS, to_minutes(MONDAY))
    for task in changed:
        row, before = updated[task.id], undated[task.id]
        if task.actual_start is not None:
            assert row.start == task.actual_start
            assert task.actual_finish in (None, row.finish)
        else:
            assert row.early_start >= today or not task.duration
        assert row.early_finish >= before.early_finish
        if task.actual_start is not None and task.actual_finish is None:
            own = calendars[task.calendar or "office"]
            left = round(task.duration * (100 - task.percent_complete) / 100)
            assert own.between(to_minutes(today), to_minutes(row.finish)) >= left


@given(networks())
@settings(deadline=None, max_examples=25)
def test_a_data_date_at_the_start_changes_nothing(network: tuple[list[Task], list[Link]]) -> None:
    tasks, links = network
    links = [link for link in links if link.kind != LinkKind.SF]  # which may lead before the start
    plan, dated = office(tasks, links), office(tasks, links, data_date=MONDAY)
    for task in tasks:
        assert plan[task.id].early_finish == dated[task.id].early_finish
        assert plan[task.id].total_float == dated[task.id].total_float


def test_an_event_date_on_a_day_off_is_reached_by_the_last_work_before_it() -> None:
    schedule = office(
        [Task("A", DAY), Task("B", DAY), Task("Z", constraint=K.FNLT, constraint_date=day(14, 17))],
        [Link("A", "B", LinkKind.SS, DAY), Link("A", "Z")],
        start=None, finish=day(17, 18), backward=True,
    )  # fmt: skip
    assert schedule["B"].finish == day(16, 17)
    assert schedule["A"].finish == day(14, 17)
    assert schedule["Z"].start == day(14, 17)
    assert schedule.start == day(14)
    assert schedule.finish == day(17, 18)
