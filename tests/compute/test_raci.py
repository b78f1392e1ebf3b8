"""Exactly one accountable, at least one responsible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.compute.raci import check_raci

NAMES = st.lists(st.sampled_from(["", " ", "A", "A ", "B", "C"]), max_size=4)


@pytest.mark.parametrize(
    ("responsible", "accountable", "problems"),
    [
        (["A"], ["B"], ()),
        (["A", "B"], ["A"], ()),
        (["A"], [], ("no_accountable",)),
        (["A"], ["B", "C"], ("several_accountable",)),
        ([], ["B"], ("no_responsible",)),
        ([""], [" "], ("no_accountable", "no_responsible")),
        (["A"], ["B", "B "], ()),
    ],
)
def test_rows(responsible: list[str], accountable: list[str], problems: tuple[str, ...]) -> None:
    assert check_raci(responsible, accountable) == problems


@given(NAMES, NAMES)
def test_order_does_not_matter(responsible: list[str], accountable: list[str]) -> None:
    assert check_raci(responsible, accountable) == check_raci(responsible[::-1], accountable[::-1])
