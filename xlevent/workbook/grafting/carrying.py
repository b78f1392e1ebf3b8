"""Cells and widths of other people put into a fresh sheet, where there is room for them."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lxml import etree

from xlevent.domain.language import Text
from xlevent.workbook.contents import Area
from xlevent.workbook.grafting.additions import Side
from xlevent.workbook.grafting.sheet_facts import FoundCell, cell_name
from xlevent.workbook.package import MAIN
from xlevent.workbook.patcher.cells import addressed, drop, fill, insert
from xlevent.workbook.patcher.parts import Parts

Spot = tuple[int, int]


@dataclass(slots=True)
class Carried:
    """What goes into one fresh sheet, by its new place."""

    cells: dict[Spot, FoundCell] = field(default_factory=dict)
    widths: dict[int, tuple[float, bool]] = field(default_factory=dict)


class Room:
    """Where a fresh sheet has room: cells that are empty and no part of anything."""

    def __init__(self, side: Side, tab: str) -> None:
        natives = side.natives(tab)
        facts = side.facts(tab, natives)
        self._areas: list[Area] = [native.area for native in natives] + facts.merges
        self._taken: Collection[Spot] = facts.cells

    def at(self, spot: Spot) -> bool:
        """Whether that cell is free."""
        row, column = spot
        return spot not in self._taken and not any(
            area.top <= row <= area.bottom and area.left <= column <= area.right
            for area in self._areas
        )


def put(parts: Parts, part: str, carried: Carried) -> None:
    """Put it into the sheet of that part."""
    root = parts.touch(part)
    data = root.find(f"{MAIN}sheetData")
    if data is None:
        raise parts.package.damaged(part, Text("缺少 sheetData", "it has no sheetData"))
    rows = {int(row.get("r") or 0): row for row in data}
    for (number, column), cell in sorted(carried.cells.items()):
        row = rows.get(number)
        if row is None:
            row = rows[number] = data.makeelement(f"{MAIN}row", {"r": str(number)})
            after = [other for other in rows if other > number]
            if after:
                rows[min(after)].addprevious(row)
            else:
                data.append(row)
        old = addressed(row, number).get(column) if len(row) else None
        place = insert(row, number, column) if old is None else old
        row.replace(place, _plain(cell, cell_name(number, column)))
    for one in root.findall(f"{MAIN}dimension") if carried.cells else ():
        root.remove(one)  # a hint that may be wrong now
    if carried.widths:
        _widths(root, data, carried.widths)


def _plain(cell: FoundCell, name: str) -> etree._Element:
    """The cell with its value and format; what it shows was computed elsewhere."""
    new = copy.deepcopy(cell.element)
    new.tail = None
    new.set("r", name)
    if new.get("t") == "str":
        fill(new, cell.shown)
    drop(new, "cm", "vm", "ph")
    for formula in new.findall(f"{MAIN}f"):
        new.remove(formula)
    return new


def _widths(
    root: etree._Element, data: etree._Element, widths: Mapping[int, tuple[float, bool]]
) -> None:
    columns = root.find(f"{MAIN}cols")
    if columns is None:
        columns = root.makeelement(f"{MAIN}cols", {})
        data.addprevious(columns)
    for column, (width, hidden) in sorted(widths.items()):
        one = _alone(columns, column)
        one.set("width", f"{width:g}")
        one.set("customWidth", "1")
        drop(one, "hidden", "bestFit")
        if hidden:
            one.set("hidden", "1")


def _alone(columns: etree._Element, column: int) -> etree._Element:
    """The element of that column only, split off from a longer one."""
    for one in columns:
        first, last = int(one.get("min") or 1), int(one.get("max") or 1)
        if column < first:
            new = columns.makeelement(f"{MAIN}col", {})
            one.addprevious(new)
            break
        if column <= last:
            new = one
            for start, end, add in (
                (first, column - 1, one.addprevious), (column + 1, last, one.addnext),
            ):  # fmt: skip
                if start <= end:
                    piece = copy.deepcopy(one)
                    piece.set("min", str(start))
                    piece.set("max", str(end))
                    add(piece)
            break
    else:
        new = etree.SubElement(columns, f"{MAIN}col")
    new.set("min", str(column))
    new.set("max", str(column))
    return new
