"""What a change writes, put into the workbook that is open: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from xlevent.app.updating.edits import Edit, Edits
from xlevent.app.updating.opened import Opened, owner
from xlevent.domain.values import ErrorCell
from xlevent.workbook.book import CellValue
from xlevent.workbook.contents import NativeTable, column_letters
from xlevent.workbook.links import link_formula
from xlevent.workbook.locate import Located
from xlevent.workbook.structured import Structured, column_formula
from xlevent_udfs.macros.blocks import Block, blocks
from xlevent_udfs.macros.cell_contents import entry
from xlevent_udfs.macros.open_book import OpenBook
from xlevent_udfs.macros.refusal import RefusalError

_MOST_HOLES = 4  # cells that stay as they are, for each that changes, in one write of a column


@dataclass(slots=True)
class Plan:
    """What is to be written: new areas of tables, values by sheet, formulas by sheet."""

    sizes: list[tuple[NativeTable, int]] = field(default_factory=list)  # table, new last row
    values: dict[str, dict[tuple[int, int], CellValue]] = field(default_factory=dict)
    formulas: dict[str, dict[tuple[int, int], CellValue]] = field(default_factory=dict)

    def sheets(self) -> set[str]:
        """The sheets that change."""
        return {*self.values, *self.formulas, *(table.sheet for table, _ in self.sizes)}


def plan(book: Opened, source: OpenBook, edits: Edits) -> Plan:
    """The writes of the edits; RefusalError where a table would grow over something."""
    made = Plan()
    for key, last in edits.last_rows.items():
        native, place = book.native(key), book.places[key]
        if native is None or last == native.last_row:
            continue
        if last > native.last_row:
            _refuse_obstacles(source, native, last)
            _new_formulas(book, place, native, last, made)
            made.sizes.append((native, last))
        elif not _has_formulas(book, place):
            made.sizes.append((native, last))
            _emptied(source, native, last, made)
        else:
            # Its formulas would be left standing below a smaller table: blank rows do no harm.
            _empty_rows(source, place, native, last, made)
    for edit in edits.cells:
        _note(edit, made)
    _fill_holes(book, source, made)
    return made


def write(source: OpenBook, made: Plan) -> int:
    """Carry the plan out; the number of writes. RefusalError: nothing was changed."""
    undo: list[Callable[[], object]] = []
    sheet = ""
    count = 0
    try:
        for native, last in made.sizes:
            sheet = native.sheet
            table = source.book.sheets[sheet].tables[native.name]
            before = table.range.address
            table.resize(_range(source, native, last))
            undo.append(_resizing(table, source.book.sheets[sheet], before))
            count += 1
        for sheet, name, block in _writes(made):
            cells = source.book.sheets[sheet].range((block.row, block.column), block.last)
            undo.append(_restoring(cells))
            if name == "formula":
                cells.formula = [list(row) for row in block.values]
            else:
                cells.value = [[entry(value) for value in row] for row in block.values]
            count += 1
    except Exception as problem:
        for step in reversed(undo):
            with suppress(Exception):
                step()
        raise RefusalError(
            f"試算表程式拒絕寫入工作表「{sheet}」（{_said(problem)}），未變更任何內容。"
            "請解除工作表保護（Excel：校閱；LibreOffice：工具）、結束儲存格編輯後再執行。",
            f"The spreadsheet program refused to write to the sheet {sheet!r} ({_said(problem)}); "
            "nothing was changed. Unprotect the sheet (Excel: Review; LibreOffice: Tools), end "
            "the editing of a cell, and run it again.",
        ) from problem
    return count


def _writes(made: Plan) -> Iterator[tuple[str, str, Block]]:
    for name, sheets in (("value", made.values), ("formula", made.formulas)):
        for sheet, cells in sheets.items():
            for block in blocks(cells):
                yield sheet, name, block


def _note(edit: Edit, made: Plan) -> None:
    if edit.link:
        text = f"={link_formula(edit.link, str(edit.value))}"
        made.formulas.setdefault(edit.sheet, {})[edit.row, edit.column] = text
    else:
        made.values.setdefault(edit.sheet, {})[edit.row, edit.column] = edit.value


def _fill_holes(book: Opened, source: OpenBook, made: Plan) -> None:
    """Between cells of a result column that change, write the others anew as they are.

    One write for each block of columns is what Excel takes quickly. Columns that people fill are
    left alone: there a formula of theirs would become a value.
    """
    for place in book.places.values():
        cells = made.values.get(place.sheet)
        if not cells or place.last_row is None:
            continue
        grid = source.grid(place.sheet)
        whole = owner(place.table) == "engine"
        for column in place.table.stored:
            at = place.columns.found.get(column.key)
            if at is None or column.kind == "goto" or not (whole or column.role == "engine"):
                continue
            rows = [row for row, c in cells if c == at and place.first_row <= row]
            if not rows or max(rows) - min(rows) + 1 > (_MOST_HOLES + 1) * len(rows):
                continue
            for row in range(min(rows), max(rows) + 1):
                present = grid.get(row, {}).get(at)
                if (row, at) not in cells and not isinstance(present, ErrorCell):
                    cells[row, at] = present


def _has_formulas(book: Opened, place: Located) -> bool:
    return any(
        column_formula(book.registry, place.table, column.key) is not None
        for column in place.table.columns
    )


def _new_formulas(book: Opened, place: Located, native: NativeTable, last: int, made: Plan) -> None:
    """The formulas of new rows; Excel fills them too, but only as its options say."""
    if native.name.casefold() != place.table.key:
        return  # renamed: its formulas name it otherwise than the declarations do
    structured = Structured(book.registry, book.language)
    for column in place.table.columns:
        at = place.columns.found.get(column.key)
        text = column_formula(book.registry, place.table, column.key)
        if at is None or not isinstance(text, str):
            continue
        shown = "=" + structured.formula(text, place.table)
        cells = made.formulas.setdefault(place.sheet, {})
        cells.update({(row, at): shown for row in range(native.last_row + 1, last + 1)})


def _refuse_obstacles(source: OpenBook, native: NativeTable, last: int) -> None:
    if native.totals:
        where = f"'{native.sheet}'!{column_letters(native.area.left)}{native.area.bottom}"
        raise RefusalError(
            f"表格 {native.name} 有合計列（{where}），無法增加列數。"
            "請在「表格設計」關閉合計列再執行。",
            f"The table {native.name} has a row of totals ({where}) and cannot grow. Switch it off "
            "(Table Design, Total Row), then run it again.",
        )
    for row in range(native.area.bottom + 1, last + 1):
        for column, value in sorted(source.grid(native.sheet).get(row, {}).items()):
            if native.area.left <= column <= native.area.right:
                where = f"'{native.sheet}'!{column_letters(column)}{row}"
                raise RefusalError(
                    f"表格 {native.name} 需要延伸到第 {last} 列，但 {where} 有內容"
                    f"「{str(value)[:40]}」。請移開後再執行。",
                    f"The table {native.name} must grow down to row {last}, but "
                    f"{str(value)[:40]!r} stands at {where}. Move it away, then run it again.",
                )


def _emptied(source: OpenBook, native: NativeTable, last: int, made: Plan) -> None:
    cells = made.values.setdefault(native.sheet, {})
    grid = source.grid(native.sheet)
    for row in range(last + 1, native.last_row + 1):
        for column in grid.get(row, {}):
            if native.area.left <= column <= native.area.right:
                cells[row, column] = None


def _empty_rows(
    source: OpenBook, place: Located, native: NativeTable, last: int, made: Plan
) -> None:
    cells = made.values.setdefault(place.sheet, {})
    grid = source.grid(place.sheet)
    stored = {place.columns.found.get(column.key) for column in place.table.stored}
    for row in range(last + 1, native.last_row + 1):
        cells.update({(row, column): None for column in grid.get(row, {}) if column in stored})


def _range(source: OpenBook, native: NativeTable, last: int) -> Any:
    area = native.area
    bottom = last + native.totals
    return source.book.sheets[native.sheet].range((area.top, area.left), (bottom, area.right))


def _resizing(table: Any, sheet: Any, address: str) -> Callable[[], object]:
    return lambda: table.resize(sheet.range(address))


def _restoring(cells: Any) -> Callable[[], object]:
    """Brings back what the cells hold now.

    The remote engine cannot read formulas, and need not: there nothing is applied before the
    macro has ended well.
    """
    try:
        texts = cells.formula
    except NotImplementedError:
        return lambda: None
    if not isinstance(texts, list | tuple):
        texts = ((texts,),)
    values = cells.options(ndim=2).value

    def restore() -> None:
        cells.value = [[entry(value) for value in row] for row in values]
        rows, columns = cells.shape
        for row in range(rows):
            for column in range(columns):
                text = texts[row][column]
                if isinstance(text, str) and text.startswith("="):
                    cells[row, column].formula = text

    return restore


def _said(problem: Exception) -> str:
    return " ".join(str(problem).split())[:200] or type(problem).__name__
