"""Changes of single cells, sheet by sheet, and the record of what was changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.workbook.contents import Area, Contents, area_of, column_letters
from xlevent.workbook.patcher import cells
from xlevent.workbook.patcher.cells import CellContent, number_in
from xlevent.workbook.patcher.formulas import Groups, check_block, groups_of, leave_group, text_of
from xlevent.workbook.patcher.parts import Parts
from xlevent.workbook.patcher.references import COLUMNS, ROWS
from xlevent.workbook.patcher.sheet_xml import SheetXml, open_sheet


@dataclass(slots=True)
class Changed:
    """Which cells of a sheet have another content than before."""

    rows: dict[int, set[int]] = field(default_factory=dict)  # column -> rows

    def add(self, row: int, column: int) -> None:
        """Note a cell."""
        self.rows.setdefault(column, set()).add(row)

    def within(self, area: Area) -> bool:
        """Whether a changed cell lies in an area."""
        return any(
            area.left <= column <= area.right and any(area.top <= r <= area.bottom for r in rows)
            for column, rows in self.rows.items()
        )


class SheetEditor:
    """The cells of one worksheet."""

    def __init__(self, parts: Parts, name: str, part: str) -> None:
        self.name = name
        self.part = part
        self.xml: SheetXml = open_sheet(parts, part)
        self.changed = Changed()
        self.recalculate = False
        self._package = parts.package
        self._reach: Area | None = None  # of cells that were put where there was none
        self._removed = False
        # The row that was looked at last: cells of one row are asked for one after the other.
        self._row: etree._Element | None = None
        self._cells: dict[int, etree._Element] = {}

    @cached_property
    def groups(self) -> Groups:
        """Shared, array and table formulas."""
        return groups_of(self.xml)

    def cell(self, row: int, column: int) -> etree._Element | None:
        """A cell, to look at."""
        self._check(row, column)
        found = self.xml.row(row)
        return None if found is None else self._in(found, row, column)

    def formula(self, row: int, column: int) -> str | None:
        """The formula of a cell without equals sign, shared ones as they read there."""
        cell = self.cell(row, column)
        return None if cell is None else text_of(cell, self.xml, self.groups)

    def style(self, row: int, column: int) -> int:
        """The style of a cell; where there is no cell, of its row or column."""
        cell = self.cell(row, column)
        if cell is not None:
            return number_in(cell.get("s"))
        return self._default_style(row, column)

    def set_style(self, row: int, column: int, style: int) -> None:
        """Give a cell a style; what it holds stays."""
        if self.cell(row, column) is None:
            self._own(row, column, style, create=True)
        else:
            self._to_edit(row, column).set("s", str(style))

    def set_value(self, row: int, column: int, value: CellContent, style: int | None) -> None:
        """Put a value in place of what a cell holds; None and an empty text empty it."""
        value = cells.checked(value, self.where(row, column))
        if value == "":
            value = None
        cell = self._own(row, column, style, create=value is not None or style is not None)
        if cell is not None:
            self.recalculate |= cells.formula_of(cell) is not None
            if value is not None or cells.has_content(cell):
                self.changed.add(row, column)
            cells.fill(cell, value)

    def set_formula(
        self, row: int, column: int, formula: str, value: CellContent,
        style: int | None = None, *, array: bool = False,
    ) -> None:  # fmt: skip
        """Put a formula in place of what a cell holds; `array`: as an array formula."""
        text = cells.checked_formula(formula, self.where(row, column))
        value = cells.checked(value, self.where(row, column))
        cell = self._own(row, column, style, create=True)
        assert cell is not None
        cells.fill_formula(cell, text, value, array=array)
        self.recalculate = True
        self.changed.add(row, column)

    def set_cached(self, row: int, column: int, value: CellContent) -> None:
        """Replace the stored value of a formula; None drops it."""
        where = self.where(row, column)
        value = cells.checked(value, where)
        cell = self.cell(row, column)
        spilled = any(_holds(area, row, column) for area, _ in self.groups.blocks)
        if cell is None and spilled and value is None:
            return  # an array formula may fill cells that are not in the file
        if cell is None or (cells.formula_of(cell) is None and not spilled):
            raise MisuseError(
                Text(
                    "儲存格沒有公式，也就沒有儲存的計算值。",
                    "the cell holds no formula, so it has no stored value.",
                ),
                where=where,
                mend=Text("請用 set_value。", "Use set_value."),
            )
        cells.store(self._to_edit(row, column), value)
        self.recalculate |= value is None
        self.changed.add(row, column)

    def remove(self, row: int, columns: Iterable[int]) -> None:
        """Take cells away: content and style."""
        found = self.xml.row(row)
        there = {} if found is None else cells.addressed(found, row)
        for column in columns:
            if column not in there:
                continue
            cell = self._own(row, column, None, create=False)
            assert cell is not None
            if cells.has_content(cell):
                self.recalculate |= cells.formula_of(cell) is not None
                self.changed.add(row, column)
            parent = cell.getparent()
            assert parent is not None
            parent.remove(cell)
            self._removed = True

    def check_free(self, row: int, column: int) -> None:
        """MisuseError if the cell belongs to a formula of several cells."""
        check_block(self.groups, row, column, self.where(row, column))

    def forget_groups(self) -> None:
        """Look for formulas of several cells anew."""
        self.__dict__.pop("groups", None)

    def where(self, row: int, column: int) -> str:
        """A cell as it is named in messages."""
        return f"{self._package.path.name}, {self.name}!{column_letters(column)}{row}"

    def finish(self) -> None:
        """Make the sheet's stated size right."""
        dimension = self.xml.frame.find("{*}dimension") if self._reach or self._removed else None
        if dimension is None:
            return
        try:
            old: Area | None = area_of(dimension.get("ref") or "")
        except ValueError:
            old = None
        new = _union(old, self._reach) if self._reach else old
        if new is not None and self._removed:
            new = new._replace(bottom=max(self._last_row(), new.top))
        if new is not None and new != old:
            text = reference(new)
            self.xml.touch_frame().find("{*}dimension").set("ref", text)  # type: ignore[union-attr]
        self._reach, self._removed = None, False

    def _to_edit(self, row: int, column: int) -> etree._Element:
        """A cell that is there, to be changed."""
        cell = self._in(self.xml.edit(row), row, column)
        assert cell is not None
        return cell

    def _in(self, row: etree._Element, number: int, column: int) -> etree._Element | None:
        """A cell of a row; where cells came or went since the last look, found anew."""
        cell = self._cells.get(column) if row is self._row else None
        if cell is None or cell.getparent() is not row:
            self._row, self._cells = row, cells.addressed(row, number)
            cell = self._cells.get(column)
        return cell

    def _own(
        self, row: int, column: int, style: int | None, *, create: bool
    ) -> etree._Element | None:
        """A cell to be changed that shares no formula with others."""
        cell = self.cell(row, column)
        default = style
        if cell is None:
            self.check_free(row, column)
            if not create:
                return None
            if default is None:
                default = self._default_style(row, column)
            cell = cells.insert(self.xml.edit(row), row, column)
            here = Area(row, column, row, column)
            self._reach = _union(self._reach, here)
        else:
            leave_group(cell, self.xml, self.groups, self.where(row, column))
            cell = self._to_edit(row, column)
        if default is not None and (default or cell.get("s")):
            cell.set("s", str(default))
        return cell

    def _default_style(self, row: int, column: int) -> int:
        found = self.xml.row(row)
        if found is not None and found.get("customFormat") in ("1", "true"):
            return number_in(found.get("s"))
        for element in self.xml.frame.iterfind("{*}cols/{*}col"):
            if number_in(element.get("min")) <= column <= number_in(element.get("max")):
                return number_in(element.get("style"))
        return 0

    def _last_row(self) -> int:
        for number in reversed(self.xml.numbers()):
            row = self.xml.row(number)
            if row is not None and row.find("{*}c") is not None:
                return number
        return 1

    def _check(self, row: int, column: int) -> None:
        if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
            raise MisuseError(
                Text(
                    f"第 {row} 列第 {column} 欄不在工作表內。",
                    f"row {row}, column {column} is no cell of a sheet.",
                ),
                where=f"{self._package.path.name}, {self.name}",
                mend=Text(
                    f"列為 1 到 {ROWS:,}，欄為 1 到 {COLUMNS:,}。",
                    f"Rows go from 1 to {ROWS:,}, columns from 1 to {COLUMNS:,}.",
                ),
            )


