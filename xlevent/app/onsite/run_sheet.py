"""The run sheet: the show of each day, the shifts, what one person has to do, and the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from xlevent.app.event import Event
from xlevent.app.onsite.show import CUT, ShowRow, note_show, show_days
from xlevent.app.onsite.staffing import Rostered, note_leads, note_roster, rostered
from xlevent.app.planning.notes import Notes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.problems import nearest
from xlevent.errors import MisuseError

SHIFT = Text("班次", "Shift")
SEGMENT = Text("流程", "Segment")
BRIEFING = Text("說明會", "Briefing")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a person does at a time: a shift, a segment to lead, a briefing to give."""

    kind: Text
    id: str
    start: datetime
    end: datetime | None
    what: Text
    place: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunSheet:
    """Everything that happens on site."""

    days: Mapping[date, tuple[ShowRow, ...]]
    shifts: tuple[Rostered, ...]
    findings: tuple[Finding, ...]


def run_sheet(event: Event, extra: Mapping[str, int] | None = None) -> RunSheet:
    """The run sheet with over-runs as given (see `show_days`) and all that is wrong with it."""
    notes = Notes(event)
    days = show_days(event, extra)
    shifts = tuple(rostered(event))
    note_show(days, notes)
    note_roster(event, shifts, notes)
    note_leads(days, shifts, notes)
    return RunSheet(days, shifts, tuple(notes.done()))


def people_on_site(event: Event) -> tuple[str, ...]:
    """Everybody with a shift, a segment or a briefing, in that order."""
    names = [str(row["person"]) for row in event.tables["roster"] if row.get("person")]
    names += [str(row["lead"]) for row in event.tables["run_of_show"] if row.get("lead")]
    names += [str(row["lead"]) for row in event.tables["briefings"] if row.get("lead")]
    return tuple(dict.fromkeys(names))


def refuse_unknown(event: Event, person: str) -> None:
    """MisuseError for a name that the event does not know."""
    names = {str(row.get("name")) for row in event.tables["people"]} | set(people_on_site(event))
    if person not in names:
        near = nearest(person, names)
        raise MisuseError(
            Text(
                f"本活動沒有「{person}」這個人。",
                f"there is nobody called {person!r} in this event.",
            ),
            mend=Text(f"是否為「{near}」？", f"Did you mean {near!r}?")
            if near
            else Text("請見「設定」的人員。", "See the people in Settings."),
        )


def duties_of(event: Event, sheet: RunSheet, person: str) -> tuple[Duty, ...]:
    """What one person does on site, in the order of time. MisuseError for an unknown name."""
    refuse_unknown(event, person)
    return tuple(sorted(_duties(event, sheet, person), key=lambda d: (d.start, d.id)))


def _duties(event: Event, sheet: RunSheet, person: str) -> Iterator[Duty]:
    roles = event.registry.lists["onsite_role"].text
    for one in sheet.shifts:
        if one.shift.person == person and one.shift.staffed:
            note, role = str(one.row.get("duties") or ""), roles(one.shift.role)
            yield Duty(SHIFT, one.id, one.start, one.end, role, one.shift.place, note)
    for rows in sheet.days.values():
        for row in rows:
            if row.row.get("lead") == person and row.start and row.row.get("state") != CUT:
                activity = str(row.row.get("activity") or "")
                yield Duty(
                    SEGMENT, row.id, row.start, row.end, Text(activity, activity),
                    str(row.row.get("place") or ""), str(row.row.get("cue") or ""),
                )  # fmt: skip
    kinds = event.registry.lists["briefing_kind"].text
    for given in event.tables["briefings"]:
        held = given.get("held")
        if given.get("lead") == person and isinstance(held, datetime):
            kind = kinds(str(given.get("kind") or ""))
            yield Duty(
                BRIEFING, str(given.get("id") or "?"), held, None, kind,
                str(given.get("place") or ""), str(given.get("content") or ""),
            )  # fmt: skip
