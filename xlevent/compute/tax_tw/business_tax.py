"""Business tax (營業稅) from the net or from the gross amount, in whole TWD.

Source: 加值型及非加值型營業稅法第10、32條; a fraction of a dollar is rounded half-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.language import Text
from xlevent.domain.money import Number, exact, product, quotient, round_half_up
from xlevent.errors import MisuseError

# From a gross with gross % 21 == 10 no net leads forwards to the same gross, so a stated tax
# may differ from the computed one by a dollar.
TOLERANCE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount taken apart, TWD; gross = net + tax."""

    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        """What the invoice totals."""
        return self.net + self.tax


def from_net(net: Number, terms: Terms) -> Taxed:
    """The tax on a net amount (negative for a refund): net x rate, rounded half-up.

    MisuseError where no rate is known for the day.
    """
    amount = exact(net)
    return Taxed(amount, round_half_up(product(amount, terms.value("business_tax"))))


def from_gross(gross: Number, terms: Terms) -> Taxed:
    """The tax inside a gross amount: gross / (1 + rate) x rate, rounded half-up.

    MisuseError where no rate is known for the day, or the rate is -1.
    """
    amount, rate = exact(gross), terms.value("business_tax")
    tax = quotient(product(amount, rate), 1 + rate)
    if tax is None:
        raise MisuseError(
            Text(
                "稅率為 -1 時無法由含稅金額反算。", "a tax rate of -1 leaves nothing to divide by."
            ),
            where=Text("營業稅率", "business_tax"),
        )
    rounded = round_half_up(tax)
    return Taxed(amount - rounded, rounded)


def tax_agrees(net: Number, tax: Number, terms: Terms, *, tolerance: Number = TOLERANCE) -> bool:
    """Whether a stated tax is the computed one, give or take the tolerance (TWD).

    Compare whole invoices, not their lines: rounding differs between the two.
    """
    return abs(exact(tax) - from_net(net, terms).tax) <= tolerance
