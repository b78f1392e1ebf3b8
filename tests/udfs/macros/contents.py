"""What a workbook's cells hold, and what xlwings' actions make of it, without writing a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from tests.udfs.macros import excel

Place = tuple[str, int, int]
_is_moment = cache(is_date_format)  # of some dozens of formats


@dataclass
class Contents:
    """Values and formulas by sheet, row and column; the areas of each sheet's tables, in order."""

    cells: dict[Place, Any]
    areas: dict[str, dict[str, str]]
    moments: frozenset[Place]  # cells whose format makes a number a moment

    @classmethod
    def read(cls, path: Path) -> Contents:
        book = openpyxl.load_workbook(path, read_only=True)
        cells, moments = {}, set()
        for sheet in book.worksheets:
            for down, row in enumerate(sheet.iter_rows(), 1):
                for along, cell in enumerate(row, 1):
                    place = sheet.title, down, along
                    if cell.value not in (None, ""):
                        cells[place] = cell.value
                    if _is_moment(cell.number_format):
                        moments.add(place)
        areas = {
            tab: {table.displayName: table.ref for table in tables}
            for tab, tables in excel.tables_of(path, book).items()
        }
        book.close()
        return cls(cells, areas, frozenset(moments))

    def after(self, todo: list[dict[str, Any]]) -> Contents:
        """A copy with the actions carried out as `excel.apply` does on a file."""
        made = Contents(
            dict(self.cells), {tab: dict(areas) for tab, areas in self.areas.items()}, self.moments
        )
        for action in todo:
            _DO[action["func"]](made, action)
        return made

    def told(self) -> tuple[dict[Place, Any], dict[str, str]]:
        """Cells but for the moments of the write log, and the tables' areas."""
        (tab,) = (tab for tab, areas in self.areas.items() if "write_log" in areas)
        left, top, right, bottom = excel.range_boundaries(self.areas[tab]["write_log"])
        cells = {
            (sheet, down, along): value
            for (sheet, down, along), value in self.cells.items()
            if not (sheet == tab and left <= along <= right and top <= down <= bottom)
        }
        return cells, {name: ref for areas in self.areas.values() for name, ref in areas.items()}

    def put(self, place: Place, value: Any) -> None:
        if value == "":
            self.cells.pop(place, None)
        else:
            self.cells[place] = value


def _set_values(made: Contents, action: dict[str, Any]) -> None:
    for place, down, along in _places(made, action):
        value = excel.taken(action["values"][down][along])
        if place in made.moments and type(value) in (int, float):
            value = from_excel(value)
        made.put(place, value)


def _set_formula(made: Contents, action: dict[str, Any]) -> None:
    given = action["values"] if action["values"] is not None else action["args"][0]
    for place, down, along in _places(made, action):
        made.put(place, given if isinstance(given, str) else given[down][along])


def _resize(made: Contents, action: dict[str, Any]) -> None:
    index, address = action["args"]
    areas = made.areas[_tab(made, action)]
    areas[list(areas)[index]] = address.replace("$", "")


def _tab(made: Contents, action: dict[str, Any]) -> str:
    return list(made.areas)[action["sheet_position"]]


def _places(made: Contents, action: dict[str, Any]) -> Any:
    tab = _tab(made, action)
    for down in range(action["row_count"]):
        for along in range(action["column_count"]):
            place = tab, action["start_row"] + down + 1, action["start_column"] + along + 1
            yield place, down, along


# An action that no compared macro asks for is a KeyError.
_DO = {"setValues": _set_values, "setFormula": _set_formula, "resizeTable": _resize}
