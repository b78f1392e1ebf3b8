"""Commands that make workbooks and plans: demo, new, build, read, template."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.frame import (
    ForceOption,
    LanguageOption,
    PlanPath,
    app,
    build_book,
    may_replace,
    with_suffix,
)
from xlevent.cli.output import report_summary, say, tell
from xlevent.domain.language import DEFAULT_LANGUAGE, Text
from xlevent.errors import MisuseError


@app.command(epilog="Example: xlevent demo -o demo", rich_help_panel=panels.WORKBOOK)
def demo(
    folder: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")] = Path(
        "demo"
    ),
    language: LanguageOption = DEFAULT_LANGUAGE,
    force: ForceOption = False,
) -> None:
    """Build the complete workbook of a sample event, and its plan file beside it."""
    from xlevent.app.event import Event
    from xlevent.app.samples import sample
    from xlevent.interop.replace import make_folder

    make_folder(folder)
    book, plan = folder / "demo.xlsx", folder / "demo.yaml"
    force = may_replace([book, plan], force)
    with sample("demo") as source:
        event = Event.load(source)
        # The pictures of the closing report; the rows of O6.1.1 lead to them.
        shutil.copytree(source / "media", folder / "media", dirs_exist_ok=True)
    build_book(event, book, language, force)
    event.save(plan, force=force)
    tell(
        f"{book}  活頁簿：請用 Excel 或 LibreOffice 開啟",
        f"{book}  the workbook: open it in Excel or LibreOffice",
    )
    tell(f"{plan}  同一活動的計畫檔", f"{plan}  the same event as a plan file")


@app.command(
    epilog='Example: xlevent new "Spring Gala" --start 2027-04-10 -o gala',
    rich_help_panel=panels.WORKBOOK,
)
def new(
    name: Annotated[str, typer.Argument(help="Name of the event.")],
    start: Annotated[str, typer.Option(help="First day, as 2027-04-10.")] = "",
    end: Annotated[str, typer.Option(help="Last day; the first one where it is left out.")] = "",
    currency: Annotated[str, typer.Option(help="Base currency.")] = "TWD",
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Path without suffix for both files.")
    ] = Path("event"),
    language: LanguageOption = DEFAULT_LANGUAGE,
    force: ForceOption = False,
) -> None:
    """Start an event: an empty workbook and an empty plan file."""
    from xlevent.app.template import new_event

    event = new_event(name, start=start, end=end, currency=currency)
    book, plan = with_suffix(output, ".xlsx"), with_suffix(output, ".yaml")
    force = may_replace([book, plan], force)
    build_book(event, book, language, force)
    event.save(plan, force=force)
    say(f"{book}\n{plan}")


OdsOption = Annotated[
    bool, typer.Option("--ods", help="As OpenDocument (.ods), through LibreOffice.")
]


@app.command(
    epilog="Example: xlevent build gala.yaml -o gala.xlsx --language en",
    rich_help_panel=panels.WORKBOOK,
)
def build(
    plan: PlanPath,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Workbook to write (.xlsx, .ods).")
    ],
    language: LanguageOption = DEFAULT_LANGUAGE,
    ods: OdsOption = False,
    force: ForceOption = False,
) -> None:
    """Build the workbook of a plan."""
    from xlevent.app.event import Event

    if ods:
        output = with_suffix(output, ".ods")
    force = may_replace([output], force)
    event = Event.load(plan)
    build_book(event, output, language, force)
    report_summary(event.check())
    say(str(output))


@app.command(epilog="Example: xlevent read gala.xlsx -o gala.yaml", rich_help_panel=panels.WORKBOOK)
def read(
    book: Annotated[Path, typer.Argument(help="Workbook that people have filled (also .ods).")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Plan file (.yaml, .json) or folder for CSV.")
    ],
    force: ForceOption = False,
) -> None:
    """Read a workbook back into a plan; an existing YAML file keeps its comments and order."""
    from xlevent.app.event import Event

    force = may_replace([output], force)
    if book.suffix.lower() == ".ods" and book.is_file():
        from xlevent.app.opendocument import to_workbook

        with tempfile.TemporaryDirectory(prefix="xlevent-read-") as scratch:
            event = Event.read(to_workbook(book, Path(scratch)))
            event.source = book
    else:
        event = Event.read(book)
    event.save(output, force=force)
    report_summary(event.check())
    say(str(output))


@app.command(
    epilog="Example: xlevent template -o master.xlsx --language zh-TW",
    rich_help_panel=panels.WORKBOOK,
)
def template(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write (.xlsx, .ods).")],
    document: Annotated[
        str | None,
        typer.Option(help="Instead: the Word template (.docx) of this document, to be changed."),
    ] = None,
    language: LanguageOption = DEFAULT_LANGUAGE,
    ods: OdsOption = False,
    force: ForceOption = False,
) -> None:
    """Write the empty master workbook, or the Word template of a document."""
    if document is not None:
        from xlevent.app.documents.printing import save_template

        if ods:
            raise MisuseError(
                Text("Word 範本不是活頁簿。", "a Word template is no workbook."),
                mend=Text("請拿掉 --ods。", "Leave out --ods."),
            )

        force = may_replace([output], force)
        save_template(document, output, language, force)
        say(str(output))
        return
    from xlevent.app.template import empty_event

    if ods:
        output = with_suffix(output, ".ods")
    force = may_replace([output], force)
    build_book(empty_event(), output, language, force)
    say(str(output))
