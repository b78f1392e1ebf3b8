"""Earned value and earned schedule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import Vector, load, number, printed
from xlevent.compute.earned_value import EarnedValue, earned_schedule, schedule_index
from xlevent.errors import MisuseError

GIVEN = frozenset(("bac", "pv", "ev", "ac", "source"))
NAMES = {"eac_cpi": "eac", "eac_atypical": "eac_as_planned", "tcpi_bac": "tcpi"}
AMOUNT = st.decimals(1, 10**8, places=2)


@pytest.mark.parametrize("vector", load("evm"), ids=str)
def test_vectors(vector: Vector) -> None:
    pv = number(vector["pv"]) if "pv" in vector else None
    state = EarnedValue(number(vector["bac"]), number(vector["ev"]), number(vector["ac"]), pv)
    expected = {k: v for k, v in vector.items() if k not in GIVEN}
    assert expected
    for key, value in expected.items():
        found = getattr(state, NAMES.get(key, key))
        if value is None:
            assert found is None, key
        else:
            assert printed(found, value) == number(value), key


def test_nothing_spent_nothing_earned_is_blank() -> None:
    state = EarnedValue(Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    for name in ("cpi", "spi", "eac", "eac_composite", "etc", "vac", "tcpi", "tcpi_eac"):
        assert getattr(state, name) is None, name
    assert state.eac_as_planned == 0


def test_without_a_plan_only_cost_is_known() -> None:
    state = EarnedValue(Decimal(100), Decimal(50), Decimal(40))
    assert (state.sv, state.spi, state.eac_composite) == (None, None, None)
    assert state.eac == 80


def test_work_without_cost_has_no_index() -> None:
    state = EarnedValue(Decimal(100), Decimal(50), Decimal(0), Decimal(50))
    assert (state.cpi, state.eac, state.eac_composite, state.vac) == (None,) * 4


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_identities(bac: Decimal, ev: Decimal, ac: Decimal, pv: Decimal) -> None:
    state = EarnedValue(bac, ev, ac, pv)
    small = Decimal("1e-12")
    assert state.eac is not None
    assert state.cpi is not None
    assert state.spi is not None
    assert state.etc is not None
    assert state.vac is not None
    assert state.eac_composite is not None
    assert abs(state.eac * state.cpi - bac) < small * bac
    assert abs(state.etc + ac - state.eac) < small * state.eac
    assert abs(state.vac + state.eac - bac) < small * (bac + state.eac)
    rest = (state.eac_composite - ac) * state.cpi * state.spi
    assert abs(rest - (bac - ev)) < small * (abs(rest) + abs(bac - ev) + ac * state.cpi * state.spi)
    if state.tcpi_eac is not None and bac - ev > 1:
        # At the pace so far the estimate is met.
        assert abs(state.tcpi_eac - state.cpi) < Decimal("1e-6") * state.cpi


# --- earned schedule -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ev", "planned", "periods"),
    [
        (0, [100, 200], "0"),
        (50, [100, 200], "0.5"),
        (100, [100, 200], "1"),
        (150, [100, 300], "1.25"),
        (200, [100, 200, 200], "2"),  # the first period whose plan is the whole
        (250, [100, 200], "2"),
        (100, [100, 100, 200], "2"),  # the plan stands still: all its periods are reached
    ],
)
def test_earned_schedule(ev: int, planned: list[int], periods: str) -> None:
    assert earned_schedule(ev, planned) == Decimal(periods)


def test_earned_schedule_without_a_plan() -> None:
    assert earned_schedule(10, []) is None
    assert earned_schedule(10, [0, 0]) is None
    assert schedule_index(None, 3) is None
    assert schedule_index(Decimal(2), 0) is None
    assert schedule_index(Decimal(3), 4) == Decimal("0.75")


@pytest.mark.parametrize("planned", [[100, 50], [-1]])
def test_a_falling_plan_is_refused(planned: list[int]) -> None:
    with pytest.raises(MisuseError, match=f"period {len(planned)}.*cumulative"):
        earned_schedule(10, planned)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=12), st.data())
def test_earned_schedule_lies_on_the_planned_curve(steps: list[int], data: st.DataObject) -> None:
    planned = [sum(steps[: k + 1]) for k in range(len(steps))]
    ev = data.draw(st.integers(0, planned[-1]))
    es = earned_schedule(ev, planned)
    assert es is not None
    whole = int(es)
    before = planned[whole - 1] if whole else 0
    after = planned[whole] if whole < len(planned) else before
    assert abs(before + (es - whole) * (after - before) - ev) < Decimal("1e-9")
