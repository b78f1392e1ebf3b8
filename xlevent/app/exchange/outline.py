"""The outline of a project: tasks below their summaries, with levels and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """A task in the outline: level 1 is the top; `number` is such as 2.1.3."""

    id: str
    level: int
    number: str


def outline_of(tasks: Iterable[tuple[str, str | None]]) -> list[Placed]:
    """Tasks (id, id of the summary above) in the order of an outline: children below theirs.

    Tasks in a circle of summaries stand at the top.
    """
    below: dict[str | None, list[str]] = {}
    rows = list(tasks)
    known = {name for name, _ in rows}
    for name, parent in rows:
        below.setdefault(parent if parent in known else None, []).append(name)
    placed: dict[str, Placed] = {}
    top = 0

    def place(root: str, number: int) -> None:
        waiting = [(root, 1, str(number))]
        while waiting:
            name, level, path = waiting.pop()
            if name in placed:
                continue
            placed[name] = Placed(name, level, path)
            children = below.get(name, [])
            waiting += [
                (child, level + 1, f"{path}.{i}")
                for i, child in reversed(list(enumerate(children, start=1)))
            ]

    for name in (*below.get(None, []), *(name for name, _ in rows)):
        if name not in placed:
            top += 1
            place(name, top)
    return list(placed.values())


def numbers_of(levels: Sequence[int]) -> Iterator[tuple[str, int | None]]:
    """For tasks in the order of an outline: the number, and the index of the task above.

    No level may be more than one below that of the row before.
    """
    counts: list[int] = []
    path: list[int] = []
    for index, level in enumerate(levels):
        del path[level - 1 :]
        del counts[level:]
        if len(counts) < level:
            counts.append(0)
        counts[level - 1] += 1
        yield ".".join(map(str, counts)), path[-1] if path else None
        path.append(index)
