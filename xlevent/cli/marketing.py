"""Commands about marketing: results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli.frame import JsonOption, app
from xlevent.cli.output import print_json

if TYPE_CHECKING:
    from decimal import Decimal

    from xlevent.app.marketing.results import Results
    from xlevent.compute.marketing import Outcome


@app.command(epilog="Example: xlevent results gala.xlsx --json")
def results(
    file: Annotated[Path, typer.Argument(help="Workbook (.xlsx, .xlsm) or plan file.")],
    as_json: JsonOption = False,
) -> None:
    """Show what marketing brought, by channel against target, and whether its spend agrees.

    CPM, CPC, CPL, conversion, CAC and ROAS are blank where nothing can be divided by. Then
    opportunities by rank, survey shares with margins of error, resource gaps and the budget.
    """
    from xlevent.app.event import Event
    from xlevent.app.marketing.report import results_report
    from xlevent.app.marketing.results import marketing_results
    from xlevent.cli.report_text import print_report

    event = Event.load(file)
    found = marketing_results(event)
    if as_json:
        print_json(_json(found))
    else:
        name = str(event.settings.get("event_name") or "")
        print_report(results_report(found, name, event.registry))


def _json(found: Results) -> dict[str, object]:
    return {
        "currency": found.currency,
        "channels": [
            {
                "channel": c.name, **_outcome(c.outcome), "verdict": c.verdict,
                "targets": {name: _number(target) for name, target in c.targets.items()},
                "targets_met": c.met,
            }
            for c in found.channels
        ],
        "overall": _outcome(found.overall),
        "opportunities": [
            {
                "id": o.id, "name": o.name, "rank": o.rank, "score": _number(o.score),
                "roi": _number(o.roi), "decision": o.decision or None,
            }
            for o in found.opportunities
        ],
        "survey": [
            {
                "id": a.id, "question": a.question, "segment": a.segment, "answer": a.answer,
                "count": _number(a.count), "sample": _number(a.sample),
                "share": _number(a.share), "margin": _number(a.margin),
            }
            for a in found.answers
        ],
        "gaps": [
            {
                "id": g.id, "name": g.name, "gap": g.gap, "shortfall": _number(g.shortfall),
                "needed_by": None if g.needed_by is None else str(g.needed_by),
            }
            for g in found.gaps
        ],
        "budget": [
            {
                "category": b.category, "budget": _number(b.budget), "planned": _number(b.planned),
                "budget_actual": _number(b.budget_actual), "actual": _number(b.actual),
                "state": b.state,
            }
            for b in found.budget
        ],
    }  # fmt: skip


def _outcome(outcome: Outcome) -> dict[str, int | float | None]:
    names = (
        "impressions", "clicks", "leads", "conversions", "cost", "full_cost", "revenue", "ctr",
        "cpm", "cpc", "cpl", "conversion_rate", "cac", "roas",
    )  # fmt: skip
    return {name: _number(outcome.value(name)) for name in names}


def _number(value: Decimal | None) -> int | float | None:
    """JSON has no decimals: whole numbers stay exact."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
