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

Rows = Sequence[Mapping[str, Raw]]


def event_of(settings: Mapping[str, Raw | None], **tables: Rows) -> Event:
    """An event of these tables only; settings that are None keep their usual values."""
    known = {key: value for key, value in settings.items() if value is not None}
    return Event(known, tables)


def refuse_errors(findings: Sequence[Finding]) -> None:
    """Raise the first error; an answer from wrong inputs would be worse than none."""
    for finding in findings:
        if finding.severity == "error":
            row = "" if finding.row is None else f"{finding.row + 1}"
            where = Text(f"第 {row} 筆：" if row else "", f"entry {row}: " if row else "")
            message, hint = finding.message, finding.hint
            raise CellError(
                Text(
                    f"{finding.code} {where.zh}{message.zh}{hint.zh}",
                    f"{finding.code} {where.en}{message.en} {hint.en}",
                )
            )


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
