"""What a check tells, and which program that runs the add-in needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from xlevent.domain.language import Language, Text

Runtime = Literal["classic", "lite", "server", "libreoffice"]
RUNTIMES: Final[tuple[Runtime, ...]] = ("classic", "lite", "server", "libreoffice")
TITLES: Final[dict[Runtime, Text]] = {
    "classic": Text("經典 xlwings（Windows、macOS）", "classic xlwings (Windows, macOS)"),
    "lite": Text("xlwings Lite（免安裝）", "xlwings Lite (nothing to install)"),
    "server": Text("xlwings Server（公司內部）", "xlwings Server (in a company)"),
    "libreoffice": Text("LibreOffice", "LibreOffice"),
}
# fine: as it should be. notice: good to know. warning: works, but not everything or not at once.
# missing: what `runtimes` of the check need is not there.
State = Literal["fine", "notice", "warning", "missing"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    code: str  # stable, for scripts
    runtimes: tuple[Runtime, ...]  # for which it matters
    state: State
    subject: Text
    found: Text
    mend: Text | None = None

    def json(self) -> dict[str, Any]:
        """The check as `--json` prints it."""
        return {
            "code": self.code,
            "for": list(self.runtimes),
            "state": self.state,
            "subject": _both(self.subject),
            "found": _both(self.found),
            "mend": _both(self.mend) if self.mend and self.state != "fine" else None,
        }

    def lines(self, language: Language) -> list[str]:
        """The check for a terminal: a line, and one more where something is to be done."""
        mark = {"fine": "✓", "notice": "·", "warning": "!", "missing": "✗"}[self.state]
        colon = "：" if language == "zh-TW" else ": "
        shown = [f"  {mark} {self.subject.show(language)}{colon}{self.found.show(language)}"]
        if self.mend is not None and self.state != "fine":
            shown.append(f"      → {self.mend.show(language)}")
        return shown


def same(text: object) -> Text:
    """A value that reads alike in both languages."""
    return Text(str(text), str(text))


def missing(checks: list[Check], runtime: Runtime) -> list[Check]:
    """What a runtime lacks."""
    return [check for check in checks if check.state == "missing" and runtime in check.runtimes]


def _both(text: Text) -> dict[str, str]:
    return {"zh-TW": text.zh, "en": text.en}
