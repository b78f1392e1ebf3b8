"""Whether an open workbook shows values at all: a program may have saved it without any.

A blank result and no result look alike in a cell. So only those formulas are looked at that never
give a blank: sums and counts.
"""

from __future__ import annotations

import re

from xlevent.app.updating.opened import Opened
from xlevent.domain.language import Text
from xlevent.errors import XleventError
from xlevent.sheets.kernel.blocks import ByList
from xlevent.workbook.evaluate import Values

_NEVER_BLANK = re.compile(r"(?:SUM|COUNT|ROUND\(SUM)\w*\(")


def require_calculated(book: Opened, values: Values) -> None:
    """XleventError, with the name of a result, where a sum or a count has no value."""
    registry = book.registry
    for key, figure in registry.figures.items():
        if _never_blank(figure.formula) and values.figures.get(key) is None:
            raise _uncalculated(figure.title)
    for (key, name), shown in values.columns.items():
        table = registry.tables[key]
        column = table.column(name)
        if not _never_blank(column.formula or ""):
            continue
        if table.rows is None:
            keyed = [table.key_column.key in row for row in book.event.tables.get(key, ())]
        elif isinstance(table.rows, ByList):
            keyed = [True] * len(registry.lists[table.rows.list].options)
        else:
            continue
        if any(has and value is None for has, value in zip(keyed, shown, strict=False)):
            raise _uncalculated(
                Text(f"{table.title.zh}：{column.title.zh}", f"{table.title.en}: {column.title.en}")
            )


def _never_blank(formula: str) -> bool:
    return '""' not in formula and _NEVER_BLANK.match(formula) is not None


def _uncalculated(what: Text) -> XleventError:
    return XleventError(
        Text(
            f"活頁簿還沒有計算（「{what.zh}」沒有值），報告會把沒有值當成零，所以沒有產生。"
            "請先重新計算（Excel：Ctrl+Alt+F9；LibreOffice：Ctrl+Shift+F9），再執行一次。",
            f"The workbook is not calculated ({what.en!r} has no value), and a report would show "
            "zeros as facts: none was made. Calculate it (Excel: Ctrl+Alt+F9, LibreOffice: "
            "Ctrl+Shift+F9) and run it again.",
        )
    )
