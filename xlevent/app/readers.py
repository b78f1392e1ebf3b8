"""Readers of rows for everything that is declared, made once for all events.

A reader costs little, those of all sheets together some 7 ms: too much for each cell of Excel
that asks for a date. They keep nothing of the rows that they read.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.model import RowReader, as_table

_latest: dict[bool, tuple[Declared, Readers]] = {}


@dataclass(frozen=True, slots=True)
class Readers:
    """Readers of the settings, if there are any, and of the tables that people fill, by key."""

    settings: RowReader | None
    tables: dict[str, RowReader]


def readers(declared: Declared, *, date1904: bool = False) -> Readers:
    """The readers of these declarations."""
    kept = _latest.get(date1904)
    if kept is None or kept[0] is not declared:
        kept = _latest[date1904] = (declared, _made(declared, date1904))
    return kept[1]


def _made(declared: Declared, date1904: bool) -> Readers:
    record = declared.records.get("settings")
    settings = RowReader(as_table(record), declared.lists, date1904=date1904) if record else None
    tables = {
        key: RowReader(table, declared.lists, date1904=date1904)
        for key, table in declared.tables.items()
        if not table.is_computed
    }
    return Readers(settings, tables)
