"""`xlevent simulate`: percentiles of the finish and each task's chance to be critical."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from xlevent.app.event import Event
from xlevent.app.planning.notes import Notes
from xlevent.app.planning.project import Project
from xlevent.app.planning.scheduling import Scheduled, put, scheduled
from xlevent.compute.simulation import Simulation, SimulationSettings, simulate
from xlevent.compute.three_points import Estimate, EstimateFault
from xlevent.domain import planning_codes as codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text

_PERCENTILE = re.compile(r"P(\d{1,2})\Z")
_FAULTS = {
    "summary task": Text("彙總工作不可有三點工期", "a summary has no three points"),
    "not optimistic <= likely <= pessimistic": Text(
        "須樂觀 ≦ 最可能 ≦ 悲觀", "they must be optimistic <= likely <= pessimistic"
    ),
    "negative duration": Text("工期不得為負", "a duration is not negative"),
}


def simulated(event: Event, settings: SimulationSettings) -> tuple[Scheduled, Simulation]:
    """Simulate an event's schedule; the event stays as it is."""
    done = scheduled(event)
    project = done.project
    result = simulate(
        project.tasks,
        project.links,
        project.weeks.definitions,
        project.settings,
        _estimates(event, project),
        settings,
        unread=project.unread,
    )
    done.findings = [*done.findings, *_findings(event, project, result.faults)]
    return done, result


def write_risk(event: Event, project: Project, result: Simulation) -> None:
    """Fill the percentiles of O2.3.4, the S-curve and the tasks' chances to be critical."""
    rows = event.tables["schedule_risk"]
    known = {str(row.get("percentile")): row for row in rows}
    for given in event.registry.tables["schedule_risk"].rows.rows:  # type: ignore[union-attr]
        if given["percentile"] not in known:
            rows.append({"percentile": given["percentile"]})
    for row in rows:
        found = _PERCENTILE.match(str(row.get("percentile")))
        if found is None:
            continue
        share = int(found[1])
        minutes = result.working_minutes(share)
        put(row, "finish", result.percentile(share))
        put(row, "working_days", None if minutes is None else project.days(minutes))
        put(row, "runs", result.settings.runs if result.finishes else None)
        put(row, "seed", result.settings.seed if result.finishes else None)
    event.tables["finish_curve"] = [
        {"day": point.day, "share": _share(point.share)} for point in result.curve(40)
    ]
    for row in event.tables["tasks"]:
        risk = result.tasks.get(str(row.get("id")))
        put(row, "criticality", None if risk is None or risk.criticality is None
            else _share(risk.criticality))  # fmt: skip


def _share(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _estimates(event: Event, project: Project) -> list[Estimate]:
    found = []
    for row in event.tables["tasks"]:
        low, high, unit = row.get("optimistic"), row.get("pessimistic"), row.get("duration_unit")
        if not isinstance(low, Decimal | int) or not isinstance(high, Decimal | int):
            continue
        likely = row.get("likely")
        middle = project.minutes(likely, unit) if isinstance(likely, Decimal | int) else None
        found.append(
            Estimate(
                str(row["id"]), project.minutes(low, unit), project.minutes(high, unit), middle
            )
        )
    return found


def _findings(event: Event, project: Project, faults: tuple[EstimateFault, ...]) -> list[Finding]:
    notes = Notes(event)
    for fault in faults:
        why = _FAULTS.get(str(fault.kind))
        if why is not None and fault.task in project.rows:
            notes.cell("tasks", project.rows[fault.task], "optimistic", codes.WRONG_ESTIMATE,
                       task=fault.task, why=why)  # fmt: skip
    return notes.done()
