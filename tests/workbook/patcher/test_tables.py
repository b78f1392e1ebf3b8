"""Tables that grow and shrink, and what follows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.tools import validator
from tests.tools.cells import formulas, values
from tests.tools.libreoffice import LibreOffice
from tests.workbook.patcher.books import book, differing, edit, on, parts, patching
from xlevent.errors import MisuseError
from xlevent.workbook.contents import Area
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher import Patch

SHEET, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TABLE, CHART, BOOK = "xl/tables/table1.xml", "xl/charts/chart1.xml", "xl/workbook.xml"


def resized(tmp_path: Path, last_row: int, **options: Any) -> tuple[Path, Path]:
    source, target = book(tmp_path / "a.xlsx", **options), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.resize_table("COSTS", last_row)
    return source, target


def text(path: Path, part: str) -> str:
    return parts(path)[part].decode()


def test_everything_that_means_the_tables_cells_follows(tmp_path: Path) -> None:
    source, target = resized(tmp_path, 9)
    assert differing(source, target) == {SHEET, OTHER, TABLE, CHART, BOOK}
    sheet = text(target, SHEET)
    assert '<dimension ref="A1:H9"/>' in sheet
    assert sheet.count('sqref="C5:C9"') == 2  # conditional formats and a validation
    assert "<xm:sqref>C5:C9</xm:sqref>" in sheet
    assert 'sqref="G1:G9"' in sheet
    assert "<xm:f>Data!C5:C9</xm:f><xm:sqref>A1</xm:sqref>" in text(target, OTHER)
    assert 'ref="B4:E9"' in text(target, TABLE)
    assert '<autoFilter ref="B4:E9"/>' in text(target, TABLE)
    chart = text(target, CHART)
    assert re.findall(r"<c:f>(.*?)</c:f>", chart) == [
        "Data!$C$4", "Data!$B$5:$B$9", "Data!$C$5:$C$9",
    ]  # fmt: skip
    assert chart.count("Cache>") == 2  # of the header, which did not change
    names = dict(re.findall(r'<definedName name="([\w.]+)"[^>]*>([^<]*)', text(target, BOOK)))
    assert names == {
        "all_costs": "Data!$C$5:$C$9",
        "corner": "Data!$B$4",
        "_xlnm.Print_Area": "Data!$A$1:$H$9",
    }
    assert formulas(target)["Other's", "A2"] == "SUM(Data!$C$5:$C$9)"
    assert ("Other's", "A2") not in values(target)  # never a wrong number
    assert not validator.lint(target)


def test_new_rows_look_and_calculate_like_the_last(tmp_path: Path) -> None:
    source, target = resized(tmp_path, 9)
    sheet = re.sub(r' x14ac:dyDescent="[\d.]+"', "", text(target, SHEET))
    for row in (8, 9):
        formula = f'<c r="D{row}"><f>costs[[#This Row],[Cost]]*2</f></c>'
        start = f'<row r="{row}" ht="33" customHeight="1">'
        assert f'{start}<c r="C{row}" s="1"/>{formula}</row>' in sheet
    assert on(source, "Data") == on(target, "Data")


def test_growing_and_shrinking_gives_the_old_workbook(tmp_path: Path) -> None:
    source, larger = resized(tmp_path, 40, rows=6)
    target = tmp_path / "c.xlsx"
    with patching(larger, target) as patch:
        patch.resize_table("costs", 10)
    assert formulas(source) == formulas(target)
    assert on(source, "Data") == on(target, "Data")
    assert differing(source, target) <= {SHEET, OTHER, CHART, BOOK, TABLE}
    assert re.findall("sqref=.*?>", text(source, SHEET)) == re.findall(
        "sqref=.*?>", text(target, SHEET)
    )
    assert 'ref="B4:E10"' in text(target, TABLE)
    assert '<dimension ref="A1:H10"/>' in text(target, SHEET)


def test_shrinking_empties_the_rows_and_keeps_what_stands_beside(tmp_path: Path) -> None:
    source, target = resized(tmp_path, 5)
    before, after = on(source, "Data"), on(target, "Data")
    gone = {f"{column}{row}" for column in "BCD" for row in (6, 7)}
    assert after == {cell: value for cell, value in before.items() if cell not in gone}
    assert 'sqref="C5"' in text(target, SHEET)
    assert "$C$5:$C$5" in text(target, CHART)
    with open_package(target) as package:
        assert Patch(package).contents.tables[0].area == Area(4, 2, 5, 5)


@pytest.mark.parametrize("last_row", [5, 6, 9])
def test_totals_move(tmp_path: Path, last_row: int) -> None:
    _, target = resized(tmp_path, last_row, totals=True)
    total = last_row + 1
    assert formulas(target)["Data", f"C{total}"] == "SUBTOTAL(109,costs[Cost])"
    assert on(target, "Data")[f"B{total}"] == "Sum"
    assert [cell for cell, value in on(target, "Data").items() if value == "Sum"] == [f"B{total}"]
    assert f'ref="B4:E{total}"' in text(target, TABLE)
    assert f'<autoFilter ref="B4:E{last_row}"/>' in text(target, TABLE)
    assert not validator.lint(target)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", below=3)  # in C10
    with open_package(source) as package:
        patch = Patch(package)
        with pytest.raises(MisuseError, match=r"a\.xlsx, Data!C10: .* a value stands .* in C10"):
            patch.resize_table("costs", 12)
        assert patch.parts_touched() == ()
        patch.resize_table("costs", 9)


@pytest.mark.parametrize("last_row", [4, 0, -3, 1_048_577])
def test_where_no_table_can_end(tmp_path: Path, last_row: int) -> None:
    with open_package(book(tmp_path / "a.xlsx")) as package:
        patch = Patch(package)
        with pytest.raises(MisuseError, match="cannot be the last row"):
            patch.resize_table("costs", last_row)
        with pytest.raises(MisuseError, match="there is no table 'other'"):
            patch.resize_table("other", 9)
        assert patch.parts_touched() == ()


def test_merged_cells_stand_in_the_way(tmp_path: Path) -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells>'
    source = edit(
        book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx",
        {SHEET: lambda data: data.replace(b"</sheetData>", merged)},
    )  # fmt: skip
    with open_package(source) as package:
        patch = Patch(package)
        with pytest.raises(MisuseError, match="merged cells stands below it in A9:B9"):
            patch.resize_table("costs", 9)
        patch.resize_table("costs", 8)


@pytest.mark.office
def test_libreoffice_computes_the_new_rows(tmp_path: Path, libreoffice: LibreOffice) -> None:
    source, target = book(tmp_path / "a.xlsx", totals=True), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.resize_table("costs", 9)
        patch.set_value("Data", 8, 3, 100)
        patch.set_value("Data", 9, 3, 0.5)
    (computed,) = libreoffice.recalculate([target])
    assert on(computed, "Data")["D8"] == 200
    assert on(computed, "Data")["D9"] == 1
    assert on(computed, "Data")["C10"] == 118.5
    assert on(computed, "Other's")["A2"] == 118.5


@pytest.mark.validator
@pytest.mark.parametrize("totals", [False, True])
@pytest.mark.parametrize("last_row", [5, 12])
def test_the_result_is_valid(
    tmp_path: Path, assert_sound: Any, totals: bool, last_row: int
) -> None:
    source, target = resized(tmp_path, last_row, totals=totals)
    assert_sound(source)
    assert_sound(target)
