"""Many rows: the most that a function takes, far beyond them, and how the work grows with them.

How long an answer takes is measured by `python -m benchmarks.addin`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.kernel.rows import Rows

pytestmark = pytest.mark.slow
MONDAY = 46083

Rowed = list[list[Any]]
_MADE: dict[str, Callable[[int], Rowed]] = {
    "tasks": lambda n: [[f"T{i}", 1, f"T{i - 1}" if i % 50 else None] for i in range(n)],
    "calendars": lambda n: [[f"C{i}", "x", "09:00-18:00"] for i in range(n)],
    "holidays": lambda n: [[46000 + i % 4000] for i in range(n)],
    "resources": lambda n: [[f"R{i}", 100] for i in range(n)],
    "assignments": lambda n: [[f"R{i % 90}", f"T{i % 90}", 1] for i in range(n)],
    "orders": lambda n: [[f"O{i}", 10, None] for i in range(n)],
    "invoices": lambda n: [[5, f"O{i}"] for i in range(n)],
    "payments": lambda n: [
        [f"P{i}", f"公司{i % 500}", 1000 + i % 700, 46000 + i % 300] for i in range(n)
    ],
    "bank": lambda n: [[46000 + i % 300, -1000 - i % 700, f"公司{i % 500}"] for i in range(n)],
    "lines": lambda n: [[f"V{i}", 100] for i in range(n)],
    "expenses": lambda n: [[f"V{i}", 99] for i in range(n)],
    "changes": lambda n: [[f"V{i}", 1] for i in range(n)],
    "remaining": lambda n: [[f"V{i}", 1] for i in range(n)],
    "rows": lambda n: [[None if i else "00:00", 1, "x"] for i in range(n)],
}
_OTHER = {
    ("XLE_DUPLICATES", "invoices"): lambda n: [
        [f"公司{i % 97}", f"INV-{i}", i % 1000, 46000 + i % 300] for i in range(n)
    ],
    ("XLE_RISK_FINISH", "tasks"): lambda n: [
        ["id", "duration", "predecessors", "optimistic", "pessimistic"],
        *([f"T{i}", 1, f"T{i - 1}" if i % 50 else None, 1, 2] for i in range(n)),
    ],
    ("XLE_BUDGET_CHECK", "orders"): lambda n: [[f"O{i}", f"V{i}", 1, 1] for i in range(n)],
}  # fmt: skip
_SINGLE = {
    "start": MONDAY, "last": MONDAY + 3000, "days": 500, "task": "T1", "percentile": 80,
    "runs": 1000,
}  # fmt: skip


def given(name: str, rows: int | None) -> list[Any]:
    """Each range with so many rows, or with the most that it may have."""
    cells: list[Any] = []
    for argument in CATALOGUE[name].arguments:
        if isinstance(argument, Rows):
            made = _OTHER.get((name, argument.name), _MADE[argument.name])
            cells.append(made(argument.most if rows is None else rows))
        else:
            cells.append(_SINGLE.get(argument.name))
    return cells


RANGED = [
    name for name, entry in CATALOGUE.items() if any(isinstance(a, Rows) for a in entry.arguments)
]


def worked(name: str, rows: int) -> int:
    """How many functions of Python and C are called for an answer."""
    cells, calls = given(name, rows), 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        CATALOGUE[name].run(*cells)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", RANGED)
def test_a_hundred_thousand_rows_answer_or_are_refused(name: str) -> None:
    answer = CATALOGUE[name].run(*given(name, 100_000))
    if isinstance(answer, str) and answer.startswith("#XLE!"):
        assert "100,000" in answer
        assert "\n" not in answer


@pytest.mark.parametrize("name", RANGED)
def test_the_most_rows_are_answered(name: str) -> None:
    answer = CATALOGUE[name].run(*given(name, None))
    assert not str(answer).startswith("#XLE!"), answer


@pytest.mark.parametrize("name", RANGED)
def test_four_times_the_rows_are_little_more_than_four_times_the_work(name: str) -> None:
    worked(name, 90)  # what is done once
    assert worked(name, 360) < 6 * worked(name, 90)
