"""XlsxWriter with its return codes checked and its formula preparation left out."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class WriteError(Exception):
    """XlsxWriter refused something; the message says what and where."""


class CheckedWorksheet(Worksheet):
    """A worksheet that takes formulas as they are.

    XlsxWriter searches each formula for some sixty functions of newer Excel versions, to prefix
    them. Declared formulas use none of these (the workbook lint proves it), and on a workbook of
    formulas that search is more than half of the time.
    """

    # The public methods of XlsxWriter first find out whether a cell was given as "A1".
    put_text = Worksheet._write_string
    put_number = Worksheet._write_number
    put_blank = Worksheet._write_blank
    put_formula = Worksheet._write_formula

    def _escape_attributes(self, attribute: Any) -> Any:
        """As XlsxWriter does it, without a regular expression for each of the many short ones."""
        if isinstance(attribute, str) and (
            "&" in attribute
            or '"' in attribute
            or "<" in attribute
            or ">" in attribute
            or "\n" in attribute
        ):
            return super()._escape_attributes(attribute)
        return attribute

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def done(code: Any, what: str) -> None:
    """Raise WriteError for a negative return code of XlsxWriter."""
    if isinstance(code, int) and code < 0:
        raise WriteError(f"{what} (XlsxWriter returned {code})")
