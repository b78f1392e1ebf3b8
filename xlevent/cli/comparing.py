"""Commands for copies of one event that people mail to each other: diff, merge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli import differences, panels
from xlevent.cli.frame import (
    ForceOption,
    JsonOption,
    LanguageChoice,
    app,
    may_replace,
)
from xlevent.cli.output import Progress, note, print_json, terminal_language
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from xlevent.app.versions.sources import Source

BOOKS = (".xlsx", ".xlsm")
Version = Annotated[Path, typer.Argument(help="Workbook, plan file or folder.")]
BookLanguage = Annotated[
    LanguageChoice | None,
    typer.Option("--language", "-l", help="Language of a workbook that is built anew."),
]


@app.command(
    epilog="Example: xlevent diff mine.xlsx theirs.xlsx --output changes.xlsx",
    rich_help_panel=panels.WORKBOOK,
)
def diff(
    a: Version,
    b: Version,
    as_json: JsonOption = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write B as a workbook with the changes marked."),
    ] = None,
    computed: Annotated[
        bool, typer.Option("--computed", help="Also values that the engine computed.")
    ] = False,
    order: Annotated[
        bool, typer.Option("--order", help="Also rows that stand elsewhere among the others.")
    ] = False,
    language: BookLanguage = None,
    force: ForceOption = False,
) -> None:
    """List what changed from A to B: rows by their key, settings, choices of documents.

    Exit codes: 0 no differences, 1 differences, 2 and above trouble.
    """
    from xlevent.app import diff as comparing

    if output:
        force = may_replace([output], force)
    old, new = _load(a), _load(b)
    found = comparing.diff(old.event, new.event)
    _warn(old, new)
    chosen = [*found.typed, *(found.computed if computed else ()), *(found.moved if order else ())]
    if as_json:
        print_json(differences.as_json(new.shapes, found, chosen))
    else:
        differences.show(new.shapes, found, chosen, hides=(not computed, not order))
    if output:
        from xlevent.app.marked import write_marked

        with Progress() as progress:
            write_marked(
                old, new, output, computed=computed, language=language, force=force,
                progress=progress,
            )  # fmt: skip
        print(output, file=sys.stderr if as_json else sys.stdout)
    if chosen:
        raise typer.Exit(1)


@app.command(
    epilog="Example: xlevent merge sent.xlsx mine.xlsx theirs.xlsx -o merged.xlsx",
    rich_help_panel=panels.WORKBOOK,
)
def merge(
    base: Annotated[Path, typer.Argument(help="The version that both started from.")],
    mine: Annotated[Path, typer.Argument(help="Your version.")],
    theirs: Annotated[Path, typer.Argument(help="The other version.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write; without it nothing is written."),
    ] = None,
    ours_wins: Annotated[bool, typer.Option("--ours", help="Settle conflicts by MINE.")] = False,
    theirs_wins: Annotated[
        bool, typer.Option("--theirs", help="Settle conflicts by THEIRS.")
    ] = False,
    as_json: JsonOption = False,
    language: BookLanguage = None,
    force: ForceOption = False,
) -> None:
    """Make one version of two: what MINE and THEIRS changed since BASE.

    What both changed differently is a conflict: it is listed, and MINE's value stays unless
    --theirs is given. Exit codes: 0 merged, 1 conflicts remain (the file is written all the same),
    2 and above trouble: nothing was written.
    """
    from xlevent.app.merge_files import merge_sources, write
    from xlevent.errors import MisuseError

    if ours_wins and theirs_wins:
        raise MisuseError(
            Text("--ours 與 --theirs 只能擇一。", "--ours and --theirs exclude each other."),
            mend=Text("請只給一個。", "Give one of them."),
        )
    if output:
        force = may_replace([output], force)
    versions = [_load(path) for path in (base, mine, theirs)]
    merged = merge_sources(*versions, prefer="theirs" if theirs_wins else "mine")
    if output:
        with Progress() as progress:
            write(merged, versions[1], output, force=force, language=language, progress=progress)
        _tell_left(output, versions[1], versions[2])
    settled = "theirs" if theirs_wins else "mine" if ours_wins else None
    shapes = versions[1].shapes
    if as_json:
        print_json(differences.merge_as_json(shapes, merged, settled))
    else:
        differences.show_merge(shapes, merged, settled)
    if output:
        print(output, file=sys.stderr if as_json else sys.stdout)
    else:
        note("沒有寫入檔案；請以 --output 指定。", "Nothing was written: name a file by --output.")
    if merged.conflicts and settled is None:
        raise typer.Exit(1)


def _load(path: Path) -> Source:
    from xlevent.app.versions.sources import load

    return load(path)


def _tell_left(output: Path, mine: Source, theirs: Source) -> None:
    """Name the sheets of people that the merged workbook does not have."""
    from xlevent.app.versions.sources import own_sheets

    is_book = output.suffix.lower() in BOOKS
    copied = is_book and mine.kind == "book"
    kept = own_sheets(mine) if copied else []
    for version in (theirs,) if copied else (mine, theirs) if is_book else ():
        sheets = [name for name in own_sheets(version) if name not in kept]
        if sheets:
            note(
                f"{version.path} 中自行加入的工作表未帶入：{'、'.join(sheets)}。",
                f"Sheets that people added to {version.path} were not taken: {', '.join(sheets)}.",
            )


def _warn(old: Source, new: Source) -> None:
    """Say what makes a comparison doubtful."""
    from xlevent.app.versions.sources import are_unrelated, gaps, name_of_gap

    if are_unrelated(new.shapes, old.lines, new.lines):
        note("這兩個檔案看來是不同的活動。", "These look like two different events.")
    for one in (old, new):
        for gap in gaps(one, (old, new)):
            name = name_of_gap(one.shapes, gap, terminal_language())
            note(
                f"{one.path} 沒有「{name}」：以空白比較。",
                f"{one.path} has no cells for {name}: compared as empty.",
            )
