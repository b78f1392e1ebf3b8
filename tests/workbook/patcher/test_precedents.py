"""What formulas refer to, form by form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.workbook.patcher.precedents import precedents
from xlevent.workbook.patcher.reference_kinds import (
    A1,
    MAX_COLUMN,
    MAX_ROW,
    Name,
    Reference,
    Resized,
    Sheets,
    Span,
    Structured,
)

MOVES = (True, True, True, True)
FIXED = (False, False, False, False)


def cell(row: int, column: int, sheet: str | None = None) -> A1:
    return area(row, column, row, column, sheet)


def area(top: int, left: int, bottom: int, right: int, sheet: str | None = None) -> A1:
    return A1(Sheets(sheet, sheet) if sheet else None, top, left, bottom, right, MOVES)


def part(
    table: str | None, first: str | None = None, last: str | None = None, *sections: str
) -> Structured:
    return Structured(table, frozenset(sections), first, last or first)


A1_FORMS: list[tuple[str, list[Reference]]] = [
    ("A1", [cell(1, 1)]),
    ("a1+b2", [cell(1, 1), cell(2, 2)]),
    ("$A$1", [A1(None, 1, 1, 1, 1, FIXED)]),
    ("A$1:$B2", [A1(None, 1, 1, 2, 2, (False, True, True, False))]),
    ("SUM(A:A)", [A1(None, 1, 1, MAX_ROW, 1, (False, True, False, True))]),
    ("SUM($A:C)", [A1(None, 1, 1, MAX_ROW, 3, (False, False, False, True))]),
    ("SUM(2:$3)", [A1(None, 2, 1, 3, MAX_COLUMN, (True, False, False, False))]),
    ("Sheet1!A1", [cell(1, 1, "Sheet1")]),
    ("工作表!A1:B2", [area(1, 1, 2, 2, "工作表")]),
    ("'It''s a (sheet)!'!A1", [cell(1, 1, "It's a (sheet)!")]),
    ("Sheet1:Sheet3!A1", [A1(Sheets("Sheet1", "Sheet3"), 1, 1, 1, 1, MOVES)]),
    ("'A 1:B 2'!A1", [A1(Sheets("A 1", "B 2"), 1, 1, 1, 1, MOVES)]),
    ("[0]!Rate", [Name(None, "Rate")]),
    ("!A1", [cell(1, 1)]),
    ("LOG10(A1)", [cell(1, 1)]),
    ("XFD1048576", [cell(MAX_ROW, MAX_COLUMN)]),
    ("A1#", [cell(1, 1)]),
    ("_xlfn.ANCHORARRAY(A1)", [cell(1, 1)]),
    ("_xlfn.SINGLE(A1:A3)", [area(1, 1, 3, 1)]),
    ("1E5+E5", [cell(5, 5)]),
    ("A1:A3 A2:B2", [area(1, 1, 3, 1), area(2, 1, 2, 2)]),
    ("IF(A1,1,2)", [cell(1, 1)]),
    ("-A1%", [cell(1, 1)]),
    ("A1:INDEX(B:B,3)", [
        cell(1, 1),
        b := A1(None, 1, 2, MAX_ROW, 2, (False, True, False, True)),
        Span((cell(1, 1), b)),
    ]),
    ("Sheet1!A1:Sheet1!B2", [
        cell(1, 1, "Sheet1"), cell(2, 2, "Sheet1"),
        Span((cell(1, 1, "Sheet1"), cell(2, 2, "Sheet1"))),
    ]),
    ("first:last+C3", [
        Name(None, "first"), Name(None, "last"),
        Span((Name(None, "first"), Name(None, "last"))), cell(3, 3),
    ]),
    ("SUMIF(A1:A3,1,B1)", [
        area(1, 1, 3, 1), cell(1, 2), Resized((cell(1, 2),), (area(1, 1, 3, 1),)),
    ]),
]  # fmt: skip
NOT_REFERENCES = [
    '"A1"&"say ""B2"" [C3]"', "{1,2;\"A1\",TRUE}", "TRUE", "#REF!", "#N/A", "#DIV/0!+1",
    "Sheet1!#REF!", "[1]Sheet1!A1", "'[1]Sheet 1'!A1:B2", "'C:\\a\\[b.xlsx]c'!A1", "[2]!Rate",
    "_xlfn.LET(_xlpm.x,1,_xlpm.x)", "1.5E-3", "PI()",
]  # fmt: skip
STRUCTURED: list[tuple[str, Reference]] = [
    ("t[a]", part("t", "a")),
    ("t[]", part("t")),
    ("t[[a]]", part("t", "a")),
    ("t[[a]:[c]]", part("t", "a", "c")),
    ("t[@a]", part("t", "a", None, "this row")),
    ("t[@[a b]:[c]]", part("t", "a b", "c", "this row")),
    ("t[@]", part("t", None, None, "this row")),
    ("[@a]", part(None, "a", None, "this row")),
    ("[a]", part(None, "a")),
    ("t[[#This Row],[a]]", part("t", "a", None, "this row")),
    ("t[[#This Row],[a]:[b]]", part("t", "a", "b", "this row")),
    ("t[[#This Row],a]", part("t", "a", None, "this row")),
    ("t[#All]", part("t", None, None, "all")),
    ("t[#Headers]", part("t", None, None, "headers")),
    ("t[ #Totals ]", part("t", None, None, "totals")),
    ("t[[#Headers],[#Data],[a]]", part("t", "a", None, "headers", "data")),
    ("t[[#Headers], [a]]", part("t", "a", None, "headers")),
    ("t['#id]", part("t", "#id")),
    ("t[['@a']]]", part("t", "@a]")),
    ("t[[it''s, a:b]]", part("t", "it's, a:b")),
    ("工作[預估 工期]", part("工作", "預估 工期")),
    ("t[a\nb]", part("t", "a\nb")),
]


@pytest.mark.parametrize(("text", "expected"), A1_FORMS)
def test_cells_ranges_and_names(text: str, expected: list[Reference]) -> None:
    found = precedents(text)
    assert list(found.references) == expected
    assert not found.anything
    assert not found.volatile


@pytest.mark.parametrize(("text", "expected"), STRUCTURED)
def test_structured_references(text: str, expected: Reference) -> None:
    for whole in (text, f"SUM({text},1)", f'IF({text}="","[x]",1)'):
        found = precedents(whole)
        assert found.references == (expected,)
        assert not found.anything


@pytest.mark.parametrize("text", NOT_REFERENCES)
def test_what_only_looks_like_a_reference(text: str) -> None:
    found = precedents(text)
    assert found.references == ()
    assert not found.anything


@pytest.mark.parametrize(
    "text",
    ['INDIRECT("A"&B1)', "SUM(OFFSET(A1,1,1))", 'GETPIVOTDATA("x",A1)', "my_function()",
     "_xll.READ()", "A1+(B1", "A1)", "t[[#Nowhere],[a]]", "A1048577+A1:A9999999", '"open',
     "t[a", "A1~B1", "CUBEVALUE(A1)", "XFE1:XFE2", "[1]Sheet1!f()"],
)  # fmt: skip
def test_what_cannot_be_seen_may_depend_on_anything(text: str) -> None:
    found = precedents(text)
    unknown = [one for one in found.references if isinstance(one, Name)]
    assert found.anything or unknown, "unknown names are resolved to anything by the scope"


@pytest.mark.parametrize("text", ["TODAY()", "now()+A1", "RAND()", 'CELL("row",A1)', "INFO(1)"])
def test_what_changes_by_itself_is_volatile(text: str) -> None:
    assert precedents(text).volatile


def test_functions_that_are_names_are_told() -> None:
    assert precedents("MyRate(A1)+SUM(1)").calls == {"myrate", "sum"}


@given(st.text(alphabet="AB1$:!'\"[]#@(), {}+t\\.;\n", max_size=40))
def test_any_text_is_answered(text: str) -> None:
    precedents(text)


@pytest.mark.parametrize("text", ["(" * 50_000, "A1:" * 20_000, "t[" * 20_000, "'" * 50_001 + "!"])
def test_no_text_takes_long(text: str) -> None:
    assert precedents(text).anything or len(precedents(text).references) < 100_000
