"""What a sponsorship is worth and returns; None where there is no cost, never zero or infinity.

Amounts are in one currency; ratios are shares of 1 (0.76 is 76 %) and never rounded.
Sources: Phillips, ROI Institute (BCR, ROI); CPM as in media planning.
"""

from __future__ import annotations

from decimal import Decimal

from xlevent.domain.money import Number, exact, product, quotient


def benefit_cost_ratio(benefits: Number, costs: Number) -> Decimal | None:
    """benefits / costs."""
    return quotient(benefits, costs)


def return_on_investment(benefits: Number, costs: Number) -> Decimal | None:
    """(benefits - costs) / costs, which is the benefit-cost ratio less 1."""
    return quotient(exact(benefits) - exact(costs), costs)


def sponsor_return(
    value_delivered: Number, fee: Number, activation: Number = 0, in_kind: Number = 0
) -> Decimal | None:
    """The sponsor's return: all costs are its fee, activation and, if counted, goods in kind."""
    return return_on_investment(value_delivered, exact(fee) + exact(activation) + exact(in_kind))


def organiser_return(
    cash_received: Number, budget_relief: Number, servicing: Number
) -> Decimal | None:
    """The organiser's return on what servicing the sponsor cost.

    Counts cash received and in-kind that replaced a planned purchase; no other in-kind.
    """
    return return_on_investment(exact(cash_received) + exact(budget_relief), servicing)


def impressions_value(impressions: Number, cpm: Number, share: Number = 1) -> Decimal:
    """impressions / 1000 x CPM x the share counted (a logo in media: 0.05 to 0.10)."""
    return product(impressions, share, cpm, Decimal("0.001"))


def fulfilment(promised: Number, shortfall: Number) -> Decimal | None:
    """The share of the promised value that was delivered; surplus elsewhere does not count."""
    return quotient(exact(promised) - exact(shortfall), promised)
