"""Rules about income: enough for the expense, and no money counted before or beyond its due."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlevent.app.validating.books import Books, Row, day, money, number, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import budget_codes as codes
from xlevent.domain.money import ZERO

_PLANNED, _COMMITTED = 0, 1  # rows of the table "income_and_expense"
_LINES = ("quantity", "unit_price", "currency", "rate", "tax_kind")
_READS = {"funding_sources": ("amount", "certainty"), "budget_lines": _LINES}


def _shortage(books: Books) -> tuple[str, Decimal, Decimal] | None:
    """The first view in which income does not cover expense: its name, income and expense."""
    if not books.lines or not all(line.known for line in books.lines):
        return None
    sources = books.rows("funding_sources")
    planned = total(number(row, "amount") for row in sources)
    confirmed = total(
        number(row, "amount") for row in sources if row.get("certainty") == "confirmed"
    )
    budget = total(line.state.baseline for line in books.lines)
    forecast = total(line.state.forecast for line in books.lines)
    if planned < budget:
        return "planned", planned, budget
    if confirmed < budget:
        return "confirmed", confirmed, budget
    return ("forecast", confirmed, forecast) if confirmed < forecast else None


def _short(books: Books, view: str, row: int) -> Iterator[Hit]:
    found = _shortage(books)
    if found is not None and found[0] == view:
        _, income, expense = found
        details = {
            "income": money(income), "expense": money(expense), "over": money(expense - income)
        }  # fmt: skip
        yield Hit("income_and_expense", row, "balance", details)


def planned_short(books: Books) -> Iterator[Hit]:
    """Planned income below budgeted expense."""
    return _short(books, "planned", _PLANNED)


def confirmed_short(books: Books) -> Iterator[Hit]:
    """Confirmed income below budgeted expense."""
    return _short(books, "confirmed", _COMMITTED)


def forecast_short(books: Books) -> Iterator[Hit]:
    """Confirmed income below the forecast, though it covers the budget."""
    return _short(books, "forecast", _COMMITTED)


def _gives(row: Row) -> Decimal:
    return max(number(row, "amount") or ZERO, number(row, "received") or ZERO)


def _named(row: Row) -> str:
    return " ".join(str(row[key]) for key in ("id", "name") if key in row)


def overdrawn(books: Books) -> Iterator[Hit]:
    """Sources that more is budgeted on than they give."""
    for index, row in enumerate(books.rows("funding_sources")):
        drawn = total(
            books.planned(line)
            for _, line in books.of("budget_lines", "funding_source", row.get("id"))
        )
        if "amount" in row and drawn > _gives(row):
            details = {"source": _named(row), "gives": money(_gives(row)),
                       "amount": money(drawn), "over": money(drawn - _gives(row))}  # fmt: skip
            yield Hit("funding_sources", index, "unallocated", details)


def twice(books: Books) -> Iterator[Hit]:
    """Sources of the same name and kind."""
    seen: dict[tuple[str, object], int] = {}
    for index, row in enumerate(books.rows("funding_sources")):
        name = "".join(str(row.get("name", "")).split()).casefold()
        first = seen.setdefault((name, row.get("kind")), index)
        if name and first != index:
            yield Hit("funding_sources", index, "name", {"source": _named(row), "first": first + 1})


def _signed(books: Books, sponsor: object) -> bool:
    return any(
        agreement.get("state") in ("signed", "completed")
        for _, agreement in books.of("sponsorship_agreements", "sponsor", sponsor)
    )


def unsigned(books: Books) -> Iterator[Hit]:
    """Confirmed sponsorship beyond what is signed or received; at its largest source."""
    payments = books.rows("sponsor_payments")
    sources = [
        (index, row) for index, row in enumerate(books.rows("funding_sources"))
        if row.get("kind") == "sponsor" and row.get("certainty") == "confirmed"
    ]  # fmt: skip
    if not payments or not sources:
        return
    certain = total(
        number(row, "amount" if _signed(books, row.get("sponsor")) else "received")
        for row in payments
    )
    certain = max(certain, total(number(row, "received") for _, row in sources))
    counted = total(number(row, "amount") for _, row in sources)
    if counted > certain:
        index, _ = max(sources, key=lambda found: number(found[1], "amount") or ZERO)
        details = {"amount": money(counted), "signed": money(certain)}
        yield Hit("funding_sources", index, "certainty", details)


def _allocated(books: Books, source: str, column: str, key: object) -> list[tuple[int, Decimal]]:
    return [
        (index, number(row, "amount") or ZERO)
        for index, row in books.of("allocations", column, key)
        if row.get("source") == source and row.get("approval") != "rejected"
    ]


def cash_overused(books: Books) -> Iterator[Hit]:
    """More of a sponsor's cash allocated than it pledged; at the allocation that goes beyond."""
    for sponsor in books.rows("sponsors"):
        name = sponsor.get("id")
        pledged = total(
            max(number(row, "amount") or ZERO, number(row, "received") or ZERO)
            for _, row in books.of("sponsor_payments", "sponsor", name)
        )
        yield from _beyond(_allocated(books, "cash", "sponsor", name), pledged, sponsor=name)


