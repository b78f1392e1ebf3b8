"""The command addin classic: a workbook with functions and buttons for Excel's own Python link."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from xlevent.cli.addin import addin
from xlevent.cli.frame import ForceOption
from xlevent.cli.output import say


@addin.command(epilog="Example: xlevent addin classic gala.xlsx -o gala.xlsm")
def classic(
    book: Annotated[Path, typer.Argument(help="Workbook of xlevent (.xlsx, .xlsm).")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write there instead of beside the workbook (.xlsm)."),
    ] = None,
    interpreter: Annotated[
        str | None,
        typer.Option(
            help="The Python that Excel starts; this one on Windows and macOS, none elsewhere."
        ),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Make a workbook macro-enabled: =XLE_...() and buttons on Home, for Windows and macOS."""
    from xlevent_udfs.classic.workbook import enable

    if interpreter is None and sys.platform in ("win32", "darwin"):
        interpreter = sys.executable
    done = enable(book, output, force=force, interpreter=interpreter)
    if done.renewed:
        say(f"Renewed the macros of {done.path}; what was there before: {done.backup}"
            if done.backup else f"Renewed the macros; written to {done.path}")  # fmt: skip
    else:
        say(f"Written: {done.path}")
    say("Excel asks whether to trust its macros. How to install: docs/addin-classic.md.")
