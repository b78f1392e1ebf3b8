"""Results as Excel takes them: a value, or rows that spill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from xlevent.domain.language import Language, Text
from xlevent.domain.values import Value

Plain = str | int | float | bool | datetime
Given = Value | bool | Text | None
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Spill:
    """A result of several cells; `titles` head its columns where the caller asks for them."""

    titles: tuple[Text, ...]
    rows: Sequence[Sequence[Given]]


def plain(value: Given, language: Language) -> Plain:
    """One value: numbers as numbers, a day as a moment, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return value
    if isinstance(value, Text):
        return value.show(language)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / _DAY
    return value


def cells(result: Given | Spill, language: Language, *, headers: bool) -> Plain | list[list[Plain]]:
    """What xlwings gets. A result without rows is one empty cell, which Excel can show."""
    if not isinstance(result, Spill):
        return plain(result, language)
    head: list[list[Plain]] = [[title.show(language) for title in result.titles]] if headers else []
    body = [[plain(value, language) for value in row] for row in result.rows]
    return [*head, *body] or [[""]]
