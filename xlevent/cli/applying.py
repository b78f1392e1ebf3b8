"""What commands share that change a file: their options, writing, findings and exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli.output import print_findings, say, tell, tell_data_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlevent.app.event import Event
    from xlevent.app.updating.change import Change, Updated
    from xlevent.domain.finding import Finding

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write a changed copy there; the file itself stays."),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Only show the result; write nothing.")
]


def apply_change(
    file: Path,
    command: str,
    change: Callable[[Event], Change],
    output: Path | None,
    force: bool,
    dry_run: bool,
) -> Updated | None:
    """Write the change to the file or its copy; None: it was only tried."""
    from xlevent.app.updating.anywhere import change_file, try_change

    if dry_run:
        try_change(file, change)
        return None
    return change_file(file, command, change, output=output, force=force)


def minding(file: Path, change: Callable[[Event], Change]) -> Callable[[Event], Change]:
    """The change, and before it a word where errors of the data leave something out of it."""

    def told(event: Event) -> Change:
        tell_data_errors(event, file)
        return change(event)

    return told


def finish(findings: Sequence[Finding], as_json: bool, written: Updated | None) -> None:
    """Findings, what was written, and the exit code."""
    if findings and not as_json:
        print_findings(findings)
    if written is not None and not as_json:
        print_written(written)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


def print_written(written: Updated) -> None:
    """What became of the file."""
    if not written.cells and written.book:
        tell(f"{written.path}：沒有變更。", f"{written.path}: nothing to change.")
        return
    say(str(written.path))
    if written.cells:
        kept = f"; {written.backup.name}" if written.backup else ""
        tell(
            f"  變更 {written.cells} 格，重算 {written.renewal.renewed} 個公式"
            + (f"，{written.renewal.dropped} 個留待 Excel 計算" if written.renewal.dropped else "")
            + (f"；舊檔 {written.backup.name}" if written.backup else ""),
            f"  {written.cells} cells changed, {written.renewal.renewed} formulas renewed"
            + (f", {written.renewal.dropped} left to Excel" if written.renewal.dropped else "")
            + (f"{kept} holds the old file" if kept else ""),
        )
    for column in written.unplaced:
        tell(
            f"  缺少欄位 {column}：請先 xlevent upgrade",
            f"  no column {column}: bring the workbook up to date with `xlevent upgrade`",
        )
