"""Commands that add up: rollup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.frame import AnyPath, JsonOption, app
from xlevent.cli.output import print_json

if TYPE_CHECKING:
    from decimal import Decimal

    from xlevent.app.rollup.rolling import RollUp, Trace
    from xlevent.app.rollup.sponsors import Sponsorship


@app.command(
    epilog="Example: xlevent rollup gala.xlsx --trace SP-001.cash_received",
    rich_help_panel=panels.REPORTS,
)
def rollup(
    file: AnyPath,
    trace: Annotated[
        str,
        typer.Option(help="List the rows of a total: cash_received, SP-003.kept, SUP-001.paid."),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Add up sponsors by sponsor, tier and event, and suppliers; prove that nothing is lost.

    Cash and in-kind stand apart. A return without a cost is blank. Exit code 1: a proof fails.
    """
    from xlevent.app.event import Event
    from xlevent.app.rollup import rolling
    from xlevent.app.rollup.report import rollup_report, trace_report
    from xlevent.cli.report_text import print_report

    event = Event.load(file)
    rolled = rolling.roll_up(event)
    if trace:
        found = rolling.trace(rolled, trace)
        if as_json:
            print_json(_trace_json(found))
        else:
            print_report(trace_report(rolled, found))
        return
    if as_json:
        print_json(_json(rolled))
    else:
        print_report(rollup_report(rolled, str(event.settings.get("event_name") or "")))
    scopes = (*rolled.sponsors.sponsors, *rolled.sponsors.tiers, rolled.sponsors.event)
    if not all(balance.holds for scope in scopes for balance in scope.balances):
        raise typer.Exit(1)


def _json(rolled: RollUp) -> dict[str, object]:
    from xlevent.app.rollup.suppliers import TITLES

    found = rolled.sponsors
    suppliers = [
        {
            "id": s.key, "name": s.name, **{name: _number(s.total(name)) for name in TITLES},
            "on_time": _number(s.on_time), "first_time": _number(s.first_time),
            "score": _number(s.score), "rating": s.rating, "grade": s.grade,
        }
        for s in rolled.suppliers.suppliers
    ]  # fmt: skip
    return {
        "currency": rolled.currency,
        "sponsors": [_scope_json(s) for s in found.sponsors],
        "tiers": [_scope_json(s) for s in found.tiers],
        "event": _scope_json(found.event),
        "suppliers": suppliers,
        "purchases": {name: _number(rolled.suppliers.event.total(name)) for name in TITLES},
    }


def _scope_json(scope: Sponsorship) -> dict[str, object]:
    from xlevent.app.rollup.sponsors import TITLES

    return {
        "id": scope.key or None, "name": scope.name,
        **{name: _number(scope.total(name)) for name in TITLES},
        "fee": _number(scope.fee), "value_delivered": _number(scope.value_delivered),
        "fulfilment": _number(scope.fulfilment), "sponsor_roi": _number(scope.sponsor_roi),
        "organiser_roi": _number(scope.organiser_roi), "benefits": dict(scope.benefits),
        "proofs": {
            b.name: {"promised": _number(b.whole),
                     **{name: _number(part) for name, part in b.parts.items()}, "holds": b.holds}
            for b in scope.balances
        },
    }  # fmt: skip


def _trace_json(found: Trace) -> dict[str, object]:
    return {
        "total": found.name, "of": found.whose, "amount": _number(found.measure.total),
        "rows": [
            {"table": p.table, "column": p.column, "row": p.key, "label": p.label,
             "amount": _number(p.amount)}
            for p in found.measure.parts
        ],
    }  # fmt: skip


def _number(value: Decimal | None) -> int | float | None:
    """JSON has no decimals: whole numbers stay exact."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
