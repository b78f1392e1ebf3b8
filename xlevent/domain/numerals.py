"""Numbers as people type them: full-width digits, thousands, brackets for minus, currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<mark>NT\$|NTD|TWD|\$)?\s*(?P<sign2>[+-])?\s*"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?P<e>[eE][+-]?\d{1,4})?"
    r"\s*(?P<percent>%)?\s*(?P<unit>元)?\s*(?P<close>\))?\Z",
    re.ASCII,
)
_LONGEST = 400


class Numeral(NamedTuple):
    """A number that was read, and whether a currency sign stood beside it."""

    number: Decimal
    currency: bool


def plain_digits(text: str) -> str:
    """The text with full-width digits and signs as ordinary ones, trimmed."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def read_number(text: str, *, percent: bool = False) -> Numeral | None:
    """A number from 1234.5, 1,234.5, (1,234), NT$1,234, 500元, and 5% where `percent`.

    1,23 and 1.234,5 are nobody's guess and refused, as is any other currency.
    """
    if len(text) > _LONGEST:
        return None
    match = _NUMBER.match(plain_digits(text).replace("\u2212", "-"))
    if match is None:
        return None
    signs = (match["sign"], match["sign2"])
    if (
        bool(match["open"]) != bool(match["close"])
        or all(signs)
        or (match["open"] and any(signs))
        or (match["percent"] and not percent)
    ):
        return None
    number = Decimal(match["digits"].replace(",", "") + (match["e"] or ""))
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # the pattern knows no NaN
    if match["open"] or "-" in signs:
        sign = 1
    return Numeral(
        Decimal((sign, digits, exponent - 2 if match["percent"] else exponent)),
        bool(match["mark"] or match["unit"]),
    )
