"""Commands that tell where an event stands: todo, report."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xlevent.cli import panels
from xlevent.cli.documents import LanguageOrBook, SofficeOption
from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, app, may_replace
from xlevent.cli.output import (
    finding_json,
    note,
    print_findings,
    print_json,
    say,
    terminal_language,
)
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from xlevent.app.duties.closing import Missing
    from xlevent.app.duties.todo import Todo
    from xlevent.app.event import Event
    from xlevent.app.reporting.writing import Format
    from xlevent.domain.language import Language


@app.command(
    epilog="Example: xlevent todo gala.xlsx --person 林佳穎 --until 2026-12-31",
    rich_help_panel=panels.LOOK,
)
def todo(
    file: AnyPath,
    person: Annotated[str, typer.Option(help="Only what this person has open.")] = "",
    until: Annotated[
        str, typer.Option(help="Last due date to list, as 2026-12-31; else 14 days on.")
    ] = "",
    form: Annotated[
        Literal["table", "csv", "ics", "json"],
        typer.Option("--format", help="A table here, CSV, a calendar, or JSON."),
    ] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it there instead of printing it.")
    ] = None,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """List what is overdue, due soon or without a date, and what is missing, by person.

    Every table with a due date, or with a person and a state, is asked; required cells that are
    still empty and open findings of `check` follow.
    """
    from xlevent.app.duties.todo import todo as find
    from xlevent.app.event import Event
    from xlevent.errors import MisuseError

    if as_json:
        form = "json"
    if form == "ics" and output is None:
        raise MisuseError(
            Text("行事曆需要檔名。", "a calendar needs a file."),
            mend=Text("請以 -o 指定，例如 todo.ics。", "Name one with -o, such as todo.ics."),
        )
    if output is not None:
        force = may_replace([output], force)
    last = _day(until)
    event = Event.load(file)
    found = find(event, last, person or None)
    if form == "table" and output is None:
        from xlevent.app.duties.todo_report import todo_report
        from xlevent.cli.report_text import print_report

        print_report(todo_report(event, found, person or None))
        return
    content = _content(event, found, person, form)
    if output is None:
        sys.stdout.write(content.decode("utf-8-sig").replace("\r\n", "\n"))
        return
    from xlevent.interop.files import replace

    replace(output, content)
    say(str(output))


def _day(text: str) -> date | None:
    from xlevent.errors import MisuseError

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MisuseError(
            Text(f"「{text}」不是日期。", f"{text!r} is no date."),
            where="--until",
            mend=Text("請寫成 2026-12-31。", "Write it as 2026-12-31."),
        ) from None


def _content(event: Event, found: Todo, person: str, form: str) -> bytes:
    if form == "json":
        return (json.dumps(_json(found), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "ics":
        from xlevent.app.duties.todo_calendar import todo_entries
        from xlevent.app.exchange.agenda import stamp_of
        from xlevent.interop.icalendar_export import write_icalendar

        name = str(event.settings.get("event_name") or "xlevent")
        name = f"{name} - {person}" if person else name
        return write_icalendar(todo_entries(event, found), name=name, stamp=stamp_of(event))
    from xlevent.app.duties.todo_report import todo_report

    report = todo_report(event, found, person or None)
    if form == "table":
        from xlevent.cli.report_text import report_text

        return report_text(report, terminal_language()).encode("utf-8", "replace")
    from xlevent.app.reporting.plain import tables_csv

    return tables_csv(report, event.language)


def _json(found: Todo) -> dict[str, object]:
    return {
        "as_of": found.as_of.isoformat(),
        "until": found.until.isoformat(),
        "duties": [
            {
                "owners": list(duty.owners), "table": duty.table, "row": duty.row, "id": duty.id,
                "what": {"zh-TW": duty.what.zh, "en": duty.what.en},
                "due": duty.due.isoformat() if duty.due else None, "standing": duty.standing,
                "state": {"zh-TW": duty.state.zh, "en": duty.state.en},
            }
            for duty in found.duties
        ],
        "missing": [{"person": name, **finding_json(f)} for name, f in found.missing],
        "findings": [{"person": name, **finding_json(f)} for name, f in found.findings],
    }  # fmt: skip


@app.command(
    epilog="Example: xlevent report gala.xlsx --format pdf --language en -o closing.pdf",
    rich_help_panel=panels.REPORTS,
)
def report(
    file: AnyPath,
    form: Annotated[
        Literal["html", "docx", "pdf", "xlsx", "csv"] | None,
        typer.Option("--format", help="Else by the name of --output; pdf needs LibreOffice."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write; a folder for --sponsor."),
    ] = None,
    language: LanguageOrBook = None,
    pictures: Annotated[
        Path | None, typer.Option(help="Folder of the pictures; else that of the file.")
    ] = None,
    sponsor: Annotated[
        list[str] | None,
        typer.Option(help="The fulfilment report of a sponsor instead, such as S-003. Repeat it."),
    ] = None,
    all_sponsors: Annotated[
        bool, typer.Option("--all-sponsors", help="The report of each sponsor on the roster.")
    ] = False,
    missing: Annotated[
        bool,
        typer.Option("--missing", help="List what is missing before the event can be closed."),
    ] = False,
    as_json: JsonOption = False,
    soffice: SofficeOption = None,
    force: ForceOption = False,
) -> None:
    """Write the closing report O6.1.1: sentences, tables, charts and pictures, in one file.

    What people wrote into the sections stays as they wrote it; everything else is made anew from
    the figures at each run. With --missing, exit code 1 says that something is missing.
    """
    from xlevent.app.event import Event
    from xlevent.errors import MisuseError

    if as_json and not missing:
        raise MisuseError(
            Text("--json 只用於 --missing。", "--json belongs to --missing."),
            mend=Text("請用 --format html、docx 或 pdf。", "Use --format html, docx or pdf."),
        )
    if missing and (sponsor or all_sponsors):
        raise MisuseError(
            Text("--missing 針對整個活動。", "--missing is about the whole event."),
            mend=Text("請不要用 --sponsor。", "Leave out --sponsor."),
        )
    event = Event.load(file)
    if sponsor or all_sponsors:
        chosen = [] if all_sponsors else sponsor or []
        _sponsor_reports(event, chosen, all_sponsors, form, output, language, soffice, force)
    elif missing:
        _missing(event, form, output, language, as_json, soffice, force)
    else:
        _closing(event, file, form, output, language, pictures, soffice, force)


def _sponsor_reports(
    event: Event, sponsors: list[str], every: bool, form: Format | None, output: Path | None,
    language: Language | None, soffice: Path | None, force: bool,
) -> None:  # fmt: skip
    from xlevent.app.documents.sponsor_reports import sponsor_reports
    from xlevent.errors import MisuseError

    if form == "html" or form == "csv":
        raise MisuseError(
            Text(f"給贊助商的報告沒有 .{form} 格式。", f"the report for a sponsor is no .{form}."),
            mend=Text("請用 --format docx、pdf 或 xlsx。", "Use --format docx, pdf or xlsx."),
        )
    for path in sponsor_reports(
        event, sponsors, output or Path(), every=every, form=form or "docx", language=language,
        soffice=soffice, force=force,
    ):  # fmt: skip
        say(str(path))


def _missing(
    event: Event, form: Format | None, output: Path | None, language: Language | None,
    as_json: bool, soffice: Path | None, force: bool,
) -> None:  # fmt: skip
    from xlevent.app.duties.closing import missing_report, missing_to_close

    found = missing_to_close(event)
    if as_json:
        print_json(_missing_json(found))
    elif output is None and form is None:
        from xlevent.cli.report_text import print_report

        print_report(missing_report(event, found))
    else:
        from xlevent.app.exchange.agenda import stamp_of
        from xlevent.app.reporting.writing import write_report

        form, output = _target(form, output, "missing")
        force = may_replace([output], force)
        write_report(
            missing_report(event, found), output, form, language or event.language,
            stamp=stamp_of(event), soffice=soffice, force=force,
        )  # fmt: skip
        say(str(output))
    if not found.can_close:
        raise typer.Exit(1)


def _missing_json(found: Missing) -> dict[str, object]:
    return {
        "as_of": found.as_of.isoformat(),
        "can_close": found.can_close,
        "deliverables": [
            {"code": g.code, "owner": g.owner, "rows": g.rows, "missing": g.missing}
            for g in found.gaps
        ],
        "indicators": [
            {"code": i.code, "state": i.state, "judged": i.judged} for i in found.indicators
        ],
        "figures": [
            {"figure": f.key, "title": {"zh-TW": f.title.zh, "en": f.title.en},
             "sheet": f.sheet, "value": f.value}
            for f in found.figures
        ],
        "work": [
            {"table": d.table, "id": d.id, "owners": list(d.owners), "standing": d.standing,
             "due": d.due.isoformat() if d.due else None}
            for d in found.duties
        ],
        "findings": [finding_json(finding) for finding in found.findings],
    }  # fmt: skip


def _closing(
    event: Event, file: Path, form: Format | None, output: Path | None,
    language: Language | None, pictures: Path | None, soffice: Path | None, force: bool,
) -> None:  # fmt: skip
    from xlevent.app.exchange.agenda import stamp_of
    from xlevent.app.reporting.closing import closing_report
    from xlevent.app.reporting.media import folder_of, media_of
    from xlevent.app.reporting.writing import write_report
    from xlevent.errors import MisuseError

    form, output = _target(form, output, f"{file.stem}-report")
    force = may_replace([output], force)
    if pictures is not None and not pictures.is_dir():
        raise MisuseError(
            Text("這不是資料夾。", "this is no folder."),
            where=str(pictures),
            mend=Text("請指定存在的資料夾。", "Name one that exists."),
        )
    media = media_of(event, pictures or folder_of(file))
    shown = language or event.language
    write_report(
        closing_report(event, shown, media), output, form, shown,
        stamp=stamp_of(event), soffice=soffice, force=force,
    )  # fmt: skip
    if media.findings:
        print_findings(media.findings)
    count = len(media.pictures)
    note(f"照片 {count} 張", f"{count} pictures")
    say(str(output))


def _target(form: Format | None, output: Path | None, name: str) -> tuple[Format, Path]:
    """Format and path: each follows from the other where it is not given."""
    from xlevent.app.reporting.writing import FORMATS
    from xlevent.errors import MisuseError

    by_name = output.suffix.lower()[1:] if output is not None else ""
    found = form or next((known for known in FORMATS if known == by_name), None)
    if output is None:
        found = found or "html"
        return found, Path(f"{name}.{found}")
    if found is None or (by_name in FORMATS and by_name != found):
        raise MisuseError(
            Text("檔名與格式不符。", "the name does not fit the format."),
            where=str(output),
            mend=Text(
                f"可用的格式：{'、'.join(FORMATS)}。", f"Known formats: {', '.join(FORMATS)}."
            ),
        )
    return found, output
