"""The XML of one worksheet, of which only the rows that are asked for are parsed.

A sheet written the way Excel and its kin write it (`PlainSheet`) is unpacked into a temporary
file beside an index of its rows; rows that are edited are parsed one by one and spliced in when
the sheet is written. A sheet written in any other way that XML allows (`TreeSheet`) is held as
a tree.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import IO

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import alike, said
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.archive import copy_stream
from xlevent.workbook.patcher.cells import addressed
from xlevent.workbook.patcher.parts import Parts, parser, serialised
from xlevent.workbook.patcher.references import ROWS
from xlevent.workbook.plain_rows import plain_start

_ROW = re.compile(rb"\s*<row((?:\s[^<>]*?)?)(/?)>")
_NUMBER = re.compile(rb'\sr="([1-9]\d{0,6})"')
_END = re.compile(rb"\s*</sheetData>")
_SPECIAL = (b"array", b"dataTable", b"shared")
_HEAD = 65_536
_READ = 1_048_576
_TAG = 8_192  # bytes within which the start tag of a row must end
_IN_MEMORY = 2_000_000  # bytes of a sheet above which it is unpacked to disk
_OPEN = 2_000  # rows that are held as trees at once
_EMPTY_DATA = b"<sheetData/>"


class TreeSheet:
    """A worksheet as a tree."""

    def __init__(self, parts: Parts, part: str) -> None:
        package = parts.package
        self.part = part
        self.changed = False
        self._package = package
        self._root = parts.tree(part)
        data = self._root.find("{*}sheetData")
        if data is None:
            raise package.damaged(part, Text("缺少 sheetData", "it has no sheetData"))
        self._data = data
        self._rows: dict[int, etree._Element] = {}
        last = 0
        for row in data.iterchildren("{*}row"):
            last = _next(package, part, row.get("r") or str(last + 1), last)
            row.set("r", str(last))
            self._rows[last] = row
        self.special = any(True for _ in data.iterfind("{*}row/{*}c/{*}f[@t]"))

    @property
    def frame(self) -> etree._Element:
        """The root of the sheet, for all that is not a row."""
        return self._root

    def touch_frame(self) -> etree._Element:
        """The root of the sheet, to be changed."""
        self.changed = True
        return self._root

    def numbers(self, first: int = 1, last: int = ROWS) -> list[int]:
        """The numbers of the rows that exist between two rows."""
        return sorted(number for number in self._rows if first <= number <= last)

    def row(self, number: int) -> etree._Element | None:
        """A row, to look at."""
        row = self._rows.get(number)
        if row is not None:
            _checked(self._package, self.part, row, number)
        return row

    def edit(self, number: int) -> etree._Element:
        """A row, new where there is none, to be changed."""
        self.changed = True
        row = self.row(number)
        if row is None:
            row = self._data.makeelement(str(self._data.tag)[:-9] + "row", {"r": str(number)})
            later = [n for n in self._rows if n > number]
            if later:
                self._rows[min(later)].addprevious(row)
            else:
                self._data.append(row)
            self._rows[number] = row
        return row

    def special_rows(self) -> Iterator[tuple[int, etree._Element]]:
        """The rows that hold array formulas, data tables or the first of shared formulas."""
        for number, row in self._rows.items():
            if row.find("{*}c/{*}f[@ref]") is not None:
                _checked(self._package, self.part, row, number)
                yield number, row

    def rows_like(self, pattern: re.Pattern[bytes]) -> list[int]:
        """The numbers of rows in whose formulas the pattern may be found."""
        return [
            number
            for number, row in self._rows.items()
            if any(f.text and pattern.search(f.text.encode()) for f in row.iterfind("{*}c/{*}f"))
        ]

    def write(self, target: IO[bytes]) -> None:
        """Write the part."""
        target.write(serialised(self._root))

    def close(self) -> None:
        """Nothing is held open."""


class PlainSheet:
    """A worksheet as bytes with an index of its rows; `_OddlyWrittenError` if that cannot be."""

    def __init__(self, package: Package, part: str) -> None:
        self.part = part
        self.special = False
        self._package = package
        self._numbers = array("I")
        self._starts = array("Q")
        self._ends = array("Q")
        self._closed: dict[int, bytes] = {}  # changed rows
        self._open: dict[int, etree._Element] = {}  # changed rows that may still change
        self._seen: tuple[int, etree._Element] | None = None  # the unchanged row parsed last
        self._new: set[int] = set()
        self._frame: etree._Element | None = None
        self._frame_changed = False
        self._spool = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed in close
        try:
            with package.xml(part, "worksheet") as stream:
                head = stream.read(_HEAD)
                found = plain_start(head)
                if found is None:
                    raise _OddlyWrittenError
                self._root, self._data_start = found
                self._data_end, self._size = self._index(stream, head)
        except BaseException:
            self.close()
            raise

    @property
    def changed(self) -> bool:
        """Whether the part is to be written anew."""
        return self._frame_changed or bool(self._closed or self._open)

    @property
    def frame(self) -> etree._Element:
        """The root of the sheet without its rows."""
        if self._frame is None:
            tail = self._size - self._data_end
            limit = self._package.limits.tree_bytes
            if tail > limit:
                raise self._package.too_large(
                    Text(f"{self.part} 各列之後的內容", f"what follows the rows of {self.part}"),
                    tail,
                    limit,
                )
            head = self._bytes(0, self._data_start).removesuffix(b"<sheetData>")
            rest = self._bytes(self._data_end, self._size).partition(b"</sheetData>")[2]
            self._frame = self._parsed(head + _EMPTY_DATA + rest)
        return self._frame

    def touch_frame(self) -> etree._Element:
        """The root of the sheet without its rows, to be changed."""
        self._frame_changed = True
        return self.frame

    def numbers(self, first: int = 1, last: int = ROWS) -> list[int]:
        """The numbers of the rows that exist between two rows."""
        low = bisect_left(self._numbers, first)
        high = bisect_left(self._numbers, last + 1)
        new = [number for number in self._new if first <= number <= last]
        return sorted([*self._numbers[low:high], *new])

    def row(self, number: int) -> etree._Element | None:
        """A row, to look at."""
        found = self._open.get(number)
        if found is not None:
            return found
        if self._seen is not None and self._seen[0] == number:
            return self._seen[1]
        text = self._closed.get(number) or self._source(number)
        if not text:
            return None
        root = self._parsed(self._root + b"<sheetData>" + text + b"</sheetData></worksheet>")
        row = root[0][0]
        _checked(self._package, self.part, row, number)
        self._seen = number, row
        return row

    def edit(self, number: int) -> etree._Element:
        """A row, new where there is none, to be changed; valid until the next is asked for."""
        row = self._open.get(number)
        if row is None:
            if len(self._open) >= _OPEN:
                self._close_rows()
            row = self.row(number)
            if row is None:
                text = self._root + b'<sheetData><row r="%d"/></sheetData></worksheet>' % number
                row = self._parsed(text)[0][0]
                self._new.add(number)
            self._open[number] = row
            self._seen = None  # it is no longer as it was
        return row

    def special_rows(self) -> Iterator[tuple[int, etree._Element]]:
        """The rows that hold array formulas, data tables or the first of shared formulas."""
        for number in [n for n, text in self._texts() if b" ref=" in text]:
            row = self.row(number)
            assert row is not None
            yield number, row

    def rows_like(self, pattern: re.Pattern[bytes]) -> list[int]:
        """The numbers of rows in whose formulas the pattern may be found."""
        return [n for n, text in self._texts() if b"<f" in text and pattern.search(text)]

    def write(self, target: IO[bytes]) -> None:
        """Write the part: what was not changed as it was."""
        self._close_rows()
        if self._frame_changed:
            before, _, after = serialised(self.frame).partition(_EMPTY_DATA)
            target.write(before + b"<sheetData>")
        else:
            target.write(self._bytes(0, self._data_start))
        position = self._data_start
        for number in sorted(self._closed):
            place = bisect_left(self._numbers, number)
            there = place < len(self._numbers)
            start = self._starts[place] if there else self._data_end
            self._copy(target, position, start)
            target.write(self._closed[number])
            same = there and self._numbers[place] == number
            position = self._ends[place] if same else start
        self._copy(target, position, self._data_end)
        if self._frame_changed:
            target.write(b"</sheetData>" + after)
        else:
            self._copy(target, self._data_end, self._size)

    def close(self) -> None:
        """Give the temporary file back."""
        self._spool.close()

    def _index(self, stream: IO[bytes], head: bytes) -> tuple[int, int]:
        """Note where each row is; where the rows end, and the size of the part, come back."""
        self._spool.write(head)
        buffer, base, position, last = head, 0, self._data_start, 0
        while True:
            self.special = self.special or any(word in buffer for word in _SPECIAL)
            while (start := _ROW.match(buffer, position)) is not None:
                end = start.end()
                if not start[2]:
                    end = buffer.find(b"</row>", start.end()) + 6
                    if end < 6:
                        break
                number = _NUMBER.search(start[1])
                inside = start.start(), end
                if not number or b"<!" in start[0] or buffer.find(b"<!", *inside) >= 0:
                    raise _OddlyWrittenError
                if buffer.find(b"<?", *inside) >= 0:
                    raise _OddlyWrittenError
                last = _next(self._package, self.part, number[1].decode(), last)
                self._numbers.append(last)
                self._starts.append(base + start.start(1) - 4)
                self._ends.append(base + end)
                position = end
            if start is None:
                if _END.match(buffer, position):
                    break
                if len(buffer) - position > _TAG:
                    raise _OddlyWrittenError
            if len(buffer) - position > self._package.limits.tree_bytes:
                size = len(buffer) - position
                limit = self._package.limits.tree_bytes
                raise self._package.too_large(
                    Text(f"{self.part} 的一列", f"one row of {self.part}"), size, limit
                )
            data = stream.read(_READ)
            if not data:
                raise _OddlyWrittenError
            self._spool.write(data)
            base, buffer, position = base + position, buffer[position:] + data, 0
        while data := stream.read(_READ):
            self._spool.write(data)
        return base + position, self._spool.tell()

    def _texts(self) -> Iterator[tuple[int, bytes]]:
        """All rows as they are now."""
        self._close_rows()
        for number in self._new:
            yield number, self._closed[number]
        base, window = 0, b""
        for number, start, end in zip(self._numbers, self._starts, self._ends, strict=True):
            if end > base + len(window):
                base, window = start, self._bytes(start, max(end, start + _READ))
            yield number, self._closed.get(number) or window[start - base : end - base]

    def _source(self, number: int) -> bytes:
        """A row as it stood in the file; nothing if it was not there."""
        place = bisect_left(self._numbers, number)
        same = place < len(self._numbers) and self._numbers[place] == number
        return self._bytes(self._starts[place], self._ends[place]) if same else b""

    def _bytes(self, start: int, end: int) -> bytes:
        self._spool.seek(start)
        return self._spool.read(end - start)

    def _copy(self, target: IO[bytes], start: int, end: int) -> None:
        self._spool.seek(start)
        copy_stream(self._spool, target, end - start)

    def _parsed(self, text: bytes) -> etree._Element:
        try:
            return etree.fromstring(text, parser())
        except etree.XMLSyntaxError as problem:
            raise self._package.damaged(
                self.part, alike(problem.msg) if problem.msg else Text("不是 XML", "it is no XML")
            ) from problem

    def _close_rows(self) -> None:
        """Turn the rows that are held as trees into bytes."""
        for number, row in self._open.items():
            data = row.getparent()
            assert data is not None
            root = data.getparent()
            assert root is not None
            text = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
            start = text.index(b"<sheetData>") + len(b"<sheetData>")
            self._closed[number] = text[start : text.rindex(b"</sheetData>")]
        self._open.clear()


SheetXml = PlainSheet | TreeSheet


class _OddlyWrittenError(Exception):
    """A sheet that only a parser understands."""


def open_sheet(parts: Parts, part: str) -> SheetXml:
    """The XML of a worksheet; of a new one, the tree that will be written."""
    if not parts.is_new(part):
        with contextlib.suppress(_OddlyWrittenError):
            return PlainSheet(parts.package, part)
    return TreeSheet(parts, part)


def _next(package: Package, part: str, text: str, last: int) -> int:
    if not text.isdecimal() or not last < int(text) <= ROWS:
        raise package.damaged(
            part,
            Text(
                f"第「{text[:40]}」列排在第 {last} 列之後", f"row {text[:40]!r} follows row {last}"
            ),
        )
    return int(text)


def _checked(package: Package, part: str, row: etree._Element, number: int) -> None:
    try:
        addressed(row, number)
    except ValueError as problem:
        raise package.damaged(part, said(problem)) from problem
