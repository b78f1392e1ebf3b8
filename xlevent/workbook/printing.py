"""A4 pages: areas, repeated headers, page numbers."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Chart
from xlevent.sheets.kernel.columns import Column
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.layout import DOCUMENT_COLUMNS, SheetPlace
from xlevent.workbook.target import Target

_PAGE = Text("第 &P 頁，共 &N 頁", "Page &P of &N")
_WIDEST_AREA = 210.0  # columns of text that one A4 page across can still show legibly
_CHART_COLUMNS = 20


def set_up_pages(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Paper, orientation, header, footer and the areas that print, one block a page."""
    language = target.data.language
    portrait = bool(place.documents) or not place.sheet.landscape
    sheet.set_paper(9)
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.65)
    sheet.fit_to_pages(1, 0)
    event = _header_text(str(target.data.settings.get("event_name", "")))
    title = _header_text(place.sheet.title.show(language))
    sheet.set_header(f"&L&8&K667280{event}&R&8&K667280{title}")
    sheet.set_footer(f"&R&8&K667280{_PAGE.zh if language != 'en' else _PAGE.en}")
    areas = _areas(target, place)
    if not areas:
        return
    tab = place.tab.replace("'", "''")
    text = ",".join(f"'{tab}'!{area}" for area in areas)
    done(target.workbook.define_name(f"'{tab}'!_xlnm.Print_Area", f"={text}"), f"pages of {tab}")
    if not place.documents and place.tables and not place.sheet.stacked:
        sheet.repeat_rows(place.header_row)


def _unprinted(column: Column) -> bool:
    return column.hidden or not column.printed


def _header_text(text: str) -> str:
    """The text with its ampersands doubled, cut so that no single one is left at the end."""
    cut = text.replace("&", "&&")[:90]
    return cut[:-1] if (len(cut) - len(cut.rstrip("&"))) % 2 else cut


def _areas(target: Target, place: SheetPlace) -> list[str]:
    if place.sheet.stacked:
        last = max(t.last_row for t in place.tables)
        has_charts = any(isinstance(b, Chart) for b in place.sheet.blocks)
        right = place.charts_col + _CHART_COLUMNS if has_charts else place.last_col
        return [f"$A$1:{xl_rowcol_to_cell(last, right, True, True)}"]
    areas: list[str] = []

    def add(first_row: int, first_col: int, last_row: int, last_col: int) -> None:
        first = xl_rowcol_to_cell(first_row, first_col, True, True)
        areas.append(f"{first}:{xl_rowcol_to_cell(last_row, last_col, True, True)}")

    ends = [top for _, top, _ in place.documents[1:]] + [place.header_row - 1]
    for (_, top, left), end in zip(place.documents, ends, strict=False):
        add(top, left, end - 3, left + DOCUMENT_COLUMNS - 1)
    for number, table in enumerate(place.tables):
        first_row = 0 if number == 0 and not place.documents else table.header_row - 1
        start, width = table.first_col, 0.0
        last = table.last_col
        while last > start and _unprinted(table.table.columns[last - table.first_col]):
            last -= 1
        for col in range(table.first_col, last + 1):
            one = target.widths.get(place.tab, {}).get(col, place.widths.get(col, 9.0))
            if width + one > _WIDEST_AREA and col > start:
                add(first_row, start, table.last_row, col - 1)
                first_row, start, width = table.header_row - 1, col, 0.0
            width += one
        add(first_row, start, table.last_row, max(start, last))
    if place.record:
        record, top, col = place.record
        rows = sum(len(columns) + 2 for _, columns in record.fields)
        areas.insert(0, "")
        areas[0] = (
            f"{xl_rowcol_to_cell(0, col, True, True)}:"
            f"{xl_rowcol_to_cell(top + rows, col + 2, True, True)}"
        )
    charts = [b for b in place.sheet.blocks if isinstance(b, Chart)]
    if charts:
        rows = -(-len(charts) // 2) * 19 + 1
        top, last = place.charts_row, place.charts_col + _CHART_COLUMNS
        if place.charts_col == 1:
            # Charts under fixed tables: the sheet is one page.
            return [f"$A$1:{xl_rowcol_to_cell(top + rows, max(place.last_col, 2), True, True)}"]
        add(top, place.charts_col, top + rows, last)
    return areas
