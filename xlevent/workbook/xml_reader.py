"""The cells of a worksheet, row by row, straight from its XML and nothing more.

Plain rows take the short cut of `plain_rows`; everything else that XML allows is parsed here.
What a sheet says about its own size is not believed; cells and rows without an address follow
the last one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache
from typing import IO

from lxml import etree

from xlevent.domain.language import Text
from xlevent.domain.values import ErrorCell, Typed
from xlevent.errors import MisuseError, said
from xlevent.workbook.cells import NO_FORMULAS, Content, SheetRow
from xlevent.workbook.contents import Area, area_of, column_letters, column_number
from xlevent.workbook.package import MAIN, STRICT, Package
from xlevent.workbook.plain_rows import Pieces, plain_row, plain_start
from xlevent.workbook.streaming import elements
from xlevent.workbook.texts import rich_text, unescape

_ROWS = (f"{MAIN}row", f"{STRICT}row")
_MERGES = (f"{MAIN}mergeCell", f"{STRICT}mergeCell")
_FORMULAS = (f"{MAIN}f", f"{STRICT}f")
_VALUES = (f"{MAIN}v", f"{STRICT}v")
_EPOCH = datetime(1899, 12, 30)
_LETTERS = re.compile(r"[A-Z]{1,3}\Z", re.ASCII)
_HEAD = 65_536


class SheetReader:
    """Reads the rows of one worksheet once; `merged` is complete when they are exhausted."""

    def __init__(self, package: Package, part: str, shared: list[Typed], *, date1904: bool) -> None:
        self.merged: list[Area] = []
        self._package = package
        self._part = part
        self._shared = shared
        self._date1904 = date1904

    def rows(self, columns: Collection[int] | None = None) -> Iterator[SheetRow]:
        """The rows in order, with the cells of those columns (None: of all)."""
        every = _numbers(self._package.limits.columns)
        wanted = every if columns is None else {column_letters(c): c for c in columns}
        with self._package.xml(self._part, "worksheet") as stream:
            head = stream.read(_HEAD)
            start = plain_start(head)
            if start is not None:
                root, first_row = start
                yield from self._mixed(root, stream, head[first_row:], wanted)
                return
        yield from self._parsed(wanted)

    def _mixed(
        self, root: bytes, stream: IO[bytes], start: bytes, wanted: dict[str, int]
    ) -> Iterator[SheetRow]:
        """Plain rows by the short cut, each other row by the parser."""
        pieces = Pieces(stream, start, self._package.limits.tree_bytes)
        by_bytes = {letters.encode(): column for letters, column in wanted.items()}
        shared, longest = self._shared, self._package.limits.text_length
        last = 0
        while found := pieces.next():
            for piece in found:
                row = plain_row(piece, by_bytes, shared, longest)
                if row is not None:
                    self._check_order(row.number, last)
                    last = row.number
                    if row.cells:
                        yield row
                    continue
                text = root + b"<sheetData>" + piece + b"</row></sheetData></worksheet>"
                for element in self._fragment(text).iter(*_ROWS):
                    row = self._row(element, last, wanted)
                    last = row.number
                    if row.cells:
                        yield row
        if pieces.oversize:
            limit = self._package.limits.tree_bytes
            what = Text(f"{self._part} 的一列", f"one row of {self._part}")
            raise self._package.too_large(what, pieces.oversize, limit, "tree_bytes")
        for element in self._fragment(root + b"<sheetData>" + pieces.rest).iter(*_MERGES, *_ROWS):
            if element.tag in _MERGES:
                self._merge(element)
            else:  # a last row without cells
                last = self._row(element, last, wanted).number

    def _fragment(self, text: bytes) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        return etree.fromstring(text, parser)

    def _parsed(self, wanted: dict[str, int]) -> Iterator[SheetRow]:
        """All rows by the parser."""
        last = 0
        for element in elements(self._package, self._part, "worksheet", _ROWS + _MERGES):
            if element.tag in _MERGES:
                self._merge(element)
            else:
                row = self._row(element, last, wanted)
                last = row.number
                if row.cells:
                    yield row

    def _check_order(self, number: int, last: int) -> None:
        if number <= last:
            raise self._package.damaged(
                self._part,
                Text(f"第 {number} 列排在第 {last} 列之後", f"row {number} follows row {last}"),
            )
        if number > self._package.limits.rows:
            raise self._package.damaged(
                self._part, Text(f"第 {number} 列超出工作表", f"row {number} lies beyond the sheet")
            )

    def _merge(self, element: etree._Element) -> None:
        try:
            self.merged.append(area_of(element.get("ref") or ""))
        except ValueError as problem:
            raise self._package.damaged(self._part, said(problem)) from problem
        limit = self._package.limits.merges
        if len(self.merged) > limit:
            what = Text(f"{self._part} 的合併範圍", f"merged areas of {self._part}")
            raise self._package.too_large(what, len(self.merged), limit, "merges")

    def _row(self, element: etree._Element, last: int, wanted: dict[str, int]) -> SheetRow:
        text = element.get("r") or str(last + 1)
        try:
            number = int(text)
        except ValueError:
            raise self._package.damaged(
                self._part, Text(f"「{text[:40]}」不是列號", f"{text[:40]!r} is no row")
            ) from None
        self._check_order(number, last)
        try:
            return self._cells(element, number, wanted)
        except (ValueError, IndexError, OverflowError) as problem:
            raise self._package.damaged(
                self._part, Text(f"第 {number} 列：{said(problem).zh}", f"row {number}: {problem}")
            ) from problem

    def _cells(self, element: etree._Element, number: int, wanted: dict[str, int]) -> SheetRow:
        shared = self._shared
        cells: dict[int, Content] = {}
        formulas: list[int] = []
        digits = str(number)
        tail = -len(digits)
        name: str | None = None
        for cell in element:
            address = cell.get("r")
            if address is None:
                name = _after(name)
            elif address[tail:] == digits:
                name = address[:tail]
            else:
                raise MisuseError(
                    Text(f"其中有儲存格「{address[:40]}」", f"cell {address[:40]!r} stands in it")
                )
            column = wanted.get(name)
            if column is None:
                continue
            children = len(cell)
            if children == 1:
                value = cell[0]
            elif children == 2 and cell[0].tag in _FORMULAS:
                value = cell[1]
                formulas.append(column)
            elif children == 0:
                continue
            else:
                found = self._value(cell, column, formulas)
                if found is None:
                    continue
                value = found
            kind = cell.get("t")
            if kind == "s":
                content = value.text
                if content is not None:
                    cells[column] = shared[_index(content)]
                elif column in formulas:
                    cells[column] = None
                continue
            if kind is None or kind == "n":
                content = value.text
                if content is None:
                    if column in formulas:
                        cells[column] = None
                    continue
                try:
                    figure = float(content)
                except ValueError:
                    if value.tag not in _FORMULAS:
                        raise
                    formulas.append(column)  # never computed
                    cells[column] = None
                    continue
                if figure - figure != 0 or "_" in content:
                    raise MisuseError(
                        Text(f"「{content[:40]}」不是數字", f"{content[:40]!r} is no number")
                    )
                cells[column] = figure
            else:
                self._other(cell, kind, value, column, cells, formulas)
        return SheetRow(number, cells, formulas or NO_FORMULAS)

    def _value(
        self, cell: etree._Element, column: int, formulas: list[int]
    ) -> etree._Element | None:
        """The value among the children of an unusual cell."""
        found = None
        for child in cell:
            if child.tag in _FORMULAS:
                formulas.append(column)
            elif child.tag in _VALUES or str(child.tag).endswith("}is"):
                found = child
        return found

    def _other(
        self,
        cell: etree._Element,
        kind: str,
        value: etree._Element,
        column: int,
        cells: dict[int, Content],
        formulas: list[int],
    ) -> None:
        """A text, truth value, error or ISO date."""
        if value.tag in _FORMULAS:  # never computed
            formulas.append(column)
            cells[column] = None
            return
        if kind == "inlineStr":
            cells[column] = self._text(rich_text(value))
            return
        text = value.text or ""
        if not text and kind != "str":
            if column in formulas:
                cells[column] = None
            return
        if kind == "str":
            cells[column] = self._text(unescape(text))
        elif kind == "b":
            cells[column] = text.strip() in ("1", "true")
        elif kind == "e":
            cells[column] = ErrorCell(text)
        elif kind == "d":
            cells[column] = self._serial(text)
        else:
            raise MisuseError(
                Text(
                    f"儲存格 {cell.get('r')} 的類型不明「{kind[:40]}」",
                    f"cell {cell.get('r')} is of unknown type {kind[:40]!r}",
                )
            )

    def _text(self, text: str) -> Typed:
        limit = self._package.limits.text_length
        if len(text) > limit:
            raise self._package.too_large(
                Text("一個儲存格的文字", "text of one cell"), len(text), limit, "text_length"
            )
        return Typed(text)

    def _serial(self, text: str) -> float:
        passed = datetime.fromisoformat(text.strip()).replace(tzinfo=None) - _EPOCH
        return passed.days + passed.seconds / 86_400 - (1462 if self._date1904 else 0)


def _index(text: str) -> int:
    if not (text.isascii() and text.strip().isdigit()):
        raise MisuseError(Text(f"「{text[:40]}」不是索引", f"{text[:40]!r} is no index"))
    return int(text)


@cache
def _numbers(count: int) -> dict[str, int]:
    return {column_letters(number): number for number in range(1, count + 1)}


def _after(name: str | None) -> str:
    if name is None:
        return "A"
    if not _LETTERS.match(name):
        raise MisuseError(Text(f"「{name[:40]}」不是欄名", f"{name[:40]!r} is no column"))
    return column_letters(column_number(name) + 1)
