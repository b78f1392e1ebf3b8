"""Lines of statements taken into the bank lines of O6.2.1; what is there already stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from xlevent.app.event import Event
from xlevent.app.money.cells import base_currency
from xlevent.compute.statement_overlap import known_lines
from xlevent.domain import reconciliation_codes, statement_codes
from xlevent.domain.bank import Statement, StatementLine
from xlevent.domain.finding import Finding, Place
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem, finding
from xlevent.domain.values import Value

TABLE = "bank_lines"
_NUMBERED = re.compile(r"BK-(\d+)\Z", re.ASCII | re.IGNORECASE)
# Columns in which a row may contradict its line; a person may add to the others.
_COMPARED = {
    "date": Text("日期", "date"),
    "amount": Text("金額", "amount"),
    "balance": Text("餘額", "balance"),
    "reference": Text("交易序號", "reference"),
}
_MISSING = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of the lines: how many were added, known, and known but different."""

    added: int
    known: int
    conflicting: int
    findings: tuple[Finding, ...] = ()
    known_of: Mapping[str, int] = field(default_factory=dict)  # by file


def add_statements(event: Event, statements: Iterable[Statement]) -> tuple[int, list[Finding]]:
    """Merge what is in the base currency; how many lines are new, and what is to be said of all."""
    findings: list[Finding] = []
    ours: list[Statement] = []
    base = base_currency(event)
    for statement in statements:
        findings += statement.findings
        said = {line.currency for line in statement.lines} | {statement.currency}
        if said <= {"", base}:
            ours.append(statement)
            continue
        details = {
            "currency": statement.currency,
            "base": base,
            "source": PurePath(statement.source).name,
        }
        problem = Problem(reconciliation_codes.OTHER_CURRENCY, details)
        findings.append(finding(problem, place=Place(statement.source)))
    # All at once: equal lines of two statements are two movements, not one that is known.
    merged = merge_lines(event, ours)
    for source, count in merged.known_of.items():
        problem = Problem(
            reconciliation_codes.KNOWN_ALREADY, {"source": PurePath(source).name, "count": count}
        )
        findings.append(finding(problem, place=Place(source)))
    return merged.added, [*findings, *merged.findings]


def merge_lines(event: Event, statements: Sequence[Statement]) -> Merged:
    """Append the lines that the event's table does not have, in the order of the statements.

    A row is known by reference, day and amount; by day, amount, balance and description; by
    day, amount and balance; or by its place in the file with two facts in common, so that rows
    that a person has edited are found again. Known rows are never changed.
    """
    rows = event.tables[TABLE]
    base = base_currency(event)
    lines = [line for statement in statements for line in statement.lines]
    sought = [_sought(line, base) for line in lines]
    same = known_lines(sought, [_line(row, base) for row in rows], edited=True)
    names = _new_names(str(row.get("id") or "") for row in rows)
    said: list[Finding] = []
    added: list[dict[str, Value]] = []
    conflicting = 0
    for line, known in zip(lines, same, strict=True):
        if known is None:
            added.append({"id": next(names), **_row(line, base)})
            continue
        differing = list(_differing(rows[known], line))
        if differing:
            conflicting += 1
            what = Text(*("、".join(d.zh for d in differing), ", ".join(d.en for d in differing)))
            said.append(
                finding(
                    Problem(statement_codes.LINE_CHANGED, {"what": what}), table=TABLE, row=known,
                    place=line.place, value=rows[known].get("id"),
                )
            )  # fmt: skip
    rows.extend(added)
    pairs = zip(lines, same, strict=True)
    found = Counter(line.place.file or "" for line, known in pairs if known is not None)
    return Merged(len(added), len(lines) - len(added), conflicting, tuple(said), dict(found))


def source_of(place: Place) -> str:
    """A place as the table keeps it: the file's name and the line or cell, no folder."""
    name = PurePath(place.file or "").name
    if place.sheet is not None:
        return f"{name}:{place.sheet}!{place.cell}"
    return f"{name}:{place.line}" if place.line is not None else name


def _row(line: StatementLine, base: str) -> dict[str, Value]:
    values: dict[str, Value | None] = {
        "account": line.account,
        "date": line.date,
        "value_date": line.value_date if line.value_date != line.date else None,
        "description": line.description,
        "counterparty": line.counterparty,
        "amount": line.amount,
        "currency": line.currency if line.currency != base else None,
        "balance": line.balance,
        "reference": line.reference,
        "source": source_of(line.place),
    }
    return {key: value for key, value in values.items() if value not in (None, "")}


def _sought(line: StatementLine, base: str) -> StatementLine:
    """The line as rows are compared with: its place as they keep it, its currency named."""
    return StatementLine(
        line.date, line.amount, line.currency or base, line.account, line.value_date,
        line.balance, line.description, line.counterparty, line.reference,
        Place(source_of(line.place)),
    )  # fmt: skip


def _line(row: Mapping[str, Value], base: str) -> StatementLine:
    """A row as a line; what is missing in it agrees with nothing."""
    day, amount, balance = row.get("date"), row.get("amount"), row.get("balance")
    source = str(row.get("source") or "")
    return StatementLine(
        day if isinstance(day, date) else _MISSING,
        amount if isinstance(amount, Decimal) else Decimal("NaN"),
        str(row.get("currency") or base),
        str(row.get("account") or ""),
        None,
        balance if isinstance(balance, Decimal) else None,
        str(row.get("description") or ""),
        str(row.get("counterparty") or ""),
        str(row.get("reference") or ""),
        Place(source) if source else Place(),
    )


def _differing(row: Mapping[str, Value], line: StatementLine) -> Iterator[Text]:
    for column, title in _COMPARED.items():
        ours, theirs = row.get(column), getattr(line, column)
        if ours not in (None, "") and theirs not in (None, "") and ours != theirs:
            yield title


def _new_names(taken: Iterable[str]) -> Iterator[str]:
    """BK-001, BK-002, ...: after the highest number in use."""
    number = max((int(m[1]) for name in taken if (m := _NUMBERED.match(name))), default=0)
    while True:
        number += 1
        yield f"BK-{number:03}"
