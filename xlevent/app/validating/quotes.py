"""How quotes compete, as O3.1.3 ranks them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlevent.app.validating.books import ONE, Books, Row, day, number
from xlevent.domain.money import ZERO, product, quotient, round_half_up

_SETTLED = ("selected", "not_selected")  # were compared before they expired


@dataclass(frozen=True, slots=True)
class Ranked:
    """A quote that competes: its number among the quotes, id, amount and score of 100."""

    row: int
    id: object
    amount: Decimal
    score: Decimal


def valid(books: Books, requirement: object) -> list[tuple[int, Row]]:
    """The quotes that count for a requirement: they comply, and had not expired."""
    found = []
    for index, quote in books.of("quotes", "requirement", requirement):
        until, state = day(quote, "valid_until"), quote.get("state")
        expired = until is not None and until < books.as_of and state not in _SETTLED
        if state != "invalid" and not expired:
            found.append((index, quote))
    return found


def rivals(books: Books, requirement: object) -> list[Ranked]:
    """The quotes that compete for a requirement, in their order; none where a price is unknown."""
    quotes = valid(books, requirement)
    amounts = [amount for _, quote in quotes if (amount := books.priced(quote)) is not None]
    if len(amounts) < len(quotes):
        return []
    wanted = books.find("requirements", requirement) or {}
    weight = number(wanted, "price_weight")
    weight = ONE if weight is None else weight
    lowest = min(amounts, default=ZERO)
    found = []
    for (index, quote), amount in zip(quotes, amounts, strict=True):
        price = round_half_up((quotient(lowest * 100, amount) or ZERO), 2)
        quality = number(quote, "quality") or ZERO
        score = round_half_up(product(price, weight) + product(quality, ONE - weight), 2)
        found.append(Ranked(index, quote.get("id"), amount, score))
    return found


def needed(books: Books, estimate: Decimal) -> int:
    """How many quotes a purchase of that size needs."""
    limit = books.limit("quotes_from_amount")
    return int(books.limit("quotes_needed")) if limit > 0 and estimate >= limit else 1
