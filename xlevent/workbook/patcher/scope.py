"""What the references of a formula mean in a workbook: areas of sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from xlevent.workbook.contents import Area, Contents, NativeTable
from xlevent.workbook.patcher.precedents import precedents
from xlevent.workbook.patcher.reference_kinds import (
    A1,
    MAX_COLUMN,
    MAX_ROW,
    Name,
    Precedents,
    Reference,
    Resized,
    Sheets,
    Span,
    Structured,
)

_DEPTH = 64  # names within names


class Host(NamedTuple):
    """Where a formula stands; sheets are numbered from 0 in the order of the contents."""

    sheet: int
    row: int
    column: int
    down: int = 0  # how far its text was written from here, as shared formulas are
    across: int = 0


Place = tuple[int, Area]


@dataclass(slots=True)
class Reach:
    """The areas that a formula reads."""

    areas: list[Place] = field(default_factory=list)
    this_row: list[tuple[int, int, int]] = field(default_factory=list)  # sheet, left, right
    tables: set[str] = field(default_factory=set)  # folded names
    names: set[str] = field(default_factory=set)  # lower case
    anything: bool = False
    volatile: bool = False
    local: bool = False  # another cell of the sheet with this text may reach elsewhere
    seen: dict[tuple[str, str], list[Place]] = field(default_factory=dict)  # names, resolved


class Scope:
    """Sheets, tables and names of a workbook, by which references are resolved."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._sheets = {s.name.casefold(): i for i, s in enumerate(contents.sheets)}
        self._tables = {table.name.casefold(): table for table in contents.tables}
        self._columns = {
            table.name.casefold(): {
                name.casefold(): table.area.left + offset
                for offset, (_, name) in reversed(list(enumerate(table.columns)))
            }
            for table in contents.tables
        }
        self._functions = frozenset(
            name for name, text in contents.names.items() if "(" in text
        ) | {name for (_, name), text in contents.local_names.items() if "(" in text}

    def sheet(self, name: str) -> int | None:
        """The number of a sheet."""
        return self._sheets.get(name.casefold())

    def reach(self, text: str, host: Host) -> Reach:
        """What the formula of a cell reads."""
        found = Reach()
        self._add(precedents(text), host, found, 0)
        return found

    def _add(self, parsed: Precedents, host: Host, found: Reach, depth: int) -> list[Place]:
        found.anything |= parsed.anything
        found.volatile |= parsed.volatile
        added: list[Place] = []
        for reference in parsed.references:
            added += self._areas(reference, host, found, depth)
        for function in parsed.calls & self._functions:
            added += self._named(Name(None, function), host, found, depth)
        found.areas += added
        return added

    def _areas(self, reference: Reference, host: Host, found: Reach, depth: int) -> list[Place]:
        match reference:
            case A1():
                return self._cells(reference, host, found)
            case Structured():
                return self._structured(reference, host, found)
            case Name():
                return self._named(reference, host, found, depth)
            case Span(corners):
                parts = [a for one in corners for a in self._areas(one, host, found, depth)]
                parts += [
                    (sheet, Area(host.row, left, host.row, right))
                    for sheet, left, right in found.this_row
                ]
                return _spanned(parts)
            case Resized(starts, like):
                size = _largest([a for one in like for a in self._areas(one, host, found, depth)])
                return [
                    (sheet, _resized(area, size))
                    for one in starts
                    for sheet, area in self._areas(one, host, found, depth)
                ]

    def _numbers(self, sheets: Sheets | None, host: Host, found: Reach) -> range:
        if sheets is None:
            return range(host.sheet, host.sheet + 1)
        first, last = self.sheet(sheets.first), self.sheet(sheets.last)
        if first is None or last is None:
            found.anything = True
            return range(0)
        return range(min(first, last), max(first, last) + 1)

    def _cells(self, cells: A1, host: Host, found: Reach) -> list[Place]:
        _, top, left, bottom, right, moves = cells
        if any(moves) and (host.down or host.across):
            moves_top, moves_left, moves_bottom, moves_right = moves
            if moves_top:
                top = (top + host.down - 1) % MAX_ROW + 1
            if moves_bottom:
                bottom = (bottom + host.down - 1) % MAX_ROW + 1
            if moves_left:
                left = (left + host.across - 1) % MAX_COLUMN + 1
            if moves_right:
                right = (right + host.across - 1) % MAX_COLUMN + 1
        area = Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        return [(number, area) for number in self._numbers(cells.sheets, host, found)]

    def _structured(self, part: Structured, host: Host, found: Reach) -> list[Place]:
        if part.table is None:
            found.local = True
            table = self._table_around(host)
        else:
            table = self._tables.get(part.table.casefold())
        if table is None:
            found.anything = True
            return []
        columns = self._columns[table.name.casefold()]
        left = table.area.left if part.first is None else columns.get(part.first.casefold())
        right = table.area.right if part.last is None else columns.get(part.last.casefold())
        number = self.sheet(table.sheet)
        if left is None or right is None or number is None:
            found.anything = True
            return []
        left, right = min(left, right), max(left, right)
        # A row of the table stays that row, however long the table is.
        inside = number == host.sheet and table.area.left <= host.column <= table.area.right
        if not inside or part.sections != {"this row"}:
            found.tables.add(table.name.casefold())
        sections = part.sections or {"data"}
        if "this row" in sections:
            found.this_row.append((number, left, right))
            if len(sections) == 1:
                return []
        top, bottom = table.area.bottom + 1, table.area.top - 1
        if sections & {"headers", "all"}:
            top, bottom = table.area.top, max(bottom, table.first_row - 1)
        if sections & {"data", "all", "this row"}:
            top, bottom = min(top, table.first_row), max(bottom, table.last_row)
        if sections & {"totals", "all"}:
            top, bottom = min(top, table.last_row + 1), table.area.bottom
        return [(number, Area(top, left, bottom, right))] if top <= bottom else []

    def _table_around(self, host: Host) -> NativeTable | None:
        sheet = self._contents.sheets[host.sheet].name
        for table in self._contents.tables:
            top, left, bottom, right = table.area
            inside = top <= host.row <= bottom and left <= host.column <= right
            if inside and table.sheet == sheet:
                return table
        return None

    def _named(self, reference: Name, host: Host, found: Reach, depth: int) -> list[Place]:
        name = reference.name.lower()
        key = (reference.sheet or "", name)
        known = found.seen.get(key)
        if known is not None:
            return known
        text = self._name_text(reference, host)
        if text is None:
            if reference.name.casefold() in self._tables:
                whole = Structured(reference.name, frozenset(), None, None)
                return self._structured(whole, host, found)
            found.anything = True
            return []
        if depth > _DEPTH:
            found.anything = True
            return []
        found.names.add(name)
        found.seen[key] = []  # names in a circle add nothing to each other
        parsed = precedents(text.removeprefix("="))
        if parsed.moves:
            found.local = True
        # References in a name are written as seen from A1.
        seen_from_a1 = Host(host.sheet, host.row, host.column, host.row - 1, host.column - 1)
        found.seen[key] = self._add(parsed, seen_from_a1, found, depth + 1)
        return found.seen[key]

    def _name_text(self, reference: Name, host: Host) -> str | None:
        contents, name = self._contents, reference.name.lower()
        sheet = reference.sheet or contents.sheets[host.sheet].name
        local = contents.local_names.get((sheet.casefold(), name))
        return local if local is not None else contents.names.get(name)


def _spanned(parts: list[Place]) -> list[Place]:
    """The smallest areas, one a sheet, that hold all parts."""
    found: dict[int, Area] = {}
    for sheet, (top, left, bottom, right) in parts:
        known = found.get(sheet, Area(top, left, bottom, right))
        found[sheet] = Area(
            min(top, known.top), min(left, known.left),
            max(bottom, known.bottom), max(right, known.right),
        )  # fmt: skip
    return list(found.items())


def _largest(places: list[Place]) -> tuple[int, int]:
    """Rows and columns of an area that each of them fits into."""
    rows = max((area.bottom - area.top + 1 for _, area in places), default=1)
    return rows, max((area.right - area.left + 1 for _, area in places), default=1)


def _resized(area: Area, size: tuple[int, int]) -> Area:
    """The area from the same corner, of so many rows and columns."""
    rows, columns = size
    bottom, right = min(MAX_ROW, area.top + rows - 1), min(MAX_COLUMN, area.left + columns - 1)
    return Area(area.top, area.left, bottom, right)
