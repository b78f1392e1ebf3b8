"""What a command changes, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.workbook.book import Row


@dataclass(slots=True)
class Change:
    """What a command wants written, beside what it changed in the event.

    `what` goes into the write log; `reports` are tables that checks write; `computed` are the
    blocks whose results are now those of today's inputs.
    """

    what: Text
    reports: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    computed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """How many stored values were renewed, and how many are left to Excel."""

    renewed: int = 0
    dropped: int = 0


@dataclass(slots=True)
class Updated:
    """What was done: cells that changed, stored values renewed and left to Excel."""

    path: Path
    cells: int = 0
    renewal: Renewal = field(default_factory=Renewal)
    backup: Path | None = None
    book: bool = True  # whether it is a workbook; a plan file is written anew
    unplaced: list[str] = field(default_factory=list)  # columns that the workbook lacks
