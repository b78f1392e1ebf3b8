"""A workbook as Office.js would hand it to xlwings, and xlwings' actions applied to it again.

The payload has the form of xlwings' own client (`getBookData`): values from A1 on, dates as ISO
texts where the format of the cell is one of dates, tables and names with their addresses. It is
made from a file by openpyxl; the actions are applied to the file by openpyxl, texts as Excel
takes them (an apostrophe in front is not part of the text).
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils import get_column_letter
from openpyxl.utils import range_boundaries as range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.xml.functions import fromstring

os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

_EPOCH = datetime(1899, 12, 30)
_TABLE_PART = re.compile(rb'<(?:\w+:)?tablePart\b[^>]*?\bid="([^"]+)"')
_VISIBILITY = {"visible": "Visible", "hidden": "Hidden", "veryHidden": "VeryHidden"}


def payload(path: Path, active: str | None = None, selection: str = "A1") -> dict[str, Any]:
    """What the client sends with a call; each call gets one of its own, to spoil."""
    state = path.stat()
    data: dict[str, Any] = json.loads(_read(path, (state.st_mtime_ns, state.st_size)))
    tabs = [sheet["name"] for sheet in data["sheets"]]
    if active is not None:
        data["book"]["active_sheet_index"] = tabs.index(active)
    data["book"]["selection"] = selection
    return data


@lru_cache(maxsize=8)
def _read(path: Path, state: tuple[int, int]) -> str:
    """The payload as JSON; `state` tells whether the file is still the one that was read.

    Openpyxl's reader of values only takes a quarter of the time of a whole load, and leaves out
    the tables.
    """
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    tables = tables_of(path, book)
    names = [
        _name(book, name, defined.attr_text or "") for name, defined in book.defined_names.items()
    ]
    for index, sheet in enumerate(book.worksheets):
        for name, defined in sheet.defined_names.items():
            entry = _name(book, name, defined.attr_text or "")
            entry.update(book_scope=False, scope_sheet_name=sheet.title, scope_sheet_index=index)
            names.append(entry)
    tabs = [sheet.title for sheet in book.worksheets]
    front = tabs[0] if book.active is None else book.active.title
    data = {
        "client": "Office.js",
        "version": "dev",
        "book": {
            "name": path.name,
            "active_sheet_index": tabs.index(front),
            "selection": "A1",
            "calculation": "Automatic",
        },
        "names": names,
        "sheets": [_sheet(sheet, tables[sheet.title]) for sheet in book.worksheets],
    }
    book.close()
    return json.dumps(data)


def tables_of(path: Path, book: Any) -> dict[str, list[Table]]:
    """The tables of each sheet of a workbook that openpyxl reads without them, in its order."""
    found: dict[str, list[Table]] = {}
    with zipfile.ZipFile(path) as archive:
        for sheet in book.worksheets:
            part = sheet._worksheet_path
            ids = [text.decode() for text in _TABLE_PART.findall(archive.read(part))]
            places = {}
            if get_rels_path(part) in archive.namelist():
                places = {
                    rel.Id: rel.Target
                    for rel in get_dependents(archive, get_rels_path(part))
                    if rel.Type == Table._rel_type
                }
            assert sorted(ids) == sorted(places)
            found[sheet.title] = [
                Table.from_tree(fromstring(archive.read(places[name]))) for name in ids
            ]
    return found


def open_book(data: dict[str, Any]) -> Any:
    """The payload as an xlwings.Book on the remote engine."""
    import xlwings

    return xlwings.Book(json=json.loads(json.dumps(data)))


def actions(book: Any) -> list[dict[str, Any]]:
    """What the book asks the client to do, through JSON as on the wire."""
    found: list[dict[str, Any]] = json.loads(json.dumps(book.json()))["actions"]
    return found


def apply(path: Path, todo: list[dict[str, Any]], target: Path) -> Path:
    """Carry the actions out on a copy of the file."""
    book = openpyxl.load_workbook(path)
    for action in todo:
        _DO[action["func"]](book, action)
    book.save(target)
    return target


def _name(book: Any, name: str, text: str) -> dict[str, Any]:
    place: dict[str, Any] = {"sheet_index": None, "address": None}
    if "!" in text and "," not in text and "(" not in text and "#REF" not in text:
        tab, _, address = text.rpartition("!")
        tab = tab.strip("'").replace("''", "'")
        if tab in book.sheetnames:
            place = {
                "sheet_index": book.sheetnames.index(tab), "address": address.replace("$", "")
            }  # fmt: skip
    return {
        "name": name, "refers_to": f"={text}", "type": "Range", **place, "book_scope": True,
        "scope_sheet_name": None, "scope_sheet_index": None,
    }  # fmt: skip


def _sheet(sheet: Any, tables: list[Table]) -> dict[str, Any]:
    rows = [[_value(cell) for cell in row] for row in sheet.iter_rows()]
    while len(rows) > 1 and all(value == "" for value in rows[-1]):
        rows.pop()
    width = max((i for row in rows for i, v in enumerate(row, 1) if v != ""), default=1)
    rows = [row[:width] + [""] * (width - len(row)) for row in rows] or [[""]]
    return {
        "name": sheet.title,
        "visibility": _VISIBILITY[sheet.sheet_state],
        "values": rows,
        "pictures": [],
        "shapes": [],
        "charts": [],
        "tables": [_table(table) for table in tables],
    }


def _table(table: Any) -> dict[str, Any]:
    left, top, right, bottom = range_boundaries(table.ref)
    headers = 1 if table.headerRowCount is None else table.headerRowCount
    totals = table.totalsRowCount or 0

    def area(first: int, last: int) -> str:
        return f"{get_column_letter(left)}{first}:{get_column_letter(right)}{last}"

    return {
        "name": table.displayName,
        "range_address": table.ref,
        "row_count": bottom - top + 1,
        "column_count": right - left + 1,
        "columns": [column.name for column in table.tableColumns],
        "header_row_range_address": area(top, top) if headers else None,
        "data_body_range_address": area(top + headers, bottom - totals),
        "total_row_range_address": area(bottom, bottom) if totals else None,
        "show_headers": bool(headers),
        "show_totals": bool(totals),
        "table_style": "",
        "show_autofilter": True,
    }


def _value(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, time):
        value = _EPOCH + timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    elif isinstance(value, timedelta):
        value = _EPOCH + value
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds") + "Z"
    return value


# --- actions ------------------------------------------------------------------------------------
def _cells(book: Any, action: dict[str, Any]) -> Any:
    sheet = book.worksheets[action["sheet_position"]]
    for down in range(action["row_count"]):
        for along in range(action["column_count"]):
            yield (
                sheet.cell(action["start_row"] + down + 1, action["start_column"] + along + 1),
                down,
                along,
            )


def _set_values(book: Any, action: dict[str, Any]) -> None:
    for cell, down, along in _cells(book, action):
        value = taken(action["values"][down][along])
        cell.value = None if value == "" else value
        if isinstance(cell.value, str):
            cell.data_type = "s"


def taken(value: Any) -> Any:
    """What a cell holds after Excel was given this value."""
    if not isinstance(value, str):
        return value
    if value[:1] and value[:1] in "=+-@0123456789":
        raise AssertionError(f"Excel would take {value!r} for something else")
    return value.removeprefix("'")


def _set_formula(book: Any, action: dict[str, Any]) -> None:
    given = action["values"] if action["values"] is not None else action["args"][0]
    for cell, down, along in _cells(book, action):
        cell.value = given if isinstance(given, str) else given[down][along]


def _resize(book: Any, action: dict[str, Any]) -> None:
    sheet = book.worksheets[action["sheet_position"]]
    index, address = action["args"]
    table = list(sheet.tables.values())[index]
    table.ref = address.replace("$", "")
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref


def _add_sheet(book: Any, action: dict[str, Any]) -> None:
    position, name = action["args"]
    book.create_sheet(name, position)


def _activate(book: Any, action: dict[str, Any]) -> None:
    book.active = action["args"][0]


def _clear(book: Any, action: dict[str, Any]) -> None:
    sheet = book.worksheets[action["sheet_position"]]
    sheet.delete_rows(1, sheet.max_row)


def _looks(book: Any, action: dict[str, Any]) -> None:
    """Formats, calculation: nothing that a cell holds."""


_DO = {
    "setValues": _set_values,
    "setFormula": _set_formula,
    "resizeTable": _resize,
    "addSheet": _add_sheet,
    "activateSheet": _activate,
    "sheetClear": _clear,
    "calculate": _looks,
    "setNumberFormat": _looks,
    "setRangeColor": _looks,
    "setFontProperty": _looks,
    "setColumnWidth": _looks,
    "setHorizontalAlignment": _looks,
}
