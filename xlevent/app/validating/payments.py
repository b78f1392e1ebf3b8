"""Rules about paying: accepted, approved by another person, dated rightly, on the right order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlevent.app.validating.books import Books, Row, day, number
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import purchasing_codes as codes

_TABLE = "expenses"
_AHEAD = ("advance", "deposit", "instalments")  # terms under which money goes before the goods
_GOOD = ("accepted", "reduced")


def _ordered(books: Books) -> Iterator[tuple[int, Row, Row]]:
    """The expenses on an order, with it."""
    for index, row in enumerate(books.rows(_TABLE)):
        order = books.find("order_lines", row["order_line"]) if "order_line" in row else None
        if order is not None:
            yield index, row, order


def _passed(acceptance: Row, paid: date) -> bool:
    """Whether something had been accepted by that day."""
    again = day(acceptance, "reinspection")
    if acceptance.get("reinspection_result") in _GOOD and (again is None or again <= paid):
        return True
    quantity = (number(acceptance, "quantity") or 0) - (number(acceptance, "defective") or 0)
    inspected = day(acceptance, "date")
    good = acceptance.get("result") in (*_GOOD, "rework") and quantity > 0
    return good and (inspected is None or inspected <= paid)


def _acceptances(books: Books, expense: Row) -> list[tuple[int, Row]]:
    """The acceptance that an expense names, else all of its order."""
    if "acceptance" in expense:
        return list(books.of("acceptances", "id", expense["acceptance"]))
    return list(books.of("acceptances", "order_line", expense.get("order_line")))


def _paid(books: Books) -> Iterator[tuple[int, Row, Row, date]]:
    """Expenses paid for what an order delivers; not those that the contract lets go ahead."""
    for index, row, order in _ordered(books):
        contract = books.find("contracts", order.get("contract")) or {}
        paid, ahead = day(row, "paid_on"), contract.get("payment_terms") in _AHEAD
        if paid and (number(row, "gross") or 0) > 0 and not (ahead and "acceptance" not in row):
            yield index, row, order, paid


def not_accepted(books: Books) -> Iterator[Hit]:
    """Payments before anything was accepted."""
    for index, row, _, paid in _paid(books):
        if not any(_passed(found, paid) for _, found in _acceptances(books, row)):
            details = {"expense": row.get("id"), "paid": paid, "order": row["order_line"]}
            yield Hit(_TABLE, index, "acceptance", details)


def not_signed_off(books: Books) -> Iterator[Hit]:
    """Acceptances that were not signed off when their expense was paid."""
    told = set()
    for _, row, _, paid in _paid(books):
        found = [(i, a) for i, a in _acceptances(books, row) if _passed(a, paid)]
        signed = [day(a, "signed_off") for _, a in found]
        if found and not any(when and when <= paid for when in signed) and found[0][0] not in told:
            number_, acceptance = found[0]
            told.add(number_)
            details = {"acceptance": acceptance.get("id"), "expense": row.get("id"), "paid": paid}
            yield Hit("acceptances", number_, "signed_off", details)


def cancelled(books: Books) -> Iterator[Hit]:
    """Expenses on cancelled orders."""
    for index, row, order in _ordered(books):
        if order.get("state") == "cancelled":
            details = {"expense": row.get("id"), "order": row["order_line"]}
            yield Hit(_TABLE, index, "order_line", details)


def other_line(books: Books) -> Iterator[Hit]:
    """Expenses on another budget line than their order."""
    for index, row, order in _ordered(books):
        mine, theirs = row.get("budget_line"), order.get("budget_line")
        if mine is not None and theirs is not None and mine != theirs:
            details = {"expense": row.get("id"), "line": mine, "order": row["order_line"],
                       "other": theirs}  # fmt: skip
            yield Hit(_TABLE, index, "budget_line", details)


def other_order(books: Books) -> Iterator[Hit]:
    """Expenses that name the acceptance of another order."""
    for index, row, _ in _ordered(books):
        for _, found in books.of("acceptances", "id", row.get("acceptance", "")):
            if found.get("order_line") not in (None, row["order_line"]):
                details = {"expense": row.get("id"), "acceptance": row["acceptance"],
                           "other": found["order_line"], "order": row["order_line"]}  # fmt: skip
                yield Hit(_TABLE, index, "acceptance", details)


def other_supplier(books: Books) -> Iterator[Hit]:
    """Expenses of another supplier than their order's."""
    for index, row, order in _ordered(books):
        contract = books.find("contracts", order.get("contract")) or {}
        mine, theirs = row.get("supplier"), contract.get("supplier")
        if mine is not None and theirs is not None and mine != theirs:
            details = {"expense": row.get("id"), "supplier": mine, "order": row["order_line"],
                       "other": theirs}  # fmt: skip
            yield Hit(_TABLE, index, "supplier", details)


