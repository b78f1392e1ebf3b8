"""Earned value by period: what was planned, earned and spent by the end of each of some days.

All amounts are cumulative. PV follows the baseline, EV what is known of the work, AC the dates of
the expenses; after the data date EV and AC are unknown (None). Amounts are exact until the end:
a period's PV and EV are sums over all tasks, rounded half-up once, so that PV at the end of the
last baseline is BAC to the last digit. Source: PMI, Practice Standard for Earned Value Management.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from xlevent.compute.earned_value import EarnedValue, earned_schedule, schedule_index
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO, exact, product, quotient, round_money
from xlevent.domain.work_calendar import DAY, WorkCalendar, to_minutes
from xlevent.errors import MisuseError

_HALF = Decimal("0.5")


class PercentRule(StrEnum):
    """How much of a task's planned value counts as earned; values of the list `percent_rule`."""

    PHYSICAL = "physical"
    """The percent that was reported."""
    ZERO_HUNDRED = "zero_hundred"
    """Nothing before the task is finished, all then."""
    FIFTY_FIFTY = "fifty_fifty"
    """Half at its start, all at its finish."""
    MILESTONES = "milestones"
    """The weights of the milestones that were reached, reported as a percent."""
    EFFORT = "effort"
    """Level of effort: earned as planned, by the passing of time."""


@dataclass(frozen=True, slots=True)
class Work:
    """A leaf task as earned value sees it; days are whole, the last one included.

    Parameters
    ----------
    value
        Planned value: its share of BAC.
    baseline_start, baseline_finish
        Without them nothing is planned in time: its value is in BAC only.
    rule
        How its percent counts, and so when its value is planned: at its finish (0/100), half at
        its start (50/50), else evenly over the working time of its baseline.
    percent
        Reported at the data date, 0 to 1.
    actual_start, actual_finish
        Facts.
    calendar
        Whose working time spreads the value; plain days when None and for level of effort, as
        in the sheets.
    """

    id: str
    value: Decimal
    baseline_start: date | None = None
    baseline_finish: date | None = None
    rule: PercentRule = PercentRule.PHYSICAL
    percent: Decimal | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    calendar: WorkCalendar | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """An expense: its day and its amount in the event's currency."""

    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Period:
    """Earned value at the end of a day; `now` is None after the data date."""

    end: date
    pv: Decimal
    ev: Decimal | None
    ac: Decimal | None
    now: EarnedValue | None
    es: Decimal | None
    spi_t: Decimal | None


def earned_value_by_period(
    works: Iterable[Work],
    expenses: Iterable[Spending],
    ends: Iterable[date],
    data_date: date | None,
    currency: str = "TWD",
) -> tuple[Period, ...]:
    """PV, EV, AC and all indices at the end of each period.

    Parameters
    ----------
    works
        Leaf tasks, in any order.
    expenses
        In any order.
    ends
        Last days of the periods; they are put in order, no day twice.
    data_date
        The day up to which is known what happened; None: nothing is.
    currency
        Whose decimals amounts are rounded to.

    Returns
    -------
    tuple of Period
        MisuseError where a value or a percent is out of range, or a finish before its start.
    """
    works, expenses = list(works), list(expenses)
    for work in works:
        _check(work)
    days = sorted(set(ends))
    bac = sum((work.value for work in works), ZERO)
    planned = [
        _whole(sum((product(w.value, planned_share(w, day)) for w in works), ZERO), bac, currency)
        for day in days
    ]
    found: list[Period] = []
    for number, (day, pv) in enumerate(zip(days, planned, strict=True), start=1):
        if data_date is None or day > data_date:
            found.append(Period(day, pv, None, None, None, None, None))
            continue
        shares = ((w, earned_share(w, day, data_date)) for w in works)
        ev = _whole(sum((product(w.value, share) for w, share in shares), ZERO), bac, currency)
        ac = sum((expense.amount for expense in expenses if expense.day <= day), ZERO)
        es = earned_schedule(ev, planned)
        found.append(
            Period(day, pv, ev, ac, EarnedValue(bac, ev, ac, pv), es, schedule_index(es, number))
        )
    return tuple(found)


