"""Which item of one sequence is which item of another, by content and order.

For rows that have no key: equal ones in order first, then equal ones that were moved, then those
that are alike between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

Pair = tuple[int, int]  # index in the first and in the second sequence
Alike = Callable[[int, int], float]  # 0 (nothing in common) to 1, of two indices

_ENOUGH = 0.5  # likeness from which two items are one that was changed
_REPEATS = 50  # an item that stands more often is paired by its number among its equals
_GAP = 2_500  # pairs of items in one gap that are compared with each other


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """The indices of a longest strictly increasing part of `numbers`."""
    tails: list[int] = []  # smallest last number of an increasing part of each length
    at: list[int] = []  # its index
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(at[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        at[length : length + 1] = [index]
    found: list[int] = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def in_order(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Pair]:
    """Pairs of equal items in the order of both: a longest common subsequence."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    at: dict[Hashable, list[int]] = defaultdict(list)
    for index in range(head, len(b) - tail):
        at[b[index]].append(index)
    used: dict[Hashable, int] = defaultdict(int)
    pairs: list[Pair] = []
    for index in range(head, len(a) - tail):
        places = at.get(a[index], [])
        if len(places) > _REPEATS:
            number = used[a[index]]
            used[a[index]] += 1
            places = places[number : number + 1]
        # From the last place to the first, so that an item gets one place at most.
        pairs += [(index, place) for place in reversed(places)]
    middle = [pairs[n] for n in longest_increasing([place for _, place in pairs])]
    ends = [(len(a) - n, len(b) - n) for n in range(tail, 0, -1)]
    return [(n, n) for n in range(head)] + middle + ends


def align(a: Sequence[Hashable], b: Sequence[Hashable], alike: Alike) -> list[Pair]:
    """Every pair of items that are one and the same, in the order of `b`."""
    anchors = in_order(a, b)
    pairs = [*anchors, *_moved(a, b, anchors)]
    free_a = set(range(len(a))).difference(i for i, _ in pairs)
    free_b = set(range(len(b))).difference(j for _, j in pairs)
    borders = [(-1, -1), *anchors, (len(a), len(b))]
    for (low_a, low_b), (high_a, high_b) in pairwise(borders):
        left = [i for i in range(low_a + 1, high_a) if i in free_a]
        right = [j for j in range(low_b + 1, high_b) if j in free_b]
        if left and right:
            pairs += most_alike(left, right, alike)
    return sorted(pairs, key=lambda pair: pair[1])


def _moved(a: Sequence[Hashable], b: Sequence[Hashable], anchors: Sequence[Pair]) -> list[Pair]:
    """Equal items that stand elsewhere."""
    left = set(range(len(a))).difference(i for i, _ in anchors)
    places: dict[Hashable, list[int]] = defaultdict(list)
    for j in sorted(set(range(len(b))).difference(j for _, j in anchors), reverse=True):
        places[b[j]].append(j)
    return [(i, places[a[i]].pop()) for i in sorted(left) if places.get(a[i])]


def most_alike(left: Sequence[int], right: Sequence[int], alike: Alike) -> list[Pair]:
    """Pairs in the order of both whose likeness sums up to the most."""
    if len(left) * len(right) > _GAP:
        return [(i, j) for i, j in zip(left, right, strict=False) if alike(i, j) >= _ENOUGH]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    score = [[alike(i, j) for j in right] for i in left]
    for n in range(len(left) - 1, -1, -1):
        for m in range(len(right) - 1, -1, -1):
            paired = best[n + 1][m + 1] + score[n][m] if score[n][m] >= _ENOUGH else -1.0
            best[n][m] = max(paired, best[n + 1][m], best[n][m + 1])
    pairs: list[Pair] = []
    n = m = 0
    while n < len(left) and m < len(right):
        if score[n][m] >= _ENOUGH and best[n][m] == best[n + 1][m + 1] + score[n][m]:
            pairs.append((left[n], right[m]))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            n += 1
        else:
            m += 1
    return pairs


def interleave(main: Sequence[int], other: Sequence[int], *, other_first: bool) -> list[int]:
    """The items of both: `main` in its order, each further item after the one it stood behind.

    Where both have items of their own at one place, `other_first` says whose come first.
    """
    shared = set(main).intersection(other)
    behind: dict[int | None, list[int]] = defaultdict(list)
    anchor: int | None = None
    for item in other:
        if item in shared:
            anchor = item
        else:
            behind[anchor].append(item)
    result: list[int] = []
    waiting = behind[None]
    for item in main:
        if other_first or item in shared:
            result += waiting
            waiting = []
        result.append(item)
        if item in shared:
            waiting = behind[item]
    return result + waiting
