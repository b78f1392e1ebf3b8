"""`xlevent evm`: planned and earned value of each period, written into O2.4.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.planning.project import Project
from xlevent.app.planning.scheduling import Scheduled, put, scheduled
from xlevent.compute.planned_value import (
    PercentRule,
    Period,
    Spending,
    Work,
    earned_value_by_period,
)
from xlevent.domain import planning_codes as codes
from xlevent.domain.finding import Finding
from xlevent.domain.money import ZERO, exact, round_half_up
from xlevent.domain.values import Value


@dataclass(slots=True)
class Earned:
    """Earned value by period in order of the days; `bac` is the budget at completion."""

    bac: Decimal
    data_date: date | None
    periods: tuple[Period, ...]
    findings: list[Finding]


def earned(event: Event) -> Earned:
    """Compute the periods that O2.4.1 lists; the event stays as it is."""
    done = scheduled(event)
    works = list(_works(event, done))
    day = _data_date(event)
    ends = [end for row in event.tables["earned_value"] if (end := _day(row.get("period_end")))]
    periods = earned_value_by_period(
        works, list(_spending(event)), ends, day, str(event.settings.get("base_currency") or "TWD")
    )
    bac = sum((work.value for work in works), ZERO)
    return Earned(bac, day, periods, done.project.notes.done())


def write_earned(event: Event, result: Earned) -> None:
    """Put PV and EV into the rows of their days; the indices there are formulas."""
    by_end = {period.end: period for period in result.periods}
    for row in event.tables["earned_value"]:
        period = by_end.get(_day(row.get("period_end")) or date.min)
        put(row, "pv", None if period is None else period.pv)
        put(row, "ev", None if period is None else period.ev)


def _works(event: Event, done: Scheduled) -> Iterator[Work]:
    project = done.project
    progress = {name: event.tables["task_progress"][i] for name, i in project.progress_rows.items()}
    costs = _assigned_costs(event, done)
    tasks = project.by_id
    for name, index in project.rows.items():
        row = event.tables["tasks"][index]
        if row.get("kind") == "summary":
            continue
        facts = progress.get(name, {})
        planned = row.get("planned_cost")
        value = exact(planned) if isinstance(planned, Decimal | int) else costs.get(name, ZERO)
        start, finish = _span(project, "tasks", index, row, "baseline")
        began, ended = _span(
            project, "task_progress", project.progress_rows.get(name, 0), facts, "actual"
        )
        rule = PercentRule(str(facts.get("rule") or "physical"))
        yield Work(
            name, max(value, ZERO), start, finish, rule,
            _share(facts.get("percent")), began, ended, project.calendar_of(tasks[name]),
        )  # fmt: skip


def _span(
    project: Project, table: str, index: int, row: Mapping[str, Value], what: str
) -> tuple[date | None, date | None]:
    """Two days in their order; a finish before its start is told and left out."""
    first, last = _day(row.get(f"{what}_start")), _day(row.get(f"{what}_finish"))
    if first is not None and last is not None and last < first:
        project.notes.cell(table, index, f"{what}_finish", codes.FINISH_BEFORE_START, first=first)
        return first, None
    return first, last


def _assigned_costs(event: Event, done: Scheduled) -> dict[str, Decimal]:
    """What the assignments of each task cost, as the sheet O2.3.1 has it."""
    places = event.settings.get("currency_decimals")
    decimals = int(places) if isinstance(places, int | Decimal) else 0
    resources = {str(row.get("id")): row for row in event.tables["resources"]}
    found: dict[str, Decimal] = {}
    for row in event.tables["assignments"]:
        resource = resources.get(str(row.get("resource")), {})
        name, quantity, each = str(row.get("task")), row.get("quantity"), resource.get("unit_cost")
        if not isinstance(quantity, Decimal | int) or not isinstance(each, Decimal | int):
            continue
        times = 1 if resource.get("cost_basis") == "use" else _days_used(row, name, done)
        cost = round_half_up(exact(quantity) * exact(each) * times, decimals)
        found[name] = found.get(name, ZERO) + cost
    return found


def _days_used(row: Mapping[str, Value], task: str, done: Scheduled) -> int:
    dates = done.schedule.get(task)
    first = _day(row.get("start")) or (dates.early_start.date() if dates else None)
    last = _day(row.get("finish")) or (dates.early_finish.date() if dates else None)
    if first is None or last is None:
        return 0
    return max(1, (last - first).days + 1)


def _spending(event: Event) -> Iterator[Spending]:
    """The expenses in the event's currency, as the sheet O6.2.1 has them."""
    base = event.settings.get("base_currency")
    places = event.settings.get("currency_decimals")
    decimals = int(places) if isinstance(places, int | Decimal) else 0
    for row in event.tables["expenses"]:
        day, gross = _day(row.get("date")), row.get("gross")
        if day is None or not isinstance(gross, Decimal | int):
            continue
        rate = row.get("rate")
        factor = Decimal(1)
        if row.get("currency") not in (None, base):
            factor = exact(rate) if isinstance(rate, Decimal | int) else ZERO
        yield Spending(day, round_half_up(exact(gross) * factor, decimals))


def _data_date(event: Event) -> date | None:
    """The day up to which is known what happened: as the sheets have it, else today."""
    given = _day(event.settings.get("data_date"))
    if given is None and event.settings.get("event_start") is not None:
        return date.today()
    return given


def _day(value: Value | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _share(value: Value | None) -> Decimal | None:
    """A percent from 0 to 1; what lies outside is a finding of the schedule."""
    if not isinstance(value, Decimal | int):
        return None
    return min(max(exact(value), ZERO), Decimal(1))
