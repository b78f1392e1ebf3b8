"""The command `reconcile`: payments against the bank, or against a ledger."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.applying import DryRunOption, OutputOption, apply_change, finish, minding
from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, app
from xlevent.cli.output import print_json
from xlevent.cli.reconciling_output import print_reconciliation, reconciliation_json
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlevent.domain.bank import Statement
    from xlevent.domain.finding import Finding


@app.command(
    epilog="Example: xlevent reconcile gala.xlsx --bank statement.csv --dry-run",
    rich_help_panel=panels.MONEY,
)
def reconcile(
    file: AnyPath,
    bank: Annotated[
        list[Path] | None,
        typer.Option(help="A bank statement (CSV, XLSX, OFX, CAMT.053, MT940); may be repeated."),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(help="Compare with a ledger export instead; only shown, nothing is written."),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="Layout of the columns: a bundled name or a YAML file; else found."),
    ] = None,
    dates: Annotated[
        str | None, typer.Option(help="How ambiguous dates are written: ymd, roc, dmy or mdy.")
    ] = None,
    window: Annotated[
        int | None, typer.Option(min=0, max=366, help="Most days apart; else that of Settings.")
    ] = None,
    tolerance: Annotated[
        float | None, typer.Option(min=0, help="Accepted difference; else that of Settings.")
    ] = None,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Match payments with the lines of the bank; what cannot be told is only proposed.

    The lines of --bank are added to O6.2.1, each once. Decisions in the sheet go first and are
    never undone. Rows without a partner are results, not errors; decisions that contradict each
    other are errors (exit code 1).
    """
    from xlevent.app.money.reconciled import reconcile_event

    least = None if tolerance is None else Decimal(str(tolerance))
    if ledger is not None:
        _with_ledger(file, ledger, profile, dates, window, least, bank, as_json)
        return
    statements = _statements(bank or [], profile, dates)
    kept = reconcile_event(statements, window=window, tolerance=least)
    written = apply_change(file, "reconcile", minding(file, kept.change), output, force, dry_run)
    if as_json:
        print_json(reconciliation_json(kept.result))
    else:
        print_reconciliation(kept.result)
    finish(_worth_telling(kept.result.findings), as_json, written)


def _with_ledger(
    file: Path,
    ledger: Path,
    profile: str | None,
    dates: str | None,
    window: int | None,
    tolerance: Decimal | None,
    bank: list[Path] | None,
    as_json: bool,
) -> None:
    """Compare with the ledger; the file stays as it is."""
    from xlevent.app.event import Event
    from xlevent.app.money.reconciled import reconciled
    from xlevent.errors import MisuseError

    if bank:
        raise MisuseError(
            Text(
                "--bank 與 --ledger 不能同時使用。", "--bank and --ledger cannot be used together."
            ),
            mend=Text("請一次只核對一種。", "Reconcile with one at a time."),
        )
    statements = _statements([ledger], profile, dates)
    done = reconciled(Event.load(file), ledger=statements, window=window, tolerance=tolerance)
    done.findings = [*(f for s in statements for f in s.findings), *done.findings]
    if as_json:
        print_json(reconciliation_json(done))
    else:
        print_reconciliation(done)
    finish(_worth_telling(done.findings), as_json, None)


def _statements(
    files: Sequence[Path], profile: str | None, dates: str | None
) -> Sequence[Statement]:
    if not files:
        return ()
    from xlevent.app.statements import read_statements

    return read_statements(files, profile, dates=dates)


def _worth_telling(findings: Sequence[Finding]) -> list[Finding]:
    """Rows without a partner are listed by the result already."""
    return [f for f in findings if f.code not in ("XL534", "XL535")]
