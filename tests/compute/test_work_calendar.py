"""Working time: shifts, exceptions, work weeks, parents, and arithmetic against counting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlevent.domain.work_calendar import (
    DAY,
    CalendarDefinition,
    DayException,
    OutsideCalendarError,
    Shifts,
    Week,
    WorkCalendar,
    WorkWeek,
    build_calendars,
    continuous,
    to_datetime,
    to_minutes,
)

OFFICE: Shifts = ((480, 720), (780, 1020))
WEEK: Week = ((OFFICE,) * 5) + ((), ())
AROUND = to_minutes(datetime(2026, 2, 2))
FOLLOWS: Week = (None,) * 7


def built(*definitions: CalendarDefinition) -> WorkCalendar:
    """The last of some calendars."""
    calendars, faults = build_calendars(definitions, AROUND)
    assert faults == []
    return calendars[definitions[-1].id]


def at(day: int, hour: int = 0, minute: int = 0) -> int:
    """A moment of February 2026; the 2nd is a Monday."""
    return to_minutes(datetime(2026, 2, day, hour, minute))


def test_moments() -> None:
    moment = datetime(2026, 2, 3, 4, 5)
    assert to_datetime(to_minutes(moment)) == moment
    assert to_minutes(datetime(1, 1, 1)) == 0


def test_adding_ends_at_the_end_of_a_shift_and_subtracting_at_its_start() -> None:
    office = built(CalendarDefinition("office", WEEK))
    assert office.add(at(2, 8), 240) == at(2, 12)
    assert office.add(at(2, 8), 241) == at(2, 13, 1)
    assert office.add(at(6, 17), 480) == at(9, 17)
    assert office.add(at(7, 10), 0) == at(7, 10)
    assert office.subtract(at(9, 8), 480) == at(6, 8)
    assert office.next_start(at(7, 10)) == at(9, 8)
    assert office.previous_finish(at(7, 10)) == at(6, 17)
    assert office.between(at(6, 17), at(9, 8)) == 0
    assert office.between(at(9, 12), at(6, 8)) == -720


def test_exceptions_work_weeks_and_parents() -> None:
    parent = CalendarDefinition(
        "parent",
        WEEK,
        (
            DayException(date(2026, 2, 16), date(2026, 2, 20)),  # holidays
            DayException(date(2026, 2, 7), date(2026, 2, 7), OFFICE),  # make-up Saturday
        ),
    )
    child = CalendarDefinition(
        "child",
        (None, (), None, None, None, None, None),  # never on Tuesdays
        (DayException(date(2026, 2, 18), date(2026, 2, 18), ((600, 660),)),),
        (WorkWeek(date(2026, 2, 23), date(2026, 3, 1), (*FOLLOWS[:5], ((540, 600),), None)),),
        "parent",
    )
    calendar = built(parent, child)
    hours = {day: calendar.between(at(day), at(day + 1)) for day in range(1, 28)}
    assert {day for day, minutes in hours.items() if minutes == 480} == {
        *(2, 4, 5, 6, 7),
        *(9, 11, 12, 13),
        *(23, 25, 26, 27),
    }
    assert hours[18] == 60  # own exception before the parent's
    assert calendar.between(at(28), at(28) + DAY) == 60
    assert not calendar.works_on(date(2026, 2, 17))


def test_a_calendar_that_adds_nothing_is_its_parent() -> None:
    calendars, _ = build_calendars(
        [CalendarDefinition("a", WEEK), CalendarDefinition("b", FOLLOWS, parent="a")], AROUND
    )
    assert calendars["a"] is calendars["b"]


def test_night_shifts_join_at_midnight() -> None:
    night = built(CalendarDefinition("night", (((0, 180), (1380, 1440)),) * 7))
    assert night.add(at(2, 23), 240) == at(3, 3)
    assert night.previous_finish(at(3, 0)) == at(3, 0)
    assert continuous(AROUND).add(at(2, 5), 10_000) == at(2, 5) + 10_000


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        (CalendarDefinition("x", WEEK, parent="none"), "unknown parent calendar"),
        (CalendarDefinition("x", WEEK, parent="x"), "circle of parent calendars"),
        (CalendarDefinition("x", ((),) * 7), "calendar without working time"),
        (CalendarDefinition("x", (((600, 500),),) * 7), "wrong shifts"),
        (CalendarDefinition("x", (((0, 1441),),) * 7), "wrong shifts"),
        (CalendarDefinition("x", ()), "wrong shifts"),
    ],
)
def test_faults(definition: CalendarDefinition, kind: str) -> None:
    calendars, faults = build_calendars([definition], AROUND)
    assert calendars == {}
    assert [fault.kind for fault in faults] == [kind]


def test_duplicates_are_faults() -> None:
    calendars, faults = build_calendars([CalendarDefinition("x", WEEK)] * 2, AROUND)
    assert list(calendars) == ["x"]
    assert [fault.kind for fault in faults] == ["duplicate calendar"]


def test_calendars_are_bounded() -> None:
    office = built(CalendarDefinition("office", WEEK))
    assert office.between(to_minutes(datetime(1900, 1, 1)), to_minutes(datetime(2399, 1, 1))) > 0
    with pytest.raises(OutsideCalendarError):
        office.add(AROUND, 10**9)
    with pytest.raises(OutsideCalendarError):
        office.work_at(to_minutes(datetime(1899, 12, 31)))
    once = built(
        CalendarDefinition(
            "once", ((),) * 7, (DayException(date(2026, 2, 4), date(2026, 2, 4), OFFICE),)
        )
    )
    assert once.add(at(1), 480) == at(4, 17)
    with pytest.raises(OutsideCalendarError):
        once.add(at(1), 481)


@given(
    st.integers(at(1), at(27)),
    st.integers(-6000, 6000),
    st.lists(st.tuples(st.integers(1, 27), st.booleans()), max_size=6),
)
@settings(deadline=None)
def test_arithmetic_equals_counting(
    moment: int, minutes: int, days: list[tuple[int, bool]]
) -> None:
    exceptions = tuple(
        DayException(date(2026, 2, day), date(2026, 2, day), OFFICE if works else ())
        for day, works in days
    )
    definition = CalendarDefinition("c", WEEK, exceptions)
    calendar = built(definition)
    first_of_day = dict(reversed(days))

    def working(minute: int) -> bool:
        when = to_datetime(minute)
        if when.year == 2026 and when.month == 2 and when.day in first_of_day:
            hours = OFFICE if first_of_day[when.day] else ()
        else:
            hours = WEEK[when.weekday()] or ()
        return any(a <= minute % DAY < b for a, b in hours)

    end, left = moment, abs(minutes)
    while left:
        if minutes > 0:
            left -= working(end)
            end += 1
        else:
            end -= 1
            left -= working(end)
    assert calendar.add(moment, minutes) == end
    assert calendar.between(moment, end) == minutes


JANUARY = st.dates(date(2026, 1, 1), date(2026, 1, 31))
HOURS = st.sampled_from([(), OFFICE, ((540, 600),)])
EXCEPTIONS = st.builds(DayException, JANUARY, JANUARY, HOURS)
WEEKS = st.tuples(*[st.one_of(st.none(), HOURS)] * 7)
OTHER_WEEKS = st.builds(WorkWeek, JANUARY, JANUARY, WEEKS)


@given(
    st.lists(
        st.tuples(
            WEEKS,
            st.lists(EXCEPTIONS, max_size=8).map(tuple),
            st.lists(OTHER_WEEKS, max_size=3).map(tuple),
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(deadline=None)
def test_of_all_rules_for_a_day_the_first_holds(parts: list[tuple[Any, Any, Any]]) -> None:
    """Asked one by one: exceptions of all calendars before work weeks and weeks of each."""
    line = tuple(
        CalendarDefinition(str(number), week, exceptions, weeks)
        for number, (week, exceptions, weeks) in enumerate(parts)
    )
    calendar = WorkCalendar(line, AROUND)
    for number in range(-2, 34):
        day = date(2026, 1, 1) + timedelta(days=number)
        special = [
            (one.id, rule)
            for one in line
            for rule in one.exceptions
            if rule.first <= day <= rule.last
        ]
        usual = [
            hours[day.weekday()]
            for one in line
            for hours in (
                *(other.week for other in one.work_weeks if other.first <= day <= other.last),
                one.week,
            )
            if hours[day.weekday()] is not None
        ]
        assert calendar.exception_on(day) == (special[0] if special else None)
        assert calendar.hours(day) == (special[0][1].shifts if special else (*usual, ())[0])


def test_a_holiday_on_the_last_day_that_python_knows() -> None:
    always = DayException(date.min, date.max, OFFICE)
    calendar = WorkCalendar((CalendarDefinition("always", ((),) * 7, (always,)),), AROUND)
    assert calendar.hours(date.max) == calendar.hours(date.min) == OFFICE
