"""Rules about the marketing budget (O4.3.2): it agrees with the marketing lines of O2.4.1."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlevent.app.validating.books import Books, BudgetLine, money, number, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import budget_codes as codes

_TABLE = "marketing_budget"
_HALF = Decimal("0.5")  # as O4.3.2 compares
_LINES = ("category", "quantity", "unit_price", "currency", "rate", "tax_kind")
_READS = {
    _TABLE: ("budget_line", "planned"),
    "budget_lines": _LINES,
    "budget_changes": ("budget_line", "amount", "state"),
    "budget_categories": ("category", "is_marketing"),
}


def _marketing(books: Books) -> set[object]:
    return {
        row.get("category") for row in books.rows("budget_categories")
        if row.get("is_marketing") == "yes"
    }  # fmt: skip


def _lines(books: Books) -> dict[str, BudgetLine]:
    return {line.id: line for line in books.lines}


def elsewhere(books: Books) -> Iterator[Hit]:
    """Items on lines of other categories."""
    marketing, lines = _marketing(books), _lines(books)
    for index, row in enumerate(books.rows(_TABLE)) if marketing else ():
        line = lines.get(str(row.get("budget_line")))
        if line is not None and line.category not in marketing:
            yield Hit(_TABLE, index, "budget_line", {"item": row.get("id"), "line": line.id})


def differs(books: Books) -> Iterator[Hit]:
    """Lines on which the items' sum is not the revised budget; at the first item."""
    for line in books.lines:
        items = list(books.of(_TABLE, "budget_line", line.id))
        planned = total(number(row, "planned") for _, row in items)
        whole = line.known and all("planned" in row for _, row in items)
        if items and whole and abs(planned - line.state.revised) >= _HALF:
            details = {
                "line": line.id, "amount": money(planned), "revised": money(line.state.revised),
                "over": money(abs(planned - line.state.revised)),
            }  # fmt: skip
            yield Hit(_TABLE, items[0][0], "planned", details)


def missing(books: Books) -> Iterator[Hit]:
    """Marketing lines without an item, where O4.3.2 is in use."""
    marketing = _marketing(books)
    for line in books.lines if books.rows(_TABLE) else ():
        unused = not list(books.of(_TABLE, "budget_line", line.id))
        if line.category in marketing and unused and line.state.revised != 0:
            details = {"line": line.id, "revised": money(line.state.revised)}
            yield Hit("budget_lines", line.row, "id", details)


RULES = (
    rule(
        codes.MARKETING_ELSEWHERE,
        ("行銷項目使用行銷類科目。", "Marketing items use lines of marketing categories."),
        _READS, elsewhere,
    ),
    rule(
        codes.MARKETING_DIFFERS,
        ("同一科目的行銷計畫合計等於其修正預算。",
         "The marketing items on a line sum to its revised budget."),
        _READS, differs,
    ),
    rule(
        codes.MARKETING_MISSING,
        ("每個行銷類科目都列入行銷預算。", "Every marketing line is in the marketing budget."),
        _READS, missing,
    ),
)  # fmt: skip
