"""Features of Excel in the workbook with everything, and who keeps them when a cell is changed.

`python -m tests.workbook.patcher.features` writes the table of docs/updating.md anew.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from tests.tools.programs import ROOT
from tests.workbook.patcher.books import patching
from tests.workbook.patcher.everything import write_everything

PAGE = ROOT / "docs" / "updating.md"
_BEGIN, _END = "<!-- features: begin -->\n", "<!-- features: end -->\n"


class Looked:
    """The parts of a workbook, XML parsed."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.roots = {
            name: etree.fromstring(data)
            for name, data in self.parts.items()
            if name.endswith((".xml", ".vml", ".rels")) and data
        }
        for root in self.roots.values():  # names are told apart well enough without namespaces
            for element in root.iter("*"):
                element.tag = etree.QName(element).localname


Count = Callable[[Looked], int]


def xpath(path: str, within: str = "xl/") -> Count:
    """How many elements there are, in the parts of a folder; names without prefixes."""
    return partial(_found, path, within)


def _found(path: str, within: str, book: Looked) -> int:
    return sum(
        len(root.xpath(path)) for name, root in book.roots.items() if name.startswith(within)
    )


def part(pattern: str) -> Count:
    """How many parts have such a name and are linked from another."""
    return partial(_named, pattern)


def _named(pattern: str, book: Looked) -> int:
    linked = {
        posixpath.basename(link.get("Target", "")).lower()
        for name, root in book.roots.items()
        if name.endswith(".rels")
        for link in root
    }
    return sum(
        bool(re.fullmatch(pattern, name, re.IGNORECASE))
        and posixpath.basename(name).lower() in linked
        for name in book.parts
    )


