"""What a workbook consists of: sheets, native tables, defined names, its calendar system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from xlevent.workbook.package import Package
from xlevent.workbook.texts import unescape

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z", re.ASCII)
_NAMED_CELL = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Za-z]{1,3}\$?\d{1,7})", re.ASCII)
_INDEX = re.compile(r"\d{1,9}\Z", re.ASCII)
_RELATIONSHIP_ID = re.compile(r"\{.*relationships\}id\Z")


class Area(NamedTuple):
    """Cells from the first row and column to the last, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class NativeTable:
    """A table object of a sheet."""

    name: str  # its displayName
    sheet: str
    area: Area
    columns: tuple[tuple[int, str], ...]  # id and header
    headers: int
    totals: int

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.area.top + self.headers

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.area.bottom - self.totals


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet and the part that holds it."""

    name: str
    part: str
    state: str  # visible, hidden, veryHidden


@dataclass(slots=True)
class Contents:
    """The parts of a workbook that say where things are."""

    sheets: list[SheetPart]
    tables: list[NativeTable] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # lower-case name -> reference
    # Those of one sheet only, by folded sheet and lower-case name.
    local_names: dict[tuple[str, str], str] = field(default_factory=dict)
    date1904: bool = False
    shared_strings: str | None = None

    def sheet(self, name: str) -> SheetPart | None:
        """The worksheet of that name; Excel ignores case."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        return None

    def named_cell(self, name: str) -> tuple[str, int, int] | None:
        """Sheet, row and column of the first cell that a defined name means."""
        match = _NAMED_CELL.match(self.names.get(name.lower(), ""))
        if match is None:
            return None
        sheet = self.sheet(match[1].replace("''", "'") if match[1] else match[2])
        if sheet is None:
            return None
        try:
            row, column = cell_position(match[3])
        except ValueError:  # row 0
            return None
        return sheet.name, row, column


def read_contents(package: Package) -> Contents:
    """The contents of the package's workbook."""
    part = workbook_part(package)
    root = package.tree(part, "workbook")
    links = package.relationships(part)
    contents = Contents(sheets=[])
    for link in links.values():
        if link.kind == "sharedStrings" and link.target in package:
            contents.shared_strings = link.target
    for element in root.iter("{*}workbookPr"):
        contents.date1904 = element.get("date1904", "0") in ("1", "true", "on")
    _check_count(package, "names", sum(1 for _ in root.iter("{*}definedName")))
    tabs = [tab.get("name") or "" for tab in root.iterfind("{*}sheets/{*}sheet")]
    for element in root.iter("{*}definedName"):
        # A name of one sheet only (localSheetId) must not hide the one of the workbook.
        name = (element.get("name") or "").lower()
        text, local = (element.text or "").strip(), element.get("localSheetId")
        if local is None or name not in contents.names:
            contents.names[name] = text
        if local is not None and _INDEX.match(local) and int(local) < len(tabs):
            contents.local_names[unescape(tabs[int(local)]).casefold(), name] = text
    for element in root.iterfind("{*}sheets/{*}sheet"):
        key = next((v for k, v in element.attrib.items() if _RELATIONSHIP_ID.match(str(k))), "")
        found = links.get(str(key))
        if found is None or found.kind != "worksheet" or found.external:
            continue
        name = unescape(element.get("name") or "")
        contents.sheets.append(SheetPart(name, found.target, element.get("state") or "visible"))
    _check_count(package, "sheets", len(contents.sheets))
    _check_once(package, (sheet.name for sheet in contents.sheets), "name of a sheet")
    _check_once(package, (sheet.part for sheet in contents.sheets), "part of a sheet")
    for sheet in contents.sheets:
        parts = [
            link.target for link in package.relationships(sheet.part).values()
            if link.kind == "table" and not link.external
        ]  # fmt: skip
        _check_count(package, "tables", len(contents.tables) + len(parts))
        _check_once(package, parts, f"table of {sheet.name}")
        tables = [_native_table(package, table, sheet.name) for table in parts]
        _check_apart(package, tables)
        contents.tables.extend(tables)
    return contents


def _check_count(package: Package, name: str, count: int) -> None:
    limit = getattr(package.limits, name)
    if count > limit:
        raise package.too_large(f"number of {name}", count, limit, name)


def _check_once(package: Package, names: Iterable[str], what: str) -> None:
    """What stands twice would be read twice, or a thousand times."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise package.damaged(name[:200], f"it stands twice as {what}")
        seen.add(name.casefold())


def _check_apart(package: Package, tables: list[NativeTable]) -> None:
    open_tables: list[NativeTable] = []
    for table in sorted(tables, key=lambda t: t.area):
        top, left, _, right = table.area
        open_tables = [other for other in open_tables if other.area.bottom >= top]
        for other in open_tables:
            if left <= other.area.right and other.area.left <= right:
                raise package.damaged(
                    table.sheet, f"the tables {other.name[:80]} and {table.name[:80]} overlap"
                )
        open_tables.append(table)


def workbook_part(package: Package) -> str:
    """The part that lists the sheets."""
    for link in package.relationships("").values():
        if link.kind == "officeDocument" and not link.external:
            return link.target
    return "xl/workbook.xml"


def _native_table(package: Package, part: str, sheet: str) -> NativeTable:
    root = package.tree(part, "table")
    try:
        area = area_of(root.get("ref") or "")
        columns = tuple(
            (int(c.get("id") or 0), unescape(c.get("name") or ""))
            for c in root.iterfind("{*}tableColumns/{*}tableColumn")
        )
        headers = int(root.get("headerRowCount") or 1)
        totals = int(root.get("totalsRowCount") or 0)
    except ValueError as problem:
        raise package.damaged(part, str(problem)) from problem
    limits = package.limits
    if area.bottom > limits.rows or area.right > limits.columns:
        raise package.damaged(part, f"the table {root.get('ref')} reaches beyond the sheet")
    if len(columns) != area.right - area.left + 1 or not 0 <= headers <= 1 or totals < 0:
        raise package.damaged(part, f"the columns do not fit the table's area {root.get('ref')}")
    name = root.get("displayName") or root.get("name") or ""
    return NativeTable(name, sheet, area, columns, headers, totals)


def area_of(reference: str) -> Area:
    """The area of A1:C3; ValueError for anything else."""
    first, _, last = reference.partition(":")
    top, left = cell_position(first)
    bottom, right = cell_position(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def cell_position(reference: str) -> tuple[int, int]:
    """Row and column of a cell such as $B$7, from 1; ValueError for anything else."""
    match = _CELL.match(reference)
    if match is None or match[2].startswith("0"):
        raise ValueError(f"{reference[:40]!r} is no cell")
    return int(match[2]), column_number(match[1])


@lru_cache(maxsize=16_384)
def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
