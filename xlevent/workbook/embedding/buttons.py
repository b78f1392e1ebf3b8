"""Buttons on a sheet: shapes that run a macro when they are clicked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from xlevent.sheets.kernel.design import ACCENT, FONT, INK
from xlevent.workbook.embedding.free_place import PIXEL, Place, free_place
from xlevent.workbook.names import BUTTON
from xlevent.workbook.patcher.parts import Parts

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.drawing+xml"
_FILL = "EAF3F3"
_WIDTH, _HEIGHT, _GAP, _EDGE = 140, 40, 6, 8  # pixels
_ACROSS = 3
# What stands behind <drawing> in a sheet, where the schema wants this order.
_BEHIND = frozenset((
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """What a button runs, shows (one line or two) and says to people who cannot see it."""

    macro: str
    lines: tuple[str, ...]
    help: str


def put_buttons(
    parts: Parts, sheet: str, buttons: Sequence[Button], wanted: Iterable[tuple[Place, int]]
) -> None:
    """Put buttons on a sheet's part, in rows of three, in place of older ones of ours.

    They stand where those stood, else at the first of the wanted places that is free. Buttons
    that show the same already stay as they are.
    """
    drawing = next(iter(parts.linked(sheet, "drawing")), None)
    if drawing is not None and _shown(parts, drawing) == {b.macro: b.lines for b in buttons}:
        return  # perhaps arranged by people
    before = _remove(parts, drawing) if drawing is not None else None
    rows = -(-len(buttons) // _ACROSS)
    width, height = _ACROSS * (_WIDTH + _GAP) - _GAP, rows * (_HEIGHT + _GAP) - _GAP
    root = parts.tree(sheet)
    place = before or free_place(parts, root, drawing, width + _EDGE, height + _EDGE, wanted)
    if drawing is None:
        drawing = _new_drawing(parts, sheet)
    anchors = parts.touch(drawing)
    number = 1 + max((int(e.get("id") or 0) for e in anchors.iter(f"{{{_XDR}}}cNvPr")), default=1)
    anchors.append(_anchor(buttons, number, place, width, height))


def _ours(parts: Parts, drawing: str) -> list[etree._Element]:
    return [
        anchor for anchor in parts.tree(drawing)
        if any((e.get("name") or "").startswith(BUTTON) for e in anchor.iter(f"{{{_XDR}}}cNvPr"))
    ]  # fmt: skip


def _shown(parts: Parts, drawing: str) -> dict[str, tuple[str, ...]]:
    """The macros of our buttons, and the lines that each of them shows."""
    shown = {}
    for anchor in _ours(parts, drawing):
        for shape in anchor.iter(f"{{{_XDR}}}sp"):
            lines = ("".join(t.text or "" for t in p.iter(f"{{{_A}}}t"))
                     for p in shape.iter(f"{{{_A}}}p"))  # fmt: skip
            shown[(shape.get("macro") or "").rpartition("!")[2]] = tuple(lines)
    return shown


def _remove(parts: Parts, drawing: str) -> Place | None:
    """Take our buttons away; where the first of them stood."""
    ours = _ours(parts, drawing)
    if not ours:
        return None
    row, column = (ours[0].findtext(f"{{{_XDR}}}from/{{{_XDR}}}{n}") for n in ("row", "col"))
    root = parts.touch(drawing)
    for anchor in ours:
        root.remove(anchor)
    return Place(int(row), int(column)) if row is not None and column is not None else None


def _new_drawing(parts: Parts, sheet: str) -> str:
    numbers = range(1, 100_000)
    part = next(one for n in numbers if (one := f"xl/drawings/drawing{n}.xml") not in parts)
    parts.add(part, f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}"/>'.encode(), _CONTENT)
    identity = parts.relate(sheet, f"{_KIND}/drawing", part)
    data = parts.data(sheet)
    at, prefix = _end_of_cells(data)
    element = f'<{prefix}drawing xmlns:r="{_KIND}" r:id="{identity}"/>'.encode()
    parts.replace(sheet, data[:at] + element + data[at:])
    return part


def _end_of_cells(data: bytes) -> tuple[int, str]:
    """Where in a sheet its drawing goes, and the prefix of its elements.

    Found by the place in the bytes, so that nothing else of the sheet is written anew.
    """
    parser = expat.ParserCreate()
    found: list[int] = []
    open_elements: list[str] = []

    def start(name: str, _: object) -> None:
        if len(open_elements) == 1 and name.rpartition(":")[2] in _BEHIND and not found:
            found.append(parser.CurrentByteIndex)
        open_elements.append(name)

    def end(name: str) -> None:
        open_elements.pop()
        if not open_elements and not found:
            found.append(parser.CurrentByteIndex)
        root[:] = [name]

    root: list[str] = []
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    prefix, colon, _ = root[0].rpartition(":")
    return found[0], prefix + colon


def _anchor(
    buttons: Sequence[Button], number: int, place: Place, width: int, height: int
) -> etree._Element:
    """All buttons as one group: columns are not equally wide in every program."""
    anchor = _element("oneCellAnchor")
    start = _below(anchor, "from")
    for key, value in (
        ("col", place.column), ("colOff", _EDGE * PIXEL), ("row", place.row),
        ("rowOff", _EDGE * PIXEL),
    ):  # fmt: skip
        _below(start, key).text = str(value)
    _below(anchor, "ext", _extent(width, height))
    group = _below(anchor, "grpSp")
    about = _below(group, "nvGrpSpPr")
    _below(about, "cNvPr", {"id": str(number), "name": f"{BUTTON}macros"})
    _below(about, "cNvGrpSpPr")
    frame = _draw(_below(group, "grpSpPr"), "xfrm")
    for offset, extent in (("off", "ext"), ("chOff", "chExt")):
        _draw(frame, offset, {"x": "0", "y": "0"})
        _draw(frame, extent, _extent(width, height))
    for index, button in enumerate(buttons):
        row, column = divmod(index, _ACROSS)
        left, top = column * (_WIDTH + _GAP), row * (_HEIGHT + _GAP)
        group.append(_shape(button, number + 1 + index, left, top))
    _below(anchor, "clientData", {"fPrintsWithSheet": "0"})
    return anchor


def _shape(button: Button, number: int, left: int, top: int) -> etree._Element:
    shape = _element("sp", {"macro": f"[0]!{button.macro}", "textlink": ""})
    about = _below(shape, "nvSpPr")
    _below(about, "cNvPr", {
        "id": str(number), "name": BUTTON + button.macro, "descr": button.help,
    })  # fmt: skip
    _below(about, "cNvSpPr")
    look = _below(shape, "spPr")
    frame = _draw(look, "xfrm")
    _draw(frame, "off", _extent(left, top, "x", "y"))
    _draw(frame, "ext", _extent(_WIDTH, _HEIGHT))
    _draw(_draw(look, "prstGeom", {"prst": "roundRect"}), "avLst")
    _colour(_draw(look, "solidFill"), _FILL)
    _colour(_draw(_draw(look, "ln", {"w": "9525"}), "solidFill"), ACCENT[1:])
    text = _below(shape, "txBody")
    _draw(text, "bodyPr", {
        "vertOverflow": "clip", "horzOverflow": "clip", "wrap": "square", "anchor": "ctr",
        "lIns": "36000", "rIns": "36000", "tIns": "18000", "bIns": "18000",
    })  # fmt: skip
    _draw(text, "lstStyle")
    for index, line in enumerate(button.lines):
        paragraph = _draw(text, "p")
        _draw(paragraph, "pPr", {"algn": "ctr"})
        run = _draw(paragraph, "r")
        size = "1000" if index == 0 else "800"
        style = _draw(run, "rPr", {"sz": size, "b": "1" if index == 0 else "0"})
        _colour(_draw(style, "solidFill"), INK[1:])
        for kind in ("latin", "ea"):
            _draw(style, kind, {"typeface": FONT})
        _draw(run, "t").text = line
    return shape


def _extent(width: int, height: int, across: str = "cx", down: str = "cy") -> dict[str, str]:
    return {across: str(width * PIXEL), down: str(height * PIXEL)}


def _element(name: str, given: dict[str, str] | None = None) -> etree._Element:
    return etree.Element(f"{{{_XDR}}}{name}", given or {}, nsmap={"xdr": _XDR, "a": _A})


def _below(
    parent: etree._Element, name: str, given: dict[str, str] | None = None
) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XDR}}}{name}", given or {})


def _draw(parent: etree._Element, name: str, given: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{_A}}}{name}", given or {})


def _colour(parent: etree._Element, colour: str) -> None:
    _draw(parent, "srgbClr", {"val": colour})
