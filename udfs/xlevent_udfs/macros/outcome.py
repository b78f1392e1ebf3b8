"""What a macro tells when it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

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

    def text(self, language: Language | None = None) -> str:
        """The sentences, one a line, for a message box."""
        return "\n".join(line.show(language or self.language) for line in self.lines)

    def json(self, language: Language | None = None) -> dict[str, Any]:
        """What a task pane shows; `sheet` and `cell` of a finding are where its link leads."""
        shown = language or self.language
        return {
            "done": self.done,
            "lines": [line.show(shown) for line in self.lines],
            "findings": [
                {
                    "code": finding.code,
                    "severity": finding.severity,
                    "sheet": finding.place.sheet,
                    "cell": finding.place.cell,
                    "message": finding.message.show(shown),
                    "hint": finding.hint.show(shown),
                }
                for finding in self.findings
            ],
        }
