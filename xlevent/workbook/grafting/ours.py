"""What of a workbook is ours: its sheets, its defined names, and what people added to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from xlevent.sheets.kernel.stale import COMPUTATIONS, SNAPSHOT_SHEET, SNAPSHOTS
from xlevent.sheets.registry import Registry
from xlevent.workbook.contents import Contents
from xlevent.workbook.locate import Located
from xlevent.workbook.names import METADATA_SHEET, goto_name
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.parts import parse

_PREFIXES = ("set_", "fig_", "pick_", "list_", "keys_", "go_")
# What our sheets are linked to when nobody added anything.
_KNOWN_LINKS = frozenset(("drawing", "table", "hyperlink", "printerSettings"))
_SHAPES = ("pic", "sp", "cxnSp", "grpSp")


@dataclass(slots=True)
class Ours:
    """`sheets` maps each tab of ours to the code of its sheet."""

    sheets: dict[str, str] = field(default_factory=dict)

    def is_name(self, element: etree._Element, codes: Mapping[int, str]) -> bool:
        """Whether a defined name is ours; `codes`: position of our tabs to their codes."""
        scope = element.get("localSheetId")
        if scope is not None:
            return int(scope) in codes
        return (element.get("name") or "").lower().startswith(_PREFIXES)


def find_ours(contents: Contents, registry: Registry, places: Mapping[str, Located]) -> Ours:
    """Our sheets by the names that lead to them, else by the tables that stand on them."""
    found = Ours()
    for sheet in registry.sheets:
        cell = contents.named_cell(goto_name(sheet.code))
        if cell is not None:
            found.sheets.setdefault(cell[0], sheet.code)
    metadata = contents.sheet(METADATA_SHEET)
    if metadata is not None:
        found.sheets[metadata.name] = METADATA_SHEET
    for native in contents.tables:
        if native.name.casefold() == COMPUTATIONS or native.name.casefold().startswith(SNAPSHOTS):
            found.sheets.setdefault(native.sheet, SNAPSHOT_SHEET)
    for key, place in places.items():
        code = registry.sheet_of[key].code
        if code not in found.sheets.values() and place.sheet not in found.sheets:
            found.sheets[place.sheet] = code
    return found


def additions(package: Package, contents: Contents, ours: Ours) -> dict[str, list[str]]:
    """By tab of ours: what people put on it that a fresh sheet will not have."""
    found: dict[str, list[str]] = {}
    for sheet in contents.sheets:
        if sheet.name not in ours.sheets:
            continue
        told: list[str] = []
        for link in package.relationships(sheet.part).values():
            if link.kind == "drawing" and not link.external:
                told += _drawn(package, link.target)
            elif link.kind == "comments" and not link.external:
                told += _notes(package, link.target)
            elif link.kind not in (*_KNOWN_LINKS, "vmlDrawing", "threadedComment"):
                told.append(link.kind)
        if told:
            found[sheet.name] = told
    return found


def _drawn(package: Package, part: str) -> list[str]:
    root = parse(package, part)
    count = sum(1 for name in _SHAPES for _ in root.iter(f"{{*}}{name}"))
    return [f"{count} picture(s) or shape(s)"] if count else []


def _notes(package: Package, part: str) -> list[str]:
    root = parse(package, part)
    return [
        f"note {one.get('ref')}: {''.join(map(str, one.itertext())).strip()[:200]}"
        for one in root.iter("{*}comment")
    ]
