"""Formulas with our functions that came from Excel's file, and LibreOffice does not know yet.

LibreOffice 7.4 reads names of extensions in .xlsx only in its own long form: =XLE_VAT(...) from
Excel stays #NAME?. Entered once more, the same formula is known. Newer versions may know it at
once.
"""

from __future__ import annotations

import re
from typing import Any

_ERRORS = 4  # com.sun.star.sheet.FormulaResult.ERROR
_OURS = re.compile(r"\bxle_\w+", re.IGNORECASE)


def recognise(document: Any) -> int:
    """Enter such formulas again; how many there were."""
    count = 0
    sheets = document.Sheets
    for number in range(sheets.Count):
        sheet = sheets.getByIndex(number)
        for place in sheet.queryFormulaCells(_ERRORS).RangeAddresses:
            for row in range(place.StartRow, place.EndRow + 1):
                for column in range(place.StartColumn, place.EndColumn + 1):
                    count += _entered(sheet, sheet.getCellByPosition(column, row))
    return count


def _entered(sheet: Any, cell: Any) -> bool:
    text = str(cell.Formula)
    if _OURS.search(text) is None or cell.getError() == 0:  # the rest of an array is well by now
        return False
    text = _OURS.sub(lambda name: name[0].upper(), text)  # an unknown name is kept in small letters
    if not text.startswith("{"):
        cell.setFormula(text)
        return True
    cursor = sheet.createCursorByRange(cell)
    cursor.collapseToCurrentArray()
    cursor.setArrayFormula(text.removeprefix("{").removesuffix("}"))
    return True
