"""Shared vouchers, shares of all payers and ageing: the sheet and the core agree to the dollar."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from xlevent.app.build import book_data
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.compute.cost_shares import (
    Share,
    Shared,
    Voucher,
    borne_by_source,
    payer_shares,
    share_out,
)
from xlevent.compute.settlement import settle
from xlevent.domain.money import ZERO, exact, round_half_up
from xlevent.workbook.evaluate import Evaluator, Values
from xlevent.workbook.layout import row_counts

D = Decimal
WAYS = (
    ("0.3333", "0.3333", "0.3334"), ("0.29", "0.71"), ("0.125", "0.875"), ("0.5",),
    ("0.2", "0.3", "0.1"), ("0.6", "0.6"), ("1",), ("0.0001", "0.9999"),
)  # fmt: skip


class Book:
    """The demo event with shared vouchers of every sort, evaluated."""

    def __init__(self, places: int) -> None:
        with sample("demo") as path:
            self.event = Event.load(path)
        self.places = places
        self.event.settings["currency_decimals"] = places
        rng = random.Random(5)
        sources = [str(row["id"]) for row in self.event.tables["funding_sources"]]
        rows: list[dict[str, Any]] = []
        for expense in self.event.tables["expenses"][::2]:
            if places:
                expense["gross"] = exact(expense["gross"]) + D(rng.randrange(100)) / 100
            if rng.random() < 0.15:
                expense["gross"] = -exact(expense["gross"])
            if rng.random() < 0.3:
                expense["due"] = date(2026, 12, 4) - timedelta(
                    days=rng.choice((-3, 0, 1, 30, 31, 95))
                )
                expense.pop("paid_on", None)
            for share in rng.choice(WAYS):
                row: dict[str, Any] = {"voucher": expense["id"], "source": rng.choice(sources)}
                if rng.random() < 0.1:
                    row["amount"] = D(share) * 3001
                else:
                    row["share"] = D(share)
                rows.append({"id": f"EA-{len(rows) + 1:03}", **row})
        self.event.tables["expense_allocations"] = rows  # type: ignore[assignment]
        data = book_data(self.event, "en")
        self.values: Values = Evaluator(data, row_counts(data), {}).run()

    def column(self, table: str, key: str) -> list[Any]:
        """The values of a column, without the blank rows at its end."""
        return self.values.columns[table, key]

    def numbers(self, table: str, key: str, rows: int) -> list[Decimal]:
        # Six decimals: a sum of binary fractions is not the last bit of the decimal sum.
        return [
            round_half_up(exact(v), 6) if v not in ("", None) else ZERO
            for v in self.column(table, key)[:rows]
        ]

    def shared(self) -> list[Shared]:
        expenses = self.event.tables["expenses"]
        amounts = self.numbers("expenses", "base_amount", len(expenses))
        vouchers = [
            Voucher(str(row["id"]), amount, str(row["funding_source"]))
            for row, amount in zip(expenses, amounts, strict=True)
        ]
        shares = [
            Share(str(r["voucher"]), str(r["source"]), exact(r.get("share") or 0), r.get("amount"))  # type: ignore[arg-type]
            for r in self.event.tables["expense_allocations"]
        ]
        return share_out(vouchers, shares, self.places)


@pytest.fixture(scope="module", params=[0, 2])
def book(request: pytest.FixtureRequest) -> Book:
    return Book(request.param)


def test_shared_vouchers(book: Book) -> None:
    rows = book.event.tables["expense_allocations"]
    core = {id(row): amount for shared in book.shared() for row, amount in shared.rows}
    by_order = [amount for shared in book.shared() for _, amount in shared.rows]
    assert len(core) == len(rows) > 80
    assert book.numbers("expense_allocations", "allocated", len(rows)) == by_order
    labels = book.column("expense_allocations", "check")[: len(rows)]
    checks = [shared.check for shared in book.shared() for _ in shared.rows]
    names = dict(zip(checks, labels, strict=True))
    assert set(names) == {"complete", "rest", "short", "over"}
    assert labels == [names[check] for check in checks]


def test_every_voucher_is_borne_once(book: Book) -> None:
    expenses = book.event.tables["expenses"]
    rests = [shared.rest if shared.rows else shared.voucher.amount for shared in book.shared()]
    assert book.numbers("expenses", "own_amount", len(expenses)) == rests
    sources = [str(row["id"]) for row in book.event.tables["funding_sources"]]
    booked = borne_by_source(book.shared())
    found = book.numbers("settlement_shares", "booked", len(sources))
    assert found == [booked.get(source, ZERO) for source in sources]
    assert found == book.numbers("budget_by_source", "actual", len(sources))
    assert sum(found, ZERO) == round_half_up(exact(book.values.figures["expenses_total"]), 6)  # type: ignore[arg-type]
    paid = book.numbers("settlement_shares", "paid", len(sources))
    unpaid = book.numbers("settlement_shares", "unpaid", len(sources))
    assert [p + u for p, u in zip(paid, unpaid, strict=True)] == found


def test_shares_of_all_payers(book: Book) -> None:
    funding = book.event.tables["funding_sources"]
    sources = [str(row["id"]) for row in funding]
    cost = round_half_up(exact(book.values.figures["expenses_total"]), 6)  # type: ignore[arg-type]
    grant = settle(8_400_000, 1_200_000, 1_200_000, cost, "TWD" if not book.places else "USD")
    assert grant.subsidy_share is not None
    shares = payer_shares(
        cost, borne_by_source(book.shared()),
        {str(row["id"]): exact(row["amount"]) for row in funding},  # type: ignore[arg-type]
        {"FS-002": grant.subsidy_share}, book.places,
    )  # fmt: skip
    found = book.numbers("settlement_shares", "share", len(sources))
    assert found == list(shares.values())
    assert sum(found, ZERO) == cost
    assert book.values.figures["settlement_gap"] == 0


def test_open_money_by_age_and_payee(book: Book) -> None:
    expenses = book.event.tables["expenses"]
    open_amounts = book.numbers("expenses", "open_amount", len(expenses))
    days = book.numbers("expenses", "days_overdue", len(expenses))
    assert sum(book.numbers("ageing", "payable", 6), ZERO) == sum(open_amounts, ZERO)
    late = [sum(a for a, d in zip(open_amounts, days, strict=True) if low <= d <= high)
            for low, high in ((1, 30), (31, 60), (61, 90), (91, 9999))]  # fmt: skip
    assert book.numbers("ageing", "payable", 6)[1:5] == late
    assert late[0]
    assert late[1]
    assert late[3]
    named: dict[str, Decimal] = {}
    for row, amount in zip(expenses, open_amounts, strict=True):
        if amount:
            named[str(row["payee"])] = named.get(str(row["payee"]), ZERO) + amount
    listed = list(named.items())[:20]
    assert [p for p in book.column("payables", "payee") if p] == [name for name, _ in listed]
    assert book.numbers("payables", "amount", len(listed)) == [amount for _, amount in listed]
    bands = [book.numbers("payables", band, len(listed))
             for band in ("not_due", "d30", "d60", "d90", "over_90", "no_date")]  # fmt: skip
    assert [sum(cells) for cells in zip(*bands, strict=True)] == [amount for _, amount in listed]
    rest = sum((amount for _, amount in list(named.items())[20:]), ZERO)
    assert round_half_up(exact(book.values.figures["payables_unlisted"]), 6) == rest  # type: ignore[arg-type]


def test_every_measure_of_the_dashboard_has_a_status(book: Book) -> None:
    """Rows without a rule of their own take the column's; E1 counts without judging."""
    for table in ("budget", "sponsors", "shares", "indices", "counts"):
        values = book.column(f"dashboard_{table}", "value")
        states = book.column(f"dashboard_{table}", "status")
        blank = [
            i for i, (v, s) in enumerate(zip(values, states, strict=True)) if v != "" and not s
        ]
        assert blank == ([0] if table == "counts" else []), table
