"""Whether the engine's values in a merged event still follow from its inputs."""

from __future__ import annotations

from xlevent.app.versions.lines import SETTINGS, Line, Lines
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.stale import COMPUTATIONS, Computed


def settle_staleness(declared: Declared, merged: Lines, mine: Lines, theirs: Lines) -> None:
    """State the blocks of the engine anew: stale where inputs or values are of both sides."""
    table = declared.tables.get(COMPUTATIONS)
    if table is None:
        return
    name = table.key_column.key
    for block in declared.computed:
        view = _view(block, merged)
        source = mine if view == _view(block, mine) else theirs
        rows = merged.setdefault(COMPUTATIONS, [])
        said = _said(source, name, block.key)
        if view != _view(block, source):
            said = [Line({name: block.key, "state": "stale"})] if _computed(block, merged) else []
        if said != _said(merged, name, block.key):
            rows[:] = [row for row in rows if row.cells.get(name) != block.key] + said


def _view(block: Computed, lines: Lines) -> list[object]:
    """All that a block writes and reads."""
    view: list[object] = [
        [[line.cells.get(name) for name in names] for line in lines.get(table, ())]
        for columns in (block.writes, block.reads)
        for table, names in columns.items()
    ]
    settings = next(iter(lines.get(SETTINGS, ())), Line({})).cells
    return [*view, [settings.get(name) for name in block.settings]]


def _said(lines: Lines, name: str, block: str) -> list[Line]:
    return [row for row in lines.get(COMPUTATIONS, ()) if row.cells.get(name) == block]


def _computed(block: Computed, lines: Lines) -> bool:
    return any(
        name in line.cells
        for table, names in block.writes.items()
        for line in lines.get(table, ())
        for name in names
    )
