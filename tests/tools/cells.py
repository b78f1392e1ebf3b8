"""Values of all cells of a workbook, and what differs after a recalculation."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.utils.datetime import to_excel

Value = str | float | bool | None
_TEMPORAL = (datetime, date, time, timedelta)
_HALF_A_SECOND = 0.5 / 86400


class Difference(NamedTuple):
    """A formula cell whose stored value is not what LibreOffice computes, or is an error."""

    sheet: str
    cell: str
    formula: str
    stored: object
    recalculated: object

    def __str__(self) -> str:
        return (
            f"{self.sheet}!{self.cell}: stored {self.stored!r}, "
            f"recalculated {self.recalculated!r}, formula {self.formula[:200]}"
        )


def values(path: Path) -> dict[tuple[str, str], object]:
    """Every cell that holds something, by sheet and cell, as openpyxl reads the stored values."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """Every formula, by sheet and cell."""
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): str(getattr(cell.value, "text", cell.value))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def compare(
    original: Path, recalculated: Path, *, relative: float = 1e-6, absolute: float = 1e-6
) -> list[Difference]:
    """Formula cells whose stored value differs from the recalculated one, or is an error.

    The absolute tolerance only absorbs what cancels out near zero: half a cent would hide
    differences in shares and ratios. Dates and times agree to half a second.
    """
    stored, computed = values(original), values(recalculated)
    found = []
    for place, formula in formulas(original).items():
        before, after = stored.get(place), computed.get(place)
        if _is_error(before) or _is_error(after) or not _same(before, after, relative, absolute):
            found.append(Difference(*place, formula, before, after))
    return found


def _same(before: object, after: object, relative: float, absolute: float) -> bool:
    if isinstance(before, _TEMPORAL) or isinstance(after, _TEMPORAL):
        relative, absolute = 0, _HALF_A_SECOND
    one, other = _plain(before), _plain(after)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=relative, abs_tol=absolute)
    return one == other


def _plain(value: object) -> Value:
    """Numbers and dates as a number; a formula's empty text counts as an empty cell."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, _TEMPORAL):
        return float(to_excel(value))
    return str(value) or None


def _is_error(value: object) -> bool:
    return isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper()
