"""The findings of one file, each kind listed a hundred times at most."""

from __future__ import annotations

from collections import Counter

from xlevent.domain import codes
from xlevent.domain.finding import NOWHERE, Finding, Place
from xlevent.domain.language import Text
from xlevent.domain.problems import Code, Problem, finding

_MOST = 100


class Notes:
    """Collects what is to be said about a file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def add(
        self, code: Code, place: Place = NOWHERE, value: object = None, **details: object
    ) -> None:
        """One more finding."""
        self.say(Problem(code, details), place, value)

    def say(self, problem: Problem, place: Place = NOWHERE, value: object = None) -> None:
        """One more finding of a problem."""
        self._counts[problem.code.code] += 1
        if self._counts[problem.code.code] <= _MOST:
            where = place if place != NOWHERE else Place(self.file)
            self.found.append(finding(problem, place=where, value=value))

    def done(self) -> tuple[Finding, ...]:
        """All of them, with a word about those that are not listed."""
        more = [
            finding(
                Problem(codes.MORE_OF_THE_SAME, {"count": count - _MOST, "code": code}),
                place=Place(self.file),
                titles={"table": self.file, "column": Text("各筆", "the lines")},
            )
            for code, count in self._counts.items()
            if count > _MOST
        ]
        return (*self.found, *more)
