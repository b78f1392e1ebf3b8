"""Ten cells and a table changed in a workbook with everything: the rest comes out as it was."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from lxml import etree

from tests.tools import validator
from tests.tools.cells import compare, formulas, values
from tests.tools.libreoffice import LibreOffice
from tests.workbook.patcher.books import differing, parts, patching
from tests.workbook.patcher.building import MAIN, SHEETS
from tests.workbook.patcher.everything import LAST_ORDER, write_everything

TABLE, BOOK, CHAIN = "xl/tables/table1.xml", "xl/workbook.xml", "xl/calcChain.xml"
PIVOT, TYPES = "xl/pivotCache/pivotCacheDefinition1.xml", "[Content_Types].xml"
CHARTS = {f"xl/charts/chart{number}.xml" for number in range(1, 11)}  # 11 shows Apart
CHANGED = {
    "B2": 700,
    "B3": 1.5,
    "C4": 8,
    "B9": None,
    "A12": "=text",
    "C15": True,
    "B20": 3,
    "A21": "x",
}
FORMULAS = {"C13": "B13*2", "N5": "SUM(Data!B2:B3)"}
SIZES = pytest.mark.parametrize("last_row", [LAST_ORDER, LAST_ORDER + 4, LAST_ORDER - 3])


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as it was."""
    return write_everything(tmp_path_factory.mktemp("everything") / "everything.xlsm")


def patched(source: Path, target: Path, last_row: int) -> Path:
    """Ten cells of the sheet Data are changed, the table of orders becomes longer or shorter."""
    with patching(source, target) as patch:
        for address, value in CHANGED.items():
            patch.set_value("Data", *place(address), value)
        for address, formula in FORMULAS.items():
            patch.set_formula("Data", *place(address), formula)
        patch.resize_table("orders", last_row)
        for row in range(LAST_ORDER + 1, last_row + 1):
            patch.set_value("Orders", row, 1, f"OR-{row}")
            patch.set_value("Orders", row, 2, row)
        patch.drop_stale()
    return target


def place(address: str) -> tuple[int, int]:
    """Row and column of a cell in the first 26 columns."""
    return int(address[1:]), ord(address[0]) - 64


@SIZES
def test_only_what_must_change_differs(everything: Path, tmp_path: Path, last_row: int) -> None:
    target = patched(everything, tmp_path / "new.xlsm", last_row)
    expected = {SHEETS["Data"], SHEETS["Orders"], SHEETS["Hidden"], BOOK, CHAIN, TYPES}
    expected |= {*CHARTS, "xl/_rels/workbook.xml.rels"}
    if last_row == LAST_ORDER:
        expected -= {SHEETS["Orders"], "xl/charts/chart10.xml"}
    else:
        expected |= {TABLE, PIVOT}
    assert differing(everything, target) == expected
    assert list(parts(target)) == [name for name in parts(everything) if name != CHAIN]


@SIZES
def test_touched_sheets_differ_in_the_cells_meant(
    everything: Path, tmp_path: Path, last_row: int
) -> None:
    target = patched(everything, tmp_path / "new.xlsm", last_row)
    wrong = set(formulas(target)) - set(values(target))
    for sheet in ("Data", "Hidden"):
        old, new = (etree.fromstring(parts(path)[SHEETS[sheet]]) for path in (everything, target))
        own = {*CHANGED, *FORMULAS} if sheet == "Data" else set()
        if own:  # N5 lies beyond what was there
            assert new.find(f"{{{MAIN}}}dimension").get("ref") == "A1:N21"
            new.find(f"{{{MAIN}}}dimension").set("ref", "A1:J21")
            for row in (one.find(f"{{{MAIN}}}sheetData")[4] for one in (old, new)):
                assert row.attrib.pop("spans", "1:10") == "1:10"
        for one in (old, new):
            for cell in list(one.iter(f"{{{MAIN}}}c")):
                if cell.get("r") in own:
                    cell.getparent().remove(cell)
                elif (sheet, cell.get("r")) in wrong or cell.get("r") in SHARED:
                    cell.attrib.pop("t", None)
                    for value in cell.findall(f"{{{MAIN}}}v"):
                        cell.remove(value)
        assert canonical(old) == canonical(new)


