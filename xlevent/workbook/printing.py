"""A4 pages: areas, repeated headers, page numbers."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent.domain.language import Language, Text
from xlevent.sheets.kernel.blocks import Chart
from xlevent.sheets.kernel.columns import Column
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.layout import DOCUMENT_COLUMNS, SheetPlace, TablePlace
from xlevent.workbook.target import Target

_PAGE = Text("第 &P 頁，共 &N 頁", "Page &P of &N")
# Characters that one A4 page, across and upright, can still show legibly (in about 7 points).
_WIDEST_ACROSS, _WIDEST_UPRIGHT = 210.0, 144.0
# Lists that are read as a whole (Home): rows cut from their keys are worse than 6 points.
_WIDEST_LIST = 168.0
_CHART_COLUMNS = 20


def set_up_pages(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Paper, orientation, header, footer and the areas that print, one block a page."""
    language = target.data.language
    event = str(target.data.settings.get("event_name", ""))
    set_up_page(sheet, event, place.sheet.title.show(language), language, portrait=_upright(place))
    areas = _areas(target, place)
    if not areas:
        return
    tab = place.tab.replace("'", "''")
    text = ",".join(f"'{tab}'!{area}" for area in areas)
    done(target.workbook.define_name(f"'{tab}'!_xlnm.Print_Area", f"={text}"), f"pages of {tab}")
    if not place.documents and place.tables and not place.sheet.stacked:
        sheet.repeat_rows(place.header_row)


def _upright(place: SheetPlace) -> bool:
    return bool(place.documents) or not place.sheet.landscape


def set_up_page(
    sheet: CheckedWorksheet, event: str, title: str, language: Language, *, portrait: bool
) -> None:
    """A4, one page across, with the event, the title and page numbers on each page."""
    sheet.set_paper(9)
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.65)
    sheet.fit_to_pages(1, 0)
    left, right = _header_text(event), _header_text(title)
    sheet.set_header(f"&L&8&K667280{left}&R&8&K667280{right}")
    sheet.set_footer(f"&R&8&K667280{_PAGE.zh if language != 'en' else _PAGE.en}")


def _unprinted(column: Column) -> bool:
    return column.hidden or not column.printed


def _header_text(text: str) -> str:
    """The text with its ampersands doubled, cut so that no single one is left at the end."""
    cut = text.replace("&", "&&")[:90]
    return cut[:-1] if (len(cut) - len(cut.rstrip("&"))) % 2 else cut


def _column_widths(target: Target, place: SheetPlace, table: TablePlace, last: int) -> list[float]:
    """Widths of a table's columns up to the last one that prints; hidden ones take no room."""
    known = target.widths.get(place.tab, {})
    columns = table.table.columns
    return [
        0.0 if columns[col - table.first_col].hidden else known.get(col, place.widths.get(col, 9.0))
        for col in range(table.first_col, last + 1)
    ]


def _page_ends(widths: Sequence[float], widest: float) -> list[int]:
    """Number of the last column of each page: as few pages as can be read, about equally wide.

    Filling one page after the other would leave a page with a column or two, printed large.
    """
    pages = len(_filled(widths, widest))
    narrow, wide = sum(widths) / pages, widest
    best = _filled(widths, wide)
    while wide - narrow > 1:  # a width of one character decides nothing
        middle = (narrow + wide) / 2
        ends = _filled(widths, middle)
        if len(ends) <= pages:
            best, wide = ends, middle
        else:
            narrow = middle
    return best


def _filled(widths: Sequence[float], widest: float) -> list[int]:
    """The last column of each page, if every page takes what it can."""
    ends: list[int] = []
    width = 0.0
    for number, one in enumerate(widths):
        if width + one > widest and width:
            ends.append(number - 1)
            width = 0.0
        width += one
    return [*ends, len(widths) - 1]


def _areas(target: Target, place: SheetPlace) -> list[str]:
    if place.sheet.stacked:
        last = max(t.last_row for t in place.tables)
        has_charts = any(isinstance(b, Chart) for b in place.sheet.blocks)
        right = place.charts_col + _CHART_COLUMNS if has_charts else place.last_col
        return [f"$A$1:{xl_rowcol_to_cell(last, right, True, True)}"]
    areas: list[str] = []
    widest = _WIDEST_UPRIGHT if _upright(place) else _WIDEST_ACROSS
    if not place.sheet.landscape and not place.documents:
        widest = _WIDEST_LIST

    def add(first_row: int, first_col: int, last_row: int, last_col: int) -> None:
        first = xl_rowcol_to_cell(first_row, first_col, True, True)
        areas.append(f"{first}:{xl_rowcol_to_cell(last_row, last_col, True, True)}")

    ends = [top for _, top, _ in place.documents[1:]] + [place.header_row - 1]
    for (_, top, left), end in zip(place.documents, ends, strict=False):
        add(top, left, end - 3, left + DOCUMENT_COLUMNS - 1)
    for number, table in enumerate(place.tables):
        first_row = 0 if number == 0 and not place.documents else table.header_row - 1
        last = table.last_col
        while last > table.first_col and _unprinted(table.table.columns[last - table.first_col]):
            last -= 1
        start = table.first_col
        for end in _page_ends(_column_widths(target, place, table, last), widest):
            add(first_row, start, table.last_row, table.first_col + end)
            first_row, start = table.header_row - 1, table.first_col + end + 1
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
