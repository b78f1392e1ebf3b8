"""Single cells as blocks: few large writes instead of many small ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from xlevent.workbook.book import CellValue

Cells = Mapping[tuple[int, int], CellValue]  # by row and column


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of values; its first cell by row and column."""

    row: int
    column: int
    values: tuple[tuple[CellValue, ...], ...]

    @property
    def last(self) -> tuple[int, int]:
        """The row and column of its last cell."""
        return self.row + len(self.values) - 1, self.column + len(self.values[0]) - 1


def blocks(cells: Cells) -> Iterator[Block]:
    """The cells in rectangles, each cell once; neighbouring columns that reach alike together."""
    runs: dict[tuple[int, int], list[int]] = {}
    for column in sorted({column for _, column in cells}):
        rows = sorted(row for row, at in cells if at == column)
        for first, last in _runs(rows):
            runs.setdefault((first, last), []).append(column)
    for (first, last), columns in sorted(runs.items()):
        for left, right in _runs(columns):
            values = tuple(
                tuple(cells[row, column] for column in range(left, right + 1))
                for row in range(first, last + 1)
            )
            yield Block(first, left, values)


def _runs(numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run of ascending numbers."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
