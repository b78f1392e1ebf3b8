"""Cells as any runtime hands them over become rows of equal length."""

from __future__ import annotations

from typing import Any

import pytest
from xlevent_udfs.kernel.cells import grid


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        (None, []),
        ("x", [["x"]]),
        (["x", None, " "], [["x", None, None]]),
        ([["a", "b"], ["c"]], [["a", "b"], ["c", None]]),
        ((("a", ""), ("", "b")), [["a", None], [None, "b"]]),
        ([["a"], [None], ["b"], [""], [None]], [["a"], [None], ["b"]]),
        ([[0.0], [False], [""]], [[0.0], [False]]),
        ([["", None], [None, ""]], []),
    ],
)
def test_rows_have_equal_length_and_end_with_the_last_that_holds_something(
    given: Any, rows: Any
) -> None:
    assert grid(given) == rows
