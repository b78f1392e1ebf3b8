"""Chinese capital numerals (大寫) as a native formula.

TEXT(x,"[DBNUM2]") is shorter, but not every program knows it (LibreOffice does by another name,
IronCalc not at all), and none prints Taiwan's 新臺幣...元整. So plain functions: put the units
between the digits, replace the digits, then take out what is not spoken. Tested against
compute.tax_tw.capital_numerals.
"""

from __future__ import annotations

_CAPITALS = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("仟", "佰", "拾", "億", "仟", "佰", "拾", "萬", "仟", "佰", "拾", "")
_DIGITS = len(_UNITS)
# A group of zeros loses its unit; "~" marks the beginning, where no zero is spoken.
REPLACED = (
    ("零仟", "零"), ("零佰", "零"), ("零拾", "零"), ("零零", "零"), ("零零", "零"),
    ("零億", "億"), ("零萬", "萬"), ("~億", "~"), ("億萬", "億零"), ("~萬", "~"), ("零零", "零"),
    ("~零", "~"), ("零元", "元"), ("~", ""),
)  # fmt: skip


def capital_amount(expression: str) -> str:
    """A formula: whole TWD in capitals, 新臺幣參萬元整; blank for a fraction or 13 digits."""
    whole = f"N({expression})"
    digits = f'TEXT(ABS({whole}),"{"0" * _DIGITS}")'
    text = "&".join(
        f"MID({digits},{place},1)" + (f'&"{unit}"' if unit else "")
        for place, unit in enumerate(_UNITS, start=1)
    )
    text = f'"~"&{text}&"元整"'
    for digit, capital in enumerate(_CAPITALS):
        text = f'SUBSTITUTE({text},"{digit}","{capital}")'
    for old, new in REPLACED:
        text = f'SUBSTITUTE({text},"{old}","{new}")'
    return (
        f'IF(OR({whole}<>ROUND({whole},0),ABS({whole})>=10^{_DIGITS}),"",'
        f'"新臺幣"&IF({whole}<0,"負","")&IF({whole}=0,"零元整",{text}))'
    )


def capital_field(expression: str) -> str:
    """The same for a document: blank where the event's money is not Taiwan's."""
    return f'IF(settings.base_currency="TWD",{capital_amount(expression)},"")'
