"""What a rule is: a code, the rule in one sentence, what it reads, and the check itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from xlevent.app.validating.books import Books
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.problems import Code


@dataclass(frozen=True, slots=True)
class Hit:
    """One case: the row (from 0) and column it stands in, and the details of its message.

    row None: about the whole table, or about a setting (table "settings"). `place` where it is
    not the place of that cell (a figure above the tables).
    """

    table: str
    row: int | None
    column: str | None
    details: Mapping[str, object] = field(default_factory=dict)
    value: object = None
    place: Place | None = None


Check = Callable[[Books], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `reads` names the columns by table (and "settings") that decide.

    `replaces` are codes of plainer findings about the same cell, which this one makes needless.
    """

    code: Code
    says: Text  # the rule in one sentence
    reads: Mapping[str, tuple[str, ...]]
    check: Check
    replaces: frozenset[str] = frozenset()


def rule(
    code: Code, says: tuple[str, str], reads: Mapping[str, tuple[str, ...]], check: Check,
    *, replaces: tuple[Code, ...] = (),
) -> Rule:  # fmt: skip
    """A rule; `says` is (zh-TW, en)."""
    return Rule(code, Text(*says), reads, check, frozenset(c.code for c in replaces))
