"""The cells of any workbook, sheet by sheet: for files that are not ours, such as statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.workbook.cells import Content
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.limits import Limits
from xlevent.workbook.package import Package, open_package
from xlevent.workbook.texts import shared_texts
from xlevent.workbook.xml_reader import SheetReader

COLUMNS = 200  # what stands further right is no table of a statement
_MORE_CELLS = 8  # times the cells of a plan: half a million lines of ten cells


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a visible sheet that hold anything: numbers from 1, and cells from column A."""

    name: str
    date1904: bool
    rows: list[tuple[int, list[Content]]]


def read_sheet_rows(path: Path, limits: Limits | None = None) -> Iterator[SheetRows]:
    """The visible sheets of a workbook, one after the other.

    UnreadableFileError where the file is none, is damaged, or is beyond the limits.
    """
    with open_package(path, limits) as package:
        contents = read_contents(package)
        shared = shared_texts(package, contents.shared_strings)
        room = _MORE_CELLS * package.limits.cells
        for sheet in contents.sheets:
            if sheet.state != "visible":
                continue
            reader = SheetReader(package, sheet.part, shared, date1904=contents.date1904)
            rows, room = _rows(reader, package, room)
            yield SheetRows(sheet.name, contents.date1904, rows)


def _rows(
    reader: SheetReader, package: Package, room: int
) -> tuple[list[tuple[int, list[Content]]], int]:
    rows = []
    for row in reader.rows(range(1, COLUMNS + 1)):
        width = max(row.cells)
        room -= width + 4
        if room < 0:
            limit = _MORE_CELLS * package.limits.cells
            raise package.too_large(Text("儲存格", "cells"), limit, package.limits.cells, "cells")
        get = row.cells.get
        rows.append((row.number, [get(column) for column in range(1, width + 1)]))
    return rows, room
