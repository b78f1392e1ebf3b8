"""Which row of one version is which row of another: by key, by content, after a renaming."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from xlevent.app.versions.lines import (
    DOCUMENTS,
    SETTINGS,
    Cell,
    Cells,
    Line,
    Lines,
    Shapes,
    folded,
)
from xlevent.compute.alignment import align

_LONG = 400  # characters of a text that are compared for likeness
_ROUNDS = 6  # a renaming may reveal others through links

Content = frozenset[tuple[str, Cell]]


@dataclass(slots=True)
class Pairs:
    """Rows of two versions of a table, by index."""

    both: list[tuple[int, int]] = field(default_factory=list)  # in the order of the second
    removed: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Matched:
    """The rows of two versions of an event."""

    tables: dict[str, Pairs]
    keys: dict[str, dict[str, str]]  # table -> folded old key -> new key, where it was renamed


def match(shapes: Shapes, a: Lines, b: Lines) -> Matched:
    """Pair the rows of all tables; keys renamed in one table are followed in the others."""
    keys: dict[str, dict[str, str]] = {}
    tables: dict[str, Pairs] = {}
    todo = list(dict.fromkeys([*a, *b]))
    for _ in range(_ROUNDS):
        for table in todo:
            tables[table] = _match_table(shapes, table, a.get(table, []), b.get(table, []), keys)
        found = _renamed(shapes, a, b, tables)
        if found == keys:
            break
        keys = found
        # Another look is worth it only where rows are left over, or links are keys.
        todo = [
            t for t in tables
            if (tables[t].removed and tables[t].added) or not shapes.names(t)
        ]  # fmt: skip
    return Matched(tables, keys)


def _renamed(
    shapes: Shapes, a: Lines, b: Lines, tables: dict[str, Pairs]
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for table, pairs in tables.items():
        key = shapes.key(table)
        if key is None or not shapes.names(table):
            continue
        for i, j in pairs.both:
            old, new = a[table][i].cells.get(key), b[table][j].cells.get(key)
            if isinstance(old, str) and isinstance(new, str) and old != new:
                found[table].setdefault(old.casefold(), new)
        # A key that another row still has is not renamed for those who link to it.
        kept = {folded(b[table][j].cells.get(key)) for i, j in pairs.both
                if a[table][i].cells.get(key) == b[table][j].cells.get(key)}  # fmt: skip
        found[table] = {k: v for k, v in found[table].items() if k not in kept}
    return {table: renamed for table, renamed in found.items() if renamed}


def _match_table(
    shapes: Shapes,
    table: str,
    a: Sequence[Line],
    b: Sequence[Line],
    keys: dict[str, dict[str, str]],
) -> Pairs:
    if table in (SETTINGS, DOCUMENTS):
        return Pairs([(0, 0)])
    key = shapes.key(table)
    old: list[Cells] = [shapes.followed(table, line.cells, keys) for line in a]
    new: list[Cells] = [line.cells for line in b]
    if key is None:
        return _rest(by_content(shapes, table, old, new), a, b)
    groups_a, groups_b = _by_key(old, key), _by_key(new, key)
    pairs: list[tuple[int, int]] = []
    for name, left in groups_a.items():
        right = groups_b.get(name, [])
        if len(left) == 1 and len(right) == 1 and name is not None:
            pairs.append((left[0], right[0]))
        elif right:
            some = by_content(shapes, table, [old[i] for i in left], [new[j] for j in right])
            found = [(left[n], right[m]) for n, m in some]
            if name is not None:  # a key that stands several times: what is left goes in order
                more_a = [i for i in left if i not in {i for i, _ in found}]
                more_b = [j for j in right if j not in {j for _, j in found}]
                found += zip(more_a, more_b, strict=False)
            pairs += found
    result = _rest(pairs, a, b)
    if shapes.grows(table) and result.removed and result.added:
        more = _same_but_key(shapes, table, key, old, new, result)
        result = _rest(pairs + more, a, b)
    return result


def _rest(pairs: list[tuple[int, int]], a: Sequence[Line], b: Sequence[Line]) -> Pairs:
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return Pairs(
        sorted(pairs, key=lambda pair: pair[1]),
        [i for i in range(len(a)) if i not in left],
        [j for j in range(len(b)) if j not in right],
    )


def _by_key(rows: Sequence[Cells], key: str) -> dict[Cell | None, list[int]]:
    groups: dict[Cell | None, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[folded(row.get(key))].append(index)
    return groups


def _same_but_key(
    shapes: Shapes, table: str, key: str, old: Sequence[Cells], new: Sequence[Cells], rest: Pairs
) -> list[tuple[int, int]]:
    """Rows whose key changed and nothing else; where several are alike, only if as many came."""
    gone: dict[Content, list[int]] = defaultdict(list)
    come: dict[Content, list[int]] = defaultdict(list)
    for into, rows, indices in ((gone, old, rest.removed), (come, new, rest.added)):
        for index in indices:
            content = typed_content(shapes, table, rows[index], without=key)
            if content:
                into[content].append(index)
    return [
        pair
        for content, left in gone.items()
        if len(come.get(content, ())) == len(left)
        for pair in zip(left, come[content], strict=True)
    ]


def typed_content(
    shapes: Shapes, table: str, cells: Cells, *, without: str | None = None
) -> Content:
    """What people typed in a row."""
    return frozenset(
        (k, v) for k, v in cells.items() if k != without and not shapes.is_computed(table, k)
    )


def by_content(
    shapes: Shapes, table: str, old: Sequence[Cells], new: Sequence[Cells]
) -> list[tuple[int, int]]:
    """Rows without a key of their own: equal ones, then those that are alike."""
    before, after = ([frozenset(row.items()) for row in rows] for rows in (old, new))
    return align(before, after, lambda i, j: likeness(shapes, table, old[i], new[j]))


def likeness(
    shapes: Shapes, table: str, a: Cells, b: Cells, *, without: str | None = None
) -> float:
    """The share of what people typed that two rows have in common, from 0 to 1."""
    names = {k for k in (*a, *b) if k != without and not shapes.is_computed(table, k)}
    if not names:
        return 0.0
    return sum(_alike(a.get(name), b.get(name)) for name in names) / len(names)


def _alike(a: Cell | None, b: Cell | None) -> float:
    if a == b:
        return 1.0
    if not isinstance(a, str) or not isinstance(b, str):
        return 0.0
    return text_likeness(a, b)


def text_likeness(a: str, b: str) -> float:
    """How much of two texts is the same, from 0 to 1."""
    return SequenceMatcher(None, a[:_LONG], b[:_LONG], autojunk=False).ratio()
