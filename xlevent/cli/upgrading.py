"""The command that moves workbooks to the current template: upgrade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.frame import ForceOption, JsonOption, LanguageChoice, app
from xlevent.cli.output import print_json, say, terminal_language
from xlevent.domain.language import Text

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
            say(line.show(terminal_language()))


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


def _lines(done: Upgraded, book: Path, *, dry_run: bool) -> list[Text]:
    if done.current:
        if done.path != book and not dry_run:
            return [
                Text(
                    f"{book} 已是目前的範本；{done.path} 是它的副本。",
                    f"{book} is of the current template already; {done.path} is its copy.",
                )
            ]
        return [
            Text(
                f"{book} 已是目前的範本；沒有變更任何內容。",
                f"{book} is of the current template already; nothing was changed.",
            )
        ]
    sheets = done.sheets
    lines = [
        Text(f"將升級 {done.path}：", f"Would upgrade {done.path}:")
        if dry_run
        else Text(f"已升級 {done.path}：", f"Upgraded {done.path}:")
    ]
    lines += [Text(f"  {step.zh}", f"  {step.en}") for step in done.steps]
    if done.language != done.new_language:
        lines.append(
            Text(
                f"  語言：{done.language} 改為 {done.new_language}",
                f"  Language: {done.language} to {done.new_language}",
            )
        )
    lines.append(Text(f"  保留的列：{done.rows}", f"  Rows carried over: {done.rows}"))
    lines.append(
        Text(
            f"  重建的工作表：{len(sheets.replaced)}；新增：{len(sheets.added)}",
            f"  Sheets built anew: {len(sheets.replaced)}; new: {len(sheets.added)}",
        )
    )
    for what, listed in _listed(done):
        if listed:
            lines.append(Text(f"  {what.zh}：", f"  {what.en}:"))
            lines += [Text(f"    {one}", f"    {one}") for one in listed]
    if sheets.rewritten:
        lines.append(
            Text(
                f"  改寫的自訂公式：{sheets.rewritten}",
                f"  Formulas of yours rewritten: {sheets.rewritten}",
            )
        )
    if done.copy:
        lines.append(Text(f"  原來的活頁簿：{done.copy}", f"  The workbook as it was: {done.copy}"))
    return lines


def _listed(done: Upgraded) -> tuple[tuple[Text, list[str]], ...]:
    """What people added, and what became of it."""
    sheets = done.sheets
    return (
        (Text("您自己的工作表，保留", "Your own sheets, kept"), sheets.kept),
        (
            Text("範本已不再有的工作表", "Sheets that the template does not have any more"),
            sheets.removed,
        ),
        (Text("您自己的欄位，保留", "Your own columns, carried over"), done.columns),
        (
            Text("其中公式改為值的", "Of these, formulas became values in"),
            done.formulas,
        ),
        (
            Text(
                "要修正的自訂公式（指向不屬於任何表格的儲存格）",
                "Formulas of yours to mend (they lead to cells that are no part of a table)",
            ),
            sheets.lost,
        ),
        (
            Text("您加在我們工作表上的內容，保留", "Yours on our sheets, carried over"),
            _shown(done.carried),
        ),
        (
            Text(
                "您加在我們工作表上的公式，以值保留",
                "Formulas of yours on our sheets, carried over as values",
            ),
            _shown(done.as_values),
        ),
        (
            Text("您加在我們工作表上的內容，只在副本", "Yours on our sheets, in the copy only"),
            _shown(done.left),
        ),
    )


def _shown(additions: list[Addition]) -> list[str]:
    language = terminal_language()
    return [one.show(language) for one in additions]
