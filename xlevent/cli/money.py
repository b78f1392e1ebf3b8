"""Commands of the expense sheet: match."""

from __future__ import annotations

import typer

from xlevent.cli.applying import DryRunOption, OutputOption, apply_change, print_written
from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, app
from xlevent.cli.money_output import checked_json, print_checked
from xlevent.cli.output import print_json


@app.command(epilog="Example: xlevent match gala.xlsx --dry-run")
def match(
    file: AnyPath,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Match invoices with orders and acceptances, find duplicates, check what was withheld.

    Written into the expense sheet; in a workbook only these cells change. A voucher on hold or
    twice is a result, not an error: the exit code is 0.
    """
    from xlevent.app.money.checked import check_expenses

    kept = check_expenses()
    written = apply_change(file, "match", kept.change, output, force, dry_run)
    if as_json:
        print_json(checked_json(kept.result))
        raise typer.Exit
    print_checked(kept.result)
    if written is not None:
        print_written(written)
