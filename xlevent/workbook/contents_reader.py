"""Reads from the parts of a file where its sheets, tables and names are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlevent.domain.language import Text
from xlevent.errors import said
from xlevent.workbook.contents import Contents, NativeTable, SheetPart, area_of
from xlevent.workbook.package import Package
from xlevent.workbook.texts import unescape

_INDEX = re.compile(r"\d{1,9}\Z", re.ASCII)
_RELATIONSHIP_ID = re.compile(r"\{.*relationships\}id\Z")


def read_contents(package: Package) -> Contents:
    """The contents of the package's workbook."""
    part = workbook_part(package)
    root = package.tree(part, "workbook")
    links = package.relationships(part)
    contents = Contents(sheets=[])
    for link in links.values():
        if link.kind == "sharedStrings" and link.target in package:
            contents.shared_strings = link.target
    for element in root.iter("{*}workbookPr"):
        contents.date1904 = element.get("date1904", "0") in ("1", "true", "on")
    _check_count(package, "names", sum(1 for _ in root.iter("{*}definedName")))
    tabs = [tab.get("name") or "" for tab in root.iterfind("{*}sheets/{*}sheet")]
    for element in root.iter("{*}definedName"):
        # A name of one sheet only (localSheetId) must not hide the one of the workbook.
        name = (element.get("name") or "").lower()
        text, local = (element.text or "").strip(), element.get("localSheetId")
        if local is None or name not in contents.names:
            contents.names[name] = text
        if local is not None and _INDEX.match(local) and int(local) < len(tabs):
            contents.local_names[unescape(tabs[int(local)]).casefold(), name] = text
    for element in root.iterfind("{*}sheets/{*}sheet"):
        key = next((v for k, v in element.attrib.items() if _RELATIONSHIP_ID.match(str(k))), "")
        found = links.get(str(key))
        if found is None or found.kind != "worksheet" or found.external:
            continue
        name = unescape(element.get("name") or "")
        contents.sheets.append(SheetPart(name, found.target, element.get("state") or "visible"))
    _check_count(package, "sheets", len(contents.sheets))
    _check_once(
        package, (sheet.name for sheet in contents.sheets), Text("工作表的名稱", "name of a sheet")
    )
    _check_once(
        package, (sheet.part for sheet in contents.sheets), Text("工作表的組件", "part of a sheet")
    )
    for sheet in contents.sheets:
        parts = [
            link.target for link in package.relationships(sheet.part).values()
            if link.kind == "table" and not link.external
        ]  # fmt: skip
        _check_count(package, "tables", len(contents.tables) + len(parts))
        _check_once(package, parts, Text(f"{sheet.name} 的表格", f"table of {sheet.name}"))
        tables = [_native_table(package, table, sheet.name) for table in parts]
        _check_apart(package, tables)
        contents.tables.extend(tables)
    return contents


_COUNTED = {"sheets": "工作表", "tables": "表格", "names": "定義名稱"}


def _check_count(package: Package, name: str, count: int) -> None:
    limit = getattr(package.limits, name)
    if count > limit:
        raise package.too_large(
            Text(f"{_COUNTED[name]}的數量", f"number of {name}"), count, limit, name
        )


def _check_once(package: Package, names: Iterable[str], what: Text) -> None:
    """What stands twice would be read twice, or a thousand times."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise package.damaged(
                name[:200], Text(f"兩次作為{what.zh}", f"it stands twice as {what.en}")
            )
        seen.add(name.casefold())


def _check_apart(package: Package, tables: list[NativeTable]) -> None:
    open_tables: list[NativeTable] = []
    for table in sorted(tables, key=lambda t: t.area):
        top, left, _, right = table.area
        open_tables = [other for other in open_tables if other.area.bottom >= top]
        for other in open_tables:
            if left <= other.area.right and other.area.left <= right:
                raise package.damaged(
                    table.sheet,
                    Text(
                        f"表格 {other.name[:80]} 與 {table.name[:80]} 重疊",
                        f"the tables {other.name[:80]} and {table.name[:80]} overlap",
                    ),
                )
        open_tables.append(table)


def workbook_part(package: Package) -> str:
    """The part that lists the sheets."""
    for link in package.relationships("").values():
        if link.kind == "officeDocument" and not link.external:
            return link.target
    return "xl/workbook.xml"


def _native_table(package: Package, part: str, sheet: str) -> NativeTable:
    root = package.tree(part, "table")
    try:
        area = area_of(root.get("ref") or "")
        columns = tuple(
            (int(c.get("id") or 0), unescape(c.get("name") or ""))
            for c in root.iterfind("{*}tableColumns/{*}tableColumn")
        )
        headers = int(root.get("headerRowCount") or 1)
        totals = int(root.get("totalsRowCount") or 0)
    except ValueError as problem:
        raise package.damaged(part, said(problem)) from problem
    limits = package.limits
    if area.bottom > limits.rows or area.right > limits.columns:
        raise package.damaged(
            part,
            Text(
                f"表格 {root.get('ref')} 超出工作表",
                f"the table {root.get('ref')} reaches beyond the sheet",
            ),
        )
    if len(columns) != area.right - area.left + 1 or not 0 <= headers <= 1 or totals < 0:
        raise package.damaged(
            part,
            Text(
                f"欄位與表格範圍 {root.get('ref')} 不符",
                f"the columns do not fit the table's area {root.get('ref')}",
            ),
        )
    name = root.get("displayName") or root.get("name") or ""
    return NativeTable(name, sheet, area, columns, headers, totals)
