"""What the sheets compute natively and what the core computes are the same, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from xlevent.app.build import book_data
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.compute import sponsor_value
from xlevent.compute.budget import Line, Order, budget_load
from xlevent.compute.earned_value import EarnedValue, earned_schedule, schedule_index
from xlevent.compute.planned_value import PercentRule, Work, earned_share, planned_share
from xlevent.compute.raci import check_raci
from xlevent.compute.run_of_show import Segment, cascade
from xlevent.compute.settlement import settle
from xlevent.compute.tax_tw.business_tax import tax_agrees
from xlevent.compute.tax_tw.invoices import invoice_period
from xlevent.compute.tax_tw.payments import Payment, net_pay
from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.money import ZERO, exact, quotient, round_money
from xlevent.domain.values import split_links
from xlevent.sheets.kernel.blocks import ByList, Mirror
from xlevent.workbook.book import BookData, CellValue
from xlevent.workbook.document_writer import formulas
from xlevent.workbook.documents import compose
from xlevent.workbook.evaluate import Evaluator, Values
from xlevent.workbook.layout import row_counts

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Book:
    """The demo event and the values that its workbook shows."""

    data: BookData
    values: Values

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row: what was typed, over it what the sheet computed."""
        rows_of = self.data.registry.tables[table].rows
        source = rows_of.table if isinstance(rows_of, Mirror) else table
        typed = self.data.tables[source]
        assert typed or not isinstance(rows_of, ByList)
        computed = {
            key: cells for (name, key), cells in self.values.columns.items() if name == table
        }
        own = typed if source == table else [{}] * len(typed)
        return [
            {**row, **{key: cells[i] for key, cells in computed.items()}}
            for i, row in enumerate(own)
        ]

    def figure(self, key: str) -> CellValue:
        return self.values.figures[key]

    def label(self, choices: str, key: str) -> str:
        return self.data.registry.lists[choices].label(key, self.data.language)


def strained(event: Event) -> None:
    """Make the demo event awkward: blanks, zeros, over-runs, money owed, a plan at a standstill."""
    tables = event.tables
    for i, row in enumerate(tables["run_of_show"]):
        row["minutes"] = int(str(row["minutes"])) + i % 4 * 9
        if i in (0, 14):  # a day without its first hard start, a hard start less
            row.pop("hard_start", None)
    periods = tables["earned_value"]
    periods[0].update(pv=Decimal(0), ev=Decimal(0))
    periods[1]["ev"] = Decimal(0)
    periods[3]["pv"] = periods[4]["pv"] = periods[2]["pv"]
    periods[3]["ev"] = periods[2]["pv"]
    for i, row in enumerate(tables["funding_sources"]):
        row["received"] = Decimal(str(row.get("received", 0))) // (i + 2)
    terms = {"source": tables["funding_sources"][2]["id"], "approved_cost": Decimal(1_234_567)}
    tables["settlement_terms"].append(terms)
    for row in tables["sponsors"][::2]:
        row["cash_pledged"] = row["activation"] = Decimal(0)
    del tables["servicing_costs"][::2]
    for i, row in enumerate(tables["raci"]):
        for key in ((), ("accountable",), ("responsible",), ("accountable", "responsible"))[i % 4]:
            row.pop(key, None)
    for row in tables["order_lines"][::3]:
        row["state"] = "cancelled"
    for row in tables["order_lines"][1::3]:
        row["state"] = "ordered"
    for row in tables["expenses"][::5]:
        row["tax"] = Decimal(str(row.get("tax", 0))) + 2


@pytest.fixture(scope="module", params=["demo", "strained"])
def book(request: pytest.FixtureRequest) -> Book:
    with sample("demo") as path:
        event = Event.load(path)
    if request.param == "strained":
        strained(event)
    data = book_data(event, "en")
    texts = {
        key: formulas(compose(document, data.registry, data.language))
        for key, document in data.registry.documents.items()
    }
    return Book(data, Evaluator(data, row_counts(data), texts).run())


def number(cell: object) -> Decimal:
    """A cell as the sheet adds it up: blank is 0."""
    if cell is None or cell == "":
        return ZERO
    assert isinstance(cell, int | float | Decimal), cell
    return exact(cell)


def differences(rows: Iterator[tuple[object, str, object, Decimal | int | None]]) -> list[str]:
    """What of (row, column, sheet, core) is not the same; blank and None are."""
    found, seen = [], 0
    for name, column, sheet, core in rows:
        seen += 1
        if core is None:
            same = sheet in ("", None)
        else:
            known = isinstance(sheet, int | float | Decimal) and not isinstance(sheet, bool)
            # The sheet counts in binary fractions of 53 bits.
            room = Decimal("1e-9") * max(Decimal(1), exact(core).copy_abs())
            same = known and abs(number(sheet) - core) <= room
        if not same:
            found.append(f"{name} {column}: sheet {sheet!r}, core {core}")
    assert seen, "nothing was compared"
    return found


