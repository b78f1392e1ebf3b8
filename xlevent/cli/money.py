"""Commands of the expense sheet: match, fee."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.applying import (
    DryRunOption,
    OutputOption,
    apply_change,
    minding,
    print_written,
)
from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, app
from xlevent.cli.money_output import checked_json, fee_json, print_checked, print_fee
from xlevent.cli.output import print_json


@app.command(epilog="Example: xlevent match gala.xlsx --dry-run", rich_help_panel=panels.MONEY)
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
    written = apply_change(file, "match", minding(file, kept.change), output, force, dry_run)
    if as_json:
        print_json(checked_json(kept.result))
        raise typer.Exit
    print_checked(kept.result)
    if written is not None:
        print_written(written)


@app.command(
    epilog="Example: xlevent fee 30000 --net --on 2026-03-01", rich_help_panel=panels.MONEY
)
def fee(
    amount: Annotated[int, typer.Argument(min=0, help="Whole TWD: the pay before deductions.")],
    net: Annotated[
        bool, typer.Option("--net", help="The amount is what is paid out; find the pay.")
    ] = False,
    kind: Annotated[
        str, typer.Option(help="Kind of income; `xlevent describe expenses` lists them.")
    ] = "professional_fee",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of payment; else today.")
    ] = None,
    non_resident: Annotated[bool, typer.Option("--non-resident")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what to withhold from a payment to a person in Taiwan, and what is paid out."""
    from xlevent.app.money.fees import fee_of

    paid = fee_of(kind, amount, (on or datetime.now()).date(), net=net, resident=not non_resident)
    if as_json:
        print_json(fee_json(paid))
        return
    print_fee(paid)
