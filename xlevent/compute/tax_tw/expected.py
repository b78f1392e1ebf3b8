"""What the law asks to withhold from one payment to a person, and when it must be paid on.

Source: 所得稅法第88、92條; 全民健康保險法第31條.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xlevent.compute.tax_tw.income import IncomeKind
from xlevent.compute.tax_tw.premium import premium
from xlevent.compute.tax_tw.terms import Terms
from xlevent.compute.tax_tw.withholding import withholding
from xlevent.domain.money import ZERO, Number, exact, round_half_up
from xlevent.errors import MisuseError

_LAST = date(9999, 10, 1)  # a typing error; the months after it have no dates


@dataclass(frozen=True, slots=True)
class Expected:
    """Tax and premium in whole TWD; None: not to be told from the payment alone.

    `unknown`: the table has no value for that day, and no override gives one.
    """

    tax: Decimal | None
    premium: Decimal | None
    unknown: bool = False


def expected_deductions(
    kind: IncomeKind, gross: Number, terms: Terms, *, resident: bool = True
) -> Expected:
    """What to withhold from one payment to one person.

    Not told: the tax on the salary of the own employee (it follows the tax office's table of
    monthly pay) and the premium on a bonus (it depends on the insured salary). A refund
    (gross below zero) has nothing to withhold. Non-residents count as not insured.
    """
    paid = round_half_up(exact(gross))
    if kind == "none" or paid <= 0:
        return Expected(ZERO, ZERO)
    monthly = kind == "salary" and resident
    tax, no_tax = (None, False) if monthly else _known(
        lambda: withholding(kind, paid, terms, resident=resident)
    )  # fmt: skip
    due: Decimal | None
    no_due = False
    if not resident:
        due = ZERO
    elif kind == "bonus":
        due = None
    else:
        due, no_due = _known(lambda: premium(kind, paid, terms))
    return Expected(tax, due, no_tax or no_due)


def _known(compute: Callable[[], Decimal]) -> tuple[Decimal | None, bool]:
    try:
        return compute(), False
    except MisuseError:
        return None, True


def tax_due_on(paid_on: date, *, resident: bool) -> date:
    """Last day to hand over the tax: the 10th of the next month; non-residents: ten days."""
    if paid_on >= _LAST:
        return date.max
    if not resident:
        return paid_on + timedelta(days=10)
    return _next_month(paid_on).replace(day=10)


def premium_due_on(paid_on: date) -> date:
    """Last day to hand over the premium: the end of the next month."""
    if paid_on >= _LAST:
        return date.max
    return _next_month(_next_month(paid_on)) - timedelta(days=1)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
