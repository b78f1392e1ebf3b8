"""Exceptions: misuse, unreadable files, refused work. Problems of data are findings instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlevent.domain.language import Language, Text

if TYPE_CHECKING:
    from xlevent.domain.finding import Finding

NOTHING = Text("", "")


class XleventError(Exception):
    """What went wrong, where, and how to mend it; `str` of it is English."""

    def __init__(self, what: Text | str, *, where: str = "", mend: Text | str = NOTHING) -> None:
        self.what = what if isinstance(what, Text) else Text(what, what)
        self.where = where
        self.mend = mend if isinstance(mend, Text) else Text(mend, mend)
        super().__init__(self.show("en"))

    def show(self, language: Language) -> str:
        """The error on one line: where, what, how to mend it."""
        what, mend = self.what.show(language), self.mend.show(language)
        where = f"{self.where}:" if self.where else ""
        return " ".join(part for part in (where, what, mend) if part)


class MisuseError(XleventError, ValueError):
    """A function was called with something that it cannot work with."""


class UnreadableFileError(XleventError):
    """A file is missing, damaged, too large, or not what its name says."""


class UnwritableFileError(XleventError):
    """A file cannot be written: the disk is full, it is read-only, its folder is gone."""


class FileInUseError(UnwritableFileError):
    """A file cannot be replaced because another program holds it open."""


class RefusedError(XleventError):
    """The data hold errors, so the work was not done; `findings` lists them all."""

    def __init__(
        self, what: Text | str, findings: Sequence[Finding], *, mend: Text | str = NOTHING
    ) -> None:
        super().__init__(what, mend=mend)
        self.findings = tuple(findings)
