"""Settlement of a subsidised event (收支結算表): who bears what, and what goes back.

Source: the form 收支結算表 of Taiwan's subsidising agencies. It prints X = B - G, which holds
only where all of the subsidy was received (B = C); X = C - G holds in general.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlevent.domain.money import (
    ZERO,
    Number,
    decimals,
    exact,
    product,
    quotient,
    round_half_up,
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """The lines of the form; D, G, X, Y are None where A is zero. X + Y = E."""

    approved_cost: Decimal  # A
    approved_subsidy: Decimal  # B
    received: Decimal  # C
    ratio: Decimal | None  # D = B / A, not rounded
    actual_cost: Decimal  # E
    unspent: Decimal  # F = A - E
    to_return: Decimal | None  # G = F x D - (B - C), rounded; negative: the agency still owes
    subsidy_share: Decimal | None  # X = C - G
    own_share: Decimal | None  # Y = E - X


def settle(
    approved_cost: Number,
    approved_subsidy: Number,
    received_subsidy: Number,
    actual_cost: Number,
    currency: str = "TWD",
    *,
    capped: bool = False,
    places: int | None = None,
) -> Settlement:
    """Settle one subsidy; G rounded half-up to the decimals of the currency, or to `places`.

    Where more was spent than approved, F and with it G are negative, by the form as it stands;
    whether an agency pays more than it approved is for its terms. Where they say that it does
    not, `capped` lets own funds bear the excess: X is then at most B.
    """
    a, b, c, e = map(exact, (approved_cost, approved_subsidy, received_subsidy, actual_cost))
    # One division at the end: a ratio cut off first would move a half.
    left = max(a - e, ZERO) if capped else a - e
    shared = quotient(product(left, b), a)
    back = (
        None
        if shared is None
        else round_half_up(shared - (b - c), decimals(currency) if places is None else places)
    )
    bears = None if back is None else c - back
    own = None if bears is None else e - bears
    return Settlement(a, b, c, quotient(b, a), e, a - e, back, bears, own)
