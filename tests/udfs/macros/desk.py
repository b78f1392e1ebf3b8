"""A workbook that takes writes at once, as Excel on a desk does, and may refuse them.

xlwings' remote engine collects actions, so what happens when the third write fails cannot be
seen there. This has the few calls that macros use, over plain dicts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from xlevent.workbook.book import CellValue

_ISO = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z\Z")


class RefusedByExcelError(Exception):
    """What COM raises, in the form of pywin32: a tuple of facts."""


@dataclass
class Cells:
    """A range."""

    sheet: DeskSheet
    row: int
    column: int
    shape: tuple[int, int]

    @property
    def address(self) -> str:
        last = self.row + self.shape[0] - 1, self.column + self.shape[1] - 1
        return f"{get_column_letter(self.column)}{self.row}:{get_column_letter(last[1])}{last[0]}"

    def options(self, **_: Any) -> Cells:
        return self

    def __getitem__(self, at: tuple[int, int]) -> Cells:
        return Cells(self.sheet, self.row + at[0], self.column + at[1], (1, 1))

    def _each(self) -> list[list[tuple[int, int]]]:
        rows, columns = self.shape
        return [
            [(self.row + down, self.column + along) for along in range(columns)]
            for down in range(rows)
        ]

    @property
    def value(self) -> list[list[Any]]:
        return [[self.sheet.cells.get(at) for at in row] for row in self._each()]

    @value.setter
    def value(self, rows: list[list[Any]]) -> None:
        self.sheet.refuse()
        for places, values in zip(self._each(), rows, strict=True):
            for at, value in zip(places, values, strict=True):
                self.sheet.formulas.pop(at, None)
                if value in (None, ""):
                    self.sheet.cells.pop(at, None)
                else:
                    text = isinstance(value, str)
                    self.sheet.cells[at] = value.removeprefix("'") if text else value

    @property
    def formula(self) -> tuple[tuple[Any, ...], ...]:
        found = self.sheet
        return tuple(
            tuple(found.formulas.get(at, found.cells.get(at, "")) for at in row)
            for row in self._each()
        )

    @formula.setter
    def formula(self, given: Any) -> None:
        self.sheet.refuse()
        for down, places in enumerate(self._each()):
            for along, at in enumerate(places):
                text = given if isinstance(given, str) else given[down][along]
                self.sheet.formulas[at] = text
                self.sheet.cells[at] = "computed"


@dataclass
class DeskTable:
    """A table object."""

    sheet: DeskSheet
    name: str
    ref: str
    show_headers: bool
    show_totals: bool

    @property
    def range(self) -> Cells:
        return self.sheet.range(self.ref)

    def resize(self, cells: Cells) -> None:
        self.sheet.refuse()
        self.ref = cells.address


@dataclass
class DeskSheet:
    """A sheet; after `patience` writes it refuses one."""

    name: str
    visible: bool
    cells: dict[tuple[int, int], CellValue]
    tables: dict[str, DeskTable] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    patience: int | None = None

    def refuse(self) -> None:
        if self.patience is not None:
            if self.patience <= 0:
                self.patience = None  # one locked cell, not all
                raise RefusedByExcelError(-2147352567, "發生例外狀況。", (0, "Microsoft Excel",
                                          "您要變更的儲存格位於受保護的工作表。"))  # fmt: skip
            self.patience -= 1

    def range(self, first: Any, last: tuple[int, int] | None = None) -> Cells:
        if isinstance(first, str):
            left, top, right, bottom = range_boundaries(first)
            first, last = (top, left), (bottom, right)
        last = last or first
        return Cells(self, *first, (last[0] - first[0] + 1, last[1] - first[1] + 1))

    @property
    def used_range(self) -> Cells:
        rows, columns = zip(*self.cells, strict=True) if self.cells else ((1,), (1,))
        return self.range((min(rows), min(columns)), (max(rows), max(columns)))


@dataclass
class DeskName:
    """A defined name."""

    name: str
    refers_to: str


class Sheets(dict[str, DeskSheet]):
    """Sheets by name; iterating gives the sheets."""

    def __iter__(self) -> Any:
        return iter(self.values())


class DeskBook:
    """The workbook of a payload (tests/udfs/macros/excel.py)."""

    def __init__(self, payload: dict[str, Any]) -> None:
        self.name = payload["book"]["name"]
        self.fullname = self.name
        self.names = [
            DeskName(n["name"] if n["book_scope"] else f"'{n['scope_sheet_name']}'!{n['name']}",
                     n["refers_to"])
            for n in payload["names"]
        ]  # fmt: skip
        self.sheets = Sheets()
        for entry in payload["sheets"]:
            cells = {
                (row, column): _moment(value)
                for row, values in enumerate(entry["values"], 1)
                for column, value in enumerate(values, 1)
                if value != ""
            }
            sheet = DeskSheet(entry["name"], entry["visibility"] == "Visible", cells)
            self.sheets[sheet.name] = sheet
            sheet.tables = TablesOf(
                DeskTable(sheet, t["name"], t["range_address"], t["show_headers"], t["show_totals"])
                for t in entry["tables"]
            )

    def held(self) -> dict[str, Any]:
        """Everything that it holds, to compare."""
        return {
            sheet.name: (dict(sheet.cells), dict(sheet.formulas),
                         {t.name: t.ref for t in sheet.tables})
            for sheet in self.sheets
        }  # fmt: skip


def _moment(value: Any) -> Any:
    """Excel hands dates over as moments, where the payload has texts."""
    if isinstance(value, str) and _ISO.match(value):
        return datetime.fromisoformat(value[:-1])
    return value


class TablesOf(dict[str, DeskTable]):
    """Tables by name; iterating gives the tables."""

    def __init__(self, tables: Any) -> None:
        super().__init__((table.name, table) for table in tables)

    def __iter__(self) -> Any:
        return iter(self.values())
