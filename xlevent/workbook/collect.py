"""Collects the rows of one located table while its sheet is read once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from xlevent.domain import codes
from xlevent.domain.codes import Code, Problem
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.values import Raw
from xlevent.errors import UnreadableFileError
from xlevent.sheets.kernel.blocks import ByList, Fixed, Table
from xlevent.sheets.kernel.raw import RawRow, RawTable, SheetSpot
from xlevent.workbook.cells import Content, SheetRow
from xlevent.workbook.contents import Area, column_letters
from xlevent.workbook.locate import Located, is_text

_TOTAL = re.compile(
    r"\s*(?:合計|總計|小計|總和|加總|sub-?total|grand total|total|sum)\b", re.IGNORECASE
)
_LISTED = 20  # findings of one kind in one column that are told one by one
_MERGED = 5_000_000  # cells that may be merged again and again
_GAP = 50  # empty rows that end a table whose area is unknown


class Problems:
    """What was noticed, with long repetitions cut short."""

    def __init__(self) -> None:
        self.list: list[tuple[Problem, Place]] = []
        self._count: Counter[tuple[str, str, str]] = Counter()
        self._last: dict[tuple[str, str, str], tuple[Mapping[str, object], Place]] = {}

    def add(
        self, code: Code, place: Place, table: Table | None = None, column: str | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        """Note a problem at a place."""
        details = dict(details or {})
        if table is not None:
            details["table"] = table.title
            if column is not None:
                details["column"] = table.column(column).title
        case = (code.code, table.key if table else "", column or "")
        self._count[case] += 1
        if self._count[case] <= _LISTED:
            self.list.append((Problem(code, details), place))
        self._last[case] = (details, place)

    def close(self) -> list[tuple[Problem, Place]]:
        """All problems, with one line for each kind that was cut short."""
        for case, count in self._count.items():
            if count > _LISTED:
                details, place = self._last[case]
                more = {
                    "table": details.get("table", ""), "column": details.get("column", ""),
                    "count": count - _LISTED, "code": case[0],
                }  # fmt: skip
                self.list.append((Problem(codes.MORE_OF_THE_SAME, more), place))
        self._count.clear()
        return self.list


class Collector:
    """Takes the rows of a sheet in order and keeps those of one table."""

    def __init__(
        self, located: Located, file: str, others: Sequence[Area], stop_at: frozenset[str],
        problems: Problems,
    ) -> None:  # fmt: skip
        """`others` are areas of other tables; `stop_at` the titles that stand above tables."""
        table = located.table
        self.located = located
        self._file = file
        self._others = others
        self._stop_at = stop_at
        self._problems = problems
        found = located.columns.found
        given = _given(table)
        self._stored = {c.key: found[c.key] for c in table.stored if c.key in found}
        self._inputs = {k: c for k, c in self._stored.items() if k not in given}
        self._keys = {column: key for key, column in self._inputs.items()}
        self._results = [
            (c.key, found[c.key]) for c in table.columns
            if c.role == "calc" and c.key in found and c.key not in given
        ]  # fmt: skip
        self._amounts = [
            (c.key, found[c.key]) for c in table.columns
            if c.role == "calc" and c.kind == "amount" and c.key in found
        ]  # fmt: skip
        self._letters = located.letters()
        self._columns = frozenset(found.values())
        self._next_below = located.bottom + 1
        self._below: list[int] = []
        self._last_filled = located.header_row
        self._done = False
        self._overwritten: list[tuple[str, int, Content]] = []
        self._formula_columns: set[str] = set()
        self._index: dict[int, int] = {}
        self._merged = 0  # cells in merged areas
        self.size = 0  # cells that were kept; a row counts as four more
        self.raw = RawTable(table.key)
        self.raw.place = Place(
            file, sheet=located.sheet,
            cell=f"{column_letters(min(self._columns))}{located.header_row}",
        )  # fmt: skip

    @property
    def columns(self) -> frozenset[int]:
        """The sheet columns that are needed."""
        return self._columns

    def take(self, row: SheetRow) -> None:
        """Look at the next row of the sheet."""
        located = self.located
        number = row.number
        if self._done or number < located.first_row:
            return
        if located.last_row is not None and number > located.last_row:
            self._take_below(row)
            return
        if located.by_headers and self._ends(row):
            self._done = True
            return
        self._keep(row)

    def _keep(self, row: SheetRow) -> bool:
        """Keep a row unless it is empty; whether it was kept."""
        cells, formulas = row.cells, row.formulas
        inputs = self._inputs.values()
        if not any(cells.get(c) not in (None, "") or c in formulas for c in inputs):
            return False
        values: RawRow = {
            key: content for key, column in self._stored.items()
            if (content := cells.get(column)) is not None
        }  # fmt: skip
        number = row.number
        if formulas:
            for column in formulas:
                key = self._keys.get(column)
                if key is not None:
                    self._formula(key, number, values.get(key))
        for key, column in self._results:
            if column in formulas:
                self._formula_columns.add(key)
            elif (content := cells.get(column)) not in (None, ""):
                self._overwritten.append((key, number, content))
        self.size += len(values) + 4
        shown: RawRow = {
            key: content for key, column in self._amounts
            if isinstance(content := cells.get(column), int | float)
        }  # fmt: skip
        if shown:
            self.raw.shown[len(self.raw.rows)] = shown
        self._index[number] = len(self.raw.rows)
        self.raw.rows.append(values)
        self.raw.spots.append(SheetSpot(self._file, self.located.sheet, number, self._letters))
        self._last_filled = number
        return True

    def _take_below(self, row: SheetRow) -> None:
        """Rows typed below a table that Excel did not grow, up to the first empty one."""
        number = row.number
        if number <= self.located.bottom:
            return
        if (
            self.located.table.rows is not None
            or number != self._next_below
            or self._in_other(number)
        ):
            self._done = True
            return
        first = next((c for c in sorted(self._columns) if is_text(row.cells.get(c))), None)
        if first is not None:
            text = str(row.cells[first]).strip()
            if text in self._stop_at:
                self._done = True
                return
            if _TOTAL.match(text):
                self._note(codes.TOTAL_BELOW, None, number, column=first, value=text)
                self._done = True
                return
        if self._keep(row):
            self._below.append(number)
            self._next_below = number + 1
        else:
            self._done = True

    def _ends(self, row: SheetRow) -> bool:
        """Whether a table without a known area has ended before this row."""
        if row.number - self._last_filled > _GAP or self._in_other(row.number):
            return True
        text = row.cells.get(min(self._columns))
        return is_text(text) and str(text).strip() in self._stop_at

    def _in_other(self, number: int) -> bool:
        return any(
            area.top <= number <= area.bottom
            and any(area.left <= c <= area.right for c in self._columns)
            for area in self._others
        )

    def _formula(self, key: str, number: int, value: Raw) -> None:
        code = codes.NOT_COMPUTED if value is None else codes.FORMULA_IN_INPUT
        self._note(code, key, number, value=value)

    def _note(
        self, code: Code, key: str | None, row: int, *, column: int | None = None,
        value: object = None, details: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        if key is not None:
            letters = self._letters[key]
        else:
            letters = column_letters(column or min(self._columns))
        place = Place(self._file, sheet=self.located.sheet, cell=f"{letters}{row}")
        self._problems.add(
            code, place, self.located.table, key, {"value": value, **(details or {})}
        )

    def finish(self, merged: Sequence[Area], sees_formulas: bool = True) -> None:
        """Deal with what is known only after the last row."""
        located, header = self.located, self.located.header_row
        for area in merged:
            self._unmerge(area)
        for key, column, text in located.columns.renamed:
            self._note(codes.HEADER_RENAMED, key, header, column=column, value=text)
        for column, text in located.columns.extra:
            self._note(codes.EXTRA_COLUMN, None, header, column=column, value=text)
        for declared in located.table.stored:
            if declared.key not in located.columns.found:
                self._note(codes.COLUMN_MISSING, None, header, details={"column": declared.title})
        if located.by_headers:
            self._note(codes.TABLE_BY_HEADERS, None, header)
        if located.twice:
            self._note(codes.TABLE_TWICE, None, header, value=located.sheet)
        if self._below:
            self._note(codes.ROWS_BELOW, None, self._below[0], details={"count": len(self._below)})
        for key, number, content in self._overwritten if sees_formulas else ():
            # A file saved by a program without formulas has none at all: that was said above.
            if key in self._formula_columns or not located.by_headers:
                self._note(codes.RESULT_OVERWRITTEN, key, number, value=content)

    def _unmerge(self, area: Area) -> None:
        """Keep the top left value of merged cells only, as Excel shows them."""
        stored = [c for c in self._stored.values() if area.left <= c <= area.right]
        top, bottom = max(area.top, self.located.first_row), min(area.bottom, self._last_filled)
        self._merged += len(stored) * max(0, bottom - top + 1)
        if self._merged > max(_MERGED, len(self._stored) * (self._last_filled + 1)):
            raise UnreadableFileError(
                Text(
                    f"檔案已損壞（{self.located.sheet} 的合併儲存格互相重疊）。",
                    f"the file is damaged (merged cells of {self.located.sheet} overlap).",
                ),
                where=self._file,
                mend=Text(
                    "請在 Excel 開啟、讓它修復後另存新檔。",
                    "Open it in Excel, let it repair the file and save it anew.",
                ),
            )
        touched = [
            (number, key)
            for key, column in self._stored.items()
            if area.left <= column <= area.right
            for number in range(top, bottom + 1)
        ]
        if not touched:
            return
        for number, key in touched:
            index = self._index.get(number)
            if index is not None and (number, self._stored[key]) != (area.top, area.left):
                self.raw.rows[index].pop(key, None)
        letters = column_letters(area.left), column_letters(area.right)
        text = f"{letters[0]}{area.top}:{letters[1]}{area.bottom}"
        self._note(codes.MERGED_CELLS, None, area.top, column=area.left, value=text)


def _given(table: Table) -> frozenset[str]:
    """The columns that the declaration fills in."""
    if isinstance(table.rows, ByList):
        return frozenset((table.key_column.key,))
    if isinstance(table.rows, Fixed):
        return frozenset(key for row in table.rows.rows for key in row)
    return frozenset()
