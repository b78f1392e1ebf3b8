"""Values and formulas of all cells of a workbook, and what differs after a recalculation.

Read straight from the parts: openpyxl would take longer than LibreOffice needs to recalculate.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

Value = str | float | bool | None
Place = tuple[str, str]  # tab, cell

_CELL = re.compile(r"\$[A-Z]+\$[0-9]+")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DOCUMENT_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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


def values(path: Path) -> dict[Place, Value]:
    """The stored value of every cell that holds something; dates are serial numbers."""
    return {(sheet, cell): value for sheet, cell, value, _ in _cells(path) if value is not None}


def formulas(path: Path) -> dict[Place, str]:
    """Every formula, by sheet and cell."""
    return {(sheet, cell): formula for sheet, cell, _, formula in _cells(path) if formula}


def named(path: Path) -> dict[str, Place]:
    """The cell of every defined name that leads to one."""
    with ZipFile(path) as archive:
        book = etree.fromstring(archive.read("xl/workbook.xml"))
    found = {}
    for name in book.iter(_MAIN + "definedName"):
        tab, _, cell = (name.text or "").rpartition("!")
        if _CELL.fullmatch(cell):
            tab = tab.removeprefix("'").removesuffix("'").replace("''", "'")
            found[str(name.get("name"))] = (tab, cell.replace("$", ""))
    return found


def compare(
    original: Path, recalculated: Path, *, relative: float = 1e-10, absolute: float = 1e-6
) -> list[Difference]:
    """Formula cells whose stored value differs from the recalculated one, or is an error.

    The tolerances absorb what floating point loses, and no more: half a cent would hide
    differences in ratios, and a millionth of a date is an hour.
    """
    computed = values(recalculated)
    found = []
    for sheet, cell, before, formula in _cells(original):
        if formula is None:
            continue
        after = computed.get((sheet, cell))
        if _is_error(before) or _is_error(after) or not _same(before, after, relative, absolute):
            found.append(Difference(sheet, cell, formula, before, after))
    return found


def _same(one: Value, other: Value, relative: float, absolute: float) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=relative, abs_tol=absolute)
    return one == other


def _is_error(value: Value) -> bool:
    return isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper()


def _cells(path: Path) -> Iterator[tuple[str, str, Value, str | None]]:
    """Tab, cell, value and formula; a formula's empty text counts as an empty cell."""
    with ZipFile(path) as archive:
        shared = _shared(archive)
        for tab, part in _sheets(archive):
            with archive.open(part) as stream:
                for _, cell in etree.iterparse(stream, tag=_MAIN + "c"):
                    formula = cell.findtext(_MAIN + "f")
                    yield tab, cell.get("r"), _value(cell, shared), formula
                    cell.clear()


def _value(cell: etree._Element, shared: list[str]) -> Value:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(_MAIN + "t")) or None
    text = cell.findtext(_MAIN + "v")
    if not text:
        return None
    if kind == "s":
        return shared[int(text)] or None
    if kind == "b":
        return text == "1"
    return float(text) if kind == "n" else text


def _shared(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in item.iter(_MAIN + "t")) for item in root]


def _sheets(archive: ZipFile) -> list[tuple[str, str]]:
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("xl", str(relation.get("Target"))))
        for relation in etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    book = etree.fromstring(archive.read("xl/workbook.xml"))
    return [
        (str(sheet.get("name")), targets[sheet.get(_DOCUMENT_REL)].removeprefix("xl//xl"))
        for sheet in book.iter(_MAIN + "sheet")
    ]
