"""What a reconciliation tells people: decisions that cannot hold, rows without a partner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xlevent.app.event import Event
from xlevent.app.money.cells import rate
from xlevent.app.money.cells import text as words
from xlevent.app.money.reconciling_rows import Marks, in_other_currency, name_of
from xlevent.app.money.reconciling_words import money
from xlevent.app.planning.notes import Notes
from xlevent.compute.reconciling import BankLine, Conflict, Payment, Reconciled, State
from xlevent.domain import reconciliation_codes as codes
from xlevent.domain.codes import Code
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text

_EACH = 5  # more payments outside of the statements' days are told together
_CODES: dict[str, Code] = {
    "contradiction": codes.CONTRADICTION, "incomplete": codes.INCOMPLETE,
    "unknown": codes.UNKNOWN_ROW, "amounts": codes.SPLIT_TOO_MUCH,
}  # fmt: skip


def findings_of(
    event: Event,
    result: Reconciled,
    payments: Mapping[str, Payment],
    lines: Mapping[str, BankLine],
    marks: Marks,
) -> list[Finding]:
    """The findings, each at its cell."""
    notes = Notes(event)
    days = [line.day for line in lines.values() if line.day is not None]
    for conflict in result.conflicts:
        _conflict(event, notes, conflict)
    if not lines:
        notes.event(codes.NO_BANK_LINES)
    else:
        alone = [m for m, state in result.payments.items() if state is State.SHEET_ONLY]
        early = {m for m in alone if _is_outside(payments[m].day, days)}
        _outside(notes, [(marks.rows[m], payments[m].day) for m in alone if m in early], days)
        for mark in alone:
            if mark not in early:
                _not_found(notes, marks.rows[mark], payments[mark])
    for mark, state in result.lines.items():
        if state is State.BANK_ONLY and mark in marks.rows:
            line = lines[mark]
            names = line.counterparty or line.description
            table, index = marks.rows[mark]
            notes.cell(
                table, index, "id", codes.NOT_IN_SHEET, names=names, amount=money(line.amount)
            )
    for mark, payment in payments.items():
        if not payment.claimed and mark in result.payments:
            table, index = marks.rows[mark]
            if event.tables[table][index].get("paid_on") is None and table == "expenses":
                notes.cell(table, index, "paid_on", codes.PAID_BY_BANK)
    for index, row in enumerate(event.tables["expenses"]):
        if row.get("paid_on") is not None and rate(event, row) is None:
            notes.cell("expenses", index, "rate", codes.NO_RATE)
    for index, row in enumerate(event.tables["bank_lines"]):
        if in_other_currency(event, row):
            currency = words(row, "currency")
            notes.cell(
                "bank_lines", index, "currency", codes.LINE_IN_OTHER_CURRENCY, currency=currency
            )
    return notes.done()


def _is_outside(day: date | None, days: list[date]) -> bool:
    return day is not None and bool(days) and not min(days) <= day <= max(days)


def _outside(
    notes: Notes, rows: list[tuple[tuple[str, int], date | None]], days: list[date]
) -> None:
    """Payments on days without a statement: each, or all in one word where they are many."""
    told: list[tuple[tuple[str, int], object]] = list(rows)
    if len(rows) > _EACH:
        first = min(day for _, day in rows if day is not None)
        last = max(day for _, day in rows if day is not None)
        what = Text(
            f"{first} 至 {last} 共 {len(rows)} 筆", f"{first} to {last} ({len(rows)} payments)"
        )
        told = [(next(row for row, day in rows if day == first), what)]
    for (table, index), day in told:
        notes.cell(
            table, index, _day_column(table), codes.NOT_YET_IN_BANK,
            day=day, first=min(days), last=max(days),
        )  # fmt: skip


def _day_column(table: str) -> str:
    return "received_on" if table == "sponsor_payments" else "paid_on"


def _not_found(notes: Notes, row: tuple[str, int], payment: Payment) -> None:
    table, index = row
    names = payment.names[0] if payment.names else ""
    notes.cell(
        table, index, _day_column(table), codes.NOT_IN_BANK,
        names=names, amount=money(abs(payment.amount)),
    )  # fmt: skip


def _conflict(event: Event, notes: Notes, conflict: Conflict) -> None:
    rows = event.tables["match_decisions"]
    index = next(
        (
            i for i, row in enumerate(rows)
            if (words(row, "id") or f"#{i + 1}") == conflict.decision
        ),
        0,
    )  # fmt: skip
    about = "; ".join(name_of(part) for part in conflict.about.split("; "))
    notes.cell(
        "match_decisions", index, "decision", _CODES[conflict.why],
        decision=conflict.decision, others="; ".join(conflict.others), about=about,
    )  # fmt: skip
