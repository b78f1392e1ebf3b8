"""Several statements of the same accounts: each line once, gaps and contradictions said.

Two equal lines in one file are two movements. A line of another file is the same movement where
its reference, date and amount are the same, or its date, amount, balance and description.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from xlevent.domain import statement_codes as codes
from xlevent.domain.bank import Statement, StatementLine
from xlevent.domain.finding import NOWHERE, Finding, Place
from xlevent.domain.problems import Code, Problem, finding

_DAY = timedelta(days=1)
Way = Callable[[StatementLine], Hashable]  # the key by which lines are the same
_MOST = 20  # conflicts listed of one file


def take_once(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without the lines that an earlier one of the same account has too."""
    made = list(statements)
    _check_endings(made)
    for index, statement in enumerate(statements):
        others = [
            i for i in range(index)
            if statements[i].source != statement.source  # equal lines of one file are two movements
            and _overlap(statements[i], statement)
            and _may_be_same(statements[i], statement)
        ]  # fmt: skip
        if others:
            originals = [statements[i] for i in others]
            made[index] = _without(made[index], [made[i] for i in others], originals)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, statement in enumerate(statements):
        groups[(statement.account, statement.currency, statement.kind)].append(index)
    for indices in groups.values():
        _check_gaps(made, indices)
    return made


def known_lines(
    new: Iterable[StatementLine], known: Iterable[StatementLine], *, edited: bool = False
) -> list[int | None]:
    """For each new line the index of the known one that is the same movement; each is used once.

    edited: a person may have changed the known ones, so the same balance on the same day, or the
    same place of a file with something in common, tell them too.
    """
    pool = _Pool(known)
    lines = list(new)
    found: list[int | None] = [None] * len(lines)
    ways: tuple[Way, ...] = (
        _by_reference,
        _by_balance,
        *((_by_balance_alone, _by_place) if edited else ()),
    )
    for way in ways:
        pool.sort(way)
        for index, line in enumerate(lines):
            if found[index] is None:
                found[index] = pool.take(way, line)
    return found


class _Pool:
    """Known lines, each of which is taken once."""

    def __init__(self, lines: Iterable[StatementLine]) -> None:
        self._lines = list(lines)
        self._free = [True] * len(self._lines)
        self._waiting: dict[Hashable, list[int]] = {}

    def sort(self, way: Way) -> None:
        """Get the free ones ready to be asked for by that key; the first is given first."""
        self._waiting = {}
        for index in range(len(self._lines) - 1, -1, -1):
            line = self._lines[index]
            if self._free[index] and (key := way(line)) is not None:
                self._waiting.setdefault((key, line.reference != ""), []).append(index)

    def take(self, way: Way, line: StatementLine) -> int | None:
        """The first free line of that key that nothing speaks against."""
        key = way(line)
        if key is None:
            return None
        alike = way is _by_place
        # The same reference was looked for before, and another one is another movement.
        all_of_them = way is _by_reference or alike or not line.reference
        for named in (False, True) if all_of_them else (False,):
            waiting = self._waiting.get((key, named), [])
            for at in range(len(waiting) - 1, -1, -1):
                index = waiting[at]
                other = self._lines[index]
                if _same_account(line, other) and (not alike or _agreements(line, other) >= 2):
                    del waiting[at]
                    self._free[index] = False
                    return index
        return None


def _by_reference(line: StatementLine) -> Hashable:
    return (line.reference, line.date, line.amount) if line.reference else None


def _by_balance(line: StatementLine) -> Hashable:
    told = "".join(line.description.split()).casefold()
    return (line.date, line.amount, line.balance, told)


def _by_balance_alone(line: StatementLine) -> Hashable:
    return None if line.balance is None else (line.date, line.amount, line.balance)


def _by_place(line: StatementLine) -> Hashable:
    return None if line.place == NOWHERE else line.place


def _agreements(line: StatementLine, other: StatementLine) -> int:
    """How many facts of two lines are there and the same."""
    pairs = (
        (line.date, other.date), (line.amount, other.amount), (line.balance, other.balance),
        (line.reference, other.reference), (line.description, other.description),
    )  # fmt: skip
    return sum(1 for a, b in pairs if a == b and a not in (None, ""))


def _same_account(line: StatementLine, other: StatementLine) -> bool:
    """Whether both may be of one account; of one that is not named, more must speak for it."""
    if line.currency and other.currency and line.currency != other.currency:
        return False
    if line.account and other.account:
        return _end_alike(line.account, other.account)
    if line.account == other.account:
        return True
    told = line.balance is not None and line.balance == other.balance
    return told or (line.reference != "" and line.reference == other.reference)


def _end_alike(account: str, other: str) -> bool:
    """Whether one is the end of the other: some files show three digits."""
    return account.endswith(other) or other.endswith(account)


