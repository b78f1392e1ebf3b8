"""What each kind of voucher must show."""

from __future__ import annotations

from typing import get_args

import pytest

from xlevent.compute.vouchers import Item, VoucherKind, missing_items, needed_items
from xlevent.sheets.registry import registry


def test_the_kinds_are_those_of_the_sheet() -> None:
    listed = [option.key for option in registry().lists["voucher_kind"].options]
    assert list(get_args(VoucherKind)) == listed


@pytest.mark.parametrize("kind", get_args(VoucherKind))
def test_every_voucher_says_when_who_what_and_how_much(kind: VoucherKind) -> None:
    assert needed_items(kind) >= {"date", "total", "payee", "items"}
    assert missing_items(kind, set()) == needed_items(kind)
    assert missing_items(kind, set(get_args(Item))) == frozenset()


def test_invoices_and_receipts_of_the_domain_page() -> None:
    shown: set[Item] = {"date", "total", "payee", "items"}
    assert missing_items("e_invoice", shown) == {"number", "payee_ubn", "buyer"}
    assert missing_items("invoice", shown | {"buyer", "number"}) == {"payee_ubn"}
    assert missing_items("receipt", shown) == {"payee_id"}
    assert missing_items("allocation", shown) == {"shares"}
