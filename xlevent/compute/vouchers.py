"""What each kind of voucher must show before it may be paid or claimed.

Source: 政府支出憑證處理要點 (2021): invoices (name and tax number of the seller, items and total,
date, buyer), receipts (reason, amount, payer, payee with ID or tax number, date, signature),
allocation sheets, and statements in place of a voucher.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal

VoucherKind = Literal[
    "e_invoice", "invoice", "small_receipt", "receipt", "fee_receipt", "payroll", "travel",
    "foreign", "customs", "allocation", "statement", "credit",
]  # fmt: skip
Item = Literal[
    "date",
    "total",
    "payee",
    "payee_ubn",  # tax number of a business
    "payee_id",  # ID of a person, or the tax number of a business
    "number",
    "items",  # what was bought, or the reason of a payment
    "buyer",  # name or tax number of who pays
    "income_kind",
    "rate",
    "shares",  # who pays which part
    "handled_by",
]

_ALWAYS: frozenset[Item] = frozenset(("date", "total", "payee", "items"))
_ALSO: dict[VoucherKind, tuple[Item, ...]] = {
    "e_invoice": ("number", "payee_ubn", "buyer"),
    "invoice": ("number", "payee_ubn", "buyer"),
    "small_receipt": (),
    "receipt": ("payee_id",),
    "fee_receipt": ("payee_id", "income_kind"),
    "payroll": ("income_kind",),
    "travel": ("handled_by",),
    "foreign": ("number", "rate"),
    "customs": ("number",),
    "allocation": ("shares",),
    "statement": ("handled_by",),
    "credit": ("number", "payee_ubn"),
}


def needed_items(kind: VoucherKind) -> frozenset[Item]:
    """What a voucher of that kind must show."""
    return _ALWAYS | frozenset(_ALSO[kind])


def missing_items(kind: VoucherKind, shown: AbstractSet[Item]) -> frozenset[Item]:
    """What is needed and not shown."""
    return needed_items(kind) - shown
