"""Small workbooks that follow the contract between writer and reader, to be damaged by tests."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from xlevent.domain.language import Language, Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Document, Mirror, Record, Table
from xlevent.sheets.kernel.lists import ChoiceList, choices


@dataclass
class Declarations:
    """A registry of a few tables."""

    tables: dict[str, Table] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    lists: dict[str, ChoiceList] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)


_STATE = choices(
    "state", "狀態", "State", ("open", "待辦", "Open"), ("done", "完成", "Done"),
)  # fmt: skip
TASKS = Table(
    "tasks", Text("工作", "Tasks"),
    (
        c.key("id", "編號", "ID", prefix="T"),
        c.text("name", "名稱", "Name", required=True),
        c.date("start", "開始日", "Start"),
        c.number("duration", "工期", "Duration"),
        c.amount("cost", "金額", "Amount"),
        c.choice("state", "狀態", "State", "state"),
        c.calc("double", "兩倍", "Double", "amount", "[cost]*2"),
        c.engine(c.datetime("early_start", "最早開始", "Early start")),
    ),
)  # fmt: skip
PEOPLE = Table(
    "people", Text("人員", "People"),
    (c.key("name", "姓名", "Full name"), c.text("email", "電子郵件", "Email"),
     c.links("tasks", "負責工作", "Their tasks", "tasks")),
)  # fmt: skip
PARTS = Table(
    "parts", Text("部分", "Parts"),
    (c.choice("part", "部分名", "Part", "state"), c.note("text", "內容", "Content")),
    rows=ByList("state"),
)  # fmt: skip
MIRROR = Table(
    "tasks_seen", Text("工作一覽", "Tasks seen"),
    (c.key("task", "工作號", "Task"), c.calc("name_seen", "工作名", "Task name", "text", "[task]")),
    rows=Mirror("tasks"),
)  # fmt: skip
SETTINGS = Record(
    "settings", Text("設定", "Settings"),
    ((Text("活動", "Event"), (
        c.text("event_name", "活動名稱", "Event name"),
        c.date("event_start", "活動開始", "Event starts"),
        c.integer("currency_decimals", "幣別小數", "Decimals"),
    )),),
)  # fmt: skip
LETTER = Document("letter", Text("通知", "Letter"), (), table="tasks")
DECLARED = Declarations(
    {t.key: t for t in (TASKS, PEOPLE, PARTS, MIRROR)}, {"settings": SETTINGS},
    {"state": _STATE}, {"letter": LETTER},
)  # fmt: skip

ROW: dict[str, Any] = {
    "id": "T-001", "name": "搭建舞台", "start": 46346, "duration": 2.5, "cost": 1234.5,
    "state": "完成 Done", "double": ("=E5*2", 2469), "early_start": 46346.375,
}  # fmt: skip


@dataclass
class Book:
    """What a test changes before the workbook is written."""

    tasks: list[Mapping[str, Any]] = field(default_factory=lambda: [ROW])
    language: Language = "both"
    sheet: str = "O2.3.2 工作 Tasks"
    order: Sequence[str] = tuple(col.key for col in TASKS.columns)
    headers: Mapping[str, str] = field(default_factory=dict)  # column key -> renamed header
    extra: Sequence[str] = ()
    top: int = 3  # zero-based row of the header
    left: int = 1
    spare: int = 3
    native: bool = True
    metadata: bool = True
    names: bool = True
    table_name: str = "tasks"
    totals: bool = False
    options: dict[str, Any] = field(default_factory=dict)  # of the workbook
    touch: Callable[[Any, Any], None] | None = None  # gets workbook and sheet of tasks

    def write(self, path: Path) -> Path:
        """Write the workbook."""
        book = xlsxwriter.Workbook(str(path), self.options)
        self._tasks(book)
        self._people(book)
        self._settings(book)
        if self.metadata:
            self._metadata(book)
        book.close()
        return path

    def header(self, table: Table, key: str) -> str:
        """The header of a column in this workbook."""
        return self.headers.get(key) or table.column(key).title.show(self.language)

    def _tasks(self, book: Any) -> None:
        sheet = book.add_worksheet(self.sheet)
        sheet.write_string(self.top - 1, self.left, TASKS.title.show(self.language))
        keys = [*self.order, *self.extra]
        heads = [self.header(TASKS, k) if k in self.order else k for k in keys]
        for offset, head in enumerate(heads):
            sheet.write_string(self.top, self.left + offset, head)
        for number, row in enumerate(self.tasks, start=1):
            for offset, key in enumerate(keys):
                put(sheet, self.top + number, self.left + offset, row.get(key))
        last = self.top + len(self.tasks) + self.spare
        calc = self.left + keys.index("double") if "double" in keys else None
        for row_number in range(self.top + len(self.tasks) + 1, last + 1):
            if calc is not None:
                sheet.write_formula(row_number, calc, '=IF(B5="","",1)', None, "")
        if self.native:
            columns = [{"header": head} for head in heads]
            right = self.left + len(keys) - 1
            if self.totals:
                last += 1
                columns[0]["total_string"] = "合計"
            code = sheet.add_table(
                self.top, self.left, last, right,
                {"name": self.table_name, "columns": columns, "total_row": self.totals},
            )  # fmt: skip
            assert not code
        if self.touch:
            self.touch(book, sheet)

    def _people(self, book: Any) -> None:
        sheet = book.add_worksheet("People")
        heads = [col.title.show(self.language) for col in PEOPLE.columns]
        for offset, text in enumerate(heads):
            sheet.write_string(2, offset, text)
        for offset, text in enumerate(("王小明", "ming@example.org", "T-001; T-001")):
            sheet.write_string(3, offset, text)
        parts = [col.title.show(self.language) for col in PARTS.columns]
        for offset, text in enumerate(parts):
            sheet.write_string(2, 5 + offset, text)
        for offset, option in enumerate(_STATE.options):
            sheet.write_string(3 + offset, 5, option.label.show(self.language))
        sheet.write_string(4, 6, "第二部分")
        if self.native:
            headers = [{"header": text} for text in heads]
            sheet.add_table(2, 0, 5, 2, {"name": "people", "columns": headers})
            headers = [{"header": text} for text in parts]
            sheet.add_table(2, 5, 4, 6, {"name": "parts", "columns": headers})

    def _settings(self, book: Any) -> None:
        sheet = book.add_worksheet("Settings")
        values: tuple[Any, ...] = ("臺北展", 46346, 0)
        for row, (column, value) in enumerate(zip(SETTINGS.columns, values, strict=True)):
            sheet.write_string(row, 1, column.title.show(self.language))
            put(sheet, row, 2, value)
            if self.names:
                book.define_name(f"set_{column.key}", f"=Settings!$C${row + 1}")
        sheet.write_string(0, 5, "T-001")
        if self.names:
            book.define_name("pick_letter", "=Settings!$F$1")

    def _metadata(self, book: Any) -> None:
        sheet = book.add_worksheet("_xlevent")
        rows: list[tuple[str, ...]] = [
            ("xlevent", "0.1"), ("template", "1"), ("language", self.language),
            ("table", "tasks", "tasks", "O2.3.2"), ("something", "new"),
        ]  # fmt: skip
        rows += [
            ("column", "tasks", key, str(number), key)
            for number, key in enumerate([*self.order, *self.extra], start=1)
            if key in self.order
        ]
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        sheet.very_hidden()


def put(sheet: Any, row: int, column: int, value: Any) -> None:
    """Write text, number, truth value or (formula, value)."""
    if isinstance(value, tuple):
        sheet.write_formula(row, column, value[0], None, value[1])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def change_part(source: Path, target: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    """A copy of a workbook with one part edited (made, where it is missing)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            data = old.read(name)
            new.writestr(name, edit(data) if name == part else data)
        if part not in names:
            new.writestr(part, edit(b""))
    return target
