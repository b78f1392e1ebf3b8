"""Typed values from what people and programs write, one conversion per kind of column.

`parse` never raises on data: it gives the value (None: empty or unreadable) and the problems.
A value with an error beside it was kept as it is; None with an error could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from xlevent.domain import codes, moments, numerals
from xlevent.domain.codes import Code, Problem

Value = str | int | Decimal | date | datetime | time
Raw = object  # str (or Typed, ErrorCell), int, float, bool, Decimal, date, datetime, time, None
Parsed = tuple[Value | None, tuple[Problem, ...]]
Converter = Callable[[Raw], Parsed]

TEXT_LIMIT = 32_767  # UTF-16 units in one cell of Excel
PLACES = {"number": 6, "amount": 4, "price": 6, "percent": 6}
ERROR_TEXTS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
     "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!")
)  # fmt: skip
_IDENTIFIERS = frozenset(("key", "choice", "link", "links"))
_TEXTS = frozenset(("text", "note", "url", "goto")) | _IDENTIFIERS

_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
_CLEAN: tuple[Problem, ...] = ()
_EMPTY: Parsed = (None, _CLEAN)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIMPLE = re.compile(r"-?\d{1,12}(?:\.\d{1,3})?\Z", re.ASCII)
_HOURS = re.compile(r"(\d{1,4}):([0-5]\d)\Z", re.ASCII)


class Typed(str):
    """A text cell of a workbook: in a column of numbers or dates it deserves a word."""

    __slots__ = ()


class Quoted(str):
    """Text in quotes in a plan file, where that is one way to write any value."""

    __slots__ = ()


class ErrorCell(str):
    """The error that a cell of a workbook shows, such as #REF!."""

    __slots__ = ()


def parse(kind: str, raw: Raw, *, places: int | None = None, date1904: bool = False) -> Parsed:
    """The value of a column of that kind, and what is wrong with it."""
    return converter(kind, places, date1904)(raw)


@cache
def converter(kind: str, places: int | None = None, date1904: bool = False) -> Converter:
    """The conversion of one kind, to be called for every cell of a column."""
    if kind in _IDENTIFIERS:
        return _links if kind == "links" else _identifier
    if kind in _TEXTS:
        return _text
    if kind in PLACES:
        return _decimals(PLACES[kind] if places is None else places, percent=kind == "percent")
    if kind == "integer":
        return _integer
    if kind == "minutes":
        return _minutes
    if kind == "date":
        return lambda raw: _date(raw, date1904)
    if kind == "datetime":
        return lambda raw: _datetime(raw, date1904)
    if kind == "time":
        return _time
    raise ValueError(f"no kind of column is called {kind!r}")


