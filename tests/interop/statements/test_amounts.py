"""Amounts as banks print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.interop.statements.amounts import Amount, Evidence, Style, Unread, read

POINT, COMMA, OPEN = Style("point"), Style("comma"), Style(None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", "1234"), ("1,234", "1234"), ("1,234.00", "1234"), ("-1,234.50", "-1234.50"),
        ("(1,234)", "-1234"), ("1,234-", "-1234"), ("１，２３４．５", "1234.5"), ("△300", "-300"),
        ("−5", "-5"), ("NT$ 1,234", "1234"), ("-$5", "-5"), ("$-5", "-5"), ("1,234元", "1234"),
        ("1,234.00CR", "1234"), ("1,234 DR", "-1234"), ("1'234.50", "1234.50"), ("+5", "5"),
        ('="1234"', "1234"), ("'1234", "1234"), ("1.5E+1", "15"), ("1.23456E+5", "123456"),
        (1234.0, "1234"), (0.1 + 0.2, "0.3"), (-99.5, "-99.5"), ("-0", "0"), (".50", "0.50"),
    ],
)  # fmt: skip
def test_what_is_read(text: str | float, number: str) -> None:
    found = read(text, POINT)
    assert isinstance(found, Amount)
    assert found.number == Decimal(number)
    assert not found.number.is_signed() or found.number  # never -0


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,56", "1234.56"), ("-12,5", "-12.5"), ("1 234,50", "1234.50"), ("2.000", "2000")],
)
def test_a_decimal_comma(text: str, number: str) -> None:
    found = read(text, COMMA)
    assert isinstance(found, Amount)
    assert found.number == Decimal(number)


@pytest.mark.parametrize(
    ("text", "style", "why"),
    [
        ("abc", POINT, "bad"), ("1,23", POINT, "bad"), ("1,23,456", POINT, "bad"),
        ("(-5)", POINT, "bad"), ("12.34", COMMA, "bad"), ("1.23457E+11", POINT, "scientific"),
        ("1E+05", POINT, "scientific"), (1e16, POINT, "scientific"), ("1.234", OPEN, "ambiguous"),
        ("1,234", OPEN, "ambiguous"), (True, POINT, "bad"), ("C", POINT, "bad"),
        ("1" * 61, POINT, "bad"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str | float, style: Style, why: str) -> None:
    assert read(text, style) == Unread(why)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " ", "-", "--", "—", None, "無"])
def test_nothing(text: str | None) -> None:
    assert read(text, POINT) is None


def test_currencies_and_sides_that_stand_beside() -> None:
    assert read("US$1,000.00", POINT) == Amount(Decimal(1000), "USD")
    assert read("EUR 12", POINT) == Amount(Decimal(12), "EUR")
    assert read("$12", POINT) == Amount(Decimal(12))
    assert read("12 CR", POINT) == Amount(Decimal(12), marked=True)


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1,234", "500"], "point"), (["1.234,56"], "comma"), (["1,234.56"], "point"),
        (["1,23"], "comma"), (["1.234"], None), (["1.234", "0.50"], "point"),
        (["1.234.567"], "comma"), (["1,23", "1.50"], None), ([], "point"), (["x", "-"], "point"),
    ],
)  # fmt: skip
def test_the_whole_file_decides_on_decimals(texts: list[str], sign: str | None) -> None:
    evidence = Evidence()
    for text in texts:
        evidence.add(text)
    assert evidence.style.sign == sign


AMOUNTS = st.decimals(
    min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False
)
FORMS = ("{:f}", "{:,f}", "NT${:,f}", "{:,f}元")


@given(AMOUNTS, st.sampled_from(FORMS), st.sampled_from(("front", "back", "brackets", "triangle")))
def test_what_was_written_is_read(number: Decimal, form: str, minus: str) -> None:
    text = form.format(abs(number))
    if number < 0:
        text = {
            "front": f"-{text}", "back": f"{text}-", "brackets": f"({text})",
            "triangle": f"▲{text}",
        }[minus]  # fmt: skip
    found = read(text, POINT)
    assert isinstance(found, Amount)
    assert found.number == number
    swapped = text.translate(str.maketrans(",.", ".,"))
    assert read(swapped, COMMA) == found


@given(st.text(max_size=70), st.sampled_from((POINT, COMMA, OPEN)))
def test_any_text_is_an_amount_or_not(text: str, style: Style) -> None:
    Evidence().add(text)
    found = read(text, style)
    assert found is None or isinstance(found, Amount | Unread)
