"""Rules about what was withheld and must be handed over to the authorities in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.app.validating.books import Books, day, money, number, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.compute.tax_tw.expected import premium_due_on, tax_due_on
from xlevent.domain import tax_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO

_KINDS = (
    ("income_tax", "withheld", Text("所得稅", "Income tax")),
    ("premium", "premium", Text("補充保費", "Premium")),
)
_READS = {
    "expenses": ("withheld", "premium", "paid_on", "resident"),
    "tax_remittances": ("kind", "period", "amount"),
}  # fmt: skip


@dataclass
class _Month:
    """What was withheld from the payments of a month; `row`: the first of them."""

    row: int
    due: date
    withheld: Decimal = ZERO


def _months(books: Books, kind: str, column: str) -> dict[str, _Month]:
    found: dict[str, _Month] = {}
    for index, row in enumerate(books.rows("expenses")):
        paid, amount = day(row, "paid_on"), number(row, column)
        if paid is None or not amount or books.currency != "TWD":
            continue
        resident = row.get("resident") != "no"
        due = tax_due_on(paid, resident=resident) if kind == "income_tax" else premium_due_on(paid)
        month = found.setdefault(f"{paid:%Y-%m}", _Month(index, due))
        month.withheld += amount
        # One remittance pays for all of a month, so the last day of any of them counts.
        month.due = max(month.due, due)
    return found


def _remitted(books: Books, kind: str) -> dict[str, list[int]]:
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for index, row in books.of("tax_remittances", "kind", kind):
        rows[str(row.get("period", ""))].append(index)
    return rows


def _sum(books: Books, rows: list[int]) -> Decimal:
    return total(number(books.rows("tax_remittances")[i], "amount") for i in rows)


def late(books: Books) -> Iterator[Hit]:
    """Months of which less was remitted than withheld, once that was due."""
    for kind, column, what in _KINDS:
        paid = _remitted(books, kind)
        for name, month in _months(books, kind, column).items():
            remitted = _sum(books, paid.get(name, []))
            if remitted < month.withheld and month.due < books.as_of:
                details = {
                    "month": name, "what_zh": what.zh, "what_en": what.en, "due": month.due,
                    "withheld": money(month.withheld), "remitted": money(remitted),
                }  # fmt: skip
                yield Hit("expenses", month.row, column, details)


def too_much(books: Books) -> Iterator[Hit]:
    """Months of which more was remitted than withheld."""
    for kind, column, what in _KINDS:
        months = _months(books, kind, column)
        for name, rows in _remitted(books, kind).items():
            withheld = months[name].withheld if name in months else ZERO
            remitted = _sum(books, rows)
            if remitted > withheld:
                details = {
                    "month": name or "–", "what_zh": what.zh, "what_en": what.en,
                    "withheld": money(withheld), "remitted": money(remitted),
                }  # fmt: skip
                yield Hit("tax_remittances", rows[-1], "amount", details)


RULES = (
    rule(
        codes.NOT_REMITTED,
        ("代扣的所得稅與補充保費依限繳納。", "What is withheld is handed over in time."),
        {**_READS, "settings": ("data_date",)}, late,
    ),
    rule(
        codes.REMITTED_TOO_MUCH,
        ("繳納金額不多於代扣金額。", "No more is handed over than was withheld."),
        _READS, too_much,
    ),
)  # fmt: skip
