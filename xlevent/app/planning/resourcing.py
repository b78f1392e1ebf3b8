"""Demand for resources, day by day, written into the tables of O2.3.1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.planning.scheduling import put
from xlevent.compute.demand import Demand, demand_by_day
from xlevent.compute.schedule import Schedule
from xlevent.domain.resource import Assignment, Resource
from xlevent.domain.values import Value


def resources_of(event: Event) -> list[Resource]:
    """The resources with their capacities and days of availability."""
    return [
        Resource(
            str(row["id"]), _number(row.get("capacity")), _day(row.get("available_from")),
            _day(row.get("available_to")),
        )
        for row in event.tables["resources"]
        if row.get("id") is not None
    ]  # fmt: skip


def assignments_of(event: Event) -> list[Assignment]:
    """What the tasks use; rows without resource, task or quantity say nothing."""
    return list(_assignments(event))


def _assignments(event: Event) -> Iterator[Assignment]:
    for row in event.tables["assignments"]:
        quantity = _number(row.get("quantity"))
        if quantity is None or not all(row.get(key) for key in ("id", "resource", "task")):
            continue
        yield Assignment(
            str(row["id"]), str(row["resource"]), str(row["task"]), quantity,
            _day(row.get("start")), _day(row.get("finish")),
        )  # fmt: skip


def write_demand(event: Event, schedule: Schedule) -> Demand:
    """Fill demand by day, peaks and days over capacity from a schedule."""
    demand = demand_by_day(schedule, resources_of(event), assignments_of(event))
    event.tables["resource_demand"] = [
        _filled(
            id=f"RD-{number:03}", resource=day.resource, date=day.date, demand=day.demand,
            capacity=day.capacity, tasks="; ".join(day.tasks),
        )
        for number, day in enumerate(demand.days, start=1)
    ]  # fmt: skip
    for row in event.tables["resources"]:
        put(row, "peak_demand", demand.peaks.get(str(row.get("id"))))
    for row in event.tables["assignments"]:
        put(row, "over_days", demand.over_days.get(str(row.get("id"))))
    return demand


def _filled(**cells: Value | None) -> dict[str, Value]:
    return {key: value for key, value in cells.items() if value is not None}


def _number(value: Value | None) -> Decimal | None:
    return Decimal(value) if isinstance(value, Decimal | int) else None


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None
