"""Plans in JSON: numbers stay exact, places are JSON pointers with line and column."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.values import Raw
from xlevent.errors import UnreadableFileError
from xlevent.interop.files import CELLS_LIMIT, SIZE_LIMIT, decode, read_bytes, too_many_cells
from xlevent.interop.outgoing import Outgoing, Plain
from xlevent.interop.plan_version import PLAN_VERSION, check_version
from xlevent.sheets.kernel.raw import RawPlan, RawRow, RawTable, Spot

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_SCALARS = (str, int, float, bool, Decimal, type(None))


class JsonPlaces:
    """Lines and columns of the values in a JSON text; it is scanned when first asked."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self.source = source

    @cached_property
    def _scanned(self) -> tuple[dict[str, int], list[tuple[str, int]]]:
        offsets: dict[str, int] = {}
        twice: list[tuple[str, int]] = []
        stack: list[tuple[str, int]] = []  # pointer, number of the item or -1 in an object
        key: str | None = None
        for token in _TOKEN.finditer(self._text):
            sign = token[0]
            if sign in "}]" and stack:
                stack.pop()
            elif sign == ",":
                if stack and stack[-1][1] >= 0:
                    stack[-1] = (stack[-1][0], stack[-1][1] + 1)
                key = None
            elif sign != ":":
                if stack and stack[-1][1] < 0 and key is None:
                    key = json.loads(sign)
                    pointer = f"{stack[-1][0]}/{_escape(str(key))}"
                    if pointer in offsets:
                        twice.append((pointer, token.start()))
                    continue
                pointer = ""
                if stack:
                    step = str(stack[-1][1]) if stack[-1][1] >= 0 else _escape(str(key))
                    pointer = f"{stack[-1][0]}/{step}"
                offsets.setdefault(pointer, token.start())
                if sign in "{[":
                    stack.append((pointer, 0 if sign == "[" else -1))
                    key = None
        return offsets, twice

    def place(self, pointer: str) -> Place:
        """The place of the value behind a pointer."""
        offset = self._scanned[0].get(pointer)
        return self._at(offset, pointer) if offset is not None else Place(self.source)

    def twice(self) -> list[Place]:
        """The places of keys that stand twice in an object."""
        return [self._at(offset, pointer) for pointer, offset in self._scanned[1]]

    def _at(self, offset: int, pointer: str) -> Place:
        line = self._text.count("\n", 0, offset) + 1
        column = offset - self._text.rfind("\n", 0, offset)
        return Place(self.source, line, column, pointer=pointer)


@dataclass(frozen=True, slots=True)
class JsonSpot:
    """Where a row stands in a JSON text."""

    places: JsonPlaces
    pointer: str

    def place(self, column: str | None = None) -> Place:
        """The place of a value, or of the row."""
        inner = f"{self.pointer}/{_escape(column)}" if column is not None else self.pointer
        found = self.places.place(inner)
        return found if found.line or column is None else self.places.place(self.pointer)


def load(path: Path, *, limit: int = SIZE_LIMIT) -> RawPlan:
    """Read a plan file."""
    text, _ = decode(read_bytes(path, limit=limit), path)
    return loads(text, str(path))


def loads(text: str, source: str = "<text>") -> RawPlan:
    """Read a plan from text; `source` names it in messages."""
    plan = RawPlan(source)
    if not text.strip():
        return plan
    # Each value and row has a sign of its own; texts of half the limit may hold some too.
    if sum(map(text.count, ",[{")) > 2 * CELLS_LIMIT:
        raise too_many_cells(source)
    places = JsonPlaces(text, source)
    found = _parse(text, source)
    if not isinstance(found.value, dict):
        raise UnreadableFileError(
            Text("計畫應是名稱與資料表的 JSON 物件。", "a plan is an object of names and tables."),
            where=source,
        )
    for place in places.twice() if found.twice else ():
        name = (place.pointer or "").rpartition("/")[2]
        plan.problems.append((Problem(codes.DUPLICATE_KEY, {"value": name}), place))
    for key, value in found.value.items():
        pointer = f"/{_escape(key)}"
        if key == "xlevent":
            check_version(value, f"{source}:{pointer}")
        elif key in ("settings", "documents"):
            table = _table(key, [value] if value is not None else [], places, pointer, plan)
            (plan.settings if key == "settings" else plan.documents).extend(table)
        elif isinstance(value, list):
            plan.add(_table(key, value, places, pointer, plan))
        elif value is None:
            plan.add(RawTable(key))
        else:
            _shape(plan, places.place(pointer), key, "多列資料", "a list of rows")
            plan.add(RawTable(key))
    return plan


