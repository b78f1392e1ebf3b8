"""What follows a table that grows or shrinks: rules, formats, names, charts, formulas.

Everything here is told of the table before and after, and changes only what meant exactly the
table's cells: areas over its columns from the header or the first data row to the last.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from xlevent.workbook.contents import Area, Contents, area_of
from xlevent.workbook.patcher.caches import chart_references, charts, drop_points, local
from xlevent.workbook.patcher.cells import addressed, drop, formula_of
from xlevent.workbook.patcher.editor import Editor, SheetEditor, reference
from xlevent.workbook.patcher.formulas import leave_group
from xlevent.workbook.patcher.parts import Parts
from xlevent.workbook.patcher.references import followed

_NOT_OF_CELLS = ("selection", "pane", "inputCells", "scenarios", "sparkline")
_LISTS = (
    "dataValidations", "conditionalFormattings", "ignoredErrors", "protectedRanges", "hyperlinks",
    "sparklines", "sparklineGroup", "sparklineGroups", "ext", "extLst",
)  # fmt: skip
_FORMULAS = ("f", "formula", "formula1", "formula2")


@dataclass(frozen=True, slots=True)
class Move:
    """A table's place before and after."""

    sheet: str
    old: Area
    new: Area
    first_row: int  # of data
    totals: int
    bare: bool = False  # the rows that the table gives up hold nothing else

    @property
    def old_last(self) -> int:
        """The last row of data before."""
        return self.old.bottom - self.totals

    @property
    def new_last(self) -> int:
        """The last row of data after."""
        return self.new.bottom - self.totals

    def area(self, area: Area, single: bool = False) -> Area:
        """Where an area of a formula, a name or a chart lies now."""
        if not self._in_columns(area):
            return area
        if self._is_totals(area):
            step = self.new.bottom - self.old.bottom
            return area._replace(top=area.top + step, bottom=area.bottom + step)
        if single or area.top not in (self.old.top, self.first_row):
            return area
        return self._longer(area)

    def ranges(self, text: str) -> str:
        """A list of areas that ended with the table; empty if nothing of it is left."""
        kept = []
        for word in text.split():
            try:
                area = area_of(word)
            except ValueError:  # whole columns or rows
                kept.append(word)
                continue
            new = area
            if self._in_columns(area) and area.top >= self.old.top:
                new = self.area(area) if self._is_totals(area) else self._longer(area)
            if new.top <= new.bottom:
                kept.append(word if new == area else reference(new))
        return " ".join(kept)

    def printed(self, area: Area, single: bool = False) -> Area:
        """Where an area to be printed ends now: with the table, if it did and nothing is lost."""
        wide = area.left <= self.old.left and area.right >= self.old.right
        follows = self.bare or self.old.bottom < self.new.bottom
        if not single and wide and follows and area.bottom == self.old.bottom:
            return area._replace(bottom=self.new.bottom)
        return self.area(area, single)

    def gone(self, text: str) -> bool:
        """Whether cells lie wholly in rows that the table gave up."""
        try:
            area = area_of(text)
        except ValueError:
            return False
        given_up = self.new.bottom < area.top and area.bottom <= self.old.bottom
        return given_up and self._in_columns(area)

    def _longer(self, area: Area) -> Area:
        if area.bottom == self.old_last:
            return area._replace(bottom=self.new_last)
        if area.bottom == self.old.bottom:
            return area._replace(bottom=self.new.bottom)
        return area

    def _is_totals(self, area: Area) -> bool:
        return self.old_last < area.top and area.bottom <= self.old.bottom

    def _in_columns(self, area: Area) -> bool:
        return self.old.left <= area.left and area.right <= self.old.right


def follow(parts: Parts, contents: Contents, editor: Editor, workbook: str, move: Move) -> None:
    """Have everything in the workbook follow a table."""
    _follow_names(parts, contents, workbook, move)
    _follow_charts(parts, move)
    _follow_pivots(parts, move)
    for sheet in contents.sheets:
        opened = editor.sheet(sheet.name)
        _follow_frame(opened, move)
        _follow_formulas(opened, move)


def _follow_names(parts: Parts, contents: Contents, workbook: str, move: Move) -> None:
    for element in parts.tree(workbook).iter("{*}definedName"):
        printed = (element.get("name") or "").lower() == "_xlnm.print_area"
        text = element.text or ""
        new = followed(text, "", move.sheet, move.printed if printed else move.area)
        if new == text:
            continue
        element.text = new
        parts.touch(workbook)
        name = (element.get("name") or "").lower()
        if contents.names.get(name) == text.strip():
            contents.names[name] = new.strip()


