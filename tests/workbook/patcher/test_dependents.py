"""Stale values: against a plain closure of sets, form by form, and against LibreOffice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbook.patcher.raw_books import RawBook, RawTable
from xlevent.errors import UnreadableFileError
from xlevent.workbook.contents import Area, cell_position, column_letters
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher.dependents import Dependents
from xlevent.workbook.patcher.formula_cells import formula_cells

Places = set[tuple[str, int, int]]


def stale(path: Path, *changed: str, overlay: Any = None, **more: Any) -> set[str]:
    """The stale cells of a workbook after changes of Sheet!A1, as Sheet!A1."""
    cells: dict[str, set[tuple[int, int]]] = {}
    for place in changed:
        sheet, _, address = place.rpartition("!")
        cells.setdefault(sheet, set()).add(cell_position(address))
    with open_package(path) as package:
        found = Dependents(package, read_contents(package), overlay).of(cells, **more)
    return {
        f"{sheet}!{column_letters(column)}{row}"
        for sheet, places in found.items()
        for row, column in places
    }


# --- against a plain closure -------------------------------------------------------------------
SHEETS = ("A", "B b", "C")
SIZE = 6
TABLE = Area(2, 2, 5, 4)  # on sheet A: headers x, y, z; data in rows 3 to 5


def cells_of(sheet: str, top: int, left: int, bottom: int, right: int) -> Places:
    return {(sheet, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}


@st.composite
def reading(draw: st.DrawFn, own: str, row: int) -> tuple[str, Places]:
    """A reference and the cells that it reads, worked out apart from the parser."""
    number = st.integers(1, SIZE)
    sheet = draw(st.sampled_from(SHEETS))
    prefix = "" if sheet == own else f"'{sheet}'!" if " " in sheet else f"{sheet}!"
    top, bottom = sorted((draw(number), draw(number)))
    left, right = sorted((draw(number), draw(number)))
    first, last = f"{column_letters(left)}{top}", f"{column_letters(right)}{bottom}"
    form = draw(st.integers(0, 9))
    if form <= 1:
        return f"{prefix}{first}", cells_of(sheet, top, left, top, left)
    if form == 2:
        return f"SUM({prefix}{first}:{last})", cells_of(sheet, top, left, bottom, right)
    if form == 3:
        return (
            f"SUM({prefix}{column_letters(left)}:${column_letters(right)})",
            cells_of(sheet, 1, left, SIZE, right),
        )
    if form == 4:
        return f"SUM({prefix}{top}:{bottom})", cells_of(sheet, top, 1, bottom, SIZE)
    if form == 5:
        return (
            f"SUM('A:C'!{first})",
            {place for name in SHEETS for place in cells_of(name, top, left, top, left)},
        )
    if form == 6:
        column = draw(st.integers(0, 2))
        return f"SUM(t[{'xyz'[column]}])", cells_of("A", 3, 2 + column, 5, 2 + column)
    if form == 7:
        column = draw(st.integers(0, 2))
        return (
            f"t[[#This Row],[{'xyz'[column]}]]",
            cells_of("A", row, 2 + column, row, 2 + column),
        )
    if form == 8:
        return (
            f'SUMIF({prefix}{first}:{last},">0",C!A1)',
            cells_of(sheet, top, left, bottom, right)
            | cells_of("C", 1, 1, bottom - top + 1, right - left + 1),
        )
    return "area", cells_of("B b", 1, 1, 3, 2)


@st.composite
def books(draw: st.DrawFn) -> tuple[RawBook, dict[tuple[str, int, int], Places], Places]:
    """A workbook, what each formula reads, and some cells that change."""
    place = st.tuples(st.sampled_from(SHEETS), st.integers(1, SIZE), st.integers(1, SIZE))
    reads: dict[tuple[str, int, int], Places] = {}
    sheets: dict[str, dict[str, str]] = {name: {} for name in SHEETS}
    for sheet, row, column in draw(st.sets(place, min_size=1, max_size=20)):
        found = draw(st.lists(reading(sheet, row), min_size=1, max_size=2))
        sheets[sheet][f"{column_letters(column)}{row}"] = "+".join(text for text, _ in found)
        reads[sheet, row, column] = set().union(*(cells for _, cells in found))
    tables = {"t": RawTable("A", "B2:D5", "xyz")}
    changed = draw(st.sets(place, min_size=1, max_size=2))
    return RawBook(sheets, tables, {"area": "'B b'!$A$1:$B$3"}), reads, changed


def closure(reads: Mapping[tuple[str, int, int], Places], changed: Places) -> Places:
    found: Places = set()
    while True:
        more = {cell for cell, read in reads.items() if read & (changed | found)} - found
        if not more:
            return found
        found |= more


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_stale_cells_are_the_closure(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: tuple[RawBook, dict[tuple[str, int, int], Places], Places],
) -> None:
    book, reads, changed = drawn
    path = book.write(tmp_path_factory.mktemp("books") / "book.xlsx")
    found = stale(path, *(f"{s}!{column_letters(c)}{r}" for s, r, c in changed))
    expected = closure(reads, changed)
    assert found == {f"{s}!{column_letters(c)}{r}" for s, r, c in expected}


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_many_areas_on_one_sheet(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    """Nested, wide and tall areas: the index must find each of them."""
    cells: dict[str, str] = {}
    reads: dict[tuple[str, int, int], Places] = {}
    for row in range(100, 130):
        top, bottom = sorted((chance.randint(1, 60), chance.randint(1, 60)))
        left, right = sorted((chance.randint(1, 90), chance.randint(1, 90)))
        cells[f"A{row}"] = f"SUM({column_letters(left)}{top}:{column_letters(right)}{bottom})"
        reads["S", row, 1] = cells_of("S", top, left, bottom, right)
    path = RawBook({"S": cells}).write(tmp_path_factory.mktemp("books") / "book.xlsx")
    for _ in range(5):  # the same index answers again and again
        changed = {("S", chance.randint(1, 60), chance.randint(1, 90)) for _ in range(3)}
        found = stale(path, *(f"{s}!{column_letters(c)}{r}" for s, r, c in changed))
        assert found == {f"S!A{row}" for _, row, _ in closure(reads, changed)}


# --- form by form ------------------------------------------------------------------------------
def book(path: Path, rows: str | Mapping[str, str], **more: Any) -> Path:
    sheets = {"S": rows, "T": {"A1": "1"}}
    return RawBook(sheets, **more).write(path / "book.xlsx")


def test_shared_formulas_move_with_their_cells(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+$D$9</f></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/></c></row>'
    )
    path = book(tmp_path, rows)
    assert stale(path, "S!A2") == {"S!B2"}
    assert stale(path, "S!D9") == {"S!B1", "S!B2", "S!B3"}


def test_shared_formula_whose_first_cell_was_replaced(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B2" si="0">A1</f></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/></c></row>'
    )
    path = book(tmp_path, rows)
    overlay = {"S": {(1, 2): None}}
    assert stale(path, "S!A1", overlay=overlay) == set()
    assert stale(path, "S!A2", overlay=overlay) == {"S!B2"}


def test_array_formulas_change_in_all_their_cells(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="array" ref="B1:B3">A1:A3*2</f><v>0</v></c>'
        '<c r="C1"><f>B3</f></c><c r="D1"><f>B4</f></c></row>'
    )
    assert stale(book(tmp_path, rows), "S!A2") == {"S!B1", "S!B2", "S!B3", "S!C1"}


def test_dynamic_arrays_may_grow(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1" cm="1"><f t="array" ref="B1:B3">A1:A3*2</f><v>0</v></c>'
        '<c r="C1"><f>SUM(B7:B9)</f></c><c r="D1"><f>A9</f></c></row>'
    )
    path = book(tmp_path, rows)
    assert stale(path, "S!A2") == {"S!B1", "S!B2", "S!B3", "S!C1"}
    assert "S!B1" in stale(path, "S!B2"), "something stands in its way now"


def test_blocked_dynamic_arrays_wait_for_room(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1" t="e" cm="1" vm="1"><f t="array" ref="B1">A1:A3*2</f>'
        "<v>#VALUE!</v></c></row>"
    )
    path = book(tmp_path, rows)
    assert stale(path, "S!B3") == {"S!B1"}
    assert stale(path, "S!A9") == set()


def test_data_tables(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2"><f>A1*2</f></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c>'
        '<c r="B3"><f t="dataTable" ref="B3:B4" dt2D="0" dtr="0" r1="A1"/><v>2</v></c></row>'
    )
    path = book(tmp_path, rows)
    assert stale(path, "S!A1") == {"S!B2", "S!B3", "S!B4"}
    assert stale(path, "S!A4") == {"S!B3", "S!B4"}
    assert stale(path, "S!D1") == set()


def test_names_of_all_kinds(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        {"B1": "rate", "B2": "double", "B3": "moving", "B4": "loop", "B5": "constant",
         "B6": "twice(1)", "B7": "unseen", "B8": "mine"},
        names={"rate": "S!$A$1", "double": "=rate*2+S!$A$2", "moving": "S!$A1",
               "loop": "loop2+1", "loop2": "loop+S!$A$9", "constant": '"S!A1"',
               "twice": "LAMBDA(_xlpm.x,_xlpm.x*S!$A$1)",
               "unseen": "OFFSET(S!$A$1,1,0)", "mine": "S!$A$30"},
        local_names={("S", "mine"): "S!$A$20", ("T", "mine"): "S!$A$21"},
    )  # fmt: skip
    assert stale(path, "S!A1") == {"S!B1", "S!B2", "S!B6", "S!B7"}
    assert stale(path, "S!A2") == {"S!B2", "S!B7"}
    assert stale(path, "S!A3") == {"S!B3", "S!B7"}, "a name may move: A1 as seen from A1"
    assert stale(path, "S!A9") == {"S!B4", "S!B7"}
    assert stale(path, "S!A20") == {"S!B8", "S!B7"}
    assert stale(path, "T!A1", names=["RATE"]) == {"S!B1", "S!B2", "S!B7"}


def test_tables(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        {"F1": "SUM(t[a])", "F2": "t[#Totals]", "F3": "ROWS(t)", "F4": "t[#Headers]",
         "F5": "SUM(t[#All])", "F6": "t[[#Totals],[a]]", "B3": "[@a]*2", "F7": "t[none]"},
        tables={"t": RawTable("S", "A1:C5", ("a", "b", "c"), totals=1)},
    )  # fmt: skip
    assert stale(path, "S!A3") == {"S!F1", "S!F3", "S!F5", "S!F7", "S!B3"}
    assert stale(path, "S!A5") == {"S!F2", "S!F5", "S!F6", "S!F7"}
    assert stale(path, "S!A1") == {"S!F4", "S!F5", "S!F7"}
    everything = {f"S!F{number}" for number in range(1, 8)}
    assert stale(path, tables=["T"]) == everything, "whoever names a table that grew"
    assert stale(path, areas={"S": [Area(5, 1, 9, 1)]}) == {"S!F2", "S!F5", "S!F6", "S!F7"}


def test_formulas_in_rows_of_a_table_that_grows(tmp_path: Path) -> None:
    tables = {"t": RawTable("S", "A1:B3", ("a", "b"))}
    path = book(tmp_path, {"B2": "t[@a]", "E2": "t[@a]", "E3": "t[@a]"}, tables=tables)
    assert stale(path, tables=["t"]) == {"S!E2", "S!E3"}, "beside it, they may get a row or lose it"
    assert stale(path, "S!A3") == {"S!E3"}


def test_what_cannot_be_seen_or_changes_by_itself(tmp_path: Path) -> None:
    path = book(tmp_path, {"B1": "INDIRECT(C1)", "B2": "TODAY()", "B3": "A1 ~ 2", "B4": "Gone!A1"})
    assert stale(path, "T!Z9") == {"S!B1", "S!B2", "S!B3", "S!B4"}
    assert stale(path, "T!Z9", volatile=False) == {"S!B1", "S!B3", "S!B4"}
    assert stale(path) == set()


def test_tainted_cells_are_stale_and_changed_ones_are_not(tmp_path: Path) -> None:
    path = book(tmp_path, {"B1": "A1", "C1": "B1"})
    assert stale(path, "S!B1") == {"S!C1"}
    assert stale(path, tainted={"s": [(1, 2)]}) == {"S!B1", "S!C1"}


def test_formulas_of_the_patch_replace_those_of_the_file(tmp_path: Path) -> None:
    path = book(tmp_path, {"B1": "A1", "B2": "A1"})
    overlay = {"S": {(1, 2): "=A2", (2, 2): None, (3, 3): "B1"}}
    assert stale(path, "S!A1", overlay=overlay) == set()
    assert stale(path, "S!A2", overlay=overlay) == {"S!B1", "S!C3"}


def test_circles_end(tmp_path: Path) -> None:
    path = book(tmp_path, {"A1": "B1", "B1": "C1+D1", "C1": "A1"})
    assert stale(path, "S!D1") == {"S!A1", "S!B1", "S!C1"}


def test_an_unknown_sheet_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no worksheet 'Nowhere'"):
        stale(book(tmp_path, {}), "Nowhere!A1")


def test_an_array_over_the_whole_sheet_is_refused(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1"><f t="array" ref="B1:XFD1048576">A1</f></c></row>'
    with pytest.raises(UnreadableFileError, match="array formulas"):
        stale(book(tmp_path, rows), "S!A1")


# --- the XML of formulas -----------------------------------------------------------------------
PLAIN = '<row r="1"><c r="A1" s="1"><f>B1&amp;"&lt;"</f><v>1</v></c></row>'
UNUSUAL = [
    '<row r="1"><c s="1" r="A1"><f>B1&amp;"&lt;"</f><v>1</v></c></row>',
    "<row><c><f>B1&#38;\"&#60;\"</f></c></row>",
    '<row r="1"><!-- x --><c r="A1"><f><![CDATA[B1&"<"]]></f></c></row>',
    '<row r="1"><c r="A1"><v>1</v><f xml:space="preserve">B1&amp;"&lt;"</f></c></row>',
    ('<row r="1"><x:c xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" r="A1">'
    '<x:f>B1&amp;"&lt;"</x:f></x:c></row>'),
]  # fmt: skip


@pytest.mark.parametrize("rows", [PLAIN, *UNUSUAL])
def test_formulas_are_read_however_they_are_written(rows: str, tmp_path: Path) -> None:
    path = book(tmp_path, rows + '<row><c r="C2"><f>A1</f></c></row>')
    with open_package(path) as package:
        found = list(formula_cells(package, "xl/worksheets/sheet0.xml"))
    assert [(cell.row, cell.column, cell.text) for cell in found] == [
        (1, 1, 'B1&"<"'), (2, 3, "A1"),
    ]  # fmt: skip
