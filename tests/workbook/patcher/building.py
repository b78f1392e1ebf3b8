"""A workbook in pieces, to which a test adds parts, links and elements."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MS = "application/vnd.ms-excel"
SPACES = (
    f'xmlns="{MAIN}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" '
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
)
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_BOOK_ORDER = (
    "fileVersion", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews",
    "pivotCaches", "extLst",
)  # fmt: skip
SHEETS = {name: f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(
    ("Data", "Orders", "Charts", "Apart", "Hidden"), start=1)}  # fmt: skip


class Building:
    """The parts of a workbook while parts are added."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def add(self, part: str, data: str | bytes, kind: str = "") -> None:
        """Add a part, with its content type unless its extension's will do."""
        self.parts[part] = data if isinstance(data, bytes) else data.encode()
        if kind:
            types = self.tree("[Content_Types].xml")
            override = etree.SubElement(types, f"{{{types.nsmap[None]}}}Override")
            override.set("PartName", f"/{part}")
            override.set("ContentType", kind)
            self.keep("[Content_Types].xml", types)

    def default(self, extension: str, kind: str) -> None:
        """The content type of an extension."""
        types = self.tree("[Content_Types].xml")
        known = types.makeelement(f"{{{types.nsmap[None]}}}Default", {})
        known.set("Extension", extension)
        known.set("ContentType", kind)
        if extension not in [one.get("Extension") for one in types]:
            types.insert(0, known)
        self.keep("[Content_Types].xml", types)

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """A relationship of a part to another; its id."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self.parts:
            self.parts[source] = f'<Relationships xmlns="{_LINKS}"/>'.encode()
        root = self.tree(source)
        key = f"rId{900 + len(root)}"
        link = etree.SubElement(root, f"{{{_LINKS}}}Relationship", Id=key)
        link.set("Type", kind if "/" in kind else f"{OFFICE}/{kind}")
        if external:
            link.set("Target", target)
            link.set("TargetMode", "External")
        else:
            link.set("Target", f"/{target}")
        self.keep(source, root)
        return key

    def tree(self, part: str) -> etree._Element:
        """The root of a part."""
        return etree.fromstring(self.parts[part])

    def keep(self, part: str, root: etree._Element) -> None:
        """Take a changed root."""
        self.parts[part] = etree.tostring(
            root, encoding="UTF-8", xml_declaration=True, standalone=True
        )

    def insert(self, part: str, xml: str) -> None:
        """Put an element where the schema of sheets or of the workbook wants it."""
        order = _BOOK_ORDER if part == "xl/workbook.xml" else _ORDER
        root = self.tree(part)
        (new,) = etree.fromstring(f"<root {SPACES}>{xml}</root>")
        name = etree.QName(new).localname
        rank = order.index(name)
        before = [c for c in root if order.index(etree.QName(c).localname) <= rank]
        root.insert(len(before), new)
        etree.cleanup_namespaces(root, keep_ns_prefixes=["r", "mc", "x14ac"])
        self.keep(part, root)

    def extension(self, part: str, uri: str, xml: str) -> None:
        """Put an extension into a sheet's or the workbook's list of extensions."""
        root = self.tree(part)
        if root.find(f"{{{MAIN}}}extLst") is None:
            self.insert(part, "<extLst/>")
            root = self.tree(part)
        (new,) = etree.fromstring(f'<root {SPACES}><ext uri="{uri}">{xml}</ext></root>')
        found = root.find(f"{{{MAIN}}}extLst")
        assert found is not None
        found.append(new)
        self.keep(part, root)

    def save(self, path: Path) -> Path:
        """Write the workbook."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
        return path
