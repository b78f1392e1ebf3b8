"""Rules about the marketing log (O4.3.1): funnels that cannot be, doubtful percentages, spend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xlevent.app.validating.books import Books, money, number, total
from xlevent.app.validating.rule import Check, Hit, rule
from xlevent.domain import marketing_codes as codes
from xlevent.domain.money import ZERO

_LOG = "marketing_log"
_HALF = Decimal("0.5")  # as O4.3.2 compares
_TINY = Decimal("0.001")  # below 0.1 %: 0.05 typed into a cell of percentages is 0.05 %
_MEANT = Decimal(100)
# Percentages that a person types about marketing; none of them is 100 % or below 0.1 % by itself.
_PERCENTAGES = {
    "opportunities": ("response", "conversion"),
    "channels": ("target_conversion_rate",),
    "surveys": ("target_margin",),
}


def _above(part: str, whole: str) -> Check:
    """Rows in which a part is more than what it is a part of; a blank says nothing."""

    def check(books: Books) -> Iterator[Hit]:
        for index, row in enumerate(books.rows(_LOG)):
            less, more = number(row, whole), number(row, part)
            if less is not None and more is not None and more > less >= 0:
                details = {"entry": row.get("id"), part: money(more), whole: money(less)}
                yield Hit(_LOG, index, part, details)

    return check


def doubtful(books: Books) -> Iterator[Hit]:
    """Percentages that look typed in the other way; above 100 % is a finding of its own."""
    for table, columns in _PERCENTAGES.items():
        declared = books.event.registry.tables[table]
        for index, row in enumerate(books.rows(table)):
            for column in columns:
                given = number(row, column)
                if given is None or not (0 < given < _TINY or given == 1):
                    continue
                meant = given / _MEANT if given == 1 else given * _MEANT
                title = declared.column(column).title
                yield Hit(table, index, column, {
                    "row": row.get(books.key(table)), "what_zh": title.zh, "what_en": title.en,
                    "shown": _percent(given), "meant": _percent(meant),
                })  # fmt: skip


def _percent(share: Decimal) -> str:
    return f"{money(share * 100)}%"


def spend(books: Books) -> Iterator[Hit]:
    """Budget lines on which the log and the expenses are apart; at the first item of the line."""
    items = {str(r.get("id")): str(r.get("budget_line")) for r in books.rows("marketing_budget")}
    logged: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in books.rows(_LOG):
        line = items.get(str(row.get("budget_item")))
        if line is not None:
            logged[line] += number(row, "cost") or ZERO
    for line_of in books.lines:
        cost, actual = logged.get(line_of.id, ZERO), line_of.state.actual
        if cost == 0 or abs(cost - actual) < _HALF:
            continue
        first = next(index for index, _ in books.of("marketing_budget", "budget_line", line_of.id))
        yield Hit("marketing_budget", first, "budget_line", {
            "line": line_of.id, "logged": money(cost), "actual": money(actual),
            "gap": money(abs(cost - actual)),
        })  # fmt: skip


def unassigned(books: Books) -> Iterator[Hit]:
    """Costs in the log that name no budget item, where O4.3.2 is in use; said once."""
    if not books.rows("marketing_budget"):
        return
    costs = [
        cost for row in books.rows(_LOG)
        if "budget_item" not in row and (cost := number(row, "cost"))
    ]  # fmt: skip
    if costs:
        yield Hit(_LOG, None, None, {"count": len(costs), "amount": money(total(costs))})


_SPEND_READS = {
    _LOG: ("budget_item", "cost"),
    "marketing_budget": ("budget_line",),
    "expenses": ("budget_line", "gross", "currency", "rate"),
}

RULES = (
    rule(
        codes.CLICKS_ABOVE_IMPRESSIONS,
        ("點擊不多於曝光。", "There are no more clicks than impressions."),
        {_LOG: ("clicks", "impressions")}, _above("clicks", "impressions"),
    ),
    rule(
        codes.CONVERSIONS_ABOVE_CLICKS,
        ("有點擊紀錄時，轉換不多於點擊。", "Where clicks are given, conversions are no more."),
        {_LOG: ("conversions", "clicks")}, _above("conversions", "clicks"),
    ),
    rule(
        codes.REACH_ABOVE_IMPRESSIONS,
        ("觸及人數不多於曝光次數。", "No more people are reached than there are impressions."),
        {_LOG: ("reach", "impressions")}, _above("reach", "impressions"),
    ),
    rule(
        codes.PERCENT_DOUBTFUL,
        ("行銷百分比不是 100% 也不低於 0.1%，否則請確認。",
         "Percentages of marketing are asked about where they are 100 % or below 0.1 %."),
        _PERCENTAGES, doubtful,
    ),
    rule(
        codes.SPEND_DIFFERS,
        ("執行紀錄的花費等於同科目的支出。",
         "What the log says was spent on a line equals its expenses."),
        _SPEND_READS, spend,
    ),
    rule(
        codes.COST_WITHOUT_ITEM,
        ("有花費的執行紀錄都選了行銷預算項目。", "Costs in the log name their budget item."),
        {_LOG: ("budget_item", "cost"), "marketing_budget": ("id",)}, unassigned,
    ),
)  # fmt: skip
