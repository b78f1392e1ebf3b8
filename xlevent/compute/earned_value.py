"""Earned value: indices, forecasts and earned schedule; None where a divisor is zero.

PV, EV, AC and BAC are cumulative amounts in one unit (money or work). An index is never rounded
before it is used: forecasts are computed from the amounts. Sources: PMI, Practice Standard for
Earned Value Management; Lipke, Earned Schedule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from xlevent.domain.language import Text
from xlevent.domain.money import Number, exact, product, quotient
from xlevent.errors import MisuseError


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """The state on one data date. Without a planned value `pv` is None and so is what needs it."""

    bac: Decimal
    ev: Decimal
    ac: Decimal
    pv: Decimal | None = None

    @property
    def cv(self) -> Decimal:
        """Cost variance, EV - AC; negative: the work cost more than it is worth."""
        return self.ev - self.ac

    @property
    def sv(self) -> Decimal | None:
        """Schedule variance, EV - PV; negative: behind the plan."""
        return None if self.pv is None else self.ev - self.pv

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance index, EV / AC."""
        return quotient(self.ev, self.ac)

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index, EV / PV."""
        return None if self.pv is None else quotient(self.ev, self.pv)

    @property
    def eac(self) -> Decimal | None:
        """Estimate at completion if costs go on as so far: BAC / CPI."""
        return quotient(product(self.bac, self.ac), self.ev) if self.ac else None

    @property
    def eac_as_planned(self) -> Decimal:
        """Estimate if the rest costs what was planned (atypical variance): AC + BAC - EV."""
        return self.ac + self.bac - self.ev

    @property
    def eac_composite(self) -> Decimal | None:
        """Estimate if cost and time both weigh: AC + (BAC - EV) / (CPI x SPI)."""
        if not self.ac or not self.pv:
            return None
        rest = quotient(product(self.bac - self.ev, self.ac, self.pv), product(self.ev, self.ev))
        return None if rest is None else self.ac + rest

    @property
    def etc(self) -> Decimal | None:
        """Estimate to complete, EAC - AC."""
        return None if self.eac is None else self.eac - self.ac

    @property
    def vac(self) -> Decimal | None:
        """Variance at completion, BAC - EAC; negative: over the budget."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi(self) -> Decimal | None:
        """Cost performance that the rest needs to meet BAC: (BAC - EV) / (BAC - AC).

        Negative where more than BAC is spent: BAC cannot be met, `tcpi_eac` is the one to ask.
        """
        return quotient(self.bac - self.ev, self.bac - self.ac)

    @property
    def tcpi_eac(self) -> Decimal | None:
        """Cost performance that the rest needs to meet EAC: (BAC - EV) / (EAC - AC)."""
        return None if self.etc is None else quotient(self.bac - self.ev, self.etc)


def earned_schedule(ev: Number, planned: Sequence[Number]) -> Decimal | None:
    """When the plan had earned what is earned now, in periods: C + (EV - PV_C)/(PV_C+1 - PV_C).

    `planned` is the cumulative PV at the end of each period; C counts those that EV has reached.
    Once all is earned it is the first period whose PV is the whole. None where nothing is
    planned; MisuseError where a PV is negative or lower than the one before.
    """
    values = [exact(v) for v in planned]
    for number, (before, after) in enumerate(pairwise([exact(0), *values]), start=1):
        if after < before:
            raise MisuseError(
                Text(
                    f"計畫值由 {before} 降為 {after}。",
                    f"the planned value falls from {before} to {after}.",
                ),
                where=Text(f"第 {number} 期", f"period {number}"),
                mend=Text("請填累計值。", "Give cumulative values."),
            )
    if not values or not values[-1]:
        return None
    earned, whole = exact(ev), values[-1]
    if earned >= whole:
        return Decimal(values.index(whole) + 1)
    reached = sum(v <= earned for v in values)
    before = values[reached - 1] if reached else exact(0)
    part = quotient(earned - before, values[reached] - before)
    assert part is not None  # the next PV is above EV, and EV is not below the last one
    return reached + part


def schedule_index(es: Number | None, actual_time: Number) -> Decimal | None:
    """SPI(t) = earned schedule / actual time, both in periods; still tells delay at the end."""
    return None if es is None else quotient(es, actual_time)
