"""Counting days of work on a calendar, where Excel's WORKDAY knows no working Saturday."""

from __future__ import annotations

from datetime import date, timedelta

from xlevent.domain.language import Text
from xlevent.domain.work_calendar import WorkCalendar
from xlevent.errors import MisuseError

MOST_DAYS = 100_000  # some 270 years: a calendar without work must not be searched for ever
_ONE = timedelta(days=1)


def working_day_after(calendar: WorkCalendar, start: date, days: int) -> date:
    """The working day that many working days after a day; negative: before; 0: the day itself.

    MisuseError where there are not so many in the calendar's years.
    """
    step, left, day = (_ONE if days > 0 else -_ONE), abs(days), start
    for _ in range(MOST_DAYS):
        if not left:
            return day
        try:
            day += step
        except OverflowError:
            break
        left -= calendar.works_on(day)
    if not left:
        return day
    raise MisuseError(
        Text(
            f"自 {start} 起沒有 {days} 個工作天。",
            f"there are no {days} working days from {start}.",
        ),
        mend=Text("請檢查行事曆的工作時間。", "Look at the calendar's hours."),
    )


def count_working_days(calendar: WorkCalendar, first: date, last: date) -> int:
    """Working days from one day to another, both included; negative where last is before first."""
    if abs((last - first).days) > MOST_DAYS:
        raise MisuseError(
            Text(
                f"{first} 與 {last} 相差超過 {MOST_DAYS} 天。",
                f"{first} and {last} lie more than {MOST_DAYS} days apart.",
            )
        )
    if last < first:
        return -count_working_days(calendar, last, first)
    days = (first + _ONE * number for number in range((last - first).days + 1))
    return sum(calendar.works_on(day) for day in days)
