"""Calls of functions as LibreOffice Calc makes them: its values in, its values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xlevent.domain.language import Text
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.kernel.answers import Plain
from xlevent_udfs.kernel.arguments import Argument, Flag, Scalar
from xlevent_udfs.kernel.declaration import Function, Result
from xlevent_udfs.kernel.errors import error_line, usual_language
from xlevent_udfs.kernel.rows import Rows

DAY_ZERO = (1899, 12, 30)
"""The day from which workbooks count, unless someone chose another: year, month, day."""

CalcValue = str | float | bool
CalcAnswer = CalcValue | tuple[tuple[CalcValue, ...], ...]
_NUMBERS = {"number", "amount", "price", "percent", "integer"}


def answer(name: str, day_zero: tuple[int, int, int], given: Sequence[object]) -> CalcAnswer:
    """What a cell gets.

    Parameters
    ----------
    name
        The function.
    day_zero
        The day from which the document counts.
    given
        For each argument None where it is left out, a float, a text, or rows of both; in rows a
        blank cell is an empty text. A reference to one blank cell comes as 0.0: nothing tells it
        from a zero.

    Returns
    -------
    Rows where the function spills, else a value. Days are numbers from `DAY_ZERO`.
    """
    function = CATALOGUE[name]
    found = _found(function, day_zero, given)
    if isinstance(found, list):
        return tuple(tuple(map(_value, row)) for row in found)
    return ((_value(found),),) if function.spills else _value(found)


def _found(function: Function, day_zero: tuple[int, int, int], given: Sequence[object]) -> Result:
    if day_zero != DAY_ZERO and _counts_days(function):
        return error_line(_OTHER_DAY_ZERO, usual_language())
    cells = [
        None if value == 0.0 and not _can_be_zero(argument) else value
        for argument, value in zip(function.arguments, given, strict=False)
    ]
    return function.run(*cells)


_OTHER_DAY_ZERO = Text(
    "本文件不是從 1899-12-30 起算日期；請在「工具 > 選項 > Calc > 計算 > 日期」選 12/30/1899。",
    "this document does not count days from 1899-12-30; "
    "choose 12/30/1899 under Tools > Options > Calc > Calculate > Date.",
)


def _value(value: Plain) -> CalcValue:
    if isinstance(value, datetime):
        since = value - datetime(*DAY_ZERO)
        return since.days + since.seconds / 86_400
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)  # Calc knows no whole numbers beyond 2 ** 31
    return value


def _can_be_zero(argument: Argument) -> bool:
    """Whether a zero can be meant; else it is the blank cell that someone pointed at."""
    if isinstance(argument, Scalar):
        return argument.kind in _NUMBERS
    return isinstance(argument, Flag)


def _counts_days(function: Function) -> bool:
    for argument in function.arguments:
        if isinstance(argument, Scalar) and argument.kind == "date":
            return True
        if isinstance(argument, Rows):
            kinds = {column.kind for column in argument.declared.columns}
            if kinds & {"date", "datetime"}:
                return True
    return False


__all__ = ["DAY_ZERO", "CalcAnswer", "answer"]
