"""The command that moves workbooks to the current template: upgrade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.frame import ForceOption, JsonOption, LanguageChoice, app
from xlevent.cli.output import print_json, say

if TYPE_CHECKING:
    from xlevent.app.upgrade import Finish, Upgraded
    from xlevent.workbook.grafting.additions import Addition


@app.command(
    epilog="Example: xlevent upgrade gala.xlsx --language en --dry-run",
    rich_help_panel=panels.WORKBOOK,
)
def upgrade(
    book: Annotated[Path, typer.Argument(help="Workbook that people have filled.")],
    language: Annotated[
        LanguageChoice | None,
        typer.Option("--language", "-l", help="Change the language of titles and lists too."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write there; the workbook itself stays as it is."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done and write nothing.")
    ] = False,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Move a workbook to the current template; your own sheets stay, a copy is kept beside it."""
    from xlevent.app.upgrade import upgrade as run

    finish: Finish | None = None
    if book.suffix.lower() == ".xlsm":  # sheets that are built anew get their buttons again
        from xlevent_udfs.classic.workbook import renew

        finish = renew
    done = run(book, language=language, output=output, force=force, dry_run=dry_run, finish=finish)
    if as_json:
        print_json(_facts(done))
    else:
        for line in _lines(done, book, dry_run=dry_run):
            say(line)


def _facts(done: Upgraded) -> dict[str, object]:
    return {
        "path": str(done.path), "current": done.current,
        "copy": str(done.copy) if done.copy else None, "template": done.version,
        "language": done.language, "new_language": done.new_language,
        "steps": [step.en for step in done.steps], "rows": done.rows,
        "sheets": {
            "replaced": done.sheets.replaced, "added": done.sheets.added,
            "removed": done.sheets.removed, "kept": done.sheets.kept,
        },
        "formulas_rewritten": done.sheets.rewritten, "formulas_to_mend": done.sheets.lost,
        "own_columns": done.columns, "own_columns_as_values": done.formulas,
        "carried": [_one(a) for a in done.carried],
        "carried_as_values": [_one(a) for a in done.as_values],
        "left_in_copy": [_one(a) for a in done.left],
    }  # fmt: skip


def _one(addition: Addition) -> dict[str, str]:
    return {
        "sheet": addition.sheet, "place": addition.place, "what": addition.kind.en,
        "what_zh": addition.kind.zh, "content": addition.told,
    }  # fmt: skip


def _lines(done: Upgraded, book: Path, *, dry_run: bool) -> list[str]:
    if done.current:
        if done.path != book and not dry_run:
            return [f"{book} is of the current template already; {done.path} is its copy."]
        return [f"{book} is of the current template already; nothing was changed."]
    sheets = done.sheets
    lines = [f"{'Would upgrade' if dry_run else 'Upgraded'} {done.path}:"]
    lines += [f"  {step.en}" for step in done.steps]
    if done.language != done.new_language:
        lines.append(f"  Language: {done.language} to {done.new_language}")
    lines.append(f"  Rows carried over: {done.rows}")
    lines.append(f"  Sheets built anew: {len(sheets.replaced)}; new: {len(sheets.added)}")
    for what, listed in (
        ("Your own sheets, kept", sheets.kept),
        ("Sheets that the template does not have any more", sheets.removed),
        ("Your own columns, carried over", done.columns),
        ("Of these, formulas became values in", done.formulas),
        ("Formulas of yours to mend (they lead to cells that are no part of a table)", sheets.lost),
        ("Yours on our sheets, carried over", _shown(done.carried)),
        ("Formulas of yours on our sheets, carried over as values", _shown(done.as_values)),
        ("Yours on our sheets, in the copy only", _shown(done.left)),
    ):
        if listed:
            lines.append(f"  {what}:")
            lines += [f"    {one}" for one in listed]
    if sheets.rewritten:
        lines.append(f"  Formulas of yours rewritten: {sheets.rewritten}")
    if done.copy:
        lines.append(f"  The workbook as it was: {done.copy}")
    return lines


def _shown(additions: list[Addition]) -> list[str]:
    return [one.show("both") for one in additions]
