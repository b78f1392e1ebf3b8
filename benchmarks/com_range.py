"""A range of Excel as COM hands it to a function, for xlwings' own code of Windows.

What COM itself costs (a process boundary, and a variant for each cell) can be measured on Windows
only.
"""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import MagicMock


class ComRange:
    """Its values, where it is, how large."""

    Row = Column = 1
    Worksheet = MagicMock()
    iid = "{00020846-0000-0000-C000-000000000046}"  # what makes a COM object a range

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self.Value: object = tuple(map(tuple, rows))
        if len(rows) == len(rows[0]) == 1:
            self.Value = rows[0][0]
        self.Rows, self.Columns = _Counted(len(rows)), _Counted(len(rows[0]))
        self._oleobj_ = self

    def GetTypeInfo(self) -> ComRange:  # noqa: N802
        """As pywin32: what an object is, to be asked further."""
        return self

    GetTypeAttr = GetTypeInfo


class _Counted:
    def __init__(self, count: int) -> None:
        self.Count = count
