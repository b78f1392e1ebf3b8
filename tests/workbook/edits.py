"""Edits of a workbook's parts that do what Excel does when people move things about."""

from __future__ import annotations

import copy
import re
import zipfile
from pathlib import Path
from typing import Literal

from lxml import etree

from tests.workbook.small_books import MAIN, contents
from xlevent.workbook.contents import (
    NativeTable,
    area_of,
    cell_position,
    column_letters,
    column_number,
)

Axis = Literal["rows", "columns"]
_ABSOLUTE = re.compile(r"\$([A-Z]{1,3})\$(\d+)")
_WORKBOOK = "xl/workbook.xml"


class Edits:
    """A workbook in pieces; `save` puts it together again."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._trees: dict[str, etree._Element] = {}
        found = contents(path)
        self.sheets = {sheet.name: sheet.part for sheet in found.sheets}
        self.tables = {table.name: table for table in found.tables}
        self._table_parts = {
            str(self.tree(name).get("name")): name
            for name in self._parts
            if name.startswith("xl/tables/")
        }

    def tree(self, part: str) -> etree._Element:
        """The XML of a part, to be changed."""
        if part not in self._trees:
            self._trees[part] = etree.fromstring(self._parts[part])
        return self._trees[part]

    def save(self, path: Path) -> Path:
        """Write the edited workbook."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._parts.items():
                tree = self._trees.get(name)
                archive.writestr(name, data if tree is None else etree.tostring(tree))
        return path

    def sheet_of(self, table: str) -> str:
        """The tab of a table."""
        return self.tables[table].sheet

    # --- whole sheets ------------------------------------------------------------------------
    def rename(self, sheet: str, name: str) -> None:
        """Give a tab another name, in the defined names too."""
        book = self.tree(_WORKBOOK)
        old, new = (f"'{text.replace(chr(39), chr(39) * 2)}'!" for text in (sheet, name))
        for element in book.iter(f"{MAIN}sheet"):
            if element.get("name") == sheet:
                element.set("name", name)
        for element in book.iter(f"{MAIN}definedName"):
            text = element.text or ""
            element.text = text.replace(old, new)
            if text.startswith(f"{sheet}!"):
                element.text = new + text.removeprefix(f"{sheet}!")
        self.sheets[name] = self.sheets.pop(sheet)

    def hide(self, sheet: str, state: str = "hidden") -> None:
        """Hide a tab."""
        for element in self.tree(_WORKBOOK).iter(f"{MAIN}sheet"):
            if element.get("name") == sheet:
                element.set("state", state)

    def reverse(self) -> None:
        """Turn the order of the tabs round."""
        (sheets,) = self.tree(_WORKBOOK).iter(f"{MAIN}sheets")
        sheets[:] = list(reversed(sheets))
        for element in self.tree(_WORKBOOK).iter(f"{MAIN}definedName"):
            if element.get("localSheetId") is not None:
                element.set("localSheetId", str(len(sheets) - 1 - int(element.get("localSheetId"))))

    def drop_names(self) -> None:
        """Lose every defined name."""
        for element in list(self.tree(_WORKBOOK).iter(f"{MAIN}definedNames")):
            element.getparent().remove(element)

    # --- rows and columns --------------------------------------------------------------------
    def insert(self, sheet: str, axis: Axis, at: int, count: int = 1) -> None:
        """Insert empty rows or columns before that number (from 1)."""
        by_row = axis == "rows"

        def moved(row: int, column: int) -> tuple[int, int]:
            if by_row:
                return (row + count if row >= at else row), column
            return row, (column + count if column >= at else column)

        def shifted(reference: str) -> str:
            area = area_of(reference)
            first, last = moved(area.top, area.left), moved(area.bottom, area.right)
            return f"{_cell(*first)}:{_cell(*last)}"

        tree = self.tree(self.sheets[sheet])
        for row in tree.iter(f"{MAIN}row"):
            number = int(row.get("r", "0"))
            row.set("r", str(moved(number, 1)[0]))
            for cell in row:
                cell.set("r", _cell(*moved(*cell_position(cell.get("r", "")))))
        for merged in tree.iter(f"{MAIN}mergeCell"):
            merged.set("ref", shifted(merged.get("ref", "")))
        for native in [t for t in self.tables.values() if t.sheet == sheet]:
            table = self.tree(self._table_parts[native.name])
            inside = native.area.left < at <= native.area.right
            if not by_row and inside:
                self._new_columns(table, at - native.area.left, count)
            for element in (table, *table.iter(f"{MAIN}autoFilter")):
                element.set("ref", shifted(element.get("ref", "")))
            self.tables[native.name] = _again(native, table)
        quoted = f"'{sheet.replace(chr(39), chr(39) * 2)}'!"
        for name in self.tree(_WORKBOOK).iter(f"{MAIN}definedName"):
            if (name.text or "").startswith((quoted, f"{sheet}!")):
                name.text = _ABSOLUTE.sub(
                    lambda f: _absolute(*moved(int(f[2]), column_number(f[1]))), name.text or ""
                )

    @staticmethod
    def _new_columns(table: etree._Element, offset: int, count: int) -> None:
        (columns,) = table.iter(f"{MAIN}tableColumns")
        highest = max(int(column.get("id", "0")) for column in columns)
        for number in range(count):
            new = etree.Element(f"{MAIN}tableColumn")
            new.set("id", str(highest + 1 + number))
            new.set("name", f"Column{highest + 1 + number}")
            columns.insert(offset + number, new)
        columns.set("count", str(len(columns)))

    # --- tables ------------------------------------------------------------------------------
    def rename_header(self, table: str, old: str, new: str) -> None:
        """Type another header over one."""
        root = self.tree(self._table_parts[table])
        for number, column in enumerate(root.iter(f"{MAIN}tableColumn")):
            if column.get("name") == old:
                column.set("name", new)
                native = self.tables[table]
                self.put(native.sheet, native.area.top, native.area.left + number, new)
                self.tables[table] = _again(native, root)
                return
        raise KeyError(old)

    def swap_columns(self, table: str, one: int, other: int) -> None:
        """Let two columns of a table (from 0) change places, as dragging does."""
        native = self.tables[table]
        root = self.tree(self._table_parts[table])
        (columns,) = root.iter(f"{MAIN}tableColumns")
        ordered = list(columns)
        ordered[one], ordered[other] = ordered[other], ordered[one]
        columns[:] = ordered
        left, right = sorted((native.area.left + one, native.area.left + other))
        for row in self.tree(self.sheets[native.sheet]).iter(f"{MAIN}row"):
            number = int(row.get("r", "0"))
            if native.area.top <= number <= native.area.bottom:
                cells = {cell_position(cell.get("r", ""))[1]: cell for cell in row}
                for cell, column in ((cells.get(left), right), (cells.get(right), left)):
                    if cell is not None:
                        cell.set("r", _cell(number, column))
                row[:] = sorted(row, key=lambda c: cell_position(c.get("r", ""))[1])
        self.tables[table] = _again(native, root)

    def reverse_rows(self, table: str, count: int) -> None:
        """Sort the first rows of a table the other way round (with all cells of these rows)."""
        native = self.tables[table]
        first = native.first_row
        (data,) = self.tree(self.sheets[native.sheet]).iter(f"{MAIN}sheetData")
        rows = {int(row.get("r", "0")): row for row in data}
        taken = [list(rows[first + offset]) for offset in range(count)]
        for offset, cells in enumerate(reversed(taken)):
            row = rows[first + offset]
            row[:] = cells
            for cell in cells:
                column = cell_position(cell.get("r", ""))[1]
                cell.set("r", _cell(first + offset, column))

    def copy_sheet(self, sheet: str, name: str) -> None:
        """Duplicate a tab; its tables get names with a number, as in Excel."""
        number = len(self.sheets) + 900
        part = f"xl/worksheets/sheet{number}.xml"
        self._trees[part] = copy.deepcopy(self.tree(self.sheets[sheet]))
        old = f"xl/worksheets/_rels/{Path(self.sheets[sheet]).name}.rels"
        links = etree.fromstring(self._parts[old])
        types = self.tree("[Content_Types].xml")
        for link in list(links):
            if not str(link.get("Type")).endswith("/table"):
                continue
            source = "xl/tables/" + Path(str(link.get("Target"))).name
            target = source.replace("tables/table", f"tables/table{number}_")
            table = copy.deepcopy(self.tree(source))
            for key in ("name", "displayName"):
                table.set(key, f"{table.get(key)}{number}")
            self._add(target, table, "spreadsheetml.table+xml", types)
            link.set("Target", f"../tables/{Path(target).name}")
        self._parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = etree.tostring(links)
        self._add(part, self._trees[part], "spreadsheetml.worksheet+xml", types)
        relations = self.tree("xl/_rels/workbook.xml.rels")
        link = copy.deepcopy(next(r for r in relations if r.get("Type").endswith("/worksheet")))
        link.set("Id", f"rId{number}")
        link.set("Target", f"worksheets/sheet{number}.xml")
        relations.append(link)
        (sheets,) = self.tree(_WORKBOOK).iter(f"{MAIN}sheets")
        new = copy.deepcopy(sheets[0])
        new.attrib.pop("state", None)
        new.set("name", name)
        new.set("sheetId", str(number))
        key = next(k for k in new.attrib if k.endswith("}id"))
        new.set(key, f"rId{number}")
        sheets.append(new)

    def _add(self, part: str, tree: etree._Element, kind: str, types: etree._Element) -> None:
        self._trees[part] = tree
        self._parts[part] = b""
        known = copy.deepcopy(types[-1])
        known.set("PartName", f"/{part}")
        known.set("ContentType", f"application/vnd.openxmlformats-officedocument.{kind}")
        types.append(known)

    def put(self, sheet: str, row: int, column: int, value: str | float | None) -> None:
        """Type a value over a cell, without any recalculation."""
        (data,) = self.tree(self.sheets[sheet]).iter(f"{MAIN}sheetData")
        line = next((r for r in data if r.get("r") == str(row)), None)
        if line is None:
            line = etree.Element(f"{MAIN}row", r=str(row))
            after = [r for r in data if int(r.get("r", "0")) > row]
            data.insert(data.index(after[0]) if after else len(data), line)
        name = _cell(row, column)
        cell = next((c for c in line if c.get("r") == name), None)
        if cell is None:
            cell = etree.Element(f"{MAIN}c", r=name)
            after = [c for c in line if cell_position(c.get("r", ""))[1] > column]
            line.insert(line.index(after[0]) if after else len(line), cell)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = value
        elif value is not None:
            etree.SubElement(cell, f"{MAIN}v").text = repr(value)

    def find(self, table: str, header: str, row: int = 0) -> tuple[str, int, int]:
        """Sheet, row and column of a cell by its header; `row` counts from 0."""
        native = self.tables[table]
        offset = [text for _, text in native.columns].index(header)
        return native.sheet, native.first_row + row, native.area.left + offset

    def type_in(self, table: str, header: str, value: str | float | None, row: int = 0) -> None:
        """Type into a cell of a table."""
        self.put(*self.find(table, header, row), value)

    def named_cell(self, name: str) -> tuple[str, str]:
        """Sheet and cell of a defined name."""
        for element in self.tree(_WORKBOOK).iter(f"{MAIN}definedName"):
            if element.get("name") == name:
                sheet, _, cell = str(element.text).rpartition("!")
                return sheet.strip("'"), cell.replace("$", "")
        raise KeyError(name)

    def type_named(self, name: str, value: str | float | None) -> None:
        """Type into the cell of a defined name."""
        sheet, cell = self.named_cell(name)
        self.put(sheet, *cell_position(cell), value)

    def widen(self, table: str, header: str) -> None:
        """Let a table take the column beside it, as typing a header there does."""
        native, root = self.tables[table], self.tree(self._table_parts[table])
        self._new_columns(root, native.area.right - native.area.left + 1, 1)
        (columns,) = root.iter(f"{MAIN}tableColumns")
        columns[-1].set("name", header)
        area = native.area
        for element in (root, *root.iter(f"{MAIN}autoFilter")):
            element.set("ref", f"{_cell(*area[:2])}:{_cell(area.bottom, area.right + 1)}")
        self.tables[table] = _again(native, root)

    def height(self, table: str) -> int:
        """The number of rows of a table."""
        native = self.tables[table]
        return native.last_row - native.first_row + 1

    def grow(self, table: str, rows: int) -> None:
        """Drag the corner of a table down over blank rows."""
        native, root = self.tables[table], self.tree(self._table_parts[table])
        area = native.area
        for element in (root, *root.iter(f"{MAIN}autoFilter")):
            element.set(
                "ref", f"{_cell(area.top, area.left)}:{_cell(area.bottom + rows, area.right)}"
            )
        self.tables[table] = _again(native, root)


def _cell(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def _absolute(row: int, column: int) -> str:
    return f"${column_letters(column)}${row}"


def _again(native: NativeTable, root: etree._Element) -> NativeTable:
    columns = tuple(
        (int(c.get("id", "0")), str(c.get("name"))) for c in root.iter(f"{MAIN}tableColumn")
    )
    area = area_of(root.get("ref", ""))
    return NativeTable(native.name, native.sheet, area, columns, native.headers, native.totals)