def _follow_charts(parts: Parts, move: Move) -> None:
    for part in charts(parts):
        for element in chart_references(parts.tree(part)):
            text = element.text or ""
            new = followed(text, "", move.sheet, move.area)
            if new != text:
                element.text = new
                drop_points(element)
                parts.touch(part)


def _follow_pivots(parts: Parts, move: Move) -> None:
    for part in parts:
        if posixpath.basename(posixpath.dirname(part)).lower() != "pivotcache":
            continue
        if not part.endswith(".xml") or local(parts.tree(part)) != "pivotCacheDefinition":
            continue
        for source in parts.tree(part).iterfind("{*}cacheSource/{*}worksheetSource"):
            same = (source.get("sheet") or "").casefold() == move.sheet.casefold()
            if not same or any(str(key).endswith("}id") for key in source.attrib):
                continue
            with contextlib.suppress(ValueError):
                area = area_of(source.get("ref") or "")
                if move.area(area) != area:
                    source.set("ref", reference(move.area(area)))
                    parts.touch(part).set("refreshOnLoad", "1")


def _follow_frame(sheet: SheetEditor, move: Move) -> None:
    """Rules, formats, small charts in cells, and links of a sheet."""
    own = sheet.name.casefold() == move.sheet.casefold()
    for element in list(sheet.xml.frame.iter("{*}*")):
        name = local(element)
        if name in _FORMULAS and element.text and len(element) == 0:
            new = followed(element.text, sheet.name, move.sheet, move.area)
            if new != element.text:
                sheet.xml.touch_frame()
                element.text = new
        if not own:
            continue
        if name == "sqref":
            _follow_text(sheet, element, move)
        elif name == "hyperlink" and move.gone(element.get("ref") or ""):
            _remove(sheet, element)
        elif element.get("sqref") and name not in _NOT_OF_CELLS:
            text = element.get("sqref") or ""
            new = move.ranges(text)
            if not new:
                _remove(sheet, element)
            elif new != " ".join(text.split()):
                sheet.xml.touch_frame()
                element.set("sqref", new)


def _follow_text(sheet: SheetEditor, element: etree._Element, move: Move) -> None:
    """An extended rule or format, or the cell of a sparkline."""
    parent = element.getparent()
    if parent is None:
        return
    text = element.text or ""
    if local(parent) == "sparkline":
        if move.gone(text):
            _remove(sheet, parent)
        return
    new = move.ranges(text)
    if not new:
        _remove(sheet, parent)
    elif new != " ".join(text.split()):
        sheet.xml.touch_frame()
        element.text = new


def _remove(sheet: SheetEditor, element: etree._Element) -> None:
    """Remove an element, and lists that become empty with it."""
    sheet.xml.touch_frame()
    parent = element.getparent()
    while parent is not None:
        parent.remove(element)
        left = [c for c in parent.iterchildren("{*}*") if local(c) not in ("f", "sqref")]
        if parent.get("count") is not None:
            parent.set("count", str(len(left)))
        colours = local(parent) == "sparklineGroup" and parent.find("{*}sparklines") is None
        if local(parent) not in _LISTS or (left and not colours):
            return
        element, parent = parent, parent.getparent()


def _follow_formulas(sheet: SheetEditor, move: Move) -> None:
    """Formulas in cells that name exactly the table's cells as A1:B2."""
    rows = "|".join(str(row) for row in sorted({move.old_last, move.old.bottom}))
    pattern = re.compile(rb"[A-Za-z$](?:%b)(?!\d)" % rows.encode())
    for number in sheet.xml.rows_like(pattern):
        row = sheet.xml.row(number)
        columns = [] if row is None else list(addressed(row, number))
        for column in columns:
            text = sheet.formula(number, column)
            if not text:
                continue
            new = followed(text, sheet.name, move.sheet, move.area)
            if new != text:
                _rewrite(sheet, number, column, new)


def _rewrite(sheet: SheetEditor, number: int, column: int, text: str) -> None:
    cell = addressed(sheet.xml.edit(number), number)[column]
    formula = formula_of(cell)
    if formula is not None and formula.get("t") == "shared" and formula.get("ref") is not None:
        leave_group(cell, sheet.xml, sheet.groups, sheet.where(number, column))
    cell = addressed(sheet.xml.edit(number), number)[column]
    formula = formula_of(cell)
    assert formula is not None
    if formula.get("t") == "shared":
        drop(formula, "t", "si", "ref")
    formula.text = text
    reach = reference(Area(number, column, number, column))
    if formula.get("t") == "array":
        reach = formula.get("ref") or reach
    area = area_of(reach)
    for row in sheet.xml.numbers(area.top, area.bottom):
        for other in range(area.left, area.right + 1):
            if sheet.cell(row, other) is not None:
                sheet.set_cached(row, other, None)
