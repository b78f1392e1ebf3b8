"""Rules about buying: enough quotes, the best one taken, nothing split or above its award."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xlevent.app.validating.books import ONE, Books, Row, day, money, number, total
from xlevent.app.validating.quotes import needed, rivals, valid
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import purchasing_codes as codes
from xlevent.domain.money import ZERO
from xlevent.domain.problems import Whole

_REQUIREMENTS = "requirements"
_PRICE = ("quantity", "unit_price", "currency", "rate", "tax_kind")
_QUOTES = ("requirement", "state", "valid_until", "quality", *_PRICE)
_POLICY = ("quotes_from_amount", "quotes_needed")
_AWARDED = ("awarded", "ordered")
_NEAR = timedelta(days=30)
_JUST_BELOW = Decimal("0.5")  # of the threshold: smaller purchases are not split to avoid it


def _estimate(books: Books, row: Row) -> Decimal | None:
    return books.times(number(row, "quantity"), number(row, "unit_estimate"))


def _decided(row: Row) -> bool:
    return row.get("state") in _AWARDED or (
        "selected_quote" in row and row.get("state") != "cancelled"
    )


def short(books: Books) -> Iterator[Hit]:
    """Awards with fewer quotes than the policy asks for, and no reason."""
    for index, row in enumerate(books.rows(_REQUIREMENTS)):
        estimate = _estimate(books, row)
        if estimate is None or not _decided(row) or "justification" in row:
            continue
        wanted, found = needed(books, estimate), len(valid(books, row.get("id")))
        if found < wanted:
            details = {"requirement": row.get("id"), "amount": money(estimate),
                       "needed": wanted, "found": found}  # fmt: skip
            yield Hit(_REQUIREMENTS, index, "quotes_received", details)


def best_not_taken(books: Books) -> Iterator[Hit]:
    """Awards to another quote than the best, without a reason."""
    for index, row in enumerate(books.rows(_REQUIREMENTS)):
        taken = row.get("selected_quote")
        quotes = rivals(books, row.get("id"))
        if taken is None or "justification" in row or not quotes or not _own(books, row):
            continue
        best = max(quotes, key=lambda quote: quote.score)
        mine = next((quote for quote in quotes if quote.id == taken), None)
        if mine is None or mine.score < best.score:
            details = {"requirement": row.get("id"), "taken": taken, "best": best.id}
            yield Hit(_REQUIREMENTS, index, "selected_quote", details)


def _own(books: Books, row: Row) -> bool:
    quote = books.find("quotes", row.get("selected_quote"))
    return quote is not None and quote.get("requirement") == row.get("id")


def of_other(books: Books) -> Iterator[Hit]:
    """Awards to a quote for something else."""
    for index, row in enumerate(books.rows(_REQUIREMENTS)):
        quote = books.find("quotes", row["selected_quote"]) if "selected_quote" in row else None
        if quote is not None and quote.get("requirement") not in (None, row.get("id")):
            details = {"requirement": row.get("id"), "taken": row["selected_quote"],
                       "other": quote["requirement"]}  # fmt: skip
            yield Hit(_REQUIREMENTS, index, "selected_quote", details)


def over_budget(books: Books) -> Iterator[Hit]:
    """Awards above the revised budget of their line."""
    lines = {line.id: line for line in books.lines}
    for index, row in enumerate(books.rows(_REQUIREMENTS)):
        line, award = lines.get(str(row.get("budget_line"))), _award(books, row)
        if line is not None and line.known and award is not None and award > line.state.revised:
            details = {"requirement": row.get("id"), "amount": money(award), "line": line.id,
                       "revised": money(line.state.revised)}  # fmt: skip
            yield Hit(_REQUIREMENTS, index, "selected_amount", details)


def _award(books: Books, row: Row) -> Decimal | None:
    quote = books.find("quotes", row["selected_quote"]) if _own(books, row) else None
    return books.priced(quote) if quote is not None and row.get("state") != "cancelled" else None


def above_award(books: Books) -> Iterator[Hit]:
    """Orders for more than the award and the tolerance; at the order that goes beyond."""
    for row in books.rows(_REQUIREMENTS):
        award, used = _award(books, row), ZERO
        for index, order in books.of("order_lines", "requirement", row.get("id")):
            amount = books.priced(order)
            if award is None or amount is None or order.get("state") == "cancelled":
                continue
            used += amount
            if used > award * (ONE + books.limit("price_tolerance")):
                details = {"order": order.get("id"), "requirement": row.get("id"),
                           "amount": money(used), "award": money(award)}  # fmt: skip
                yield Hit("order_lines", index, "amount", details)
                break


@dataclass(frozen=True, slots=True)
class _Purchase:
    table: str
    row: int
    id: object
    supplier: object
    day: date
    amount: Decimal


def split(books: Books) -> Iterator[Hit]:
    """Several purchases just below the threshold within a month; at the last of them."""
    limit = books.limit("quotes_from_amount")
    by_supplier: defaultdict[tuple[str, object], list[_Purchase]] = defaultdict(list)
    for one in (*_contracts(books), *_direct(books)):
        if limit * _JUST_BELOW <= one.amount < limit:
            by_supplier[one.table, one.supplier].append(one)
    for (table, supplier), found in by_supplier.items():
        found.sort(key=lambda one: (one.day, one.row))
        for near in _runs(found):
            amount = sum((one.amount for one in near), ZERO)
            if len(near) > 1 and amount >= limit:
                details = {
                    "days": _NEAR.days, "supplier": supplier, "count": len(near),
                    "limit": money(limit), "amount": money(amount),
                    "rows": Whole(", ".join(str(one.id) for one in near)),
                }  # fmt: skip
                column = "total" if table == "contracts" else "gross"
                yield Hit(table, near[-1].row, column, details)


def _runs(found: list[_Purchase]) -> Iterator[list[_Purchase]]:
    """The longest stretches of a month; one ends where the next purchase is too late for it."""
    first = 0
    for index, one in enumerate(found):
        if one.day - found[first].day > _NEAR:
            yield found[first:index]
            while one.day - found[first].day > _NEAR:
                first += 1
    yield found[first:]


def _contracts(books: Books) -> Iterator[_Purchase]:
    """Contracts whose lines were bought without the quotes that their sum would need."""
    for index, row in enumerate(books.rows("contracts")):
        signed, supplier = day(row, "signed"), row.get("supplier")
        orders = [
            order for _, order in books.of("order_lines", "contract", row.get("id"))
            if order.get("state") != "cancelled"
        ]  # fmt: skip
        if signed is None or supplier is None or any(_compared(books, o) for o in orders):
            continue
        amount = total(books.priced(order) for order in orders)
        yield _Purchase("contracts", index, row.get("id"), supplier, signed, amount)


def _compared(books: Books, order: Row) -> bool:
    wanted = books.find("requirements", order["requirement"]) if "requirement" in order else None
    if wanted is None:
        return False
    enough = len(valid(books, wanted.get("id"))) >= books.limit("quotes_needed")
    return enough or "justification" in wanted


def _direct(books: Books) -> Iterator[_Purchase]:
    for index, row in enumerate(books.rows("expenses")):
        billed, payee = day(row, "date"), row.get("payee")
        amount = books.spent(row)
        if _is_purchase(row) and billed and payee is not None and amount is not None:
            yield _Purchase("expenses", index, row.get("id"), payee, billed, amount)


def _is_purchase(row: Row) -> bool:
    invoice = row.get("voucher_kind") in ("e_invoice", "invoice", "foreign")
    return invoice and "order_line" not in row


def large_without_order(books: Books) -> Iterator[Hit]:
    """Invoices at or above the threshold that no order stands behind."""
    limit = books.limit("quotes_from_amount")
    for index, row in enumerate(books.rows("expenses")) if limit > 0 else ():
        amount = books.spent(row)
        if _is_purchase(row) and amount is not None and amount >= limit:
            details = {"expense": row.get("id"), "amount": money(amount), "limit": money(limit)}
            yield Hit("expenses", index, "order_line", details)


RULES = (
    rule(
        codes.QUOTES_SHORT,
        ("達比價起始金額的採購取得足夠報價，或敘明理由。",
         "A purchase from the threshold on has the quotes of the policy, or a reason."),
        {_REQUIREMENTS: ("quantity", "unit_estimate", "selected_quote", "state", "justification"),
         "quotes": _QUOTES, "settings": _POLICY},
        short,
    ),
    rule(
        codes.BEST_NOT_TAKEN,
        ("採用最優報價，或敘明理由。", "The best quote is taken, or a reason is given."),
        {_REQUIREMENTS: ("selected_quote", "price_weight", "justification"), "quotes": _QUOTES},
        best_not_taken,
    ),
    rule(
        codes.AWARD_OVER_BUDGET,
        ("決標金額不超過科目的修正預算。", "An award stays within the budget of its line."),
        {_REQUIREMENTS: ("selected_quote", "budget_line", "state"), "quotes": _PRICE,
         "budget_lines": _PRICE, "budget_changes": ("budget_line", "amount", "state")},
        over_budget,
    ),
    rule(
        codes.ORDER_OVER_AWARD,
        ("訂購金額不超過決標金額與單價容差。",
         "Orders stay within the award and the price tolerance."),
        {_REQUIREMENTS: ("selected_quote", "state"), "quotes": _PRICE,
         "order_lines": ("requirement", "state", *_PRICE), "settings": ("price_tolerance",)},
        above_award,
    ),
    rule(
        codes.SPLIT_PURCHASE,
        ("不得以略低於門檻的數筆採購規避比價（同一供應商、30 天內、各達門檻一半）。",
         "Purchases are not split below the threshold (one supplier, 30 days, half of it each)."),
        {"contracts": ("supplier", "signed"),
         "order_lines": ("contract", "requirement", "state", *_PRICE),
         "expenses": ("payee", "date", "gross", "voucher_kind", "order_line"),
         "settings": _POLICY},
        split,
    ),
    rule(
        codes.QUOTE_OF_OTHER,
        ("採用的報價屬於該需求。", "The quote that is taken is for this requirement."),
        {_REQUIREMENTS: ("selected_quote",), "quotes": ("requirement",)}, of_other,
    ),
    rule(
        codes.LARGE_WITHOUT_ORDER,
        ("達採購門檻的發票有訂購明細。",
         "An invoice at or above the purchasing threshold has an order."),
        {"expenses": ("gross", "currency", "rate", "voucher_kind", "order_line"),
         "settings": ("quotes_from_amount",)},
        large_without_order,
    ),
)  # fmt: skip