_SHEETS, _CHARTS = "xl/worksheets/", "xl/charts/"
FEATURES: tuple[tuple[str, Count], ...] = (
    ("Stored values of formulas", xpath("//c[f]/v[text()]", _SHEETS)),
    ("Array formulas", xpath("//c[not(@cm)]/f[@t='array']", _SHEETS)),
    ("Dynamic arrays", xpath("//c[@cm]/f[@t='array']", _SHEETS)),
    ("Rich text in a cell", xpath("//si/r | //is/r")),
    ("Column, bar, line, pie, area charts", xpath(
        "//barChart | //lineChart | //pieChart | //areaChart", _CHARTS)),
    ("Doughnut, scatter, radar, stock charts", xpath(
        "//doughnutChart | //scatterChart | //radarChart | //stockChart", _CHARTS)),
    ("Charts of two kinds with a second axis", xpath("//plotArea[barChart][lineChart]", _CHARTS)),
    ("Trend lines and error bars", xpath("//trendline | //errBars", _CHARTS)),
    ("Points that charts have stored", xpath("//ser//pt", _CHARTS)),
    ("Chart sheets", part(r"xl/chartsheets/[^/]+\.xml")),
    ("Sparklines", xpath("//sparkline", _SHEETS)),
    ("Conditional formats", xpath("//cfRule[@priority]", _SHEETS)),
    ("Extended conditional formats", xpath("//ext//cfRule[@id]", _SHEETS)),
    ("Data validations", xpath("//dataValidations[not(ancestor::ext)]/dataValidation", _SHEETS)),
    ("Extended data validations", xpath("//ext//dataValidation", _SHEETS)),
    ("Tables with calculated columns", xpath("//calculatedColumnFormula", "xl/tables/")),
    ("Total rows of tables", xpath("//tableColumn[@totalsRowFunction]", "xl/tables/")),
    ("Slicers", part(r"xl/slicers/[^/]+\.xml")),
    ("Slicers' frames on the sheet", xpath("//slicer", "xl/drawings/")),
    ("Pivot tables", part(r"xl/pivotTables/[^/]+\.xml")),
    ("Pivot caches with records", part(r"xl/pivotCache/pivotCacheRecords[^/]*\.xml")),
    ("Notes", xpath("//comment", "xl/comments")),
    ("Threaded comments", xpath("//threadedComment", "xl/threadedComments/")),
    ("People of the comments", xpath("//person", "xl/persons/")),
    ("Buttons that run a macro", xpath("//ClientData[@ObjectType='Button']")),
    ("Check boxes (form controls)", xpath("//controls/control", _SHEETS)),
    ("Check boxes in cells", part(r"xl/featurePropertyBag/[^/]+\.xml")),
    ("Text boxes", xpath("//cNvSpPr[@txBox]", "xl/drawings/")),
    ("Pictures on a sheet", xpath("//wsDr//pic", "xl/drawings/")),
    ("Pictures in cells", part(r"xl/richData/richValueRel\.xml")),
    ("Pictures in the header", xpath("//legacyDrawingHF", _SHEETS)),
    ("Background picture", xpath("//worksheet/picture", _SHEETS)),
    ("Macros", part(r"xl/vbaProject\.bin")),
    ("Own ribbon", part(r"customUI/customUI14\.xml")),
    ("Custom XML", part(r"customXml/item\d+\.xml")),
    ("Custom properties", xpath("//property", "docProps/custom.xml")),
    ("Sensitivity label", part(r"docMetadata/LabelInfo\.xml")),
    ("Links to other workbooks", xpath("//externalBook//cell", "xl/externalLinks/")),
    ("Data connections", part(r"xl/connections\.xml")),
    ("Query tables", part(r"xl/queryTables/[^/]+\.xml")),
    ("Defined names", xpath("//definedName[not(@localSheetId)]", "xl/workbook.xml")),
    ("Names of one sheet", xpath(
        "//definedName[@localSheetId][not(starts-with(@name,'_xlnm'))]", "xl/workbook.xml")),
    ("Print areas and titles", xpath(
        "//definedName[@name='_xlnm.Print_Area' or @name='_xlnm.Print_Titles']",
        "xl/workbook.xml")),
    ("Printer settings", part(r"xl/printerSettings/[^/]+\.bin")),
    ("Headers, footers, page breaks", xpath("//oddHeader | //oddFooter | //brk", _SHEETS)),
    ("Hyperlinks", xpath("//hyperlink", _SHEETS)),
    ("Merged cells", xpath("//mergeCell", _SHEETS)),
    ("Outline groups", xpath("//row[@outlineLevel] | //col[@outlineLevel]", _SHEETS)),
    ("Sheet protection", xpath("//sheetProtection", _SHEETS)),
    ("Ranges that may be edited", xpath("//protectedRange", _SHEETS)),
    ("Frozen panes and zoom", xpath("//sheetView[@zoomScale]/pane", _SHEETS)),
    ("Custom views", xpath("//customSheetView", _SHEETS)),
    ("Filters with hidden rows", xpath("//filterColumn | //row[@hidden]", _SHEETS)),
    ("Scenarios", xpath("//scenario", _SHEETS)),
    ("Watched cells", xpath("//cellWatch", _SHEETS)),
    ("Ignored errors", xpath("//ignoredError", _SHEETS)),
    ("Theme", xpath("//themeElements", "xl/theme/")),
    ("Hidden sheets", xpath("//sheet[@state='veryHidden']", "xl/workbook.xml")),
    ("Extensions of a version to come", xpath("//thing", _SHEETS)),
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """Who keeps a feature as it was."""

    feature: str
    xlevent: bool
    openpyxl: bool


def compared(folder: Path) -> list[Kept]:
    """Change one cell, which no formula reads, with both programs, and look what is left."""
    source = write_everything(folder / "everything.xlsm")
    ours, theirs = folder / "xlevent.xlsm", folder / "openpyxl.xlsm"
    with patching(source, ours) as patch:
        patch.set_value("Data", 25, 2, 1)
        patch.drop_stale()
    _by_openpyxl(source, theirs)
    before, here, there = Looked(source), Looked(ours), Looked(theirs)
    found = []
    for name, count in FEATURES:
        wanted = count(before)
        assert wanted, f"the workbook has no {name}"
        found.append(Kept(name, count(here) >= wanted, count(there) >= wanted))
    return found


def _by_openpyxl(source: Path, target: Path) -> None:
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(source, keep_vba=True, rich_text=True)
        book["Data"].cell(25, 2).value = 1
        book.save(target)


def table(found: list[Kept]) -> str:
    """The table of the page."""

    def mark(kept: bool) -> str:
        return "kept" if kept else "**lost**"

    lines = ["| feature | xlevent | openpyxl |", "|---|---|---|"]
    lines += [f"| {one.feature} | {mark(one.xlevent)} | {mark(one.openpyxl)} |" for one in found]
    ours, theirs = sum(one.xlevent for one in found), sum(one.openpyxl for one in found)
    lines.append(f"| **kept of {len(found)}** | **{ours}** | **{theirs}** |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the table into the page."""
    with tempfile.TemporaryDirectory() as folder:
        found = table(compared(Path(folder)))
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    PAGE.write_text(before + _BEGIN + found + _END + rest.partition(_END)[2], "utf-8")
    print(f"openpyxl {version('openpyxl')}\n{found}")


def shown_table() -> str:
    """The table as the page shows it."""
    return PAGE.read_text("utf-8").partition(_BEGIN)[2].partition(_END)[0]


if __name__ == "__main__":
    main()
