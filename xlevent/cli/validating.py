"""The command that looks at an event's money as a controller does: validate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from xlevent.cli import panels
from xlevent.cli.frame import AnyPath, ForceOption, app, may_replace
from xlevent.cli.output import finding_json, note, print_findings, print_json, say
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from xlevent.app.validating.running import Validation

_RANK = {"error": 0, "warning": 1, "notice": 2}
_Form = Literal["table", "json", "sarif"]


@app.command(
    epilog="Example: xlevent validate gala.xlsx --write --fail-on warning",
    rich_help_panel=panels.LOOK,
)
def validate(
    file: AnyPath,
    fail_on: Annotated[
        Literal["error", "warning", "notice"],
        typer.Option(help="Exit code 1 where a finding is at least this severe."),
    ] = "error",
    write: Annotated[
        bool, typer.Option("--write", help="Also fill the Findings sheet, with links and marks.")
    ] = False,
    form: Annotated[
        _Form | None, typer.Option("--format", help="Of the output; else by the suffix of -o.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the findings to this file.")
    ] = None,
    force: ForceOption = False,
) -> None:
    """Find what a careful controller would: budget, income, purchases, payments, totals.

    All that `check` finds is found too. Nothing is written to the workbook without --write. Rules
    can be switched off or regraded in the settings, and the findings say so.
    """
    if output:
        force = may_replace([output], force)
    found = _validated(file, write)
    chosen = form or _by_suffix(output)
    if output:
        _save(output, _data(found, file, chosen))
        say(str(output))
    elif chosen == "table":
        print_findings(found.findings)
    else:
        print_json(_data(found, file, chosen))
    if any(_RANK[f.severity] <= _RANK[fail_on] for f in found.findings):
        raise typer.Exit(1)


def _validated(file: Path, write: bool) -> Validation:
    from xlevent.app.event import Event
    from xlevent.app.updating.anywhere import BOOKS
    from xlevent.app.validating.running import validate as run
    from xlevent.errors import MisuseError

    if not write:
        return run(Event.load(file))
    if file.suffix.lower() not in BOOKS:
        raise MisuseError(
            Text("只有活頁簿有「檢核結果」工作表。", "only a workbook has a Findings sheet."),
            where=str(file),
            mend=Text("請不要用 --write。", "Leave out --write."),
        )
    from xlevent.app.validating.writing import write_validation

    found = write_validation(file)
    note("檢核結果工作表已更新。", "The Findings sheet was filled.")
    return found


def _by_suffix(output: Path | None) -> _Form:
    if output is None:
        return "table"
    return "sarif" if output.suffix.lower() == ".sarif" else "json"


def _data(found: Validation, file: Path, form: str) -> dict[str, Any]:
    if form == "sarif":
        from xlevent.app.validating.sarif import sarif

        return sarif(found, file)
    return {
        "rules": found.rules,
        "switched_off": list(found.off),
        "hidden": len(found.hidden),
        "findings": [finding_json(finding) for finding in found.findings],
    }


def _save(output: Path, data: dict[str, Any]) -> None:
    from xlevent.interop.replace import replacing

    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    with replacing(output) as path:
        path.write_text(text, encoding="utf-8")
