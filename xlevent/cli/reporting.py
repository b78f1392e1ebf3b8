"""Commands that tell where an event stands: todo."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, app, may_replace
from xlevent.cli.output import finding_json, say, terminal_language

if TYPE_CHECKING:
    from xlevent.app.duties.todo import Todo
    from xlevent.app.event import Event


@app.command(epilog="Example: xlevent todo gala.xlsx --person 林佳穎 --until 2026-12-31")
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
        raise MisuseError("a calendar needs a file.", mend="Name one with -o, such as todo.ics.")
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
            f"{text!r} is no date.", where="--until", mend="Write it as 2026-12-31."
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
