"""Which of some amounts add up to a target: bounded, and the same in any order.

Among many amounts some always add up by chance, so the answer also says how likely that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

MOST_ITEMS = 14  # two halves of seven: 128 sums each
_CHANCE = 0.02  # sums that may meet the target by chance, at most


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be part of a sum; `mark` names it for the caller."""

    mark: int
    amount: int
    day: int


def subsets(amounts: Sequence[int], target: int, limit: int = 2) -> list[tuple[int, ...]]:
    """Places of at least two amounts that add up to the target: `limit` of them at most.

    All of them are proper subsets or the whole; MOST_ITEMS amounts at most, else none is found.
    """
    count = len(amounts)
    if not 2 <= count <= MOST_ITEMS:
        return []
    half = count // 2
    left, right = _sums(amounts[:half]), _sums(amounts[half:])
    by_sum: dict[int, list[int]] = {}
    for mask, total in enumerate(left):
        by_sum.setdefault(total, []).append(mask)
    found: list[tuple[int, ...]] = []
    for mask, total in enumerate(right):
        for low in by_sum.get(target - total, ()):
            whole = low | mask << half
            if whole & (whole - 1):  # two or more
                found.append(tuple(i for i in range(count) if whole >> i & 1))
                if len(found) >= limit:
                    return found
    return found


def _sums(amounts: Sequence[int]) -> list[int]:
    sums = [0]
    for amount in amounts:
        sums += [total + amount for total in sums]
    return sums


def by_chance(amounts: Sequence[int]) -> float:
    """How many subsets of the amounts meet a given target by chance, about."""
    step = gcd(*amounts) or 1
    spread = sum(abs(amount) for amount in amounts) / step
    return float(2 ** len(amounts) / spread) if spread else 1.0


def sets_for(
    target: int, items: Sequence[Item], required: frozenset[int] = frozenset()
) -> list[tuple[int, ...]]:
    """Marks of the sets of two or more items that add up to the target.

    The likeliest kind only: all items of one day; all items; some of one day; some of all. More
    than one set: nobody can tell. `required` must be among them.
    """
    days: dict[int, list[Item]] = {}
    for item in items:
        days.setdefault(item.day, []).append(item)
    whole_days = [d for d in days.values() if _fits(d, target, required)]
    if whole_days:
        return [_marks(d) for d in whole_days]
    if len(days) > 1 and _fits(items, target, required):
        return [_marks(items)]
    found = [s for d in days.values() if len(d) > 2 for s in _some(d, target, required)]
    if found or len(days) == 1:
        return found
    return _some(items, target, required)


def _fits(items: Sequence[Item], target: int, required: frozenset[int]) -> bool:
    return (
        len(items) > 1
        and sum(item.amount for item in items) == target
        and required <= {item.mark for item in items}
    )


def _some(items: Sequence[Item], target: int, required: frozenset[int]) -> list[tuple[int, ...]]:
    amounts = [item.amount for item in items]
    if len(items) > MOST_ITEMS or by_chance(amounts) > _CHANCE:
        return []
    found = [_marks([items[i] for i in places]) for places in subsets(amounts, target)]
    return [marks for marks in found if required <= set(marks)]


def _marks(items: Sequence[Item]) -> tuple[int, ...]:
    return tuple(sorted(item.mark for item in items))
