"""Collecting findings: each with its titles, place and row, none twice, floods cut short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xlevent.app.loading import Origin, origin_of, reread
from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import NOWHERE, Finding, Place
from xlevent.domain.language import Text
from xlevent.domain.values import Raw, Value
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.model import RowReader
from xlevent.sheets.kernel.raw import RawTable

_AT_MOST = 1_000  # findings of one code in one column


class Collector:
    """All findings of an event."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._found: list[Finding] = []
        self._count: Counter[tuple[str, str | None, str | None]] = Counter()
        self._columns: dict[str, dict[str, Column]] = {}

    def add(
        self,
        problem: Problem,
        *,
        table: str | None = None,
        column: str | None = None,
        row: int | None = None,
        place: Place = NOWHERE,
        value: object = None,
    ) -> None:
        """One finding."""
        kind = (problem.code.code, table, column)
        self._count[kind] += 1
        if self._count[kind] <= _AT_MOST:
            titles = self._titles(table, column)
            self._found.append(
                codes.finding(
                    problem, table=table, column=column, row=row, place=place, value=value,
                    titles=titles,
                )
            )  # fmt: skip

    def cell(
        self,
        table: str,
        index: int,
        row: Mapping[str, Value],
        column: str | None,
        problem: Problem,
        value: object,
    ) -> None:
        """A finding about a cell of a row."""
        origin = origin_of(row)
        kind = (problem.code.code, table, column)
        # Places cost a search in the file: not for those that will not be shown.
        place = NOWHERE
        if origin is not None and self._count[kind] < _AT_MOST:
            place = origin.spot.place(column or str(value))
        self.add(problem, table=table, column=column, row=index, place=place, value=value)

    def rows(
        self,
        table: str,
        reader: RowReader,
        rows: list[dict[str, Value]],
        stray: Sequence[Origin] = (),
    ) -> None:
        """What is wrong with the rows by themselves, today and since they were read."""
        for origin in stray:
            for note in origin.notes:
                place = origin.spot.place(note.column or str(note.raw))
                self._note(table, None, note.column, note.problem, note.raw, place)
        told: set[tuple[int, str | None, str]] = set()
        for index, row in enumerate(rows):
            known = origin_of(row)
            for note in known.notes if known else ():
                kept = note.column is None or row.get(note.column) == note.value
                if kept and known:
                    told.add((index, note.column or str(note.raw), note.problem.code.code))
                    place = known.spot.place(note.column or str(note.raw))
                    self._note(table, index, note.column, note.problem, note.raw, place)
        read = reread(reader, rows)
        problems = read.problems
        if table == "settings" and not read.rows:
            problems = [*problems, *reader.missing()]
        for found in problems:
            name = found.column or str(found.value)
            if (found.row, name, found.problem.code.code) not in told:
                row = rows[found.row]
                origin_now = origin_of(row)
                place = origin_now.spot.place(name) if origin_now else NOWHERE
                self._note(table, found.row, found.column, found.problem, found.value, place)

    def _note(
        self, table: str, row: int | None, column: str | None, problem: Problem, raw: Raw,
        place: Place,
    ) -> None:  # fmt: skip
        if table == "settings":
            row = None
            if problem.code is codes.UNKNOWN_COLUMN:
                problem = Problem(codes.UNKNOWN_SETTING, problem.details)
        self.add(problem, table=table, column=column, row=row, place=place, value=raw)

    def unknown_table(self, key: str, raw: RawTable) -> None:
        """A table that is not declared."""
        near = codes.nearest(
            key, [k for k, t in self._declared.tables.items() if not t.is_computed]
        )
        problem = Problem(codes.UNKNOWN_TABLE, {"nearest": near} if near else {})
        self.add(problem, place=raw.place, value=key)

    def done(self) -> list[Finding]:
        """All of them, in order."""
        for (code, table, column), count in self._count.items():
            if count > _AT_MOST:
                details = {"count": count - _AT_MOST, "code": code}
                problem = Problem(codes.MORE_OF_THE_SAME, details)
                self._found.append(
                    codes.finding(
                        problem, table=table, column=column, titles=self._titles(table, column)
                    )
                )
        return self._found

    def _titles(self, table: str | None, column: str | None) -> dict[str, Text]:
        titles: dict[str, Text] = {}
        if table is None:
            if column in self._declared.documents:
                titles["column"] = self._declared.documents[column or ""].title
            return titles
        block = self._declared.tables.get(table) or self._declared.records.get(table)
        if block is not None:
            titles["table"] = block.title
            if table not in self._columns:
                self._columns[table] = {c.key: c for c in block.columns}
            known = self._columns[table].get(column or "")
            if known is not None:
                titles["column"] = known.title
        return titles
