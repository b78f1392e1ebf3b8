"""A small event with money of every sort."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlevent.app.event import Event

SETTINGS = {
    "event_name": "Gala", "event_start": "2026-11-20", "event_end": "2026-11-22",
    "data_date": "2026-12-31", "base_currency": "TWD", "currency_decimals": 0,
    "organiser_ubn": "50862137", "tax_rate": "0.05",
}  # fmt: skip


def tables() -> dict[str, list[dict[str, Any]]]:
    """Rows by table: a grant (A 500,000, B 300,000), a sponsor, tickets, six vouchers."""
    invoice = {"voucher_kind": "e_invoice", "buyer_ubn": "50862137", "tax_kind": "included"}
    return {
        "people": [{"name": "Lin", "role": "PM"}],
        "funding_sources": [
            {"id": "FS-1", "name": "Grant", "kind": "subsidy", "amount": 300_000,
             "certainty": "confirmed", "received": 300_000, "received_on": "2026-10-01"},
            {"id": "FS-2", "name": "Own", "kind": "own", "amount": 300_000,
             "certainty": "confirmed", "received": 100_000, "received_on": "2026-09-01"},
            {"id": "FS-3", "name": "Sponsors", "kind": "sponsor", "amount": 52_500,
             "certainty": "confirmed", "received": 21_000, "received_on": "2026-11-01"},
            {"id": "FS-4", "name": "Tickets", "kind": "ticket", "amount": 30_000,
             "certainty": "confirmed", "received": 30_000, "received_on": "2026-11-30"},
        ],
        "settlement_terms": [
            {"source": "FS-1", "scope": "event", "approved_cost": 500_000,
             "report_due": "2027-01-20"},
        ],
        "budget_categories": [
            {"category": "Venue", "section": "venue"}, {"category": "Ads", "section": "marketing"},
        ],
        "budget_lines": [
            {"id": "BL-1", "category": "Venue", "item": "Hall", "quantity": 1,
             "unit_price": 400_000, "tax_kind": "included", "funding_source": "FS-1",
             "owner": "Lin"},
            {"id": "BL-2", "category": "Ads", "item": "Ads", "quantity": 1,
             "unit_price": 100_000, "tax_kind": "added", "funding_source": "FS-2",
             "owner": "Lin"},
        ],
        "expenses": [
            {"id": "EX-1", **invoice, "date": "2026-11-01", "payee": "Hall Ltd",
             "payee_ubn": "24173608", "invoice_number": "AB12345678", "description": "Hall",
             "budget_line": "BL-1", "funding_source": "FS-1", "currency": "TWD",
             "net": 200_000, "tax": 10_000, "gross": 210_000, "method": "transfer",
             "deducted": 500, "paid_on": "2026-11-10", "due": "2026-11-10"},
            {"id": "EX-2", "voucher_kind": "fee_receipt", "date": "2026-11-20", "payee": "Wu",
             "description": "=SUM(A1)", "budget_line": "BL-1", "funding_source": "FS-1",
             "currency": "TWD", "gross": 30_000, "income_kind": "professional_fee",
             "withheld": 3_000, "premium": 633, "method": "transfer", "paid_on": "2026-11-25"},
            {"id": "EX-3", "voucher_kind": "foreign", "date": "2026-10-01",
             "payee": 'Stream "Inc"\\', "description": "Line 1\nline 2", "budget_line": "BL-2",
             "funding_source": "FS-2", "currency": "USD", "rate": "32.155", "gross": "990.50",
             "method": "card", "paid_on": "2026-10-09", "match_state": "matched_difference",
             "match_difference": 151},
            {"id": "EX-4", "voucher_kind": "travel", "date": "2026-10-05", "payee": "Lin",
             "description": "Train", "budget_line": "BL-2", "funding_source": "FS-2",
             "currency": "TWD", "gross": 1_490, "method": "reimburse", "advanced_by": "Lin",
             "paid_on": "2026-10-31"},
            {"id": "EX-5", **invoice, "date": "2026-11-21", "payee": "Ads Ltd",
             "payee_ubn": "13468204", "invoice_number": "CD12345678", "description": "Ads",
             "budget_line": "BL-2", "funding_source": "FS-2", "currency": "TWD",
             "net": 100_000, "tax": 5_000, "gross": 105_000, "due": "2026-12-01"},
            {"id": "EX-6", "voucher_kind": "credit", "buyer_ubn": "50862137",
             "tax_kind": "included", "date": "2026-11-28", "payee": "Hall Ltd",
             "payee_ubn": "24173608", "description": "Refund", "budget_line": "BL-1",
             "funding_source": "FS-1", "currency": "TWD", "net": -2_000, "tax": -100,
             "gross": -2_100, "paid_on": "2026-11-30"},
        ],
        "expense_allocations": [
            {"id": "EA-1", "voucher": "EX-5", "source": "FS-1", "share": "0.3333"},
        ],
        "tax_remittances": [
            {"id": "TR-1", "kind": "income_tax", "period": "2026-11", "amount": 3_000,
             "paid_on": "2026-12-10"},
        ],
        "sponsors": [{"id": "SP-1", "name": "Big Co", "state": "signed", "owner": "Lin",
                      "ubn": "60480192"}],
        "sponsor_payments": [
            {"id": "SPM-1", "sponsor": "SP-1", "amount": 21_000, "due": "2026-10-31",
             "invoice_number": "EF12345678", "invoiced_on": "2026-10-15", "received": 21_000,
             "received_on": "2026-11-01"},
            {"id": "SPM-2", "sponsor": "SP-1", "amount": 31_500, "due": "2026-12-15"},
        ],
        "in_kind_items": [
            {"id": "IK-1", "sponsor": "SP-1", "item": "Chairs", "kind": "relieving",
             "basis": "price_list", "value": 10_000, "received_value": 10_000,
             "received_on": "2026-11-19"},
        ],
    }  # fmt: skip


def event(change: Callable[[dict[str, list[dict[str, Any]]]], None] | None = None) -> Event:
    """The event; `change` may spoil its rows first."""
    rows = tables()
    if change is not None:
        change(rows)
    return Event(SETTINGS, rows)
