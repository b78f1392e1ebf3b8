"""`xlevent reconcile`: payments against bank lines, written into the tables as a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.money.bank_lines import add_statements
from xlevent.app.money.reconciling_findings import findings_of
from xlevent.app.money.reconciling_rows import (
    Marks,
    decisions_of,
    lines_of,
    options_of,
    payments_of,
)
from xlevent.app.money.reconciling_writing import write_reconciliation
from xlevent.app.planning.writing import Kept
from xlevent.app.updating.change import Change
from xlevent.compute.reconciling import BankLine, Payment, Reconciled, State, StateSum, reconcile
from xlevent.domain.bank import Statement
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO

BLOCK = "reconciliation"


@dataclass(slots=True)
class Reconciliation:
    """What was reconciled and what came of it; marks lead to the rows of the tables."""

    result: Reconciled
    payments: dict[str, Payment]
    lines: dict[str, BankLine]
    marks: Marks
    added: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def total(self) -> StateSum:
        """All states together."""
        sums = self.result.sums.values()
        return StateSum(
            sum(s.payments for s in sums), sum((s.paid for s in sums), ZERO),
            sum(s.lines for s in sums), sum((s.bank for s in sums), ZERO),
        )  # fmt: skip

    @property
    def proven(self) -> bool:
        """Whether the sums of the states are the sums of what went in."""
        taking_part = [p for m, p in self.payments.items() if m in self.result.payments]
        total, different = self.total, self.result.sums[State.DIFFERENT]
        return (
            total.payments == len(taking_part)
            and total.lines == len(self.lines)
            and total.paid == sum(p.amount for p in taking_part)
            and total.bank == -sum(b.amount for b in self.lines.values())
            and different.bank - different.paid == sum(g.difference for g in self.result.groups)
        )


def reconciled(
    event: Event,
    *,
    ledger: Sequence[Statement] = (),
    window: int | None = None,
    tolerance: Decimal | None = None,
) -> Reconciliation:
    """Reconcile the event's payments; the event stays as it is.

    With a `ledger`, payments are compared with its lines instead of those of the bank.
    """
    marks = Marks()
    payments = payments_of(event, marks)
    lines = ledger_lines(ledger) if ledger else lines_of(event, marks)
    decisions = () if ledger else decisions_of(event)
    result = reconcile(payments, lines, decisions, options_of(event, window, tolerance))
    done = Reconciliation(
        result, {p.id: p for p in payments}, {b.id: b for b in lines}, marks
    )  # fmt: skip
    done.findings = findings_of(event, done.result, done.payments, done.lines, marks)
    return done


def reconcile_event(
    statements: Sequence[Statement] = (),
    *,
    window: int | None = None,
    tolerance: Decimal | None = None,
) -> Kept[Reconciliation]:
    """Add the statements' lines, reconcile, and write states, differences and suggestions."""

    def run(event: Event) -> tuple[Reconciliation, Change]:
        added, told = add_statements(event, statements)
        done = reconciled(event, window=window, tolerance=tolerance)
        done.added = added
        done.findings = [*told, *done.findings]
        write_reconciliation(event, done.result, done.payments, done.lines, done.marks)
        sums = done.result.sums
        found = sums[State.MATCHED].lines + sums[State.DIFFERENT].lines
        left = sums[State.SHEET_ONLY].payments
        what = Text(
            f"對帳：{len(done.lines)} 筆銀行交易中 {found} 筆相符，{left} 筆付款未對到",
            f"Reconciled: {found} of {len(done.lines)} bank lines matched, {left} payments left",
        )
        return done, Change(what, computed=(BLOCK,))

    return Kept(run)


def ledger_lines(statements: Sequence[Statement]) -> list[BankLine]:
    """The lines of a ledger export, known by their number in it."""
    found: list[BankLine] = []
    for statement in statements:
        for line in statement.lines:
            name = f"ledger:{len(found) + 1}"
            found.append(
                BankLine(
                    name, line.amount, line.date, line.counterparty, line.description,
                    line.reference,
                )
            )  # fmt: skip
    return found
