"""Golden vectors of money, read with exact fractions."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from tests.known_answers import golden_file
from xlevent.compute.tax_tw.terms import Terms

DAY = date(2026, 3, 1)  # of vectors that name none

Vector = dict[str, Any]


def load(name: str) -> Any:
    """A file of vectors; its fractions are Decimals."""
    return json.loads(golden_file(f"{name}.json").read_text("utf-8"), parse_float=Decimal)


def number(value: object) -> Decimal:
    """A number of a vector, which may be written as text."""
    return Decimal(str(value))


def numbers(vector: Vector, *keys: str) -> list[Decimal]:
    """Several numbers of a vector."""
    return [number(vector[key]) for key in keys]


def printed(value: Decimal | None, like: object) -> Decimal | None:
    """The value rounded half-up to the decimals that a vector prints; None stays."""
    from xlevent.domain.money import round_half_up

    if value is None:
        return None
    exponent = number(like).as_tuple().exponent
    assert isinstance(exponent, int)
    return round_half_up(value, max(0, -exponent))


def terms(vector: Vector | None = None) -> Terms:
    """The rates of the vector's day."""
    day = (vector or {}).get("date")
    return Terms(date.fromisoformat(day) if day else DAY)
