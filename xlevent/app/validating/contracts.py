"""Rules about contracts and what is ordered under them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlevent.app.validating.books import Books, Row, day, money, number, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import purchasing_codes as codes

_TABLE = "contracts"
_PRICE = ("quantity", "unit_price", "currency", "rate", "tax_kind")
_OPEN = ("draft", "review", "sent")
_SIGNED = ("signed", "completed")


def _orders(books: Books, contract: Row) -> list[Row]:
    return [
        order for _, order in books.of("order_lines", "contract", contract.get("id"))
        if order.get("state") != "cancelled"
    ]  # fmt: skip


def unsigned(books: Books) -> Iterator[Hit]:
    """Contracts that are not signed, with order lines under them."""
    for index, row in enumerate(books.rows(_TABLE)):
        orders = _orders(books, row) if row.get("state") in _OPEN else []
        if orders:
            amount = money(total(books.priced(order) for order in orders))
            details = {"contract": row.get("id"), "count": len(orders), "amount": amount}
            yield Hit(_TABLE, index, "state", details)


def signed_late(books: Books) -> Iterator[Hit]:
    """Contracts signed after something under them was delivered or billed."""
    for index, row in enumerate(books.rows(_TABLE)):
        signed = day(row, "signed")
        found = [event for event in _events(books, row) if signed and event[0] < signed]
        if found:
            first, what = min(found)
            details = {"contract": row.get("id"), "signed": signed, "what": what, "first": first}
            yield Hit(_TABLE, index, "signed", details)


def _events(books: Books, contract: Row) -> Iterator[tuple[date, str]]:
    for order in _orders(books, contract):
        delivered = day(order, "delivered")
        if delivered:
            yield delivered, str(order.get("id"))
        for _, expense in books.of("expenses", "order_line", order.get("id")):
            billed = day(expense, "date")
            if billed:
                yield billed, str(expense.get("id"))


def undated(books: Books) -> Iterator[Hit]:
    """Contracts that are signed, and do not say when."""
    for index, row in enumerate(books.rows(_TABLE)):
        if row.get("state") in _SIGNED and "signed" not in row:
            yield Hit(_TABLE, index, "signed", {"contract": row.get("id")})


def ceiling(books: Books) -> Iterator[Hit]:
    """Agreements under which more is ordered than their ceiling."""
    for index, row in enumerate(books.rows("supply_agreements")):
        limit = number(row, "ceiling")
        under = [r for _, r in books.of(_TABLE, "agreement", row.get("id"))]
        amount = total(books.priced(o) for contract in under for o in _orders(books, contract))
        if limit is not None and amount > limit:
            details = {"agreement": row.get("id"), "amount": money(amount), "limit": money(limit),
                       "over": money(amount - limit)}  # fmt: skip
            yield Hit("supply_agreements", index, "ceiling_left", details)


def blocked(books: Books) -> Iterator[Hit]:
    """Contracts that are in force with a supplier who is blocked."""
    for index, row in enumerate(books.rows(_TABLE)):
        supplier = books.find("suppliers", row.get("supplier"))
        running = row.get("state") not in ("completed", "terminated")
        if running and supplier is not None and supplier.get("state") == "blocked":
            details = {"contract": row.get("id"), "supplier": row.get("supplier")}
            yield Hit(_TABLE, index, "supplier", details)


def lapsed(books: Books) -> Iterator[Hit]:
    """Suppliers whose licence or insurance ends before a contract does; at the supplier."""
    for index, row in enumerate(books.rows("suppliers")):
        under = [r for _, r in books.of(_TABLE, "supplier", row.get("id"))]
        ends = [
            (end, str(contract.get("id"))) for contract in under
            if contract.get("state") != "terminated" and (end := day(contract, "end"))
        ]  # fmt: skip
        for column, zh, en in (
            ("licence_until", "證照", "licence"), ("insured_until", "責任險", "liability insurance")
        ):  # fmt: skip
            until = day(row, column)
            if until and ends and until < max(ends)[0]:
                end, contract = max(ends)
                details = {"supplier": row.get("id"), "what_zh": zh, "what_en": en,
                           "until": until, "contract": contract, "end": end}  # fmt: skip
                yield Hit("suppliers", index, column, details)


RULES = (
    rule(
        codes.CONTRACT_UNSIGNED,
        ("簽約後才訂購。", "Nothing is ordered under a contract before it is signed."),
        {_TABLE: ("state",), "order_lines": ("contract", "state", *_PRICE)}, unsigned,
    ),
    rule(
        codes.SIGNED_LATE,
        ("立約日不晚於第一次交付或請款。",
         "A contract is signed before the first delivery or bill."),
        {_TABLE: ("signed",), "order_lines": ("contract", "delivered"),
         "expenses": ("order_line", "date")},
        signed_late,
    ),
    rule(
        codes.SIGNED_UNDATED,
        ("已簽契約有立約日。", "A signed contract has the date of its signing."),
        {_TABLE: ("state", "signed")}, undated,
    ),
    rule(
        codes.CEILING_EXCEEDED,
        ("供應協議項下的訂購不超過上限。", "Orders under an agreement stay within its ceiling."),
        {"supply_agreements": ("ceiling",), _TABLE: ("agreement",),
         "order_lines": ("contract", "state", *_PRICE)},
        ceiling,
    ),
    rule(
        codes.SUPPLIER_BLOCKED,
        ("不與停權的供應商簽約。", "No contract is with a supplier who is blocked."),
        {_TABLE: ("supplier", "state"), "suppliers": ("state",)}, blocked,
    ),
    rule(
        codes.LICENCE_LAPSED,
        ("供應商的證照與責任險涵蓋履約期間。",
         "Licence and insurance of a supplier last until the end of its contracts."),
        {"suppliers": ("licence_until", "insured_until"), _TABLE: ("supplier", "end", "state")},
        lapsed,
    ),
)  # fmt: skip
