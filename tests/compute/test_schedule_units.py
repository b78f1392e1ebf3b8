"""Networks in whole units without a calendar: text-books, packages, golden vectors."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.known_answers import golden_file, load_truth, short_name, truth_files
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.schedule import Schedule
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task

START = datetime(2026, 1, 5)


def plain(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def units(data: dict[str, Any], *, bounded: bool = True) -> Schedule:
    return compute_schedule(
        [
            Task(
                t["id"],
                t["duration"],
                constraint=ConstraintKind(t["constraint"]) if "constraint" in t else None,
                constraint_date=plain(t["constraint_at"]) if "constraint" in t else None,
            )
            for t in data["tasks"]
        ],
        [Link(x["pred"], x["succ"], LinkKind(x["type"]), x["lag"]) for x in data["links"]],
        settings=ScheduleSettings(start=START, bounded=bounded),
    )


@pytest.mark.parametrize("path", truth_files("truth_days"), ids=short_name)
def test_truth_days(path: Path) -> None:
    data = load_truth(path)
    schedule = units(data, bounded=data["source"].get("convention") != "unbounded")
    for raw in data["tasks"]:
        row, expect = schedule[raw["id"]], raw["expect"]
        assert row.late_start is not None
        assert row.late_finish is not None
        computed: dict[str, object] = {
            "es": row.early_start,
            "ef": row.early_finish,
            "ls": row.late_start,
            "lf": row.late_finish,
        }
        assert computed == {key: plain(expect[key]) for key in computed}
        others = {"tf": row.total_float, "ff": row.free_float, "critical": row.critical}
        assert {k: v for k, v in others.items() if k in expect} == {
            k: v for k, v in expect.items() if k in others
        }
    whole = data.get("expect", {})
    if "duration" in whole:
        first = min(schedule[name].early_start for name in schedule)
        last = max(schedule[name].early_finish for name in schedule)
        assert (last - first) == timedelta(minutes=whole["duration"])
    if "critical" in whole:
        assert {n for n in schedule if schedule[n].critical} == set(whole["critical"])


VECTORS = json.loads(golden_file("schedule_days.json").read_text(encoding="utf-8"))


def vector(case: dict[str, Any]) -> Schedule:
    return compute_schedule(
        [Task(name, duration) for name, duration in case["tasks"].items()],
        [Link(a, b, LinkKind(kind), lag) for a, b, kind, lag in case["links"]],
        settings=ScheduleSettings(start=START),
    )


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["id"])
def test_golden_networks(case: dict[str, Any]) -> None:
    schedule = vector(case)
    assert schedule.finish == plain(case["finish"])
    assert {name for name in schedule if schedule[name].critical} == set(case["critical"])
    for name, total in case["total_float"].items():
        assert schedule[name].total_float == total


@pytest.mark.parametrize("case", VECTORS["errors"], ids=lambda case: case["id"])
def test_golden_errors(case: dict[str, Any]) -> None:
    assert [problem.kind for problem in vector(case).problems] == [case["error"]]
