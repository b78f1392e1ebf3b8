"""Load, available, forecast of budget lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import Vector, load, number, numbers
from xlevent.compute.budget import Line, Order, available, budget_load
from xlevent.domain.money import ZERO

GOLDEN = load("money")
AMOUNT = st.decimals(0, 10**9, places=2)
ORDERS = st.lists(
    st.builds(Order, AMOUNT, st.lists(AMOUNT, max_size=4).map(tuple), st.booleans()), max_size=6
)


@pytest.mark.parametrize("vector", GOLDEN["budget_load"], ids=lambda v: v["source"])
def test_budget_load(vector: Vector) -> None:
    orders = [
        Order(number(o["value"]), tuple(map(number, o["invoices"])), o["closed"])
        for o in vector["orders"]
    ]
    assert budget_load(map(number, vector["without_order"]), orders) == number(vector["load"])


@pytest.mark.parametrize("vector", GOLDEN["available"], ids=str)
def test_available(vector: Vector) -> None:
    revised, actual, commitment = numbers(vector, "revised", "actual", "open_commitment")
    line = Line(revised, actual=actual, open_commitment=commitment)
    assert available(revised, actual, commitment) == line.available == number(vector["available"])


@given(st.lists(AMOUNT, max_size=5), ORDERS)
def test_load_is_actual_plus_open_commitment(loose: list[Decimal], orders: list[Order]) -> None:
    actual = sum(loose, ZERO) + sum((o.invoiced for o in orders), ZERO)
    open_amount = sum((o.open_commitment for o in orders), ZERO)
    assert budget_load(loose, orders) == actual + open_amount
    assert budget_load(loose[::-1], orders[::-1]) == actual + open_amount


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_variance_is_available_less_what_remains(
    baseline: Decimal, changes: Decimal, actual: Decimal, committed: Decimal, remaining: Decimal
) -> None:
    line = Line(baseline, changes, actual, committed, remaining)
    assert line.variance == line.available - remaining
    assert line.forecast + line.variance == line.revised


def test_an_order_invoiced_above_its_value_commits_nothing_more() -> None:
    assert Order(Decimal(1600), (Decimal(900), Decimal(1100))).open_commitment == 0
    assert Order(Decimal(1600), (), closed=True).load == 0
