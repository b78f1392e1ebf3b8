"""The Findings sheet of a workbook, filled in place."""

from __future__ import annotations

from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.finding_rows import finding_row, place_link
from xlevent.app.updating.change import Change
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.sheets.registry import registry


def write_findings(path: Path) -> list[Finding]:
    """Check a workbook and write what was found onto its Findings sheet, with links."""
    from xlevent.app.updating.update import update_book  # a workbook open in Excel is not patched

    found: list[Finding] = []

    def change(event: Event) -> Change:
        found.extend(event.check())
        return findings_change(event, found)

    update_book(path, "check", change)
    return found


def findings_change(event: Event, findings: list[Finding]) -> Change:
    """The findings as the change of the Findings sheet."""
    rows = [finding_row(finding, registry(), event.language, place_link) for finding in findings]
    what = Text(f"檢核：{len(rows)} 項發現", f"Checked: {len(rows)} findings")
    return Change(what, reports={"findings": rows})
