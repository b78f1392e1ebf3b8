"""The run sheet: times, collisions, what is written, the schedule of a person, all formats."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.onsite.run_sheet import duties_of, people_on_site, run_sheet
from xlevent.app.onsite.staffing import write_roster
from xlevent.app.samples import sample
from xlevent.domain.finding import Finding
from xlevent.errors import MisuseError

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

PLAN = """\
settings: {event_name: Gala, client_name: C, organiser_name: O, event_start: 2027-04-10,
  event_end: 2027-04-11}
people: [{name: Ann, role: Producer}, {name: Bob, role: Stage}, {name: Cem, role: Desk}]
run_of_show:
  - {id: RS-1, seq: 10, day: 2027-04-10, hard_start: "18:00", minutes: 30, activity: Doors,
     place: Foyer, lead: Cem}
  - {id: RS-2, seq: 20, day: 2027-04-10, minutes: 45, activity: Speech, place: Hall, lead: Ann,
     actual_start: "18:35"}
  - {id: RS-3, seq: 30, day: 2027-04-10, hard_start: "19:00", minutes: 300, activity: Dinner,
     place: Foyer, lead: Ann, cue: =gong}
  - {id: RS-4, seq: 10, day: 2027-04-11, minutes: 10, activity: Tidy, place: Hall}
  - {id: RS-5, seq: 30, day: 2027-04-10, hard_start: "23:00", minutes: 5, activity: Toast,
     place: Hall}
roster:
  - {id: RO-1, person: Ann, role: director, place: Hall, date: 2027-04-10, start: "17:00",
     end: "19:00"}
  - {id: RO-2, person: Ann, role: host, place: Foyer, date: 2027-04-10, start: "18:30",
     end: "20:00"}
  - {id: RO-3, role: guard, place: Door, date: 2027-04-10, start: "17:00", end: "02:00"}
  - {id: RO-4, person: Bob, role: guard, place: Door, date: 2027-04-10, start: "17:00",
     end: "19:00", state: declined, uncovered: "no"}
  - {id: RO-5, person: Cem, role: reception, place: Foyer, date: 2027-04-10, start: "18:00",
     end: "18:20"}
staffing_needs:
  - {id: MN-1, role: director, place: Hall, date: 2027-04-10, start: "18:00", end: "20:00",
     needed: 1}
briefings:
  - {id: BR-1, held: 2027-04-10 09:00, kind: staff, lead: Ann}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "gala.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runsheet")
    (folder / "gala.yaml").write_text(PLAN, encoding="utf-8")
    Event.load(folder / "gala.yaml").build(folder / "gala.xlsx", language="en")
    return folder / "gala.xlsx"


def run(*arguments: object, code: int = 0) -> Any:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    assert done.exit_code == code, f"{done.output}\n{done.exception!r}"
    return done


