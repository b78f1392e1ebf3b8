"""Commands that look and change nothing: check, describe, schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xlevent.cli import panels
from xlevent.cli.frame import (
    AnyPath,
    ForceOption,
    JsonOption,
    LanguageOption,
    app,
    build_book,
    may_replace,
)
from xlevent.cli.output import (
    finding_json,
    print_findings,
    print_json,
    say,
    terminal_language,
)
from xlevent.domain.language import DEFAULT_LANGUAGE, Text

if TYPE_CHECKING:
    from xlevent.domain.finding import Finding


@app.command(epilog="Example: xlevent check gala.xlsx --json", rich_help_panel=panels.LOOK)
def check(
    file: AnyPath,
    as_json: JsonOption = False,
    book: Annotated[
        Path | None,
        typer.Option("--book", help="Also write a fresh workbook whose Findings sheet is filled."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Fill the Findings sheet of the workbook that is checked."),
    ] = False,
    language: LanguageOption = DEFAULT_LANGUAGE,
    force: ForceOption = False,
) -> None:
    """List everything that is wrong: structure, types, required cells, links, duplicates."""
    from xlevent.app.event import Event

    if book:
        force = may_replace([book], force)
    if write:
        findings = _write(file)
    else:
        event = Event.load(file)
        findings = event.check()
    if as_json:
        print_json([finding_json(f) for f in findings])
    else:
        print_findings(findings)
    if book:
        build_book(Event.load(file), book, language, force, even_with_errors=True)
        print(book, file=sys.stderr if as_json else sys.stdout)
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(1)


def _write(file: Path) -> list[Finding]:
    """Check a workbook and put the findings onto its Findings sheet."""
    from xlevent.app.updating.anywhere import BOOKS
    from xlevent.app.updating.findings import write_findings
    from xlevent.errors import MisuseError

    if file.suffix.lower() not in BOOKS:
        raise MisuseError(
            Text("只有活頁簿有「檢核結果」工作表。", "only a workbook has a Findings sheet."),
            where=str(file),
            mend=Text("請不要用 --write。", "Leave out --write."),
        )
    return write_findings(file)


@app.command(epilog="Example: xlevent log gala.xlsx", rich_help_panel=panels.LOOK)
def log(
    book: Annotated[Path, typer.Argument(help="Workbook.")], as_json: JsonOption = False
) -> None:
    """List what xlevent wrote into a workbook: when, by which command, on whose behalf."""
    from xlevent.app.updating.write_log import read_log

    entries = read_log(book)
    if as_json:
        print_json([{key: str(value) for key, value in entry.items()} for entry in entries])
        return
    for entry in entries:
        said = (entry.get(key, "") for key in ("at", "by", "command", "version", "cells", "what"))
        say("  ".join(map(str, said)))
    if not entries:
        say(Text("尚無寫入紀錄。", "Nothing was written yet.").show(terminal_language()))


@app.command(
    epilog="Example: xlevent describe O2.3.2    xlevent describe tasks.duration",
    rich_help_panel=panels.LOOK,
)
def describe(
    name: Annotated[
        str | None,
        typer.Argument(help="A sheet (O2.3.2), table (tasks), column (tasks.id) or check (XL420)."),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Print the Markdown as it is.")] = False,
) -> None:
    """Explain a sheet, a table, a column or a check; without a name, list the sheets."""
    from xlevent.app.describe import describe as text_of

    text = text_of(name)
    if plain or not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


@app.command(epilog="Example: xlevent schema > plan.schema.json", rich_help_panel=panels.LOOK)
def schema(
    mode: Annotated[
        Literal["validation", "serialization"],
        typer.Option(
            help="What a plan may hold, or rows as pydantic dumps them (decimals as text)."
        ),
    ] = "validation",
) -> None:
    """Print the JSON Schema of plan files, for editors that complete and check."""
    from xlevent.sheets.kernel.schema import plan_schema
    from xlevent.sheets.registry import registry

    print_json(plan_schema(registry(), mode))
