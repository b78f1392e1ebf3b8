"""Workbooks as people leave them are read completely, and every oddity is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools.libreoffice import LibreOffice
from tests.tools.programs import ROOT
from tests.workbook.books import DECLARED, ROW, TASKS, Book, change_part
from xlevent.app.event import Event
from xlevent.app.read import read as read_event
from xlevent.domain.finding import Finding
from xlevent.sheets.registry import registry
from xlevent.workbook.book import BookData
from xlevent.workbook.reader import RawBook, read
from xlevent.workbook.writer import write_book

SECOND = {**ROW, "id": "T-002", "name": "彩排"}
THIRD = {**ROW, "id": "T-003", "name": "開幕"}


def raw(book: Book, tmp_path: Path) -> RawBook:
    return read(book.write(tmp_path / "book.xlsx"), DECLARED)


def event(book: Book, tmp_path: Path) -> Event:
    return read_event(book.write(tmp_path / "book.xlsx"), registry=DECLARED)


def told(book: RawBook) -> list[str]:
    return [problem.code.code for problem, _ in book.plan.problems]


def cells(book: RawBook, code: str) -> list[str]:
    return [str(place) for problem, place in book.plan.problems if problem.code.code == code]


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def ids(book: RawBook) -> list[object]:
    return [row.get("id") for row in book.plan.tables["tasks"].rows]


def test_reads_an_untouched_workbook_without_a_word(tmp_path: Path) -> None:
    found = event(Book(tasks=[ROW, SECOND]), tmp_path)
    assert found.findings == []
    assert found.settings == {
        "event_name": "臺北展", "event_start": date(2026, 11, 20), "currency_decimals": 0,
    }  # fmt: skip
    assert found.picks == {"letter": "T-001"}
    assert found.tables["tasks"][0] == {
        "id": "T-001", "name": "搭建舞台", "start": date(2026, 11, 20),
        "duration": Decimal("2.5"), "cost": Decimal("1234.5"), "state": "done",
        "early_start": datetime(2026, 11, 20, 9),
    }  # fmt: skip
    assert found.tables["people"] == [
        {"name": "王小明", "email": "ming@example.org", "tasks": "T-001; T-001"}
    ]
    assert found.tables["parts"] == [{"part": "done", "text": "第二部分"}]
    assert "tasks_seen" not in found.tables


@pytest.mark.parametrize("language", ["zh-TW", "en", "both"])
def test_reads_every_language(tmp_path: Path, language: Any) -> None:
    book = raw(Book(language=language, tasks=[{**ROW, "state": "Done"}]), tmp_path)
    assert (ids(book), told(book), book.language) == (["T-001"], [], language)


def test_gives_the_place_of_each_cell(tmp_path: Path) -> None:
    found = event(Book(tasks=[{**ROW, "cost": "viel"}]), tmp_path)
    assert [str(f.place) for f in found.findings] == ["'O2.3.2 工作 Tasks'!F5"]


@pytest.mark.parametrize(
    "book",
    [
        Book(order=["state", "cost", "id", "double", "early_start", "name", "start", "duration"]),
        Book(sheet="我的工作表", top=17, left=30),
        Book(tasks=[{}, ROW, {}], spare=0),
        Book(metadata=False),
        Book(table_name="tasks13"),
        Book(touch=lambda _, sheet: sheet.set_column("A:Z", None, None, {"hidden": True})),
        Book(touch=lambda _, sheet: sheet.set_row(4, None, None, {"hidden": True})),
    ],
    ids=["order", "moved", "gaps", "no metadata", "copied", "hidden columns", "filtered row"],
)
def test_edits_that_change_nothing(tmp_path: Path, book: Book) -> None:
    found = raw(book, tmp_path)
    assert (ids(found), told(found)) == (["T-001"], [])


def test_a_hidden_sheet_is_read(tmp_path: Path) -> None:
    source = Book().write(tmp_path / "book.xlsx")
    for state in (b"hidden", b"veryHidden"):
        path = change_part(
            source, tmp_path / "hidden.xlsx", "xl/workbook.xml",
            lambda x, s=state: x.replace(b'Tasks" sheetId', b'Tasks" state="' + s + b'" sheetId'),
        )  # fmt: skip
        assert ids(read(path, DECLARED)) == ["T-001"]


def test_a_renamed_header_is_read_by_its_id(tmp_path: Path) -> None:
    found = raw(Book(headers={"cost": "我們的費用"}), tmp_path)
    assert found.plan.tables["tasks"].rows[0]["cost"] == 1234.5
    assert told(found) == ["XL163"]
    assert cells(found, "XL163") == ["'O2.3.2 工作 Tasks'!F4"]


def test_own_columns_are_left_alone(tmp_path: Path) -> None:
    found = raw(Book(tasks=[{**ROW, "我的備註": "x"}], extra=["我的備註"]), tmp_path)
    assert told(found) == ["XL168"]
    assert "我的備註" not in found.plan.tables["tasks"].rows[0]


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    order = [col.key for col in TASKS.columns if col.key != "cost"]
    found = raw(Book(order=order), tmp_path)
    assert (ids(found), told(found)) == (["T-001"], ["XL164"])


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(Book().write(tmp_path / "book.xlsx"))
    del book["People"]
    book.save(tmp_path / "less.xlsx")
    found = read(tmp_path / "less.xlsx", DECLARED)
    assert sorted(told(found)) == ["XL165", "XL165"]
    assert ids(found) == ["T-001"]


def _below(first: int, *rows: dict[str, Any]) -> Any:
    def touch(_: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            for offset, key in enumerate(col.key for col in TASKS.columns):
                if key in row and key != "double":
                    sheet.write(first + number, 1 + offset, row[key])

    return touch


def test_rows_typed_below_the_table_are_read(tmp_path: Path) -> None:
    found = raw(Book(spare=0, touch=_below(5, SECOND, THIRD)), tmp_path)
    assert ids(found) == ["T-001", "T-002", "T-003"]
    assert told(found) == ["XL167"]
    assert cells(found, "XL167") == ["'O2.3.2 工作 Tasks'!B6"]
    assert found.plan.problems[0][0].details["count"] == 2


def test_rows_below_end_at_the_first_empty_row(tmp_path: Path) -> None:
    found = raw(Book(spare=0, touch=_below(5, SECOND, {}, THIRD)), tmp_path)
    assert ids(found) == ["T-001", "T-002"]


def test_a_total_typed_below_is_no_row(tmp_path: Path) -> None:
    found = raw(Book(spare=0, touch=_below(5, {"id": "合計", "cost": 5})), tmp_path)
    assert (ids(found), told(found)) == (["T-001"], ["XL170"])


def test_the_row_of_totals_is_no_row(tmp_path: Path) -> None:
    found = raw(Book(totals=True), tmp_path)
    assert (ids(found), told(found)) == (["T-001"], [])


def test_lost_tables_are_found_by_their_headers(tmp_path: Path) -> None:
    found = raw(Book(native=False, tasks=[ROW, {}, SECOND]), tmp_path)
    assert ids(found) == ["T-001", "T-002"]
    assert sorted(told(found)) == ["XL166", "XL166", "XL166"]
    assert found.plan.tables["people"].rows[0]["name"] == "王小明"
    assert found.plan.tables["parts"].rows[0]["text"] == "第二部分"


def test_a_lost_table_ends_where_the_next_one_begins(tmp_path: Path) -> None:
    def touch(_: Any, sheet: Any) -> None:
        sheet.write_string(9, 1, "人員")
        for offset, text in enumerate(("姓名", "電子郵件", "負責工作")):
            sheet.write_string(10, 1 + offset, text)
        sheet.write_string(11, 1, "李四")

    found = raw(Book(native=False, touch=touch), tmp_path)
    assert ids(found) == ["T-001"]
    assert "XL171" in told(found)  # people stand on two sheets


def test_everything_lost_but_the_cells(tmp_path: Path) -> None:
    source = Book(native=False, metadata=False, names=False, tasks=[ROW, SECOND])
    found = event(source, tmp_path)
    assert [row["id"] for row in found.tables["tasks"]] == ["T-001", "T-002"]
    assert found.settings["event_start"] == date(2026, 11, 20)


def test_three_of_five_headers_are_enough(tmp_path: Path) -> None:
    names = {"start": "甲", "duration": "乙", "double": "丙"}
    found = raw(Book(native=False, metadata=False, headers=names), tmp_path)
    assert ids(found) == ["T-001"]
    assert "start" not in found.plan.tables["tasks"].rows[0]
    assert told(found).count("XL164") == 2
    assert told(found).count("XL168") == 3


def test_values_under_merged_cells_are_not_shown_and_not_read(tmp_path: Path) -> None:
    source = Book(tasks=[ROW, SECOND]).write(tmp_path / "book.xlsx")
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="C5:C6"/></mergeCells>'
    path = change_part(
        source, tmp_path / "m.xlsx", "xl/worksheets/sheet1.xml",
        lambda x: x.replace(b"</sheetData>", merge),
    )  # fmt: skip
    found = read(path, DECLARED)
    rows = found.plan.tables["tasks"].rows
    assert [row.get("name") for row in rows] == ["搭建舞台", None]
    assert cells(found, "XL169") == ["'O2.3.2 工作 Tasks'!C5"]


def test_error_cells_are_findings(tmp_path: Path) -> None:
    row = {**ROW, "cost": ("=1/0", "#DIV/0!"), "name": ("=NA()", "#N/A")}
    found = event(Book(tasks=[row]), tmp_path)
    assert codes(found.findings).count("XL160") == 2
    assert "cost" not in found.tables["tasks"][0]


def test_a_formula_in_an_input_cell_gives_its_value(tmp_path: Path) -> None:
    found = event(Book(tasks=[{**ROW, "cost": ("=500+25", 525)}]), tmp_path)
    assert found.tables["tasks"][0]["cost"] == 525
    assert codes(found.findings) == ["XL161"]


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    source = Book(tasks=[{**ROW, "cost": ("=500+25", 525)}]).write(tmp_path / "book.xlsx")
    path = change_part(
        source, tmp_path / "n.xlsx", "xl/worksheets/sheet1.xml",
        lambda x: x.replace(b"<v>525</v>", b""),
    )  # fmt: skip
    assert told(read(path, DECLARED)) == ["XL172"]


def test_an_overwritten_result_is_told(tmp_path: Path) -> None:
    found = raw(Book(tasks=[ROW, {**SECOND, "double": 99}]), tmp_path)
    assert told(found) == ["XL162"]
    assert cells(found, "XL162") == ["'O2.3.2 工作 Tasks'!H6"]
    assert "double" not in found.plan.tables["tasks"].rows[1]


def test_long_lists_of_the_same_problem_are_cut(tmp_path: Path) -> None:
    rows = [{**ROW, "id": f"T-{n}", "double": 1} for n in range(200)]
    found = told(raw(Book(tasks=rows), tmp_path))
    assert found.count("XL162") == 20
    assert found.count("XL199") == 1


def test_numbers_typed_as_text(tmp_path: Path) -> None:
    found = event(Book(tasks=[{**ROW, "cost": "1,234", "start": "2026/11/20"}]), tmp_path)
    assert found.tables["tasks"][0]["cost"] == 1234
    assert found.tables["tasks"][0]["start"] == date(2026, 11, 20)
    assert codes(found.findings) == ["XL121", "XL120"]


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    row = {**ROW, "start": 46346 - 1462, "early_start": 46346.375 - 1462}
    book = Book(tasks=[row], options={"date_1904": True})
    assert raw(book, tmp_path).plan.date1904
    found = event(book, tmp_path).tables["tasks"][0]
    assert (found["start"], found["early_start"]) == (date(2026, 11, 20), datetime(2026, 11, 20, 9))


@pytest.mark.parametrize("program", ["openpyxl"])
def test_books_saved_by_other_programs(tmp_path: Path, program: str) -> None:
    book = openpyxl.load_workbook(Book(tasks=[ROW, SECOND]).write(tmp_path / "book.xlsx"))
    book.save(tmp_path / "other.xlsx")
    found = read(tmp_path / "other.xlsx", DECLARED)
    assert (ids(found), told(found)) == (["T-001", "T-002"], [])


def test_replaced_settings_are_found_by_name(tmp_path: Path) -> None:
    found = event(replace(Book(), metadata=False), tmp_path)
    assert found.settings["event_name"] == "臺北展"


# --- with the real writer and all sheets ---------------------------------------------------------
@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Event, Path]:
    found = Event.load(ROOT / "xlevent" / "samples" / "g0v-summit-2014.yaml")
    path = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    write_book(BookData(registry(), "both", found.settings, found.tables, found.picks), path)
    return found, path


def test_what_was_written_is_read(sample: tuple[Event, Path]) -> None:
    written, path = sample
    found = read_event(path)
    assert found == written
    assert found.findings == written.findings


@pytest.mark.office
@pytest.mark.slow
def test_what_libreoffice_saved_is_read(
    sample: tuple[Event, Path], libreoffice: LibreOffice
) -> None:
    written, path = sample
    found = read_event(libreoffice.recalculate([path])[0])
    assert found == written
    assert found.findings == written.findings


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_all_tables_and_names_lost(sample: tuple[Event, Path], tmp_path: Path) -> None:
    written, path = sample
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]
    for name in list(book.defined_names):
        del book.defined_names[name]
    del book["_xlevent"]
    book.save(tmp_path / "lost.xlsx")
    found = read_event(tmp_path / "lost.xlsx")
    assert found.tables == written.tables
    assert found.settings == written.settings
    assert "XL166" in codes(found.findings)
    assert not {"XL165", "XL171"} & set(codes(found.findings))
