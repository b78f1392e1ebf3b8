"""Rules about spending: lines, categories and the event within what was approved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from xlevent.app.validating.books import ONE, Books, BudgetLine, money, number, share, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.compute.budget import Line
from xlevent.domain import budget_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO, quotient

_LINE_READS = {
    "budget_lines": ("quantity", "unit_price", "currency", "rate", "tax_kind"),
    "budget_changes": ("budget_line", "amount", "state"),
    "order_lines": ("budget_line", "quantity", "unit_price", "currency", "rate", "state"),
    "expenses": ("budget_line", "order_line", "gross", "currency", "rate"),
    "remaining_estimates": ("budget_line", "amount"),
    "settings": ("overspend_tolerance",),
}
_STAGES: tuple[tuple[str, Text, Callable[[Line], Decimal]], ...] = (
    ("actual", Text("實際支出", "spending of"), lambda s: s.actual),
    ("load", Text("預算負擔", "spending and open orders of"), lambda s: s.load),
    ("forecast", Text("完工預估", "the forecast of"), lambda s: s.forecast),
)  # fmt: skip


def _over(books: Books, line: BudgetLine) -> tuple[int, bool] | None:
    """The first stage at which a line exceeds its budget, and whether beyond the tolerance.

    A stage beyond the tolerance goes before an earlier one within it.
    """
    revised = line.state.revised
    limit = revised * (ONE + books.limit("overspend_tolerance"))
    amounts = [amount(line.state) for _, _, amount in _STAGES]
    beyond = next((i for i, amount in enumerate(amounts) if amount > max(limit, ZERO)), None)
    if beyond is not None:
        return beyond, True
    within = next((i for i, amount in enumerate(amounts) if amount > max(revised, ZERO)), None)
    return None if within is None else (within, False)


def _lines(books: Books) -> Iterator[tuple[BudgetLine, int, bool]]:
    for line in books.lines:
        # What is spent on a line without a budget of its own is compared by category.
        shared = line.state.revised == 0 and _has_room(books, line)
        found = None if not line.known or shared else _over(books, line)
        if found is not None:
            yield line, *found


def _has_room(books: Books, line: BudgetLine) -> bool:
    """Whether the category's budget pays for its lines without budget too."""
    others = books.by_category[line.category]
    if not all(other.known for other in others):
        return True  # nobody can tell
    revised = total(other.state.revised for other in others)
    forecast = total(other.state.forecast for other in others)
    return forecast <= revised * (ONE + books.limit("overspend_tolerance"))


def _beyond(stage: int) -> Callable[[Books], Iterator[Hit]]:
    def check(books: Books) -> Iterator[Hit]:
        for line, reached, beyond in _lines(books):
            if beyond and reached == stage:
                yield _line_hit(line, stage)

    return check


def _line_hit(line: BudgetLine, stage: int, **more: object) -> Hit:
    column, _, amount = _STAGES[stage]
    revised = line.state.revised
    details = {
        "line": line.id, "amount": money(amount(line.state)), "revised": money(revised),
        "over": money(amount(line.state) - revised), **more,
    }  # fmt: skip
    return Hit("budget_control", line.row, column, details)


def tight(books: Books) -> Iterator[Hit]:
    """Lines over their budget, within the tolerance."""
    for line, stage, beyond in _lines(books):
        if not beyond:
            what, tolerance = _STAGES[stage][1], books.limit("overspend_tolerance")
            yield _line_hit(
                line, stage, what_zh=what.zh, what_en=what.en, tolerance=share(tolerance)
            )


def _categories(books: Books) -> Iterator[tuple[int, Decimal, Decimal, Decimal, str]]:
    """Row, cap, planned and forecast amount, and name of each category that has a cap."""
    for index, row in enumerate(books.rows("budget_categories")):
        cap, name = number(row, "cap"), str(row.get("category", ""))
        lines = books.by_category.get(name, [])
        if cap is not None:
            planned = total(line.state.baseline for line in lines)
            yield index, cap, planned, total(line.state.forecast for line in lines), name


def planned_over_cap(books: Books) -> Iterator[Hit]:
    """Categories planned above their cap."""
    for index, cap, planned, _, name in _categories(books):
        if planned > cap:
            details = _capped(name, planned, cap)
            yield Hit("budget_categories", index, "planned", details)


