"""The rules of the schedule one by one, on small projects."""

from __future__ import annotations

from datetime import timedelta

from tests.compute.office_projects import DAY, day, office
from xlevent.compute.schedule import DriverKind
from xlevent.domain.task import ConstraintKind, Link, LinkKind, Task

ASAP = ConstraintKind.ASAP


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


def test_percent_of_an_elapsed_task_runs_on_the_clock_in_a_project_without_calendar_too() -> None:
    tasks = [Task("A", 1000, elapsed=True), Task("B", 60, calendar="office")]
    schedule = office(tasks, [Link("A", "B", percent=100.0)], calendar=None)
    assert schedule["A"].finish == day(6, 0) + timedelta(minutes=40)
    assert schedule["B"].start == day(7)  # 1,000 minutes later it is 17:20 on the 6th


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
