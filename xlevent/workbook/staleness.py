"""Which tables of a read workbook have engine values older than their inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from xlevent.sheets.kernel.blocks import Table
from xlevent.sheets.kernel.raw import RawPlan, RawRow
from xlevent.sheets.kernel.stale import snapshot_key
from xlevent.workbook.cells import Content
from xlevent.workbook.contents import Contents, NativeTable
from xlevent.workbook.xml_reader import SheetReader

Values = list[tuple[object, ...]]


def stale_tables(
    plan: RawPlan,
    contents: Contents,
    tables: Mapping[str, Table],
    reader: Callable[[str], SheetReader],
) -> list[str]:
    """Tables whose rows differ from the hidden copy of the inputs that the engine computed from.

    The stored value of the sheet's own flag is not asked: a program that does not calculate
    leaves it as it was.
    """
    copies = {native.name.casefold(): native for native in contents.tables}
    found = []
    for key, table in tables.items():
        copy = copies.get(snapshot_key(key).casefold())
        if not table.inputs_of_engine or copy is None or key not in plan.tables:
            continue
        rows = plan.tables[key].rows
        computed = [c.key for c in table.columns if c.role == "engine"]
        if not any(row.get(name) not in (None, "") for row in rows for name in computed):
            continue
        columns = [c.key for c in table.columns if c.key in table.inputs_of_engine]
        if _present(rows, columns) != _copied(copy, contents, reader):
            found.append(key)
    return found


def _present(rows: Iterable[RawRow], columns: list[str]) -> Values:
    return _filled(tuple(_plain(row.get(name)) for name in columns) for row in rows)


def _copied(copy: NativeTable, contents: Contents, reader: Callable[[str], SheetReader]) -> Values:
    sheet = contents.sheet(copy.sheet)
    if sheet is None:
        return []
    columns = range(copy.area.left, copy.area.right + 1)
    return _filled(
        tuple(_plain(row.cells.get(column)) for column in columns)
        for row in reader(sheet.part).rows(set(columns))
        if copy.first_row <= row.number <= copy.last_row
    )


def _filled(rows: Iterable[tuple[object, ...]]) -> Values:
    return [row for row in rows if any(value is not None for value in row)]


def _plain(value: Content | object) -> object:
    return None if value in (None, "") else str(value) if isinstance(value, str) else value
