"""Runs the rules over an event, beside the checks of its structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlevent.app.checking import Collector
from xlevent.app.event import Event
from xlevent.app.updating.change import Change
from xlevent.app.updating.findings import findings_change
from xlevent.app.validating.books import Books
from xlevent.app.validating.families import RULES
from xlevent.app.validating.places import place_of
from xlevent.app.validating.rule import Hit, Rule
from xlevent.app.validating.treatment import Hidden, treat
from xlevent.domain.finding import Finding
from xlevent.domain.problems import Problem

_At = tuple[str | None, int | None, str | None]


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
    replaced: set[tuple[str, _At]] = set()
    for rule in rules:
        for hit in rule.check(books):
            _add(event, found, rule, hit)
            replaced.update((code, (hit.table, hit.row, hit.column)) for code in rule.replaces)
    kept = [f for f in plain if (f.code, (f.table, f.row, f.column)) not in replaced]
    codes = frozenset(rule.code.code for rule in rules)
    treated = treat(event, [*kept, *found.done()], codes)
    return Validation(treated.findings, len(rules), treated.hidden, treated.off)


def _add(event: Event, found: Collector, rule: Rule, hit: Hit) -> None:
    found.add(
        Problem(rule.code, hit.details),
        table=hit.table,
        column=hit.column,
        row=hit.row,
        place=place_of(event, hit.table, hit.row, hit.column),
        value=hit.value,
    )


@dataclass(slots=True)
class Written:
    """A validation as the change of a workbook: it fills the Findings sheet."""

    result: Validation | None = None

    def change(self, event: Event) -> Change:
        """Validate the event; its findings become the rows of the Findings sheet."""
        self.result = validate(event)
        return findings_change(event, self.result.findings)
