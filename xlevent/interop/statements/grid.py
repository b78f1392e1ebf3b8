"""Rows of cells, as a CSV file, a web page or a worksheet gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xlevent.domain.finding import Place
from xlevent.domain.numerals import plain_digits

Cell = str | float | bool | None  # dates of a worksheet are numbers of days
NumberedRow = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of cells; `rows` starts anew with each call."""

    file: str
    format: str
    rows: Callable[[], Iterable[NumberedRow]]  # with line or row numbers from 1
    sheet: str | None = None
    date1904: bool = False

    def place(self, number: int, column: int | None = None) -> Place:
        """Where a row stands, or the cell of a column counted from 0."""
        if self.sheet is None:
            return Place(self.file, number)
        letters = "A" if column is None else column_letters(column)
        return Place(self.file, sheet=self.sheet, cell=f"{letters}{number}")


_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060"))
SheetReader = Callable[[Path], Iterator[Grid]]


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_of(cell: Cell) -> str:
    """The cell as text, trimmed; whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else repr(cell)
    # Banks pad with spaces and hide numbers from Excel behind an apostrophe or ="...".
    text = cell.strip()
    if text[:1] == "=" and text[1:2] == '"' and text[-1:] == '"':
        return text[2:-1].strip()
    if text[:1] == "'":
        return text[1:].strip()
    return text


def plain(cell: Cell) -> str:
    """The cell with ordinary digits, letters and spaces, without marks that nobody sees."""
    return plain_digits(text_of(cell)).translate(_UNSEEN).strip()


def folded(cell: Cell) -> str:
    """A header as it is compared: no spaces, ordinary letters, small."""
    return "".join(plain(cell).split()).casefold().replace("臺", "台")
