"""RACI: exactly one accountable and at least one responsible for each row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

RaciProblem = Literal["no_accountable", "several_accountable", "no_responsible"]


def check_raci(
    responsible: Collection[str], accountable: Collection[str]
) -> tuple[RaciProblem, ...]:
    """What is wrong with one row, accountable first; empty where it is valid.

    Blank names do not count, a name given twice counts once.
    """
    problems: list[RaciProblem] = []
    people = _names(accountable)
    if not people:
        problems.append("no_accountable")
    elif len(people) > 1:
        problems.append("several_accountable")
    if not _names(responsible):
        problems.append("no_responsible")
    return tuple(problems)


def _names(given: Collection[str]) -> set[str]:
    return {name.strip() for name in given} - {""}
