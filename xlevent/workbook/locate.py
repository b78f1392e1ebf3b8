"""Which declared table stands where: by name, by stored ids, or by its header row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlevent.domain.values import ErrorCell
from xlevent.sheets.kernel.blocks import Table
from xlevent.workbook.cells import Content, SheetRow
from xlevent.workbook.contents import Area, NativeTable, column_letters

_MOST = 10_000  # header rows that are remembered
SHARE = 0.6  # of a table's headers that make a row its header row
Ids = Mapping[tuple[str, int], str]  # table key and column id -> column key


@dataclass(slots=True)
class Columns:
    """How the headers of an area match the columns of a declared table."""

    found: dict[str, int] = field(default_factory=dict)  # column key -> sheet column
    renamed: list[tuple[str, int, str]] = field(default_factory=list)  # key, column, header
    extra: list[tuple[int, str]] = field(default_factory=list)  # column, header


@dataclass(slots=True)
class Located:
    """A declared table and its place in the workbook."""

    table: Table
    sheet: str
    header_row: int
    first_row: int
    last_row: int | None  # None: only the header row is known
    bottom: int  # last row of the area, totals included
    columns: Columns
    twice: bool = False

    @property
    def by_headers(self) -> bool:
        """Whether the native table was lost."""
        return self.last_row is None

    def letters(self) -> dict[str, str]:
        """The letters of the columns that were found, the table's first column first."""
        found = self.columns.found
        return {c.key: column_letters(found[c.key]) for c in self.table.columns if c.key in found}


def folded(title: str) -> str:
    """A header without case, line breaks and repeated spaces."""
    return " ".join(title.split()).casefold()


def titles(table: Table) -> dict[str, str]:
    """Every accepted header of a table to the column's key."""
    known: dict[str, str] = {}
    for column in table.columns:
        for form in column.title.forms():
            known.setdefault(folded(form), column.key)
    for column in table.columns:
        known.setdefault(column.key, column.key)
    return known


def match_columns(
    table: Table, headers: Iterable[tuple[int, str, int | None]], ids: Ids
) -> Columns:
    """The columns behind headers, each given as sheet column, text and id."""
    known = titles(table)
    columns = Columns()
    open_headers: list[tuple[int, str, int | None]] = []
    for column, text, number in headers:
        key = known.get(folded(text))
        if key is None or key in columns.found:
            open_headers.append((column, text, number))
        else:
            columns.found[key] = column
    for column, text, number in open_headers:
        key = ids.get((table.key, number)) if number is not None else None
        if key is None or key in columns.found or key not in known.values():
            columns.extra.append((column, text))
        else:
            columns.found[key] = column
            columns.renamed.append((key, column, text))
    return columns


def locate_native(
    tables: Mapping[str, Table], natives: Sequence[NativeTable], ids: Ids, names: Mapping[str, str]
) -> dict[str, Located]:
    """The tables that are still table objects: by name (`names`: name -> key), then by headers."""
    located: dict[str, Located] = {}
    unclaimed: list[NativeTable] = []
    for native in natives:
        name = native.name.casefold()
        key = names.get(name, name)
        if key in tables and key not in located and native.headers:
            located[key] = _native(tables[key], native, ids)
        elif native.headers:
            unclaimed.append(native)
    # Copying a sheet or moving a table to another workbook renames it (tasks becomes tasks13).
    known = {key: titles(table) for key, table in tables.items()}
    scored = []
    for number, native in enumerate(unclaimed):
        headers = {folded(text) for _, text in native.columns}
        name = native.name.casefold().rstrip("0123456789_")
        for key in tables:
            score = _score(known[key], len(tables[key].columns), headers)
            if score:
                scored.append((name == key, score, -number, key))
    taken: set[int] = set()
    for _, _, minus, key in sorted(scored, reverse=True):
        if -minus in taken:
            continue
        taken.add(-minus)
        if key in located:
            located[key].twice = True
        else:
            located[key] = _native(tables[key], unclaimed[-minus], ids)
    return located


def _native(table: Table, native: NativeTable, ids: Ids) -> Located:
    headers = [
        (native.area.left + offset, text, number)
        for offset, (number, text) in enumerate(native.columns)
    ]
    return Located(
        table, native.sheet, native.area.top, native.first_row, native.last_row,
        native.area.bottom, match_columns(table, headers, ids),
    )  # fmt: skip


