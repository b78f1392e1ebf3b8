"""Orders, invoices and changes of random plans: the sheets and the core agree to the dollar.

The rules: load = invoices without an order + invoices of closed orders + for each open order the
larger of its value and its invoices; another rate on the day of the invoice is an exchange
difference and no commitment; only approved changes count; transfers sum to zero.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest

from xlevent.app.build import book_data
from xlevent.app.event import Event
from xlevent.compute.acceptance import accepted_quantity
from xlevent.compute.budget import Line, Order, budget_load
from xlevent.domain.money import ZERO, exact, product, quotient, round_half_up
from xlevent.workbook.evaluate import Evaluator, Values
from xlevent.workbook.layout import row_counts

D = Decimal
Row = dict[str, Any]
RATES = {"TWD": ("1",), "USD": ("31.5", "32.2", "32.85"), "EUR": ("34.125", "35.4")}
KINDS = ("increase", "cut", "transfer", "contingency")
FIRST = date(2026, 5, 4)


def random_event(seed: int, places: int) -> Event:
    """Lines, orders, acceptances, invoices and changes, as awkward as a busy year."""
    rng = random.Random(seed)
    suppliers = [{"id": f"SUP-{n}", "name": f"Supplier {n}", "state": "approved"} for n in range(4)]
    categories = [{"category": name} for name in ("hall", "stage", "reserve")]
    lines = [
        {"id": f"BL-{n}", "category": rng.choice(categories)["category"], "item": f"Line {n}",
         "quantity": rng.randint(1, 9), "unit_price": rng.randint(1, 90) * 1000,
         **_money(rng), "tax_kind": rng.choice(("included", "added", "none"))}
        for n in range(8)
    ]  # fmt: skip
    contracts = [
        {"id": f"CT-{n}", "supplier": f"SUP-{n % 4}", "title": f"Contract {n}", "state": "signed"}
        for n in range(6)
    ]
    orders = [_order(rng, n) for n in range(25)]
    tables: dict[str, list[Row]] = {
        "suppliers": suppliers, "budget_categories": categories, "budget_lines": lines,
        "contracts": contracts, "order_lines": orders,
        "acceptances": [_acceptance(rng, n) for n in range(30)],
        "expenses": [_expense(rng, n, orders, places) for n in range(60)],
        "budget_changes": [_change(rng, n) for n in range(20)],
        "remaining_estimates": [
            {"id": f"RE-{n}", "budget_line": f"BL-{rng.randrange(8)}",
             "amount": rng.randint(0, 9) * 1500}
            for n in range(5)
        ],
    }  # fmt: skip
    settings = {
        "event_name": "Random", "event_start": "2026-11-20", "event_end": "2026-11-21",
        "data_date": "2026-12-01", "base_currency": "TWD", "currency_decimals": places,
        "tax_rate": "0.05", "language": "en",
    }  # fmt: skip
    return Event(settings, tables)


def _money(rng: random.Random) -> Row:
    currency = rng.choice(("TWD", "TWD", "USD", "EUR"))
    if currency == "TWD":
        return {"currency": currency}
    # Now and then the rate is forgotten.
    return {
        "currency": currency,
        **({"rate": rng.choice(RATES[currency])} if rng.random() > 0.05 else {}),
    }


def _order(rng: random.Random, n: int) -> Row:
    return {
        "id": f"OL-{n}", "contract": f"CT-{rng.randrange(6)}", "item": f"Item {n}",
        "budget_line": f"BL-{rng.randrange(8)}", "quantity": rng.choice((0, 1, 2, 3, 40, 1.5)),
        "unit_price": rng.choice((125, 990, 20000, 7.8)), **_money(rng),
        "tax_kind": rng.choice(("included", "added", "none")),
        "state": rng.choice(("ordered", "ordered", "partly_delivered", "delivered", "closed",
                             "cancelled")),
    }  # fmt: skip


def _acceptance(rng: random.Random, n: int) -> Row:
    results = ("pending", "accepted", "accepted", "reduced", "rework", "rejected")
    again = {"reinspection_result": rng.choice(results)} if rng.random() < 0.3 else {}
    return {
        "id": f"AC-{n}", "order_line": f"OL-{rng.randrange(25)}", "date": str(FIRST),
        "quantity": rng.choice((1, 2, 20)), "defective": rng.choice((0, 0, 1, 30)),
        "result": rng.choice(results), **again,
    }  # fmt: skip


def _expense(rng: random.Random, n: int, orders: list[Row], places: int) -> Row:
    order = rng.choice(orders) if rng.random() < 0.75 else None
    same = order is not None and rng.random() < 0.8
    money = _money(rng)
    if same and order is not None:
        money = {"currency": order["currency"]}
        if order["currency"] != "TWD":
            money["rate"] = rng.choice(RATES[str(order["currency"])])
    gross = rng.choice((100, 990, 20000, 333, 7.5, -250))
    return {
        "id": f"EX-{n}", "voucher_kind": "receipt", "date": str(FIRST + timedelta(days=n)),
        "payee": f"P{n}", "description": "x", "gross": gross, **money,
        "budget_line": order["budget_line"] if order and rng.random() < 0.9
        else f"BL-{rng.randrange(8)}",
        **({"order_line": order["id"]} if order else {}),
        **({"paid_on": str(FIRST + timedelta(days=n + 9))} if rng.random() < 0.5 else {}),
    }  # fmt: skip


def _change(rng: random.Random, n: int) -> Row:
    return {
        "id": f"CH-{n}", "date": str(FIRST), "budget_line": f"BL-{rng.randrange(8)}",
        "amount": rng.choice((-5000, -2500, 2500, 5000)), "kind": rng.choice(KINDS),
        "reason": "x", "state": rng.choice(("approved", "approved", "submitted", "rejected")),
        **({"document": f"TR-{rng.randrange(6)}"} if rng.random() < 0.8 else {}),
    }  # fmt: skip


class Sheets:
    """A random event: what its sheets show, and what the core makes of the same rows."""

    def __init__(self, seed: int, places: int) -> None:
        self.event = random_event(seed, places)
        self.places = places
        data = book_data(self.event, "en")
        self.data = data
        self.values: Values = Evaluator(data, row_counts(data), {}).run()

    def rows(self, table: str) -> list[Row]:
        return self.event.tables[table]

    def shown(self, table: str, column: str, count: int) -> list[Decimal]:
        found = self.values.columns[table, column][:count]
        return [round_half_up(exact(v), 6) if v not in ("", None) else ZERO for v in found]  # type: ignore[arg-type]

    def rounded(self, *factors: Decimal) -> Decimal:
        return round_half_up(product(*factors), self.places)

    # --- the core ----------------------------------------------------------------------------
    def rate(self, row: Row) -> Decimal:
        if row.get("currency") in (None, "TWD"):
            return D(1)
        return exact(row.get("rate") or 0)

    def value(self, order: Row) -> Decimal:
        if order.get("currency") not in (None, "TWD") and "rate" not in order:
            return ZERO
        whole = self.rounded(exact(order["quantity"]), exact(order["unit_price"]), self.rate(order))
        return whole + (self.rounded(whole, D("0.05")) if order["tax_kind"] == "added" else 0)

    def spent(self, expense: Row) -> Decimal:
        return self.rounded(exact(expense["gross"]), self.rate(expense))

    def difference(self, expense: Row) -> Decimal:
        """Of the rate on the day of the invoice to that of the order."""
        order = next(
            (o for o in self.rows("order_lines") if o["id"] == expense.get("order_line")), {}
        )
        if order.get("currency") in (None, "TWD") or order["currency"] != expense["currency"]:
            return ZERO
        if "rate" not in expense:
            return ZERO
        return self.spent(expense) - self.rounded(exact(expense["gross"]), self.rate(order))

    def order(self, row: Row) -> Order:
        bills = [e for e in self.rows("expenses") if e.get("order_line") == row["id"]]
        at_its_rate = tuple(self.spent(bill) - self.difference(bill) for bill in bills)
        return Order(self.value(row), at_its_rate, row["state"] in ("closed", "cancelled"))

    def planned(self, line: Row) -> Decimal:
        if line.get("currency") not in (None, "TWD") and "rate" not in line:
            return ZERO
        tax = D("1.05") if line["tax_kind"] == "added" else D(1)
        return self.rounded(
            exact(line["quantity"]), exact(line["unit_price"]), self.rate(line), tax
        )

    @cached_property
    def lines(self) -> list[Line]:
        def on(table: str, line: Row) -> list[Row]:
            return [row for row in self.rows(table) if row.get("budget_line") == line["id"]]

        return [
            Line(
                self.planned(line),
                sums(exact(c["amount"]) for c in on("budget_changes", line)
                     if c["state"] == "approved"),
                sums(self.spent(e) for e in on("expenses", line)),
                sums(self.order(o).open_commitment for o in on("order_lines", line)),
                sums(exact(r["amount"]) for r in on("remaining_estimates", line)),
            )
            for line in self.rows("budget_lines")
        ]  # fmt: skip


def sums(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, ZERO)


@pytest.fixture(scope="module", params=[(3, 0), (11, 2)], ids=["dollars", "cents"])
def sheets(request: pytest.FixtureRequest) -> Sheets:
    return Sheets(*request.param)


def test_budget_lines(sheets: Sheets) -> None:
    count = len(sheets.lines)
    names = {"baseline": "baseline", "changes": "changes", "revised": "revised", "actual": "actual",
             "committed": "open_commitment", "load": "load", "available": "available",
             "remaining": "remaining", "forecast": "forecast", "variance": "variance"}  # fmt: skip
    for column, name in names.items():
        core = [getattr(line, name) for line in sheets.lines]
        assert sheets.shown("budget_control", column, count) == core, column
    assert any(line.open_commitment for line in sheets.lines)


def test_totals(sheets: Sheets) -> None:
    def figure(key: str) -> Decimal:
        return round_half_up(exact(sheets.values.figures[key]), 6)  # type: ignore[arg-type]

    assert figure("revised_total") == sums(line.revised for line in sheets.lines)
    assert figure("committed_total") == sums(line.open_commitment for line in sheets.lines)
    assert figure("available_total") == sums(line.available for line in sheets.lines)
    assert figure("forecast_total") == sums(line.forecast for line in sheets.lines)
    assert figure("unassigned_actual") == 0


def test_load_by_the_words_of_the_rule(sheets: Sheets) -> None:
    """Over the event, where no invoice can be on another line than its order."""
    orders = [sheets.order(row) for row in sheets.rows("order_lines")]
    loose = [sheets.spent(e) for e in sheets.rows("expenses") if "order_line" not in e]
    differences = sums(map(sheets.difference, sheets.rows("expenses")))
    load = sums(line.load for line in sheets.lines)
    assert load == budget_load(loose, orders) + differences
    assert differences != 0


def test_orders_and_their_exchange_differences(sheets: Sheets) -> None:
    rows = sheets.rows("order_lines")
    count = len(rows)
    assert sheets.shown("order_lines", "amount", count) == [sheets.value(row) for row in rows]
    open_now = [sheets.order(row).open_commitment for row in rows]
    assert sheets.shown("order_lines", "open_amount", count) == open_now
    expenses = sheets.rows("expenses")
    found = sheets.shown("expenses", "exchange_difference", len(expenses))
    assert found == [sheets.difference(row) for row in expenses]
    assert sheets.shown("order_lines", "exchange_difference", count) == [
        sums(sheets.difference(e) for e in expenses if e.get("order_line") == row["id"])
        for row in rows
    ]


def _accepted(sheets: Sheets, order: Row) -> Decimal:
    return sums(
        accepted_quantity(
            exact(a["quantity"]), exact(a["defective"]), a["result"], a.get("reinspection_result")
        )
        for a in sheets.rows("acceptances") if a["order_line"] == order["id"]
    )  # fmt: skip


def _purchased(sheets: Sheets, orders: list[Row]) -> Iterator[tuple[str, Decimal]]:
    """The columns of O3.2.3 for these orders."""
    ids = {order["id"] for order in orders}
    bills = [e for e in sheets.rows("expenses") if e.get("order_line") in ids]
    ordered = sums(sheets.value(o) for o in orders if o["state"] != "cancelled")
    accepted = ZERO
    for order in orders:
        share = quotient(_accepted(sheets, order), exact(order["quantity"]))
        if share is not None:
            accepted += sheets.rounded(sheets.value(order), min(D(1), share))
    invoiced = sums(map(sheets.spent, bills))
    paid = sums(sheets.spent(e) for e in bills if "paid_on" in e)
    not_invoiced = sums(sheets.order(order).open_commitment for order in orders)
    yield "ordered", ordered
    yield "accepted", accepted
    yield "invoiced", invoiced
    yield "paid", paid
    yield "payable", invoiced - paid
    yield "not_invoiced", not_invoiced
    yield "outstanding", invoiced - paid + not_invoiced


@pytest.mark.parametrize("by", ["line", "supplier", "category"])
def test_purchases(sheets: Sheets, by: str) -> None:
    chosen: dict[str, tuple[str, str, Callable[[Row], Any]]] = {
        "line": ("budget_lines", "purchases_by_line", lambda o: o["budget_line"]),
        "supplier": ("suppliers", "purchases_by_supplier", lambda o: _supplier(sheets, o)),
        "category": ("budget_categories", "purchases_by_category", lambda o: _category(sheets, o)),
    }
    source, table, of = chosen[by]
    keys = [row["category" if by == "category" else "id"] for row in sheets.rows(source)]
    expected: dict[str, list[Decimal]] = {}
    for key in keys:
        for column, amount in _purchased(
            sheets, [o for o in sheets.rows("order_lines") if of(o) == key]
        ):
            expected.setdefault(column, []).append(amount)
    for column, amounts in expected.items():
        assert sheets.shown(table, column, len(keys)) == amounts, column


def _supplier(sheets: Sheets, order: Row) -> Any:
    return next(c["supplier"] for c in sheets.rows("contracts") if c["id"] == order["contract"])


def _category(sheets: Sheets, order: Row) -> Any:
    lines = sheets.rows("budget_lines")
    return next(b["category"] for b in lines if b["id"] == order["budget_line"])


def test_accepted_quantities(sheets: Sheets) -> None:
    rows = sheets.rows("acceptances")
    core = [
        accepted_quantity(
            exact(a["quantity"]), exact(a["defective"]), a["result"], a.get("reinspection_result")
        )
        for a in rows
    ]
    assert sheets.shown("acceptances", "accepted_quantity", len(rows)) == core


def test_change_log(sheets: Sheets) -> None:
    """A transfer is balanced where both what is asked and what is in effect sum to zero."""
    rows = sheets.rows("budget_changes")
    labels = {
        key: sheets.data.registry.lists["change_check"].label(key, "en")
        for key in ("balanced", "unbalanced", "single")
    }
    shown = sheets.values.columns["budget_changes", "balance"][: len(rows)]
    expected = []
    for row in rows:
        if row["kind"] in ("increase", "cut"):
            expected.append("single")
            continue
        sides = [r for r in rows if "document" in r and r["document"] == row.get("document")]
        asked = sums(exact(r["amount"]) for r in sides)
        effective = sums(exact(r["amount"]) for r in sides if r["state"] == "approved")
        expected.append("balanced" if sides and not asked and not effective else "unbalanced")
    assert shown == [labels[key] for key in expected]


def test_a_balanced_transfer_moves_money_and_makes_none() -> None:
    event = random_event(3, 0)
    event.tables["budget_changes"] = [
        {"id": "A", "budget_line": "BL-1", "amount": D(-4000), "kind": "contingency",
         "document": "TR-1", "state": "approved"},
        {"id": "B", "budget_line": "BL-2", "amount": D(4000), "kind": "contingency",
         "document": "TR-1", "state": "approved"},
        {"id": "C", "budget_line": "BL-3", "amount": D(9000), "kind": "increase",
         "state": "submitted"},
    ]  # fmt: skip
    data = book_data(event, "en")
    values = Evaluator(data, row_counts(data), {}).run()
    assert values.columns["budget_changes", "effective"][:3] == [-4000, 4000, 0]
    assert values.columns["budget_changes", "balance"][:2] == ["Balanced"] * 2
    assert values.columns["budget_control", "changes"][:4] == [0, -4000, 4000, 0]
    assert values.figures["revised_total"] == values.figures["budget_total"]
