"""Arguments: what a function wants, and how it is read from the cells that people point at.

People select ranges with or without headers, with a title above, blank rows and columns, and
numbers that are text. A header names its column in either language; without headers the order of
the columns counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from xlevent.domain import codes
from xlevent.domain.language import Language, Text
from xlevent.domain.values import Value, parse
from xlevent.sheets.kernel.blocks import Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.model import CellProblem, RowReader
from xlevent.sheets.registry import registry
from xlevent_udfs.kernel.cells import Cells, filled, is_blank
from xlevent_udfs.kernel.errors import CellError

_HEADER_WITHIN = 3  # rows in which a header is looked for: a title may stand above it
Row = dict[str, Value]


@dataclass(frozen=True)
class Argument:
    """One argument; `read` gives its value, CellError where it cannot be one."""

    name: str
    help: Text
    optional: bool = False
    default: Any = None

    def read(self, cells: Cells) -> Any:
        """The value that the cells mean."""
        raise NotImplementedError

    def language(self, cells: Cells) -> Language | None:
        """The language that the cells are written in, where they tell."""
        return None

    def wrong(self, zh: str, en: str) -> CellError:
        """An error of this argument."""
        return CellError(Text(f"引數 {self.name}：{zh}", f"argument {self.name}: {en}"))


@dataclass(frozen=True)
class Scalar(Argument):
    """One cell of a kind of column: text, number, amount, percent, integer, date, time ..."""

    kind: str = "text"
    least: Decimal | int | None = None

    def read(self, cells: Cells) -> Value | None:
        found = filled(cells)
        if not found:
            return self.default  # type: ignore[no-any-return]
        if len(found) > 1:
            raise self.wrong(
                f"只要一格，卻有 {len(found)} 格有值。",
                f"one cell is wanted, {len(found)} hold something.",
            )
        value, problems = parse(self.kind, found[0])
        for problem in problems:
            if value is None or problem.code.severity == "error":
                about = codes.finding(
                    problem, value=found[0], titles={"column": Text(self.name, self.name)}
                )
                raise self.wrong(about.message.zh, about.message.en)
        if self.least is not None and isinstance(value, Decimal | int) and value < self.least:
            raise self.wrong(f"不可小於 {self.least}。", f"it must be at least {self.least}.")
        return value


@dataclass(frozen=True)
class Flag(Argument):
    """TRUE or FALSE, 1 or 0, yes or no."""

    optional: bool = True
    default: bool = False

    def read(self, cells: Cells) -> bool:
        found = filled(cells)
        if not found:
            return self.default
        said = str(found[0]).strip().casefold()
        if said in ("true", "1", "1.0", "yes", "y", "是"):
            return True
        if said in ("false", "0", "0.0", "no", "n", "否"):
            return False
        raise self.wrong("請填 TRUE 或 FALSE。", "give TRUE or FALSE.")


@dataclass(frozen=True)
class Choice(Argument):
    """One value of a drop-down list of the workbook, in either language or by its key."""

    list: str = ""

    def read(self, cells: Cells) -> str | None:
        found = filled(cells)
        if not found:
            return self.default  # type: ignore[no-any-return]
        known = registry().lists[self.list]
        key = known.lookup().get(str(found[0]).strip().casefold())
        if len(found) > 1 or key is None:
            labels = [option.label for option in known.options]
            raise self.wrong(
                f"「{found[0]}」不在選項中：{'、'.join(label.zh for label in labels)}。",
                f"{found[0]!s} is none of {', '.join(label.en for label in labels)}.",
            )
        return key


@dataclass(frozen=True)
class Numbers(Argument):
    """All numbers of a range, row by row; blank cells and a header do not count."""

    def read(self, cells: Cells) -> list[Decimal]:
        found: list[Decimal] = []
        for number, raw in enumerate(filled(cells)):
            value, _ = parse("number", raw)
            if not isinstance(value, Decimal):
                if number == 0 and isinstance(raw, str) and len(filled(cells)) > 1:
                    continue  # a header
                raise self.wrong(f"「{raw}」不是數字。", f"{raw!s} is no number.")
            found.append(value)
        return found


@dataclass(frozen=True)
class Texts(Argument):
    """All texts of a range, row by row; blank cells do not count."""

    def read(self, cells: Cells) -> list[str]:
        found = (parse("text", raw)[0] for raw in filled(cells))
        return [str(value) for value in found if value is not None]


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
    """

    table: str | Table = ""
    columns: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    @cached_property
    def declared(self) -> Table:
        """The table, with these columns only."""
        table = self.table if isinstance(self.table, Table) else registry().tables[self.table]
        wanted = [table.column(name) for name in self.columns]
        return replace(table, columns=tuple(wanted), anonymous=True)

    @cached_property
    def _reader(self) -> RowReader:
        return RowReader(self.declared, registry().lists)

    def read(self, cells: Cells) -> list[Row]:
        """The rows that hold something; a blank row ends nothing."""
        if not any(not is_blank(row) for row in cells):
            if self.optional:
                return []
            raise self.wrong("範圍是空的。", "the range is empty.")
        head = self._head(cells)
        names = self._by_header(cells[head]) if head is not None else self._by_position(cells)
        first = 0 if head is None else head + 1
        raws: list[Mapping[str, object]] = []
        places: list[int] = []
        for number, row in enumerate(cells[first:], start=first + 1):
            raw = {name: row[i] for i, name in names.items() if row[i] is not None}
            if raw:
                raws.append(raw)
                places.append(number)
        read = self._reader.read(raws)
        for problem in read.problems:
            if problem.problem.code.severity == "error":
                raise self._bad_cell(problem, places)
        for index, cells_read in zip(read.origins, read.rows, strict=True):
            for name in self.required:
                if name not in cells_read:
                    title = self.declared.column(name).title
                    raise self.wrong(
                        f"第 {places[index]} 列缺少「{title.zh}」。",
                        f"row {places[index]} lacks {title.en}.",
                    )
        return read.rows

    def language(self, cells: Cells) -> Language | None:
        head = self._head(cells)
        if head is None:
            return None
        said = {str(cell).strip() for cell in cells[head] if cell is not None}
        titles = [column.title for column in self.declared.columns]
        scores: list[tuple[int, Language]] = [
            (sum(title.show(language) in said for title in titles), language)
            for language in ("both", "zh-TW", "en")
        ]
        best, language = max(scores, key=lambda pair: pair[0])
        return language if best else None

    def _head(self, cells: Cells) -> int | None:
        """The row of the header: the first that names columns and nothing like data."""
        for number, row in enumerate(cells[:_HEADER_WITHIN]):
            texts = [cell for cell in row if isinstance(cell, str)]
            known = sum(self._reader.column_of(text) is not None for text in texts)
            if known >= 2 or (known == 1 and len(self.columns) == 1):
                return number
        return None

    def _by_header(self, row: Sequence[object]) -> dict[int, str]:
        names: dict[int, str] = {}
        for i, cell in enumerate(row):
            key = self._reader.column_of(str(cell)) if cell is not None else None
            if key is not None and key not in names.values():
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
        first = min(i for row in cells for i, cell in enumerate(row) if cell is not None)
        last = max(i for row in cells for i, cell in enumerate(row) if cell is not None)
        width = last - first + 1
        needed = max((self.columns.index(name) + 1 for name in self.required), default=1)
        if not needed <= width <= len(self.columns):
            order = [self._column(name).title for name in self.columns]
            raise self.wrong(
                f"沒有標題列，{width} 欄無法對應；請連標題一起選取，或依序為 "
                f"{'、'.join(title.zh for title in order)}。",
                f"{width} columns without a header; select the header too, or give "
                f"{', '.join(title.en for title in order)}.",
            )
        return {first + i: name for i, name in enumerate(self.columns[:width])}

    def _column(self, name: str) -> Column:
        return self.declared.column(name)

    def _bad_cell(self, problem: CellProblem, places: Sequence[int]) -> CellError:
        table = self.declared
        titles = {"table": table.title}
        if problem.column is not None:
            titles["column"] = table.column(problem.column).title
        found = codes.finding(
            problem.problem, column=problem.column, value=problem.value, titles=titles
        )
        row = places[problem.row]
        return self.wrong(f"第 {row} 列：{found.message.zh}", f"row {row}: {found.message.en}")
