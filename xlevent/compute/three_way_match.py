"""Three-way match: does an invoice fit its order and what was accepted?

Source: the three-way match of purchasing; tolerances are an organisation's own settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlevent.domain.money import ZERO, product

Outcome = Literal["pay", "pay_with_note", "hold", "no_order"]
Cause = Literal[
    "not_accepted",  # nothing was accepted yet
    "more_than_ordered",
    "more_than_accepted",
    "price_higher",
    "price_lower",
    "negative_quantity",  # a credit note has no order to match
    # Met where a whole order is looked at, see compute.order_match.
    "credit_note",  # it lowers what was invoiced
    "credit_above_invoices",
    "not_signed_off",  # accepted, but nobody has approved it
    "reduction_not_taken",  # accepted at a lower price, invoiced at the full one
    "sum_wrong",  # quantity x price is not the amount
    "other_supplier",
    "other_acceptance",  # the inspection named is of another order
    "order_cancelled",
    "order_incomplete",  # it has no quantity or no price
    "nothing_stated",  # neither amount nor quantity
    "no_rate",  # another currency without its rate
    "unknown_order",
]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Shares of 1 for quantity and price; `cap` limits each difference in money (None: no limit).

    With all at zero every difference holds the payment.
    """

    quantity: Decimal = ZERO
    price: Decimal = ZERO
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """The order's quantity and price of one unit, in the invoice's currency and tax basis."""

    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Invoiced:
    """One invoice's quantity and unit price; `before`: quantity of the order's earlier invoices."""

    quantity: Decimal
    price: Decimal
    before: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Reason:
    """One difference: what was allowed, what was found, and whether it lies within tolerance."""

    cause: Cause
    allowed: Decimal
    found: Decimal
    within: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome and every difference behind it."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()


def three_way_match(
    order: Ordered | None,
    accepted: Decimal | None,
    invoice: Invoiced,
    tolerance: Tolerance | None = None,
) -> Match:
    """Compare quantity with the order and with what was accepted so far, price with the order.

    pay: all agree (invoicing less is no difference); pay_with_note: each difference is within
    its tolerance and the cap; hold: one is beyond; no_order: nothing to compare with.
    """
    limits = tolerance or Tolerance()
    if order is None:
        return Match("no_order")
    if invoice.quantity < 0:
        return Match("hold", (Reason("negative_quantity", ZERO, invoice.quantity, within=False),))
    total = invoice.before + invoice.quantity
    reasons: list[Reason] = []

    def compare(
        cause: Cause, allowed: Decimal, found: Decimal, share: Decimal, per: Decimal
    ) -> None:
        difference = abs(found - allowed)
        within = difference <= product(abs(allowed), share) and (
            limits.cap is None or product(difference, abs(per)) <= limits.cap
        )
        reasons.append(Reason(cause, allowed, found, within))

    if total > order.quantity:
        compare("more_than_ordered", order.quantity, total, limits.quantity, order.price)
    if not accepted and total:
        reasons.append(Reason("not_accepted", ZERO, total, within=False))
    elif accepted is not None and total > accepted:
        compare("more_than_accepted", accepted, total, limits.quantity, order.price)
    if invoice.price != order.price:
        cause: Cause = "price_higher" if invoice.price > order.price else "price_lower"
        compare(cause, order.price, invoice.price, limits.price, invoice.quantity)
    if not reasons:
        return Match("pay")
    fine = all(reason.within for reason in reasons)
    return Match("pay_with_note" if fine else "hold", tuple(reasons))