def present(kind: str, value: Value) -> str:
    """The value as plan files write it; `parse` of the result gives the value again."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    return str(value)


def split_links(text: str) -> tuple[str, ...]:
    """The keys in a cell that links to several rows: "A; B" gives A and B."""
    return tuple(filter(None, (part.strip() for part in re.split("[;；、\n]", text))))


def join_links(keys: tuple[str, ...]) -> str:
    """The text of a cell that links to several rows."""
    return "; ".join(keys)


def _is_error(raw: Raw) -> bool:
    return isinstance(raw, ErrorCell) or (isinstance(raw, str) and raw.strip() in ERROR_TEXTS)


def _fail(code: Code, raw: Raw) -> Parsed:
    return None, (Problem(codes.ERROR_CELL if _is_error(raw) else code),)


# --- texts ---------------------------------------------------------------------------------------
def _text(raw: Raw) -> Parsed:
    if type(raw) is str or type(raw) is Typed or type(raw) is Quoted:
        # isprintable answers most cells at once: no control character, no line break.
        if raw.isprintable() and len(raw) < TEXT_LIMIT // 2 and raw[-1:] != " ":
            return (str(raw), _CLEAN) if raw else _EMPTY
        return _odd_text(raw)
    if raw is None:
        return _EMPTY
    if isinstance(raw, ErrorCell):
        return _fail(codes.ERROR_CELL, raw)
    if isinstance(raw, str):
        return _odd_text(str(raw))
    if isinstance(raw, bool):
        return ("TRUE" if raw else "FALSE"), _CLEAN
    if isinstance(raw, int) and raw.bit_length() < 10_000:  # Python refuses to print more
        return str(raw), _CLEAN
    if isinstance(raw, float | Decimal):
        return _number_as_text(raw)
    if isinstance(raw, date | time):
        return present("datetime", raw), _CLEAN
    return _fail(codes.NOT_A_TEXT, raw)


def _odd_text(raw: str) -> Parsed:
    problems: list[Problem] = []
    text = raw
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("", text)
        problems.append(Problem(codes.CONTROL_CHARACTERS))
    text = text.rstrip()
    if len(text) > TEXT_LIMIT // 2:
        length = len(text.encode("utf-16-le")) // 2
        if length > TEXT_LIMIT:
            problems.append(Problem(codes.TEXT_TOO_LONG, {"length": length}))
    return (str(text) or None), tuple(problems)


def _number_as_text(raw: float | Decimal) -> Parsed:
    number = raw if isinstance(raw, Decimal) else Decimal(repr(raw))
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return str(raw), _CLEAN
    text = present("number", number)
    if isinstance(raw, float) and abs(raw) >= 1e15:
        return text, (Problem(codes.NUMBER_AS_TEXT),)
    return text, _CLEAN


def _identifier(raw: Raw) -> Parsed:
    value, problems = _text(raw)
    if isinstance(value, str) and (value[0] == " " or not value.isprintable()):
        value = value.strip() or None
    return value, problems


def _links(raw: Raw) -> Parsed:
    if isinstance(raw, list | tuple):
        parts: list[str] = []
        problems: list[Problem] = []
        for item in raw:
            value, found = _identifier(item)
            problems.extend(found)
            if value is not None:
                parts.extend(split_links(str(value)))
    else:
        value, some = _identifier(raw)
        parts, problems = list(split_links(str(value))) if value is not None else [], list(some)
    return (join_links(tuple(parts)) or None), tuple(problems)


# --- numbers -------------------------------------------------------------------------------------
def _decimals(places: int, *, percent: bool) -> Converter:
    unit = Decimal(1).scaleb(-places)
    simple = _SIMPLE if places >= 3 else re.compile(
        rf"-?\d{{1,12}}(?:\.\d{{1,{places}}})?\Z" if places else r"-?\d{1,12}\Z", re.ASCII
    )  # fmt: skip

    def convert(raw: Raw) -> Parsed:
        if type(raw) is str and simple.match(raw):
            return Decimal(raw) or Decimal(0), _CLEAN
        number, problems = _number(raw, percent=percent)
        if number is None:
            return None, problems
        # NaN compares with nothing, so finiteness comes first.
        if not number.is_finite():
            return _fail(codes.NOT_A_NUMBER, raw)
        if number.adjusted() > 30:
            return _fail(codes.NUMBER_OUT_OF_RANGE, raw)
        exponent = number.as_tuple().exponent
        assert isinstance(exponent, int)  # finite
        if -exponent > places:
            rounded = number.quantize(unit, context=_EXACT) if number.adjusted() > -60 else unit * 0
            lost = abs(rounded - number)
            # Noise of binary fractions (0.30000000000000004) is nobody's typing.
            noise = isinstance(raw, float) and lost <= abs(number) * Decimal("1e-9")
            if lost and not noise:
                problems += (Problem(codes.TOO_MANY_DECIMALS, {"places": places}),)
            number = rounded
        if number.adjusted() >= 9 - places and len(_EXACT.create_decimal(number).normalize(_EXACT)
                                                   .as_tuple().digits) > 15:  # fmt: skip
            problems += (Problem(codes.TOO_MANY_DIGITS),)
        return (number or Decimal(0)), problems

    return convert


def _number(raw: Raw, *, percent: bool = False) -> tuple[Decimal | None, tuple[Problem, ...]]:
    if raw is None:
        return None, _CLEAN
    if isinstance(raw, bool):
        return None, (Problem(codes.NOT_A_NUMBER),)
    if isinstance(raw, Decimal):
        return raw, _CLEAN
    if isinstance(raw, int):
        # Decimal(int) of thousands of digits is slow; no amount needs it.
        if raw.bit_length() > 120:
            return None, (Problem(codes.NUMBER_OUT_OF_RANGE),)
        return Decimal(raw), _CLEAN
    if isinstance(raw, float):
        return Decimal(repr(float(raw))), _CLEAN
    if isinstance(raw, str):
        return _number_in_text(raw, percent=percent)
    return None, (Problem(codes.NOT_A_NUMBER),)


def _number_in_text(raw: str, *, percent: bool) -> tuple[Decimal | None, tuple[Problem, ...]]:
    if not raw.strip():
        return None, _CLEAN
    found = None if isinstance(raw, ErrorCell) else numerals.read_number(raw, percent=percent)
    if found is None:
        code = codes.ERROR_CELL if _is_error(raw) else codes.NOT_A_NUMBER
        return None, (Problem(code),)
    if found.number.adjusted() > 30:
        return None, (Problem(codes.NUMBER_OUT_OF_RANGE),)
    problems = (Problem(codes.CURRENCY_MARK),) if found.currency else _CLEAN
    if isinstance(raw, Typed):
        problems += (Problem(codes.TEXT_NUMBER),)
    return found.number, problems


def _integer(raw: Raw) -> Parsed:
    if type(raw) is int:
        if raw.bit_length() < 50:
            return raw, _CLEAN
    elif type(raw) is str and len(raw) < 16 and raw.isascii() and raw.isdigit():
        return int(raw), _CLEAN
    number, problems = _number(raw)
    if number is None:
        changed = tuple(
            Problem(codes.NOT_AN_INTEGER) if p.code is codes.NOT_A_NUMBER else p for p in problems
        )
        return None, changed
    if not number.is_finite():
        return _fail(codes.NOT_AN_INTEGER, raw)
    if number.adjusted() > 17:
        return _fail(codes.NUMBER_OUT_OF_RANGE, raw)
    if number != int(number):
        return _fail(codes.NOT_AN_INTEGER, raw)
    if number.adjusted() > 14 and len(number.normalize(_EXACT).as_tuple().digits) > 15:
        problems += (Problem(codes.TOO_MANY_DIGITS),)
    return int(number), problems


def _minutes(raw: Raw) -> Parsed:
    if isinstance(raw, timedelta):
        return round(raw.total_seconds() / 60), _CLEAN
    if isinstance(raw, time):
        return raw.hour * 60 + raw.minute, _CLEAN
    if isinstance(raw, str):
        match = _HOURS.match(numerals.plain_digits(raw))
        if match:
            return int(match[1]) * 60 + int(match[2]), _CLEAN
    return _integer(raw)


# --- days and times ------------------------------------------------------------------------------
def _moment(raw: Raw, date1904: bool) -> tuple[datetime | None, tuple[Problem, ...], bool]:
    """The moment, its problems, and whether raw was there at all."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None, _CLEAN, False
    if isinstance(raw, datetime):
        problems = (Problem(codes.ZONE_DROPPED),) if raw.tzinfo else _CLEAN
        return moments.whole_second(raw.replace(tzinfo=None, fold=0)), problems, True
    if isinstance(raw, date):
        return datetime(raw.year, raw.month, raw.day), _CLEAN, True
    if isinstance(raw, ErrorCell):
        return None, _CLEAN, True
    if isinstance(raw, str):
        found, zoned = moments.read_datetime(raw) if len(raw) < 80 else (None, False)
        problems = (Problem(codes.ZONE_DROPPED),) if zoned else _CLEAN
        if isinstance(raw, Typed):
            problems += (Problem(codes.TEXT_DATE),)
        return found, problems, True
    number = _float(raw)
    if number is None or not 0 <= number < 100_000_000:
        return None, _CLEAN, True
    if number == int(number) and number >= 19_000_101:  # 20261120 typed as a number
        found, _ = moments.read_datetime(str(int(number)))
        return found, _CLEAN, True
    return moments.from_serial(number, date1904=date1904), _CLEAN, True


