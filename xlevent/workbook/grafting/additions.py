"""What people put on our sheets, found by comparing them with sheets that nobody touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from xlevent.domain.language import Language, Text
from xlevent.domain.values import Typed
from xlevent.sheets.kernel.stale import SNAPSHOT_SHEET
from xlevent.workbook.contents import Contents, NativeTable, column_letters
from xlevent.workbook.grafting.drawn import Drawn, drawn_on
from xlevent.workbook.grafting.former import Former
from xlevent.workbook.grafting.ours import Ours
from xlevent.workbook.grafting.sheet_facts import (
    FoundCell,
    Rule,
    SheetFacts,
    cell_name,
    sheet_facts,
)
from xlevent.workbook.names import METADATA_SHEET
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.caches import local
from xlevent.workbook.patcher.parts import parse
from xlevent.workbook.texts import shared_texts

_CELL = Text("儲存格", "cell")
_FORMULA = Text("公式", "formula")
_FORMAT = Text("設定格式化的條件", "conditional format")
_VALIDATION = Text("資料驗證", "data validation")
_SPARKLINE = Text("走勢圖", "sparkline")
_MERGE = Text("合併儲存格", "merged cells")
_LINK = Text("超連結", "hyperlink")
_FILTER = Text("篩選", "filter")
_SORT = Text("排序設定", "sort order")
_ROWS = Text("隱藏列", "hidden row")
_TABLE = Text("自建表格", "table")
_TOTALS = Text("合計列", "totals row")
_LOOKS = {
    "sheetPr": Text("索引標籤色彩", "tab colour"),
    "sheetProtection": Text("保護密碼", "protection password"),
    "pageSetup": Text("版面設定", "page setup"),
    "headerFooter": Text("頁首頁尾", "header and footer"),
    "rowBreaks": Text("分頁線", "page breaks"),
    "colBreaks": Text("分頁線", "page breaks"),
}
WIDTH = Text("欄寬", "column width")
_NOTICED = 1.5  # difference of widths, in characters


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing that people put on a sheet of ours: where, what kind, and what it says."""

    sheet: str
    place: str  # a cell, an area, a column; "" for the whole sheet
    kind: Text
    told: str

    def show(self, language: Language) -> str:
        """As a line of the report."""
        place = f"!{self.place}" if self.place else ""
        told = f": {self.told[:300]}" if self.told else ""
        return f"{self.sheet}{place}  {self.kind.show(language)}{told}"


@dataclass(slots=True)
class Additions:
    """`cells` and `widths` may have a place in the fresh sheets; `others` have none."""

    cells: dict[tuple[str, int, int], FoundCell] = field(default_factory=dict)
    widths: dict[tuple[str, int], tuple[float, bool]] = field(default_factory=dict)
    others: list[Addition] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Side:
    """A workbook and what it consists of."""

    package: Package
    contents: Contents
    shared: list[Typed]

    @classmethod
    def of(cls, package: Package, contents: Contents) -> Side:
        """The workbook with its texts."""
        return cls(package, contents, shared_texts(package, contents.shared_strings))

    def natives(self, tab: str) -> list[NativeTable]:
        """The tables of a sheet."""
        return [n for n in self.contents.tables if n.sheet.casefold() == tab.casefold()]

    def facts(self, tab: str, covered: Iterable[NativeTable]) -> SheetFacts:
        """What a sheet holds outside those tables."""
        sheet = self.contents.sheet(tab)
        assert sheet is not None
        areas = [native.area for native in covered]
        return sheet_facts(self.package, sheet.part, self.shared, areas)


Moves = Callable[[str, int, int], tuple[int, int] | None]