# --- settlement ------------------------------------------------------------------------------
def test_settlement(book: Book) -> None:
    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows("settlement"):
            if row["grant"] != book.label("yes_no", "yes"):
                for column in ("unspent", "to_return", "subsidy_share", "own_share"):
                    yield row["source"], column, row[column], None
                continue
            core = settle(
                number(row["approved_cost"]), number(row["approved_subsidy"]),
                number(row["received"]), number(row["actual"]),
            )  # fmt: skip
            for column in ("ratio", "unspent", "to_return", "subsidy_share", "own_share"):
                yield row["source"], column, row[column], getattr(core, column)
            share = core.actual_cost if core.subsidy_share is None else core.subsidy_share
            yield row["source"], "balance", row["balance"], core.received - share

    assert differences(compared()) == []


# --- sponsors --------------------------------------------------------------------------------
RETURNS = ("value_delivered", "fee", "activation", "cash_received", "relief", "servicing")


@pytest.mark.parametrize("table", ["sponsor_value", "value_by_tier"])
def test_returns_of_sponsors(book: Book, table: str) -> None:
    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows(table):
            key = row.get("sponsor") or row.get("package")
            value, fee, activation, cash, relief, servicing = (number(row[c]) for c in RETURNS)
            sponsor = sponsor_value.sponsor_return(value, fee, activation)
            organiser = sponsor_value.organiser_return(cash, relief, servicing)
            yield key, "sponsor_roi", row["sponsor_roi"], sponsor
            yield key, "organiser_roi", row["organiser_roi"], organiser
            share = sponsor_value.fulfilment(number(row["promised"]), number(row["shortfall"]))
            yield key, "fulfilment", row["fulfilment"], share
            if table == "sponsor_value":
                goods = number(row["in_kind_received"])
                with_goods = sponsor_value.sponsor_return(value, fee, activation, goods)
                yield key, "roi_with_in_kind", row["roi_with_in_kind"], with_goods

    assert differences(compared()) == []


def test_returns_of_candidates(book: Book) -> None:
    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows("forecasts"):
            cost = number(row["cost"])
            bcr = sponsor_value.benefit_cost_ratio(number(row["expected"]), cost)
            yield row["id"], "bcr", row["bcr"], bcr
            for column, value in (("roi_low", "low"), ("roi", "expected"), ("roi_high", "high")):
                roi = sponsor_value.return_on_investment(number(row[value]), cost)
                yield row["id"], column, row[column], roi

    assert differences(compared()) == []


# --- earned value ----------------------------------------------------------------------------
INDICES = ("cv", "sv", "cpi", "spi", "tcpi")
FORECASTS = {"eac": "eac", "eac_plan": "eac_as_planned", "eac_both": "eac_composite",
             "etc": "etc", "vac": "vac"}  # fmt: skip


def test_earned_value(book: Book) -> None:
    bac = number(book.figure("bac"))

    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows("earned_value"):
            if "ev" not in row or row["ac"] == "":
                for column in (*INDICES, *FORECASTS):
                    yield row["id"], column, row[column], None
                continue
            core = EarnedValue(bac, number(row["ev"]), number(row["ac"]), row.get("pv"))
            for column in INDICES:
                yield row["id"], column, row[column], getattr(core, column)
            for column, name in FORECASTS.items():
                value = getattr(core, name)
                yield row["id"], column, row[column], None if value is None else round_money(value)

    assert differences(compared()) == []


def test_earned_schedule(book: Book) -> None:
    periods = book.rows("earned_value")
    planned = [number(row["pv"]) for row in periods if "pv" in row]

    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for at, (row, given) in enumerate(
            zip(book.rows("schedule_indices"), periods, strict=True), start=1
        ):
            es = earned_schedule(given["ev"], planned) if "ev" in given else None
            yield row["period"], "earned_schedule", row["earned_schedule"], es
            yield row["period"], "spi_t", row["spi_t"], schedule_index(es, at)

    assert differences(compared()) == []


def day_of(cell: object) -> date | None:
    """The day of a cell with a date, which is a serial number."""
    if cell == "":
        return None
    assert isinstance(cell, int | float), cell
    return date(1899, 12, 30) + timedelta(days=int(cell))


def test_planned_and_earned_percent_of_every_task(book: Book) -> None:
    today = day_of(book.figure("as_of"))
    assert today is not None

    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows("task_progress"):
            work = Work(
                row["task"],
                number(row["value"]),
                day_of(row["baseline_start"]),
                day_of(row["baseline_finish"]),
                PercentRule(row.get("rule", "physical")),
                row.get("percent"),
                row.get("actual_start"),
                row.get("actual_finish"),
            )
            planned = planned_share(replace(work, rule=PercentRule.PHYSICAL), today)
            earned = earned_share(work, today, today)
            yield row["task"], "planned_percent", number(row["planned_percent"]), planned
            yield row["task"], "earned_percent", number(row["earned_percent"]), earned

    assert differences(compared()) == []


