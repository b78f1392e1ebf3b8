"""Small events with every kind of task, link, calendar and fact, for round trips."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from xlevent.app.event import Event

MONDAY = date(2026, 3, 2)
_OFFICE = "09:00-12:00,13:00-18:00"
_WEEKS = (
    dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _OFFICE),
    dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00"),
    {"mon": "08:00-16:00", "wed": "20:00-24:00", "thu": "00:00-04:00,20:15-23:45"},
)
_UNITS = (None, "days", "hours", "weeks", "minutes", "elapsed_days")
_CONSTRAINTS = (None, "alap", "snet", "snlt", "fnet", "fnlt", "mso", "mfo")
_LAGS = ("", "+2d", "-3h", "+50%", "+25e%", "+90min", "+1ed", "-7emin")
_ids = st.sampled_from(("T-001", "x", "工作 7", "2FS", "A+B", "t-9", "T.3", "Q'uote", "a<b&c"))


def _days() -> st.SearchStrategy[date]:
    return st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n))


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event whose schedule may or may not be sound."""
    names = draw(st.lists(_ids, min_size=1, max_size=6, unique=True))
    calendars = [
        {"id": f"CAL-{n}", "name": f"Week {n}", **draw(st.sampled_from(_WEEKS))}
        for n in range(1, draw(st.integers(1, 3)) + 1)
    ]
    tasks: list[dict[str, Any]] = []
    progress: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        tasks.append(draw(_task(name, number, names[:number], [c["id"] for c in calendars])))
        if tasks[-1]["kind"] != "summary" and draw(st.booleans()):
            progress.append({"task": name, **draw(_facts())})
    holidays = [
        {"id": f"HD-{n}", "date": day, "kind": kind, "name": "補班" if kind == "makeup" else "",
         "calendar": draw(st.sampled_from((None, calendars[0]["id"]))),
         "hours": _OFFICE if kind == "makeup" else None}
        for n, (day, kind) in enumerate(
            draw(st.lists(st.tuples(_days(), st.sampled_from(("holiday", "makeup"))), max_size=4))
        )
    ]  # fmt: skip
    resources = [
        {"id": "R-9", "name": "人 & co", "kind": "venue", "capacity": Decimal("2.5")},
        {"id": "R-1", "name": "Chairs", "kind": "material", "unit": "pcs"},
    ]
    assignments = [
        {"id": f"AS-{n:03}", "task": task["id"], "resource": "R-9", "quantity": Decimal("1.5")}
        for n, task in enumerate(tasks, start=1)
    ]
    settings: dict[str, Any] = {
        "event_name": "春季 <晚會> & Gala", "planning_start": MONDAY,
        "hours_per_day": draw(st.sampled_from((Decimal(8), Decimal("7.5")))),
    }  # fmt: skip
    if draw(st.booleans()):
        settings |= {"schedule_from": "event", "event_start": MONDAY + timedelta(80),
                     "event_end": MONDAY + timedelta(81)}  # fmt: skip
    elif draw(st.booleans()):
        settings["data_date"] = MONDAY + timedelta(10)
    return Event(
        settings,
        {"calendars": calendars, "holidays": holidays, "tasks": tasks, "task_progress": progress,
         "resources": resources, "assignments": assignments},
    )  # fmt: skip


@st.composite
def _task(
    draw: st.DrawFn, name: str, number: int, before: list[str], calendars: list[str]
) -> dict[str, Any]:
    kind = draw(st.sampled_from(("task", "task", "task", "milestone", "summary")))
    links = draw(st.lists(st.sampled_from(before), max_size=2, unique=True)) if before else []
    text = "; ".join(
        f"{link} {draw(st.sampled_from(('FS', 'SS', 'FF', 'SF')))}{draw(st.sampled_from(_LAGS))}"
        for link in links
    )
    constraint = draw(st.sampled_from(_CONSTRAINTS))
    row: dict[str, Any] = {
        "id": name, "name": f"Task {name}\tπ", "kind": kind, "predecessors": text or None,
        "wbs": draw(st.sampled_from(("1", "1.1", "1.2", "1.1.1", "2", "2.1", f"9{number}", None))),
        "calendar": draw(st.sampled_from((None, *calendars))),
        "constraint": constraint,
        "constraint_date": draw(_days()) if constraint not in (None, "alap") else None,
        "deadline": draw(st.none() | _days()),
        "baseline_start": draw(st.none() | _days()),
        "baseline_finish": draw(st.none() | _days()),
    }  # fmt: skip
    if kind == "task":
        row["duration"] = Decimal(draw(st.integers(0, 999))) / draw(st.sampled_from((1, 10, 7, 60)))
        row["duration_unit"] = draw(st.sampled_from(_UNITS))
    return {key: value for key, value in row.items() if value is not None}


@st.composite
def _facts(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.none() | _days())
    facts: dict[str, Any] = {"percent": Decimal(draw(st.integers(0, 100))) / 100}
    if start is not None:
        facts["actual_start"] = start
        if draw(st.booleans()):
            facts["actual_finish"] = start + timedelta(days=draw(st.integers(0, 9)))
    return facts