SHARED = {f"E{row}" for row in range(3, 22)} | {"G5", "G6", "H5", "H6"}  # without a text


@SIZES
def test_the_frame_of_the_tables_sheet_follows_and_nothing_else(
    everything: Path, tmp_path: Path, last_row: int
) -> None:
    target = patched(everything, tmp_path / "new.xlsm", last_row)
    old, new = (etree.fromstring(parts(path)[SHEETS["Orders"]]) for path in (everything, target))
    for one in (old, new):
        one.find(f"{{{MAIN}}}sheetData").clear()
    shown = canonical(old).replace(b'B4:B9"', f'B4:B{last_row}"'.encode())
    dimension = f'<dimension ref="A1:H{last_row + 1}"'.encode()
    shown = shown.replace(b'<dimension ref="A1:H10"', dimension)
    assert shown == canonical(new)
    table = parts(everything)[TABLE]
    for before, after in ((b"A3:D10", last_row + 1), (b"A3:D9", last_row)):
        table = table.replace(before, b"A3:D%d" % after)
    assert canonical(etree.fromstring(table)) == canonical(etree.fromstring(parts(target)[TABLE]))


def test_other_parts_lose_only_what_is_stale(everything: Path, tmp_path: Path) -> None:
    target = patched(everything, tmp_path / "new.xlsm", LAST_ORDER + 2)
    old, new = parts(everything), parts(target)
    for chart in CHARTS:
        before, after = (re.sub(rb"<c:(num|str)Cache>.*?</c:\1Cache>", b"", book[chart], flags=re.S)
                         for book in (old, new))  # fmt: skip
        before = before.replace(b"$B$4:$B$9", b"$B$4:$B$11")
        assert canonical(etree.fromstring(before)) == canonical(etree.fromstring(after))
    before, after = etree.fromstring(old[PIVOT]), etree.fromstring(new[PIVOT])
    assert after.attrib.pop("refreshOnLoad") == "1"
    assert canonical(before) == canonical(after)
    before, after = etree.fromstring(old[BOOK]), etree.fromstring(new[BOOK])
    assert after.find(f"{{{MAIN}}}calcPr").attrib.pop("fullCalcOnLoad") == "1"
    before.find(f"{{{MAIN}}}calcPr").attrib.pop("fullCalcOnLoad", None)
    assert canonical(before) == canonical(after)


@SIZES
@pytest.mark.validator
def test_excel_has_nothing_to_repair(everything: Path, tmp_path: Path, last_row: int) -> None:
    target = patched(everything, tmp_path / "new.xlsm", last_row)
    assert validator.validate(everything) == []
    assert validator.lint(everything) == []
    assert validator.validate(target) == []
    assert validator.lint(target) == []


@pytest.mark.office
@pytest.mark.slow
def test_no_stored_value_is_wrong(everything: Path, tmp_path: Path) -> None:
    """Each stored value of a formula is LibreOffice's, before and after; the rest has none."""
    rows = (LAST_ORDER, LAST_ORDER + 4, LAST_ORDER - 3)
    books = [everything, *(patched(everything, tmp_path / f"{n}.xlsm", n) for n in rows)]
    for path, again in zip(books, LibreOffice(tmp_path).recalculate(books), strict=True):
        stored, computed = values(path), values(again)
        wrong = [d for d in compare(path, again) if (d.sheet, d.cell) in stored]
        assert wrong == []
        kept = sum(one in stored for one in formulas(path))
        assert kept == len(formulas(path)) if path is everything else 5 < kept < len(formulas(path))
        # Cells of arrays and shared formulas have no text of their own.
        for cell in SHARED:
            assert stored.get(("Data", cell)) in (None, computed["Data", cell])
    assert values(again)["Orders", "F1"] == 2 * (100 + 200 + 300)
    assert values(again)["Data", "G2"] == 7000


def canonical(root: etree._Element) -> bytes:
    """The XML in one way of writing it, without declarations that nothing uses."""
    root = copy.deepcopy(root)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, method="c14n")
