"""Writes a whole workbook from declarations and one event's values."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent.sheets.kernel.blocks import Chart, Snapshot
from xlevent.workbook.book import BookData
from xlevent.workbook.charts import write_charts
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.document_writer import formulas, write_document
from xlevent.workbook.documents import Line, compose
from xlevent.workbook.evaluate import Evaluator
from xlevent.workbook.furniture import write_top
from xlevent.workbook.gantt_writer import write_gantt
from xlevent.workbook.layout import Layout, SheetPlace, arrange, row_counts
from xlevent.workbook.lists_writer import write_lists
from xlevent.workbook.marks_writer import write_mark_names, write_marks
from xlevent.workbook.metadata import write_metadata
from xlevent.workbook.names import METADATA_SHEET, charts_name, goto_name, keys_name, table_name
from xlevent.workbook.printing import set_up_pages
from xlevent.workbook.record_writer import write_record
from xlevent.workbook.structured import Structured
from xlevent.workbook.styles import PHASES, Formats
from xlevent.workbook.table_writer import write_table
from xlevent.workbook.target import Target

# Files must not differ between runs: the date of creation is part of them.
CREATED = datetime(2026, 1, 1)

# Up to so many rows the parts are put together in memory instead of in temporary files.
_SMALL = 20_000

Progress = Callable[[str, int, int], None]


def write_book(data: BookData, path: Path, progress: Progress | None = None) -> None:
    """Write the workbook of `data` to `path` (which is overwritten).

    `progress` is told the tab that is being written, its number and the number of tabs.
    """
    with _no_collection():
        _write(data, path, progress)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cyclic collector: a million small objects, none of them in a cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _write(data: BookData, path: Path, progress: Progress | None) -> None:
    registry, language = data.registry, data.language
    documents = _documents(data)
    layout = _layout(data, documents)
    texts = {key: formulas(lines) for key, lines in documents.items()}
    values = Evaluator(data, row_counts(data), texts).run()
    small = sum(map(len, data.tables.values())) < _SMALL
    workbook = Workbook(str(path), {"strings_to_urls": False, "in_memory": small})
    workbook.set_properties(
        {"title": str(data.settings.get("event_name", "xlevent")), "created": CREATED,
         "comments": "xlevent", "author": "xlevent"}
    )  # fmt: skip
    workbook.set_calc_mode("auto")
    target = Target(
        workbook, data, values, layout, Formats(workbook, language), Structured(registry, language)
    )
    for number, place in enumerate(layout.sheets, start=1):
        if progress:
            progress(place.tab, number, len(layout.sheets))
        _write_sheet(target, place, documents)
    write_metadata(target, workbook.add_worksheet(METADATA_SHEET, CheckedWorksheet))
    _names(target, layout)
    write_mark_names(target)
    workbook.close()


def places(data: BookData) -> Layout:
    """Where everything will stand in the workbook of `data`."""
    return _layout(data, _documents(data))


def _documents(data: BookData) -> dict[str, list[Line]]:
    return {
        key: compose(document, data.registry, data.language)
        for key, document in data.registry.documents.items()
    }


def _layout(data: BookData, documents: dict[str, list[Line]]) -> Layout:
    return arrange(data, {key: len(lines) for key, lines in documents.items()})


def _write_sheet(target: Target, place: SheetPlace, documents: dict[str, list[Line]]) -> None:
    sheet: CheckedWorksheet = target.workbook.add_worksheet(place.tab, CheckedWorksheet)
    write_marks(target, sheet, place)
    for table in place.tables:
        write_table(target, sheet, table)
    if place.sheet.hidden:
        sheet.very_hidden()
        return
    write_record(target, sheet, place)
    for document, top, left in place.documents:
        write_document(target, sheet, document, documents[document.key], top, left)
    write_gantt(target, sheet, place)
    if place.sheet.code == "Lists":
        write_lists(target, sheet, place)
    write_charts(target, sheet, place)
    write_top(target, sheet, place)
    widths = {**place.widths, **target.widths.get(place.tab, {})}
    for col, width in widths.items():
        sheet.set_column(col, col, width)
    for table in place.tables:
        for column in table.table.columns:
            if column.hidden:
                sheet.set_column(table.col(column.key), table.col(column.key), 4, None,
                                 {"hidden": True})  # fmt: skip
    for header in {table.header_row for table in place.tables}:
        sheet.set_row(header - 1, 24)
        sheet.set_row(header, 44 if target.data.language == "both" else 32)
    if not place.documents and (place.tables or place.record):
        grows = place.tables and not place.sheet.stacked
        sheet.freeze_panes(place.header_row + (1 if grows else -1), 2 if grows else 0)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(PHASES[place.sheet.phase])
    sheet.set_zoom(90)
    if place.sheet.protect:
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True,
                           "sort": True, "insert_hyperlinks": True})  # fmt: skip
    set_up_pages(target, sheet, place)


def _names(target: Target, layout: Layout) -> None:
    """Names by which links, drop-downs and readers find sheets, tables and keys."""
    book = target.workbook
    for place in layout.sheets:
        tab = place.tab.replace("'", "''")
        if place.sheet.hidden:
            continue
        done(book.define_name(goto_name(place.sheet.code), f"='{tab}'!$A$1"), f"name of {tab}")
        if any(isinstance(b, Chart) for b in place.sheet.blocks):
            cell = xl_rowcol_to_cell(place.charts_row, place.charts_col, True, True)
            name = charts_name(place.sheet.code)
            done(book.define_name(name, f"='{tab}'!{cell}"), f"charts of {tab}")
    linked = {c.link for t in target.data.registry.tables.values() for c in t.columns if c.link}
    linked |= {c.link for r in target.data.registry.records.values() for c in r.columns if c.link}
    linked |= {d.table for d in target.data.registry.documents.values() if d.table}
    for key, table in layout.tables.items():
        if isinstance(table.table.rows, Snapshot):
            continue
        tab = table.tab.replace("'", "''")
        cell = xl_rowcol_to_cell(table.header_row - 1, table.first_col, True, True)
        done(book.define_name(table_name(key), f"='{tab}'!{cell}"), f"name of table {key}")
        if key in linked:
            # By structured reference, so that the drop-downs grow with the table.
            column = target.structured.title(key, table.table.key_column.key)
            done(book.define_name(keys_name(key), f"={key}[{column}]"), f"keys of {key}")
