"""Values between xlwings and cells: dates as Excel counts them, texts that stay texts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlevent_udfs.macros.cell_contents import content, entry

from xlevent.domain.values import ErrorCell, Typed


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (None, None),
        ("", None),
        (3, 3.0),
        (Decimal("1.5"), 1.5),
        (True, True),
        (datetime(2026, 3, 2, 9), 46083.375),
        (datetime(1899, 12, 30, 9), 0.375),
        (date(2026, 3, 2), 46083.0),
        (time(9), 0.375),
        ("春季", Typed("春季")),
        ("#N/A", ErrorCell("#N/A")),
    ],
)
def test_what_a_cell_holds(value: object, held: object) -> None:
    found = content(value)
    assert found == held
    assert type(found) is type(held)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+886", "-3", "@x", "'quoted", "0012", "2026-03-01", "1/2", "10:30", "1e5", "50%",
     "$5", "NT$ 300", "(5)", "TRUE", "false", "Mar 5", "may-26", "上午9:00", "民國115年",
     ".5", " 12", "１２", "3月5日", "€5"],
)  # fmt: skip
def test_what_excel_would_convert_is_kept_as_text(text: str) -> None:
    assert entry(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["T-001", "搭臺", "Ann Lee", "falsework", "trueness", "x=1", "Marketing", "May"]
)
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert entry(text) == text


@given(st.one_of(st.none(), st.booleans(), st.floats(allow_nan=False), st.integers()))
def test_other_values_are_left_as_they_are(value: float | None) -> None:
    assert entry(value) is value


@given(st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
))  # fmt: skip
def test_moments_come_back_from_their_serial_numbers(moment: datetime) -> None:
    found = content(moment)
    assert isinstance(found, float)
    assert abs(datetime(1899, 12, 30) + timedelta(days=found) - moment) < timedelta(milliseconds=1)
