"""Rules about shared vouchers and the settlement of grants: what `xlevent settle` finds as wrong.

Dues and amounts beyond a source's own are rules of other families.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xlevent.app.accounting import settlement_checks as checks
from xlevent.app.accounting.books import Books as Accounts
from xlevent.app.accounting.settling import sources_of
from xlevent.app.event import Event
from xlevent.app.validating.books import Books
from xlevent.app.validating.rule import Hit, Rule, rule
from xlevent.domain import settlement_codes as codes
from xlevent.domain.problems import Code

_VOUCHERS = ("id", "gross", "currency", "rate", "funding_source")
_SHARES = {
    "expense_allocations": ("voucher", "source", "share", "amount"), "expenses": _VOUCHERS,
}  # fmt: skip
_TERMS = ("source", "scope", "approved_cost", "excess", "returned", "report_due", "reported_on")
_FORM = {
    **_SHARES,
    "funding_sources": ("id", "kind", "amount", "received"),
    "settlement_terms": _TERMS,
    "budget_lines": ("quantity", "unit_price", "currency", "rate", "tax_kind", "funding_source"),
}  # fmt: skip


@dataclass(slots=True)
class _Cases:
    """What the checks take down, by code."""

    hits: dict[str, list[Hit]] = field(default_factory=dict)

    def cell(self, table: str, index: int, column: str, code: Code, **details: object) -> None:
        self.hits.setdefault(code.code, []).append(Hit(table, index, column, details))

    def event(self, code: Code, **details: object) -> None:
        self.hits.setdefault(code.code, []).append(Hit("settlement_shares", None, "share", details))


def _cases(event: Event) -> dict[str, list[Hit]]:
    accounts, found = Accounts(event), _Cases()
    checks.vouchers(accounts, found)
    checks.sources(accounts, found, sources_of(accounts))
    return found.hits


def _rule(code: Code, zh: str, en: str, reads: dict[str, tuple[str, ...]]) -> Rule:
    def check(books: Books) -> Iterator[Hit]:
        yield from books.once(_cases).get(code.code, ())

    return rule(code, (zh, en), reads, check)


RULES = (
    _rule(codes.SHARES_OVER, "支出分攤不得超過憑證金額。",
          "The shares of a voucher come to no more than it.", _SHARES),
    _rule(codes.SHARES_SHORT, "列出原財源的支出分攤，合計必須等於憑證金額。",
          "Shares that name a voucher's own source too make it up.", _SHARES),
    _rule(codes.SHARE_TWICE, "同一憑證的同一財源只列一次。",
          "A source stands once among the shares of a voucher.", _SHARES),
    _rule(codes.SHARE_OF_NOTHING, "分攤的憑證必須有金額。", "A shared voucher has an amount.",
          _SHARES),
    _rule(codes.NO_BUDGET, "補助必須有核定經費才能結算。",
          "A grant is settled against an approved cost.", _FORM),
    _rule(codes.OVER_APPROVED, "實支超過核定經費時，須確定由誰負擔。",
          "Who bears what exceeds the approved cost is settled.", _FORM),
    _rule(codes.RETURNED_TOO_MUCH, "繳回金額不得超過應繳回。",
          "No more goes back than is due.", _FORM),
    _rule(codes.REPORT_OVERDUE, "結案報告不得逾期。", "The report of a grant is sent in time.",
          {**_FORM, "settings": ("data_date",)}),
    _rule(codes.REPORTED_LATE, "結案報告應於期限內報送。",
          "The report of a grant was sent in time.", _FORM),
    _rule(codes.NOBODY_PAYS, "各財源負擔合計必須等於實支總額。",
          "The shares of all sources sum to the cost.", _FORM),
)  # fmt: skip
