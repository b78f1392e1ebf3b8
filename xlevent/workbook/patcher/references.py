"""References in formulas: read, moved with their cell, made to follow a grown area.

Only what is written in A1 form is a reference here; names, structured references, texts in
quotes and other workbooks stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from xlevent.workbook.contents import Area, area_of, column_letters, column_number

ROWS = 1_048_576
COLUMNS = 16_384

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
    |(?P<sheet>(?:'(?:[^']|'')*'|(?:\[\d+\])?[\w.]+(?::[\w.]+)?)!)?
        (?P<ref>
            \$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?
            |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}
            |\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}
        )(?![\w.(!\[\\?])
    |(?P<word>'(?:[^']|'')*'!?|[\w.\\?]+!?|\[)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)\Z", re.ASCII)
_CELLS = re.compile(r"\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?\Z", re.ASCII)


class Reference(NamedTuple):
    """A reference of a formula: the sheet's name ("" where none is written) and its cells."""

    sheet: str
    area: Area


def references(formula: str) -> list[Reference]:
    """All references to cells of this workbook; those to several sheets at once are left out."""
    return [
        Reference(sheet, area)
        for prefix, text in _found(formula)
        if (sheet := sheet_of(prefix)) is not None and (area := whole_area(text)) is not None
    ]


def is_plain(formula: str) -> bool:
    """Whether a formula consists of references and nothing else."""
    return not _replaced(formula, lambda prefix, text: "").strip("=,() ")


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads that many rows below and columns to the right."""
    if not rows and not columns:
        return formula

    def move(prefix: str, text: str) -> str:
        return prefix + ":".join(_corner(one, rows, columns) for one in text.split(":"))

    return _replaced(formula, move)


def followed(formula: str, own: str, sheet: str, follow: Callable[[Area, bool], Area]) -> str:
    """The formula with `follow` applied to every area and cell on `sheet`.

    `own` is the sheet where the formula stands: areas without a sheet's name lie there.
    `follow` is told whether it is a single cell (A1, not A1:A1); it may change rows only.
    """

    def change(prefix: str, text: str) -> str:
        name = sheet_of(prefix)
        if _CELLS.match(text) and name is not None and (name or own).casefold() == sheet.casefold():
            first, colon, last = text.partition(":")
            area = area_of(text)
            new = follow(area, not colon)
            if new != area:
                end = _at_row(last, new.bottom) if colon else ""
                return f"{prefix}{_at_row(first, new.top)}{colon}{end}"
        return prefix + text

    return _replaced(formula, change)


def sheet_of(prefix: str) -> str | None:
    """The sheet named before a reference, "" for none; None: several sheets or another book."""
    name = prefix.removesuffix("!")
    quoted = name.startswith("'")
    if quoted:
        name = name[1:-1].replace("''", "'")
    return None if "[" in name or ":" in name else name


def whole_area(text: str) -> Area | None:
    """The cells of A1, A1:B2, A:B or 1:2; None beyond the sheet."""
    corners = [_CORNER.match(one) for one in text.split(":")]
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        return None
    rows = sorted(int(c[4]) if c[4] else edge for c, edge in ((first, 1), (last, ROWS)))
    columns = sorted(
        column_number(c[2]) if c[2] else edge for c, edge in ((first, 1), (last, COLUMNS))
    )
    if rows[1] > ROWS or columns[1] > COLUMNS:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def _found(formula: str) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def keep(prefix: str, text: str) -> str:
        found.append((prefix, text))
        return prefix + text

    _replaced(formula, keep)
    yield from found


def _replaced(formula: str, change: Callable[[str, str], str]) -> str:
    """The formula with `change` (of sheet prefix and reference) applied to its references."""
    pieces = []
    position = 0
    while position < len(formula):
        token = _TOKEN.match(formula, position)
        assert token is not None
        position = token.end()
        if token["ref"] and whole_area(token["ref"]) is not None:
            pieces.append(change(token["sheet"] or "", token["ref"]))
        elif token["word"] == "[":
            end = _bracket_end(formula, position)
            pieces.append(formula[position - 1 : end])
            position = end
        else:
            pieces.append(token[0])
    return "".join(pieces)


def _bracket_end(formula: str, position: int) -> int:
    """Where the bracket that was just opened is closed; ' escapes one character."""
    depth = 1
    while position < len(formula) and depth:
        letter = formula[position]
        depth += (letter == "[") - (letter == "]")
        position += 2 if letter == "'" else 1
    return min(position, len(formula))


def _corner(text: str, rows: int, columns: int) -> str:
    match = _CORNER.match(text)
    assert match is not None
    fixed_column, letters, fixed_row, digits = match.groups()
    # As in Excel, a reference that leaves the sheet at one edge enters at the other.
    if letters and not fixed_column:
        letters = column_letters((column_number(letters) - 1 + columns) % COLUMNS + 1)
    if not letters:  # 3:$4, where the dollar of the row was matched as the column's
        fixed_row, fixed_column = fixed_column or fixed_row, ""
    if digits and not fixed_row:
        digits = str((int(digits) - 1 + rows) % ROWS + 1)
    return f"{fixed_column}{letters}{fixed_row}{digits}"


def _at_row(corner: str, row: int) -> str:
    return corner.rstrip("0123456789") + str(row)
