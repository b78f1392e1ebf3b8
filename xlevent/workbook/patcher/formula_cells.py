"""The formulas of a worksheet, straight from its XML, without the values.

As with the values (`plain_rows`), rows written the way Excel writes them are read by one regular
expression, and whatever differs is left to the XML parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import unescape as without_entities

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import alike, said
from xlevent.workbook.contents import Area, area_of, cell_position, column_number
from xlevent.workbook.package import MAIN, STRICT, Package
from xlevent.workbook.plain_rows import Pieces, plain_start
from xlevent.workbook.streaming import elements
from xlevent.workbook.texts import unescape

_ROWS = (f"{MAIN}row", f"{STRICT}row")
_FORMULAS = (f"{MAIN}f", f"{STRICT}f")
_HEAD = 65_536
_ROW = re.compile(rb'\s*(?:<row [^<>]*/>\s*)*<row r="([1-9]\d*)"')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^<>]*)><f(?: ([^<>]*))?(?:/>|(?<!/)>([^<]*)</f>)'
)
_ATTRIBUTE = re.compile(rb'(\w+)="([^"<>]*)"')
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


class Special(NamedTuple):
    """What is said of a formula that is not simply one cell's."""

    kind: str  # normal, shared, array, dataTable
    area: Area | None
    shared: str | None  # number of a shared formula
    inputs: tuple[str, ...]  # cells that a data table varies
    spills: bool  # a dynamic array: its size follows its values
    blocked: bool  # its value is an error, perhaps because cells are in its way
    volatile: bool  # marked to be calculated always


class FormulaCell(NamedTuple):
    """A cell with a formula; the text is empty where another cell holds it."""

    row: int
    column: int
    text: str
    special: Special | None


def formula_cells(package: Package, part: str) -> Iterator[FormulaCell]:
    """The formulas of a worksheet in the order of its cells."""
    with package.xml(part, "worksheet") as stream:
        head = stream.read(_HEAD)
        start = plain_start(head)
        if start is not None:
            root, first_row = start
            pieces = Pieces(stream, head[first_row:], package.limits.tree_bytes)
            yield from _mixed(package, part, root, pieces)
            return
    yield from _parsed(package, part)


def _mixed(package: Package, part: str, root: bytes, pieces: Pieces) -> Iterator[FormulaCell]:
    """Plain rows by the short cut, each other row by the parser."""
    last = 0
    while found := pieces.next():
        for piece in found:
            row = _ROW.match(piece)
            if row is not None and b"<!" not in piece and b":f" not in piece:
                # Prefixed elements and numbers of characters are for the parser.
                expected = piece.count(b"<f")
                cells = _CELL.findall(piece) if expected else []
                if len(cells) == expected and b"&#" not in piece:
                    last = int(row[1])
                    try:
                        for letters, digits, cell, formula, data in cells:
                            text = data.decode()
                            if "&" in text or "_x" in text:
                                text = unescape(without_entities(text, _ENTITIES))
                            special = None
                            if formula:
                                special = _special(_attributes(formula), _attributes(cell))
                            yield FormulaCell(int(digits), _number(letters), text, special)
                    except UnicodeDecodeError as problem:
                        raise package.damaged(part, said(problem)) from problem
                    continue
            fragment = root + b"<sheetData>" + piece + b"</row></sheetData></worksheet>"
            try:
                tree = etree.fromstring(fragment, _parser())
            except etree.XMLSyntaxError as problem:
                raise package.damaged(
                    part, alike(problem.msg) if problem.msg else Text("不是 XML", "it is no XML")
                ) from problem
            for element in tree.iter(*_ROWS):
                last = _row_number(element, last)
                yield from _row(package, part, element, last)
    if pieces.oversize:
        raise package.too_large(
            Text(f"{part} 的一列", f"one row of {part}"), pieces.oversize, package.limits.tree_bytes
        )


def _parsed(package: Package, part: str) -> Iterator[FormulaCell]:
    """All rows by the parser."""
    last = 0
    for element in elements(package, part, "worksheet", _ROWS):
        last = _row_number(element, last)
        yield from _row(package, part, element, last)


def _row_number(element: etree._Element, last: int) -> int:
    text = element.get("r") or ""
    return int(text) if text.isascii() and text.isdigit() else last + 1


def _row(package: Package, part: str, row: etree._Element, number: int) -> Iterator[FormulaCell]:
    column = 0
    for cell in row:
        address = cell.get("r")
        try:
            column = cell_position(address)[1] if address else column + 1
        except ValueError as problem:
            raise package.damaged(part, said(problem)) from problem
        for formula in cell.iterchildren(*_FORMULAS):
            special = _special(_plain(formula), _plain(cell)) if formula.attrib else None
            yield FormulaCell(number, column, unescape(formula.text or ""), special)


def _special(formula: dict[str, str], cell: dict[str, str]) -> Special | None:
    kind = formula.get("t", "normal")
    volatile = formula.get("ca", "0") not in ("0", "false")
    if kind == "normal" and not volatile:
        return None
    try:
        area = area_of(formula["ref"]) if "ref" in formula else None
    except ValueError:
        area = None
    inputs = tuple(formula[key] for key in ("r1", "r2") if key in formula)
    spills, blocked = kind == "array" and "cm" in cell, cell.get("t") == "e"
    return Special(kind, area, formula.get("si"), inputs, spills, blocked, volatile)


def _plain(element: etree._Element) -> dict[str, str]:
    return {str(key): str(value) for key, value in element.attrib.items()}


def _attributes(text: bytes) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(text)}


@lru_cache(maxsize=1024)
def _number(letters: bytes) -> int:
    return column_number(letters.decode())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
