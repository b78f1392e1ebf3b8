"""A grid of cells read as the lines of one or more statements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xlevent.domain import statement_codes as codes
from xlevent.domain.bank import Statement, StatementLine, last_four
from xlevent.domain.language import Text
from xlevent.interop.statements.amounts import Amount, Evidence, Style
from xlevent.interop.statements.amounts import read as read_amount
from xlevent.interop.statements.days import Days, read_days
from xlevent.interop.statements.facts import (
    Facts,
    all_end_in_zeros,
    currency_in_header,
    currency_of,
    is_rounded,
)
from xlevent.interop.statements.finishing import finish
from xlevent.interop.statements.grid import Cell, Grid, NumberedRow, text_of
from xlevent.interop.statements.headers import Header
from xlevent.interop.statements.line_amounts import Amounts
from xlevent.interop.statements.notes import Notes
from xlevent.interop.statements.other_rows import OtherRows

_LONG_CODE = 12  # of an account in a ledger
_LONG_TEXT = 2_000  # of a description; more is no bank's
_HEAD = re.compile(r"-?[1-9]\d{0,2}\Z", re.ASCII)
_TAIL = re.compile(r"000(?:\.\d+)?\Z", re.ASCII)
_BEHIND = re.compile(r"\d{3}(?:\.\d+)?\Z", re.ASCII)
_Group = tuple[str, str]  # account number and currency


def read_table(grid: Grid, header: Header, *, dates: str = "") -> list[Statement]:
    """The statements of a grid, one for each account and currency.

    `dates` says how ambiguous dates are written and goes before the profile.
    """
    return _Table(grid, header, dates).statements()


@dataclass(frozen=True, slots=True)
class _Column:
    """What the whole columns show, before any line is read."""

    days: Days
    value_days: Days
    style: Style
    rounded: frozenset[str]  # fields whose long numbers Excel has rounded throughout


class _Table:
    def __init__(self, grid: Grid, header: Header, dates: str) -> None:
        self.grid, self.header, self.profile = grid, header, header.profile
        self.notes = Notes(grid.file)
        self.facts = Facts(header.profile)
        for _, row in header.above:
            self.facts.take(row)
        self.width = 1 + max((c for cs in header.columns.values() for c in cs), default=0)
        self.dates = dates or self.profile.date
        self.rounded: dict[str, list[Cell]] = {}
        self.texts: dict[str, str] = {}  # each text once

    def statements(self) -> list[Statement]:
        """Read the columns as a whole, then the lines."""
        whole = self._whole()
        groups = self._lines(whole)
        for name, cells in self.rounded.items():
            what = _NUMBERS[name]
            self.notes.add(
                codes.ROUNDED_NUMBER, value=text_of(cells[0]).removesuffix(".0"), count=len(cells),
                what_zh=what.zh, what_en=what.en,
            )  # fmt: skip
        if self.profile.kind == "ledger" and self.profile.sign == "signed":
            self.notes.add(codes.LEDGER_SIDES)
        return self._finished(groups, whole.style)

    # --- the whole columns ---------------------------------------------------------------------
    def _rows(self) -> Iterable[NumberedRow]:
        """The rows below the header, each wide enough."""
        last, width = self.header.last_row, self.width
        for number, row in self.grid.rows():
            if number > last:
                if len(row) < width:
                    row = row + [None] * (width - len(row))
                yield number, row

    def _whole(self) -> _Column:
        day, value_day = self.header.one("date"), self.header.one("value_date")
        numbers = [
            self.header.one(n) for n in ("amount", "debit", "credit", "balance")
            if self.header.one(n) >= 0
        ]  # fmt: skip
        names = [n for n in ("reference", "account") if self.header.one(n) >= 0]
        distinct: set[Cell] = set()
        value_distinct: set[Cell] = set()
        evidence = Evidence()
        long: dict[str, set[str]] = {name: set() for name in names}
        columns = [(name, self.header.one(name)) for name in names]
        for _, row in self._rows():
            distinct.add(row[day])
            if value_day >= 0:
                value_distinct.add(row[value_day])
            for column in numbers:
                cell = row[column]
                if isinstance(cell, str) and cell:
                    evidence.add(cell.strip())
            for name, column in columns:
                cell = row[column]
                if isinstance(cell, str) and len(cell) > 15 and len(long[name]) < 100:
                    long[name].add(text_of(cell))
        period, date1904 = self.facts.period, self.grid.date1904
        days = read_days(distinct, self.dates, period=period, date1904=date1904)
        if len(value_distinct) > 1 or any(value_distinct):
            value_days = read_days(value_distinct, self.dates, period=period, date1904=date1904)
        else:
            value_days = Days()
        for problem, cell in days.problems:
            self.notes.say(problem, value=text_of(cell))
        style = Style(self.profile.decimal if self.profile.decimal != "auto" else None)  # type: ignore[arg-type]
        if style.sign is None:
            style = evidence.style
        rounded = frozenset(name for name, found in long.items() if all_end_in_zeros(found))
        return _Column(days, value_days, style, rounded)

    # --- the lines -----------------------------------------------------------------------------
    def _lines(self, whole: _Column) -> dict[_Group, list[StatementLine]]:
        header, notes, place = self.header, self.notes, self.grid.place
        day_column, balance_column = header.one("date"), header.one("balance")
        value_column, mark_column = header.one("value_date"), header.one("mark")
        days, undecided = whole.days.days, whole.days.undecided
        value_days = whole.value_days.days
        amounts = Amounts(header, whole.style, notes)
        amounts.look(row for _, row in self._rows())
        others = OtherRows(header, self.facts, whole.style)
        account_column, currency_column = header.one("account"), header.one("currency")
        currency, short = self._currency(), self._ending(self.facts.account)
        groups: dict[_Group, list[StatementLine]] = {}
        previous: list[StatementLine] = []  # the group of the line before
        day: date | None = None
        for number, row in self._rows():
            cell = row[day_column]
            found = days.get(cell)
            if found is None:
                if cell in undecided:
                    continue
                blank = not text_of(cell)
                kind = others.kind(row, blank, amounts.is_there(row))
                if kind == "continued" and previous:
                    previous[-1] = self._continued(previous[-1], row)
                    continue
                if kind != "line":
                    others.note(row, place(number))
                    continue
                if not blank:
                    notes.add(codes.BAD_DATE, place(number, day_column), text_of(cell))
                    continue
                if not (self.profile.date_carries and day is not None):
                    notes.add(codes.NO_DATE, place(number, day_column))
                    continue
                found = day
            day = found
            if not amounts.is_there(row) and others.is_opening(row):
                others.note(row, place(number))
                continue
            if amounts.has_both(row) and others.is_total(row):  # of one voucher
                continue
            torn = self._torn(row)
            if torn is not None:
                column, shown = torn
                notes.add(codes.BAD_AMOUNT, place(number, column), shown)
                continue
            amount = amounts.of(row, number, place)
            if amount is None:
                continue
            balance = None
            if balance_column >= 0:
                balance = self._balance(row, balance_column, mark_column, number, whole.style)
            own = amount.currency or currency
            if currency_column >= 0:
                own = currency_of(text_of(row[currency_column])) or own
            account, ending = "", short
            if account_column >= 0:
                account = self._number("account", row[account_column], whole)
                ending = self._ending(account) or short
            line = StatementLine(
                found, amount.number, own, ending,
                value_days.get(row[value_column]) if value_column >= 0 else None,
                balance, self._joined(row, "description"), self._joined(row, "counterparty"),
                self._reference(row, whole), place(number, day_column), _raw(row),
            )  # fmt: skip
            previous = groups.setdefault((account, own), [])
            previous.append(line)
        others.finish(groups, notes)
        self.others = others
        return groups

    def _torn(self, row: list[Cell]) -> tuple[int, str] | None:
        """A payment or receipt that its own comma of thousands has torn: column and number.

        1,000 without quotes is 1 on one side and 000 on the other: no bank writes nothing so.
        """
        last = len(self.header.titles) - 1  # behind it nothing is expected
        for name in ("amount", "debit", "credit"):
            if self.grid.sheet is None and 0 <= self.header.one(name) == last < len(row) - 1:
                head, tail = text_of(row[last]), text_of(row[last + 1])
                if _HEAD.match(head) and _BEHIND.match(tail):
                    return last, f"{head},{tail}"
        debit, credit = self.header.one("debit"), self.header.one("credit")
        column = min(debit, credit)
        if self.grid.sheet is not None or column < 0 or abs(debit - credit) != 1:
            return None
        head, tail = text_of(row[column]), text_of(row[column + 1])
        if _HEAD.match(head) and _TAIL.match(tail):
            return column, f"{head},{tail}"
        return None

    def _ending(self, account: str) -> str:
        """What is kept of an account: of a ledger its code, which is no secret."""
        if self.profile.kind == "ledger" and account:
            return account.split()[0][:_LONG_CODE]
        return last_four(account)

    def _currency(self) -> str:
        if self.facts.currency:
            return self.facts.currency
        columns = [self.header.one(n) for n in ("amount", "debit", "credit", "balance")]
        titles = [self.header.titles[c] for c in columns if 0 <= c < len(self.header.titles)]
        named = {currency_in_header(title) for title in titles} - {""}
        return named.pop() if len(named) == 1 else self.profile.currency

    def _balance(
        self, row: list[Cell], column: int, mark: int, number: int, style: Style
    ) -> Decimal | None:
        cell = row[column]
        if cell == "" or cell is None:
            return None
        read = read_amount(cell, style)
        if isinstance(read, Amount):
            flip = self.profile.kind == "ledger" and self.profile.sign == "reversed"
            return -read.number if flip else read.number
        if read is not None:
            self.notes.add(codes.BAD_BALANCE, self.grid.place(number, column), text_of(cell))
        return None

    def _joined(self, row: list[Cell], name: str) -> str:
        """The texts of a field's columns; the same text is kept once in memory."""
        parts = []
        for column in self.header.columns.get(name, ()):
            cell = row[column]
            text = cell.strip() if type(cell) is str and cell[:1] not in "='" else text_of(cell)
            if text and text not in parts:
                parts.append(text)
        if not parts:
            return ""
        text = parts[0] if len(parts) == 1 else " ".join(parts)
        text = text[:_LONG_TEXT]
        return self.texts.setdefault(text, text)

    def _reference(self, row: list[Cell], whole: _Column) -> str:
        parts = []
        for column in self.header.columns.get("reference", ()):
            text = self._number("reference", row[column], whole)
            if text and text not in parts:
                parts.append(text)
        return " ".join(parts)

    def _number(self, name: str, cell: Cell, whole: _Column) -> str:
        """An identifier; "" where Excel has rounded it."""
        if not cell:
            return ""
        text = text_of(cell)
        if is_rounded(cell) or (name in whole.rounded and len(text) > 15):
            self.rounded.setdefault(name, []).append(cell)
            return ""
        return text

    def _continued(self, line: StatementLine, row: list[Cell]) -> StatementLine:
        told, party, reference = (
            f"{old} {self._joined(row, name)}".strip()[:_LONG_TEXT]
            for name, old in (
                ("description", line.description), ("counterparty", line.counterparty),
                ("reference", line.reference),
            )
        )  # fmt: skip
        raw = f"{line.raw} | {_raw(row)}"[: 2 * _LONG_TEXT]
        return replace(line, description=told, counterparty=party, reference=reference, raw=raw)

    # --- the statements ------------------------------------------------------------------------
    def _finished(self, groups: dict[_Group, list[StatementLine]], style: Style) -> list[Statement]:
        number, notes = self.facts.account, self.notes
        if self.facts.rounded_account is not None:
            value = text_of(self.facts.rounded_account).removesuffix(".0")
            what = _NUMBERS["account"]
            notes.add(codes.ROUNDED_NUMBER, value=value, count=1,
                      what_zh=what.zh, what_en=what.en)  # fmt: skip
        currencies = list(dict.fromkeys(currency for _, currency in groups))
        if len(currencies) > 1:
            listed = ", ".join(c or "?" for c in currencies)
            notes.add(codes.OTHER_CURRENCY, value=listed, count=len(currencies))
        if not groups:
            groups = {("", self._currency()): []}
        only = len(groups) == 1
        asked = self.facts.asked
        made = []
        for (own, currency), lines in groups.items():
            account = own or number
            short = self._ending(account)
            drafts = tuple(  # the account may stand below the lines
                x if x.account == short else replace(x, account=short) for x in lines
            )
            statement = Statement(
                self.grid.file, self.grid.format, drafts, short, currency,
                opening=self._bound("opening", style) if only else None,
                closing=self._bound("closing", style) if only else None,
                begin=asked[0] if asked else None, end=asked[1] if asked else None,
                kind=self.profile.kind, profile=self.profile.name, number=account,
            )  # fmt: skip
            made.append(finish(statement, notes))
        # What is said of the file stands with its first statement.
        return [replace(s, findings=notes.done() if i == 0 else ()) for i, s in enumerate(made)]

    def _bound(self, name: str, style: Style) -> Decimal | None:
        found = self.others.opening if name == "opening" else self.others.closing
        return found if found is not None else self.facts.amount(name, style)


_NUMBERS = {"account": Text("帳號", "account numbers"), "reference": Text("序號", "references")}


def _raw(row: list[Cell]) -> str:
    try:
        return " | ".join(row)[: 2 * _LONG_TEXT]  # type: ignore[arg-type]
    except TypeError:
        return " | ".join(map(text_of, row))[: 2 * _LONG_TEXT]
