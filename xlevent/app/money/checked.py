"""`xlevent match`: all checks of the expense sheet at once, as a change of an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlevent.app.event import Event
from xlevent.app.money.cells import Row
from xlevent.app.money.cells import text as words
from xlevent.app.money.duplicates import find_expense_duplicates, write_duplicates
from xlevent.app.money.matching import match_expenses, write_matches
from xlevent.app.money.withholding import PersonPayment, person_payments, write_withholding
from xlevent.app.planning.writing import Kept
from xlevent.app.updating.change import Change
from xlevent.compute.duplicates import Suspicion
from xlevent.compute.three_way_match import Match, Outcome
from xlevent.domain.language import Text

BLOCKS = ("three_way", "duplicates", "withholding")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of each voucher; `expenses` are the rows, in their order."""

    expenses: Sequence[Row]
    matches: Sequence[Match]
    duplicates: Sequence[Suspicion]
    payments: Sequence[PersonPayment]

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How many vouchers have each outcome of the three-way match."""
        return Counter(match.outcome for match in self.matches)

    def name(self, index: int) -> str:
        """The voucher of a row."""
        return words(self.expenses[index], "id") or f"#{index + 1}"

    def wrongly_withheld(self) -> Iterator[PersonPayment]:
        """The payments from which something else was withheld than the law asks for."""
        for payment in self.payments:
            if payment.tax_gap or payment.premium_gap:
                yield payment


def checked(event: Event) -> Checked:
    """Run all checks; the event stays as it is."""
    return Checked(
        event.tables["expenses"],
        match_expenses(event),
        find_expense_duplicates(event),
        person_payments(event),
    )


def check_expenses() -> Kept[Checked]:
    """Match, duplicates and withholding, written into the expense sheet."""

    def run(event: Event) -> tuple[Checked, Change]:
        done = checked(event)
        write_matches(event, done.matches)
        write_duplicates(event, done.duplicates)
        write_withholding(event, done.payments)
        hold, twice = done.outcomes["hold"], len(done.duplicates)
        wrong = sum(1 for _ in done.wrongly_withheld())
        what = Text(
            f"比對 {len(done.matches)} 張憑證：暫緩 {hold}、疑似重複 {twice}、扣繳不符 {wrong}",
            f"{len(done.matches)} vouchers checked: {hold} on hold, {twice} possible duplicates, "
            f"{wrong} wrongly withheld",
        )
        return done, Change(what, computed=BLOCKS)

    return Kept(run)
