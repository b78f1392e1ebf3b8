"""Data that cannot be scheduled: named whole, the rest computed."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.compute.office_projects import DAY, day, office
from xlevent.compute.conflicts import find_conflicts
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.schedule_findings import column_of, findings_of, problem_of
from xlevent.compute.schedule_problem import ScheduleProblem, ScheduleProblemKind
from xlevent.domain.problems import finding
from xlevent.domain.task import ConstraintKind, Link, ScheduleSettings, Task
from xlevent.domain.work_calendar import CalendarDefinition


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
        (Task("A", 10**9), "duration or lag of more than a hundred years"),
        (Task("A", 1, delay=10**9), "duration or lag of more than a hundred years"),
        (Task("A", 1, deadline=datetime(2400, 1, 1)), "date of a task outside the calendar"),
        (Task("A", 1, actual_start=datetime(1899, 1, 1)), "date of a task outside the calendar"),
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


def test_absurd_lags_are_problems_of_their_link() -> None:
    schedule = office([Task("A", DAY), Task("B", DAY), Task("C", DAY)], [Link("A", "B", lag=10**9)])
    (problem,) = schedule.problems
    assert problem.kind == ScheduleProblemKind.ABSURD_DURATION
    assert problem.tasks == ("A", "B")
    assert schedule.left_out == ("B",)
    assert column_of(problem) == "predecessors"
    assert "lag" in finding(problem_of(problem)).message.en


def test_a_task_that_could_not_be_read_is_left_out_with_what_follows() -> None:
    tasks = [Task("S"), *(Task(n, DAY, parent="S" if n == "C" else None) for n in "ABCD")]
    schedule = compute_schedule(
        tasks, [Link("A", "B")], settings=ScheduleSettings(start=day(5)), unread=("A", "S", "none")
    )
    assert schedule.left_out == ("A", "B", "C")
    assert schedule.problems == ()


def test_a_project_date_outside_every_calendar() -> None:
    for options in ({"start": datetime(1800, 1, 1)}, {"data_date": datetime(2500, 1, 1)}):
        schedule = office([Task("A", 1)], **options)
        assert [p.kind for p in schedule.problems] == ["dates outside the calendar"]
        assert not schedule.complete


def test_faults_of_calendars() -> None:
    week = (((480, 1020),),) * 5 + ((), ())
    schedule = compute_schedule(
        [Task("A", 1, calendar="never"), Task("B", 1)],
        calendars=[
            CalendarDefinition("good", week),
            CalendarDefinition("good", week),
            CalendarDefinition("never", ((),) * 7),
            CalendarDefinition("wrong", (((600, 500),),) * 7),
            CalendarDefinition("orphan", week, parent="nobody"),
        ],
        settings=ScheduleSettings(start=day(5), calendar="good"),
    )
    assert {(p.kind.name, p.detail) for p in schedule.problems} == {
        ("DUPLICATE_CALENDAR", "good"),
        ("NO_WORKING_TIME", "never"),
        ("WRONG_SHIFTS", "wrong"),
        ("CALENDAR_PARENT", "orphan"),
        ("UNUSABLE_CALENDAR", "never"),
    }
    assert list(schedule) == ["B"]
    texts = [finding(problem_of(p)).message.en for p in schedule.problems]
    assert "Calendar never has no working time." in texts
    assert any("'nobody'" in text for text in texts)


@pytest.mark.parametrize("kind", ScheduleProblemKind)
def test_every_kind_has_a_code_in_both_languages(kind: ScheduleProblemKind) -> None:
    for tasks in (("T-1", "T-2"), ("T-1",), ()):
        problem = ScheduleProblem(kind, tasks, "X", ("SNET", "deadline"))
        found = finding(problem_of(problem, lambda name: f"{name} (C7)"))
        assert found.message.zh
        assert "{" not in found.message.zh + found.message.en + found.hint.en
        assert isinstance(column_of(problem), str)


def test_a_long_cycle_is_named_whole() -> None:
    names = [f"T-{number:03}" for number in range(40)]
    links = [Link(a, b) for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    (problem,) = office([Task(name, 1) for name in names], links).problems
    text = finding(problem_of(problem)).message.en
    assert all(name in text for name in names)
    assert "T-038 → T-039 → T-000" in text


MSO, MFO, SNET, FNLT = (ConstraintKind(kind) for kind in ("MSO", "MFO", "SNET", "FNLT"))


@pytest.mark.parametrize(
    ("first", "second", "names", "minutes"),
    [
        ({"constraint": MSO, "constraint_date": day(7)}, {"deadline": day(8, 17)},
         ("MSO", "deadline"), DAY),
        ({"constraint": SNET, "constraint_date": day(7)},
         {"constraint": MFO, "constraint_date": day(8, 17)}, ("SNET", "MFO"), DAY),
        ({"constraint": SNET, "constraint_date": day(7)},
         {"constraint": MSO, "constraint_date": day(8)}, ("SNET", "MSO"), DAY),
        ({"manual": True, "start": day(7)}, {"constraint": FNLT, "constraint_date": day(8, 17)},
         ("given dates", "FNLT"), DAY),
    ],
)  # fmt: skip
def test_conflicting_dates_are_named_both(
    first: dict[str, object], second: dict[str, object], names: tuple[str, str], minutes: int
) -> None:
    schedule = office(
        [Task("A", DAY, **first), Task("B", DAY), Task("C", DAY, **second)],  # type: ignore[arg-type]
        [Link("A", "B"), Link("B", "C")],
    )
    assert schedule.problems == ()  # all of it is scheduled
    ((problem, text),) = findings_of(schedule)
    assert problem.kind == ScheduleProblemKind.CONFLICT
    assert problem.tasks == ("A", "B", "C")
    assert problem.more == names
    assert problem.detail == str(minutes)
    shown = finding(text)
    assert "A → B → C" in shown.hint.en
    assert shown.severity == "warning"


def test_conflicts_of_one_task_and_what_is_none() -> None:
    own = Task("A", DAY, constraint=SNET, constraint_date=day(9), deadline=day(8, 17))
    (problem,) = find_conflicts(office([own]))
    assert (problem.tasks, problem.more, problem.detail) == (("A",), ("SNET", "deadline"), str(DAY))
    missed = office([Task("A", 9 * DAY, deadline=day(6))])
    assert find_conflicts(missed) == []
    kept = office([Task("A", DAY, constraint=SNET, constraint_date=day(7), deadline=day(8))])
    assert find_conflicts(kept) == []
