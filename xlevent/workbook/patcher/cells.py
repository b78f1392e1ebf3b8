"""Cells of one row as XML: found, put in order, filled and emptied."""

from __future__ import annotations

import math
import re

from lxml import etree

from xlevent.domain.language import Text
from xlevent.domain.values import TEXT_LIMIT, ErrorCell
from xlevent.errors import MisuseError
from xlevent.workbook.contents import column_letters, column_number

CellContent = str | float | int | bool | None
FORMULA_LIMIT = 8_192

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})\Z", re.ASCII)
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EDGES = ("\t", "\n", " ")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def addressed(row: etree._Element, number: int) -> dict[int, etree._Element]:
    """The cells of a row by column, each with its address; ValueError if one lies elsewhere."""
    found: dict[int, etree._Element] = {}
    last = 0
    for cell in row.iterchildren("{*}c"):
        address = cell.get("r")
        if address is None:
            last += 1
            cell.set("r", f"{column_letters(last)}{number}")
        else:
            match = _ADDRESS.match(address)
            if match is None or int(match[2]) != number:
                raise MisuseError(
                    Text(
                        f"儲存格「{address[:40]}」寫在第 {number} 列",
                        f"cell {address[:40]!r} stands in row {number}",
                    )
                )
            last = column_number(match[1])
        if last in found:
            raise MisuseError(
                Text(
                    f"儲存格 {column_letters(last)}{number} 出現兩次",
                    f"cell {column_letters(last)}{number} is there twice",
                )
            )
        found[last] = cell
    return found


def insert(row: etree._Element, number: int, column: int) -> etree._Element:
    """A new empty cell at its place in the row."""
    cell = row.makeelement(f"{namespace(row)}c", {"r": f"{column_letters(column)}{number}"})
    drop(row, "spans")  # only a hint, and perhaps no longer true
    for other in row.iterchildren("{*}c"):
        if _column(other) > column:
            other.addprevious(cell)
            break
    else:
        existing = row.findall("{*}c")
        if existing:
            existing[-1].addnext(cell)
        else:
            row.insert(0, cell)
    return cell


def fill(cell: etree._Element, value: CellContent) -> None:
    """Give a cell a value in place of what it holds; None empties it."""
    space = namespace(cell)
    _empty(cell)
    drop(cell, "cm", "vm", "ph")  # what the old content was: a spill, a picture, a reading aid
    if isinstance(value, str) and not isinstance(value, ErrorCell):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
        text.text = escaped(value)
        if value.startswith(_EDGES) or value.endswith(_EDGES):
            text.set(_SPACE, "preserve")
        _before_extensions(cell)
    elif value is not None:
        _store(cell, value)


def fill_formula(
    cell: etree._Element, formula: str, value: CellContent, *, array: bool = False
) -> None:
    """Give a cell a formula (without equals sign) and its stored value (None: not computed)."""
    fill(cell, None)
    element = etree.SubElement(cell, f"{namespace(cell)}f")
    element.text = formula
    if array:
        element.set("t", "array")
        element.set("ref", cell.get("r") or "")
    _before_extensions(cell)
    if value is not None:
        _store(cell, value)


def store(cell: etree._Element, value: CellContent) -> None:
    """Replace the stored value of a cell and keep its formula; None: there is none."""
    formula = formula_of(cell)
    _empty(cell)
    drop(cell, "vm")
    if formula is not None:
        cell.append(formula)
        _before_extensions(cell)
    if value is not None:
        _store(cell, value)


def formula_of(cell: etree._Element) -> etree._Element | None:
    """The formula element of a cell."""
    return cell.find("{*}f")


def has_content(cell: etree._Element) -> bool:
    """Whether a cell holds a value or a formula; an empty text that was typed counts as none."""
    if formula_of(cell) is not None:
        return True
    value = cell.find("{*}v")
    if value is not None:
        return bool(value.text)
    return any(text.text for text in cell.iterfind("{*}is//{*}t"))


def escaped(text: str) -> str:
    """The text with characters that XML cannot hold in Excel's way of writing them."""
    text = _LIKE_ESCAPE.sub("_x005F_", text)
    return _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def number_in(text: str | None) -> int:
    """The number that an attribute holds; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def drop(element: etree._Element, *names: str) -> None:
    """Remove attributes, those that are there."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def namespace(element: etree._Element) -> str:
    """The namespace of an element, in braces; "" for none."""
    tag = str(element.tag)
    return tag[: tag.index("}") + 1] if tag.startswith("{") else ""


def checked(value: object, where: str) -> CellContent:
    """The value, if a cell can hold it; MisuseError says why not."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if len(value.encode("utf-16-le", "surrogatepass")) // 2 <= TEXT_LIMIT:
            return value
        raise MisuseError(
            Text(
                f"{len(value):,} 個字元的文字超過儲存格所能容納。",
                f"a text of {len(value):,} characters is longer than a cell can hold.",
            ),
            where=where,
            mend=Text(
                f"請縮短到 {TEXT_LIMIT:,} 個字元。", f"Shorten it to {TEXT_LIMIT:,} characters."
            ),
        )
    if isinstance(value, int | float):
        try:
            if math.isfinite(value):
                return value
        except OverflowError:
            pass
    raise MisuseError(
        Text(
            f"儲存格不能存放「{str(value)[:40]}」（類型 {type(value).__name__}）。",
            f"a cell cannot hold {str(value)[:40]!r} of type {type(value).__name__}.",
        ),
        where=where,
        mend=Text(
            "請給文字、有限的數、真假值或 None；日期請給序號。",
            "Give a text, a finite number, a truth value or None; a date as its serial number.",
        ),
    )


def checked_formula(formula: str, where: str) -> str:
    """The formula without its equals sign; MisuseError if no cell can hold it."""
    text = formula.removeprefix("=")
    if not text.strip() or len(text) > FORMULA_LIMIT or _ILLEGAL.search(text):
        raise MisuseError(
            Text(
                f"沒有儲存格能存放公式「{formula[:60]}」。",
                f"no cell can hold the formula {formula[:60]!r}.",
            ),
            where=where,
            mend=Text(
                f"請給 1 到 {FORMULA_LIMIT:,} 個字元，不含控制字元。",
                f"Give 1 to {FORMULA_LIMIT:,} characters without control characters.",
            ),
        )
    return text


def _empty(cell: etree._Element) -> None:
    drop(cell, "t")
    for child in list(cell):
        if not str(child.tag).endswith("}extLst"):
            cell.remove(child)
    cell.text = None


def _store(cell: etree._Element, value: CellContent) -> None:
    element = etree.SubElement(cell, f"{namespace(cell)}v")
    if isinstance(value, ErrorCell):
        cell.set("t", "e")
        element.text = str(value)
    elif isinstance(value, str):
        cell.set("t", "str")
        element.text = escaped(value)
    elif isinstance(value, bool):
        cell.set("t", "b")
        element.text = "1" if value else "0"
    else:
        element.text = repr(value)
    _before_extensions(cell)


def _before_extensions(cell: etree._Element) -> None:
    """Extensions stand last in a cell."""
    last = cell[-1]
    for child in cell.findall("{*}extLst"):
        if child is not last:
            cell.append(child)


def _column(cell: etree._Element) -> int:
    return column_number((cell.get("r") or "").rstrip("0123456789"))
