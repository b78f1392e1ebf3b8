"""Rules about changes of the budget: decided, signed, and transfers that sum to zero."""

from __future__ import annotations

from collections.abc import Iterator

from xlevent.app.validating.books import WRONG, Books, Row, day, money, number, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import budget_codes as codes
from xlevent.domain.money import ZERO

_TABLE = "budget_changes"
_SHIFTS = ("transfer", "contingency")


def _rows(books: Books, *states: str) -> Iterator[tuple[int, Row]]:
    for index, row in enumerate(books.rows(_TABLE)):
        if row.get("state") in states:
            yield index, row


def undecided(books: Books) -> Iterator[Hit]:
    """Changes that are neither approved nor rejected; a transfer is one change."""
    told: set[object] = set()
    for index, row in _rows(books, "draft", "submitted"):
        name = row.get("document") if row.get("kind") in _SHIFTS else None
        if name is None or name not in told:
            told.add(name)
            amount = money(number(row, "amount") or ZERO)
            yield Hit(_TABLE, index, "state", {"change": name or row.get("id"), "amount": amount})


def unsigned(books: Books) -> Iterator[Hit]:
    """Approved changes without approver or date."""
    for index, row in _rows(books, "approved"):
        for column, zh, en in (
            ("approved_by", "核准人", "approver"), ("approved_on", "核准日期", "date of approval")
        ):  # fmt: skip
            if column not in row:
                details = {"change": row.get("id"), "what_zh": zh, "what_en": en}
                yield Hit(_TABLE, index, column, details)


def _documents(books: Books) -> Iterator[tuple[int, object, list[Row]]]:
    """Each document of transfers: number of its first row, name, all rows."""
    seen: set[object] = set()
    for index, row in enumerate(books.rows(_TABLE)):
        name = row.get("document")
        if name not in (None, WRONG, *seen) and row.get("kind") in _SHIFTS:
            seen.add(name)
            yield index, name, [r for _, r in books.of(_TABLE, "document", name)]


def unbalanced(books: Books) -> Iterator[Hit]:
    """Transfers whose sides do not sum to zero: all of them, or those in effect."""
    for index, name, rows in _documents(books):
        if any(number(row, "amount") is None or row.get("state") is WRONG for row in rows):
            continue
        live = [row for row in rows if row.get("state") != "rejected"]
        asked = total(number(row, "amount") for row in live)
        granted = total(number(r, "amount") for r in live if r.get("state") == "approved")
        wrong = asked or granted
        if wrong:
            yield Hit(_TABLE, index, "amount", {"document": name, "amount": money(wrong)})


def unnamed(books: Books) -> Iterator[Hit]:
    """Transfers without a document."""
    for index, row in _rows(books, "draft", "submitted", "approved"):
        if row.get("kind") in _SHIFTS and "document" not in row:
            yield Hit(_TABLE, index, "document", {"change": row.get("id")})


def backdated(books: Books) -> Iterator[Hit]:
    """Changes approved before they were made."""
    for index, row in _rows(books, "approved"):
        made, approved = day(row, "date"), day(row, "approved_on")
        if made and approved and approved < made:
            details = {"change": row.get("id"), "approved": approved, "date": made}
            yield Hit(_TABLE, index, "approved_on", details)


def negative(books: Books) -> Iterator[Hit]:
    """Lines from which more was taken than they had."""
    for line in books.lines:
        if line.known and line.state.revised < 0:
            details = {"line": line.id, "revised": money(line.state.revised)}
            yield Hit("budget_control", line.row, "revised", details)


def untouched(books: Books) -> Iterator[Hit]:
    """Uses of contingency that take nothing from a contingency line."""
    reserves = {
        row.get("category") for row in books.rows("budget_categories")
        if row.get("is_contingency") == "yes"
    }  # fmt: skip
    kept = {line.id for line in books.lines if line.category in reserves}
    for index, name, rows in _documents(books):
        live = [r for r in rows if r.get("state") != "rejected" and r.get("kind") == "contingency"]
        taken = any(
            row.get("budget_line") in kept and (number(row, "amount") or 0) < 0 for row in live
        )
        if live and not taken:
            yield Hit(_TABLE, index, "kind", {"document": name})


RULES = (
    rule(
        codes.CHANGE_UNDECIDED,
        ("預算變更已核准或退回。", "Changes of the budget are approved or rejected."),
        {_TABLE: ("state", "amount")}, undecided,
    ),
    rule(
        codes.CHANGE_UNSIGNED,
        ("核准的變更有核准人與日期。", "An approved change says by whom and when."),
        {_TABLE: ("state", "approved_by", "approved_on")}, unsigned,
    ),
    rule(
        codes.TRANSFER_UNBALANCED,
        ("同一流用文號的增減合計為零，生效者亦同。",
         "The sides of a transfer sum to zero, and so do those in effect."),
        {_TABLE: ("kind", "document", "amount", "state")}, unbalanced,
    ),
    rule(
        codes.TRANSFER_UNNAMED,
        ("流用與動支預備金填寫流用文號。",
         "Transfers and uses of contingency name their document."),
        {_TABLE: ("kind", "document", "state")}, unnamed,
    ),
    rule(
        codes.CHANGE_BACKDATED,
        ("核准日期不早於提出日期。", "A change is not approved before it is made."),
        {_TABLE: ("date", "approved_on", "state")}, backdated,
    ),
    rule(
        codes.LINE_NEGATIVE,
        ("修正預算不為負數。", "No line has a revised budget below zero."),
        {_TABLE: ("budget_line", "amount", "state"),
         "budget_lines": ("quantity", "unit_price", "currency", "rate", "tax_kind")},
        negative,
    ),
    rule(
        codes.CONTINGENCY_UNTOUCHED,
        ("動支預備金減少預備金科目。", "A use of contingency takes from a contingency line."),
        {_TABLE: ("kind", "document", "budget_line", "amount", "state"),
         "budget_lines": ("category",), "budget_categories": ("is_contingency",)},
        untouched,
    ),
)  # fmt: skip
