"""From tasks, links and calendars to the network; what does not fit becomes a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlevent.compute.constraints import DATED, Limits, guard_node
from xlevent.compute.network import (
    FIRST_GATE,
    FIXED,
    LAST_GATE,
    PARTS,
    PLAIN,
    Network,
    is_finished,
    remaining_minutes,
)
from xlevent.compute.outline import Outline, SummaryLimits
from xlevent.compute.schedule_problem import ScheduleProblem, ScheduleProblemKind
from xlevent.domain.language import Text
from xlevent.domain.task import ConstraintKind, ScheduleSettings, Task, WorkPart
from xlevent.domain.work_calendar import (
    CalendarFault,
    CalendarFaultKind,
    OutsideCalendarError,
    WorkCalendar,
    to_minutes,
    within_calendars,
)

_Kind = ScheduleProblemKind
LONGEST = 52_596_000  # minutes of a hundred years: no task or lag is longer


class Compiler:
    """Builds the nodes of a network; `xlevent.compute.links` adds the edges."""

    def __init__(
        self,
        outline: Outline,
        settings: ScheduleSettings,
        calendars: Mapping[str, WorkCalendar],
        project_calendar: WorkCalendar,
        elapsed: WorkCalendar,
    ) -> None:
        self.outline = outline
        self.settings = settings
        self.calendars = calendars
        self.project_calendar = project_calendar
        self.elapsed = elapsed
        self.problems: list[ScheduleProblem] = []
        self.broken: set[int] = set()
        """Nodes whose own data or links are wrong."""
        leaves = outline.leaves
        count = len(leaves)
        self.network = Network(
            settings=settings,
            leaves=leaves,
            index={task.id: node for node, task in enumerate(leaves)},
            names=[task.id for task in leaves],
            calendars=[project_calendar] * count,
            measures=[project_calendar] * count,
            runs=[project_calendar] * count,
            project_calendar=project_calendar,
            spans=[task.duration for task in leaves],
            ways=[PLAIN] * count,
        )
        self.gates: dict[tuple[str, str], int] = {}

    def add_nodes(self) -> None:
        """Fill in calendars, facts and constraints of every leaf."""
        limits = Limits(self.network, self.settings)
        above = self.outline.limits()
        network = self.network
        calendars, measures, runs = network.calendars, network.measures, network.runs
        all_special = bool(above) or limits.data_date is not None
        for node, task in enumerate(network.leaves):
            if (
                all_special
                or task.constraint is not None
                or task.actual_start is not None
                or task.deadline is not None
                or task.remaining is not None
                or task.percent_complete
                or task.elapsed
                or task.manual
                or task.external
                or task.delay
                or task.parts
                or not 0 <= task.duration <= LONGEST
            ):
                try:
                    self._add_node(limits, node, task, above)
                except OutsideCalendarError as error:
                    self.problem(
                        _Kind.DATE_OUTSIDE_CALENDAR, task.id, detail=str(error), about=error.what
                    )
                    self.broken.add(node)
            elif task.calendar is not None:
                calendar = self.calendars.get(task.calendar)
                if calendar is None:
                    self._set_calendar(node, task)  # which notes the problem
                else:
                    measures[node] = calendars[node] = runs[node] = calendar

    def _add_node(
        self, limits: Limits, node: int, task: Task, above: Mapping[str, SummaryLimits]
    ) -> None:
        if task.calendar is not None or task.elapsed:
            self._set_calendar(node, task)
        if not self._sound(node, task):
            return
        if task.manual or task.external:
            self._add_given(node, task)
        elif task.actual_start is not None:
            self._add_actual(node, task)
        elif task.parts:
            self._add_parts(node, task.parts)
        constraint = task.constraint
        if (
            (constraint is not None and constraint != ConstraintKind.ASAP)
            or limits.data_date is not None
            or task.deadline is not None
            or task.delay
            or above
        ):
            facts = self.network.ways[node] == FIXED
            if constraint == ConstraintKind.ALAP and not self.settings.backward and not facts:
                self.network.late_starters.add(node)
            guard_node(limits, node, task, above.get(task.parent or ""))

    def leave_out(self, tasks: Iterable[str]) -> None:
        """Leave out tasks, or all tasks of summaries, of which a reader could not make sense."""
        for name in tasks:
            self.broken.update(self.nodes_of(name))

    def nodes_of(self, name: str) -> list[int]:
        """The node of a leaf, or the nodes of the leaves below a summary task."""
        node = self.network.index.get(name)
        return self.outline.leaves_below(name) if node is None else [node]

    def gate(self, summary: str, side: str) -> int:
        """The node at a side ("in", "first", "last") of a summary task, made when missing."""
        key = (summary, side)
        if key in self.gates:
            return self.gates[key]
        network = self.network
        node = self.gates[key] = len(network.ways)
        network.names.append(summary)
        network.calendars.append(self.elapsed)
        own = self.outline.summaries[summary].calendar
        calendar = self.calendars.get(own or "", self.project_calendar)
        network.measures.append(calendar)
        network.runs.append(calendar)
        network.spans.append(0)
        network.ways.append(FIRST_GATE if side == "first" else LAST_GATE)
        return node

    def problem(
        self,
        kind: ScheduleProblemKind,
        *tasks: str,
        detail: str = "",
        about: Text | None = None,
    ) -> None:
        """Note a problem."""
        self.problems.append(ScheduleProblem(kind, tasks, detail, about=about))

    def _set_calendar(self, node: int, task: Task) -> None:
        network = self.network
        if task.calendar is not None:
            calendar = self.calendars.get(task.calendar)
            if calendar is None:
                self.problem(_Kind.UNUSABLE_CALENDAR, task.id, detail=task.calendar)
                self.broken.add(node)
                return
            network.measures[node] = calendar
            network.calendars[node] = network.runs[node] = calendar
        if task.elapsed:
            network.calendars[node] = network.runs[node] = self.elapsed
            network.off_measure.add(node)

    def _sound(self, node: int, task: Task) -> bool:
        """Whether a task's own data can be used; notes what cannot."""
        before = len(self.problems)
        remaining = task.remaining or 0
        if task.duration < 0 or remaining < 0:
            self.problem(_Kind.NEGATIVE_DURATION, task.id)
        if max(task.duration, remaining, abs(task.delay)) > LONGEST or task.parts:
            self._check_lengths(task)
        if task.constraint in DATED and task.constraint_date is None:
            self.problem(_Kind.NO_CONSTRAINT_DATE, task.id, detail=str(task.constraint))
        if not 0 <= task.percent_complete <= 100:
            self.problem(_Kind.WRONG_PERCENT, task.id, detail=f"{task.percent_complete:g}")
        if len(self.problems) > before:
            self.broken.add(node)
            return False
        return True

    def _check_lengths(self, task: Task) -> None:
        lengths = [task.duration, task.remaining or 0, abs(task.delay)]
        lengths += [
            minutes for part in task.parts for minutes in (part.minutes, part.remaining or 0)
        ]
        if max(lengths) > LONGEST:
            self.problem(_Kind.ABSURD_DURATION, task.id, detail=str(max(lengths)))
        elif min(lengths) < 0 and task.duration >= 0 and (task.remaining or 0) >= 0:
            self.problem(_Kind.NEGATIVE_DURATION, task.id)

    def _add_parts(self, node: int, parts: Iterable[WorkPart]) -> None:
        network = self.network
        found: list[tuple[WorkCalendar, int, int]] = []
        for part in parts:
            calendar = self.calendars.get(part.calendar)
            if calendar is None:
                self.problem(_Kind.UNUSABLE_CALENDAR, network.names[node], detail=part.calendar)
                self.broken.add(node)
                return
            left = remaining_minutes(network.leaves[node], part.minutes, part.remaining)
            found.append((calendar, part.minutes, left))
        network.parts[node] = found
        network.calendars[node] = self.elapsed
        network.off_measure.add(node)
        if network.ways[node] == PLAIN:
            network.ways[node] = PARTS

    def _add_given(self, node: int, task: Task) -> None:
        network = self.network
        start, finish = task.actual_start or task.start, task.actual_finish or task.finish
        if start is None and finish is None:
            self.problem(_Kind.NO_DATES, task.id)
            self.broken.add(node)
            return
        if start is None and finish is not None:
            last = to_minutes(finish)
            first = network.start_from(node, last)
        else:
            first = to_minutes(start) if start is not None else 0
            last = to_minutes(finish) if finish is not None else network.finish_from(node, first)
        self._fix(node, task, first, last)

    def _add_actual(self, node: int, task: Task) -> None:
        network = self.network
        if task.actual_start is None:
            return
        first = to_minutes(task.actual_start)
        if task.parts:
            self._add_parts(node, task.parts)
        if task.actual_finish is not None:
            self._fix(node, task, first, to_minutes(task.actual_finish))
            return
        last = network.finish_from(node, first)
        data_date = self.settings.data_date
        if data_date is not None and not is_finished(task):
            resume = to_minutes(data_date)
            for calendar, whole, left in network.parts.get(node) or [
                (
                    network.runs[node],
                    task.duration,
                    remaining_minutes(task, task.duration, task.remaining),
                )
            ]:
                done = calendar.add(first, max(whole - left, 0))
                last = max(last, calendar.add(calendar.next_start(max(resume, done)), left))
        if task.constraint == ConstraintKind.FNET and task.constraint_date is not None:
            last = max(last, to_minutes(task.constraint_date))
        self._fix(node, task, first, last)

    def _fix(self, node: int, task: Task, first: int, last: int) -> None:
        if last < first:
            self.problem(_Kind.FINISH_BEFORE_START, task.id)
            self.broken.add(node)
            return
        network = self.network
        network.ways[node] = FIXED
        network.calendars[node] = self.elapsed
        network.off_measure.add(node)
        network.fixed[node] = (first, last)


def missing_dates(settings: ScheduleSettings) -> Sequence[ScheduleProblem]:
    """Why a project cannot be scheduled at all."""
    date = settings.finish if settings.backward else settings.start
    if date is None:
        return [ScheduleProblem(_Kind.NO_PROJECT_DATE)]
    return [
        ScheduleProblem(_Kind.OUTSIDE_CALENDAR, (), f"{given:%Y-%m-%d}")
        for given in (date, settings.data_date)
        if given is not None and not within_calendars(to_minutes(given))
    ]


def calendar_problem(fault: CalendarFault) -> ScheduleProblem:
    """A fault of a calendar as a problem of the schedule."""
    kind = {
        CalendarFaultKind.DUPLICATE: _Kind.DUPLICATE_CALENDAR,
        CalendarFaultKind.WRONG_SHIFTS: _Kind.WRONG_SHIFTS,
        CalendarFaultKind.NO_WORKING_TIME: _Kind.NO_WORKING_TIME,
    }.get(fault.kind, _Kind.CALENDAR_PARENT)
    return ScheduleProblem(kind, (), fault.calendar, (fault.detail,))
