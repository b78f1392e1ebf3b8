"""Capital numerals as a formula: what the sheet shows is what the core computes."""

from __future__ import annotations

import random

import ironcalc

from xlevent.compute.tax_tw.capital_numerals import capital_amount
from xlevent.sheets import capitals


def _numbers() -> list[int]:
    random.seed(5)
    zeros = [int("".join(random.choice("0005") for _ in range(12))) for _ in range(150)]
    any_length = [random.randrange(10 ** random.randint(1, 12)) for _ in range(150)]
    edges = [0, 1, 10, 100, 1000, 10_000, 10_005, 100_000_005, 105_000, 100_005_000, 10**11]
    return [*edges, 34_133, -26_367, *zeros, *any_length, 10**12 - 1]


def test_the_formula_in_a_sheet() -> None:
    numbers = _numbers()
    model = ironcalc.create("book", "en", "UTC", "en")
    formula = "=" + capitals.capital_amount("A{row}")
    for row, number in enumerate(numbers, start=1):
        model.set_user_input(0, row, 1, str(number))
        model.set_user_input(0, row, 2, formula.replace("{row}", str(row)))
    last = len(numbers) + 1
    for row, text in enumerate(("0.5", "1000000000000", ""), start=last):
        model.set_user_input(0, row, 1, text)
        model.set_user_input(0, row, 2, formula.replace("{row}", str(row)))
    model.evaluate()
    shown = [model.get_formatted_cell_value(0, row, 2) for row in range(1, last + 3)]
    assert shown[:-3] == [capital_amount(number) for number in numbers]
    assert shown[-3:] == ["", "", "新臺幣零元整"]


def test_the_formula_fits_into_a_cell() -> None:
    assert len(capitals.capital_amount("x" * 100)) < 8192
    # The replacements alone, on many more numbers than a sheet can hold.
    for number in range(1, 60_000, 7):
        text = "".join(d + u for d, u in zip(f"{number:012d}", capitals._UNITS, strict=True))
        text = f"~{text}元整"
        for digit, sign in enumerate(capitals._CAPITALS):
            text = text.replace(str(digit), sign)
        for old, new in capitals.REPLACED:
            text = text.replace(old, new)
        assert f"新臺幣{text}" == capital_amount(number)
