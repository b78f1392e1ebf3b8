"""Adds a worksheet to a workbook."""

from __future__ import annotations

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.workbook.contents import Contents, SheetPart
from xlevent.workbook.package import STRICT
from xlevent.workbook.patcher.cells import namespace, number_in
from xlevent.workbook.patcher.parts import Parts

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_KINDS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
STATES = ("visible", "hidden", "veryHidden")


def add_sheet(
    parts: Parts, contents: Contents, workbook: str, name: str, xml: bytes, state: str,
    before: str | None,
) -> str:  # fmt: skip
    """Add a worksheet, at the end or before another one; its part comes back."""
    _check(parts.tree(workbook), name, state)
    part = next(
        one for n in range(1, 100_000) if (one := f"xl/worksheets/sheet{n}.xml") not in parts
    )
    position = _position(parts, contents, workbook, before)
    parts.add(part, xml, _CONTENT_TYPE)
    root = parts.touch(workbook)
    space = namespace(root)
    kind = _KINDS[space == STRICT]
    identity = parts.relate(workbook, f"{kind}/worksheet", part)
    sheets = root.find("{*}sheets")
    assert sheets is not None
    number = 1 + max((number_in(sheet.get("sheetId")) for sheet in sheets), default=0)
    element = etree.Element(f"{space}sheet", {"name": name, "sheetId": str(number)})
    if state != "visible":
        element.set("state", state)
    element.set(f"{{{kind}}}id", identity)
    if position is None:
        sheets.append(element)
        contents.sheets.append(SheetPart(name, part, state))
    else:
        sheets.insert(position, element)
        _move(root, position)
        there = next(n for n, s in enumerate(contents.sheets) if before and _same(s.name, before))
        contents.sheets.insert(there, SheetPart(name, part, state))
    return part


def _move(root: etree._Element, position: int) -> None:
    """Correct what counts sheets: names of one sheet, and which sheets are in view."""
    counters = [(element, "localSheetId") for element in root.iter("{*}definedName")]
    for view in root.iter("{*}workbookView"):
        counters += [(view, "activeTab"), (view, "firstSheet")]
    for element, key in counters:
        text = element.get(key) or ("0" if key == "activeTab" else "")
        if text.isdecimal() and int(text) >= position:
            element.set(key, str(int(text) + 1))


def _position(parts: Parts, contents: Contents, workbook: str, before: str | None) -> int | None:
    if before is None:
        return None
    sheets = parts.tree(workbook).findall("{*}sheets/{*}sheet")
    for number, sheet in enumerate(sheets):
        if _same(sheet.get("name") or "", before):
            return number
    raise MisuseError(
        Text(f"沒有工作表「{before}」。", f"there is no sheet {before!r}."),
        where=str(parts.package.path),
    )


def _check(root: etree._Element, name: str, state: str) -> None:
    allowed = 0 < len(name) <= 31 and not set(name) & set("[]:*?/\\")
    if not allowed or name.startswith("'") or name.endswith("'"):
        raise MisuseError(
            Text(f"「{name}」不能作為工作表名稱。", f"{name!r} cannot be the name of a sheet."),
            mend=Text(
                "請用 1 到 31 個字元，不含 []:*?/\\，頭尾不可為撇號。",
                "Use 1 to 31 characters without []:*?/\\ and no apostrophe at either end.",
            ),
        )
    if any(_same(sheet.get("name") or "", name) for sheet in root.iterfind("{*}sheets/{*}sheet")):
        raise MisuseError(
            Text(f"已有工作表「{name}」。", f"there already is a sheet {name!r}."),
            mend=Text("請換一個名稱。", "Choose another name."),
        )
    if state not in STATES:
        raise MisuseError(
            Text(f"「{state}」不是工作表的狀態。", f"{state!r} is no state of a sheet."),
            mend=Text(f"請用 {'、'.join(STATES)}。", f"Use {', '.join(STATES)}."),
        )


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
