"""Reads a workbook of ours, however it was edited, into raw rows with the place of each cell.

Tables are found by their name, then by the ids that the hidden sheet remembers, then by their
headers. Only sheets that hold something of ours are parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xlevent.domain import codes
from xlevent.domain.finding import Place
from xlevent.domain.language import LANGUAGES, Language, Text
from xlevent.errors import UnreadableFileError
from xlevent.sheets.kernel.blocks import Snapshot, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.raw import (
    RawPlan,
    RawRow,
    RawTable,
    SheetSpot,
    ShownFigure,
)
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.sheets.registry import Registry
from xlevent.workbook.cells import Content
from xlevent.workbook.collect import Collector, Problems
from xlevent.workbook.contents import Area, Contents, column_letters
from xlevent.workbook.copies import Copies, is_copy
from xlevent.workbook.limits import Limits
from xlevent.workbook.locate import Covered, HeaderScan, Located, folded, is_text, locate_native
from xlevent.workbook.names import METADATA_SHEET, figure_name
from xlevent.workbook.source import Rows, Source
from xlevent.workbook.staleness import Staleness

Position = tuple[str, int, int]  # sheet, row, column
_METADATA_ROWS = 100_000
_LABELS = 3  # labels of settings in one column that make it the settings


@dataclass(slots=True)
class RawBook:
    """A workbook as read: its plan, not yet typed, and what it says about itself."""

    plan: RawPlan
    language: Language | None
    template: str | None
    places: dict[str, Located]  # by table key
    # By ("set", key) and ("pick", key): the cells of settings and of documents' choices.
    cells: dict[tuple[str, str], Position]
    contents: Contents
    copies: Copies


@dataclass(slots=True)
class _Metadata:
    present: bool = False
    language: Language | None = None
    template: str | None = None
    ids: dict[tuple[str, int], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # folded table name -> table key
    codes: dict[str, str] = field(default_factory=dict)  # table key -> code of its sheet


@dataclass(frozen=True, slots=True)
class CellsSpot:
    """Single cells, each with a place of its own (settings, choices of documents)."""

    file: str
    cells: Mapping[str, tuple[str, str]]  # key -> sheet, cell

    def place(self, column: str | None = None) -> Place:
        """The place of that cell."""
        if column is None or column not in self.cells:
            return Place(self.file)
        sheet, cell = self.cells[column]
        return Place(self.file, sheet=sheet, cell=cell)


def read(path: Path | str, declared: Declared, limits: Limits | None = None) -> RawBook:
    """Read the workbook; UnreadableFileError says why a file is none of ours."""
    from xlevent.workbook.package import open_package  # a workbook open in Excel has no package
    from xlevent.workbook.package_source import PackageSource

    with open_package(path, limits) as package:
        return read_source(PackageSource(package), declared)


def read_source(source: Source, declared: Declared) -> RawBook:
    """Like `read`, for a workbook that the caller holds open."""
    return _Reading(source, declared).run()


class _Reading:
    """One workbook while it is read."""

    def __init__(self, source: Source, declared: Declared) -> None:
        self._source = source
        self._contents = source.contents
        self._copies = Copies(source.contents, source.reader)
        self._declared = declared
        self._file = source.name
        self._problems = Problems()
        self._metadata = _Metadata()

    def run(self) -> RawBook:
        """Everything in order."""
        self._read_metadata()
        meta, contents = self._metadata, self._contents
        # Hidden copies have the columns of the tables that they copy: never guess at them.
        tables = {
            key: table for key, table in self._declared.tables.items()
            if not isinstance(table.rows, Snapshot)
        }  # fmt: skip
        natives = [n for n in contents.tables if not is_copy(n.name)]
        located = locate_native(tables, natives, meta.ids, meta.names)
        cells = self._named_cells()
        missing = {
            key for key, table in tables.items()
            # What is stale is found out anew, so nothing is lost with its hidden list.
            if not table.is_computed and key not in located and key != COMPUTATIONS
        }  # fmt: skip
        lost = [c for c in self._fields() if ("set", c.key) not in cells]
        if missing or lost:
            self._scan(tables, missing, located, lost, cells)
        wanted = {key: place for key, place in located.items() if not place.table.is_computed}
        if not meta.present and not wanted:
            raise self._foreign()
        plan = RawPlan(self._file, date1904=contents.date1904)
        plan.areas = {
            key: SheetSpot(self._file, place.sheet, place.first_row, place.letters())
            for key, place in located.items()
        }
        self._collect(plan, wanted, cells | self._figure_cells())
        for key in tables:
            if key in missing and key not in located:
                self._problems.add(codes.TABLE_MISSING, Place(self._file), tables[key])
        self._note_stale(plan, located)
        plan.problems.extend(self._problems.close())
        return RawBook(plan, meta.language, meta.template, located, cells, contents, self._copies)

    def _note_stale(self, plan: RawPlan, located: Mapping[str, Located]) -> None:
        if COMPUTATIONS in self._declared.tables and isinstance(self._declared, Registry):
            found = Staleness(plan, self._copies, self._declared, located, self._contents.date1904)
            plan.tables[COMPUTATIONS] = RawTable(COMPUTATIONS, found.rows())

    def _fields(self) -> list[Column]:
        return [column for record in self._declared.records.values() for column in record.columns]

    def _read_metadata(self) -> None:
        meta = self._metadata
        if isinstance(self._declared, Registry):
            meta.codes.update({k: sheet.code for k, sheet in self._declared.sheet_of.items()})
        sheet = self._contents.sheet(METADATA_SHEET)
        if sheet is None:
            return
        meta.present = True
        for row in self._source.reader(sheet).rows(range(1, 7)):
            if row.number > _METADATA_ROWS:
                break
            facts = [_fact(row.cells.get(column)) for column in range(1, 7)]
            match facts:
                case ["template", version, *_]:
                    meta.template = version
                case ["language", language, *_]:
                    meta.language = next((known for known in LANGUAGES if known == language), None)
                case ["table", key, name, code, *_] if name:
                    meta.names[name.casefold()] = key
                    meta.codes[key] = code
                case ["column", table, column, number, *_] if number.isdecimal():
                    meta.ids[table, int(number[:9])] = column

    def _named_cells(self) -> dict[tuple[str, str], Position]:
        """The cells of settings ("set") and of documents' choices ("pick") that have names."""
        keys = [("set", column.key) for column in self._fields()]
        keys += [("pick", key) for key in self._declared.documents]
        found = {}
        for kind, key in keys:
            position = self._contents.named_cell(f"{kind}_{key}")
            if position is not None:
                found[kind, key] = position
        return found

    def _figure_cells(self) -> dict[tuple[str, str], Position]:
        """The cells of figures that are sums of money."""
        if not isinstance(self._declared, Registry):
            return {}
        found = {}
        for key, figure in self._declared.figures.items():
            position = self._contents.named_cell(figure_name(key))
            if position is not None and figure.kind == "amount" and not figure.hidden:
                found["fig", key] = position
        return found

    def _scan(
        self, tables: Mapping[str, Table], missing: set[str], located: dict[str, Located],
        lost: list[Column], cells: dict[tuple[str, str], Position],
    ) -> None:  # fmt: skip
        """Find tables by their headers and settings by their labels."""
        scan = HeaderScan(tables, self._metadata.codes)
        labels = {folded(form): c.key for c in lost for form in c.title.forms()}
        columns: dict[tuple[str, int], dict[str, Position]] = {}
        for sheet in self._contents.sheets:
            if sheet.name == METADATA_SHEET or sheet.state == "veryHidden":
                continue
            covered = Covered(n.area for n in self._contents.tables if n.sheet == sheet.name)
            for row in self._source.reader(sheet).rows():
                inside = covered.columns(row.number)
                if scan.row(sheet.name, row, inside):
                    continue
                for column, content in row.cells.items():
                    if column not in inside and is_text(content):
                        key = labels.get(folded(str(content)))
                        if key is not None:
                            spots = columns.setdefault((sheet.name, column), {})
                            # A section may be titled like a field, but has no value beside it.
                            if key not in spots or row.cells.get(column + 1) is not None:
                                spots[key] = (sheet.name, row.number, column + 1)
        located.update(scan.result(missing))
        best = max(columns.values(), key=len, default={})
        if len(best) >= min(_LABELS, len(labels)):
            for key, position in best.items():
                cells.setdefault(("set", key), position)

    def _collect(
        self, plan: RawPlan, wanted: Mapping[str, Located],
        cells: Mapping[tuple[str, str], Position],
    ) -> None:  # fmt: skip
        titles = frozenset(
            form for table in self._declared.tables.values() for form in table.title.forms()
        )
        values: dict[tuple[str, str], Content] = {}
        size, limit = 0, self._source.limits.cells
        for sheet in self._contents.sheets:
            collectors = [
                Collector(p, self._file, self._other_areas(p, wanted), titles, self._problems)
                for p in wanted.values() if p.sheet == sheet.name and p.columns.found
            ]  # fmt: skip
            singles: dict[int, list[tuple[tuple[str, str], int]]] = {}
            for key, (name, row_number, column) in cells.items():
                if name == sheet.name:
                    singles.setdefault(row_number, []).append((key, column))
            if not collectors and not singles:
                continue
            columns = {column for c in collectors for column in c.columns}
            columns |= {column for listed in singles.values() for _, column in listed}
            reader = self._source.reader(sheet)
            for row in reader.rows(columns):
                for key, column in singles.get(row.number, ()):
                    values[key] = row.cells.get(column)
                    if column in row.formulas and key[0] != "fig":
                        self._note_formula(key, sheet.name, row.number, column, values[key])
                now = size
                for collector in collectors:
                    collector.take(row)
                    now += collector.size
                if now > limit:
                    raise self._source.too_large(
                        Text("表格的儲存格", "cells of tables"), now, limit, "cells"
                    )
            size += sum(collector.size for collector in collectors)
            for collector in collectors:
                collector.finish(reader.merged, self._source.sees_formulas)
                plan.add(collector.raw)
        self._singles(plan, cells, values)

    def _other_areas(self, place: Located, wanted: Mapping[str, Located]) -> list[Area]:
        """Areas on the sheet that belong to another table."""
        areas = [
            n.area for n in self._contents.tables
            if n.sheet == place.sheet and n.area.top != place.header_row
        ]  # fmt: skip
        for other in wanted.values():
            if other.sheet == place.sheet and other is not place and other.by_headers:
                used = other.columns.found.values()
                if other.header_row > place.header_row:
                    areas.append(Area(other.header_row, min(used), other.header_row, max(used)))
        return areas

    def _note_formula(
        self, key: tuple[str, str], sheet: str, row: int, column: int, value: Content
    ) -> None:
        place = Place(self._file, sheet=sheet, cell=f"{column_letters(column)}{row}")
        code = codes.NOT_COMPUTED if value is None else codes.FORMULA_IN_INPUT
        if key[0] == "pick":
            title = self._declared.documents[key[1]].title
        else:
            title = next(c.title for c in self._fields() if c.key == key[1])
        self._problems.add(code, place, details={"column": title, "value": value})

    def _singles(
        self, plan: RawPlan, cells: Mapping[tuple[str, str], Position],
        values: Mapping[tuple[str, str], Content],
    ) -> None:  # fmt: skip
        for kind, target in (("set", plan.settings), ("pick", plan.documents)):
            row: RawRow = {
                key[1]: _fact(value) if kind == "pick" else value
                for key, value in values.items()
                if key[0] == kind and value is not None
            }
            spots = {
                key: (sheet, f"{column_letters(column)}{number}")
                for (which, key), (sheet, number, column) in cells.items() if which == kind
            }  # fmt: skip
            if spots:
                target.extend(RawTable(target.key, [row], [CellsSpot(self._file, spots)]))
        self._figures(plan, cells, values)
        for column in self._fields():
            if ("set", column.key) not in cells:
                details = {"column": column.title}
                self._problems.add(codes.SETTING_MISSING, Place(self._file), details=details)

    def _figures(
        self, plan: RawPlan, cells: Mapping[tuple[str, str], Position],
        values: Mapping[tuple[str, str], Content],
    ) -> None:  # fmt: skip
        for name, (sheet, row, column) in cells.items():
            value = values.get(name)
            if name[0] == "fig" and value is not None:
                place = Place(self._file, sheet=sheet, cell=f"{column_letters(column)}{row}")
                plan.figures[name[1]] = ShownFigure(value, place)

    def _foreign(self) -> UnreadableFileError:
        found = self._looks_like()
        return UnreadableFileError(
            Text(
                f"這是活頁簿，但不是 xlevent 的：{found.zh}。",
                f"this is a workbook, but not one of xlevent: it has {found.en}.",
            ),
            where=self._file,
            mend=Text(
                "請選擇活動的活頁簿，或以 `xlevent build` 製作。",
                "Choose the event's workbook, or make one with `xlevent build`.",
            ),
        )

    def _looks_like(self) -> Text:
        sheets = self._contents.sheets
        if not sheets:
            return Text("沒有工作表", "no worksheets")
        first = [sheet.name for sheet in sheets[:4]]
        more = len(sheets) > 4
        zh = f"有 {len(sheets)} 張工作表（{'、'.join(first)}{'…' if more else ''}）"
        en = f"{len(sheets)} sheet(s) ({', '.join(map(repr, first))}{', ...' if more else ''})"
        for row in _first_rows(self._source.reader(sheets[0])):
            shown = ", ".join(str(content)[:30] for content in list(row.values())[:6])
            return Text(
                f"{zh}，第一張開頭是：{shown}", f"{en}, the first of which begins with: {shown}"
            )
        return Text(f"{zh}，第一張是空的", f"{en}, the first of which is empty")


def _first_rows(reader: Rows) -> Iterator[Mapping[int, Content]]:
    for row in reader.rows():
        filled: Mapping[int, Content] = {c: v for c, v in row.cells.items() if v not in (None, "")}
        if filled:
            yield filled


def _fact(content: Content) -> str:
    if isinstance(content, float) and content.is_integer():
        return str(int(content))
    return "" if content is None else str(content)
