"""What a formula may refer to, before it is known where sheets, tables and names are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class Sheets(NamedTuple):
    """The sheets before an exclamation mark: one, or from the first to the last."""

    first: str
    last: str


class A1(NamedTuple):
    """A cell or a range, also whole columns and rows; `moves` tells which sides are relative."""

    sheets: Sheets | None  # None: the sheet of the formula
    top: int
    left: int
    bottom: int
    right: int
    moves: tuple[bool, bool, bool, bool]  # top, left, bottom, right


class Structured(NamedTuple):
    """Part of a table; no table named means the one around the formula."""

    table: str | None
    sections: frozenset[str]  # of all, data, headers, totals, this row; empty: data
    first: str | None  # column; None: all columns
    last: str | None


class Name(NamedTuple):
    """A defined name, or a table without brackets."""

    sheet: str | None
    name: str


class Span(NamedTuple):
    """Everything between the corners: A1:INDEX(B:B,3)."""

    corners: tuple[Reference, ...]


class Resized(NamedTuple):
    """Areas that take another one's size: the third argument of SUMIF."""

    starts: tuple[Reference, ...]
    like: tuple[Reference, ...]


Reference = A1 | Structured | Name | Span | Resized


@dataclass(frozen=True, slots=True)
class Precedents:
    """What a formula depends on, as its text says it."""

    references: tuple[Reference, ...] = ()
    calls: frozenset[str] = frozenset()  # lower case; a defined name may be a function
    anything: bool = False  # its reach cannot be seen
    volatile: bool = False  # changes by itself

    @property
    def moves(self) -> bool:
        """Whether a reference is relative, so that the text seldom occurs twice."""
        return any(isinstance(one, A1) and any(one.moves) for one in self.references)
