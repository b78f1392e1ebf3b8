"""Rules about vouchers: tax numbers, buyer, invoice number, what they show, their period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast, get_args

from xlevent.app.validating.books import Books, Row, day, money, number
from xlevent.app.validating.rule import Check, Hit, rule
from xlevent.compute.tax_tw.invoices import invoice_number, invoice_period
from xlevent.compute.tax_tw.ubn import UbnCheck, check_ubn
from xlevent.compute.vouchers import Item, VoucherKind, missing_items
from xlevent.domain import voucher_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.money import product

_TABLE = "expenses"
_INVOICES = ("e_invoice", "invoice")
_UBNS = (
    ("suppliers", "ubn"), ("sponsors", "ubn"), ("prospects", "ubn"), (_TABLE, "payee_ubn"),
)  # fmt: skip
_SETTINGS = ("client_ubn", "organiser_ubn")
_UBN_READS = {
    "suppliers": ("ubn",), "sponsors": ("ubn",), "prospects": ("ubn",), _TABLE: ("payee_ubn",),
    "settings": _SETTINGS,
}  # fmt: skip
_UNCLAIMED = (None, "preparing", "returned")
_FILING_DAY = 15  # of the month after the period, 營業稅法第35條


def _numbers(books: Books) -> Iterator[tuple[str, int | None, str, UbnCheck]]:
    for column in _SETTINGS:
        if column in books.settings:
            yield "settings", None, column, check_ubn(str(books.settings[column]))
    for table, column in _UBNS:
        for index, row in enumerate(books.rows(table)):
            if column in row:
                yield table, index, column, check_ubn(str(row[column]))


def invalid(books: Books) -> Iterator[Hit]:
    """Tax numbers with a wrong check digit; another length is told by the column's pattern."""
    for table, index, column, found in _numbers(books):
        if found.problem in ("wrong_check_digit", "all_zeros"):
            yield Hit(table, index, column, {}, found.number)


def weak(books: Books) -> Iterator[Hit]:
    """Tax numbers that only the rule of 2023 accepts, where they stand first."""
    told = set()
    for table, index, column, found in _numbers(books):
        if found.weak and found.number not in told:
            told.add(found.number)
            yield Hit(table, index, column, {}, found.number)


def other_buyer(books: Books) -> Iterator[Hit]:
    """Vouchers made out to somebody else."""
    own = books.settings.get("organiser_ubn")
    for index, row in enumerate(books.rows(_TABLE)):
        buyer = row.get("buyer_ubn")
        if own is not None and buyer is not None and buyer != own:
            yield Hit(_TABLE, index, "buyer_ubn", {"expense": _name(row), "own": own}, buyer)


def wrong_number(books: Books) -> Iterator[Hit]:
    """Invoices whose number is none."""
    for index, row in enumerate(books.rows(_TABLE)):
        text = row.get("invoice_number")
        if row.get("voucher_kind") in _INVOICES and text and invoice_number(str(text)) is None:
            yield Hit(_TABLE, index, "invoice_number", {}, text)


# What the column that shows it holds; required columns are told as such when they are empty.
_SHOWN: Mapping[Item, tuple[str, Text]] = {
    "number": ("invoice_number", Text("號碼", "its number")),
    "payee_ubn": ("payee_ubn", Text("營業人統一編號", "the seller's tax number")),
    "payee_id": ("payee_id", Text("受款人證號或統一編號", "the payee's ID or tax number")),
    "buyer": ("buyer_ubn", Text("買受人統一編號", "the buyer's tax number")),
    "handled_by": ("handled_by", Text("經手人", "who handled it")),
    "shares": ("shared_with", Text("分攤單位與比率", "who pays which share")),
}


def incomplete(books: Books) -> Iterator[Hit]:
    """Vouchers that do not show what their kind needs."""
    for index, row in enumerate(books.rows(_TABLE)):
        kind = row.get("voucher_kind")
        if kind not in get_args(VoucherKind):
            continue
        shown = {item for item, (column, _) in _SHOWN.items() if column in row}
        if "payee_ubn" in row:
            shown.add("payee_id")
        lacking = missing_items(cast("VoucherKind", kind), shown)
        parts = [_SHOWN[item] for item in _SHOWN if item in lacking]
        if parts:
            names = [name for _, name in parts]
            details = {
                "expense": _name(row), "missing_zh": "、".join(n.zh for n in names),
                "missing_en": ", ".join(n.en for n in names),
            }  # fmt: skip
            yield Hit(_TABLE, index, parts[0][0], details)


def late(books: Books) -> Iterator[Hit]:
    """Invoices not claimed although the tax return of their period was due."""
    for index, row in enumerate(books.rows(_TABLE)):
        when = day(row, "date")
        if when is None or when.year == date.max.year or row.get("voucher_kind") not in _INVOICES:
            continue
        period = invoice_period(when)
        filed = _next_month(period.last_day).replace(day=_FILING_DAY)
        unclaimed = row.get("claim_state") in _UNCLAIMED
        if unclaimed and books.as_of > filed:
            details = {"expense": _name(row), "period": period, "filed": filed}
            yield Hit(_TABLE, index, "claim_state", details)


