"""Random projects for the benchmark of the critical path: local and wide, plain and full."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task
from xlevent.domain.work_calendar import CalendarDefinition, DayException, Shifts, Week

START = datetime(2026, 1, 5, 8)
DAY = 480  # working minutes
NEAR = 20  # rows back that a link of a local graph reaches at most

Project = tuple[list[Task], list[Link], list[CalendarDefinition], ScheduleSettings]


def plain(count: int, shape: str) -> Project:
    """FS links without lags on the clock, as networkx can do it too."""
    random = Random(count)
    tasks = [Task(f"T{i}", random.randint(1, 10)) for i in range(count)]
    links = [Link(f"T{a}", f"T{b}") for a, b in _pairs(random, count, shape)]
    return tasks, links, [], ScheduleSettings(start=START)


def full(count: int, shape: str) -> Project:
    """Calendars with shifts and holidays, all kinds of links and lags, constraints, deadlines."""
    random = Random(count)
    names = (None,) * 8 + ("six days", "night")
    tasks = []
    for i in range(count):
        constraint = moment = deadline = None
        chance = random.random()
        if chance < 0.05:
            constraint = random.choice((ConstraintKind.SNET, ConstraintKind.FNET))
            moment = START + timedelta(days=random.randint(0, 700), hours=1)
        elif chance < 0.08:
            deadline = START + timedelta(days=random.randint(30, 900))
        minutes = random.randint(1, 12) * DAY // 4
        tasks.append(
            Task(
                f"T{i}", minutes, calendar=random.choice(names), constraint=constraint,
                constraint_date=moment, deadline=deadline,
            )
        )  # fmt: skip
    links = []
    for a, b in _pairs(random, count, shape):
        kind = random.choices(tuple(LinkKind), (76, 10, 10, 4))[0]
        lag, percent, elapsed = 0, None, False
        if random.random() < 0.3:
            lag = random.randint(-2, 6) * DAY // 4
            elapsed = random.random() < 0.15
            if random.random() < 0.15:
                lag, percent, elapsed = 0, random.choice((25.0, 50.0, -20.0)), False
        links.append(Link(f"T{a}", f"T{b}", kind, lag, percent, elapsed))
    return tasks, links, calendars(), ScheduleSettings(start=START, calendar="office")


def calendars() -> list[CalendarDefinition]:
    """Two shifts a day, six days a week, and nights; with holidays and make-up days."""
    return [
        CalendarDefinition("office", _week(((480, 720), (780, 1020)), 5), _holidays()),
        CalendarDefinition("six days", _week(((540, 720), (780, 1080)), 6), _holidays()),
        CalendarDefinition("night", _week(((0, 180), (1320, 1440)), 7)),
    ]


def _pairs(random: Random, count: int, shape: str) -> list[tuple[int, int]]:
    """Two predecessors each, in rows just before it or anywhere before it."""
    found = []
    for i in range(1, count):
        reach = min(i, NEAR) if shape == "local" else i
        for back in {random.randint(1, reach) for _ in range(2)}:
            found.append((i - back, i))
    return found


def _week(shifts: Shifts, days: int) -> Week:
    return (shifts,) * days + ((),) * (7 - days)


def _holidays() -> tuple[DayException, ...]:
    days = [date(year, month, day) for year in range(2026, 2056)
            for month, day in ((1, 1), (2, 28), (4, 4), (5, 1), (6, 19), (10, 10))]  # fmt: skip
    breaks = [DayException(date(year, 2, 15), date(year, 2, 20)) for year in range(2026, 2056)]
    make_up = [
        DayException(date(year, 3, 7), date(year, 3, 7), ((480, 720), (780, 1020)))
        for year in range(2026, 2056)
    ]
    return (*(DayException(day, day) for day in days), *breaks, *make_up)
