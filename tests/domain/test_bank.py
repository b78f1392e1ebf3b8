"""Statements of a bank: sums, and what is kept of an account number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from xlevent.domain.bank import Statement, StatementLine, last_four


def line(amount: str) -> StatementLine:
    return StatementLine(date(2026, 3, 5), Decimal(amount), "TWD")


def test_payments_and_receipts_are_summed_apart() -> None:
    statement = Statement("a.csv", "csv", (line("-100"), line("30.5"), line("-1")))
    assert statement.paid == Decimal(-101)
    assert statement.received == Decimal("30.5")
    assert Statement("a.csv", "csv").paid == 0


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("0123-456-789012", "9012"),
        ("****3302", "3302"),
        ("", ""),
        ("0808-***-***321", "321"),
        ("DE89 3704 0044", "0044"),
    ],
)
def test_only_the_end_of_an_account_number_is_kept(number: str, kept: str) -> None:
    assert last_four(number) == kept


def test_the_whole_number_is_not_shown_by_repr() -> None:
    assert "123456789" not in repr(Statement("a.csv", "csv", number="123456789"))
