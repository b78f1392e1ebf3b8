"""Puts fresh sheets of ours in place of the old ones; everything else of the workbook stays."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.sheets.migrations import FORMER_NAMES
from xlevent.workbook.contents import Contents
from xlevent.workbook.contents_reader import read_contents, workbook_part
from xlevent.workbook.embedding.code_names import code_name, with_code_name
from xlevent.workbook.grafting.carrying import Carried, put
from xlevent.workbook.grafting.foreign_formulas import rewrite_parts
from xlevent.workbook.grafting.formulas import Rewriter
from xlevent.workbook.grafting.ours import Ours
from xlevent.workbook.grafting.transplant import Transplant
from xlevent.workbook.package import MAIN, Package
from xlevent.workbook.patcher.caches import ask_to_calculate
from xlevent.workbook.patcher.parts import Parts

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ID = f"{{{_KIND}}}id"


@dataclass(slots=True)
class Grafted:
    """What became of the workbook."""

    replaced: list[str] = field(default_factory=list)  # tabs
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    rewritten: int = 0  # formulas of other people
    lost: list[str] = field(default_factory=list)  # references that lead nowhere any more


def graft(
    package: Package,
    contents: Contents,
    ours: Ours,
    fresh: Package,
    tabs: Mapping[str, str],
    rewriter: Rewriter,
    path: Path,
    carried: Mapping[str, Carried],
) -> Grafted:
    """Write to `path` the workbook of `package` with the sheets of `fresh` in place of ours.

    `tabs` gives the code of each sheet by its tab in `fresh`; `carried`, by such a tab, what of
    other people goes into it. MisuseError where a table that
    somebody else made has the name of one of ours.
    """
    new = read_contents(fresh)
    _check(package, contents, ours, new)
    parts = Parts(package)
    workbook = workbook_part(package)
    root = parts.touch(workbook)
    if not root.tag.startswith(MAIN):
        raise MisuseError(
            Text(
                "活頁簿是 Strict 格式，無法升級。",
                "the workbook is of the strict kind, which cannot be upgraded.",
            ),
            where=str(package.path),
            mend=Text(
                "請另存為一般的 Excel 活頁簿（.xlsx）。",
                "Save it as an ordinary Excel workbook (.xlsx).",
            ),
        )
    done = Grafted(kept=[s.name for s in contents.sheets if s.name not in ours.sheets])
    old_sheets = list(root.iterfind(f"{MAIN}sheets/{MAIN}sheet"))
    active = _active(root, old_sheets)
    known: dict[str, str] = {}  # to the modules of macros, by tab
    for one in contents.sheets:
        if one.name in ours.sheets:
            known[one.name] = code_name(parts, one.part)
            _remove(parts, one.part)
    for part in [p for p in parts if p.lower().endswith("calcchain.xml")]:
        parts.remove(part)
    transplant = Transplant(parts, workbook, fresh, workbook_part(fresh))
    order = _place(parts, workbook, root, new, ours, tabs, transplant, active, known, done)
    for tab, what in carried.items():
        sheet = new.sheet(tab)
        if sheet is not None:
            put(parts, transplant.add(sheet.part), what)
    done.rewritten = rewrite_parts(parts, contents, ours, rewriter)
    done.rewritten += _names(root, fresh, old_sheets, order, ours, rewriter)
    done.lost = list(dict.fromkeys(rewriter.lost))
    _views(root, old_sheets, order, active)
    forget_titles(parts)
    if done.kept:
        ask_to_calculate(parts, workbook)
    parts.write(path)
    return done


def _check(package: Package, contents: Contents, ours: Ours, new: Contents) -> None:
    names = {native.name.casefold() for native in new.tables}
    for native in contents.tables:
        if native.sheet not in ours.sheets and native.name.casefold() in names:
            raise MisuseError(
                Text(
                    f"表格 {native.name} 在工作表「{native.sheet}」上，那不是 xlevent 的工作表。",
                    f"the table {native.name} stands on the sheet {native.sheet!r}, which is not "
                    "one of xlevent's.",
                ),
                where=str(package.path),
                mend=Text(
                    "請移回原工作表，或將您自己的表格改名。",
                    "Move it back to its sheet, or give your own table another name.",
                ),
            )


def _active(root: etree._Element, sheets: list[etree._Element]) -> etree._Element | None:
    view = root.find(f"{MAIN}bookViews/{MAIN}workbookView")
    number = int(view.get("activeTab") or 0) if view is not None else 0
    return sheets[number] if number < len(sheets) else None


def _remove(parts: Parts, part: str) -> None:
    """Remove a part and what nothing else leads to."""
    below = [link.target for link in parts.relationships(part).values() if not link.external]
    parts.remove(part)
    for target in below:
        if target in parts and not _is_linked(parts, target):
            _remove(parts, target)


def _is_linked(parts: Parts, part: str) -> bool:
    for source in parts:
        if not source.endswith(".rels"):
            continue
        for element in parts.tree(source):
            target = str(element.get("Target") or "")
            if target.rpartition("/")[2].lower() == part.rpartition("/")[2].lower():
                return True
    return False


def _place(
    parts: Parts, workbook: str, root: etree._Element, new: Contents, ours: Ours,
    tabs: Mapping[str, str], transplant: Transplant, active: etree._Element | None,
    known: Mapping[str, str], done: Grafted,
) -> list[tuple[etree._Element, str | None]]:  # fmt: skip
    """The sheet elements in their new order, each with its tab in the fresh workbook."""
    sheets = root.find(f"{MAIN}sheets")
    assert sheets is not None
    by_code = {tabs[sheet.name]: sheet for sheet in new.sheets}
    placed: dict[str, etree._Element] = {}
    for element in list(sheets):
        name = element.get("name") or ""
        code = ours.sheets.get(name)
        if code is None:
            continue
        fresh = by_code.get(code)
        if fresh is None or code in placed:
            done.removed.append(name)
            sheets.remove(element)
            continue
        placed[code] = element
        done.replaced.append(fresh.name)
    number = 1 + max((int(e.get("sheetId") or 0) for e in sheets), default=0)
    before: etree._Element | None = None
    for sheet in new.sheets:
        old = placed.get(tabs[sheet.name])
        if old is not None:
            element = old
        else:
            element = sheets.makeelement(f"{MAIN}sheet", {"sheetId": str(number)})
            number += 1
            if before is None:
                sheets.insert(0, element)
            else:
                before.addnext(element)
            done.added.append(sheet.name)
        name = known.get(element.get("name") or "", "") if element is old else ""
        shown = partial(_shown, on=element is active, name=name)
        part = transplant.add(sheet.part, shown)
        element.set("name", sheet.name)
        element.set(_ID, parts.relate(workbook, f"{_KIND}/worksheet", part))
        if sheet.state != "visible":
            element.set("state", sheet.state)
        before = element
    mine = {sheet.name for sheet in new.sheets}
    return [(e, name if (name := str(e.get("name"))) in mine else None) for e in sheets]


def _shown(data: bytes, on: bool, name: str) -> bytes:
    if name:
        data = with_code_name(data, name) or data
    data = data.replace(b' tabSelected="1"', b"", 1)
    return data.replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1) if on else data


def _names(
    root: etree._Element, fresh: Package, old: list[etree._Element],
    order: list[tuple[etree._Element, str | None]], ours: Ours, rewriter: Rewriter,
) -> int:  # fmt: skip
    """Our defined names anew; those of other people follow their sheets, so many rewritten."""
    rewritten = 0
    before = {index: id(element) for index, element in enumerate(old)}
    now = {id(element): index for index, (element, _) in enumerate(order)}
    of_ours = {id(element) for element, tab in order if tab is not None}
    names = root.find(f"{MAIN}definedNames")
    if names is None:
        names = root.makeelement(f"{MAIN}definedNames", {})
        root.find(f"{MAIN}sheets").addnext(names)  # type: ignore[union-attr]
    codes = {i: "" for i, e in before.items() if e in of_ours or e not in now}
    source = fresh.tree(workbook_part(fresh), "workbook")
    known = {(e.get("name") or "").lower() for e in source.iter(f"{MAIN}definedName")}
    known |= {name.lower() for name in FORMER_NAMES}
    for element in list(names):
        if ours.is_name(element, codes, known):
            names.remove(element)
            continue
        text = element.text or ""
        element.text = rewriter.formula(text, f"name {element.get('name')}")
        rewritten += element.text != text
        if element.get("localSheetId") is not None:
            index = now.get(before[int(element.get("localSheetId") or 0)])
            if index is None:  # its sheet is gone
                names.remove(element)
                rewriter.lost.append(f"name {element.get('name')}: ={text}")
                continue
            element.set("localSheetId", str(index))
    places = {tab: index for index, (_, tab) in enumerate(order) if tab is not None}
    tabs = [str(e.get("name")) for e in source.iterfind(f"{MAIN}sheets/{MAIN}sheet")]
    taken = {(e.get("name") or "").lower() for e in names if e.get("localSheetId") is None}
    for element in source.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        added = copy.deepcopy(element)
        if added.get("localSheetId") is not None:
            index = places[tabs[int(added.get("localSheetId") or 0)]]
            added.set("localSheetId", str(index))
        elif (added.get("name") or "").lower() in taken:
            continue
        names.append(added)
    return rewritten


def _views(
    root: etree._Element, old: list[etree._Element],
    order: list[tuple[etree._Element, str | None]], active: etree._Element | None,
) -> None:  # fmt: skip
    now = {id(element): index for index, (element, _) in enumerate(order)}
    for view in root.iter(f"{MAIN}workbookView"):
        if view.get("activeTab") is not None or active is not None:
            view.set("activeTab", str(now.get(id(active), 0)))
        first = view.get("firstSheet")
        if first is not None and first.isdecimal() and int(first) < len(old):
            view.set("firstSheet", str(now.get(id(old[int(first)]), 0)))


def forget_titles(parts: Parts) -> None:
    """The list of tabs among the document's properties; Excel writes it anew."""
    if "docProps/app.xml" in parts:
        root = parts.touch("docProps/app.xml")
        for name in ("HeadingPairs", "TitlesOfParts"):
            for element in root.findall(f"{{*}}{name}"):
                root.remove(element)
