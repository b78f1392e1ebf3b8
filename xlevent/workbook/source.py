"""Where the cells of a workbook come from: a file, or a program in which it is open."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from xlevent.domain.language import Text
from xlevent.errors import XleventError
from xlevent.workbook.cells import SheetRow
from xlevent.workbook.contents import Area, Contents, SheetPart
from xlevent.workbook.limits import Limits


class Rows(Protocol):
    """The rows of one worksheet; `merged` is complete when they are exhausted."""

    merged: list[Area]

    def rows(self, columns: Collection[int] | None = None) -> Iterator[SheetRow]:
        """The rows that hold something, in order, with the cells of those columns."""


class Source(Protocol):
    """A workbook that can be read."""

    @property
    def name(self) -> str:
        """How messages call it: the path of a file."""

    @property
    def contents(self) -> Contents:
        """Its sheets, tables and names."""

    @property
    def sees_formulas(self) -> bool:
        """Whether rows tell which of their cells are formulas."""

    @property
    def limits(self) -> Limits:
        """How much of it is read."""

    def reader(self, sheet: SheetPart) -> Rows:
        """Reads the cells of a sheet, each time from the first."""

    def too_large(self, what: Text, size: int, limit: int, name: str) -> XleventError:
        """The error for something beyond the limit of that name."""
