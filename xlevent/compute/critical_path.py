"""The critical path: early and late dates, floats and drivers of all tasks of a project.

The semantics are those of Microsoft Project; what it leaves open follows MPXJ's scheduler.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from datetime import datetime

from xlevent.compute.compiling import Compiler, calendar_problem, missing_dates
from xlevent.compute.floats import compute_floats
from xlevent.compute.links import add_edges
from xlevent.compute.network import FIRST_GATE, Network
from xlevent.compute.ordering import sort_nodes
from xlevent.compute.outline import Outline
from xlevent.compute.pass_dates import Dates
from xlevent.compute.passes import backward_pass, forward_pass, project_finish, project_start
from xlevent.compute.schedule import Schedule
from xlevent.compute.schedule_problem import ScheduleProblem, ScheduleProblemKind
from xlevent.domain.task import Link, ScheduleSettings, Task
from xlevent.domain.work_calendar import (
    CalendarDefinition,
    OutsideCalendarError,
    build_calendars,
    continuous,
    to_minutes,
)

_Kind = ScheduleProblemKind


def compute_schedule(
    tasks: Iterable[Task],
    links: Iterable[Link] = (),
    calendars: Iterable[CalendarDefinition] = (),
    settings: ScheduleSettings | None = None,
    *,
    unread: Iterable[str] = (),
) -> Schedule:
    """Schedule a project.

    Parameters
    ----------
    tasks
        In any order; a task that others name as parent is a summary task.
    links
        Between tasks, summary tasks included.
    calendars
        Those that tasks, parts and settings name.
    settings
        Start (or finish, when scheduling backward), project calendar and choices.
    unread
        Ids of tasks whose links or values could not be read: they are left out with all that
        follows them, as nothing is computed around them in silence.

    Returns
    -------
    Schedule
        Dates by task id. Problems in the data are in its `problems`; what depends on them is
        left out.
    """
    settings = settings or ScheduleSettings()
    outline = Outline(tasks)
    problems = [*missing_dates(settings), *outline.problems]
    given = settings.finish if settings.backward else settings.start
    fatal = {_Kind.NO_PROJECT_DATE, _Kind.OUTSIDE_CALENDAR}
    if given is None or any(problem.kind in fatal for problem in problems):
        return Schedule(None, None, outline, tuple(problems))
    around = to_minutes(given)
    elapsed = continuous(around)
    found, faults = build_calendars(calendars, around)
    problems += map(calendar_problem, faults)
    project_calendar = elapsed
    if settings.calendar is not None:
        if settings.calendar not in found:
            problems.append(ScheduleProblem(_Kind.UNUSABLE_CALENDAR, (), settings.calendar))
            return Schedule(None, None, outline, tuple(problems))
        project_calendar = found[settings.calendar]
    if _before_start(settings):
        problems.append(ScheduleProblem(_Kind.DATA_DATE_BEFORE_START))
    collecting = gc.isenabled()
    gc.disable()  # a network is many small objects in no circle; looking for one costs a third
    try:
        compiler = Compiler(outline, settings, found, project_calendar, elapsed)
        problems = compiler.problems = [*problems, *compiler.problems]
        compiler.add_nodes()
        compiler.leave_out(unread)
        add_edges(compiler, links)
        network = compiler.network
        for cycle in sort_nodes(network, compiler.broken):
            problems.append(ScheduleProblem(_Kind.CYCLE, _names(network, cycle)))
        dates = _run(network, around)
        floats = compute_floats(dates)
    except OutsideCalendarError as error:
        problems.append(ScheduleProblem(_Kind.OUTSIDE_CALENDAR, (), str(error), about=error.what))
        return Schedule(None, None, outline, tuple(problems))
    finally:
        if collecting:
            gc.enable()
    return Schedule(dates, floats, outline, tuple(problems))


def _run(network: Network, around: int) -> Dates:
    count = len(network.ways)
    dates = Dates(network, [0] * count, [0] * count)
    if network.settings.backward:
        dates.finish = around
        # The first leaf of a summary is known once there are early dates: a second round.
        for _ in range(2 if FIRST_GATE in network.ways else 1):
            backward_pass(dates)
            dates.start = project_start(dates)
            forward_pass(dates)
        return dates
    dates.start = around
    forward_pass(dates)
    dates.finish = project_finish(dates)
    backward_pass(dates)
    if network.late_starters:
        dates.late_links = True
        forward_pass(dates)
    return dates


def _names(network: Network, nodes: tuple[int, ...]) -> tuple[str, ...]:
    """Ids of the tasks of some nodes; a summary with two gates in a row is named once."""
    names: list[str] = []
    for node in nodes:
        if not names or names[-1] != network.names[node]:
            names.append(network.names[node])
    return tuple(names)


def _before_start(settings: ScheduleSettings) -> bool:
    dates: tuple[datetime | None, datetime | None] = (settings.data_date, settings.start)
    return dates[0] is not None and dates[1] is not None and dates[0] < dates[1]
