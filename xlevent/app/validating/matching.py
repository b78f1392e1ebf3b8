"""Rules from the checks of the expense sheet: three-way match, duplicates, dues, references.

Computed from today's rows, not from what an earlier `xlevent match` wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from xlevent.app.money.checked import checked
from xlevent.app.validating.books import WRONG, Books, day, number
from xlevent.app.validating.rule import Hit, rule
from xlevent.compute.duplicates import Rule as Tie
from xlevent.compute.match_text import match_text, plain
from xlevent.compute.three_way_match import Cause, Match, Reason
from xlevent.domain import voucher_codes as codes
from xlevent.domain.language import Text

_TABLE = "expenses"
_COLUMNS: dict[Cause, str] = {
    "more_than_ordered": "quantity", "more_than_accepted": "quantity",
    "price_higher": "unit_price", "reduction_not_taken": "gross", "credit_above_invoices": "gross",
}  # fmt: skip
_TIES: dict[Tie, Text] = {
    "same_number": Text("同一廠商、號碼相同", "same vendor and number"),
    "near_number": Text("金額相同、號碼相近", "same amount and nearly the same number"),
    "three_of_four": Text("廠商、號碼、金額、日期有三項相同",
                          "three of vendor, number, amount and date"),
}  # fmt: skip
_READS = {
    _TABLE: (
        "order_line", "quantity", "unit_price", "net", "tax_kind", "gross", "currency", "rate",
        "deducted", "paid_on",
    ),
    "order_lines": ("quantity", "unit_price", "currency", "rate", "tax_kind"),
    "acceptances": ("order_line", "quantity", "defective", "result", "reinspection_result"),
    "settings": ("quantity_tolerance", "price_tolerance", "tolerance_cap"),
}  # fmt: skip


def _held(books: Books) -> Iterator[tuple[int, list[Reason]]]:
    """The vouchers on hold, with the reasons that no other rule tells.

    Without any acceptance, on a cancelled order, without a rate and the like have rules of
    their own; paying less than the order's price is no fault.
    """
    for index, match in enumerate(books.once(checked).matches):
        beyond = [r for r in match.reasons if not r.within and r.cause in _COLUMNS]
        if match.outcome == "hold" and beyond and not _unsure(books, index):
            yield index, beyond


def _unsure(books: Books, index: int) -> bool:
    """Whether a cell of the voucher or its order is called wrong by another finding."""
    row = books.rows(_TABLE)[index]
    order = books.find("order_lines", row.get("order_line")) or {}
    return WRONG in row.values() or WRONG in order.values()


def _because(cause: Cause) -> Callable[[Books], Iterator[Hit]]:
    """Unpaid vouchers held for that cause; more than ordered goes before more than accepted."""

    def check(books: Books) -> Iterator[Hit]:
        for index, reasons in _held(books):
            causes = [reason.cause for reason in reasons]
            if "paid_on" in books.rows(_TABLE)[index] or cause not in causes:
                continue
            if cause == "more_than_accepted" and "more_than_ordered" in causes:
                continue
            reason = reasons[causes.index(cause)]
            row = books.rows(_TABLE)[index]
            details = {
                "expense": row.get("id", "–"), "order": row.get("order_line"),
                "found": plain(reason.found), "allowed": plain(reason.allowed),
            }  # fmt: skip
            yield Hit(_TABLE, index, _COLUMNS[cause], details)

    return check


def paid_on_hold(books: Books) -> Iterator[Hit]:
    """Vouchers paid although they should be held."""
    for index, reasons in _held(books):
        row = books.rows(_TABLE)[index]
        if "paid_on" in row:
            why = match_text(Match("hold", tuple(reasons)))
            details = {"expense": row.get("id", "–"), "why_zh": why.zh, "why_en": why.en}
            yield Hit(_TABLE, index, "paid_on", details)


def duplicates(books: Books) -> Iterator[Hit]:
    """Each voucher that may have been entered twice, with the first of its kind."""
    done = books.once(checked)
    for suspicion in done.duplicates:
        ties = [_TIES[tie] for tie in suspicion.rules]
        details = {
            "expense": done.name(suspicion.row), "other": done.name(suspicion.first),
            "why_zh": "；".join(tie.zh for tie in ties), "why_en": "; ".join(t.en for t in ties),
        }  # fmt: skip
        yield Hit(_TABLE, suspicion.row, "invoice_number", details)


def reference_twice(books: Books) -> Iterator[Hit]:
    """A bank reference used on more than one day; many vouchers of one transfer share theirs."""
    first: dict[object, date] = {}
    for index, row in enumerate(books.rows(_TABLE)):
        reference, paid = row.get("bank_reference"), day(row, "paid_on")
        if reference is None or paid is None:
            continue
        known = first.setdefault(reference, paid)
        if known != paid:
            details = {"reference": reference, "first": known, "paid": paid}
            yield Hit(_TABLE, index, "bank_reference", details, reference)


def overdue(books: Books) -> Iterator[Hit]:
    """Vouchers past their due date; not those on hold or given back."""
    matches = books.once(checked).matches
    for index, row in enumerate(books.rows(_TABLE)):
        due = day(row, "due")
        waits = matches[index].outcome == "hold" or row.get("claim_state") == "returned"
        owed = (number(row, "gross") or 0) > 0 and "paid_on" not in row
        if owed and due is not None and due < books.as_of and not waits:
            details = {"expense": row.get("id", "–"), "due": due, "last": books.as_of}
            yield Hit(_TABLE, index, "due", details)


RULES = (
    rule(
        codes.INVOICED_OVER_ORDER,
        ("請款數量不超過訂購數量與容差。", "No more is invoiced than ordered, within tolerance."),
        _READS, _because("more_than_ordered"),
    ),
    rule(
        codes.INVOICED_OVER_ACCEPTED,
        ("請款數量不超過驗收合格數量與容差。",
         "No more is invoiced than accepted, within tolerance."),
        _READS, _because("more_than_accepted"),
    ),
    rule(
        codes.PRICE_OVER_ORDER,
        ("請款單價不高於訂單單價與容差。",
         "Prices are those of the order, within tolerance."),
        _READS, _because("price_higher"),
    ),
    rule(
        codes.REDUCTION_NOT_TAKEN,
        ("減價收受的金額自請款扣除。", "What was taken off the price is taken off the invoice."),
        {**_READS, "acceptances": ("price_reduction",)}, _because("reduction_not_taken"),
    ),
    rule(
        codes.CREDIT_OVER_INVOICES,
        ("折讓不多於訂單的請款。", "Credit notes do not exceed the invoices of their order."),
        _READS, _because("credit_above_invoices"),
    ),
    rule(
        codes.PAID_ON_HOLD,
        ("三方比對應暫緩者不付款。", "What the three-way match holds is not paid."),
        _READS, paid_on_hold,
    ),
    rule(
        codes.POSSIBLE_DUPLICATE,
        ("一張憑證只登錄一次。", "A voucher is entered once."),
        {_TABLE: ("payee", "payee_ubn", "supplier", "invoice_number", "gross", "date")},
        duplicates,
    ),
    rule(
        codes.REFERENCE_TWICE,
        ("一個銀行交易序號只屬於一個付款日。", "A bank reference belongs to one day."),
        {_TABLE: ("bank_reference", "paid_on")}, reference_twice,
    ),
    rule(
        codes.OVERDUE,
        ("到期的憑證已付款，暫緩與退補者除外。",
         "What is due is paid, unless it is on hold or was given back."),
        {_TABLE: ("due", "paid_on", "gross", "claim_state"), "settings": ("data_date",)},
        overdue,
    ),
)  # fmt: skip
