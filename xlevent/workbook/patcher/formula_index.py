"""All formulas of a workbook, filed by what they read.

Cells of a column whose formulas read the same, seen from their rows, are kept as one group, and
areas that several formulas read are kept once: the cost grows with the number of formulas, not
with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlevent.domain.language import Text
from xlevent.workbook.contents import Area, Contents, area_of
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.area_index import AreaIndex
from xlevent.workbook.patcher.formula_cells import FormulaCell, Special, formula_cells
from xlevent.workbook.patcher.reference_kinds import MAX_COLUMN, MAX_ROW
from xlevent.workbook.patcher.scope import Host, Reach, Scope
from xlevent.workbook.patcher.templates import (
    Growing,
    Moving,
    Pattern,
    Template,
    pattern,
    template,
)

Changes = Mapping[tuple[int, int], str | None]
_WIDE = 64  # rows of an array formula in a table


@dataclass(slots=True, eq=False)
class Group:
    """Cells of a column with formulas of one template."""

    sheet: int
    column: int
    own: list[Moving | Growing]  # areas that are filed for each cell by itself
    rows: set[int] = field(default_factory=set)

    @property
    def cells(self) -> list[int]:
        """The numbers of its cells."""
        return [cell_number(self.sheet, row, self.column) for row in self.rows]


Reader = int | Group  # the number of a cell, or a group


@dataclass(slots=True)
class SheetReaders:
    """What reads the cells of a sheet."""

    cells: dict[int, dict[int, list[Reader]]] = field(default_factory=dict)  # column, row
    moving: dict[int, list[tuple[Group, Moving]]] = field(default_factory=dict)  # column
    areas: AreaIndex = field(default_factory=AreaIndex)


def cell_number(sheet: int, row: int, column: int) -> int:
    """A cell of the workbook as one number."""
    return (sheet * MAX_ROW + row - 1) * MAX_COLUMN + column - 1


def cell_place(number: int) -> tuple[int, int, int]:
    """Sheet (from 0), row and column of a cell's number."""
    rest, column = divmod(number, MAX_COLUMN)
    sheet, row = divmod(rest, MAX_ROW)
    return sheet, row + 1, column + 1


