"""All invoices of one order against it and what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import load, numbers
from xlevent.compute.acceptance import accepted_quantity
from xlevent.compute.match_text import match_text, plain
from xlevent.compute.order_match import (
    Inspection,
    OrderInvoice,
    OrderTerms,
    match_invoices,
)
from xlevent.compute.three_way_match import Match, Reason, Tolerance

D = Decimal
TWO = Tolerance(D("0.02"), D("0.02"), D(5000))
DAY = date(2026, 11, 2)
FIVE_PERCENT = D("0.05")
FIFTY = OrderTerms(D(50), D(100), "TWD")
ALL = Inspection("AC-1", D(50))


def invoice(quantity: str | None, price: str | None, gross: str, **more: object) -> OrderInvoice:
    def number(text: str | None) -> D | None:
        return None if text is None else D(text)

    return replace(
        OrderInvoice(D(gross), quantity=number(quantity), price=number(price), date=DAY),
        **more,  # type: ignore[arg-type]
    )


def outcomes(
    order: OrderTerms,
    inspections: Sequence[Inspection],
    *invoices: OrderInvoice,
    tolerance: Tolerance = TWO,
) -> list[tuple[str, list[str]]]:
    found = match_invoices(order, inspections, invoices, tolerance, FIVE_PERCENT)
    return [(m.outcome, [r.cause for r in m.reasons]) for m in found]


PAY: tuple[str, list[str]] = ("pay", [])


# --- the golden vectors, as whole orders -----------------------------------------------------
@pytest.mark.parametrize("vector", load("money")["three_way_match"], ids=str)
def test_vectors(vector: dict[str, str]) -> None:
    ordered, accepted, invoiced, order_price, price, of_quantity, of_price = numbers(
        vector, "ordered", "accepted", "invoiced", "order_price", "invoice_price",
        "quantity_tolerance", "price_tolerance",
    )  # fmt: skip
    one = OrderInvoice(invoiced * price, quantity=invoiced, price=price)
    ((outcome, _),) = outcomes(
        OrderTerms(ordered, order_price, "TWD"), [Inspection("A", accepted)], one,
        tolerance=Tolerance(of_quantity, of_price),
    )  # fmt: skip
    assert outcome == vector["outcome"].replace(" ", "_")


# --- parts, in the order of their dates ------------------------------------------------------
def test_parts_add_up_by_date_whatever_the_order_of_rows() -> None:
    early = invoice("30", "100", "3000", date=DAY)
    later = invoice("30", "100", "3000", date=DAY + timedelta(days=9))
    undated = invoice("1", "100", "100", date=None)
    assert outcomes(FIFTY, [ALL], early, later) == [
        PAY,
        ("hold", ["more_than_ordered", "more_than_accepted"]),
    ]
    assert outcomes(FIFTY, [ALL], later, early)[1] == PAY
    assert outcomes(FIFTY, [ALL], undated, invoice("50", "100", "5000"))[1] == PAY


def test_partial_deliveries_are_paid_as_they_are_accepted() -> None:
    first, second = Inspection("A", D(20)), Inspection("B", D(27))
    parts = [invoice("20", "100", "2000"), invoice("27", "100", "2700")]
    assert outcomes(FIFTY, [first], *parts) == [PAY, ("hold", ["more_than_accepted"])]
    assert outcomes(FIFTY, [first, second], *parts) == [PAY, PAY]


def test_the_domain_page_fifty_ordered_forty_seven_accepted() -> None:
    found = outcomes(
        FIFTY, [Inspection("A", D(47))], invoice("50", "100", "5000"),
        tolerance=Tolerance(FIVE_PERCENT, FIVE_PERCENT),
    )  # fmt: skip
    assert found == [("hold", ["more_than_accepted"])]


# --- credit notes ----------------------------------------------------------------------------
def test_a_credit_note_makes_good_for_what_was_too_much() -> None:
    whole = invoice("50", "100", "5000")
    credit = invoice("3", "100", "-300", date=DAY + timedelta(days=20))
    assert outcomes(FIFTY, [Inspection("A", D(47))], whole, credit) == [
        PAY,
        ("pay_with_note", ["credit_note"]),
    ]


def test_a_credit_note_without_quantity_counts_by_its_amount() -> None:
    found = outcomes(
        FIFTY, [Inspection("A", D(47))],
        invoice("50", "100", "5000"), invoice(None, None, "-300"),
    )  # fmt: skip
    assert found[0] == PAY


def test_a_credit_note_above_the_invoices_is_held() -> None:
    assert outcomes(FIFTY, [ALL], invoice(None, None, "-300")) == [
        ("hold", ["credit_above_invoices"])
    ]


# --- prices and their basis ------------------------------------------------------------------
def test_net_and_gross_prices_meet() -> None:
    on_top = replace(FIFTY, tax="added")
    as_gross = invoice("50", "105", "5250", net=D(5000), tax="included")
    assert outcomes(on_top, [ALL], as_gross) == [PAY]
    as_net = invoice("50", "100", "5250", net=D(5000), tax="added")
    assert outcomes(on_top, [ALL], as_net) == [PAY]
    assert outcomes(FIFTY, [ALL], as_net) == [("hold", ["price_higher"])]
    gross_order = replace(FIFTY, price=D(105))
    assert outcomes(gross_order, [ALL], as_net) == [PAY]


def test_the_rounding_of_a_total_is_no_difference_of_price() -> None:
    # 6,035 x 7.5 = 45,262.5 and the invoice says 45,263.
    order = OrderTerms(D(6035), D("7.5"), "TWD")
    whole = [Inspection("A", D(6035))]
    assert outcomes(order, whole, invoice("6035", "7.5", "45263")) == [PAY]
    assert outcomes(order, whole, invoice("6035", None, "45263")) == [PAY]
    assert outcomes(order, whole, invoice("6035", None, "45265")) == [
        ("pay_with_note", ["price_higher"])
    ]


def test_quantity_times_price_must_be_the_amount() -> None:
    assert outcomes(FIFTY, [ALL], invoice("3", "100", "500")) == [
        ("hold", ["sum_wrong", "price_higher"])
    ]


# --- services without quantity ---------------------------------------------------------------
def test_shares_of_a_service_by_amount() -> None:
    service = OrderTerms(D(1), D(100), "TWD")
    thirds = [invoice(None, None, "33"), invoice(None, None, "33"), invoice(None, None, "34")]
    accepted = [Inspection(n, D("0.3333")) for n in "ABC"]
    assert outcomes(service, [Inspection("A", D(1))], *thirds) == [PAY] * 3
    assert outcomes(service, accepted, *thirds) == [PAY] * 3
    assert outcomes(service, accepted[:2], *thirds)[2] == ("hold", ["more_than_accepted"])
    assert outcomes(service, [Inspection("A", D(1))], invoice(None, None, "120")) == [
        ("hold", ["more_than_ordered", "more_than_accepted"])
    ]


# --- currencies ------------------------------------------------------------------------------
def test_other_currencies() -> None:
    dollars = OrderTerms(D(10), D(20), "USD", D(32))
    same = invoice("10", "20", "200", currency="USD", rate=D("32.5"), unit=D("0.01"))
    assert outcomes(dollars, [ALL], same) == [PAY]
    assert outcomes(dollars, [ALL], replace(same, rate=None)) == [("hold", ["no_rate"])]
    in_base = invoice("10", "640", "6400")
    assert outcomes(dollars, [ALL], in_base) == [PAY]
    assert outcomes(dollars, [ALL], invoice("10", "700", "7000")) == [("hold", ["price_higher"])]
    assert outcomes(replace(dollars, rate=None), [ALL], in_base) == [("hold", ["no_rate"])]
    assert outcomes(replace(dollars, rate=None), [ALL], same) == [PAY]


def test_the_cap_is_in_the_base_currency() -> None:
    dollars = OrderTerms(D(10), D(1000), "USD", D(32))
    dearer = invoice("10", "1010", "10100", currency="USD", rate=D(32), unit=D("0.01"))
    # 1 % of 10,000 USD is 100 USD, which is 3,200 TWD.
    for cap, outcome in ((3200, "pay_with_note"), (3199, "hold")):
        limits = Tolerance(D("0.02"), D("0.02"), D(cap))
        assert outcomes(dollars, [ALL], dearer, tolerance=limits)[0][0] == outcome


# --- what stands around ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("order", "inspections", "bill", "causes"),
    [
        (replace(FIFTY, cancelled=True), [ALL], invoice("1", "100", "100"), ["order_cancelled"]),
        (replace(FIFTY, price=None), [ALL], invoice("1", "100", "100"), ["order_incomplete"]),
        (FIFTY, [], invoice("1", "100", "100"), ["not_accepted"]),
        (FIFTY, [ALL], replace(invoice("1", "100", "100"), gross=None), ["nothing_stated"]),
        (
            replace(FIFTY, supplier="S1"), [ALL],
            invoice("1", "100", "100", supplier="S2"), ["other_supplier"],
        ),
        (FIFTY, [ALL], invoice("1", "100", "100", acceptance="AC-9"), ["other_acceptance"]),
        (
            FIFTY, [replace(ALL, signed_off=False)],
            invoice("1", "100", "100"), ["not_signed_off"],
        ),
        (
            FIFTY, [replace(ALL, reduction=D(400))],
            invoice("50", "100", "5000"), ["reduction_not_taken"],
        ),
    ],
)  # fmt: skip
def test_reasons_to_hold(
    order: OrderTerms, inspections: list[Inspection], bill: OrderInvoice, causes: list[str]
) -> None:
    assert outcomes(order, inspections, bill) == [("hold", causes)]


def test_a_reduction_taken_off_in_any_way_is_paid() -> None:
    reduced = [replace(ALL, reduction=D(400))]
    whole = invoice("50", "100", "5000")
    assert outcomes(FIFTY, reduced, replace(whole, deducted=D(400))) == [PAY]
    assert outcomes(FIFTY, reduced, whole, invoice(None, None, "-400"))[0] == PAY


@pytest.mark.parametrize(
    ("result", "reinspection", "accepted"),
    [
        ("accepted", None, 45), ("reduced", None, 45), ("rework", None, 45), ("pending", None, 0),
        ("rejected", None, 0), (None, None, 0), ("rework", "accepted", 50),
        ("rejected", "reduced", 50), ("rejected", "rejected", 0),
    ],
)  # fmt: skip
def test_accepted_quantity(result: str | None, reinspection: str | None, accepted: int) -> None:
    assert accepted_quantity(D(50), D(5), result, reinspection) == accepted


# --- properties ------------------------------------------------------------------------------
INVOICES = st.lists(
    st.builds(
        lambda quantity, day, credit: OrderInvoice(
            (-1 if credit else 1) * quantity * 10, quantity=quantity, price=D(10),
            date=DAY + timedelta(days=day),
        ),
        st.integers(1, 30).map(D), st.integers(0, 40), st.booleans(),
    ),
    max_size=4, unique_by=lambda i: i.date,
)  # fmt: skip


@given(INVOICES, st.integers(1, 60), st.integers(0, 60))
def test_order_of_rows_does_not_matter_and_no_more_is_paid_than_accepted(
    invoices: list[OrderInvoice], ordered: int, accepted: int
) -> None:
    order = OrderTerms(D(ordered), D(10), "TWD")
    inspections = [Inspection("A", D(accepted))]
    exact = Tolerance()

    def run(some: Sequence[OrderInvoice]) -> list[Match]:
        return match_invoices(order, inspections, some, exact, FIVE_PERCENT)

    first = run(invoices)
    by_date = {i.date: m for i, m in zip(invoices, first, strict=True)}
    for other in permutations(invoices):
        assert {i.date: m for i, m in zip(other, run(other), strict=True)} == by_date
    paid = sum(i.quantity or 0 for i, m in zip(invoices, first, strict=True) if m.outcome == "pay")
    credit = sum(i.quantity or 0 for i in invoices if i.gross is not None and i.gross < 0)
    assert paid <= min(ordered, accepted) + credit


# --- words -----------------------------------------------------------------------------------
def test_words_in_both_languages() -> None:
    found = match_text(
        Match("hold", (
            Reason("more_than_accepted", D(47), D(50), within=False),
            Reason("price_higher", D(100), D("101.5"), within=True),
        ))
    )  # fmt: skip
    assert (
        found.zh
        == "累計請款 50 多於驗收合格 47 (+6.4 %)；單價 101.5 高於訂單 100 (+1.5 %)，在容差內"
    )
    assert found.en == (
        "50 invoiced so far, 47 accepted (+6.4 %); "
        "price 101.5 above the order's 100 (+1.5 %), within tolerance"
    )
    same = [
        Reason(c, D(900), D(910), within=True) for c in ("more_than_ordered", "more_than_accepted")
    ]
    assert match_text(Match("pay_with_note", tuple(same))).en == (
        "910 invoiced so far, 900 ordered and accepted (+1.1 %), within tolerance"
    )
    other = replace(same[1], allowed=D(905))
    assert match_text(Match("pay_with_note", (same[0], other))).en.count("invoiced") == 2
    assert plain(D("12345.600")) == "12,345.6"
    assert plain(D("1E+3")) == "1,000"
