"""All invoices of one order, in the order of their dates, against it and what was accepted.

Prices and amounts are compared in the order's currency and tax basis (net where tax comes on top,
else what is to be paid). Quantities where the invoice states one, else amounts, as for a service
that is invoiced by its share. Credit notes lower what was invoiced, whatever their date: what is
decided today is what may be paid in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from xlevent.compute.three_way_match import (
    Cause,
    Invoiced,
    Match,
    Ordered,
    Reason,
    Tolerance,
    three_way_match,
)
from xlevent.domain.money import ZERO, product, quotient, round_half_up

TaxKind = Literal["included", "added", "none"]
ONE = Decimal(1)
_PLACES = 6  # of a quantity that follows from an amount


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """What was ordered; `rate` to the base currency (None: not known), `price` of one unit."""

    quantity: Decimal | None
    price: Decimal | None
    currency: str
    rate: Decimal | None = ONE
    tax: TaxKind = "included"
    cancelled: bool = False
    supplier: str | None = None

    @property
    def net(self) -> bool:
        """Whether its prices are without tax."""
        return self.tax == "added"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one inspection accepted; `reduction` of the price in the base currency."""

    id: str
    accepted: Decimal
    signed_off: bool = True
    reduction: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class OrderInvoice:
    """An invoice or (gross below zero) a credit note; `unit`: smallest amount of its currency.

    `deducted`: penalties and the like that are not paid out, in the base currency.
    """

    gross: Decimal | None
    net: Decimal | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    date: date | None = None
    currency: str = "TWD"
    rate: Decimal | None = ONE
    tax: TaxKind = "included"
    deducted: Decimal = ZERO
    supplier: str | None = None
    acceptance: str | None = None
    unit: Decimal = ONE


@dataclass(frozen=True, slots=True)
class _Claim:
    """An invoice in the order's terms; quantity None: only its amount counts."""

    amount: Decimal
    price: Decimal
    quantity: Decimal | None
    equivalent: Decimal  # the quantity that its amount is worth
    unit: Decimal
    problems: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Inspected:
    """What all inspections of the order come to."""

    accepted: Decimal
    signed: Decimal
    reduction: Decimal
    ids: frozenset[str]


def _inspected(inspections: Sequence[Inspection]) -> _Inspected:
    return _Inspected(
        sum((i.accepted for i in inspections), ZERO),
        sum((i.accepted for i in inspections if i.signed_off), ZERO),
        sum((i.reduction for i in inspections), ZERO),
        frozenset(i.id for i in inspections),
    )


def match_invoices(
    order: OrderTerms,
    inspections: Sequence[Inspection],
    invoices: Sequence[OrderInvoice],
    tolerance: Tolerance,
    tax_rate: Decimal,
) -> list[Match]:
    """One match for each invoice, in the order given; earlier dates come first in the sums.

    `tolerance.cap` is in the base currency. `tax_rate` turns net prices into gross ones.
    """
    whole = _order_problem(order)
    if whole is not None:
        return [_held(whole) for _ in invoices]
    claims = [_claim(order, invoice, tax_rate) for invoice in invoices]
    credits = [
        claim
        for claim, invoice in zip(claims, invoices, strict=True)
        if isinstance(claim, _Claim) and _is_credit(invoice)
    ]
    found: list[Match] = [Match("pay")] * len(invoices)
    amount = sum((credit.amount for credit in credits), ZERO)
    quantity = sum((credit.equivalent for credit in credits), ZERO)
    claimed = amount
    inspected = _inspected(inspections)
    everything = sum((c.amount for c in claims if isinstance(c, _Claim)), ZERO)
    for i in sorted(range(len(invoices)), key=lambda i: (invoices[i].date or date.max, i)):
        claim, invoice = claims[i], invoices[i]
        if not isinstance(claim, _Claim):
            found[i] = Match("hold", (claim,))
            continue
        if _is_credit(invoice):
            found[i] = _credit(claim, everything)
            continue
        limits = replace(tolerance, cap=_cap(order, invoice, tolerance))
        base = _compared(order, inspected.accepted, claim, (quantity, amount), limits)
        amount += claim.amount
        quantity += claim.equivalent
        claimed += claim.amount - _foreign(invoice.deducted, order, invoice)
        more = [*claim.problems, *_around(order, inspected, invoice)]
        more += _unsigned(inspected, quantity)
        more += _reduced(order, inspected, claim, claimed, tax_rate)
        found[i] = Match("hold", (*more, *base.reasons)) if more else base
    return found


def _held(cause: Cause, allowed: Decimal = ZERO, found: Decimal = ZERO) -> Match:
    return Match("hold", (Reason(cause, allowed, found, within=False),))


def _is_credit(invoice: OrderInvoice) -> bool:
    return invoice.gross is not None and invoice.gross < 0


def _order_problem(order: OrderTerms) -> Cause | None:
    if order.cancelled:
        return "order_cancelled"
    return "order_incomplete" if order.quantity is None or order.price is None else None


