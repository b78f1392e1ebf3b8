"""An event as lines that can be compared: settings, documents' choices and tables alike.

Settings and choices are tables of one line. Cells that could not be read take part by their text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.loading import MergedSpot, origin_of, with_unread
from xlevent.domain import values
from xlevent.domain.finding import Place
from xlevent.domain.language import Language, Text
from xlevent.domain.values import Raw, Value, join_links, split_links
from xlevent.interop.outgoing import Outgoing
from xlevent.sheets.kernel.blocks import ByList, Fixed, Mirror, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.raw import FixedSpot, RawPlan, RawTable, Spot
from xlevent.sheets.kernel.stale import COMPUTATIONS

SETTINGS = "settings"
DOCUMENTS = "documents"
_CHOSEN = Text("文件內容選擇", "Rows chosen for documents")


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that could not be read; equal to another with the same text."""

    text: str
    raw: Raw = field(compare=False, default=None)


Cell = Value | Unread
Cells = Mapping[str, Cell]
Lines = dict[str, list["Line"]]
NewKeys = Mapping[str, Mapping[str, str]]  # table -> folded old key -> new key


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its filled cells, where they stand, and its number in the event's table."""

    cells: Cells
    spot: Spot = field(default_factory=FixedSpot, compare=False)
    index: int | None = field(default=None, compare=False)

    def place(self, column: str | None = None) -> Place:
        """The place of a cell; of the row."""
        return self.spot.place(column)


def lines_of(event: Event) -> Lines:
    """Every table of an event, unknown ones too, in the order of the sheets."""
    out = Outgoing(event.registry)
    settings = out.reader(SETTINGS)
    lines: Lines = {}
    if settings is not None:
        read = settings.read([with_unread(event.settings)])
        cells = _cells(read.rows[0], read.unread.get(0, {})) if read.rows else {}
        lines[SETTINGS] = [Line(cells, _spot(event.settings))]
    picks = event.all_picks
    lines[DOCUMENTS] = [Line(dict(picks), event.picks_spot)]
    for key, rows in event.tables.items():
        reader = out.reader(key)
        if reader is None:
            continue
        read = reader.read([with_unread(row) for row in rows])
        lines[key] = [
            Line(_cells(row, read.unread.get(n, {})), _spot(rows[at := read.origins[n]]), at)
            for n, row in enumerate(read.rows)
        ]
    for key, raw in event.unknown_tables.items():
        filled = [
            (n, {k: v for k, v in r.items() if v is not None}) for n, r in enumerate(raw.rows)
        ]
        lines[key] = [Line(_cells({}, row), raw.spot(n)) for n, row in filled if row]
    return lines


def event_of(lines: Mapping[str, Sequence[Line]], like: Event) -> Event:
    """An event of these lines; what `like` leaves to a setting's default stays unsaid."""
    raw = RawPlan(str(like.source or ""))
    for key, rows in lines.items():
        table = RawTable(key, [_raw(row.cells) for row in rows], [row.spot for row in rows])
        if key == SETTINGS:
            unsaid = [k for k in like.defaulted if table.rows[0].get(k) == like.settings.get(k)]
            for name in unsaid:
                del table.rows[0][name]
            raw.settings = table
        elif key == DOCUMENTS:
            raw.documents = table
        else:
            raw.add(table)
    return Event.from_raw(raw, registry=like.registry)


def put_into(lines: Mapping[str, Sequence[Line]], event: Event) -> None:
    """Give an event these lines, in the rows that it has where a line knows its number.

    A row that stays the same object keeps its place in the workbook that it was read from.
    """
    for key, rows in lines.items():
        if key == SETTINGS:
            _change_row(event.settings, rows[0].cells)
        elif key == DOCUMENTS:
            picks = {k: str(v) for k, v in rows[0].cells.items()}
            event.picks.clear()
            event.picks.update({k: v for k, v in picks.items() if k in event.registry.documents})
        elif key in event.tables:
            event.tables[key][:] = [_changed_row(event.tables[key], line) for line in rows]


def _changed_row(rows: Sequence[dict[str, Value]], line: Line) -> dict[str, Value]:
    row = rows[line.index] if line.index is not None else {}
    _change_row(row, line.cells)
    return row


def _change_row(row: dict[str, Value], cells: Cells) -> None:
    origin = origin_of(row)
    unread = origin.unread if origin is not None else {}
    for name in [name for name in unread if name not in cells]:
        del unread[name]
    for name in [name for name in row if name not in cells]:
        del row[name]
    for name, cell in cells.items():
        if not isinstance(cell, Unread):
            row[name] = cell
        elif name not in unread or _text(unread[name]) != cell.text:
            row[name] = cell.text  # what nobody could read stays as it was typed


def _spot(row: object) -> Spot:
    origin = origin_of(row)
    return origin.spot if origin is not None else FixedSpot()


def _cells(row: Mapping[str, Value], unread: Mapping[str, Raw]) -> dict[str, Cell]:
    return {**row, **{name: Unread(_text(raw), raw) for name, raw in unread.items()}}


