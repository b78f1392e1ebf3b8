"""Workbooks of a few bytes, written part by part, so that every form of XML can stand in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from xlevent.workbook.contents import area_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass
class RawTable:
    """A table: where it stands, and its headers."""

    sheet: str
    ref: str
    columns: Sequence[str]
    totals: int = 0


@dataclass
class RawBook:
    """Rows of sheets as XML, or cells with formulas; tables and names."""

    sheets: Mapping[str, str | Mapping[str, str]]
    tables: Mapping[str, RawTable] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    local_names: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def write(self, path: Path) -> Path:
        """Write the workbook."""
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>')
            archive.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml")]))
            archive.writestr("xl/workbook.xml", self._workbook())
            parts = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(len(self.sheets))]
            archive.writestr("xl/_rels/workbook.xml.rels", _links(parts))
            for number, (name, cells) in enumerate(self.sheets.items()):
                rows = cells if isinstance(cells, str) else _rows(cells)
                archive.writestr(
                    f"xl/worksheets/sheet{number}.xml",
                    f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
                )
                own = [f"../tables/{key}.xml" for key, t in self.tables.items() if t.sheet == name]
                archive.writestr(
                    f"xl/worksheets/_rels/sheet{number}.xml.rels",
                    _links([("table", target) for target in own]),
                )
            for number, (name, table) in enumerate(self.tables.items(), start=1):
                archive.writestr(f"xl/tables/{name}.xml", _table(number, name, table))
        return path

    def _workbook(self) -> str:
        order = list(self.sheets)
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n + 1}" r:id="r{n}"/>'
            for n, name in enumerate(order)
        )
        names = [f"<definedName name={quoteattr(k)}>{escape(v)}" for k, v in self.names.items()]
        names += [
            f'<definedName name={quoteattr(k)} localSheetId="{order.index(sheet)}">{escape(v)}'
            for (sheet, k), v in self.local_names.items()
        ]
        defined = "".join(f"{name}</definedName>" for name in names)
        return (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
            f"<definedNames>{defined}</definedNames></workbook>"
        )


def _links(links: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links)
    )
    return f'<Relationships xmlns="{_LINKS}">{inner}</Relationships>'


def _rows(cells: Mapping[str, str]) -> str:
    rows: dict[int, list[tuple[int, str]]] = {}
    for address, formula in cells.items():
        area = area_of(address)
        text = f'<c r="{address}"><f>{escape(formula)}</f><v>0</v></c>'
        rows.setdefault(area.top, []).append((area.left, text))
    return "".join(
        f'<row r="{row}">{"".join(text for _, text in sorted(rows[row]))}</row>'
        for row in sorted(rows)
    )


def _table(number: int, name: str, table: RawTable) -> str:
    columns = "".join(
        f'<tableColumn id="{n}" name={quoteattr(title)}/>'
        for n, title in enumerate(table.columns, start=1)
    )
    return (
        f'<table xmlns="{_MAIN}" id="{number}" name="{name}" displayName="{name}" '
        f'ref="{table.ref}" totalsRowCount="{table.totals}">'
        f'<tableColumns count="{len(table.columns)}">{columns}</tableColumns></table>'
    )
