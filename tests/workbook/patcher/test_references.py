"""References in formulas: found, moved, made to follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from xlevent.workbook.contents import Area
from xlevent.workbook.patcher.references import (
    COLUMNS,
    ROWS,
    Reference,
    followed,
    is_plain,
    references,
    shifted,
)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$A1+A$1+$A$1", "B3+$A3+B$1+$A$1"),
        ("SUM(A1:B2,C:C,$C:D,3:4,$3:5)", "SUM(B3:C4,D:D,$C:E,5:6,$3:7)"),
        ("'It''s'!A1&Sheet2!B$2", "'It''s'!B3&Sheet2!C$2"),
        ("中文!A1", "中文!B3"),
        ("[1]Sheet2!A1", "[1]Sheet2!B3"),
        ('"A1"&A1&"say ""A1"""', '"A1"&B3&"say ""A1"""'),
        ("LOG10(A1)+ATAN2(A1,B2)", "LOG10(B3)+ATAN2(B3,C4)"),
        ("tbl1[A1]+costs[[#This Row],[A1]]+A1", "tbl1[A1]+costs[[#This Row],[A1]]+B3"),
        ("costs['[A1]+A1", "costs['[A1]+B3"),
        ("rate_A1+A1.x+x.A1+A1x+_A1+R1C1", "rate_A1+A1.x+x.A1+A1x+_A1+R1C1"),
        ("'A1'!name+A1!name", "'A1'!name+A1!name"),
        ("1.5E3+1E5", "1.5E3+1E5"),
        ("XFE1+A1048577+A0", "XFE1+A1048577+A0"),
        ("A1:INDEX(B:B,2)", "B3:INDEX(C:C,2)"),
        ("A1:B2:C3", "B3:C4:D5"),
        ("#REF!+Sheet1!#REF!+A1#", "#REF!+Sheet1!#REF!+B3#"),
        ("XFD1048576", "A2"),
        ('"open', '"open'),
        ("costs[open", "costs[open"),
        ("a1", "B3"),
    ],
)
def test_a_formula_moved_one_column_and_two_rows(formula: str, moved: str) -> None:
    assert shifted(formula, 2, 1) == moved
    assert shifted(formula, 0, 0) == formula


_cell = st.builds(
    lambda a, c, b, r: f"{a}{c}{b}{r}",
    st.sampled_from(["", "$"]), st.sampled_from(["A", "C", "AB", "XY"]),
    st.sampled_from(["", "$"]), st.integers(20, 900),
)  # fmt: skip
_piece = st.one_of(
    _cell, st.builds("{}:{}".format, _cell, _cell), st.builds("Data!{}".format, _cell),
    st.sampled_from(['"A1 "', "12", "1.5", "tbl[Col]", "name1x", "TRUE"]),
)  # fmt: skip


@given(st.lists(_piece, min_size=1, max_size=5), st.integers(-15, 15), st.integers(0, 3))
def test_as_openpyxl_moves_it(pieces: list[str], rows: int, columns: int) -> None:
    formula = f"SUM({','.join(pieces)})"
    other = Translator(f"={formula}", "E30").translate_formula(row_delta=rows, col_delta=columns)
    assert shifted(formula, rows, columns) == other[1:]


@given(st.text(alphabet="A1$:!'[]\"(,)x. 中", max_size=30), st.integers(-5, 5), st.integers(-5, 5))
def test_any_text_can_be_moved_there_and_back(text: str, rows: int, columns: int) -> None:
    assert shifted(shifted(text, rows, columns), -rows, -columns).upper() == text.upper()


def test_references_are_found() -> None:
    formula = "SUM(Data!$C$5:C7)+B2+'a b'!A:A+3:4+[1]X!A1+S1:S3!A1"
    assert references(formula) == [
        Reference("Data", Area(5, 3, 7, 3)),
        Reference("", Area(2, 2, 2, 2)),
        Reference("a b", Area(1, 1, ROWS, 1)),
        Reference("", Area(3, 1, 4, COLUMNS)),
    ]


def test_areas_follow_on_their_sheet_only() -> None:
    def follow(area: Area, single: bool) -> Area:
        return area if single or area.bottom != 7 else area._replace(bottom=9)

    formula = "SUM(C5:C7,Data!$C$5:$C$7,DATA!C5:C$7,Other!C5:C7)+C7"
    assert followed(formula, "Other", "Data", follow) == (
        "SUM(C5:C7,Data!$C$5:$C$9,DATA!C5:C$9,Other!C5:C7)+C7"
    )
    assert followed("C5:C7", "data", "Data", follow) == "C5:C9"


@pytest.mark.parametrize(
    ("formula", "plain"),
    [("Data!A1", True), ("=(A1:B2,C3)", True), ("OFFSET(A1,1,1)", False), ("name", False)],
)
def test_references_and_nothing_else(formula: str, plain: bool) -> None:
    assert is_plain(formula) is plain
