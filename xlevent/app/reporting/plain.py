"""The tables of a report as CSV."""

from __future__ import annotations

import csv
import io
import re

from xlevent.app.reporting.model import Report, Table
from xlevent.domain.language import Language
from xlevent.interop.plan_csv import protect

_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?", re.ASCII)


def tables_csv(report: Report, language: Language) -> bytes:
    """All tables below each other, each row led by the title of its section.

    UTF-8 with a byte order mark, so that Excel shows Chinese; no text is taken for a formula.
    Tables of the same columns share one header.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    last: tuple[str, ...] = ()
    for section in report.sections:
        for table in section.blocks:
            if not isinstance(table, Table):
                continue
            titles = ("", *(column.title.show(language) for column in table.columns))
            if titles != last:
                writer.writerow(map(protect, titles))
                last = titles
            name = section.title.show(language)
            writer.writerows(
                [protect(name), *(_value(cell.show(language)) for cell in row)]
                for row in table.rows
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _value(text: str) -> str:
    """The text of a cell; a number stays one, whatever sign it begins with."""
    if text == "–":
        return ""
    return text if _NUMBER.fullmatch(text) else protect(text)