def planned_share(work: Work, day: date) -> Decimal:
    """The share of a task's value that its baseline has planned by the end of a day, 0 to 1."""
    first, last = work.baseline_start, work.baseline_finish
    if first is None or last is None:
        return ZERO
    if work.rule == PercentRule.ZERO_HUNDRED:
        return Decimal(day >= last)
    if work.rule == PercentRule.FIFTY_FIFTY:
        return (Decimal(day >= first) + Decimal(day >= last)) * _HALF
    level = work.rule == PercentRule.EFFORT  # by days, as the sheets do without the engine
    return _passed(None if level else work.calendar, first, last, day)


def earned_share(work: Work, day: date, data_date: date) -> Decimal:
    """The share of a task's value that was earned by the end of a day not after the data date.

    On the data date it is what the sheet O2.4.2 shows as earned percent. Before it, a reported
    percent is spread evenly over the working time from the actual start (without one, from the
    baseline's start) to the data date, or to the actual finish.
    """
    finished = work.actual_finish is not None and work.actual_finish <= day
    started = work.actual_start is not None and work.actual_start <= day
    if work.rule == PercentRule.ZERO_HUNDRED:
        return Decimal(finished)
    if work.rule == PercentRule.FIFTY_FIFTY:
        return Decimal(1) if finished else _HALF * started
    if work.rule == PercentRule.EFFORT:
        return planned_share(work, day)
    reported = ZERO if work.percent is None else work.percent
    if day >= data_date:
        return reported
    first = work.actual_start or work.baseline_start or data_date
    last = min(work.actual_finish or data_date, data_date)
    if first > last:  # reported before its start: known on the data date only
        return ZERO
    return product(reported, _passed(work.calendar, first, last, day))


def _passed(calendar: WorkCalendar | None, first: date, last: date, day: date) -> Decimal:
    """How much of the working time from the first to the last day had passed after a day."""
    if day >= last:
        return Decimal(1)
    if day < first:
        return ZERO
    if calendar is not None:
        start, end = _opening(first), _opening(last) + DAY
        share = quotient(calendar.between(start, _opening(day) + DAY), calendar.between(start, end))
        if share is not None:
            return share
    share = quotient((day - first).days + 1, (last - first).days + 1)
    return ZERO if share is None else share


def _opening(day: date) -> int:
    return to_minutes(datetime(day.year, day.month, day.day))


def _whole(amount: Decimal, bac: Decimal, currency: str) -> Decimal:
    """Rounded once, over all tasks; never more than BAC, and exactly BAC where it is all of it."""
    return bac if amount == bac else min(round_money(amount, currency), bac)


def _check(work: Work) -> None:
    if exact(work.value) < 0:
        raise MisuseError(
            Text("計畫值為負數。", "the planned value is negative."),
            where=Text(f"工作 {work.id}", f"task {work.id}"),
        )
    if work.percent is not None and not 0 <= work.percent <= 1:
        raise MisuseError(
            Text(f"完成百分比為 {work.percent}。", f"the percent is {work.percent}."),
            where=Text(f"工作 {work.id}", f"task {work.id}"),
            mend=Text("請填 0 到 1 的比例。", "Give a share from 0 to 1."),
        )
    spans: Sequence[tuple[date | None, date | None]] = (
        (work.baseline_start, work.baseline_finish), (work.actual_start, work.actual_finish),
    )  # fmt: skip
    for first, last in spans:
        if first is not None and last is not None and last < first:
            raise MisuseError(
                Text(f"{last} 早於 {first}。", f"{last} is before {first}."),
                where=Text(f"工作 {work.id}", f"task {work.id}"),
            )
