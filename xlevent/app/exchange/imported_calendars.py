"""Calendars of a project file as rows of the Calendar sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from xlevent.domain import interop_codes as codes
from xlevent.domain.calendar_definition import DayException, Shifts
from xlevent.domain.values import Raw
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    WorkCalendar,
    build_calendars,
    to_minutes,
)
from xlevent.interop.mspdi import HALF_OFFICE, FileCalendar, FileProject
from xlevent.interop.mspdi_calendars import days_of

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OURS = re.compile(r"(?P<name>.*) \[(?P<id>[^\[\]]+)\]\Z", re.DOTALL)


class Calendars:
    """The base calendars of a file, the project's first, with ids of ours."""

    def __init__(self, project: FileProject, note: Callable[..., None]) -> None:
        self._note = note
        self._known: dict[int, FileCalendar] = {}
        for calendar in project.calendars:
            self._known.setdefault(calendar.uid, calendar)
        used = {task.calendar for task in project.tasks}
        kept = [c for c in self._known.values() if c.base or c.uid in used]
        kept.sort(key=lambda c: c.uid != project.calendar)
        if not kept:
            week = (*(HALF_OFFICE,) * 5, (), ())
            kept = [FileCalendar(-1, "Standard", week)]
        self._ids: dict[int, str] = {}
        self._names: dict[int, str] = {}
        for number, calendar in enumerate(kept, start=1):
            match = _OURS.match(calendar.name) if project.ours else None
            name, id_ = (match["name"], match["id"]) if match else (calendar.name, "")
            if not id_ or id_ in self._ids.values():
                id_ = f"CAL-{number:02}"
                while id_ in self._ids.values():
                    id_ += "a"
            self._ids[calendar.uid], self._names[calendar.uid] = id_, name
        self._weeks = {c.uid: self._week(c) for c in kept}
        self._days = {c.uid: self._exceptions(c) for c in kept}
        self._home = kept[0].uid
        self.days_a_week = sum(1 for shifts in self._weeks[self._home] if shifts) or 5
        start = project.start or datetime(2026, 1, 1)
        built, _ = build_calendars(self._definitions(), to_minutes(start))
        self._built = built

    def id_of(self, uid: int | None, owner: str) -> str | None:
        """Our id of a task's calendar; None for the project's."""
        if uid is None:
            return None
        if uid not in self._ids:
            self._note(codes.NOT_READ, owner, what="CalendarUID", value=uid)
        return self._ids.get(uid)

    def of(self, uid: int | None) -> WorkCalendar | None:
        """The calendar that a task works on."""
        name = self._ids.get(self._home if uid is None else uid, "")
        return self._built.get(name) or self._built.get(self._ids[self._home])

    def is_own(self, uid: int | None) -> bool:
        """Whether a resource's calendar says more than the one that it follows."""
        calendar = self._known.get(-1 if uid is None else uid)
        return (
            calendar is not None
            and not calendar.base
            and (bool(calendar.exceptions) or any(d is not None for d in calendar.week))
        )

    def rows(self) -> list[dict[str, Raw]]:
        """The table `calendars`."""
        rows: list[dict[str, Raw]] = []
        for uid, name in self._ids.items():
            row: dict[str, Raw] = {"id": name, "name": self._names[uid] or name}
            for day, shifts in zip(_DAYS, self._weeks[uid], strict=True):
                if shifts:
                    row[day] = _written(shifts)
            rows.append(row)
        return rows

    def holidays(self) -> list[dict[str, Raw]]:
        """The table `holidays`: what all calendars share has no calendar of its own."""
        every = [set(days.items()) for days in self._days.values()]
        shared = set.intersection(*every)
        rows: list[dict[str, Raw]] = []
        found: list[tuple[date, str | None, Shifts, str]] = [
            (day, None, *rule) for day, rule in shared
        ]
        for uid, days in self._days.items():
            found += [
                (day, self._ids[uid], *rule) for day, rule in days.items()
                if (day, rule) not in shared
            ]  # fmt: skip
        for number, (day, calendar, shifts, name) in enumerate(
            sorted(found, key=lambda f: (f[0], f[1] or "")), start=1
        ):
            row: dict[str, Raw] = {
                "id": f"HD-{number:03}", "date": day, "name": name or None,
                "kind": "makeup" if shifts else "holiday", "calendar": calendar,
                "hours": _written(shifts) or None,
            }  # fmt: skip
            rows.append({key: value for key, value in row.items() if value is not None})
        return rows

    def _lineage(self, calendar: FileCalendar) -> list[FileCalendar]:
        line = [calendar]
        while (parent := line[-1].parent) is not None:
            above = self._known.get(parent)
            if above is None or above in line:
                self._note(codes.NOT_READ, calendar.name, what="BaseCalendarUID", value=parent)
                break
            line.append(above)
        return line

    def _week(self, calendar: FileCalendar) -> tuple[Shifts, ...]:
        line = self._lineage(calendar)
        return tuple(
            next((shifts for c in line if (shifts := c.week[day]) is not None), ())
            for day in range(7)
        )

    def _exceptions(self, calendar: FileCalendar) -> dict[date, tuple[Shifts, str]]:
        """The rule in force on each day that has one."""
        days: dict[date, tuple[Shifts, str]] = {}
        for line in self._lineage(calendar):
            for exception in line.exceptions:
                for day in days_of(exception):
                    days.setdefault(day, (exception.shifts, exception.name))
        return days

    def _definitions(self) -> list[CalendarDefinition]:
        return [
            CalendarDefinition(
                name, self._weeks[uid],
                tuple(DayException(d, d, shifts) for d, (shifts, _) in self._days[uid].items()),
            )
            for uid, name in self._ids.items()
        ]  # fmt: skip


def _written(shifts: Shifts) -> str:
    return ",".join(
        f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}" for start, end in shifts
    )
