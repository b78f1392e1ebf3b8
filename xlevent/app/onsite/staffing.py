"""The roster of an event: double bookings, uncovered shifts and needs, written into the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from xlevent.app.event import Event
from xlevent.app.onsite.show import CUT, ShowRow, clock
from xlevent.app.planning.notes import Notes
from xlevent.app.planning.scheduling import put
from xlevent.app.updating.change import Change
from xlevent.compute.roster import Need, Shift, double_bookings, lacks
from xlevent.domain import onsite_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.values import Value, join_links

Row = Mapping[str, Value]
AWAY = frozenset(("declined", "absent"))
_ZERO = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Rostered:
    """A shift with its times; `index` is its place in the roster."""

    index: int
    row: Row
    start: datetime
    end: datetime
    shift: Shift

    @property
    def id(self) -> str:
        """The shift's identifier."""
        return str(self.row.get("id") or "?")


def span(row: Row) -> tuple[datetime, datetime] | None:
    """From when to when a row with date, start and end lasts; an earlier end is the next day's."""
    day, start, end = row.get("date"), row.get("start"), row.get("end")
    if not (isinstance(day, date) and isinstance(start, time) and isinstance(end, time)):
        return None
    begin, finish = datetime.combine(day, start), datetime.combine(day, end)
    return begin, finish + timedelta(days=1) if finish < begin else finish


def rostered(event: Event) -> list[Rostered]:
    """The shifts that have a time, in the order of the roster."""
    found: list[Rostered] = []
    for index, row in enumerate(event.tables["roster"]):
        times = span(row)
        if times is not None:
            shift = Shift(
                str(row.get("person") or ""), str(row.get("role") or ""),
                str(row.get("place") or ""), _minute(times[0]), _minute(times[1]),
                row.get("state") in AWAY,
            )  # fmt: skip
            found.append(Rostered(index, row, *times, shift))
    return found


def write_roster(event: Event) -> Change:
    """Put double bookings and uncovered shifts into the roster."""
    shifts = rostered(event)
    twice = double_bookings([one.shift for one in shifts])
    others = {shifts[n].index: [shifts[k].id for k in found] for n, found in twice.items()}
    open_shifts = 0
    for index, row in enumerate(event.tables["roster"]):
        names = others.get(index)
        put(row, "double_booked", join_links(tuple(names)) if names else None)
        nobody = not row.get("person") or row.get("state") in AWAY
        open_shifts += nobody
        put(row, "uncovered", "yes" if nobody else "no")
    what = Text(
        f"排班檢核：重複 {len(others)} 班，無人 {open_shifts} 班",
        f"Roster: {len(others)} shifts double-booked, {open_shifts} uncovered",
    )
    return Change(what, computed=("roster",))


def note_roster(event: Event, shifts: Sequence[Rostered], notes: Notes) -> None:
    """Double bookings (each pair once), shifts without anybody, needs that are not covered."""
    for number, others in double_bookings([one.shift for one in shifts]).items():
        one = shifts[number]
        for other in (shifts[k] for k in others if k > number):
            notes.cell(
                "roster", other.index, "person", codes.DOUBLE_BOOKED, person=other.shift.person,
                first=one.id, second=other.id, start=clock(max(one.start, other.start)),
                end=clock(min(one.end, other.end)),
            )  # fmt: skip
    roles = event.registry.lists["onsite_role"].text
    for one in shifts:
        if not one.shift.staffed:
            notes.cell(
                "roster", one.index, "person", codes.SHIFT_UNCOVERED, shift=one.id,
                role=roles(one.shift.role), start=clock(one.start),
                end=clock(one.end),
            )  # fmt: skip
    for index, row in enumerate(event.tables["staffing_needs"]):
        times, people = span(row), row.get("needed")
        if times is None or not isinstance(people, int):
            continue
        name = str(row.get("role") or "")
        need = Need(name, str(row.get("place") or ""), _minute(times[0]), _minute(times[1]), people)
        missing = lacks(need, [one.shift for one in shifts])
        if missing:  # the first stretch stands for all; Notes tells a cell once
            notes.cell(
                "staffing_needs", index, "needed", codes.NEED_UNCOVERED,
                need=str(row.get("id") or "?"), role=roles(name), place=need.place, people=people,
                have=missing[0].have, start=clock(_moment(missing[0].start)),
                end=clock(_moment(missing[0].end)),
            )  # fmt: skip


def note_leads(
    days: Mapping[date, Sequence[ShowRow]], shifts: Sequence[Rostered], notes: Notes
) -> None:
    """Segments whose lead works that day, but not at that time."""
    by_person: dict[str, list[Rostered]] = {}
    for one in shifts:
        if one.shift.staffed:
            by_person.setdefault(one.shift.person, []).append(one)
    for rows in days.values():
        for row in rows:
            start, end, lead = row.start, row.end, str(row.row.get("lead") or "")
            if start is None or end is None or start == end or row.row.get("state") == CUT:
                continue
            own = [s for s in by_person.get(lead, ()) if s.start.date() == row.day]
            if own and not _covers(own, start, end):
                notes.cell(
                    "run_of_show", row.index, "lead", codes.LEAD_OFF_SHIFT, person=lead,
                    row=row.id, start=clock(start), end=clock(end),
                )  # fmt: skip


def _covers(shifts: Sequence[Rostered], start: datetime, end: datetime) -> bool:
    """Whether shifts, perhaps one after the other, cover the whole time."""
    for shift in sorted(shifts, key=lambda s: s.start):
        if shift.start <= start < shift.end:
            start = shift.end
        if start >= end:
            return True
    return False


def _minute(moment: datetime) -> int:
    return int((moment - _ZERO).total_seconds() // 60)


def _moment(minute: int) -> datetime:
    return _ZERO + timedelta(minutes=minute)
