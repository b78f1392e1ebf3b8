"""Makes a table object longer or shorter, with its formulas, formats and total rows."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError, said
from xlevent.workbook.contents import Area, Contents, NativeTable, area_of
from xlevent.workbook.patcher.cells import addressed, drop, formula_of, has_content, insert
from xlevent.workbook.patcher.editor import Editor, SheetEditor, reference
from xlevent.workbook.patcher.followers import Move, follow
from xlevent.workbook.patcher.formulas import leave_group
from xlevent.workbook.patcher.parts import Parts
from xlevent.workbook.patcher.references import ROWS, followed, shifted

_HEIGHT = ("ht", "customHeight", "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac}dyDescent")  # fmt: skip # noqa: E501
_LOOK_UP = 200  # rows above the last in which the formula of a column is looked for


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column get in new rows."""

    column: int
    style: int
    formula: str | None  # as it reads in the last row of data
    array: bool


def resize(
    parts: Parts, contents: Contents, editor: Editor, workbook: str, name: str, last_row: int
) -> None:
    """Make `last_row` the last row of a table's data; MisuseError if that cannot be."""
    native = _find(contents, name)
    part, root = _part(parts, contents, native)
    area = native.area
    sheet = editor.sheet(native.sheet)
    if not native.first_row <= last_row <= ROWS - native.totals:
        raise MisuseError(
            Text(
                f"第 {last_row:,} 列不能是表格 {native.name} 的最後一列，其資料從第 "
                f"{native.first_row:,} 列開始。",
                f"row {last_row:,} cannot be the last row of the table {native.name}, "
                f"whose data begin in row {native.first_row:,}.",
            ),
            where=f"{parts.package.path}, {native.sheet}",
            mend=Text(
                f"請選第 {native.first_row:,} 到 {ROWS - native.totals:,} 列。",
                f"Choose a row from {native.first_row:,} to {ROWS - native.totals:,}.",
            ),
        )
    if last_row == native.last_row:
        return
    new = area._replace(bottom=last_row + native.totals)
    move = Move(native.sheet, area, new, native.first_row, native.totals)
    if new.bottom > area.bottom:
        below = Area(area.bottom + 1, area.left, new.bottom, area.right)
        _check_free(parts, contents, sheet, native, below)
    _check_blocks(sheet, area)
    columns = _columns(sheet, root, native) if new.bottom > area.bottom else []
    totals = _take_totals(sheet, move)
    for number in range(last_row + 1, area.bottom + 1):
        sheet.remove(number, range(area.left, area.right + 1))
    if columns:
        _fill(sheet, columns, move)
    _put_totals(sheet, totals, move)
    _resize_part(parts.touch(part), move)
    place = contents.tables.index(native)
    contents.tables[place] = replace(native, area=new)
    bare = not any(
        has_content(cell)
        for number in sheet.xml.numbers(new.bottom + 1, area.bottom)
        if (row := sheet.xml.row(number)) is not None
        for cell in addressed(row, number).values()
    )
    follow(parts, contents, editor, workbook, replace(move, bare=bare))


def _find(contents: Contents, name: str) -> NativeTable:
    for native in contents.tables:
        if native.name.casefold() == name.casefold():
            return native
    names = ", ".join(native.name for native in contents.tables[:50])
    raise MisuseError(
        Text(f"沒有表格「{name}」。", f"there is no table {name!r}."),
        mend=Text(f"已有的表格：{names}。", f"The tables are: {names}."),
    )


def _part(parts: Parts, contents: Contents, native: NativeTable) -> tuple[str, etree._Element]:
    sheet = contents.sheet(native.sheet)
    assert sheet is not None
    for part in parts.linked(sheet.part, "table"):
        root = parts.tree(part)
        if (root.get("displayName") or root.get("name") or "") == native.name:
            return part, root
    raise parts.package.damaged(
        sheet.part, Text(f"缺少它的表格 {native.name}", f"its table {native.name} is missing")
    )


# --- may it grow? --------------------------------------------------------------------------------
def _check_free(
    parts: Parts, contents: Contents, sheet: SheetEditor, native: NativeTable, below: Area
) -> None:
    """MisuseError if something stands where the table is to grow."""
    for number in sheet.xml.numbers(below.top, below.bottom):
        row = sheet.xml.row(number)
        for column, cell in ({} if row is None else addressed(row, number)).items():
            if below.left <= column <= below.right and has_content(cell):
                raise _in_the_way(
                    sheet, native, Area(number, column, number, column), Text("內容", "a value")
                )
    taken = [
        (other.area, Text(f"表格 {other.name}", f"the table {other.name}"))
        for other in contents.tables
        if other.sheet == native.sheet and other is not native
    ]
    frame = sheet.xml.frame
    merged = [merge.get("ref") for merge in frame.iterfind("{*}mergeCells/{*}mergeCell")]
    pivots = [
        location.get("ref")
        for part in parts.linked(sheet.part, "pivotTable")
        for location in parts.tree(part).iterfind("{*}location")
    ]
    for references, what in (
        (merged, Text("合併儲存格", "merged cells")),
        (pivots, Text("樞紐分析表", "a pivot table")),
    ):
        for text in references:
            try:
                taken.append((area_of(text or ""), what))
            except ValueError as problem:
                raise parts.package.damaged(sheet.part, said(problem)) from problem
    taken += [
        (area, Text("多儲存格的公式", "a formula of several cells"))
        for area, _ in sheet.groups.blocks
    ]
    for area, what in taken:
        if _meet(area, below):
            raise _in_the_way(sheet, native, area, what)


