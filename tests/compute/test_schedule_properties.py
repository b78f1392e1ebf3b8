"""What holds for every network."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute.office_projects import CALENDARS, MONDAY, networks, office
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.schedule import Schedule, TaskDates
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task
from xlevent.domain.work_calendar import build_calendars, to_datetime, to_minutes

START = datetime(2026, 1, 5)
ENDS = {"FS": (1, 0), "SS": (0, 0), "FF": (1, 1), "SF": (0, 1)}


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
    assert schedule.finish == START + timedelta(
        minutes=max(start[t.id] + t.duration for t in without)
    )


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
