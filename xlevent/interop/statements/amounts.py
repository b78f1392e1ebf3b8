"""Amounts as banks print them, read exactly or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from xlevent.domain.money import ZERO
from xlevent.interop.statements.grid import Cell, plain

DecimalSign = Literal["point", "comma"]
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?\Z", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?\Z", re.ASCII)
_MARKS = (
    ("NT$", "TWD"), ("NTD", "TWD"), ("TWD", "TWD"), ("新台幣", "TWD"), ("新臺幣", "TWD"),
    ("US$", "USD"), ("USD", "USD"), ("EUR", "EUR"), ("€", "EUR"), ("JPY", "JPY"),
    ("CNY", "CNY"), ("RMB", "CNY"), ("HK$", "HKD"), ("HKD", "HKD"), ("GBP", "GBP"),
    ("£", "GBP"), ("SGD", "SGD"), ("AUD", "AUD"), ("$", ""), ("¥", ""), ("元", ""),
)  # fmt: skip
_SIDES = {"CR": 1, "DR": -1, "C": 1, "D": -1, "貸": 1, "借": -1}
_BODY = re.compile(r"\d+(?:[.,' ]\d+)*[.,]?\Z|[.,]\d+\Z", re.ASCII)
_SCIENCE = re.compile(r"(\d)(?:[.,](\d+))?E\+?(-?\d{1,3})\Z", re.ASCII | re.IGNORECASE)
_NOTHING = frozenset(("", "-", "--", "---", "–", "—", "N/A", "n/a", "無"))
_LONGEST = 60


class Amount(NamedTuple):
    """An amount with what stood beside it."""

    number: Decimal
    currency: str = ""
    marked: bool = False  # CR or DR said the side


class Unread(NamedTuple):
    """Why a text is no amount."""

    why: Literal["bad", "scientific", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Style:
    """How the decimals of a file are written; None: not decided by anything."""

    sign: DecimalSign | None = "point"


@dataclass(slots=True)
class Evidence:
    """What the texts of a file show about their decimals; `add` each of them."""

    comma: bool = False
    point: bool = False
    doubtful: str = ""  # 1.234 may be either

    def add(self, text: str) -> None:
        """Take one text into account."""
        if _PLAIN.match(text) or _GROUPED.match(text):
            self.point = self.point or "." in text
        else:
            self._add_unusual(text)

    def _add_unusual(self, text: str) -> None:
        parts = _parts(text)
        if parts is None:
            return
        digits = parts.digits
        dot, comma = digits.rfind("."), digits.rfind(",")
        if dot >= 0 and comma >= 0:
            self.comma, self.point = self.comma or comma > dot, self.point or dot > comma
        elif comma >= 0:
            alone = digits.count(",") == 1
            self.comma = self.comma or (alone and len(digits) - comma - 1 != 3)
        elif digits.count(".") > 1:
            self.comma = True
        elif dot >= 0 and len(digits) - dot - 1 == 3:
            self.doubtful = text
        elif dot >= 0:
            self.point = True

    @property
    def style(self) -> Style:
        """How the decimals are written; 1,234 alone has thousands, 1.234 alone is not decided."""
        if self.comma:
            return Style(None if self.point else "comma")
        return Style(None if self.doubtful and not self.point else "point")


def read(cell: Cell, style: Style) -> Amount | Unread | None:
    """The amount in a cell; None where it is empty.

    Brackets, a leading or trailing minus, DR and △ make it negative. Digits are never guessed.
    """
    if type(cell) is float:
        return Amount(from_float(cell)) if abs(cell) < 1e15 else Unread("scientific")
    if not isinstance(cell, str):
        return None if cell is None else Unread("bad")
    text = cell.strip()
    if _PLAIN.match(text) and (style.sign == "point" or "." not in text):
        return Amount(whole(Decimal(text)))
    if style.sign == "point" and _GROUPED.match(text):
        return Amount(whole(Decimal(text.replace(",", ""))))
    return _unusual(text, style.sign)


def from_float(number: float) -> Decimal:
    """The exact number that a worksheet's binary fraction stands for, at most 4 decimals."""
    if number == int(number):
        return Decimal(int(number))
    exact = Decimal(repr(number))
    rounded = round(exact, 4)
    return whole(rounded if abs(exact - rounded) <= abs(exact) * Decimal("1e-9") else exact)


def whole(number: Decimal) -> Decimal:
    """The number without a fraction of zeros: 1234.00 is 1234, 1234.50 stays; never -0."""
    integral = number.to_integral_value()
    return (integral if integral == number else number) or ZERO


class _Parts(NamedTuple):
    digits: str
    negative: bool
    currency: str
    marked: bool


@lru_cache(maxsize=65_536)
def _unusual(text: str, sign: DecimalSign | None) -> Amount | Unread | None:
    parts = _parts(text)
    if parts is None:
        shown = plain(text)
        return None if shown in _NOTHING else Unread("scientific" if _is_science(shown) else "bad")
    digits = _ungrouped(parts.digits, sign)
    if digits is None:
        return Unread("ambiguous" if sign is None else "bad")
    number = whole(Decimal(digits))
    return Amount(-number if parts.negative else number, parts.currency, parts.marked)


def _is_science(text: str) -> bool:
    return _SCIENCE.match(text.lstrip("-+").replace(" ", "")) is not None


def _parts(text: str) -> _Parts | None:
    """The digits of an amount without its signs, marks and brackets; None: it is none."""
    rest = plain(text).upper().replace("\u2212", "-")
    if not rest or len(rest) > _LONGEST:
        return None
    currency, marked = "", False
    minus = 0
    for side, value in _SIDES.items():
        if rest.endswith(side) and rest[: -len(side)].rstrip()[-1:].isdigit():
            rest, marked = rest[: -len(side)].rstrip(), True
            minus += value < 0
            break
    for _ in range(3):  # signs and marks in any order
        if rest[:1] == "(" and rest[-1:] == ")":
            rest, minus = rest[1:-1].strip(), minus + 1
        if rest[:1] in "△▲-+":
            minus += rest[:1] != "+"
            rest = rest[1:].strip()
        if rest[-1:] in "-+":
            minus += rest[-1:] == "-"
            rest = rest[:-1].strip()
        for mark, code in _MARKS:
            if rest.startswith(mark):
                rest, currency = rest[len(mark) :].strip(), currency or code
                break
            if rest.endswith(mark):
                rest, currency = rest[: -len(mark)].strip(), currency or code
                break
        if not rest:
            return None
    if minus > 1:
        return None
    exact = _SCIENCE.match(rest)
    if exact and len(exact[2] or "") >= int(exact[3]) >= 0:
        rest = str(Decimal(rest.replace(",", ".")).quantize(Decimal(1)))
    return _Parts(rest, minus == 1, currency, marked) if _BODY.match(rest) else None


def _ungrouped(digits: str, sign: DecimalSign | None) -> str | None:
    """The digits with a decimal point and no groups; None where the groups are wrong."""
    if digits.isdigit():
        return digits
    if sign is None:
        return None
    point, group = (".", ",") if sign == "point" else (",", ".")
    front, mark, back = digits.rpartition(point)
    if not mark:
        front, back = digits, ""
    if point in front or group in back or (back and not back.isdigit()):
        return None
    for separator in (group, "'", " "):
        if separator in front:
            first, *others = front.split(separator)
            if not 1 <= len(first) <= 3 or any(len(g) != 3 or not g.isdigit() for g in others):
                return None
            front = "".join((first, *others))
    if front and not front.isdigit():
        return None
    return f"{front or 0}.{back}" if back else front or None
