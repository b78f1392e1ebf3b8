"""`xlevent level`: delays that bring resources within their capacity."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from xlevent.app.event import Event
from xlevent.app.planning.resourcing import assignments_of, resources_of
from xlevent.app.planning.scheduling import Scheduled, put, scheduled
from xlevent.compute.levelling import Levelled, Method, level

_DAY = 1440


def levelled(
    event: Event,
    *,
    method: Method | str = Method.HEURISTIC,
    seed: int = 0,
    time_limit: float = 10.0,
) -> tuple[Scheduled, Levelled]:
    """Level an event's schedule; the event stays as it is."""
    done = scheduled(event)
    project = done.project
    result = level(
        project.tasks,
        project.links,
        project.weeks.definitions,
        project.settings,
        resources=resources_of(event),
        assignments=assignments_of(event),
        method=method,
        seed=seed,
        time_limit=time_limit,
    )
    return done, result


def write_delays(event: Event, result: Levelled) -> None:
    """Put the levelling delays into the tasks, in days on the clock."""
    for row in event.tables["tasks"]:
        minutes = result.delays.get(str(row.get("id")), 0)
        days = (Decimal(minutes) / _DAY).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        put(row, "delay", days.normalize() + 0 if minutes else None)


def clear_delays(event: Event) -> None:
    """Take all levelling delays away."""
    for row in event.tables["tasks"]:
        put(row, "delay", None)
