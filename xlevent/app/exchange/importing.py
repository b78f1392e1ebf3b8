"""A project file of another program as an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from xlevent.app.event import Event
from xlevent.app.exchange.exporting import left
from xlevent.app.exchange.imported_calendars import Calendars
from xlevent.app.exchange.imported_ids import given_ids
from xlevent.app.exchange.outline import numbers_of
from xlevent.app.planning.project import evening, morning
from xlevent.app.planning.scheduling import scheduled
from xlevent.compute.predecessors import KnownIds, format_predecessors
from xlevent.domain import interop_codes as codes
from xlevent.domain.finding import Finding, Place
from xlevent.domain.language import Text
from xlevent.domain.problems import Code, Problem, finding
from xlevent.domain.task import ConstraintKind, Link
from xlevent.domain.values import Raw
from xlevent.domain.work_calendar import WorkCalendar, to_minutes
from xlevent.interop.mspdi import COST, MATERIAL, WORK, FileProject, FileTask

Row = dict[str, Raw]
_STARTS = frozenset((ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.MSO))
_UNDATED = frozenset((ConstraintKind.ASAP, ConstraintKind.ALAP))
_KINDS = {WORK: "person", MATERIAL: "material", COST: "fund"}
_ELAPSED = Text("日曆天", "elapsed days")
_DAYS = Text("工作天", "working days")
_MILLIONTH = Decimal("0.000001")


def event_of(
    project: FileProject, problems: Iterable[Problem] = (), *, source: str = ""
) -> tuple[Event, list[Finding]]:
    """The event of a project, and findings about what came out differently or stayed behind.

    `problems` are those that the reader met; `source` is the file that findings name.
    """
    importer = _Importer(project, list(problems))
    event = Event(importer.settings(), importer.tables())
    importer.compare(event)
    place = Place(source) if source else Place()
    found = []
    for problem in importer.problems:
        row = importer.row_of.get(str(problem.details.get("task")))
        found.append(finding(problem, table="tasks" if row is not None else None, row=row,
                             place=place))  # fmt: skip
    return event, found


class _Importer:
    def __init__(self, project: FileProject, problems: list[Problem]) -> None:
        self.project = project
        self.problems = problems
        self.calendars = Calendars(project, self.note)
        self.ids = given_ids([(t.uid, t.id if project.ours else "") for t in project.tasks], "T")
        self.resource_ids = given_ids(
            [(r.uid, r.id if project.ours else "") for r in project.resources], "R"
        )
        self.levels = self._levels()
        self.outline = list(numbers_of(self.levels))
        self.summaries = {above for _, above in self.outline if above is not None}
        self.wbs = self._wbs()
        self.known = KnownIds(self.ids.values())
        self.row_of: dict[str, int] = {}
        for index, task in enumerate(project.tasks):
            self.row_of.setdefault(task.name, index)

    def note(self, code: Code, owner: str, **details: object) -> None:
        self.problems.append(Problem(code, {"task": owner, **details}))

    # --- the outline -------------------------------------------------------------------------
    def _levels(self) -> list[int]:
        levels: list[int] = []
        for task in self.project.tasks:
            deepest = levels[-1] + 1 if levels else 1
            if task.level > deepest:
                self.note(codes.OUTLINE_JUMP, task.name, value=task.level, level=deepest)
            levels.append(min(task.level, deepest))
        return levels

    def _is_summary(self, index: int) -> bool:
        return index in self.summaries or self.project.tasks[index].summary

    def _wbs(self) -> list[str]:
        """The file's own codes, where the outline follows from them as it does in the sheets."""
        own = [task.wbs.strip() for task in self.project.tasks]
        numbers = [number for number, _ in self.outline]
        if not any(own) or own == numbers:
            return numbers
        if all(own) and len(set(own)) == len(own):
            where = {code: i for i, code in enumerate(own) if self._is_summary(i)}
            if all(
                _above(code, where) == above and code == code.strip(".")
                for code, (_, above) in zip(own, self.outline, strict=True)
            ):
                return own
        self.note(codes.WBS_CHANGED, self.project.tasks[0].name)
        return numbers

    # --- settings and tables -----------------------------------------------------------------
    def settings(self) -> Row:
        project = self.project
        found: Row = {"event_name": project.title or None}
        found["hours_per_day"] = _short(Decimal(project.minutes_per_day) / 60)
        if project.start is not None:
            found["planning_start"] = project.start.date()
        if project.status_date is not None:
            found["data_date"] = _day_of_end(project.status_date)
        if project.backward and project.finish is not None:
            found["schedule_from"] = "event"
            found["event_start"] = found["event_end"] = _day_of_end(project.finish)
        return {key: value for key, value in found.items() if value is not None}

    def tables(self) -> Mapping[str, list[Row]]:
        tasks = [_filled(self._task(i, task)) for i, task in enumerate(self.project.tasks)]
        with_contact = [task for task in self.project.tasks if task.contact]
        if with_contact:
            what = Text("聯絡人（負責人）", "its contact (owner)")
            value = Text(f"共 {len(with_contact)} 項", f"{len(with_contact)} in all")
            self.note(codes.NOT_HELD, with_contact[0].name, what=what, value=value)
        progress = (self._progress(i, task) for i, task in enumerate(self.project.tasks))
        return {
            "calendars": self.calendars.rows(),
            "holidays": self.calendars.holidays(),
            "tasks": tasks,
            "task_progress": [row for row in progress if row],
            "resources": [_filled(row) for row in self._resources()],
            "assignments": [_filled(row) for row in self._assignments()],
        }

    def _task(self, index: int, task: FileTask) -> Row:
        summary = self._is_summary(index)
        milestone = task.milestone and task.duration == 0 and not summary
        calendar = self.calendars.of(task.calendar)
        row: Row = {
            "id": self.ids[task.uid],
            "wbs": self.wbs[index],
            "name": task.name or self.ids[task.uid],
            "kind": "summary" if summary else "milestone" if milestone else "task",
            "calendar": self.calendars.id_of(task.calendar, task.name),
            "predecessors": self._predecessors(task) or None,
            "note": task.note or None,
        }
        if task.milestone and not milestone:
            what = Text("里程碑標記", "the mark of a milestone")
            self.note(codes.NOT_HELD, task.name, what=what, value="✓")
        if not summary:
            row["duration"], row["duration_unit"] = self._duration(task)
        row |= self._constraint(task, summary, calendar)
        if task.deadline is not None:
            row["deadline"] = self._end(task, "Deadline", task.deadline, calendar)
        if task.baseline_start is not None:
            row["baseline_start"] = task.baseline_start.date()
        if task.baseline_finish is not None:
            row["baseline_finish"] = _day_of_end(task.baseline_finish)
        return row

    def _duration(self, task: FileTask) -> tuple[Decimal, str | None]:
        if task.elapsed:
            if task.unit != "days":
                self.note(codes.UNIT_CHANGED, task.name, unit=_ELAPSED)
            return _short(Decimal(task.duration) / 1440), "elapsed_days"
        day = self.project.minutes_per_day
        sizes = {"days": day, "hours": 60, "minutes": 1,
                 "weeks": day * self.calendars.days_a_week}  # fmt: skip
        unit = task.unit
        if unit not in sizes:
            self.note(codes.UNIT_CHANGED, task.name, unit=_DAYS)
            unit = "days"
        for choice in (unit, "hours"):
            amount = Decimal(task.duration) / sizes[choice]
            if amount == amount.quantize(Decimal("0.01")):
                return _short(amount), None if choice == "days" else choice
        return Decimal(task.duration), "minutes"

    def _predecessors(self, task: FileTask) -> str:
        links = [
            Link(
                self.ids[link.predecessor], self.ids[task.uid], link.kind, link.lag, link.percent,
                link.elapsed,
            )
            for link in task.links
        ]  # fmt: skip
        return format_predecessors(
            dict.fromkeys(links), minutes_per_day=self.project.minutes_per_day,
            known_ids=self.known,
        )  # fmt: skip

    def _constraint(self, task: FileTask, summary: bool, calendar: WorkCalendar | None) -> Row:
        kind, when = task.constraint, task.constraint_date
        if task.manual and not summary and task.start is not None:
            what = Text("手動排程", "its manual scheduling")
            value = Text("改為必須開始於", "it must start on that day instead")
            self.note(codes.NOT_HELD, task.name, what=what, value=value)
            kind, when = ConstraintKind.MSO, task.start
        usual = ConstraintKind.ALAP if self.project.backward else ConstraintKind.ASAP
        if kind is None or kind == usual:
            return {}
        if kind in _UNDATED:
            return {"constraint": kind.lower()}
        if when is None:
            self.note(codes.NOT_READ, task.name, what="ConstraintDate", value="")
            return {}
        read = self._begin if kind in _STARTS else self._end
        return {
            "constraint": kind.lower(),
            "constraint_date": read(task, "ConstraintDate", when, calendar),
        }

    def _begin(
        self, task: FileTask, what: str, when: datetime, calendar: WorkCalendar | None
    ) -> date:
        """The day whose beginning a moment is."""
        day = when.date()
        if when not in (morning(day, calendar), datetime.combine(day, datetime.min.time())):
            self.note(codes.TIME_OF_DAY, task.name, what=what, value=f"{when:%H:%M}", day=day)
        return day

    def _end(
        self, task: FileTask, what: str, when: datetime, calendar: WorkCalendar | None
    ) -> date:
        """The day whose end a moment is."""
        day = _day_of_end(when)
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
        if when not in (evening(day, calendar), midnight):
            self.note(codes.TIME_OF_DAY, task.name, what=what, value=f"{when:%H:%M}", day=day)
        return day

    def _progress(self, index: int, task: FileTask) -> Row:
        if self._is_summary(index):
            return {}
        row: Row = {}
        if task.actual_start is not None:
            row["actual_start"] = task.actual_start.date()
        if task.actual_finish is not None:
            row["actual_finish"] = _day_of_end(task.actual_finish)
        if task.percent:
            row["percent"] = task.percent / 100
        started = bool(task.percent or task.actual_start)
        usual = left(task.duration, task.percent)
        if started and task.actual_finish is None and task.remaining not in (None, usual):
            size = 1440 if task.elapsed else self._unit_size(task)
            row["remaining"] = _short(Decimal(task.remaining or 0) / size)
        return {"task": self.ids[task.uid], **row} if row else {}

    def _unit_size(self, task: FileTask) -> int:
        """Minutes of the unit in which the duration of a task is written."""
        day = self.project.minutes_per_day
        unit = self._duration(task)[1]
        sizes = {None: day, "weeks": day * self.calendars.days_a_week, "hours": 60}
        return sizes.get(unit, 1)

    # --- resources ---------------------------------------------------------------------------
    def _resources(self) -> Iterator[Row]:
        for resource in self.project.resources:
            kind = _KINDS.get(resource.type, "person")
            counted = resource.type == WORK or self.project.ours
            if resource.group and not self.project.ours:
                what = Text("群組", "its group")
                self.note(codes.NOT_HELD, resource.name, what=what, value=resource.group)
            if self.calendars.is_own(resource.calendar):
                what = Text("資源自己的行事曆", "a calendar of its own")
                value = Text("排程依工作的行事曆", "tasks are scheduled on their calendars")
                self.note(codes.NOT_HELD, resource.name, what=what, value=value)
            yield {
                "id": self.resource_ids[resource.uid],
                "name": resource.name,
                "kind": resource.group if self.project.ours and resource.group else kind,
                "capacity": resource.max_units if counted else None,
                "unit": resource.unit or None,
                "available_from": resource.available_from,
                "available_to": resource.available_to,
                "note": resource.note or None,
            }

    def _assignments(self) -> Iterator[Row]:
        tasks = {task.uid: task for task in self.project.tasks}
        number = 0
        for given in self.project.assignments:
            task = tasks.get(given.task)
            if task is None or given.resource not in self.resource_ids:
                continue
            number += 1
            start, finish = given.start, given.finish
            if start is not None and (task.start is None or start.date() == task.start.date()):
                start = None
            if finish is not None and (
                task.finish is None or _day_of_end(finish) == _day_of_end(task.finish)
            ):
                finish = None
            yield {
                "id": f"AS-{number:03}",
                "resource": self.resource_ids[given.resource],
                "task": self.ids[given.task],
                "quantity": given.units,
                "start": start.date() if start else None,
                "finish": _day_of_end(finish) if finish else None,
            }

    # --- afterwards --------------------------------------------------------------------------
    def compare(self, event: Event) -> None:
        """Tell of tasks whose dates the schedule puts elsewhere than the file."""
        done = scheduled(event)
        tasks = done.project.by_id
        for index, task in enumerate(self.project.tasks):
            dates = done.schedule.get(self.ids[task.uid])
            if dates is None or task.start is None or task.finish is None:
                continue
            if self._is_summary(index) or task.actual_finish is not None:
                continue
            calendar = None if task.elapsed else done.project.calendar_of(tasks[dates.id])
            if not (_same(task.start, dates.start, calendar)
                    and _same(task.finish, dates.finish, calendar)):  # fmt: skip
                theirs = f"{task.start:%Y-%m-%d %H:%M}–{task.finish:%Y-%m-%d %H:%M}"
                ours = f"{dates.start:%Y-%m-%d %H:%M}–{dates.finish:%Y-%m-%d %H:%M}"
                self.note(codes.DATES_DIFFER, task.name, value=theirs, ours=ours)


def _same(one: datetime, other: datetime, calendar: WorkCalendar | None) -> bool:
    """Whether two moments are the same instant of work: 17:00 and 08:00 the day after."""
    if one == other or calendar is None:
        return one == other
    return calendar.between(to_minutes(one), to_minutes(other)) == 0


def _above(code: str, summaries: Mapping[str, int]) -> int | None:
    """The summary that a WBS code lies under."""
    while "." in code:
        code = code.rpartition(".")[0]
        if code in summaries:
            return summaries[code]
    return None


def _day_of_end(moment: datetime) -> date:
    """The day of which a moment is the end: midnight ends the day before."""
    if (moment.hour, moment.minute) == (0, 0):
        return moment.date() - timedelta(days=1)
    return moment.date()


def _short(amount: Decimal) -> Decimal:
    """A number to six decimals, which keep every minute of a hundred years."""
    rounded = amount.quantize(_MILLIONTH, ROUND_HALF_UP)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral() else rounded.normalize()


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value is not None}
