"""The dated table of Taiwan's rates."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.rates_tw import RATE_NAMES, RATES, NoRateError, RateName, rate
from xlevent.errors import MisuseError


def test_every_name_has_a_row_with_a_source() -> None:
    assert {row.name for row in RATES} == set(RATE_NAMES)
    assert all(row.source and row.value > 0 for row in RATES)


@pytest.mark.parametrize("name", RATE_NAMES)
def test_rows_of_a_name_do_not_overlap(name: RateName) -> None:
    rows = sorted((r for r in RATES if r.name == name), key=lambda r: r.valid_from)
    for before, after in pairwise(rows):
        assert before.valid_until == after.valid_from - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "wage"),
    [("2024-01-01", 27470), ("2025-12-31", 28590), ("2026-01-01", 29500), ("2026-12-31", 29500)],
)
def test_the_value_of_a_day(day: str, wage: int) -> None:
    assert rate("minimum_wage", date.fromisoformat(day)).value == wage


@pytest.mark.parametrize("day", ["2023-12-31", "2027-01-01"])
def test_a_day_outside_says_so(day: str) -> None:
    with pytest.raises(NoRateError, match=f"no minimum_wage for {day}.*2024-01-01.*2026-12-31"):
        rate("minimum_wage", date.fromisoformat(day))


def test_a_rate_that_is_not_announced_each_year_goes_on() -> None:
    assert rate("business_tax", date(2031, 5, 1)).value == Decimal("0.05")
    with pytest.raises(NoRateError, match="2021-01-01 to now"):
        rate("premium", date(2020, 12, 31))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no rate is called 'x'"):
        rate("x", date(2026, 1, 1))  # type: ignore[arg-type]


def test_an_override_wins_over_the_table_and_beyond_it() -> None:
    later = Terms(date(2027, 1, 1), {"minimum_wage": Decimal(30500)})
    assert later.value("minimum_wage") == 30500
    with pytest.raises(MisuseError, match="withholding_salary_from as an override"):
        later.value("withholding_salary_from")
