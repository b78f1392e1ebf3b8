"""From an event's values before and after to the cells that must change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlevent.app.event import rows_with_unread
from xlevent.app.updating.opened import Opened, owner, row_number
from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent.errors import MisuseError
from xlevent.sheets.kernel.blocks import ByList, Fixed, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.workbook.book import SPARE, CellValue, Row, plain_value
from xlevent.workbook.locate import Located

_DATES_1904 = 1462  # days by which the serial numbers of that calendar are smaller


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell and what it is to hold; None empties it."""

    sheet: str
    row: int
    column: int
    value: CellValue
    link: str = ""  # a place in the workbook that the cell leads to


@dataclass(slots=True)
class Edits:
    """All cells that change, the new last rows of tables, and what had no place to go."""

    cells: list[Edit] = field(default_factory=list)
    last_rows: dict[str, int] = field(default_factory=dict)
    unplaced: list[tuple[Table, Text]] = field(default_factory=list)  # columns the book lacks
    asked: int = 0  # cells of results, without copies of inputs and the log


def edits_of(book: Opened, reports: Mapping[str, Sequence[Row]]) -> Edits:
    """What has changed in `book.event` since it was read, and the tables given whole."""
    edits = Edits()
    for key, table in book.registry.tables.items():
        if key in reports:
            rewrite(book, table, reports[key], edits)
        elif key in book.event.tables and key != COMPUTATIONS:
            rows = rows_with_unread(book.event, key)
            if owner(table) == "engine":
                if _typed(rows) != list(book.rows[key].values()):
                    rewrite(book, table, _typed(rows), edits)
            else:
                _update(book, table, book.event.tables[key], edits)
    edits.cells += _singles(book)
    return edits


def _typed(rows: Sequence[Mapping[str, object]]) -> list[dict[str, Value]]:
    return [{k: v for k, v in row.items() if v is not None} for row in rows]  # type: ignore[misc]


def _update(book: Opened, table: Table, rows: list[dict[str, Value]], edits: Edits) -> None:
    """Rows that people fill: each stays where it is; new ones follow the last."""
    before = book.rows[table.key]
    place = book.places.get(table.key)
    numbers = _numbers(table, before, rows, book.source.name)
    gone = before.keys() - set(numbers)
    same = not gone and None not in numbers
    if same and all(row == before[n] for n, row in zip(numbers, rows, strict=True) if n):
        return
    if place is None or not place.columns.found:
        raise _no_table(book, table)
    new = [row for number, row in zip(numbers, rows, strict=True) if number is None]
    free = _free_rows(book, table, place, new)
    placed = [number if number is not None else next(free) for number in numbers]
    book.placed[table.key] = [*placed]
    for at, number, row in zip(placed, numbers, rows, strict=True):
        old: Mapping[str, Value] = {} if number is None else before[number]
        for name in dict.fromkeys((*old, *row)):
            if old.get(name) != row.get(name):
                _set(book, table, place, at, name, row.get(name), edits)
    for number in gone:
        for name in before[number]:
            _set(book, table, place, number, name, None, edits)
    lowest = max((edit.row for edit in edits.cells if _inside(edit, place)), default=0)
    if place.last_row is not None and lowest > place.last_row:
        edits.last_rows[table.key] = lowest + SPARE


def _inside(edit: Edit, place: Located) -> bool:
    return edit.sheet == place.sheet and edit.column in place.columns.found.values()


def _numbers(
    table: Table,
    before: Mapping[int, Mapping[str, Value]],
    rows: list[dict[str, Value]],
    file: str,
) -> list[int | None]:
    """The row of the sheet of each row: where it was read, or where its key stands."""
    found: list[int | None] = []
    taken: set[int] = set()
    for row in rows:
        number = row_number(row, file)
        found.append(None if number in taken or number not in before else number)
        taken.update(n for n in found[-1:] if n is not None)
    left = {number: row for number, row in before.items() if number not in taken}
    if table.anonymous:
        _match(found, rows, left, lambda row: tuple(sorted(row.items())))
        # What is left has no name to tell it by: a changed row is one that takes another's place.
        spare = iter(sorted(left))
        return [next(spare, None) if number is None else number for number in found]
    key = table.key_column.key
    _match(found, rows, left, lambda row: row.get(key))
    return found


def _match(
    found: list[int | None],
    rows: Sequence[Mapping[str, Value]],
    left: dict[int, Mapping[str, Value]],
    name: Callable[[Mapping[str, Value]], object],
) -> None:
    """Give rows without a number that of a row left over which has the same name."""
    numbers: dict[object, list[int]] = {}
    for number, row in sorted(left.items(), reverse=True):
        numbers.setdefault(name(row), []).append(number)
    for index, row in enumerate(rows):
        same = numbers.get(name(row)) if found[index] is None and name(row) is not None else None
        if same:
            found[index] = same.pop()
            del left[found[index]]  # type: ignore[arg-type]


