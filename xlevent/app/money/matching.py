"""The three-way match of an event: each voucher against its order and what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from xlevent.app.event import Event
from xlevent.app.money.cells import Row, amount, base_currency, day, number, places, rate, setting
from xlevent.app.money.cells import text as words
from xlevent.app.planning.scheduling import put
from xlevent.compute.acceptance import accepted_quantity
from xlevent.compute.match_text import match_text
from xlevent.compute.order_match import (
    Inspection,
    OrderInvoice,
    OrderTerms,
    TaxKind,
    match_invoices,
)
from xlevent.compute.three_way_match import Match, Reason, Tolerance
from xlevent.domain.language import Language, Text
from xlevent.domain.money import ZERO, decimals


def match_expenses(event: Event) -> list[Match]:
    """One match for each voucher, in the order of the rows; the event stays as it is."""
    expenses = event.tables["expenses"]
    found = [Match("no_order")] * len(expenses)
    by_order: dict[str, list[int]] = {}
    for index, row in enumerate(expenses):
        if order := words(row, "order_line"):
            by_order.setdefault(order, []).append(index)
    orders = {words(row, "id"): row for row in event.tables["order_lines"]}
    inspections = _inspections(event)
    suppliers = {words(c, "id"): words(c, "supplier") for c in event.tables["contracts"]}
    tolerance = _tolerance(event)
    tax_rate = setting(event, "tax_rate")
    for order, indices in by_order.items():
        if order not in orders:
            unknown = Match("no_order", (Reason("unknown_order", ZERO, ZERO, within=False),))
            for index in indices:
                found[index] = unknown
            continue
        terms = _terms(event, orders[order], suppliers)
        matches = match_invoices(
            terms, inspections.get(order, ()), [_invoice(event, expenses[i]) for i in indices],
            tolerance, tax_rate,
        )  # fmt: skip
        for index, match in zip(indices, matches, strict=True):
            found[index] = match
    return found


def write_matches(event: Event, matches: Sequence[Match]) -> None:
    """Put the outcomes and their reasons, in the event's language, into the expenses."""
    for row, match in zip(event.tables["expenses"], matches, strict=True):
        put(row, "three_way", match.outcome)
        put(row, "three_way_reason", shown(match_text(match), event.language) or None)


def shown(text: Text, language: Language) -> str:
    """A text as a workbook of that language keeps it."""
    if language == "both" and text.zh != text.en:
        return f"{text.zh}　{text.en}"
    return text.show(language)


def _tolerance(event: Event) -> Tolerance:
    return Tolerance(
        setting(event, "quantity_tolerance"),
        setting(event, "price_tolerance"),
        number(event.settings, "tolerance_cap"),
    )


def _tax_kind(row: Row) -> TaxKind:
    kind = words(row, "tax_kind")
    return cast("TaxKind", kind) if kind in ("included", "added") else "none"


def _terms(event: Event, row: Row, suppliers: dict[str, str]) -> OrderTerms:
    return OrderTerms(
        number(row, "quantity"),
        number(row, "unit_price"),
        words(row, "currency") or base_currency(event),
        rate(event, row),
        _tax_kind(row),
        cancelled=words(row, "state") == "cancelled",
        supplier=suppliers.get(words(row, "contract")) or None,
    )


def _inspections(event: Event) -> dict[str, list[Inspection]]:
    found: dict[str, list[Inspection]] = {}
    for row in event.tables["acceptances"]:
        accepted = accepted_quantity(
            amount(row, "quantity"), amount(row, "defective"),
            words(row, "result"), words(row, "reinspection_result"),
        )  # fmt: skip
        inspection = Inspection(
            words(row, "id"), accepted, day(row, "signed_off") is not None,
            amount(row, "price_reduction"),
        )  # fmt: skip
        found.setdefault(words(row, "order_line"), []).append(inspection)
    return found


def _invoice(event: Event, row: Row) -> OrderInvoice:
    currency = words(row, "currency") or base_currency(event)
    return OrderInvoice(
        gross=number(row, "gross"),
        net=number(row, "net"),
        quantity=number(row, "quantity"),
        price=number(row, "unit_price"),
        date=day(row, "date"),
        currency=currency,
        rate=rate(event, row),
        tax=_tax_kind(row),
        deducted=amount(row, "deducted"),
        supplier=words(row, "supplier") or None,
        acceptance=words(row, "acceptance") or None,
        unit=_unit(event, currency),
    )


def _unit(event: Event, currency: str) -> Decimal:
    """The smallest amount of a currency."""
    if currency == base_currency(event):
        return Decimal(1).scaleb(-places(event))
    try:
        return Decimal(1).scaleb(-decimals(currency))
    except ValueError:
        return Decimal("0.01")