def additions(
    old: Side,
    ours: Ours,
    untouched: Side,
    tabs: Mapping[str, str],
    moves: Moves,
    *,
    read: Collection[NativeTable],
    known: Collection[tuple[str, int, int]],
    former: Collection[str],
    earlier: Mapping[str, Former],
) -> Additions:
    """What the sheets of ours in `old` hold that those in `untouched` do not.

    `tabs`: code of each sheet by its tab in `untouched`; `moves` leads from a cell of an old tab
    to its place there; `read`: tables that are read whatever their name; `known`: cells that are
    read as data; `former`: texts that earlier templates wrote; `earlier`: the sheets of the
    workbook's own template, by code.
    """
    by_code = {code: tab for tab, code in tabs.items()}
    names = {native.name.casefold() for native in untouched.contents.tables}
    found = Additions()
    for tab, code in ours.sheets.items():
        if code in (METADATA_SHEET, SNAPSHOT_SHEET):
            continue
        natives = old.natives(tab)
        mine = [n for n in natives if n.name.casefold() in names or n in read]
        found.others += _tables(old, tab, natives, mine, untouched)
        facts = old.facts(tab, mine)
        if code not in by_code:
            usual, drawn = SheetFacts(), []
        else:
            usual = untouched.facts(by_code[code], untouched.natives(by_code[code]))
            drawn = _drawn(untouched, by_code[code])
        spots = {(row, column) for sheet, row, column in known if sheet == tab.casefold()}
        cells = {at: cell for at, cell in facts.cells.items() if at not in spots}
        once = earlier.get(code, Former())
        for at, cell in _unmatched(cells, usual.cells, former):
            if not once.wrote(cell):
                found.cells[tab, *at] = cell
        for column, shown in facts.widths.items():
            place = moves(tab, 1, column)
            if place is not None and _differ(shown, usual.widths.get(place[1])):
                found.widths[tab, column] = shown
        facts.merges = [
            a for a in facts.merges
            if (a.top, a.left) not in spots
            and (a.bottom - a.top, a.right - a.left) not in once.merges
        ]  # fmt: skip
        found.others += _beside(old, tab, facts, usual, moves)
        found.others += [
            Addition(tab, one.place, one.kind, one.told)
            for one in _surplus(_drawn(old, tab), drawn)
            if not once.drew(one)
        ]
    return found


def told_cell(tab: str, row: int, column: int, cell: FoundCell) -> Addition:
    """A cell as a line of the report: its formula where it has one, and what it shows."""
    if cell.formula is None:
        return Addition(tab, cell_name(row, column), _CELL, cell.shown)
    told = f"={cell.formula} ({cell.shown})"
    return Addition(tab, cell_name(row, column), _FORMULA, told)


def told_width(tab: str, column: int, shown: tuple[float, bool]) -> Addition:
    """A column's width as a line of the report."""
    told = f"{shown[0]:g}" + (" (hidden)" if shown[1] else "")
    return Addition(tab, column_letters(column), WIDTH, told)


def _differ(one: tuple[float, bool], other: tuple[float, bool] | None) -> bool:
    """Whether somebody widened or hid a column.

    Templates differ by a letter or so, and older ones had date columns too narrow for a date:
    what is narrower than today's is not told apart from that.
    """
    return other is None or one[0] - other[0] >= _NOTICED or one[1] != other[1]


def _drawn(side: Side, tab: str) -> list[Drawn]:
    sheet = side.contents.sheet(tab)
    return [] if sheet is None else drawn_on(side.package, sheet.part)


def _unmatched(
    cells: Mapping[tuple[int, int], FoundCell], usual: Mapping[tuple[int, int], FoundCell],
    former: Collection[str],
) -> Iterator[tuple[tuple[int, int], FoundCell]]:  # fmt: skip
    """Cells whose content nobody wrote for us: those at the same place are matched first."""
    supply = Counter(cell.key for cell in usual.values())
    moved = []
    for at, cell in cells.items():
        same = usual.get(at)
        if same is not None and same.key == cell.key:
            supply[cell.key] -= 1
        elif cell.key not in former:
            moved.append((at, cell))
    for at, cell in moved:
        if supply[cell.key] > 0:
            supply[cell.key] -= 1
        else:
            yield at, cell


