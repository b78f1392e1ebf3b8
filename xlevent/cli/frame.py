"""The frame of all commands: the application, shared options, errors as exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
import typer.core

from xlevent import __version__
from xlevent.cli.output import (
    Progress,
    fail,
    print_findings,
    terminal_language,
    write_any_text,
)
from xlevent.cli.panels import PANELS
from xlevent.domain.language import Language, Text

if TYPE_CHECKING:
    from xlevent.app.event import Event

LanguageChoice = Literal["zh-TW", "en", "both"]


class Commands(typer.core.TyperGroup):
    """The commands; what goes wrong in them becomes one line and an exit code."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, one panel of --help after the other."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: _panel_number(self.commands[name]))

    def invoke(self, ctx: Any) -> Any:
        from xlevent.errors import (
            RefusedError,
            UnreadableFileError,
            UnwritableFileError,
            XleventError,
            said,
        )

        write_any_text()
        try:
            return super().invoke(ctx)
        except RefusedError as error:
            print_findings(error.findings)
            fail(said(error), 1)
        except UnreadableFileError as error:
            fail(said(error), 3)
        except UnwritableFileError as error:
            fail(said(error), 4)
        except XleventError as error:
            fail(said(error), 2)
        except typer.Abort:
            fail(Text("沒有變更任何內容。", "Nothing was changed."), 2)
        except KeyboardInterrupt:
            fail(Text("已停止；原有內容完整。", "Stopped. What was there before is whole."), 130)


def _panel_number(command: Any) -> int:
    panel = command.rich_help_panel
    return PANELS.index(panel) if panel in PANELS else len(PANELS)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Plan and close real events in an Excel workbook.\n\n"
    "Exit codes: 0 done, 1 the data hold errors, 2 wrong use, 3 a file cannot be read, "
    "4 a file cannot be written.",
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"xlevent {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Only the option: commands know nothing of each other."""


PlanPath = Annotated[Path, typer.Argument(help="Plan file (.yaml, .json), folder of CSV files.")]
AnyPath = Annotated[Path, typer.Argument(help="Workbook (.xlsx, .xlsm) or plan file.")]
LanguageOption = Annotated[
    LanguageChoice, typer.Option("--language", "-l", help="Language of titles and lists.")
]
ForceOption = Annotated[bool, typer.Option("--force", "-f", help="Replace existing files.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def build_book(
    event: Event, path: Path, language: Language, force: bool, even_with_errors: bool = False
) -> None:
    """Build an event's workbook, with a progress bar on a terminal."""
    with Progress() as progress:
        event.build(
            path,
            language=language,
            force=force,
            even_with_errors=even_with_errors,
            progress=progress,
        )


def may_replace(paths: list[Path], force: bool) -> bool:
    """Whether existing files may be replaced: by --force, or by asking where someone can answer.

    Refuses before any work is done, so that of two files none is written.
    """
    from xlevent.interop.replace import refuse_existing

    existing = [p for p in paths if p.exists() and not p.is_dir()]
    if existing and not force and sys.stdin.isatty() and sys.stdout.isatty():
        names = ", ".join(map(str, existing))
        question = Text(f"{names} 已存在。要取代嗎？", f"{names} exists. Replace it?")
        force = typer.confirm(question.show(terminal_language()), abort=True)
    for path in paths:
        if path.suffix:  # else it is a folder of .csv files
            refuse_existing(path, force)
    return force


def with_suffix(path: Path, suffix: str) -> Path:
    """`path` with the suffix; dots in the name of an event stay."""
    if path.suffix.lower() in (".xlsx", ".ods", ".yaml", ".yml"):
        return path.with_suffix(suffix)
    return path.with_name(path.name + suffix)
