"""Registries of a few sheets, as complete as the installed one, whose books take no time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.strategies import SMALL
from xlevent.domain.language import Text
from xlevent.sheets.choices import frame
from xlevent.sheets.consistency import contradictions
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    ByList,
    Document,
    Field,
    Figure,
    Fixed,
    Heading,
    Lines,
    Mirror,
    Para,
    Record,
    Sheet,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.lists import ChoiceList, choices
from xlevent.sheets.kernel.stale import Computed, with_stale_flags
from xlevent.sheets.registry import Registry, assemble
from xlevent.workbook.book import BookData, with_states
from xlevent.workbook.contents import Contents, NativeTable
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.package import open_package

ENGINE_STATE = next(known for known in frame.LISTS if known.name == "engine_state")
HOME = Sheet("Home", Text("首頁", "Home"), Text("首頁", "Home"), ())
LISTS = Sheet("Lists", Text("清單", "Lists"), Text("清單", "Lists"), ())
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def problems(
    sheets: Iterable[Sheet],
    lists: Iterable[ChoiceList] = (),
    blocks: tuple[Computed, ...] = (),
) -> list[str]:
    """What is wrong with these sheets."""
    found: list[str] = []
    flagged = with_stale_flags((HOME, *sheets, LISTS), blocks)
    built = assemble(flagged, (ENGINE_STATE, *lists), found, blocks)
    return [*found, *contradictions(built)]


def registry_of(
    *sheets: Sheet, lists: Iterable[ChoiceList] = (), blocks: tuple[Computed, ...] = ()
) -> Registry:
    """The registry of these sheets and what every workbook has."""
    lists = tuple(lists)
    assert problems(sheets, lists, blocks) == []
    flagged = with_stale_flags((HOME, *sheets, LISTS), blocks)
    return assemble(flagged, (ENGINE_STATE, *lists), [], blocks)


# --- one table of each sort, columns of each kind ------------------------------------------------
_INPUTS = ("id", "name", "pieces", "day", "opened")
_MONEY = (Text("金額", "Money"), (c.integer(
    "currency_decimals", "小數位數", "Decimals", ge=0, le=4, default="0"),))  # fmt: skip


def _small() -> Registry:
    tables = SMALL.tables
    record = SMALL.records["settings"]
    record = replace(record, fields=(*record.fields, _MONEY))
    return registry_of(
        Sheet("Settings", Text("設定", "Settings"), Text("設定", "Settings"), (record,)),
        Sheet("O1.1.1", Text("項目", "Items"), Text("項目", "Items"),
              (tables["items"], tables["mirror"]), phase="T1"),
        Sheet("O1.1.2", Text("其他", "Others"), Text("其他", "Others"),
              (tables["people"], tables["notes"], tables["parts"]), phase="T1"),
        Sheet("O1.1.3", Text("文件", "Paper"), Text("文件", "Paper"),
              (SMALL.documents["order"],), phase="T1"),
        lists=SMALL.lists.values(),
        blocks=(Computed("plan", Text("規劃", "Planning"), {"items": ("early",)},
                         {"items": _INPUTS}),),
    )  # fmt: skip


SMALL_BOOK = _small()

# --- a shop whose numbers are worked out by hand in the tests ------------------------------------
_STATE = choices(
    "state", "狀態", "State", ("open", "待辦", "Open", "warn"), ("done", "完成", "Done", "good"),
)  # fmt: skip
_COLOUR = choices("colour", "顏色", "Colour", ("red", "紅", "Red"), ("blue", "藍", "Blue"))
_SETTINGS = Record("settings", Text("設定", "Settings"), (
    (Text("活動", "Event"), (
        c.text("event_name", "活動名稱", "Event name", required=True),
        c.date("event_start", "開始日", "Start"),
        c.percent("tax_rate", "稅率", "Tax rate", help=("營業稅", "Value added tax")),
        c.choice("state", "狀態", "State", "state"),
    )), _MONEY,
))  # fmt: skip
_ORDERS = Table("orders", Text("訂單", "Orders"), (
    c.key("id", "編號", "ID", prefix="OR"),
    c.text("name", "名稱", "Name", required=True),
    c.choice("colour", "顏色", "Colour", "colour", open=True),
    c.calc("total", "合計", "Total", "amount", "SUMIFS(lines[amount],lines[order],[id])"),
    c.calc("taxed", "含稅", "With tax", "amount",
           "ROUND(N([total])*(1+settings.tax_rate),settings.currency_decimals)"),
    c.calc("number", "序號", "No", "integer", "#row", guard=False),
    c.url("page", "網址", "Page"),
), blank=4)  # fmt: skip
_LINES = Table("lines", Text("明細", "Lines"), (
    c.key("id", "編號", "ID", prefix="LN"),
    c.link("order", "訂單號", "Order", "orders", required=True),
    c.number("pieces", "件數", "Pieces", ge=0, le=1000, unit=("件", "pcs")),
    c.price("price", "單價", "Price", gt=0),
    c.choice("state", "狀態", "State", "state"),
    c.date("due", "交期", "Due"),
    c.time("at", "時間", "At"),
    c.datetime("sent", "寄出", "Sent"),
    c.note("remark", "備註", "Remark"),
    c.links("after", "前置", "After", "lines"),
    c.calc("amount", "金額", "Amount", "amount", "[pieces]*[price]"),
    c.calc("done", "已完成", "Is done", "text", "IF([state]={state.done},{t:是|Yes},{t:否|No})"),
    c.calc("position", "列序", "Position", "integer", "#row", hidden=True),
    c.calc("doc_key", "文件鍵", "Document key", "text",
           '[order]&"|"&COUNTIFS(lines[order],[order],lines[position],"<="&N([position]))',
           hidden=True),
    c.engine(c.date("early", "最早", "Early")),
    c.engine(c.choice("late", "逾期", "Late", "state")),
), blank=6)  # fmt: skip
_BY_STATE = Table("by_state", Text("依狀態", "By state"), (
    c.choice("kind", "類別", "Kind", "state"),
    c.amount("budget", "預算", "Budget", ge=0),
    c.calc("spent", "已用", "Spent", "amount", "SUMIFS(lines[amount],lines[state],[kind])"),
    c.calc("left", "剩餘", "Left", "amount", "[budget]-N([spent])"),
), rows=ByList("state"))  # fmt: skip
_TOPICS = Table("topics", Text("主題", "Topics"), (
    c.key("topic", "主題", "Topic"),
    c.calc("label", "說明", "Label", "text", '""'),
    c.calc("value", "值", "Value", "number", '""'),
    c.note("comment", "意見", "Comment"),
), rows=Fixed((
    {"topic": "A", "label": "{t:總額|Total}", "value": "=SUM(lines[amount])"},
    {"topic": "B", "label": "{t:件數|Pieces}", "value": "=SUM(lines[pieces])"},
    {"topic": "C"},
)))  # fmt: skip
_SEEN = Table("seen", Text("訂單一覽", "Orders seen"), (
    c.key("order", "訂單號", "Order"),
    c.calc("lines", "行數", "Lines", "integer", "COUNTIFS(lines[order],[order])"),
), rows=Mirror("orders"))  # fmt: skip
_LETTER = Document("letter", Text("訂購單", "Order form"), (
    Heading(Text("甲、內容", "A. What")),
    Para(Text("訂單 {pick.name} 共 {pick.total} 元。", "Order {pick.name}: {pick.total}.")),
    Field(Text("完成數", "Done"), 'COUNTIFS(lines[state],{state.done})', "integer"),
    Lines("lines", ("id", "pieces", "due", "remark"), rows=3, widths=(2, 2, 2, 6)),
    Lines("by_state", ("kind", "spent"), rows=2, match=False),
    Signatures((Text("甲方", "Party A"), Text("乙方", "Party B"))),
), table="orders")  # fmt: skip
_FIGURES = (
    Figure("shop_total", Text("總額", "Total"), "amount", "SUM(lines[amount])", good_if=">=0"),
    Figure("shop_share", Text("完成率", "Share done"), "percent",
           'IF(fig.shop_total=0,"",SUMIFS(lines[amount],lines[state],{state.done})'
           "/fig.shop_total)"),
    Figure("shop_lines", Text("行數", "Lines"), "integer",
           'SUMPRODUCT((lines[id]<>"")*1)', hidden=True),
)  # fmt: skip
BLOCKS = (
    Computed("early", Text("最早", "Earliest"), {"lines": ("early",)},
             {"lines": ("id", "pieces", "due", "sent"), "orders": ("name", "colour")},
             settings=("event_start", "tax_rate", "state"), command="xlevent early"),
    Computed("late", Text("逾期", "Late"), {"lines": ("late",)}, {"lines": ("id", "early")},
             sparse=True),
)  # fmt: skip
SHOP = registry_of(
    Sheet("Settings", Text("設定", "Settings"), Text("設定", "Settings"), (_SETTINGS,)),
    Sheet("O1.1.1", Text("訂單", "Orders"), Text("訂單", "Orders"), (_ORDERS, _LINES),
          figures=_FIGURES, phase="T1"),
    Sheet("O1.1.2", Text("彙總", "Summary"), Text("彙總", "Summary"), (_BY_STATE, _TOPICS, _SEEN),
          phase="T2", protect=True),
    Sheet("O1.1.3", Text("文件", "Paper"), Text("文件", "Paper"), (_LETTER,), phase="T3"),
    lists=(_STATE, _COLOUR),
    blocks=BLOCKS,
)  # fmt: skip


def shop(
    orders: list[dict[str, Any]] | None = None, lines: list[dict[str, Any]] | None = None,
    language: Any = "both", **more: Any,
) -> BookData:  # fmt: skip
    """The shop's data with these rows; `more` may hold settings, picks and other tables."""
    settings = {"event_name": "商店", **more.pop("settings", {})}
    picks = more.pop("picks", {})
    tables = {"orders": orders or [], "lines": lines or [], **more}
    return with_states(BookData(SHOP, language, settings, tables, picks))


# --- looking into a workbook, and editing it as a person would -----------------------------------
def contents(path: Path) -> Contents:
    """Sheets, tables and names of a workbook."""
    with open_package(path) as package:
        return read_contents(package)


def native(path: Path, table: str) -> NativeTable:
    """A table object of a workbook."""
    return next(one for one in contents(path).tables if one.name == table)


def edit(path: Path, target: Path, edits: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """A copy of a workbook with some parts changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, edits[name](data) if name in edits else data)
    return target
