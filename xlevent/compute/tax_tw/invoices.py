"""Uniform invoices (統一發票): their numbers and their periods of two months."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from xlevent.domain.numerals import plain_digits

_NUMBER = re.compile(r"([A-Z]{2})-?(\d{8})\Z", re.ASCII)
_ROC = 1911


def invoice_number(text: str) -> str | None:
    """The number as two capital letters and eight digits; None where it is none.

    A hyphen after the letters, small letters and full-width characters are accepted.
    Source: 統一發票使用辦法.
    """
    match = _NUMBER.match(plain_digits(text).upper())
    return match[1] + match[2] if match else None


@dataclass(frozen=True, slots=True)
class InvoicePeriod:
    """Two months, January and February first, of a year of the Republic (2026 is 115)."""

    roc_year: int
    first_month: int

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.roc_year + _ROC, self.first_month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        year, month = self.roc_year + _ROC, self.first_month + 1
        return date(year, month, monthrange(year, month)[1])

    def __str__(self) -> str:
        """As forms print it: 115-03/04."""
        return f"{self.roc_year}-{self.first_month:02d}/{self.first_month + 1:02d}"


def invoice_period(day: date) -> InvoicePeriod:
    """The period that an invoice of that day belongs to."""
    return InvoicePeriod(day.year - _ROC, day.month - 1 + day.month % 2)
