# ruff: noqa: E501
"""Conversions of single cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.domain import values
from xlevent.domain.values import ErrorCell, Typed, parse, present


def codes_of(kind: str, raw: object, **options: object) -> list[str]:
    return [p.code.code for p in parse(kind, raw, **options)[1]]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("text", "01026751", "01026751"),
        ("text", "  a b  ", "  a b"),
        ("text", "𠮷😀", "𠮷😀"),
        ("text", "e\u0301", "e\u0301"),
        ("text", "a\r\nb\rc", "a\nb\nc"),
        ("text", 5, "5"),
        ("text", 5.0, "5"),
        ("text", True, "TRUE"),
        ("text", date(2026, 1, 2), "2026-01-02"),
        ("text", "   ", None),
        ("key", " RK-001\n", "RK-001"),
        ("links", "A;B； C、D", "A; B; C; D"),
        ("links", ["A", "B"], "A; B"),
        ("amount", "1234.5", Decimal("1234.5")),
        ("amount", "1,234,567.89", Decimal("1234567.89")),
        ("amount", "１２３４", Decimal(1234)),
        ("amount", "(1,234)", Decimal(-1234)),
        ("amount", "−5", Decimal(-5)),
        ("amount", "-0", Decimal(0)),
        ("amount", "1e3", Decimal(1000)),
        ("amount", 0.1 + 0.2, Decimal("0.3")),
        ("price", "0.0321", Decimal("0.0321")),
        ("percent", "5%", Decimal("0.05")),
        ("percent", "５％", Decimal("0.05")),
        ("percent", 0.05, Decimal("0.05")),
        ("percent", "5", Decimal(5)),
        ("integer", "3.0", 3),
        ("integer", 3.0, 3),
        ("integer", "1,000", 1000),
        ("minutes", "90", 90),
        ("minutes", "1:30", 90),
        ("minutes", time(1, 30), 90),
        ("minutes", timedelta(hours=25), 1500),
        ("date", "2026-11-20", date(2026, 11, 20)),
        ("date", "2026/1/5", date(2026, 1, 5)),
        ("date", "2026.1.5", date(2026, 1, 5)),
        ("date", "20261120", date(2026, 11, 20)),
        ("date", 20261120, date(2026, 11, 20)),
        ("date", "114/3/1", date(2025, 3, 1)),
        ("date", "民國114年3月1日", date(2025, 3, 1)),
        ("date", "民國 99 年 3 月 1 日", date(2010, 3, 1)),
        ("date", "2026年11月20日", date(2026, 11, 20)),
        ("date", "２０２６／１１／２０", date(2026, 11, 20)),
        ("date", 46346, date(2026, 11, 20)),
        ("date", 1.0, date(1900, 1, 1)),
        ("date", 61, date(1900, 3, 1)),
        ("date", datetime(2026, 11, 20), date(2026, 11, 20)),
        ("time", "9:30", time(9, 30)),
        ("time", "09:30:15", time(9, 30, 15)),
        ("time", "9:30 PM", time(21, 30)),
        ("time", "12:00 am", time(0)),
        ("time", "下午 2:30", time(14, 30)),
        ("time", "14時30分", time(14, 30)),
        ("time", 0.5, time(12)),
        ("time", 0, time(0)),
        ("time", datetime(1899, 12, 31, 9), time(9)),
        ("datetime", "2026-11-20 09:30", datetime(2026, 11, 20, 9, 30)),
        ("datetime", "2026-11-20T09:30:05.123", datetime(2026, 11, 20, 9, 30, 5)),
        ("datetime", "2026年11月20日 下午2:30", datetime(2026, 11, 20, 14, 30)),
        ("datetime", "2026-11-20", datetime(2026, 11, 20)),
        ("datetime", 46346.5, datetime(2026, 11, 20, 12)),
        ("datetime", 46346.99999999999, datetime(2026, 11, 21)),
    ],
)
def test_accepted(kind: str, raw: object, expected: object) -> None:
    value, problems = parse(kind, raw)
    assert (value, problems) == (expected, ())
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("amount", "abc", "XL111"), ("amount", "1,23", "XL111"), ("amount", "1.234,5", "XL111"),
        ("amount", True, "XL111"), ("amount", float("nan"), "XL111"), ("amount", "5%", "XL111"),
        ("amount", float("inf"), "XL111"), ("amount", Decimal("sNaN"), "XL111"),
        ("amount", "US$5", "XL111"), ("amount", "(-5)", "XL111"), ("amount", "1" * 500, "XL111"),
        ("amount", "1e9999", "XL155"), pytest.param("amount", 10**5000, "XL155", id="huge"), pytest.param("text", 10**5000, "XL116", id="huge text"), ("amount", "Infinity", "XL111"),
        ("amount", [1], "XL111"), ("amount", date(2026, 1, 1), "XL111"),
        ("amount", "#REF!", "XL160"), ("text", ErrorCell("#N/A"), "XL160"),
        ("date", ErrorCell("#N/A"), "XL160"), ("integer", ErrorCell("#N/A"), "XL160"),
        ("integer", "3.5", "XL112"), ("integer", "x", "XL112"), ("integer", 10**30, "XL155"),
        ("date", "20/11/2026", "XL113"), ("date", "20/11/26", "XL113"), ("date", "2026-02-30", "XL113"),
        ("date", "46000", "XL113"), ("date", 60, "XL113"), ("date", -1, "XL113"),
        ("date", float("nan"), "XL113"), ("date", True, "XL113"), ("date", "1899-12-31", "XL154"),
        ("time", "24:00", "XL114"), ("time", "9", "XL114"), ("time", "9:60", "XL114"),
        ("time", 1.5, "XL114"), ("time", "13:00 PM", "XL114"), ("time", True, "XL114"),
        ("datetime", "2026-11-20 25:00", "XL115"), ("datetime", "soon", "XL115"),
        ("text", {"a": 1}, "XL116"), ("text", [1], "XL116"),
    ],
)  # fmt: skip
def test_refused(kind: str, raw: object, code: str) -> None:
    value, problems = parse(kind, raw)
    assert value is None
    assert [p.code.code for p in problems] == [code]
    assert problems[0].code.severity == "error"


@pytest.mark.parametrize(
    ("kind", "raw", "value", "code"),
    [
        ("amount", Typed("1,234"), Decimal(1234), "XL120"),
        ("integer", Typed("12"), 12, "XL120"),
        ("date", Typed("2026-01-01"), date(2026, 1, 1), "XL121"),
        ("time", Typed("9:30"), time(9, 30), "XL121"),
        ("amount", "NT$1,234", Decimal(1234), "XL122"),
        ("amount", "500元", Decimal(500), "XL122"),
        ("amount", "1.23456", Decimal("1.2346"), "XL150"),
        ("amount", 1.23456, Decimal("1.2346"), "XL150"),
        ("amount", 2.00005, Decimal("2.0001"), "XL150"),
        ("amount", "0.00005", Decimal("0.0001"), "XL150"),
        ("amount", "1e-30", Decimal(0), "XL150"),
        ("number", "1234567890123456", Decimal(1234567890123456), "XL151"),
        ("number", "12345678901.123456", Decimal("12345678901.123456"), "XL151"),
        ("text", "a\x00b", "ab", "XL153"),
        ("text", "a\ud800b", "ab", "XL153"),
        ("text", 1e20, "100000000000000000000", "XL125"),
        ("date", datetime(2026, 1, 1, 9), date(2026, 1, 1), "XL124"),
        ("date", 46346.5, date(2026, 11, 20), "XL124"),
        ("datetime", "2026-01-01T09:00:00+08:00", datetime(2026, 1, 1, 9), "XL123"),
        (
            "datetime",
            datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=8))),
            datetime(2026, 1, 1, 9),
            "XL123",
        ),
    ],
)
def test_accepted_with_a_warning(kind: str, raw: object, value: object, code: str) -> None:
    found, problems = parse(kind, raw)
    assert found == value
    assert [p.code.code for p in problems] == [code]
    assert problems[0].code.severity == "warning"


def test_1904_dates() -> None:
    assert parse("date", 0, date1904=True)[0] == date(1904, 1, 1)
    assert parse("date", 44884, date1904=True)[0] == date(2026, 11, 20)


def test_long_text_is_kept_and_reported() -> None:
    value, problems = parse("text", "😀" * 16_384)
    assert len(str(value)) == 16_384
    assert [p.code.code for p in problems] == ["XL152"]
    assert codes_of("text", "x" * values.TEXT_LIMIT) == []


def test_half_up() -> None:
    assert parse("amount", "2.5", places=0)[0] == 3
    assert parse("amount", "-2.5", places=0)[0] == -3


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_present_gives_the_number_again(number: Decimal) -> None:
    value, _ = parse("number", number)
    assert value is not None
    assert parse("number", present("number", value)) == (value, ())


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_a_float_is_quantised_once(number: float) -> None:
    value, _ = parse("amount", number)
    assert isinstance(value, Decimal)
    assert abs(value - Decimal(repr(number))) <= Decimal("0.00005")


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_serials_and_texts_of_dates(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for raw in (serial, float(serial), day.isoformat(), f"{day.year}/{day.month}/{day.day}"):
        assert parse("date", raw) == (day, ())
    if day.year > 1911:
        assert parse("date", f"民國{day.year - 1911}年{day.month}月{day.day}日") == (day, ())


@given(st.times())
def test_fractions_of_a_day(moment: time) -> None:
    moment = moment.replace(microsecond=0)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    assert parse("time", seconds / 86400) == (moment, ())
    assert parse("time", present("time", moment)) == (moment, ())


_ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=60),
    st.dates(), st.times(), st.datetimes(), st.timedeltas(), st.lists(st.text(max_size=5)),
    st.binary(max_size=5), st.from_regex(r"[0-9 ,.:/()%-]{1,12}", fullmatch=True),
)  # fmt: skip
_KINDS = st.sampled_from(
    ["key", "text", "note", "choice", "link", "links", "integer", "number", "amount", "price",
     "percent", "date", "time", "datetime", "minutes", "url", "goto"]
)  # fmt: skip


@given(_KINDS, _ANY)
def test_nothing_raises_and_a_value_stays_itself(kind: str, raw: object) -> None:
    value, problems = parse(kind, raw)
    assert value is not None or not problems or any(p.code for p in problems)
    if value is not None:
        again, more = parse(kind, value)
        assert again == value
        assert type(again) is type(value)
        assert not [p for p in more if p.code.code not in ("XL151", "XL152")]
