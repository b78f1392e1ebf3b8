"""What should be withheld from a payment, and until when it must be handed over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from xlevent.compute.tax_tw.expected import (
    Expected,
    expected_deductions,
    premium_due_on,
    tax_due_on,
)
from xlevent.compute.tax_tw.income import IncomeKind
from xlevent.compute.tax_tw.terms import Terms

D = Decimal
IN_2026, IN_2027 = Terms(date(2026, 3, 1)), Terms(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("kind", "gross", "resident", "tax", "premium"),
    [
        ("professional_fee", 30000, True, 3000, 633),
        ("professional_fee", 20000, True, 0, 422),
        ("professional_fee", 30000, False, 6000, 0),
        ("manuscript_fee", 5000, False, 0, 0),
        ("part_time_wage", 29500, True, 0, 622),
        ("part_time_wage", 29499, True, 0, 0),
        ("salary", 40000, False, 2400, 0),
        ("salary", 40000, True, None, 0),
        ("bonus", 100000, True, 5000, None),
        ("none", 100000, True, 0, 0),
        ("professional_fee", -30000, True, 0, 0),
    ],
)
def test_expected(
    kind: IncomeKind, gross: int, resident: bool, tax: int | None, premium: int | None
) -> None:
    found = expected_deductions(kind, gross, IN_2026, resident=resident)
    assert (found.tax, found.premium, found.unknown) == (tax, premium, False)


def test_a_year_that_the_table_does_not_know_is_said_not_guessed() -> None:
    assert expected_deductions("part_time_wage", 40000, IN_2027) == Expected(None, None, True)
    assert expected_deductions("professional_fee", 30000, IN_2027) == Expected(D(3000), D(633))
    told = Terms(date(2027, 3, 1), {"minimum_wage": D(30000), "withholding_salary_from": D(91000)})
    assert expected_deductions("part_time_wage", 40000, told) == Expected(D(0), D(844))


def test_days_by_which_to_pay() -> None:
    assert tax_due_on(date(2026, 11, 27), resident=True) == date(2026, 12, 10)
    assert tax_due_on(date(2026, 12, 31), resident=True) == date(2027, 1, 10)
    assert tax_due_on(date(2026, 11, 27), resident=False) == date(2026, 12, 7)
    assert premium_due_on(date(2026, 12, 31)) == date(2027, 1, 31)
    assert premium_due_on(date(2027, 1, 31)) == date(2027, 2, 28)
    assert tax_due_on(date.max, resident=True) == premium_due_on(date.max) == date.max
    assert tax_due_on(date.max, resident=False) == date.max
