"""The state of a budget line: what is promised, what is left, what it will cost.

All amounts are in one currency, the event's. Sources: Uptempo (budget load), Infor (available).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xlevent.domain.money import ZERO, Number, exact


@dataclass(frozen=True, slots=True)
class Order:
    """An order and the amounts of its invoices; closed: nothing more will come (or cancelled)."""

    value: Decimal
    invoices: tuple[Decimal, ...] = ()
    closed: bool = False

    @property
    def invoiced(self) -> Decimal:
        """What was invoiced so far."""
        return sum(self.invoices, ZERO)

    @property
    def open_commitment(self) -> Decimal:
        """What is ordered but not yet invoiced: max(value - invoices, 0), 0 once closed."""
        return ZERO if self.closed else max(self.value - self.invoiced, ZERO)

    @property
    def load(self) -> Decimal:
        """What it weighs on the budget: its invoices, while open at least its value."""
        return self.invoiced + self.open_commitment


def budget_load(without_order: Iterable[Number], orders: Iterable[Order]) -> Decimal:
    """Invoices without an order, and the load of each order."""
    return sum((order.load for order in orders), sum(map(exact, without_order), ZERO))


def available(revised: Number, actual: Number, open_commitment: Number) -> Decimal:
    """revised - actual - open commitment; negative: more is promised than there is."""
    return exact(revised) - exact(actual) - exact(open_commitment)


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line; actual comes from the expenses, never from typing it twice."""

    baseline: Decimal
    changes: Decimal = ZERO  # approved ones only
    actual: Decimal = ZERO
    open_commitment: Decimal = ZERO
    remaining: Decimal = ZERO  # neither ordered nor spent yet

    @property
    def revised(self) -> Decimal:
        """baseline + approved changes."""
        return self.baseline + self.changes

    @property
    def load(self) -> Decimal:
        """actual + open commitment."""
        return self.actual + self.open_commitment

    @property
    def available(self) -> Decimal:
        """revised - actual - open commitment."""
        return available(self.revised, self.actual, self.open_commitment)

    @property
    def forecast(self) -> Decimal:
        """At completion: actual + open commitment + remaining estimate."""
        return self.load + self.remaining

    @property
    def variance(self) -> Decimal:
        """revised - forecast; negative: it will cost more than it may."""
        return self.revised - self.forecast
