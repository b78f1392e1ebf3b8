"""What a workbook consists of: sheets, native tables, defined names, its calendar system."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from xlevent.domain.language import Text
from xlevent.errors import MisuseError

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z", re.ASCII)
_NAMED_CELL = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Za-z]{1,3}\$?\d{1,7})", re.ASCII)


class Area(NamedTuple):
    """Cells from the first row and column to the last, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class NativeTable:
    """A table object of a sheet."""

    name: str  # its displayName
    sheet: str
    area: Area
    columns: tuple[tuple[int, str], ...]  # id and header
    headers: int
    totals: int

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.area.top + self.headers

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.area.bottom - self.totals


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet and the part that holds it."""

    name: str
    part: str
    state: str  # visible, hidden, veryHidden


@dataclass(slots=True)
class Contents:
    """The parts of a workbook that say where things are."""

    sheets: list[SheetPart]
    tables: list[NativeTable] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # lower-case name -> reference
    # Those of one sheet only, by folded sheet and lower-case name.
    local_names: dict[tuple[str, str], str] = field(default_factory=dict)
    date1904: bool = False
    shared_strings: str | None = None

    def sheet(self, name: str) -> SheetPart | None:
        """The worksheet of that name; Excel ignores case."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        return None

    def named_cell(self, name: str) -> tuple[str, int, int] | None:
        """Sheet, row and column of the first cell that a defined name means."""
        match = _NAMED_CELL.match(self.names.get(name.lower(), ""))
        if match is None:
            return None
        sheet = self.sheet(match[1].replace("''", "'") if match[1] else match[2])
        if sheet is None:
            return None
        try:
            row, column = cell_position(match[3])
        except ValueError:  # row 0
            return None
        return sheet.name, row, column


def area_of(reference: str) -> Area:
    """The area of A1:C3; ValueError for anything else."""
    first, _, last = reference.partition(":")
    top, left = cell_position(first)
    bottom, right = cell_position(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def cell_position(reference: str) -> tuple[int, int]:
    """Row and column of a cell such as $B$7, from 1; ValueError for anything else."""
    match = _CELL.match(reference)
    if match is None or match[2].startswith("0"):
        raise MisuseError(
            Text(f"「{reference[:40]}」不是儲存格位址", f"{reference[:40]!r} is no cell")
        )
    return int(match[2]), column_number(match[1])


@lru_cache(maxsize=16_384)
def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