def _overlap(statement: Statement, other: Statement) -> bool:
    """Whether the same day may be in both."""
    if not (statement.begin and statement.end and other.begin and other.end):
        return False
    return statement.begin <= other.end and other.begin <= statement.end


def _may_be_same(statement: Statement, other: Statement) -> bool:
    """Whether both may be of one account, as far as they name it."""
    if statement.kind != other.kind:
        return False
    if statement.currency and other.currency and statement.currency != other.currency:
        return False
    whole, whole_other = _digits(statement), _digits(other)
    if whole and whole_other:
        return _end_alike(whole, whole_other)
    return _end_alike(statement.account, other.account)


def _digits(statement: Statement) -> str:
    """The whole account number; "" where the file hides a part of it."""
    digits = "".join(c for c in statement.number if c.isalnum())
    return digits if digits.isdigit() and len(digits) >= 8 and "*" not in statement.number else ""


def _without(
    statement: Statement, earlier: Sequence[Statement], originals: Sequence[Statement]
) -> Statement:
    """The statement less the lines that were taken from other files, with a word on each file."""
    said: list[Finding] = list(statement.findings)
    taken = [(line, other.source) for other in earlier for line in other.lines]
    same = known_lines(statement.lines, [line for line, _ in taken])
    pairs = list(zip(statement.lines, same, strict=True))
    twice: dict[str, list[StatementLine]] = defaultdict(list)
    for line, known in pairs:
        if known is not None:
            twice[taken[known][1]].append(line)
    for source, lines in twice.items():
        said.append(_said(codes.TAKEN_ONCE, lines[0].place, count=len(lines), other=source))
    left = tuple(line for line, known in pairs if known is None)
    for original in originals:
        if original.account == statement.account:
            said += _conflicts(left, original)
            said += _missing(statement, original)
    return replace(statement, lines=left, findings=tuple(said))


def _conflicts(lines: Sequence[StatementLine], other: Statement) -> list[Finding]:
    """References of both files that say different things, where they name one line in each."""
    here = Counter(line.reference for line in lines)
    there: dict[str, list[StatementLine]] = defaultdict(list)
    for line in other.lines:
        there[line.reference].append(line)
    said = []
    for line in lines:
        reference = line.reference
        if len(reference) >= 6 and here[reference] == 1 and len(there.get(reference, ())) == 1:
            said.append(
                _said(codes.REFERENCE_CONFLICT, line.place, line.reference, other=other.source)
            )
            if len(said) >= _MOST:
                break
    return said


def _missing(statement: Statement, other: Statement) -> list[Finding]:
    """Lines within both periods that one of the files lacks."""
    if not (statement.begin and statement.end and other.begin and other.end):
        return []
    begin, end = max(statement.begin, other.begin), min(statement.end, other.end)
    if begin >= end:  # one shared day may be cut anywhere
        return []
    ours = [x for x in statement.lines if begin <= x.date <= end]
    theirs = [x for x in other.lines if begin <= x.date <= end]
    same = known_lines(ours, theirs)
    found = [x for x, known in zip(ours, same, strict=True) if known is None]
    lacking = len(found) + len(theirs) - (len(ours) - len(found))
    if not lacking:
        return []
    place = found[0].place if found else Place(statement.source)
    return [_said(codes.OVERLAP_DIFFERS, place, count=lacking, other=other.source)]


def _check_gaps(made: list[Statement], indices: Sequence[int]) -> None:
    """Say where a statement begins after a balance that the one before does not end with."""
    order = sorted(
        (i for i in indices if made[i].begin and made[i].end),
        key=lambda i: (made[i].begin, made[i].end),
    )
    for before, after in itertools.pairwise(order):
        first, second = made[before], made[after]
        assert first.end
        assert second.begin
        apart = second.begin > first.end + _DAY
        told = first.closing is not None and second.opening is not None
        if second.begin <= first.end or (told and first.closing == second.opening):
            continue
        if told or apart:
            said = _said(
                codes.GAP, Place(second.source), begin=second.begin, end=first.end,
                opening="?" if second.opening is None else f"{second.opening:,f}",
                closing="?" if first.closing is None else f"{first.closing:,f}",
            )  # fmt: skip
            made[after] = replace(second, findings=(*second.findings, said))


def _check_endings(made: list[Statement]) -> None:
    """Say where two accounts that are not the same end alike."""
    seen: dict[str, str] = {}
    for index, statement in enumerate(made):
        digits = _digits(statement)
        if not statement.account or not digits:
            continue
        other = seen.setdefault(statement.account, digits)
        if not _end_alike(digits, other):
            said = _said(codes.SAME_ENDING, Place(statement.source), statement.account)
            made[index] = replace(statement, findings=(*statement.findings, said))


def _said(code: Code, place: Place, value: object = None, **details: object) -> Finding:
    return finding(Problem(code, details), place=place, value=value)
