# ruff: noqa: E501
"""Hypothesis strategies made from declarations: small random plans that are valid.

`plans(registry)` draws an `Event` for any registry: typed values of every kind, links that lead
somewhere, awkward texts. `small_registry()` is a registry of one table of each sort.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from xlevent.app.event import Event
from xlevent.domain import values
from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Document, Fixed, Mirror, Record, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.lists import ChoiceList, choices

AWKWARD = (
    "=1+1", "+x", "@x", "-y", "'", "'=x", "''", "'tis", "\tx", "x\ty", "#REF!x", "# not a comment",
    "😀 👩‍👩‍👧", "𠮷野家", "é", "é", "01026751", "007", "1,234", "12:30", "2026-01-01", "yes", "No",
    "null", "~", "NaN", "true", "1e5", "0x1F", "a: b", "a #b", "- a", "? a", "[a]", "{a: b}", "*a",
    "&a", "!a", "|", ">", "%a", "`a", '"', '"a" \'b\'', "a\nb", "a\n\n  b\nc", " a", "\n a", "a;b,c",
    "a\\nb", "臺北，永續設計展", "全形１２３", "<a&b>", "_x0041_", "x" * 10_000, "長" * 300, "a\n" * 60 + "b",
    "\u3000縮排", "a\u2028b", "\ufeffa", "a\x85b", "a\xa0b", "---", "...", "<<", "%", "a:", "::", "\u200b",
)  # fmt: skip


def texts(max_size: int = 30) -> st.SearchStrategy[str]:
    """Texts as people type them, and worse; already in the form that a reader gives."""
    typed = st.text(
        st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=max_size
    )
    return (
        st.one_of(st.sampled_from(AWKWARD), typed)
        .map(lambda t: values.parse("text", t)[0])
        .filter(lambda t: t is not None)
        .map(str)
    )


def _identifiers() -> st.SearchStrategy[str]:
    awkward = st.sampled_from(
        ("A-1", "王小明", "=B", "-3", "01", "𠮷", "yes", "12:30", "Ann Lee", "a: b")
    )
    return st.one_of(awkward, st.from_regex(r"[A-Z]{1,3}-[0-9]{1,3}", fullmatch=True))


def _decimals(places: int, low: Decimal, high: Decimal) -> st.SearchStrategy[Decimal]:
    unit = Decimal(1).scaleb(-places)
    return st.integers(int(low / unit), int(high / unit)).map(lambda n: n * unit)


def cell(column: Column, lists: dict[str, ChoiceList]) -> st.SearchStrategy[Value]:
    """A valid value of a column that is no link."""
    low = column.ge if column.ge is not None else Decimal(-(10**7))
    if column.gt is not None:
        low = column.gt + 1
    high = column.le if column.le is not None else low + 2 * 10**7
    kind = column.kind
    if column.pattern is not None:
        return st.from_regex(column.pattern, fullmatch=True).filter(
            lambda t: values.parse("text", t) == (t, ())
        )
    if kind in values.PLACES:
        places = values.PLACES[kind] if column.places is None else column.places
        return _decimals(min(places, 6), low, high)
    if kind in ("integer", "minutes"):
        return st.integers(int(low), int(high))
    if kind == "date":
        return st.dates(date(1900, 3, 1), date(9999, 12, 31))
    if kind == "time":
        return st.times().map(lambda t: t.replace(microsecond=0))
    if kind == "datetime":
        return st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(
            lambda m: m.replace(microsecond=0)
        )
    if kind == "choice":
        return st.sampled_from([o.key for o in lists[column.list or ""].options])
    if kind == "key":
        return _identifiers()
    return texts()


@st.composite
def plans(draw: st.DrawFn, registry: Declared, max_rows: int = 4) -> Event:
    """A small valid event of that registry."""
    lists = dict(registry.lists)
    tables: dict[str, list[dict[str, Value]]] = {}
    for key, table in registry.tables.items():
        if not table.is_computed:
            tables[key] = draw(_rows(table, lists, max_rows))
    for key, rows in tables.items():
        for column in registry.tables[key].columns:
            if column.kind in ("link", "links") and column.role != "calc":
                _link(draw, registry, tables, column, rows, key)
        # A row whose required link leads nowhere cannot be.
        needed = [
            col.key for col in registry.tables[key].columns if _needed(col, registry.tables[key])
        ]
        rows[:] = [row for row in rows if all(n in row for n in needed)]
    settings: dict[str, Value] = {}
    for record in registry.records.values():
        for column in record.columns:
            if column.kind not in ("link", "links") and (column.required or draw(st.booleans())):
                settings[column.key] = draw(cell(column, lists))
    _drop_dangling(registry, tables)
    picks = {}
    for name, document in registry.documents.items():
        keys = _keys(registry, tables, document.table) if document.table else []
        if draw(st.booleans()) and keys:
            picks[name] = draw(st.sampled_from(keys))
    return Event(settings, tables, picks, registry=registry)


def _needed(column: Column, table: Table) -> bool:
    first = column is table.key_column and not table.anonymous
    return column.role == "input" and (column.required or first)


@st.composite
def _rows(
    draw: st.DrawFn, table: Table, lists: dict[str, ChoiceList], most: int
) -> list[dict[str, Value]]:
    first = table.key_column
    fixed: list[str] | None = None
    if isinstance(table.rows, ByList):
        fixed = [o.key for o in lists[table.rows.list].options]
    elif isinstance(table.rows, Fixed):
        fixed = [row[first.key] for row in table.rows.rows if first.key in row]
    count = len(fixed) if fixed is not None else draw(st.integers(0, most))
    rows: list[dict[str, Value]] = []
    for number in range(count):
        row: dict[str, Value] = {}
        for column in table.columns:
            if column.role == "calc" or column.kind in ("link", "links"):
                continue
            if column is first and fixed is not None:
                row[column.key] = fixed[number]
            elif column is first or _needed(column, table) or draw(st.booleans()):
                row[column.key] = draw(cell(column, lists))
                if column is first and isinstance(row[column.key], str):
                    row[column.key] = str(row[column.key]).strip() or "A"
            if column.key in row and (column.unique or (column is first and not table.anonymous)):
                before = {str(r.get(column.key)).casefold() for r in rows}
                if str(row[column.key]).casefold() in before:
                    del row[column.key]
        if row and all(
            k.key in row or k.kind in ("link", "links") for k in table.columns if _needed(k, table)
        ):
            rows.append(row)
    return rows


def _keys(
    registry: Declared, tables: dict[str, list[dict[str, Value]]], key: str | None
) -> list[str]:
    table = registry.tables.get(key or "")
    if table is None:
        return []
    if isinstance(table.rows, Mirror):
        return _keys(registry, tables, table.rows.table)
    if isinstance(table.rows, ByList):
        return [o.key for o in registry.lists[table.rows.list].options]
    first = table.key_column.key
    return [str(row[first]) for row in tables.get(table.key, []) if first in row]


def _link(
    draw: st.DrawFn,
    registry: Declared,
    tables: dict[str, list[dict[str, Value]]],
    column: Column,
    rows: list[dict[str, Value]],
    table: str,
) -> None:
    keys = _keys(registry, tables, column.link) if column.link else []
    first = registry.tables[table].key_column
    unique = column.unique or (column is first and not registry.tables[table].anonymous)
    free = list(keys)
    for row in rows:
        wanted = _needed(column, registry.tables[table]) or draw(st.booleans())
        if not free or not wanted:
            continue
        if column.kind == "links":
            chosen = draw(st.lists(st.sampled_from(free), min_size=1, max_size=3, unique=True))
            row[column.key] = values.join_links(tuple(chosen))
        else:
            row[column.key] = draw(st.sampled_from(free))
            if unique:
                free.remove(str(row[column.key]))


def _drop_dangling(registry: Declared, tables: dict[str, list[dict[str, Value]]]) -> None:
    """Rows that were dropped take the links to them along, until nothing dangles."""
    changed = True
    while changed:
        changed = False
        for key, rows in tables.items():
            table = registry.tables[key]
            for column in table.columns:
                if (
                    column.kind not in ("link", "links")
                    or not column.link
                    or column.role != "input"
                ):
                    continue
                known = set(_keys(registry, tables, column.link))
                for row in [r for r in rows if column.key in r]:
                    parts = values.split_links(str(row[column.key]))
                    parts = parts if column.kind == "links" else (str(row[column.key]),)
                    if not known.issuperset(parts):
                        changed = True
                        del row[column.key]
                        if _needed(column, table):
                            rows.remove(row)


@dataclass(frozen=True)
class SmallRegistry:
    """A registry for tests: the same four mappings as the real one."""

    tables: dict[str, Table]
    records: dict[str, Record]
    lists: dict[str, ChoiceList]
    documents: dict[str, Document] = field(default_factory=dict)


def small_registry() -> SmallRegistry:
    """One table of each sort, columns of each kind."""
    people = Table("people", Text("人員", "People"), (
        c.key("name", "姓名", "Name"), c.text("email", "電子郵件", "E-mail"),
        c.link("reports_to", "主管", "Reports to", "people"),
    ))  # fmt: skip
    items = Table("items", Text("項目", "Items"), (
        c.key("id", "編號", "ID", prefix="IT"),
        c.text("name", "名稱", "Name", required=True),
        c.note("remark", "備註", "Remark"),
        c.choice("state", "狀態", "State", "state"),
        c.choice("colour", "顏色", "Colour", "colour", open=True),
        c.choice("urgent", "急件", "Urgent", "yes_no"),
        c.link("owner", "負責人", "Owner", "people"),
        c.links("after", "前置", "After", "items"),
        c.integer("pieces", "件數", "Pieces", ge=0, le=1000, unit=("件", "pcs")),
        c.number("hours", "時數", "Hours"),
        c.amount("cost", "金額", "Cost", ge=0, unit=("元", "TWD")),
        c.price("price", "單價", "Price"),
        c.percent("share", "比例", "Share", ge=0, le=1),
        c.date("day", "日期", "Day"),
        c.time("start", "開始", "Start"),
        c.datetime("opened", "建立時間", "Opened"),
        c.minutes("length", "長度", "Length", ge=0),
        c.url("page", "網址", "Page"),
        c.text("ubn", "統一編號", "UBN", pattern=r"[0-9]{8}"),
        c.calc("total", "合計", "Total", "amount", "[pieces]*[price]"),
        c.engine(c.date("early", "最早", "Early")),
    ))  # fmt: skip
    notes = Table("notes", Text("紀錄", "Notes"), (
        c.text("text", "內容", "Text", required=True), c.amount("amount", "金額", "Amount", places=2),
    ), anonymous=True)  # fmt: skip
    parts = Table("parts", Text("部分", "Parts"), (
        c.choice("part", "部分", "Part", "state"), c.note("text", "內容", "Text"),
    ), rows=ByList("state"))  # fmt: skip
    mirror = Table("mirror", Text("鏡像", "Mirror"), (
        c.key("line", "列", "Line"), c.calc("x", "值", "X", "number", "1"),
    ), rows=Mirror("items"))  # fmt: skip
    settings = Record("settings", Text("設定", "Settings"), ((Text("活動", "Event"), (
        c.text("event_name", "活動名稱", "Event name", required=True),
        c.date("event_start", "開始日", "Start"),
        c.percent("tax_rate", "稅率", "Tax rate"),
        c.link("manager", "負責人", "Manager", "people"),
    )),))  # fmt: skip
    tables = {t.key: t for t in (people, items, notes, parts, mirror)}
    known = (
        choices("state", "狀態", "State", ("open", "待辦", "Open"), ("done", "完成", "Done")),
        choices("colour", "顏色", "Colour", ("red", "紅", "Red"), ("blue", "藍", "Blue")),
        choices("yes_no", "是否", "Yes or no", ("yes", "是", "Yes"), ("no", "否", "No")),
    )
    order = Document("order", Text("訂單", "Order"), (), table="items")
    return SmallRegistry(
        tables, {"settings": settings}, {k.name: k for k in known}, {"order": order}
    )


SMALL = small_registry()


def item(**cells: Any) -> dict[str, Any]:
    """A row of the table items with what it needs."""
    return {"id": "IT-1", "name": "A", **cells}


NOON = time(12)