def _text(raw: Raw) -> str:
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return str(values.parse("text", raw)[0])
    return str(raw)


def _raw(cells: Cells) -> dict[str, Raw]:
    return {k: v.raw if isinstance(v, Unread) else v for k, v in cells.items()}


def merged_spot(spots: Mapping[str, Spot]) -> Spot:
    """The spot of a line whose cells come from several."""
    return MergedSpot(dict(spots))


# --- what is known of a table --------------------------------------------------------------------
class Shapes:
    """The declarations, as comparing asks for them."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self._columns: dict[str, dict[str, Column]] = {}
        self._targets: dict[tuple[str, str], str | None] = {}

    def table(self, key: str) -> Table | None:
        """A declared table; None for the settings, the choices and unknown tables."""
        return self.declared.tables.get(key)

    def columns(self, table: str) -> dict[str, Column]:
        """The declared columns of a table or of the settings, by key."""
        if table not in self._columns:
            block = self.declared.tables.get(table) or self.declared.records.get(table)
            self._columns[table] = {c.key: c for c in block.columns} if block else {}
        return self._columns[table]

    def order(self, tables: Iterable[str]) -> list[str]:
        """Table keys in the order of the sheets: settings, choices, tables, unknown ones."""
        known = [SETTINGS, DOCUMENTS, *self.declared.tables]
        given = set(tables)
        return [k for k in known if k in given] + [k for k in tables if k not in known]

    def shown(
        self, table: str, column: str, cell: Cell | None, language: Language | None = None
    ) -> str:
        """A cell as text: as plan files write it, or with the labels of a language."""
        if cell is None:
            return ""
        if isinstance(cell, Unread):
            return cell.text
        known = self.columns(table).get(column)
        if known is not None and known.list and language and isinstance(cell, str):
            return self.declared.lists[known.list].label(cell, language)
        return values.present(known.kind if known else "text", cell)

    def title(self, table: str, column: str | None = None) -> Text:
        """The title of a table or of a column, of a document."""
        if column is None:
            block = self.declared.tables.get(table) or self.declared.records.get(table)
            return block.title if block else _CHOSEN if table == DOCUMENTS else Text(table, table)
        if table == DOCUMENTS and column in self.declared.documents:
            return self.declared.documents[column].title
        known = self.columns(table).get(column)
        return known.title if known else Text(column, column)

    def key(self, table: str) -> str | None:
        """The key column; None where rows have none."""
        block = self.table(table)
        return None if block is None or block.anonymous else block.key_column.key

    def grows(self, table: str) -> bool:
        """Whether people add rows."""
        block = self.table(table)
        return block is not None and block.rows is None

    def names(self, table: str) -> bool:
        """Whether keys are typed here, and not taken from a list or from another table."""
        block = self.table(table)
        return (
            block is not None
            and not block.anonymous
            and not isinstance(block.rows, ByList | Fixed)
            and block.key_column.kind not in ("link", "choice")
        )

    def is_computed(self, table: str, column: str | None = None) -> bool:
        """Whether the engine fills that column, or the whole table."""
        block = self.table(table)
        if table == COMPUTATIONS or (block is not None and block.key_column.role == "engine"):
            return True
        known = self.columns(table).get(column or "")
        return known is not None and known.role == "engine"

    def target(self, table: str, column: str) -> str | None:
        """The table whose keys a column holds, through mirrors and links that are keys."""
        if (table, column) not in self._targets:
            self._targets[table, column] = self._target(table, column)
        return self._targets[table, column]

    def _target(self, table: str, column: str) -> str | None:
        if table == DOCUMENTS:
            document = self.declared.documents.get(column)
            found = document.table if document else None
        else:
            known = self.columns(table).get(column)
            linked = known is not None and known.kind in ("link", "links")
            found = known.link if known is not None and linked else None
        seen = set()
        while found is not None and found not in seen:
            seen.add(found)
            block = self.table(found)
            if block is not None and isinstance(block.rows, Mirror):
                found = block.rows.table
            elif block is not None and block.key_column.kind == "link" and not block.anonymous:
                found = block.key_column.link
            else:
                break
        return found

    def follow(self, table: str, column: str, cell: Cell, keys: NewKeys) -> Cell:
        """A cell after the keys that it links to were renamed."""
        if not keys or not isinstance(cell, str):
            return cell
        renamed = keys.get(self.target(table, column) or "")
        if not renamed:
            return cell
        known = self.columns(table).get(column)
        if known is not None and known.kind == "links":
            return join_links(tuple(renamed.get(p.casefold(), p) for p in split_links(cell)))
        return renamed.get(cell.casefold(), cell)

    def followed(self, table: str, cells: Cells, keys: NewKeys) -> dict[str, Cell]:
        """All cells of a row after a renaming."""
        if not keys:
            return dict(cells)
        return {k: self.follow(table, k, cell, keys) for k, cell in cells.items()}


def folded(cell: Cell | None) -> Cell | None:
    """A key as links find it: upper and lower case are one."""
    return cell.casefold() if isinstance(cell, str) else cell
