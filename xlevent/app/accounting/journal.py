"""`xlevent journal`: the double entry of an event, from the rows of its sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.app.accounting.books import Books, Row, day, money, number, text
from xlevent.app.accounting.income import income_entries
from xlevent.app.event import Event
from xlevent.app.planning.notes import Notes
from xlevent.compute.journal import (
    BookedVoucher,
    Entry,
    by_account,
    by_budget_line,
    in_order,
    move,
    voucher_entries,
)
from xlevent.domain import settlement_codes as codes
from xlevent.domain.accounts import Account, Chart
from xlevent.domain.finding import Finding
from xlevent.domain.money import ZERO

# What a buyer may deduct the tax of: 加值型及非加值型營業稅法 art. 33.
_INVOICES = frozenset(("e_invoice", "invoice", "customs", "credit"))


@dataclass(slots=True)
class Journal:
    """The entries by day, what was wrong with the rows, and the totals that prove them."""

    entries: list[Entry]
    findings: list[Finding]
    base_currency: str
    actual: dict[str, Decimal]  # by budget line, as O2.4.1 counts it

    @property
    def debit(self) -> Decimal:
        """The sum of all debits, which is that of all credits."""
        amounts = (p.amount for entry in self.entries for p in entry.postings)
        return sum((amount for amount in amounts if amount > 0), ZERO)

    @property
    def credit(self) -> Decimal:
        """The sum of all credits."""
        amounts = (p.amount for entry in self.entries for p in entry.postings)
        return -sum((amount for amount in amounts if amount < 0), ZERO)

    @property
    def booked(self) -> dict[str, Decimal]:
        """By budget line, from the entries."""
        return by_budget_line(self.entries)

    @property
    def trial_balance(self) -> dict[Account, Decimal]:
        """The balance of each account, by code."""
        return by_account(self.entries)


def journal(event: Event, chart: Chart) -> Journal:
    """All entries of the event; rows that cannot be booked are told and left out."""
    books, notes = Books(event), Notes(event)
    entries = [
        *_vouchers(books, chart, notes),
        *income_entries(books, chart, notes),
        *_remittances(books, chart, notes),
    ]
    _bank_only(books, notes)
    actual: dict[str, Decimal] = {}
    for row in books.rows("expenses"):
        line, amount = text(row, "budget_line"), books.base_amount(row)
        if line and amount:
            actual[line] = actual.get(line, ZERO) + amount
    return Journal(in_order(entries), notes.done(), books.base, actual)


def _vouchers(books: Books, chart: Chart, notes: Notes) -> Iterator[Entry]:
    lines = {text(row, "id"): text(row, "category") for row in books.rows("budget_lines")}
    sections = {
        text(row, "category"): text(row, "section") for row in books.rows("budget_categories")
    }
    for index, (row, shared) in enumerate(zip(books.rows("expenses"), books.shared, strict=True)):
        dated = day(row, "date")
        if dated is None:
            if shared.voucher.amount:
                notes.cell("expenses", index, "date", codes.NOT_DATED)
            continue
        if number(row, "gross") and not books.factor(row):
            notes.cell("expenses", index, "rate", codes.NO_RATE, currency=text(row, "currency"))
            continue
        paid_on = day(row, "paid_on")
        if paid_on is not None and paid_on < dated:
            notes.cell("expenses", index, "paid_on", codes.PAID_BEFORE, day=dated)
        category = lines.get(text(row, "budget_line"), "")
        own = text(row, "currency") in ("", books.base)
        yield from voucher_entries(
            BookedVoucher(
                text(row, "id"), dated, text(row, "payee"), text(row, "payee_ubn"),
                text(row, "description"), text(row, "budget_line"),
                chart.cost(category, sections.get(category, "")), shared.borne(),
                tax=_input_tax(books, row, chart),
                withheld=money(row, "withheld"), premium=money(row, "premium"),
                deducted=money(row, "deducted"), method=_method(row),
                advanced=bool(row.get("advanced_by")), paid_on=paid_on,
                difference=_difference(row), foreign=not own,
                currency=text(row, "currency"), rate=None if own else number(row, "rate"),
            ),
            chart, books.places,
        )  # fmt: skip


def _input_tax(books: Books, row: Row, chart: Chart) -> Decimal:
    """The tax that may be deducted: of an invoice to the organiser's number."""
    if chart.input_tax == "cost" or text(row, "voucher_kind") not in _INVOICES:
        return ZERO
    if not books.organiser_ubn or text(row, "buyer_ubn") != books.organiser_ubn:
        return ZERO
    return books.base_amount(row, "tax") if row.get("tax_kind") != "none" else ZERO


def _method(row: Row) -> str:
    """Petty cash that the bank made good, which a bank reference tells, came from the bank."""
    method = text(row, "method")
    return "" if method == "petty_cash" and row.get("bank_reference") else method


def _difference(row: Row) -> Decimal:
    """What the bank took more than the sheet says, where the two were matched so."""
    if row.get("match_state") != "matched_difference":
        return ZERO
    return money(row, "match_difference")


def _bank_only(books: Books, notes: Notes) -> None:
    """Bank lines without a partner, found so or put aside by a person: told in one finding."""
    decisions = {text(row, "id") for row in books.rows("match_decisions")}
    alone = [
        (index, row) for index, row in enumerate(books.rows("bank_lines"))
        if row.get("state") == "unmatched_bank" or text(row, "matched_to") in decisions
    ]  # fmt: skip
    if alone:
        amount = books.total((row for _, row in alone), "amount")
        notes.cell("bank_lines", alone[0][0], "matched_to", codes.BANK_ONLY, count=len(alone),
                   amount=f"{amount:,f}")  # fmt: skip


def _remittances(books: Books, chart: Chart, notes: Notes) -> Iterator[Entry]:
    """Withheld tax and premium, paid to the authorities."""
    roles: Mapping[str, str] = {"income_tax": "withheld_tax", "premium": "premium"}
    for index, row in enumerate(books.rows("tax_remittances")):
        paid: date | None = day(row, "paid_on")
        role = roles.get(text(row, "kind"))
        if paid is None or role is None:
            if money(row, "amount"):
                notes.cell("tax_remittances", index, "paid_on", codes.NOT_DATED)
            continue
        what = {"withheld_tax": "繳納扣繳所得稅", "premium": "繳納補充保費"}[role]
        entry = move(
            paid, text(row, "id"), f"{what} {text(row, 'period')}".strip(), chart.roles[role],
            chart.roles["bank"], money(row, "amount"),
        )  # fmt: skip
        if entry is not None:
            yield entry
