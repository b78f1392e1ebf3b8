"""Lines of statements taken into the bank lines of O6.2.1, each movement once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xlevent.app.event import Event
from xlevent.app.money.cells import amount, base_currency, day, number, text
from xlevent.compute.statement_overlap import known_lines
from xlevent.domain import reconciliation_codes as codes
from xlevent.domain.bank import Statement, StatementLine
from xlevent.domain.finding import Finding, Place
from xlevent.domain.money import round_half_up
from xlevent.domain.problems import Problem, finding
from xlevent.domain.values import Value

_ID = re.compile(r"(.*?)(\d+)\Z")


def add_statements(event: Event, statements: Iterable[Statement]) -> tuple[int, list[Finding]]:
    """Add what the sheet does not have yet; how many lines, and the statements' findings."""
    added = 0
    findings: list[Finding] = []
    for statement in statements:
        findings += statement.findings
        place = Place(statement.source)
        if not _in_base(event, statement):
            details = {
                "currency": statement.currency, "base": base_currency(event),
                "source": statement.source,
            }  # fmt: skip
            findings.append(finding(Problem(codes.OTHER_CURRENCY, details), place=place))
            continue
        new = _unknown(event, statement.lines)
        known = len(statement.lines) - len(new)
        if known:
            told: dict[str, object] = {"source": statement.source, "count": known}
            findings.append(finding(Problem(codes.KNOWN_ALREADY, told), place=place))
        _append(event, new)
        added += len(new)
    return added, findings


def _in_base(event: Event, statement: Statement) -> bool:
    said = {line.currency for line in statement.lines} | {statement.currency}
    return said <= {"", base_currency(event)}


def _unknown(event: Event, lines: Sequence[StatementLine]) -> list[StatementLine]:
    present = [
        StatementLine(
            date=when, amount=amount(row, "amount"), account=text(row, "account"),
            balance=number(row, "balance"), description=text(row, "description"),
            counterparty=text(row, "counterparty"), reference=text(row, "reference"),
        )
        for row in event.tables["bank_lines"]
        if (when := day(row, "date")) is not None
    ]  # fmt: skip
    same = known_lines(lines, present)
    return [line for line, known in zip(lines, same, strict=True) if known is None]


def _append(event: Event, lines: Sequence[StatementLine]) -> None:
    rows = event.tables["bank_lines"]
    prefix, number_, width = _last_id(text(row, "id") for row in rows)
    for line in lines:
        number_ += 1
        cells: dict[str, Value | None] = {
            "id": f"{prefix}{number_:0{width}d}",
            "account": line.account or None,
            "date": line.date,
            "description": line.description or None,
            "counterparty": line.counterparty or None,
            "amount": round_half_up(line.amount, 4).normalize() + 0,
            "balance": line.balance,
            "reference": line.reference or None,
        }
        rows.append({key: value for key, value in cells.items() if value is not None})


def _last_id(names: Iterable[str]) -> tuple[str, int, int]:
    """Prefix, number and digits of the highest ID of the table's own kind."""
    best = ("BK-", 0, 3)
    for name in names:
        found = _ID.match(name)
        if found and found[1] == "BK-" and int(found[2]) > best[1]:
            best = ("BK-", int(found[2]), max(3, len(found[2])))
    return best
