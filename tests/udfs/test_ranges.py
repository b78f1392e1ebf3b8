"""Ranges as people have them: read as they are meant, or refused in one line, never misread."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.kernel.cells import grid

HEADER: list[Any] = ["工作編號", "工期", "前置工作"]
BODY: list[list[Any]] = [["A", 3, None], ["B", 2, "A"], ["C", 4, "B"]]
MONDAY = 46083  # 2026-03-02


def call(name: str, *given: Any) -> Any:
    return CATALOGUE[name].run(*given)


def dates(rows: Any) -> Any:
    return call("XLE_SCHEDULE", rows, MONDAY)


EXPECTED = dates([HEADER, *BODY])


@pytest.mark.parametrize(
    "head",
    [
        [["工作編號", "工期", "前置工作"]],
        [["Task ID", "Duration", "Predecessors"]],
        [["工作編號 Task ID", "工期 Duration", "前置工作 Predecessors"]],
        [["工作編號\nTask ID", " 工期  Duration ", "前置工作\nPredecessors"]],
        [["id", "DURATION", "predecessors"]],
        [["時程表", None, None], ["2026 版", None, "製表：王小明"], [None] * 3, [None] * 3, HEADER],
    ],
    ids=["zh", "en", "both", "two lines", "keys", "titles and blank rows above"],
)
def test_headers_in_any_language_and_below_titles(head: list[list[Any]]) -> None:
    found = dates([*head, *BODY])
    assert [row[:7] for row in found] == [row[:7] for row in EXPECTED]


def test_blank_columns_between_and_below_do_no_harm() -> None:
    wide = [[a, None, b, "", c] for a, b, c in ([*HEADER], *BODY)]
    assert dates([*wide, *[[None] * 5] * 3]) == EXPECTED


@pytest.mark.parametrize("two", ["２", " 2 ", "2.0", 2.0, "2.00"])
def test_numbers_may_be_texts(two: Any) -> None:
    assert dates([HEADER, ["A", 3, None], ["B", two, "A"], ["C", 4, "B"]]) == EXPECTED


@pytest.mark.parametrize(
    ("given", "read"),
    [("1,200", 1200), ("NT$ 3,000", 3000), ("１，２００", 1200), ("500元", 500), ("(1,200)", -1200),
     ("1.5e3", 1500), (1200.0, 1200)],
)  # fmt: skip
def test_amounts_as_people_type_them(given: Any, read: int) -> None:
    assert call("XLE_AVAILABLE", given, 0, 0) == read


@pytest.mark.parametrize("wrong", ["12 USD", True, "1.234,5", "1,23", "約 500"])
def test_amounts_that_nobody_can_read_are_refused(wrong: Any) -> None:
    assert call("XLE_AVAILABLE", 5, wrong, 0).startswith("#XLE! 引數 actual：")


@pytest.mark.parametrize(
    "day", [46083, 46083.0, "2026-03-02", "2026/3/2", "115/3/2", "民國115年3月2日", "2026.3.2",
            date(2026, 3, 2)],
)  # fmt: skip
def test_days_as_people_type_them(day: Any) -> None:
    assert call("XLE_INVOICE_PERIOD", day) == "115-03/04"
    assert dates([HEADER, *BODY]) == call("XLE_SCHEDULE", [HEADER, *BODY], day)


@pytest.mark.parametrize(
    ("share", "value"), [("3%", 225), ("３％", 225), (0.03, 225), ("0.03", 225)]
)
def test_shares(share: Any, value: int) -> None:
    assert call("XLE_MARKET_VALUE", 500000, 15, share) == value


def test_a_share_above_one_is_asked_about() -> None:
    assert "3%" in call("XLE_MARKET_VALUE", 500000, 15, 3)
    assert "5%" in call("XLE_THREE_WAY", 50, 47, 50, 100, 100, 5)
    assert call("XLE_RISK_FINISH", [HEADER, *BODY], MONDAY, 0.8).startswith("#XLE! ")


# --- what would give a wrong answer is refused ---------------------------------------------------
@pytest.mark.parametrize("error", ["#N/A", "#REF!", " #DIV/0! ", "#SPILL!"])
def test_an_error_is_never_blank_nor_a_text(error: str) -> None:
    for row in ([error, 2, "A"], ["B", error, "A"], ["B", 2, error]):
        said = dates([HEADER, ["A", 3, None], row])
        assert said.startswith("#XLE! 引數 tasks：第 3 列："), row
        assert error.strip() in said
    assert error.strip() in call("XLE_RACI_CHECK", [["甲", error]], "乙")
    assert error.strip() in call("XLE_NET_PAY", error, 1, MONDAY)
    assert error.strip() in call("XLE_UBN", error)


def test_errors_of_windows_are_no_amounts() -> None:
    """Excel hands #CALC! and others over as whole numbers that xlwings does not name."""
    assert call("XLE_AVAILABLE", -2146826238, 0, 0).startswith("#XLE! 引數 revised：")


