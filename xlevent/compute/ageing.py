"""How long open money is due, in the bands of an ageing report."""

from __future__ import annotations

from datetime import date
from typing import Literal

Band = Literal["not_due", "d30", "d60", "d90", "over_90", "no_date"]

# Band, first day and last day overdue; a day in the future is negative.
BANDS: tuple[tuple[Band, int, int], ...] = (
    ("not_due", -99999, 0), ("d30", 1, 30), ("d60", 31, 60), ("d90", 61, 90),
    ("over_90", 91, 99999),
)  # fmt: skip


def band_of(due: date | None, as_of: date | None) -> Band:
    """The band of a due day at the data date; without a data date nothing is overdue."""
    if due is None:
        return "no_date"
    days = 0 if as_of is None else (as_of - due).days
    return next((band for band, _, last in BANDS if days <= last), BANDS[-1][0])
