"""The supplementary health premium (二代健保補充保險費) on one payment, in whole TWD.

Source: 全民健康保險法第31條; 全民健康保險扣取及繳納補充保險費辦法.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlevent.compute.tax_tw.income import IncomeKind, payment
from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO, Number, exact, product, round_half_up
from xlevent.errors import MisuseError

# Commission of a person is income of a professional practice (9A, broker), hence code 65.
_FROM_THRESHOLD = frozenset(
    ("professional_fee", "manuscript_fee", "commission", "dividend", "interest", "rent")
)


@dataclass(frozen=True, slots=True)
class BonusBasis:
    """What a bonus is measured against, TWD: monthly insured salary, bonuses of the year so far."""

    insured_salary: Decimal
    year_to_date: Decimal = ZERO


def premium(
    kind: IncomeKind, amount: Number, terms: Terms, *, bonus: BonusBasis | None = None
) -> Decimal:
    """The premium of a person who is insured with the NHI; 0 where none is due.

    Fees (65), dividends (66), interest (67), rent (68): on the whole payment from the threshold.
    Part-time wage (63): from the monthly minimum wage. Bonus (62): on the part of the year's
    bonuses above four times the insured salary that this payment adds. At most the cap is
    counted. MisuseError for a bonus without its basis, a negative amount, an unknown day.
    """
    paid = payment(kind, amount)
    if kind == "bonus":
        counted = _bonus(paid, bonus, terms)
    elif kind == "part_time_wage":
        counted = paid if paid >= terms.value("minimum_wage") else ZERO
    elif kind in _FROM_THRESHOLD:
        counted = paid if paid >= terms.value("premium_from") else ZERO
    else:
        return ZERO
    if not counted:
        return ZERO
    return round_half_up(product(min(counted, terms.value("premium_cap")), terms.value("premium")))


def _bonus(paid: Decimal, basis: BonusBasis | None, terms: Terms) -> Decimal:
    if basis is None:
        raise MisuseError(
            Text(
                "獎金的補充保費取決於投保金額。",
                "the premium on a bonus depends on the insured salary.",
            ),
            mend=Text(
                "請提供每月投保金額，以及當年度至今的獎金累計。",
                "Give the monthly insured salary and the bonuses of the year so far.",
            ),
        )
    free = product(terms.value("premium_bonus_multiple"), exact(basis.insured_salary))
    return max(ZERO, min(paid, exact(basis.year_to_date) + paid - free))
