"""Problems of a schedule as problems with codes, and the columns that they are about."""

from __future__ import annotations

from collections.abc import Callable

from xlevent.compute.conflicts import find_conflicts
from xlevent.compute.schedule import Schedule
from xlevent.compute.schedule_problem import ScheduleProblem, ScheduleProblemKind
from xlevent.domain import schedule_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.problems import Code, Problem, Whole

_Kind = ScheduleProblemKind

_CODES: dict[ScheduleProblemKind, tuple[Code, str]] = {
    _Kind.CYCLE: (codes.CYCLE, "predecessors"),
    _Kind.UNKNOWN_PREDECESSOR: (codes.PREDECESSOR_UNKNOWN, "predecessors"),
    _Kind.UNKNOWN_SUCCESSOR: (codes.UNKNOWN_SUCCESSOR, "predecessors"),
    _Kind.OWN_SUMMARY: (codes.OWN_SUMMARY, "predecessors"),
    _Kind.DUPLICATE_TASK: (codes.DUPLICATE_TASK, "id"),
    _Kind.UNKNOWN_PARENT: (codes.UNKNOWN_PARENT, "wbs"),
    _Kind.PARENT_CIRCLE: (codes.PARENT_CIRCLE, "wbs"),
    _Kind.NEGATIVE_DURATION: (codes.NEGATIVE_DURATION, "duration"),
    _Kind.ABSURD_DURATION: (codes.ABSURD_DURATION, "duration"),
    _Kind.WRONG_PERCENT: (codes.WRONG_PERCENT, "percent"),
    _Kind.UNUSABLE_CALENDAR: (codes.UNUSABLE_CALENDAR, "calendar"),
    _Kind.NO_WORKING_TIME: (codes.NO_WORKING_TIME, "calendar"),
    _Kind.WRONG_SHIFTS: (codes.WRONG_SHIFTS, "calendar"),
    _Kind.CALENDAR_PARENT: (codes.CALENDAR_PARENT, "calendar"),
    _Kind.DUPLICATE_CALENDAR: (codes.DUPLICATE_CALENDAR, "calendar"),
    _Kind.NO_CONSTRAINT_DATE: (codes.NO_CONSTRAINT_DATE, "constraint_date"),
    _Kind.NO_DATES: (codes.NO_DATES, "constraint_date"),
    _Kind.FINISH_BEFORE_START: (codes.FINISH_BEFORE_START, "id"),
    _Kind.NO_PROJECT_DATE: (codes.NO_PROJECT_DATE, ""),
    _Kind.DATA_DATE_BEFORE_START: (codes.DATA_DATE_BEFORE_START, ""),
    _Kind.DATE_OUTSIDE_CALENDAR: (codes.DATE_OUTSIDE_CALENDAR, "constraint_date"),
    _Kind.OUTSIDE_CALENDAR: (codes.OUTSIDE_CALENDAR, ""),
    _Kind.CONFLICT: (codes.CONFLICT, "constraint"),
}
_NAMES = {
    "SNET": Text("「不得早於…開始」", "the constraint 'start no earlier than'"),
    "SNLT": Text("「不得晚於…開始」", "the constraint 'start no later than'"),
    "FNET": Text("「不得早於…完成」", "the constraint 'finish no earlier than'"),
    "FNLT": Text("「不得晚於…完成」", "the constraint 'finish no later than'"),
    "MSO": Text("「必須開始於」", "the constraint 'must start on'"),
    "MFO": Text("「必須完成於」", "the constraint 'must finish on'"),
    "deadline": Text("期限", "the deadline"),
    "given dates": Text("指定日期", "the given dates"),
}


def problem_of(problem: ScheduleProblem, label: Callable[[str], str] | None = None) -> Problem:
    """The code and the details of a problem; the place is added by who knows the cells.

    `label` writes the id of a task, for instance with its cell; by default the bare id.
    """
    names = [label(name) if label else name for name in problem.tasks]
    details: dict[str, object] = {
        "tasks": Whole(_joined(problem, names)),
        "predecessor": names[0] if names else "",
        "successor": names[-1] if names else "",
        "detail": problem.about or problem.detail,
        "calendar": problem.detail,
    }
    code = _code_of(problem)
    if code is codes.PREDECESSOR_UNKNOWN:
        details["found"] = problem.detail
    elif code is codes.UNKNOWN_SUCCESSOR:
        details["successor"] = problem.detail
    elif code is codes.ABSURD_DURATION:
        details["what"] = (
            Text("延隔", "lag") if len(problem.tasks) > 1 else Text("工期", "duration")
        )
    elif code in (codes.WRONG_SHIFTS, codes.CALENDAR_PARENT) and problem.more:
        details["detail"] = problem.more[0]
    elif code is codes.CONFLICT:
        first, second = problem.more
        details.update(first=_NAMES.get(first, first), second=_NAMES.get(second, second))
        details["minutes"] = problem.detail
    return Problem(code, details)


def findings_of(
    schedule: Schedule, label: Callable[[str], str] | None = None
) -> list[tuple[ScheduleProblem, Problem]]:
    """All problems of a schedule, and its conflicts, each with its code."""
    problems = [*schedule.problems, *find_conflicts(schedule)]
    return [(problem, problem_of(problem, label)) for problem in problems]


def column_of(problem: ScheduleProblem) -> str:
    """The column of the task table that a problem is about, "" where none is."""
    if problem.kind == _Kind.ABSURD_DURATION and len(problem.tasks) > 1:
        return "predecessors"
    if problem.kind == _Kind.CONFLICT and problem.more[-1] == "deadline":
        return "deadline"
    return _CODES[problem.kind][1]


def _code_of(problem: ScheduleProblem) -> Code:
    if problem.kind == _Kind.CYCLE and len(problem.tasks) == 1:
        return codes.LINK_TO_ITSELF
    if problem.kind == _Kind.UNUSABLE_CALENDAR and not problem.tasks:
        return codes.PROJECT_CALENDAR
    return _CODES[problem.kind][0]


def _joined(problem: ScheduleProblem, names: list[str]) -> str:
    """A cycle or a chain with arrows, a cycle back to its first task; else the names."""
    if problem.kind == _Kind.CONFLICT:
        return " → ".join(names)
    if problem.kind in (_Kind.CYCLE, _Kind.PARENT_CIRCLE) and len(names) > 1:
        return " → ".join([*names, names[0]])
    return ", ".join(names)
