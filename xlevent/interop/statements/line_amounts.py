"""The signed amount of a row: one column, two columns, or one with a mark of the side."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xlevent.domain import statement_codes as codes
from xlevent.domain.finding import Place
from xlevent.interop.statements.amounts import Amount, Style, Unread
from xlevent.interop.statements.amounts import read as read_amount
from xlevent.interop.statements.grid import Cell, folded, text_of
from xlevent.interop.statements.headers import Header
from xlevent.interop.statements.notes import Notes

_CODES = {
    "bad": codes.BAD_AMOUNT,
    "scientific": codes.SCIENTIFIC,
    "ambiguous": codes.AMBIGUOUS_NUMBERS,
}
PlaceOf = Callable[[int, int | None], Place]


class Amounts:
    """Reads the amounts of one table."""

    def __init__(self, header: Header, style: Style, notes: Notes) -> None:
        self.style, self.notes = style, notes
        profile = header.profile
        self.marks = profile.marks
        self.amount, self.mark = header.one("amount"), header.one("mark")
        self.debit, self.credit = header.one("debit"), header.one("credit")
        # In a ledger of cash or bank, debit is what comes in.
        self.sign = -1 if (profile.sign == "reversed") != (profile.kind == "ledger") else 1
        if self.amount >= 0 and self.mark < 0:
            self.sign = -1 if profile.sign == "reversed" else 1
        self.signed = False
        self.columns = [c for c in (self.amount, self.debit, self.credit) if c >= 0]

    def look(self, rows: Iterable[list[Cell]]) -> None:
        """See whether payments carry a minus beside their mark: then the sign says it all.

        Where they do not, a minus is a payment taken back.
        """
        if self.mark < 0 or self.amount < 0:
            return
        self.signed = True
        for row in rows:
            if self.marks.get(folded(row[self.mark]), 0) < 0:
                read = read_amount(row[self.amount], self.style)
                if isinstance(read, Amount) and read.number > 0:
                    self.signed = False
                    return

    def is_there(self, row: list[Cell]) -> bool:
        """Whether the row has anything in a column of amounts."""
        for column in self.columns:
            cell = row[column]
            if cell and (type(cell) is float or text_of(cell)):
                return True
        return any(row[column] == 0 for column in self.columns)

    def has_both(self, row: list[Cell]) -> bool:
        """Whether both sides hold something."""
        return self.debit >= 0 and bool(row[self.debit]) and bool(row[self.credit])

    def of(self, row: list[Cell], number: int, place: PlaceOf) -> Amount | None:
        """The amount, payments negative; None: it cannot be read, which is said."""
        if self.amount >= 0:
            found = self._read(row, self.amount, number, place)
            if isinstance(found, Unread):
                return None
            if found is None:
                self.notes.add(codes.NO_AMOUNT, place(number, self.amount))
                return None
            side = self._side(row, found, number, place)
            return None if side is None else self._signed(found, side)
        debit = self._read(row, self.debit, number, place)
        credit = self._read(row, self.credit, number, place)
        if isinstance(debit, Unread) or isinstance(credit, Unread):
            return None
        if debit is None and credit is None:
            self.notes.add(codes.NO_AMOUNT, place(number, self.debit))
            return None
        if debit is not None and debit.number and credit is not None and credit.number:
            self.notes.add(
                codes.BOTH_SIDES, place(number, self.debit),
                debit=f"{debit.number:,f}", credit=f"{credit.number:,f}",
            )  # fmt: skip
            return None
        if debit is not None and (debit.number or credit is None):
            # Some banks write payments with a minus in their own column; a reversal they mark.
            return self._signed(debit, -1) if debit.number >= 0 else self._minus(debit, row, -1)
        assert credit is not None
        return self._signed(credit, 1) if credit.number >= 0 else self._minus(credit, row, 1)

    def _read(
        self, row: list[Cell], column: int, number: int, place: PlaceOf
    ) -> Amount | Unread | None:
        cell = row[column]
        if cell == "" or cell is None:
            return None
        read = read_amount(cell, self.style)
        if isinstance(read, Unread):
            self.notes.add(_CODES[read.why], place(number, column), text_of(cell))
        return read

    def _signed(self, amount: Amount, side: int) -> Amount:
        sign = side * self.sign
        return amount if sign == 1 else amount._replace(number=-amount.number or amount.number)

    def _minus(self, amount: Amount, row: list[Cell], side: int) -> Amount:
        """A negative amount in a column of its own is what was taken back."""
        return self._signed(amount, side)

    def _side(self, row: list[Cell], amount: Amount, number: int, place: PlaceOf) -> int | None:
        if self.mark < 0 or amount.marked:
            return 1
        text = folded(row[self.mark])
        side = self.marks.get(text)
        if side is None:
            if not text and amount.number <= 0:
                return 1
            self.notes.add(codes.BAD_MARK, place(number, self.mark), text_of(row[self.mark]))
            return None
        return 1 if self.signed else side
