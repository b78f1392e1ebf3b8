"""Functions of the schedule: dates, floats, critical path, working days, levelling, risk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.planning.explaining import explained
from xlevent.app.planning.levelling import levelled, write_delays
from xlevent.app.planning.project import project_of
from xlevent.app.planning.scheduling import Scheduled, scheduled, write_schedule
from xlevent.app.planning.simulating import simulated
from xlevent.compute.simulation import SimulationSettings
from xlevent.compute.working_days import count_working_days, working_day_after
from xlevent.domain import codes, planning_codes
from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent.domain.work_calendar import WorkCalendar
from xlevent_udfs.kernel.answers import Spill
from xlevent_udfs.kernel.arguments import Scalar
from xlevent_udfs.kernel.declaration import function
from xlevent_udfs.kernel.errors import CellError
from xlevent_udfs.kernel.memo import Memo
from xlevent_udfs.kernel.rows import KEPT_ROWS, MOST_KEPT, Listed, Rows
from xlevent_udfs.kernel.tables import event_of, refuse_errors, spilled

_TASK_COLUMNS = (
    "id", "duration", "predecessors", "kind", "duration_unit", "calendar", "constraint",
    "constraint_date", "deadline", "wbs", "delay", "optimistic", "likely", "pessimistic",
)  # fmt: skip
_DATES = (
    "id", "early_start", "early_finish", "late_start", "late_finish", "total_float",
    "free_float", "critical", "driver",
)  # fmt: skip

_TASKS = Rows(
    "tasks",
    Text("工作：編號、工期(天)、前置作業等欄，連同標題一起選取。",
         "Tasks: ID, duration (days), predecessors and so on; select the header too."),
    table="tasks", columns=_TASK_COLUMNS, required=("id",), needed=("duration", "predecessors"),
    unique="id", most=10_000, kept=True,
)  # fmt: skip
_START = Scalar("start", Text("專案開始日。", "First day of the project."), kind="date")
_CALENDARS = Rows(
    "calendars",
    Text("行事曆表；省略時為週一至週五 09:00-12:00、13:00-18:00。",
         "Calendars; left out: Monday to Friday, 09:00-12:00 and 13:00-18:00."),
    optional=True, table="calendars",
    columns=("id", "name", "mon", "tue", "wed", "thu", "fri", "sat", "sun"), required=("id",),
    unique="id", most=100, kept=True,
)  # fmt: skip
_HOLIDAYS = Rows(
    "holidays",
    Text("放假日與補班日：日期、類別(空白為放假)。",
         "Holidays and make-up days: date, kind (blank: holiday)."),
    optional=True, table="holidays", columns=("date", "kind", "name", "calendar", "hours"),
    required=("date",), most=1000, kept=True,
)  # fmt: skip
# Warnings about data that are read otherwise than they stand there.
_SILENT = frozenset(
    code.code
    for code in (
        planning_codes.NO_DURATION, planning_codes.MILESTONE_WITH_DURATION,
        planning_codes.WBS_TWICE, planning_codes.WRONG_ESTIMATE,
    )
)  # fmt: skip
# A cell must answer within seconds.
MOST_RUNS = 100_000
MOST_DURATIONS = 10_000_000  # drawn in all runs
_TASK = Scalar("task", Text("工作編號。", "ID of a task."))


def _event(tasks: Listed, start: date, calendars: Listed, holidays: Listed) -> Event:
    kinds = [{"kind": "holiday", **day} for day in holidays]
    seen: dict[tuple[object, object], object] = {}
    for place, day in zip(holidays.places, kinds, strict=True):
        if seen.setdefault((day["date"], day.get("calendar")), day["kind"]) != day["kind"]:
            raise _HOLIDAYS.wrong(
                f"第 {place} 列：{day['date']} 既是放假日又是補班日；請刪除其一。",
                f"row {place}: {day['date']} is both a holiday and a make-up day; delete one.",
            )
    return event_of({"planning_start": start}, tasks=tasks, calendars=calendars, holidays=kinds)


def _calendar(day: date, holidays: Listed, calendars: Listed) -> WorkCalendar:
    event = _event(Listed(), day, calendars, holidays)
    refuse_errors(event.findings, holidays=holidays, calendars=calendars)
    project = project_of(event)
    return project.calendars[project.weeks.project]


@dataclass(frozen=True, slots=True)
class _Plan:
    """An event and its schedule, or why there is none."""

    event: Event
    done: Scheduled
    refused: Text | None


_PLANS: Memo[_Plan] = Memo(MOST_KEPT, KEPT_ROWS)


@contextmanager
def _planned(
    tasks: Listed, start: date, calendars: Listed, holidays: Listed
) -> Iterator[tuple[Event, Scheduled]]:
    """The plan, for this caller alone: calendars grow while they are asked.

    Other callers get it afterwards. Nothing in it may change but what `write_schedule` writes,
    which is the same each time.
    """
    given = [listed.content for listed in (tasks, calendars, holidays)]
    # Nothing here asks for the day; should something do so, its answer lasts for that day.
    key = None if None in given else (*given, start, date.today())
    weight = len(tasks) + len(calendars) + len(holidays)

    def make() -> _Plan:
        event = _event(tasks, start, calendars, holidays)
        done = scheduled(event)
        try:
            _refuse(event, done, tasks=tasks, calendars=calendars, holidays=holidays)
        except CellError as error:
            return _Plan(event, done, error.text)
        return _Plan(event, done, None)

    with _PLANS.lent(key, weight, make) as plan:
        if plan.refused is not None:
            raise CellError(plan.refused)
        yield plan.event, plan.done


def _refuse(event: Event, done: Scheduled, **given: Listed) -> None:
    """Errors, links that lead nowhere, and what the sheets would only warn of.

    The sheets count a task without duration as 0 and say so; a cell can only do the first.
    """
    found = [replace(f, severity="error") if f.code in _SILENT else f for f in done.findings]
    refuse_errors([*found, *event.findings], **given)


def _known(done: Scheduled, task: str) -> str:
    name = task.strip()
    if name not in done.schedule:
        near = codes.nearest(name, [one.id for one in done.project.tasks])
        ask = Text(f"是否為「{near}」？", f" Did you mean {near}?") if near else Text("", "")
        raise _TASK.wrong(f"沒有工作「{name}」。{ask.zh}", f"there is no task {name}.{ask.en}")
    return name


@function(
    "schedule",
    Text("要徑法：每項工作的最早與最晚日期、總浮時、自由浮時、要徑與驅動原因。",
         "Critical path method: early and late dates, floats, critical, driver of each task."),
    _TASKS, _START, _CALENDARS, _HOLIDAYS,
    result=Text("每項工作一列，共 9 欄。", "One row for each task, 9 columns."),
    example="=XLE_SCHEDULE(A1:C9, DATE(2027,3,1))",
    spills=True,
)  # fmt: skip
def schedule(tasks: Listed, start: date, calendars: Listed, holidays: Listed) -> Spill:
    """See `app.planning.scheduling.scheduled` and `compute.schedule`."""
    with _planned(tasks, start, calendars, holidays) as (event, done):
        write_schedule(event, done)
        return spilled(event, "tasks", _DATES)


@function(
    "schedule",
    Text("要徑：總浮時不大於 0 的工作，依最早開始排列。",
         "The critical path: the tasks without float, by early start."),
    _TASKS, _START, _CALENDARS, _HOLIDAYS,
    result=Text("每項要徑工作一列：編號。", "One row for each critical task: its ID."),
    example="=XLE_CRITICAL_PATH(A1:C9, DATE(2027,3,1))",
    spills=True,
)  # fmt: skip
def critical_path(tasks: Listed, start: date, calendars: Listed, holidays: Listed) -> Spill:
    """See `app.planning.scheduling.Scheduled.critical`."""
    with _planned(tasks, start, calendars, holidays) as (_, done):
        return Spill((Text("工作編號", "Task ID"),), [[name] for name in done.critical()])


@function(
    "schedule",
    Text("專案最早完成時間。", "The earliest finish of the project."),
    _TASKS, _START, _CALENDARS, _HOLIDAYS,
    result=Text("日期時間。", "A date and time."),
    example="=XLE_FINISH(A1:C9, DATE(2027,3,1))",
)  # fmt: skip
def finish(tasks: Listed, start: date, calendars: Listed, holidays: Listed) -> datetime | None:
    """See `app.planning.scheduling.scheduled` and `compute.schedule`."""
    with _planned(tasks, start, calendars, holidays) as (_, done):
        return done.schedule.finish


@function(
    "schedule",
    Text("工作的總浮時(工作日)：可延後多久而不影響完成日或期限。",
         "Total float of a task (working days): how far it may slip without harm to the finish."),
    _TASKS, _START, _TASK, _CALENDARS, _HOLIDAYS,
    result=Text("天數；負數表示趕不上。", "Days; negative: a date will be missed."),
    example='=XLE_FLOAT(A1:C9, DATE(2027,3,1), "T-003")',
    name="FLOAT",
)  # fmt: skip
def total_float(
    tasks: Listed, start: date, task: str, calendars: Listed, holidays: Listed
) -> Value | None:
    """See `app.planning.scheduling.scheduled` and `compute.floats`."""
    with _planned(tasks, start, calendars, holidays) as (_, done):
        minutes = done.schedule[_known(done, task)].total_float
        return None if minutes is None else done.project.days(minutes)


@function(
    "schedule",
    Text("說明工作為何排在該日：驅動的前置、浮時組成、是否要徑、影響的期限。",
         "Why a task is where it is: driver, float, critical or not, deadlines that it breaks."),
    _TASKS, _START, _TASK, _CALENDARS, _HOLIDAYS,
    result=Text("每句一列。", "One sentence a row."),
    example='=XLE_EXPLAIN(A1:C9, DATE(2027,3,1), "T-003")',
    spills=True,
)  # fmt: skip
def explain(tasks: Listed, start: date, task: str, calendars: Listed, holidays: Listed) -> Spill:
    """See `app.planning.explaining.explained` and `compute.explain`."""
    with _planned(tasks, start, calendars, holidays) as (_, done):
        _, lines = explained(done, _known(done, task))
    return Spill((Text("說明", "Explanation"),), [[line] for line in lines])


@function(
    "schedule",
    Text("起日之後第 n 個工作日；認得補班日。負數往前。",
         "The n-th working day after a day, make-up days counted; negative: before it."),
    Scalar("start", Text("起日。", "The day to start from."), kind="date"),
    Scalar("days", Text("工作日數。", "Number of working days."), kind="integer"),
    _HOLIDAYS, _CALENDARS,
    result=Text("日期。", "A date."),
    example="=XLE_WORKDAY(DATE(2027,2,5), 3, holidays)",
)  # fmt: skip
def workday(start: date, days: int, holidays: Listed, calendars: Listed) -> date:
    """See `compute.working_days.working_day_after`: WORKDAY, with working Saturdays."""
    return working_day_after(_calendar(start, holidays, calendars), start, days)


@function(
    "schedule",
    Text("兩日之間的工作日數，含首尾；認得補班日。",
         "Working days between two days, both included, make-up days counted."),
    Scalar("start", Text("起日。", "First day."), kind="date"),
    Scalar("last", Text("迄日。", "Last day."), kind="date"),
    _HOLIDAYS, _CALENDARS,
    result=Text("天數；迄日較早時為負。", "Days; negative where the last day is before the first."),
    example="=XLE_WORKDAYS(DATE(2027,2,1), DATE(2027,2,28), holidays)",
)  # fmt: skip
def workdays(start: date, last: date, holidays: Listed, calendars: Listed) -> int:
    """See `compute.working_days.count_working_days`: NETWORKDAYS, with working Saturdays."""
    return count_working_days(_calendar(start, holidays, calendars), start, last)


_RESOURCES = Rows(
    "resources",
    Text("資源：編號、可用數量、可用起迄日。", "Resources: ID, capacity, available from and to."),
    table="resources", columns=("id", "capacity", "available_from", "available_to", "name"),
    required=("id", "capacity"), unique="id", most=500,
)  # fmt: skip
_ASSIGNMENTS = Rows(
    "assignments",
    Text("指派：資源、工作、數量。", "Assignments: resource, task, quantity."),
    table="assignments", columns=("resource", "task", "quantity", "start", "finish"),
    required=("resource", "task"), most=2000,
)  # fmt: skip


@function(
    "schedule",
    Text("資源撫平：延後有浮時的工作，使每日需求不超過可用數量。",
         "Levelling: delay tasks until no resource is used beyond its capacity."),
    replace(_TASKS, most=500), _START, _RESOURCES, _ASSIGNMENTS, _CALENDARS, _HOLIDAYS,
    result=Text("每項工作一列：編號、延後天數、最早開始、最早完成、仍超量的資源。",
                "One row for each task: ID, delay in days, early start, early finish, resources "
                "still over capacity."),
    example="=XLE_LEVEL(A1:C9, DATE(2027,3,1), E1:F3, H1:J9)",
    spills=True,
)  # fmt: skip
def level(
    tasks: Listed, start: date, resources: Listed, assignments: Listed, calendars: Listed,
    holidays: Listed,
) -> Spill:  # fmt: skip
    """See `app.planning.levelling.levelled` and `compute.levelling`, the heuristic."""
    event = _event(tasks, start, calendars, holidays)
    event.tables["resources"] = resources
    event.tables["assignments"] = [
        {"id": f"A-{number}", **row} for number, row in enumerate(assignments, start=1)
    ]
    event.check()  # these two came after its findings
    done, result = levelled(event)
    _refuse(
        event, done, tasks=tasks, resources=resources, assignments=assignments,
        calendars=calendars, holidays=holidays,
    )  # fmt: skip
    write_delays(event, result)
    write_schedule(event, scheduled(event))
    found = spilled(event, "tasks", ("id", "delay", "early_start", "early_finish"))
    over = [
        "; ".join(dict.fromkeys(o.resource for o in result.unresolved if row["id"] in o.tasks))
        for row in tasks
    ]
    rows = [[*cells, open_ or None] for cells, open_ in zip(found.rows, over, strict=True)]
    return Spill((*found.titles, Text("仍超量", "Over capacity")), rows)


@function(
    "schedule",
    Text("以三點工期模擬，某百分位的完成時間；同一種子得同一結果。",
         "Finish at a percentile, simulated from three-point durations; same seed, same result."),
    _TASKS, _START,
    Scalar("percentile", Text("百分位 1 至 100，如 80。", "Percentile, 1 to 100, such as 80."),
           kind="number", least=1, most=100),
    Scalar("runs", Text("模擬次數，預設 2000。", "Number of runs, 2000 if left out."),
           optional=True, default=2000, kind="integer", least=1, most=MOST_RUNS),
    Scalar("seed", Text("亂數種子，預設 1。", "Seed, 1 if left out."),
           optional=True, default=1, kind="integer", least=0),
    _CALENDARS, _HOLIDAYS,
    result=Text("日期時間。", "A date and time."),
    example="=XLE_RISK_FINISH(A1:F9, DATE(2027,3,1), 80)",
)  # fmt: skip
def risk_finish(
    tasks: Listed, start: date, percentile: Decimal, runs: int, seed: int, calendars: Listed,
    holidays: Listed,
) -> datetime | None:  # fmt: skip
    """See `app.planning.simulating.simulated` and `compute.simulation`."""
    _refuse_half_estimates(tasks)
    if runs * len(tasks) > MOST_DURATIONS:
        most = MOST_DURATIONS // len(tasks)
        raise CellError(
            Text(
                f"引數 runs：{len(tasks):,} 項工作最多模擬 {most:,} 次。",
                f"argument runs: {len(tasks):,} tasks can be simulated {most:,} times at most.",
            )
        )
    event = _event(tasks, start, calendars, holidays)
    done, result = simulated(event, SimulationSettings(runs, seed))
    _refuse(event, done, tasks=tasks, calendars=calendars, holidays=holidays)
    return result.percentile(float(percentile))


def _refuse_half_estimates(tasks: Listed) -> None:
    """A task with one of its two bounds would count as certain, and so would all without any."""
    pair = {"optimistic", "pessimistic"}
    for place, row in zip(tasks.places, tasks, strict=True):
        if len(pair & row.keys()) == 1:
            raise _TASKS.wrong(
                f"第 {place} 列：樂觀工期與悲觀工期須同時填入。",
                f"row {place}: fill in both the optimistic and the pessimistic duration.",
            )
    if not any(pair <= row.keys() for row in tasks):
        raise _TASKS.wrong(
            "沒有任何工作填了樂觀與悲觀工期；請連同標題與這兩欄選取。",
            "no task has an optimistic and a pessimistic duration; select these columns too, "
            "with their header.",
        )
