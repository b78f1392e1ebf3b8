"""Rosters: shifts of one person that overlap, shifts without anybody, needs that nobody covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Shift:
    """A time at which somebody works, in minutes from any common moment: `start` up to `end`.

    `person` is empty where nobody was found; `away` is who cannot come. A shift from 9 to 9 lasts
    no time: it overlaps nothing and covers nothing.
    """

    person: str
    role: str
    place: str
    start: int
    end: int
    away: bool = False

    @property
    def staffed(self) -> bool:
        """Whether somebody will be there."""
        return bool(self.person) and not self.away


@dataclass(frozen=True, slots=True)
class Need:
    """How many people of a role a place needs, and when, in minutes like the shifts."""

    role: str
    place: str
    start: int
    end: int
    people: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A stretch of a need with too few people: `have` of those that are needed."""

    start: int
    end: int
    have: int


def double_bookings(shifts: Sequence[Shift]) -> dict[int, tuple[int, ...]]:
    """The other shifts of the same person at the same time, by number of the shift from 0.

    Only shifts that meet for more than a moment count, and only those of who will come.
    """
    by_person: dict[str, list[int]] = {}
    for number, shift in enumerate(shifts):
        if shift.staffed and shift.end > shift.start:
            by_person.setdefault(shift.person, []).append(number)
    found: dict[int, list[int]] = {}
    for numbers in by_person.values():
        numbers.sort(key=lambda n: (shifts[n].start, n))
        running: list[int] = []
        for number in numbers:
            running = [n for n in running if shifts[n].end > shifts[number].start]
            for other in running:
                found.setdefault(other, []).append(number)
                found.setdefault(number, []).append(other)
            running.append(number)
    return {number: tuple(sorted(found[number])) for number in sorted(found)}


def lacks(need: Need, shifts: Sequence[Shift]) -> tuple[Lack, ...]:
    """When fewer people are there than needed, in order; a person counts once.

    Shifts count for the same role and place. Stretches that meet with the same number are one.
    """
    able = [
        shift for shift in shifts
        if shift.staffed and shift.role == need.role and shift.place == need.place
        and shift.start < need.end and shift.end > need.start
    ]  # fmt: skip
    edges = {need.start, need.end}
    edges |= {moment for s in able for moment in (s.start, s.end) if need.start < moment < need.end}
    moments = sorted(edges)
    found: list[Lack] = []
    for start, end in pairwise(moments):
        have = len({s.person for s in able if s.start <= start and s.end >= end})
        if have >= need.people:
            continue
        if found and found[-1].end == start and found[-1].have == have:
            found[-1] = Lack(found[-1].start, end, have)
        else:
            found.append(Lack(start, end, have))
    return tuple(found)
