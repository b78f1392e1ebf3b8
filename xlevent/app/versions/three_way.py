"""Three versions of an event made one: rows, cells, keys and order.

A cell that one side changed is taken from it. What both changed differently is a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlevent.app.versions.lines import Cell, Cells, Line, Lines, Shapes, folded, merged_spot
from xlevent.app.versions.pairs import match, typed_content
from xlevent.app.versions.trios import SIDES, Numbers, Renumbered, Side, Trio, Trios, clashes, trios
from xlevent.compute.alignment import interleave
from xlevent.domain.finding import NOWHERE, Place
from xlevent.sheets.kernel.raw import Spot

Prefer = Literal["mine", "theirs"]
ConflictKind = Literal["cell", "removed_by_mine", "removed_by_theirs", "same_key"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed differently.

    cell: mine and theirs hold different values. removed_by_...: one side removed the row, the
    other changed it; `row` holds the changed cells. same_key: both rows stay, with one key.
    """

    kind: ConflictKind
    table: str
    key: str
    column: str | None = None
    base: Cell | None = None
    mine: Cell | None = None
    theirs: Cell | None = None
    places: Mapping[Side, Place] = field(default_factory=dict)
    row: Cells = field(default_factory=dict)

    def place(self, side: Side) -> Place:
        """Where it stands in that version."""
        return self.places.get(side, NOWHERE)


@dataclass(slots=True)
class Joined:
    """What three versions became."""

    lines: Lines = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    renumbered: list[Renumbered] = field(default_factory=list)


def join(shapes: Shapes, base: Lines, mine: Lines, theirs: Lines, prefer: Prefer) -> Joined:
    """One version of three; at conflicts that of `prefer`."""
    return _Joining(shapes, base, mine, theirs, prefer).run()


