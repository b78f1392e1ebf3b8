"""Small projects on an office calendar in January 2026, and random ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.schedule import Schedule
from xlevent.domain.task import Link, LinkKind, ScheduleSettings, Task
from xlevent.domain.work_calendar import CalendarDefinition, Shifts

OFFICE: Shifts = ((480, 720), (780, 1020))
CALENDARS = [
    CalendarDefinition("office", ((OFFICE,) * 5) + ((), ())),
    CalendarDefinition("six days", (((540, 780), (840, 1080)),) * 6 + ((),)),
]
DAY = 480
MONDAY = datetime(2026, 1, 5, 8)


def office(tasks: list[Task], links: list[Link] | None = None, **options: Any) -> Schedule:
    options = {"start": MONDAY, "calendar": "office", **options}
    return compute_schedule(tasks, links or [], CALENDARS, ScheduleSettings(**options))


def day(number: int, hour: int = 8) -> datetime:
    """An hour of a day of January 2026; the 5th is a Monday."""
    return datetime(2026, 1, number, hour)


@st.composite
def networks(draw: st.DrawFn, *, mixed: bool = True) -> tuple[list[Task], list[Link]]:
    count = draw(st.integers(1, 12))
    tasks = [
        Task(
            f"T{i}",
            draw(st.integers(0, 2000)),
            calendar=draw(st.sampled_from([None, "six days"])) if mixed else None,
        )
        for i in range(count)
    ]
    links = [
        Link(
            f"T{draw(st.integers(0, i - 1))}",
            f"T{i}",
            draw(st.sampled_from(LinkKind)),
            draw(st.integers(0, 900)),
        )
        for i in range(1, count)
        for _ in range(draw(st.integers(0, 3)))
    ]
    return tasks, links
