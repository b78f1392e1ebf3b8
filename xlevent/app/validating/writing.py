"""A validation written into its workbook: the Findings sheet, and with it the marks at cells."""

from __future__ import annotations

from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.updating.change import Change
from xlevent.app.updating.findings import findings_change
from xlevent.app.updating.update import update_book
from xlevent.app.validating.running import Validation, validate


def write_validation(path: Path) -> Validation:
    """Validate a workbook and write what was found onto its Findings sheet, with links."""
    kept: list[Validation] = []

    def change(event: Event) -> Change:
        kept.append(validate(event))
        return findings_change(event, kept[0].findings)

    update_book(path, "validate", change)
    return kept[0]
