"""Exact amounts, rounding by currency, shares that sum up."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.domain import money
from xlevent.sheets.registry import registry


@pytest.mark.parametrize(
    ("value", "currency", "rounded"),
    [
        ("127.5", "TWD", "128"),
        ("126.5", "TWD", "127"),
        ("-127.5", "TWD", "-128"),
        ("0.5", "JPY", "1"),
        ("1.005", "USD", "1.01"),
        ("1.0005", "KWD", "1.001"),
        ("1.00005", "CLF", "1.0001"),
    ],
)
def test_half_up_by_currency(value: str, currency: str, rounded: str) -> None:
    assert str(money.round_money(Decimal(value), currency)) == rounded


def test_every_currency_of_the_workbook_is_known() -> None:
    for option in registry().lists["currency"].options:
        assert money.decimals(option.key) in (0, 2)


@pytest.mark.parametrize("code", ["twd", "NTD", "", "XXX"])
def test_an_unknown_currency_is_named(code: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        money.decimals(code)


def test_a_float_is_its_shortest_text() -> None:
    assert money.exact(0.1) == Decimal("0.1")
    assert money.exact(1.005) == Decimal("1.005")


@pytest.mark.parametrize("value", [True, "x", "", float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no number"):
        money.exact(value)  # type: ignore[arg-type]


def test_minus_a_little_is_zero_without_a_sign() -> None:
    assert str(money.round_half_up(Decimal("-0.2"))) == "0"
    assert str(money.truncate(Decimal("-0.9"))) == "0"


def test_the_caller_s_decimal_context_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        assert money.round_half_up(Decimal("123456.5")) == 123457
        assert money.product(123456, Decimal("0.0211")) == Decimal("2604.9216")
        assert money.truncate(Decimal("123456.9")) == 123456


def test_a_divisor_of_zero_gives_nothing() -> None:
    assert money.quotient(1, 0) is None
    assert money.quotient(1, Decimal("0.00")) is None
    assert money.quotient(1, 8) == Decimal("0.125")


def test_shares_go_to_the_largest_remainder() -> None:
    assert money.allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert money.allocate(10, [1, 2, 3]) == [2, 3, 5]
    assert money.allocate(-100, [1, 1, 1]) == [-34, -33, -33]
    assert money.allocate(Decimal("0.05"), [1, 1], "USD") == [Decimal("0.03"), Decimal("0.02")]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 2]])
def test_bad_weights_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        money.allocate(100, weights)


def test_a_fraction_cannot_be_shared_in_whole_units() -> None:
    with pytest.raises(ValueError, match="smallest unit of TWD"):
        money.allocate(Decimal("0.5"), [1])


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.decimals(0, 10**6, places=4), min_size=1).filter(any),
)
def test_shares_sum_up_and_are_within_a_unit_of_their_part(
    amount: int, weights: list[Decimal]
) -> None:
    shares = money.allocate(amount, weights)
    assert sum(shares) == amount
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - amount * weight / whole) < Decimal("1.0001")


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 5))
def test_rounding_moves_by_half_a_unit_at_most(value: Decimal, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    assert abs(money.round_half_up(value, places) - value) <= unit / 2
    assert 0 <= abs(value) - abs(money.truncate(value, places)) < unit
    assert money.round_half_up(-value, places) == -money.round_half_up(value, places)
