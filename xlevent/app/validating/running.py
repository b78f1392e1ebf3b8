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
from xlevent.app.validating.treatment import Hidden, treat
from xlevent.domain.finding import NOWHERE, Finding, Place
from xlevent.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found; how many rules were asked; what was hidden because a rule is off."""

    findings: list[Finding]
    rules: int
    hidden: list[Hidden]
    off: tuple[str, ...]  # codes that are switched off


def validate(event: Event, rules: Sequence[Rule] = RULES) -> Validation:
    """All findings of `Event.check` and of the rules, as the settings of the event treat them."""
    plain = event.check()
    books = Books(event, plain)
    found = Collector(event.registry)
    replaced: set[tuple[str, object]] = set()
    for rule in rules:
        for hit in rule.check(books):
            place = hit.place or place_of(event, hit.table, hit.row, hit.column)
            _add(found, rule, hit, place)
            at = _at(place, hit.table, hit.row, hit.column)
            replaced.update((code, at) for code in rule.replaces)
    kept = [f for f in plain if (f.code, _at(f.place, f.table, f.row, f.column)) not in replaced]
    codes = frozenset(rule.code.code for rule in rules)
    treated = treat(event, [*kept, *found.done()], codes)
    return Validation(treated.findings, len(rules), treated.hidden, treated.off)


def _at(place: Place, table: str | None, row: int | None, column: str | None) -> object:
    """What tells cells apart: their place; without one, their table, row and column."""
    return (table, row, column) if place == NOWHERE else place


def _add(found: Collector, rule: Rule, hit: Hit, place: Place) -> None:
    found.add(
        Problem(rule.code, hit.details),
        table=hit.table,
        column=hit.column,
        row=hit.row,
        place=place,
        value=hit.value,
    )
