"""The journal's entries of money that came in: funding sources, instalments, goods in kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xlevent.app.accounting.books import Books, Row, day, money, text
from xlevent.app.planning.notes import Notes
from xlevent.compute.journal import Entry, Receipt, move, receipt_entry, with_tax
from xlevent.domain import settlement_codes as codes
from xlevent.domain.accounts import Chart
from xlevent.domain.money import ZERO, exact, product, quotient


def income_entries(books: Books, chart: Chart, notes: Notes) -> Iterator[Entry]:
    """Receipts by funding source, sponsors by instalment, grants returned, goods as a memo."""
    sources = {text(row, "id"): row for row in books.rows("funding_sources")}
    sponsored = [row for row in sources.values() if row.get("kind") == "sponsor"]
    itemised = sum((money(row, "received") for row in books.rows("sponsor_payments")), ZERO)
    for index, row in enumerate(books.rows("funding_sources")):
        amount = money(row, "received")
        if row.get("kind") == "sponsor" and itemised:
            # Instalments are the same money, by sponsor and day: only what they lack is booked.
            part = itemised if row is sponsored[-1] else min(itemised, amount)
            itemised, amount = itemised - part, amount - part
            if amount:
                notes.cell("funding_sources", index, "received", codes.NOT_ITEMISED, amount=amount)
            amount = max(amount, ZERO)
        entry = _received(books, chart, notes, index, row, amount)
        if entry is not None:
            yield entry
    only = text(sponsored[0], "id") if len(sponsored) == 1 else ""
    yield from _instalments(books, chart, notes, only)
    yield from _returned(books, chart, notes, sources)
    yield from _in_kind(books, chart)


def _received(
    books: Books, chart: Chart, notes: Notes, index: int, row: Row, amount: Decimal
) -> Entry | None:
    if not amount:
        return None
    paid = day(row, "received_on") or day(row, "due") or books.as_of
    if day(row, "received_on") is None:
        notes.cell("funding_sources", index, "received_on", codes.RECEIVED_WITHOUT_DAY)
    if paid is None:
        return None
    kind = text(row, "kind")
    tax = _tax_in(books, amount) if kind in chart.output_tax else ZERO
    return receipt_entry(
        Receipt(
            text(row, "id"), paid, text(row, "name"), f"收款 {text(row, 'name')}".strip(),
            text(row, "id"), chart.receipt(kind), amount, tax,
        ),
        chart,
    )  # fmt: skip


def _instalments(books: Books, chart: Chart, notes: Notes, source: str) -> Iterator[Entry]:
    """Sponsors' instalments: invoiced, received, written off."""
    sponsors = {text(row, "id"): row for row in books.rows("sponsors")}
    income, receivable = chart.receipt("sponsor"), chart.roles["receivable"]
    for index, row in enumerate(books.rows("sponsor_payments")):
        sponsor = sponsors.get(text(row, "sponsor"), {})
        name, ubn, document = text(sponsor, "name"), text(sponsor, "ubn"), text(row, "id")
        what = f"{text(row, 'instalment')} {text(row, 'invoice_number')}".strip()
        invoiced = day(row, "invoiced_on")
        if invoiced is not None:
            amount = money(row, "amount")
            taxed = bool(row.get("invoice_number")) or "sponsor" in chart.output_tax
            tax = _tax_in(books, amount) if taxed else ZERO
            yield from _some(with_tax(
                invoiced, document, f"贊助款開票 {what}".strip(), receivable, income, amount,
                chart.roles["output_tax"], tax, payee=name, ubn=ubn, source=source,
            ))  # fmt: skip
        against = income if invoiced is None else receivable
        received = money(row, "received")
        paid = day(row, "received_on") or day(row, "due") or books.as_of
        if received and day(row, "received_on") is None:
            notes.cell("sponsor_payments", index, "received_on", codes.RECEIVED_WITHOUT_DAY)
        if paid is not None:
            said = f"贊助款收款 {what}".strip()
            yield from _some(move(
                paid, document, said, chart.roles["bank"], against, received, payee=name,
                ubn=ubn, source=source,
            ))  # fmt: skip
            if row.get("match_state") == "matched_difference":
                # The bank gave less (a fee, negative) or more than the sheet says.
                yield from _some(move(
                    paid, document, said, chart.roles["bank"], chart.roles["bank_fee"],
                    money(row, "match_difference"), payee=name, ubn=ubn, source=source,
                ))  # fmt: skip
            last = max(d for d in (paid, books.as_of, invoiced) if d is not None)
            if invoiced is not None:
                yield from _some(move(
                    last, document, f"呆帳沖銷 {text(row, 'write_off_reason')}".strip(),
                    chart.roles["bad_debt"], receivable, money(row, "written_off"),
                    payee=name, ubn=ubn, source=source,
                ))  # fmt: skip


def _returned(books: Books, chart: Chart, notes: Notes, sources: dict[str, Row]) -> Iterator[Entry]:
    """What went back to an agency."""
    for index, row in enumerate(books.rows("settlement_terms")):
        amount, source = money(row, "returned"), text(row, "source")
        if not amount:
            continue
        paid = day(row, "returned_on") or books.as_of
        if day(row, "returned_on") is None:
            notes.cell("settlement_terms", index, "returned_on", codes.RECEIVED_WITHOUT_DAY)
        known = sources.get(source, {})
        if paid is not None:
            yield from _some(move(
                paid, source, f"繳回結餘 {text(known, 'name')}".strip(),
                chart.receipt(text(known, "kind")), chart.roles["bank"], amount,
                payee=text(known, "name"), source=source,
            ))  # fmt: skip


def _in_kind(books: Books, chart: Chart) -> Iterator[Entry]:
    """Goods and services given stand beside the money, if the policy wants them at all."""
    if chart.in_kind == "outside":
        return
    sponsors = {text(row, "id"): row for row in books.rows("sponsors")}
    for row in books.rows("in_kind_items"):
        given: date | None = day(row, "received_on") or day(row, "due") or books.as_of
        sponsor = sponsors.get(text(row, "sponsor"), {})
        if given is not None:
            yield from _some(move(
                given, text(row, "id"), f"實物贊助(備忘) {text(row, 'item')}".strip(),
                chart.roles["in_kind_given"], chart.roles["in_kind_received"],
                money(row, "received_value"), payee=text(sponsor, "name"),
                ubn=text(sponsor, "ubn"),
            ))  # fmt: skip


def _tax_in(books: Books, gross: Decimal) -> Decimal:
    """The business tax inside an amount, by the event's rate."""
    rate = books.event.settings.get("tax_rate")
    share = exact(rate) if isinstance(rate, Decimal | int) else ZERO
    return books.rounded(quotient(product(gross, share), 1 + share) or ZERO)


def _some(entry: Entry | None) -> Iterator[Entry]:
    if entry is not None:
        yield entry
