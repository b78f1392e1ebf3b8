"""Code names: how the modules of a macro project and the sheets of its workbook find together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from xlevent.domain.language import Text
from xlevent.workbook.embedding.project import CodeName
from xlevent.workbook.package import MAIN
from xlevent.workbook.patcher.parts import Parts

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}\Z", re.ASCII)
_PREFIX = {"worksheet": "Sheet", "chartsheet": "Chart"}
# Attributes that the schema lets stand in any order; the tag is changed where it stands, so that
# a large sheet is neither parsed nor written otherwise anew.
_ROOT = re.compile(rb"<(?P<prefix>[\w.-]+:)?(?:worksheet|chartsheet)\b[^>]*>")
_PROPERTIES = re.compile(rb"\s*<(?:[\w.-]+:)?sheetPr\b(?P<attributes>[^>]*?)(?P<end>/?>)")
_CODE_NAME = re.compile(rb"\scodeName\s*=\s*(\"[^\"]*\"|'[^']*')")
_COMMENTS = re.compile(rb"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)


def book_code_name(parts: Parts, workbook: str, *, keep: bool) -> str:
    """The workbook's own code name, given to it where it has none; `keep` any that it has."""
    root = parts.tree(workbook)
    properties = root.find(f"{MAIN}workbookPr")
    present = properties.get("codeName") if properties is not None else None
    if present and (keep or _NAME.match(present)):
        return present
    root = parts.touch(workbook)
    properties = root.find(f"{MAIN}workbookPr")
    if properties is None:
        properties = etree.Element(f"{MAIN}workbookPr")
        before = [e for e in root if etree.QName(e).localname in ("fileVersion", "fileSharing")]
        root.insert(root.index(before[-1]) + 1 if before else 0, properties)
    properties.set("codeName", "ThisWorkbook")
    return "ThisWorkbook"


def sheet_code_names(
    parts: Parts, sheets: Iterable[tuple[str, str]], taken: str, *, keep: bool
) -> list[CodeName]:
    """The code names of sheets (part and kind, in order), given where there is none.

    `keep`: a macro project knows the sheets already, so that names it has stay whatever they are.
    """
    known = [(part, kind, code_name(parts, part)) for part, kind in sheets]
    used = {taken.casefold()}
    kept: dict[str, str] = {}
    for part, _, name in known:
        if name and (keep or _NAME.match(name)) and name.casefold() not in used:
            kept[part] = name
            used.add(name.casefold())
    names = []
    for number, (part, kind, _) in enumerate(known, start=1):
        name = kept.get(part) or _free(f"{_PREFIX[kind]}{number}", used)
        if part not in kept:
            changed = with_code_name(parts.data(part), name)
            if changed is None:
                raise parts.package.damaged(
                    part, Text("開頭不像工作表", "it does not begin like a sheet")
                )
            parts.replace(part, changed)
        names.append(CodeName(name, kind))
    return names


def code_name(parts: Parts, part: str) -> str:
    """The code name of a sheet; empty where it has none."""
    found = _properties(parts.data(part))
    name = _CODE_NAME.search(found["attributes"]) if found else None
    return name[1][1:-1].decode() if name else ""


def _free(wanted: str, used: set[str]) -> str:
    name, number = wanted, 1
    while name.casefold() in used:
        number += 1
        name = f"{wanted}_{number}"
    used.add(name.casefold())
    return name


def _properties(data: bytes) -> re.Match[bytes] | None:
    root = _ROOT.search(data)
    if root is None or root[0].endswith(b"/>"):
        return None
    gap = _COMMENTS.match(data, root.end())
    return _PROPERTIES.match(data, gap.end() if gap else root.end())


def with_code_name(data: bytes, name: str) -> bytes | None:
    """The bytes of a sheet with that code name; None where they do not begin like a sheet."""
    found = _properties(data)
    text = f' codeName="{name}"'.encode()
    if found is not None:
        attributes = _CODE_NAME.sub(b"", found["attributes"])
        start, end = found.span("attributes")
        return data[:start] + text + attributes + data[end:]
    root = _ROOT.search(data)
    if root is None or root[0].endswith(b"/>"):
        return None
    prefix = root["prefix"] or b""
    return data[: root.end()] + b"<" + prefix + b"sheetPr" + text + b"/>" + data[root.end() :]
