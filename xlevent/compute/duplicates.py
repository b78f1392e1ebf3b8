"""Invoices that may have been entered twice: flagged, never merged.

Three rules. Same vendor and same number once both are normalised. Near-equal numbers with equal
amounts. Any three equal of vendor, number, amount and date. Rows are put into blocks that agree
in what a rule asks for, so the time grows with the rows, not with their pairs. A credit note
carries the number of its invoice and is no duplicate of it.
Source: audit tests for duplicate payments.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Literal

from xlevent.domain.language import Text
from xlevent.errors import MisuseError

Rule = Literal["same_number", "near_number", "three_of_four"]

# Shorter numbers are near to everything.
_SHORTEST_NEAR = 5
_FEWEST_DIGITS = 4
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Voucher:
    """What identifies an invoice; what is blank (None or empty) equals nothing.

    `running`: its numbers are a series in which neighbours are normal, such as our own payroll
    lists month by month; near-equal numbers then say nothing.
    """

    vendor: str | None
    number: str | None
    amount: Decimal | None
    date: date | None
    currency: str = ""
    running: bool = False


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Row `row` resembles the earlier row `first` (both from 0), by these rules."""

    row: int
    first: int
    rules: tuple[Rule, ...]


def normal_number(number: str) -> str:
    """The number without case, width, spaces, punctuation and leading zeros of its digits.

    MisuseError for a number that is no text: Excel keeps only 15 digits of one.
    """
    if not isinstance(number, str):
        raise MisuseError(
            Text("發票號碼要以文字填寫，不可為數字。", "an invoice number is text, not a number."),
            where=repr(number),
            mend=Text(
                "請將儲存格格式設為文字：數字在 Excel 只保留 15 位。",
                "Format the cell as text: Excel keeps only 15 digits of a number.",
            ),
        )
    folded = unicodedata.normalize("NFKC", number).casefold()
    return _ZEROS.sub("", "".join(sign for sign in folded if sign.isalnum()))


def normal_vendor(vendor: str) -> str:
    """The name without case, width, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", vendor).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def find_duplicates(rows: Sequence[Voucher]) -> tuple[Suspicion, ...]:
    """Each row that resembles others, with the first row of its group, in the order of the rows.

    Rows that resemble each other by way of a third are one group, whatever the order of the
    rows. `rules` are those that tie the row to any other. MisuseError as in `normal_number`.
    """
    plain = [_plain(row) for row in rows]
    group = list(range(len(rows)))
    rules: list[set[Rule]] = [set() for _ in rows]

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    running = [row.running for row in rows]
    for rule, block in _blocks(plain, running):
        first = block[0]
        rules[first].add(rule)
        for other in block[1:]:
            rules[other].add(rule)
            a, b = root(first), root(other)
            group[max(a, b)] = min(a, b)
    return tuple(
        Suspicion(i, root(i), tuple(sorted(rules[i]))) for i in range(len(rows)) if root(i) != i
    )


_Money = tuple[Decimal, str]
_Plain = tuple[str, str, _Money | None, date | None]


def _plain(row: Voucher) -> _Plain:
    number = "" if row.number is None else normal_number(row.number)
    money = None if row.amount is None else (row.amount, row.currency)
    return normal_vendor(row.vendor or ""), number, money, row.date


def _blocks(rows: Sequence[_Plain], running: Sequence[bool]) -> Iterator[tuple[Rule, list[int]]]:
    """Rows that a rule ties together, at least two at a time."""
    keyed: dict[tuple[Rule, Hashable], list[int]] = {}
    whole: dict[tuple[_Money, str], list[int]] = {}
    shorter: dict[tuple[_Money, str], list[int]] = {}
    sharing = Counter(row[2] for row in rows)
    for i, row in enumerate(rows):
        vendor, number, amount, _ = row
        credit = amount is not None and amount[0] < 0
        if vendor and number:
            keyed.setdefault(("same_number", (credit, vendor, number)), []).append(i)
        for fields in combinations(range(4), 3):
            if all(row[f] not in ("", None) for f in fields):
                key = (credit, fields, *(row[f] for f in fields))
                keyed.setdefault(("three_of_four", key), []).append(i)
        if amount is None or not number or running[i] or sharing[amount] < 2:
            continue  # near numbers count with equal amounts only
        digits = "".join(sign for sign in number if sign.isdigit())
        if vendor and len(digits) >= _FEWEST_DIGITS:
            keyed.setdefault(("near_number", (amount, vendor, digits)), []).append(i)
        if len(number) < _SHORTEST_NEAR:
            continue
        whole.setdefault((amount, number), []).append(i)
        for variant in _one_sign_off(number):
            keyed.setdefault(("near_number", (amount, variant)), []).append(i)
        for short in {number[:k] + number[k + 1 :] for k in range(len(number))}:
            shorter.setdefault((amount, short), []).append(i)
    for (rule, _), block in keyed.items():
        if len(block) > 1:
            yield rule, block
    for key, block in shorter.items():
        if key in whole:
            yield "near_number", [*whole[key], *block]


def _one_sign_off(number: str) -> Iterator[tuple[str, int, str]]:
    """Keys that two numbers share when one sign differs, or two neighbours changed places."""
    for k in range(len(number)):
        yield "other sign", k, number[:k] + number[k + 1 :]
        if k + 1 < len(number) and number[k] != number[k + 1]:
            swapped = "".join(sorted(number[k : k + 2]))
            yield "swapped", k, number[:k] + swapped + number[k + 2 :]
