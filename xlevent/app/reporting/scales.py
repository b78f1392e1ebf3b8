"""Scales of charts and the short labels of their values."""

from __future__ import annotations

import math
import unicodedata

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TINY = 1e-200  # less is nothing


def ticks(low: float, high: float, wanted: int = 4) -> tuple[float, ...]:
    """Round values from at most `low` (or 0) up to at least `high` (or 0), about `wanted` apart."""
    low, high = min(low, 0.0), max(high, 0.0)
    if not (math.isfinite(low) and math.isfinite(high)) or high - low < _TINY:
        return (0.0, 1.0)
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in _STEPS if s * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(number * step for number in range(first, last + 1))


def label(value: float, *, percent: bool = False) -> str:
    """A value in a few characters: 85 %, 1.2M, 35k, 4.4."""
    if percent:
        return f"{value * 100:,.0f}%"
    size = abs(value)
    for limit, divisor, letter in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if size >= limit * 0.99995:
            return f"{_short(value / divisor)}{letter}"
    return _short(value)


def _short(value: float) -> str:
    """At most two decimals and three figures."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def width_of(text: str) -> float:
    """The width of a text in ems of its font: a Chinese character is 1, others about half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56 for c in text)


def cut(text: str, ems: float) -> str:
    """The text, ended by … where it is wider than that."""
    if width_of(text) <= ems:
        return text
    kept, used = "", 1.0
    for char in text:
        used += width_of(char)
        if used > ems:
            break
        kept += char
    return kept.rstrip() + "…"
