"""Looking into the parts of a workbook."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
PROJECT = "xl/vbaProject.bin"


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a workbook."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path: Path, target: Path, changes: dict[str, bytes]) -> Path:
    """A copy with other content in some parts."""
    with ZipFile(target, "w") as archive:
        for name, data in {**parts(path), **changes}.items():
            archive.writestr(name, data)
    return target


def buttons(path: Path) -> dict[str, Element]:
    """The shapes of our buttons, by their macro."""
    found = {}
    for name, data in parts(path).items():
        if name.startswith("xl/drawings/drawing"):
            for shape in fromstring(data).iter(f"{XDR}sp"):
                macro = shape.get("macro", "")
                if macro.startswith("[0]!XLE_Macro_"):
                    found[macro.removeprefix("[0]!")] = shape
    return found
