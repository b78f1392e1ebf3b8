"""Milestones, run of show and shifts as an iCalendar file that reads back the same."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.app.event import Event
from xlevent.app.exchange.agenda import agenda, stamp_of
from xlevent.app.samples import sample
from xlevent.errors import MisuseError
from xlevent.interop.icalendar_export import AgendaEntry, write_icalendar

DAY = date(2026, 11, 21)
STAMP = datetime(2026, 3, 1)


def event(**tables: Any) -> Event:
    return Event(
        {"event_name": "春季晚會", "venue": "國際會議中心", "planning_start": date(2026, 3, 2)},
        {"people": [{"name": "林怡君", "role": "PM"}, {"name": "Ann", "role": "AD"}], **tables},
    )  # fmt: skip


def show(seq: int, minutes: int, start: time | None = None, **more: Any) -> dict[str, Any]:
    return {"id": f"RS-{seq}", "seq": seq, "day": DAY, "hard_start": start, "minutes": minutes,
            "activity": f"part {seq}", **more}  # fmt: skip


def shift(number: int, start: time, end: time, **more: Any) -> dict[str, Any]:
    return {"id": f"RO-{number}", "role": "host", "place": "Hall A", "date": DAY, "start": start,
            "end": end, **more}  # fmt: skip


def parsed(entries: list[AgendaEntry], zone: str = "Asia/Taipei") -> list[Any]:
    content = write_icalendar(entries, name="Gala", stamp=STAMP, timezone=zone)
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_the_run_of_show_has_the_times_that_follow() -> None:
    rows = [
        show(20, 15, presenter="Ann", cue="音樂下"), show(10, 30, time(9, 0), lead="Ann"),
        show(30, 5, time(9, 50), state="cut", place="Stage"), show(40, 60 * 20),
    ]  # fmt: skip
    entries, found = agenda(event(run_of_show=rows), ["runsheet"])
    assert [(e.summary, e.start, e.end, e.cancelled) for e in entries] == [
        ("part 10", datetime(2026, 11, 21, 9), datetime(2026, 11, 21, 9, 30), False),
        ("part 20", datetime(2026, 11, 21, 9, 30), datetime(2026, 11, 21, 9, 45), False),
        ("part 30", datetime(2026, 11, 21, 9, 50), datetime(2026, 11, 21, 9, 55), True),
        ("part 40", datetime(2026, 11, 21, 9, 55), datetime(2026, 11, 22, 5, 55), False),
    ]
    assert entries[2].location == "Stage, 國際會議中心"
    assert "音樂下" in entries[1].description
    assert found == []


def test_rows_without_a_time_are_told() -> None:
    entries, found = agenda(
        event(run_of_show=[show(10, 5), show(20, 5, time(9))], roster=[{"id": "RO-1"}])
    )
    assert [e.summary for e in entries] == ["part 20"]
    assert [(f.code, f.table, f.row) for f in found if f.code == "XL399"] == [
        ("XL399", "run_of_show", 0), ("XL399", "roster", 0),
    ]  # fmt: skip


def test_shifts() -> None:
    rows = [
        shift(1, time(9), time(17, 30), person="林怡君"),
        shift(2, time(22), time(2), person="Ann", state="declined"),
        shift(3, time(8), time(9)),
    ]
    entries, _ = agenda(event(roster=rows), ["shifts"])
    assert entries[1].end == datetime(2026, 11, 22, 2)
    assert [e.cancelled for e in entries] == [False, True, False]
    assert "nobody yet" in entries[2].summary
    mine, _ = agenda(event(roster=rows), ["shifts"], person="林怡君")
    assert [e.uid for e in mine] == [entries[0].uid]


def test_milestones_and_deadlines_are_whole_days() -> None:
    tasks = [
        {"id": "T-1", "name": "Build", "kind": "task", "duration": 2, "deadline": DAY},
        {"id": "T-2", "name": "Ready", "kind": "milestone", "predecessors": "T-1", "owner": "Ann"},
    ]
    entries, _ = agenda(event(tasks=tasks), ["milestones"])
    assert [(e.summary.split(" ", 1)[1], e.start, e.busy) for e in entries] == [
        ("Deadline: Build", DAY, False), ("Milestone: Ready", date(2026, 3, 3), False),
    ]  # fmt: skip
    mine, _ = agenda(event(tasks=tasks), person="Ann")
    assert len(mine) == 1


def test_misuse() -> None:
    with pytest.raises(MisuseError, match=r"no part of a calendar.*milestones, runsheet, shifts"):
        agenda(event(), ["party"])
    with pytest.raises(MisuseError, match="Did you mean '林怡君'"):
        agenda(event(), person="林怡軍")
    with pytest.raises(MisuseError, match="no time zone"):
        write_icalendar([], name="", stamp=STAMP, timezone="Asia/Taipeh")


def test_the_sample_reads_back_equal_and_is_the_same_at_every_export() -> None:
    with sample("demo") as path:
        demo = Event.load(path)
    entries, found = agenda(demo)
    content = write_icalendar(entries, name="x", stamp=stamp_of(demo))
    assert content == write_icalendar(agenda(demo)[0], name="x", stamp=stamp_of(demo))
    calendar = icalendar.Calendar.from_ical(content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Taipei"]
    events = calendar.walk("VEVENT")
    assert len(events) == len(entries) > 100
    assert len({entry.uid for entry in entries}) == len(entries)
    assert all(event_equals(one, entry) for one, entry in zip(events, entries, strict=True))
    assert found == []
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


_texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=90) | (
    st.sampled_from(('a,b;c\\d\ne:"f"', "BEGIN:VEVENT\nEND:VEVENT", "\\n", "漢" * 80, "'=1+1"))
)
_moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda m: m.replace(microsecond=0)
)


@given(
    st.lists(st.builds(
        AgendaEntry, uid=st.uuids().map(str), summary=_texts, start=_moments,
        location=_texts, description=_texts, cancelled=st.booleans(),
    ), max_size=3)
)  # fmt: skip
def test_any_text_reads_back(entries: list[AgendaEntry]) -> None:
    events = parsed(entries)
    assert len(events) == len(entries)
    assert all(event_equals(one, entry) for one, entry in zip(events, entries, strict=True))


def test_another_zone() -> None:
    (found,) = parsed([AgendaEntry("u", "s", datetime(2026, 7, 1, 9))], "Europe/Berlin")
    assert found["DTSTART"].dt.isoformat() == "2026-07-01T09:00:00+02:00"


def event_equals(found: Any, entry: AgendaEntry) -> bool:
    def local(key: str) -> Any:
        moment = found[key].dt if key in found else None
        return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment

    return (str(found["UID"]), str(found["SUMMARY"]), local("DTSTART"), local("DTEND"),
            str(found.get("LOCATION", "")), str(found.get("DESCRIPTION", "")),
            str(found["STATUS"])) == (
        entry.uid, entry.summary, entry.start, entry.end, entry.location, entry.description,
        "CANCELLED" if entry.cancelled else "CONFIRMED",
    )  # fmt: skip
