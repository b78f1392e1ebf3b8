"""Calendars of Microsoft Project XML, read and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from xlevent.domain import interop_codes as codes
from xlevent.domain.calendar_definition import DayException, Shifts, merged
from xlevent.domain.language import Text
from xlevent.domain.problems import Code
from xlevent.interop.mspdi import HALF_OFFICE, FileCalendar
from xlevent.interop.mspdi_xml import Wrong, children, clock, fields, flag, moment, number

if TYPE_CHECKING:
    from lxml.etree import _Element

DAYS_LIMIT = 1_500
"""Days of one exception; a longer one belongs into the week."""


class Notes(Protocol):
    """Who takes notes of what is wrong."""

    def note(self, code: Code, owner: str, **details: object) -> None:
        """One note."""


def read_calendar(element: _Element, given: Mapping[str, str], notes: Notes) -> FileCalendar:
    """A calendar of the file."""
    name = given.get("Name", "") or f"Calendar {given.get('UID', '?')}"
    base = flag(given, "IsBaseCalendar", True)
    uid, parent = _number(given.get("UID")), _number(given.get("BaseCalendarUID"))
    week: list[Shifts | None] = [None] * 7
    days = [(day, fields(day)) for day in children(element, "WeekDays", "WeekDay")]
    exceptions: list[DayException] = []
    modern = list(children(element, "Exceptions", "Exception"))
    ordinary = False
    for day, own in days:
        kind = _number(own.get("DayType"))
        shifts = _shifts(day, own, name, notes)
        if kind is not None and 1 <= kind <= 7:
            week[(kind - 2) % 7] = shifts  # 1 is Sunday
            ordinary = True
        elif kind == 0 and not modern:  # files before 2007
            exceptions += _exception(day, {}, shifts, name, notes)
    if base and (parent is None or parent < 0 or parent == uid):
        parent = None
        week = [shifts or () for shifts in week] if ordinary else [*(HALF_OFFICE,) * 5, (), ()]
    for found in modern:
        own = fields(found)
        exceptions += _exception(found, own, _shifts(found, own, name, notes), name, notes)
    for found in children(element, "WorkWeeks", "WorkWeek"):
        what = Text("工作週例外", "another working week")
        notes.note(codes.NOT_HELD, name, what=what, value=_span(found) or fields(found).get("Name"))
    return FileCalendar(
        -1 if uid is None else uid, name, tuple(week), tuple(exceptions),
        None if parent is None or parent < 0 else parent, base,
    )  # fmt: skip


def _number(text: str | None) -> int | None:
    try:
        return number(text)
    except Wrong:
        return None


def _shifts(element: _Element, given: Mapping[str, str], name: str, notes: Notes) -> Shifts:
    if not flag(given, "DayWorking"):
        return ()
    found: list[tuple[int, int]] = []
    times = [fields(time) for time in children(element, "WorkingTimes", "WorkingTime")]
    for time in times:
        if not time.get("FromTime") and not time.get("ToTime"):
            continue
        try:
            start, end = clock(time.get("FromTime")), clock(time.get("ToTime"))
        except Wrong:
            start, end = 0, -1
        end = 1440 if end == 0 else end
        if not 0 <= start < end <= 1440:
            value = f"{time.get('FromTime')}-{time.get('ToTime')}"
            what = Text("工作時段", "the working time")
            notes.note(codes.NOT_READ, name, what=what, value=value)
            continue
        found.append((start, end))
    return merged(tuple(found)) if times else HALF_OFFICE


def _exception(
    element: _Element, given: Mapping[str, str], shifts: Shifts, name: str, notes: Notes
) -> list[DayException]:
    span = next(children(element, "TimePeriod"), None)
    title = given.get("Name", "")
    period = fields(span) if span is not None else {}
    try:
        first, last = moment(period.get("FromDate")), moment(period.get("ToDate"))
    except Wrong:
        first = last = None
    if first is None or last is None or last < first:
        value = f"{period.get('FromDate')}–{period.get('ToDate')}"
        notes.note(codes.NOT_READ, name, what=Text("例外日", "the exception"), value=value)
        return []
    begin, end = first.date(), last.date()
    daily = given.get("Type", "1") == "1" and given.get("Period", "1") in ("0", "1")
    if not daily and given.get("Occurrences") != "1" and begin != end:
        what = Text("週期性例外", "a recurring exception")
        notes.note(codes.NOT_HELD, name, what=what, value=f"{title} {begin}–{end}".strip())
        return []
    if not daily:
        end = begin
    if (end - begin).days >= DAYS_LIMIT:
        what = Text("過長的例外", "an exception of many years")
        notes.note(codes.NOT_HELD, name, what=what, value=f"{title} {begin}–{end}".strip())
        return []
    return [DayException(begin, end, shifts, title)]


def _span(element: _Element) -> str:
    found = next(children(element, "TimePeriod"), None)
    given = fields(found) if found is not None else {}
    return "–".join(filter(None, (given.get("FromDate"), given.get("ToDate"))))


def days_of(exception: DayException) -> Iterator[date]:
    """The days of an exception."""
    day = exception.first
    while day <= exception.last:
        yield day
        day += timedelta(days=1)
