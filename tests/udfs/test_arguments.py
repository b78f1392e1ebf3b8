"""Ranges as people select them give the same answer; what cannot be read is told by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlevent_udfs.catalogue import CATALOGUE

HEADER = ["工作編號", "工期", "前置工作"]
BODY: list[list[Any]] = [["A", 3.0, None], ["B", 2.0, "A"], ["C", 4.0, "A"], ["D", 1.0, "B; C"]]
MONDAY = 46083.0  # 2026-03-02


def dates(rows: Any) -> Any:
    return CATALOGUE["XLE_SCHEDULE"].run(rows, MONDAY)


def test_a_header_changes_nothing_but_the_order_of_columns() -> None:
    plain = dates(BODY)
    assert dates([HEADER, *BODY])[0][1:6] == plain[0][1:6]
    turned = [["Predecessors", "ID", "Duration"], *([c, a, b] for a, b, c in BODY)]
    assert [row[:7] for row in dates(turned)] == [row[:7] for row in plain]


@settings(deadline=None)  # the first call reads the declarations
@given(
    blanks=st.lists(st.integers(0, 4), max_size=3),
    title=st.booleans(),
    empty_columns=st.integers(0, 2),
    as_text=st.booleans(),
)
def test_titles_blank_rows_and_texts_do_no_harm(
    blanks: list[int], title: bool, empty_columns: int, as_text: bool
) -> None:
    body = [[a, str(b) if as_text else b, c] for a, b, c in BODY]
    for at in blanks:
        body.insert(at, ["", None, "  "])
    head = [["我的活動", None, None]] if title else []
    rows = [[*row, *[None] * empty_columns] for row in (*head, HEADER, *body)]
    assert [row[:7] for row in dates(rows)] == [row[:7] for row in dates([HEADER, *BODY])]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["A", "x", None]], "row 1"),
        ([HEADER, ["A", 1.0, None], ["B", "many", None]], "第 3 列"),
        ([["工作編號", "工期", "前置作業"], ["A", 1.0, None]], "前置工作"),
        ([["工作編號", "名稱"], ["A", "x"]], "工期"),
        ([["A", 1.0, "Q"]], "XL302"),
        ([["A", 1.0, "B"], ["B", 1.0, "A"]], "XL3"),
        ([[None, None]], "tasks"),
        ([["ID", "Duration", "Predecessors"], [None, 3.0, None]], "row 2 lacks"),
        ([[str(n) for n in range(30)]], "30"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_its_row(rows: Any, said: str) -> None:
    answer = dates(rows)
    assert isinstance(answer, str)
    assert answer.startswith("#XLE! ")
    assert said in answer


def test_errors_speak_the_language_of_the_headers() -> None:
    chinese = dates([HEADER, ["A", "x", None]])
    assert "/ argument" not in chinese
    assert "第 2 列" in chinese
    english = dates([["Task ID", "Duration", "Predecessors"], ["A", "x", None]])
    assert "row 2" in english
    assert "列" not in english


def test_columns_of_their_own_are_left_alone() -> None:
    with_own = [[*HEADER, "我的備註"], *([*row, "嗨"] for row in BODY)]
    assert dates(with_own) == dates([HEADER, *BODY])


def test_headers_come_on_request() -> None:
    asked = CATALOGUE["XLE_SCHEDULE"].run([HEADER, *BODY], MONDAY, None, None, True)
    assert isinstance(asked, list)
    assert asked[0][0] == "工作編號"
    assert asked[1:] == dates([HEADER, *BODY])


def test_one_cell_where_one_is_wanted() -> None:
    answer = CATALOGUE["XLE_UBN"].run([["04595257", "12345675"]])
    assert isinstance(answer, str)
    assert answer.startswith("#XLE! ")
    assert "2" in answer


def test_a_choice_lists_what_there_is() -> None:
    answer = CATALOGUE["XLE_NET_PAY"].run("fee", 30000, 46083)
    assert isinstance(answer, str)
    assert "Professional fee 9A" in answer