def forecast_over_cap(books: Books) -> Iterator[Hit]:
    """Categories forecast above their cap, though planned within it."""
    for index, cap, planned, forecast, name in _categories(books):
        if planned <= cap < forecast:
            yield Hit("budget_by_category", index, "forecast", _capped(name, forecast, cap))


def _capped(name: str, amount: Decimal, cap: Decimal) -> dict[str, object]:
    over = money(amount - cap)
    return {"category": name, "amount": money(amount), "cap": money(cap), "over": over}


def budget_over_approved(books: Books) -> Iterator[Hit]:
    """The revised budget above the approved total."""
    yield from _over_approved(books, total(line.state.revised for line in books.lines))


def forecast_over_approved(books: Books) -> Iterator[Hit]:
    """The forecast above the approved total, while the budget itself is within it."""
    revised = total(line.state.revised for line in books.lines)
    if not list(_over_approved(books, revised)):
        yield from _over_approved(books, total(line.state.forecast for line in books.lines))


def _over_approved(books: Books, amount: Decimal) -> Iterator[Hit]:
    approved = number(books.settings, "approved_total")
    if approved is not None and amount > approved:
        details = {"amount": money(amount), "approved": money(approved),
                   "over": money(amount - approved)}  # fmt: skip
        yield Hit("settings", None, "approved_total", details, approved)


def contingency_low(books: Books) -> Iterator[Hit]:
    """Too small a share of contingency in the budget."""
    policy = books.limit("contingency_policy")
    lines = books.lines
    if not lines or not all(line.known for line in lines):
        return
    reserves = {
        row.get("category") for row in books.rows("budget_categories")
        if row.get("is_contingency") == "yes"
    }  # fmt: skip
    reserve = total(line.state.baseline for line in lines if line.category in reserves)
    others = total(line.state.baseline for line in lines) - reserve
    part = quotient(reserve, others)
    if part is not None and part < policy:
        details = {"amount": money(reserve), "share": share(part), "policy": share(policy)}
        yield Hit("settings", None, "contingency_policy", details, policy)


RULES = (
    rule(
        codes.LINE_OVERSPENT,
        ("科目的實際支出不超過修正預算與容許率。",
         "Spending on a line stays within its revised budget and the tolerance."),
        _LINE_READS, _beyond(0),
    ),
    rule(
        codes.LINE_OVERCOMMITTED,
        ("科目的支出加未結訂單不超過修正預算與容許率。",
         "Spending and open orders of a line stay within its revised budget and the tolerance."),
        _LINE_READS, _beyond(1),
    ),
    rule(
        codes.LINE_WILL_EXCEED,
        ("科目的完工預估不超過修正預算與容許率。",
         "The forecast of a line stays within its revised budget and the tolerance."),
        _LINE_READS, _beyond(2),
    ),
    rule(
        codes.LINE_TIGHT,
        ("超過修正預算但在容許率內的科目提醒注意。",
         "A line over its revised budget, though within the tolerance, is worth a word."),
        _LINE_READS, tight,
    ),
    rule(
        codes.CATEGORY_PLANNED_OVER_CAP,
        ("類別的編列金額不超過其上限。", "A category is planned within its cap."),
        {"budget_categories": ("cap",), "budget_lines": _LINE_READS["budget_lines"]},
        planned_over_cap,
    ),
    rule(
        codes.CATEGORY_FORECAST_OVER_CAP,
        ("類別的完工預估不超過其上限。", "A category is forecast within its cap."),
        {"budget_categories": ("cap",), **_LINE_READS}, forecast_over_cap,
    ),
    rule(
        codes.BUDGET_OVER_APPROVED,
        ("修正預算合計不超過核定總經費。",
         "The revised budget stays within the approved total."),
        {**_LINE_READS, "settings": ("approved_total",)}, budget_over_approved,
    ),
    rule(
        codes.FORECAST_OVER_APPROVED,
        ("完工預估合計不超過核定總經費。", "The forecast stays within the approved total."),
        {**_LINE_READS, "settings": ("approved_total",)}, forecast_over_approved,
    ),
    rule(
        codes.CONTINGENCY_LOW,
        ("預備金占其他支出的比率不低於政策。",
         "Contingency is at least the policy's share of the other costs."),
        {
            "budget_lines": _LINE_READS["budget_lines"],
            "budget_categories": ("category", "is_contingency"),
            "settings": ("contingency_policy",),
        },
        contingency_low,
    ),
)  # fmt: skip
