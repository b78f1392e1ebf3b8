"""A value as text, as its cell displays it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from xlevent.domain.language import Language
from xlevent.sheets.kernel.columns import NUMERIC, TEMPORAL, Kind
from xlevent.workbook.book import CellValue

_EPOCH = datetime(1899, 12, 30)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EXACT = Decimal("0.000001")  # as many decimals as a price has


def display(value: CellValue, kind: Kind, language: Language, places: int) -> str:
    """The text of a cell's value; `places` are the decimals of amounts."""
    if value is None or value == "":
        return ""
    if isinstance(value, str | bool):
        return str(value)
    if kind in TEMPORAL:
        return _moment(float(value), kind, language)
    number = Decimal(repr(value))
    if kind == "percent":
        return f"{_rounded(number * 100, Decimal('0.01')):,}%"
    if kind == "amount":
        return f"{_rounded(number, Decimal(1).scaleb(-places)):,}"
    if kind in NUMERIC:
        exact = _rounded(number, _EXACT)
        text = f"{exact:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    rounded = number.quantize(step, ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # no minus zero


def _moment(serial: float, kind: Kind, language: Language) -> str:
    if serial <= 0 and kind != "time":
        return ""
    moment = _EPOCH + timedelta(minutes=round(serial * 1440))
    clock = f"{moment:%H:%M}"
    if kind == "time":
        return clock
    if language == "en":
        day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    else:
        day = f"{moment:%Y/%m/%d}" if language == "zh-TW" else f"{moment:%Y-%m-%d}"
    return f"{day} {clock}" if kind == "datetime" else day