def not_approved(books: Books) -> Iterator[Hit]:
    """Payments that nobody approved; one finding where approvals are not kept at all."""
    rows = books.rows(_TABLE)
    found = [
        (index, row.get("id")) for index, row in enumerate(rows)
        if "paid_on" in row and "approved_by" not in row
    ]  # fmt: skip
    kept = any("approved_by" in row for row in rows)
    for index, name in found if kept else found[:1]:
        more = f" (+{len(found) - 1})" if not kept and len(found) > 1 else ""
        yield Hit(_TABLE, index, "approved_by", {"expense": f"{name}{more}"})


# Who approves, and whose case it is.
_APPROVALS = (
    (_TABLE, "approved_by", ("handled_by", "advanced_by", "payee")),
    ("budget_changes", "approved_by", ("requested_by",)),
    ("requirements", "approver", ("owner",)),
    ("contracts", "approver", ("owner",)),
    ("acceptances", "signed_by", ("inspector",)),
)


def self_approved(books: Books) -> Iterator[Hit]:
    """Approvals by the person whose case it is."""
    for table, column, own in _APPROVALS:
        for index, row in enumerate(books.rows(table)):
            person = row.get(column)
            if person is not None and person in [row.get(name) for name in own]:
                details = {"what": row.get("id"), "person": person}
                yield Hit(table, index, column, details)


def outside(books: Books) -> Iterator[Hit]:
    """Vouchers dated before planning began or after the data date."""
    first, last = day(books.settings, "planning_start"), books.as_of
    for index, row in enumerate(books.rows(_TABLE)):
        when = day(row, "date")
        if when and ((first and when < first) or when > last):
            details = {"expense": row.get("id"), "date": when, "first": first or "–", "last": last}
            yield Hit(_TABLE, index, "date", details)


def in_future(books: Books) -> Iterator[Hit]:
    """Payments dated after the data date."""
    for index, row in enumerate(books.rows(_TABLE)):
        paid = day(row, "paid_on")
        if paid and paid > books.as_of:
            details = {"expense": row.get("id"), "paid": paid, "last": books.as_of}
            yield Hit(_TABLE, index, "paid_on", details)


_ACCEPTED = {
    _TABLE: ("order_line", "acceptance", "paid_on", "gross"),
    "acceptances": (
        "order_line", "date", "quantity", "defective", "result", "reinspection",
        "reinspection_result", "signed_off",
    ),
    "order_lines": ("contract",),
    "contracts": ("payment_terms",),
}  # fmt: skip

RULES = (
    rule(
        codes.OTHER_LINE,
        ("憑證與其訂單屬於同一科目。", "An expense is on the budget line of its order."),
        {_TABLE: ("budget_line", "order_line"), "order_lines": ("budget_line",)}, other_line,
    ),
    rule(
        codes.OTHER_ORDER,
        ("憑證引用的驗收屬於其訂單。", "The acceptance of an expense is of its order."),
        {_TABLE: ("acceptance", "order_line"), "acceptances": ("order_line",)}, other_order,
    ),
    rule(
        codes.OTHER_SUPPLIER,
        ("憑證的供應商就是訂單的供應商。", "An expense is by the supplier of its order."),
        {_TABLE: ("supplier", "order_line"), "order_lines": ("contract",),
         "contracts": ("supplier",)},
        other_supplier,
    ),
    rule(
        codes.PAID_NOT_ACCEPTED,
        ("驗收合格後才付款（預付、訂金與分期除外）。",
         "What is ordered is paid after acceptance (not advances, deposits and instalments)."),
        _ACCEPTED, not_accepted,
    ),
    rule(
        codes.PAID_NOT_SIGNED_OFF,
        ("驗收核准後才付款。", "An acceptance is signed off before it is paid."),
        _ACCEPTED, not_signed_off,
    ),
    rule(
        codes.BILLED_CANCELLED,
        ("取消的訂單不再請款。", "A cancelled order is not billed."),
        {_TABLE: ("order_line",), "order_lines": ("state",)}, cancelled,
    ),
    rule(
        codes.PAID_NOT_APPROVED,
        ("付款經人核准。", "What is paid was approved."),
        {_TABLE: ("paid_on", "approved_by")}, not_approved,
    ),
    rule(
        codes.SELF_APPROVED,
        ("承辦、請購、代墊或受款的人不自行核准。",
         "Nobody approves what they handled, asked for, advanced or receive."),
        {table: (column, *own) for table, column, own in _APPROVALS}, self_approved,
    ),
    rule(
        codes.DATE_OUTSIDE,
        ("憑證日期在籌備開始與資料日期之間。",
         "Vouchers are dated from the start of planning to the data date."),
        {_TABLE: ("date",), "settings": ("planning_start", "data_date")}, outside,
    ),
    rule(
        codes.PAID_IN_FUTURE,
        ("付款日期不晚於資料日期。", "No payment is dated after the data date."),
        {_TABLE: ("paid_on",), "settings": ("data_date",)}, in_future,
    ),
)  # fmt: skip
