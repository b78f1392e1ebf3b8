"""Cells as xlwings hands them over, in any of its runtimes: a value, a row, or rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from xlevent.domain.values import ERROR_TEXTS, ErrorCell

Cells = list[list[object]]
# Windows hands errors over as whole numbers. xlwings names seven of them; one of the others
# (#SPILL!, #CALC! ...) must not pass for an amount of minus two thousand millions.
_WINDOWS_ERRORS = range(-2146826300, -2146826199)


def grid(given: object) -> Cells:
    """Rows of equal length without the blank ones below; nothing is no row.

    A single value is one row of one cell, a list of values one row.
    """
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        return _without_end([[_cell(given)]])
    if not any(isinstance(row, list | tuple) for row in given):
        return _without_end([list(map(_cell, given))])
    rows = [row if isinstance(row, list | tuple) else [row] for row in given]
    width = max(map(len, rows))
    blank: list[object] = [None] * width  # one for all: whole columns have a million of them
    return _without_end([
        blank if row.count(None) == len(row)
        else [*map(_cell, row), *repeat(None, width - len(row))]
        for row in rows
    ])  # fmt: skip


def is_blank(row: Sequence[object]) -> bool:
    """Whether no cell of the row holds anything."""
    return row.count(None) == len(row)


def filled(cells: Cells) -> list[object]:
    """The cells that hold something, row by row."""
    return [cell for row in cells for cell in row if cell is not None]


def _without_end(rows: Cells) -> Cells:
    while rows and is_blank(rows[-1]):
        rows.pop()
    return rows


def _cell(value: object) -> object:
    if isinstance(value, str):
        text = value.strip()
        return None if not text else ErrorCell(text) if text in ERROR_TEXTS else value
    if isinstance(value, int) and value in _WINDOWS_ERRORS:
        return ErrorCell("#ERROR!")
    return value
