"""The closing report of the macro, from shown values, is that of `xlevent report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.macros.running import run

from tests.tools.libreoffice import LibreOffice
from tests.tools.programs import ROOT
from tests.udfs.macros import excel
from xlevent.app.event import Event
from xlevent.app.reporting.closing import closing_report
from xlevent.app.reporting.html import report_html
from xlevent.app.reporting.media import folder_of, media_of
from xlevent.sheets.registry import registry
from xlevent.workbook.names import figure_name

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]
_BOOKS = ("demo", "g0v-summit-2014", "ournetworks-2018", "xlevent-master")


def by_command(path: Path) -> str:
    """What `xlevent report` writes."""
    event = Event.read(path)
    media = media_of(event, folder_of(path))
    return report_html(closing_report(event, event.language, media), event.language)


def by_macro(data: dict[str, Any]) -> str:
    outcome = run("closing_report", excel.open_book(data))
    assert outcome.download is not None, outcome.lines
    return outcome.download.content.decode()


def refused(data: dict[str, Any]) -> Outcome:
    outcome = run("closing_report", excel.open_book(data))
    assert not outcome.done
    assert outcome.download is None
    assert len(outcome.lines) == 1
    return outcome


def sheet_of_the_report(data: dict[str, Any]) -> list[list[Any]]:
    """The rows of O6.1.1."""
    tables = [(s, t) for s in data["sheets"] for t in s["tables"]]
    rows: list[list[Any]] = next(
        s["values"] for s, t in tables if t["name"] == "report_sections"
    )  # fmt: skip
    return rows


def row_of(rows: list[list[Any]], text: str) -> int:
    return next(number for number, row in enumerate(rows) if text in row)


@pytest.mark.parametrize("name", _BOOKS)
def test_the_report_is_that_of_the_command(name: str) -> None:
    path = ROOT / "workbooks" / f"{name}.xlsx"
    assert by_macro(excel.payload(path)) == by_command(path)


def test_both_languages_are_told_apart(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "both.xlsx"
    Event.read(demo).build(path, language="both")
    made = by_macro(excel.payload(path))
    assert made == by_command(path)
    assert "鑽石" in made


def test_nothing_is_computed(demo_payload: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ironcalc", None)
    book = excel.open_book(demo_payload)
    outcome = run("closing_report", book)
    assert excel.actions(book) == []
    assert outcome.download is not None
    assert outcome.download.name == "demo-closing-report.html"


@pytest.mark.office
def test_after_an_edit_the_report_is_that_of_the_calculated_workbook(
    demo: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    book = openpyxl.load_workbook(demo)
    sheet = next(s for s in book if "attendance_log" in s.tables)
    left, top, right, _ = excel.range_boundaries(sheet.tables["attendance_log"].ref)
    title = registry().tables["attendance_log"].column("attended").title.zh
    (column,) = [c for c in range(left, right + 1) if sheet.cell(top, c).value == title]
    sheet.cell(top + 1, column).value += 1234
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    (calculated,) = libreoffice.recalculate([edited])
    made = by_macro(excel.payload(calculated))
    assert made == by_command(calculated)
    assert made != by_macro(excel.payload(demo))


def test_a_workbook_without_values_is_told(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    openpyxl.load_workbook(demo).save(path)  # writes formulas without their values
    (line,) = refused(excel.payload(path)).lines
    assert "is not calculated" in line.en
    assert "還沒有計算" in line.zh


def test_one_sum_without_a_value_is_told(demo: Path) -> None:
    data = excel.payload(demo)
    wanted = figure_name("expenses_total")
    name = next(n for n in data["names"] if n["name"] == wanted)
    left, top, _, _ = excel.range_boundaries(name["address"])
    values = data["sheets"][name["sheet_index"]]["values"]
    assert values[top - 1][left - 1] > 0
    values[top - 1][left - 1] = ""
    (line,) = refused(data).lines
    assert "is not calculated" in line.en


def test_sentences_are_found_after_rows_were_inserted(demo: Path) -> None:
    data = excel.payload(demo)
    rows = sheet_of_the_report(data)
    blank = [""] * len(rows[0])
    end = row_of(rows, "附件：影音圖片")
    assert not any(rows[row_of(rows, "（簽章）") - 2])
    del rows[row_of(rows, "（簽章）") - 2]  # so that the tables below stay where they are
    rows.insert(row_of(rows, "8. 問題與危機處理"), blank)
    assert row_of(rows, "附件：影音圖片") == end + 1
    assert by_macro(data) == by_command(demo)


def test_a_renamed_heading_is_told(demo: Path) -> None:
    data = excel.payload(demo)
    rows = sheet_of_the_report(data)
    row = rows[row_of(rows, "4. 財務決算")]
    row[row.index("4. 財務決算")] = "4. 錢"
    (line,) = refused(data).lines
    assert "'4. 財務決算'" in line.en
