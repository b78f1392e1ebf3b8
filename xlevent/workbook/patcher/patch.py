"""Changes an Excel workbook in place: what is not touched comes out as it was, byte for byte.

    with open_package(path) as package:
        patch = Patch(package)
        patch.resize_table("tasks", 40)
        patch.set_value("Tasks", 40, 2, "New")
        patch.write(temporary)

Rows and columns count from 1. A call that raises MisuseError has changed nothing; after an
UnreadableFileError the patch must not be written. Nothing is written before `write`.
"""

from __future__ import annotations

from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.workbook.contents_reader import read_contents, workbook_part
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.caches import ask_to_calculate, drop_stale_points, refresh_pivots
from xlevent.workbook.patcher.cells import CellContent
from xlevent.workbook.patcher.dependents import Dependents
from xlevent.workbook.patcher.editor import Editor
from xlevent.workbook.patcher.new_sheets import add_sheet
from xlevent.workbook.patcher.parts import Parts
from xlevent.workbook.patcher.stale import Changes, changes, drop, known
from xlevent.workbook.patcher.styles import Styles
from xlevent.workbook.patcher.tables import resize


class Patch:
    """Changes to an open workbook."""

    def __init__(self, package: Package) -> None:
        self.contents = read_contents(package)
        self._package = package
        self._workbook = workbook_part(package)
        self._parts = Parts(package)
        self._editor = Editor(self._parts, self.contents)
        self._styles = Styles(self._parts, self._workbook)
        self._known = known(self.contents, self._parts.tree(self._workbook))

    # --- cells ---------------------------------------------------------------------------------
    def set_value(
        self, sheet: str, row: int, column: int, value: CellContent, *, style: int | None = None
    ) -> None:
        """Put a value in place of what a cell holds.

        Text stays text, whatever it begins with; an ErrorCell becomes an error; None and an
        empty text empty the cell. `style` None keeps the cell's style.
        """
        self._check_header(sheet, row, column, value)
        if style is not None:
            self._styles.check(style)
        self._editor.sheet(sheet).set_value(row, column, value, style)

    def set_formula(
        self, sheet: str, row: int, column: int, formula: str, value: CellContent = None,
        *, style: int | None = None,
    ) -> None:  # fmt: skip
        """Put a formula, as Excel stores it, in place of what a cell holds, with its value."""
        self._check_header(sheet, row, column, None)
        if style is not None:
            self._styles.check(style)
        self._editor.sheet(sheet).set_formula(row, column, formula, value, style)

    def set_cached(self, sheet: str, row: int, column: int, value: CellContent) -> None:
        """Give a formula another stored value."""
        self._editor.sheet(sheet).set_cached(row, column, value)

    def drop_cached(self, sheet: str, row: int, column: int) -> None:
        """Take a formula's stored value away: Excel computes it when the file is opened."""
        self._editor.sheet(sheet).set_cached(row, column, None)

    def clear(self, sheet: str, row: int, column: int) -> None:
        """Empty a cell and keep its style."""
        self.set_value(sheet, row, column, None)

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        """The formula of a cell as it reads now, without equals sign."""
        return self._editor.sheet(sheet).formula(row, column)

    # --- styles --------------------------------------------------------------------------------
    def style(self, sheet: str, row: int, column: int) -> int:
        """The style of a cell; where there is none, of its row or column."""
        return self._editor.sheet(sheet).style(row, column)

    def set_style(self, sheet: str, row: int, column: int, style: int) -> None:
        """Give a cell a style; what it holds stays."""
        self._styles.check(style)
        self._editor.sheet(sheet).set_style(row, column, style)

    def add_style(
        self, base: int, *, fill: str | None = None, number_format: str | None = None,
        wrap: bool = False,
    ) -> int:  # fmt: skip
        """A style like `base` with that fill (RRGGBB) and number format, or with lines broken."""
        return self._styles.add(base, fill=fill, number_format=number_format, wrap=wrap)

    # --- tables --------------------------------------------------------------------------------
    def resize_table(self, name: str, last_row: int) -> None:
        """Make `last_row` the last row of a table's data, and have what belongs to it follow.

        New rows get the styles and formulas of the last one; put values there afterwards. Rows
        that the table gives up are emptied. MisuseError if something stands in the way.
        """
        resize(self._parts, self.contents, self._editor, self._workbook, name, last_row)

    # --- what depends on it --------------------------------------------------------------------
    def changes(self) -> Changes:
        """What was changed so far, for `Dependents`."""
        workbook = self._parts.tree(self._workbook)
        return changes(self._known, self.contents, workbook, self._editor)

    def drop_stale(self) -> int:
        """Drop the stored values that are wrong now, however far from the changed cells.

        To be called after the last change; how many there were comes back. Values that were
        given with a formula, or by `set_cached`, stay unless they depend on another change: do
        not call this where you have computed all of them.
        """
        made = self.changes()
        dependents = Dependents(self._package, self.contents, made.formulas)
        stale = dependents.of(made.cells, tables=made.tables, names=made.names)
        return drop(self._editor, stale)

    # --- parts ---------------------------------------------------------------------------------
    def add_part(self, part: str, data: bytes, content_type: str | None = None) -> None:
        """Add a part; None: its extension's default content type will do."""
        self._parts.add(part, data, content_type)

    def replace_part(self, part: str, data: bytes) -> None:
        """Give a part other content; changes made to its cells before are lost."""
        self._parts.replace(part, data)
        self._editor.forget(part)

    def remove_part(self, part: str) -> None:
        """Remove a part and every relationship to it."""
        self._parts.remove(part)
        self._editor.forget(part)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Link a part ("" for the package) to another; the relationship's id comes back."""
        return self._parts.relate(part, kind, target)

    def add_sheet(
        self, name: str, xml: bytes, *, state: str = "visible", before: str | None = None
    ) -> str:
        """Add a worksheet, at the end or before another; its part comes back."""
        return add_sheet(self._parts, self.contents, self._workbook, name, xml, state, before)

    # --- the end -------------------------------------------------------------------------------
    def parts_touched(self) -> tuple[str, ...]:
        """The parts that will not be written as they were, removed ones included."""
        self._finish()
        return self._parts.touched

    def write(self, path: Path) -> None:
        """Write the changed workbook to another path; an interrupted write leaves half a file."""
        if path.resolve() == self._package.path.resolve():
            raise MisuseError(
                Text(
                    "活頁簿讀取中，不能覆寫自己。",
                    "a workbook cannot be written over itself while it is read.",
                ),
                where=str(path),
                mend=Text(
                    "請寫到暫存檔，再取代活頁簿。",
                    "Write to a temporary file and replace the workbook by it.",
                ),
            )
        self._finish()
        self._parts.write(path)

    def close(self) -> None:
        """Give temporary files back; the patch cannot be used any longer."""
        self._editor.close()

    def _finish(self) -> None:
        """Make all that depends on changed cells right; may be done again after more changes."""
        changed = {}
        for sheet in self._editor.sheets:
            sheet.finish()
            if sheet.xml.changed:
                self._parts.stream(sheet.part, sheet.xml.write)
            if sheet.changed.rows:
                changed[sheet.name.casefold()] = sheet.changed
        if changed:
            drop_stale_points(self._parts, self.contents, changed)
            refresh_pivots(self._parts, self.contents, changed)
        if any(sheet.recalculate for sheet in self._editor.sheets):
            ask_to_calculate(self._parts, self._workbook)
        if self._parts.touched:
            self._remove_signatures()

    def _remove_signatures(self) -> None:
        """A signature says that the file is as it was signed, which is no longer true.

        That of a macro project signs the macros alone and stays.
        """
        for part in self._parts:
            if part.lower().startswith("_xmlsignatures/") and part in self._parts:
                self._parts.remove(part)

    def _check_header(self, sheet: str, row: int, column: int, value: CellContent) -> None:
        for table in self.contents.tables:
            if not table.headers or table.area.top != row:
                continue
            if table.sheet.casefold() != sheet.casefold():
                continue
            offset = column - table.area.left
            if 0 <= offset < len(table.columns) and value != table.columns[offset][1]:
                raise MisuseError(
                    Text(
                        f"儲存格是表格 {table.name} 的欄標題「{table.columns[offset][1]}」，"
                        "公式會用到這個名稱。",
                        f"the cell is the header {table.columns[offset][1]!r} of the table "
                        f"{table.name}, whose name formulas use.",
                    ),
                    where=Text(
                        f"{self._package.path.name}，{table.sheet}，第 {row} 列第 {column} 欄",
                        f"{self._package.path.name}, {table.sheet}, row {row}, column {column}",
                    ),
                    mend=Text(
                        "請在 Excel 改名，公式會一併更正。",
                        "Rename it in Excel, which corrects the formulas.",
                    ),
                )
