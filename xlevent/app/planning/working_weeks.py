"""The calendars of an event: working weeks with their holidays and make-up days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xlevent.app.event import Event
from xlevent.app.planning.notes import Notes
from xlevent.domain import planning_codes as codes
from xlevent.domain.values import Value
from xlevent.domain.work_calendar import CalendarDefinition, DayException, Shifts

STANDARD = "standard"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OFFICE: Shifts = ((540, 720), (780, 1080))
_SHIFT = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)\Z")


@dataclass(frozen=True, slots=True)
class WorkingWeeks:
    """The calendars by id; `project` is the first row of the sheet."""

    definitions: tuple[CalendarDefinition, ...]
    project: str
    days_a_week: int  # of the project's calendar


def working_weeks(event: Event, notes: Notes) -> WorkingWeeks:
    """The calendars that the event's Calendar sheet describes, or an office week if it has none."""
    rows = [(i, row) for i, row in enumerate(event.tables["calendars"]) if row.get("id")]
    if not rows:
        notes.event(codes.NO_CALENDAR)
        week: tuple[Shifts, ...] = (*(_OFFICE,) * 5, (), ())
        days = _exceptions(event, notes, STANDARD, _OFFICE)
        return WorkingWeeks((CalendarDefinition(STANDARD, week, days),), STANDARD, 5)
    found = []
    for index, row in rows:
        name = str(row["id"])
        week = tuple(_hours(row, day, "calendars", index, notes) for day in _DAYS)
        usual = next((shifts for shifts in week if shifts), _OFFICE)
        days = _exceptions(event, notes, name, week[0] or usual)
        found.append(CalendarDefinition(name, week, days, name=str(row.get("name", ""))))
    worked = sum(1 for shifts in found[0].week if shifts)
    return WorkingWeeks(tuple(found), found[0].id, worked or 5)


def _exceptions(
    event: Event, notes: Notes, calendar: str, usual: Shifts
) -> tuple[DayException, ...]:
    """Holidays and make-up days of a calendar; rows for it go before rows for all."""
    own: list[DayException] = []
    general: list[DayException] = []
    for index, row in enumerate(event.tables["holidays"]):
        day, to = row.get("date"), row.get("calendar")
        if not isinstance(day, date) or to not in (None, calendar):
            continue
        shifts: Shifts = ()
        if row.get("kind") == "makeup":
            shifts = _hours(row, "hours", "holidays", index, notes) or usual
        name = str(row.get("name") or "")
        (own if to else general).append(DayException(day, day, shifts, name))
    return (*own, *general)


def _hours(row: Mapping[str, Value], column: str, table: str, index: int, notes: Notes) -> Shifts:
    text = str(row.get(column) or "").replace(" ", "")
    shifts: list[tuple[int, int]] = []
    for part in filter(None, text.split(",")):
        match = _SHIFT.match(part)
        start, end = (
            (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4]))
            if match
            else (0, 0)
        )
        if not 0 <= start < end <= 1440:
            notes.cell(table, index, column, codes.HOURS_NOT_READ, value=text)
            return ()
        shifts.append((start, end))
    return tuple(shifts)
