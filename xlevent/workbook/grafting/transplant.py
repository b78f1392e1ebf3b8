"""Parts of one workbook copied into another under free names, with styles and texts renumbered."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Callable

from lxml import etree

from xlevent.domain.language import Text
from xlevent.workbook.grafting.styles import StyleMap, add_styles
from xlevent.workbook.package import Package, relationships_part
from xlevent.workbook.patcher.cells import drop
from xlevent.workbook.patcher.parts import CONTENT_TYPES, Parts, parse

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STYLED = re.compile(rb'(<(?:c|row) [^>]*?\bs="|<col [^>]*?\bstyle=")(\d+)(?=")')
_DIFFERENTIAL = re.compile(rb'(\b\w*[dD]xfId=")(\d+)(?=")')
_TEXT = re.compile(rb'(<c [^>]*?\bt="s"[^>]*><v>)(\d+)(?=</v>)')
_TABLE_ID = re.compile(rb'(<table [^>]*?\bid=")(\d+)(?=")')
_NUMBER = re.compile(r"\d+$")


class Transplant:
    """Copies parts of `source`, written by this program, into `parts`."""

    def __init__(self, parts: Parts, workbook: str, source: Package, source_workbook: str) -> None:
        self._parts = parts
        self._source = source
        self._names: dict[str, str] = {}
        self._types = {
            (e.get("PartName") or "").lstrip("/").lower(): e.get("ContentType")
            for e in parse(source, CONTENT_TYPES).findall(f"{_TYPES}Override")
        }
        self._defaults = {
            (e.get("Extension") or "").lower(): e.get("ContentType")
            for e in parse(source, CONTENT_TYPES).findall(f"{_TYPES}Default")
        }
        links = {link.kind: link.target for link in source.relationships(source_workbook).values()}
        self._styles = self._add_styles(workbook, links["styles"])
        self._texts = self._add_texts(workbook, links.get("sharedStrings"))
        self._next_table = 1 + max((self._table_id(p) for p in parts), default=0)

    def add(self, part: str, change: Callable[[bytes], bytes] | None = None) -> str:
        """Copy a part and all that it leads to; the new name comes back."""
        if part in self._names:
            return self._names[part]
        name = self._names[part] = self._free(part)
        with self._source.stream(part) as stream:
            data = self._renumbered(part, stream.read())
        self._parts.add(name, change(data) if change else data, self._type(part))
        own = relationships_part(part)
        if own in self._source:
            root = copy.deepcopy(self._source.tree(own, "Relationships"))
            for link in self._source.relationships(part).values():
                if link.external:
                    continue
                target = self.add(link.target)
                for element in root:
                    if element.get("Id") == link.id:
                        folder = "/" + posixpath.dirname(name)
                        element.set("Target", posixpath.relpath("/" + target, folder))
            text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
            self._parts.add(relationships_part(name), text, None)
        return name

    def _renumbered(self, part: str, data: bytes) -> bytes:
        folder = posixpath.basename(posixpath.dirname(part))
        if folder == "worksheets":
            data = _map(_STYLED, data, self._styles.cells)
            data = _map(_TEXT, data, self._texts)
            data = _map(_DIFFERENTIAL, data, self._styles.differential)
        elif folder == "tables":
            data = _map(_DIFFERENTIAL, data, self._styles.differential)
            number = self._next_table
            self._next_table += 1
            data = _TABLE_ID.sub(lambda m: m[1] + str(number).encode(), data, count=1)
        return data

    def _free(self, part: str) -> str:
        stem, suffix = posixpath.splitext(part)
        stem = _NUMBER.sub("", stem)
        number = 1
        while f"{stem}{number}{suffix}" in self._parts:
            number += 1
        return f"{stem}{number}{suffix}"

    def _type(self, part: str) -> str | None:
        given = self._types.get(part.lower())
        if given is not None:
            return given
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        root = self._parts.tree(CONTENT_TYPES)
        known = {(e.get("Extension") or "").lower() for e in root.findall(f"{_TYPES}Default")}
        return None if extension in known else self._defaults.get(extension)

    def _add_styles(self, workbook: str, part: str) -> StyleMap:
        own = next(iter(self._parts.linked(workbook, "styles")), None)
        if own is None:
            raise self._parts.package.damaged(workbook, Text("缺少樣式", "it has no styles"))
        return add_styles(self._parts.touch(own), self._source.tree(part, "styleSheet"))

    def _add_texts(self, workbook: str, part: str | None) -> list[int]:
        if part is None:
            return []
        given = self._source.tree(part, "sst")
        own = next(iter(self._parts.linked(workbook, "sharedStrings")), None)
        if own is None:
            own = self._free("xl/sharedStrings.xml")
            empty = f'<sst xmlns="{etree.QName(given).namespace}"/>'.encode()
            self._parts.add(own, empty, _STRINGS)
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            self._parts.relate(workbook, f"{kind}/sharedStrings", own)
        root = self._parts.touch(own)
        known = {_plain(one): index for index, one in reversed(list(enumerate(root)))}
        indices = []
        for one in given:
            text = _plain(one)
            if text not in known:
                known[text] = len(root)
                root.append(copy.deepcopy(one))
            indices.append(known[text])
        drop(root, "count")  # how often they are used: nobody needs it
        root.set("uniqueCount", str(len(root)))
        return indices

    def _table_id(self, part: str) -> int:
        if not part.lower().startswith("xl/tables/") or part.endswith(".rels"):
            return 0
        return int(self._parts.tree(part).get("id") or 0)


def _map(pattern: re.Pattern[bytes], data: bytes, new: list[int]) -> bytes:
    return pattern.sub(lambda m: m[1] + str(new[int(m[2])]).encode(), data)


def _plain(element: etree._Element) -> bytes:
    """What tells shared texts apart: the text, or the whole of a text with formats."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return (element[0].text or "").encode()
    return etree.tostring(element, method="c14n")
