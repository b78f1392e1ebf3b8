"""What a channel brought: costs per thousand, click, lead and customer, conversion, ROAS.

All are None where they are not defined: nothing shown, clicked or bought is no cost of zero, and
free media have no return on spend. The arithmetic is that of O4.1.1, O4.1.3 and O4.3.3
(tests/app/marketing compares them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from xlevent.domain.money import ZERO

MILLE = Decimal(1000)
AT_LEAST = ("impressions", "leads", "conversions", "conversion_rate", "roas")
AT_MOST = ("cpm", "cpc", "cpl", "cac")
RATIOS = ("ctr", "cpm", "cpc", "cpl", "conversion_rate", "cac", "roas")
_DIGITS = 28
_STEPS = (ZERO, Decimal("0.5"), Decimal(1), Decimal(2))  # ROI for 2, 3, 4 and 5 points


@dataclass(frozen=True, slots=True)
class Outcome:
    """Sums of one channel, or of all; amounts in the base currency, tax included."""

    impressions: Decimal = ZERO
    clicks: Decimal = ZERO
    leads: Decimal = ZERO
    conversions: Decimal = ZERO
    cost: Decimal = ZERO  # media cost
    full_cost: Decimal = ZERO  # with production
    revenue: Decimal = ZERO

    @property
    def ctr(self) -> Decimal | None:
        """Clicks of those shown."""
        return quotient(self.clicks, self.impressions)

    @property
    def conversion_rate(self) -> Decimal | None:
        """Conversions of those who clicked."""
        return quotient(self.conversions, self.clicks)

    @property
    def cpm(self) -> Decimal | None:
        """Media cost of 1,000 impressions."""
        return quotient(self.cost * MILLE, self.impressions)

    @property
    def cpc(self) -> Decimal | None:
        """Media cost of a click."""
        return quotient(self.cost, self.clicks)

    @property
    def cpl(self) -> Decimal | None:
        """Media cost of a lead."""
        return quotient(self.cost, self.leads)

    @property
    def cac(self) -> Decimal | None:
        """Full cost of a customer."""
        return quotient(self.full_cost, self.conversions)

    @property
    def roas(self) -> Decimal | None:
        """Revenue for each unit of media cost."""
        return quotient(self.revenue, self.cost)

    def value(self, name: str) -> Decimal | None:
        """A sum or a ratio by its name."""
        found: Decimal | None = getattr(self, name)
        return found


def quotient(part: Decimal, whole: Decimal) -> Decimal | None:
    """part / whole; None where there is nothing to divide by."""
    if whole == 0:
        return None
    with localcontext(prec=_DIGITS):
        return part / whole


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """The sums of several channels."""
    listed = list(outcomes)
    names = ("impressions", "clicks", "leads", "conversions", "cost", "full_cost", "revenue")
    return Outcome(*(sum((getattr(o, name) for o in listed), ZERO) for name in names))


def targets_met(outcome: Outcome, targets: Mapping[str, Decimal]) -> tuple[int, int]:
    """How many of the targets were met, and how many there are; targets of 0 are none.

    A result that is not defined has met no ceiling and no floor.
    """
    met = count = 0
    for name in (*AT_LEAST, *AT_MOST):
        target = targets.get(name, ZERO)
        if target <= 0:
            continue
        count += 1
        result = outcome.value(name)
        if name in AT_LEAST:
            met += (result or ZERO) >= target
        else:
            met += result is not None and result <= target
    return met, count


def verdict(met: int, count: int) -> str:
    """The key in the list `target_verdict`."""
    if not count:
        return "no_target"
    return "met" if met == count else "partly" if met else "missed"


# --- opportunities -----------------------------------------------------------------------------
def return_points(reach: Decimal, cost: Decimal, revenue: Decimal) -> int | None:
    """Points from 1 to 5 for the ROI; None without a reach. Without cost: 5 where it earns."""
    if reach == 0:
        return None
    if cost == 0:
        return 5 if revenue > 0 else 1
    roi = (revenue - cost) / cost
    return 1 + sum(roi >= step for step in _STEPS)


def ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """1 for the highest score; equal scores share a rank; None has none."""
    known = [score for score in scores if score is not None]
    return [None if s is None else 1 + sum(other > s for other in known) for s in scores]


# --- surveys -----------------------------------------------------------------------------------
def share_margin(count: Decimal, sample: Decimal, z: Decimal) -> tuple[Decimal, Decimal] | None:
    """A share and its margin of error (normal approximation); None without a sample."""
    share = quotient(count, sample)
    if share is None:
        return None
    with localcontext(prec=_DIGITS):
        return share, z * (max(ZERO, share * (1 - share)) / sample).sqrt()


def largest_margin(valid: Decimal, population: Decimal, z: Decimal) -> Decimal | None:
    """The margin of a share of one half, corrected for a finite population (0: not known)."""
    if valid == 0:
        return None
    with localcontext(prec=_DIGITS):
        margin = z * (Decimal("0.25") / valid).sqrt()
        if population > valid:
            return margin * ((population - valid) / (population - 1)).sqrt()
        return ZERO if population > 0 else margin
