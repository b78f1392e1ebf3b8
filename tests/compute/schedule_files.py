"""Files of format cpm-truth-1: scheduled, and compared with what they expect."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.schedule import Schedule
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task, WorkPart
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    DayException,
    Shifts,
    Week,
    WorkWeek,
    build_calendars,
    to_minutes,
)

DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
SLACKS = {
    "total_slack_min": "total_float",
    "free_slack_min": "free_float",
    "start_slack_min": "start_slack",
    "finish_slack_min": "finish_slack",
}
DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def moment(text: str | None) -> datetime | None:
    """To the minute: the engine knows no seconds."""
    if text is None:
        return None
    exact = datetime.fromisoformat(text)
    return (exact + timedelta(seconds=30)).replace(second=0)


def shifts(hours: list[list[str]] | None) -> Shifts | None:
    def minutes(text: str) -> int:
        return int(text[:2]) * 60 + int(text[3:])

    return None if hours is None else tuple((minutes(a), minutes(b)) for a, b in hours)


def week(days: dict[str, Any]) -> Week:
    return tuple(shifts(days.get(day)) for day in DAYS)


def calendar_of(raw: dict[str, Any]) -> CalendarDefinition:
    parent = raw["parent_uid"]
    return CalendarDefinition(
        str(raw["uid"]),
        week(raw["week"]),
        tuple(
            DayException(
                date.fromisoformat(e["from"]), date.fromisoformat(e["to"]), shifts(e["hours"]) or ()
            )
            for e in raw["exceptions"]
        ),
        tuple(
            WorkWeek(date.fromisoformat(w["from"]), date.fromisoformat(w["to"]), week(w["week"]))
            for w in raw["work_weeks"]
        ),
        None if parent is None else str(parent),
    )


def minutes(value: float | None) -> int:
    return round(value or 0)


def parts_of(data: dict[str, Any], raw: dict[str, Any]) -> tuple[WorkPart, ...]:
    """Work of the resources, which spans the task unless its duration is fixed."""
    if raw["task_type"] == "FIXED_DURATION" or raw["summary"]:
        return ()
    resources = {r["uid"]: r for r in data.get("resources", ())}
    found = []
    for a in data.get("assignments", ()):
        resource = resources.get(a["resource"])
        if a["task"] != raw["uid"] or resource is None or resource["type"] != "WORK":
            continue
        calendar = resource["calendar_uid"]
        if not a["units_pct"] or calendar is None or raw["calendar_uid"] is not None:
            continue
        scale = 100 / a["units_pct"]
        left = a["remaining_work_min"]
        found.append(
            WorkPart(
                str(calendar),
                round(a["work_min"] * scale),
                None if left is None else round(left * scale),
            )
        )
    return tuple(found)


def task_of(data: dict[str, Any], raw: dict[str, Any]) -> Task:
    given = raw["mode"] == "manual" or raw["external"]
    constraint = raw["constraint"]
    calendar = raw["calendar_uid"]
    parent = raw["parent_uid"]
    remaining = raw["remaining_duration_min"]
    return Task(
        id=str(raw["uid"]),
        name=raw["name"] or "",
        duration=minutes(raw["duration_min"]),
        parent=None if parent in (None, 0) else str(parent),
        calendar=None if calendar is None else str(calendar),
        elapsed=raw["duration_elapsed"],
        constraint=None if constraint == "ASAP" else ConstraintKind(constraint),
        constraint_date=moment(raw["constraint_date"]),
        deadline=moment(raw["deadline"]),
        active=raw["active"],
        manual=raw["mode"] == "manual",
        external=raw["external"],
        start=moment(raw["expect"]["start"]) if given else None,
        finish=moment(raw["expect"]["finish"]) if given else None,
        actual_start=None if raw["summary"] else moment(raw["actual_start"]),
        actual_finish=None if raw["summary"] else moment(raw["actual_finish"]),
        percent_complete=raw["percent_complete"] or 0,
        remaining=None if remaining is None else minutes(remaining),
        delay=minutes(raw["leveling_delay_min"]),
        parts=parts_of(data, raw),
    )


Project = tuple[list[Task], list[Link], list[CalendarDefinition], ScheduleSettings]


def project_of(data: dict[str, Any]) -> Project:
    """What `compute_schedule` takes."""
    project = data["project"]
    links = [
        Link(
            str(raw["pred"]),
            str(raw["succ"]),
            LinkKind(raw["type"]),
            minutes(raw.get("lag_min")),
            raw.get("lag_percent"),
            raw["lag_elapsed"],
        )
        for raw in data["links"]
    ]
    return (
        [task_of(data, raw) for raw in data["tasks"] if raw["uid"] != 0],
        links,
        [calendar_of(raw) for raw in data["calendars"]],
        ScheduleSettings(
            start=moment(project["start"]),
            finish=moment(project["finish"]),
            backward=project["schedule_from"] == "FINISH",
            calendar=str(project["default_calendar_uid"]),
            critical_limit=minutes(project["critical_slack_limit_min"]),
        ),
    )


def schedule_file(data: dict[str, Any]) -> Schedule:
    return compute_schedule(*project_of(data))


def differences(data: dict[str, Any], schedule: Schedule) -> list[tuple[str, str, Any, Any]]:
    """(task, field, expected, computed) of all leaves; dates by the working time between them."""
    calendars, _ = build_calendars(
        [calendar_of(raw) for raw in data["calendars"]],
        to_minutes(datetime.fromisoformat(data["project"]["start"])),
    )
    found: list[tuple[str, str, Any, Any]] = []
    for raw in data["tasks"]:
        if raw["id"] == 0 or raw["summary"] or not raw["active"]:
            continue
        name = str(raw["uid"])
        if name not in schedule:
            found.append((name, "missing", None, None))
            continue
        row = schedule[name]
        calendar = calendars[str(raw["effective_calendar_uid"])]
        for key in DATES:
            expected, computed = moment(raw["expect"].get(key)), getattr(row, key)
            if expected is None:
                continue
            if computed is None or calendar.between(to_minutes(expected), to_minutes(computed)):
                found.append((name, key, expected, computed))
        for key, ours in SLACKS.items():
            wanted = raw["expect"].get(key)
            if wanted is not None and abs(wanted - (getattr(row, ours) or 0)) >= 1:
                found.append((name, key, wanted, getattr(row, ours)))
        critical = raw["expect"].get("critical")
        if critical is not None and critical != row.critical:
            found.append((name, "critical", critical, row.critical))
    return found
