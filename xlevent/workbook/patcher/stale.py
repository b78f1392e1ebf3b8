"""What a patch has changed, and the stored values that are wrong because of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from xlevent.workbook.contents import Contents
from xlevent.workbook.patcher.editor import Editor


@dataclass(frozen=True, slots=True)
class Known:
    """Tables and names as they were before the patch."""

    tables: Mapping[str, object]
    names: Mapping[tuple[str | None, str], str]  # number of the sheet or None, lower-case name


@dataclass(frozen=True, slots=True)
class Changes:
    """What `Dependents` must know of a patch."""

    cells: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    formulas: dict[str, dict[tuple[int, int], str | None]] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def known(contents: Contents, workbook: etree._Element) -> Known:
    """The state to which `changes` compares."""
    return Known({table.name: table.area for table in contents.tables}, _names(workbook))


def changes(before: Known, contents: Contents, workbook: etree._Element, editor: Editor) -> Changes:
    """What was changed since."""
    found = Changes(tables=_tables(before, contents), names=_different(before, workbook))
    for sheet in editor.sheets:
        cells = {(row, column) for column, rows in sheet.changed.rows.items() for row in rows}
        if cells:
            found.cells[sheet.name] = cells
            found.formulas[sheet.name] = {cell: sheet.formula(*cell) for cell in sorted(cells)}
    return found


def drop(editor: Editor, stale: Mapping[str, set[tuple[int, int]]]) -> int:
    """Take the stored values of stale formulas away; how many there were."""
    dropped = 0
    for name, cells in stale.items():
        sheet = editor.sheet(name)
        for row, column in sorted(cells):
            cell = sheet.cell(
                row, column
            )  # a large array formula may have cells that are not there
            if cell is not None and any(str(child.tag).endswith("}v") for child in cell):
                sheet.set_cached(row, column, None)
                dropped += 1
    return dropped


def _tables(before: Known, contents: Contents) -> frozenset[str]:
    return frozenset(t.name for t in contents.tables if before.tables.get(t.name) != t.area)


def _names(workbook: etree._Element) -> dict[tuple[str | None, str], str]:
    return {
        (element.get("localSheetId"), (element.get("name") or "").lower()): element.text or ""
        for element in workbook.iter("{*}definedName")
    }


def _different(before: Known, workbook: etree._Element) -> frozenset[str]:
    now = _names(workbook)
    keys = before.names.keys() | now.keys()
    return frozenset(key[1] for key in keys if before.names.get(key) != now.get(key))
