"""Columns that people added to our tables, carried into a freshly built workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlevent.app.event import Event
from xlevent.app.loading import origin_of
from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.raw import SheetSpot
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.sheets.registry import Registry
from xlevent.workbook.book import BookData, Row
from xlevent.workbook.cells import Content
from xlevent.workbook.contents import Contents, SheetPart, column_letters
from xlevent.workbook.grafting.additions import Addition
from xlevent.workbook.locate import Located
from xlevent.workbook.source import Rows

_OWN_COLUMN = Text("計算表內的自建欄", "own column in a computed table")
Reader = Callable[[SheetPart], Rows]


@dataclass(slots=True)
class OwnColumns:
    """`columns` by table; `values` by table and row of the old sheet; `left` cannot be carried."""

    columns: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    values: dict[str, dict[int, dict[str, Content]]] = field(default_factory=dict)
    left: list[Addition] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)  # columns whose formulas become values


def own_columns(
    contents: Contents, places: Mapping[str, Located], event: Event, reader: Reader
) -> OwnColumns:
    """The columns of our tables that are not declared, with their values."""
    found = OwnColumns()
    for key, place in places.items():
        extra = {column: header for column, header in place.columns.extra if header.strip()}
        if not extra or key == COMPUTATIONS:  # nobody sees that one, so it is an old one of ours
            continue
        if key not in event.tables:
            found.left += [
                Addition(place.sheet, column_letters(column), _OWN_COLUMN, header)
                for column, header in extra.items()
            ]
            continue
        keys = {column: f"own_{number}" for number, column in enumerate(extra, start=1)}
        found.columns[key] = tuple(
            _column(keys[column], header, place.table) for column, header in extra.items()
        )
        sheet = contents.sheet(place.sheet)
        rows = reader(sheet).rows(set(extra)) if sheet else iter(())
        values = found.values[key] = {}
        computed: set[int] = set()
        for row in rows:
            if place.first_row <= row.number <= (place.last_row or row.number):
                computed |= set(extra) & set(row.formulas)
                values[row.number] = {
                    keys[c]: v for c, v in row.cells.items() if c in keys and v is not None
                }
        found.formulas += [
            f"{place.table.title.en}: {extra[column]}" for column in sorted(computed)
        ]
    return found


def _column(key: str, header: str, table: Table) -> Column:
    title = "".join(" " if letter in "[]#'@\n" else letter for letter in header)
    taken = {form.casefold() for one in table.columns for form in one.title.forms()}
    while title.casefold() in taken:
        title += " (2)"
    return Column(key, Text(title, title), "text")


def with_own_columns(data: BookData, event: Event, own: OwnColumns) -> BookData:
    """The data with these columns at the right end of their tables."""
    if not own.columns:
        return data
    known = data.registry
    tables = {
        key: replace(table, columns=(*table.columns, *own.columns.get(key, ())))
        for key, table in known.tables.items()
    }
    sheets = tuple(_with_tables(sheet, tables) for sheet in known.sheets)
    by_code = {sheet.code: sheet for sheet in sheets}
    sheet_of = {key: by_code[sheet.code] for key, sheet in known.sheet_of.items()}
    registry: Registry = replace(known, sheets=sheets, tables=tables, sheet_of=sheet_of)
    rows = {key: _rows(data.tables[key], event.tables[key], own.values[key]) for key in own.columns}
    return replace(data, registry=registry, tables={**data.tables, **rows})


def _with_tables(sheet: Sheet, tables: Mapping[str, Table]) -> Sheet:
    blocks = tuple(tables[b.key] if isinstance(b, Table) else b for b in sheet.blocks)
    return replace(sheet, blocks=blocks)


def _rows(
    rows: list[Row],
    read: Sequence[Mapping[str, object]],
    values: Mapping[int, Mapping[str, Content]],
) -> list[Row]:
    found: list[Row] = []
    for row, source in zip(rows, read, strict=True):
        origin = origin_of(source)
        spot = origin.spot if origin else None
        own = values.get(spot.row, {}) if isinstance(spot, SheetSpot) else {}
        found.append({**row, **own})  # type: ignore[dict-item]
    return found
