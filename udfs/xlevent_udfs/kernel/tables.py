"""Tables of the workbook as arguments and as results of functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlevent.app.event import Event
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.values import Raw, Value
from xlevent.sheets.registry import registry
from xlevent_udfs.kernel.answers import Given, Spill
from xlevent_udfs.kernel.errors import CellError
from xlevent_udfs.kernel.rows import Listed

Rows = Sequence[Mapping[str, Raw]]


def event_of(settings: Mapping[str, Raw | None], **tables: Rows) -> Event:
    """An event of these tables only; settings that are None keep their usual values."""
    known = {key: value for key, value in settings.items() if value is not None}
    return Event(known, tables)


def refuse_errors(findings: Sequence[Finding], **given: Listed) -> None:
    """Raise the first error; an answer from wrong inputs would be worse than none.

    `given` are the arguments by their tables: the error names the argument and its row.
    """
    for finding in findings:
        if finding.severity == "error":
            where = place_of(finding, given)
            message, hint = finding.message, finding.hint
            raise CellError(
                Text(
                    f"{where.zh}{finding.code} {message.zh}{hint.zh}",
                    f"{where.en}{finding.code} {message.en} {hint.en}",
                )
            )


def place_of(finding: Finding, given: Mapping[str, Listed]) -> Text:
    """The argument and row of a finding, or nothing where it is about no row."""
    rows = given.get(finding.table or "")
    if rows is None or finding.row is None or finding.row >= len(rows.places):
        return Text("", "")
    row = rows.places[finding.row]
    return Text(f"引數 {rows.argument}：第 {row} 列：", f"argument {rows.argument}: row {row}: ")


def spilled(event: Event, table: str, columns: Sequence[str]) -> Spill:
    """Columns of an event's table, choices in words."""
    declared = [registry().tables[table].column(name) for name in columns]
    rows = [
        [shown(row.get(column.key), column.list) for column in declared]
        for row in event.tables[table]
    ]
    return Spill(tuple(column.title for column in declared), rows)


def shown(value: Value | None, options: str | None) -> Given:
    """A value; a choice by its label."""
    if options is None or value is None:
        return value
    return next(
        (option.label for option in registry().lists[options].options if option.key == value), value
    )
