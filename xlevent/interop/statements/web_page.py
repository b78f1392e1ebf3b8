"""Tables of a web page: what many banks call an Excel file is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from lxml import etree

from xlevent.errors import UnreadableFileError
from xlevent.interop.statements.delimited import decoded
from xlevent.interop.statements.grid import Cell, Grid, NumberedRow

_SIZE = 50_000_000
_WIDEST = 200
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_KNOWN = {"big5": "cp950", "ms950": "cp950", "utf8": "utf-8"}


def read_web_page(content: bytes, file: str) -> Iterator[Grid]:
    """All rows of the page as one grid, since headers and lines may be tables of their own."""
    if len(content) > _SIZE:
        raise UnreadableFileError(
            "the web page is too large.", where=file, mend="Download the statement as CSV."
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
            f"the web page cannot be read: {str(problem)[:100]}.", where=file,
            mend="Download the statement as CSV.",
        ) from None  # fmt: skip
    rows = list(_rows(root)) if root is not None else []
    yield Grid(file, "html", partial(_same, rows))


def _same(rows: list[NumberedRow]) -> list[NumberedRow]:
    return rows


def _rows(root: etree._Element) -> Iterator[NumberedRow]:
    for row in root.iter("tr"):
        if next(row.iter("table"), None) is not None:  # a frame around the real tables
            continue
        cells: list[Cell] = []
        for cell in row.iterchildren("td", "th"):
            text = " ".join("".join(map(str, cell.itertext())).split())
            cells.append(text)
            cells += [None] * (_span(cell) - 1)
            if len(cells) > _WIDEST:
                break
        if any(cells):
            line: object = row.sourceline
            yield line if isinstance(line, int) else 0, cells


def _span(cell: etree._Element) -> int:
    text = str(cell.get("colspan") or "1")
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and len(text) < 5 else 1
