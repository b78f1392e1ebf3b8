"""`xlevent schedule`: the critical path of an event, written into its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.planning.project import Project, evening, project_of
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.near_critical import RankedPath, near_critical_paths
from xlevent.compute.schedule import DriverKind, Schedule, TaskDates
from xlevent.compute.schedule_findings import column_of, findings_of
from xlevent.compute.schedule_problem import ScheduleProblem
from xlevent.domain import planning_codes as codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import Finding
from xlevent.domain.task import Task
from xlevent.domain.values import Value
from xlevent.domain.work_calendar import to_minutes

_COLUMNS = (
    "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float",
    "critical", "driver",
)  # fmt: skip


@dataclass(slots=True)
class Scheduled:
    """A project with its schedule; `findings` tells what is wrong and what was left out."""

    project: Project
    schedule: Schedule
    findings: list[Finding]

    def paths(self, count: int) -> Sequence[RankedPath]:
        """The paths with the least float, the most critical first."""
        return near_critical_paths(self.schedule, count=count)

    def critical(self) -> list[str]:
        """Ids of the critical leaf tasks, by early start, then in the order of the rows."""
        leaves = {task.id for task in self.schedule.outline.leaves}
        found = [
            (dates.early_start, order, name)
            for order, (name, dates) in enumerate(self.schedule.items())
            if dates.critical and name in leaves
        ]
        return [name for _, _, name in sorted(found)]


def scheduled(event: Event) -> Scheduled:
    """Compute an event's schedule; the event stays as it is."""
    project = project_of(event)
    schedule = compute_schedule(
        project.tasks,
        project.links,
        project.weeks.definitions,
        project.settings,
        unread=project.unread,
    )
    for problem, found in findings_of(schedule):
        _note(project, problem, found)
    for name in schedule.left_out:
        project.notes.cell("tasks", project.rows[name], "id", codes.LEFT_OUT, task=name)
    return Scheduled(project, schedule, project.notes.done())


def write_schedule(event: Event, done: Scheduled) -> None:
    """Put dates, floats and drivers into the tasks, and deviations into their progress."""
    project, schedule = done.project, done.schedule
    for row in event.tables["tasks"]:
        dates = schedule.get(str(row.get("id")))
        values = _results(project, dates) if dates is not None else {}
        for column in _COLUMNS:
            put(row, column, values.get(column))
    tasks = project.by_id
    baselines = {str(row.get("id")): row.get("baseline_finish") for row in event.tables["tasks"]}
    for row in event.tables["task_progress"]:
        name = str(row.get("task"))
        planned = baselines.get(name)
        dates = schedule.get(name)
        late = None
        if dates is not None and isinstance(planned, date):
            late = _deviation(project, tasks.get(name), dates, planned)
        put(row, "deviation", late)


def put(row: dict[str, Value], column: str, value: Value | None) -> None:
    """Set a cell, or empty it."""
    if value is None:
        row.pop(column, None)
    else:
        row[column] = value


def _results(project: Project, dates: TaskDates) -> Mapping[str, Value | None]:
    driver = dates.driver
    link = driver.link if driver is not None and driver.kind is DriverKind.LINK else None
    return {
        "early_start": dates.early_start,
        "early_finish": dates.early_finish,
        "late_start": dates.late_start,
        "late_finish": dates.late_finish,
        "total_float": _days(project, dates.total_float),
        "free_float": None if dates.summary else _days(project, dates.free_float),
        "critical": "yes" if dates.critical else "no",
        "driver": link.predecessor if link is not None else None,
    }


def _days(project: Project, minutes: int | None) -> Decimal | None:
    return None if minutes is None else project.days(minutes)


def _deviation(
    project: Project, task: Task | None, dates: TaskDates, planned: date
) -> Decimal | None:
    """Working days from the baseline's finish to the expected one; positive: later."""
    calendar = project.calendar_of(task) if task is not None else None
    if calendar is None:
        return None
    # The baseline is a day, so what ends at noon of that day is in time and not half a day early.
    due, now = (evening(day, calendar) for day in (planned, dates.early_finish.date()))
    return project.days(calendar.between(to_minutes(due), to_minutes(now)))


def _note(project: Project, problem: ScheduleProblem, found: Problem) -> None:
    """A finding about what the engine could not use."""
    column = column_of(problem)
    table: str = "tasks"
    rows: Mapping[str, int] = project.rows
    if column == "percent":
        table, rows = "task_progress", project.progress_rows
    elif column == "calendar" and problem.detail in project.calendar_rows and not problem.tasks:
        row = project.calendar_rows[problem.detail]
        project.notes.cell("calendars", row, "id", found.code, **found.details)
        return
    place = next((name for name in reversed(problem.tasks) if name in rows), None)
    if place is None:
        project.notes.event(found.code, **found.details)
    else:
        project.notes.cell(table, rows[place], column or "id", found.code, **found.details)
