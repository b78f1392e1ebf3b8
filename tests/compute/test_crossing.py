"""Links between two calendars: the quick look-up gives what the moments on the clock give."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlevent.compute.crossing import Crossings
from xlevent.domain.task import LinkKind
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    DayException,
    Shifts,
    WorkCalendar,
    WorkWeek,
    build_calendars,
    continuous,
    to_minutes,
)

AROUND = to_minutes(datetime(2026, 2, 2))
DAYS: tuple[Shifts, ...] = (
    (),
    ((480, 720), (780, 1020)),
    ((0, 180), (1320, 1440)),
    ((0, 1440),),
    ((0, 1), (601, 602)),
)
FS, SS, FF, SF = LinkKind.FS, LinkKind.SS, LinkKind.FF, LinkKind.SF


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Any week with work, holidays and a work week within two years around 2026."""
    days = st.sampled_from(DAYS)
    week = tuple(draw(st.lists(days, min_size=7, max_size=7)))
    if not any(week):
        return continuous(AROUND)
    first = date(2025, 1, 1) + timedelta(draw(st.integers(0, 700)))
    rules = draw(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 9), days), max_size=5))
    exceptions = tuple(
        DayException(from_, from_ + timedelta(length), shifts)
        for start, length, shifts in rules
        for from_ in [date(2025, 1, 1) + timedelta(start)]
    )
    other = tuple(draw(st.lists(st.none() | days, min_size=7, max_size=7)))
    work_weeks = (WorkWeek(first, first + timedelta(draw(st.integers(0, 30))), other),)
    found, faults = build_calendars([CalendarDefinition("c", week, exceptions, work_weeks)], AROUND)
    assert not faults
    return found["c"]


@pytest.mark.parametrize("shift", [0, 1, -700, 2000])
@given(calendars(), calendars(), st.integers(-400_000, 900_000))
@settings(max_examples=60, deadline=None)
def test_finish_to_start_goes_by_the_clock(
    shift: int, one: WorkCalendar, other: WorkCalendar, minutes: int
) -> None:
    crossing = Crossings().find(one, other, FS, 0, shift)
    assert crossing is not None
    work = one.work_at(AROUND + minutes)
    assert crossing.early(work) == other.work_at(one.at_finish(work) + shift)
    late = other.work_at(AROUND + minutes)
    assert crossing.late(late) == one.work_at(other.at_start(late) - shift)


@given(calendars(), calendars(), st.integers(-400_000, 900_000))
@settings(max_examples=60, deadline=None)
def test_other_kinds_go_by_the_clock(one: WorkCalendar, other: WorkCalendar, minutes: int) -> None:
    work, late = one.work_at(AROUND + minutes), other.work_at(AROUND + minutes)
    for kind in (SS, FF, SF):
        crossing = Crossings().find(one, other, kind, 0, 0)
        assert crossing is not None
        ends = kind is FF
        assert crossing.early(work) == other.work_at(
            one.at_finish(work) if ends else one.at_start(work)
        )
        starts = kind is SS
        assert crossing.late(late) == one.work_at(
            other.at_start(late) if starts else other.at_finish(late)
        )


@given(calendars(), st.integers(-400_000, 900_000), st.integers(0, 30_000))
@settings(max_examples=60, deadline=None)
def test_periods_hold_all_work_between_two_moments(
    calendar: WorkCalendar, minutes: int, length: int
) -> None:
    first, last = AROUND + minutes, AROUND + minutes + length
    periods = calendar.periods(first, last)
    assert sum(end - start for start, end in periods) == calendar.between(first, last)
    before = first
    for start, end in periods:
        assert before <= start < end <= last
        assert calendar.between(start, end) == end - start
        before = end
