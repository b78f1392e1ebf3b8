"""Rows among the lines that are none: repeated headers, totals, opening balances, notes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from xlevent.domain import statement_codes as codes
from xlevent.domain.bank import StatementLine
from xlevent.domain.finding import Place
from xlevent.domain.money import ZERO
from xlevent.interop.statements.amounts import Amount, Style
from xlevent.interop.statements.amounts import read as read_amount
from xlevent.interop.statements.facts import Facts
from xlevent.interop.statements.grid import Cell, folded, text_of
from xlevent.interop.statements.headers import Header
from xlevent.interop.statements.notes import Notes
from xlevent.interop.statements.profile import generic

Kind = Literal["line", "continued", "other"]
_OPENING = re.compile(
    r"期初|上期|前期|承前|承上|結轉|開帳|openingbalance|balancebroughtforward|broughtforward|b/f|bf\Z"
)
_CLOSING = re.compile(r"期末|本期餘額|結餘|過次頁|closingbalance|carriedforward|c/f|cf\Z")
_TOTAL = re.compile(r"(?:合計|總計|總額|累計|grandtotal|totals?\Z|total:)")
_LOOKED_AT = 500
_TEXTS = ("description", "counterparty", "reference")


class OtherRows:
    """Knows rows that are no lines and keeps what they say."""

    def __init__(self, header: Header, facts: Facts, style: Style) -> None:
        self.opening: Decimal | None = None
        self.closing: Decimal | None = None
        self._header, self._facts, self._style = header, facts, style
        self._footer = {*generic().footer, *header.profile.footer}
        self._text_columns = {c for name in _TEXTS for c in header.columns.get(name, ())}
        self._totals: list[tuple[Place, list[Cell]]] = []
        self._first_note: tuple[Place, str] | None = None
        self._notes = 0
        # Facts stand at the beginning and the end, and looking for them takes time.
        self._looked_at = 0
        self._last_rows: deque[tuple[Place, list[Cell]]] = deque(maxlen=_LOOKED_AT)

    def kind(self, row: list[Cell], undated: bool, has_amount: bool) -> Kind:
        """What a row without a readable date is."""
        filled = [i for i, cell in enumerate(row) if text_of(cell)]
        if not filled or self._is_repeated(row):
            return "other"
        first = folded(row[filled[0]])
        if self._is_footer(first) or _OPENING.search(first) or _CLOSING.match(first):
            return "other"
        if undated and not has_amount and 0 not in filled:
            return "continued" if self._text_columns.issuperset(filled) else "other"
        return "line" if has_amount else "other"

    def is_opening(self, row: list[Cell]) -> bool:
        """Whether a row without amount gives the balance to begin or end with."""
        texts = [folded(row[c]) for c in sorted(self._text_columns) if text_of(row[c])]
        return any(_OPENING.search(t) or _CLOSING.match(t) for t in texts)

    def is_total(self, row: list[Cell]) -> bool:
        """Whether one of the texts is a word for a total and nothing else."""
        return any(folded(cell) in self._footer for cell in row if isinstance(cell, str))

    def note(self, row: list[Cell], place: Place) -> None:
        """Keep what such a row says."""
        texts = [text_of(cell) for cell in row if text_of(cell)]
        if not texts or self._is_repeated(row):
            return
        joined = folded("".join(texts[:3]))
        balance = self._amount(row, "balance")
        if _OPENING.search(joined) and balance is not None:
            self.opening = balance if self.opening is None else self.opening
        elif _CLOSING.match(joined) and balance is not None:
            self.closing = balance
        elif _TOTAL.match(folded(texts[0])):
            self._totals.append((place, row))
        elif self._looked_at < _LOOKED_AT:
            self._looked_at += 1
            self._take(row, place)
        else:
            self._last_rows.append((place, row))
            self._notes += len(self._last_rows) == _LOOKED_AT

    def finish(self, groups: Mapping[tuple[str, str], list[StatementLine]], notes: Notes) -> None:
        """Check the totals against the lines, and tell which rows were left out."""
        for last, row in self._last_rows:
            self._take(row, last)
        lines = [line for group in groups.values() for line in group]
        self._check_totals(lines, notes)
        if self._first_note is not None:
            place, text = self._first_note
            notes.add(codes.NOT_LINES, place, text, count=self._notes)

    def _take(self, row: list[Cell], place: Place) -> None:
        """Look for facts in a row; what has none is a note."""
        texts = [text_of(cell) for cell in row if text_of(cell)]
        if self._facts.take(row) or self._is_footer(folded(texts[0])):
            return
        self._notes += 1
        if self._first_note is None:
            self._first_note = (place, " ".join(texts)[:200])

    def _check_totals(self, lines: list[StatementLine], notes: Notes) -> None:
        if not self._totals or "debit" not in self._header.columns:
            return
        place, row = self._totals[-1]  # the last is of all pages
        debit, credit = self._amount(row, "debit"), self._amount(row, "credit")
        if debit is None or credit is None:
            return
        stated = sorted((abs(debit), abs(credit)))
        paid = -sum((x.amount for x in lines if x.amount < 0), ZERO)
        received = sum((x.amount for x in lines if x.amount > 0), ZERO)
        if stated != sorted((paid, received)):
            notes.add(
                codes.TOTAL_DIFFERS, place,
                stated=f"{debit:,f} / {credit:,f}", found=f"{paid:,f} / {received:,f}",
            )  # fmt: skip

    def _amount(self, row: list[Cell], name: str) -> Decimal | None:
        column = self._header.one(name)
        if column < 0 or row[column] in ("", None):
            return None
        read = read_amount(row[column], self._style)
        return read.number if isinstance(read, Amount) else None

    def _is_footer(self, first: str) -> bool:
        return any(first.startswith(word) for word in self._footer)

    def _is_repeated(self, row: list[Cell]) -> bool:
        for known in self._header.rows:
            same = [folded(row[i]) == known[i] for i in range(min(len(row), len(known)))]
            if same and all(same):
                return True
        return False
