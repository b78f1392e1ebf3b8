"""The same project for MPXJ's scheduler, through JPype (needs Java and the `bench` extra)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from benchmarks.schedule_graphs import Project
from xlevent.domain.task import Link, Task
from xlevent.domain.work_calendar import CalendarDefinition, Shifts

_TYPES = {"FS": "FINISH_START", "SS": "START_START", "FF": "FINISH_FINISH", "SF": "START_FINISH"}
_CONSTRAINTS = {"SNET": "START_NO_EARLIER_THAN", "FNET": "FINISH_NO_EARLIER_THAN"}


class Mpxj:
    """MPXJ in this process; the virtual machine starts with the first."""

    def __init__(self) -> None:
        import jpype
        import mpxj  # noqa: F401 - puts its jars on the class path

        if not jpype.isJVMStarted():
            jpype.startJVM()
        self._java = jpype.JClass

    def build(self, project: Project) -> tuple[Any, Any, list[Any]]:
        """A project file with its start and its tasks."""
        tasks, links, calendars, settings = project
        file = self._java("org.mpxj.ProjectFile")()
        start = self._moment(settings.start)
        file.getProjectProperties().setStartDate(start)
        known = {definition.id: self._calendar(file, definition) for definition in calendars}
        default = known.get(settings.calendar or "")
        if default is None:
            default = self._calendar(file, CalendarDefinition("clock", (((0, 1440),),) * 7))
        file.setDefaultCalendar(default)
        made = {task.id: self._task(file, task, known) for task in tasks}
        self._links(tasks, links, made)
        return file, start, list(made.values())

    def leave(self) -> None:
        """Let this thread go: at the end Java waits for every thread that ever called it."""
        import jpype

        jpype.java.lang.Thread.detach()

    def schedule(self, file: Any, start: Any) -> None:
        """All dates of a project file."""
        self._java("org.mpxj.cpm.MicrosoftScheduler")().schedule(file, start)

    def _task(self, file: Any, task: Task, calendars: dict[str, Any]) -> Any:
        made = file.addTask()
        made.setName(task.id)
        made.setDuration(self._duration(task.duration))
        made.setActualDuration(self._duration(0))
        made.setRemainingDuration(self._duration(task.duration))
        if task.calendar is not None:
            made.setCalendar(calendars[task.calendar])
        if task.constraint is not None:
            kind = _CONSTRAINTS[task.constraint]
            made.setConstraintType(getattr(self._java("org.mpxj.ConstraintType"), kind))
            made.setConstraintDate(self._moment(task.constraint_date))
        if task.deadline is not None:
            made.setDeadline(self._moment(task.deadline))
        return made

    def _links(self, tasks: list[Task], links: Iterable[Link], made: dict[str, Any]) -> None:
        relation = self._java("org.mpxj.Relation$Builder")
        types = self._java("org.mpxj.RelationType")
        for link in links:
            builder = relation().predecessorTask(made[link.predecessor])
            builder = builder.type(getattr(types, _TYPES[link.kind]))
            if link.percent is not None:
                unit = "ELAPSED_PERCENT" if link.elapsed else "PERCENT"
                builder = builder.lag(self._duration(link.percent, unit))
            elif link.lag:
                unit = "ELAPSED_MINUTES" if link.elapsed else "MINUTES"
                builder = builder.lag(self._duration(link.lag, unit))
            made[link.successor].addPredecessor(builder)

    def _duration(self, amount: float, unit: str = "MINUTES") -> Any:
        units = self._java("org.mpxj.TimeUnit")
        return self._java("org.mpxj.Duration").getInstance(float(amount), getattr(units, unit))

    def _calendar(self, file: Any, definition: CalendarDefinition) -> Any:
        made = file.addCalendar()
        made.setName(definition.id)
        day_of_week = self._java("java.time.DayOfWeek")
        for number, shifts in enumerate(definition.week):
            day = day_of_week.of(number + 1)
            made.setWorkingDay(day, bool(shifts))
            self._hours(made.addCalendarHours(day), shifts or ())
        date = self._java("java.time.LocalDate")
        for exception in definition.exceptions:
            first, last = (
                date.of(day.year, day.month, day.day) for day in (exception.first, exception.last)
            )
            self._hours(made.addCalendarException(first, last), exception.shifts)
        return made

    def _hours(self, target: Any, shifts: Shifts) -> None:
        time = self._java("java.time.LocalTime")
        span = self._java("org.mpxj.LocalTimeRange")
        for first, last in shifts:
            end = time.of(last // 60 % 24, last % 60)
            target.add(span(time.of(first // 60, first % 60), end))

    def _moment(self, moment: Any) -> Any:
        return self._java("java.time.LocalDateTime").of(
            moment.year, moment.month, moment.day, moment.hour, moment.minute
        )
