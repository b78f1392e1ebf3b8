"""Calls of functions as Excel's custom-functions script sends them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import xlwings
from xlevent_udfs.catalogue import CATALOGUE

from tests.udfs.calls import CALLS

_EPOCH = datetime(1899, 12, 30)


def arguments(name: str) -> list[Any]:
    """The arguments of CALLS as ranges: Excel sends a matrix for each, empty cells as empty text.

    An argument that is left out comes as null.
    """
    return [_matrix(argument) for argument in CALLS[name]]


def _matrix(argument: Any) -> Any:
    if argument is None:
        return None
    rows = argument if isinstance(argument, list) else [[argument]]
    return [["" if cell is None else cell for cell in row] for row in rows]


def request(name: str, args: list[Any] | None = None) -> dict[str, Any]:
    """The body of a call."""
    return {
        "client": "Office.js", "func_name": name,
        "args": arguments(name) if args is None else args,
        "caller_address": "[gala.xlsx]Sheet1!A1", "session_id": "test",
        "culture_info_name": "zh-TW", "date_format": "yyyy/m/d", "version": xlwings.__version__,
        "runtime": "1.4",
    }  # fmt: skip


def expected(name: str) -> list[list[Any]]:
    """What the core answers, as the cells should hold it."""
    found = CATALOGUE[name].run(*CALLS[name])
    rows = found if isinstance(found, list) else [[found]]
    return [[_plain(cell) for cell in row] for row in rows]


def received(result: Any) -> list[list[Any]]:
    """What came from the server, formats taken off."""
    assert not isinstance(result, dict), result  # an error in the cell
    rows = result if isinstance(result, list) else [[result]]
    return [
        [cell["basicValue"] if isinstance(cell, dict) else cell for cell in row] for row in rows
    ]


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value - _EPOCH).total_seconds() / 86_400
    if isinstance(value, date):
        return (value - _EPOCH.date()).days
    return value
