"""Where a finding of a rule stands: a line of a plan, or a cell, of results too."""

from __future__ import annotations

from dataclasses import replace

from xlevent.app.event import Event
from xlevent.app.loading import origin_of
from xlevent.domain.finding import NOWHERE, Place
from xlevent.sheets.kernel.blocks import Mirror
from xlevent.sheets.kernel.raw import SheetSpot, Spot


def place_of(event: Event, table: str, row: int | None, column: str | None) -> Place:
    """The place of a cell; of a table's header where no row is given; NOWHERE if unknown.

    Results have no line in a plan: those of a mirror stand where the mirrored row does.
    """
    if table == "settings":
        origin = origin_of(event.settings)
        return origin.spot.place(column) if origin else NOWHERE
    area = event.areas.get(table)
    if row is None:
        return replace(area, row=area.row - 1).place(column) if area else NOWHERE
    if table in event.tables:
        spot = _spot(event, table, row)
        return spot.place(column) if spot else NOWHERE
    declared = event.registry.tables.get(table)
    if declared is not None and isinstance(declared.rows, Mirror):
        return _mirrored(event, declared.rows.table, row, area, column)
    return replace(area, row=area.row + row).place(column) if area else NOWHERE


def _spot(event: Event, table: str, row: int) -> Spot | None:
    rows = event.tables[table]
    origin = origin_of(rows[row]) if row < len(rows) else None
    return origin.spot if origin else None


def _mirrored(
    event: Event, source: str, row: int, area: SheetSpot | None, column: str | None
) -> Place:
    spot, first = _spot(event, source, row), event.areas.get(source)
    if isinstance(spot, SheetSpot) and area and first:
        return replace(area, row=area.row + spot.row - first.row).place(column)
    return spot.place() if spot else NOWHERE
