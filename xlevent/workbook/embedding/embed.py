"""A macro project put into a workbook; everything else of it stays, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.workbook.contents import Contents
from xlevent.workbook.contents_reader import read_contents, workbook_part
from xlevent.workbook.embedding.buttons import Button, put_buttons
from xlevent.workbook.embedding.code_names import book_code_name, sheet_code_names
from xlevent.workbook.embedding.free_place import Place
from xlevent.workbook.embedding.project import (
    Module,
    build_project,
    read_project,
    renew_project,
)
from xlevent.workbook.embedding.settings_sheet import Write, append_sheet
from xlevent.workbook.grafting.graft import forget_titles
from xlevent.workbook.names import goto_name, table_name
from xlevent.workbook.package import MAIN, Package
from xlevent.workbook.patcher.parts import CONTENT_TYPES, Parts

_PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_PROJECT_PART = "xl/vbaProject.bin"
_PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
_ENABLED = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SHEETS = ("worksheet", "chartsheet")
_SMALL = 9  # a file that is made once and sent around
_HOME_FACTS = "event_facts"


@dataclass(frozen=True, slots=True)
class Macros:
    """What goes into a workbook: modules, their buttons on Home, a sheet of settings."""

    modules: tuple[Module, ...]
    buttons: tuple[Button, ...]
    settings: str  # the name of that sheet; one that exists stays as people filled it
    write_settings: Write
    mark: str  # of our modules: tells a project of ours from one of other people


def project_of(package: Package) -> bytes | None:
    """The macro project of a workbook, if it has one."""
    for link in package.relationships(workbook_part(package)).values():
        if link.kind == "vbaProject" and not link.external and link.target in package:
            with package.stream(link.target) as stream:
                return stream.read()
    return None


def is_marked(project: bytes, mark: str) -> bool:
    """Whether one of the modules says that it is ours."""
    return any(mark in source for source in read_project(project).values())


def embed(package: Package, macros: Macros, path: Path) -> None:
    """Write to `path` (.xlsm) the workbook with those macros in it.

    MisuseError where it has macros of other people and none of ours, or is of the strict kind.
    """
    contents = read_contents(package)
    workbook = workbook_part(package)
    old = project_of(package)
    if old is not None and not is_marked(old, macros.mark):
        raise MisuseError(
            Text(
                "活頁簿已有自己的巨集，不予更動。",
                "the workbook has macros of its own, which are left alone.",
            ),
            where=str(package.path),
            mend=Text(
                "請另存成不含巨集的 .xlsx，再對該檔執行。",
                "Put the add-in into a copy that you saved as .xlsx, without macros.",
            ),
        )
    parts = Parts(package)
    if not parts.tree(workbook).tag.startswith(MAIN):
        raise MisuseError(
            Text(
                "這是 Strict Open XML 活頁簿，不能含巨集。",
                "the workbook is of the strict kind, which holds no macros.",
            ),
            where=str(package.path),
            mend=Text(
                "請另存成一般的 Excel 活頁簿 (.xlsx)。",
                "Save it as an ordinary Excel workbook (.xlsx).",
            ),
        )
    if contents.sheet(macros.settings) is None:
        append_sheet(parts, workbook, macros.write_settings)
    book = book_code_name(parts, workbook, keep=old is not None)
    sheets = sheet_code_names(parts, _sheets(parts, workbook), book, keep=old is not None)
    home = _home(contents)
    if home is not None:
        put_buttons(parts, home, macros.buttons, _places(contents))
    if old is None:
        project = build_project(book, sheets, macros.modules)
    else:
        project = renew_project(old, book, sheets, macros.modules)
    _put_project(parts, workbook, project)
    forget_titles(parts)
    parts.write(path, _SMALL)


def _sheets(parts: Parts, workbook: str) -> list[tuple[str, str]]:
    """The parts of the sheets in order, with their kinds; old macro sheets have no module."""
    links = parts.relationships(workbook)
    found = []
    for element in parts.tree(workbook).iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        key = next((str(v) for k, v in element.items() if str(k).endswith("}id")), "")
        link = links.get(key)
        if link is not None and link.kind in _SHEETS and link.target in parts:
            found.append((link.target, link.kind))
    return found


def _home(contents: Contents) -> str | None:
    place = contents.named_cell(goto_name("Home"))
    sheet = contents.sheet(place[0]) if place else None
    return sheet.part if sheet is not None else None


def _places(contents: Contents) -> list[tuple[Place, int]]:
    """Above the facts of the event, in the rows that never scroll away; else below them."""
    facts = next((t.area for t in contents.tables if t.name == _HOME_FACTS), None)
    title = contents.named_cell(table_name(_HOME_FACTS))
    if facts is None or title is None:
        return []
    below = facts.bottom + 1
    return [
        (Place(0, facts.left - 1), title[1] - 1),
        (Place(below, facts.left - 1), below + 40),
    ]


def _put_project(parts: Parts, workbook: str, project: bytes) -> None:
    """The project, and what it makes of the workbook: another type, no signature of old code."""
    present = next(iter(parts.linked(workbook, "vbaProject")), None)
    if present is None:
        parts.add(_PROJECT_PART, project, _PROJECT_TYPE)
        parts.relate(workbook, _PROJECT, _PROJECT_PART)
    else:
        for link in parts.relationships(present).values():
            if not link.external and link.target in parts:
                parts.remove(link.target)
        parts.replace(present, project)
    for part in [p for p in parts if p.lower().startswith("_xmlsignatures/")]:
        if part in parts:
            parts.remove(part)
    types = parts.touch(CONTENT_TYPES)
    for element in types.findall(f"{_TYPES}Override"):
        if (element.get("PartName") or "").lstrip("/").lower() == workbook.lower():
            element.set("ContentType", _ENABLED)
            return
    etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{workbook}", ContentType=_ENABLED)
