"""The project that an event's tables describe: tasks, links, calendars, and how to schedule it.

Dates in the tables are days. A start counts from the first working moment of its day, a finish,
a deadline or the data date to the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from xlevent.app.event import Event
from xlevent.app.planning.notes import Notes
from xlevent.app.planning.working_weeks import WorkingWeeks, working_weeks
from xlevent.compute.predecessor_findings import predecessor_problem
from xlevent.compute.predecessors import KnownIds, parse_predecessors
from xlevent.domain import planning_codes as codes
from xlevent.domain.task import ConstraintKind, Link, ScheduleSettings, Task
from xlevent.domain.values import Value
from xlevent.domain.work_calendar import (
    WorkCalendar,
    build_calendars,
    to_datetime,
    to_minutes,
)

_AT_START = frozenset((ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.MSO))
_MINUTES = {"hours": 60, "minutes": 1, "elapsed_days": 1440}


@dataclass(slots=True)
class Project:
    """What is scheduled. `rows` gives the row of each task in the table `tasks`."""

    tasks: list[Task]
    links: list[Link]
    weeks: WorkingWeeks
    settings: ScheduleSettings
    minutes_per_day: int
    rows: dict[str, int]
    notes: Notes
    calendars: Mapping[str, WorkCalendar] = field(default_factory=dict)
    progress_rows: Mapping[str, int] = field(default_factory=dict)
    calendar_rows: Mapping[str, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)  # tasks whose links are not all known

    @property
    def by_id(self) -> dict[str, Task]:
        """The tasks by id."""
        return {task.id: task for task in self.tasks}

    def days(self, minutes: int) -> Decimal:
        """Working minutes in the days of the sheets, to four decimals."""
        exact = Decimal(minutes) / self.minutes_per_day
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0

    def minutes(self, amount: Decimal | int, unit: object) -> int:
        """A duration of the sheets in minutes: of work, or on the clock for elapsed days."""
        each = _MINUTES.get(str(unit), self.minutes_per_day)
        if unit == "weeks":
            each = self.minutes_per_day * self.weeks.days_a_week
        return int((Decimal(amount) * each).quantize(Decimal(1), ROUND_HALF_UP))

    def calendar_of(self, task: Task) -> WorkCalendar | None:
        """The calendar that a task works on."""
        found = self.calendars.get(task.calendar or self.weeks.project)
        return found or self.calendars.get(self.weeks.project)


def project_of(event: Event) -> Project:
    """Read the project; what cannot be read is in `notes`, and the rest goes on."""
    notes = Notes(event)
    weeks = working_weeks(event, notes)
    hours = event.settings.get("hours_per_day")
    per_day = int(Decimal(str(hours or 8)) * 60)
    start = _planning_start(event)
    around = to_minutes(datetime.combine(start or date(2026, 1, 1), time()))
    built, _ = build_calendars(weeks.definitions, around)
    rows = _rows_by(event, "tasks", "id")
    project = Project([], [], weeks, ScheduleSettings(), per_day, rows, notes, built)
    project.settings = _settings(event, project, start)
    parents = _parents(event, notes)
    progress = _progress(event, notes)
    project.progress_rows = _rows_by(event, "task_progress", "task")
    project.calendar_rows = _rows_by(event, "calendars", "id")
    names = KnownIds(rows)
    for name, index in rows.items():
        row = event.tables["tasks"][index]
        project.tasks.append(
            _task(project, name, index, row, parents.get(name), progress.get(name))
        )
        project.links += _links(project, name, index, row, names)
    return project


def _rows_by(event: Event, table: str, key: str) -> dict[str, int]:
    """The first row of each key."""
    rows: dict[str, int] = {}
    for index, row in enumerate(event.tables[table]):
        if row.get(key) is not None:
            rows.setdefault(str(row[key]), index)
    return rows


def _planning_start(event: Event) -> date | None:
    for key in ("planning_start", "event_start"):
        found = event.settings.get(key)
        if isinstance(found, date):
            return found
    return None


def _settings(event: Event, project: Project, start: date | None) -> ScheduleSettings:
    given = event.settings
    backward = given.get("schedule_from") == "event"
    end = given.get("event_end") or given.get("event_start")
    finish = _close(end) if isinstance(end, date) else None
    data_date = given.get("data_date")
    return ScheduleSettings(
        start=datetime.combine(start, time()) if start else None,
        finish=finish,
        backward=backward,
        calendar=project.weeks.project,
        data_date=_close(data_date) if isinstance(data_date, date) and not backward else None,
    )


def _close(day: date) -> datetime:
    """The end of a day."""
    return datetime.combine(day + timedelta(days=1), time())


def _parents(event: Event, notes: Notes) -> dict[str, str]:
    """The summary above each task: the one with the longest WBS that its own begins with."""
    summaries: dict[str, str] = {}
    used: set[str] = set()
    for index, row in enumerate(event.tables["tasks"]):
        wbs = _wbs(row)
        if wbs and wbs in used:
            notes.cell("tasks", index, "wbs", codes.WBS_TWICE)
        used.add(wbs)
        if wbs and row.get("kind") == "summary" and row.get("id") is not None:
            summaries.setdefault(wbs, str(row["id"]))
    parents: dict[str, str] = {}
    for row in event.tables["tasks"]:
        above = _wbs(row)
        while "." in above:
            above = above.rpartition(".")[0]
            if above in summaries and summaries[above] != row.get("id"):
                parents[str(row.get("id"))] = summaries[above]
                break
    return parents


def _wbs(row: Mapping[str, Value]) -> str:
    return str(row.get("wbs") or "").strip().strip(".")


def _progress(event: Event, notes: Notes) -> dict[str, Mapping[str, Value]]:
    found: dict[str, Mapping[str, Value]] = {}
    for index, row in enumerate(event.tables["task_progress"]):
        name = str(row.get("task"))
        if name in found:
            notes.cell("task_progress", index, "task", codes.PROGRESS_TWICE, task=name)
        else:
            found[name] = row
    return found


def _task(
    project: Project,
    name: str,
    index: int,
    row: Mapping[str, Value],
    parent: str | None,
    progress: Mapping[str, Value] | None,
) -> Task:
    unit = row.get("duration_unit")
    constraint = row.get("constraint")
    kind = ConstraintKind(str(constraint).upper()) if constraint else None
    task = Task(
        name,
        duration=_duration(project, name, index, row),
        name=str(row.get("name") or ""),
        parent=parent,
        calendar=_text(row.get("calendar")),
        elapsed=unit == "elapsed_days",
        constraint=kind,
    )
    calendar = project.calendar_of(task)
    day = row.get("constraint_date")
    limit = row.get("deadline")
    facts = _facts(project, calendar, task.duration, unit, progress or {})
    when = None
    if isinstance(day, date) and kind not in (None, ConstraintKind.ASAP, ConstraintKind.ALAP):
        when = morning(day, calendar) if kind in _AT_START else evening(day, calendar)
    return Task(
        task.id, task.duration, task.name, task.parent, task.calendar, task.elapsed,
        constraint=task.constraint,
        constraint_date=when,
        deadline=evening(limit, calendar) if isinstance(limit, date) else None,
        delay=_elapsed(row.get("delay")),
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def _elapsed(days: Value | None) -> int:
    """Days on the clock in minutes."""
    amount = Decimal(days) if isinstance(days, Decimal | int) else Decimal(0)
    return int((amount * 1440).quantize(Decimal(1), ROUND_HALF_UP))


def _duration(project: Project, name: str, index: int, row: Mapping[str, Value]) -> int:
    amount, kind = row.get("duration"), row.get("kind")
    if kind == "summary":
        return 0
    if kind == "milestone":
        if isinstance(amount, Decimal) and amount:
            project.notes.cell("tasks", index, "duration", codes.MILESTONE_WITH_DURATION, task=name)
        return 0
    if not isinstance(amount, Decimal | int):
        project.notes.cell("tasks", index, "duration", codes.NO_DURATION, task=name)
        return 0
    return project.minutes(amount, row.get("duration_unit"))


def _facts(
    project: Project,
    calendar: WorkCalendar | None,
    duration: int,
    unit: object,
    progress: Mapping[str, Value],
) -> dict[str, object]:
    """What has happened: actual start and finish, percent, remaining work."""
    started, finished = progress.get("actual_start"), progress.get("actual_finish")
    share = progress.get("percent")
    facts: dict[str, object] = {}
    if isinstance(share, Decimal | int):
        facts["percent_complete"] = float(share * 100)
    if isinstance(finished, date):
        facts["actual_finish"] = end = evening(finished, calendar)
        facts["percent_complete"] = 100.0
        if not isinstance(started, date):  # known to be done, not since when
            begin = to_minutes(end) - duration
            if calendar is not None and unit != "elapsed_days":
                begin = calendar.subtract(to_minutes(end), duration)
            facts["actual_start"] = to_datetime(begin)
    if isinstance(started, date):
        facts["actual_start"] = morning(started, calendar)
        if isinstance(finished, date) and duration == 0:
            facts["actual_start"] = facts["actual_finish"]  # a milestone is a moment
    left = progress.get("remaining")
    if isinstance(left, Decimal | int) and not isinstance(finished, date):
        facts["remaining"] = project.minutes(left, unit)
    return facts


def morning(day: date, calendar: WorkCalendar | None) -> datetime:
    """The first working moment of a day; midnight where nobody works."""
    midnight = datetime.combine(day, time())
    if calendar is None or not calendar.works_on(day):
        return midnight
    return to_datetime(calendar.next_start(to_minutes(midnight)))


def evening(day: date, calendar: WorkCalendar | None) -> datetime:
    """The last working moment of a day; its last minute where nobody works."""
    if calendar is None or not calendar.works_on(day):
        return datetime.combine(day, time(23, 59))
    return to_datetime(calendar.previous_finish(to_minutes(_close(day))))


def _links(
    project: Project,
    name: str,
    index: int,
    row: Mapping[str, Value],
    names: KnownIds,
) -> list[Link]:
    text = _text(row.get("predecessors"))
    if not text:
        return []
    parsed, problems = parse_predecessors(
        text, names, minutes_per_day=project.minutes_per_day,
        minutes_per_week=project.minutes_per_day * project.weeks.days_a_week,
    )  # fmt: skip
    for problem in problems:
        found = predecessor_problem(problem)
        project.notes.cell("tasks", index, "predecessors", found.code, **found.details)
        if problem.left_out:
            project.unread.append(name)
    return [link.to(name) for link in parsed]


def _text(value: Value | None) -> str | None:
    return str(value) if value not in (None, "") else None
