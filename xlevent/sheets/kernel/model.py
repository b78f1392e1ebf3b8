"""Rows of a table from raw cells: typed values, and every problem with its row and column.

A bad cell costs neither its row nor the other cells. Conversions are closures made once per
column, because a plan of 50,000 rows has more than a million cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from xlevent.domain import codes, values
from xlevent.domain.codes import Problem
from xlevent.domain.language import Text
from xlevent.domain.values import Parsed, Raw, Value
from xlevent.sheets.kernel.blocks import Record, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.lists import ChoiceList

TypedRow = dict[str, Value]
_MOST_NEAR = 1_000
_AT_LEAST = Text("大於或等於", "at least")
_ABOVE = Text("大於", "more than")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A problem of one cell or row; `row` counts the rows that were given, from 0."""

    row: int
    column: str | None
    problem: Problem
    value: Raw = None


@dataclass(slots=True)
class ReadRows:
    """What became of the rows of a table."""

    rows: list[TypedRow] = field(default_factory=list)  # non-empty cells only
    origins: list[int] = field(default_factory=list)  # index of each among the rows given
    problems: list[CellProblem] = field(default_factory=list)
    unread: dict[int, dict[str, Raw]] = field(default_factory=dict)  # by index in `rows`


def as_table(record: Record) -> Table:
    """A record seen as a table of one row."""
    return Table(record.key, record.title, record.columns, anonymous=True)


def as_key(table: Table, column: Column) -> Column:
    """The column; a text by which links find its rows is read like them, without blanks around."""
    if column.kind == "text" and column is table.key_column and not table.anonymous:
        return replace(column, kind="key")
    return column


class RowReader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, lists: Mapping[str, ChoiceList], *, date1904: bool = False
    ) -> None:
        self.table = table
        self._converters = {
            c.key: cell_converter(as_key(table, c), lists, date1904=date1904)
            for c in table.columns
            if c.role != "calc"
        }
        self._names = {title.casefold(): c.key for c in table.columns for title in c.title.forms()}
        self._names.update({c.key: c.key for c in table.columns})
        self._near: dict[str, dict[str, object]] = {}
        self._required = tuple(
            c.key for i, c in enumerate(table.columns)
            if c.role == "input" and (c.required or (i == 0 and not table.anonymous))
        )  # fmt: skip

    def column_of(self, name: str) -> str | None:
        """The key of the column that a name or title means."""
        return self._names.get(name) or self._names.get(name.strip().casefold())

    def convert(self, column: str, raw: Raw) -> Parsed:
        """One cell of an input or engine column."""
        return self._converters[column](raw)

    def holds(self, column: str) -> bool:
        """Whether plan files hold that column: it exists and is no formula."""
        return column in self._converters

    def read(self, raws: Sequence[Mapping[str, Raw]]) -> ReadRows:
        """All rows; rows without any value are left out."""
        result = ReadRows()
        converters, problems = self._converters, result.problems
        ignored: set[str] = set()
        for index, raw_row in enumerate(raws):
            row: TypedRow = {}
            unread: dict[str, Raw] = {}
            for name, raw in raw_row.items():
                converter = converters.get(name)
                if converter is None:
                    key = self.column_of(name)
                    if key is None:
                        # Told even without a value: {cost: 1,234} is cost 1 and a name 234.
                        if raw is not None and raw != "":
                            unread[name] = raw
                        problems.append(self._unknown(index, name))
                        continue
                    converter = converters.get(key)
                    if converter is None:
                        if key not in ignored and raw is not None and raw != "":
                            ignored.add(key)
                            problems.append(
                                CellProblem(index, key, Problem(codes.RESULT_GIVEN), raw)
                            )
                        continue
                    if raw is not None and key in row:
                        problems.append(CellProblem(index, key, Problem(codes.DUPLICATE_KEY), name))
                        continue
                    name = key
                if raw is None:
                    continue
                value, found = converter(raw)
                if value is not None:
                    row[name] = value
                if found:
                    problems.extend(CellProblem(index, name, p, raw) for p in found)
                    if value is None and any(p.code.severity == "error" for p in found):
                        unread[name] = raw
            if row or unread:
                if unread:
                    result.unread[len(result.rows)] = unread
                for key in self._required:
                    if key not in row and key not in unread:
                        problems.append(CellProblem(index, key, Problem(codes.MISSING)))
                result.rows.append(row)
                result.origins.append(index)
        return result

    def missing(self) -> list[CellProblem]:
        """What a row without any cell lacks."""
        return [CellProblem(0, key, Problem(codes.MISSING)) for key in self._required]

    def _unknown(self, index: int, name: str) -> CellProblem:
        if name not in self._near:
            if len(self._near) >= _MOST_NEAR:
                self._near.clear()  # a reader may live as long as its process
            near = codes.nearest(name, self._names)
            self._near[name] = {"nearest": self._names[near]} if near else {}
        details = self._near[name]
        return CellProblem(index, None, Problem(codes.UNKNOWN_COLUMN, details), name)


