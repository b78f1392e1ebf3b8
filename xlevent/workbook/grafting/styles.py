"""Styles of one workbook added to those of another, each once."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from lxml import etree

_FIRST_FORMAT = 164  # numbers below are built in


@dataclass(frozen=True, slots=True)
class StyleMap:
    """Where the styles of the added workbook stand now."""

    cells: list[int]
    differential: list[int]


def add_styles(target: etree._Element, source: etree._Element) -> StyleMap:
    """Add the cell formats and differential formats of `source`; equal ones are shared."""
    pools = {
        name: _pool(_child(target, name), list(_child(source, name)))
        for name in ("fonts", "fills", "borders")
    }
    formats = _number_formats(target, source)
    styles = []
    for one in _child(source, "cellXfs"):
        style = copy.deepcopy(one)
        for key, pool in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            style.set(key, str(pools[pool][int(style.get(key) or 0)]))
        number = int(style.get("numFmtId") or 0)
        style.set("numFmtId", str(formats.get(number, number)))
        style.set("xfId", "0")  # named styles are the other workbook's own
        styles.append(style)
    cells = _pool(_child(target, "cellXfs"), styles)
    differential = _pool(_child(target, "dxfs", "tableStyles"), list(_child(source, "dxfs")))
    return StyleMap(cells, differential)


def _number_formats(target: etree._Element, source: etree._Element) -> dict[int, int]:
    """Number of each format of the source to its number in the target."""
    given = source.find("{*}numFmts")
    if given is None:
        return {}
    own = target.find("{*}numFmts")
    if own is None:
        own = target.makeelement(_like(target, "numFmts"), {})
        target.insert(0, own)
    known = {one.get("formatCode"): int(one.get("numFmtId") or 0) for one in own}
    found = {}
    for one in given:
        code = one.get("formatCode")
        if code not in known:
            known[code] = max([_FIRST_FORMAT - 1, *known.values()]) + 1
            added = copy.deepcopy(one)
            added.set("numFmtId", str(known[code]))
            own.append(added)
        found[int(one.get("numFmtId") or 0)] = known[code]
    own.set("count", str(len(own)))
    return found


def _pool(target: etree._Element, added: list[etree._Element]) -> list[int]:
    """Indices of the added elements, in the target once each."""
    known: dict[bytes, int] = {}
    for index, one in enumerate(target):
        known.setdefault(_text(one), index)
    indices = []
    for one in added:
        text = _text(one)
        if text not in known:
            known[text] = len(target)
            target.append(copy.deepcopy(one))
        indices.append(known[text])
    target.set("count", str(len(target)))
    return indices


def _text(element: etree._Element) -> bytes:
    alone = copy.deepcopy(element)
    alone.tail = None
    etree.cleanup_namespaces(alone)
    return etree.tostring(alone, method="c14n")


def _child(root: etree._Element, name: str, before: str | None = None) -> etree._Element:
    found = root.find(f"{{*}}{name}")
    if found is None:
        found = root.makeelement(_like(root, name), {"count": "0"})
        following = root.find(f"{{*}}{before}") if before else None
        if following is None:
            root.append(found)
        else:
            following.addprevious(found)
    return found


def _like(root: etree._Element, name: str) -> str:
    return f"{{{etree.QName(root).namespace}}}{name}"