# --- run of show -----------------------------------------------------------------------------
def minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def as_minutes(cell: object) -> Decimal | str:
    return number(cell) * 1440 if cell != "" else ""


def test_run_of_show(book: Book) -> None:
    days: dict[date, list[Row]] = {}
    for row in book.rows("run_of_show"):
        days.setdefault(row["day"], []).append(row)

    def compared() -> Iterator[tuple[object, str, object, int | None]]:
        for rows in days.values():
            rows.sort(key=lambda row: int(row["seq"]))
            slots = cascade(
                [
                    Segment(
                        int(row["minutes"]),
                        minutes(row["hard_start"]) if "hard_start" in row else None,
                    )
                    for row in rows
                ]
            )
            for row, slot in zip(rows, slots, strict=True):
                yield row["id"], "start", as_minutes(row["start"]), slot.start
                yield row["id"], "end", as_minutes(row["end"]), slot.end
                yield row["id"], "overrun", row["overrun"], slot.overrun
                yield row["id"], "slack", row["slack"], slot.slack

    assert differences(compared()) == []


# --- expenses --------------------------------------------------------------------------------
def test_net_pay_of_every_expense(book: Book) -> None:
    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows("expenses"):
            parts = (number(row.get(c)) for c in ("base_amount", "withheld", "premium", "deducted"))
            yield row["id"], "paid_net", row["paid_net"], Payment(*parts).net

    assert differences(compared()) == []


def test_tax_and_premium_of_every_payment_to_a_person(book: Book) -> None:
    """Typed in the sheet: the demo event withholds what the law asks for.

    Left out: payrolls, one voucher for many people, while the law looks at each payment to each
    of them; monthly salaries, which follow the tax office's table; bonuses, whose premium depends
    on the insured salary.
    """

    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows("expenses"):
            kind = row.get("income_kind", "none")
            if kind in ("none", "salary", "bonus") or row["voucher_kind"] == "payroll":
                continue
            paid_on = row.get("paid_on") or row["date"]
            resident = row.get("resident") != "no"
            core = net_pay(kind, number(row["base_amount"]), Terms(paid_on), resident=resident)
            yield row["id"], "withheld", number(row.get("withheld")), core.tax
            yield row["id"], "premium", number(row.get("premium")), core.premium

    assert differences(compared()) == []


def test_invoice_periods_and_stated_tax(book: Book) -> None:
    labels = {book.label("check_result", key): key == "pass" for key in ("pass", "fail")}
    periods = checks = 0
    for row in book.rows("expenses"):
        if row["invoice_period"]:
            assert row["invoice_period"] == str(invoice_period(row["date"])), row["id"]
            periods += 1
        if row["tax_check"]:
            stated = tax_agrees(row["net"], number(row.get("tax")), Terms(row["date"]))
            assert stated == labels[row["tax_check"]], row["id"]
            checks += 1
    assert periods
    assert checks


# --- budget ----------------------------------------------------------------------------------
def test_budget_lines(book: Book) -> None:
    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in book.rows("budget_control"):
            given = ("baseline", "changes", "actual", "committed", "remaining")
            line = Line(*(number(row[column]) for column in given))
            for column in ("revised", "load", "available", "forecast", "variance"):
                yield row["line"], column, row[column], getattr(line, column)
            yield row["line"], "load_share", row["load_share"], quotient(line.load, line.revised)

    assert differences(compared()) == []


def test_budget_load_from_orders_and_invoices(book: Book) -> None:
    """The whole way: from vouchers and orders to the load of each line."""
    expenses, lines = book.rows("expenses"), book.rows("order_lines")

    def compared() -> Iterator[tuple[object, str, object, Decimal | None]]:
        for row in lines:
            yield row["id"], "open_amount", row["open_amount"], order(row).open_commitment
        for row in book.rows("budget_control"):
            mine = [line for line in lines if line["budget_line"] == row["line"]]
            keys = {line["id"] for line in mine}
            loose = [
                number(e["base_amount"])
                for e in expenses
                if e["budget_line"] == row["line"] and e.get("order_line") not in keys
            ]
            yield row["line"], "load", row["load"], budget_load(loose, map(order, mine))

    def order(line: Row) -> Order:
        invoices = (number(e["base_amount"]) for e in expenses if e.get("order_line") == line["id"])
        return Order(number(line["amount"]), tuple(invoices), line["state"] in CLOSED)

    assert differences(compared()) == []


CLOSED = ("closed", "cancelled")


# --- responsibilities ------------------------------------------------------------------------
def test_raci(book: Book) -> None:
    rows = book.rows("raci")
    assert rows
    for row in rows:
        accountable = [str(row["accountable"])] if "accountable" in row else []
        problems = check_raci(split_links(str(row.get("responsible", ""))), accountable)
        first = problems[0] if problems else "valid"
        assert row["raci_check"] == book.label("raci_check", first), row["id"]
