"""Income tax withheld (扣繳) from one payment to a person, in whole TWD.

Source: 各類所得扣繳率標準 (residents: article 2, non-residents: article 3).
"""

from __future__ import annotations

from decimal import Decimal

from xlevent.compute.tax_tw.income import IncomeKind, payment
from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO, Number, product, truncate
from xlevent.errors import MisuseError

_FLAT = frozenset(("professional_fee", "manuscript_fee", "rent", "commission", "prize"))
_SALARY = frozenset(("salary", "part_time_wage", "bonus"))
_FREE = frozenset(("none", "other_income"))


def withholding(kind: IncomeKind, amount: Number, terms: Terms, *, resident: bool) -> Decimal:
    """The tax to withhold, cut off to the dollar.

    Residents: fees, rent, commission, prizes at the flat rate; pay that is not monthly at the
    rate of salaries from the year's threshold; nothing where the tax is 2,000 or less. (Monthly
    pay follows the tax office's own table, which depends on the family and is not here.)
    Non-residents: the general rate; salary at its own, lower up to 1.5 times the minimum wage;
    small manuscript fees are free. MisuseError for dividends and interest, which have rules of
    their own, a negative amount, an unknown day.
    """
    paid = payment(kind, amount)
    if kind == "none":
        return ZERO
    if kind in ("dividend", "interest"):
        raise MisuseError(
            Text(f"這裡不計算 {kind} 的扣繳稅額。", f"the tax on {kind} is not computed here."),
            mend=Text("請洽會計師。", "Ask the accountant."),
        )
    return _resident(kind, paid, terms) if resident else _non_resident(kind, paid, terms)


def _resident(kind: IncomeKind, paid: Decimal, terms: Terms) -> Decimal:
    if kind in _FREE:
        return ZERO
    if kind in _FLAT:
        tax = truncate(product(paid, terms.value("withholding_resident")))
    else:
        due = paid >= terms.value("withholding_salary_from")
        tax = truncate(product(paid, terms.value("withholding_salary"))) if due else ZERO
    return tax if tax > terms.value("withholding_exempt_to") else ZERO


def _non_resident(kind: IncomeKind, paid: Decimal, terms: Terms) -> Decimal:
    if kind in _SALARY:
        limit = product(terms.value("withholding_low_salary_multiple"), terms.value("minimum_wage"))
        low = paid <= limit
        rate = terms.value(
            "withholding_non_resident_low_salary" if low else "withholding_non_resident_salary"
        )
        return truncate(product(paid, rate))
    exempt = terms.value("withholding_non_resident_manuscript_exempt_to")
    if kind == "manuscript_fee" and paid <= exempt:
        return ZERO
    return truncate(product(paid, terms.value("withholding_non_resident")))