def by_code(findings: tuple[Finding, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.code, []).append(finding.message.en)
    return found


def test_everything_that_collides_is_found() -> None:
    found = by_code(run_sheet(Event.load("gala.yaml")).findings)
    assert found["XL640"] == [
        "Ann is on RO-1 and RO-2 at once, 2027-04-10 18:30 to 2027-04-10 19:00."
    ]
    assert len(found["XL641"]) == 2
    assert "2027-04-11 02:00" in found["XL641"][0]
    assert found["XL642"] == [
        "MN-1 needs 1 × Event director at Hall; 2027-04-10 19:00 to 2027-04-10 20:00 there are 0."
    ]
    assert "RS-3 starts at 2027-04-10 19:00" in found["XL643"][0]
    assert "15 min over" in found["XL643"][0]
    assert "60 min over" in found["XL643"][1]  # dinner runs into the toast
    assert found["XL644"] == ["RS-4 has no time: no hard start stands before it on that day."]
    assert "RS-5 has the number 30 of RS-3" in found["XL645"][0]
    assert found["XL646"] == [
        "Ann leads RS-2 and RS-3 at once in two places, 2027-04-10 19:00 to 2027-04-10 19:15."
    ]
    assert any("Cem leads RS-1" in text for text in found["XL647"])


def test_an_over_run_moves_what_follows_and_hits_the_next_hard_start() -> None:
    event = Event.load("gala.yaml")
    (day,) = [rows for day, rows in run_sheet(event, {"RS-1": 20}).days.items() if day.day == 10]
    assert [row.start for row in day[:3]] == [
        datetime(2027, 4, 10, 18), datetime(2027, 4, 10, 18, 50), datetime(2027, 4, 10, 19),
    ]  # fmt: skip
    assert day[2].slot.hit == 35
    assert day[1].delay == -15
    with pytest.raises(MisuseError, match="RS-9"):
        run_sheet(event, {"RS-9": 1})
    with pytest.raises(MisuseError, match="-1 minutes"):
        run_sheet(event, {"RS-1": -31})


@pytest.mark.parametrize("name", ["demo", "ournetworks-2018", "g0v-summit-2014"])
def test_sheet_and_engine_agree_on_all_times(name: str) -> None:
    """The native columns of O5.1.1 and the cascade, row by row."""
    with sample(name) as path:
        event = Event.load(path)
    native = {row["id"]: row for row in Evaluated(event, "en").rows("run_of_show")}
    days = run_sheet(event).days
    assert sum(map(len, days.values())) == len(native)
    for rows in days.values():
        for one in rows:
            row = native[one.id]
            assert one.start is not None
            assert one.start.time() == row["start"]
            assert one.end is not None
            assert one.end.time() == row["end"]
            assert one.slot.overrun == row.get("overrun")
            assert one.slot.slack == row.get("slack")
            assert one.delay == row.get("delay")


CLOCK = st.none() | st.times(max_value=time(12, 0)).map(
    lambda t: t.replace(second=0, microsecond=0)
)
SHOWS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 99), CLOCK, st.integers(0, 90)),
    min_size=1, max_size=14, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHOWS)
def test_sheet_and_engine_agree_on_random_shows(
    rows: list[tuple[int, int, time | None, int]],
) -> None:
    """Numbers in any order, days mixed, rows before the first hard start, over-runs."""
    show = [
        {"id": f"RS-{n}", "seq": seq, "day": date(2027, 4, day), "minutes": minutes,
         "activity": "x", **({"hard_start": hard} if hard else {})}
        for n, (day, seq, hard, minutes) in enumerate(rows)
    ]  # fmt: skip
    event = Event({"event_name": "E"}, {"run_of_show": show})
    native = {row["id"]: row for row in Evaluated(event, "en").rows("run_of_show")}
    for found in run_sheet(event).days.values():
        for one in found:
            row = native[one.id]
            assert (one.start.time() if one.start else None) == row.get("start")
            assert (one.end.time() if one.end else None) == row.get("end")
            assert one.slot.overrun == row.get("overrun")
            assert one.slot.slack == row.get("slack")


def test_the_demo_holds_what_the_engine_computes() -> None:
    with sample("demo") as path:
        event = Event.load(path)
    before = [dict(row) for row in event.tables["roster"]]
    write_roster(event)
    assert [dict(row) for row in event.tables["roster"]] == before


def test_the_real_run_sheet_of_our_networks() -> None:
    with sample("ournetworks-2018") as path:
        event = Event.load(path)
    sheet = run_sheet(event)
    assert [len(rows) for rows in sheet.days.values()] == [
        2,
        17,
        11,
    ]  # as many times as the source prints
    assert not [f for f in sheet.findings if f.severity != "notice"]
    lunch = [row for rows in sheet.days.values() for row in rows if row.start != row.end]
    assert {f"{row.start:%H:%M}-{row.end:%H:%M}" for row in lunch} == {"13:30-14:30"}
    duties = duties_of(event, sheet, "Logistics hand 1")
    assert [f"{duty.start:%m-%d %H:%M}" for duty in duties][:2] == ["07-13 12:00", "07-14 07:15"]


