"""Who bears what of the vouchers, and of the whole cost: shares that add up to it exactly.

Source: 政府支出憑證處理要點 (an allocation sheet for a cost that several payers share). The odd
units of a division go to the largest remainders, and among equal ones to the row listed first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlevent.domain.money import ZERO, product, quotient, round_half_up, whole_shares

Check = Literal["complete", "rest", "short", "over"]


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher with its amount in the base currency and its own funding source, "" without."""

    id: str
    amount: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """That a source bears a part of a voucher: an amount as given, else a share of it (0 to 1)."""

    voucher: str
    source: str
    share: Decimal = ZERO
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A voucher and what each row bears of it; `rest` stays with the voucher's own source."""

    voucher: Voucher
    rows: tuple[tuple[Share, Decimal], ...]

    @property
    def rest(self) -> Decimal:
        """What the rows leave."""
        return self.voucher.amount - sum((amount for _, amount in self.rows), ZERO)

    @property
    def check(self) -> Check:
        """Whether the rows make up the voucher.

        Rows that name only other sources may leave a rest to the voucher's own ("rest"); rows
        that name it too must be complete ("short" else).
        """
        if not self.rows or self.rest == 0:
            return "complete"
        if (self.rest < 0) != (self.voucher.amount < 0):
            return "over"
        mine = any(row.source == self.voucher.source for row, _ in self.rows)
        return "short" if mine else "rest"

    def borne(self) -> dict[str, Decimal]:
        """Amounts by source; they sum to the voucher."""
        found: dict[str, Decimal] = {}
        for row, amount in self.rows:
            found[row.source] = found.get(row.source, ZERO) + amount
        if self.rest or not self.rows:
            source = self.voucher.source
            found[source] = found.get(source, ZERO) + self.rest
        return found


def share_out(
    vouchers: Iterable[Voucher], shares: Iterable[Share], places: int = 0
) -> list[Shared]:
    """Every voucher with its rows, in order; rows of unknown vouchers are left out.

    `places` are the decimals of the base currency. Rows with a share take together the rounded
    sum of their shares; rows with an amount take that.
    """
    rows: dict[str, list[Share]] = {}
    for row in shares:
        rows.setdefault(row.voucher, []).append(row)
    return [Shared(v, tuple(_amounts(v, rows.get(v.id, []), places))) for v in vouchers]


def _amounts(
    voucher: Voucher, rows: Sequence[Share], places: int
) -> Iterable[tuple[Share, Decimal]]:
    if not voucher.amount:
        return [(row, ZERO) for row in rows]
    by_share = [row for row in rows if row.amount is None]
    ideals = [product(voucher.amount, row.share) for row in by_share]
    target = round_half_up(product(voucher.amount, sum((r.share for r in by_share), ZERO)), places)
    parts = iter(whole_shares(ideals, target, places))
    return [
        (row, next(parts) if row.amount is None else round_half_up(row.amount, places))
        for row in rows
    ]


def borne_by_source(shared: Iterable[Shared]) -> dict[str, Decimal]:
    """What each source bears of all vouchers; "" is what no source was named for."""
    found: dict[str, Decimal] = {}
    for voucher in shared:
        for source, amount in voucher.borne().items():
            found[source] = found.get(source, ZERO) + amount
    return found


def payer_shares(
    cost: Decimal,
    booked: Mapping[str, Decimal],
    promised: Mapping[str, Decimal],
    by_form: Mapping[str, Decimal],
    places: int = 0,
) -> dict[str, Decimal]:
    """The share of every source in the cost of the event.

    Grants bear what their settlement form says (`by_form`); the others bear what is left, in
    proportion to their booked vouchers, and if none has any, to what they promised. The shares
    sum to the cost, unless there is nobody to bear the rest.
    """
    others = [source for source in promised if source not in by_form]
    weights = [max(booked.get(source, ZERO), ZERO) for source in others]
    if not any(weights):
        weights = [promised[source] for source in others]
    rest, whole = cost - sum(by_form.values(), ZERO), sum(weights, ZERO)
    ideals = [quotient(product(rest, w), whole) or ZERO for w in weights]
    parts = whole_shares(ideals, rest, places) if whole else [ZERO] * len(others)
    found = {**by_form, **dict(zip(others, parts, strict=True))}
    return {source: found[source] for source in promised}
