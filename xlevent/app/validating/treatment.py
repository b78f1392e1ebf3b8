"""Rules switched off or regraded in the settings, said openly beside the other findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from xlevent.app.checking import Collector
from xlevent.app.event import Event
from xlevent.app.validating.places import place_of
from xlevent.domain import treatment_codes as codes
from xlevent.domain.finding import Finding, Severity
from xlevent.domain.problems import CODES, Problem, Whole, nearest
from xlevent.domain.values import Value

TABLE = "check_rules"
_OPEN = {code.code for code in (codes.UNKNOWN_RULE, codes.NOT_TREATABLE, codes.RULES_TREATED)}
_GRADES: dict[str, Severity] = {"error": "error", "warning": "warning", "notice": "notice"}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A finding of a rule that is switched off, and why it is."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Treated:
    """The findings that are left, those that are hidden, and the codes that are switched off."""

    findings: list[Finding]
    hidden: list[Hidden]
    off: tuple[str, ...]


def treat(event: Event, findings: list[Finding], rules: frozenset[str]) -> Treated:
    """Apply the rows of the settings; `rules` are the codes that validation may report."""
    rows, problems = _rows(event, rules)
    shown: list[Finding] = []
    hidden: list[Hidden] = []
    for found in findings:
        row = rows.get(found.code)
        if row is None:
            shown.append(found)
        elif row["treatment"] == "off":
            hidden.append(Hidden(found, str(row.get("reason", ""))))
        else:
            shown.append(replace(found, severity=_GRADES[str(row["treatment"])]))
    off = tuple(sorted(code for code, row in rows.items() if row["treatment"] == "off"))
    if rows:
        details = {"off": len(off), "regraded": len(rows) - len(off), "hidden": len(hidden),
                   "codes": Whole(", ".join(sorted(rows)))}  # fmt: skip
        problems.add(Problem(codes.RULES_TREATED, details), table=TABLE,
                     place=place_of(event, TABLE, None, None))  # fmt: skip
    return Treated([*shown, *problems.done()], hidden, off)


def _rows(event: Event, rules: frozenset[str]) -> tuple[dict[str, Mapping[str, Value]], Collector]:
    """The rows in effect by code (the first of each), and what is wrong with the others."""
    known: dict[str, Mapping[str, Value]] = {}
    problems = Collector(event.registry)
    for index, row in enumerate(event.tables.get(TABLE, ())):
        code = str(row.get("code", "")).strip().upper()
        problem = _wrong(code, rules)
        if problem is not None:
            problems.add(
                problem,
                table=TABLE,
                row=index,
                column="code",
                value=row.get("code"),
                place=place_of(event, TABLE, index, "code"),
            )
        elif row.get("treatment") in (*_GRADES, "off"):
            known.setdefault(code, row)
    return known, problems


def _wrong(code: str, rules: frozenset[str]) -> Problem | None:
    plain = CODES.get(code) if code.startswith(("XL1", "XL2")) else None
    if code in _OPEN or (plain is not None and plain.severity == "error"):
        return Problem(codes.NOT_TREATABLE)
    if code in rules or plain is not None:
        return None
    near = nearest(code, rules)
    return Problem(codes.UNKNOWN_RULE, {"nearest": near} if near else {})
