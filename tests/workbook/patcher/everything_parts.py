"""Parts that XlsxWriter does not write: pivot, slicer, threads; see also `_more`."""

from __future__ import annotations

from pathlib import Path

from tests.workbook.patcher.building import (
    MAIN,
    MICROSOFT,
    MS,
    SHEETS,
    SPACES,
    SPREADSHEET,
    Building,
)
from tests.workbook.patcher.everything_more import MORE

PERSON = "{00000000-0000-0000-0000-0000000000B1}"
THREAD = "{00000000-0000-0000-0000-0000000000C1}"
SLICER_URI = "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}"
SLICER_CACHES_URI = "{46BE6895-7355-4a93-B00E-2C351335B9C9}"


def add_parts(plain: Path, path: Path) -> Path:
    """The workbook with all parts added."""
    book = Building(plain)
    for add in (_shared_formulas, _pivot, _slicer, _threads, *MORE):
        add(book)
    return book.save(path)


def _shared_formulas(book: Building) -> None:
    """The running totals of Data!E as one shared formula and its followers."""
    part = SHEETS["Data"]
    root = book.tree(part)
    for row in range(2, 22):
        (formula,) = root.xpath(f'//m:c[@r="E{row}"]/m:f', namespaces={"m": MAIN})
        formula.set("t", "shared")
        formula.set("si", "0")
        if row == 2:
            formula.set("ref", "E2:E21")
        else:
            formula.text = None
    book.keep(part, root)
    orders = book.parts[SHEETS["Orders"]]  # as Excel writes it, and LibreOffice wants it
    assert b"SUBTOTAL(109,[amount])" in orders
    book.parts[SHEETS["Orders"]] = orders.replace(b"(109,[amount])", b"(109,orders[amount])")


def _pivot(book: Building) -> None:
    sheet, cache = SHEETS["Charts"], "xl/pivotCache/pivotCacheDefinition1.xml"
    records, table = "xl/pivotCache/pivotCacheRecords1.xml", "xl/pivotTables/pivotTable1.xml"
    ids = [f"OR-{number:03d}" for number in range(1, 7)]
    items = "".join(f'<s v="{one}"/>' for one in ids)
    book.add(cache, (
        f'<pivotCacheDefinition {SPACES} r:id="rId900" refreshedBy="x" recordCount="6" '
        'createdVersion="6" refreshedVersion="6" minRefreshableVersion="3">'
        '<cacheSource type="worksheet"><worksheetSource name="orders"/></cacheSource>'
        f'<cacheFields count="4"><cacheField name="id" numFmtId="0"><sharedItems count="6">{items}'
        '</sharedItems></cacheField><cacheField name="amount" numFmtId="0"><sharedItems '
        'containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1" '
        'minValue="100" maxValue="600"/></cacheField><cacheField name="double" numFmtId="0">'
        '<sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
        'containsInteger="1" minValue="200" maxValue="1200"/></cacheField>'
        '<cacheField name="day" numFmtId="14"><sharedItems containsSemiMixedTypes="0" '
        'containsNonDate="0" containsDate="1" containsString="0" minDate="2026-01-01T00:00:00" '
        'maxDate="2026-01-07T00:00:00"/></cacheField></cacheFields></pivotCacheDefinition>'
    ), f"{SPREADSHEET}.pivotCacheDefinition+xml")  # fmt: skip
    rows = "".join(
        f'<r><x v="{n}"/><n v="{n * 100 + 100}"/><n v="{n * 200 + 200}"/>'
        f'<d v="2026-01-{n + 1:02d}T00:00:00"/></r>' for n in range(6)
    )  # fmt: skip
    book.add(records, f'<pivotCacheRecords {SPACES} count="6">{rows}</pivotCacheRecords>',
             f"{SPREADSHEET}.pivotCacheRecords+xml")  # fmt: skip
    book.relate(cache, "pivotCacheRecords", records)
    listed = "".join(f'<item x="{n}"/>' for n in range(6))
    lines = "".join(f'<i><x v="{n}"/></i>' if n else "<i><x/></i>" for n in range(6))
    book.add(table, (
        f'<pivotTableDefinition {SPACES} name="Pivot" cacheId="7" dataCaption="Values" '
        'applyNumberFormats="0" applyBorderFormats="0" applyFontFormats="0" '
        'applyPatternFormats="0" applyAlignmentFormats="0" applyWidthHeightFormats="1" '
        'updatedVersion="6" minRefreshableVersion="3" createdVersion="6" indent="0" outline="1" '
        'outlineData="1"><location ref="AA1:AB8" firstHeaderRow="1" firstDataRow="1" '
        'firstDataCol="1"/><pivotFields count="4"><pivotField axis="axisRow" showAll="0">'
        f'<items count="7">{listed}<item t="default"/></items></pivotField>'
        '<pivotField dataField="1" showAll="0"/><pivotField showAll="0"/>'
        '<pivotField numFmtId="14" showAll="0"/></pivotFields>'
        f'<rowFields count="1"><field x="0"/></rowFields><rowItems count="7">{lines}'
        '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="Sum" fld="1" baseField="0" baseItem="0"/>'
        '</dataFields><pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" '
        'showColHeaders="1" showRowStripes="0" showColStripes="0" showLastColumn="1"/>'
        "</pivotTableDefinition>"
    ), f"{SPREADSHEET}.pivotTable+xml")  # fmt: skip
    book.relate(table, "pivotCacheDefinition", cache)
    book.relate(sheet, "pivotTable", table)
    key = book.relate("xl/workbook.xml", "pivotCacheDefinition", cache)
    book.insert("xl/workbook.xml",
                f'<pivotCaches><pivotCache cacheId="7" r:id="{key}"/></pivotCaches>')  # fmt: skip


