"""A copy of a workbook that already holds main.py and requirements.txt for xlwings Lite.

xlwings Lite keeps its files as settings of an Office add-in, that is, as properties of a web
extension in the workbook (MS-OWEXML), each value as JSON. The form was read off workbooks that
people have published, saved by version 1.0.0.0-18 of the add-in; xlwings does not document it.
"""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.interop.replace import replacing
from xlevent.workbook.package import Package, open_package
from xlevent.workbook.patcher.parts import Parts
from xlevent_udfs.lite.writing import MADE_BY, Written

_STORE = "wa200008175"  # xlwings Lite in Microsoft's store
_WE = "http://schemas.microsoft.com/office/webextensions/webextension/2010/11"
_PANES = "http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "http://schemas.microsoft.com/office/2011/relationships/webextension"
_PART = "xl/webextensions/{}{}.xml"
_VERSION = re.compile(r'Lite\(\\"([^"\\]+)\\"')
_TYPE = "application/vnd.ms-office.webextension{}+xml"


def embed(book: Path, target: Path, written: Written) -> None:
    """Write a copy of a workbook with the files in it; every other part stays byte for byte.

    MisuseError where the workbook has a main.py of somebody's own.
    """
    with open_package(book) as package:
        parts = Parts(package)
        part = _lite(parts)
        root = parts.touch(part) if part else None
        if root is None:
            root = parts.touch(_add(parts))
        _set(root, book, {"main.py": written.main, "requirements.txt": written.requirements})
        with replacing(target) as path:
            parts.write(path)


def _lite(parts: Parts) -> str:
    """The part in which xlwings Lite keeps its files; "" where the workbook has none."""
    for part in parts:
        if part.startswith("xl/webextensions/") and part.endswith(".xml"):
            for reference in parts.tree(part).iter(f"{{{_WE}}}reference"):
                if (reference.get("id") or "").casefold() == _STORE:
                    return part
    return ""


def lite_version(package: Package) -> str | None:
    """The xlevent that wrote the main.py in a workbook; None where there is none of ours."""
    parts = Parts(package)
    part = _lite(parts)
    if part:
        for one in parts.tree(part).iter(f"{{{_WE}}}property"):
            text = one.get("value") or ""
            if one.get("name") == "main.py" and MADE_BY in text:
                found = _VERSION.search(text)
                return found[1] if found else ""
    return None


def _add(parts: Parts) -> str:
    """Add the web extension, and its place among the task panes."""
    number = next(n for n in range(1, 1000) if _PART.format("webextension", n) not in parts)
    part = _PART.format("webextension", number)
    parts.add(part, etree.tostring(_extension(), xml_declaration=True, encoding="UTF-8",
                                   standalone=True), _TYPE.format(""))  # fmt: skip
    panes = next(iter(parts.linked("", "webextensiontaskpanes")), "")
    if not panes:
        panes = _PART.format("taskpanes", "")
        parts.add(panes, f'<wetp:taskpanes xmlns:wetp="{_PANES}"/>'.encode(),
                  _TYPE.format("taskpanes"))  # fmt: skip
        parts.relate("", f"{_KIND}taskpanes", panes)
    key = parts.relate(panes, _KIND, part)
    root = parts.touch(panes)
    row = str(len(root))
    pane = etree.SubElement(root, f"{{{_PANES}}}taskpane", dockstate="right", visibility="0",
                            width="438", row=row)  # fmt: skip
    reference = etree.SubElement(
        pane,
        f"{{{_PANES}}}webextensionref",
        nsmap={"r": _LINKS},
    )
    reference.set(f"{{{_LINKS}}}id", key)
    return part


def _extension() -> etree._Element:
    def add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{_WE}}}{tag}", attributes)

    root = etree.Element(f"{{{_WE}}}webextension", nsmap={"we": _WE})
    root.set("id", f"{{{uuid.uuid5(uuid.NAMESPACE_URL, 'xlevent')}}}".upper())
    add(root, "reference", id=_STORE, version="1.0.0.0", store="en-US", storeType="OMEX")
    others = add(root, "alternateReferences")
    add(others, "reference", id=_STORE, version="1.0.0.0", store=_STORE.upper(), storeType="OMEX")
    add(root, "properties")
    add(root, "bindings")
    etree.SubElement(root, f"{{{_WE}}}snapshot", nsmap={"r": _LINKS})
    return root


def _set(root: etree._Element, book: Path, files: dict[str, str]) -> None:
    properties = root.find(f"{{{_WE}}}properties")
    if properties is None:
        raise MisuseError(
            Text("其中的 xlwings Lite 增益集沒有屬性清單。",
                 "its add-in xlwings Lite has no list of properties."),
            where=str(book),
        )  # fmt: skip
    kept = {one.get("name"): one for one in properties}
    own = kept.get("main.py")
    if own is not None and MADE_BY not in (own.get("value") or ""):
        raise MisuseError(
            Text("活頁簿已有別人的 main.py。",
                 "the workbook already has a main.py, which is not xlevent's."),
            where=str(book),
            mend=Text("請不要用 --book，改為自行貼上需要的部分。",
                      "Leave --book out, and paste what you need into it."),
        )  # fmt: skip
    for name, text in files.items():
        element = kept.get(name)
        if element is None:
            element = etree.SubElement(properties, f"{{{_WE}}}property", name=name)
        element.set("value", json.dumps(text, ensure_ascii=False))