def in_kind_overused(books: Books) -> Iterator[Hit]:
    """More of an in-kind item allocated than it is worth."""
    for item in books.rows("in_kind_items"):
        worth = max(number(item, "value") or ZERO, number(item, "received_value") or ZERO)
        found = _allocated(books, "in_kind", "in_kind_item", item.get("id"))
        yield from _beyond(found, worth, item=item.get("id"))


def _beyond(found: list[tuple[int, Decimal]], limit: Decimal, **names: object) -> Iterator[Hit]:
    used = ZERO
    for index, amount in found:
        used += amount
        if used > limit:
            whole = total(amount for _, amount in found)
            details = {**names, "pledged": money(limit), "amount": money(whole)}
            yield Hit("allocations", index, "amount", details)
            return


def probability_missing(books: Books) -> Iterator[Hit]:
    """Sources that are not confirmed and have no probability."""
    for index, row in enumerate(books.rows("funding_sources")):
        open_ = row.get("certainty") in ("likely", "hoped") and (number(row, "amount") or 0) > 0
        if open_ and "probability" not in row:
            yield Hit("funding_sources", index, "probability", {"source": _named(row)})


def overdue(books: Books) -> Iterator[Hit]:
    """Income past its date: sponsors' instalments where they are listed, else the sources."""
    instalments = bool(books.rows("sponsor_payments"))
    for table in ("funding_sources", "sponsor_payments"):
        for index, row in enumerate(books.rows(table)):
            due, amount = day(row, "due"), number(row, "amount")
            if table == "funding_sources":
                listed = instalments and row.get("kind") == "sponsor"
                if listed or row.get("certainty") != "confirmed":
                    continue
            if due is None or amount is None or due >= books.as_of:
                continue
            written_off = number(row, "written_off") or ZERO
            missing = amount - (number(row, "received") or ZERO) - written_off
            if missing > 0:
                yield Hit(table, index, "received", {"due": due, "amount": money(missing)})


RULES = (
    rule(
        codes.INCOME_SHORT,
        ("計畫收入足以支應編列支出。", "Planned income covers the budgeted expense."),
        _READS, planned_short,
    ),
    rule(
        codes.CONFIRMED_SHORT,
        ("已簽約或核定的收入足以支應編列支出。",
         "Confirmed income covers the budgeted expense."),
        _READS, confirmed_short,
    ),
    rule(
        codes.FORECAST_SHORT,
        ("已簽約或核定的收入足以支應完工預估。",
         "Confirmed income covers the forecast expense."),
        {**_READS, "expenses": ("gross",), "order_lines": ("quantity", "unit_price"),
         "remaining_estimates": ("amount",)},
        forecast_short,
    ),
    rule(
        codes.SOURCE_OVERDRAWN,
        ("各財源配用的科目合計不超過其金額。",
         "The lines that draw on a source come to no more than it gives."),
        {"funding_sources": ("amount", "received"), "budget_lines": ("funding_source", *_LINES)},
        overdrawn,
    ),
    rule(
        codes.SOURCE_TWICE,
        ("同一財源只列一次。", "A funding source stands once."),
        {"funding_sources": ("name", "kind")}, twice,
    ),
    rule(
        codes.SPONSOR_UNSIGNED,
        ("列為確定的贊助不超過已簽約或已入帳的現金。",
         "Sponsorship that counts as confirmed is signed or received."),
        {
            "funding_sources": ("kind", "certainty", "amount", "received"),
            "sponsor_payments": ("sponsor", "amount", "received"),
            "sponsorship_agreements": ("sponsor", "state"),
        },
        unsigned,
    ),
    rule(
        codes.SPONSOR_CASH_OVERUSED,
        ("分配的贊助現金不超過該贊助商的承諾。",
         "No more of a sponsor's cash is allocated than it pledged."),
        {"allocations": ("source", "sponsor", "amount", "approval"),
         "sponsor_payments": ("sponsor", "amount", "received")},
        cash_overused,
    ),
    rule(
        codes.IN_KIND_OVERUSED,
        ("分配的贊助實物不超過其價值。",
         "No more of an in-kind item is allocated than it is worth."),
        {"allocations": ("source", "in_kind_item", "amount", "approval"),
         "in_kind_items": ("value", "received_value")},
        in_kind_overused,
    ),
    rule(
        codes.PROBABILITY_MISSING,
        ("未確定的財源有實現機率。", "A source that is not confirmed has a probability."),
        {"funding_sources": ("certainty", "probability")}, probability_missing,
    ),
    rule(
        codes.MONEY_OVERDUE,
        ("到期的收入已經入帳。", "Income that is due has been received."),
        {
            "funding_sources": ("kind", "certainty", "amount", "due", "received"),
            "sponsor_payments": ("amount", "due", "received", "written_off"),
            "settings": ("data_date",),
        },
        overdue,
    ),
)  # fmt: skip