def cell_converter(
    column: Column, lists: Mapping[str, ChoiceList], *, date1904: bool = False
) -> Callable[[Raw], Parsed]:
    """The conversion of one column with its list, bounds and pattern."""
    convert = values.converter(column.kind, column.places, date1904)
    if column.kind == "choice" and column.list:
        convert = _choice(convert, lists[column.list], is_open=column.open)
    if column.ge is not None or column.gt is not None or column.le is not None:
        convert = _bounded(convert, column)
    if column.pattern is not None:
        convert = _patterned(convert, column.pattern)
    return convert


def _choice(
    text: Callable[[Raw], Parsed], known: ChoiceList, *, is_open: bool
) -> Callable[[Raw], Parsed]:
    spellings = known.lookup()
    exact: dict[object, Parsed] = {o.key: (o.key, ()) for o in known.options}
    if {"yes", "no"} <= exact.keys():
        spellings = {"true": "yes", "false": "no", **spellings}

    @lru_cache(maxsize=1000)
    def other(value: str) -> Parsed:
        key = spellings.get(value.casefold())
        if key is not None:
            return key, ()
        if is_open:
            return value, ()
        near = codes.nearest(value, spellings)
        details: dict[str, object] = {"list": known.title}
        if near:
            key = spellings[near]  # named as it was written: by its key or by its label
            details["nearest"] = key if near.casefold() == key.casefold() else known.text(key)
        return value, (Problem(codes.NOT_IN_LIST, details),)

    def convert(raw: Raw) -> Parsed:
        found = exact.get(raw) if type(raw) is str else None
        if found is not None:
            return found
        value, problems = text(raw)
        if value is None:
            return value, problems
        key, more = other(str(value))
        return key, problems + more

    return convert


def _bounded(inner: Callable[[Raw], Parsed], column: Column) -> Callable[[Raw], Parsed]:
    ge, gt, le = column.ge, column.gt, column.le

    def convert(raw: Raw) -> Parsed:
        value, problems = inner(raw)
        if isinstance(value, Decimal | int):
            low, rule = (gt, _ABOVE) if gt is not None and value <= gt else (ge, _AT_LEAST)
            if low is not None and (value < low or rule is _ABOVE):
                details: dict[str, object] = {
                    "rule_zh": rule.zh, "rule_en": rule.en, "bound": low
                }  # fmt: skip
                problems += (Problem(codes.TOO_SMALL, details),)
            elif le is not None and value > le:
                details = {"bound": le}
                if column.kind == "percent" and le == 1 < value <= 100:
                    # 5 may mean 5 %: asked, never guessed.
                    details["nearest"] = f"{value}% = {Decimal(value) / 100}"
                problems += (Problem(codes.TOO_LARGE, details),)
        return value, problems

    return convert


def _patterned(inner: Callable[[Raw], Parsed], pattern: str) -> Callable[[Raw], Parsed]:
    matches = re.compile(pattern).fullmatch

    def convert(raw: Raw) -> Parsed:
        value, problems = inner(raw)
        if isinstance(value, str) and not matches(value):
            problems += (Problem(codes.WRONG_PATTERN, {"pattern": pattern}),)
        return value, problems

    return convert
