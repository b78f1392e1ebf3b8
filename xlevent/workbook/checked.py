"""XlsxWriter with its return codes checked and its formula preparation remembered."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from xlsxwriter.worksheet import Worksheet


class WriteError(Exception):
    """XlsxWriter refused something; the message says what and where."""


class CheckedWorksheet(Worksheet):
    """A worksheet that prepares each distinct formula once.

    Formulas repeat by column; XlsxWriter runs some sixty regular expressions on each.
    """

    @staticmethod
    @lru_cache(maxsize=65536)
    def _remembered(formula: str, expand: bool) -> str:
        return Worksheet._prepare_formula(_BLANK, formula, expand)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return self._remembered(formula, expand_future_functions)


_BLANK: Any = Worksheet()


def done(code: Any, what: str) -> None:
    """Raise WriteError for a negative return code of XlsxWriter."""
    if isinstance(code, int) and code < 0:
        raise WriteError(f"{what} (XlsxWriter returned {code})")
