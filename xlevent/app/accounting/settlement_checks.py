"""What an auditor of a subsidised event would find in its vouchers and sources."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from xlevent.app.accounting.books import Books, day, money, text
from xlevent.compute.cost_shares import Shared
from xlevent.compute.duplicates import normal_number, normal_vendor
from xlevent.domain import settlement_codes as codes
from xlevent.domain.money import ZERO
from xlevent.domain.problems import Code

if TYPE_CHECKING:
    from xlevent.app.accounting.settling import Source


class Notebook(Protocol):
    """Takes down what is found."""

    def cell(self, table: str, index: int, column: str, code: Code, **details: object) -> None:
        """A finding about a cell of a row (from 0)."""

    def event(self, code: Code, **details: object) -> None:
        """A finding about the event as a whole."""


def vouchers(books: Books, notes: Notebook) -> None:
    """Shares that do not add up, vouchers without a source, invoices claimed twice."""
    rows = books.rows("expenses")
    first_share: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    by_id = {shared.voucher.id: shared for shared in books.shared}
    for index, row in enumerate(books.rows("expense_allocations")):
        voucher, source = text(row, "voucher"), text(row, "source")
        first_share.setdefault(voucher, index)
        if (voucher, source) in seen:
            notes.cell("expense_allocations", index, "source", codes.SHARE_TWICE,
                       voucher=voucher, source=source)  # fmt: skip
        seen.add((voucher, source))
        known = by_id.get(voucher)
        if known is not None and not known.voucher.amount:
            notes.cell("expense_allocations", index, "voucher", codes.SHARE_OF_NOTHING,
                       voucher=voucher)  # fmt: skip
    for shared in books.shared:
        if shared.check in ("over", "short"):
            code = codes.SHARES_OVER if shared.check == "over" else codes.SHARES_SHORT
            notes.cell(
                "expense_allocations", first_share[shared.voucher.id], "share", code,
                voucher=shared.voucher.id, sum=_plain(shared.voucher.amount - shared.rest),
                amount=_plain(shared.voucher.amount),
            )  # fmt: skip
    for index, (row, shared) in enumerate(zip(rows, books.shared, strict=True)):
        nobody = shared.borne().get("", ZERO)
        if nobody:
            notes.cell("expenses", index, "funding_source", codes.NO_SOURCE,
                       voucher=text(row, "id"), amount=_plain(nobody))  # fmt: skip
    _claimed_twice(books, notes)


def _claimed_twice(books: Books, notes: Notebook) -> None:
    """The same invoice of the same amount on two vouchers, one of them borne by a grant."""
    grants = {text(row, "id") for row in books.rows("funding_sources")
              if row.get("kind") == "subsidy"}  # fmt: skip
    grants |= {text(row, "source") for row in books.rows("settlement_terms")}
    first: dict[tuple[str, str, Decimal, str], tuple[str, Shared]] = {}
    for index, (row, shared) in enumerate(zip(books.rows("expenses"), books.shared, strict=True)):
        written, amount = text(row, "invoice_number"), money(row, "gross")
        number = normal_number(written) if written else ""
        vendor = text(row, "payee_ubn") or normal_vendor(text(row, "payee"))
        if not number or not vendor or amount <= 0:
            continue
        key = (vendor, number, amount, text(row, "currency") or books.base)
        other = first.setdefault(key, (text(row, "id"), shared))
        if other[1] is shared or not grants & {*other[1].borne(), *shared.borne()}:
            continue
        notes.cell(
            "expenses", index, "invoice_number", codes.CLAIMED_TWICE, number=written,
            first=other[0], other=_named(other[1]), source=_named(shared),
        )  # fmt: skip


def _named(shared: Shared) -> str:
    return ", ".join(filter(None, shared.borne())) or "-"


def sources(books: Books, notes: Notebook, found: Sequence[Source]) -> None:
    """Grants without terms, over the approved cost, returned too much, reported late."""
    rows = {text(row, "id"): i for i, row in enumerate(books.rows("funding_sources"))}
    terms = {text(row, "source"): i for i, row in enumerate(books.rows("settlement_terms"))}
    for source in found:
        index = rows[source.id]
        if source.received > source.promised:
            notes.cell("funding_sources", index, "received", codes.RECEIVED_ABOVE,
                       source=source.name, received=_plain(source.received),
                       promised=_plain(source.promised))  # fmt: skip
        if source.form is None:
            if source.booked > max(source.promised, source.received):
                notes.cell("funding_sources", index, "amount", codes.BOOKED_OVER,
                           source=source.name, booked=_plain(source.booked),
                           promised=_plain(source.promised))  # fmt: skip
            continue
        if source.id not in terms:
            notes.cell("funding_sources", index, "id", codes.NO_TERMS, source=source.name)
        _form(notes, source, index, terms.get(source.id))
        if source.id in terms:
            _report(books, notes, source, terms[source.id])
    cost, borne = books.cost, sum((source.share for source in found), ZERO)
    if found and cost != borne:
        notes.event(codes.NOBODY_PAYS, sum=_plain(borne), cost=_plain(cost))


def _form(notes: Notebook, source: Source, index: int, term: int | None) -> None:
    form = source.form
    assert form is not None
    place = ("funding_sources", index, "amount") if term is None else (
        "settlement_terms", term, "approved_cost"
    )  # fmt: skip
    if form.subsidy_share is None or form.to_return is None:
        notes.cell(*place, codes.NO_BUDGET, source=source.name)
        return
    if form.unspent < 0 and not source.capped:
        notes.cell(*place, codes.OVER_APPROVED, source=source.name,
                   actual=_plain(form.actual_cost), approved=_plain(form.approved_cost),
                   over=_plain(-form.unspent))  # fmt: skip
    due = max(form.to_return, ZERO)
    if term is not None and source.returned > due:
        notes.cell("settlement_terms", term, "returned", codes.RETURNED_TOO_MUCH,
                   source=source.name, returned=_plain(source.returned),
                   due=_plain(due))  # fmt: skip
    elif source.still_to_return > 0:
        notes.cell(place[0], place[1], "returned" if term is not None else "received",
                   codes.RETURN_OPEN, source=source.name,
                   amount=_plain(source.still_to_return))  # fmt: skip


def _report(books: Books, notes: Notebook, source: Source, term: int) -> None:
    due, sent = source.report_due, source.reported_on
    if due is None:
        return
    if sent is not None and sent > due:
        notes.cell("settlement_terms", term, "reported_on", codes.REPORTED_LATE,
                   source=source.name, reported=sent, day=due)  # fmt: skip
    elif sent is None and books.as_of is not None and books.as_of > due:
        notes.cell("settlement_terms", term, "report_due", codes.REPORT_OVERDUE,
                   source=source.name, day=due)  # fmt: skip


def overdue(books: Books, notes: Notebook) -> None:
    """Vouchers, sources and instalments that are past their due date."""
    if books.as_of is None:
        return
    for index, row in enumerate(books.rows("expenses")):
        due, amount = day(row, "due"), books.paid_net(row)
        if day(row, "paid_on") is None and amount > 0 and due is not None and due < books.as_of:
            notes.cell("expenses", index, "due", codes.PAYABLE_OVERDUE, voucher=text(row, "id"),
                       amount=_plain(amount), days=(books.as_of - due).days)  # fmt: skip
    names = {text(row, "id"): text(row, "name") for row in books.rows("sponsors")}
    instalments = books.rows("sponsor_payments")
    for index, row in enumerate(instalments):
        amount = money(row, "amount") - money(row, "received") - money(row, "written_off")
        _late(books, notes, "sponsor_payments", index, names.get(text(row, "sponsor"), ""), amount)
    for index, row in enumerate(books.rows("funding_sources")):
        if row.get("kind") == "sponsor" and instalments:
            continue  # told by instalment
        amount = money(row, "amount") - money(row, "received")
        _late(books, notes, "funding_sources", index, text(row, "name"), amount)


def _late(
    books: Books, notes: Notebook, table: str, index: int, name: str, amount: Decimal
) -> None:
    due = day(books.rows(table)[index], "due")
    assert books.as_of is not None
    if amount > 0 and due is not None and due < books.as_of:
        notes.cell(table, index, "due", codes.RECEIVABLE_OVERDUE, source=name,
                   amount=_plain(amount), days=(books.as_of - due).days)  # fmt: skip


def _plain(amount: Decimal) -> str:
    return f"{amount:,f}"
