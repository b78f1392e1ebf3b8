"""How good a reconciliation is, against books of which the truth is known.

Precision: of the groups that were matched automatically, those that are true. A group is true if
it is a true group, or the union of true groups with the same payee and the same amounts, which
nobody can tell apart.

Recall: of the true groups that a careful person could decide from the rows alone, those that were
found. Such a person needs a reference on both sides, the number of the invoice, the payee's name
in whatever form, or an amount that is the only one for days; sums must agree or differ by a fee,
tax or premium of the sheet, or a rate of exchange. What several rows fit equally well is not
decidable, nor are slips of typing in amounts and dates without a reference: these are proposed,
never counted. Rivals are counted by force over all rows, without any code of the engine.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from benchmarks.reconciling_books import Books, Truth
from xlevent.compute.reconciling.records import BankLine, Payment

WINDOW = 7
_PARTS = 62
_MOST = 12  # candidates of which a person tries all sums
_NAMED = ("full", "cut", "masked", "slip")


@dataclass(slots=True)
class Score:
    """Counts of groups."""

    matched: int
    true: int
    decidable: int
    found: int

    @property
    def precision(self) -> float:
        """True groups of those that were matched."""
        return self.true / self.matched if self.matched else 1.0

    @property
    def recall(self) -> float:
        """Groups found of those that can be decided."""
        return self.found / self.decidable if self.decidable else 1.0


Rows = tuple[tuple[str, ...], tuple[str, ...]]  # IDs of payments and of lines


def score(
    books: Books, groups: Iterable[Rows], *, recall: bool = True
) -> tuple[Score, list[Rows], list[Truth]]:
    """The score, the wrong groups and the decidable ones that were missed.

    Without `recall` nothing is counted as decidable, which saves most of the time.
    """
    owner: dict[str, Truth] = {}
    for truth in books.truth:
        for name in (*truth.payments, *truth.lines):
            owner[name] = truth
    amounts = {p.id: p.amount for p in books.payments} | {b.id: -b.amount for b in books.lines}
    matched, wrong, found = 0, [], set()
    for payments, lines in groups:
        matched += 1
        parts = {id(owner[n]): owner[n] for n in (*payments, *lines) if n in owner}
        rows = {*payments, *lines}
        whole = {n for t in parts.values() for n in (*t.payments, *t.lines)}
        alike = len(parts) == 1 or (
            len({t.payee for t in parts.values()}) == 1
            and len({abs(amounts[n]) for n in rows}) == 1
        )
        if rows == whole and alike:
            found.update(parts)
        else:
            wrong.append((payments, lines))
    can = list(decidable(books)) if recall else []
    missed = [t for t in can if id(t) not in found]
    return Score(matched, matched - len(wrong), len(can), len(can) - len(missed)), wrong, missed


def decidable(books: Books) -> Iterator[Truth]:
    """The true groups that a careful person could decide."""
    judge = _Judge(books)
    return (truth for truth in books.truth if judge.can_tell(truth))


class _Judge:
    def __init__(self, books: Books) -> None:
        self.payments = {p.id: p for p in books.payments}
        self.lines = {b.id: b for b in books.lines}
        # Rows that people tick off first: one payment, one line, the same amount.
        single = [t for t in books.truth if len(t.payments) == len(t.lines) == 1 and t.exact]
        self.plain = {name for t in single for name in (*t.payments, *t.lines)}
        payee_of = {b: t.payee for t in books.truth for b in t.lines}
        self.paid: dict[str, list[Payment]] = defaultdict(list)
        for p in sorted(books.payments, key=lambda p: p.day or 0):  # type: ignore[arg-type,return-value]
            self.paid[p.names[0]].append(p)
        self.booked: dict[str, list[BankLine]] = defaultdict(list)
        self.paid_amounts: dict[int, list[int]] = defaultdict(list)
        self.booked_amounts: dict[int, list[int]] = defaultdict(list)
        for b in books.lines:
            # A line is somebody's if it is in truth, or shows the name.
            self.booked[payee_of.get(b.id) or b.counterparty].append(b)
            self.booked_amounts[int(-b.amount)].append(_number(b))
        for p in books.payments:
            self.paid_amounts[int(p.amount)].append(_number(p))
        for days in (*self.paid_amounts.values(), *self.booked_amounts.values()):
            days.sort()

    def can_tell(self, truth: Truth) -> bool:
        """Whether the rows alone show that they belong together."""
        if truth.wrong:
            return False
        if truth.clue in ("reference", "invoice"):
            return True
        if truth.clue == "return":
            return self._one_return(truth)
        if truth.clue == "batch":
            return self._one_batch(truth)
        if truth.clue in _NAMED:
            if len(truth.payments) == len(truth.lines) == 1:
                return self._no_rival(truth)
            return self._one_sum(truth)
        if truth.clue == "none" and truth.exact and len(truth.payments) == len(truth.lines) == 1:
            return self._lone_amount(truth)
        return False

    def _no_rival(self, truth: Truth) -> bool:
        """As many payments of this amount to the payee as lines, within days of each other."""
        payment, line = self.payments[truth.payments[0]], self.lines[truth.lines[0]]
        day = _number(line)
        ours = [
            p for p in self.paid[truth.payee]
            if abs(_number(p) - day) <= 2 * WINDOW
            and p.amount in (payment.amount, -line.amount)
            and (truth.exact or p is payment or p.id not in self.plain)
        ]  # fmt: skip
        theirs = [
            b for b in self.booked[truth.payee]
            if abs(_number(b) - day) <= 2 * WINDOW and -b.amount in (payment.amount, -line.amount)
        ]  # fmt: skip
        if truth.exact:
            return len(ours) == len(theirs)
        return len(ours) == len(theirs) == 1 and self._no_other_cause(truth)

    def _no_other_cause(self, truth: Truth) -> bool:
        """No other open payment to the payee differs from the line as little as this one."""
        payment, line = self.payments[truth.payments[0]], self.lines[truth.lines[0]]
        least = abs(-line.amount - payment.amount)
        rivals = [
            p for p in self.paid[truth.payee]
            if p is not payment and p.id not in self.plain
            and abs(_number(p) - _number(line)) <= WINDOW
            and abs(-line.amount - p.amount) <= max(least, 30)
        ]  # fmt: skip
        others = [
            b for b in self.booked[truth.payee]
            if b is not line and b.id not in self.plain
            and abs(_number(b) - _number(payment)) <= WINDOW
            and abs(-b.amount - payment.amount) <= max(least, 30)
        ]  # fmt: skip
        return not rivals and not others

    def _one_sum(self, truth: Truth) -> bool:
        """Of all open rows of the payee only these add up."""
        if len(truth.lines) == 1:
            day = _number(self.lines[truth.lines[0]])
            rows = [
                (p.id, int(p.amount)) for p in self.paid[truth.payee]
                if abs(_number(p) - day) <= WINDOW and p.id not in self.plain
            ]  # fmt: skip
            target, mine = -int(self.lines[truth.lines[0]].amount), truth.payments
            if not truth.exact:  # a fee: then all payments of one day, and only they
                same = {_number(self.payments[p]) for p in mine}
                near = {i for i, _ in rows if _number(self.payments[i]) in same}
                return len(same) == 1 and near == set(mine)
        else:
            payment = self.payments[truth.payments[0]]
            rows = [
                (b.id, -int(b.amount)) for b in self.booked[truth.payee]
                if abs(_number(b) - _number(payment)) <= _PARTS - 10 and b.id not in self.plain
            ]  # fmt: skip
            target, mine = int(payment.amount), truth.lines
        if len(rows) > _MOST or not set(mine) <= {name for name, _ in rows}:
            return False
        sums = [
            some for size in range(1, len(rows) + 1) for some in combinations(rows, size)
            if sum(amount for _, amount in some) == target
        ]  # fmt: skip
        return len(sums) == 1

    def _one_return(self, truth: Truth) -> bool:
        back = max((self.lines[b] for b in truth.lines), key=lambda b: b.amount)
        sent = [
            b for b in self.booked[truth.payee]
            if b.amount == -back.amount and 0 <= _number(back) - _number(b) <= 21
        ]  # fmt: skip
        return len(sent) == 1

    def _one_batch(self, truth: Truth) -> bool:
        """No other batch of that kind on that day."""
        members = [self.payments[p] for p in truth.payments]
        batch, day = members[0].batch, _number(members[0])
        total = int(sum(p.amount for p in members))
        same = [
            p for rows in self.paid.values() for p in rows
            if p.batch == batch and _number(p) == day and not p.reference
        ] if batch == "salary" else members  # fmt: skip
        if any(p.reference for p in members) or len(same) != len(members):
            return False
        at = self.booked_amounts[total]
        return len(at) == 1

    def _lone_amount(self, truth: Truth) -> bool:
        """The only payment and the only line of that amount for days; of the year, if round."""
        payment, line = self.payments[truth.payments[0]], self.lines[truth.lines[0]]
        amount = int(payment.amount)
        ours, theirs = self.paid_amounts[amount], self.booked_amounts[amount]
        if len(str(amount).rstrip("0")) <= 2:
            return len(ours) == len(theirs) == 1
        return _within(ours, _number(line)) == 1 and _within(theirs, _number(payment)) == 1


def _number(row: Payment | BankLine) -> int:
    return row.day.toordinal() if row.day else 0


def _within(days: list[int], day: int) -> int:
    return bisect_right(days, day + WINDOW) - bisect_left(days, day - WINDOW)
