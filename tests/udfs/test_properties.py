"""What no cell may do to a function, and answers against the core or a second reckoning."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlevent_udfs.catalogue import CATALOGUE, Function
from xlevent_udfs.kernel.arguments import Scalar
from xlevent_udfs.kernel.rows import Rows

from tests.udfs.calls import CALLS
from xlevent.compute.budget import Line
from xlevent.compute.tax_tw import business_tax, payments
from xlevent.compute.tax_tw.terms import Terms

CELL = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(width=64),
    st.text(max_size=12), st.dates(date(1890, 1, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1890, 1, 1), datetime(9999, 1, 1)),
    st.sampled_from(["#N/A", "1,200", "NT$ 3,000", "５％", "A", "B", "合計", "ID", "工期", "A; B",
                     "A+3d", "yes", "2026-03-02", "115/3/2", "24:00", "0:30", "\x00", " "]),
)  # fmt: skip
GIVEN = st.one_of(CELL, st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=5))


def call(name: str, *cells: Any) -> Any:
    return CATALOGUE[name].run(*cells)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=CATALOGUE)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_the_cells_the_answer_is_one_line_or_values(
    entry: Function, data: st.DataObject
) -> None:
    """One argument of a good call at a time, so that the others do not hide it."""
    cells = list(CALLS[entry.name])
    cells += [None] * (len(entry.arguments) - len(cells))
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(GIVEN)
    answer = entry.run(*cells)
    rows = answer if isinstance(answer, list) else [[answer]]
    assert rows
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert isinstance(cell, str | int | float | datetime)
            assert not isinstance(cell, float) or cell == cell
            assert not (isinstance(cell, str) and cell.startswith("#XLE!") and "\n" in cell)


_AS_TEXT = [
    lambda n: str(n), lambda n: f"{n:,}", lambda n: f" NT$ {n:,} ", lambda n: f"{n}元",
    lambda n: str(n).translate({ord("0") + i: 0xFF10 + i for i in range(10)}), lambda n: float(n),
    lambda n: [[None, n]], lambda n: [[f"{n}.00"]],
]  # fmt: skip
_OF_AMOUNTS = [
    name for name, entry in CATALOGUE.items()
    if not any(isinstance(argument, Rows) for argument in entry.arguments)
    and any(isinstance(a, Scalar) and a.kind == "amount" for a in entry.arguments)
]  # fmt: skip


@pytest.mark.parametrize("name", _OF_AMOUNTS)
@settings(max_examples=20, deadline=None)
@given(amount=st.integers(0, 10**9), shape=st.sampled_from(_AS_TEXT))
def test_how_an_amount_is_written_changes_nothing(name: str, amount: int, shape: Any) -> None:
    for at, argument in enumerate(CATALOGUE[name].arguments):
        if isinstance(argument, Scalar) and argument.kind == "amount" and at < len(CALLS[name]):
            cells = list(CALLS[name])
            plain, written = cells.copy(), cells.copy()
            plain[at], written[at] = amount, shape(amount)
            assert call(name, *written) == call(name, *plain)


# --- against the core ----------------------------------------------------------------------------
MONEY = st.integers(-(10**9), 10**9)


@settings(deadline=None)
@given(amounts=st.tuples(MONEY, MONEY, MONEY, MONEY, MONEY))
def test_the_status_of_a_budget_line(amounts: tuple[int, ...]) -> None:
    line = Line(*map(Decimal, amounts))
    ((revised, load, available, forecast, variance),) = call("XLE_BUDGET_STATUS", *amounts)
    assert (revised, load, available) == (line.revised, line.load, line.available)
    assert (forecast, variance) == (line.forecast, line.variance)


@settings(deadline=None)
@given(amount=st.integers(0, 10**8), day=st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_taxes(amount: int, day: date) -> None:
    terms = Terms(day)
    assert call("XLE_VAT", amount, day) == business_tax.from_net(amount, terms).tax
    assert call("XLE_VAT_IN", amount, day) == business_tax.from_gross(amount, terms).tax
    paid = payments.net_pay("professional_fee", amount, terms, resident=True)
    assert call("XLE_NET_PAY", "professional_fee", amount, day) == [
        [paid.gross, paid.tax, paid.premium, paid.net]
    ]
    assert paid.gross - paid.tax - paid.premium == paid.net


# --- a second reckoning --------------------------------------------------------------------------
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def special_days(draw: st.DrawFn) -> list[list[Any]]:
    days = draw(st.lists(DAYS, unique=True, max_size=12))
    return [[day, draw(st.sampled_from(["holiday", "makeup", None]))] for day in days]


def works(day: date, special: list[list[Any]]) -> bool:
    for one, kind in special:
        if one == day:
            return kind == "makeup"
    return day.weekday() < 5


@settings(deadline=None)
@given(start=DAYS, count=st.integers(-40, 40), special=special_days())
def test_working_days_counted_one_by_one(start: date, count: int, special: list[list[Any]]) -> None:
    day, left, step = start, abs(count), timedelta(days=1 if count > 0 else -1)
    while left:
        day += step
        left -= works(day, special)
    found = call("XLE_WORKDAY", start, count, special)
    assert found == datetime(day.year, day.month, day.day)
    last = start + timedelta(days=abs(count))
    expected = sum(works(start + timedelta(days=n), special) for n in range(abs(count) + 1))
    assert call("XLE_WORKDAYS", start, last, special) == expected


@st.composite
def networks(draw: st.DrawFn) -> list[tuple[str, int, list[str]]]:
    count = draw(st.integers(1, 9))
    tasks: list[tuple[str, int, list[str]]] = []
    for number in range(count):
        before = [f"T{n}" for n in range(number) if draw(st.integers(0, 3)) == 0]
        tasks.append((f"T{number}", draw(st.integers(1, 5)), before))
    return tasks


@settings(max_examples=40, deadline=None)
@given(tasks=networks(), order=st.randoms(use_true_random=False))
def test_a_network_reckoned_in_working_days(
    tasks: list[tuple[str, int, list[str]]], order: Any
) -> None:
    """Early and late starts and floats of whole days, in any order of the rows."""
    early: dict[str, int] = {}
    for name, _, before in tasks:
        early[name] = max((early[b] + _days(tasks, b) for b in before), default=0)
    end = max(early[name] + days for name, days, _ in tasks)
    late: dict[str, int] = {}
    for name, days, _ in reversed(tasks):
        after = [late[n] for n, _, before in tasks if name in before]
        late[name] = min(after, default=end) - days
    rows = [[name, days, "; ".join(before) or None] for name, days, before in tasks]
    order.shuffle(rows)
    monday = date(2026, 3, 2)
    found = {row[0]: row for row in call("XLE_SCHEDULE", rows, monday)}
    critical = {row[0] for row in call("XLE_CRITICAL_PATH", rows, monday)}
    for name, days, _ in tasks:
        row = found[name]
        assert row[1] == _moment(early[name], 9)
        assert row[2] == _moment(early[name] + days - 1, 18)
        assert row[3] == _moment(late[name], 9)
        assert row[5] == late[name] - early[name] == call("XLE_FLOAT", rows, monday, name)
        assert (name in critical) == (late[name] == early[name])
    assert call("XLE_FINISH", rows, monday) == _moment(end - 1, 18)


def _days(tasks: list[tuple[str, int, list[str]]], name: str) -> int:
    return next(days for one, days, _ in tasks if one == name)


def _moment(working_day: int, hour: int) -> datetime:
    weeks, day = divmod(working_day, 5)
    return datetime(2026, 3, 2, hour) + timedelta(weeks=weeks, days=day)
