"""doctor: is this machine ready for the add-in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.frame import JsonOption, app
from xlevent.cli.output import print_json, say, terminal_language


class Way(StrEnum):
    """The ways to run the add-in, for the command line."""

    CLASSIC = "classic"
    LITE = "lite"
    SERVER = "server"
    LIBREOFFICE = "libreoffice"


@app.command(epilog="Example: xlevent doctor gala.xlsm --for classic", rich_help_panel=panels.ADDIN)
def doctor(
    book: Annotated[
        Path | None,
        typer.Argument(help="Look into this workbook, too: template, macros."),
    ] = None,
    ways: Annotated[
        list[Way] | None,
        typer.Option("--for", help="Only this way to run the add-in; may be repeated."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check this machine for the add-in: what is missing, and how to get it. Changes nothing.

    Exit code 0 if at least one of the ways that are asked for is ready, else 1.
    """
    from xlevent_udfs.doctor.checks import RUNTIMES, missing
    from xlevent_udfs.doctor.examining import as_json as described
    from xlevent_udfs.doctor.examining import examine, report
    from xlevent_udfs.doctor.machine import ThisMachine

    asked = tuple(known for known in RUNTIMES if not ways or known in ways)
    checks = examine(ThisMachine(), book)
    if as_json:
        print_json(described(checks, asked))
    else:
        for line in report(checks, asked, terminal_language()):
            say(line)
    if all(missing(checks, one) for one in asked):
        raise typer.Exit(1)
