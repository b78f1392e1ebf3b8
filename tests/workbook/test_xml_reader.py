"""Cells as XML allows them, by the short cut and by the parser alike."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbook.books import Book, change_part
from xlevent.domain.values import ErrorCell, Typed
from xlevent.errors import UnreadableFileError
from xlevent.workbook.cells import Content
from xlevent.workbook.contents import Area, area_of, cell_position, column_letters, column_number
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.limits import Limits
from xlevent.workbook.package import open_package
from xlevent.workbook.texts import shared_texts, unescape
from xlevent.workbook.xml_reader import SheetReader

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c><c r="C1" s="2"/></row>'
    '<row r="3" spans="1:9"><c r="B3" s="1"><f>A1</f><v>2</v></c></row><row r="4"/>'
    '<row r="5"><c r="A5" t="inlineStr"><is><r><t>粗</t></r><r><t xml:space="preserve"> 細</t></r>'
    "<rPh><t>音</t></rPh></is></c>"
    '<c r="B5" t="b"><v>1</v></c><c r="AA5" t="e"><v>#N/A</v></c></row>'
    '<row r="6"><c r="A6" t="str"><f>A1&amp;"x"</f><v>a_x0041_&amp;b</v></c>'
    '<c r="B6" t="str"><f>""</f><v></v></c><c r="C6"><f t="shared" si="0"/><v>7</v></c></row>'
    '<row r="7"><c r="A7"><f>NOW()</f></c><c r="B7" t="d"><v>2026-11-20T12:00:00</v></c>'
    '<c r="C7" t="n"><v>1E+2</v></c></row>'
)
EXPECTED: list[tuple[int, dict[int, Content], list[int]]] = [
    (1, {1: Typed("編號 ID"), 2: 1.5}, []),
    (3, {2: 2.0}, [2]),
    (5, {1: Typed("粗 細"), 2: True, 27: ErrorCell("#N/A")}, []),
    (6, {1: Typed("aA&b"), 2: Typed(""), 3: 7.0}, [1, 2, 3]),
    (7, {1: None, 2: 46346.5, 3: 100.0}, [1]),
]


def sheet(rows: str, *, space: str = MAIN, prefix: str = "", encoding: str = "UTF-8",
          tail: str = "") -> bytes:  # fmt: skip
    text = f"<worksheet><dimension/><sheetData>{rows}</sheetData>{tail}</worksheet>"
    if prefix:
        text = text.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
        root = f'{prefix}:worksheet xmlns:{prefix}="{space}"'
        text = text.replace(f"{prefix}:worksheet", root, 1)
    else:
        text = text.replace("<worksheet", f'<worksheet xmlns="{space}"', 1)
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)


def cells(tmp_path: Path, data: bytes, limits: Limits | None = None) -> list[object]:
    source = Book().write(tmp_path / "book.xlsx")
    path = change_part(source, tmp_path / "s.xlsx", "xl/worksheets/sheet1.xml", lambda _: data)
    with open_package(path, limits) as package:
        contents = read_contents(package)
        shared = shared_texts(package, contents.shared_strings)
        shared[0] = Typed("編號 ID")
        reader = SheetReader(package, contents.sheets[0].part, shared, date1904=False)
        found = [(r.number, r.cells, list(r.formulas)) for r in reader.rows()]
        assert all(type(v) in (Typed, ErrorCell, float, bool, type(None))
                   for _, row, _ in found for v in row.values())  # fmt: skip
        return [*found, *reader.merged]


@pytest.mark.parametrize(
    "data",
    [
        sheet(ROWS),
        sheet(ROWS, space=STRICT),
        sheet(ROWS, prefix="x"),
        sheet(ROWS, encoding="UTF-16"),
        sheet(ROWS, encoding="Big5"),
        sheet("<!-- x -->" + ROWS),
        sheet(ROWS.replace("<row", "\n  <row").replace("<c ", "\n    <c ")),
        sheet(ROWS.replace(' r="A', ' ph="1" r="A')),
        sheet(ROWS).replace(b"<dimension/>", b'<dimension ref="A1:XFD1048576"/>'),
        sheet(ROWS).replace(b"<dimension/>", b'<dimension ref="A1"/>'),
        b"\xef\xbb\xbf" + sheet(ROWS),
    ],
    ids=["plain", "strict", "prefix", "utf-16", "big5", "comment", "indented", "attributes",
         "large dimension", "small dimension", "mark"],
)  # fmt: skip
def test_all_spellings_give_the_same_cells(tmp_path: Path, data: bytes) -> None:
    assert cells(tmp_path, data) == EXPECTED


def test_addresses_may_be_left_out(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="4"><c r="B4"><v>1</v></c><c><v>2</v></c></row>'
        "<row><c><v>5</v></c></row>"
    )
    assert cells(tmp_path, sheet(rows)) == [
        (1, {1: 1.0, 3: 3.0}, []), (4, {2: 1.0, 3: 2.0}, []), (5, {1: 5.0}, []),
    ]  # fmt: skip


def test_merged_cells_stand_after_the_rows(tmp_path: Path) -> None:
    tail = '<mergeCells count="9"><mergeCell ref="B2:C3"/></mergeCells>'
    for prefix in ("", "x"):
        found = cells(tmp_path, sheet(ROWS, tail=tail, prefix=prefix))
        assert found == [*EXPECTED, Area(2, 2, 3, 3)]


def test_rows_around_the_buffer_are_whole(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c>'
        f'<c r="B{n}" t="str"><v>{"é" * (n % 90)}</v></c></row>'
        for n in range(1, 9_000)
    )
    found = cells(tmp_path, sheet(rows))
    assert [row[0] for row in found] == list(range(1, 9_000))  # type: ignore[index]
    assert all(row[1][1] == row[0] and len(row[1][2]) == row[0] % 90 for row in found)  # type: ignore[index]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('<row r="5"/><row r="5"/>', "row 5 follows row 5"),
        ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "beyond the sheet"),
        ('<row r="0"><c r="A0"><v>1</v></c></row>', "row 0 follows"),
        ('<row r="x"/>', "'x' is no row"),
        ('<row r="7"><c r="A8"><v>1</v></c></row>', "cell 'A8'"),
        ('<row r="7"><c r="A7" t="s"><v>99999</v></c></row>', "index"),
        ('<row r="7"><c r="A7" t="s"><v>-5</v></c></row>', "index"),
        ('<row r="7"><c r="A7"><v>abc</v></c></row>', "row 7"),
        ('<row r="7"><c r="A7"><v>NaN</v></c></row>', "no number"),
        ('<row r="7"><c r="A7"><v>1_000</v></c></row>', "row 7"),
        ('<row r="7"><c r="A7" t="zz"><v>1</v></c></row>', "unknown type"),
        ('<row r="7"><c r="A7" t="d"><v>gestern</v></c></row>', "row 7"),
        ('<row r="7"><c r="A7"><v>1</c></row>', "tag mismatch"),
        ('<row r="7"><c r="A7"><v>1</v></c>', "damaged"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "x"])
def test_what_excel_never_writes_is_damage(
    tmp_path: Path, rows: str, says: str, prefix: str
) -> None:
    with pytest.raises(UnreadableFileError, match=r"s\.xlsx: .*damaged.*sheet1\.xml") as caught:
        cells(tmp_path, sheet(rows, prefix=prefix))
    assert says in str(caught.value)


def test_long_texts_and_rows_have_a_limit(tmp_path: Path) -> None:
    row = f'<row r="1"><c r="A1" t="str"><v>{"x" * 5000}</v></c></row>'
    for prefix in ("", "x"):
        with pytest.raises(UnreadableFileError, match="too large"):
            cells(tmp_path, sheet(row, prefix=prefix), Limits(text_length=4999))
        long = '<row r="1">' + "<c><v>1</v></c>" * 60_000 + "</row>"
        with pytest.raises(UnreadableFileError, match="too large"):
            cells(tmp_path, sheet(long, prefix=prefix), Limits(tree_bytes=400_000))


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a_x000A_b", "a\nb"), ("_x005F_x0041_", "_x0041_"), ("_xD83D__xDE00_", "😀"),
     ("_xD83D_", "\ufffd"), ("_x12", "_x12"), ("_xZZZZ_", "_xZZZZ_")],
)  # fmt: skip
def test_escapes(text: str, plain: str) -> None:
    assert unescape(text) == plain


def test_positions() -> None:
    for number in (1, 26, 27, 702, 703, 16384):
        assert column_number(column_letters(number)) == number
    assert cell_position("$XFD$1048576") == (1048576, 16384)
    assert area_of("C3:A1") == Area(1, 1, 3, 3)
    for bad in ("", "A", "1", "A0", "AAAA1", "A1B", "１A"):
        with pytest.raises(ValueError, match="no cell"):
            cell_position(bad)


# --- the short cut and the parser agree ----------------------------------------------------------
_TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8
)
_CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(lambda v: f"<v>{v!r}</v>"),
    st.integers(-9, 9).map(lambda v: f"<f>A1*2</f><v>{v}</v>"),
    st.just(""),
    st.just("<f>A1</f>"),
    st.just("<f>A1</f><v></v>"),
    st.just('<f t="shared" ref="A1:A9" si="0">A1&gt;2</f><v>1</v>'),
)
_TYPED = st.tuples(
    st.sampled_from(["str", "b", "e", "s", "inlineStr"]),
    _TEXTS, st.sampled_from(["", "<f/>", "<f>B1</f>"]),
)  # fmt: skip


def _typed(kind: str, text: str, formula: str) -> tuple[str, str]:
    if kind == "inlineStr":
        return kind, f"<is><t>{escape(text)}</t></is>"
    if kind in ("b", "s"):
        return kind, f"{formula}<v>{len(text) % 2}</v>"
    return kind, f"{formula}<v>{escape(text)}</v>"


_ANY = st.one_of(_CELLS.map(lambda inner: ("", inner)), _TYPED.map(lambda t: _typed(*t)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.none() | _ANY, max_size=5), max_size=6))
def test_the_short_cut_and_the_parser_agree(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[tuple[str, str] | None]]
) -> None:
    text = ""
    for number, row in enumerate(rows, start=1):
        text += f'<row r="{number}">'
        for column, cell in enumerate(row, start=1):
            if cell is not None:
                kind = f' t="{cell[0]}"' if cell[0] else ""
                address = f"{column_letters(column)}{number}"
                text += f'<c r="{address}" s="3"{kind}>{cell[1]}</c>'
        text += "</row>"
    folder = tmp_path_factory.mktemp("agree")
    short = cells(folder, sheet(text))
    assert short == cells(folder, sheet(text, prefix="x"))
