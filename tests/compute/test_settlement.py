"""Settlement of a subsidised event."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import Vector, load, number, numbers
from xlevent.compute.settlement import settle

COST = st.integers(1, 10**9)


@pytest.mark.parametrize("vector", load("taiwan")["settlement"], ids=str)
def test_settlement(vector: Vector) -> None:
    a, b, c, e = numbers(
        vector, "approved_cost", "approved_subsidy", "received_subsidy", "actual_cost"
    )
    found = settle(a, b, c, e)
    for name in ("ratio", "unspent", "to_return", "subsidy_share", "own_share"):
        assert getattr(found, name) == number(vector[name]), name


def test_without_an_approved_cost_nothing_is_known() -> None:
    found = settle(0, 0, 0, 100)
    assert (found.ratio, found.to_return, found.subsidy_share, found.own_share) == (None,) * 4
    assert found.unspent == -100


def test_the_agency_still_owes_what_it_has_not_paid() -> None:
    found = settle(500_000, 300_000, 100_000, 450_000)
    assert found.to_return == -170_000
    assert found.subsidy_share == 270_000
    assert found.own_share == 180_000


@given(COST, COST, COST, COST)
def test_shares_sum_to_the_actual_cost(a: int, b: int, c: int, e: int) -> None:
    found = settle(a, b, c, e)
    assert found.subsidy_share is not None
    assert found.own_share is not None
    assert found.subsidy_share + found.own_share == e
    # What the agency bears is its ratio of the actual cost, whatever it has paid so far.
    assert abs(found.subsidy_share - Decimal(e) * b / a) <= Decimal("0.5000001")


@given(COST, COST, COST)
def test_received_in_full_the_printed_form_agrees(a: int, b: int, e: int) -> None:
    found = settle(a, b, b, e)
    assert found.to_return is not None
    assert found.subsidy_share == b - found.to_return


def test_other_currencies_have_their_decimals() -> None:
    found = settle(Decimal(300), Decimal(100), Decimal(100), Decimal("200.01"), "USD")
    assert found.to_return == Decimal("33.33")
