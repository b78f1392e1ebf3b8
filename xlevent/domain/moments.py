"""Dates and times of day as people in Taiwan and programs write them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from xlevent.domain.numerals import plain_digits

_DAY = 86_400
_LAST_SERIAL = 2_958_465  # 9999-12-31 in the 1900 system
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)
_DATE = re.compile(
    r"(?:(?P<era>民國|民国)\s*)?(?P<y>\d{1,4})\s*(?:(?P<sep>[-/.])\s*|年\s*)(?P<m>\d{1,2})\s*"
    r"(?(sep)(?P=sep)|月)\s*(?P<d>\d{1,2})\s*(?(sep)|日?)\Z",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)\Z", re.ASCII)
_TIME = re.compile(
    r"(?P<half_zh>上午|下午|中午|晚上)?\s*(?P<h>\d{1,2})(?::|[點点時时]\s*)"
    r"(?:(?P<m>\d{1,2})(?:(?::(?P<s>\d{1,2})(?:\.\d+)?)|分)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?\Z",
    re.ASCII,
)
_ZONE = re.compile(r"(?<=\d)\s*(?:Z|[+-]\d\d:?\d\d)\Z", re.ASCII)
_SPLIT = re.compile(r"(?<=[\d日])(?:T|\s+|(?=[上下中晚]))")


def read_date(text: str) -> date | None:
    """A day from 2026-11-20, 2026/11/20, 20261120, 2026年11月20日, 114/3/1 or 民國114年3月1日.

    A year of fewer than four digits counts from 1912 (ROC); without 民國 it needs three digits,
    so that 20/11/26 is nobody's guess. Day-first and month-first forms are refused likewise.
    """
    match = _ISO.match(text) or _COMPACT.match(text)
    if match:
        year, month, day = (int(g) for g in match.groups())
    else:
        match = _DATE.match(plain_digits(text))
        if match is None:
            return None
        digits = match["y"]
        year, month, day = int(digits), int(match["m"]), int(match["d"])
        if match["era"] or len(digits) == 3:
            year += 1911
        elif len(digits) != 4:
            return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """A time of day from 9:30, 09:30:15, 9:30 PM, 下午 2:30 or 14時30分; 24:00 is refused."""
    match = _TIME.match(plain_digits(text))
    if match is None:
        return None
    hour, minute, second = (int(match[g] or 0) for g in ("h", "m", "s"))
    half = (match["half"] or "").lower().replace(".", "")
    if ":" in match[0] and match["m"] is None:
        return None
    if half or match["half_zh"]:
        if not 1 <= hour <= 12 and half:
            return None
        afternoon = half == "pm" or match["half_zh"] in ("下午", "晚上", "中午")
        if afternoon and hour < 12 and not (match["half_zh"] == "中午" and hour == 11):
            hour += 12
        elif hour == 12 and (half == "am" or match["half_zh"] == "上午"):
            hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_datetime(text: str) -> tuple[datetime | None, bool]:
    """A moment from a date alone or a date and a time; and whether a time zone was dropped."""
    text = plain_digits(text)
    parts = _SPLIT.split(text, maxsplit=1)
    day = read_date(parts[0].strip())
    if day is None:
        # Forms with inner spaces, such as 2026 年 11 月 20 日, hold no time.
        day = read_date(text)
        return (datetime.combine(day, time()) if day else None), False
    if len(parts) == 1 or not parts[1].strip():
        return datetime.combine(day, time()), False
    clock_text = parts[1].strip()
    bare = _ZONE.sub("", clock_text)
    clock = read_time(bare)
    if clock is None:
        return None, False
    return datetime.combine(day, clock), bare != clock_text


def from_serial(number: float, *, date1904: bool = False) -> datetime | None:
    """The moment behind Excel's number of days, to the second; None where Excel has none."""
    days, fraction = divmod(number, 1)
    if date1904:
        days += 1462
    # Excel counts a 1900-02-29 that never was.
    if not 0 <= days <= _LAST_SERIAL or days == 60:
        return None
    base = datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)
    try:
        return base + timedelta(days=int(days), seconds=round(fraction * _DAY))
    except OverflowError:
        return None


def from_fraction(number: float) -> time | None:
    """The time of day behind a fraction of a day, to the second."""
    seconds = round(number * _DAY) if 0 <= number < 1 else _DAY
    if seconds >= _DAY:
        return None
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def whole_second(moment: datetime) -> datetime:
    """The moment rounded to the second, as Excel shows it."""
    if moment.microsecond >= 500_000:
        with suppress(OverflowError):  # the last second of the year 9999
            moment += timedelta(seconds=1)
    return moment.replace(microsecond=0)
