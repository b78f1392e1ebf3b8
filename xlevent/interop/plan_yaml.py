"""Plans in YAML, read as a stream of events: every scalar stays the text that was typed.

Nothing is turned into a YAML 1.1 number, date or boolean (01026751, 12:30 and no survive), no
tag is obeyed, and memory follows the file, not its anchors.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.values import Quoted, Raw
from xlevent.interop.files import CELLS_LIMIT, SIZE_LIMIT, decode, read_bytes, too_many_cells
from xlevent.interop.not_yaml import broken, not_yaml
from xlevent.interop.plan_version import check_version
from xlevent.sheets.kernel.raw import RawPlan, RawRow, RawTable

MAX_DEPTH = 32
MAX_ALIASED = 100_000  # cells that may come from aliases
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml, about ten times faster
# As Any, because the stubs say that events may lack their marks.
_SCALAR: Any = yaml.ScalarEvent
_MAPPING_END: Any = yaml.MappingEndEvent
# Marks of a cell: start of its key; line, column, start and end of its value.
_MARKS = 5


@dataclass(slots=True)
class YamlRow:
    """Where a mapping and its cells stand in the text; a `Spot`."""

    file: str
    style: str  # block, flow, alias, none
    line: int
    column: int
    start: int
    end: int = 0
    keys: tuple[str, ...] = ()
    marks: array[int] = field(default_factory=lambda: array("I"))
    simple: bool = True  # no anchor, merge or odd value inside: may be patched cell by cell

    def place(self, column: str | None = None) -> Place:
        """The place of a value, or of the row."""
        if column in self.keys:
            at = self.keys.index(column) * _MARKS
            return Place(self.file, self.marks[at + 1] + 1, self.marks[at + 2] + 1)
        return Place(self.file, self.line + 1, self.column + 1)

    def cell(self, key: str) -> tuple[int, int, int]:
        """Start of the key, start and end of the value, as character offsets."""
        at = self.keys.index(key) * _MARKS
        return self.marks[at], self.marks[at + 3], self.marks[at + 4]


@dataclass(slots=True)
class YamlPart:
    """A key at the top and what follows it."""

    key: str
    place: Place
    key_start: int
    key_end: int
    style: str  # block, flow, alias, scalar, mapping
    end: int
    rows: list[RawRow] = field(default_factory=list)
    spots: list[YamlRow] = field(default_factory=list)


@dataclass(slots=True)
class YamlOutline:
    """The parts of a plan file, with their offsets."""

    parts: list[YamlPart] = field(default_factory=list)
    problems: list[tuple[Problem, Place]] = field(default_factory=list)
    flow: bool = False  # the whole plan is one {...}


def load(path: Path, *, limit: int = SIZE_LIMIT) -> RawPlan:
    """Read a plan file."""
    text, _ = decode(read_bytes(path, limit=limit), path)
    return loads(text, str(path))


def loads(text: str, source: str = "<text>") -> RawPlan:
    """Read a plan from text; `source` names it in messages."""
    found = outline(text, source)
    plan = RawPlan(source, problems=found.problems)
    for part in found.parts:
        table = RawTable(part.key, part.rows, list(part.spots), part.place)
        if part.key == "settings":
            plan.settings.extend(table)
        elif part.key == "documents":
            plan.documents.extend(table)
        elif part.key != "xlevent":
            plan.add(table)
    return plan


def outline(text: str, source: str = "<text>") -> YamlOutline:
    """Every part, row and cell of a plan file with its place."""
    try:
        return _Reader(text, source).read()
    except yaml.YAMLError as problem:
        raise not_yaml(problem, text, source) from None


def _is(event: Any, *kinds: type) -> bool:
    # Any goes in, so that nothing is narrowed: the stubs say that marks may be missing.
    return isinstance(event, kinds)


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self._loader = _LOADER(text)
        self._text = text
        self._source = source
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._aliased = self._size = 0  # cells from aliases, of all
        self._found = YamlOutline()

    def read(self) -> YamlOutline:
        next_event = self._loader.get_event
        try:
            next_event()  # start of the stream
            event = next_event()
            if _is(event, yaml.StreamEndEvent):
                return self._found
            event = next_event()
            if _is(event, yaml.ScalarEvent) and event.value in _NULLS:
                pass
            elif _is(event, yaml.MappingStartEvent):
                self._found.flow = bool(event.flow_style)
                self._top()
            else:
                what = Text("計畫應是名稱與資料表的對應", "a plan is a mapping of names to tables")
                raise broken(what, self._place(event))
            next_event()  # end of the document
            event = next_event()
            if not _is(event, yaml.StreamEndEvent):
                what = Text(
                    "計畫檔只能有一份文件，這裡又開始另一份",
                    "a plan file holds one document, here starts another",
                )
                raise broken(what, self._place(event))
        finally:
            self._loader.dispose()
        return self._found

    def _top(self) -> None:
        seen: set[str] = set()
        while not _is(key := self._loader.get_event(), yaml.MappingEndEvent):
            if not _is(key, yaml.ScalarEvent):
                self._problem(key, codes.WRONG_SHAPE, "?", "名稱", "a name")
                self._skip(key)
                self._skip(self._loader.get_event())
                continue
            self._anchor(key, key.value, 1)
            event = self._loader.get_event()
            part = YamlPart(
                key.value, self._place(key), key.start_mark.index, key.end_mark.index, "scalar", 0
            )
            if part.key in seen:
                self._found.problems.append(
                    (Problem(codes.DUPLICATE_KEY, {"value": part.key}), part.place)
                )
                if part.key in ("settings", "documents", "xlevent"):
                    self._skip(event)
                    continue
            seen.add(part.key)
            self._found.parts.append(part)
            if part.key == "xlevent":
                value = event.value if _is(event, yaml.ScalarEvent) else None
                part.end = self._skip(event)
                check_version(value, str(part.place))
            elif part.key in ("settings", "documents"):
                part.style = "mapping"
                self._row(event, part)
                part.end = part.spots[-1].end if part.spots else event.end_mark.index
            else:
                self._rows(event, part)

    def _rows(self, event: Any, part: YamlPart) -> None:
        part.end = event.end_mark.index
        if _is(event, yaml.SequenceStartEvent):
            part.style = "flow" if event.flow_style else "block"
            anchor: str | None = event.anchor
            item: Any = self._loader.get_event()
            while not _is(item, yaml.SequenceEndEvent):
                part.end = item.end_mark.index
                self._row(item, part)
                if part.spots:
                    part.end = max(part.end, part.spots[-1].end)
                item = self._loader.get_event()
            if event.flow_style:
                part.end = item.end_mark.index
            if anchor is not None:
                size = sum(max(1, len(row)) for row in part.rows)
                self._anchors[anchor] = (list(zip(part.rows, part.spots, strict=True)), size)
        elif _is(event, yaml.AliasEvent):
            part.style = "alias"
            target = self._alias(event)
            if isinstance(target, list):
                for row, spot in target:
                    self._count(len(row) + 4)
                    part.rows.append(row)
                    part.spots.append(spot)
            else:
                self._problem(event, codes.WRONG_SHAPE, part.key, "多列資料", "a list of rows")
        elif not self._is_null(event):
            self._problem(event, codes.WRONG_SHAPE, part.key, "多列資料", "a list of rows")
            part.end = self._skip(event)

    def _row(self, event: Any, part: YamlPart) -> None:
        start = event.start_mark
        if _is(event, yaml.MappingStartEvent):
            style = "flow" if event.flow_style else "block"
            spot = YamlRow(self._source, style, start.line, start.column, start.index)
            row = self._cells(event, spot)
        elif _is(event, yaml.AliasEvent):
            target = self._alias(event)
            spot = YamlRow(self._source, "alias", start.line, start.column, start.index)
            spot.end, spot.simple = event.end_mark.index, False
            if not isinstance(target, tuple):
                self._problem(event, codes.WRONG_SHAPE, part.key, "欄位與值", "columns and values")
                return
            row = target[0]
        else:
            if not self._is_null(event):
                self._problem(event, codes.WRONG_SHAPE, part.key, "欄位與值", "columns and values")
                self._skip(event)
            return
        part.rows.append(row)
        part.spots.append(spot)
        self._count(len(row) + 4)

    def _count(self, cells: int) -> None:
        self._size += cells
        if self._size > CELLS_LIMIT:
            raise too_many_cells(self._source)

    def _cells(self, opening: Any, spot: YamlRow) -> RawRow:
        row: RawRow = {}
        merged: list[RawRow] = []
        get_event, marks, end = self._loader.get_event, spot.marks, opening.end_mark.index
        seen: set[str] = set()
        while (key := get_event()).__class__ is not _MAPPING_END:
            if key.__class__ is not _SCALAR:
                self._problem(key, codes.WRONG_SHAPE, "?", "欄位名稱", "the name of a column")
                self._skip(key)
                end, spot.simple = self._skip(get_event()), False
                continue
            name = key.value
            event = get_event()
            if event.__class__ is _SCALAR and event.anchor is None:
                value, end = self._scalar(event), event.end_mark.index
            elif name == "<<" and not key.style:
                spot.simple = False
                merged.extend(self._merge(event))
                end = max(end, event.end_mark.index)
                continue
            else:
                spot.simple = False
                value, end = self._value(event)
            if name in seen:
                spot.simple = False
                problem = Problem(codes.DUPLICATE_KEY, {"value": name})
                self._found.problems.append((problem, self._place(key)))
                continue
            seen.add(name)
            row[name] = value
            at = event.start_mark
            marks.extend((key.start_mark.index, at.line, at.column, at.index, end))
        spot.keys = tuple(row)
        for other in merged:
            for name, value in other.items():
                row.setdefault(name, value)
        if spot.style == "flow":
            end = key.end_mark.index
        spot.end = end
        if opening.anchor is not None:
            spot.simple = False
            self._anchors[opening.anchor] = ((row, spot), max(1, len(row)))
        return row

    def _merge(self, event: Any) -> list[RawRow]:
        if _is(event, yaml.AliasEvent):
            target = self._alias(event)
            if isinstance(target, tuple):
                return [target[0]]
        elif _is(event, yaml.SequenceStartEvent):
            found: list[RawRow] = []
            while not _is(item := self._loader.get_event(), yaml.SequenceEndEvent):
                if _is(item, yaml.AliasEvent):
                    found.extend(self._merge(item))
                    self._count(1)
                else:
                    self._problem(
                        item, codes.WRONG_SHAPE, "<<", "已命名的列", "the anchor of a row"
                    )
                    self._skip(item)
            return found
        else:
            self._skip(event)
        self._problem(event, codes.WRONG_SHAPE, "<<", "已命名的列", "the anchor of a row")
        return []

    def _value(self, event: Any) -> tuple[Raw, int]:
        """A value that is no plain scalar without anchor, and where it ends."""
        end = event.end_mark.index
        if _is(event, yaml.ScalarEvent):
            value: Raw = self._scalar(event)
            self._anchor(event, value, 1)
            return value, end
        if _is(event, yaml.AliasEvent):
            value = self._alias(event)
            if isinstance(value, str) or value is None:
                return value, end
            self._problem(event, codes.WRONG_SHAPE, "*", "單一的值", "a single value")
            return None, end
        if _is(event, yaml.SequenceStartEvent):
            items: list[Raw] = []
            while not _is(item := self._loader.get_event(), yaml.SequenceEndEvent):
                inner, end = self._item(item)
                items.append(inner)
                self._count(1)
            return items, (item.end_mark.index if event.flow_style else end)
        self._problem(event, codes.WRONG_SHAPE, "{...}", "單一的值", "a single value")
        return None, self._skip(event)

    def _item(self, event: Any) -> tuple[Raw, int]:
        if _is(event, yaml.ScalarEvent, yaml.AliasEvent):
            return self._value(event)
        self._problem(event, codes.WRONG_SHAPE, "[...]", "單一的值", "a single value")
        return None, self._skip(event)

    def _scalar(self, event: Any) -> Raw:
        if not event.style and event.tag is None:
            value: str = event.value
            return None if value in _NULLS else value
        return Quoted(event.value)

    def _is_null(self, event: Any) -> bool:
        return _is(event, yaml.ScalarEvent) and self._scalar(event) is None

    def _skip(self, event: Any) -> int:
        """Pass over a node whose opening event was taken; gives where it ends."""
        depth = 0
        end: int = event.end_mark.index
        while True:
            if _is(event, yaml.MappingStartEvent, yaml.SequenceStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise broken(
                        Text("巢狀層數太多", "the nesting is too deep"), self._place(event)
                    )
            elif _is(event, yaml.MappingEndEvent, yaml.SequenceEndEvent):
                depth -= 1
            elif _is(event, yaml.AliasEvent):
                self._alias(event)
            if getattr(event, "anchor", None) and not _is(event, yaml.AliasEvent):
                self._anchors[event.anchor] = (..., 1)
            end = max(end, event.end_mark.index)
            if depth == 0:
                return end
            event = self._loader.get_event()

    def _anchor(self, event: Any, value: Any, size: int) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, size)

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self._anchors:
            what = Text(
                f"別名 *{event.anchor} 之前沒有錨點",
                f"the alias *{event.anchor} has no anchor before it",
            )
            raise broken(what, self._place(event))
        target, size = self._anchors[event.anchor]
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            raise broken(Text("別名重複太多", "aliases repeat too much"), self._place(event))
        return target

    def _place(self, event: Any) -> Place:
        return Place(self._source, event.start_mark.line + 1, event.start_mark.column + 1)

    def _problem(self, event: Any, code: codes.Code, value: str, zh: str, en: str) -> None:
        details = {"value": value, "expected_zh": zh, "expected_en": en}
        self._found.problems.append((Problem(code, details), self._place(event)))
