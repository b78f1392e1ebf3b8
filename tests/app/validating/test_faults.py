"""Each single fault in a clean event is found, with its code and cell, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.app.validating import (
    balance_faults,
    control_faults,
    marketing_faults,
    purchasing_faults,
    settlement_faults,
    sponsor_faults,
    structure_faults,
    tax_faults,
    voucher_faults,
)
from tests.app.validating.planting import CLEAN, Fault, Plan, expected, found
from xlevent.app.event import Event
from xlevent.app.validating.running import validate

FAULTS: tuple[Fault, ...] = (
    *control_faults.FAULTS,
    *balance_faults.FAULTS,
    *purchasing_faults.FAULTS,
    *structure_faults.FAULTS,
    *voucher_faults.FAULTS,
    *tax_faults.FAULTS,
    *settlement_faults.FAULTS,
    *sponsor_faults.FAULTS,
    *marketing_faults.FAULTS,
)


def test_the_clean_event_yields_nothing() -> None:
    assert [f.show() for f in validate(Event.load(CLEAN)).findings] == []
    assert [f.show() for f in validate(Plan().event()).findings] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name)
def test_each_fault_is_found(fault: Fault) -> None:
    plan = Plan()
    fault.plant(plan)
    assert found(plan.event()) == expected(plan, fault)


RIGHT = (*tax_faults.RIGHT, *settlement_faults.RIGHT, *marketing_faults.RIGHT)


@pytest.mark.parametrize(("_", "plant"), RIGHT, ids=[name for name, _ in RIGHT])
def test_what_only_looks_like_a_fault(_: str, plant: Callable[[Plan], object]) -> None:
    plan = Plan()
    plant(plan)
    assert [f.show() for f in validate(plan.event()).findings] == []


def test_names_of_faults_differ() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
