"""Excel workbooks of before 2007 (.xls), which many banks still give out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from xlevent.errors import UnreadableFileError
from xlevent.interop.statements.grid import Cell, Grid, NumberedRow
from xlevent.interop.statements.needed import needed

_EPOCH = datetime(1899, 12, 30)
_MEND = "Open it in Excel and save it as .xlsx."
# A sheet of the old format has 65,536 rows of 256 columns, so it cannot fill the memory.
_SIZE = 100_000_000


def read_xls(content: bytes, file: str) -> Iterator[Grid]:
    """The visible sheets."""
    if len(content) > _SIZE:
        raise UnreadableFileError("the file is too large for an .xls.", where=file, mend=_MEND)
    calamine = needed("python_calamine", "an .xls file", file)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = calamine.SheetVisibleEnum.Visible
        names = [s.name for s in book.sheets_metadata if s.visible == visible]
        found = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                 for name in names]  # fmt: skip
    except BaseException as problem:
        # A panic of the Rust library is no Exception.
        if not isinstance(problem, Exception) and type(problem).__name__ != "PanicException":
            raise
        what = "is password-protected" if "assword" in str(problem) else "cannot be read"
        raise UnreadableFileError(f"the .xls file {what}.", where=file, mend=_MEND) from None
    for name, rows in found:
        yield _grid(file, name, rows)


def _grid(file: str, name: str, rows: list[list[object]]) -> Grid:
    cells = [(number, [_cell(v) for v in row]) for number, row in enumerate(rows, 1)]

    def numbered() -> list[NumberedRow]:
        return cells

    return Grid(file, "xls", numbered, sheet=name)


def _cell(value: object) -> Cell:
    if isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, datetime):
        return (value - _EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return float((datetime(value.year, value.month, value.day) - _EPOCH).days)
    if isinstance(value, time):
        return value.isoformat()
    return None
