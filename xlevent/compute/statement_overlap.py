"""Several statements of the same accounts: each line once, gaps and contradictions said.

Two equal lines in one file are two movements. A line of another file is the same movement where
its reference, date and amount are the same, or its date, amount, balance and description.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from xlevent.domain import statement_codes as codes
from xlevent.domain.bank import Statement, StatementLine
from xlevent.domain.finding import Finding, Place
from xlevent.domain.problems import Code, Problem, finding

_DAY = timedelta(days=1)
_MOST = 20  # conflicts listed of one file


def take_once(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without the lines that an earlier one of the same account has too."""
    made = list(statements)
    _check_endings(made)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, statement in enumerate(made):
        groups[_account(statement)].append(index)
    for indices in groups.values():
        if len(indices) < 2:
            continue
        originals = [made[i] for i in indices]
        for later in range(1, len(indices)):
            made[indices[later]] = _without(
                made[indices[later]], [made[i] for i in indices[:later]], originals
            )
        _check_gaps(made, indices)
    return made


def known_lines(
    new: Iterable[StatementLine], known: Iterable[StatementLine]
) -> list[StatementLine | None]:
    """For each new line the known one that is the same movement; each is used once."""
    pool = _Pool(known)
    lines = list(new)
    found: list[StatementLine | None] = [None] * len(lines)
    for keys in (_by_reference, _by_balance):
        for index, line in enumerate(lines):
            if found[index] is None:
                found[index] = pool.take(keys(line), line)
    return found


class _Pool:
    """Known lines by their keys."""

    def __init__(self, lines: Iterable[StatementLine]) -> None:
        self._lines = list(lines)
        self._free = [True] * len(self._lines)
        self._by_key: dict[Hashable, list[int]] = defaultdict(list)
        for index in range(len(self._lines) - 1, -1, -1):
            for key in (_by_reference(self._lines[index]), _by_balance(self._lines[index])):
                if key is not None:
                    self._by_key[key].append(index)

    def take(self, key: Hashable, line: StatementLine) -> StatementLine | None:
        """The first free line of that key whose reference does not speak against it."""
        waiting = self._by_key.get(key, []) if key is not None else []
        for at in range(len(waiting) - 1, -1, -1):
            index = waiting[at]
            if not self._free[index]:
                del waiting[at]
                continue
            other = self._lines[index]
            if line.reference and other.reference and line.reference != other.reference:
                continue
            del waiting[at]
            self._free[index] = False
            return other
        return None


def _by_reference(line: StatementLine) -> Hashable:
    return ("r", line.reference, line.date, line.amount) if line.reference else None


def _by_balance(line: StatementLine) -> Hashable:
    told = "".join(line.description.split()).casefold()
    return ("b", line.date, line.amount, line.balance, told)


def _account(statement: Statement) -> Hashable:
    """What tells accounts apart: the last four digits, because some files hide the others."""
    return (statement.account, statement.currency, statement.kind)


def _without(
    statement: Statement, earlier: Sequence[Statement], originals: Sequence[Statement]
) -> Statement:
    """The statement less what the earlier ones hold, with a word on each."""
    said: list[Finding] = list(statement.findings)
    lines: Sequence[StatementLine] = statement.lines
    for other, original in zip(earlier, originals, strict=False):
        before = lines
        same = known_lines(lines, original.lines)
        lines = [line for line, known in zip(lines, same, strict=True) if known is None]
        taken = len(before) - len(lines)
        if taken:
            place = next(x.place for x, known in zip(before, same, strict=True) if known)
            said.append(_said(codes.TAKEN_ONCE, place, count=taken, other=original.source))
        said += _conflicts(lines, original)
        del other
        said += _missing(statement, original)
    return replace(statement, lines=tuple(lines), findings=tuple(said))


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
        digits = "".join(c for c in statement.number if c.isalnum())
        if not statement.account or not digits.isdigit() or len(digits) < 8:
            continue
        other = seen.setdefault(statement.account, digits)
        if not (digits.endswith(other) or other.endswith(digits)):
            said = _said(codes.SAME_ENDING, Place(statement.source), statement.account)
            made[index] = replace(statement, findings=(*statement.findings, said))


def _said(code: Code, place: Place, value: object = None, **details: object) -> Finding:
    return finding(Problem(code, details), place=place, value=value)
