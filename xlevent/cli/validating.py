"""The command that looks at an event's money as a controller does: validate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xlevent.cli.frame import AnyPath, ForceOption, app, may_replace
from xlevent.cli.output import finding_json, print_findings, print_json

if TYPE_CHECKING:
    from xlevent.app.validating.running import Validation

_RANK = {"error": 0, "warning": 1, "notice": 2}


@app.command(epilog="Example: xlevent validate gala.xlsx --fail-on warning")
def validate(
    file: AnyPath,
    fail_on: Annotated[
        Literal["error", "warning", "notice"],
        typer.Option(help="Exit code 1 where a finding is at least this severe."),
    ] = "error",
    form: Annotated[
        Literal["table", "json"], typer.Option("--format", help="How to print the findings.")
    ] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write them to this file (JSON).")
    ] = None,
    force: ForceOption = False,
) -> None:
    """Find what a careful controller would: budget, balance, purchases, payments, totals."""
    from xlevent.app.event import Event
    from xlevent.app.validating.running import validate as run

    if output:
        force = may_replace([output], force)
    found = run(Event.load(file))
    _show(found, form, output)
    if any(_RANK[f.severity] <= _RANK[fail_on] for f in found.findings):
        raise typer.Exit(1)


def _show(found: Validation, form: str, output: Path | None) -> None:
    data = {"rules": found.rules, "findings": [finding_json(f) for f in found.findings]}
    if output:
        from xlevent.interop.replace import replacing

        with replacing(output) as path:
            path.write_text(_text(data), encoding="utf-8")
    if form == "json" and not output:
        print_json(data)
    elif form == "table":
        print_findings(found.findings)


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
