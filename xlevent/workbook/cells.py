"""What the readers of worksheets hand on: contents of cells, row by row."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from xlevent.domain.values import ErrorCell, Typed

Content = float | bool | Typed | ErrorCell | None
NO_FORMULAS: frozenset[int] = frozenset()


class SheetRow(NamedTuple):
    """One row that has cells: contents by column number, and which of them are formulas.

    A formula that was never computed has the content None.
    """

    number: int
    cells: dict[int, Content]
    formulas: Collection[int]