def _free_rows(
    book: Opened,
    table: Table,
    place: Located,
    new: Sequence[Mapping[str, Value]],
) -> Iterator[int]:
    """The rows that new rows take: of fixed tables the row of their key, else below the last."""
    if not new:
        return iter(())
    if place.last_row is None:
        raise MisuseError(
            Text(
                f"「{table.title.zh}」已不是表格，無法加列。",
                f"{table.title.en} is no table any more, so no row can be added to it.",
            ),
            where=f"{book.source.name}: '{place.sheet}'",
            mend=Text(
                "請以 `xlevent upgrade` 更新活頁簿。",
                "Bring the workbook up to date with `xlevent upgrade`.",
            ),
        )
    if isinstance(table.rows, ByList | Fixed):
        return iter(place.first_row + _fixed_row(book, table, row) for row in new)
    last = max(book.rows[table.key], default=place.first_row - 1)
    return iter(range(last + 1, last + 1 + len(new)))


def _fixed_row(book: Opened, table: Table, row: Mapping[str, Value]) -> int:
    key = table.key_column.key
    if isinstance(table.rows, ByList):
        known = [option.key for option in book.registry.lists[table.rows.list].options]
    else:
        known = [given[key] for given in table.rows.rows]  # type: ignore[union-attr]
    return known.index(str(row.get(key)))


def rewrite(
    book: Opened,
    table: Table,
    rows: Sequence[Row],
    edits: Edits,
    present: Sequence[Mapping[str, object]] | None = None,
) -> None:
    """Rows of the engine: written from the first row on, the rest emptied.

    `present` are the contents of the cells today: those that need no change are left alone.
    """
    place = book.places.get(table.key)
    if place is None or place.last_row is None:
        if not rows:
            return
        raise _no_table(book, table)
    book.placed[table.key] = [place.first_row + offset for offset in range(len(rows))]
    spare = min(table.blank, SPARE) if table.rows is None else 0
    last = place.first_row + max(len(rows) + spare, 1) - 1
    for number in range(place.first_row, last + 1):
        offset = number - place.first_row
        row: Row = rows[offset] if offset < len(rows) else {}
        there = present[offset] if present is not None and offset < len(present) else {}
        for column in table.stored:
            value = row.get(column.key)
            if present is not None and _same(
                stored_value(book, column, value), there.get(column.key)
            ):
                continue
            _set(book, table, place, number, column.key, value, edits)
    if last != place.last_row:
        edits.last_rows[table.key] = last


def _same(wanted: CellValue, present: object) -> bool:
    if isinstance(wanted, int | float) and isinstance(present, int | float):
        return abs(wanted - present) <= 1e-12 * max(1.0, abs(wanted))
    return (wanted in (None, "") and present in (None, "")) or wanted == present


def _set(
    book: Opened, table: Table, place: Located, row: int, name: str, value: Value | None,
    edits: Edits,
) -> None:  # fmt: skip
    column = table.column(name)
    at = place.columns.found.get(name)
    if at is None:
        if value is not None and (table, column.title) not in edits.unplaced:
            edits.unplaced.append((table, column.title))
        return
    shown = stored_value(book, column, value)
    link = ""
    if column.kind == "goto" and isinstance(shown, str) and shown.startswith("#"):
        link, shown = shown, shown.rpartition("!")[2]
    edits.cells.append(Edit(place.sheet, row, at, shown, link))


def stored_value(book: Opened, column: Column, value: Value | None) -> CellValue:
    """What the cell of a column holds, in the workbook's language and calendar."""
    if value is None:
        return None
    if column.list and isinstance(value, str):
        return book.registry.lists[column.list].label(value, book.language)
    found = plain_value(value)
    if book.contents.date1904 and column.kind in ("date", "datetime"):
        return found - _DATES_1904 if isinstance(found, int | float) else found
    return found


def _singles(book: Opened) -> Iterator[Edit]:
    """Settings and the choices of documents, which have cells of their own."""
    for kind, before, now in (
        ("set", book.settings, book.event.settings), ("pick", book.picks, book.event.picks)
    ):  # fmt: skip
        fields = {c.key: c for r in book.registry.records.values() for c in r.columns}
        for key in dict.fromkeys((*before, *now)):
            if before.get(key) == now.get(key):
                continue
            position = book.raw.cells.get((kind, key))
            if position is None:
                raise MisuseError(
                    Text(
                        f"活頁簿沒有「{key}」的儲存格。", f"the workbook has no cell for {key!r}."
                    ),
                    where=book.source.name,
                    mend=Text(
                        "請以 `xlevent upgrade` 更新活頁簿。",
                        "Bring it up to date with `xlevent upgrade`.",
                    ),
                )
            value = now.get(key)
            shown = stored_value(book, fields[key], value) if kind == "set" else value
            yield Edit(*position, shown)  # type: ignore[arg-type]


def _no_table(book: Opened, table: Table) -> MisuseError:
    return MisuseError(
        Text(
            f"活頁簿沒有可寫入的資料表「{table.title.zh}」。",
            f"the workbook has no table {table.title.en!r} to write to.",
        ),
        where=book.source.name,
        mend=Text(
            "請以 `xlevent upgrade` 更新活頁簿。", "Bring it up to date with `xlevent upgrade`."
        ),
    )