def _table(key: str, items: list[Any], places: JsonPlaces, pointer: str, plan: RawPlan) -> RawTable:
    table = RawTable(key)
    for number, item in enumerate(items):
        where = pointer if key in ("settings", "documents") else f"{pointer}/{number}"
        if not isinstance(item, dict):
            if item is not None:
                _shape(plan, places.place(where), key, "欄位與值", "columns and values")
            continue
        spot: Spot = JsonSpot(places, where)
        table.rows.append(_row(item, spot, plan))
        table.spots.append(spot)
    return table


def _row(item: dict[str, Any], spot: Spot, plan: RawPlan) -> RawRow:
    row: RawRow = {}
    for name, value in item.items():
        if isinstance(value, _SCALARS) or (
            isinstance(value, list) and all(isinstance(v, _SCALARS) for v in value)
        ):
            row[name] = value
        else:
            _shape(plan, spot.place(name), name, "單一的值", "a single value")
    return row


def _shape(plan: RawPlan, place: Place, value: str, zh: str, en: str) -> None:
    details = {"value": value, "expected_zh": zh, "expected_en": en}
    plan.problems.append((Problem(codes.WRONG_SHAPE, details), place))


@dataclass(slots=True)
class _Parsed:
    value: object = None
    twice: bool = False


def _parse(text: str, source: str) -> _Parsed:
    found = _Parsed()

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in items:
            result.setdefault(key, value)
        found.twice = found.twice or len(result) < len(items)
        return result

    def constant(name: str) -> NoReturn:
        raise UnreadableFileError(
            Text(f"{name} 不是 JSON 的數字。", f"{name} is no number of JSON."), where=source
        )

    def decimal(text: str) -> Decimal:
        try:
            return Decimal(text)
        except InvalidOperation:  # an exponent of twenty digits
            raise UnreadableFileError(
                Text(
                    f"數字 {text[:40]} 超出範圍。", f"the number {text[:40]} is out of all range."
                ),
                where=source,
                mend=Text("請更正。", "Correct it."),
            ) from None

    try:
        found.value = json.loads(
            text,
            parse_float=decimal,
            parse_int=lambda digits: int(digits) if len(digits) < 40 else Decimal(digits),
            parse_constant=constant,
            object_pairs_hook=pairs,
        )
    except json.JSONDecodeError as problem:
        raise UnreadableFileError(
            Text(f"這不是正確的 JSON：{problem.msg}。", f"this is not valid JSON: {problem.msg}."),
            where=f"{source}:{problem.lineno}:{problem.colno}",
            mend=Text(
                "請檢查該處附近的逗號、引號與括號。",
                "Check commas, quotes and brackets around there.",
            ),
        ) from None
    except RecursionError:
        raise UnreadableFileError(
            Text("巢狀層數太多。", "the nesting is too deep."), where=source
        ) from None
    return found


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def dumps(plan: Outgoing) -> str:
    """A plan as JSON: one row on each line, decimals exact."""
    parts = [f'"xlevent": {PLAN_VERSION}']
    if plan.settings:
        lines = ",\n  ".join(_members(plan.present("settings", plan.settings)))
        parts.append(f'"settings": {{\n  {lines}\n }}')
    if plan.documents:
        parts.append(f'"documents": {json.dumps(plan.documents, ensure_ascii=False)}')
    for key, rows in plan.tables.items():
        if rows:
            lines = ",\n  ".join(
                "{" + ", ".join(_members(plan.present(key, row))) + "}" for row in rows
            )
            parts.append(f"{json.dumps(key, ensure_ascii=False)}: [\n  {lines}\n ]")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _members(row: dict[str, Raw]) -> list[str]:
    return [f"{json.dumps(k, ensure_ascii=False)}: {_cell(v)}" for k, v in row.items()]


def _cell(value: Raw) -> str:
    # More digits than a double holds would be lost in other programs, so they go as text.
    if isinstance(value, Plain) and value.number and len(value) <= 15:
        return str(value)
    if isinstance(value, list):
        return json.dumps([str(v) for v in value], ensure_ascii=False)
    return json.dumps(str(value), ensure_ascii=False)
