"""Runs the rules over an event, beside the checks of its structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlevent.app.checking import Collector
from xlevent.app.event import Event
from xlevent.app.validating.books import Books
from xlevent.app.validating.families import RULES
from xlevent.app.validating.places import place_of
from xlevent.app.validating.rule import Hit, Rule
from xlevent.domain.finding import Finding
from xlevent.domain.problems import Problem

_At = tuple[str | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found, and how many rules were asked."""

    findings: list[Finding]
    rules: int


def validate(event: Event, rules: Sequence[Rule] = RULES) -> Validation:
    """All findings of `Event.check` and of the rules, in the order of the rules."""
    plain = event.check()
    books = Books(event, plain)
    found = Collector(event.registry)
    replaced: set[tuple[str, _At]] = set()
    for rule in rules:
        for hit in rule.check(books):
            _add(event, found, rule, hit)
            replaced.update((code, (hit.table, hit.row, hit.column)) for code in rule.replaces)
    kept = [f for f in plain if (f.code, (f.table, f.row, f.column)) not in replaced]
    return Validation([*kept, *found.done()], len(rules))


def _add(event: Event, found: Collector, rule: Rule, hit: Hit) -> None:
    found.add(
        Problem(rule.code, hit.details),
        table=hit.table,
        column=hit.column,
        row=hit.row,
        place=place_of(event, hit.table, hit.row, hit.column),
        value=hit.value,
    )
