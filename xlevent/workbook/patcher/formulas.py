"""Formulas that several cells share: who belongs to them, and how to leave such a group."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.workbook.contents import Area, area_of, cell_position, column_letters
from xlevent.workbook.patcher.cells import addressed, drop, formula_of
from xlevent.workbook.patcher.references import shifted
from xlevent.workbook.patcher.sheet_xml import SheetXml


@dataclass(slots=True)
class Groups:
    """The formulas of a sheet that belong to more than their own cell."""

    blocks: list[tuple[Area, str]] = field(default_factory=list)  # kind: array or dataTable
    masters: dict[str, tuple[int, int, Area]] = field(default_factory=dict)  # id -> row, column


def groups_of(sheet: SheetXml) -> Groups:
    """The groups of a sheet; ranges that cannot be read are taken as the cell alone."""
    groups = Groups()
    if not sheet.special:
        return groups
    for number, row in sheet.special_rows():
        for column, cell in addressed(row, number).items():
            formula = formula_of(cell)
            if formula is None or formula.get("ref") is None:
                continue
            try:
                area = area_of(formula.get("ref") or "")
            except ValueError:
                area = Area(number, column, number, column)
            kind = formula.get("t")
            if kind == "shared":
                groups.masters[formula.get("si") or ""] = (number, column, area)
            elif kind in ("array", "dataTable"):
                groups.blocks.append((area, kind))
    return groups


def text_of(cell: etree._Element, sheet: SheetXml, groups: Groups) -> str | None:
    """The formula of a cell as it reads there; None: it has none."""
    formula = formula_of(cell)
    if formula is None:
        return None
    if formula.text or formula.get("t") != "shared":
        return formula.text or ""
    master = groups.masters.get(formula.get("si") or "")
    if master is None:
        return ""
    first_row, first_column, _ = master
    row = sheet.row(first_row)
    own = None if row is None else addressed(row, first_row).get(first_column)
    text = None if own is None else formula_of(own)
    if text is None:
        return ""
    number, column = cell_position(cell.get("r") or "")
    return shifted(text.text or "", number - first_row, column - first_column)


def leave_group(cell: etree._Element, sheet: SheetXml, groups: Groups, where: str) -> None:
    """Make it safe to overwrite a cell: those that share its formula get it as their own.

    MisuseError for a part of an array formula or data table.
    """
    number, column = cell_position(cell.get("r") or "")
    check_block(groups, number, column, where)
    formula = formula_of(cell)
    if formula is None or formula.get("t") != "shared" or formula.get("ref") is None:
        return
    identity = formula.get("si") or ""
    master = groups.masters.pop(identity, None)
    if master is None:
        return
    text = formula.text or ""
    for other_number in sheet.numbers(master[2].top, master[2].bottom):
        row = sheet.row(other_number)
        members = [] if row is None else _members(row, other_number, identity)
        if not members:
            continue
        row = sheet.edit(other_number)
        cells = addressed(row, other_number)
        for other in members:
            shared = formula_of(cells[other])
            assert shared is not None
            drop(shared, "t", "si", "ref")
            shared.text = shifted(text, other_number - number, other - column)


def check_block(groups: Groups, number: int, column: int, where: str) -> None:
    """MisuseError if a cell belongs to an array formula of several cells or a data table."""
    for area, kind in groups.blocks:
        if not (area.top <= number <= area.bottom and area.left <= column <= area.right):
            continue
        if kind == "array" and (area.top, area.left) == (area.bottom, area.right):
            continue
        what = (
            Text("陣列公式", "an array formula")
            if kind == "array"
            else Text("運算列表（模擬分析）", "a data table (what-if analysis)")
        )
        cells = f"{column_letters(area.left)}{area.top}:{column_letters(area.right)}{area.bottom}"
        raise MisuseError(
            Text(
                f"儲存格屬於 {cells} 的{what.zh}，不能只改其中一部分。",
                f"the cell belongs to {what.en} in {cells}, of which no part can be changed.",
            ),
            where=where,
            mend=Text(
                "請在 Excel 移到別處或刪除。", "Move it elsewhere in Excel or delete it there."
            ),
        )


def _members(row: etree._Element, number: int, identity: str) -> list[int]:
    found = []
    for column, cell in addressed(row, number).items():
        formula = formula_of(cell)
        if formula is not None and formula.get("t") == "shared" and formula.get("si") == identity:
            found.append(column)
    return found