def test_workbook_and_plan_are_written_alike(built: Path, here: Path) -> None:
    book = Path(shutil.copy(built, here / "gala.xlsx"))
    assert "2 shifts double-booked" not in run("runsheet", "gala.yaml").output
    run("runsheet", "gala.yaml", "--write")
    run("runsheet", book, "--write")
    plan, filled = Event.load("gala.yaml"), Event.read(book)
    keys = ("id", "double_booked", "uncovered")
    for event in (plan, filled):
        rows = [{k: row[k] for k in keys if k in row} for row in event.tables["roster"]]
        assert rows == [
            {"id": "RO-1", "double_booked": "RO-2", "uncovered": "no"},
            {"id": "RO-2", "double_booked": "RO-1", "uncovered": "no"},
            {"id": "RO-3", "uncovered": "yes"},
            {"id": "RO-4", "uncovered": "yes"},
            {"id": "RO-5", "uncovered": "no"},
        ]
    assert "XL180" not in {finding.code for finding in filled.check()}
    assert "nothing to change" in run("runsheet", book, "--write").output


def test_a_person_gets_shifts_segments_and_briefings_in_order() -> None:
    event = Event.load("gala.yaml")
    duties = duties_of(event, run_sheet(event), "Ann")
    assert [duty.id for duty in duties] == ["BR-1", "RO-1", "RO-2", "RS-2", "RS-3"]
    assert people_on_site(event) == ("Ann", "Bob", "Cem")
    assert duties_of(event, run_sheet(event), "Bob") == ()
    text = run("runsheet", "gala.yaml", "--person", "Ann").output
    assert "Event director" in text
    assert "RO-3" not in text
    assert "Did you mean 'Ann'?" in run("runsheet", "gala.yaml", "--person", "An", code=2).output


def test_formats(here: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("runsheet", "gala.yaml", "--format", "csv").stdout)))
    assert rows[0][1:4] == ["編號 ID", "開始 Start", "結束 End"]
    dinner = next(row for row in rows if "RS-3" in row)
    assert "'=gong" in dinner  # no formula
    assert "00:00 +1" in dinner
    found = json.loads(run("runsheet", "gala.yaml", "--json").stdout)
    assert [row["id"] for row in found["show"]] == ["RS-1", "RS-2", "RS-3", "RS-5", "RS-4"]
    assert {"XL640", "XL643"} <= {finding["code"] for finding in found["findings"]}
    one = json.loads(run("runsheet", "gala.yaml", "--json", "--person", "Cem").stdout)
    assert [duty["id"] for duty in one["duties"]] == ["RO-5", "RS-1"]
    run("runsheet", "gala.yaml", "--format", "ics", code=2)
    run("runsheet", "gala.yaml", "--format", "ics", "--person", "Ann", "-o", "ann.ics")
    text = (here / "ann.ics").read_text("utf-8")
    assert text.count("BEGIN:VEVENT") == 4
    run("runsheet", "gala.yaml", "--format", "csv", "-o", "show.csv")
    run("runsheet", "gala.yaml", "--format", "csv", "-o", "show.csv", code=2)
    run("runsheet", "gala.yaml", "--format", "html", code=2)
    for form in ("html", "docx", "xlsx"):
        run("runsheet", "gala.yaml", "--format", form, "--person", "Ann", "-o", f"ann.{form}")
    page = (here / "ann.html").read_text("utf-8")
    assert "Ann 的班表" in page
    assert "Speech" in page
    run("runsheet", "gala.yaml", "-o", "show.txt")
    assert "Dinner" in (here / "show.txt").read_text("utf-8")


@pytest.mark.parametrize("over", ["RS-1", "=5", "RS-1=x", "RS-1=²", "RS-1=1000000", "RS-9=5"])
def test_over_runs_are_minutes_of_a_row(over: str) -> None:
    assert "Traceback" not in run("runsheet", "gala.yaml", "--over", over, code=2).output


def test_an_empty_event_has_no_run_sheet() -> None:
    Path("empty.yaml").write_text("settings: {event_name: E}\n", encoding="utf-8")
    assert "Run sheet" in run("runsheet", "empty.yaml").output
    assert json.loads(run("runsheet", "empty.yaml", "--json").stdout)["show"] == []
