"""Cells as xlwings hands them over, in any of its runtimes: a value, a row, or rows."""

from __future__ import annotations

from collections.abc import Sequence

Cells = list[list[object]]


def grid(given: object) -> Cells:
    """Rows of equal length; a single value is one row of one cell, nothing is no row."""
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        return [[_cell(given)]]
    if not any(isinstance(row, list | tuple) for row in given):
        return [[_cell(value) for value in given]]
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in given]
    width = max(map(len, rows))
    return [[*map(_cell, row), *[None] * (width - len(row))] for row in rows]


def is_blank(row: Sequence[object]) -> bool:
    """Whether no cell of the row holds anything."""
    return all(cell is None for cell in row)


def filled(cells: Cells) -> list[object]:
    """The cells that hold something, row by row."""
    return [cell for row in cells for cell in row if cell is not None]


def _cell(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value
