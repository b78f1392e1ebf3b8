"""Marks changed cells of a workbook, and adds a sheet that lists the changes with links."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from xlevent.domain.finding import Place
from xlevent.domain.values import TEXT_LIMIT
from xlevent.workbook.contents import Contents, cell_position, column_letters
from xlevent.workbook.package import MAIN
from xlevent.workbook.patcher import Patch
from xlevent.workbook.patcher.cells import escaped
from xlevent.workbook.styles import text_width

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ROWS = 1_048_576 - 10
_LINE = 16.0  # height of a line, in points
_HIGHEST = 400.0  # Excel allows 409


@dataclass(frozen=True, slots=True)
class ListedChange:
    """One line of the list: its texts, the colour of the first, and where the last leads."""

    texts: Sequence[str]
    colour: str  # RRGGBB
    place: Place


@dataclass(frozen=True, slots=True)
class ChangeList:
    """The sheet that lists the changes."""

    name: str
    title: str
    about: str
    headers: Sequence[str]
    widths: Sequence[float]
    changes: Sequence[ListedChange]


def mark(patch: Patch, cells: Iterable[tuple[Place, str]]) -> int:
    """Fill cells with a colour and keep all else of them; how many there were."""
    marked: set[tuple[str, int, int]] = set()
    for place, colour in cells:
        if place.sheet is None or place.cell is None:
            continue
        at = cell_position(place.cell)
        if (place.sheet, *at) in marked:
            continue
        marked.add((place.sheet, *at))
        base = patch.style(place.sheet, *at)
        patch.set_style(place.sheet, *at, patch.add_style(base, fill=colour))
    return len(marked)


def add_change_list(patch: Patch, listed: ChangeList) -> str:
    """Add the sheet before all others; its name, with a number where the name is taken."""
    contents = patch.contents
    name, number = listed.name, 2
    while contents.sheet(name) is not None:
        name, number = f"{listed.name} {number}", number + 1
    xml = _sheet(patch, listed, _header(patch, contents), patch.add_style(0, wrap=True))
    patch.add_sheet(name, xml, before=contents.sheets[0].name)
    return name


def _header(patch: Patch, contents: Contents) -> int:
    """The look of the headers of the workbook's own tables."""
    for table in contents.tables:
        sheet = contents.sheet(table.sheet)
        if table.headers and sheet is not None and sheet.state == "visible":
            return patch.style(table.sheet, table.area.top, table.area.left)
    return 0


def _sheet(patch: Patch, listed: ChangeList, header: int, text: int) -> bytes:
    root = etree.Element(f"{MAIN}worksheet", nsmap={None: MAIN.strip("{}")})  # type: ignore[dict-item]
    setup = etree.SubElement(root, f"{MAIN}sheetPr")
    etree.SubElement(setup, f"{MAIN}pageSetUpPr", fitToPage="1")
    views = etree.SubElement(root, f"{MAIN}sheetViews")
    view = etree.SubElement(views, f"{MAIN}sheetView", showGridLines="0", workbookViewId="0")
    etree.SubElement(view, f"{MAIN}pane", ySplit="4", topLeftCell="A5", activePane="bottomLeft",
                     state="frozen")  # fmt: skip
    etree.SubElement(root, f"{MAIN}sheetFormatPr", defaultRowHeight="16")
    columns = etree.SubElement(root, f"{MAIN}cols")
    for number, width in enumerate(listed.widths, start=1):
        etree.SubElement(columns, f"{MAIN}col", min=str(number), max=str(number), width=str(width),
                         customWidth="1")  # fmt: skip
    data = etree.SubElement(root, f"{MAIN}sheetData")
    _row(data, 1, [(listed.title, 0)])
    _row(data, 2, [(listed.about, 0)])
    _row(data, 4, [(title, header) for title in listed.headers])
    links: list[tuple[str, Place]] = []
    colours: dict[str, int] = {}
    for number, change in enumerate(listed.changes[:_ROWS], start=5):
        if change.colour not in colours:
            colours[change.colour] = patch.add_style(text, fill=change.colour)
        first, *rest = change.texts
        cells = [(first, colours[change.colour]), *((t, text) for t in rest)]
        _row(data, number, cells, _lines(change.texts, listed.widths))
        if change.place.sheet is not None and change.place.cell:
            links.append((f"{column_letters(len(change.texts))}{number}", change.place))
    last = f"{column_letters(len(listed.headers))}{max(4 + len(listed.changes), 5)}"
    etree.SubElement(root, f"{MAIN}autoFilter", ref=f"A4:{last}")
    if links:
        found = etree.SubElement(root, f"{MAIN}hyperlinks")
        for cell, place in links:
            etree.SubElement(found, f"{MAIN}hyperlink", ref=cell, location=str(place))
    etree.SubElement(root, f"{MAIN}pageMargins", left="0.5", right="0.5", top="0.6", bottom="0.6",
                     header="0.3", footer="0.3")  # fmt: skip
    etree.SubElement(root, f"{MAIN}pageSetup", paperSize="9", orientation="landscape",
                     fitToHeight="0")  # fmt: skip
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    """How many lines the highest cell of a row needs: no program fits heights on opening."""
    return max(
        sum(max(1, math.ceil(text_width(line) / (width - 1))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )


def _row(
    data: etree._Element, number: int, cells: Sequence[tuple[str, int]], lines: int = 1
) -> None:
    row = etree.SubElement(data, f"{MAIN}row", r=str(number))
    if lines > 1:
        row.set("ht", str(min(_LINE * lines, _HIGHEST)))
        row.set("customHeight", "1")
    for column, (text, style) in enumerate(cells, start=1):
        cell = etree.SubElement(row, f"{MAIN}c", r=f"{column_letters(column)}{number}")
        if style:
            cell.set("s", str(style))
        if text:
            cell.set("t", "inlineStr")
            inline = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
            inline.text = escaped(text[: TEXT_LIMIT // 2])
            inline.set(_SPACE, "preserve")
