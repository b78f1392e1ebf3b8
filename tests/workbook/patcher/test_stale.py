"""What a patch knows of its changes, and the stored values that it takes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.cells import formulas, values
from tests.workbook.patcher.books import book, parts, patching
from tests.workbook.patcher.raw_books import RawBook
from xlevent.errors import MisuseError
from xlevent.workbook.patcher.stale import Changes


def test_changes_name_cells_formulas_tables_and_names(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx")
    with patching(source, tmp_path / "b.xlsx") as patch:
        assert patch.changes() == Changes()
        patch.set_value("Data", 5, 3, 70)
        patch.set_formula("other's", 9, 9, "Data!A1")
        assert patch.changes().cells == {"Data": {(5, 3)}, "Other's": {(9, 9)}}
        assert patch.changes().formulas["Other's"] == {(9, 9): "Data!A1"}
        patch.resize_table("costs", 9)
        assert patch.changes().tables == {"costs"}
        assert "all_costs" in patch.changes().names


def test_wrong_values_go_however_far_and_right_ones_stay(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.set_value("Data", 5, 3, 70)
        assert patch.drop_stale() > 0
        assert patch.drop_stale() == 0, "once is enough"
    left = values(target)
    missing = {place for place in formulas(target) if place not in left}
    assert {("Data", "D5"), ("Data", "H5"), ("Other's", "A2")} <= missing
    assert left["Data", "D6"] == values(source)["Data", "D6"]
    assert left["Data", "H6"] == values(source)["Data", "H6"]


def test_given_values_stay(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.set_formula("Data", 1, 9, "1+1", 2)
        patch.set_formula("Data", 2, 9, "I1+1", 3)
        patch.drop_stale()
    assert values(target)["Data", "I1"] == 2
    assert ("Data", "I2") not in values(target), "it depends on another change"


def test_cells_of_an_array_that_are_not_in_the_file_have_nothing_to_lose(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B3">A1:A3</f>'
        '<v>1</v></c></row><row r="2"><c r="B2"><v>0</v></c></row>'
    )
    source, target = RawBook({"S": rows}).write(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        patch.set_value("S", 1, 1, 2)
        assert patch.drop_stale() == 2
        patch.drop_cached("S", 3, 2)
        with pytest.raises(MisuseError, match="no formula"):
            patch.drop_cached("S", 4, 2)
    assert parts(target)["xl/worksheets/sheet0.xml"].count(b"<v>") == 1
