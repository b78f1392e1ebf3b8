"""What holds between rows: identifiers stand once, links lead to rows that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.language import Text
from xlevent.domain.values import Value, join_links, split_links
from xlevent.sheets.kernel.blocks import ByList, Document, Fixed, Mirror, Record, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.lists import ChoiceList
from xlevent.sheets.kernel.stale import Computed

_SUGGESTIONS = 200  # the search for a near name is slow among many keys
_SUGGEST_AMONG = 5_000

Rows = Mapping[str, Sequence[Mapping[str, Value]]]


class Declared(Protocol):
    """What is known of all sheets; `sheets.registry` gives it."""

    @property
    def tables(self) -> Mapping[str, Table]: ...
    @property
    def records(self) -> Mapping[str, Record]: ...
    @property
    def lists(self) -> Mapping[str, ChoiceList]: ...
    @property
    def documents(self) -> Mapping[str, Document]: ...
    @property
    def computed(self) -> tuple[Computed, ...]: ...


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem of a row among others. table "settings" and "documents" have one row."""

    table: str
    row: int
    column: str
    problem: Problem
    value: Value


class Targets:
    """The keys that links may hold, by table: folded spelling to the real one."""

    def __init__(self, declared: Declared, tables: Rows) -> None:
        self._declared = declared
        self._tables = tables
        self._known: dict[str, dict[str, str]] = {}
        self._suggested = 0

    def of(self, key: str) -> dict[str, str]:
        """The keys of one table."""
        if key not in self._known:
            self._known[key] = {}  # ends a circle of mirrors
            self._known[key] = self._find(key)
        return self._known[key]

    def _find(self, key: str) -> dict[str, str]:
        table = self._declared.tables.get(key)
        if table is None:
            return {}
        if isinstance(table.rows, Mirror):
            return self.of(table.rows.table)
        column = table.key_column.key
        known: dict[str, str] = {}
        if isinstance(table.rows, ByList):
            known.update(self._declared.lists[table.rows.list].lookup())
        elif isinstance(table.rows, Fixed):
            known.update({r[column].casefold(): r[column] for r in table.rows.rows if column in r})
        for row in self._tables.get(key, ()):
            value = row.get(column)
            if value is not None:
                known.setdefault(str(value).casefold(), str(value))
        return known

    def title(self, key: str) -> Text:
        """The title of a table."""
        table = self._declared.tables.get(key)
        return table.title if table else Text(key, key)

    def nearest(self, value: str, key: str) -> dict[str, object]:
        """The key most like a dangling one, as a detail of the problem."""
        known = self.of(key)
        if self._suggested >= _SUGGESTIONS or len(known) > _SUGGEST_AMONG:
            return {}
        self._suggested += 1
        near = codes.nearest(value, known)
        return {"nearest": known[near]} if near else {}


def link_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns that point at rows of other tables."""
    return [c for c in columns if c.kind in ("link", "links") and c.link and c.role == "input"]


def check(
    declared: Declared,
    settings: Mapping[str, Value],
    tables: Rows,
    picks: Mapping[str, str],
) -> Iterator[RowProblem]:
    """Every duplicate identifier, dangling link and dangling choice of a document's row."""
    targets = Targets(declared, tables)
    for key, rows in tables.items():
        table = declared.tables.get(key)
        if table is None or not rows:
            continue
        for column in _unique(table):
            yield from _duplicates(table.key, column, rows)
        for column in link_columns(table.columns):
            for index, row in enumerate(rows):
                if column.key in row:
                    yield from _dangling(targets, key, index, column, row[column.key])
    for record in declared.records.values():
        for column in link_columns(record.columns):
            if column.key in settings:
                yield from _dangling(targets, "settings", 0, column, settings[column.key])
    for name, picked in picks.items():
        document = declared.documents.get(name)
        if document is not None and document.table:
            known = targets.of(document.table)
            if picked.casefold() not in known:
                details = {"target": targets.title(document.table)}
                details |= targets.nearest(picked, document.table)  # type: ignore[arg-type]
                problem = Problem(codes.DANGLING_PICK, details)
                yield RowProblem("documents", 0, name, problem, picked)


def resolve(
    declared: Declared, settings: dict[str, Value], tables: Mapping[str, list[dict[str, Value]]]
) -> Iterator[RowProblem]:
    """Give links the spelling of the key they mean (upper and lower case); tell each change."""
    targets = Targets(declared, tables)
    for key, rows in tables.items():
        table = declared.tables.get(key)
        for column in link_columns(table.columns) if table and rows else ():
            for index, row in enumerate(rows):
                if column.key in row:
                    yield from _respell(targets, key, index, column, row)
    for record in declared.records.values():
        for column in link_columns(record.columns):
            if column.key in settings:
                yield from _respell(targets, "settings", 0, column, settings)


def _unique(table: Table) -> list[Column]:
    first = () if table.anonymous else (table.key_column.key,)
    return [
        c for c in table.columns
        if (c.key in first or (c.unique and c.role == "input")) and c.role != "calc"
    ]  # fmt: skip


def _duplicates(
    table: str, column: Column, rows: Sequence[Mapping[str, Value]]
) -> Iterator[RowProblem]:
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        value = row.get(column.key)
        if value is None:
            continue
        folded = str(value).casefold()
        first = seen.setdefault(folded, index)
        if first != index:
            problem = Problem(codes.DUPLICATE_ID, {"first": first + 1})
            yield RowProblem(table, index, column.key, problem, value)


def _parts(column: Column, value: Value) -> tuple[str, ...]:
    return split_links(str(value)) if column.kind == "links" else (str(value),)


def _dangling(
    targets: Targets, table: str, index: int, column: Column, value: Value
) -> Iterator[RowProblem]:
    target = column.link or ""
    known = targets.of(target)
    for part in _parts(column, value):
        if part.casefold() not in known:
            details = {"target": targets.title(target), **targets.nearest(part, target)}
            yield RowProblem(table, index, column.key, Problem(codes.DANGLING_LINK, details), part)


def _respell(
    targets: Targets, table: str, index: int, column: Column, row: dict[str, Value]
) -> Iterator[RowProblem]:
    known = targets.of(column.link or "")
    parts = _parts(column, row[column.key])
    real = tuple(known.get(part.casefold(), part) for part in parts)
    if real == parts:
        return
    row[column.key] = join_links(real) if column.kind == "links" else real[0]
    title = targets.title(column.link or "")
    for part, key in zip(parts, real, strict=True):
        if part != key:
            problem = Problem(codes.LINK_SPELLING, {"target": title, "key": key})
            yield RowProblem(table, index, column.key, problem, part)
