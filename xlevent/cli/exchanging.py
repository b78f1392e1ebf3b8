"""Commands that exchange plans with other programs: import, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.frame import AnyPath, ForceOption, LanguageOption, app, build_book, may_replace
from xlevent.cli.output import print_findings, report_summary, say
from xlevent.domain.language import DEFAULT_LANGUAGE, Text

if TYPE_CHECKING:
    from xlevent.app.event import Event
    from xlevent.domain.finding import Finding

    Written = tuple[bytes, list[Finding]]


@app.command(
    "import",
    epilog="Example: xlevent import gala.xml -o gala.yaml",
    rich_help_panel=panels.EXCHANGE,
)
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="Microsoft Project XML; .mpp, .xer and others with xlevent[mpp]."),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Plan file (.yaml, .json) or workbook (.xlsx).")
    ],
    language: LanguageOption = DEFAULT_LANGUAGE,
    force: ForceOption = False,
) -> None:
    """Take over the schedule of another program, and say what could not be taken over."""
    from xlevent.app.exchange.importing import event_of
    from xlevent.interop.project_files import read_project

    force = may_replace([output], force)
    project, problems = read_project(file)
    event, findings = event_of(project, problems, source=str(file))
    if output.suffix.lower() in (".xlsx", ".xlsm"):
        build_book(event, output, language, force)
    else:
        event.save(output, force=force)
    print_findings(findings)
    report_summary(event.check())
    say(str(output))


@app.command(
    epilog="Example: xlevent export gala.xlsx -o shifts.ics --what shifts --person 林怡君",
    rich_help_panel=panels.EXCHANGE,
)
def export(
    file: AnyPath,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o",
            help="Microsoft Project (.xml), calendar (.ics) or table of the schedule (.csv).",
        ),
    ],
    what: Annotated[
        str,
        typer.Option(help="Of a calendar: milestones, runsheet, shifts, with commas between."),
    ] = "",
    person: Annotated[str, typer.Option(help="Of a calendar: what one person has.")] = "",
    timezone: Annotated[str, typer.Option(help="Of a calendar: the zone of its times.")] = (
        "Asia/Taipei"
    ),
    force: ForceOption = False,
) -> None:  # fmt: skip
    """Give the schedule to another program, or dates to people's calendars."""
    from xlevent.app.event import Event
    from xlevent.domain.finding import has_errors
    from xlevent.errors import MisuseError
    from xlevent.interop.files import replace

    write = _WRITERS.get(output.suffix.lower())
    if write is None:
        raise MisuseError(
            Text(
                f"「{output.suffix or output.name}」不是匯出的格式。",
                f"{output.suffix or 'a name without suffix'} is no format for export.",
            ),
            where=str(output),
            mend=Text(f"可用：{'、'.join(_WRITERS)}。", f"Known: {', '.join(_WRITERS)}."),
        )
    if write is not _calendar and (what or person):
        raise MisuseError(
            Text("--what 與 --person 只用於行事曆。", "--what and --person belong to a calendar."),
            where=str(output),
            mend=Text("請以 .ics 為副檔名。", "Name it .ics."),
        )
    force = may_replace([output], force)
    parts = tuple(filter(None, (part.strip() for part in what.split(","))))
    content, findings = write(Event.load(file), parts, person or None, timezone)
    replace(output, content)
    if findings:
        print_findings(findings)
    say(str(output))
    if has_errors(findings):
        raise typer.Exit(1)


def _project(event: Event, *_: object) -> Written:
    from xlevent.app.exchange.exporting import project_file
    from xlevent.interop.mspdi_writing import write_mspdi

    project, findings = project_file(event)
    return write_mspdi(project), findings


def _calendar(event: Event, what: tuple[str, ...], person: str | None, timezone: str) -> Written:
    from xlevent.app.exchange.agenda import agenda, stamp_of
    from xlevent.interop.icalendar_export import write_icalendar

    entries, findings = agenda(event, what, person=person)
    name = str(event.settings.get("event_name") or "xlevent")
    if person:
        name = f"{name} - {person}"
    written = write_icalendar(entries, name=name, stamp=stamp_of(event), timezone=timezone)
    return written, findings


def _table(event: Event, *_: object) -> Written:
    from xlevent.app.exchange.schedule_csv import schedule_csv

    return schedule_csv(event)


_WRITERS: dict[str, Callable[[Event, tuple[str, ...], str | None, str], Written]] = {
    ".xml": _project, ".ics": _calendar, ".csv": _table,
}  # fmt: skip
