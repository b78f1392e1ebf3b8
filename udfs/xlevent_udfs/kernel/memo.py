"""What was computed a moment ago, for the other cells that ask for the same.

A planner fills a column with a function of one task; each cell hands over the whole plan again.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

from xlevent_udfs.kernel.cells import Cells

T = TypeVar("T")
SWITCH = "XLEVENT_MEMO"
"""Environment variable: 0 computes each cell anew."""
_TOLD_APART = frozenset((type(None), bool, int, float, str, date, datetime, time))


def content(cells: Cells) -> str | None:
    """What tells these cells from any others, 1 from TRUE and "1" too; None where nothing does."""
    kinds = {type(cell) for row in cells for cell in row}
    return sha256(repr(cells).encode()).hexdigest() if kinds <= _TOLD_APART else None


@dataclass(slots=True)
class _Entry(Generic[T]):
    weight: int
    lock: Lock = field(default_factory=Lock)
    made: list[T] = field(default_factory=list)  # one, or none yet


class Memo(Generic[T]):
    """The last results, of which each is lent to one caller at a time.

    Callers with the same key wait for the first to make the result. A result that cannot be made
    is not kept.

    Parameters
    ----------
    most
        So many results are kept.
    weight
        So much they weigh together; what was not asked for the longest goes first.
    """

    def __init__(self, most: int, weight: int) -> None:
        self._most = most
        self._weight = weight
        self._entries: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def lent(self, key: Hashable | None, weight: int, make: Callable[[], T]) -> Iterator[T]:
        """The result of this key, made if it is not known. None is no key: made, not kept."""
        if key is None or os.environ.get(SWITCH) == "0":
            yield make()
            return
        entry = self._entry(key, weight)
        with entry.lock:
            if not entry.made:
                try:
                    entry.made.append(make())
                except BaseException:
                    self._forget(key, entry)
                    raise
            yield entry.made[0]

    def __len__(self) -> int:
        return len(self._entries)

    def _entry(self, key: Hashable, weight: int) -> _Entry[T]:
        with self._lock:
            entry = self._entries.setdefault(key, _Entry(weight))
            self._entries.move_to_end(key)
            total = sum(one.weight for one in self._entries.values())
            while self._entries and (len(self._entries) > self._most or total > self._weight):
                total -= self._entries.popitem(last=False)[1].weight
            return entry

    def _forget(self, key: Hashable, entry: _Entry[T]) -> None:
        with self._lock:
            if self._entries.get(key) is entry:
                del self._entries[key]


__all__ = ["SWITCH", "Memo", "content"]
