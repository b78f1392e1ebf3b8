"""Between the values that xlwings gives and takes and what cells hold."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

from xlevent.domain.values import ERROR_TEXTS, ErrorCell, Typed
from xlevent.workbook.book import CellValue, serial
from xlevent.workbook.cells import Content

# What Excel would take for a formula, a number, a date, a time or a truth value if it were typed.
_CONVERTED = re.compile(
    r"\s*(?:[=+\-@'.(\[$€£¥￥%#\d\uff10-\uff19]|NT\$|(?:true|false)\s*\Z"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s\-./,]*\d"
    r"|(?:上午|下午|民國|中華民國))",
    re.IGNORECASE,
)


def content(value: object) -> Content:
    """What a cell holds; dates and times as the serial numbers that Excel keeps."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, date | time):
        return float(serial(value))
    text = str(value)
    return ErrorCell(text) if text in ERROR_TEXTS else Typed(text)


def entry(value: CellValue | bool) -> object:
    """What to hand to Excel so that the cell holds the value: texts stay texts.

    Excel reads a text as if it were typed: an ID such as 0012 would lose its zeros, =1+1 would be
    computed. An apostrophe, which Excel keeps apart from the text, prevents that.
    """
    if isinstance(value, str) and _CONVERTED.match(value):
        return "'" + value
    return value
