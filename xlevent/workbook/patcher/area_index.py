"""Which areas hold a cell: each area is handed out once, then forgotten.

Areas are filed under blocks of 1, 2, 4 ... 16,384 columns, at most 28 blocks an area; in each
block they are sorted by their first row, with a tree of the greatest last row above them. So
a look-up costs logarithms, whatever the areas are: running totals, whole rows, whole sheets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from xlevent.workbook.contents import Area


class AreaIndex:
    """The areas of one sheet, numbered by whoever adds them."""

    def __init__(self) -> None:
        self._blocks: list[dict[int, _Rows]] = [{} for _ in range(15)]
        self._levels: list[int] = []
        self._taken: set[int] = set()

    def add(self, area: Area, number: int) -> None:
        """File an area; after the first look-up nothing may be added."""
        level, left, right = 0, area.left - 1, area.right  # half open, from 0
        while left < right:
            if left & 1:
                self._file(level, left, area, number)
                left += 1
            if right & 1:
                right -= 1
                self._file(level, right, area, number)
            level, left, right = level + 1, left >> 1, right >> 1

    def take(self, row: int, column: int) -> Iterator[int]:
        """The areas with that cell that were not taken before."""
        column -= 1
        for level in self._levels:
            rows = self._blocks[level].get(column >> level)
            if rows is not None:
                yield from self._new(rows, row, row)

    def take_touching(self, area: Area) -> Iterator[int]:
        """The areas that share a cell with that area and were not taken before."""
        for level in self._levels:
            blocks = self._blocks[level]
            first, last = (area.left - 1) >> level, (area.right - 1) >> level
            if last - first < len(blocks):
                numbers = [n for n in range(first, last + 1) if n in blocks]
            else:
                numbers = [n for n in blocks if first <= n <= last]
            for number in numbers:
                yield from self._new(blocks[number], area.top, area.bottom)

    def restore(self) -> None:
        """Begin anew: nothing was taken, and areas may be added."""
        if self._taken:
            self._taken.clear()
            for blocks in self._blocks:
                for rows in blocks.values():
                    rows.restore()

    def _file(self, level: int, block: int, area: Area, number: int) -> None:
        blocks = self._blocks[level]
        if not blocks:
            self._levels.append(level)
        rows = blocks.get(block)
        if rows is None:
            rows = blocks[block] = _Rows()
        rows.areas.append((area.top, area.bottom, number))

    def _new(self, rows: _Rows, top: int, bottom: int) -> Iterator[int]:
        taken = self._taken
        for number in rows.take(top, bottom):
            if number not in taken:  # it may have been filed under another block too
                taken.add(number)
                yield number


class _Rows:
    """Stretches of rows, handed out once."""

    __slots__ = ("_leaves", "_tops", "_tree", "areas")

    def __init__(self) -> None:
        self.areas: list[tuple[int, int, int]] = []  # top, bottom, number
        self._tree: list[int] = []

    def take(self, top: int, bottom: int) -> list[int]:
        """Remove and return the stretches that share a row with these."""
        tree = self._tree
        if not tree:
            tree = self._grow()
        if tree[1] < top:
            return []
        end = bisect_right(self._tops, bottom)
        found: list[int] = []
        leaves = self._leaves
        todo = [(1, 0, leaves)]
        while todo:
            node, first, last = todo.pop()
            if first >= end or tree[node] < top:
                continue
            if node >= leaves:
                found.append(self.areas[first][2])
                tree[node] = 0
                node >>= 1
                while node:
                    tree[node] = max(tree[2 * node], tree[2 * node + 1])
                    node >>= 1
                continue
            middle = (first + last) // 2
            todo += ((2 * node, first, middle), (2 * node + 1, middle, last))
        return found

    def restore(self) -> None:
        """Nothing was taken."""
        self._tree = []

    def _grow(self) -> list[int]:
        self.areas.sort()
        self._tops = [top for top, _, _ in self.areas]
        self._leaves = leaves = 1 << max(0, len(self.areas) - 1).bit_length()
        tree = [0] * (2 * leaves)
        for number, (_, bottom, _) in enumerate(self.areas):
            tree[leaves + number] = bottom
        for node in range(leaves - 1, 0, -1):
            tree[node] = max(tree[2 * node], tree[2 * node + 1])
        self._tree = tree
        return tree
