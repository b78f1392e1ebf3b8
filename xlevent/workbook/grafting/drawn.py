"""What floats over a sheet or hangs on its cells: charts, pictures, shapes, notes, controls."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from xlevent.domain.language import Text
from xlevent.workbook.grafting.sheet_facts import cell_name, placeless
from xlevent.workbook.names import BUTTON
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.caches import local
from xlevent.workbook.patcher.parts import parse

CHART = Text("圖表", "chart")
_KINDS = {
    "pic": Text("圖片", "picture"), "sp": Text("圖案", "shape"), "cxnSp": Text("線條", "line"),
    "grpSp": Text("群組圖案", "group of shapes"), "graphicFrame": CHART,
    "contentPart": Text("筆跡", "ink"),
}  # fmt: skip
NOTE = Text("註解", "note")
THREAD = Text("對話註解", "comment")
CONTROL = Text("表單控制項", "form control")
_OTHER = {
    "image": Text("背景圖片", "background picture"),
    "slicer": Text("交叉分析篩選器", "slicer"),
    "timeline": Text("時間表", "timeline"),
    "pivotTable": Text("樞紐分析表", "pivot table"),
    "queryTable": Text("查詢表", "query table"),
    "oleObject": Text("內嵌物件", "embedded object"),
    "ctrlProp": CONTROL,
    "control": CONTROL,
}
# What is told elsewhere, or belongs to another part that is told.
_SILENT = frozenset((
    "drawing", "table", "hyperlink", "printerSettings", "comments", "threadedComment",
    "vmlDrawing",
))  # fmt: skip
_NO_NOTE = re.compile(rb'ObjectType="(?!Note")(\w+)"')


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something on a sheet; `key` is equal for what looks the same in another workbook."""

    place: str
    kind: Text
    told: str
    key: str


def drawn_on(package: Package, part: str) -> list[Drawn]:
    """Everything that hangs on the sheet of that part."""
    found: list[Drawn] = []
    links = [link for link in package.relationships(part).values() if not link.external]
    threads = [x.target for x in links if x.kind == "threadedComment" and x.target in package]
    told = [one for target in threads for one in _comments(package, target, THREAD)]
    found += told
    in_threads = {one.place for one in told}
    for link in links:
        if link.target not in package:
            continue
        if link.kind == "drawing":
            found += _anchored(package, link.target)
        elif link.kind == "comments":
            notes = _comments(package, link.target, NOTE)
            found += [one for one in notes if one.place not in in_threads]
        elif link.kind == "vmlDrawing":
            found += _controls(package, link.target)
        elif link.kind not in _SILENT:
            kind = _OTHER.get(link.kind, Text(link.kind, link.kind))
            found.append(Drawn("", kind, link.target.rpartition("/")[2], link.kind))
    return found


def _comments(package: Package, part: str, kind: Text) -> list[Drawn]:
    root = parse(package, part)
    names = [one.text or "" for one in root.iterfind("{*}authors/{*}author")]
    found = []
    for one in root:
        for comment in [one] if local(one) == "threadedComment" else one.iterfind("{*}comment"):
            text = "".join(map(str, comment.itertext())).strip()
            number = comment.get("authorId") or ""
            author = names[int(number)] if number.isdecimal() and int(number) < len(names) else ""
            if author and not text.startswith(author):
                text = f"{author}: {text}"
            found.append(Drawn(comment.get("ref") or "", kind, text, text))
    return found


def _controls(package: Package, part: str) -> list[Drawn]:
    """Buttons and the like; this old kind of drawing need not be well-formed."""
    with package.stream(part) as stream:
        data = stream.read(package.limits.tree_bytes)
    return [Drawn("", CONTROL, kind.decode(), kind.decode()) for kind in _NO_NOTE.findall(data)]


def _anchored(package: Package, part: str) -> list[Drawn]:
    charts = {x.id: x.target for x in package.relationships(part).values() if not x.external}
    found = []
    for anchor in parse(package, part):
        thing = next((e for e in anchor.iter() if local(e) in _KINDS), None)
        if thing is None:
            continue
        name = next((e.get("name") or "" for e in thing.iter() if local(e) == "cNvPr"), "")
        if name.startswith(BUTTON):
            continue
        kind, key = _KINDS[local(thing)], f"{local(thing)}|{name}"
        for chart in thing.iter("{*}chart"):
            number = next((str(v) for k, v in chart.items() if str(k).endswith("}id")), "")
            target = charts.get(str(number), "")
            if target in package:
                key = _chart(parse(package, target))
        text = " ".join(filter(None, (name, _text(thing)))) if kind is not CHART else name
        found.append(Drawn(_corner(anchor), kind, text, key))
    return found


def _corner(anchor: etree._Element) -> str:
    row, column = anchor.findtext("{*}from/{*}row"), anchor.findtext("{*}from/{*}col")
    if row is None or column is None:
        return ""
    return cell_name(int(row) + 1, int(column) + 1)


def _text(thing: etree._Element) -> str:
    """The text in a shape."""
    return "".join(e.text or "" for e in thing.iter("{*}t"))[:200]


def _chart(root: etree._Element) -> str:
    """What a chart shows: its kinds, what it draws, its title."""
    kinds = [local(e) for e in root.iter() if local(e).endswith("Chart")]
    texts = [e.text or "" for e in root.iter("{*}f")]
    # LibreOffice writes names of series as formulas.
    drawn = [placeless(text) for text in texts if not text.startswith('"')]
    return "|".join((*kinds, *drawn, _text(root)))
