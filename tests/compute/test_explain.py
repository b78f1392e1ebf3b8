"""Explanations: right for hand-made cases, and for any network by changing what they name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute.office_projects import CALENDARS, DAY, MONDAY, OFFICE, day, networks, office
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.explain import CriticalKind, explain
from xlevent.compute.explain_text import Sentences
from xlevent.compute.reasons import ReasonKind
from xlevent.compute.schedule import Schedule
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    DayException,
    build_calendars,
    to_datetime,
    to_minutes,
)


def kinds(schedule: Schedule, name: str) -> list[str]:
    return [cause.kind for cause in explain(schedule, name).chain[0].causes]


def test_the_chain_leads_back_to_the_start_of_the_project() -> None:
    links = [Link("A", "B", lag=DAY), Link("X", "B"), Link("B", "C", LinkKind.SS, DAY)]
    schedule = office([Task(n, 2 * DAY) for n in "ABXC"], links)
    found = explain(schedule, "C")
    assert [step.task for step in found.chain] == ["C", "B", "A"]
    assert [step.causes[0].link for step in found.chain] == [links[2], links[0], None]
    assert found.chain[0].start == day(9)
    assert found.chain[1].start == day(8)
    assert found.chain[2].causes[0].kind == ReasonKind.PROJECT_START
    assert found.driver.task == "B"


def test_the_calendar_moved_it_and_the_holiday_is_named() -> None:
    holiday = DayException(date(2026, 1, 12), date(2026, 1, 12), name="Founders' day")
    calendar = CalendarDefinition("club", ((OFFICE,) * 5) + ((), ()), (holiday,))
    schedule = compute_schedule(
        [Task("A", 5 * DAY), Task("B", DAY)],
        [Link("A", "B")],
        [calendar],
        ScheduleSettings(start=MONDAY, calendar="club"),
    )
    found = explain(schedule, "B")
    gap = found.driver.gap
    assert gap is not None
    assert (gap.given, gap.taken) == (day(9, 17), day(13))
    assert [(off.day, off.name) for off in gap.days_off] == [(date(2026, 1, 12), "Founders' day")]
    text = " ".join(line.en for line in Sentences().write(found))
    assert "Fri 2026-01-09 17:00" in text
    assert "Tue 2026-01-13 08:00" in text
    assert "Founders' day" in text


def test_every_kind_of_driver() -> None:
    snet, mso = ConstraintKind.SNET, ConstraintKind.MSO
    schedule = office(
        [
            Task("S", constraint=snet, constraint_date=day(14)),
            Task("below", DAY, parent="S"),
            Task("own", DAY, constraint=snet, constraint_date=day(13)),
            Task("must", DAY, constraint=mso, constraint_date=day(6)),
            Task("A", 3 * DAY),
            Task("late", DAY, delay=1440),
            Task("fact", DAY, actual_start=day(6)),
            Task("given", DAY, manual=True, start=day(7)),
            Task("end", 9 * DAY),
        ],
        [Link("A", "must"), Link("A", "late")],
    )
    found = {name: explain(schedule, name) for name in schedule}
    assert found["below"].driver.kind == ReasonKind.SUMMARY
    assert found["below"].driver.task == "S"
    assert found["own"].driver.kind == ReasonKind.CONSTRAINT
    assert kinds(schedule, "must") == ["constraint"]
    assert kinds(schedule, "late") == ["levelling delay", "link"]
    assert [step.task for step in found["late"].chain] == ["late", "A"]
    assert found["fact"].driver.kind == ReasonKind.FACT
    assert found["given"].driver.kind == ReasonKind.GIVEN
    assert found["S"].members == ("below", "below")
    assert found["S"].why_critical == CriticalKind.OF_SUMMARY
    total = found["must"].total
    assert total is not None
    assert total.end.kind == ReasonKind.CONSTRAINT
    assert total.at_start
    assert total.minutes == -2 * DAY
    dated = office([Task("A", DAY), Task("B", DAY)], [Link("A", "B")], data_date=day(7))
    assert kinds(dated, "A") == ["data date"]
    assert kinds(dated, "B") == ["link"]


def test_broken_deadlines_name_the_chain_and_the_delay() -> None:
    schedule = office(
        [Task("A", 2 * DAY), Task("B", 3 * DAY), Task("C", DAY, deadline=day(7, 17))],
        [Link("A", "C"), Link("B", "C")],
    )
    for name in "BC":
        (broken,) = explain(schedule, name).deadlines
        assert (broken.task, broken.minutes) == ("C", DAY)
        assert [step.task for step in broken.chain] == ["C", "B"]
    assert explain(schedule, "A").deadlines == ()
    total = explain(schedule, "A").total
    assert total is not None
    assert [step.task for step in total.chain] == ["A", "C"]
    assert total.end.kind == ReasonKind.DEADLINE
    assert total.end.given == day(7, 17)


def test_free_float_names_who_would_move() -> None:
    schedule = office(
        [Task("A", DAY), Task("B", 4 * DAY), Task("C", DAY), Task("D", DAY)],
        [Link("A", "C"), Link("B", "C"), Link("A", "D", lag=DAY)],
    )
    free = explain(schedule, "A").free
    assert free is not None
    assert (free.minutes, [limit.successor for limit in free.limits]) == (0, ["D"])
    last = explain(schedule, "D").free
    assert last is not None
    assert (last.minutes, last.limits) == (2 * DAY, ())


def test_backward_plans_are_explained_from_the_end() -> None:
    schedule = office(
        [Task("A", DAY), Task("B", 2 * DAY)],
        [Link("A", "B")], start=None, finish=day(16, 17), backward=True,
    )  # fmt: skip
    found = explain(schedule, "A")
    assert found.late
    assert [step.task for step in found.chain] == ["A", "B"]
    assert found.chain[-1].causes[0].kind == ReasonKind.PROJECT_FINISH
    assert "must finish by" in Sentences().write(found)[1].en


def test_links_of_summaries_lead_to_the_tasks_below() -> None:
    schedule = office(
        [
            Task("S"), Task("A", DAY, parent="S"), Task("B", 3 * DAY, parent="S"),
            Task("T"), Task("C", DAY, parent="T"),
        ],
        [Link("S", "T")],
    )  # fmt: skip
    found = explain(schedule, "C")
    assert [step.task for step in found.chain] == ["C", "B"]
    assert found.driver.link == Link("S", "T")
    total = explain(schedule, "A").total
    assert total is not None
    assert [step.task for step in total.chain] == ["A", "C"]
    free = explain(schedule, "A").free
    assert free is not None
    assert [limit.successor for limit in free.limits] == ["C"]


def test_unknown_tasks_and_open_ends() -> None:
    schedule = office([Task("A", DAY), Task("B", -1)], [Link("A", "B")])
    assert explain(schedule, "A").why_critical == CriticalKind.UNKNOWN
    assert "unknown" in " ".join(line.en for line in Sentences().write(explain(schedule, "A")))
    with pytest.raises(KeyError):
        explain(schedule, "B")


def test_long_chains_are_shortened() -> None:
    names = [f"T{number}" for number in range(30)]
    links = [Link(a, b) for a, b in pairwise(names)]
    lines = Sentences(longest=6).write(explain(office([Task(n, DAY) for n in names], links), "T29"))
    assert any("24 more tasks" in line.en for line in lines)
    assert all(line.zh and line.en for line in lines)


# --- properties --------------------------------------------------------------------------------
@st.composite
def rich(draw: st.DrawFn) -> tuple[list[Task], list[Link], dict[str, Any]]:
    """Networks with calendars, dates, delays, a data date, summaries."""
    tasks, links = draw(networks())
    options: dict[str, Any] = {}
    if draw(st.booleans()):
        options["data_date"] = MONDAY + timedelta(hours=draw(st.integers(0, 90)))
    changed = []
    for task in tasks:
        kind = draw(st.sampled_from([None, None, None, *ConstraintKind]))
        if kind == ConstraintKind.ALAP:
            kind = None
        moment = MONDAY + timedelta(hours=draw(st.integers(0, 300)))
        deadline = draw(st.sampled_from([None, None, None, moment]))
        changed.append(
            replace(
                task, constraint=kind, constraint_date=moment, deadline=deadline,
                delay=draw(st.sampled_from([0, 0, 0, 0, 600])),
                parent=draw(st.sampled_from([None, None, "S"])),
            )
        )  # fmt: skip
    changed.append(Task("S", constraint=draw(st.sampled_from([None, ConstraintKind.SNET])),
                        constraint_date=MONDAY + timedelta(days=2)))  # fmt: skip
    return changed, links, options


@given(rich())
@settings(deadline=None, max_examples=40)
def test_every_statement_equals_the_schedule(
    case: tuple[list[Task], list[Link], dict[str, Any]],
) -> None:
    tasks, links, options = case
    schedule = office(tasks, links, **options)
    calendars, _ = build_calendars(CALENDARS, to_minutes(MONDAY))
    for name in schedule:
        row, found = schedule[name], explain(schedule, name)
        assert found.chain
        assert all(step.causes for step in found.chain)
        assert all(line.zh and line.en for line in Sentences().write(found))
        if row.summary:
            continue
        assert (found.total is None) == (row.total_float is None)
        if found.total is not None:
            total = found.total
            between = calendars[total.calendar].between(
                to_minutes(total.first), to_minutes(total.last)
            )
            assert between == total.minutes == row.total_float
            assert total.end.kind != ReasonKind.LINK
        if found.free is not None:
            assert found.free.minutes == row.free_float
            for limit in found.free.limits:
                assert max(0, limit.minutes) == found.free.minutes
        assert found.driver.kind.name == schedule.driver(name).kind.name or (
            len(found.chain[0].causes) > 1
        )
        assert found.chain[-1].causes[0].kind != ReasonKind.LINK


@given(rich(), st.data())
@settings(deadline=None, max_examples=40)
def test_without_what_drives_it_a_task_starts_earlier(
    case: tuple[list[Task], list[Link], dict[str, Any]], data: st.DataObject
) -> None:
    tasks, links, options = case
    schedule = office(tasks, links, **options)
    leaves = [task for task in tasks if task.id != "S"]
    name = data.draw(st.sampled_from([task.id for task in leaves]))
    causes = explain(schedule, name).chain[0].causes
    tasks, links = list(tasks), list(links)
    for cause in causes:  # each alone would do, so all of them go
        if cause.kind == ReasonKind.PROJECT_START:
            return
        if cause.kind == ReasonKind.LINK:
            links = [link for link in links if link != cause.link]
        elif cause.kind == ReasonKind.DATA_DATE:
            options = {}
        elif cause.kind == ReasonKind.SUMMARY:
            tasks = [replace(t, constraint=None) if t.id == cause.task else t for t in tasks]
        else:
            gone: dict[str, Any] = (
                {"delay": 0} if cause.kind == ReasonKind.DELAY else {"constraint": None}
            )
            tasks = [replace(t, **gone) if t.id == name else t for t in tasks]
    before, after = schedule[name], office(tasks, links, **options)[name]
    constraint = next(t for t in leaves if t.id == name).constraint
    if ReasonKind.CONSTRAINT in {c.kind for c in causes} and constraint not in (
        ConstraintKind.SNET,
        ConstraintKind.FNET,
    ):
        # A constraint may also hold a task before what its links ask for.
        assert after.early_start != before.early_start or _same_by_links(schedule, name)
    else:
        assert after.early_start < before.early_start or (
            # Without any predecessor it starts with the project, which may be no earlier.
            after.early_start >= datetime(2026, 1, 5, 8)
            and not any(link.successor == name for link in links)
        )


def _same_by_links(schedule: Schedule, name: str) -> bool:
    return len(explain(schedule, name).chain[0].causes) > 1 or (
        schedule[name].early_start == MONDAY
    )


@given(networks(), st.data())
@settings(deadline=None, max_examples=80)
def test_one_minute_more_than_the_free_float_moves_a_successor_named(
    network: tuple[list[Task], list[Link]], data: st.DataObject
) -> None:
    tasks, links = network
    schedule = office(tasks, links)
    index = data.draw(st.integers(0, len(tasks) - 1))
    task = tasks[index]
    free = explain(schedule, task.id).free
    assert free is not None
    if not free.limits or min(limit.minutes for limit in free.limits) < 0 or not task.duration:
        return
    calendars, _ = build_calendars(CALENDARS, to_minutes(MONDAY))
    calendar = calendars[task.calendar or "office"]
    start = calendar.work_at(to_minutes(schedule[task.id].early_start)) + free.minutes + 1
    held = replace(
        task, constraint=ConstraintKind.SNET, constraint_date=to_datetime(calendar.at_start(start))
    )
    after = office([*tasks[:index], held, *tasks[index + 1 :]], links)
    assert any(
        after[limit.successor].early_finish > schedule[limit.successor].early_finish
        or after[limit.successor].early_start > schedule[limit.successor].early_start
        for limit in free.limits
    )
