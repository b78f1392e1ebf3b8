"""Units of a lag as people write them, in English and Chinese."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

MINUTE, HOUR, DAY, WEEK, PERCENT = "min", "h", "d", "w", "%"

_FORMS = {
    MINUTE: ("m", "min", "mins", "minute", "minutes", "分", "分鐘", "分钟"),
    HOUR: ("h", "hr", "hrs", "hour", "hours", "時", "小時", "小时", "工時", "工作小時"),
    DAY: ("d", "dy", "dys", "day", "days", "天", "日", "工作天", "工作日", "個工作天", "個工作日"),
    WEEK: ("w", "wk", "wks", "week", "weeks", "週", "周", "星期", "工作週", "個星期", "個工作週"),
    PERCENT: ("%", "percent", "percents"),
}
_ELAPSED = ("elapsed ", "elapsed", "e", "經過", "日曆", "日历", "連續")
_MEANING = {form: unit for unit, forms in _FORMS.items() for form in forms}
_CLOCK = {MINUTE: 1, HOUR: 60, DAY: 1440, WEEK: 10_080}

# Longest first, so that "min" is not read as "m".
_WORDS = "|".join(sorted(map(re.escape, _MEANING), key=len, reverse=True))
UNIT = re.compile(rf"(?P<elapsed>{'|'.join(_ELAPSED)})?(?P<word>{_WORDS})(?![a-z])")
"""A unit at the place where one must stand; the text is lower case and half width."""


def meaning(match: re.Match[str]) -> tuple[str, bool]:
    """Unit and whether it is elapsed time, of a match of `UNIT`."""
    return _MEANING[match["word"]], match["elapsed"] is not None


def minutes_of(
    amount: Decimal, unit: str, *, elapsed: bool, minutes_per_day: int, minutes_per_week: int
) -> int:
    """Whole minutes of an amount, halves away from zero; days and weeks are of working time."""
    factor = _CLOCK[unit]
    if not elapsed and unit == DAY:
        factor = minutes_per_day
    elif not elapsed and unit == WEEK:
        factor = minutes_per_week
    return int((amount * factor).quantize(Decimal(1), ROUND_HALF_UP))


def write_minutes(minutes: int, *, elapsed: bool, minutes_per_day: int) -> str:
    """The shortest exact way to write minutes: whole days, else whole hours, else minutes."""
    mark = "e" if elapsed else ""
    day = _CLOCK[DAY] if elapsed else minutes_per_day
    if minutes % day == 0:
        return f"{minutes // day}{mark}{DAY}"
    if minutes % 60 == 0:
        return f"{minutes // 60}{mark}{HOUR}"
    return f"{minutes}{mark}{MINUTE}"
