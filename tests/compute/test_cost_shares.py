"""Shared vouchers and the shares of all payers: nothing is lost, nothing is counted twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import Vector, load
from xlevent.compute.cost_shares import (
    Share,
    Voucher,
    borne_by_source,
    payer_shares,
    share_out,
)
from xlevent.compute.settlement import settle
from xlevent.domain.money import ZERO

D = Decimal
SOURCES = ("A", "B", "C", "D")


def test_a_voucher_without_rows_counts_for_its_own_source() -> None:
    (shared,) = share_out([Voucher("EX-1", D(100), "A")], [])
    assert shared.borne() == {"A": D(100)}
    assert shared.check == "complete"


def test_odd_dollars_go_to_the_largest_remainders_then_to_the_first_row() -> None:
    rows = [Share("EX-1", s, w) for s, w in zip("ABC", (D("0.2"), D("0.4"), D("0.4")), strict=True)]
    (shared,) = share_out([Voucher("EX-1", D(101), "A")], rows)
    assert [amount for _, amount in shared.rows] == [D(20), D(41), D(40)]  # 20.2, 40.4, 40.4
    assert shared.check == "complete"


@pytest.mark.parametrize(
    ("rows", "check", "borne"),
    [
        ([("B", "0.25", None)], "rest", {"A": 75, "B": 25}),
        ([("A", "0.5", None), ("B", "0.25", None)], "short", {"A": 75, "B": 25}),
        ([("B", "0.75", None), ("C", "0.5", None)], "over", {"A": -25, "B": 75, "C": 50}),
        ([("B", "0", "30"), ("C", "0.7", None)], "complete", {"B": 30, "C": 70}),
    ],
)
def test_what_rows_leave(
    rows: list[tuple[str, str, str | None]], check: str, borne: dict[str, int]
) -> None:
    shares = [Share("EX-1", s, D(w), None if a is None else D(a)) for s, w, a in rows]
    (shared,) = share_out([Voucher("EX-1", D(100), "A")], shares)
    assert shared.check == check
    assert {k: int(v) for k, v in shared.borne().items()} == borne


amounts = st.integers(-(10**9), 10**9).map(D)
weights = st.integers(0, 10_000).map(lambda n: D(n).scaleb(-4))


@given(
    st.lists(st.tuples(amounts, st.sampled_from(SOURCES)), max_size=6),
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from(SOURCES), weights, st.none() | amounts),
        max_size=12,
    ),
)
def test_nothing_of_a_voucher_is_lost(
    vouchers: list[tuple[Decimal, str]],
    rows: list[tuple[int, str, Decimal, Decimal | None]],
) -> None:
    made = [Voucher(str(i), amount, source) for i, (amount, source) in enumerate(vouchers)]
    shares = [Share(str(v), source, share, amount) for v, source, share, amount in rows]
    shared = share_out(made, shares)
    assert sum(borne_by_source(shared).values(), ZERO) == sum((v.amount for v in made), ZERO)
    for voucher in shared:
        assert sum(voucher.borne().values(), ZERO) == voucher.voucher.amount
        by_share = [(r, a) for r, a in voucher.rows if r.amount is None]
        for row, amount in by_share:
            assert abs(amount - voucher.voucher.amount * row.share) < 1


@given(
    cost=st.integers(0, 10**10).map(D),
    booked=st.lists(st.integers(0, 10**9).map(D), min_size=1, max_size=6),
    form=st.lists(st.integers(0, 10**9).map(D), max_size=3),
    places=st.integers(0, 2),
)
def test_the_shares_of_all_payers_are_the_cost(
    cost: Decimal, booked: list[Decimal], form: list[Decimal], places: int
) -> None:
    by_form = {f"G{i}": x for i, x in enumerate(form)}
    others = {f"S{i}": x for i, x in enumerate(booked)}
    promised = {**dict.fromkeys(by_form, D(1)), **dict.fromkeys(others, D(1))}
    shares = payer_shares(cost, others, promised, by_form, places)
    assert sum(shares.values(), ZERO) == cost
    assert list(shares) == list(promised)
    assert {k: shares[k] for k in by_form} == by_form


@pytest.mark.parametrize("vector", load("taiwan")["settlement"], ids=str)
def test_golden_settlement_among_payers(vector: Vector) -> None:
    done = settle(
        vector["approved_cost"], vector["approved_subsidy"], vector["received_subsidy"],
        vector["actual_cost"],
    )  # fmt: skip
    assert done.subsidy_share is not None
    cost = D(str(vector["actual_cost"]))
    shares = payer_shares(
        cost, {"own": cost}, {"grant": D(1), "own": D(1)}, {"grant": done.subsidy_share}
    )
    assert shares == {"grant": D(vector["subsidy_share"]), "own": D(vector["own_share"])}


def test_nobody_bears_the_rest() -> None:
    assert payer_shares(D(100), {}, {"G": D(60)}, {"G": D(60)}) == {"G": D(60)}


def test_a_capped_grant_bears_no_excess() -> None:
    shared = settle(500_000, 300_000, 300_000, 600_000)
    capped = settle(500_000, 300_000, 300_000, 600_000, capped=True)
    assert (shared.subsidy_share, shared.own_share) == (D(360_000), D(240_000))
    assert (capped.to_return, capped.subsidy_share, capped.own_share) == (
        D(0), D(300_000), D(300_000),
    )  # fmt: skip
    assert capped.unspent == D(-100_000)
    below = settle(500_000, 300_000, 300_000, 450_000, capped=True)
    assert below == settle(500_000, 300_000, 300_000, 450_000)
