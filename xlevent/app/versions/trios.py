"""Which row is which in three versions, and the key that each will have.

Two people may give one automatic identifier (T-099) to two different things. Then the second
gets the next free one. A key that one side renamed is renamed for the other side too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from xlevent.app.versions.lines import Cell, Line, Lines, Shapes, folded
from xlevent.app.versions.pairs import Matched, likeness, text_likeness
from xlevent.compute.alignment import align

Side = Literal["base", "mine", "theirs"]
SIDES: tuple[Side, ...] = ("base", "mine", "theirs")

_NUMBERED = re.compile(r"(.*\D)(\d{1,9})\Z", re.DOTALL)
_SAME_NAME = 0.6  # likeness of two names from which they mean one thing
_SAME_ROW = 0.5


@dataclass(slots=True)
class Trio:
    """One row in up to three versions."""

    base: Line | None = None
    mine: Line | None = None
    theirs: Line | None = None
    key: Cell | None = None  # that it will have

    def side(self, side: Side) -> Line | None:
        """The row in one version."""
        return {"base": self.base, "mine": self.mine, "theirs": self.theirs}[side]


@dataclass(slots=True)
class Trios:
    """The rows of one table: each trio once, and its number at each row of the versions."""

    all: list[Trio] = field(default_factory=list)
    order: dict[Side, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A row of theirs that got another identifier, because mine uses its own for another thing."""

    table: str
    old: str
    new: str
    row: Line


def trios(
    shapes: Shapes, table: str, base: Lines, mine: Lines, theirs: Lines, to_mine: Matched,
    to_theirs: Matched,
) -> Trios:  # fmt: skip
    """Pair the rows of three versions of a table."""
    old, ours, other = (version.get(table, []) for version in (base, mine, theirs))
    found = Trios([Trio(base=line) for line in old])
    at: dict[Side, dict[int, int]] = {"mine": {}, "theirs": {}}
    for i, j in to_mine.tables[table].both if table in to_mine.tables else ():
        if i < len(old):
            found.all[i].mine = ours[j]
            at["mine"][j] = i
    for i, j in to_theirs.tables[table].both if table in to_theirs.tables else ():
        if i < len(old):
            found.all[i].theirs = other[j]
            at["theirs"][j] = i
    new_mine = [j for j in range(len(ours)) if j not in at["mine"]]
    new_theirs = [j for j in range(len(other)) if j not in at["theirs"]]
    for j in new_mine:
        at["mine"][j] = len(found.all)
        found.all.append(Trio(mine=ours[j]))
    for n, m in _added_twice(shapes, table, [ours[j] for j in new_mine],
                             [other[j] for j in new_theirs]):  # fmt: skip
        number = at["mine"][new_mine[n]]
        found.all[number].theirs = other[new_theirs[m]]
        at["theirs"][new_theirs[m]] = number
    for j in new_theirs:
        if j not in at["theirs"]:
            at["theirs"][j] = len(found.all)
            found.all.append(Trio(theirs=other[j]))
    found.order = {
        "base": list(range(len(old))),
        "mine": [at["mine"][j] for j in range(len(ours))],
        "theirs": [at["theirs"][j] for j in range(len(other))],
    }
    return found


def _added_twice(
    shapes: Shapes, table: str, mine: Sequence[Line], theirs: Sequence[Line]
) -> list[tuple[int, int]]:
    """Rows that both sides added: the same key, or without one the same content."""
    key = shapes.key(table)
    groups: dict[Cell | None, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, lines in enumerate((mine, theirs)):
        for index, line in enumerate(lines):
            groups[folded(line.cells.get(key)) if key else None][side].append(index)
    pairs: list[tuple[int, int]] = []
    for name, (left, right) in groups.items():
        contents = (
            [frozenset(mine[n].cells.items()) for n in left],
            [frozenset(theirs[m].cells.items()) for m in right],
        )
        equal = [(left[n], right[m]) for n, m in align(*contents, lambda i, j: 0.0)]
        pairs += equal
        if name is not None:
            more_n = [n for n in left if n not in {n for n, _ in equal}]
            more_m = [m for m in right if m not in {m for _, m in equal}]
            by_count = _is_numbered(shapes, table, name)
            pairs += [
                (n, m)
                for n, m in zip(more_n, more_m, strict=False)
                if not by_count or _is_same(shapes, table, mine[n], theirs[m])
            ]
    return pairs


def _is_numbered(shapes: Shapes, table: str, key: Cell) -> bool:
    """Whether a key is one that is given by counting."""
    block = shapes.table(table)
    counted = block is not None and shapes.names(table) and block.key_column.prefix is not None
    return counted and isinstance(key, str) and _NUMBERED.match(key) is not None


def _is_same(shapes: Shapes, table: str, mine: Line, theirs: Line) -> bool:
    """Whether two new rows with one identifier mean one thing: by name, else on the whole."""
    key = shapes.key(table)
    texts = [c for c in shapes.columns(table).values() if c.kind == "text" and c.role == "input"]
    for column in sorted(texts, key=lambda c: not c.required):
        a, b = mine.cells.get(column.key), theirs.cells.get(column.key)
        if column.key != key and isinstance(a, str) and isinstance(b, str):
            return text_likeness(a.casefold(), b.casefold()) >= _SAME_NAME
    return likeness(shapes, table, mine.cells, theirs.cells, without=key) >= _SAME_ROW


# --- keys ----------------------------------------------------------------------------------------
def clashes(found: Trios, key: str) -> Iterator[Trio]:
    """Rows of theirs whose key mine has given to another row."""
    groups: dict[Cell, list[Trio]] = defaultdict(list)
    for trio in found.all:
        if trio.key is not None and (trio.mine or trio.theirs):
            groups[folded(trio.key)].append(trio)  # type: ignore[index]
    for name, group in groups.items():
        for trio in group if len(group) > 1 else ():
            if not _has(trio.theirs, key, name) or _has(trio.mine, key, name):
                continue
            if any(_has(o.mine, key, name) and not _has(o.theirs, key, name) for o in group):
                yield trio


def _has(line: Line | None, key: str, name: Cell) -> bool:
    return line is not None and folded(line.cells.get(key)) == name


class Numbers:
    """The next free identifiers of a table."""

    def __init__(self, shapes: Shapes, table: str, lines: Sequence[Line]) -> None:
        self._shapes = shapes
        self._table = table
        self._last: dict[str, int] = defaultdict(int)
        key = shapes.key(table) or ""
        for line in lines:
            cell = line.cells.get(key)
            match = _NUMBERED.match(cell) if isinstance(cell, str) else None
            if match:
                stem = match[1].casefold()
                self._last[stem] = max(self._last[stem], int(match[2]))

    def next(self, key: Cell | None) -> str | None:
        """A free identifier like `key`; None where such keys are not given by counting."""
        if key is None or not _is_numbered(self._shapes, self._table, key):
            return None
        match = _NUMBERED.match(str(key))
        assert match is not None  # it is numbered
        stem = match[1].casefold()
        self._last[stem] += 1
        return f"{match[1]}{self._last[stem]:0{len(match[2])}d}"
