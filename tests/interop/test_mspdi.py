"""Microsoft Project XML from elsewhere: what it means, what is told, what is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.app.event import Event
from xlevent.app.exchange.importing import event_of
from xlevent.domain.finding import Finding
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop import mspdi_xml, project_files
from xlevent.interop.mspdi_reading import parse_mspdi, read_mspdi

NS = 'xmlns="http://schemas.microsoft.com/project"'
WEEK = "".join(
    f"<WeekDay><DayType>{kind}</DayType><DayWorking>{int(1 < kind < 7)}</DayWorking>"
    + "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime>"
    "</WorkingTime></WorkingTimes>" * (1 < kind < 7) + "</WeekDay>"
    for kind in range(1, 8)
)


def file(tasks: str = "", *, head: str = "", calendar: str = "", rest: str = "") -> bytes:
    return (
        f"<Project {NS}><Title>Gala</Title><StartDate>2026-03-02T08:00:00</StartDate>"
        f"<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay>{head}"
        f"<Calendars><Calendar><UID>1</UID><Name>Standard</Name><WeekDays>{WEEK}</WeekDays>"
        f"{calendar}</Calendar></Calendars><Tasks>{tasks}</Tasks>{rest}</Project>"
    ).encode()


def task(uid: object, *more: str, level: int = 1, days: int = 1, name: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name or f'task {uid}'}</Name>"
        f"<OutlineLevel>{level}</OutlineLevel><Duration>PT{days * 8}H0M0S</Duration>"
        f"<DurationFormat>7</DurationFormat>{''.join(more)}</Task>"
    )


def link(uid: object, kind: int = 1, lag: object = 0, form: int = 7, more: str = "") -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat>{more}</PredecessorLink>"
    )


def read(content: bytes) -> tuple[Event, list[Finding]]:
    return event_of(*parse_mspdi(content))


def rows(content: bytes) -> list[dict[str, object]]:
    return [dict(row) for row in read(content)[0].tables["tasks"]]


def told(content: bytes) -> list[str]:
    return [finding.show("en") for finding in read(content)[1]]


def test_tasks_in_their_outline() -> None:
    found = rows(
        file(
            task(0, level=0)
            + task(5, name="Phase")
            + task(7, "<Milestone>1</Milestone>", level=2, days=0)
            + task(3, link(7), "<Notes>See.</Notes>", level=2, days=2)
            + task(9)
        )
    )
    assert [(row["id"], row["wbs"], row["kind"]) for row in found] == [
        ("T-001", "1", "summary"), ("T-002", "1.1", "milestone"), ("T-003", "1.2", "task"),
        ("T-004", "2", "task"),
    ]  # fmt: skip
    assert found[2]["predecessors"] == "T-002"
    assert found[2]["duration"] == Decimal(2)
    assert found[2]["note"] == "See."


@pytest.mark.parametrize(
    ("kind", "lag", "form", "text"),
    [(1, 0, 7, "T-001"), (0, 4800, 7, "T-001FF+1d"), (2, -600, 5, "T-001SF-1h"),
     (3, 14400, 8, "T-001SS+1ed"), (1, 50, 19, "T-001FS+50%"), (1, -25, 20, "T-001FS-25e%"),
     (1, 24000, 9, "T-001FS+5d"), (1, 4800, 39, "T-001FS+1d")],
)  # fmt: skip
def test_links(kind: int, lag: int, form: int, text: str) -> None:
    assert rows(file(task(1) + task(2, link(1, kind, lag, form))))[1]["predecessors"] == text


@pytest.mark.parametrize(
    ("length", "form", "amount", "unit"),
    [("PT16H0M0S", 7, "2", None), ("PT90M", 3, "90", "minutes"), ("PT1H30M0S", 5, "1.5", "hours"),
     ("PT80H0M0S", 9, "2", "weeks"), ("PT48H0M0S", 8, "2", "elapsed_days"),
     ("PT36H0M0S", 6, "1.5", "elapsed_days"), ("PT160H0M0S", 11, "20", None),
     ("PT0H1M0S", 7, "1", "minutes"), ("PT16H0M0S", 39, "2", None),
     ("P1DT0H", 8, "1", "elapsed_days")],
)  # fmt: skip
def test_durations(length: str, form: int, amount: str, unit: str | None) -> None:
    text = file(task(1)).replace(b"PT8H0M0S", length.encode())
    found = rows(text.replace(b"<DurationFormat>7<", f"<DurationFormat>{form}<".encode()))[0]
    assert (found["duration"], found.get("duration_unit")) == (Decimal(amount), unit)


def test_constraints_dates_and_facts() -> None:
    event, found = read(
        file(
            task(
                1, "<ConstraintType>7</ConstraintType>",
                "<ConstraintDate>2026-03-04T16:00:00</ConstraintDate>",
                "<Deadline>2026-03-05T12:00:00</Deadline><PercentComplete>25</PercentComplete>",
                "<ActualStart>2026-03-02T08:00:00</ActualStart>",
                "<RemainingDuration>PT7H0M0S</RemainingDuration>",
                "<Baseline><Number>0</Number><Start>2026-03-02T08:00:00</Start>"
                "<Finish>2026-03-03T16:00:00</Finish></Baseline>", days=1,
            ),
            head="<StatusDate>2026-03-02T16:00:00</StatusDate>",
        )
    )  # fmt: skip
    row = event.tables["tasks"][0]
    assert (row["constraint"], row["constraint_date"]) == ("fnlt", date(2026, 3, 4))
    assert row["deadline"] == date(2026, 3, 5)
    assert (row["baseline_start"], row["baseline_finish"]) == (date(2026, 3, 2), date(2026, 3, 3))
    assert dict(event.tables["task_progress"][0]) == {
        "task": "T-001", "actual_start": date(2026, 3, 2), "percent": Decimal("0.25"),
        "remaining": Decimal("0.875"),
    }  # fmt: skip
    assert event.settings["data_date"] == date(2026, 3, 2)
    assert [f.code for f in found] == ["XL393"]  # the deadline at noon


def test_a_schedule_back_from_the_event() -> None:
    head = "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-04-10T16:00:00</FinishDate>"
    event, _ = read(file(task(1, "<ConstraintType>1</ConstraintType>"), head=head))
    assert event.settings["schedule_from"] == "event"
    assert event.settings["event_end"] == date(2026, 4, 10)
    assert "constraint" not in event.tables["tasks"][0]


def test_exceptions_of_calendars() -> None:
    one = (
        "<Exceptions><Exception><TimePeriod><FromDate>2026-04-03T00:00:00</FromDate>"
        "<ToDate>2026-04-06T23:59:00</ToDate></TimePeriod><Name>清明</Name><Type>1</Type>"
        "<DayWorking>0</DayWorking></Exception>"
        "<Exception><TimePeriod><FromDate>2026-04-11T00:00:00</FromDate>"
        "<ToDate>2026-04-11T23:59:00</ToDate></TimePeriod><DayWorking>1</DayWorking>"
        "<WorkingTimes><WorkingTime><FromTime>22:00:00</FromTime><ToTime>00:00:00</ToTime>"
        "</WorkingTime></WorkingTimes></Exception>"
        "<Exception><TimePeriod><FromDate>2026-05-01T00:00:00</FromDate>"
        "<ToDate>2030-05-01T23:59:00</ToDate></TimePeriod><Name>May Day</Name><Type>2</Type>"
        "<Occurrences>5</Occurrences><DayWorking>0</DayWorking></Exception></Exceptions>"
    )
    event, found = read(file(task(1), calendar=one))
    days = [(r["date"], r["kind"], r.get("hours")) for r in event.tables["holidays"]]
    assert days == [
        *((date(2026, 4, day), "holiday", None) for day in (3, 4, 5, 6)),
        (date(2026, 4, 11), "makeup", "22:00-24:00"),
    ]
    assert [f.code for f in found] == ["XL391"]
    assert "May Day" in found[0].show("en")
    assert event.tables["calendars"][0]["mon"] == "08:00-16:00"
    assert "sun" not in event.tables["calendars"][0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (file(task(1) + task(2, link(77))), "task 2 follows 77"),
        (file(task(1) + task(2, link("x"))), "PredecessorUID x cannot be used"),
        (file(task(1) + task(2, link(1, more="<CrossProject>1</CrossProject>"))),
         "another project"),
        (file(task(1, "<Active>0</Active>") + task(2, link(1))), "an inactive task"),
        (file(task(1, "<ExternalTask>1</ExternalTask>")), "a task of another project"),
        (file(task(1, "<Manual>1</Manual><Start>2026-03-09T08:00:00</Start>")),
         "manual scheduling"),
        (file(task(1, "<Cost>120000</Cost>")), "Cost 1200.00"),
        (file(task(1, "<Recurring>1</Recurring><Summary>1</Summary>")), "recurring task"),
        (file(task(1, "<Contact>Ann</Contact>")), "contact"),
        (file(task(1, "<Milestone>1</Milestone>")), "mark of a milestone"),
        (file(task(1, "<ExtendedAttribute><FieldID>188743734</FieldID><Value>7</Value>"
                   "</ExtendedAttribute>")), "custom field 188743734"),
        (file(task(1, "<Baseline><Number>3</Number></Baseline>")), "further baselines"),
        (file(task(1), calendar="<WorkWeeks><WorkWeek><Name>Summer</Name></WorkWeek></WorkWeeks>"),
         "another working week cannot be kept (Summer)"),
        (file(task(1) + task(2, level=4)), "outline level 4"),
        (file(task(1) + task(1)), "UID 1 of task 1"),
        (file(task("") + task(2)), "UID"),
        (file(task(1, "<CalendarUID>8</CalendarUID>")), "CalendarUID 8"),
        (file(task(1, "<ConstraintType>9</ConstraintType>")), "ConstraintType 9"),
        (file(task(1, "<ConstraintType>4</ConstraintType>")), "ConstraintDate"),
        (file(task(1, "<Deadline>0026-03-09T08:00:00</Deadline>")), "Deadline 0026"),
        (file(task(1, "<Deadline>soon</Deadline>")), "Deadline soon"),
        (file(task(1, "<PercentComplete>120</PercentComplete>")), "PercentComplete 120"),
        (file(task(1)).replace(b"PT8H", b"-PT8H"), "Duration -PT8H0M0S"),
        (file(task(1)).replace(b"PT8H", b"PT999999999999H"), "Duration PT9"),
        (file(task(1) + task(2, link(1, lag=10**14))), "LinkLag"),
        (file(task(1)).replace(b"08:00:00</From", b"18:00:00</From"), "working time"),
        (file(task(1)).replace(b"Day>480", b"Day>0"), "MinutesPerDay 0"),
        (file(task(1, "<WBS>7</WBS>") + task(2, "<WBS>7</WBS>")), "WBS codes"),
        (file(task(1, "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-06T16:00:00</Finish>")),
         "the schedule at 2026-03-02 08:00–2026-03-02 16:00"),
        (file(task(1), rest="<Resources><Resource><UID>1</UID><Name>Ann</Name><Type>1</Type>"
              "<StandardRate>50</StandardRate></Resource></Resources>"), "StandardRate 50.00"),
    ],
)  # fmt: skip
def test_what_cannot_be_held_is_told(content: bytes, expected: str) -> None:
    assert any(expected in text for text in told(content)), told(content)


def test_a_resource_with_days_off_of_its_own_is_told() -> None:
    own = (
        "<Calendar><UID>2</UID><Name>Ann</Name><IsBaseCalendar>0</IsBaseCalendar>"
        "<BaseCalendarUID>1</BaseCalendarUID><Exceptions><Exception><TimePeriod>"
        "<FromDate>2026-04-03T00:00:00</FromDate><ToDate>2026-04-03T23:59:00</ToDate></TimePeriod>"
        "<DayWorking>0</DayWorking></Exception></Exceptions></Calendar></Calendars>"
    )
    resource = (
        "<Resources><Resource><UID>4</UID><Name>Ann</Name><Type>1</Type><MaxUnits>2</MaxUnits>"
        "<CalendarUID>2</CalendarUID></Resource></Resources><Assignments><Assignment><UID>1</UID>"
        "<TaskUID>1</TaskUID><ResourceUID>4</ResourceUID><Units>0.5</Units></Assignment></Assignments>"
    )
    content = file(task(1), rest=resource).replace(b"</Calendars>", own.encode())
    event, found = read(content)
    assert ["a calendar of its own" in f.show() for f in found] == [True]
    assert dict(event.tables["resources"][0]) == {
        "id": "R-001", "name": "Ann", "kind": "person", "capacity": Decimal(2)
    }  # fmt: skip
    assert event.tables["assignments"][0]["quantity"] == Decimal("0.5")
    assert len(event.tables["calendars"]) == 1


def test_calendars_that_follow_each_other_in_a_circle() -> None:
    circle = (
        "<Calendar><UID>2</UID><Name>a</Name><BaseCalendarUID>3</BaseCalendarUID></Calendar>"
        "<Calendar><UID>3</UID><Name>b</Name><BaseCalendarUID>2</BaseCalendarUID></Calendar>"
        "</Calendars>"
    )
    assert "BaseCalendarUID" in " ".join(
        told(file(task(1)).replace(b"</Calendars>", circle.encode()))
    )


def test_tasks_that_follow_each_other_in_a_circle_are_imported() -> None:
    found = rows(file(task(1, link(2)) + task(2, link(1))))
    assert [row["predecessors"] for row in found] == ["T-002", "T-001"]


DTD = (
    b'<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize(
    "content",
    [
        DTD + file(task(1)),
        DTD + file(task(1, name="&b;&c;")),
        b"<!DOCTYPE Project>" + file(task(1)),
        f'<?xml version="1.0" encoding="UTF-16"?>{(DTD + file(task(1))).decode()}'.encode("utf-16"),
        b"", b"PK\x03\x04", b"<Project/>", b"<a>" * 100_000, file(task(1))[:-20],
        b'<Project xmlns="http://www.projectlibre.org"/>', b"\x00" * 100,
    ],
)  # fmt: skip
def test_what_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        parse_mspdi(content)


def test_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.xml"
    path.write_bytes(file(task(1)) + b" " * 2000)
    with pytest.raises(UnreadableFileError, match="larger"):
        read_mspdi(path, limit=2000)
    monkeypatch.setattr(mspdi_xml, "ELEMENTS_LIMIT", 3)
    with pytest.raises(UnreadableFileError, match="more than 3 of <Task>"):
        parse_mspdi(file("".join(task(n) for n in range(1, 6))))


@given(st.data())
def test_damaged_files_give_findings_or_a_clear_error(data: st.DataObject) -> None:
    content = bytearray(
        file(task(1, "<Deadline>2026-03-09T08:00:00</Deadline>") + task(2, link(1, lag=480)))
    )
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.sampled_from(b"0123456789-<>/:TPx\xff "))
    try:
        event, _ = read(bytes(content))
    except UnreadableFileError:
        return
    assert len(event.tables["calendars"]) >= 1


# --- other kinds of files ------------------------------------------------------------------------
def test_kinds_of_files(tmp_path: Path) -> None:
    path = tmp_path / "gala.docx"
    path.write_bytes(b"x")
    with pytest.raises(MisuseError, match="no kind of project file"):
        project_files.read_project(path)
    with pytest.raises(UnreadableFileError, match="no such file"):
        project_files.read_project(tmp_path / "none.mpp")
    path = tmp_path / "other.xml"
    path.write_bytes(b"<html/>")
    with pytest.raises(UnreadableFileError, match="not a Microsoft Project file"):
        project_files.read_project(path)


@pytest.mark.parametrize(
    ("script", "kind", "said"),
    [
        ("import sys; sys.exit(3)", MisuseError, r'pip install "xlevent\[mpp\]"'),
        ("import sys; sys.exit(4)", MisuseError, "Install Java"),
        ("import sys; sys.exit(5)", UnreadableFileError, "no project file of this kind"),
        ("import sys; sys.exit('out of memory')", UnreadableFileError, "out of memory"),
        ("import time; time.sleep(60)", UnreadableFileError, "took more than"),
    ],
)
def test_what_can_go_wrong_in_the_process_of_mpxj(
    script: str, kind: type[Exception], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text(script)
    monkeypatch.setattr(project_files.mpxj_process, "__file__", str(child))
    path = tmp_path / "gala.mpp"
    path.write_bytes(b"x")
    with pytest.raises(kind, match=said):
        project_files.read_project(path, timeout=1 if "sleep" in script else 60)


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [("ERMHDR", "ascii", "UTF-8"), ("場地佈置", "utf-8", "UTF-8"),
     ("場地佈置、彩排", "cp950", "MS950"), ("Bühne, Größe", "cp1252", "windows-1252"),
     ("Señal él está à Málaga", "cp1252", "windows-1252")],
)  # fmt: skip
def test_the_character_set_of_a_primavera_file(text: str, encoding: str, charset: str) -> None:
    assert project_files.charset_of(f"%R\t{text}\r\n".encode(encoding)) == charset


def test_seconds_and_zones_are_cut_off() -> None:
    assert mspdi_xml.moment("2026-03-02T08:00:59+08:00") == datetime(2026, 3, 2, 8)
