"""A sheet written beforehand that is put at the end of a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from xlevent.domain.language import Text
from xlevent.workbook.contents_reader import read_contents, workbook_part
from xlevent.workbook.grafting.transplant import Transplant
from xlevent.workbook.package import MAIN, open_package
from xlevent.workbook.patcher.parts import Parts

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Write = Callable[[Any], None]  # fills an XlsxWriter workbook of one worksheet


def append_sheet(parts: Parts, workbook: str, write: Write) -> str:
    """Put the one sheet that `write` makes behind all others; its part comes back."""
    from xlsxwriter import Workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        book = Workbook(str(path), {"strings_to_urls": False})
        write(book)
        book.close()
        with open_package(path) as made:
            sheet = read_contents(made).sheets[0]
            part = Transplant(parts, workbook, made, workbook_part(made)).add(
                sheet.part, lambda data: data.replace(b' tabSelected="1"', b"", 1)
            )
    root = parts.touch(workbook)
    sheets = root.find(f"{MAIN}sheets")
    if sheets is None:
        raise parts.package.damaged(workbook, Text("沒有列出工作表", "it lists no sheets"))
    number = 1 + max((int(e.get("sheetId") or 0) for e in sheets), default=0)
    element = etree.SubElement(sheets, f"{MAIN}sheet", {"name": sheet.name, "sheetId": str(number)})
    element.set(f"{{{_KIND}}}id", parts.relate(workbook, f"{_KIND}/worksheet", part))
    return part
