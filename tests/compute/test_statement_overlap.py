"""Several exports of one account: every movement once, and what does not fit is said."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xlevent.compute.statement_overlap import known_lines, take_once
from xlevent.domain.bank import Statement, StatementLine
from xlevent.domain.finding import Place

START = date(2026, 3, 1)


def line(day: int, amount: int, reference: str = "", **more: object) -> StatementLine:
    return StatementLine(
        START + timedelta(days=day), Decimal(amount), "TWD", "3302", reference=reference,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def statement(source: str, *lines: StatementLine, **more: object) -> Statement:
    days = [x.date for x in lines]
    made = Statement(
        source, "csv", lines, "3302", "TWD", begin=min(days, default=None),
        end=max(days, default=None),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def codes(made: list[Statement]) -> list[list[str]]:
    return [[f.code for f in s.findings] for s in made]


def test_the_same_export_twice_is_taken_once() -> None:
    lines = (line(0, -5, "A1"), line(0, -5, "A2"), line(1, 7))
    made = take_once([statement("a", *lines), statement("b", *lines)])
    assert [len(s.lines) for s in made] == [3, 0]
    assert codes(made) == [[], ["XL524"]]
    assert "3 lines" in made[1].findings[0].message.en


def test_equal_lines_of_one_file_are_two_movements() -> None:
    twice = (line(0, -5), line(0, -5))
    made = take_once([statement("a", *twice), statement("b", line(0, -5)), statement("c", *twice)])
    assert [len(s.lines) for s in made] == [2, 0, 0]
    made = take_once([statement("a", line(0, -5)), statement("b", *twice), statement("c", *twice)])
    assert [len(s.lines) for s in made] == [1, 1, 0]
    same_file = take_once([statement("a", line(0, -5)), statement("a", line(0, -5))])
    assert [len(s.lines) for s in same_file] == [1, 1]


def test_a_reference_tells_more_than_a_text() -> None:
    made = take_once(
        [
            statement("a", line(0, -5, "A1", description="轉帳")),
            statement("b", line(0, -5, "A1", description="跨行轉帳"), line(0, -5, "A2")),
        ]
    )
    assert [x.reference for x in made[1].lines] == ["A2"]


def test_a_line_without_reference_is_known_by_the_rest() -> None:
    with_reference = line(0, -5, "A1", description="轉 帳", balance=Decimal(95))
    without = line(0, -5, description="轉帳", balance=Decimal(95))
    assert known_lines([without], [with_reference]) == [0]
    assert known_lines([replace(without, balance=Decimal(94))], [with_reference]) == [None]


def test_the_same_reference_with_another_amount_is_kept_and_said() -> None:
    made = take_once([statement("a", line(0, -5, "FT0001")), statement("b", line(0, -6, "FT0001"))])
    assert [len(s.lines) for s in made] == [1, 1]
    assert codes(made)[1] == ["XL526"]


def test_lines_that_one_of_two_overlapping_files_lacks() -> None:
    first = statement("a", line(0, 1), line(1, 2), line(2, 3), line(3, 4))
    second = statement("b", line(1, 2), line(3, 4), line(5, 6))
    made = take_once([first, second])
    assert [x.amount for x in made[1].lines] == [6]
    assert codes(made)[1] == ["XL524", "XL525"]


def test_a_gap_between_two_statements() -> None:
    march = statement("a", line(0, 5), line(30, 5), opening=Decimal(0), closing=Decimal(10))
    april = statement("b", line(31, 5), opening=Decimal(10), closing=Decimal(15))
    may = statement("c", line(70, 5), opening=Decimal(20), closing=Decimal(25))
    assert codes(take_once([april, may, march])) == [[], ["XL527"], []]
    quiet = replace(may, opening=Decimal(15))  # nothing moved in between
    assert codes(take_once([march, april, quiet])) == [[], [], []]


def test_accounts_that_end_alike() -> None:
    one = statement("a", line(0, 5), number="0001112223302")
    other = statement("b", line(0, 6), number="9998887773302")
    masked = statement("c", line(0, 7), number="*********3302")
    assert codes(take_once([one, other, masked]))[1] == ["XL528"]


def test_a_file_that_is_silent_about_account_and_currency_may_be_of_the_same() -> None:
    known = statement("a", line(0, -5, balance=Decimal(95)), line(1, -6, "FT1"), line(2, -7))
    silent = [replace(x, account="", currency="") for x in known.lines]
    made = take_once([known, statement("b", *silent, account="", currency="")])
    assert [x.amount for x in made[1].lines] == [-7]  # nothing but day and amount speaks for it
    short = [replace(x, account="302") for x in known.lines]
    assert not take_once([known, statement("b", *short, account="302")])[1].lines


def test_accounts_with_other_numbers_are_others_even_if_they_end_alike() -> None:
    one = statement("a", line(0, 5), number="0001112223302")
    other = statement("b", line(0, 5), number="9998887773302")
    made = take_once([one, other])
    assert [len(s.lines) for s in made] == [1, 1]
    assert codes(made)[1] == ["XL528"]


def test_a_year_of_daily_files_takes_no_time() -> None:
    daily = [
        statement(str(day), *(line(day, -5, f"R{day}-{n}") for n in range(100)))
        for day in range(365)
    ]
    started = time.process_time()
    assert sum(len(s.lines) for s in take_once(daily)) == 36_500
    assert time.process_time() - started < 5


def test_other_accounts_and_currencies_are_other_lines() -> None:
    ours = statement("a", line(0, 5))
    theirs = replace(ours, source="b", account="9999", lines=(replace(line(0, 5), account="9999"),))
    dollars = replace(
        ours, source="c", currency="USD", lines=(replace(line(0, 5), currency="USD"),)
    )
    assert [len(s.lines) for s in take_once([ours, theirs, dollars])] == [1, 1, 1]


def test_an_edited_row_is_known_by_balance_or_by_place() -> None:
    place = Place("a.csv:7")
    ours = line(0, -5, description="mine", balance=Decimal(95))
    assert known_lines([line(0, -5, balance=Decimal(95))], [ours], edited=True) == [0]
    assert known_lines([line(0, -5, balance=Decimal(95))], [ours]) == [None]
    changed = line(1, -50, "A1", place=place)
    assert known_lines([line(1, -5, "A1", place=place)], [changed], edited=True) == [0]
    assert known_lines([line(2, -6, "B9", place=place)], [changed], edited=True) == [None]


LINES = st.builds(
    line, st.integers(0, 3), st.integers(-2, 2), st.sampled_from(("", "R1", "R2"))
)  # few values, so that many lines are equal


@given(st.lists(st.lists(LINES, max_size=6), min_size=1, max_size=4))
def test_each_movement_is_taken_as_often_as_in_the_file_that_has_it_most(
    files: list[list[StatementLine]],
) -> None:
    """With a reference in all lines; those without may be the same as one with."""
    named = [[replace(x, reference=x.reference or "R0") for x in lines] for lines in files]
    made = take_once([statement(str(i), *lines) for i, lines in enumerate(named)])
    taken = Counter(x for s in made for x in s.lines)
    most: Counter[StatementLine] = Counter()
    for lines in named:
        most |= Counter(lines)
    assert taken == most


@given(st.lists(LINES, max_size=8), st.lists(LINES, max_size=8))
def test_known_lines_are_used_once(new: list[StatementLine], known: list[StatementLine]) -> None:
    found = [i for i in known_lines(new, known, edited=True) if i is not None]
    assert len(found) == len(set(found))
    assert None not in known_lines(known, known)
