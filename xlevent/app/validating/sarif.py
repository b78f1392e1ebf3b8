"""Findings as SARIF 2.1.0, the form in which editors and code hosts show them.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0. Rows of a plan have a line; cells
of a workbook, which has no lines, are logical locations. What a rule that is switched off found is
there too, as suppressed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from xlevent import __version__
from xlevent.app.validating.catalogue import entry
from xlevent.app.validating.families import RULES
from xlevent.app.validating.running import Validation
from xlevent.domain.finding import Finding, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "notice": "note"}


def sarif(found: Validation, source: Path, *, docs: str | None = None) -> dict[str, Any]:
    """One run over `source`; `docs` is the address of the page that explains the rules."""
    every = [*found.findings, *(hidden.finding for hidden in found.hidden)]
    codes = sorted({rule.code.code for rule in RULES} | {f.code for f in every})
    index = {code: number for number, code in enumerate(codes)}
    results = [_result(finding, index, source) for finding in found.findings]
    for hidden in found.hidden:
        reason = {"kind": "external", "status": "accepted", "justification": hidden.reason}
        results.append(_result(hidden.finding, index, source) | {"suppressions": [reason]})
    driver = {
        "name": "xlevent", "version": __version__, "semanticVersion": __version__,
        "rules": [_rule(code, docs) for code in codes],
    }  # fmt: skip
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(source)}}],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, docs: str | None) -> dict[str, Any]:
    known = entry(code)
    found: dict[str, Any] = {
        "id": code,
        "name": _name(known.says.en),
        "shortDescription": {"text": known.says.en},
        "fullDescription": {"text": f"{known.says.en} {known.says.zh}"},
        "help": {"text": known.hint.en or known.says.en},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
        "properties": {"zh-TW": {"rule": known.says.zh, "help": known.hint.zh}},
    }
    if docs:
        found["helpUri"] = f"{docs}#{code.lower()}"
    return found


def _name(sentence: str) -> str:
    """A name in PascalCase made from the first words of a sentence."""
    words = "".join(c if c.isalnum() else " " for c in sentence).split()
    return "".join(word.capitalize() for word in words[:7])


def _result(finding: Finding, index: dict[str, int], source: Path) -> dict[str, Any]:
    text = f"{finding.message.en} {finding.hint.en}".strip()
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding, source)],
        "properties": {"zh-TW": f"{finding.message.zh}{finding.hint.zh}"},
    }


def _location(finding: Finding, source: Path) -> dict[str, Any]:
    place = finding.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(Path(place.file or source))}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
        if place.column is not None:
            physical["region"]["startColumn"] = place.column
    location: dict[str, Any] = {"physicalLocation": physical}
    logical = list(_logical(finding))
    if logical:
        location["logicalLocations"] = logical
    return location


def _logical(finding: Finding) -> Iterable[dict[str, Any]]:
    if finding.place.sheet is not None:
        cell = {"fullyQualifiedName": str(finding.place), "kind": "cell"}
        yield cell | ({"name": finding.place.cell} if finding.place.cell else {})
    if finding.table is not None:
        row = "" if finding.row is None else f"[{finding.row}]"
        column = f".{finding.column}" if finding.column else ""
        name = finding.column or finding.table
        yield {"name": name, "fullyQualifiedName": f"{finding.table}{row}{column}",
               "kind": "element"}  # fmt: skip


def _uri(path: Path) -> str:
    """Relative to the folder of the command where the file lies below it."""
    full = path.resolve()
    if full.is_relative_to(Path.cwd()):
        return quote(full.relative_to(Path.cwd()).as_posix())
    return full.as_uri()
