"""The rates of one day, with what a workbook's settings override."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from xlevent.domain.language import Text
from xlevent.domain.rates_tw import TITLES, NoRateError, RateName, rate
from xlevent.errors import MisuseError


def _none() -> Mapping[RateName, Decimal]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Terms:
    """Rates and thresholds (TWD, shares of 1) that hold on one day; overrides win."""

    on: date
    overrides: Mapping[RateName, Decimal] = field(default_factory=_none)

    def value(self, name: RateName) -> Decimal:
        """The value that holds; MisuseError where neither overrides nor the table have one."""
        given = self.overrides.get(name)
        if given is not None:
            return given
        try:
            return rate(name, self.on).value
        except NoRateError as error:
            raise MisuseError(
                error.what,
                mend=Text(
                    f"請自訂{TITLES[name].zh}，或換一個日期。",
                    f"Give {name} as an override, or another date.",
                ),
            ) from None
