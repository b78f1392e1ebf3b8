"""The formulas of other people's sheets, charts, names and pivots, rewritten where they must be."""

from __future__ import annotations

from lxml import etree

from xlevent.workbook.contents import Contents
from xlevent.workbook.grafting.formulas import Rewriter
from xlevent.workbook.grafting.ours import Ours
from xlevent.workbook.package import MAIN
from xlevent.workbook.patcher.caches import local
from xlevent.workbook.patcher.cells import drop
from xlevent.workbook.patcher.parts import Parts

_FORMULAS = frozenset((
    "f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula",
))  # fmt: skip
_CACHES = frozenset(("numCache", "strCache", "multiLvlStrCache"))


def rewrite_parts(parts: Parts, contents: Contents, ours: Ours, rewriter: Rewriter) -> int:
    """Rewrite every formula outside of our sheets; how many changed comes back.

    A part whose formulas all stay is not touched. Where one changes, the stored values of the
    sheet's formulas are dropped, so that Excel computes them.
    """
    tabs = {sheet.part: sheet.name for sheet in contents.sheets}
    return sum(
        _rewrite(parts, part, tabs.get(part, part), rewriter)
        for part in _foreign(parts, contents, ours)
    )


def _foreign(parts: Parts, contents: Contents, ours: Ours) -> list[str]:
    """Their sheets and everything that these lead to."""
    found: list[str] = []
    waiting = [s.part for s in contents.sheets if s.name not in ours.sheets]
    waiting += [p for p in parts if p.lower().startswith(("xl/chartsheets/", "xl/pivotcache/"))]
    while waiting:
        part = waiting.pop()
        if part in found or part not in parts or part.endswith(".rels"):
            continue
        found.append(part)
        waiting += [x.target for x in parts.relationships(part).values() if not x.external]
    return [p for p in found if p.lower().endswith(".xml") and "pivotcacherecords" not in p.lower()]


def _rewrite(parts: Parts, part: str, where: str, rewriter: Rewriter) -> int:
    root = parts.tree(part)
    wanted = [e for e in root.iter() if local(e) in _FORMULAS and e.text]
    new = [(e, rewriter.formula(e.text or "", _place(e, where))) for e in wanted]
    differing = [(e, text) for e, text in new if text != e.text]
    if not differing:
        return 0
    parts.touch(part)
    for element, text in differing:
        element.text = text
    for element in [e for e in root.iter() if local(e) in _CACHES]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for formula in root.iter(f"{MAIN}f"):
        cell = formula.getparent()
        if cell is None or local(cell) != "c":
            continue
        for value in cell.findall(f"{MAIN}v"):
            cell.remove(value)
        drop(cell, "t")
    return len(differing)


def _place(element: etree._Element, where: str) -> str:
    cell = element.getparent()
    at = cell.get("r") if cell is not None and local(cell) == "c" else None
    return f"{where}!{at}" if at else where
