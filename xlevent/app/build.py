"""From an event to its workbook."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlevent.app import opendocument
from xlevent.app.finding_rows import finding_row
from xlevent.domain.finding import Finding, has_errors
from xlevent.domain.language import Language, Text
from xlevent.errors import MisuseError, RefusedError
from xlevent.interop.replace import refuse_existing, replacing
from xlevent.sheets.registry import Registry
from xlevent.workbook.book import BookData, Row, Value, with_states
from xlevent.workbook.layout import Layout

if TYPE_CHECKING:
    from xlevent.app.event import Event

Progress = Callable[[str, int, int], None]


def build(
    event: Event,
    path: Path,
    *,
    language: Language,
    force: bool = False,
    even_with_errors: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write the event's workbook to `path` (.xlsx; .ods where LibreOffice is installed).

    The findings of a fresh check stand on the Findings sheet. Where some are errors,
    RefusedError lists them and nothing is written, unless `even_with_errors`. MisuseError where
    the file exists and `force` is not given; FileInUseError where it is open elsewhere.
    """
    if path.suffix.lower() not in (".xlsx", opendocument.SUFFIX):
        raise MisuseError(
            Text("活頁簿的檔名以 .xlsx 結尾。", "a workbook's name ends with .xlsx."),
            where=str(path),
            mend=Text(f"例如 {path.stem}.xlsx。", f"Try {path.stem}.xlsx."),
        )
    refuse_existing(path, force)
    is_opendocument = path.suffix.lower() == opendocument.SUFFIX
    converter = opendocument.converter() if is_opendocument else None  # before any work
    findings = event.check()
    if has_errors(findings) and not even_with_errors:
        raise RefusedError(
            Text(
                "計畫有錯誤，沒有寫出活頁簿。", "the plan holds errors, so no workbook was written."
            ),
            findings,
            mend=Text("請更正上面列出的項目。", "Mend what is listed above."),
        )
    data = checked_data(event, language, findings)
    if is_opendocument:
        data = replace(data, least_rows=opendocument.LEAST_ROWS)
    with replacing(path) as temporary:
        if converter is None:
            _write(data, temporary, progress)
            return
        with tempfile.TemporaryDirectory(prefix="xlevent-build-") as scratch:
            book = Path(scratch) / "book.xlsx"
            _write(data, book, progress)
            opendocument.to_opendocument(book, temporary, converter)


def _write(data: BookData, path: Path, progress: Progress | None) -> None:
    from xlsxwriter.exceptions import FileCreateError

    from xlevent.workbook.writer import write_book

    try:
        write_book(data, path, progress)
    except FileCreateError as error:  # the disk is full
        raise OSError(str(error)) from error


def checked_data(event: Event, language: Language, findings: list[Finding]) -> BookData:
    """What the writer needs of an event, the result of its check included."""
    from xlevent.workbook.writer import places

    data = book_data(event, language)
    if findings:
        layout = places(data)
        rows: list[Row] = [
            finding_row(f, data.registry, language, lambda found: _link(found, layout))
            for f in findings
        ]
        data = replace(data, tables={**data.tables, "findings": rows})
    return data


def book_data(event: Event, language: Language) -> BookData:
    """What the writer needs of an event; cells that could not be read stay as their text."""
    from xlevent.app.event import rows_with_unread

    tables: dict[str, list[Row]] = {
        key: [_plain(row) for row in rows_with_unread(event, key)] for key in event.tables
    }
    registry = event.registry
    if not isinstance(registry, Registry):
        raise TypeError("a workbook is built from sheets, and this event knows only tables")
    return with_states(BookData(registry, language, event.settings, tables, event.picks))


def _plain(row: Mapping[str, object]) -> dict[str, Value]:
    return {k: v for k, v in row.items() if v is not None}  # type: ignore[misc]


def _link(finding: Finding, layout: Layout) -> str:
    """Where a finding will stand in the workbook that is written."""
    place = layout.tables.get(finding.table or "")
    if place is None or finding.row is None or place.table.rows is not None:
        return ""
    with contextlib.suppress(ValueError):
        return place.link(finding.column or place.table.key_column.key, finding.row)
    return ""
