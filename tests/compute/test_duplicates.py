"""Invoices entered twice, against comparing every pair."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import Vector, load, number
from xlevent.compute.duplicates import (
    Suspicion,
    Voucher,
    find_duplicates,
    normal_number,
    normal_vendor,
)
from xlevent.errors import MisuseError

DAY = date(2026, 3, 1)
TEXT = st.text("AB-01 ", max_size=7)
VOUCHERS = st.builds(
    Voucher,
    st.sampled_from(["V1", "v1 ", "V2", "V3", "", None]),
    st.none() | TEXT,
    st.none() | st.sampled_from([Decimal(100), Decimal("100.0"), Decimal(200)]),
    st.none() | st.sampled_from([DAY, DAY + timedelta(days=1)]),
)


def voucher(vector: Vector) -> Voucher:
    return Voucher(
        vector["vendor"], vector["number"], number(vector["amount"]),
        date.fromisoformat(vector["date"]),
    )  # fmt: skip


@pytest.mark.parametrize("vector", load("money")["duplicates"], ids=str)
def test_vectors(vector: Vector) -> None:
    pair = [voucher(vector["a"]), voucher(vector["b"])]
    assert bool(find_duplicates(pair)) == vector["flag"]
    assert bool(find_duplicates(pair[::-1])) == vector["flag"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("INV-0042", "inv 42"),
        ("ＡＢ１２３４５６７８", "AB-12345678"),
        ("A/001/7", "A0017"),
        ("000", "0"),
    ],
)
def test_numbers_that_are_the_same(a: str, b: str) -> None:
    assert normal_number(a) == normal_number(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("12345678901234567890", "12345678901234560000"),
        ("100", "10"),
        ("A10", "A1"),
        ("1002", "12"),
    ],
)
def test_numbers_that_differ(a: str, b: str) -> None:
    assert normal_number(a) != normal_number(b)


def test_a_number_must_be_text() -> None:
    row = Voucher("V1", 12345678901234567890, Decimal(1), DAY)  # type: ignore[arg-type]
    with pytest.raises(MisuseError, match="15 digits"):
        find_duplicates([row])


def near(a: str, b: str) -> list[Suspicion]:
    rows = [
        Voucher("V1", a, Decimal(5000), DAY),
        Voucher("V2", b, Decimal(5000), DAY + timedelta(days=9)),
    ]
    return list(find_duplicates(rows))


@pytest.mark.parametrize("other", ["AB12345679", "AB1234567", "AB123456788", "AB21345678"])
def test_one_typing_error_with_the_same_amount(other: str) -> None:
    assert near("AB12345678", other) == [Suspicion(1, 0, ("near_number",))]


@pytest.mark.parametrize("other", ["AB12345699", "AB123456", "BA21345678"])
def test_two_typing_errors_are_another_number(other: str) -> None:
    assert near("AB12345678", other) == []


def test_the_same_digits_from_the_same_vendor() -> None:
    rows = [
        Voucher("V1", "INV-4021", Decimal(5000), DAY),
        Voucher("V1", "4021-A", Decimal(5000), DAY + timedelta(days=30)),
    ]
    assert find_duplicates(rows) == (Suspicion(1, 0, ("near_number",)),)


def test_what_is_blank_equals_nothing() -> None:
    assert find_duplicates([Voucher(None, None, None, None)] * 3) == ()
    assert find_duplicates([Voucher("V1", "", Decimal(100), None)] * 2) == ()
    assert find_duplicates([Voucher("V1", "", Decimal(100), DAY)] * 2) == (
        Suspicion(1, 0, ("three_of_four",)),
    )


# --- against every pair ----------------------------------------------------------------------
def distance(a: str, b: str) -> int:
    """Edit distance with neighbours that change places as one edit (optimal string alignment)."""
    table = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1,
                table[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            )  # fmt: skip
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def alike(a: Voucher, b: Voucher) -> bool:
    """The three rules, pair by pair."""
    vendors = [normal_vendor(v.vendor or "") for v in (a, b)]
    codes = [normal_number(v.number or "") for v in (a, b)]
    same_vendor = vendors[0] == vendors[1] != ""
    same_number = codes[0] == codes[1] != ""
    same_amount = a.amount == b.amount is not None
    same_date = a.date == b.date is not None
    if (same_vendor and same_number) or same_vendor + same_number + same_amount + same_date >= 3:
        return True
    if not same_amount or not all(codes):
        return False
    digits = ["".join(filter(str.isdigit, code)) for code in codes]
    if same_vendor and digits[0] == digits[1] and len(digits[0]) >= 4:
        return True
    return max(map(len, codes)) >= 5 and min(map(len, codes)) >= 5 and distance(*codes) <= 1


def groups_by_pairs(rows: list[Voucher]) -> set[frozenset[int]]:
    group = [{i} for i in range(len(rows))]
    for i in range(len(rows)):
        for j in range(i):
            if alike(rows[i], rows[j]):
                group[i] |= group[j]
                for k in group[i]:
                    group[k] = group[i]
    return {frozenset(g) for g in group if len(g) > 1}


def groups(found: tuple[Suspicion, ...]) -> set[frozenset[int]]:
    by_first: dict[int, set[int]] = {}
    for one in found:
        by_first.setdefault(one.first, {one.first}).add(one.row)
    return {frozenset(g) for g in by_first.values()}


@given(st.lists(VOUCHERS, max_size=12))
def test_blocks_find_what_pairs_find(rows: list[Voucher]) -> None:
    found = find_duplicates(rows)
    assert groups(found) == groups_by_pairs(rows)
    assert all(one.first < one.row and one.rules for one in found)


@given(st.lists(VOUCHERS, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[Voucher], random: st.DataObject) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = groups(find_duplicates([rows[i] for i in order]))
    assert {frozenset(order[i] for i in g) for g in moved} == groups(find_duplicates(rows))
