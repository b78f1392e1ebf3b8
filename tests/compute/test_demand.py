"""Demand by day against capacity."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.demand import Demand, DemandDay, demand_by_day
from xlevent.compute.occupation import task_pieces
from xlevent.compute.schedule import Schedule
from xlevent.domain.resource import Assignment, Resource
from xlevent.domain.task import Link, ScheduleSettings, Task, WorkPart
from xlevent.domain.work_calendar import CalendarDefinition, DayException

SHIFTS = ((480, 720), (780, 1020))
OFFICE = CalendarDefinition("office", (SHIFTS,) * 5 + ((), ()))
NIGHT = CalendarDefinition("night", (((0, 120), (1320, 1440)),) * 7)
MONDAY = date(2026, 3, 2)
START = ScheduleSettings(start=datetime(2026, 3, 2, 8), calendar="office")
ONE = Decimal(1)


def plan(*tasks: Task, links: tuple[Link, ...] = ()) -> Schedule:
    return compute_schedule(tasks, links, (OFFICE, NIGHT), START)


def demand(schedule: Schedule, *assignments: Assignment, capacity: Decimal | None = ONE) -> Demand:
    return demand_by_day(schedule, [Resource("R", capacity)], assignments)


def rows(found: Demand) -> list[tuple[int, Decimal]]:
    return [(day.date.day, day.demand) for day in found.days]


def test_two_tasks_at_one_time_add_up_and_exceed() -> None:
    schedule = plan(Task("A", 480), Task("B", 960))
    found = demand(schedule, Assignment("1", "R", "A", ONE), Assignment("2", "R", "B", ONE))
    assert found.days == (
        DemandDay("R", date(2026, 3, 2), Decimal(2), ONE, ("A", "B"), ("A", "B")),
        DemandDay("R", date(2026, 3, 3), ONE, ONE, ("B",)),
    )
    assert found.over == found.days[:1]
    assert found.days[0].excess == 1
    assert found.over_days == {"1": 1, "2": 1}
    assert found.peaks == {"R": 2}


def test_two_half_days_on_one_day_do_not_exceed() -> None:
    schedule = plan(Task("A", 240), Task("B", 240), links=(Link("A", "B"),))
    found = demand(schedule, Assignment("1", "R", "A", ONE), Assignment("2", "R", "B", ONE))
    assert rows(found) == [(2, ONE)]
    assert found.days[0].tasks == ("A", "B")
    assert not found.over
    assert found.over_days == {"1": 0, "2": 0}


def test_only_those_at_work_at_the_time_of_the_excess_have_over_days() -> None:
    schedule = plan(Task("A", 120), Task("B", 120), Task("C", 120), links=(Link("A", "C"),))
    found = demand(schedule, *(Assignment(name, "R", name, ONE) for name in "ABC"))
    assert found.over_days == {"A": 1, "B": 1, "C": 0}
    assert found.days[0].tasks == ("A", "B", "C")
    assert found.days[0].clashing == ("A", "B")


def test_a_weekend_inside_a_task_is_no_demand() -> None:
    schedule = plan(Task("A", 480 * 7))
    found = demand(schedule, Assignment("1", "R", "A", ONE))
    assert [day for day, _ in rows(found)] == [2, 3, 4, 5, 6, 9, 10]


def test_work_through_midnight_belongs_to_both_days() -> None:
    schedule = plan(Task("A", 240, calendar="night"))
    found = demand(schedule, Assignment("1", "R", "A", ONE))
    assert rows(found) == [(2, ONE), (3, ONE)]


def test_outside_its_availability_a_resource_has_no_capacity() -> None:
    schedule = plan(Task("A", 480 * 3))
    hall = Resource("R", ONE, date(2026, 3, 3), date(2026, 3, 3))
    found = demand_by_day(schedule, [hall], [Assignment("1", "R", "A", ONE)])
    assert [(day.date.day, day.capacity, day.excess) for day in found.days] == [
        (2, 0, 1), (3, 1, 0), (4, 0, 1),
    ]  # fmt: skip
    assert found.over_days == {"1": 2}


def test_own_dates_replace_those_of_the_task() -> None:
    schedule = plan(Task("A", 480))
    both = Assignment("1", "R", "A", ONE, date(2026, 3, 5), date(2026, 3, 9))
    assert [day for day, _ in rows(demand(schedule, both))] == [5, 6, 9]
    later = Assignment("1", "R", "A", ONE, finish=date(2026, 3, 3))
    assert [day for day, _ in rows(demand(schedule, later))] == [2, 3]
    sunday = Assignment("1", "R", "A", ONE, date(2026, 3, 8), date(2026, 3, 8))
    assert rows(demand(schedule, sunday)) == [(8, ONE)]
    swapped = Assignment("1", "R", "A", ONE, date(2026, 3, 9), date(2026, 3, 5))
    assert rows(demand(schedule, swapped)) == []


def test_what_has_no_dates_or_no_resource_is_named() -> None:
    schedule = plan(Task("A", 480), Task("B", -1))
    found = demand(
        schedule,
        Assignment("1", "R", "A", ONE),
        Assignment("2", "R", "B", ONE),
        Assignment("3", "R", "missing", ONE),
        Assignment("4", "missing", "A", ONE),
    )
    assert found.unplaced == ("2", "3", "4")
    assert rows(found) == [(2, ONE)]


def test_no_capacity_said_is_no_limit() -> None:
    found = demand(plan(Task("A", 480)), Assignment("1", "R", "A", Decimal(99)), capacity=None)
    assert (found.peaks["R"], found.over) == (99, ())


def test_tenths_add_up_exactly() -> None:
    schedule = plan(*(Task(str(n), 480) for n in range(10)))
    tenth = Decimal("0.1")
    found = demand(schedule, *(Assignment(str(n), "R", str(n), tenth) for n in range(10)))
    assert rows(found) == [(2, ONE)]
    assert not found.over


def test_manual_task_on_a_holiday_counts() -> None:
    sunday = Task("A", manual=True, start=datetime(2026, 3, 8, 9), finish=datetime(2026, 3, 8, 18))
    assert rows(demand(plan(sunday), Assignment("1", "R", "A", ONE))) == [(8, ONE)]


def test_work_parts_count_on_the_calendars_of_the_parts() -> None:
    parts = (WorkPart("office", 60), WorkPart("night", 60))
    schedule = plan(Task("A", 60, parts=parts))
    pieces = task_pieces(schedule, "A")
    assert pieces is not None
    assert sum(end - start for start, end in pieces) >= 120
    assert pieces == sorted(pieces)


def test_summary_counts_from_its_start_to_its_finish() -> None:
    schedule = plan(
        Task("S"), Task("A", 480, parent="S"), Task("B", 480, parent="S"), links=(Link("A", "B"),)
    )
    assert rows(demand(schedule, Assignment("1", "R", "S", ONE))) == [(2, ONE), (3, ONE)]


_TASKS = st.lists(
    st.tuples(st.integers(1, 2000), st.integers(0, 5), st.sampled_from(["office", "night"])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(_TASKS, st.integers(0, 8))
def test_peaks_and_over_days_equal_a_count_by_the_minute(
    drawn: list[tuple[int, int, str]], capacity: int
) -> None:
    holiday = DayException(date(2026, 3, 4), date(2026, 3, 4))
    office = CalendarDefinition("office", OFFICE.week, (holiday,))
    tasks = [Task(str(n), d, calendar=c) for n, (d, _, c) in enumerate(drawn)]
    schedule = compute_schedule(tasks, (), (office, NIGHT), START)
    uses = [Assignment(f"a{n}", "R", str(n), Decimal(q)) for n, (_, q, _) in enumerate(drawn)]
    found = demand_by_day(schedule, [Resource("R", Decimal(capacity))], uses)
    level: dict[int, int] = {}
    busy: dict[str, set[int]] = {}
    for use in uses:
        for start, end in task_pieces(schedule, use.task) or []:
            for minute in range(start, end):
                level[minute] = level.get(minute, 0) + int(use.quantity)
                if use.quantity:
                    busy.setdefault(use.id, set()).add(minute)
    peaks: dict[date, int] = {}
    for minute, much in level.items():
        day = date.fromordinal(minute // 1440 + 1)
        peaks[day] = max(peaks.get(day, 0), much)
    assert {day.date: day.demand for day in found.days} == {d: p for d, p in peaks.items() if p}
    for use in uses:
        over = {m // 1440 for m in busy.get(use.id, ()) if level[m] > capacity}
        assert found.over_days[use.id] == len(over)
