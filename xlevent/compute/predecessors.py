"""The predecessors of a task as text, such as "T-003FS+2d; T-005SS", read and written.

An entry is the id of a task, then FS, SS, FF or SF (FS when missing), then a lag or, with a
minus, a lead: "+2d" working days, "+2ed" days on the clock, "+50%" of the predecessor's duration.
Microsoft Project's way of writing ("3FS+2 days", "3FS+2 工作日") is read too, as are full-width
characters, lower case and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from unicodedata import normalize

from xlevent.compute.lag_units import PERCENT, UNIT, meaning, minutes_of, write_minutes
from xlevent.domain.language import Text
from xlevent.domain.problems import nearest
from xlevent.domain.task import Link, LinkKind
from xlevent.errors import MisuseError

LONGEST_LAG = 52_596_000  # minutes: a hundred years
_LONGEST_TEXT = 8192
_LONGEST_ENTRY = 400
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_SEPARATORS = re.compile("[;,\u3001\n\r]")
_KIND = re.compile("fs|ss|ff|sf")
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_SPACE = re.compile(r"\s*")
_ANY_TAIL = re.compile(r"\s*(?:fs|ss|ff|sf)?\s*(?:[+-][^+]*)?\Z")

_NOTHING = Text("", "")
_LINK_OR_LAG = Text(
    "FS、SS、FF、SF，或以 + 或 - 開頭的延隔，或分號", "FS, SS, FF, SF, a lag with + or -, or ;"
)
_LAG = Text("以 + 或 - 開頭的延隔，或分號", "a lag with + or -, or ;")
_AMOUNT = Text("數字，如 2 或 1.5", "a number such as 2 or 1.5")
_UNIT = Text("單位 min、h、d、w、ed 或 %", "a unit: min, h, d, w, ed or %")
_END = Text("分號或結尾", "; or the end")
_LESS = Text("一百年以內的延隔", "a lag of at most a hundred years")
_SHORT = Text("較短的文字", "a shorter text")


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """One entry: a `Link` without its successor.

    `lag` holds minutes (on the clock where `elapsed`); `percent` stands instead of it. `position`
    is the first character of the entry, from 1; it does not count when comparing.
    """

    predecessor: str
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    percent: float | None = None
    elapsed: bool = False
    position: int = field(default=1, compare=False)

    def to(self, successor: str) -> Link:
        """The link to a successor."""
        return Link(self.predecessor, successor, self.kind, self.lag, self.percent, self.elapsed)


class PredecessorProblemKind(StrEnum):
    """What can be wrong with a text; the entry is left out, except where AMBIGUOUS or REPEATED."""

    MALFORMED = "malformed"
    UNKNOWN = "unknown task"
    AMBIGUOUS = "ambiguous"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class PredecessorProblem:
    """One problem.

    Parameters
    ----------
    kind
        What is wrong.
    position
        The character where it stands, from 1.
    found
        The text there: the rest of a malformed entry, an unknown id, an ambiguous entry.
    expected
        What should stand there, where MALFORMED.
    nearest
        A known id that is like an unknown one, or "".
    readings
        Where AMBIGUOUS: ids that the entry may mean; the first is taken.
    """

    kind: PredecessorProblemKind
    position: int
    found: str
    expected: Text = _NOTHING
    nearest: str = ""
    readings: tuple[str, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether the entry gave no link."""
        return self.kind in (PredecessorProblemKind.MALFORMED, PredecessorProblemKind.UNKNOWN)


