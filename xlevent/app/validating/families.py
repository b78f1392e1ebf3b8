"""All rules. A new family: one import here and one entry in the tuple.

The page of checks follows (`python dev.py generate`). What a
new rule finds in the samples is looked at in tests/app/validating/test_samples.py.

XL400 to XL459 are the budget, purchases and payments; XL460 to XL497 the three-way match,
duplicates, vouchers and tax; XL498 and XL499 totals; XL560 to XL579 shared vouchers and grants;
XL673 to XL678 the marketing log.
"""

from __future__ import annotations

from xlevent.app.validating import (
    balance,
    campaigns,
    changes,
    contracts,
    control,
    currency,
    marketing,
    matching,
    payments,
    purchasing,
    remitted,
    settlement,
    sponsors,
    taxes,
    thresholds,
    totals,
    vouchers,
)
from xlevent.app.validating.rule import Rule

FAMILIES: tuple[tuple[Rule, ...], ...] = (
    currency.RULES,
    balance.RULES,
    control.RULES,
    changes.RULES,
    marketing.RULES,
    campaigns.RULES,
    purchasing.RULES,
    contracts.RULES,
    payments.RULES,
    vouchers.RULES,
    taxes.RULES,
    remitted.RULES,
    matching.RULES,
    thresholds.RULES,
    sponsors.RULES,
    settlement.RULES,
    totals.RULES,
)

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family)
