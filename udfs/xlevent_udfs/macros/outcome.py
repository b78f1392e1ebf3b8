"""What a macro tells when it is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlevent.domain.finding import Finding
from xlevent.domain.language import Language, Text


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a macro made: whoever ran it keeps it where people find it."""

    name: str
    content: bytes
    media_type: str


@dataclass(slots=True)
class Outcome:
    """What was done, in sentences; what was found, with the cells; a file that was made."""

    done: bool  # False: nothing was changed, `lines` say why
    lines: list[Text]
    language: Language = "both"  # of the workbook
    findings: list[Finding] = field(default_factory=list)
    download: Download | None = None
