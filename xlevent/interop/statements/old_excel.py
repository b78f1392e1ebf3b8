"""Excel workbooks of before 2007 (.xls), which many banks still give out.

Through xlrd: python-calamine ends the whole process where a damaged file claims a cell far away.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError
from xlevent.interop.statements.compound_file import compound_stream
from xlevent.interop.statements.grid import Cell, Grid, NumberedRow
from xlevent.interop.statements.needed import needed

_MEND = Text("請在 Excel 開啟並另存為 .xlsx。", "Open it in Excel and save it as .xlsx.")
_SIZE = 60_000_000
_TEXT, _NUMBER, _DATE, _BOOLEAN = 1, 2, 3, 4  # kinds of cells


def read_xls(content: bytes, file: str) -> Iterator[Grid]:
    """The visible sheets."""
    if len(content) > _SIZE:
        raise UnreadableFileError(
            Text("檔案太大，不會是 .xls。", "the file is too large for an .xls."),
            where=file,
            mend=_MEND,
        )
    xlrd = needed("xlrd", Text(".xls 檔", "an .xls file"), file)
    try:
        stream = compound_stream(content, ("Workbook", "Book"))
        if stream is None:
            raise UnreadableFileError(
                Text(
                    "檔案不是 Excel 活頁簿，或設有密碼保護。",
                    "the file is no Excel workbook, or it is password-protected.",
                ),
                where=file,
                mend=Text(
                    "請在 Excel 移除密碼，並另存為 .xlsx。",
                    "Remove the password in Excel and save it as .xlsx.",
                ),
            )
        book = xlrd.open_workbook(file_contents=stream, logfile=io.StringIO(), ragged_rows=True)
        found = [(s.name, list(_rows(s))) for s in book.sheets() if s.visibility == 0]
    except UnreadableFileError:
        raise
    except Exception as problem:  # noqa: BLE001 (of a damaged file it raises what it likes)
        locked = "encrypt" in str(problem).lower() or "password" in str(problem).lower()
        what = (
            Text("設有密碼保護", "is password-protected")
            if locked
            else Text("無法讀取，可能已損壞", "cannot be read; it may be damaged")
        )
        raise UnreadableFileError(
            Text(f".xls 檔{what.zh}。", f"the .xls file {what.en}."), where=file, mend=_MEND
        ) from None
    for name, rows in found:
        yield _grid(file, name, rows, book.datemode == 1)


def _grid(file: str, name: str, rows: list[NumberedRow], date1904: bool) -> Grid:
    return Grid(file, "xls", lambda: rows, name, date1904)


def _rows(sheet: Any) -> Iterator[NumberedRow]:
    for number in range(sheet.nrows):
        kinds, values = sheet.row_types(number), sheet.row_values(number)
        if kinds:
            yield number + 1, [_cell(k, v) for k, v in zip(kinds, values, strict=True)]


def _cell(kind: int, value: Any) -> Cell:
    if kind == _TEXT:
        return str(value)
    if kind in (_NUMBER, _DATE):
        return float(value)
    if kind == _BOOLEAN:
        return bool(value)
    return None
