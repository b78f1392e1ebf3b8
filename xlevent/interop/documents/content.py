"""What a document shows for one row, as texts ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlevent.domain.language import Language


@dataclass(frozen=True, slots=True)
class Content:
    """The values of one document for one row; see `tags` for the names."""

    document: str  # key of its declaration
    row: str | None  # key of the row; None: the document is about the whole event
    language: Language
    pick: Mapping[str, str]
    settings: Mapping[str, str]
    figures: Mapping[str, str]
    texts: Mapping[str, str]  # by tag without its root: `total_3fa1`
    lines: Mapping[str, tuple[Mapping[str, str], ...]]
