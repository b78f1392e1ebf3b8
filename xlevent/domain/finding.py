"""A problem found in the data: what, where, how to mend it, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xlevent.domain.language import Language, Text

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a line of a file, a pointer into JSON, or a cell of a sheet."""

    file: str | None = None
    line: int | None = None  # from 1
    column: int | None = None  # from 1, in characters
    pointer: str | None = None  # JSON pointer
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            name = self.sheet.replace("'", "''")
            return f"'{name}'!{self.cell}" if self.cell else f"'{name}'"
        parts = [self.file or "", *(str(n) for n in (self.line, self.column) if n is not None)]
        if self.pointer:
            parts.append(self.pointer)
        return ":".join(part for part in parts if part)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. `row` counts the rows of the table from 0; None: not about one row."""

    code: str
    severity: Severity
    message: Text
    hint: Text
    table: str | None = None
    column: str | None = None
    row: int | None = None
    place: Place = NOWHERE
    value: object = None

    def show(self, language: Language = "en") -> str:
        """The finding on one line: place, code, message, hint."""
        where = str(self.place) or ".".join(p for p in (self.table, self.column) if p)
        text = f"{self.code} {self.message.show(language)} {self.hint.show(language)}".rstrip()
        return f"{where}: {text}" if where else text


def has_errors(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    """Whether any of them is an error."""
    return any(f.severity == "error" for f in findings)
