"""What of an event belongs into people's calendars: milestones, the run of show, shifts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from urllib.parse import quote

from xlevent.app.event import Event
from xlevent.app.onsite.run_sheet import refuse_unknown
from xlevent.app.onsite.show import CUT, show_days, unplaced
from xlevent.app.onsite.staffing import AWAY, span
from xlevent.app.planning.scheduling import scheduled
from xlevent.domain import interop_codes as codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem, finding
from xlevent.domain.values import Value
from xlevent.errors import MisuseError
from xlevent.interop.icalendar_export import AgendaEntry

Row = Mapping[str, Value]
_MILESTONE = Text("里程碑", "Milestone")
_DEADLINE = Text("期限", "Deadline")
_SHOW = Text("活動流程", "Run of show")
_SHIFT = Text("班次", "Shift")
_NOBODY = Text("待補人力", "nobody yet")
_ABOUT_SEGMENT = (
    "segment", "lead", "presenter", "cue", "sound", "lighting", "screen", "props", "backup",
)  # fmt: skip
_ABOUT_SHIFT = ("person", "role", "team", "contact", "meal", "state", "duties")


def agenda(
    event: Event, what: Sequence[str] = (), *, person: str | None = None
) -> tuple[list[AgendaEntry], list[Finding]]:
    """The entries in the order of the tables, and findings about rows without a time.

    `what` names parts ("milestones", "runsheet", "shifts"; none: all of them); `person` leaves
    those of one person: the tasks that are theirs, the segments they lead, their shifts.
    MisuseError for a part or a person that does not exist.
    """
    for part in what:
        if part not in PARTS:
            raise MisuseError(
                Text(f"「{part}」不是行事曆的內容。", f"{part!r} is no part of a calendar."),
                mend=Text(f"可用：{'、'.join(PARTS)}。", f"Known: {', '.join(PARTS)}."),
            )
    if person is not None:
        refuse_unknown(event, person)
    entries: list[AgendaEntry] = []
    findings: list[Finding] = []
    for part in what or PARTS:
        entries += PARTS[part](event, person, findings)
    return entries, findings


def stamp_of(event: Event) -> datetime:
    """The moment of export that a file names: the day of the data, so that files do not differ."""
    for key in ("data_date", "planning_start", "event_start"):
        day = event.settings.get(key)
        if isinstance(day, date):
            return datetime.combine(day, time())
    return datetime(1970, 1, 1)


def _milestones(event: Event, person: str | None, findings: list[Finding]) -> Iterator[AgendaEntry]:
    done = scheduled(event)
    findings += done.findings
    say = _titles(event, "tasks")
    for row in event.tables["tasks"]:
        if person is not None and row.get("owner") != person:
            continue
        name = str(row.get("name") or row.get("id") or "")
        about = say(row, ("wbs", "owner", "deliverable", "note"))
        dates = done.schedule.get(str(row.get("id")))
        if row.get("kind") == "milestone" and dates is not None:
            yield AgendaEntry(
                _uid(event, "milestone", row), f"{_MILESTONE.show(event.language)}: {name}",
                dates.finish.date(), description=about, busy=False,
                category=_MILESTONE.show(event.language),
            )  # fmt: skip
        deadline = row.get("deadline")
        if isinstance(deadline, date):
            yield AgendaEntry(
                _uid(event, "deadline", row), f"{_DEADLINE.show(event.language)}: {name}",
                deadline, description=about, busy=False,
                category=_DEADLINE.show(event.language),
            )  # fmt: skip


def _run_sheet(event: Event, person: str | None, findings: list[Finding]) -> Iterator[AgendaEntry]:
    say = _titles(event, "run_of_show")
    findings += [_no_time(row, "run_of_show", index, "day") for index, row in unplaced(event)]
    for rows in show_days(event).values():
        for shown in rows:
            row = shown.row
            if shown.start is None or shown.end is None:
                findings.append(_no_time(row, "run_of_show", shown.index, "hard_start"))
            elif person is None or row.get("lead") == person:
                yield AgendaEntry(
                    _uid(event, "show", row), str(row.get("activity") or row.get("id") or ""),
                    shown.start, shown.end,
                    location=_place(event, row), description=say(row, _ABOUT_SEGMENT),
                    category=_SHOW.show(event.language), cancelled=row.get("state") == CUT,
                )  # fmt: skip


def _shifts(event: Event, person: str | None, findings: list[Finding]) -> Iterator[AgendaEntry]:
    say = _titles(event, "roster")
    roles = event.registry.lists["onsite_role"]
    for index, row in enumerate(event.tables["roster"]):
        if person is not None and row.get("person") != person:
            continue
        times = span(row)
        if times is None:
            findings.append(_no_time(row, "roster", index, "start"))
            continue
        role = roles.label(str(row.get("role") or ""), event.language)
        who = str(row.get("person") or _NOBODY.show(event.language))
        yield AgendaEntry(
            _uid(event, "shift", row), role if person else f"{role}: {who}", *times,
            location=_place(event, row), description=say(row, _ABOUT_SHIFT),
            category=_SHIFT.show(event.language), cancelled=row.get("state") in AWAY,
        )  # fmt: skip


PARTS: Mapping[str, Callable[[Event, str | None, list[Finding]], Iterator[AgendaEntry]]] = {
    "milestones": _milestones, "runsheet": _run_sheet, "shifts": _shifts,
}  # fmt: skip


def _uid(event: Event, part: str, row: Row) -> str:
    """Unique among all events, and the same at every export."""
    home = str(event.settings.get("event_code") or event.settings.get("event_name") or "")
    mark = hashlib.sha256(home.encode()).hexdigest()[:16]
    return f"{part}-{quote(str(row.get('id') or ''), safe='')}.{mark}@xlevent"


def _place(event: Event, row: Row) -> str:
    """Where it is, with the venue."""
    parts = (row.get("place"), event.settings.get("venue"))
    return ", ".join(str(part) for part in parts if part)


def _titles(event: Event, table: str) -> Callable[[Row, Sequence[str]], str]:
    """A function that writes cells of a row with their titles, one on a line."""
    columns = {column.key: column for column in event.registry.tables[table].columns}

    def say(row: Row, keys: Sequence[str]) -> str:
        lines = []
        for key in keys:
            value = row.get(key)
            if value in (None, ""):
                continue
            column = columns[key]
            if column.list is not None:
                value = event.registry.lists[column.list].label(str(value), event.language)
            lines.append(f"{column.title.show(event.language)}: {value}")
        return "\n".join(lines)

    return say


def _no_time(row: Row, table: str, index: int, column: str) -> Finding:
    what = Text("時間", "its time")
    value = Text("沒有定點開始可推算", "no time is given or follows from a hard start")
    details = {"task": row.get("activity") or row.get("id") or "?", "what": what, "value": value}
    return finding(Problem(codes.NOT_EXPORTED, details), table=table, column=column, row=index)
