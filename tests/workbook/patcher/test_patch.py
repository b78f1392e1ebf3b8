"""What a patch does beyond cells: shared formulas, caches, signatures, parts, sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools import validator
from tests.tools.cells import formulas
from tests.tools.libreoffice import LibreOffice
from tests.workbook.patcher.books import book, differing, edit, on, parts, patching
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher import Patch

SHEET, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
BOOK, RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
CHART = "xl/charts/chart1.xml"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_parts(
    source: Path, target: Path, added: dict[str, bytes], types: str, **more: str
) -> Path:
    """A copy with more parts, content types and relationships of the workbook or the package."""
    edits: dict[str, Callable[[bytes], bytes]] = {
        TYPES: lambda data: data.replace(b"</Types>", types.encode() + b"</Types>")
    }
    for part, text in (("book", RELS), ("root", "_rels/.rels")):
        if part in more:
            new = more[part].encode() + b"</Relationships>"
            edits[text] = lambda data, new=new: data.replace(b"</Relationships>", new)  # type: ignore[misc]
    edit(source, target, edits)
    with zipfile.ZipFile(target, "a") as archive:
        for name, data in added.items():
            archive.writestr(name, data)
    return target


def with_calc_chain(tmp_path: Path) -> Path:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    chain = (
        '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<c r="D5" i="1"/></calcChain>'
    )
    source = with_parts(
        book(tmp_path / "a.xlsx"), tmp_path / "chain.xlsx", {"xl/calcChain.xml": chain.encode()},
        f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/>',
        book=f'<Relationship Id="rId77" Type="{KIND}/calcChain" Target="calcChain.xml"/>',
    )  # fmt: skip
    return edit(
        source, tmp_path / "quiet.xlsx",
        {BOOK: lambda data: data.replace(b' fullCalcOnLoad="1"', b"")},
    )  # fmt: skip


def test_the_calculation_chain_goes_when_formulas_come_or_go(tmp_path: Path) -> None:
    source, target = with_calc_chain(tmp_path), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.set_value("Data", 5, 3, 1)
        patch.set_cached("Data", 5, 4, 2)
    assert differing(source, target) == {SHEET, CHART}
    with patching(source, target) as patch:
        patch.set_value("Data", 5, 4, 2)
    assert differing(source, target) == {SHEET, BOOK, RELS, TYPES, "xl/calcChain.xml"}
    assert b'<calcPr calcId="124519" fullCalcOnLoad="1"/>' in parts(target)[BOOK]
    assert "calcChain" not in (parts(target)[RELS] + parts(target)[TYPES]).decode()
    assert not validator.lint(target)


def test_charts_forget_points_that_changed(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.set_value("Data", 6, 3, 1)  # a value of the series, not a category
    chart = parts(target)[CHART].decode()
    assert "numCache" not in chart
    assert chart.count("<c:strCache>") == 2
    with patching(source, target) as patch:
        patch.set_value("Data", 6, 5, "note")
    assert differing(source, target) == {SHEET}


def test_charts_of_names_forget_their_points(tmp_path: Path) -> None:
    by_name = {CHART: lambda data: data.replace(b"Data!$C$5:$C$7", b"Data!all_costs")}
    source = edit(book(tmp_path / "a.xlsx"), tmp_path / "n.xlsx", by_name)
    target = tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.set_value("Data", 6, 5, "note")
    assert differing(source, target) == {SHEET}
    with patching(source, target) as patch:
        patch.set_value("Data", 6, 3, 1)
    assert "numCache" not in parts(target)[CHART].decode()


@pytest.mark.parametrize(
    ("source", "refreshed"),
    [('ref="B4:E7" sheet="Data"', True), ('name="COSTS"', True), ('name="all_costs"', True),
     ('ref="A1:A3" sheet="Data"', False), ('ref="B4:E7" sheet="Other\'s"', False),
     ('name="unknown"', True)],
)  # fmt: skip
def test_pivot_tables_read_their_source_again(tmp_path: Path, source: str, refreshed: bool) -> None:
    part = "xl/pivotCache/pivotCacheDefinition1.xml"
    text = (
        '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<cacheSource type="worksheet"><worksheetSource {source}/></cacheSource>'
        "</pivotCacheDefinition>"
    )
    path = with_parts(book(tmp_path / "a.xlsx"), tmp_path / "p.xlsx", {part: text.encode()}, "")
    target = tmp_path / "b.xlsx"
    with patching(path, target) as patch:
        patch.set_value("Data", 6, 3, 1)
    assert (b'refreshOnLoad="1"' in parts(target)[part]) is refreshed
    with patching(path, target) as patch:
        patch.resize_table("costs", 9)
    assert ('ref="B4:E9"' in parts(target)[part].decode()) is ('"B4:E7" sheet="Data"' in source)


def test_signatures_go_and_macro_signatures_stay(tmp_path: Path) -> None:
    origin, signature = "_xmlsignatures/origin.sigs", "_xmlsignatures/sig1.xml"
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    inner = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}/signature" Target="sig1.xml"/></Relationships>'
    )
    source = with_parts(
        book(tmp_path / "a.xlsx"), tmp_path / "s.xlsx",
        {origin: b"", "_xmlsignatures/_rels/origin.sigs.rels": inner.encode(),
         signature: b"<Signature/>", "xl/vbaProjectSignature.bin": b"macro"},
        '<Default Extension="sigs" ContentType="application/x"/>'
        f'<Override PartName="/{signature}" ContentType="application/y"/>',
        root=f'<Relationship Id="rId9" Type="{kind}/origin" Target="{origin}"/>',
    )  # fmt: skip
    target = tmp_path / "b.xlsx"
    with patching(source, target):
        pass
    assert differing(source, target) == set()
    with patching(source, target) as patch:
        patch.set_value("Data", 1, 1, "x")
    assert not [name for name in parts(target) if name.startswith("_xmlsignatures")]
    assert b"signature" not in parts(target)["_rels/.rels"]
    assert "xl/vbaProjectSignature.bin" in parts(target)


# --- formulas of several cells -------------------------------------------------------------------
SHARED = {
    b"<f>C5+$A$2</f>": b'<f t="shared" ref="H5:H7" si="0">C5+$A$2</f>',
    b"<f>C6+$A$2</f>": b'<f t="shared" si="0"/>',
    b"<f>C7+$A$2</f>": b'<f t="shared" si="0"/>',
}
ARRAY = {b'<c r="H6"><f>C6+$A$2</f>': b'<c r="H6"><f t="array" ref="H6:I7">C6:D7</f>',
         b"<f>C7+$A$2</f>": b""}  # fmt: skip


def replaced(tmp_path: Path, changes: dict[bytes, bytes]) -> Path:
    def change(data: bytes) -> bytes:
        for old, new in changes.items():
            assert old in data
            data = data.replace(old, new)
        return data

    return edit(book(tmp_path / "a.xlsx"), tmp_path / "f.xlsx", {SHEET: change})


@pytest.mark.parametrize("row", [5, 6])
def test_who_shared_a_formula_keeps_it(tmp_path: Path, row: int) -> None:
    source, target = replaced(tmp_path, SHARED), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        assert [patch.formula("Data", n, 8) for n in (5, 6, 7)] == [
            "C5+$A$2", "C6+$A$2", "C7+$A$2",
        ]  # fmt: skip
        patch.set_value("Data", row, 8, 1)
        left = [patch.formula("Data", n, 8) for n in (5, 6, 7)]
        assert left == [None if n == row else f"C{n}+$A$2" for n in (5, 6, 7)]
    sheet = openpyxl.load_workbook(target)["Data"]
    assert [sheet[f"H{n}"].value for n in (5, 6, 7)] == [
        1 if n == row else f"=C{n}+$A$2" for n in (5, 6, 7)
    ]


@pytest.mark.parametrize("cell", [(6, 8), (7, 8), (6, 9), (7, 9)])
def test_no_part_of_an_array_formula_is_changed(tmp_path: Path, cell: tuple[int, int]) -> None:
    with open_package(replaced(tmp_path, ARRAY)) as package:
        patch = Patch(package)
        with pytest.raises(MisuseError, match="belongs to an array formula in H6:I7"):
            patch.set_value("Data", *cell, 1)
        assert patch.parts_touched() == ()
        patch.set_value("Data", 5, 8, 1)
        patch.set_cached("Data", 7, 8, 4)  # its values are computed like any other


def test_an_array_formula_of_one_cell_may_go(tmp_path: Path) -> None:
    changes = {b"<f>C6+$A$2</f>": b'<f t="array" ref="H6">SUM(C5:C6*2)</f>'}
    target = tmp_path / "b.xlsx"
    with patching(replaced(tmp_path, changes), target) as patch:
        patch.set_value("Data", 6, 8, 1)
    assert ("Data", "H6") not in formulas(target)


# --- parts and sheets ----------------------------------------------------------------------------
XML = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
)


def test_a_sheet_is_added_and_filled(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        assert patch.add_sheet("New", XML, before="data") == "xl/worksheets/sheet3.xml"
        patch.add_sheet("Log", XML, state="veryHidden")
        patch.set_value("new", 2, 2, "more")
        assert [s.name for s in patch.contents.sheets] == ["New", "Data", "Other's", "Log"]
    found = openpyxl.load_workbook(target)
    assert found.sheetnames == ["New", "Data", "Other's", "Log"]
    assert found["Log"].sheet_state == "veryHidden"
    assert (found["New"]["A1"].value, found["New"]["B2"].value) == (1, "more")
    assert found["Data"].print_area == "'Data'!$A$1:$H$7"
    assert b'activeTab="1"' in parts(target)[BOOK]
    assert not validator.lint(target)


@pytest.mark.parametrize("name", ["data", "", "a/b", "x" * 32, "'a"])
def test_names_that_no_sheet_can_have(tmp_path: Path, name: str) -> None:
    with open_package(book(tmp_path / "a.xlsx")) as package:
        patch = Patch(package)
        with pytest.raises(MisuseError):
            patch.add_sheet(name, XML)
        with pytest.raises(MisuseError, match="no sheet 'nowhere'"):
            patch.add_sheet("New", XML, before="nowhere")
        with pytest.raises(MisuseError, match="no state"):
            patch.add_sheet("New", XML, state="gone")
        assert patch.parts_touched() == ()


def test_parts_are_added_replaced_and_removed(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.add_part("customXml/item1.xml", b"<a/>")
        patch.relate(BOOK, f"{KIND}/customXml", "customXml/item1.xml")
        patch.replace_part(OTHER, XML)
        patch.set_value("Other's", 1, 2, 5)
        patch.remove_part("docProps/app.xml")
        with pytest.raises(MisuseError, match="already has"):
            patch.add_part("customXml/ITEM1.xml", b"<a/>")
        with pytest.raises(UnreadableFileError, match="missing"):
            patch.remove_part("nowhere.xml")
    after = parts(target)
    assert after["customXml/item1.xml"] == b"<a/>"
    assert on(target, "Other's") == {"A1": 1, "B1": 5}
    assert "docProps/app.xml" not in after
    assert b"app.xml" not in after["_rels/.rels"] + after[TYPES]
    assert b'Target="../customXml/item1.xml"' in after[RELS]
    with patching(target, tmp_path / "c.xlsx") as patch:
        assert "customXml/item1.xml" in patch._parts
    assert list(after) == [n for n in parts(source) if n != "docProps/app.xml"] + [
        "customXml/item1.xml"
    ]


def test_many_rows_are_edited_in_any_order(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    rows = [(n * 7919) % 5003 + 10 for n in range(5000)]
    with patching(source, target) as patch:
        for row in rows:
            patch.set_value("Data", row, 20, row)
        for row in rows[::50]:
            patch.set_value("Data", row, 21, -row)
    found = on(target, "Data")
    assert all(found[f"T{row}"] == row for row in rows)
    assert all(found[f"U{row}"] == -row for row in rows[::50])
    numbers = [int(n) for n in re.findall(r'<row r="(\d+)"', parts(target)[SHEET].decode())]
    assert numbers == sorted(set(numbers))


@pytest.mark.validator
def test_patched_cells_are_valid(tmp_path: Path, assert_sound: Any) -> None:
    target = tmp_path / "b.xlsx"
    with patching(book(tmp_path / "a.xlsx", totals=True), target) as patch:
        style = patch.add_style(patch.style("Data", 5, 3), fill="FFFF00", number_format="0.0")
        patch.set_value("Data", 5, 3, 4, style=style)
        patch.set_value("Data", 20, 20, " text\x01")
        patch.set_formula("Data", 21, 20, "=SUM(costs[Cost])", " as text ")
        patch.set_cached("Data", 6, 4, 12)
        patch.drop_cached("Data", 7, 4)
        patch.add_sheet("New", XML, before="Data", state="hidden")
    assert_sound(target)


@pytest.mark.office
def test_libreoffice_reads_what_was_patched(tmp_path: Path, libreoffice: LibreOffice) -> None:
    target = tmp_path / "b.xlsx"
    with patching(replaced(tmp_path, SHARED), target) as patch:
        patch.set_value("Data", 5, 8, 100)
        patch.set_value("Data", 2, 1, 10)

        patch.set_formula("Data", 9, 9, "SUM(H5:H7)")
    (computed,) = libreoffice.recalculate([target])
    found = on(computed, "Data")
    assert (found["H5"], found["H6"], found["H7"], found["I9"]) == (100, 16, 17, 133)
