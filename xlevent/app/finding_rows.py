"""Findings as rows of the Findings sheet."""

from __future__ import annotations

from collections.abc import Callable

from xlevent.domain.finding import Finding
from xlevent.domain.language import LANGUAGES, Language
from xlevent.sheets.kernel.blocks import Sheet
from xlevent.sheets.registry import Registry, tab_name
from xlevent.workbook.book import Value


def finding_row(
    finding: Finding, registry: Registry, language: Language, link: Callable[[Finding], str]
) -> dict[str, Value]:
    """The row of a finding; `link` gives where it is, as "#'tab'!A1", or ""."""
    row: dict[str, Value] = {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message.show(language),
        "hint": finding.hint.show(language),
    }
    sheet = _sheet(finding, registry)
    if sheet is not None:
        row["sheet"] = sheet.code
    place = link(finding)
    if place:
        row["cell"] = place
    return row


def _sheet(finding: Finding, registry: Registry) -> Sheet | None:
    """The sheet of the finding's table; else the one that has the tab of its place."""
    if finding.table in registry.sheet_of:
        return registry.sheet_of[finding.table]
    tab = finding.place.sheet
    for sheet in registry.sheets if tab else ():
        if any(tab == tab_name(sheet, sheet.tab.show(form)) for form in LANGUAGES):
            return sheet
    return None


def place_link(finding: Finding) -> str:
    """The cell that a finding names, as a link inside its workbook."""
    place = finding.place
    if place.sheet is None or place.cell is None:
        return ""
    quoted = place.sheet.replace("'", "''")
    return f"#'{quoted}'!{place.cell}"
