"""More that XlsxWriter does not write: ribbon, custom XML, links, views, queries, controls."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from tests.workbook.patcher.building import (
    MAIN,
    MICROSOFT,
    MS,
    OFFICE,
    SHEETS,
    SPACES,
    SPREADSHEET,
    Building,
)

VIEW = "{00000000-0000-0000-0000-0000000000A1}"
VALIDATIONS_URI = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"
_BOOK = "xl/workbook.xml"


def _ribbon(book: Building) -> None:
    book.add("customUI/customUI14.xml", (
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>'
        '<tab id="event" label="Event"><group id="plan" label="Plan"><button id="run" '
        'label="Run" onAction="Run"/></group></tab></tabs></ribbon></customUI>'
    ))  # fmt: skip
    book.relate("", f"{MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml")


def _custom_xml(book: Building) -> None:
    book.add("customXml/item1.xml", '<plan xmlns="urn:example:plan"><version>1</version></plan>')
    book.add("customXml/itemProps1.xml", (
        '<ds:datastoreItem ds:itemID="{00000000-0000-0000-0000-0000000000D1}" xmlns:ds='
        '"http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
        '<ds:schemaRef ds:uri="urn:example:plan"/></ds:schemaRefs></ds:datastoreItem>'
    ), "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")  # fmt: skip
    book.relate("customXml/item1.xml", "customXmlProps", "customXml/itemProps1.xml")
    book.relate(_BOOK, "customXml", "customXml/item1.xml")


def _external_link(book: Building) -> None:
    part = "xl/externalLinks/externalLink1.xml"
    book.add(part, "", f"{SPREADSHEET}.externalLink+xml")
    key = book.relate(part, "externalLinkPath", "prices.xlsx", external=True)
    book.parts[part] = (
        f'<externalLink {SPACES}><externalBook r:id="{key}"><sheetNames><sheetName val="Prices"/>'
        '</sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>7</v>'
        "</cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    ).encode()
    key = book.relate(_BOOK, "externalLink", part)
    book.insert(
        _BOOK, f'<externalReferences><externalReference r:id="{key}"/></externalReferences>'
    )
    _row_end(book, "Apart", 1, '<c r="J1"><f>[1]Prices!A1*2</f><v>14</v></c>')


def _views(book: Building) -> None:
    for name in ("Data", "Orders"):
        book.insert(SHEETS[name], (
            f'<customSheetViews><customSheetView guid="{VIEW}" scale="80"><pageMargins left="0.7" '
            'right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></customSheetView>'
            "</customSheetViews>"
        ))  # fmt: skip
    book.insert(_BOOK, (
        f'<customWorkbookViews><customWorkbookView name="small" guid="{VIEW}" includeHiddenRowCol='
        '"0" maximized="1" windowWidth="1000" windowHeight="600" activeSheetId="1"/>'
        "</customWorkbookViews>"
    ))  # fmt: skip


def _validations(book: Building) -> None:
    """A drop-down whose list stands on another sheet, in the extended form."""
    for name in ("Data", "Orders"):
        book.extension(SHEETS[name], VALIDATIONS_URI, (
            '<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1">'
            "<x14:formula1><xm:f>Apart!$A$1:$A$5</xm:f></x14:formula1><xm:sqref>F4:F9</xm:sqref>"
            "</x14:dataValidation></x14:dataValidations>"
        ))  # fmt: skip


def _printer(book: Building) -> None:
    part, sheet = "xl/printerSettings/printerSettings1.bin", SHEETS["Data"]
    book.default("bin", f"{SPREADSHEET}.printerSettings")
    book.add(part, b"P\0r\0i\0n\0t\0e\0r\0" + bytes(200), f"{SPREADSHEET}.printerSettings")
    key = book.relate(sheet, "printerSettings", part)
    root = book.tree(sheet)
    setup = root.find(f"{{{MAIN}}}pageSetup")
    if setup is None:
        book.insert(sheet, "<pageSetup/>")
        root = book.tree(sheet)
        setup = root.find(f"{{{MAIN}}}pageSetup")
    assert setup is not None
    setup.set(f"{{{OFFICE}}}id", key)
    setup.set("orientation", "landscape")
    book.keep(sheet, root)


def _query(book: Building) -> None:
    """A connection to a text file and the query that fills a range of the sheet Apart."""
    book.add("xl/connections.xml", (
        f'<connections {SPACES}><connection id="1" name="prices" type="6" refreshedVersion="6" '
        'background="1"><textPr sourceFile="prices.csv" comma="1"/></connection></connections>'
    ), f"{SPREADSHEET}.connections+xml")  # fmt: skip
    book.relate(_BOOK, "connections", "xl/connections.xml")
    part = "xl/queryTables/queryTable1.xml"
    book.add(part, (
        f'<queryTable {SPACES} name="prices" connectionId="1" autoFormatId="16" '
        'applyNumberFormats="0" applyBorderFormats="0" applyFontFormats="0" '
        'applyPatternFormats="0" applyAlignmentFormats="0" applyWidthHeightFormats="0"/>'
    ), f"{SPREADSHEET}.queryTable+xml")  # fmt: skip
    book.relate(SHEETS["Apart"], "queryTable", part)
    root = book.tree(_BOOK)
    names = root.find(f"{{{MAIN}}}definedNames")
    assert names is not None
    name = etree.SubElement(names, f"{{{MAIN}}}definedName", name="prices", localSheetId="3")
    name.text = "Apart!$A$1:$B$5"
    names[:] = sorted(names, key=lambda one: (one.get("name") or "").lower())
    book.keep(_BOOK, root)


def _check_box(book: Building) -> None:
    """A check box of the form controls, linked to Apart!G1."""
    sheet, drawing = SHEETS["Apart"], "xl/drawings/vmlDrawing91.vml"
    book.default("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    book.add(drawing, (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
        'office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        '<o:idmap v:ext="edit" data="9"/></o:shapelayout><v:shapetype id="_x0000_t201" '
        'coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe"/><v:shape '
        'id="_x0000_s9217" type="#_x0000_t201" style="position:absolute;margin-left:10pt;'
        'margin-top:90pt;width:90pt;height:18pt"><v:textbox><div>Done</div></v:textbox>'
        '<x:ClientData ObjectType="Checkbox"><x:Anchor>1,0,6,0,3,0,7,0</x:Anchor>'
        "<x:Checked>1</x:Checked><x:FmlaLink>$G$1</x:FmlaLink></x:ClientData></v:shape></xml>"
    ))  # fmt: skip
    control = "xl/ctrlProps/ctrlProp91.xml"
    book.add(control, (
        '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'objectType="CheckBox" checked="Checked" fmlaLink="$G$1" lockText="1"/>'
    ), f"{MS}.controlproperties+xml")  # fmt: skip
    shapes = book.relate(sheet, "vmlDrawing", drawing)
    box = book.relate(sheet, "ctrlProp", control)
    canvas = "xl/drawings/drawing91.xml"
    book.add(canvas, (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
        'spreadsheetDrawing"/>'
    ), "application/vnd.openxmlformats-officedocument.drawing+xml")  # fmt: skip
    book.insert(sheet, f'<drawing r:id="{book.relate(sheet, "drawing", canvas)}"/>')
    book.insert(sheet, f'<legacyDrawing r:id="{shapes}"/>')
    book.insert(sheet, (
        f'<controls><control shapeId="9217" r:id="{box}" name="Check Box 1"><controlPr '
        'defaultSize="0" autoFill="0" autoLine="0" autoPict="0"><anchor><from><xdr:col>1</xdr:col>'
        "<xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></from><to>"
        "<xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>0"
        "</xdr:rowOff></to></anchor></controlPr></control></controls>"
    ))  # fmt: skip


def _scenario(book: Building) -> None:
    book.insert(SHEETS["Data"], (
        '<scenarios current="0"><scenario name="dear" count="1"><inputCells r="C2" val="99"/>'
        "</scenario></scenarios>"
    ))  # fmt: skip
    book.insert(SHEETS["Data"], '<cellWatches><cellWatch r="E21"/></cellWatches>')
    book.insert(SHEETS["Data"], '<phoneticPr fontId="1"/>')


def _calculation_chain(book: Building) -> None:
    """All formulas in the order of the sheets."""
    numbers = {"Data": 1, "Orders": 2, "Charts": 3, "Apart": 4, "Hidden": 6}  # 5: chart sheet
    cells = "".join(
        f'<c r="{address}" i="{numbers[name]}"/>'
        for name, part in SHEETS.items()
        for address in re.findall(r'<c r="([A-Z]+\d+)"[^<>]*><f', book.parts[part].decode())
    )
    book.add("xl/calcChain.xml", f'<calcChain xmlns="{MAIN}">{cells}</calcChain>',
             f"{SPREADSHEET}.calcChain+xml")  # fmt: skip
    book.relate(_BOOK, "calcChain", "xl/calcChain.xml")


def _label(book: Building) -> None:
    """A label of sensitivity, as organisations put on their files."""
    book.add("docMetadata/LabelInfo.xml", (
        '<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">'
        '<clbl:label id="{00000000-0000-0000-0000-0000000000E1}" enabled="1" method="Standard" '
        'siteId="{00000000-0000-0000-0000-0000000000E2}" contentBits="0" removed="0"/>'
        "</clbl:labelList>"
    ), f"{MS}.classificationlabels+xml".replace(MS, "application/vnd.ms-office"))  # fmt: skip
    book.relate("", f"{MICROSOFT}/2020/02/relationships/classificationlabels",
                "docMetadata/LabelInfo.xml")  # fmt: skip


def _unknown(book: Building) -> None:
    """What a version of Excel to come may write."""
    book.extension(SHEETS["Data"], "{00000000-0000-0000-0000-0000000000F1}",
                   '<new:thing xmlns:new="urn:example:new" value="1"/>')  # fmt: skip


def _row_end(book: Building, sheet: str, row: int, cell: str) -> None:
    """Put a cell at the end of a row."""
    root = book.tree(SHEETS[sheet])
    (found,) = root.xpath(f'//m:row[@r="{row}"]', namespaces={"m": MAIN})
    (new,) = etree.fromstring(f"<root {SPACES}>{cell}</root>")
    found.append(new)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["r", "mc", "x14ac"])
    book.keep(SHEETS[sheet], root)


MORE: tuple[Callable[[Building], None], ...] = (
    _ribbon, _custom_xml, _external_link, _views, _validations, _printer, _query, _check_box,
    _scenario, _calculation_chain, _label, _unknown,
)  # fmt: skip
