"""Rules about the thresholds of public procurement, by the law of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xlevent.app.money.tax_terms import terms_on
from xlevent.app.validating.books import Books, day, money, number, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain import voucher_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.rates_tw import RateName
from xlevent.errors import MisuseError

_LIMITS: tuple[tuple[str, RateName, Text], ...] = (
    ("small_purchase", "procurement_small", Text("小額採購門檻", "small purchase threshold")),
    ("announcement_purchase", "procurement_announcement",
     Text("公告金額", "announcement threshold")),
)  # fmt: skip


def _law(terms: Terms, name: RateName) -> Decimal | None:
    try:
        return terms.value(name)
    except MisuseError:
        return None


def outdated(books: Books) -> Iterator[Hit]:
    """Settings that differ from the law on the first day of the event."""
    on = day(books.settings, "event_start")
    if on is None or books.currency != "TWD":
        return
    for column, name, what in _LIMITS:
        mine, law = number(books.settings, column), _law(terms_on(books.event, on), name)
        if mine is not None and law is not None and mine != law:
            details = {
                "what_zh": what.zh, "what_en": what.en, "law": money(law), "date": on,
            }  # fmt: skip
            yield Hit("settings", None, column, details, mine)


def tender_due(books: Books) -> Iterator[Hit]:
    """Contracts of public money that reach the announcement threshold of their day."""
    subsidy = {
        row.get("id") for row in books.rows("funding_sources") if row.get("kind") == "subsidy"
    }
    lines = {row.get("id"): row.get("funding_source") for row in books.rows("budget_lines")}
    for index, contract in enumerate(books.rows("contracts")):
        on: date | None = day(contract, "signed")
        mine = [
            row for _, row in books.of("order_lines", "contract", contract.get("id"))
            if row.get("state") != "cancelled"
        ]  # fmt: skip
        amount = total(books.priced(row) for row in mine)
        public = total(
            books.priced(row) for row in mine if lines.get(row.get("budget_line")) in subsidy
        )
        limit = None if on is None else _law(terms_on(books.event, on), "procurement_announcement")
        if limit is not None and amount >= limit and public * 2 >= amount:
            details = {
                "contract": contract.get("id", "–"), "amount": money(amount), "date": on,
                "limit": money(limit),
            }  # fmt: skip
            yield Hit("contracts", index, "total", details)


RULES = (
    rule(
        codes.THRESHOLD_OLD,
        ("採購門檻設定與活動日適用的法定金額一致。",
         "The thresholds of purchases in the settings are those of the law on the event's day."),
        {"settings": ("small_purchase", "announcement_purchase", "event_start")}, outdated,
    ),
    rule(
        codes.TENDER_DUE,
        ("補助占半數以上且達公告金額者公告招標（政府採購法第4條）。",
         "Where subsidies pay half, a purchase from the announcement threshold is tendered."),
        {"contracts": ("signed",), "funding_sources": ("kind",),
         "order_lines": ("contract", "quantity", "unit_price", "budget_line", "state"),
         "budget_lines": ("funding_source",)},
        tender_due,
    ),
)  # fmt: skip
