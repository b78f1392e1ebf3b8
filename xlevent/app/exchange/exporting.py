"""An event's schedule as a project file for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.exchange.outline import Placed, outline_of
from xlevent.app.planning.project import Project, evening, morning
from xlevent.app.planning.resourcing import assignments_of
from xlevent.app.planning.scheduling import Scheduled, scheduled
from xlevent.compute.schedule import TaskDates
from xlevent.domain import interop_codes as codes
from xlevent.domain.calendar_definition import DayException, merged
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem, finding
from xlevent.domain.resource import Assignment
from xlevent.domain.task import ConstraintKind, Link, Task
from xlevent.domain.values import Value
from xlevent.domain.work_calendar import to_minutes
from xlevent.interop.mspdi import (
    COST,
    MATERIAL,
    WORK,
    FileAssignment,
    FileCalendar,
    FileLink,
    FileProject,
    FileResource,
    FileTask,
)

_TYPES = {"material": MATERIAL, "fund": COST}


def project_file(event: Event) -> tuple[FileProject, list[Finding]]:
    """The project as a file holds it, with what is wrong with the schedule and what stays behind.

    UIDs follow the order of the outline, so the same event gives the same file.
    """
    done = scheduled(event)
    return _Exporter(event, done).file(), [*done.findings, *_left_behind(done.project)]


def _left_behind(project: Project) -> Iterator[Finding]:
    for link in project.links:
        if link.percent is not None and link.percent != round(link.percent):
            what = Text("延隔百分比的小數", "the fraction of a percent of lag")
            details = {"task": link.successor, "what": what, "value": f"{link.percent} %"}
            yield finding(
                Problem(codes.NOT_EXPORTED, details), table="tasks", column="predecessors",
                row=project.rows.get(link.successor),
            )  # fmt: skip


class _Exporter:
    def __init__(self, event: Event, done: Scheduled) -> None:
        self.event = event
        self.project = done.project
        self.schedule = done.schedule
        rows = event.tables["tasks"]
        self.order = outline_of([(t.id, t.parent) for t in self.project.tasks])
        self.uids = {placed.id: uid for uid, placed in enumerate(self.order, start=1)}
        self.rows = {name: rows[index] for name, index in self.project.rows.items()}
        self.tasks = self.project.by_id
        self.calendars = {
            definition.id: uid
            for uid, definition in enumerate(self.project.weeks.definitions, start=1)
        }
        self.links: dict[str, list[Link]] = {}
        for link in self.project.links:
            self.links.setdefault(link.successor, []).append(link)
        self.progress = {
            name: event.tables["task_progress"][index]
            for name, index in self.project.progress_rows.items()
        }

    def file(self) -> FileProject:
        project, settings = self.project, self.project.settings
        home = project.calendars.get(project.weeks.project)
        resources = list(self._resources())
        uids = {resource.id: resource.uid for resource in resources}
        dates = [d for name in self.uids if (d := self.schedule.get(name)) is not None]
        start = settings.start
        if start is not None:
            start = morning(start.date(), home)
        elif dates:
            start = min(d.start for d in dates)
        finish = max((d.finish for d in dates), default=None)
        if settings.backward and settings.finish is not None:
            finish = evening((settings.finish - timedelta(minutes=1)).date(), home)
            start = min((d.start for d in dates), default=start)
        status = self.event.settings.get("data_date")
        return FileProject(
            title=str(self.event.settings.get("event_name", "")),
            start=start,
            finish=finish,
            status_date=evening(status, home) if isinstance(status, date) else None,
            backward=settings.backward,
            minutes_per_day=project.minutes_per_day,
            minutes_per_week=project.minutes_per_day * project.weeks.days_a_week,
            calendar=self.calendars.get(project.weeks.project),
            calendars=(*self._calendars(), *self._own_calendars(resources)),
            tasks=tuple(self._task(placed) for placed in self.order),
            resources=tuple(resources),
            assignments=tuple(self._assignments(uids)),
            ours=True,
        )

    def _calendars(self) -> Iterator[FileCalendar]:
        names = {
            (row.get("calendar"), row.get("date")): str(row.get("name") or "")
            for row in reversed(self.event.tables["holidays"])
        }
        for definition in self.project.weeks.definitions:
            days: dict[date, DayException] = {}
            for found in definition.exceptions:  # the first rule of a day is the one in force
                name = names.get((definition.id, found.first)) or names.get((None, found.first), "")
                shifts = merged(found.shifts)
                days.setdefault(found.first, DayException(found.first, found.last, shifts, name))
            title = f"{definition.name or definition.id} [{definition.id}]"
            week = tuple(merged(shifts or ()) for shifts in definition.week)
            yield FileCalendar(
                self.calendars[definition.id], title, week,
                tuple(days[day] for day in sorted(days)),
            )  # fmt: skip

    def _own_calendars(self, resources: list[FileResource]) -> Iterator[FileCalendar]:
        """Microsoft Project gives every resource a calendar that follows the project's."""
        for resource in resources:
            if resource.calendar is not None:
                parent = self.calendars[self.project.weeks.project]
                yield FileCalendar(
                    resource.calendar, resource.name, (None,) * 7, parent=parent, base=False
                )

    # --- tasks -------------------------------------------------------------------------------
    def _task(self, placed: Placed) -> FileTask:
        task, row = self.tasks[placed.id], self.rows[placed.id]
        dates = self.schedule.get(placed.id)
        calendar = self.project.calendar_of(task)
        begin, end = row.get("baseline_start"), row.get("baseline_finish")
        unit = str(row.get("duration_unit") or "days")
        summary = row.get("kind") == "summary"
        duration = task.duration
        if summary and dates is not None and calendar is not None:
            duration = max(0, calendar.between(to_minutes(dates.start), to_minutes(dates.finish)))
        return FileTask(
            uid=self.uids[placed.id],
            name=task.name or task.id,
            id=task.id,
            level=placed.level,
            wbs=str(row.get("wbs") or ""),
            outline_number=placed.number,
            milestone=row.get("kind") == "milestone",
            summary=summary,
            duration=duration,
            unit="days" if task.elapsed else unit,
            elapsed=task.elapsed,
            calendar=self.calendars.get(task.calendar or ""),
            links=tuple(self._links(placed.id)),
            constraint=self._constraint(task),
            constraint_date=task.constraint_date,
            deadline=task.deadline,
            baseline_start=morning(begin, calendar) if isinstance(begin, date) else None,
            baseline_finish=evening(end, calendar) if isinstance(end, date) else None,
            note=str(row.get("note") or ""),
            contact=str(row.get("owner") or ""),
            **self._facts(task, dates),  # type: ignore[arg-type]
        )

    def _constraint(self, task: Task) -> ConstraintKind:
        if task.constraint is not None:
            return task.constraint
        return ConstraintKind.ALAP if self.project.settings.backward else ConstraintKind.ASAP

    def _facts(self, task: Task, dates: TaskDates | None) -> Mapping[str, object]:
        percent = Decimal(str(task.percent_complete)).quantize(Decimal(1))
        remaining = task.remaining
        if remaining is None:
            remaining = left(task.duration, percent)
        stated = self.progress.get(task.id, {})
        facts: dict[str, object] = {
            "percent": percent,
            "remaining": 0 if task.actual_finish else remaining,
            "actual_start": task.actual_start if stated.get("actual_start") else None,
            "actual_finish": task.actual_finish,
        }
        if task.actual_finish is not None:
            facts["actual_start"] = task.actual_start
        if dates is not None:
            facts |= {
                "start": dates.start, "finish": dates.finish,
                "early_start": dates.early_start, "early_finish": dates.early_finish,
                "late_start": dates.late_start, "late_finish": dates.late_finish,
                "total_float": dates.total_float, "free_float": dates.free_float,
                "critical": dates.critical,
            }  # fmt: skip
        return facts

    def _links(self, name: str) -> Iterator[FileLink]:
        for link in self.links.get(name, ()):
            if link.predecessor in self.uids:
                yield FileLink(
                    self.uids[link.predecessor], link.kind, link.lag, link.percent, link.elapsed
                )

    # --- resources ---------------------------------------------------------------------------
    def _resources(self) -> Iterator[FileResource]:
        uid = 0
        for row in self.event.tables["resources"]:
            if row.get("id") is None:
                continue
            uid += 1
            kind = _TYPES.get(str(row.get("kind")), WORK)
            capacity = row.get("capacity")
            yield FileResource(
                uid=uid,
                name=str(row.get("name") or row["id"]),
                id=str(row["id"]),
                type=kind,
                group=str(row.get("kind") or ""),
                unit=str(row.get("unit") or "") if kind == MATERIAL else "",
                max_units=Decimal(capacity) if isinstance(capacity, Decimal | int) else None,
                available_from=_day(row.get("available_from")),
                available_to=_day(row.get("available_to")),
                calendar=len(self.calendars) + uid if kind == WORK else None,
                note=str(row.get("note") or ""),
            )

    def _assignments(self, resources: Mapping[str, int]) -> Iterator[FileAssignment]:
        for uid, found in enumerate(assignments_of(self.event), start=1):
            if found.task in self.uids and found.resource in resources:
                yield self._assignment(uid, found, resources[found.resource])

    def _assignment(self, uid: int, found: Assignment, resource: int) -> FileAssignment:
        task, dates = self.tasks[found.task], self.schedule.get(found.task)
        calendar = self.project.calendar_of(task)
        start: datetime | None = morning(found.start, calendar) if found.start else None
        finish: datetime | None = evening(found.finish, calendar) if found.finish else None
        if dates is not None:
            start, finish = start or dates.start, finish or dates.finish
        return FileAssignment(
            uid, self.uids[found.task], resource, found.quantity, start, finish,
            work=int(task.duration * found.quantity),
        )  # fmt: skip


def left(duration: int, percent: Decimal) -> int:
    """Minutes of a duration still to do at a percent from 0 to 100, halves up."""
    return int((duration * (100 - percent) / 100).quantize(Decimal(1), "ROUND_HALF_UP"))


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None
