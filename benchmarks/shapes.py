"""The events that are built: two of the shape of other people's benchmarks, two of our sheets."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.values import make_settings, make_tables
from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Series, Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.lists import ChoiceList, choices
from xlevent.sheets.registry import Registry, registry
from xlevent.workbook.book import BookData, with_states

SHEETS, ROWS = 45, 500
MANY = 50_000
_STATE = choices(
    "state", "狀態", "State",
    ("open", "待辦", "Open", "warn"), ("done", "完成", "Done", "good"),
    ("off", "取消", "Off", "muted"),
)  # fmt: skip


def plain() -> BookData:
    """45 sheets of 500 rows and 12 columns of mixed kinds, no formula."""
    return _of_columns(
        (
            c.key("id", "編號", "ID", prefix="R"), c.text("name", "名稱", "Name"),
            c.note("note", "備註", "Note"), c.choice("state", "狀態", "State", "state"),
            c.date("day", "日期", "Day"), c.time("at", "時間", "At"),
            c.integer("count", "人數", "Count"), c.number("quantity", "數量", "Quantity"),
            c.price("price", "單價", "Price"), c.amount("amount", "金額", "Amount"),
            c.percent("share", "比率", "Share"), c.text("place", "地點", "Place"),
        )
    )  # fmt: skip


def formulas() -> BookData:
    """45 sheets of 500 rows with 4 structured formulas each: 90,000 formulas, and charts."""
    return _of_columns(
        (
            c.key("id", "編號", "ID", prefix="R"), c.text("name", "名稱", "Name"),
            c.choice("state", "狀態", "State", "state"), c.date("day", "日期", "Day"),
            c.number("quantity", "數量", "Quantity"), c.price("price", "單價", "Price"),
            c.amount("paid", "已付", "Paid"), c.percent("rate", "稅率", "Rate"),
            c.calc("amount", "金額", "Amount", "amount", "ROUND([quantity]*[price]*(1+[rate]),0)"),
            c.calc("left", "未付", "Left", "amount", "N([amount])-N([paid])"),
            c.calc("share", "占比", "Share", "percent",
                   "IF(N([amount])=0,\"\",[paid]/[amount])"),
            c.calc("flag", "註記", "Flag", "text",
                   "IF(AND([state]={state.open},N([left])>0),"
                   'TEXT([day],"yyyy-mm-dd")&" "&[name],"")'),
        ),
        charts=True,
    )  # fmt: skip


def declared() -> BookData:
    """Every sheet of the product, its largest table with 500 rows, the others with 20."""
    known = registry()
    sizes = dict.fromkeys(known.tables, 20)
    for sheet in known.sheets:
        tables = [t for t in sheet.tables if t.rows is None and not t.is_computed]
        if tables:
            sizes[max(tables, key=lambda t: len(t.columns)).key] = ROWS
    return _of_registry(sizes)


def expenses() -> BookData:
    """50,000 vouchers and the bank lines beside them, 20 rows in every other table."""
    sizes = dict.fromkeys(registry().tables, 20)
    return _of_registry({**sizes, "expenses": MANY})


SHAPES: dict[str, Callable[[], BookData]] = {
    "plain": plain, "formulas": formulas, "declared": declared, "expenses": expenses,
}  # fmt: skip


def _of_registry(sizes: dict[str, int]) -> BookData:
    known = registry()
    sizes = {k: n for k, n in sizes.items() if not known.tables[k].report}
    tables = make_tables(known, sizes)
    return with_states(BookData(known, "both", make_settings(known), tables, {}))


def _of_columns(columns: tuple[Column, ...], *, charts: bool = False) -> BookData:
    sheets = []
    for number in range(1, SHEETS + 1):
        key = f"big_table_{number}"
        title = Text(f"表 {number}", f"Sheet {number}")
        blocks: tuple[Table | Chart, ...] = (Table(key, title, columns),)
        if charts:
            amounts = Series(f"{key}[amount]", Text("金額", "Amount"))
            blocks += (Chart("column", title, f"{key}[id]", (amounts,)),)
        sheets.append(Sheet(f"B{number}", title, title, blocks, phase="T1"))
    known = _registry(tuple(sheets), {_STATE.name: _STATE})
    return BookData(known, "en", {}, make_tables(known, dict.fromkeys(known.tables, ROWS)), {})


def _registry(sheets: tuple[Sheet, ...], lists: dict[str, ChoiceList]) -> Registry:
    tables = {table.key: table for sheet in sheets for table in sheet.tables}
    sheet_of = {table.key: sheet for sheet in sheets for table in sheet.tables}
    return Registry(sheets, tables, sheet_of, {}, {}, {}, lists)
