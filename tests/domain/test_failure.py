"""An error on one line, in either language."""

from __future__ import annotations

import errno
import os
from decimal import Decimal

import pytest

from xlevent.domain.failure import MisuseError, XleventError, alike, said, said_by_system
from xlevent.domain.language import Text
from xlevent.domain.money import decimals, exact
from xlevent.domain.rates_tw import NoRateError, rate

WHAT, MEND = Text("檔案是空的。", "the file is empty."), Text("請重新匯出。", "Export it again.")


def test_where_what_and_how_to_mend_it_stand_on_one_line() -> None:
    error = XleventError(WHAT, where="a.csv", mend=MEND)
    assert str(error) == error.show("en") == "a.csv: the file is empty. Export it again."
    assert error.show("zh-TW") == "a.csv: 檔案是空的。請重新匯出。"
    assert error.show("both") == f"{error.show('zh-TW')} {error.show('en')}"


def test_a_place_in_words_has_both_languages_and_a_colon_of_each() -> None:
    error = XleventError(WHAT, where=Text("第 3 列", "row 3"))
    assert error.show("en") == "row 3: the file is empty."
    assert error.show("zh-TW") == "第 3 列：檔案是空的。"


def test_an_error_alone_is_only_what_it_says() -> None:
    assert XleventError(WHAT).show("zh-TW") == "檔案是空的。"
    assert XleventError(WHAT).show("en") == "the file is empty."
    assert XleventError(alike("a")).show("both") == "a"


@pytest.mark.parametrize("steering", ["\n", "\x1b[31m", "\r", "\u202e", "\u2028", "\x9b"])
def test_a_name_cannot_break_the_line_or_steer_the_terminal(steering: str) -> None:
    error = XleventError(
        Text(f"沒有工作「{steering}」。", f"there is no task {steering}."), where=f"a{steering}.csv"
    )
    for shown in (error.show("zh-TW"), error.show("en"), str(error)):
        assert steering[0] not in shown
        assert "\\" in shown


def test_other_characters_stay() -> None:
    name = "表\u3000一 😀\u00a0é"
    assert XleventError(alike(name)).show("zh-TW") == name


def test_an_error_of_ours_speaks_both_languages_a_librarys_only_its_own() -> None:
    assert said(MisuseError(WHAT, mend=MEND)).zh == "檔案是空的。請重新匯出。"
    assert said(ValueError("no such thing")) == alike("no such thing")


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EROFS, errno.ENOTDIR])
def test_what_the_system_says_often_is_said_in_chinese(number: int) -> None:
    found = said_by_system(OSError(number, os.strerror(number)))
    assert found.en == os.strerror(number)
    assert found.zh != found.en


def test_what_the_system_says_rarely_stays_as_it_is() -> None:
    assert said_by_system(OSError(9999, "Odd")) == alike("Odd")
    assert said_by_system(OSError("without a number")) == alike("without a number")


def test_values_that_are_none_are_refused_in_both_languages() -> None:
    with pytest.raises(MisuseError) as caught:
        exact("x")
    assert caught.value.what == Text("「x」不是數字。", "'x' is no number.")
    with pytest.raises(ValueError, match="no currency") as refused:
        decimals("XXX")
    assert isinstance(refused.value, XleventError)
    assert refused.value.show("zh-TW") == "「XXX」不是 ISO 4217 的幣別，例如 TWD 或 USD。"


def test_a_day_without_a_rate_names_rate_and_days_in_both_languages() -> None:
    from datetime import date

    with pytest.raises(NoRateError) as caught:
        rate("minimum_wage", date(2020, 1, 1))
    assert caught.value.what.zh.startswith(
        "費率表沒有 2020-01-01 的每月基本工資，只有 2024-01-01 至"
    )
    assert "minimum_wage for 2020-01-01" in caught.value.what.en
    assert rate("minimum_wage", date(2026, 3, 1)).value == Decimal(29500)
