"""`xlevent settle`: who bears the cost, what goes back, what is still to be paid and received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.app.accounting import settlement_checks as checks
from xlevent.app.accounting.books import Books, Row, day, money, text
from xlevent.app.accounting.open_items import OpenItem, payables, receivables
from xlevent.app.event import Event
from xlevent.app.planning.notes import Notes
from xlevent.compute.cost_shares import borne_by_source, payer_shares
from xlevent.compute.settlement import Settlement, settle
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO


@dataclass(frozen=True, slots=True)
class Source:
    """A funding source as it stands at the settlement; amounts in the base currency.

    `form` is there where the source must be settled, `whole` says that all of the event's cost
    counts for it. `share` is what it bears in the end.
    """

    id: str
    name: str
    kind: str
    promised: Decimal
    received: Decimal
    booked: Decimal
    paid: Decimal
    share: Decimal
    returned: Decimal
    form: Settlement | None = None
    whole: bool = False
    capped: bool = False
    report_due: date | None = None
    reported_on: date | None = None

    @property
    def still_to_return(self) -> Decimal:
        """What must still go back; negative: more went back than was due."""
        due = self.form.to_return if self.form else None
        return ZERO if due is None else max(due, ZERO) - self.returned

    @property
    def still_owed(self) -> Decimal:
        """What the agency must still pay by the form."""
        due = self.form.to_return if self.form else None
        return ZERO if due is None else max(-due, ZERO)

    @property
    def difference(self) -> Decimal:
        """Received, less returned, less its share: left over, or (negative) still to come."""
        return self.received - self.returned - self.share


@dataclass(frozen=True, slots=True)
class Proof:
    """Two sums that must be the same."""

    what: Text
    left: Decimal
    right: Decimal

    @property
    def holds(self) -> bool:
        """Whether they are."""
        return self.left == self.right


@dataclass(slots=True)
class Settled:
    """The settlement of an event at its data date."""

    base_currency: str
    as_of: date | None
    cost: Decimal
    sources: list[Source]
    payables: list[OpenItem]
    receivables: list[OpenItem]
    unremitted: Decimal
    proofs: list[Proof]
    findings: list[Finding]


def settled(event: Event) -> Settled:
    """Settle the event by funding source; the event stays as it is."""
    books, notes = Books(event), Notes(event)
    sources = sources_of(books)
    owed, due = payables(books), receivables(books)
    checks.vouchers(books, notes)
    checks.sources(books, notes, sources)
    checks.overdue(books, notes)
    return Settled(
        books.base, books.as_of, books.cost, sources, owed, due, _unremitted(books),
        _proofs(books, sources, owed), notes.done(),
    )  # fmt: skip


def sources_of(books: Books) -> list[Source]:
    """Every funding source with its form and its share, in the order of the rows."""
    funding = [row for row in books.rows("funding_sources") if row.get("id")]
    terms = {text(row, "source"): row for row in books.rows("settlement_terms")}
    booked = borne_by_source(books.shared)
    paid = borne_by_source(
        shared
        for shared, row in zip(books.shared, books.rows("expenses"), strict=True)
        if day(row, "paid_on") is not None
    )
    forms = {
        text(row, "id"): _form(books, row, terms.get(text(row, "id"), {}), booked)
        for row in funding
        if row.get("kind") == "subsidy" or text(row, "id") in terms
    }
    by_form = {
        source: form.subsidy_share
        for source, form in forms.items()
        if form.subsidy_share is not None
    }
    promised = {text(row, "id"): money(row, "amount") for row in funding}
    shares = payer_shares(books.cost, booked, promised, by_form, books.places)
    found = []
    for row in funding:
        source = text(row, "id")
        term = terms.get(source, {})
        found.append(
            Source(
                source, text(row, "name"), text(row, "kind"), money(row, "amount"),
                money(row, "received"), booked.get(source, ZERO), paid.get(source, ZERO),
                shares[source], money(term, "returned"), forms.get(source),
                term.get("scope") == "event", term.get("excess") == "own",
                day(term, "report_due"), day(term, "reported_on"),
            )
        )  # fmt: skip
    return found


def _form(books: Books, row: Row, term: Row, booked: Mapping[str, Decimal]) -> Settlement:
    source, whole = text(row, "id"), term.get("scope") == "event"
    approved = money(term, "approved_cost")
    if approved <= 0:
        lines = (
            line for line in books.rows("budget_lines")
            if whole or text(line, "funding_source") == source
        )  # fmt: skip
        approved = sum((books.planned(line) for line in lines), ZERO)
    return settle(
        approved, money(row, "amount"), money(row, "received"),
        books.cost if whole else booked.get(source, ZERO),
        capped=term.get("excess") == "own", places=books.places,
    )  # fmt: skip


def _unremitted(books: Books) -> Decimal:
    """Tax and premium withheld from payments made, less what the authorities have received."""
    paid = [row for row in books.rows("expenses") if day(row, "paid_on") is not None]
    held = books.total(paid, "withheld") + books.total(paid, "premium")
    return held - books.total(books.rows("tax_remittances"), "amount")


def _proofs(books: Books, sources: list[Source], owed: list[OpenItem]) -> list[Proof]:
    vouchers = books.rows("expenses")
    unpaid = sum((books.paid_net(row) for row in vouchers if day(row, "paid_on") is None), ZERO)
    named = {source.id for source in sources}
    nobody = sum(
        (amount for source, amount in borne_by_source(books.shared).items()
         if source not in named), ZERO,
    )  # fmt: skip
    found = [
        Proof(Text("各財源列支合計（含未歸屬）等於實支總額",
                   "Booked on all sources and on none = cost"),
              sum((s.booked for s in sources), ZERO) + nobody, books.cost),
        Proof(Text("各財源負擔合計等於實支總額", "Shares of all payers = cost"),
              sum((s.share for s in sources), ZERO), books.cost),
        Proof(Text("應付明細合計等於未付憑證", "Payables by payee = unpaid vouchers"),
              sum((item.amount for item in owed), ZERO), unpaid),
    ]  # fmt: skip
    for source in sources:
        if source.form and source.form.subsidy_share is not None:
            own = source.form.own_share or ZERO
            found.append(Proof(
                Text(f"{source.id} X + Y = E", f"{source.id} X + Y = E"),
                source.form.subsidy_share + own, source.form.actual_cost,
            ))  # fmt: skip
    return found