class _Joining:
    """The work on one event."""

    def __init__(
        self, shapes: Shapes, base: Lines, mine: Lines, theirs: Lines, prefer: Prefer
    ) -> None:
        self._shapes = shapes
        self._versions: dict[Side, Lines] = {"base": base, "mine": mine, "theirs": theirs}
        self._prefer: Prefer = prefer
        self._keys: dict[Side, dict[str, dict[str, str]]] = {side: {} for side in SIDES}
        self._done = Joined()

    def run(self) -> Joined:
        """All tables: first the keys, because links must follow them."""
        base, mine, theirs = (self._versions[side] for side in SIDES)
        to_mine, to_theirs = match(self._shapes, base, mine), match(self._shapes, base, theirs)
        tables = self._shapes.order([*mine, *theirs, *base])
        found = {
            table: trios(self._shapes, table, base, mine, theirs, to_mine, to_theirs)
            for table in tables
        }
        for table in tables:
            if self._shapes.names(table):
                self._settle_keys(table, found[table])
        for table in tables:
            self._done.lines[table] = self._join_table(table, found[table])
        return self._done

    # --- keys ------------------------------------------------------------------------------------
    def _settle_keys(self, table: str, found: Trios) -> None:
        key = self._shapes.key(table)
        assert key is not None  # names() says so
        for trio in found.all:
            trio.key = self._settled(table, key, trio)
        lines = [line for side in SIDES for line in self._versions[side].get(table, [])]
        numbers: Numbers | None = None
        for trio in list(clashes(found, key)):
            assert trio.theirs is not None  # a clash is one of theirs
            numbers = numbers or Numbers(self._shapes, table, lines)
            new = numbers.next(trio.key)
            if new is not None:
                self._done.renumbered.append(Renumbered(table, str(trio.key), new, trio.theirs))
                trio.key = new
            else:
                self._conflict(Conflict("same_key", table, str(trio.key), row=trio.theirs.cells),
                               trio, key)  # fmt: skip
        for side in SIDES:
            new_keys: dict[str, tuple[str, str]] = {}
            for trio in found.all:
                line = trio.side(side)
                old = line.cells.get(key) if line else None
                if isinstance(old, str) and isinstance(trio.key, str):
                    new_keys.setdefault(old.casefold(), (old, trio.key))
            changed = {k: new for k, (old, new) in new_keys.items() if old != new}
            if changed:
                self._keys[side][table] = changed

    def _settled(self, table: str, key: str, trio: Trio) -> Cell | None:
        base, mine, theirs = (
            line.cells.get(key) if line else None for line in (trio.base, trio.mine, trio.theirs)
        )
        if trio.mine is None or trio.theirs is None:
            return theirs if trio.mine is None else mine
        if trio.base is None or mine == theirs or theirs == base:
            return mine
        if mine == base or folded(mine) == folded(theirs):
            return theirs if mine == base else mine
        shown = self._shapes.shown(table, key, mine)
        self._conflict(Conflict("cell", table, shown, key, base, mine, theirs), trio, key)
        return self._choice(mine, theirs)

    def _choice(self, mine: Cell | None, theirs: Cell | None) -> Cell | None:
        return theirs if self._prefer == "theirs" else mine

    def _conflict(self, conflict: Conflict, trio: Trio, column: str | None) -> None:
        places = {
            side: line.place(column) for side in SIDES if (line := trio.side(side)) is not None
        }
        self._done.conflicts.append(
            Conflict(
                conflict.kind, conflict.table, conflict.key, conflict.column, conflict.base,
                conflict.mine, conflict.theirs, places, conflict.row,
            )
        )  # fmt: skip

    # --- rows ------------------------------------------------------------------------------------
    def _join_table(self, table: str, found: Trios) -> list[Line]:
        rows: dict[int, Line] = {}
        for number, trio in enumerate(found.all):
            line = self._join_row(table, trio)
            if line is not None:
                rows[number] = line
        return [rows[number] for number in _order(found, rows)]

    def _join_row(self, table: str, trio: Trio) -> Line | None:
        if trio.mine is not None and trio.theirs is not None:
            return self._join_cells(table, trio)
        side: Prefer = "mine" if trio.mine is not None else "theirs"
        line = trio.side(side)
        if line is None:
            return None  # both removed it
        if trio.base is not None and not self._is_changed(table, trio, side):
            return None  # the other side removed it
        cells = self._followed(table, trio, side)
        if trio.base is not None:
            kind: ConflictKind = "removed_by_theirs" if side == "mine" else "removed_by_mine"
            was = self._followed(table, trio, "base")
            row = {k: v for k, v in cells.items() if v != was.get(k)}
            self._conflict(Conflict(kind, table, self._name(table, cells), row=row), trio, None)
            if self._prefer != side:
                return None
        return Line(cells, line.spot, line.index if side == "mine" else None)

    def _is_changed(self, table: str, trio: Trio, side: Side) -> bool:
        if self._shapes.is_computed(table):
            return False
        base, now = (
            typed_content(self._shapes, table, self._followed(table, trio, s))
            for s in ("base", side)
        )
        key = self._shapes.key(table)
        line = trio.side(side)
        assert line is not None  # asked of rows that are there
        assert trio.base is not None
        renamed = bool(
            key and self._shapes.names(table) and trio.base.cells.get(key) != line.cells.get(key)
        )
        return renamed or base != now

    def _followed(self, table: str, trio: Trio, side: Side) -> dict[str, Cell]:
        """The cells of a version, with the keys as they will be."""
        line = trio.side(side)
        if line is None:
            return {}
        cells = self._shapes.followed(table, line.cells, self._keys[side])
        key = self._shapes.key(table)
        if key is not None and trio.key is not None and key in cells:
            cells[key] = trio.key
        return cells

    def _name(self, table: str, cells: Cells) -> str:
        key = self._shapes.key(table)
        return self._shapes.shown(table, key, cells.get(key)) if key else ""

    # --- cells -----------------------------------------------------------------------------------
    def _join_cells(self, table: str, trio: Trio) -> Line:
        base, mine, theirs = (self._followed(table, trio, side) for side in SIDES)
        assert trio.mine is not None  # both sides have the row
        if mine == theirs or theirs == base:
            return Line(mine, trio.mine.spot, trio.mine.index)
        cells: dict[str, Cell] = {}
        spots: dict[str, Spot] = {}
        for column, side in self._sides(table, trio, base, mine, theirs):
            value = (mine if side == "mine" else theirs).get(column)
            line = trio.side(side)
            if value is not None and line is not None:
                cells[column], spots[column] = value, line.spot
        return Line(cells, merged_spot(spots), trio.mine.index)

    def _sides(
        self, table: str, trio: Trio, base: Cells, mine: Cells, theirs: Cells
    ) -> Iterator[tuple[str, Side]]:
        """From which side each cell is taken."""
        for column in dict.fromkeys([*mine, *theirs]):
            was, ours, other = base.get(column), mine.get(column), theirs.get(column)
            if ours == other or other == was:
                yield column, "mine"
            elif ours == was:
                yield column, "theirs"
            elif self._shapes.is_computed(table, column):
                yield column, "mine"  # to be computed again anyhow
            else:
                name = self._name(table, mine)
                conflict = Conflict("cell", table, name, column, was, ours, other)
                self._conflict(conflict, trio, column)
                yield column, self._prefer


def _order(found: Trios, rows: Mapping[int, Line]) -> list[int]:
    """The order of the rows that stay: of the side that moved rows, with the other's new ones."""
    sides: dict[Side, list[int]] = defaultdict(list)
    for side in SIDES:
        sides[side] = [number for number in found.order[side] if number in rows]
    common = set(sides["base"]).intersection(sides["mine"], sides["theirs"])
    base, mine = ([n for n in sides[side] if n in common] for side in ("base", "mine"))
    if base == mine:
        return interleave(sides["theirs"], sides["mine"], other_first=True)
    return interleave(sides["mine"], sides["theirs"], other_first=False)