def _slicer(book: Building) -> None:
    """A slicer of the table of orders, on the table's own sheet."""
    cache, slicer = "xl/slicerCaches/slicerCache1.xml", "xl/slicers/slicer1.xml"
    drawing = "xl/drawings/drawing90.xml"
    table = next(n for n, d in book.parts.items() if n.startswith("xl/tables/") and b"orders" in d)
    number = book.tree(table).get("id")
    book.add(cache, (
        '<slicerCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
        ' xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
        f'xmlns:x="{MAIN}" name="Slicer_id" sourceName="id"><extLst><x:ext '
        'uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache '
        f'tableId="{number}" column="1"/></x:ext></extLst></slicerCacheDefinition>'
    ), f"{MS}.slicerCache+xml")  # fmt: skip
    book.add(slicer, (
        '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<slicer name="id" cache="Slicer_id" caption="id" rowHeight="241300"/></slicers>'
    ), f"{MS}.slicer+xml")  # fmt: skip
    anchor = (
        '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
        'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'editAs="oneCell"><xdr:from><xdr:col>10</xdr:col><xdr:colOff>0</xdr:colOff>'
        "<xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>13</xdr:col>"
        "<xdr:colOff>0</xdr:colOff><xdr:row>14</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        '2006" xmlns:sle15="http://schemas.microsoft.com/office/drawing/2012/slicer">'
        '<mc:Choice Requires="sle15"><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        '<xdr:cNvPr id="2" name="id"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/drawing/2010/slicer"><sle:slicer '
        'xmlns:sle="http://schemas.microsoft.com/office/drawing/2010/slicer" name="id"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice><mc:Fallback><xdr:sp "
        'macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="3" name="old"/><xdr:cNvSpPr/>'
        '</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp></mc:Fallback>'
        "</mc:AlternateContent><xdr:clientData/></xdr:twoCellAnchor>"
    )
    book.add(drawing, (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
        f'spreadsheetDrawing">{anchor}</xdr:wsDr>'
    ), "application/vnd.openxmlformats-officedocument.drawing+xml")  # fmt: skip
    sheet = SHEETS["Orders"]
    key = book.relate(sheet, "drawing", drawing)
    book.insert(sheet, f'<drawing r:id="{key}"/>')
    key = book.relate(sheet, f"{MICROSOFT}/2007/relationships/slicer", slicer)
    book.extension(sheet, SLICER_URI,
                   f'<x14:slicerList><x14:slicer r:id="{key}"/></x14:slicerList>')  # fmt: skip
    key = book.relate("xl/workbook.xml", f"{MICROSOFT}/2007/relationships/slicerCache", cache)
    book.extension(
        "xl/workbook.xml", SLICER_CACHES_URI,
        f'<x15:slicerCaches><x14:slicerCache r:id="{key}"/></x15:slicerCaches>',
    )  # fmt: skip


def _threads(book: Building) -> None:
    """A comment with an answer; the note that older programs show instead stands in B2."""
    space = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
    book.add("xl/persons/person.xml", (
        f'<personList xmlns="{space}"><person displayName="Ming" id="{PERSON}" userId="ming" '
        'providerId="None"/></personList>'
    ), f"{MS}.person+xml")  # fmt: skip
    book.relate("xl/workbook.xml", f"{MICROSOFT}/2017/10/relationships/person",
                "xl/persons/person.xml")  # fmt: skip
    answer = "{00000000-0000-0000-0000-0000000000C2}"
    book.add("xl/threadedComments/threadedComment1.xml", (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="B2" dT="2026-01-01T00:00:00.00" '
        f'personId="{PERSON}" id="{THREAD}"><text>why?</text></threadedComment><threadedComment '
        f'ref="B2" dT="2026-01-02T00:00:00.00" personId="{PERSON}" id="{answer}" '
        f'parentId="{THREAD}"><text>because</text></threadedComment></ThreadedComments>'
    ), f"{MS}.threadedcomments+xml")  # fmt: skip
    book.relate(SHEETS["Data"], f"{MICROSOFT}/2017/10/relationships/threadedComment",
                "xl/threadedComments/threadedComment1.xml")  # fmt: skip
    root = book.tree("xl/comments1.xml")
    for author in root.iter(f"{{{MAIN}}}author"):
        author.text = f"tc={THREAD}"
    book.keep("xl/comments1.xml", root)