class KnownIds:
    """Ids of tasks, prepared for many texts."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.by_form: dict[str, list[str]] = {}
        self.by_id: dict[str, str] = {}
        for name in dict.fromkeys(ids):
            form = _folded(name)[0].strip()
            if form:
                self.by_form.setdefault(form, []).append(name)
                self.by_id[name] = form
        self.lengths = sorted({len(form) for form in self.by_form}, reverse=True)

    def starts_of(self, text: str) -> list[str]:
        """Forms of ids that a text starts with, the longest first."""
        size = len(text)
        return [text[:n] for n in self.lengths if n <= size and text[:n] in self.by_form]


def parse_predecessors(
    text: str,
    known_ids: KnownIds | Iterable[str],
    *,
    minutes_per_day: int,
    minutes_per_week: int,
) -> tuple[list[ParsedLink], list[PredecessorProblem]]:
    """Read the predecessors of a task.

    Parameters
    ----------
    text
        Entries between semicolons, commas, 、 or line ends; empty ones do not count.
    known_ids
        Ids of all tasks; for many texts pass one `KnownIds`. The longest id that leaves a
        readable rest is taken.
    minutes_per_day, minutes_per_week
        Working minutes of a "d" and a "w" in a lag.

    Returns
    -------
    tuple of list of ParsedLink, list of PredecessorProblem
        In the order of the text. A task with an entry that is `left_out` has unknown links.
    """
    if minutes_per_day < 1 or minutes_per_week < 1:
        raise MisuseError(
            Text("每日與每週的分鐘數必須大於 0。", "minutes per day and per week must be positive")
        )
    known = known_ids if isinstance(known_ids, KnownIds) else KnownIds(known_ids)
    if len(text) > _LONGEST_TEXT:
        kind = PredecessorProblemKind.MALFORMED
        return [], [PredecessorProblem(kind, _LONGEST_TEXT + 1, "…", _SHORT)]
    reader = _Reader(text, known, minutes_per_day, minutes_per_week)
    start = 0
    for separator in _SEPARATORS.finditer(reader.plain):
        reader.entry(start, separator.start())
        start = separator.end()
    reader.entry(start, len(reader.plain))
    return reader.links, reader.problems


def format_predecessors(
    links: Iterable[ParsedLink | Link],
    *,
    minutes_per_day: int,
    known_ids: KnownIds | Iterable[str] = (),
) -> str:
    """Write links as text that `parse_predecessors` reads back.

    Parameters
    ----------
    links
        To one task.
    minutes_per_day
        Working minutes of a "d".
    known_ids
        Ids of all tasks; needed where the id of one task is the id of another followed by FS.

    Raises
    ------
    MisuseError
        For an id with a separator in it, which nothing could read back.
    """
    known = known_ids if isinstance(known_ids, KnownIds) else KnownIds(known_ids)
    return "; ".join(_written(link, minutes_per_day, known) for link in links)


def _written(link: ParsedLink | Link, minutes_per_day: int, known: KnownIds) -> str:
    name = link.predecessor
    form = _folded(name)[0]
    if not form.strip() or _SEPARATORS.search(form):
        en = f"the task id {name!r} cannot stand in a text of predecessors"
        raise MisuseError(Text(f"工作編號「{name}」不能寫在前置工作欄。", en))
    lag = ""
    if link.percent is not None:
        number = format(Decimal(str(abs(link.percent))), "f")
        lag = f"{'-' if link.percent < 0 else '+'}{number}{'e' if link.elapsed else ''}%"
    elif link.lag:
        size = write_minutes(abs(link.lag), elapsed=link.elapsed, minutes_per_day=minutes_per_day)
        lag = f"{'-' if link.lag < 0 else '+'}{size}"
    if link.kind == LinkKind.FS and not lag:
        return name
    tail = f"{link.kind}{lag}"
    # A longer id would be taken: "T1 FS" where T1FS is a task as well.
    longer = known.starts_of(_folded(f"{name}{tail}")[0].strip())
    return f"{name} {tail}" if longer and len(longer[0]) > len(form.strip()) else f"{name}{tail}"


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in lower case and half width, and the place in `text` of each character."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    pieces = [normalize("NFKC", char).translate(_DASHES).casefold() for char in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


@dataclass(frozen=True, slots=True)
class _Lag:
    kind: LinkKind
    lag: int
    percent: float | None
    elapsed: bool


@dataclass(frozen=True, slots=True)
class _Failure:
    at: int
    expected: Text


class _Reader:
    def __init__(self, text: str, known: KnownIds, day: int, week: int) -> None:
        self.text = text
        self.plain, self._places = _folded(text)
        self._known = known
        self._day = day
        self._week = week
        self._seen: set[ParsedLink] = set()
        self.links: list[ParsedLink] = []
        self.problems: list[PredecessorProblem] = []

    def entry(self, start: int, end: int) -> None:
        """Read one entry between two places in the plain text."""
        body = self.plain[start:end]
        start += len(body) - len(body.lstrip())
        body = body.strip()
        if not body:
            return
        end = start + len(body)
        if len(body) > _LONGEST_ENTRY:
            self._malformed(_Failure(start + _LONGEST_ENTRY, _SHORT), end)
            return
        forms = self._known.starts_of(body)
        read = [(form, self._tail(start + len(form), end)) for form in forms]
        good = [(form, tail) for form, tail in read if isinstance(tail, _Lag)]
        if good:
            self._take(start, end, good)
            return
        for form, tail in read:
            if isinstance(tail, _Failure) and not _goes_on(form, body):
                self._malformed(tail, end)
                return
        self._unknown(start, end, body)

    def _take(self, start: int, end: int, good: Sequence[tuple[str, _Lag]]) -> None:
        form, lag = good[0]
        names = self._named(form, start)
        others = [name for other, _ in good[1:] for name in self._known.by_form[other]]
        readings = (*names, *others)
        link = ParsedLink(
            names[0], lag.kind, lag.lag, lag.percent, lag.elapsed, self._position(start)
        )
        if len(readings) > 1:
            self._problem(PredecessorProblemKind.AMBIGUOUS, start, end, readings=readings)
        if link in self._seen:
            self._problem(PredecessorProblemKind.REPEATED, start, end)
            return
        self._seen.add(link)
        self.links.append(link)

    def _named(self, form: str, start: int) -> list[str]:
        """The ids of a form; only that which is written exactly so, if one is."""
        names = self._known.by_form[form]
        if len(names) == 1:
            return names
        first, last = self._places[start], self._places[start + len(form) - 1]
        exact = [name for name in names if name.strip() == self.text[first : last + 1]]
        return exact or names

    def _unknown(self, start: int, end: int, body: str) -> None:
        """Nothing known stands there: the id is what stands before a readable tail."""
        size = len(body)
        for at in range(1, len(body)):
            if _ANY_TAIL.match(body, at) and isinstance(self._tail(start + at, end), _Lag):
                size = at
                break
        found = self._shown(start, start + size)
        like = nearest(found, self._known.by_id)
        self._problem(PredecessorProblemKind.UNKNOWN, start, start + size, like=like)

    def _malformed(self, failure: _Failure, end: int) -> None:
        self._problem(PredecessorProblemKind.MALFORMED, failure.at, end, expected=failure.expected)

    def _problem(
        self,
        kind: PredecessorProblemKind,
        start: int,
        end: int,
        *,
        expected: Text = _NOTHING,
        like: str = "",
        readings: tuple[str, ...] = (),
    ) -> None:
        self.problems.append(
            PredecessorProblem(
                kind, self._position(start), self._shown(start, end), expected, like, readings
            )
        )

    def _shown(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        return self.text[self._places[start] : self._places[end - 1] + 1]

    def _position(self, at: int) -> int:
        return (self._places[at] if at < len(self._places) else len(self.text)) + 1

    def _tail(self, at: int, end: int) -> _Lag | _Failure:
        """What follows an id: the kind of link and the lag."""
        plain = self.plain
        at = _after_space(plain, at, end)
        found = _KIND.match(plain, at, end)
        kind = LinkKind.FS
        if found:
            kind = LinkKind(found[0].upper())
            at = _after_space(plain, found.end(), end)
        if at == end:
            return _Lag(kind, 0, None, False)
        if plain[at] not in "+-":
            return _Failure(at, _LAG if found else _LINK_OR_LAG)
        sign = -1 if plain[at] == "-" else 1
        at = _after_space(plain, at + 1, end)
        number = _NUMBER.match(plain, at, end)
        if number is None:
            return _Failure(at, _AMOUNT)
        amount = sign * Decimal(number[0])
        begin, at = at, _after_space(plain, number.end(), end)
        unit, elapsed = "d", False  # Microsoft Project writes 3FS+2
        if at < end or not found:
            match = UNIT.match(plain, at, end)
            if match is None:
                return _Failure(at, _UNIT)
            unit, elapsed = meaning(match)
            at = _after_space(plain, match.end(), end)
        if at < end:
            return _Failure(at, _END)
        if unit == PERCENT:
            if abs(amount) > LONGEST_LAG:
                return _Failure(begin, _LESS)
            return _Lag(kind, 0, float(amount), elapsed)
        if abs(amount) > LONGEST_LAG:
            return _Failure(begin, _LESS)
        lag = minutes_of(
            amount,
            unit,
            elapsed=elapsed,
            minutes_per_day=self._day,
            minutes_per_week=self._week,
        )
        if abs(lag) > LONGEST_LAG:
            return _Failure(begin, _LESS)
        return _Lag(kind, lag, None, elapsed and lag != 0)


def _after_space(text: str, at: int, end: int) -> int:
    match = _SPACE.match(text, at, end)
    return match.end() if match else at


def _goes_on(form: str, body: str) -> bool:
    """Whether the text after an id may belong to a longer, unknown id: T-0031 after T-003."""
    if len(form) == len(body):
        return False
    last, after = form[-1], body[len(form)]
    if after.isspace() or after == "+":
        return False
    if after in "-._/":
        rest = body[len(form) + 1 :]
        return bool(rest) and not _NUMBER.fullmatch(rest) and rest[0].isalnum()
    alike = last.isascii() == after.isascii()
    return alike and ((last.isdigit() and after.isdigit()) or (last.isalpha() and after.isalpha()))
