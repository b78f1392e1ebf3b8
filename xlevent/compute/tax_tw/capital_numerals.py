"""Chinese capital numerals (大寫) for vouchers, and back again.

Source: 政府支出憑證處理要點; usage of Taiwan's banks (壹貳參肆伍陸柒捌玖).
"""

from __future__ import annotations

from decimal import Decimal

from xlevent.domain.language import Text
from xlevent.domain.money import Number, exact
from xlevent.errors import MisuseError

_DIGITS = "零壹貳參肆伍陸柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "萬", "億", "兆", "京")
_LIMIT = 10_000 ** len(_GROUPS)


def capital_number(number: int) -> str:
    """A whole number of at most 20 digits in capital numerals: 34,133 is 參萬肆仟壹佰參拾參.

    MisuseError outside of that.
    """
    if not -_LIMIT < number < _LIMIT:
        raise MisuseError(
            Text("大寫數字最多 20 位。", "a number in capitals has at most 20 digits."),
            where=str(number),
        )
    if number == 0:
        return _DIGITS[0]
    text, rest, gap = "", abs(number), False
    for power in range(len(_GROUPS) * 4 - 1, -1, -1):
        digit, rest = divmod(rest, 10**power)
        if digit:
            # One 零 stands for any run of empty places before the next digit.
            text += (_DIGITS[0] if gap and text else "") + _DIGITS[digit] + _PLACES[power % 4]
        gap = not digit
        if power % 4 == 0 and abs(number) // 10**power % 10_000:
            text += _GROUPS[power // 4]
            gap = False if digit else gap
            # 壹拾萬伍仟: a zero that ends its group is silent before a full thousand.
            if not digit and rest >= 10 ** max(power - 1, 0):
                gap = False
    return ("負" if number < 0 else "") + text


def capital_amount(amount: Number) -> str:
    """An amount in TWD as vouchers write it: 新臺幣參萬肆仟壹佰參拾參元整.

    MisuseError for a fraction of a dollar.
    """
    value = exact(amount)
    if value != value.to_integral_value():
        raise MisuseError(
            Text("新臺幣金額為整數。", "an amount in TWD is whole."),
            where=str(value),
            mend=Text("請先四捨五入。", "Round it first."),
        )
    return f"新臺幣{capital_number(int(value))}元整"


def read_capital_number(text: str) -> int:
    """The number behind capital numerals; MisuseError where they are none."""
    body = text.removeprefix("負")
    total = group = 0
    digit: int | None = None
    for sign in body:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _PLACES and digit:
            group, digit = group + digit * 10 ** _PLACES.index(sign), None
        elif sign in _GROUPS:
            total, group, digit = (
                total + (group + (digit or 0)) * 10_000 ** _GROUPS.index(sign), 0, None,
            )  # fmt: skip
        else:
            raise MisuseError(
                Text(f"「{sign}」在此不是大寫數字。", f"{sign!r} is no capital numeral here."),
                where=text,
            )
    found = total + group + (digit or 0)
    number = -found if body != text else found
    if capital_number(number) != text:
        raise MisuseError(
            Text("大寫數字寫法不正確。", "these capital numerals are not well formed."), where=text
        )
    return number


def as_decimal(text: str) -> Decimal:
    """The amount behind 新臺幣...元整; MisuseError where the text is none."""
    if not (text.startswith("新臺幣") and text.endswith("元整")):
        raise MisuseError(
            Text("大寫金額要寫成「新臺幣…元整」。", "an amount in capitals is 新臺幣...元整."),
            where=text,
        )
    return Decimal(read_capital_number(text[3:-2]))