class FormulaIndex:
    """The formulas of a workbook; `changes` replace those of the file, None removes one."""

    def __init__(self, package: Package, contents: Contents, changes: list[Changes]) -> None:
        self.sheets = [SheetReaders() for _ in contents.sheets]
        self.areas: list[list[Reader]] = []  # readers of an area, by its number
        self.tables: dict[str, list[Reader]] = {}  # folded name
        self.names: dict[str, list[Reader]] = {}  # lower case
        self.anything: list[Reader] = []
        self.volatile: list[Reader] = []
        self.arrays: dict[int, Area] = {}  # cells whose formula fills an area
        self.spills: dict[int, Area] = {}  # and where a dynamic one may come to stand
        self._package = package
        self._scope = Scope(contents)
        self._groups: dict[Template, Group | None] = {}
        self._rowless: dict[str, Template] = {}  # texts that are their own template
        self._numbers: dict[tuple[int, Area], int] = {}
        for number, sheet in enumerate(contents.sheets):
            self._read(number, sheet.part, changes[number])
            for (row, column), text in changes[number].items():
                if text is not None:
                    self._plain(number, row, column, text.removeprefix("="))

    def _read(self, sheet: int, part: str, changes: Changes) -> None:
        limits = self._package.limits
        shared: dict[str | None, FormulaCell] = {}
        waiting: list[FormulaCell] = []
        for cell in formula_cells(self._package, part):
            row, column, text, special = cell
            if row > limits.rows or column > limits.columns:
                raise self._package.damaged(
                    part,
                    Text(
                        f"第 {row} 列第 {column} 欄超出工作表",
                        f"row {row}, column {column} is beyond the sheet",
                    ),
                )
            if special is None:
                if not changes or (row, column) not in changes:
                    self._plain(sheet, row, column, text)
                continue
            if special.kind == "shared" and text:
                shared[special.shared] = cell
            if (row, column) in changes:
                continue
            if special.kind == "shared" and not text:
                origin = shared.get(special.shared)
                if origin is None:
                    waiting.append(cell)
                else:
                    self._shifted(sheet, cell, origin)
            else:
                self._special(sheet, cell, special)
        for cell in waiting:  # the text stands below, or nowhere
            origin = shared.get(cell.special.shared) if cell.special else None
            self._shifted(sheet, cell, origin or cell)

    def _plain(self, sheet: int, row: int, column: int, text: str) -> None:
        cut = self._rowless.get(text)
        if cut is None:
            cut, moves = template(text, row)
            if not moves:
                self._rowless[text] = cut
        key = (sheet, column, *cut)
        group = self._groups.get(key)
        if group is None:
            if key not in self._groups:
                host = Host(sheet, row, column)
                found = pattern(cut, self._scope, host) if text else None
                group = self._groups[key] = self._group(sheet, column, found)
            if group is None:
                reach = self._scope.reach(text, Host(sheet, row, column))
                reach.anything |= not text
                self._file(cell_number(sheet, row, column), row, reach)
                return
        group.rows.add(row)
        if group.own:
            own = [(one.sheet, one.seen_from(row)) for one in group.own]
            self._file_areas(cell_number(sheet, row, column), own)

    def _group(self, sheet: int, column: int, found: Pattern | None) -> Group | None:
        """A group for formulas of a pattern."""
        if found is None:
            return None
        tall = [one for one in found.moving if one.is_tall]
        group = Group(sheet, column, [*tall, *found.growing])
        self._file(group, 0, found.reach)
        for moving in found.moving:
            if not moving.is_tall:
                for one in range(moving.left, moving.right + 1):
                    self.sheets[moving.sheet].moving.setdefault(one, []).append((group, moving))
        return group

    def _shifted(self, sheet: int, cell: FormulaCell, origin: FormulaCell) -> None:
        """A cell of a shared formula, whose text stands in another cell."""
        down, across = cell.row - origin.row, cell.column - origin.column
        host = Host(sheet, cell.row, cell.column, down, across)
        number = cell_number(sheet, cell.row, cell.column)
        reach = self._scope.reach(origin.text, host)
        reach.anything |= not origin.text
        reach.volatile |= cell.special is not None and cell.special.volatile
        self._file(number, cell.row, reach)

    def _special(self, sheet: int, cell: FormulaCell, special: Special) -> None:
        row, column, text, _ = cell
        number = cell_number(sheet, row, column)
        area = special.area or Area(row, column, row, column)
        reach = self._scope.reach(text, Host(sheet, row, column)) if text else Reach()
        reach.volatile |= special.volatile
        if special.kind == "dataTable":
            self._varied(sheet, area, special, reach)
        elif not text:
            reach.anything = True
        if special.kind in ("array", "dataTable") and area != (row, column, row, column):
            self.arrays[number] = area
        if special.spills:
            beyond = Area(row, column, MAX_ROW, MAX_COLUMN)
            self.spills[number] = beyond
            reach.areas.append((sheet, beyond if special.blocked else area))
        if special.kind == "array":
            # An array formula has one row of its own only where its table's row is named.
            reach.areas += [
                (place, Area(one, left, one, right))
                for place, left, right in reach.this_row
                for one in range(area.top, min(area.bottom, area.top + _WIDE) + 1)
            ]
        self._file(number, row, reach)

    def _varied(self, sheet: int, area: Area, special: Special, reach: Reach) -> None:
        """A data table: input cells, and formulas and values in the row and column before it."""
        top, left = max(1, area.top - 1), max(1, area.left - 1)
        reach.areas += [
            (sheet, Area(top, left, top, area.right)),
            (sheet, Area(top, left, area.bottom, left)),
        ]
        try:
            reach.areas += [(sheet, area_of(cell)) for cell in special.inputs]
        except ValueError:
            reach.anything = True

    def _file(self, reader: Reader, row: int, reach: Reach) -> None:
        """File a reader; a group's own rows are filed by whoever knows the group."""
        self._file_areas(reader, dict.fromkeys(reach.areas))
        if isinstance(reader, int) and reach.this_row:
            own = [(place, Area(row, left, row, right)) for place, left, right in reach.this_row]
            self._file_areas(reader, own)
        for table in reach.tables:
            self.tables.setdefault(table, []).append(reader)
        for name in reach.names:
            self.names.setdefault(name, []).append(reader)
        if reach.anything:
            self.anything.append(reader)
        if reach.volatile:
            self.volatile.append(reader)

    def _file_areas(self, reader: Reader, areas: Iterable[tuple[int, Area]]) -> None:
        for place, area in areas:
            top, left, bottom, right = area
            if top == bottom and left == right:
                column = self.sheets[place].cells.setdefault(left, {})
                column.setdefault(top, []).append(reader)
                continue
            number = self._numbers.get((place, area))
            if number is None:
                number = self._numbers[place, area] = len(self.areas)
                self.areas.append([])
                self.sheets[place].areas.add(area, number)
            self.areas[number].append(reader)
