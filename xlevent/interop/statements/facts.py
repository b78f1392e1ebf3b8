"""What stands around the table: account, currency, period, opening and closing balance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from xlevent.domain import money
from xlevent.interop.statements.amounts import Amount, Style
from xlevent.interop.statements.amounts import read as read_amount
from xlevent.interop.statements.days import Period, lasting, read_day
from xlevent.interop.statements.grid import Cell, plain, text_of
from xlevent.interop.statements.profile import Profile, generic

_LONGEST = 1_000
_CURRENCIES = {
    "新台幣": "TWD", "台幣": "TWD", "NT$": "TWD", "NTD": "TWD", "美元": "USD", "美金": "USD",
    "US$": "USD", "日圓": "JPY", "日幣": "JPY", "日元": "JPY", "歐元": "EUR", "人民幣": "CNY",
    "港幣": "HKD", "英鎊": "GBP", "澳幣": "AUD", "新加坡幣": "SGD", "RMB": "CNY",
}  # fmt: skip
_IN_HEADER = re.compile(r"[(\[]\s*([^()\[\]]{2,5})\s*[)\]]\s*\Z")
_LONG_DIGITS = re.compile(r"\d{16,}\Z", re.ASCII)
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+\Z", re.ASCII | re.IGNORECASE)


def currency_of(text: str) -> str:
    """The ISO 4217 code behind a name or code of a currency; "" where there is none."""
    shown = plain(text).replace("臺", "台").strip()
    code = _CURRENCIES.get(shown) or shown.upper()
    code = _CURRENCIES.get(code, code)
    try:
        money.decimals(code)
    except ValueError:
        return ""
    return code


def currency_in_header(title: str) -> str:
    """The currency in "Amount (USD)"."""
    found = _IN_HEADER.search(plain(title))
    return currency_of(found[1]) if found else ""


def is_rounded(cell: Cell) -> bool:
    """Whether Excel has rounded a long number: 1.23457E+15, or more digits than it keeps."""
    if isinstance(cell, float):
        return abs(cell) >= 1e15
    return isinstance(cell, str) and _ROUNDED.match(text_of(cell)) is not None


def all_end_in_zeros(numbers: Iterable[str]) -> bool:
    """Whether at least three different numbers of 16 digits and more have lost their last ones."""
    long = {n for n in numbers if _LONG_DIGITS.match(n)}
    return len(long) >= 3 and all(not n[15:].strip("0") for n in long)


class Facts:
    """Finds the facts in the rows that are no lines; the first of each counts."""

    def __init__(self, profile: Profile) -> None:
        # What a profile is silent about is looked for in the usual ways.
        self._patterns = {**generic().preamble, **profile.preamble}
        self._texts: dict[str, tuple[str, ...]] = {}
        self.rounded_account: Cell = None

    def take(self, row: Iterable[Cell]) -> bool:
        """Look into one row; whether it held something."""
        cells = [cell for cell in row if text_of(cell)]
        text = plain(" | ".join(map(text_of, cells)))[:_LONGEST]
        found = False
        for name, patterns in self._patterns.items():
            match = next((m for p in patterns if (m := p.search(text))), None)
            if match is None:
                continue
            found = True
            if name not in self._texts:
                self._texts[name] = tuple(group or "" for group in match.groups())
        rounded = next((c for c in cells if is_rounded(c)), None)
        if rounded is not None and re.search("帳|account", text, re.IGNORECASE):
            self.rounded_account = rounded
            self._texts.pop("account", None)
            found = True
        return found

    @property
    def account(self) -> str:
        """The account number as it stands, without spaces."""
        return "".join(self._texts.get("account", ("",))[0].split())

    @property
    def currency(self) -> str:
        """Its code."""
        return currency_of(self._texts.get("currency", ("",))[0])

    def amount(self, name: str, style: Style) -> Decimal | None:
        """Opening or closing."""
        read = read_amount(self._texts.get(name, ("",))[0], style)
        return read.number if isinstance(read, Amount) else None

    @property
    def asked(self) -> tuple[date, date] | None:
        """The period that the file was asked for, where its dates can mean one thing only."""
        texts = self._texts.get("period", ("", ""))
        begin, end = (read_day(text.strip(" -.")) for text in texts)
        return (begin, end) if begin and end and begin <= end else None

    @property
    def period(self) -> Period | None:
        """The same, with some days around it, to tell the readings of dates apart."""
        return lasting(*self.asked) if self.asked else None