def test_an_id_that_stands_twice_is_refused() -> None:
    said = dates([HEADER, ["A", 3, None], ["B", 2, "A"], ["a", 4, "B"]])
    assert "第 4 列" in said
    assert "第 2 列" in said
    orders = [["PO-1", 5000, None], ["po-1", 6000, None]]
    assert call("XLE_BUDGET_LOAD", orders, [[7000, "PO-1"]]).startswith(
        "#XLE! 引數 orders：第 2 列"
    )


def test_merged_cells_are_not_filled_down() -> None:
    """A merged ID has its value in the first row; the row below is named."""
    said = dates([HEADER, ["A", 3, None], [None, 2, None]])
    assert said.startswith("#XLE! 引數 tasks：第 3 列")
    assert "合併儲存格" in said
    bank = [["交易日期", "金額"], ["2026-03-02", -5], [None, -6]]
    payments = [["A", "甲", 5, "2026-03-02"]]
    assert call("XLE_RECONCILE", payments, bank).startswith("#XLE! 引數 bank：第 3 列")


def test_totals_below_are_no_data() -> None:
    assert dates([HEADER, *BODY, ["合計", 9, None]]) == EXPECTED
    rows = [["甲", "INV-4021", 500, MONDAY], ["乙", "X", 500, MONDAY], ["Total", None, 1000, None]]
    assert call("XLE_DUPLICATES", rows) == [[""]]
    named = [["Total", "INV-4021", 500, MONDAY], ["Total", "INV-4021", 500, MONDAY]]
    assert call("XLE_DUPLICATES", named) == [[2, 1]]  # the oil company is a payee


def test_a_title_above_a_list_without_header_is_no_task() -> None:
    assert call("XLE_SCHEDULE", [["我的活動", None, None], *BODY], MONDAY).startswith("#XLE! ")


def test_a_task_without_duration_is_no_task_of_no_days() -> None:
    said = dates([HEADER, ["A", 3, None], ["B", None, "A"]])
    assert "第 3 列" in said
    assert "XL360" in said
    head = [*HEADER, "類型"]
    assert isinstance(dates([head, ["A", 3, None, None], ["B", None, "A", "milestone"]]), list)


def test_links_that_lead_nowhere_are_refused() -> None:
    tasks = [["A", 2, None], ["B", 2, None]]
    said = call("XLE_LEVEL", tasks, MONDAY, [["R", 1]], [["R", "A", 1], ["Q", "B", 1]])
    assert said.startswith("#XLE! 引數 assignments：第 2 列：XL141")
    assert "CAL-9" in call("XLE_WORKDAY", MONDAY, 3, [["2026-03-04", "holiday", "", "CAL-9"]])


def test_what_levelling_cannot_resolve_is_said() -> None:
    tasks = [["A", 2, None], ["B", 2, None]]
    moved = call("XLE_LEVEL", tasks, MONDAY, [["R", 1]], [["R", "A", 2], ["R", "B", 1]])
    assert [row[4] for row in moved] == ["R", ""]


def test_a_list_of_days_with_its_title() -> None:
    """One column with its header, where other columns may follow."""
    bare = call("XLE_WORKDAY", MONDAY, 3, [["2026-03-04"]])
    assert call("XLE_WORKDAY", MONDAY, 3, [["日期"], ["2026-03-04"]]) == bare
    assert call("XLE_WORKDAY", MONDAY, 3, [["日期", "說明"], ["2026-03-04", "停電"]]) == bare