def _float(raw: Raw) -> float | None:
    """A number as a float; None for what is no finite number."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    if isinstance(raw, Decimal) and not raw.is_finite():
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number if number == number else None


def _date(raw: Raw, date1904: bool) -> Parsed:
    if type(raw) is str and len(raw) == 10 and raw[4] == raw[7] == "-":
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            return _fail(codes.NOT_A_DATE, raw)
        return (day, _CLEAN) if day.year >= 1900 else _fail(codes.DATE_OUT_OF_RANGE, raw)
    if type(raw) is date and raw.year >= 1900:
        return raw, _CLEAN
    moment, problems, given = _moment(raw, date1904)
    if moment is None:
        return _fail(codes.NOT_A_DATE, raw) if given else _EMPTY
    if moment.year < 1900:
        return _fail(codes.DATE_OUT_OF_RANGE, raw)
    if moment.time() != time():
        problems += (Problem(codes.TIME_DROPPED),)
    return moment.date(), problems


def _datetime(raw: Raw, date1904: bool) -> Parsed:
    moment, problems, given = _moment(raw, date1904)
    if moment is None:
        return _fail(codes.NOT_A_DATETIME, raw) if given else _EMPTY
    if moment.year < 1900:
        return _fail(codes.DATE_OUT_OF_RANGE, raw)
    return moment, problems


def _time(raw: Raw) -> Parsed:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return _EMPTY
    found: time | None = None
    problems = _CLEAN
    if isinstance(raw, time):
        rounded = moments.whole_second(datetime.combine(date(2000, 1, 1), raw.replace(tzinfo=None)))
        found = rounded.time().replace(fold=0)
        if rounded.day != 1:
            found = None
    elif isinstance(raw, datetime):
        # Excel's bare times come as moments of its first days.
        found = (
            moments.whole_second(raw).time() if raw.year <= 1904 and raw.tzinfo is None else None
        )
    elif isinstance(raw, timedelta):
        found = moments.from_fraction(raw / timedelta(days=1))
    elif isinstance(raw, str) and not isinstance(raw, ErrorCell):
        found = moments.read_time(raw) if len(raw) < 40 else None
        if isinstance(raw, Typed):
            problems = (Problem(codes.TEXT_DATE),)
    elif (number := _float(raw)) is not None:
        found = moments.from_fraction(number)
    if found is None:
        return _fail(codes.NOT_A_TIME, raw)
    return found, problems
