"""Dates of a column: each way of writing them is tried on all of them, none is guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from xlevent.domain import moments
from xlevent.domain import statement_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem
from xlevent.interop.statements.grid import Cell, plain, text_of

Period = tuple[date, date]
READINGS = {
    "ymd": Text("西元年/月/日", "year/month/day"),
    "roc": Text("民國年/月/日", "ROC year/month/day"),
    "roc100": Text("省略百位的民國年/月/日", "ROC year without its hundreds/month/day"),
    "dmy": Text("日/月/年", "day/month/year"),
    "mdy": Text("月/日/年", "month/day/year"),
    "md": Text("月/日", "month/day"),
    "dm": Text("日/月", "day/month"),
}
STYLES = ("auto", "ymd", "roc", "dmy", "mdy")
_SURE = {
    "ymd": ("ymd", "md"), "roc": ("roc", "roc100", "md"), "dmy": ("dmy", "dm"),
    "mdy": ("mdy", "md"),
}  # fmt: skip
_YEARLESS = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z", re.ASCII)
_PARTS = re.compile(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?\Z", re.ASCII)
_ERA = re.compile(r"(?:中華)?(?:民國|民国)\s*|R\.?O\.?C\.?\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"(?<=[\d日])(?:\s*[(][^()]{1,9}[)])?(?:\s*T|\s+|\s*(?=[上下][午]))"
    r"(?:[上下]午\s*)?\d{1,2}[:時]?\d{2}.{0,20}\Z|\s*[(][^()]{1,9}[)]\Z",
    re.IGNORECASE,
)
_SHORT_FORMS = (
    re.compile(r"(\d{4})(\d\d)(\d\d)\Z", re.ASCII),
    re.compile(r"(\d{3})(\d\d)(\d\d)\Z", re.ASCII),
    re.compile(r"(\d\d)(\d\d)(\d\d)\Z", re.ASCII),
)
_ENGLISH = re.compile(
    r"(?:(\d{1,2})[-\s/]*([A-Z]{3})[A-Z]*\.?,?|([A-Z]{3})[A-Z]*\.?\s*(\d{1,2}),?)[-\s/]*(\d{4}|\d\d)\Z",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_EARLIEST = date(1980, 1, 1)  # no export of a bank is older
_LONGEST = 60
Readings = Mapping[str, date]  # "" is a reading that nothing else can be


@dataclass(slots=True)
class Days:
    """The day of each cell that could be read, and what is to be said of the column."""

    days: dict[Cell, date] = field(default_factory=dict)
    undecided: set[Cell] = field(default_factory=set)
    problems: list[tuple[Problem, Cell]] = field(default_factory=list)


def read_days(
    cells: Iterable[Cell], style: str = "auto", *, period: Period | None = None,
    date1904: bool = False,
) -> Days:  # fmt: skip
    """The days of a column from its distinct cells; `period`: what else the file says of it."""
    result = Days()
    open_ones: dict[bool, dict[Cell, Readings]] = {}  # apart: years of two digits
    serials = 0
    slashed: str = ""
    for cell in cells:
        if isinstance(cell, bool) or cell is None:
            continue
        readings = _of_number(cell, date1904) if isinstance(cell, float) else _of_text(cell)
        if not readings and period is not None:
            readings = _without_year(text_of(cell), period)
        if not readings:
            continue
        if "" in readings:
            result.days[cell] = readings[""]
            serials += isinstance(cell, float) and cell < 100_000
        else:
            short = not any(len(x) == 4 for x in re.findall(r"\d+", plain(cell)))
            open_ones.setdefault(short, {})[cell] = readings
            if not short:
                slashed = text_of(cell)
    for group in open_ones.values():
        _decide(group, style, period, result)
    if serials and slashed and style in ("auto", "dmy", "mdy"):
        result.problems.append((Problem(codes.MIXED_DATES, {"count": serials}), slashed))
    return result


def read_day(text: str, style: str = "auto") -> date | None:
    """One date that can mean one thing only, or what it means in that style."""
    readings = _of_text(text)
    fitting = {readings[s] for s in _SURE.get(style, ()) if s in readings}
    found = {readings[""]} if "" in readings else fitting or set(readings.values())
    return found.pop() if len(found) == 1 else None


def _decide(group: dict[Cell, Readings], style: str, period: Period | None, result: Days) -> None:
    example = max(group, key=lambda cell: len(text_of(cell)))
    allowed = _SURE.get(style)
    styles = [
        name for name in READINGS
        if (allowed is None or name in allowed) and all(name in r for r in group.values())
    ]  # fmt: skip
    if (
        style == "roc" and "roc100" in styles and "roc" in styles
    ):  # 99/12/31 is 2010; 14/03/05 has lost its hundred
        styles = [_nearer(group, styles, period)]
    why = Text("整欄只有這樣說得通", "nothing else fits the whole column")
    if len(styles) > 1 and period is not None:
        fitting = [s for s in styles if _within((r[s] for r in group.values()), period)]
        if fitting:
            styles = fitting
            why = Text("符合檔案所載期間", "only that lies in the period that the file names")
    if len(styles) > 1 and all(len({r[s] for s in styles}) == 1 for r in group.values()):
        styles = styles[:1]  # 05/05/2026 is the same day either way
    if len(styles) != 1:
        result.undecided.update(group)
        names = styles or sorted({s for r in group.values() for s in r}, key=list(READINGS).index)
        readings = Text(*("、".join(READINGS[s].zh for s in names),
                          " or ".join(READINGS[s].en for s in names)))  # fmt: skip
        problem = Problem(codes.AMBIGUOUS_DATES, {"readings": readings})
        result.problems.append((problem, example))
        return
    chosen = styles[0]
    result.days.update((cell, readings[chosen]) for cell, readings in group.items())
    if style == "auto":
        details = {
            "reading_zh": READINGS[chosen].zh, "reading_en": READINGS[chosen].en,
            "why_zh": why.zh, "why_en": why.en,
        }  # fmt: skip
        result.problems.append((Problem(codes.DATES_DECIDED, details), example))


def _nearer(group: dict[Cell, Readings], styles: Collection[str], period: Period | None) -> str:
    if period is not None and _within((r["roc100"] for r in group.values()), period):
        return "roc100"
    early = any(readings["roc"] < _EARLIEST for readings in group.values())
    return "roc100" if early and "roc100" in styles else "roc"


def _within(days: Iterable[date], period: Period) -> bool:
    return all(period[0] <= day <= period[1] for day in days)


def _of_number(number: float, date1904: bool) -> Readings:
    if number != number or not 0 < number < 100_000_000:
        return {}
    if number == int(number) and number >= 100_000:  # 1140305 or 20260305 typed as a number
        return _of_text(str(int(number)))
    moment = moments.from_serial(number, date1904=date1904)
    return {"": moment.date()} if moment and moment.date() >= _EARLIEST else {}


def _of_text(cell: str) -> Readings:
    if len(cell) > _LONGEST:
        return {}
    text = plain(cell)
    text = _TAIL.sub("", text).strip()
    bare = _ERA.sub("", text, count=1) if not text[:1].isdigit() else text
    era = bare != text
    match = next((m for form in _SHORT_FORMS if (m := form.match(bare))), None)
    match = match or _PARTS.match(bare)
    if match is None:
        return {} if era else _of_english(text)
    first, second, third = match.groups()
    return _readings(first, second, third, era)


def _readings(first: str, second: str, third: str, era: bool) -> Readings:
    a, b, c = int(first), int(second), int(third)
    if era:
        return _only(a + 1911, b, c)
    if len(first) == 4:
        return _only(a + 1911 if first[0] == "0" else a, b, c)
    if len(first) == 3:
        return _only(a + 1911, b, c)
    if len(third) == 4:
        return _valid({"dmy": (c, b, a), "mdy": (c, a, b)})
    if len(third) == 3:
        return {}
    return _valid(
        {
            "ymd": (2000 + a, b, c), "roc": (1911 + a, b, c), "roc100": (2011 + a, b, c),
            "dmy": (2000 + c, b, a), "mdy": (2000 + c, a, b),
        }
    )  # fmt: skip


def _without_year(text: str, period: Period) -> Readings:
    """Days of the period that a month and a day may mean; none where two of its years fit."""
    match = _YEARLESS.match(plain(text)) if len(text) <= _LONGEST else None
    if match is None:
        return {}
    a, b = int(match[1]), int(match[2])
    found: dict[str, date] = {}
    for style, (month, day) in {"md": (a, b), "dm": (b, a)}.items():
        years = range(period[0].year, min(period[1].year, period[0].year + 2) + 1)
        days = {d for y in years for d in _only(y, month, day).values() if _within([d], period)}
        if len(days) > 1:
            return {}
        if days:
            found[style] = days.pop()
    return found


def _of_english(text: str) -> Readings:
    match = _ENGLISH.match(text)
    name = ((match[2] or match[3]) if match else "").upper()
    if match is None or name not in _MONTHS:
        return {}
    year = int(match[5]) + (2000 if len(match[5]) == 2 else 0)
    return _only(year, _MONTHS.index(name) + 1, int(match[1] or match[4]))


def _only(year: int, month: int, day: int) -> Readings:
    return _valid({"": (year, month, day)})


def _valid(parts: Mapping[str, tuple[int, int, int]]) -> Readings:
    found = {}
    for style, (year, month, day) in parts.items():
        try:
            found[style] = date(year, month, day)
        except ValueError:
            continue
    return {s: d for s, d in found.items() if d >= _EARLIEST or s == "roc"}


def lasting(begin: date, end: date) -> Period:
    """A period that also holds lines booked a few days after it."""
    return begin - timedelta(days=7), end + timedelta(days=7)