def _in_the_way(sheet: SheetEditor, native: NativeTable, area: Area, what: Text) -> MisuseError:
    return MisuseError(
        Text(
            f"表格 {native.name} 無法延伸：下方 {reference(area)} 有{what.zh}。",
            f"the table {native.name} cannot grow: {what.en} stands below it in {reference(area)}.",
        ),
        where=sheet.where(area.top, area.left),
        mend=Text(
            "請在 Excel 移到旁邊或更下方，或在表格下方插入列。",
            "Move it to the side or further down in Excel, or insert rows below the table.",
        ),
    )


def _check_blocks(sheet: SheetEditor, area: Area) -> None:
    for block, _ in sheet.groups.blocks:
        if _meet(block, area):
            sheet.check_free(block.top, block.left)


def _meet(one: Area, other: Area) -> bool:
    rows = one.top <= other.bottom and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right


# --- rows ----------------------------------------------------------------------------------------
def _columns(sheet: SheetEditor, root: etree._Element, native: NativeTable) -> list[_Column]:
    declared = root.findall("{*}tableColumns/{*}tableColumn")
    return [
        _column(sheet, element, native, native.area.left + offset)
        for offset, element in enumerate(declared)
    ]


def _column(
    sheet: SheetEditor, element: etree._Element, native: NativeTable, column: int
) -> _Column:
    last = native.last_row
    cell = sheet.cell(last, column)
    formula = None if cell is None else formula_of(cell)
    array = formula is not None and formula.get("t") == "array"
    style = sheet.style(last, column)
    text = _uniform(sheet, native, column, last)
    calculated = element.find("{*}calculatedColumnFormula")
    if text is None and calculated is not None and calculated.text:
        array = calculated.get("array") in ("1", "true")
        text = calculated.text
        if shifted(text, 1, 0) != text:  # written as some row sees it: ask the rows
            nearby = range(last - 1, max(native.first_row, last - _LOOK_UP) - 1, -1)
            found = ((row, _uniform(sheet, native, column, row)) for row in nearby)
            text = next((shifted(t, last - row, 0) for row, t in found if t is not None), None)
    return _Column(column, style, text, array)


def _uniform(sheet: SheetEditor, native: NativeTable, column: int, row: int) -> str | None:
    """The formula of a cell if the one above is the same, seen from there."""
    text = sheet.formula(row, column)
    if not text or row == native.first_row:
        return text or None
    above = sheet.formula(row - 1, column)
    return text if above and shifted(above, 1, 0) == text else None


def _fill(sheet: SheetEditor, columns: list[_Column], move: Move) -> None:
    last = sheet.xml.row(move.old_last)
    height = {name: last.get(name) for name in _HEIGHT} if last is not None else {}
    moving = {c.column: shifted(c.formula, 1, 0) != c.formula for c in columns if c.formula}
    for number in range(move.old_last + 1, move.new_last + 1):
        row = sheet.xml.edit(number)
        drop(row, "hidden")
        if row.get("ht") is None:
            for name, value in height.items():
                if value is not None:
                    row.set(name, value)
        for one in columns:
            if one.formula is None:
                if one.style or sheet.cell(number, one.column) is not None:
                    sheet.set_value(number, one.column, None, one.style)
                continue
            text = one.formula
            if moving[one.column]:
                text = shifted(text, number - move.old_last, 0)
            sheet.set_formula(number, one.column, text, None, one.style, array=one.array)


def _take_totals(sheet: SheetEditor, move: Move) -> list[tuple[int, int, etree._Element]]:
    """Copies of the cells of the total rows, by offset and column, which lose their formula's
    partners elsewhere; the cells themselves are emptied by who comes next.
    """
    taken = []
    for offset in range(move.totals):
        number = move.old_last + 1 + offset
        for column in range(move.old.left, move.old.right + 1):
            cell = sheet.cell(number, column)
            if cell is None:
                continue
            leave_group(cell, sheet.xml, sheet.groups, sheet.where(number, column))
            text = sheet.formula(number, column)
            cell = sheet.cell(number, column)
            assert cell is not None
            cell = copy.deepcopy(cell)
            formula = formula_of(cell)
            if formula is not None and text:
                formula.text = followed(text, sheet.name, move.sheet, move.area)
                if formula.get("t") == "shared":
                    drop(formula, "t", "si", "ref")
            taken.append((offset, column, cell))
        sheet.remove(number, range(move.old.left, move.old.right + 1))
    return taken


def _put_totals(
    sheet: SheetEditor, totals: list[tuple[int, int, etree._Element]], move: Move
) -> None:
    for offset, column, cell in totals:
        number = move.new_last + 1 + offset
        sheet.set_value(number, column, None, 0)
        there = addressed(sheet.xml.edit(number), number).get(column)
        if there is None:
            there = insert(sheet.xml.edit(number), number, column)
        address = there.get("r") or ""
        there.attrib.clear()
        for name, value in cell.attrib.items():
            there.set(name, value)
        there.set("r", address)
        there[:] = list(cell)
        formula = formula_of(there)
        if formula is not None:
            sheet.recalculate = True
            if formula.get("ref") is not None:
                formula.set("ref", address)
        sheet.changed.add(number, column)


# --- the table's own part ------------------------------------------------------------------------
def _resize_part(root: etree._Element, move: Move) -> None:
    root.set("ref", reference(move.new))
    drop(root, "insertRow")
    for element in root.iter("{*}autoFilter", "{*}sortState", "{*}sortCondition"):
        text = element.get("ref")
        if text is None:
            continue
        new = move.ranges(text)
        if new:
            element.set("ref", new)
