"""XLE_BUDGET_CHECK answers what `xlevent validate` says of the same rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.functions.controlling import asked

from xlevent.compute.budget import Line, Order

LINES = [["V1", 1000], ["V2", 5000], ["V3", 100]]


def check(*arguments: Any) -> Any:
    return CATALOGUE["XLE_BUDGET_CHECK"].run(*arguments)


def codes(answer: list[list[Any]]) -> list[tuple[Any, ...]]:
    return [(row[0], row[2], row[3]) for row in answer]


def test_nothing_wrong_is_one_empty_cell() -> None:
    assert check(LINES) == [[""]]
    assert check(LINES, [["V1", 1000]]) == [[""]]


def test_findings_name_argument_and_row() -> None:
    answer = check(
        [["科目編號", "本幣含稅金額"], *LINES],
        [["V1", 1200], ["V2", 3000, "O1"], ["X", 5]],
        [["O1", "V2", 2, 3000], ["O2", "V3", 1, 101]],
        [["V1", 50]], [["V2", 100]], 0.05, 6000,
    )  # fmt: skip
    assert codes(answer) == [
        ("XL141", "expenses", 3),
        ("XL420", "lines", 2),
        ("XL421", "lines", 3),
        ("XL423", "lines", 4),
        ("XL426", "", ""),
    ]
    assert [row[1] for row in answer] == ["錯誤", "錯誤", "警告", "提示", "錯誤"]
    assert "1,200" in answer[1][4]


def test_changes_count_when_they_are_approved() -> None:
    spent = [["V1", 1200]]
    assert check(LINES, spent, None, [["V1", 200]]) == [[""]]
    with_state = [["預算科目", "增減金額", "核准狀態"], ["V1", 200, None]]
    assert ("XL420", "lines", 1) in codes(check(LINES, spent, None, with_state))
    with_state[1][2] = "核准"
    assert check(LINES, spent, None, with_state) == [[""]]


def test_quantity_and_price_go_before_the_amount() -> None:
    lines = [["Line ID", "Quantity", "Unit price", "Amount incl tax"], ["V1", 2, 100, 999]]
    assert codes(check(lines, [["V1", 260]])) == [("XL420", "lines", 2)]


def test_unknown_amounts_are_refused_or_told() -> None:
    assert check([["V1", 5], ["V2", None]]).startswith("#XLE! 引數 lines：第 2 列")
    assert codes(check(LINES, [["V1", 12, None, "USD"]])) == [("XL404", "expenses", 1)]


def test_many_findings_say_that_more_were_left_out() -> None:
    answer = check([[f"V{i}", 1] for i in range(1200)], [[f"V{i}", 2] for i in range(1200)])
    assert "XL199" in {row[0] for row in answer}


def test_rules_that_are_asked_read_nothing_else() -> None:
    codes_asked = {rule.code.code for rule in asked()}
    assert {"XL420", "XL421", "XL422", "XL423", "XL426", "XL427", "XL404"} <= codes_asked
    assert "XL428" not in codes_asked  # contingency: needs the categories


@settings(max_examples=40, deadline=None)
@given(
    budget=st.integers(1, 5000), spent=st.integers(0, 8000), ordered=st.integers(1, 8000),
    change=st.integers(-500, 2000), remaining=st.integers(0, 2000),
)  # fmt: skip
def test_the_state_of_a_line_is_that_of_the_core(
    budget: int, spent: int, ordered: int, change: int, remaining: int
) -> None:
    open_order = Order(Decimal(ordered), ()).open_commitment
    line = Line(*map(Decimal, (budget, change, spent)), open_order, Decimal(remaining))
    answer = check(
        [["V1", budget]], [["V1", spent]], [["O1", "V1", 1, ordered]], [["V1", change]],
        [["V1", remaining]], 0,
    )  # fmt: skip
    limit = max(line.revised, Decimal(0))
    expected = (
        "XL420" if line.actual > limit else "XL421" if line.load > limit
        else "XL422" if line.forecast > limit else None
    )  # fmt: skip
    told = {row[0] for row in answer} & {"XL420", "XL421", "XL422", "XL423"}
    if line.revised == 0:
        return  # a line without budget is compared by its category
    assert told == ({expected} if expected else set())
