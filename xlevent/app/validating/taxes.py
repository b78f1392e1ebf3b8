"""Rules about tax: what invoices state, and what is withheld from payments to persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import cast

from xlevent.app.money.checked import checked
from xlevent.app.money.tax_terms import terms_on
from xlevent.app.money.withholding import PersonPayment
from xlevent.app.validating.books import Books, Row, day, money, number
from xlevent.app.validating.rule import Hit, rule
from xlevent.compute.tax_tw.business_tax import from_net, tax_agrees
from xlevent.compute.tax_tw.expected import expected_deductions
from xlevent.compute.tax_tw.income import IncomeKind
from xlevent.domain import tax_codes as codes
from xlevent.domain.money import ZERO, product, round_half_up
from xlevent.domain.problems import Code
from xlevent.errors import MisuseError

_TABLE = "expenses"
_TAXED = ("included", "added")
_SMALL = 10  # a net amount up to this has no whole dollar of tax
_STATED = {_TABLE: ("net", "tax", "gross", "tax_kind")}
_WITHHELD = {
    _TABLE: (
        "voucher_kind", "income_kind", "resident", "gross", "currency", "rate", "withheld",
        "premium", "paid_on", "due", "date",
    ),
    "own_rates": ("rate", "value", "valid_from", "valid_until"),
}  # fmt: skip


# --- business tax ----------------------------------------------------------------------------
def _taxed(books: Books) -> Iterator[tuple[int, Row, Decimal, Decimal]]:
    """Vouchers with business tax in the base currency: row, net and tax (blank as 0)."""
    for index, row in enumerate(books.rows(_TABLE)):
        net = number(row, "net")
        base = row.get("currency") in (None, books.currency)
        if row.get("tax_kind") in _TAXED and net is not None and base:
            yield index, row, net, number(row, "tax") or ZERO


def _twice(row: Row, net: Decimal) -> bool:
    """Whether the prices include tax, but their sum is the net amount."""
    quantity, price, gross = (number(row, c) for c in ("quantity", "unit_price", "gross"))
    if row.get("tax_kind") != "included" or quantity is None or price is None or gross is None:
        return False
    stated = product(quantity, price)
    return abs(stated - abs(net)) <= 1 < abs(stated - abs(gross))


def tax_off(books: Books) -> Iterator[Hit]:
    """Stated taxes that are not the computed ones."""
    tolerance = books.limit("tax_tolerance")
    for index, row, net, tax in _taxed(books):
        on = day(row, "date")
        if not tax or on is None:
            continue
        terms = terms_on(books.event, on)
        try:
            agrees, due = tax_agrees(net, tax, terms, tolerance=tolerance), from_net(net, terms).tax
        except MisuseError:  # no rate is known for that day
            continue
        if not agrees:
            details = {"expense": row.get("id", "–"), "due": money(due), "tolerance": tolerance}
            yield Hit(_TABLE, index, "tax", details, tax)


def tax_twice(books: Books) -> Iterator[Hit]:
    """Tax added to prices that include it."""
    for index, row, net, tax in _taxed(books):
        if tax and _twice(row, net):
            yield Hit(_TABLE, index, "tax_kind", {"expense": row.get("id", "–"), "tax": money(tax)})


def tax_missing(books: Books) -> Iterator[Hit]:
    """Taxed vouchers without tax."""
    for index, row, net, tax in _taxed(books):
        if not tax and abs(net) > _SMALL:
            yield Hit(_TABLE, index, "tax", {"expense": row.get("id", "–")})


def tax_on_exempt(books: Books) -> Iterator[Hit]:
    """Vouchers free of tax that state one."""
    for index, row in enumerate(books.rows(_TABLE)):
        tax = number(row, "tax")
        if row.get("tax_kind") == "none" and tax:
            yield Hit(_TABLE, index, "tax", {"expense": row.get("id", "–")}, tax)


def sum_off(books: Books) -> Iterator[Hit]:
    """Totals that are not net plus tax."""
    for index, row in enumerate(books.rows(_TABLE)):
        net, gross, tax = number(row, "net"), number(row, "gross"), number(row, "tax") or ZERO
        if net is None or gross is None or gross == net + tax:
            continue
        details = {
            "expense": row.get("id", "–"), "gross": money(gross), "net": money(net),
            "tax": money(tax),
        }  # fmt: skip
        yield Hit(_TABLE, index, "gross", details)


# --- withholding -----------------------------------------------------------------------------
def _case(books: Books, payment: PersonPayment) -> Iterator[tuple[Code, str, Decimal, Decimal]]:
    """Code, column, what was withheld and what is due, for each deduction that is wrong."""
    expected = payment.expected
    if expected is None:
        return
    if payment.tax_gap and expected.tax is not None:
        found = expected.tax + payment.tax_gap
        code = codes.WITHHELD_TOO_MUCH if payment.tax_gap > 0 else codes.WITHHELD_TOO_LITTLE
        if not payment.resident and found and found == _as_resident(books, payment):
            code = codes.NON_RESIDENT_RATE
        yield code, "withheld", found, expected.tax
    if payment.premium_gap and expected.premium is not None:
        found = expected.premium + payment.premium_gap
        code = codes.PREMIUM_TOO_MUCH if payment.premium_gap > 0 else codes.PREMIUM_TOO_LITTLE
        if found and found == _after_tax(books, payment):
            code = codes.PREMIUM_BASE
        yield code, "premium", found, expected.premium


def _as_resident(books: Books, payment: PersonPayment) -> Decimal | None:
    kind = cast("IncomeKind", payment.row["income_kind"])
    terms = terms_on(books.event, _paid(payment.row))
    return expected_deductions(kind, payment.gross, terms, resident=True).tax


def _after_tax(books: Books, payment: PersonPayment) -> Decimal:
    rate = terms_on(books.event, _paid(payment.row)).value("premium")
    withheld = number(payment.row, "withheld")
    return round_half_up(product(payment.gross - withheld, rate)) if withheld else -Decimal(1)


def _paid(row: Row) -> date:
    """The day whose rates hold; what is expected was told by one of them."""
    return day(row, "paid_on") or day(row, "due") or day(row, "date") or date.min


def _withheld(code: Code) -> Callable[[Books], Iterator[Hit]]:
    def check(books: Books) -> Iterator[Hit]:
        for payment in books.once(checked).payments:
            for case, column, found, due in _case(books, payment):
                if case is code:
                    details = {
                        "expense": payment.row.get("id", "–"), "found": money(found),
                        "due": money(due),
                    }  # fmt: skip
                    yield Hit(_TABLE, payment.index, column, details, found)

    return check


def rate_unknown(books: Books) -> Iterator[Hit]:
    """Payments of a year for which no rates are known."""
    for payment in books.once(checked).payments:
        if payment.expected is not None and payment.expected.unknown:
            details = {"expense": payment.row.get("id", "–"), "date": _paid(payment.row)}
            yield Hit(_TABLE, payment.index, "income_kind", details)


def kind_missing(books: Books) -> Iterator[Hit]:
    """Fee receipts without a kind of income."""
    for index, row in enumerate(books.rows(_TABLE)):
        none = row.get("income_kind") in (None, "none")
        if row.get("voucher_kind") == "fee_receipt" and none:
            yield Hit(_TABLE, index, "income_kind", {"expense": row.get("id", "–")})


def from_nobody(books: Books) -> Iterator[Hit]:
    """Something withheld from what is no personal income."""
    for index, row in enumerate(books.rows(_TABLE)):
        found = (number(row, "withheld") or ZERO) + (number(row, "premium") or ZERO)
        fee = row.get("voucher_kind") == "fee_receipt"
        if found and row.get("income_kind") in (None, "none") and not fee:
            details = {"expense": row.get("id", "–"), "found": money(found)}
            yield Hit(_TABLE, index, "income_kind", details)


RULES = (
    rule(
        codes.TAX_OFF,
        ("憑證稅額與計算值相差不超過稅額容差。",
         "A stated tax is the computed one, within the tolerance."),
        {**_STATED, "settings": ("tax_rate", "tax_tolerance")}, tax_off,
    ),
    rule(
        codes.TAX_TWICE,
        ("含稅的單價不再外加稅額。", "No tax is added to prices that include it."),
        {_TABLE: (*_STATED[_TABLE], "quantity", "unit_price")}, tax_twice,
    ),
    rule(
        codes.TAX_MISSING,
        ("應稅憑證有稅額。", "A taxed voucher states its tax."), _STATED, tax_missing,
    ),
    rule(
        codes.TAX_ON_EXEMPT,
        ("免稅憑證沒有稅額。", "A voucher free of tax states none."), _STATED, tax_on_exempt,
    ),
    rule(
        codes.SUM_OFF,
        ("總計等於銷售額加稅額。", "The total is net plus tax."), _STATED, sum_off,
    ),
    rule(
        codes.WITHHELD_TOO_LITTLE,
        ("給付個人時依法扣足所得稅。", "Income tax is withheld in full."),
        _WITHHELD, _withheld(codes.WITHHELD_TOO_LITTLE),
    ),
    rule(
        codes.WITHHELD_TOO_MUCH,
        ("不多扣所得稅。", "No more income tax is withheld than due."),
        _WITHHELD, _withheld(codes.WITHHELD_TOO_MUCH),
    ),
    rule(
        codes.NON_RESIDENT_RATE,
        ("非居住者適用非居住者扣繳率。", "Non-residents pay the rate of non-residents."),
        _WITHHELD, _withheld(codes.NON_RESIDENT_RATE),
    ),
    rule(
        codes.PREMIUM_TOO_LITTLE,
        ("達門檻的給付扣足補充保費。", "The premium is withheld in full from the threshold."),
        _WITHHELD, _withheld(codes.PREMIUM_TOO_LITTLE),
    ),
    rule(
        codes.PREMIUM_TOO_MUCH,
        ("不多扣補充保費。", "No more premium is withheld than due."),
        _WITHHELD, _withheld(codes.PREMIUM_TOO_MUCH),
    ),
    rule(
        codes.PREMIUM_BASE,
        ("補充保費以給付總額計算。", "The premium is taken of the whole payment."),
        _WITHHELD, _withheld(codes.PREMIUM_BASE),
    ),
    rule(
        codes.RATE_UNKNOWN,
        ("給付日有可用的法定費率。", "Rates are known for the day of a payment."),
        _WITHHELD, rate_unknown,
    ),
    rule(
        codes.INCOME_KIND_MISSING,
        ("勞務報酬單有所得類別。", "A fee receipt has a kind of income."),
        {_TABLE: ("voucher_kind", "income_kind")}, kind_missing,
    ),
    rule(
        codes.WITHHELD_FROM_NOBODY,
        ("只有個人所得才代扣稅費。", "Only personal income has something withheld."),
        {_TABLE: ("voucher_kind", "income_kind", "withheld", "premium")}, from_nobody,
    ),
)  # fmt: skip
