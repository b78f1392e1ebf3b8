"""Earned value by period: what is planned, earned and known when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute.office_projects import CALENDARS, MONDAY
from xlevent.compute.planned_value import (
    PercentRule,
    Spending,
    Work,
    earned_value_by_period,
    planned_share,
)
from xlevent.domain.money import quotient
from xlevent.domain.work_calendar import build_calendars, to_minutes
from xlevent.errors import MisuseError

OFFICE = build_calendars(CALENDARS, to_minutes(MONDAY))[0]["office"]
FRIDAYS = [date(2026, 1, 9), date(2026, 1, 16), date(2026, 1, 23)]
START, FINISH = date(2026, 1, 5), date(2026, 1, 16)


def test_value_is_spread_over_working_time() -> None:
    work = Work("A", Decimal(100), START, FINISH, calendar=OFFICE)
    shares = [planned_share(work, START + timedelta(n)) * 10 for n in range(-1, 13)]
    assert [int(share) for share in shares] == [0, 1, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9, 10, 10]


@pytest.mark.parametrize(
    ("rule", "planned", "earned"),
    [
        (PercentRule.PHYSICAL, [500, 1000, 1000], [250, 500, None]),
        (PercentRule.MILESTONES, [500, 1000, 1000], [250, 500, None]),
        (PercentRule.ZERO_HUNDRED, [0, 1000, 1000], [0, 0, None]),
        (PercentRule.FIFTY_FIFTY, [500, 1000, 1000], [500, 500, None]),
        (PercentRule.EFFORT, [417, 1000, 1000], [417, 1000, None]),
    ],
)
def test_rules(rule: PercentRule, planned: list[int], earned: list[int | None]) -> None:
    work = Work("A", Decimal(1000), START, FINISH, rule, Decimal("0.5"), START, calendar=OFFICE)
    periods = earned_value_by_period([work], [], FRIDAYS, date(2026, 1, 16))
    assert [period.pv for period in periods] == planned
    assert [period.ev for period in periods] == earned


def test_a_finished_task_has_earned_all_from_then_on() -> None:
    for rule in (PercentRule.ZERO_HUNDRED, PercentRule.FIFTY_FIFTY, PercentRule.PHYSICAL):
        work = Work("A", Decimal(1000), START, FINISH, rule, Decimal(1), START, date(2026, 1, 9))
        first, second, _ = earned_value_by_period([work], [], FRIDAYS, date(2026, 1, 19))
        assert (first.ev, second.ev) == (1000, 1000)


def test_indices_by_period_and_nothing_after_the_data_date() -> None:
    work = Work("A", Decimal(1000), START, FINISH, percent=Decimal("0.4"), actual_start=START)
    spent = [Spending(date(2026, 1, 6), Decimal(300)), Spending(date(2026, 1, 20), Decimal(50))]
    first, second, third = earned_value_by_period([work], spent, FRIDAYS, date(2026, 1, 16))
    assert second.now is not None
    assert (second.pv, second.ev, second.ac) == (1000, 400, 300)
    assert (second.now.cv, second.now.sv) == (100, -600)
    assert second.now.eac == 750
    assert second.es is not None
    assert second.es < 1
    assert second.spi_t == quotient(second.es, 2)
    assert (third.pv, third.ev, third.ac, third.now, third.es) == (1000, None, None, None, None)
    assert first.ac == 300
    unknown = earned_value_by_period([work], spent, FRIDAYS, None)
    assert [p.ev for p in unknown] == [None] * 3
    nothing = earned_value_by_period([], [], FRIDAYS, date(2026, 2, 1))[0]
    assert nothing.now is not None
    assert (nothing.pv, nothing.es, nothing.now.cpi, nothing.now.eac) == (0, None, None, None)


@pytest.mark.parametrize(
    "work",
    [
        Work("A", Decimal(-1)),
        Work("A", Decimal(1), percent=Decimal("1.1")),
        Work("A", Decimal(1), FINISH, START),
        Work("A", Decimal(1), actual_start=FINISH, actual_finish=START),
    ],
)
def test_what_cannot_be_is_misuse(work: Work) -> None:
    with pytest.raises(MisuseError):
        earned_value_by_period([work], [], FRIDAYS, None)


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
SPANS = st.lists(DAYS, min_size=2, max_size=2).map(sorted)


@st.composite
def works(draw: st.DrawFn) -> Work:
    baseline, actual = draw(SPANS), draw(SPANS)
    started, finished = draw(st.booleans()), draw(st.booleans())
    return Work(
        "A", draw(st.decimals(0, 10**6, places=2)), baseline[0], baseline[1],
        draw(st.sampled_from(PercentRule)),
        draw(st.none() | st.decimals(0, 1, places=2)),
        actual[0] if started else None, actual[1] if started and finished else None,
        draw(st.sampled_from([None, OFFICE])),
    )  # fmt: skip


@given(st.lists(works(), max_size=8), st.lists(DAYS, min_size=1, max_size=9), DAYS)
@settings(deadline=None, max_examples=80)
def test_planned_value_rises_to_the_budget_and_earned_value_stays_below(
    given_works: list[Work], ends: list[date], data_date: date
) -> None:
    periods = earned_value_by_period(given_works, [], [*ends, date(2026, 3, 1)], data_date)
    bac = sum((work.value for work in given_works), Decimal(0))
    planned = [period.pv for period in periods]
    earned = [period.ev for period in periods if period.ev is not None]
    assert planned == sorted(planned)
    assert planned[-1] == bac
    assert earned == sorted(earned)
    assert all(0 <= ev <= bac for ev in earned)
    assert earned_value_by_period(given_works[::-1], [], ends[::-1], data_date) == (
        earned_value_by_period(given_works, [], ends, data_date)
    )
