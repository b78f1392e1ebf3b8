"""What earlier templates wrote beside their tables, by sheet: it is not taken for people's own.

`template-N.json` holds fingerprints of the cells and the sizes of merged cells of the workbooks
that were published with template N. Write the file of a template before the next begins:
`python -m xlevent.workbook.grafting.former N WORKBOOK...`; files never change afterwards.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from xlevent.workbook.grafting.drawn import Drawn
from xlevent.workbook.grafting.sheet_facts import FoundCell

_NUMBER = re.compile(r"[-+\d.,:%/ ]+\Z")
_SHORTEST = 3  # shorter texts are anybody's
_DIGEST = 6  # bytes


@dataclass(frozen=True, slots=True)
class Former:
    """One sheet of an earlier template."""

    cells: frozenset[str] = frozenset()
    merges: frozenset[tuple[int, int]] = frozenset()  # rows and columns beyond the first
    drawn: frozenset[str] = frozenset()

    def wrote(self, cell: FoundCell) -> bool:
        """Whether the template had a cell of that content on the sheet."""
        mark = cell_mark(cell)
        return mark is not None and mark in self.cells

    def drew(self, one: Drawn) -> bool:
        """Whether the template had such a chart or shape on the sheet."""
        return mark(str(one.key)) in self.drawn


def cell_mark(cell: FoundCell) -> str | None:
    """Of a formula without places, or of a text; None for what may be anybody's."""
    if cell.formula is None and (len(cell.shown) < _SHORTEST or _NUMBER.match(cell.shown)):
        return None
    return mark(cell.key)


def mark(key: str) -> str:
    """The fingerprint of a content."""
    return blake2b(key.encode(), digest_size=_DIGEST).hexdigest()


@cache
def former(template: int) -> dict[str, Former]:
    """The sheets of a template by code; none where nothing was kept of it."""
    source = files(__name__) / f"template-{template}.json"
    if not source.is_file():
        return {}
    known = json.loads(source.read_text("utf-8"))
    return {
        code: Former(
            frozenset(one["cells"].split()),
            frozenset((h, w) for h, w in one["merges"]),
            frozenset(one["drawn"].split()),
        )
        for code, one in known.items()
    }