class Editor:
    """The sheets of a workbook that were asked for."""

    def __init__(self, parts: Parts, contents: Contents) -> None:
        self._parts = parts
        self._contents = contents
        self._sheets: dict[str, SheetEditor] = {}

    @property
    def sheets(self) -> list[SheetEditor]:
        """The sheets that were opened."""
        return list(self._sheets.values())

    def sheet(self, name: str) -> SheetEditor:
        """The worksheet of that name; MisuseError lists those there are."""
        found = self._contents.sheet(name)
        if found is None:
            names = ", ".join(sheet.name for sheet in self._contents.sheets[:50])
            raise MisuseError(
                Text(f"沒有工作表「{name}」。", f"there is no worksheet {name!r}."),
                where=str(self._parts.package.path),
                mend=Text(f"已有的工作表：{names}。", f"Its worksheets are: {names}."),
            )
        if found.part not in self._sheets:
            self._sheets[found.part] = SheetEditor(self._parts, found.name, found.part)
        return self._sheets[found.part]

    def forget(self, part: str) -> None:
        """Open a sheet anew when it is asked for: its part was replaced."""
        sheet = self._sheets.pop(part, None)
        if sheet is not None:
            sheet.xml.close()

    def close(self) -> None:
        """Give temporary files back."""
        for sheet in self._sheets.values():
            sheet.xml.close()


def _holds(area: Area, row: int, column: int) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def _union(one: Area | None, other: Area) -> Area:
    if one is None:
        return other
    top, left = min(one.top, other.top), min(one.left, other.left)
    return Area(top, left, max(one.bottom, other.bottom), max(one.right, other.right))


def reference(area: Area) -> str:
    """The area as A1:B2."""
    first = f"{column_letters(area.left)}{area.top}"
    last = f"{column_letters(area.right)}{area.bottom}"
    return first if first == last else f"{first}:{last}"
