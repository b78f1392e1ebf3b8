"""The values of formulas as an open workbook shows them, so that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlevent.app.updating.opened import Opened, positions
from xlevent.sheets.kernel.blocks import Mirror
from xlevent.workbook.cells import Content
from xlevent.workbook.evaluate import Values
from xlevent.workbook.locate import Located
from xlevent.workbook.names import figure_name
from xlevent.workbook.structured import column_formula


def shown_values(book: Opened) -> Values:
    """Columns, one value for each row of the event, and figures; documents are not read."""
    found = Values()
    for key, place in book.places.items():
        computed = {
            name: column for name, column in place.columns.found.items()
            if column_formula(book.registry, place.table, name) is not None
        }  # fmt: skip
        if not computed or place.last_row is None:
            continue
        cells = _cells(book, place.sheet, computed.values())
        rows = _rows(book, key, place)
        for name, column in computed.items():
            found.columns[key, name] = [cells.get(row, {}).get(column) for row in rows]
    for key in book.registry.figures:
        position = book.contents.named_cell(figure_name(key))
        found.figures[key] = None
        if position is not None:
            tab, row, column = position
            found.figures[key] = _cells(book, tab, {column}).get(row, {}).get(column)
    return found


def _rows(book: Opened, key: str, place: Located) -> Sequence[int]:
    """The rows of the sheet in the order of the event's rows."""
    table = place.table
    if isinstance(table.rows, Mirror) and table.rows.table in book.places:
        source = table.rows.table
        offset = place.first_row - book.places[source].first_row
        return [row + offset for row in positions(book, source) if row is not None]
    if table.rows is None and key in book.event.tables:
        return [row for row in positions(book, key) if row is not None]
    return range(place.first_row, (place.last_row or 0) + 1)


def _cells(book: Opened, tab: str, columns: Collection[int]) -> dict[int, dict[int, Content]]:
    sheet = book.contents.sheet(tab)
    if sheet is None:
        return {}
    return {row.number: row.cells for row in book.source.reader(sheet).rows(set(columns))}
