"""Double entry from vouchers and receipts: every entry balances, whatever the rows hold.

A voucher is booked when it is dated (cost and input tax against the payable) and again when it is
paid (the payable against the bank, with the tax and premium withheld, penalties taken off the
price, and what the bank charged more or less). Amounts are in the base currency; positive is
debit. Refunds are negative vouchers, so their entries have the other sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.domain.accounts import Account, Chart
from xlevent.domain.money import ZERO, product, quotient, round_half_up, whole_shares


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry: debit is positive, credit negative."""

    account: Account
    amount: Decimal
    budget_line: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened on a day, with its lines; `document` is the voucher or row behind it."""

    day: date
    document: str
    description: str
    postings: tuple[Posting, ...]
    payee: str = ""
    ubn: str = ""
    currency: str = ""
    rate: Decimal | None = None

    @property
    def balance(self) -> Decimal:
        """Debits less credits: always 0."""
        return sum((p.amount for p in self.postings), ZERO)


@dataclass(frozen=True, slots=True)
class BookedVoucher:
    """A voucher as the journal books it.

    Parameters
    ----------
    borne
        Amounts by funding source that sum to the voucher.
    tax
        The part of the amount that is input tax in the base currency; 0 where none is deducted.
    withheld, premium, deducted
        Taken off the payment: income tax, supplementary premium, penalty.
    method
        Method of payment, "" if not said.
    paid_on
        None: not paid yet.
    difference
        What the bank paid more (positive) or less than the sheet says.
    """

    id: str
    day: date
    payee: str
    ubn: str
    description: str
    budget_line: str
    cost: Account
    borne: Mapping[str, Decimal]
    tax: Decimal = ZERO
    withheld: Decimal = ZERO
    premium: Decimal = ZERO
    deducted: Decimal = ZERO
    method: str = ""
    advanced: bool = False
    paid_on: date | None = None
    difference: Decimal = ZERO
    foreign: bool = False
    currency: str = ""
    rate: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """The whole voucher in the base currency."""
        return sum(self.borne.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in, or went back (negative): of a funding source or an instalment."""

    id: str
    day: date
    payer: str
    description: str
    source: str
    account: Account
    amount: Decimal
    tax: Decimal = ZERO
    ubn: str = ""


def voucher_entries(voucher: BookedVoucher, chart: Chart, places: int = 0) -> Iterator[Entry]:
    """The voucher when it is dated, and its payment if it is paid."""
    owed = chart.roles["advances" if voucher.advanced else "payable"]
    taxes = _tax_by_source(voucher, places)
    lines = []
    for source, amount in voucher.borne.items():
        lines.append(Posting(voucher.cost, amount - taxes[source], voucher.budget_line, source))
        lines.append(Posting(chart.roles["input_tax"], taxes[source], voucher.budget_line, source))
    lines.append(Posting(owed, -voucher.amount))
    first = _entry(
        voucher.day, voucher.id, voucher.description, lines, voucher.payee, voucher.ubn,
        voucher.currency, voucher.rate,
    )  # fmt: skip
    if first is not None:
        yield first
    if voucher.paid_on is None:
        return
    out = voucher.amount - voucher.withheld - voucher.premium - voucher.deducted
    more = voucher.difference
    paid = [
        Posting(owed, voucher.amount),
        Posting(chart.roles["withheld_tax"], -voucher.withheld),
        Posting(chart.roles["premium"], -voucher.premium),
        Posting(chart.roles["penalty_income"], -voucher.deducted),
        Posting(_difference(chart, voucher.foreign, more), more),
        Posting(chart.means(voucher.method), -(out + more)),
    ]
    payment = _entry(
        voucher.paid_on, voucher.id, voucher.description, paid, voucher.payee, voucher.ubn,
        voucher.currency, voucher.rate,
    )  # fmt: skip
    if payment is not None:
        yield payment


def receipt_entry(receipt: Receipt, chart: Chart) -> Entry | None:
    """Money in against the income and its output tax; None where the amount is 0."""
    lines = [
        Posting(chart.roles["bank"], receipt.amount, source=receipt.source),
        Posting(receipt.account, receipt.tax - receipt.amount, source=receipt.source),
        Posting(chart.roles["output_tax"], -receipt.tax, source=receipt.source),
    ]
    return _entry(receipt.day, receipt.id, receipt.description, lines, receipt.payer, receipt.ubn)


def move(
    day: date, document: str, description: str, debit: Account, credit: Account, amount: Decimal,
    *, payee: str = "", ubn: str = "", source: str = "",
) -> Entry | None:  # fmt: skip
    """An amount from one account to another; None where it is 0."""
    lines = [Posting(debit, amount, source=source), Posting(credit, -amount, source=source)]
    return _entry(day, document, description, lines, payee, ubn)


def with_tax(
    day: date, document: str, description: str, debit: Account, credit: Account, amount: Decimal,
    tax_account: Account, tax: Decimal, *, payee: str = "", ubn: str = "", source: str = "",
) -> Entry | None:  # fmt: skip
    """The same where the credit has tax in it."""
    lines = [
        Posting(debit, amount, source=source),
        Posting(credit, tax - amount, source=source),
        Posting(tax_account, -tax, source=source),
    ]
    return _entry(day, document, description, lines, payee, ubn)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by day; of one day as they came."""
    return sorted(entries, key=lambda entry: entry.day)


def by_budget_line(entries: Iterable[Entry]) -> dict[str, Decimal]:
    """What was booked on each budget line: cost and its input tax, as O2.4.1 counts it."""
    found: dict[str, Decimal] = {}
    for entry in entries:
        for posting in entry.postings:
            if posting.budget_line:
                found[posting.budget_line] = found.get(posting.budget_line, ZERO) + posting.amount
    return found


def by_account(entries: Iterable[Entry]) -> dict[Account, Decimal]:
    """The balance of every account: the trial balance, which sums to 0."""
    found: dict[Account, Decimal] = {}
    for entry in entries:
        for posting in entry.postings:
            found[posting.account] = found.get(posting.account, ZERO) + posting.amount
    return dict(sorted(found.items(), key=lambda item: item[0].code))


def _tax_by_source(voucher: BookedVoucher, places: int) -> dict[str, Decimal]:
    """The input tax shared like the voucher itself; it sums to it."""
    sources = list(voucher.borne)
    if not voucher.tax or not voucher.amount:
        return dict.fromkeys(sources, ZERO)
    ideals = [
        quotient(product(voucher.tax, voucher.borne[s]), voucher.amount) or ZERO for s in sources
    ]
    if any((x < 0) != (voucher.tax < 0) for x in ideals if x):
        # Sources of both signs: the first takes the tax rather than shares that cross zero.
        return {**dict.fromkeys(sources, ZERO), sources[0]: voucher.tax}
    shares = whole_shares(ideals, round_half_up(voucher.tax, places), places)
    return dict(zip(sources, shares, strict=True))


def _difference(chart: Chart, foreign: bool, more: Decimal) -> Account:
    if not foreign:
        return chart.roles["bank_fee"]
    return chart.roles["exchange_loss" if more > 0 else "exchange_gain"]


def _entry(
    day: date, document: str, description: str, postings: Iterable[Posting], payee: str = "",
    ubn: str = "", currency: str = "", rate: Decimal | None = None,
) -> Entry | None:  # fmt: skip
    kept = tuple(p for p in postings if p.amount)
    entry = Entry(day, document, description, kept, payee, ubn, currency, rate)
    return entry if kept else None
