"""A plan as it was read: texts and numbers not yet typed, each with its place.

Every source (YAML, JSON, CSV, data frames, a workbook) gives a `RawPlan`; from there on
nobody asks where the rows came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from xlevent.domain.codes import Problem
from xlevent.domain.finding import NOWHERE, Place
from xlevent.domain.values import Raw

RawRow = dict[str, Raw]


class Spot(Protocol):
    """Where one row stands."""

    def place(self, column: str | None = None) -> Place:
        """The place of a cell, or of the row."""
        ...


@dataclass(frozen=True, slots=True)
class FixedSpot:
    """The same place for all cells of a row."""

    where: Place = NOWHERE

    def place(self, column: str | None = None) -> Place:
        """The place, whatever the column."""
        return self.where


@dataclass(frozen=True, slots=True)
class SheetSpot:
    """A row of a worksheet; `letters` gives the column letters of the columns."""

    file: str
    sheet: str
    row: int
    letters: Mapping[str, str]

    def place(self, column: str | None = None) -> Place:
        """The cell of that column; of the first one for the row or a column that is not there."""
        first = next(iter(self.letters.values()), None)
        letter = self.letters.get(column or "", first)
        return Place(self.file, sheet=self.sheet, cell=f"{letter}{self.row}" if letter else None)


@dataclass(slots=True)
class RawTable:
    """Rows as read. `spots` has one entry for each row; shorter: the rest stands nowhere.

    `shown` are amounts that formulas gave when the file was saved, by row and column.
    """

    key: str
    rows: list[RawRow] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    place: Place = NOWHERE
    shown: dict[int, dict[str, Raw]] = field(default_factory=dict)

    def spot(self, row: int) -> Spot:
        """Where a row stands."""
        return self.spots[row] if row < len(self.spots) else FixedSpot(self.place)

    def extend(self, other: RawTable) -> None:
        """The rows of another part, after these."""
        while len(self.spots) < len(self.rows):
            self.spots.append(FixedSpot(self.place))
        self.shown.update({len(self.rows) + row: cells for row, cells in other.shown.items()})
        self.rows.extend(other.rows)
        self.spots.extend(other.spots)


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """What the cell of a figure showed when the file was saved, and where it stands."""

    value: Raw
    place: Place


@dataclass(slots=True)
class RawPlan:
    """Everything that a source said; `problems` are about the source itself."""

    source: str = ""
    settings: RawTable = field(default_factory=lambda: RawTable("settings"))  # at most one row
    documents: RawTable = field(default_factory=lambda: RawTable("documents"))  # at most one row
    tables: dict[str, RawTable] = field(default_factory=dict)
    problems: list[tuple[Problem, Place]] = field(default_factory=list)
    date1904: bool = False  # serial dates count from 1904
    # Of a workbook: the first row of each of its tables, results too.
    areas: dict[str, SheetSpot] = field(default_factory=dict)
    figures: dict[str, ShownFigure] = field(default_factory=dict)  # of a workbook, by key

    def add(self, table: RawTable) -> None:
        """Add a table; a table given before is continued."""
        if table.key in self.tables:
            self.tables[table.key].extend(table)
        else:
            self.tables[table.key] = table

    def merge(self, part: RawPlan) -> None:
        """Add another part of the same plan."""
        for mine, theirs in ((self.settings, part.settings), (self.documents, part.documents)):
            mine.extend(theirs)
        for table in part.tables.values():
            self.add(table)
        self.problems.extend(part.problems)
