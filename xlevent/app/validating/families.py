"""All rules. A new family: one import here and one entry in the tuple.

XL400 to XL459 are the budget, purchases and payments; XL460 to XL499 vouchers and tax, the
three-way match and duplicates.
"""

from __future__ import annotations

from xlevent.app.validating import control, currency
from xlevent.app.validating.rule import Rule

FAMILIES: tuple[tuple[Rule, ...], ...] = (
    currency.RULES,
    control.RULES,
)

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family)
