"""The schedule as CSV: all tasks, computed dates, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date

from xlevent.app.event import Event
from xlevent.app.exchange.schedule_csv import schedule_csv
from xlevent.app.planning.scheduling import scheduled
from xlevent.app.samples import sample


def table(event: Event) -> list[dict[str, str]]:
    content, _ = schedule_csv(event)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_task_has_its_computed_dates() -> None:
    with sample("demo") as path:
        event = Event.load(path)
    rows, schedule = table(event), scheduled(event).schedule
    assert len(rows) == len(event.tables["tasks"])
    for row in rows:
        dates = schedule[row["工作編號 Task ID"]]
        assert row["最早開始 Early start"] == f"{dates.early_start:%Y-%m-%d %H:%M}"
        assert row["最晚完成 Late finish"] == f"{dates.late_finish:%Y-%m-%d %H:%M}"
        assert row["要徑 Critical"] == ("是 Yes" if dates.critical else "否 No")


def test_excel_sees_utf_8_and_no_formula() -> None:
    event = Event(
        {"event_name": "x", "language": "en", "planning_start": date(2026, 3, 2)},
        {"tasks": [
            {"id": "T-1", "name": '=HYPERLINK("http://evil")', "kind": "task", "duration": 1},
            {"id": "T-2", "name": "＋1, \"2\"\n3", "kind": "task", "duration": 1,
             "predecessors": "T-1FS-1d"},
        ]},
    )  # fmt: skip
    before = [dict(row) for row in event.tables["tasks"]]
    content, _ = schedule_csv(event)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = table(event)
    assert rows[0]["Task"] == '\'=HYPERLINK("http://evil")'
    assert rows[1]["Task"] == '\'＋1, "2"\n3'
    assert rows[1]["Total float"] == "0"
    assert [dict(row) for row in event.tables["tasks"]] == before
