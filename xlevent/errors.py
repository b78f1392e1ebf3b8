"""Exceptions: misuse, unreadable files, refused work. Problems of data are findings instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlevent.domain.finding import Finding


class XleventError(Exception):
    """What went wrong, where, and how to mend it."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(
            " ".join(part for part in (f"{where}:" if where else "", what, mend) if part)
        )


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

    def __init__(self, what: str, findings: Sequence[Finding], *, mend: str = "") -> None:
        super().__init__(what, mend=mend)
        self.findings = tuple(findings)
