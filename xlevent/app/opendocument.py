"""The workbook as an OpenDocument spreadsheet (.ods), and back: LibreOffice converts.

What LibreOffice keeps was measured on the demo: every value and formula, table (as a database
range), drop-down, name, chart, link, protection and print title. References by table and column
become references by cell, and what the window shows (frozen panes, zoom, grid) is lost, because
no window is open: that is put back here.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from xlevent.domain.language import Text
from xlevent.interop.documents.office import convert, find_soffice

SUFFIX = ".ods"
LEAST_ROWS = 2
"""Of tables that grow: LibreOffice widens a reference only where it spans two rows or more."""
_MISSING = Text(
    ".ods 檔由 LibreOffice 產生，這裡找不到它。",
    ".ods files are made by LibreOffice, and it was not found.",
)
_MEND = Text(
    "請安裝 LibreOffice（libreoffice.org），以環境變數 XLEVENT_SOFFICE 指定，或產生 .xlsx 後在 "
    "LibreOffice 開啟並另存為 .ods。",
    "Install LibreOffice (libreoffice.org), name it by the variable XLEVENT_SOFFICE, or build an "
    ".xlsx, open it in LibreOffice and save it as .ods.",
)
_CANNOT_READ = Text(
    ".ods 檔由 LibreOffice 讀取，這裡找不到它。",
    ".ods files are read by LibreOffice, and it was not found.",
)
_BACK = Text(
    "請在 LibreOffice 開啟 .ods，另存為 .xlsx，再改用那個檔案。",
    "Open the .ods in LibreOffice, save it as .xlsx and name that file.",
)
_NO_CALC = Text(
    "請確認已安裝 LibreOffice Calc，而不只是 Writer。",
    "Check that LibreOffice Calc is installed, not only Writer.",
)
_SLOW = Text(
    "請產生 .xlsx，在 LibreOffice 開啟並另存為 .ods。",
    "Build an .xlsx, open it in LibreOffice and save it as .ods.",
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SETTINGS = "settings.xml"
_PATIENCE = 600.0  # seconds: a full workbook takes 11 on a quiet machine


def converter() -> Path:
    """The program that makes .ods files; MisuseError where it is missing."""
    return find_soffice(missing=_MISSING, mend=_MEND)


def to_opendocument(book: Path, target: Path, program: Path) -> None:
    """Write a workbook of ours (.xlsx) to `target` as .ods."""
    with tempfile.TemporaryDirectory(prefix="xlevent-ods-") as scratch:
        (made,) = convert(
            [book], Path(scratch), "ods", program=program, absent=_NO_CALC, mend=_MEND,
            slow=_SLOW, patience=_PATIENCE,
        )  # fmt: skip
        _with_views(made, target, list(_views(book)))


def to_workbook(opendocument: Path, folder: Path) -> Path:
    """The .ods as an .xlsx of the same name in `folder`; MisuseError without LibreOffice."""
    program = find_soffice(missing=_CANNOT_READ, mend=_BACK)
    (made,) = convert(
        [opendocument], folder, "xlsx", program=program, absent=_BACK, mend=_BACK, slow=_BACK,
        patience=_PATIENCE,
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class _View:
    """How the window shows a sheet: frozen columns and rows, percent, whether with a grid."""

    sheet: str
    columns: int
    rows: int
    zoom: int
    grid: bool


def _views(book: Path) -> Iterator[_View]:
    with zipfile.ZipFile(book) as parts:
        listed = ElementTree.fromstring(parts.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        for number, sheet in enumerate(listed, start=1):
            # The writer numbers the parts in the order of the sheets.
            with parts.open(f"xl/worksheets/sheet{number}.xml") as part:
                for _, found in ElementTree.iterparse(part):
                    if found.tag == f"{_MAIN}sheetView":
                        yield _view(sheet.get("name", ""), found)
                        break


def _view(sheet: str, found: ElementTree.Element) -> _View:
    pane = found.find(f"{_MAIN}pane")
    columns = rows = 0
    if pane is not None and pane.get("state") == "frozen":
        columns, rows = int(pane.get("xSplit", "0")), int(pane.get("ySplit", "0"))
    grid = found.get("showGridLines") != "0"
    return _View(sheet, columns, rows, int(found.get("zoomScale", "100")), grid)


def _with_views(source: Path, target: Path, views: list[_View]) -> None:
    with zipfile.ZipFile(source) as parts, zipfile.ZipFile(target, "w") as made:
        for info in parts.infolist():
            content = parts.read(info)
            if info.filename == _SETTINGS:
                end = b"</config:config-item-set>"  # the first set is that of views
                before, _, after = content.partition(end)
                content = before + _settings(views).encode() + end + after
            made.writestr(info, content)  # in the order of LibreOffice: mimetype stands first


def _settings(views: list[_View]) -> str:
    tables = "".join(
        f"<{_ENTRY} config:name={quoteattr(v.sheet)}>{_table(v)}</{_ENTRY}>" for v in views
    )
    return (
        f'<config:config-item-map-indexed config:name="Views"><{_ENTRY}>'
        + _item("ViewId", "string", "view1")
        + f'<config:config-item-map-named config:name="Tables">{tables}'
        + "</config:config-item-map-named>"
        + _item("ActiveTable", "string", views[0].sheet)
        + f"</{_ENTRY}></config:config-item-map-indexed>"
    )


_ENTRY = "config:config-item-map-entry"
_FROZEN, _NOT_SPLIT = 2, 0
_BELOW_RIGHT, _BELOW_LEFT = 3, 2


def _table(view: _View) -> str:
    return "".join((
        _item("HorizontalSplitMode", "short", _FROZEN if view.columns else _NOT_SPLIT),
        _item("VerticalSplitMode", "short", _FROZEN if view.rows else _NOT_SPLIT),
        _item("HorizontalSplitPosition", "int", view.columns),
        _item("VerticalSplitPosition", "int", view.rows),
        _item("ActiveSplitRange", "short", _BELOW_RIGHT if view.columns else _BELOW_LEFT),
        _item("PositionLeft", "int", 0),
        _item("PositionRight", "int", view.columns),
        _item("PositionTop", "int", 0),
        _item("PositionBottom", "int", view.rows),
        _item("ZoomType", "short", 0),
        _item("ZoomValue", "int", view.zoom),
        _item("ShowGrid", "boolean", "true" if view.grid else "false"),
    ))  # fmt: skip


def _item(name: str, kind: str, value: object) -> str:
    return (
        f'<config:config-item config:name="{name}" config:type="{kind}">'
        f"{escape(str(value))}</config:config-item>"
    )
