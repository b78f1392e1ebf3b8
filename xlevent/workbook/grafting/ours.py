"""What of a workbook is ours: its sheets, its defined names, and what people added to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lxml import etree

from xlevent.sheets.kernel.stale import COMPUTATIONS, SNAPSHOT_SHEET, SNAPSHOTS
from xlevent.sheets.registry import Registry
from xlevent.workbook.contents import Contents
from xlevent.workbook.locate import Located
from xlevent.workbook.names import METADATA_SHEET, goto_name


@dataclass(slots=True)
class Ours:
    """`sheets` maps each tab of ours to the code of its sheet."""

    sheets: dict[str, str] = field(default_factory=dict)

    def is_name(
        self, element: etree._Element, codes: Mapping[int, str], known: Collection[str]
    ) -> bool:
        """Whether a defined name is ours.

        `codes`: position of our tabs to their codes; `known`: names that a fresh workbook has,
        or that earlier templates had, in lower case.
        """
        name = (element.get("name") or "").lower()
        scope = element.get("localSheetId")
        if scope is not None:
            return int(scope) in codes and (name.startswith("_xlnm.") or name in known)
        return name in known


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
