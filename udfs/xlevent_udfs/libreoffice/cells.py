"""Cells of Calc with the calls of an xlwings.Range that macros make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlevent_udfs.libreoffice.calling import DAY_ZERO

Rows = list[list[object]]
_ERROR_RESULTS = 4  # of com.sun.star.sheet.FormulaResult
_BOLD, _PLAIN = 150.0, 100.0
_EXCEL_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_EXCEL_SYNTAX = 4  # com.sun.star.sheet.AddressConvention.XL_OOX
_EXCEL_NAMES, _ALL_GROUPS = 5, 0x7FFFFFFF  # com.sun.star.sheet.FormulaLanguage.OOXML


class Range:
    """A block of cells."""

    def __init__(self, sheet: Any, cells: Any) -> None:
        self.sheet = sheet
        self.cells = cells

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return int(self.cells.RangeAddress.StartRow) + 1

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return int(self.cells.RangeAddress.StartColumn) + 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        place = self.cells.RangeAddress
        return place.EndRow - place.StartRow + 1, place.EndColumn - place.StartColumn + 1

    @property
    def address(self) -> str:
        """As $A$1:$B$2, without the sheet."""
        return str(self.cells.AbsoluteName).rpartition(".")[2]

    def __getitem__(self, place: tuple[int, int]) -> Range:
        row, column = place
        return Range(self.sheet, self.cells.getCellRangeByPosition(column, row, column, row))

    def options(self, **wanted: object) -> Range:
        """Values come in two dimensions and errors as texts in any case."""
        return self

    @property
    def value(self) -> Rows:
        """Numbers, texts, None; days as numbers; an error as Excel's text for it."""
        rows = [[None if cell == "" else cell for cell in row] for row in self.cells.DataArray]
        top, left = self.row - 1, self.column - 1
        for place in self.cells.queryFormulaCells(_ERROR_RESULTS).RangeAddresses:
            for row in range(place.StartRow, place.EndRow + 1):
                for column in range(place.StartColumn, place.EndColumn + 1):
                    cell = self.cells.getCellByPosition(column - left, row - top)
                    said = cell.String
                    rows[row - top][column - left] = said if said in _EXCEL_ERRORS else "#VALUE!"
        return rows

    @value.setter
    def value(self, rows: Sequence[Sequence[object]]) -> None:
        self.cells.setDataArray(tuple(tuple(map(_put, row)) for row in rows))

    @property
    def formula(self) -> tuple[tuple[str, ...], ...]:
        """Formulas as Calc writes them, which the setter does not take; other cells as text."""
        return tuple(map(tuple, self.cells.FormulaArray))

    @formula.setter
    def formula(self, given: str | Sequence[Sequence[str]]) -> None:
        import uno

        if isinstance(given, str):  # one that was read here: it goes back
            self.cells.getCellByPosition(0, 0).setFormula(given)
            return
        document = self.sheet.book.document
        parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        parser.OpCodeMap = mapper.getAvailableMappings(_EXCEL_NAMES, _ALL_GROUPS)
        parser.FormulaConvention = _EXCEL_SYNTAX
        for down, row in enumerate(given):
            for across, text in enumerate(row):
                if "[" in text:  # of a table's column: `grow` has copied it from the row above
                    continue
                cell = self.cells.getCellByPosition(across, down)
                tokens = parser.parseFormula(text.removeprefix("="), cell.CellAddress)
                uno.invoke(cell, "setTokens", (tokens,))

    @property
    def number_format(self) -> str:
        """The format of numbers, in English."""
        formats = self.sheet.book.document.NumberFormats
        return str(formats.getByKey(self.cells.NumberFormat).FormatString)

    @number_format.setter
    def number_format(self, shown: str) -> None:
        import uno

        formats = self.sheet.book.document.NumberFormats
        english = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        key = formats.queryKey(shown, english, False)
        self.cells.NumberFormat = formats.addNew(shown, english) if key < 0 else key

    @property
    def font(self) -> Font:
        """How its texts look."""
        return Font(self.cells)

    @property
    def color(self) -> str:
        """The colour behind the texts."""
        return f"#{self.cells.CellBackColor & 0xFFFFFF:06X}"

    @color.setter
    def color(self, shown: str) -> None:
        self.cells.CellBackColor = int(shown.lstrip("#"), 16)

    @property
    def column_width(self) -> float:
        """Width of its first column in characters."""
        return float(self.cells.Columns.getByIndex(0).Width / 2540 * 96 - 5) / 7

    @column_width.setter
    def column_width(self, characters: float) -> None:
        self.cells.Columns.Width = int((characters * 7 + 5) / 96 * 2540)


class Font:
    """How texts look."""

    def __init__(self, cells: Any) -> None:
        self._cells = cells

    @property
    def bold(self) -> bool:
        """Whether they are bold."""
        return float(self._cells.CharWeight) > _PLAIN

    @bold.setter
    def bold(self, wanted: bool) -> None:
        weight = _BOLD if wanted else _PLAIN
        self._cells.CharWeight = self._cells.CharWeightAsian = weight

    @property
    def color(self) -> str:
        """Their colour."""
        return f"#{self._cells.CharColor & 0xFFFFFF:06X}"

    @color.setter
    def color(self, shown: str) -> None:
        self._cells.CharColor = int(shown.lstrip("#"), 16)


def _put(value: object) -> str | float:
    """What a cell of Calc takes. It reads nothing as if typed, so no apostrophe is needed."""
    if value is None:
        return ""  # a blank cell; without a value LibreOffice 7.4 would crash
    if isinstance(value, str):
        return value.removeprefix("'")
    if isinstance(value, datetime):
        since = value.replace(tzinfo=None) - datetime(*DAY_ZERO)
        return since.total_seconds() / 86_400
    if isinstance(value, date):
        return float((value - date(*DAY_ZERO)).days)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    if isinstance(value, bool | int | float | Decimal):
        return float(value)
    return str(value)
