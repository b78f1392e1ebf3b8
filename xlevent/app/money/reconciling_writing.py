"""The result of a reconciliation in the tables: states, partners, differences, suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.money.reconciling_rows import Marks, name_of
from xlevent.app.money.reconciling_words import reason
from xlevent.app.planning.scheduling import put
from xlevent.compute.reconciling import BankLine, Group, Payment, Reconciled, Suggestion
from xlevent.domain.money import ZERO
from xlevent.domain.values import Value, join_links
from xlevent.sheets.bank_reconciliation import NO_LINES

_SHEET = {
    "expenses": ("match_state", "matched_lines", "match_difference", "match_reason"),
    "sponsor_payments": ("match_state", "matched_lines", "match_difference", "match_reason"),
    "bank_lines": ("state", "matched_to", "difference"),
}


def write_reconciliation(
    event: Event,
    result: Reconciled,
    payments: Mapping[str, Payment],
    lines: Mapping[str, BankLine],
    marks: Marks,
) -> None:
    """Fill the engine's columns; rows that take no part are emptied.

    The difference of a group stands at one row of each side, its last, so that sums hold.
    """
    for table, columns in _SHEET.items():
        for row in event.tables[table]:
            for column in columns:
                row.pop(column, None)
    for states in (result.payments, result.lines):
        for mark, state in states.items():
            table, index = marks.rows[mark]
            column = "state" if table == "bank_lines" else "match_state"
            event.tables[table][index][column] = state.value
    for group in result.groups:
        _write_group(event, group, marks)
    _write_results(event, result)
    event.tables["match_suggestions"] = [
        _suggestion(number, one, payments, lines)
        for number, one in enumerate(result.suggestions, start=1)
    ]


def _write_group(event: Event, group: Group, marks: Marks) -> None:
    said = reason(group).show(event.language)
    ours, theirs = _join(group.payments), _join(group.lines)
    for mark in group.payments:
        table, index = marks.rows[mark]
        row = event.tables[table][index]
        row["matched_lines"] = theirs or NO_LINES
        row["match_reason"] = said
        last = mark == group.payments[-1]
        sign = -1 if table == "sponsor_payments" else 1  # there what came in counts
        put(row, "match_difference", sign * group.difference if last and group.difference else None)
    for mark in group.lines:
        table, index = marks.rows[mark]
        row = event.tables[table][index]
        other = [m for m in group.lines if m != mark] if group.kind == "return" else []
        partner = ours or _join(other) or group.decision or NO_LINES
        row["matched_to"] = partner
        last = mark == group.lines[-1]
        put(row, "difference", group.difference if last and group.difference else None)


def _write_results(event: Event, result: Reconciled) -> None:
    """What became of each decision."""
    failed = {
        name: conflict.why
        for conflict in result.conflicts
        for name in (conflict.decision, *conflict.others)
    }
    for index, row in enumerate(event.tables["match_decisions"]):
        name = str(row.get("id") or f"#{index + 1}")
        known = row.get("decision") is not None
        put(row, "result", failed.get(name, "applied") if known else None)


def _suggestion(
    number: int,
    one: Suggestion,
    payments: Mapping[str, Payment],
    lines: Mapping[str, BankLine],
) -> dict[str, Value]:
    ours = [payments[mark] for mark in one.payments]
    theirs = [lines[mark] for mark in one.lines]
    cells: dict[str, Value | None] = {
        "id": f"MS-{number:03d}",
        "score": one.score,
        "reason": one.reason,
        "vouchers": _join(m for m in one.payments if m.startswith("expenses:")) or None,
        "receipts": _join(m for m in one.payments if m.startswith("sponsor_payments:")) or None,
        "bank_lines": _join(one.lines) or None,
        "sheet_amount": _sum(p.amount for p in ours) if ours else None,
        "bank_amount": _sum(-b.amount for b in theirs) if theirs else None,
        "difference": one.difference if ours and theirs else None,
        "names": names_of(ours, theirs) or None,
    }
    return {key: value for key, value in cells.items() if value is not None}


def names_of(payments: Iterable[Payment], lines: Iterable[BankLine]) -> str:
    """Who the two sides name, for people to compare."""
    ours = dict.fromkeys(p.names[0] for p in payments if p.names)
    theirs = dict.fromkeys(b.counterparty or b.description for b in lines)
    return " ↔ ".join(filter(None, ("、".join(ours), "、".join(filter(None, theirs)))))


def _join(marks: Iterable[str]) -> str:
    return join_links(tuple(name_of(mark) for mark in marks))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