def _score(known: Mapping[str, str], columns: int, headers: set[str]) -> float:
    """The share of a table's columns that folded headers name; 0 where it is too small."""
    hits = len({known[h] for h in known.keys() & headers})
    share = hits / columns
    return share if share >= SHARE and hits >= min(3, columns) else 0.0


class Covered:
    """The columns of a sheet that tables cover, asked for row by row."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = tuple(areas)
        self._borders = sorted({row for a in self._areas for row in (a.top, a.bottom + 1)})
        self._since = -1
        self._columns: set[int] = set()

    def columns(self, row: int) -> set[int]:
        """Those in that row."""
        since = bisect_right(self._borders, row)
        if since != self._since:  # from one border to the next they stay the same
            self._since = since
            self._columns = {
                column for area in self._areas if area.top <= row <= area.bottom
                for column in range(area.left, area.right + 1)
            }  # fmt: skip
        return self._columns


class HeaderScan:
    """Looks for header rows in sheets whose tables are lost.

    Some tables have the same headers: the code of the sheet (`codes`: table key -> code), with
    which its tab begins, and the title above them tell them apart.
    """

    def __init__(self, tables: Mapping[str, Table], codes: Mapping[str, str]) -> None:
        self._tables = tables
        self._codes = codes
        self._words: dict[str, set[str]] = {}
        self._known = {key: titles(table) for key, table in tables.items()}
        for key, known in self._known.items():
            for title in known:
                self._words.setdefault(title, set()).add(key)
        self._least = min((min(3, len(t.columns)) for t in tables.values()), default=1)
        self._titles = {
            key: {folded(form) for form in table.title.forms()} for key, table in tables.items()
        }
        self._above: tuple[str, SheetRow] | None = None
        self._found: list[tuple[int, float, Located]] = []

    def row(self, sheet: str, row: SheetRow, covered: set[int]) -> bool:
        """Look at the next row, but not inside native tables; whether it holds headers."""
        above = self._cells_above(sheet, row)
        self._above = (sheet, row)
        texts = [
            (column, content)
            for column, content in sorted(row.cells.items())
            if column not in covered and is_text(content)
        ]
        if sum(1 for _, text in texts if folded(str(text)) in self._words) < 2:
            return False
        found = False
        for segment in _segments(texts):
            headers = {folded(text) for _, text in segment}
            if len(headers) < self._least or len(self._found) > _MOST:
                continue
            title = folded(str(above.get(segment[0][0]) or ""))
            likely = {key for text in headers for key in self._words.get(text, ())}
            for key in likely:
                table = self._tables[key]
                score = _score(self._known[key], len(table.columns), headers)
                if score:
                    found = True
                    columns = match_columns(table, [(c, t, None) for c, t in segment], {})
                    place = Located(
                        table, sheet, row.number, row.number + 1, None, row.number, columns
                    )
                    code = self._codes.get(key)
                    signs = (title in self._titles[key]) + bool(code and sheet.startswith(code))
                    self._found.append((signs, score, place))
        return found

    def _cells_above(self, sheet: str, row: SheetRow) -> dict[int, Content]:
        if self._above is None:
            return {}
        other, above = self._above
        return above.cells if other == sheet and above.number == row.number - 1 else {}

    def result(self, missing: set[str]) -> dict[str, Located]:
        """The best place of each missing table; a header row belongs to one table only."""
        located: dict[str, Located] = {}
        taken: set[tuple[str, int, int]] = set()
        # Of equal scores the larger table wins: it explains more headers.
        ranked = sorted(
            self._found, key=lambda f: (f[0], f[1], len(f[2].columns.found)), reverse=True
        )
        for _, _, place in ranked:
            spots = {(place.sheet, place.header_row, c) for c in place.columns.found.values()}
            if spots & taken:
                continue
            taken |= spots
            key = place.table.key
            if key not in missing:
                continue
            if key in located:
                located[key].twice = True
            else:
                located[key] = place
        return located


def is_text(content: Content) -> bool:
    """Whether a cell holds a text that is not empty."""
    return isinstance(content, str) and not isinstance(content, ErrorCell) and bool(content)


def _segments(texts: Sequence[tuple[int, Content]]) -> Iterator[list[tuple[int, str]]]:
    """Runs of neighbouring cells: tables side by side have a free column between them."""
    segment: list[tuple[int, str]] = []
    for column, text in texts:
        if segment and column != segment[-1][0] + 1:
            yield segment
            segment = []
        segment.append((column, str(text)))
    if segment:
        yield segment
