"""Value and return of sponsorships."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import Vector, load, number, numbers, printed
from xlevent.compute import sponsor_value as value

GOLDEN = load("sponsor")


@pytest.mark.parametrize("vector", GOLDEN["roi"], ids=lambda v: v["source"])
def test_return(vector: Vector) -> None:
    benefits, costs = numbers(vector, "benefits", "costs")
    roi = value.return_on_investment(benefits, costs)
    assert printed(roi, vector["roi"]) == number(vector["roi"])
    if "bcr" in vector:
        bcr = value.benefit_cost_ratio(benefits, costs)
        assert printed(bcr, vector["bcr"]) == number(vector["bcr"])


@pytest.mark.parametrize("vector", GOLDEN["blank"], ids=str)
def test_no_cost_no_return(vector: Vector) -> None:
    benefits, costs = numbers(vector, "benefits", "costs")
    assert value.return_on_investment(benefits, costs) is None
    assert value.benefit_cost_ratio(benefits, costs) is None


@pytest.mark.parametrize("vector", GOLDEN["impressions"], ids=lambda v: v["source"])
def test_impressions(vector: Vector) -> None:
    impressions, cpm = numbers(vector, "impressions", "cpm")
    found = value.impressions_value(impressions, cpm, number(vector.get("share", 1)))
    assert found == number(vector["value"])


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_bcr_is_one_more_than_roi(benefits: int, costs: int) -> None:
    bcr = value.benefit_cost_ratio(benefits, costs)
    roi = value.return_on_investment(benefits, costs)
    assert bcr is not None
    assert roi is not None
    assert abs(bcr - 1 - roi) < Decimal("1e-20")


def test_both_sides() -> None:
    assert value.sponsor_return(300, 100, 50) == 1
    assert value.sponsor_return(300, 100, 50, in_kind=150) == 0
    assert value.organiser_return(80, 20, 50) == 1
    assert value.organiser_return(80, 20, 0) is None
    assert value.fulfilment(200, 50) == Decimal("0.75")
    assert value.fulfilment(0, 0) is None
