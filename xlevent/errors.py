"""Exceptions: misuse, unreadable files, refused work. Problems of data are findings instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlevent.domain.failure import (
    NOTHING,
    MisuseError,
    XleventError,
    alike,
    said,
    said_by_system,
)
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from xlevent.domain.finding import Finding


class UnreadableFileError(XleventError):
    """A file is missing, damaged, too large, or not what its name says."""


class UnwritableFileError(XleventError):
    """A file cannot be written: the disk is full, it is read-only, its folder is gone."""


class FileInUseError(UnwritableFileError):
    """A file cannot be replaced because another program holds it open."""


class RefusedError(XleventError):
    """The data hold errors, so the work was not done; `findings` lists them all."""

    def __init__(self, what: Text, findings: Sequence[Finding], *, mend: Text = NOTHING) -> None:
        super().__init__(what, mend=mend)
        self.findings = tuple(findings)


__all__ = [
    "NOTHING",
    "FileInUseError",
    "MisuseError",
    "RefusedError",
    "UnreadableFileError",
    "UnwritableFileError",
    "XleventError",
    "alike",
    "said",
    "said_by_system",
]
