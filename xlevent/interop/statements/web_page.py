"""Tables of a web page: what many banks call an Excel file is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError
from xlevent.interop.statements.delimited import decoded
from xlevent.interop.statements.grid import Cell, Grid, NumberedRow

_SIZE = 50_000_000
_WIDEST = 200
_CELLS = 8_000_000  # of a page; a row counts as four more
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_KNOWN = {"big5": "cp950", "ms950": "cp950", "utf8": "utf-8"}


def read_web_page(content: bytes, file: str) -> Iterator[Grid]:
    """All rows of the page as one grid, since headers and lines may be tables of their own.

    Rows are numbered as they come.
    """
    if len(content) > _SIZE:
        raise UnreadableFileError(
            Text("網頁太大。", "the web page is too large."),
            where=file,
            mend=Text("請將對帳單下載為 CSV。", "Download the statement as CSV."),
        )
    named = _CHARSET.search(content[:4_096])
    encoding = named[1].decode("ascii", "replace").lower() if named else ""
    encoding = _KNOWN.get(encoding, encoding)
    try:
        text, _ = decoded(content, file, encoding)
    except (LookupError, UnreadableFileError):
        text, _ = decoded(content, file)
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise UnreadableFileError(
            Text(
                f"網頁無法讀取：{str(problem)[:100]}。",
                f"the web page cannot be read: {str(problem)[:100]}.",
            ),
            where=file,
            mend=Text("請將對帳單下載為 CSV。", "Download the statement as CSV."),
        ) from None
    rows: list[NumberedRow] = []
    room = _CELLS
    for number, cells in _rows(root) if root is not None else ():
        rows.append((number, cells))
        room -= len(cells) + 4
        if room < 0:
            raise UnreadableFileError(
                Text(
                    f"網頁超過 {_CELLS:,} 個儲存格，可能有害。",
                    f"the web page has more than {_CELLS:,} cells and may be meant to harm.",
                ),
                where=file,
                mend=Text("請將對帳單下載為 CSV。", "Download the statement as CSV."),
            )
    yield Grid(file, "html", partial(_same, rows))


def _same(rows: list[NumberedRow]) -> list[NumberedRow]:
    return rows


def _rows(root: etree._Element) -> Iterator[NumberedRow]:
    below: dict[int, int] = {}  # columns that a cell above still covers, and for how many rows
    for number, row in enumerate(root.iter("tr"), 1):  # many pages are a single line
        if next(row.iter("table"), None) is not None:  # a frame around the real tables
            continue
        if row.getprevious() is None:
            below = {}
        cells: list[Cell] = []
        covered, below = below, {c: left - 1 for c, left in below.items() if left > 1}
        for cell in row.iterchildren("td", "th"):
            while len(cells) in covered:
                cells.append(None)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if high > 1:
                below.update({len(cells) + i: high - 1 for i in range(wide)})
            cells.append(" ".join("".join(map(str, cell.itertext())).split()))
            cells += [None] * (wide - 1)
            if len(cells) > _WIDEST:
                break
        if any(cells):
            yield number, cells


def _span(cell: etree._Element, name: str) -> int:
    text = str(cell.get(name) or "1")
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and len(text) < 5 else 1
