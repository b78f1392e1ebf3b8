"""Where on a sheet there is room for something that floats over its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from xlevent.workbook.contents import Area, area_of, cell_position
from xlevent.workbook.package import MAIN
from xlevent.workbook.patcher.caches import local
from xlevent.workbook.patcher.parts import Parts

PIXEL = 9525  # English metric units
_POINT = 12_700
_DIGIT = 7  # pixels of the widest digit of the workbook's usual font
_PADDING = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A corner of a cell, counted from 0."""

    row: int
    column: int


class Sizes:
    """Widths of the columns and heights of the rows of a sheet, in pixels."""

    def __init__(self, root: etree._Element) -> None:
        usual = root.find(f"{MAIN}sheetFormatPr")
        width = usual.get("defaultColWidth") if usual is not None else None
        height = usual.get("defaultRowHeight") if usual is not None else None
        self._width = _pixels(float(width or 9.14))
        self._height = float(height or 15) * _POINT / PIXEL
        self._widths: list[tuple[int, int, float]] = []
        for col in root.iterfind(f"{MAIN}cols/{MAIN}col"):
            hidden = col.get("hidden") in ("1", "true")
            wide = 0.0 if hidden else _pixels(float(col.get("width") or 9.14))
            self._widths.append((int(col.get("min") or 1), int(col.get("max") or 1), wide))
        self._heights = {
            int(row.get("r") or 0): 0.0 if row.get("hidden") in ("1", "true")
            else float(row.get("ht") or 0) * _POINT / PIXEL
            for row in root.iterfind(f"{MAIN}sheetData/{MAIN}row")
            if row.get("ht") or row.get("hidden")
        }  # fmt: skip

    def width(self, column: int) -> float:
        """Of a column, counted from 1."""
        found = (w for first, last, w in self._widths if first <= column <= last)
        return next(found, self._width)

    def height(self, row: int) -> float:
        """Of a row, counted from 1."""
        return self._heights.get(row, self._height)

    def covered(self, place: Place, width: float, height: float) -> Area:
        """The cells that lie, if only in part, under something of that size."""
        right, bottom = place.column + 1, place.row + 1
        while (width := width - self.width(right)) > 0:
            right += 1
        while (height := height - self.height(bottom)) > 0:
            bottom += 1
        return Area(place.row + 1, place.column + 1, bottom, right)


def free_place(
    parts: Parts, root: etree._Element, drawing: str | None, width: float, height: float,
    wanted: Iterable[tuple[Place, int]],
) -> Place:  # fmt: skip
    """The first of the wanted places where nothing lies within width and height.

    Each comes with the last row that may be covered. If none is free: right of everything.
    """
    sizes = Sizes(root)
    filled = [*_cells(root), *_floating(parts, drawing)]
    for place, last in wanted:
        area = sizes.covered(place, width, height)
        if area.bottom <= last and not any(_meet(area, other) for other in filled):
            return place
    return Place(0, max((area.right for area in filled), default=0) + 1)


def _cells(root: etree._Element) -> Iterator[Area]:
    for cell in root.iterfind(f"{MAIN}sheetData/{MAIN}row/{MAIN}c"):
        if len(cell):  # a cell with a style alone shows nothing that could be hidden
            row, column = cell_position(cell.get("r") or "A1")
            yield Area(row, column, row, column)
    for merged in root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell"):
        yield area_of(merged.get("ref") or "A1")


def _floating(parts: Parts, drawing: str | None) -> Iterator[Area]:
    for anchor in parts.tree(drawing) if drawing is not None else ():
        corners = {}
        for corner in anchor:
            if local(corner) in ("from", "to"):
                row, column = corner.findtext("{*}row"), corner.findtext("{*}col")
                corners[local(corner)] = (int(row or 0) + 1, int(column or 0) + 1)
        if "from" in corners:
            top, left = corners["from"]
            # What has a size instead of a second corner is taken for a large picture.
            bottom, right = corners.get("to", (top + 20, left + 10))
            yield Area(top, left, bottom, right)


def _meet(one: Area, other: Area) -> bool:
    return (
        one.top <= other.bottom
        and other.top <= one.bottom
        and one.left <= other.right
        and other.left <= one.right
    )


def _pixels(width: float) -> float:
    """Of a column as wide as so many digits; the file's figure holds the padding already."""
    return max(int(width * _DIGIT + 0.5), _PADDING)
