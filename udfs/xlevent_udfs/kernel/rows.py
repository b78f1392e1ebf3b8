"""Ranges of rows as arguments.

People select ranges with or without headers, with a title above, blank rows and columns, a total
below, and numbers that are text. A header names its column in either language; without headers
the order of the columns counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xlevent.domain import codes
from xlevent.domain.language import Language, Text
from xlevent.domain.values import ErrorCell, Value
from xlevent.sheets.kernel.blocks import Table
from xlevent.sheets.kernel.model import CellProblem, RowReader
from xlevent.sheets.registry import registry
from xlevent_udfs.kernel.arguments import Argument
from xlevent_udfs.kernel.cells import Cells, is_blank
from xlevent_udfs.kernel.memo import Memo, content

MOST_ROWS = 100_000
MOST_KEPT = 8  # results
KEPT_ROWS = 20_000  # together
_HEADER_WITHIN = 6  # filled rows in which a header is looked for: titles may stand above it
_NOT_TITLES = frozenset(("number", "amount", "price", "percent", "integer", "minutes", "date",
                         "datetime", "time"))  # fmt: skip
_TOTAL = re.compile(
    r"(?:合計|總計|小計|總和|加總|sub-?total|grand total|total|sum)\s*[:：]?", re.IGNORECASE
)
Row = dict[str, Value]


class Listed(list[Row]):
    """The rows of an argument, and where each stands in the range, from 1."""

    def __init__(self, argument: str = "", columns: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.argument = argument
        self.columns = columns  # that the range has, though no cell may be filled
        self.places: list[int] = []
        self.content: str | None = None  # the cells that it was read from; see `memo.content`


@dataclass(frozen=True)
class Rows(Argument):
    """Rows of a table of the workbook, or of one declared for the function.

    Parameters
    ----------
    table
        Key of the table, or the table itself.
    columns
        The columns in the order in which they stand where there is no header.
    required
        Columns that must be filled in each row.
    needed
        Columns that a header must name too, though their cells may be blank.
    unique
        A column whose values must differ from row to row, upper and lower case alike.
    least_columns
        How many columns there must be where there is no header.
    typed
        Columns that the sheet computes and people type here.
    most
        So many rows are answered within seconds.
    kept
        Whether cells that come again are not read again: many cells ask about the same rows. The
        rows are then those of all of them; nobody may change them.
    """

    table: str | Table = ""
    columns: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    unique: str = ""
    least_columns: int = 1
    typed: tuple[str, ...] = ()
    most: int = MOST_ROWS
    kept: bool = False

    @property
    def whole(self) -> Table:
        """The table, with the columns that the function does not read."""
        return self.table if isinstance(self.table, Table) else registry().tables[self.table]

    @cached_property
    def declared(self) -> Table:
        """The table, with these columns only."""
        wanted = [
            replace(column, role="input", formula=None) if column.key in self.typed else column
            for column in map(self.whole.column, self.columns)
        ]
        return replace(self.whole, columns=tuple(wanted), anonymous=True)

    @cached_property
    def _reader(self) -> RowReader:
        return RowReader(self.declared, registry().lists)

    @cached_property
    def _memo(self) -> Memo[Listed]:
        return Memo(MOST_KEPT, KEPT_ROWS)

    @property
    def shape(self) -> Text:
        return Text("範圍", "range")

    def read(self, cells: Cells) -> Listed:
        """The rows that hold something; a blank row ends nothing."""
        if not self.kept:
            return self._read(cells)
        said = content(cells) if len(cells) <= KEPT_ROWS else None

        def make() -> Listed:
            listed = self._read(cells)
            listed.content = said
            return listed

        with self._memo.lent(said, len(cells), make) as listed:
            return listed

    def _read(self, cells: Cells) -> Listed:
        if not cells:
            if self.optional:
                return Listed(self.name)
            raise self.wrong("範圍是空的。", "the range is empty.")
        head = self._head(cells)
        first = 0 if head is None else head + 1
        self._check_size(len(cells) - first)
        names = self._by_header(cells[head]) if head is not None else self._by_position(cells)
        listed = Listed(self.name, frozenset(names.values()))
        raws: list[Mapping[str, object]] = []
        places: list[int] = []
        for number, row in enumerate(cells[first:], start=first + 1):
            raw = {name: row[i] for i, name in names.items() if row[i] is not None}
            if raw and not _is_total(row):
                raws.append(raw)
                places.append(number)
        read = self._reader.read(raws)
        for problem in read.problems:
            if problem.problem.code.severity == "error":
                where = None if head is not None else names
                raise self._bad_cell(problem, places[problem.row], where)
        for index, found in zip(read.origins, read.rows, strict=True):
            listed.append(found)
            listed.places.append(places[index])
        self._check_required(listed)
        self._check_unique(listed)
        return listed

    def language(self, cells: Cells) -> Language | None:
        head = self._head(cells)
        if head is None:
            return None
        said = {" ".join(str(cell).split()) for cell in cells[head] if cell is not None}
        titles = [column.title for column in self.declared.columns]
        scores: list[tuple[int, Language]] = [
            (sum(title.show(language) in said for title in titles), language)
            for language in ("both", "zh-TW", "en")
        ]
        best, language = max(scores, key=lambda pair: pair[0])
        return language if best else None

    # --- which column is which ---------------------------------------------------------------
    def _head(self, cells: Cells) -> int | None:
        """The row of the header: the first that names columns and nothing like data."""
        looked = 0
        for number, row in enumerate(cells):
            if is_blank(row):
                continue
            if self._is_header(row):
                return number
            looked += 1
            if looked == _HEADER_WITHIN:
                break
        return None

    def _is_header(self, row: Sequence[object]) -> bool:
        held = [cell for cell in row if cell is not None]
        named = [self._named(cell) for cell in held]
        known = [name for name in named if name is not None]
        if len(known) != 1:
            return len(known) > 1
        # A single title: nothing else stands there, or it cannot be what its column holds.
        column = self.declared.column(known[0])
        texts = all(isinstance(cell, str) for cell in held)
        return len(held) == 1 or (texts and column.kind in _NOT_TITLES)

    def _named(self, cell: object) -> str | None:
        if not isinstance(cell, str) or isinstance(cell, ErrorCell) or len(cell) > 100:
            return None
        return self._reader.column_of(" ".join(cell.split()))

    def _by_header(self, row: Sequence[object]) -> dict[int, str]:
        names: dict[int, str] = {}
        for i, cell in enumerate(row):
            key = self._named(cell)
            if key is None:
                continue
            if key in names.values():
                title = self.declared.column(key).title
                raise self.wrong(
                    f"有兩欄都是「{title.zh}」；請只選一欄。",
                    f"two columns are called {title.en}; select one of them.",
                )
            names[i] = key
        self._refuse_near_misses(row, names)
        missing = [n for n in (*self.required, *self.needed) if n not in names.values()]
        if missing:
            titles = [self.declared.column(name).title for name in missing]
            raise self.wrong(
                f"缺少欄位：{'、'.join(title.zh for title in titles)}。",
                f"columns are missing: {', '.join(title.en for title in titles)}.",
            )
        return names

    def _refuse_near_misses(self, row: Sequence[object], names: Mapping[int, str]) -> None:
        """A header that almost names a column: leaving it out would give a wrong answer."""
        free = {
            form: column
            for column in self.declared.columns
            if column.key not in names.values()
            for form in column.title.forms()
        }
        for i, cell in enumerate(row):
            near = "" if cell is None or i in names else codes.nearest(str(cell), free)
            if near:
                raise self.wrong(
                    f"沒有欄位「{cell}」，是否為「{near}」？",
                    f"no column is called {cell!s}; is it {near}?",
                )

    def _by_position(self, cells: Cells) -> dict[int, str]:
        held = [[i for i, cell in enumerate(row) if cell is not None] for row in cells]
        first = min(found[0] for found in held if found)
        width = max(found[-1] for found in held if found) - first + 1
        least = max((self.columns.index(name) + 1 for name in self.required), default=1)
        if not max(least, self.least_columns) <= width <= len(self.columns):
            order = [self.declared.column(name).title for name in self.columns]
            raise self.wrong(
                f"沒有標題列，{width} 欄無法對應；請連標題一起選取，或依序為 "
                f"{'、'.join(title.zh for title in order)}。",
                f"{width} columns without a header; select the header too, or give "
                f"{', '.join(title.en for title in order)}.",
            )
        return {first + i: name for i, name in enumerate(self.columns[:width])}

    # --- what is wrong with rows -------------------------------------------------------------
    def _check_size(self, count: int) -> None:
        if count > self.most:
            raise self.wrong(
                f"有 {count:,} 列，超過此函數的上限 {self.most:,} 列；請縮小範圍，"
                "或改用 xlevent 指令。",
                f"{count:,} rows; this function takes at most {self.most:,}. Select fewer, or "
                "use the command xlevent.",
            )

    def _check_required(self, listed: Listed) -> None:
        for place, row in zip(listed.places, listed, strict=True):
            for name in self.required:
                if name not in row:
                    title = self.declared.column(name).title
                    raise self.wrong(
                        f"第 {place} 列缺少「{title.zh}」；請填入(合併儲存格只有第一列有值)。",
                        f"row {place} lacks {title.en}; fill it in (merged cells hold their "
                        "value in the first row only).",
                    )

    def _check_unique(self, listed: Listed) -> None:
        seen: dict[str, int] = {}
        for place, row in zip(listed.places, listed, strict=True):
            if self.unique not in row:
                continue
            value = row[self.unique]
            first = seen.setdefault(str(value).casefold(), place)
            if first != place:
                raise self.wrong(
                    f"第 {place} 列的「{value}」與第 {first} 列重複；每列的編號須不同。",
                    f"row {place}: {value} stands in row {first} already; each row needs its own.",
                )

    def _bad_cell(
        self, problem: CellProblem, place: int, positions: Mapping[int, str] | None
    ) -> Exception:
        table = self.declared
        titles = {"table": table.title}
        assumed = Text("", "")
        if problem.column is not None:
            title = titles["column"] = table.column(problem.column).title
            at = next((i + 1 for i, n in (positions or {}).items() if n == problem.column), None)
            if at is not None:
                assumed = Text(
                    f"(沒有標題列，第 {at} 欄視為「{title.zh}」。)",
                    f" (No header: column {at} was taken for {title.en}.)",
                )
        found = codes.finding(
            problem.problem, column=problem.column, value=problem.value, titles=titles
        )
        return self.wrong(
            f"第 {place} 列：{found.message.zh}{found.hint.zh}{assumed.zh}",
            f"row {place}: {found.message.en} {found.hint.en}".rstrip() + assumed.en,
        )


def _is_total(row: Sequence[object]) -> bool:
    """Whether a row adds up those above: its first cell says so, the others are numbers."""
    held = [cell for cell in row if cell is not None]
    if not isinstance(held[0], str) or not _TOTAL.fullmatch(held[0].strip()):
        return False
    return all(isinstance(cell, int | float) for cell in held[1:])