def test_without_header_the_error_says_what_a_column_was_taken_for() -> None:
    said = call("XLE_WORKDAY", MONDAY, 3, [["2026-03-04", "停電"]])
    assert "沒有標題列，第 2 欄視為「類別」" in said


def test_two_columns_of_the_same_name_are_refused() -> None:
    assert "工期" in dates([[*HEADER, "Duration"], ["A", 3, None, 5]])


def test_a_wrong_shape_says_which_columns_there_are() -> None:
    said = call("XLE_DUPLICATES", [["甲", "INV-1"]])
    assert "受款人、發票號碼、總計" in said


@pytest.mark.parametrize(
    ("name", "given", "language"),
    [
        ("XLE_RISK_LEVEL", ("高", "重大"), "zh-TW"),
        ("XLE_RISK_LEVEL", ("Likely", "Major"), "en"),
        ("XLE_RISK_LEVEL", ("likely", "major"), "both"),
    ],
)
def test_a_choice_tells_the_language(name: str, given: tuple[str, ...], language: str) -> None:
    shown = {"zh-TW": "高風險", "en": "High", "both": "高風險 High"}
    assert call(name, *given) == shown[language]


def test_every_cell_a_whole_column_holds() -> None:
    """People select A:C; a million blank rows are no rows."""
    blank = [None, None, None]
    cells = grid([HEADER, *BODY, *[blank] * 200_000])
    assert len(cells) == 4
    assert dates([HEADER, *BODY, *[blank] * 200_000]) == EXPECTED


def test_ids_match_in_upper_and_lower_case() -> None:
    assert call("XLE_BUDGET_LOAD", [["A", 5000, None]], [[7000, "a"]]) == 7000


@pytest.mark.parametrize("names", ["甲;乙", "甲、乙", "甲, 乙", "甲/乙", "甲\n乙"])
def test_several_names_in_a_cell_are_several_people(names: str) -> None:
    assert call("XLE_RACI_CHECK", "丙", names) == "當責者不只一人 more than one is accountable"
    assert call("XLE_RACI_CHECK", names, "丙") == ""


def test_a_name_with_a_comma_is_one_person() -> None:
    assert call("XLE_RACI_CHECK", "Ann", "Lee, Ann") == ""


def test_a_day_that_is_both_is_refused() -> None:
    days = [["2026-03-04", "holiday"], ["2026-03-04", "makeup"]]
    assert call("XLE_WORKDAY", MONDAY, 3, days).startswith("#XLE! 引數 holidays：第 2 列")
    assert not str(call("XLE_WORKDAY", MONDAY, 3, [days[0], days[0]])).startswith("#XLE!")


@pytest.mark.parametrize(
    ("points", "said"),
    [((5, 3, 9), "XL367"), ((2, 3, None), "第 2 列"), ((None, 3, None), "樂觀")],
)
def test_three_points_that_would_not_be_used_are_refused(points: Any, said: str) -> None:
    head = [*HEADER, "樂觀工期", "最可能工期", "悲觀工期"]
    answer = call("XLE_RISK_FINISH", [head, ["A", 3, None, *points]], MONDAY, 80, 100)
    assert answer.startswith("#XLE! 引數 tasks：")
    assert said in answer


def test_a_milestone_with_a_duration_is_asked_about() -> None:
    assert "XL361" in dates([[*HEADER, "類型"], ["A", 3, None, "milestone"]])


@pytest.mark.parametrize("number", ["０４５９５２５７", " 04595257 ", "04595257"])
def test_a_tax_number_in_full_width_digits(number: str) -> None:
    assert call("XLE_UBN", number) == ""


def test_a_negative_payment_names_the_argument() -> None:
    assert call("XLE_NET_PAY", "professional_fee", -5, MONDAY).startswith("#XLE! 引數 amount：")
    assert call("XLE_SETTLEMENT", 1, 1, -1, 1).startswith("#XLE! 引數 received：")