def _surplus(drawn: list[Drawn], usual: list[Drawn]) -> Iterator[Drawn]:
    """What is drawn more often than it was by us."""
    exact = Counter((one.key, one.place) for one in usual)
    supply = Counter(one.key for one in usual)
    moved = []
    for one in drawn:
        if exact[one.key, one.place] > 0:
            exact[one.key, one.place] -= 1
            supply[one.key] -= 1
        else:
            moved.append(one)
    for one in moved:
        if supply[one.key] > 0:
            supply[one.key] -= 1
        else:
            yield one


def _beside(
    old: Side, tab: str, facts: SheetFacts, usual: SheetFacts, moves: Moves
) -> Iterator[Addition]:
    yield from _rules(tab, facts.formats, usual.formats, _FORMAT)
    yield from _rules(tab, facts.validations, usual.validations, _VALIDATION)
    if len(facts.sparklines) > len(usual.sparklines):
        yield from (Addition(tab, one, _SPARKLINE, "") for one in facts.sparklines)
    merged = {(a.bottom - a.top, a.right - a.left, a.top, a.left) for a in usual.merges}
    for area in facts.merges:
        corner = moves(tab, area.top, area.left) or (area.top, area.left)
        if (area.bottom - area.top, area.right - area.left, *corner) not in merged:
            place = f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"
            yield Addition(tab, place, _MERGE, "")
    sheet = old.contents.sheet(tab)
    outside = old.package.relationships(sheet.part) if sheet is not None else {}
    for place, number in facts.links:
        link = outside.get(number)
        if link is not None and link.external:
            yield Addition(tab, place, _LINK, link.target)
    if len(facts.filters) > len(usual.filters):
        yield from (Addition(tab, one, _FILTER, "") for one in facts.filters)
    for row in facts.hidden_rows:
        if row not in usual.hidden_rows:
            yield Addition(tab, f"{row}:{row}", _ROWS, "")
    for name, kind in _LOOKS.items():
        look = facts.looks.get(name)
        if look is not None and look != usual.looks.get(name):
            yield Addition(tab, "", kind, look)


def _rules(tab: str, rules: list[Rule], usual: list[Rule], kind: Text) -> Iterator[Addition]:
    """Rules of other people; ours may stand there in pieces after rows were moved about."""
    known = {one.key for one in usual}
    yield from (Addition(tab, r.areas, kind, r.told) for r in rules if r.key not in known)


def _tables(
    old: Side, tab: str, natives: list[NativeTable], mine: list[NativeTable], untouched: Side
) -> Iterator[Addition]:
    usual = {native.name.casefold(): native for native in untouched.contents.tables}
    roots = {}
    sheet = old.contents.sheet(tab)
    for part in old.package.relationships(sheet.part).values() if sheet is not None else ():
        if part.kind == "table" and not part.external:
            table = parse(old.package, part.target)
            roots[(table.get("displayName") or table.get("name") or "").casefold()] = table
    for native in natives:
        area = native.area
        place = f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"
        if native not in mine:
            yield Addition(tab, place, _TABLE, native.name)
        same = usual.get(native.name.casefold())
        if same is not None and native.totals > same.totals:
            yield Addition(tab, f"{area.bottom}:{area.bottom}", _TOTALS, native.name)
        root = roots.get(native.name.casefold())
        if root is None:
            continue
        for one in root.iter("{*}filterColumn"):
            number = one.get("colId") or ""
            if number.isdecimal() and int(number) < len(native.columns):
                column = int(number)
                at = cell_name(area.top, area.left + column)
                told = f"{native.columns[column][1]}: {_criteria(one)}"
                yield Addition(tab, at, _FILTER, told)
        if next(root.iter("{*}sortState"), None) is not None:
            yield Addition(tab, place, _SORT, native.name)


def _criteria(column: etree._Element) -> str:
    """The conditions of a filter as they stand in the file."""
    told = []
    for one in column.iter():
        values = [str(v) for k, v in one.items() if k not in ("colId", "hiddenButton")]
        if values:
            told.append(f"{local(one)} {' '.join(values)}")
    return ", ".join(told)
