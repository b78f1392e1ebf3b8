"""Order, acceptance and invoice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import Vector, load, numbers
from xlevent.compute.three_way_match import (
    Invoiced,
    Match,
    Ordered,
    Tolerance,
    three_way_match,
)

D = Decimal
FIVE = Tolerance(D("0.05"), D("0.03"))
QUANTITY = st.decimals(0, 1000, places=1)
PRICE = st.decimals(0, 1000, places=2)


@pytest.mark.parametrize("vector", load("money")["three_way_match"], ids=str)
def test_vectors(vector: Vector) -> None:
    ordered, accepted, invoiced, order_price, price, of_quantity, of_price = numbers(
        vector, "ordered", "accepted", "invoiced", "order_price", "invoice_price",
        "quantity_tolerance", "price_tolerance",
    )  # fmt: skip
    found = three_way_match(
        Ordered(ordered, order_price), accepted, Invoiced(invoiced, price),
        Tolerance(of_quantity, of_price),
    )  # fmt: skip
    assert found.outcome == vector["outcome"].replace(" ", "_")


def match(
    accepted: str | None, quantity: str, price: str, before: str = "0", cap: str | None = None
) -> Match:
    """Fifty ordered at 100."""
    tolerance = Tolerance(D("0.05"), D("0.03"), None if cap is None else D(cap))
    invoice = Invoiced(D(quantity), D(price), D(before))
    return three_way_match(Ordered(D(50), D(100)), accepted and D(accepted), invoice, tolerance)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "outcome", "causes"),
    [
        (match("50", "50", "100"), "pay", []),
        (match("50", "20", "100"), "pay", []),
        (match("50", "52", "100"), "pay_with_note", ["more_than_ordered", "more_than_accepted"]),
        (match("47", "50", "100"), "hold", ["more_than_accepted"]),
        (match("48", "50", "100"), "pay_with_note", ["more_than_accepted"]),
        (match("20", "20", "100", "20"), "hold", ["more_than_accepted"]),
        (match("50", "20", "100", "40"), "hold", ["more_than_ordered", "more_than_accepted"]),
        (match(None, "10", "100"), "hold", ["not_accepted"]),
        (match("0", "10", "100"), "hold", ["not_accepted"]),
        (match("50", "50", "103"), "pay_with_note", ["price_higher"]),
        (match("50", "50", "103.01"), "hold", ["price_higher"]),
        (match("50", "50", "98"), "pay_with_note", ["price_lower"]),
        (match("50", "50", "90"), "hold", ["price_lower"]),
        (match("50", "50", "102", cap="100"), "pay_with_note", ["price_higher"]),
        (match("50", "50", "102", cap="99"), "hold", ["price_higher"]),
        (match("50", "-1", "100"), "hold", ["negative_quantity"]),
    ],
)
def test_by_hand(found: Match, outcome: str, causes: list[str]) -> None:
    assert found.outcome == outcome
    assert [reason.cause for reason in found.reasons] == causes


def test_without_an_order() -> None:
    assert three_way_match(None, D(5), Invoiced(D(5), D(1))).outcome == "no_order"


def test_no_tolerance_unless_given() -> None:
    found = three_way_match(Ordered(D(50), D(100)), D(50), Invoiced(D(50), D("100.01")))
    assert found.outcome == "hold"


ORDER = ["pay", "pay_with_note", "hold"]


@given(QUANTITY, PRICE, QUANTITY, QUANTITY, PRICE, st.integers(0, 20))
def test_a_wider_tolerance_never_holds_more(
    ordered: D, price: D, accepted: D, invoiced: D, invoice_price: D, percent: int
) -> None:
    share = D(percent) / 100
    outcomes = [
        ORDER.index(
            three_way_match(
                Ordered(ordered, price), accepted, Invoiced(invoiced, invoice_price), tolerance
            ).outcome
        )
        for tolerance in (
            Tolerance(share, share),
            Tolerance(share + D("0.01"), share + D("0.01")),
        )
    ]
    assert outcomes[1] <= outcomes[0]


@given(QUANTITY.filter(bool), PRICE, st.lists(QUANTITY, min_size=1, max_size=5))
def test_paid_in_parts_never_pays_more_than_accepted(ordered: D, price: D, parts: list[D]) -> None:
    paid = D(0)
    for part in parts:
        found = three_way_match(Ordered(ordered, price), ordered, Invoiced(part, price, paid))
        if found.outcome == "pay":
            paid += part
    assert paid <= ordered
