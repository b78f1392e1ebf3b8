"""Open rows of the same name, a few days away; and the connected parts of a graph of pairs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlevent.compute.reconciling.desk import Booked, Desk, Paid

MOST_NAMES = 4  # that a text may mean where amounts alone do not decide
_MOST_CANDIDATES = 200  # of one name within the days; more tell nothing


def open_by_name(
    numbers: Iterable[int], rows: Sequence[Paid] | Sequence[Booked]
) -> dict[int, list[int]]:
    """Rows by name, in the order of their days; rows without a day are left out."""
    found: dict[int, list[int]] = {}
    for number in numbers:
        if rows[number].day >= 0:
            for name in rows[number].names:
                found.setdefault(name, []).append(number)
    return found


def near_payments(
    desk: Desk, of_name: Mapping[int, Sequence[int]], names: Iterable[int], day: int
) -> Iterator[int]:
    """Payments of these names within the days of the window, each once."""
    return _near(desk.payments, of_name, names, day, desk.options.window)


def near_lines(
    desk: Desk, of_name: Mapping[int, Sequence[int]], names: Iterable[int], day: int, window: int
) -> Iterator[int]:
    """Lines of these names within so many days, each once."""
    return _near(desk.lines, of_name, names, day, window)


def _near(
    rows: Sequence[Paid] | Sequence[Booked],
    of_name: Mapping[int, Sequence[int]],
    names: Iterable[int],
    day: int,
    window: int,
) -> Iterator[int]:
    seen: set[int] = set()
    for name in names:
        numbers = of_name.get(name, ())
        at = bisect_left(numbers, day - window, key=lambda n: rows[n].day)
        end = bisect_right(numbers, day + window, key=lambda n: rows[n].day)
        if end - at > _MOST_CANDIDATES:
            continue
        for number in numbers[at:end]:
            if number not in seen:
                seen.add(number)
                yield number


def connected(
    of_payment: Mapping[int, set[int]], of_line: Mapping[int, set[int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """The connected parts of a graph of payments and lines, in the order of the payments."""
    seen: set[int] = set()
    for first in of_payment:
        if first in seen:
            continue
        seen.add(first)
        ps, bs, todo = [first], set[int](), [first]
        while todo:
            for b in of_payment[todo.pop()]:
                if b in bs:
                    continue
                bs.add(b)
                new = [p for p in of_line[b] if p not in seen]
                seen.update(new)
                ps.extend(new)
                todo.extend(new)
        yield sorted(ps), sorted(bs)
