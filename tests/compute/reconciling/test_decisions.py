"""Decisions of people go first and hold; where they contradict each other, that is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xlevent.compute.reconciling import (
    BankLine,
    Decision,
    Explained,
    Payment,
    Reconciled,
    State,
    reconcile,
)

DAY = date(2026, 5, 1)
PAYMENTS = [
    Payment("P1", Decimal(500), DAY, ("松風",), "FT1001"),
    Payment("P2", Decimal(700), DAY, ("青禾",)),
    Payment("P3", Decimal(900), DAY, ("朗聲",)),
]
LINES = [
    BankLine("B1", Decimal(-500), DAY, "松風", "", "FT1001"),
    BankLine("B2", Decimal(-700), DAY, "青禾"),
    BankLine("B3", Decimal(-905), DAY, "聲朗"),
]


def run(*decisions: Decision) -> Reconciled:
    return reconcile(PAYMENTS, LINES, decisions)


def of(result: Reconciled, payment: str) -> tuple[str, ...]:
    return next((g.lines for g in result.groups if payment in g.payments), ())


def test_without_decisions() -> None:
    result = run()
    assert of(result, "P1") == ("B1",)
    assert of(result, "P2") == ("B2",)
    assert of(result, "P3") == ()


def test_confirmed_against_every_clue() -> None:
    result = run(Decision("D1", "confirm", ("P1",), ("B3",)))
    assert of(result, "P1") == ("B3",)
    (group,) = [g for g in result.groups if g.decision == "D1"]
    assert group.because == (Explained("decision", Decimal(405)),)
    assert result.lines["B1"] is State.BANK_ONLY


def test_a_confirmed_difference_with_a_known_cause_keeps_the_cause() -> None:
    lines = [BankLine("B3", Decimal(-915), DAY, "聲朗")]
    result = reconcile(PAYMENTS[2:], lines, [Decision("D1", "confirm", ("P3",), ("B3",))])
    assert result.groups[0].because == (Explained("fee", Decimal(15)),)


def test_rejected_pairs_are_never_proposed_again() -> None:
    result = run(Decision("D1", "reject", ("P2",), ("B2",)))
    assert of(result, "P2") == ()
    assert not any("P2" in s.payments and "B2" in s.lines for s in result.suggestions)


def test_a_line_split_among_two_vouchers() -> None:
    lines = [BankLine("B9", Decimal(-1200), DAY, "合併")]
    split = [
        Decision("D1", "split", ("P1",), ("B9",), Decimal(500)),
        Decision("D2", "split", ("P2",), ("B9",), Decimal(700)),
    ]
    result = reconcile(PAYMENTS, lines, split)
    assert of(result, "P1") == of(result, "P2") == ("B9",)
    assert result.lines["B9"] is State.MATCHED
    assert not result.conflicts


def test_a_split_of_more_than_there_is() -> None:
    result = run(Decision("D1", "split", ("P1",), ("B2",), Decimal(800)))
    assert [(c.decision, c.why, c.about) for c in result.conflicts] == [("D1", "amounts", "P1")]
    assert of(result, "P1") == ()


def test_ignored_lines_are_told_as_a_difference() -> None:
    result = run(Decision("D1", "ignore", (), ("B3",)))
    assert result.lines["B3"] is State.DIFFERENT
    assert next(g for g in result.groups if g.lines == ("B3",)).difference == 905


def test_contradictions_are_told_and_neither_side_is_applied() -> None:
    result = run(
        Decision("D1", "confirm", ("P1",), ("B1",)), Decision("D2", "confirm", ("P1",), ("B2",))
    )
    assert [(c.decision, c.why, c.others) for c in result.conflicts] == [
        ("D1", "contradiction", ("D2",))
    ]
    assert of(result, "P1") == ()
    assert result.lines["B1"] is result.lines["B2"] is State.BANK_ONLY
    result = run(
        Decision("D1", "confirm", ("P1",), ("B1",)), Decision("D2", "reject", ("P1",), ("B1",))
    )
    assert result.conflicts[0].why == "contradiction"
    assert of(result, "P1") == ()


def test_the_same_decision_twice_is_one() -> None:
    result = run(
        Decision("D1", "confirm", ("P1",), ("B3",)), Decision("D2", "confirm", ("P1",), ("B3",))
    )
    assert not result.conflicts
    assert of(result, "P1") == ("B3",)


def test_what_is_not_there_or_not_complete() -> None:
    result = run(
        Decision("D1", "confirm", ("P1",), ("B99",)),
        Decision("D2", "reject", ("P1",), ()),
        Decision("D3", "split", ("P1",), ("B1",)),
        Decision("D4", "ignore", ("P1",), ("B1",)),
    )
    assert [(c.decision, c.why, c.about) for c in result.conflicts] == [
        ("D1", "unknown", "B99"), ("D2", "incomplete", ""), ("D3", "incomplete", ""),
        ("D4", "incomplete", ""),
    ]  # fmt: skip
    assert of(result, "P1") == ("B1",)
