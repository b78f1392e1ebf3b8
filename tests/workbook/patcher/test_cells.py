"""Cells that are changed, in sheets written in every way that XML allows."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.tools import validator
from tests.workbook.patcher.books import book, differing, edit, parts, patching
from xlevent.domain.values import ErrorCell
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.workbook.cells import Content
from xlevent.workbook.contents import column_letters
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher import Patch
from xlevent.workbook.patcher.cells import CellContent
from xlevent.workbook.patcher.sheet_xml import PlainSheet, TreeSheet
from xlevent.workbook.texts import shared_texts
from xlevent.workbook.xml_reader import SheetReader

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
Cells = dict[tuple[int, int], Content]


def read(path: Path, sheet: str = "Data") -> Cells:
    """The values that our reader finds."""
    with open_package(path) as package:
        contents = read_contents(package)
        found = contents.sheet(sheet)
        assert found is not None
        shared = shared_texts(package, contents.shared_strings)
        reader = SheetReader(package, found.part, shared, date1904=False)
        return {(row.number, c): v for row in reader.rows() for c, v in row.cells.items()}


def patched(tmp_path: Path, change: Callable[[Patch], None], source: Path | None = None) -> Path:
    source, target = source or book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        change(patch)
    return target


def test_nothing_changed_is_the_same_file(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with patching(source, target) as patch:
        assert patch.parts_touched() == ()
    assert source.read_bytes() == target.read_bytes()


def test_only_the_sheet_of_a_changed_cell_changes_and_only_that_row(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx")
    target = patched(tmp_path, lambda p: p.set_value("other'S", 2, 2, 8), source)
    part = "xl/worksheets/sheet2.xml"
    assert differing(source, target) == {part}
    old, new = parts(source)[part].decode(), parts(target)[part].decode()
    assert new == old.replace("<v>7</v>", "<v>8</v>")


def test_untouched_entries_are_copied_as_they_lie_in_the_zip(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx")
    target = patched(tmp_path, lambda p: p.set_value("Other's", 2, 2, 8), source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        assert old.namelist() == new.namelist()
        assert new.testzip() is None
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            assert one.date_time == other.date_time
            if one.filename != "xl/worksheets/sheet2.xml":
                assert (one.compress_size, one.CRC) == (other.compress_size, other.CRC)


VALUES: list[CellContent] = [
    "=1+1", "+a", " edges ", "line\nbreak", "a\r\nb", "\x01\ufffe", "_x0041_", "中文𝄞", "<&>\"'",
    "", "x" * 32_767, 0, -1.5, 1e300, 12_345_678_901, True, False, ErrorCell("#N/A"), None,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda v: repr(v)[:20])
def test_values_come_back_as_they_were_given(tmp_path: Path, value: CellContent) -> None:
    def change(patch: Patch) -> None:
        patch.set_value("Data", 5, 2, value)  # a text before
        patch.set_value("Data", 70, 30, value)  # nothing before
        patch.set_formula("Data", 71, 2, "=C5", value)

    target = patched(tmp_path, change)
    found = read(target)
    for place in ((5, 2), (70, 30), (71, 2)):
        shown = None if value == "" and place != (71, 2) else value
        assert found.get(place) == shown
        assert isinstance(found.get(place), bool) is isinstance(value, bool)
    assert not validator.lint(target)
    sheet = openpyxl.load_workbook(target)["Data"]
    assert sheet["B71"].value == "=C5"
    if value == "=1+1":
        assert (sheet["B5"].value, sheet["B5"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "x" * 32_768, b"x", [1]])
def test_what_no_cell_can_hold(tmp_path: Path, value: object) -> None:
    with open_package(book(tmp_path / "a.xlsx")) as package:
        patch = Patch(package)
        with pytest.raises(MisuseError, match=r"a\.xlsx, Data!B5"):
            patch.set_value("Data", 5, 2, value)  # type: ignore[arg-type]
        with pytest.raises(MisuseError):
            patch.set_formula("Data", 5, 2, "x" * 8_193)
        with pytest.raises(MisuseError, match="no cell of a sheet"):
            patch.set_value("Data", 0, 2, 1)
        with pytest.raises(MisuseError, match="no cell of a sheet"):
            patch.set_value("Data", 1, 16_385, 1)
        with pytest.raises(MisuseError, match=r"no worksheet 'Nowhere'.* Data, Other's"):
            patch.set_value("Nowhere", 1, 1, 1)
        with pytest.raises(MisuseError, match="header 'Cost' of the table costs"):
            patch.set_value("data", 4, 3, "Kosten")
        patch.set_value("data", 4, 3, "Cost")
        with pytest.raises(MisuseError, match="no cell style 99"):
            patch.set_value("Data", 5, 2, 1, style=99)
        with pytest.raises(MisuseError, match="holds no formula"):
            patch.set_cached("Data", 5, 3, 1)
        with pytest.raises(MisuseError, match="over itself"):
            patch.write(package.path)


def test_styles_stay_or_are_given(tmp_path: Path) -> None:
    def change(patch: Patch) -> None:
        own = patch.style("Data", 5, 3)
        assert own > 0
        patch.set_value("Data", 5, 3, 9)
        patch.clear("Data", 6, 3)
        marked = patch.add_style(own, fill="#ff0000", number_format="0.000")
        assert marked == patch.add_style(own, fill="#ff0000", number_format="0.000") != own
        patch.set_value("Data", 7, 3, 9, style=marked)
        assert patch.style("Data", 7, 3) == marked
        with pytest.raises(MisuseError, match="no colour"):
            patch.add_style(own, fill="red")

    target = patched(tmp_path, change)
    sheet = openpyxl.load_workbook(target)["Data"]
    assert sheet["C5"].number_format == sheet["C6"].number_format == "#,##0.00"
    assert sheet["C6"].value is None
    assert sheet["C7"].number_format == "0.000"
    assert sheet["C7"].fill.fgColor.rgb == "FFFF0000"
    assert sheet["C5"].fill.fgColor.rgb == "FFFFEECC"
    assert not validator.lint(target)


def test_a_new_cell_has_the_style_of_its_row_or_column(tmp_path: Path) -> None:
    source = edit(
        book(tmp_path / "a.xlsx"), tmp_path / "c.xlsx",
        {SHEET: lambda data: data.replace(
            b"<sheetData>", b'<cols><col min="9" max="12" width="9" style="1"/></cols><sheetData>'
            b'<row r="1" s="1" customFormat="1"><c r="A1"/></row>',
        ).replace(b'<row r="1" spans', b'<row r="2" spans').replace(b'r="A1" t', b'r="A2" t')},
    )  # fmt: skip

    def change(patch: Patch) -> None:
        assert patch.style("Data", 1, 5) == patch.style("Data", 3, 10) == 1
        patch.set_value("Data", 1, 5, 1)
        patch.set_value("Data", 3, 10, 1)
        patch.set_value("Data", 3, 13, 1)

    target = patched(tmp_path, change, source)
    sheet = openpyxl.load_workbook(target)["Data"]
    assert [sheet[c].number_format for c in ("E1", "J3", "M3")] == ["#,##0.00"] * 2 + ["General"]


def test_stored_values_of_formulas(tmp_path: Path) -> None:
    def change(patch: Patch) -> None:
        patch.set_cached("Data", 5, 4, 99)
        patch.set_cached("Data", 6, 4, " text")
        assert patch.formula("Data", 5, 4) == "costs[[#This Row],[Cost]]*2"
        assert patch.formula("Data", 5, 3) is None

    target = patched(tmp_path, change)
    found = read(target)
    assert (found[5, 4], found[6, 4]) == (99, " text")
    assert openpyxl.load_workbook(target)["Data"]["D5"].value == "=costs[[#This Row],[Cost]]*2"
    dropped = tmp_path / "c.xlsx"
    with patching(target, dropped) as patch:
        patch.drop_cached("Data", 5, 4)
    assert read(dropped)[5, 4] is None
    assert b'fullCalcOnLoad="1"' in parts(dropped)["xl/workbook.xml"]


# --- sheets written in other ways ----------------------------------------------------------------
def prefixed(data: bytes) -> bytes:
    text = re.sub(r"<(/?)([a-zA-Z]+)(?=[\s/>])", r"<\1x:\2", data.decode())
    return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').encode()


def unnumbered(data: bytes) -> bytes:
    """Rows and cells by position alone; empty ones fill the gaps."""
    root = etree.fromstring(data)
    body = root.find(f"{{{MAIN}}}sheetData")
    assert body is not None
    last = 0
    for row in list(body):
        for number in range(last + 1, int(row.get("r", "0"))):
            row.addprevious(row.makeelement(f"{{{MAIN}}}row", {}))
            del number
        last = int(row.attrib.pop("r"))
        position = 0
        for cell in list(row):
            column = sum(
                (ord(letter) - 64) * 26**power
                for power, letter in enumerate(reversed(re.sub(r"\d", "", cell.attrib.pop("r"))))
            )
            for _ in range(position + 1, column):
                cell.addprevious(cell.makeelement(f"{{{MAIN}}}c", {}))
            position = column
    return etree.tostring(root)


def cdata(data: bytes) -> bytes:
    return re.sub(rb"<f>([^<]*)</f>", rb"<f><![CDATA[\1]]></f>", data)


ODD: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "windows": lambda data: data.replace(b"<row", b"\r\n  <row").replace(b"<c ", b"\r\n\t<c "),
    "cell r missing": lambda data: data.replace(b'<c r="B4"', b'<c/><c').replace(b' r="C4"', b""),
    "comments": lambda data: data.replace(b"<row", b"<!-- a --><row"),
    "instructions": lambda data: data.replace(b"<row", b"<?a <row r='3'?><row"),
    "cdata": cdata,
    "prefixed": prefixed,
    "unnumbered": unnumbered,
    "strict": lambda data: data.replace(MAIN.encode(), STRICT.encode()),
    "utf-16": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "single quotes": lambda data: re.sub(rb' r="(\w+)"', rb" r='\1'", data),
    "inline": lambda data: re.sub(
        rb't="s"><v>(\d+)</v>', rb't="inlineStr"><is><t>shared \1</t></is>', data
    ),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "many small rows": lambda data: data.replace(
        b"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(100, 9999)) + b"</sheetData>"
    ),
}  # fmt: skip
PLAIN = {"as it is", "windows", "cell r missing", "strict", "inline", "bom", "many small rows"}


@pytest.mark.parametrize("how", ODD)
def test_sheets_written_in_other_ways(tmp_path: Path, how: str) -> None:
    source = edit(book(tmp_path / "a.xlsx"), tmp_path / "c.xlsx", {SHEET: ODD[how]})
    before = read(source)
    with open_package(source) as package:
        xml = Patch(package)._editor.sheet("Data").xml
        assert type(xml) is (PlainSheet if how in PLAIN else TreeSheet)

    def change(patch: Patch) -> None:
        patch.set_value("Data", 5, 3, 55)
        patch.set_value("Data", 2, 2, "new")
        patch.set_value("Data", 5, 1, "first")
        patch.set_value("Data", 99, 40, True)
        patch.set_cached("Data", 6, 4, 66)
        patch.resize_table("costs", 9)
        patch.set_value("Data", 9, 2, "K9")

    target = patched(tmp_path, change, source)
    assert read(target) == before | {
        (5, 3): 55, (2, 2): "new", (5, 1): "first", (99, 40): True, (6, 4): 66, (9, 2): "K9",
        (8, 4): None, (9, 4): None,
    }  # fmt: skip
    root = etree.fromstring(parts(target)[SHEET])
    assert [e.get("ref") for e in root.iter("{*}dimension")] == ["A1:AN99"]
    assert len(root.findall("{*}sheetData/{*}row/{*}c/{*}f")) == 8


BROKEN = {
    "cut off": lambda data: data[: len(data) // 2],
    "order of rows": lambda data: data.replace(b'<row r="5"', b'<row r="4"'),
    "row beyond": lambda data: data.replace(b'<row r="7"', b'<row r="1048577"'),
    "cell elsewhere": lambda data: data.replace(b'r="C5"', b'r="C6"'),
    "cell twice": lambda data: data.replace(b'r="C5"', b'r="B5"'),
    "no data": lambda data: re.sub(rb"<sheetData>.*</sheetData>", b"", data),
    "doctype": lambda data: data.replace(
        b"<worksheet", b'<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet', 1
    ),
    "entity": lambda data: data.replace(b"<v>5</v>", b"<v>&a;</v>"),
    "nonsense in a row": lambda data: data.replace(b"<v>5</v>", b"<v>5</w>"),
    "after the rows": lambda data: data.replace(b"<conditionalFormatting", b"<a><b"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_broken_sheets_are_refused(tmp_path: Path, how: str) -> None:
    source = edit(book(tmp_path / "a.xlsx"), tmp_path / "c.xlsx", {SHEET: BROKEN[how]})
    with open_package(source) as package:
        patch = Patch(package)
        with pytest.raises(UnreadableFileError):  # noqa: PT012 - at the first that needs it
            patch.set_value("Data", 5, 3, 1)
            patch.set_value("Data", 200, 200, 1)
            patch.write(tmp_path / "b.xlsx")


# --- any edits -----------------------------------------------------------------------------------
_number = st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False))
_text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
_value = st.one_of(st.none(), st.booleans(), _number, _text)
_place = st.tuples(st.integers(1, 40), st.integers(1, 30))
_shape = st.sampled_from(sorted(set(ODD) - {"cell r missing", "many small rows"}))


def _small(cells: dict[tuple[int, int], CellContent], how: str) -> bytes:
    """A workbook of these cells, written by openpyxl."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Data"
    for (row, column), value in sorted(cells.items()):
        sheet.cell(row, column).value = value  # type: ignore[assignment]
    data = io.BytesIO()
    made.save(data)
    out = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, ODD[how](text) if name == SHEET else text)
    return out.getvalue()


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(_place, st.integers(0, 9), max_size=25),
    st.lists(st.tuples(_place, _value), max_size=25),
    _shape,
)
def test_edits_equal_a_model(
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[tuple[int, int], CellContent],
    edits: list[tuple[tuple[int, int], CellContent]],
    how: str,
) -> None:
    folder = tmp_path_factory.mktemp("model")
    source, target = folder / "a.xlsx", folder / "b.xlsx"
    source.write_bytes(_small(cells, how))
    model = dict(cells)
    with patching(source, target) as patch:
        for place, value in edits:
            patch.set_value("data", *place, value)
            model[place] = value
    assert read(target) == {place: v for place, v in model.items() if v is not None}
    found = openpyxl.load_workbook(target) if how != "strict" else None
    if found is not None:
        sheet = found["Data"]
        for (row, column), value in model.items():
            if not isinstance(value, str):
                assert sheet.cell(row, column).value == value, f"{column_letters(column)}{row}"
    if how not in ("comments", "instructions"):  # which the lint takes for rows
        assert not [d for d in validator.lint(target) if d.code.startswith(("cell", "row"))]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12), st.lists(st.integers(1, 20), min_size=1, max_size=4), st.booleans(),
       st.integers(0, 3))  # fmt: skip
def test_growing_and_shrinking_again(
    tmp_path_factory: pytest.TempPathFactory, rows: int, lengths: list[int], totals: bool, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("resize")
    source, target = book(folder / "a.xlsx", rows, totals=totals), folder / "b.xlsx"
    lengths = [rows + abs(one) for one in lengths]
    random.Random(seed).shuffle(lengths)
    with patching(source, target) as patch:
        for length in [*lengths, rows]:
            patch.resize_table("costs", 4 + length)
            assert patch.contents.tables[0].last_row == 4 + length
    assert read(source) == read(target)
    for part, text in parts(source).items():
        if "sheet" not in part:
            same = re.sub(rb"<c:(str|num)Cache>.*?</c:(str|num)Cache>", b"", text)
            new = re.sub(rb"<c:(str|num)Cache>.*?</c:(str|num)Cache>", b"", parts(target)[part])
            canonical = [etree.tostring(etree.fromstring(t), method="c14n") for t in (same, new)]
            assert canonical[0] == canonical[1], part
    assert not validator.lint(target)
