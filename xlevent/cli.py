"""The command `xlevent`.

Exit codes: 0 done; 1 the data hold errors; 2 wrong use (also: the file exists already);
3 a file cannot be read; 4 a file cannot be written (it is open elsewhere, or the folder is closed
to us); 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gc
import io
import json
import locale
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer
import typer.core

from xlevent.domain.language import DEFAULT_LANGUAGE, Language

if TYPE_CHECKING:
    from xlevent.app.event import Event
    from xlevent.domain.finding import Finding

LanguageChoice = Literal["zh-TW", "en", "both"]


class _Commands(typer.core.TyperGroup):
    """The commands; what goes wrong in them becomes one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        from xlevent.errors import FileInUseError, RefusedError, UnreadableFileError, XleventError

        _write_any_text()
        try:
            return super().invoke(ctx)
        except RefusedError as error:
            _print_findings(error.findings)
            _fail(str(error), 1)
        except UnreadableFileError as error:
            _fail(str(error), 3)
        except FileInUseError as error:
            _fail(str(error), 4)
        except XleventError as error:
            _fail(str(error), 2)
        except typer.Abort:
            _fail("Nothing was changed.", 2)
        except KeyboardInterrupt:
            _fail("Stopped. What was there before is whole.", 130)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Plan and close real events in an Excel workbook.\n\n"
    "Exit codes: 0 done, 1 the data hold errors, 2 wrong use, 3 a file cannot be read, "
    "4 a file cannot be written.",
)

