"""What else a workbook stores of its cells: charts' copies, pivot caches, the order to calculate.

None of it may keep a number that is no longer true.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from lxml import etree

from xlevent.workbook.contents import Contents, area_of
from xlevent.workbook.patcher.cells import namespace
from xlevent.workbook.patcher.editor import Changed
from xlevent.workbook.patcher.parts import Parts
from xlevent.workbook.patcher.references import Reference, is_plain, references

_BEFORE_CALC = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
)  # fmt: skip
_DEPTH = 5  # of names that mean names


def charts(parts: Parts) -> list[str]:
    """The chart parts, those of the extended kind included."""
    return [
        part
        for part in parts
        if part.endswith(".xml")
        and posixpath.basename(posixpath.dirname(part)).lower() == "charts"
        and local(parts.tree(part)) == "chartSpace"
    ]


def chart_references(root: etree._Element) -> list[etree._Element]:
    """The elements of a chart that name cells."""
    return [element for element in root.iter("{*}f", "{*}sqref") if element.text]


def drop_points(reference: etree._Element) -> bool:
    """Drop the copy of the cells that a reference of a chart names; whether there was one."""
    parent = reference.getparent()
    if parent is None:
        return False
    found = [c for c in parent if local(c).endswith("Cache") or local(c) == "lvl"]
    for cache in found:
        parent.remove(cache)
    return bool(found)


def drop_stale_points(parts: Parts, contents: Contents, changed: Mapping[str, Changed]) -> None:
    """Drop the points of charts that show a changed cell; programs read them from the cells."""
    for part in charts(parts):
        for element in chart_references(parts.tree(part)):
            found = meant(element.text or "", contents)
            stale = found is None or _covers(found, changed)
            if stale and drop_points(element):
                parts.touch(part)


def refresh_pivots(parts: Parts, contents: Contents, changed: Mapping[str, Changed]) -> None:
    """Have pivot tables read their source again where it holds a changed cell."""
    for part in parts:
        folder = posixpath.basename(posixpath.dirname(part)).lower()
        if folder != "pivotcache" or not part.endswith(".xml"):
            continue
        root = parts.tree(part)
        if local(root) != "pivotCacheDefinition":
            continue
        for source in root.iterfind("{*}cacheSource/{*}worksheetSource"):
            if any(str(key).endswith("}id") for key in source.attrib):
                continue  # in another workbook
            found = _source(source, contents)
            if found is None or _covers(found, changed):
                parts.touch(part).set("refreshOnLoad", "1")


def ask_to_calculate(parts: Parts, workbook: str) -> None:
    """Drop the order of calculation and have everything calculated when the file is opened."""
    for chain in parts.linked(workbook, "calcChain"):
        parts.remove(chain)
    root = parts.touch(workbook)
    element = root.find("{*}calcPr")
    if element is None:
        element = root.makeelement(f"{namespace(root)}calcPr", {})
        before = [child for child in root if local(child) in _BEFORE_CALC]
        if before:
            before[-1].addnext(element)
        else:
            root.insert(0, element)
    element.set("fullCalcOnLoad", "1")


def meant(formula: str, contents: Contents, depth: int = _DEPTH) -> list[Reference] | None:
    """The cells that a reference or a defined name means; None: who knows."""
    if is_plain(formula):
        return references(formula)
    text = formula.strip().removeprefix("=")
    native = next((t for t in contents.tables if t.name.casefold() == text.casefold()), None)
    if native is not None:
        return [Reference(native.sheet, native.area)]
    name = contents.names.get(text.rpartition("!")[2].lower())
    return meant(name, contents, depth - 1) if name is not None and depth else None


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _source(source: etree._Element, contents: Contents) -> list[Reference] | None:
    name = source.get("name")
    if name is not None:
        return meant(name, contents)
    try:
        return [Reference(source.get("sheet") or "", area_of(source.get("ref") or ""))]
    except ValueError:
        return None


def _covers(found: Iterable[Reference], changed: Mapping[str, Changed]) -> bool:
    return any(
        (cells := changed.get(sheet.casefold())) is not None and cells.within(area)
        for sheet, area in found
    )
