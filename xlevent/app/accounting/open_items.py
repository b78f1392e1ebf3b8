"""What is still to be paid, by payee, and still to be received, by payer; how old it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xlevent.app.accounting.books import Books, Row, day, money, text
from xlevent.compute.ageing import Band, band_of
from xlevent.compute.duplicates import normal_vendor
from xlevent.domain.money import ZERO


@dataclass(slots=True)
class OpenItem:
    """Open money of one payee or payer, by age; `held` is on hold in the three-way match."""

    party: str
    ubn: str = ""
    documents: list[str] = field(default_factory=list)
    bands: dict[Band, Decimal] = field(default_factory=dict)
    oldest: date | None = None
    held: Decimal = ZERO
    kind: str = ""

    @property
    def amount(self) -> Decimal:
        """All of it."""
        return sum(self.bands.values(), ZERO)

    def add(self, document: str, amount: Decimal, due: date | None, as_of: date | None) -> None:
        """A voucher or instalment more."""
        self.documents.append(document)
        band = band_of(due, as_of)
        self.bands[band] = self.bands.get(band, ZERO) + amount
        if due is not None and (self.oldest is None or due < self.oldest):
            self.oldest = due


def payables(books: Books) -> list[OpenItem]:
    """Unpaid vouchers by payee: the same number or, without one, the same name."""
    found: dict[str, OpenItem] = {}
    for row in books.rows("expenses"):
        amount = books.paid_net(row)
        if day(row, "paid_on") is not None or not amount:
            continue
        payee, ubn = text(row, "payee"), text(row, "payee_ubn")
        item = found.setdefault(ubn or normal_vendor(payee), OpenItem(payee, ubn))
        item.add(text(row, "id"), amount, day(row, "due"), books.as_of)
        if row.get("three_way") == "hold":
            item.held += amount
    return sorted(found.values(), key=lambda item: -item.amount)


def receivables(books: Books) -> list[OpenItem]:
    """What funding sources still owe; sponsors by name where their instalments are known."""
    found: list[OpenItem] = []
    instalments = list(_sponsors(books))
    for row in books.rows("funding_sources"):
        amount = money(row, "amount") - money(row, "received")
        if amount <= 0 or (row.get("kind") == "sponsor" and instalments):
            continue
        found.append(_of_source(books, row, amount))
    return [*found, *instalments]


def _of_source(books: Books, row: Row, amount: Decimal) -> OpenItem:
    item = OpenItem(text(row, "name"), kind=text(row, "kind"))
    item.add(text(row, "id"), amount, day(row, "due"), books.as_of)
    return item


def _sponsors(books: Books) -> Iterable[OpenItem]:
    names = {text(row, "id"): row for row in books.rows("sponsors")}
    found: dict[str, OpenItem] = {}
    for row in books.rows("sponsor_payments"):
        amount = money(row, "amount") - money(row, "received") - money(row, "written_off")
        if amount <= 0:
            continue
        sponsor = names.get(text(row, "sponsor"), {})
        item = found.setdefault(
            text(row, "sponsor"),
            OpenItem(text(sponsor, "name"), text(sponsor, "ubn"), kind="sponsor"),
        )
        item.add(text(row, "id"), amount, day(row, "due"), books.as_of)
    return found.values()
