"""What differs between two versions of an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from xlevent.app.event import Event
from xlevent.app.versions.lines import (
    Cell,
    Cells,
    Line,
    Lines,
    Shapes,
    event_of,
    lines_of,
    merged_spot,
)
from xlevent.app.versions.pairs import Matched, Pairs, match
from xlevent.compute.alignment import longest_increasing
from xlevent.domain.finding import NOWHERE, Place
from xlevent.domain.language import Text
from xlevent.errors import MisuseError

Kind = Literal["added", "removed", "renamed", "changed", "follows", "moved"]
KINDS: tuple[Kind, ...] = ("added", "removed", "renamed", "changed", "follows", "moved")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. Rows count from 0.

    added, removed: a whole row, whose cells are in `cells`. renamed: its key changed. changed: a
    cell. follows: a link that changed because the key it means was renamed. moved: the row stands
    elsewhere among the others.
    """

    kind: Kind
    table: str
    key: str  # of the row; "" where it has none
    column: str | None = None
    old: Cell | None = None
    new: Cell | None = None
    old_row: int | None = None
    new_row: int | None = None
    old_place: Place = NOWHERE
    new_place: Place = NOWHERE
    computed: bool = False  # the engine filled it, not a person
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences between two versions, by table in the order of the sheets."""

    all: tuple[Difference, ...]
    rows: Mapping[str, tuple[int, int]]  # how many rows each table has, before and after

    def __bool__(self) -> bool:
        return bool(self.typed)

    @property
    def typed(self) -> tuple[Difference, ...]:
        """What people changed; rows that only moved are not counted."""
        return tuple(d for d in self.all if not d.computed and d.kind != "moved")

    @property
    def computed(self) -> tuple[Difference, ...]:
        """What the engine computed anew."""
        return tuple(d for d in self.all if d.computed and d.kind != "moved")

    @property
    def moved(self) -> tuple[Difference, ...]:
        """Rows that stand elsewhere."""
        return tuple(d for d in self.all if d.kind == "moved")

    def counts(self) -> dict[str, Counter[Kind]]:
        """How many typed differences of each kind every table has."""
        found: dict[str, Counter[Kind]] = {}
        for one in sorted(self.typed, key=lambda d: KINDS.index(d.kind)):
            found.setdefault(one.table, Counter())[one.kind] += 1
        return {table: found[table] for table in self.rows if table in found}


def diff(a: Event, b: Event) -> Differences:
    """What changed from `a` to `b`. Formulas are not compared: they follow from the rest."""
    shapes = Shapes(a.registry)
    old, new = lines_of(a), lines_of(b)
    return compare(shapes, old, new, match(shapes, old, new))


def compare(shapes: Shapes, old: Lines, new: Lines, matched: Matched) -> Differences:
    """The differences of two versions whose rows are paired."""
    found: list[Difference] = []
    rows: dict[str, tuple[int, int]] = {}
    for table in [*shapes.order(matched.tables)]:
        a, b = old.get(table, []), new.get(table, [])
        rows[table] = len(a), len(b)
        found += _Table(shapes, table, a, b, matched).differences()
    return Differences(tuple(found), rows)


@dataclass(frozen=True, slots=True)
class _Table:
    shapes: Shapes
    table: str
    a: Sequence[Line]
    b: Sequence[Line]
    matched: Matched

    def differences(self) -> Iterator[Difference]:
        pairs = self.matched.tables[self.table]
        moved = set(moved_rows(pairs))
        at = {j: i for i, j in pairs.both}
        for j in range(len(self.b)):
            if j not in at:
                yield self._row("added", self.b[j], None, j)
                continue
            yield from self._cells(at[j], j)
            if j in moved:
                yield self._row("moved", self.b[j], at[j], j)
        for i in pairs.removed:
            yield self._row("removed", self.a[i], i, None)

    def _row(self, kind: Kind, line: Line, old: int | None, new: int | None) -> Difference:
        return Difference(
            kind, self.table, self._key(line), None, None, None, old, new,
            NOWHERE if old is None else self.a[old].place(),
            NOWHERE if new is None else self.b[new].place(),
            self.shapes.is_computed(self.table), {} if kind == "moved" else line.cells,
        )  # fmt: skip

    def _key(self, line: Line) -> str:
        key = self.shapes.key(self.table)
        cell = line.cells.get(key) if key else None
        return "" if cell is None else self.shapes.shown(self.table, key or "", cell)

    def _cells(self, i: int, j: int) -> Iterator[Difference]:
        old, new = self.a[i], self.b[j]
        if old.cells == new.cells:
            return
        key = self.shapes.key(self.table)
        for column in dict.fromkeys([*new.cells, *old.cells]):
            before, after = old.cells.get(column), new.cells.get(column)
            if before == after:
                continue
            kind: Kind = "renamed" if column == key else "changed"
            keys = self.matched.keys
            if before is not None and self.shapes.follow(self.table, column, before, keys) == after:
                kind = "follows"
            yield Difference(
                kind, self.table, self._key(new), column, before, after, i, j,
                old.place(column), new.place(column),
                self.shapes.is_computed(self.table, column),
            )  # fmt: skip


def moved_rows(pairs: Pairs) -> list[int]:
    """The rows of the second version that changed their order, as few as possible."""
    stay = set(longest_increasing([i for i, _ in pairs.both]))
    return [j for n, (_, j) in enumerate(pairs.both) if n not in stay]


def apply(differences: Differences, event: Event) -> Event:
    """The event after the differences: `apply(diff(a, b), a)` equals `b`.

    MisuseError where the rows are not those that were compared.
    """
    lines = lines_of(event)
    by_table: dict[str, list[Difference]] = {}
    for one in differences.all:
        by_table.setdefault(one.table, []).append(one)
    for table, changes in by_table.items():
        before = lines.get(table, [])
        if len(before) != differences.rows[table][0]:
            raise MisuseError(
                Text(
                    f"資料表「{table}」的列與比較時不同。",
                    f"table {table!r} has not the rows that were compared.",
                ),
                mend=Text(
                    "請將差異套用到比較時的那個版本。",
                    "Apply differences to the version that they were made from.",
                ),
            )
        lines[table] = _applied(before, changes, differences.rows[table][1])
    return event_of(lines, event)


def _applied(before: Sequence[Line], changes: Sequence[Difference], count: int) -> list[Line]:
    lines: list[Line | None] = list(before)
    result: list[Line | None] = [None] * count
    for one in changes:
        if one.column is not None and one.old_row is not None:
            line = lines[one.old_row]
            assert line is not None  # rows that move or go come after their cells
            cells = {k: v for k, v in line.cells.items() if k != one.column}
            if one.new is not None:
                cells[one.column] = one.new
            lines[one.old_row] = Line(cells, line.spot)
        elif one.old_row is None and one.new_row is not None:
            result[one.new_row] = Line(one.cells, merged_spot({}))
        elif one.old_row is not None:
            if one.new_row is not None:
                result[one.new_row] = lines[one.old_row]
            lines[one.old_row] = None
    stay = iter([line for line in lines if line is not None])
    return [line if line is not None else next(stay) for line in result]
