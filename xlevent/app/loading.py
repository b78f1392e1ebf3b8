"""From a raw plan to typed rows that remember where they came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import Place
from xlevent.domain.values import Raw, Value
from xlevent.sheets.kernel.model import ReadRows, RowReader
from xlevent.sheets.kernel.raw import FixedSpot, RawRow, RawTable, Spot


@dataclass(frozen=True, slots=True)
class CellNote:
    """A problem met when a cell was read; it holds while the cell keeps its value."""

    column: str | None
    problem: Problem
    raw: Raw
    value: Value | None


@dataclass(slots=True)
class Origin:
    """Where a row came from, its cells that could not be read, and what was wrong with it."""

    spot: Spot = field(default_factory=FixedSpot)
    unread: dict[str, Raw] = field(default_factory=dict)
    notes: list[CellNote] = field(default_factory=list)
    shown: dict[str, Raw] = field(default_factory=dict)  # results that the file gave


class Row(dict[str, Value]):
    """A row as people use it: a dict of its non-empty cells; it also knows its origin."""

    __slots__ = ("origin",)

    def __init__(self, cells: dict[str, Value], origin: Origin) -> None:
        super().__init__(cells)
        self.origin = origin

    def __reduce__(self) -> tuple[type[Row], tuple[dict[str, Value], Origin]]:
        return Row, (dict(self), self.origin)


def origin_of(row: object) -> Origin | None:
    """The origin of a row that was read; None for a row made by hand."""
    return row.origin if isinstance(row, Row) else None


def with_unread(row: dict[str, Value]) -> RawRow:
    """The row's cells and, where they are still empty, those that could not be read."""
    origin = origin_of(row)
    if origin is None or not origin.unread:
        return dict(row)
    return {**origin.unread, **row}


def read_table(reader: RowReader, raw: RawTable) -> tuple[list[dict[str, Value]], list[Origin]]:
    """The rows of a table; and the origins of rows without any value that have problems."""
    read = reader.read(raw.rows)
    origins: dict[int, Origin] = {}
    rows: list[dict[str, Value]] = []
    for index, cells in enumerate(read.rows):
        given = read.origins[index]
        shown = raw.shown.get(given) or _results(reader, raw.rows[given])
        origin = origins[given] = Origin(raw.spot(given), read.unread.get(index, {}), [], shown)
        rows.append(Row(cells, origin))
    at = {given: index for index, given in enumerate(read.origins)}
    stray: list[Origin] = []
    for found in read.problems:
        if found.problem.code is codes.MISSING:
            continue  # found again by every check
        note = CellNote(found.column, found.problem, found.value, None)
        if found.row in at:
            value = rows[at[found.row]].get(found.column or "")
            note = CellNote(found.column, found.problem, found.value, value)
            origins[found.row].notes.append(note)
        else:
            stray.append(Origin(raw.spot(found.row), {}, [note]))
    return rows, stray


def _results(reader: RowReader, row: RawRow) -> dict[str, Raw]:
    """The amounts in a plan's row that formulas give."""
    if all(map(reader.holds, row)):
        return {}
    named = {reader.column_of(name): value for name, value in row.items()}
    return {
        c.key: named[c.key] for c in reader.table.columns
        if c.role == "calc" and c.kind == "amount" and c.key in named
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class MergedSpot:
    """A row put together from several parts of a plan."""

    spots: dict[str, Spot]

    def place(self, column: str | None = None) -> Place:
        """The place of the cell in its part; of the first part for the row."""
        spot = self.spots.get(column or "") or next(iter(self.spots.values()), FixedSpot())
        return spot.place(column)


def one_row(raw: RawTable) -> tuple[RawTable, list[tuple[Problem, Place]]]:
    """The parts of the settings (or of the documents' choices) as one row."""
    if len(raw.rows) <= 1:
        return raw, []
    cells: RawRow = {}
    spots: dict[str, Spot] = {}
    problems: list[tuple[Problem, Place]] = []
    for index, row in enumerate(raw.rows):
        for name, value in row.items():
            if name in cells:
                problem = Problem(codes.DUPLICATE_KEY, {"value": name})
                problems.append((problem, raw.spot(index).place(name)))
            else:
                cells[name], spots[name] = value, raw.spot(index)
    return RawTable(raw.key, [cells], [MergedSpot(spots)], raw.place), problems


def reread(reader: RowReader, rows: list[dict[str, Value]]) -> ReadRows:
    """Today's rows, read as if they came from a file: people may have put anything in."""
    return reader.read([with_unread(row) for row in rows])
