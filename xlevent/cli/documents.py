"""Commands that print documents of rows: document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from xlevent.cli import panels
from xlevent.cli.frame import AnyPath, ForceOption, LanguageChoice, app
from xlevent.cli.output import say, tell
from xlevent.domain.language import Text

LanguageOrBook = Annotated[
    LanguageChoice | None,
    typer.Option("--language", "-l", help="Language; else that of the workbook or plan."),
]
SofficeOption = Annotated[
    Path | None, typer.Option(help="LibreOffice's program, where it is not found by itself.")
]


@app.command(
    epilog="Example: xlevent document gala.xlsx fulfilment-report --all --format pdf",
    rich_help_panel=panels.REPORTS,
)
def document(
    file: AnyPath,
    kind: Annotated[str, typer.Argument(help='Its name, or the beginning; "list" lists them.')],
    rows: Annotated[list[str] | None, typer.Argument(help="IDs of the rows to print.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Print every row of its table.")] = False,
    form: Annotated[
        Literal["docx", "pdf", "xlsx"],
        typer.Option("--format", help="pdf needs LibreOffice; xlsx is a sheet ready to print."),
    ] = "docx",
    template: Annotated[
        Path | None,
        typer.Option(help="A Word template of your own; see `xlevent template --document`."),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")] = Path(),
    language: LanguageOrBook = None,
    soffice: SofficeOption = None,
    force: ForceOption = False,
) -> None:
    """Print a contract, agreement, report or record for rows, as Word documents or PDF."""
    from xlevent.app.documents.printing import document_named, print_documents, rows_of
    from xlevent.app.event import Event
    from xlevent.sheets.registry import registry

    if kind == "list":
        tables = registry().tables
        for key, declared in registry().documents.items():
            about = (
                Text(f"「{tables[declared.table].title.zh}」的各列", f"rows of {declared.table}")
                if declared.table
                else Text("整個活動", "the whole event")
            )
            title = declared.title.show("both")
            tell(f"{key:28} {title}（{about.zh}）", f"{key:28} {title} ({about.en})")
        return
    declared = document_named(kind)
    event = Event.load(file)
    chosen = rows_of(event, declared, rows or [], every)
    for path in print_documents(
        event, declared, chosen, output, form=form, language=language, template=template,
        soffice=soffice, force=force,
    ):  # fmt: skip
        say(str(path))