def _claim(order: OrderTerms, invoice: OrderInvoice, tax_rate: Decimal) -> _Claim | Reason:
    gross, price, quantity = invoice.gross, order.price or ZERO, invoice.quantity
    if gross is None:
        return Reason("nothing_stated", ZERO, ZERO, within=False)
    factor = _factor(order, invoice)
    if factor is None:
        return Reason("no_rate", ZERO, ZERO, within=False)
    own = _own_basis(order, invoice, gross, tax_rate)
    amount, unit = product(own, factor), product(invoice.unit, factor)
    equivalent = round_half_up(quotient(amount, price) or ZERO, _PLACES)
    if gross < 0:
        # Of goods taken back the quantity says how many; a lower price is an amount only.
        back = equivalent if quantity is None else -abs(quantity)
        return _Claim(amount, price, None, back, unit, ())
    if not quantity:
        return _Claim(amount, price, None, equivalent, unit, ())
    problems: tuple[Reason, ...] = ()
    each = quotient(amount, quantity) or ZERO
    if invoice.price is not None:
        stated = product(quantity, invoice.price)
        if abs(stated - own) <= invoice.unit:
            each = product(invoice.price, factor)
        elif not any(abs(stated - x) <= invoice.unit for x in (gross, invoice.net or gross)):
            problems = (Reason("sum_wrong", stated, gross, within=False),)
    if each != price and product(abs(each - price), quantity) <= unit:
        each = price  # the difference is that of rounding a total
    return _Claim(amount, each, quantity, quantity, unit, problems)


def _own_basis(
    order: OrderTerms, invoice: OrderInvoice, gross: Decimal, tax_rate: Decimal
) -> Decimal:
    """The invoice's amount, in its own currency, with or without tax as the order's price is."""
    if not order.net or invoice.tax == "none":
        return gross
    return invoice.net if invoice.net is not None else quotient(gross, 1 + tax_rate) or ZERO


def _factor(order: OrderTerms, invoice: OrderInvoice) -> Decimal | None:
    if invoice.rate is None:
        return None
    if invoice.currency == order.currency:
        return ONE
    return None if not order.rate else quotient(invoice.rate, order.rate)


def _foreign(amount: Decimal, order: OrderTerms, invoice: OrderInvoice) -> Decimal:
    """An amount of the base currency in the order's."""
    return quotient(amount, order.rate or invoice.rate or ONE) or ZERO


def _cap(order: OrderTerms, invoice: OrderInvoice, tolerance: Tolerance) -> Decimal | None:
    return None if tolerance.cap is None else _foreign(tolerance.cap, order, invoice)


def _compared(
    order: OrderTerms,
    accepted: Decimal,
    claim: _Claim,
    before: tuple[Decimal, Decimal],
    limits: Tolerance,
) -> Match:
    quantity, price = order.quantity or ZERO, order.price or ZERO
    so_far, invoiced = before
    if claim.quantity is not None:
        return three_way_match(
            Ordered(quantity, price), accepted, Invoiced(claim.quantity, claim.price, so_far),
            limits,
        )  # fmt: skip
    value, worth = product(quantity, price), product(accepted, price)
    total = invoiced + claim.amount
    for limit in (value, worth):
        if limit < total <= limit + claim.unit:
            total = limit  # shares are rounded one by one
    return three_way_match(
        Ordered(value, ONE), worth, Invoiced(max(total - invoiced, ZERO), ONE, invoiced), limits
    )


def _credit(claim: _Claim, everything: Decimal) -> Match:
    if everything < 0:
        return _held("credit_above_invoices", everything - claim.amount, claim.amount)
    return Match("pay_with_note", (Reason("credit_note", ZERO, claim.amount, within=True),))


def _around(order: OrderTerms, inspected: _Inspected, invoice: OrderInvoice) -> list[Reason]:
    found: list[Reason] = []
    if order.supplier and invoice.supplier and order.supplier != invoice.supplier:
        found.append(Reason("other_supplier", ZERO, ZERO, within=False))
    if invoice.acceptance and invoice.acceptance not in inspected.ids:
        found.append(Reason("other_acceptance", ZERO, ZERO, within=False))
    return found


def _unsigned(inspected: _Inspected, total: Decimal) -> list[Reason]:
    claimed = min(total, inspected.accepted)
    if inspected.signed < claimed:
        return [Reason("not_signed_off", inspected.signed, claimed, within=False)]
    return []


def _reduced(
    order: OrderTerms,
    inspected: _Inspected,
    claim: _Claim,
    claimed: Decimal,
    tax_rate: Decimal,
) -> list[Reason]:
    """Whether what was taken off the price is also taken off the invoices."""
    if not inspected.reduction:
        return []
    off = quotient(inspected.reduction, order.rate or ONE) or ZERO
    if order.net:
        off = quotient(off, 1 + tax_rate) or ZERO
    allowed = product(inspected.accepted, order.price or ZERO) - off
    if claimed <= allowed + claim.unit:
        return []
    return [Reason("reduction_not_taken", allowed, claimed, within=False)]
