"""Formulas that read the same in every row: `E2*F2`, `E3*F3`, ... are filed once.

A text is cut at the row numbers of its relative references, which become distances from the
formula's own row. That formulas of one template reach cells in one pattern is not assumed but
tried: the text is resolved for two rows, and every side of every area must stay or move along.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from xlevent.workbook.contents import Area
from xlevent.workbook.patcher.precedents import precedents
from xlevent.workbook.patcher.reference_kinds import MAX_ROW, Resized, Span
from xlevent.workbook.patcher.scope import Host, Reach, Scope

Template = tuple[str | int, ...]
_ROW = re.compile(r"((?<![\w.$\\])\$?[A-Za-z]{1,3})(\d+)(?![\w(!.'\[\]])")
_TALL = 64  # rows of a moving area that is looked up row by row


class Moving(NamedTuple):
    """An area that moves along: distances of its first and last row from the formula's row."""

    sheet: int
    left: int
    right: int
    top: int
    bottom: int

    def seen_from(self, row: int) -> Area:
        """The area of the formula in that row."""
        return Area(row + self.top, self.left, row + self.bottom, self.right)

    @property
    def is_tall(self) -> bool:
        """Whether it is too tall or wide to be looked up cell by cell."""
        return self.bottom - self.top >= _TALL or self.right - self.left >= _TALL


class Growing(NamedTuple):
    """An area from or to a fixed row, as running totals have."""

    sheet: int
    left: int
    right: int
    fixed: int
    other: int  # distance of the other side from the formula's row

    def seen_from(self, row: int) -> Area:
        """The area of the formula in that row."""
        top, bottom = sorted((self.fixed, row + self.other))
        return Area(top, self.left, bottom, self.right)


class Pattern(NamedTuple):
    """What all formulas of a template read."""

    reach: Reach  # its areas are those that stay
    moving: list[Moving]
    growing: list[Growing]


def template(text: str, row: int) -> tuple[Template, bool]:
    """The text with distances in place of relative rows, and whether there are any."""
    if '"' not in text:
        parts: list[str | int] = [*_ROW.split(text)]
        if len(parts) == 1:
            return (text,), False
        parts[2::3] = [int(digits) - row for digits in parts[2::3]]
        return tuple(parts), True
    parts, moves = [], False
    for number, piece in enumerate(text.split('"')):
        found, moving = ((piece,), False) if number % 2 else template(piece, row)
        parts += (*found, '"')
        moves |= moving
    return tuple(parts[:-1]), moves


def pattern(found: Template, scope: Scope, host: Host) -> Pattern | None:
    """What formulas of a template read in the host's column; None: each something else."""
    distances = [part for part in found if isinstance(part, int)]
    step = 1 if host.row + max(distances, default=0) < MAX_ROW else -1
    if distances and host.row + step + min(distances) < 1:
        return None
    reach = scope.reach(_text(found, host.row), host)
    if reach.local:
        return None
    if not distances:
        return Pattern(reach, _rows_of_tables(reach), [])
    if any(
        isinstance(one, Span | Resized) for one in precedents(_text(found, host.row)).references
    ):
        return None
    other = scope.reach(_text(found, host.row + step), host._replace(row=host.row + step))
    return _compared(reach, other, host.row, step)


def _text(found: Template, row: int) -> str:
    return "".join(str(part + row) if isinstance(part, int) else part for part in found)


def _rows_of_tables(reach: Reach) -> list[Moving]:
    return [Moving(sheet, left, right, 0, 0) for sheet, left, right in reach.this_row]


def _compared(reach: Reach, other: Reach, row: int, step: int) -> Pattern | None:
    same = (
        other.local == reach.local
        and other.this_row == reach.this_row
        and other.tables == reach.tables
        and other.names == reach.names
        and other.anything == reach.anything
        and other.volatile == reach.volatile
        and len(other.areas) == len(reach.areas)
    )
    if not same:
        return None
    fixed: list[tuple[int, Area]] = []
    moving, growing = _rows_of_tables(reach), []
    for (sheet, one), (place, two) in zip(reach.areas, other.areas, strict=True):
        down = (two.top - one.top, two.bottom - one.bottom)
        if (sheet, one.left, one.right) != (place, two.left, two.right):
            return None
        if down == (0, 0):
            fixed.append((sheet, one))
        elif down == (step, step):
            at = (one.top - row, one.bottom - row)
            moving.append(Moving(sheet, one.left, one.right, *at))
        elif down == (0, step):
            growing.append(Growing(sheet, one.left, one.right, one.top, one.bottom - row))
        elif down == (step, 0):
            growing.append(Growing(sheet, one.left, one.right, one.bottom, one.top - row))
        else:
            return None
    reach.areas = fixed
    return Pattern(reach, moving, growing)
