"""Columns of formulas that read alike: each is told apart from those that only look alike."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbook.patcher.raw_books import RawBook
from tests.workbook.patcher.test_dependents import Places, cells_of, closure, stale
from xlevent.workbook.contents import column_letters
from xlevent.workbook.patcher.templates import template

FIRST, LAST = 2, 40
Form = Callable[[int], tuple[str, Places]]


def row_of(row: int, left: int, right: int) -> Places:
    return cells_of("S", row, left, row, right)


FORMS: tuple[Form, ...] = (
    lambda r: (f"A{r}*2", row_of(r, 1, 1)),
    lambda r: (f"$B$2*B{r}", row_of(2, 2, 2) | row_of(r, 2, 2)),
    lambda r: (f"A{r}+D{r - 1}", row_of(r, 1, 1) | row_of(r - 1, 4, 4)),
    lambda r: (f"SUM(B$2:B{r})", cells_of("S", 2, 2, r, 2)),
    lambda r: (f"SUM(B$20:B{r})", cells_of("S", min(20, r), 2, max(20, r), 2)),
    lambda r: (f"SUM(A{r}:B{r + 3})", cells_of("S", r, 1, r + 3, 2)),
    lambda r: (f"SUM(A{r}:A{r + 90})", cells_of("S", r, 1, r + 90, 1)),
    lambda r: (f"SUM(A{r}:CZ{r})-A1", row_of(r, 1, 104) | row_of(1, 1, 1)),
    lambda r: (f'IF(A{r}="Q{r}","B{r}",B{r})', row_of(r, 1, 2)),
    lambda r: (f"rate{r}", row_of(r, 1, 1) if r != 7 else row_of(30, 2, 2)),
    lambda r: (f"SUM(A{r}:INDEX(B:B,9))", cells_of("S", 1, 1, 130, 2)),
    lambda r: (f"C{r * 2}", row_of(r * 2, 3, 3)),
    lambda r: (f"$A{r}+A${r}", row_of(r, 1, 1)),
)
NAMES = {f"rate{r}": f"S!$A${r}" if r != 7 else "S!$B$30" for r in range(FIRST, LAST + 1)}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(range(len(FORMS))), min_size=1, max_size=5, unique=True),
       st.randoms(use_true_random=False))  # fmt: skip
def test_columns_of_formulas(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[int], chance: random.Random
) -> None:
    cells: dict[str, str] = {}
    reads: dict[tuple[str, int, int], Places] = {}
    for column, form in enumerate(chosen, start=4):
        for row in range(FIRST, LAST + 1):
            if chance.random() < 0.1:
                continue
            text, read = FORMS[form](row)
            cells[f"{column_letters(column)}{row}"] = text
            reads["S", row, column] = read
    path = tmp_path_factory.mktemp("books") / "book.xlsx"
    RawBook({"S": cells}, names=NAMES).write(path)
    for _ in range(3):
        changed = {("S", chance.randint(1, 99), chance.randint(1, 6))}
        found = stale(path, *(f"S!{column_letters(c)}{r}" for _, r, c in changed))
        expected = {f"S!{column_letters(c)}{r}" for _, r, c in closure(reads, changed)}
        assert found == expected


def test_distances_take_the_place_of_relative_rows() -> None:
    assert template("E2*$F3+G$2", 2) == template("E9*$F10+G$2", 9)
    assert template("E2*2", 2) != template("E9*9", 9)
    assert template('E2&"E2"', 2) == (("", "E", 0, "&", '"', "E2", '"', ""), True)
    for text in ("LOG10(1)", "rate_2*3", "'My A2'!$B$1", "t[A2]", "Sheet2!$A$1", "TAX2024.x"):
        assert template(text, 2) == ((text,), False)
