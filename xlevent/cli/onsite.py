"""Commands of the days on site: runsheet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xlevent.cli import panels
from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, app, may_replace
from xlevent.cli.output import finding_json, print_findings, say, terminal_language
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from xlevent.app.event import Event
    from xlevent.app.onsite.run_sheet import RunSheet
    from xlevent.app.reporting.writing import Format

_REPORTS: dict[str, Format] = {"html": "html", "docx": "docx", "pdf": "pdf", "xlsx": "xlsx"}
_FILES = frozenset(("ics", *_REPORTS))


@app.command(
    epilog="Example: xlevent runsheet gala.xlsx --person 林佳穎 --format ics -o lin.ics",
    rich_help_panel=panels.ONSITE,
)
def runsheet(
    file: AnyPath,
    person: Annotated[str, typer.Option(help="What one person does: shifts, segments.")] = "",
    form: Annotated[
        Literal["table", "csv", "ics", "json", "html", "docx", "pdf", "xlsx"],
        typer.Option("--format", help="A table here, or a file; pdf needs LibreOffice."),
    ] = "table",
    over: Annotated[
        list[str] | None,
        typer.Option(help="What if a row runs over: RS-006=15, or -5 for under. Repeat it."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write double bookings and uncovered shifts into the file."),
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it there instead of printing it.")
    ] = None,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Print the run of show with over-runs, the roster, or the schedule of one person.

    Below it stands what collides: hard starts that are hit, people in two places at once, shifts
    and needs that nobody covers.
    """
    from xlevent.app.event import Event
    from xlevent.app.onsite.run_sheet import refuse_unknown, run_sheet
    from xlevent.errors import MisuseError

    if as_json:
        form = "json"
    if form in _FILES and output is None:
        raise MisuseError(
            Text(f".{form} 需要檔名。", f"a .{form} needs a file."),
            mend=Text(
                f"請以 -o 指定，例如 show.{form}。", f"Name one with -o, such as show.{form}."
            ),
        )
    if output is not None:
        force = may_replace([output], force)
    extra = _extra(over or [])
    event = Event.load(file)
    if person:
        refuse_unknown(event, person)
    if write:
        _write(file, quiet=form != "table" or output is not None)
    sheet = run_sheet(event, extra)
    if form == "table" and output is None:
        _print(event, sheet, person)
        # What concerns a person is what stands in their cell.
        print_findings(f for f in sheet.findings if not person or f.value == person)
        return
    if output is not None and form in _REPORTS:
        from xlevent.app.exchange.agenda import stamp_of
        from xlevent.app.onsite.run_report import run_report
        from xlevent.app.reporting.writing import write_report

        write_report(
            run_report(event, sheet, person or None), output, _REPORTS[form], event.language,
            stamp=stamp_of(event), force=force,
        )  # fmt: skip
        print_findings(sheet.findings)
        say(str(output))
        return
    content = _content(event, sheet, person, form)
    if output is None:
        sys.stdout.write(content.decode("utf-8-sig").replace("\r\n", "\n"))
    else:
        from xlevent.interop.files import replace

        replace(output, content)
        print_findings(sheet.findings)
        say(str(output))


def _extra(given: list[str]) -> dict[str, int]:
    """RS-006=15 as minutes by row."""
    from xlevent.errors import MisuseError

    found: dict[str, int] = {}
    for text in given:
        name, _, minutes = text.partition("=")
        digits = minutes.strip().lstrip("+-")
        if not name.strip() or not (digits.isascii() and digits.isdecimal() and len(digits) < 6):
            raise MisuseError(
                Text(f"「{text}」不是逾時的寫法。", f"{text!r} is no over-run."),
                where="--over",
                mend=Text("請寫成 RS-006=15。", "Write it as RS-006=15."),
            )
        found[name.strip()] = int(minutes)
    return found


def _write(file: Path, *, quiet: bool) -> None:
    from xlevent.app.onsite.staffing import write_roster
    from xlevent.app.updating.anywhere import change_file
    from xlevent.cli.applying import print_written

    written = change_file(file, "runsheet", write_roster)
    if not quiet:
        print_written(written)


def _content(event: Event, sheet: RunSheet, person: str, form: str) -> bytes:
    from xlevent.app.onsite.run_report import run_report
    from xlevent.app.reporting.plain import tables_csv

    if form == "json":
        import json

        data = _json(event, sheet, person)
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    if form == "ics":
        from xlevent.app.exchange.agenda import agenda, stamp_of
        from xlevent.interop.icalendar_export import write_icalendar

        entries, _ = agenda(event, ("runsheet", "shifts"), person=person or None)
        name = str(event.settings.get("event_name") or "xlevent")
        name = f"{name} - {person}" if person else name
        return write_icalendar(entries, name=name, stamp=stamp_of(event))
    report = run_report(event, sheet, person or None)
    if form == "table":
        from xlevent.cli.report_text import report_text

        return report_text(report, terminal_language()).encode("utf-8", "replace")
    return tables_csv(report, event.language)


def _json(event: Event, sheet: RunSheet, person: str) -> dict[str, object]:
    from xlevent.app.onsite.run_sheet import duties_of

    findings = [finding_json(finding) for finding in sheet.findings]
    if person:
        duties = [
            {
                "kind": duty.kind.en, "id": duty.id, "start": duty.start.isoformat(),
                "end": duty.end.isoformat() if duty.end else None, "what": duty.what.show("both"),
                "place": duty.place, "note": duty.note,
            }
            for duty in duties_of(event, sheet, person)
        ]  # fmt: skip
        return {"person": person, "duties": duties, "findings": findings}
    show = [
        {
            "id": row.id, "day": row.day.isoformat(),
            "start": row.start.isoformat() if row.start else None,
            "end": row.end.isoformat() if row.end else None,
            "overrun": row.slot.overrun, "slack": row.slot.slack, "hit": row.slot.hit,
            "delay": row.delay, "activity": str(row.row.get("activity") or ""),
            "place": str(row.row.get("place") or ""), "lead": str(row.row.get("lead") or ""),
        }
        for rows in sheet.days.values() for row in rows
    ]  # fmt: skip
    shifts = [
        {
            "id": one.id, "person": one.shift.person, "role": one.shift.role,
            "place": one.shift.place, "start": one.start.isoformat(), "end": one.end.isoformat(),
            "covered": one.shift.staffed,
        }
        for one in sheet.shifts
    ]  # fmt: skip
    return {"show": show, "shifts": shifts, "findings": findings}


def _print(event: Event, sheet: RunSheet, person: str) -> None:
    from xlevent.app.onsite.run_report import run_report
    from xlevent.cli.report_text import print_report

    print_report(run_report(event, sheet, person or None))
