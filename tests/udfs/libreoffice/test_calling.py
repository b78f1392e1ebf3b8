"""Values of Calc in, values for Calc out, without LibreOffice."""

from __future__ import annotations

import pytest
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.libreoffice.calling import DAY_ZERO, answer

START = 46083.0  # 2026-03-02


def test_numbers_days_and_texts() -> None:
    assert answer("XLE_AVAILABLE", DAY_ZERO, (60000.0, 10000.0, 2000.0)) == 48000.0
    assert answer("XLE_WORKDAY", DAY_ZERO, (START, 3.0, None, None)) == START + 3
    finish = answer("XLE_FINISH", DAY_ZERO, ((("A", 3.0, ""),), START))
    assert finish == pytest.approx(START + 2.75)  # 18:00
    bills = (("甲", "1", 5.0, START), ("甲", "1", 5.0, START))
    assert answer("XLE_DUPLICATES", DAY_ZERO, (bills,)) == ((2.0, 1.0),)


def test_functions_that_spill_answer_rows_even_to_an_error() -> None:
    assert CATALOGUE["XLE_SCHEDULE"].spills
    found = answer("XLE_SCHEDULE", DAY_ZERO, ((("", ""),), START))
    assert isinstance(found, tuple)
    assert str(found[0][0]).startswith("#XLE! ")  # type: ignore[index]


@pytest.mark.parametrize("blank", [None, 0.0, ""])
def test_a_blank_cell_for_a_text_or_a_day_is_missing(blank: object) -> None:
    said = str(answer("XLE_VAT", DAY_ZERO, (100.0, blank)))
    assert said == "#XLE! 引數 day：未填。 / argument day: it is missing."
    assert "it is missing" in str(answer("XLE_RISK_LEVEL", DAY_ZERO, ("likely", blank)))
    tasks = (("A", 3.0, ""),)
    assert answer("XLE_FINISH", DAY_ZERO, (tasks, START, blank, blank)) == START + 2.75


def test_a_zero_is_a_number_where_numbers_are_wanted() -> None:
    assert answer("XLE_AVAILABLE", DAY_ZERO, (60000.0, 0.0, 0.0)) == 60000.0
    given = ("professional_fee", 30000.0, START)
    assert answer("XLE_WITHHOLDING", DAY_ZERO, given) == 3000.0
    assert answer("XLE_WITHHOLDING", DAY_ZERO, (*given, 0.0)) == 6000.0  # FALSE: not resident


def test_a_document_that_counts_from_another_day_is_refused() -> None:
    said = str(answer("XLE_WORKDAY", (1904, 1, 1), (START, 3.0)))
    assert said.startswith("#XLE! ")
    assert "1899-12-30" in said
    spilled = answer("XLE_SCHEDULE", (1904, 1, 1), ((("A", 3.0),), START))
    assert isinstance(spilled, tuple)
    assert answer("XLE_AVAILABLE", (1904, 1, 1), (5.0, 1.0, 1.0)) == 3.0  # no days in it
