"""A document that is open in LibreOffice Calc, with the calls of an xlwings.Book that macros make.

Macros ask little of a workbook: its sheets, tables, names and cells, in bulk. Here UNO answers.
Nothing of UNO is imported: what is given is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from xlevent_udfs.libreoffice.cells import Range
from xlevent_udfs.libreoffice.growing import grow, shrink

_EVERYTHING = 1023  # com.sun.star.sheet.CellFlags, all of them


class Book:
    """The document as a workbook."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.sheets = Sheets(self)
        self.app = App(document)

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return str(self.document.Title)

    @property
    def fullname(self) -> str:
        """Where the file is; its address where it is no file of this computer."""
        url = str(self.document.URL)
        return url2pathname(urlsplit(url).path) if url.startswith("file:///") else url

    @property
    def names(self) -> list[Name]:
        """Names of the workbook, then those of its sheets."""
        found = [Name(name, "") for name in _all(self.document.NamedRanges)]
        for sheet in self.sheets:
            found += [Name(name, sheet.name) for name in _all(sheet.cells.NamedRanges)]
        return found


class App:
    """The program."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def calculate(self) -> None:
        """Calculate what is not up to date."""
        self._document.calculate()


class Sheets:
    """The sheets by name or number, in order."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def __len__(self) -> int:
        return int(self._book.document.Sheets.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, which: int | str) -> Sheet:
        listed = self._book.document.Sheets
        if isinstance(which, str):
            return Sheet(self._book, listed.getByName(which))
        return Sheet(self._book, listed.getByIndex(which))

    @property
    def active(self) -> Sheet:
        """The sheet that is seen."""
        return Sheet(self._book, self._book.document.CurrentController.ActiveSheet)

    def add(self, name: str, after: Sheet) -> Sheet:
        """A new sheet behind another one."""
        listed = self._book.document.Sheets
        listed.insertNewByName(name, after.cells.RangeAddress.Sheet + 1)
        return self[name]


class Sheet:
    """One sheet."""

    def __init__(self, book: Book, cells: Any) -> None:
        self.book = book
        self.cells = cells

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.cells.Name)

    @property
    def visible(self) -> bool:
        """Whether its tab is seen."""
        return bool(self.cells.IsVisible)

    def activate(self) -> None:
        """Bring it to the front."""
        self.book.document.CurrentController.setActiveSheet(self.cells)

    def clear(self) -> None:
        """Take away contents and formats."""
        self.cells.clearContents(_EVERYTHING)

    @property
    def used_range(self) -> Range:
        """From A1 to the last cell that holds something."""
        cursor = self.cells.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return self.range((1, 1), (end.EndRow + 1, end.EndColumn + 1))

    def range(self, first: str | tuple[int, int], last: tuple[int, int] | None = None) -> Range:
        """Cells by address, or by row and column of the corners, from 1."""
        if isinstance(first, str):
            return Range(self, self.cells.getCellRangeByName(first.replace("$", "")))
        bottom, right = last or first
        cells = self.cells.getCellRangeByPosition(first[1] - 1, first[0] - 1, right - 1, bottom - 1)
        return Range(self, cells)

    @property
    def tables(self) -> Tables:
        """The tables on it: Calc keeps Excel's as database ranges."""
        return Tables(self)


class Tables:
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[Table]:
        number = self._sheet.cells.RangeAddress.Sheet
        for area in _all(self._sheet.book.document.DatabaseRanges):
            if area.DataArea.Sheet == number and area.IsUserDefined:
                yield Table(self._sheet, area)

    def __getitem__(self, name: str) -> Table:
        return Table(self._sheet, self._sheet.book.document.DatabaseRanges.getByName(name))


class Table:
    """One table."""

    def __init__(self, sheet: Sheet, area: Any) -> None:
        self._sheet = sheet
        self._area = area

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._area.Name)

    @property
    def show_headers(self) -> bool:
        """Whether its first row is one of titles."""
        return bool(self._area.ContainsHeader)

    @property
    def show_totals(self) -> bool:
        """Whether its last row is one of totals."""
        return bool(self._area.TotalsRow)

    @property
    def range(self) -> Range:
        """All its cells."""
        return Range(self._sheet, self._area.ReferredCells)

    def resize(self, cells: Range) -> None:
        """Give it these cells; what refers to its columns refers to the new rows too."""
        more = cells.cells.RangeAddress.EndRow - self._area.DataArea.EndRow
        if more > 0:
            grow(self._sheet.book.document, self._sheet.cells, self._area, more)
        elif more < 0:
            shrink(self._area, -more)


class Name:
    """A name for cells or for a formula."""

    def __init__(self, found: Any, sheet: str) -> None:
        self.name = f"{_quoted(sheet)}!{found.Name}" if sheet else str(found.Name)
        self.refers_to = _reference(found)


def _reference(found: Any) -> str:
    """As Excel writes it: ='Sheet'!$A$1:$B$2; else the formula as Calc writes it."""
    cells = found.ReferredCells
    if cells is None:
        return f"={found.Content}"
    _, _, address = str(cells.AbsoluteName).rpartition(".")
    return f"={_quoted(cells.Spreadsheet.Name)}!{address}"


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _all(listed: Any) -> list[Any]:
    return [listed.getByName(name) for name in listed.ElementNames]
