"""The schedule as CSV that Excel opens with a double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.planning.scheduling import scheduled, write_schedule
from xlevent.domain.finding import Finding
from xlevent.domain.values import Value
from xlevent.interop.plan_csv import protect
from xlevent.sheets.kernel.columns import Column

COLUMNS = (
    "id", "wbs", "name", "kind", "duration", "duration_unit", "calendar", "predecessors",
    "constraint", "constraint_date", "deadline", "owner", "early_start", "early_finish",
    "late_start", "late_finish", "total_float", "free_float", "critical", "driver",
    "baseline_start", "baseline_finish",
)  # fmt: skip
PROGRESS = ("actual_start", "actual_finish", "percent", "remaining", "deviation")


def schedule_csv(event: Event) -> tuple[bytes, list[Finding]]:
    """All tasks with computed dates and their progress, titles in the event's language.

    UTF-8 with a byte order mark, so that Excel shows Chinese; no text is taken for a formula. The
    event stays as it is.
    """
    copy = Event(registry=event.registry)
    copy.settings = dict(event.settings)
    copy.tables = {key: [dict(row) for row in rows] for key, rows in event.tables.items()}
    done = scheduled(event)
    write_schedule(copy, done)
    progress: dict[str, Mapping[str, Value]] = {}
    for row in copy.tables["task_progress"]:
        progress.setdefault(str(row.get("task")), row)
    columns = [*_columns(event, "tasks", COLUMNS), *_columns(event, "task_progress", PROGRESS)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(protect(column.title.show(event.language)) for column in columns)
    for row in copy.tables["tasks"]:
        cells = {**progress.get(str(row.get("id")), {}), **row}
        writer.writerow(_text(event, column, cells.get(column.key)) for column in columns)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace"), done.findings


def _columns(event: Event, table: str, keys: tuple[str, ...]) -> list[Column]:
    known = {column.key: column for column in event.registry.tables[table].columns}
    return [known[key] for key in keys]


def _text(event: Event, column: Column, value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if column.list is not None:
        value = event.registry.lists[column.list].label(str(value), event.language)
    return protect(str(value))
