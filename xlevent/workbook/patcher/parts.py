"""The parts of a workbook that is being patched: what was changed, added, removed, and how to
write the rest as it was.
"""

from __future__ import annotations

import contextlib
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError, alike, said
from xlevent.workbook.package import (
    Package,
    Relationship,
    relationships_in,
    relationships_part,
)
from xlevent.workbook.patcher.archive import FAST, copy_raw, put

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTIAL = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)

Writer = Callable[[IO[bytes]], None]


class Parts:
    """The parts as they will be written."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._names = {part.lower(): part for part in package.parts}
        self._trees: dict[str, etree._Element] = {}
        self._touched: set[str] = set()
        self._added: dict[str, bytes | None] = {}  # None: its tree is written
        self._replaced: dict[str, bytes] = {}
        self._streams: dict[str, Writer] = {}
        self._removed: set[str] = set()

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._names.values()))

    @property
    def touched(self) -> tuple[str, ...]:
        """The parts that are not written as they were, those that were removed included."""
        changed = {*self._touched, *self._added, *self._replaced, *self._streams, *self._removed}
        return tuple(sorted(changed))

    def is_new(self, part: str) -> bool:
        """Whether a part does not stand like that in the file."""
        name = self._name(part)
        return name in self._added or name in self._replaced or name in self._touched

    def tree(self, part: str) -> etree._Element:
        """The root of a part, to look at; say `touch` when you change it."""
        name = self._name(part)
        if name not in self._trees:
            data = self._replaced.get(name) or self._added.get(name)
            self._trees[name] = parse(self.package, name) if data is None else _own(data, name)
        return self._trees[name]

    def data(self, part: str) -> bytes:
        """The bytes of a part as it would be written; not for one that a Writer writes."""
        name = self._name(part)
        content = self._content(name)
        if isinstance(content, bytes):
            return content
        with self.package.stream(name) as stream:
            return stream.read()

    def touch(self, part: str) -> etree._Element:
        """The root of a part whose changes are to be written."""
        name = self._name(part)
        root = self.tree(name)
        self._replaced.pop(name, None)
        if name in self._added:
            self._added[name] = None
        else:
            self._touched.add(name)
        return root

    def stream(self, part: str, write: Writer) -> None:
        """Have `write` write a part."""
        self._streams[self._name(part)] = write

    def add(self, part: str, data: bytes, content_type: str | None) -> None:
        """Add a part; None: its extension's default content type will do."""
        if part in self:
            raise MisuseError(
                Text(f"活頁簿已有組件 {part}。", f"the workbook already has the part {part}."),
                mend=Text("請換一個名稱。", "Choose another name for it."),
            )
        if part in self._removed:  # the place in the file is kept
            self._removed.discard(part)
            self._replaced[part] = data
        else:
            self._added[part] = data
        self._names[part.lower()] = part
        if content_type is not None:
            types = self.touch(CONTENT_TYPES)
            etree.SubElement(
                types, f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type
            )

    def replace(self, part: str, data: bytes) -> None:
        """Give a part other content."""
        name = self._name(part)
        self._trees.pop(name, None)
        self._touched.discard(name)
        self._streams.pop(name, None)
        (self._added if name in self._added else self._replaced)[name] = data

    def remove(self, part: str) -> None:
        """Remove a part, its content type, its relationships, and every relationship to it."""
        name = self._name(part)
        self._forget(name)
        own = relationships_part(name)
        if own in self:
            self._forget(self._name(own))
        for element in self.tree(CONTENT_TYPES).findall(f"{_TYPES}Override"):
            if (element.get("PartName") or "").lstrip("/").lower() == name.lower():
                self.touch(CONTENT_TYPES).remove(element)
        for source in [one for one in self if one.endswith(".rels")]:
            owner = _owner(source)
            root = self.tree(source)
            for key, link in relationships_in(root, owner).items():
                if link.external or link.target.lower() != name.lower():
                    continue
                for element in root.findall("{*}Relationship"):
                    if element.get("Id") == key:
                        self.touch(source).remove(element)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for the package itself), by id."""
        source = relationships_part(part)
        return relationships_in(self.tree(source), part) if source in self else {}

    def linked(self, part: str, kind: str) -> list[str]:
        """The parts to which a part has relationships of that kind."""
        return [
            link.target
            for link in self.relationships(part).values()
            if link.kind == kind and not link.external and link.target in self
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Link a part to another; `kind` is the whole type. The id comes back."""
        source = relationships_part(part)
        if source not in self:
            empty = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()
            self.add(source, empty, None)
        root = self.touch(source)
        taken = {element.get("Id") for element in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        element = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
        element.set("Id", f"rId{number}")
        element.set("Type", kind)
        element.set("Target", posixpath.relpath("/" + target, "/" + posixpath.dirname(part)))
        return f"rId{number}"

    def write(self, path: Path, level: int = FAST) -> None:
        """Write the workbook; parts that nobody touched are copied as they are."""
        source = self.package.archive
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = source.comment
            for info in source.infolist():
                name = info.filename.replace("\\", "/")
                if name in self._removed:
                    continue
                content = self._content(name)
                if content is not None:
                    put(target, info.filename, info, content, level)
                    continue
                try:
                    copy_raw(source, info, target)
                except _PARTIAL as problem:
                    raise self.package.damaged(name, said(problem)) from problem
            for name in self._added:
                content = self._content(name)
                assert content is not None
                put(target, name, None, content, level)

    def _content(self, name: str) -> bytes | Writer | None:
        if name in self._streams:
            return self._streams[name]
        if name in self._touched or (name in self._added and self._added[name] is None):
            return serialised(self._trees[name])
        return self._replaced.get(name) or self._added.get(name)

    def _name(self, part: str) -> str:
        name = self._names.get(part.lower())
        if name is None:
            raise self.package.damaged(part, Text("缺少此組件", "it is missing"))
        return name

    def _forget(self, name: str) -> None:
        del self._names[name.lower()]
        self._trees.pop(name, None)
        self._touched.discard(name)
        self._replaced.pop(name, None)
        self._streams.pop(name, None)
        if name in self._added:
            del self._added[name]
        else:
            self._removed.add(name)


def parser() -> etree.XMLParser:
    """A parser that loses nothing and follows nothing."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        strip_cdata=False, remove_comments=False, remove_pis=False,
    )  # fmt: skip


def parse(package: Package, part: str) -> etree._Element:
    """The root of a part, with everything that stands in it."""
    entry = package.entry(part)
    limit = package.limits.tree_bytes
    if entry is not None and entry.file_size > limit:
        raise package.too_large(alike(part), entry.file_size, limit)
    with package.xml(part, None) as stream:
        return etree.parse(stream, parser()).getroot()


def serialised(root: etree._Element) -> bytes:
    """The part of a root, with what stands before and after it."""
    tree = root.getroottree()
    alone = b' standalone="yes"' if tree.docinfo.standalone else b""
    text = etree.tostring(tree, encoding="UTF-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"%b?>\n%b' % (alone, text)


def _own(data: bytes, part: str) -> etree._Element:
    with contextlib.suppress(etree.XMLSyntaxError):
        return etree.fromstring(data, parser())
    raise MisuseError(
        Text(f"{part} 的新內容不是 XML。", f"the new content of {part} is no XML."),
        mend=Text("請給格式正確的 XML。", "Give well-formed XML."),
    )


def _owner(source: str) -> str:
    """The part whose relationships a part holds."""
    folder, name = posixpath.split(source)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