PlanPath = Annotated[Path, typer.Argument(help="Plan file (.yaml, .json), folder of CSV files.")]
AnyPath = Annotated[Path, typer.Argument(help="Workbook (.xlsx, .xlsm) or plan file.")]
LanguageOption = Annotated[
    LanguageChoice, typer.Option("--language", "-l", help="Language of titles and lists.")
]
ForceOption = Annotated[bool, typer.Option("--force", "-f", help="Replace existing files.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@app.command(epilog="Example: xlevent demo -o demo")
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
    force = _may_replace([book, plan], force)
    with sample("demo") as source:
        event = Event.load(source)
    _build(event, book, language, force)
    event.save(plan, force=force)
    _say(f"{book}  the workbook: open it in Excel or LibreOffice")
    _say(f"{plan}  the same event as a plan file")


@app.command(epilog='Example: xlevent new "Spring Gala" --start 2027-04-10 -o gala')
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
    book, plan = _with_suffix(output, ".xlsx"), _with_suffix(output, ".yaml")
    force = _may_replace([book, plan], force)
    _build(event, book, language, force)
    event.save(plan, force=force)
    _say(f"{book}\n{plan}")


@app.command(epilog="Example: xlevent build gala.yaml -o gala.xlsx --language en")
def build(
    plan: PlanPath,
    output: Annotated[Path, typer.Option("--output", "-o", help="Workbook to write (.xlsx).")],
    language: LanguageOption = DEFAULT_LANGUAGE,
    force: ForceOption = False,
) -> None:
    """Build the workbook of a plan."""
    from xlevent.app.event import Event

    force = _may_replace([output], force)
    event = Event.load(plan)
    _build(event, output, language, force)
    _report_summary(event.check())
    _say(str(output))


@app.command(epilog="Example: xlevent read gala.xlsx -o gala.yaml")
def read(
    book: Annotated[Path, typer.Argument(help="Workbook that people have filled.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Plan file (.yaml, .json) or folder for CSV.")
    ],
    force: ForceOption = False,
) -> None:
    """Read a workbook back into a plan; an existing YAML file keeps its comments and order."""
    from xlevent.app.event import Event

    force = _may_replace([output], force)
    event = Event.read(book)
    event.save(output, force=force)
    _report_summary(event.check())
    _say(str(output))


@app.command(epilog="Example: xlevent check gala.xlsx --json")
def check(
    file: AnyPath,
    as_json: JsonOption = False,
    book: Annotated[
        Path | None,
        typer.Option("--book", help="Also write a fresh workbook whose Findings sheet is filled."),
    ] = None,
    language: LanguageOption = DEFAULT_LANGUAGE,
    force: ForceOption = False,
) -> None:
    """List everything that is wrong: structure, types, required cells, links, duplicates."""
    from xlevent.app.event import Event

    if book:
        force = _may_replace([book], force)
    event = Event.load(file)
    findings = event.check()
    if as_json:
        _print_json([_as_json(f) for f in findings])
    else:
        _print_findings(findings)
    if book:
        _build(event, book, language, force, even_with_errors=True)
        print(book, file=sys.stderr if as_json else sys.stdout)
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(1)


@app.command(epilog="Example: xlevent describe O2.3.2    xlevent describe tasks.duration")
def describe(
    name: Annotated[
        str | None, typer.Argument(help="A sheet (O2.3.2), table (tasks) or column (tasks.id).")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Print the Markdown as it is.")] = False,
) -> None:
    """Explain a sheet, a table or a column; without a name, list the sheets."""
    from xlevent.app.describe import describe as text_of

    text = text_of(name)
    if plain or not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


@app.command(epilog="Example: xlevent schema > plan.schema.json")
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

    _print_json(plan_schema(registry(), mode))


@app.command(epilog="Example: xlevent template -o master.xlsx --language zh-TW")
def template(
    output: Annotated[Path, typer.Option("--output", "-o", help="Workbook to write.")],
    language: LanguageOption = DEFAULT_LANGUAGE,
    force: ForceOption = False,
) -> None:
    """Write the empty master workbook."""
    from xlevent.app.template import empty_event

    force = _may_replace([output], force)
    _build(empty_event(), output, language, force)
    _say(str(output))


def main() -> None:
    """Run the command."""
    # A command makes many objects and ends: collect their cycles seldom.
    gc.set_threshold(200_000, 50, 50)
    app()


def _build(
    event: Event, path: Path, language: Language, force: bool, even_with_errors: bool = False
) -> None:
    with _Progress() as progress:
        event.build(
            path,
            language=language,
            force=force,
            even_with_errors=even_with_errors,
            progress=progress,
        )


class _Progress:
    """A progress bar on a terminal; silence elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Callable[[str, int, int], None] | None:
        if not sys.stderr.isatty():
            return None
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.start()
        return self._step

    def _step(self, what: str, number: int, total: int) -> None:
        if self._task is None:
            self._task = self._bar.add_task(what, total=total)
        self._bar.update(self._task, completed=number, description=what)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _may_replace(paths: list[Path], force: bool) -> bool:
    """Whether existing files may be replaced: by --force, or by asking where someone can answer.

    Refuses before any work is done, so that of two files none is written.
    """
    from xlevent.interop.replace import refuse_existing

    existing = [p for p in paths if p.exists() and not p.is_dir()]
    if existing and not force and sys.stdin.isatty() and sys.stdout.isatty():
        names = ", ".join(map(str, existing))
        force = typer.confirm(f"{names} exists. Replace it?", abort=True)
    for path in paths:
        if path.suffix:  # else it is a folder of .csv files
            refuse_existing(path, force)
    return force


def _with_suffix(path: Path, suffix: str) -> Path:
    """`path` with the suffix; dots in the name of an event stay."""
    if path.suffix.lower() in (".xlsx", ".yaml", ".yml"):
        return path.with_suffix(suffix)
    return path.with_name(path.name + suffix)


def _print_findings(findings: Iterable[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table

    language = _terminal_language()
    rows = list(findings)
    console = Console()
    if not rows:
        console.print("No findings." if language == "en" else "沒有發現問題。")
        return
    table = Table(show_lines=False, header_style="bold", expand=True)
    for title in ("Code", "", "Where", "What", "How to mend it"):
        table.add_column(title, overflow="fold")
    colours = {"error": "red", "warning": "yellow", "notice": "cyan"}
    for finding in rows:
        where = str(finding.place) or ".".join(p for p in (finding.table, finding.column) if p)
        cells = (finding.code, finding.severity, where, finding.message.show(language),
                 finding.hint.show(language))  # fmt: skip
        table.add_row(*map(_escaped, cells), style=colours[finding.severity])
    console.print(table)
    _report_summary(rows)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _report_summary(findings: Iterable[Finding]) -> None:
    severities = [f.severity for f in findings]
    if severities:
        counts = ", ".join(
            f"{severities.count(s)} {s}{'s' if severities.count(s) != 1 else ''}"
            for s in ("error", "warning", "notice")
            if s in severities
        )
        print(f"Findings: {counts}.", file=sys.stderr)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code, "severity": finding.severity, "table": finding.table,
        "column": finding.column, "row": finding.row, "place": str(finding.place),
        "message": {"zh-TW": finding.message.zh, "en": finding.message.en},
        "hint": {"zh-TW": finding.hint.zh, "en": finding.hint.en},
    }  # fmt: skip


def _terminal_language() -> Language:
    """Chinese where the terminal is (XLEVENT_LANG or the locale), else English."""
    name = os.environ.get("XLEVENT_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    name = name or (locale.getlocale()[0] or "")
    return "zh-TW" if name.lower().startswith("zh") else "en"


def _write_any_text() -> None:
    """Let Chinese through where output goes to a file or pipe, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            own = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if own else "utf-8", errors="backslashreplace")


def _print_json(data: object) -> None:
    is_utf = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(data, ensure_ascii=not is_utf, indent=1))


def _say(text: str) -> None:
    print(text)


def _fail(text: str, code: int) -> NoReturn:
    print(f"xlevent: {text}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
