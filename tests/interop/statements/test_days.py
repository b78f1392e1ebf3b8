"""Dates of a column: certain ones, those that the column decides, those that nothing decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.interop.statements.days import read_day, read_days
from xlevent.interop.statements.grid import Cell

DAY = date(2025, 3, 5)
JUNE_5, MAY_6 = date(2026, 6, 5), date(2026, 5, 6)


@pytest.mark.parametrize(
    "text",
    [
        "114/03/05", "114-3-5", "114.03.05", "1140305", "民國114年3月5日",
        "中華民國 114 年 3 月 5 日",
        "114年03月05日", "１１４／０３／０５", "0114/03/05", "2025/03/05", "2025-03-05", "20250305",
        "2025/03/05 14:23:11", "2025-03-05T14:23:11", "1140305 142311", "2025/03/05(三)",
        "2025/3/5 下午 02:11", "5 Mar 2025", "Mar 5, 2025", "05-MAR-25", "March 5, 2025",
        "2025年3月5日", '="114/03/05"', 45721.0, 45721.6, 1140305.0, 20250305.0,
    ],
)  # fmt: skip
def test_dates_that_can_mean_one_day_only(text: Cell) -> None:
    found = read_days([text])
    assert found.days == {text: DAY}
    assert not found.problems


@pytest.mark.parametrize(
    "text", ["合計", "2025/13/05", "31/02/2026", "114/2/30", "", "12", "12345", "x" * 90, 0.5, 12.0]
)
def test_what_is_no_date(text: Cell) -> None:
    found = read_days([text])
    assert not found.days
    assert not found.undecided


def codes(cells: list[Cell], style: str = "auto", **more: object) -> list[str]:
    found = read_days(cells, style, **more)  # type: ignore[arg-type]
    return [problem.code.code for problem, _ in found.problems]


def test_days_and_months_are_told_by_the_whole_column() -> None:
    for cells, first in (
        (["05/06/2026", "25/06/2026"], JUNE_5),
        (["05/06/2026", "05/25/2026"], MAY_6),
    ):
        found = read_days(cells)
        assert found.days[cells[0]] == first
        assert codes(list(cells)) == ["XL511"]  # decided, and said


def test_nothing_is_guessed() -> None:
    found = read_days(["05/06/2026", "07/08/2026"])
    assert not found.days
    assert found.undecided == {"05/06/2026", "07/08/2026"}
    assert codes(["05/06/2026", "07/08/2026"]) == ["XL510"]
    assert codes(["25/06/2026", "06/25/2026"]) == ["XL510"]  # contradiction


@pytest.mark.parametrize(("style", "day"), [("dmy", JUNE_5), ("mdy", MAY_6)])
def test_the_user_says_how_dates_are_written(style: str, day: date) -> None:
    found = read_days(["05/06/2026"], style)
    assert found.days == {"05/06/2026": day}
    assert not found.problems
    assert read_day("05/06/2026", style) == day
    assert read_day("05/06/2026") is None


def test_the_period_in_the_preamble_decides() -> None:
    found = read_days(["05/06/2026"], period=(date(2026, 6, 1), date(2026, 6, 30)))
    assert found.days == {"05/06/2026": JUNE_5}
    assert [p.code.code for p, _ in found.problems] == ["XL511"]


def test_the_same_day_either_way_is_no_question() -> None:
    assert read_days(["05/05/2026"]).days == {"05/05/2026": date(2026, 5, 5)}


def test_years_of_two_digits() -> None:
    assert codes(["14/03/05"]) == ["XL510"]
    lost = read_days(["14/03/05"], period=(date(2025, 3, 1), date(2025, 3, 31)))
    assert lost.days == {"14/03/05": date(2025, 3, 5)}  # ROC 114 without its hundred
    assert read_days(["14/03/05"], "roc").days == {"14/03/05": date(2025, 3, 5)}
    assert read_days(["99/12/31"], "roc").days == {"99/12/31": date(2010, 12, 31)}
    assert read_days(["26/03/05"], "ymd").days == {"26/03/05": date(2026, 3, 5)}


def test_a_column_that_excel_has_half_converted_is_reported() -> None:
    assert "XL512" in codes([46000.0, "25/06/2026"])
    assert codes([46000.0, "2026/06/25"]) == []


def test_dates_without_a_year_are_days_of_the_period() -> None:
    january = (date(2025, 12, 20), date(2026, 1, 20))
    cells: list[Cell] = ["12/25", "1/05"]
    assert read_days(cells, period=january).days == {
        "12/25": date(2025, 12, 25), "1/05": date(2026, 1, 5),
    }  # fmt: skip
    assert not read_days(cells).days
    year = (date(2025, 1, 1), date(2026, 1, 31))
    assert not read_days(["01/05"], period=year).days  # of which year?
    may = (date(2026, 4, 20), date(2026, 6, 20))
    assert read_days(["05/06"], "dmy", period=may).days == {"05/06": date(2026, 6, 5)}
    assert read_days(["05/06"], period=may).undecided == {"05/06"}


DAYS = st.dates(date(2010, 1, 2), date(2035, 12, 30))
WAYS = {
    "iso": "{y}-{m:02}-{d:02}", "slash": "{y}/{m}/{d}", "roc": "{r}/{m:02}/{d:02}",
    "compact": "{y}{m:02}{d:02}", "roc_compact": "{r:03}{m:02}{d:02}", "zh": "民國{r}年{m}月{d}日",
    "time": "{y}/{m:02}/{d:02} 23:59:01", "dots": "{y}.{m:02}.{d:02}",
}  # fmt: skip


def written(day: date, way: str) -> str:
    return way.format(y=day.year, m=day.month, d=day.day, r=day.year - 1911)


@given(st.sets(DAYS, min_size=1, max_size=20), st.sampled_from(sorted(WAYS)))
def test_certain_dates_are_read_back(days: set[date], way: str) -> None:
    if way == "roc":
        days = {day for day in days if day.year >= 2011}  # three digits
    cells = {written(day, WAYS[way]): day for day in days}
    assert read_days(cells).days == cells


@given(st.sets(DAYS, min_size=1, max_size=20), st.sampled_from(("dmy", "mdy")))
def test_a_reading_is_right_or_none(days: set[date], way: str) -> None:
    form = "{d:02}/{m:02}/{y}" if way == "dmy" else "{m:02}/{d:02}/{y}"
    cells = {written(day, form): day for day in days}
    found = read_days(cells)
    assert set(found.days) | found.undecided == set(cells)
    assert not (set(found.days) & found.undecided)
    for cell, day in found.days.items():
        assert day == cells[cell]
    assert read_days(cells, way).days == cells


@given(st.lists(st.one_of(st.text(max_size=70), st.floats(), st.booleans(), st.none())))
def test_any_cells_are_dates_or_not(cells: list[Cell]) -> None:
    found = read_days(cells, period=(DAY, DAY + timedelta(days=30)))
    assert set(found.days) | found.undecided <= set(cells)


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf"), 1e15])
def test_numbers_that_are_no_dates_do_no_harm(cell: float) -> None:
    assert read_days([cell], period=(DAY, DAY + timedelta(days=30))).days == {}