def after_close(books: Books) -> Iterator[Hit]:
    """Vouchers dated after the report of their funding source was due."""
    ends = {
        terms.get("source"): due
        for terms in books.rows("settlement_terms")
        if (due := day(terms, "report_due")) is not None
    }
    for index, row in enumerate(books.rows(_TABLE)):
        when, closed = day(row, "date"), ends.get(row.get("funding_source"))
        if when is not None and closed is not None and when > closed:
            details = {
                "expense": _name(row), "date": when, "source": row["funding_source"],
                "closed": closed,
            }  # fmt: skip
            yield Hit(_TABLE, index, "date", details)


def not_allocated(books: Books) -> Iterator[Hit]:
    """Shared vouchers without their shares."""
    for index, row in enumerate(books.rows(_TABLE)):
        shared = "shared_with" in row and row.get("voucher_kind") != "allocation"
        if shared and not any(books.of("expense_allocations", "voucher", row.get("id"))):
            yield Hit(_TABLE, index, "shared_with", {"expense": _name(row)})


def wrong_product(books: Books) -> Iterator[Hit]:
    """Vouchers whose quantity times price is neither net nor total."""
    for index, row in enumerate(books.rows(_TABLE)):
        quantity, price, gross = (number(row, c) for c in ("quantity", "unit_price", "gross"))
        if quantity is None or price is None or gross is None or not quantity:
            continue
        stated, net = product(quantity, price), number(row, "net")
        near = [a for a in (gross, net) if a is not None and abs(stated - abs(a)) <= 1]
        if not near:
            details = {"expense": _name(row), "found": money(stated), "gross": money(gross)}
            yield Hit(_TABLE, index, "quantity", details)


def _next_month(when: date) -> date:
    return date(when.year + when.month // 12, when.month % 12 + 1, 1)


def _name(row: Row) -> object:
    return row.get("id", "–")


def _in_taiwan(check: Check) -> Check:
    """The check, where the event's money is Taiwan's: elsewhere vouchers follow other law."""
    return lambda books: check(books) if books.currency == "TWD" else iter(())


RULES = (
    rule(
        codes.UBN_INVALID,
        ("統一編號符合檢查碼。", "Tax numbers have the right check digit."),
        _UBN_READS, _in_taiwan(invalid),
    ),
    rule(
        codes.UBN_WEAK,
        ("只符合 2023 年新規則的統一編號值得再核對。",
         "Tax numbers that only the rule of 2023 accepts are worth a second look."),
        _UBN_READS, _in_taiwan(weak),
    ),
    rule(
        codes.BUYER_OTHER,
        ("憑證的買受人是執行單位。", "Vouchers are made out to the organiser."),
        {_TABLE: ("buyer_ubn",), "settings": ("organiser_ubn",)}, other_buyer,
    ),
    rule(
        codes.INVOICE_NUMBER_WRONG,
        ("統一發票號碼為兩碼英文與八碼數字。",
         "The number of a uniform invoice has two letters and eight digits."),
        {_TABLE: ("voucher_kind", "invoice_number")}, _in_taiwan(wrong_number),
    ),
    rule(
        codes.VOUCHER_INCOMPLETE,
        ("憑證記載其類別應有的事項（政府支出憑證處理要點）。",
         "A voucher shows what its kind needs."),
        {_TABLE: ("voucher_kind", *(column for column, _ in _SHOWN.values()))},
        _in_taiwan(incomplete),
    ),
    rule(
        codes.CLAIM_LATE,
        ("發票在其期別申報期限前送核。",
         "Invoices are claimed before the return of their period is due."),
        {_TABLE: ("voucher_kind", "date", "claim_state"), "settings": ("data_date",)},
        _in_taiwan(late),
    ),
    rule(
        codes.AFTER_CLOSE,
        ("憑證日期不晚於財源的結案期限。",
         "Vouchers are dated before their funding source closes."),
        {_TABLE: ("date", "funding_source"), "settlement_terms": ("source", "report_due")},
        after_close,
    ),
    rule(
        codes.ALLOCATION_MISSING,
        ("分攤的憑證附有支出分攤表。", "A shared voucher has its allocation."),
        {_TABLE: ("shared_with",), "expense_allocations": ("voucher",)}, not_allocated,
    ),
    rule(
        codes.PRODUCT_WRONG,
        ("數量乘單價等於銷售額或總計。", "Quantity times price is the net amount or the total."),
        {_TABLE: ("quantity", "unit_price", "net", "gross")}, wrong_product,
    ),
)  # fmt: skip
