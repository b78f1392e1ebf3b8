"""The desk on which a reconciliation is done: whole numbers, indexes, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.compute.reconciling.names import NameIndex, invoices_in, plain, tokens
from xlevent.compute.reconciling.records import (
    BankLine,
    Clue,
    Explained,
    Group,
    GroupKind,
    Options,
    Payment,
)
from xlevent.domain.language import Text
from xlevent.errors import MisuseError

_SHORTEST_REFERENCE = 4
_NEVER = -1  # day of what has no date


@dataclass(slots=True)
class Paid:
    """A payment in whole numbers; `day` is -1 where it is not known."""

    source: Payment
    out: int
    day: int
    names: tuple[int, ...]
    reference: str
    invoice: str
    batch: str


@dataclass(slots=True)
class Booked:
    """A bank line in whole numbers: `out` above zero leaves the account."""

    source: BankLine
    out: int
    day: int
    names: tuple[int, ...]
    stranger: bool  # it names somebody who is no payee
    reference: str
    invoices: tuple[str, ...]


class Desk:
    """Payments and lines in an order that does not depend on that of the rows.

    `open_payments` and `open_lines` hold 1 where nothing was found yet. Those held back have
    several partners that fit equally well: weaker clues must not decide about them.
    """

    def __init__(
        self, payments: Iterable[Payment], lines: Iterable[BankLine], options: Options
    ) -> None:
        payments = sorted(payments, key=_payment_order)
        lines = sorted(lines, key=_line_order)
        _refuse_twice(Text("付款", "payment"), [p.id for p in payments])
        _refuse_twice(Text("銀行交易", "bank line"), [b.id for b in lines])
        self.options = options
        self.scale = _scale([*(p.amount for p in payments), *(b.amount for b in lines)])
        self.index = NameIndex(name for p in payments for name in p.names)
        self.payments = [self._paid(p) for p in payments]
        invoices = {p.invoice: None for p in self.payments if p.invoice}
        self.lines = [self._booked(b, invoices) for b in lines]
        self.open_payments = bytearray(1 if p.claimed else 0 for p in payments)
        self.open_lines = bytearray([1]) * len(lines)
        self.held_payments = bytearray(len(payments))
        self.held_lines = bytearray(len(lines))
        self.rejected: set[tuple[int, int]] = set()
        self.groups: list[Group] = []
        self._anchor()

    # --- building --------------------------------------------------------------------------------
    def whole(self, amount: Decimal) -> int:
        """The amount in the smallest unit that occurs."""
        return int(amount.scaleb(self.scale))

    def money(self, whole: int) -> Decimal:
        """The amount of so many units."""
        return Decimal(whole).scaleb(-self.scale)

    def _paid(self, source: Payment) -> Paid:
        numbers = {self.index.number(name) for name in source.names}
        invoice = "".join(tokens(source.invoice)[:1])
        return Paid(
            source, self.whole(source.amount), _day(source.day),
            tuple(sorted(n for n in numbers if n is not None)),
            _reference(source.reference), invoice, source.batch,
        )  # fmt: skip

    def _booked(self, source: BankLine, invoices: dict[str, None]) -> Booked:
        names, stranger = self.index.in_line(source.counterparty, source.description)
        text = f"{source.counterparty} {source.description} {source.reference}"
        return Booked(
            source, -self.whole(source.amount), _day(source.day), names, stranger,
            _reference(source.reference), invoices_in(text, invoices),
        )  # fmt: skip

    def _anchor(self) -> None:
        """References that both sides know; one that is spread over months identifies nothing."""
        span: dict[str, list[int]] = {}
        for line in self.lines:
            if line.reference:
                days = span.setdefault(line.reference, [line.day, line.day])
                days[0], days[1] = min(days[0], line.day), max(days[1], line.day)
        good = {r for r, (first, last) in span.items() if last - first <= 3 * self.options.window}
        ours = {p.reference for p in self.payments if p.reference in good}
        for paid in self.payments:
            if paid.reference not in ours:
                paid.reference = ""
        for line in self.lines:
            if line.reference not in ours:
                line.reference = ""

    # --- while it is done ------------------------------------------------------------------------
    def free(self, payment: int, line: int) -> bool:
        """Whether both are open and nobody refused the pair."""
        return bool(
            self.open_payments[payment]
            and self.open_lines[line]
            and (payment, line) not in self.rejected
        )

    def near(self, payment: int, line: int, days: int) -> bool:
        """Whether they are at most so many days apart; a payment without a day is near to all."""
        day, other = self.payments[payment].day, self.lines[line].day
        return day == _NEVER or other == _NEVER or abs(day - other) <= days

    def torn(self, payment: int, line: int) -> bool:
        """Whether references or invoice numbers tie one of them to something else."""
        paid, booked = self.payments[payment], self.lines[line]
        if paid.reference != booked.reference:
            return True
        return bool(booked.invoices) and paid.invoice not in booked.invoices

    def join(
        self,
        payments: Iterable[int],
        lines: Iterable[int],
        kind: GroupKind,
        clue: Clue,
        confidence: int,
        because: tuple[Explained, ...] = (),
        decision: str = "",
    ) -> bool:
        """Make a group of them; False where one is taken or a person refused one of its pairs."""
        ps, bs = sorted(payments), sorted(lines)
        still = all(self.open_payments[p] for p in ps) and all(self.open_lines[b] for b in bs)
        if not still and not decision:
            return False
        refused = self.rejected and any((p, b) in self.rejected for p in ps for b in bs)
        if refused and not decision:
            return False
        difference = sum(self.lines[b].out for b in bs) - sum(self.payments[p].out for p in ps)
        for p in ps:
            self.open_payments[p] = 0
        for b in bs:
            self.open_lines[b] = 0
        ours = tuple(sorted(self.payments[p].source.id for p in ps))
        theirs = tuple(sorted(self.lines[b].source.id for b in bs))
        self.groups.append(
            Group(ours, theirs, kind, clue, confidence, self.money(difference), because, decision)
        )
        return True

    def open_payment_numbers(self) -> list[int]:
        """The payments that are open and not held back."""
        held = self.held_payments
        return [p for p, is_open in enumerate(self.open_payments) if is_open and not held[p]]

    def open_line_numbers(self) -> list[int]:
        """The lines that are open and not held back."""
        held = self.held_lines
        return [b for b, is_open in enumerate(self.open_lines) if is_open and not held[b]]


def _payment_order(p: Payment) -> tuple[object, ...]:
    return (_day(p.day), p.amount, p.names, p.reference, p.invoice, p.id)


def _line_order(b: BankLine) -> tuple[object, ...]:
    return (_day(b.day), b.amount, b.counterparty, b.description, b.reference, b.id)


def _day(day: date | None) -> int:
    return _NEVER if day is None else day.toordinal()


def _reference(text: str) -> str:
    key = plain(text)
    return key if len(key) >= _SHORTEST_REFERENCE else ""


def _scale(amounts: Sequence[Decimal]) -> int:
    """Decimals of the finest amount."""
    finest = 0
    for amount in amounts:
        exponent = amount.as_tuple().exponent
        if not isinstance(exponent, int):
            raise MisuseError(Text(f"{amount} 不是金額。", f"{amount} is no amount."))
        if exponent < -finest:
            finest = -exponent
    return finest


def _refuse_twice(what: Text, names: list[str]) -> None:
    if len(set(names)) < len(names):
        seen: set[str] = set()
        twice = next(n for n in names if n in seen or seen.add(n))  # type: ignore[func-returns-value]
        raise MisuseError(
            Text(
                f"有兩筆{what.zh}的編號都是「{twice}」。", f"two {what.en}s are called {twice!r}."
            ),
            mend=Text("請讓每筆有自己的編號。", "Give each its own ID."),
        )
