"""A small copy of the benchmark: made-up books of which the truth is known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benchmarks.reconciling_books import make
from benchmarks.reconciling_truth import score
from xlevent.compute.reconciling import reconcile


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_precision_recall_and_money(seed: int) -> None:
    books = make(2000, seed)
    result = reconcile(books.payments, books.lines)
    found, wrong, _ = score(books, [(g.payments, g.lines) for g in result.groups])
    assert found.precision >= 0.999, wrong
    assert found.recall >= 0.98
    assert found.decidable > 0.8 * len(books.truth)  # the measure leaves little out
    paid = sum((p.amount for p in books.payments), Decimal(0))
    bank = sum((-b.amount for b in books.lines), Decimal(0))
    assert sum(s.paid for s in result.sums.values()) == paid
    assert sum(s.bank for s in result.sums.values()) == bank


def test_the_measure_sees_what_is_wrong_and_what_is_missing() -> None:
    books = make(300, 3)
    whole = [(t.payments, t.lines) for t in books.truth]
    assert score(books, whole)[0].precision == score(books, whole)[0].recall == 1
    swapped = [(whole[1][0], whole[0][1]), (whole[0][0], whole[1][1]), *whole[2:]]
    assert score(books, swapped)[0].precision < 1
    assert score(books, whole[10:])[0].recall < 1
