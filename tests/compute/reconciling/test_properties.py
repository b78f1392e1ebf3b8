"""What holds for any rows: states partition them, sums are conserved, order does not matter."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from xlevent.compute.reconciling import BankLine, Decision, Payment, Reconciled, State, reconcile

NAMES = ("松風文創股份有限公司", "松風", "王大明", "王小明", "青禾印刷有限公司", "")
SHOWN = (*NAMES, "松風文創", "王○明", "別人", "轉帳")
REFERENCES = ("", "", "FT0001", "FT0002")
INVOICES = ("", "AB12345678", "CD87654321")
AMOUNTS = st.sampled_from((100, 200, 300, 500, 515, 1000, 1030, 12345, 12354, -100, -500))
DAYS = st.integers(0, 20).map(lambda n: date(2026, 5, 1) + timedelta(days=n))


@st.composite
def books(draw: st.DrawFn) -> tuple[list[Payment], list[BankLine]]:
    payments = [
        Payment(
            f"P{i}", Decimal(draw(AMOUNTS)), draw(st.none() | DAYS),
            tuple(n for n in (draw(st.sampled_from(NAMES)),) if n),
            draw(st.sampled_from(REFERENCES)), draw(st.sampled_from(INVOICES)),
            batch=draw(st.sampled_from(("", "salary"))), claimed=draw(st.integers(0, 5)) > 0,
        )
        for i in range(draw(st.integers(0, 8)))
    ]  # fmt: skip
    lines = [
        BankLine(
            f"B{i}", Decimal(-draw(AMOUNTS)), draw(DAYS), draw(st.sampled_from(SHOWN)),
            draw(st.sampled_from(("轉帳", "退匯", "貨款AB12345678", "王大明薪資"))),
            draw(st.sampled_from(REFERENCES)),
        )
        for i in range(draw(st.integers(0, 8)))
    ]  # fmt: skip
    return payments, lines


def check(payments: list[Payment], lines: list[BankLine], result: Reconciled) -> None:
    ours = [name for group in result.groups for name in group.payments]
    theirs = [name for group in result.groups for name in group.lines]
    assert len(set(ours)) == len(ours)
    assert len(set(theirs)) == len(theirs)
    assert set(result.lines) == {b.id for b in lines}
    claimed = {p.id for p in payments if p.claimed}
    assert set(result.payments) == claimed | set(ours)
    assert {n for n, s in result.payments.items() if s is not State.SHEET_ONLY} == set(ours)
    assert {n for n, s in result.lines.items() if s is not State.BANK_ONLY} == set(theirs)
    paid = sum((p.amount for p in payments if p.id in result.payments), Decimal(0))
    bank = sum((-b.amount for b in lines), Decimal(0))
    assert sum(s.paid for s in result.sums.values()) == paid
    assert sum(s.bank for s in result.sums.values()) == bank
    assert sum(s.payments for s in result.sums.values()) == len(result.payments)
    assert sum(s.lines for s in result.sums.values()) == len(lines)
    differences = sum((g.difference for g in result.groups), Decimal(0))
    different = result.sums[State.DIFFERENT]
    assert different.bank - different.paid == differences
    assert result.sums[State.MATCHED].bank == result.sums[State.MATCHED].paid
    for group in result.groups:
        assert sum((e.amount for e in group.because), Decimal(0)) == group.difference


@given(books(), st.randoms(use_true_random=False))
def test_states_partition_the_rows_and_order_does_not_matter(
    rows: tuple[list[Payment], list[BankLine]], shuffle: random.Random
) -> None:
    payments, lines = rows
    result = reconcile(payments, lines)
    check(payments, lines, result)
    mixed, others = list(payments), list(lines)
    shuffle.shuffle(mixed)
    shuffle.shuffle(others)
    again = reconcile(mixed, others)
    assert again == result
    # Which group a row is in does not hang on what it is called, either.
    turned = [
        Payment(f"P{99 - int(p.id[1:])}", *(getattr(p, f) for f in p.__slots__[1:]))
        for p in payments
    ]
    flipped = reconcile(turned, lines)
    assert sorted(s.value for s in flipped.payments.values()) == sorted(
        s.value for s in result.payments.values()
    )
    assert flipped.lines == result.lines


@given(books())
@settings(max_examples=60)
def test_confirming_what_was_found_changes_no_state(
    rows: tuple[list[Payment], list[BankLine]],
) -> None:
    payments, lines = rows
    result = reconcile(payments, lines)
    confirmed = [
        Decision(f"D{i}", "confirm", g.payments, g.lines) for i, g in enumerate(result.groups)
    ]
    again = reconcile(payments, lines, confirmed)
    assert not again.conflicts
    assert {(g.payments, g.lines) for g in again.groups} >= {
        (g.payments, g.lines) for g in result.groups
    }


@given(books(), st.data())
def test_decisions_hold(rows: tuple[list[Payment], list[BankLine]], data: st.DataObject) -> None:
    payments, lines = rows
    pairs = [(p.id, b.id) for p in payments for b in lines]
    chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []
    confirmed: list[tuple[str, str]] = []
    for p, b in chosen:  # each row once: what contradicts itself is tested elsewhere
        if all(p != q and b != c for q, c in confirmed):
            confirmed.append((p, b))
    rejected = [x for x in data.draw(st.lists(st.sampled_from(pairs), max_size=5)) if x not in confirmed] if pairs else []  # fmt: skip # noqa: E501
    decisions = [Decision(f"C{p}{b}", "confirm", (p,), (b,)) for p, b in confirmed]
    decisions += [Decision(f"R{p}{b}", "reject", (p,), (b,)) for p, b in rejected]
    result = reconcile(payments, lines, decisions)
    check(payments, lines, result)
    assert not result.conflicts
    groups = {(g.payments, g.lines) for g in result.groups}
    for p, b in confirmed:
        assert ((p,), (b,)) in groups
    for p, b in rejected:
        both = [*result.groups, *result.suggestions]
        assert not any(p in one.payments and b in one.lines for one in both)


@given(books())
@settings(max_examples=60)
def test_nothing_open_is_lost_from_the_suggestions_that_name_it(
    rows: tuple[list[Payment], list[BankLine]],
) -> None:
    result = reconcile(*rows)
    for one in result.suggestions:
        assert all(result.lines[b] is State.BANK_ONLY for b in one.lines)
        assert all(result.payments.get(p) in (None, State.SHEET_ONLY) for p in one.payments)
        assert 1 <= one.score <= 99
