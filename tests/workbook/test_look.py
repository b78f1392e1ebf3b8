"""What can be read of a book at a glance: titles, links and notes are not cut off."""

from __future__ import annotations

from math import ceil

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from xlevent.app.event import Event
from xlevent.domain.language import Language
from xlevent.sheets.registry import registry
from xlevent.workbook.styles import text_width

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

Book = tuple[Language, openpyxl.Workbook]


@pytest.fixture(scope="module", params=["both"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    language: Language = request.param
    path = tmp_path_factory.mktemp("look") / "master.xlsx"
    Event({"event_name": "E"}).build(path, language=language, even_with_errors=True)
    return language, openpyxl.load_workbook(path)


def width(sheet: Worksheet, col: int) -> float:
    for letter, dimension in sheet.column_dimensions.items():
        low = dimension.min or column_index_from_string(letter)
        if low <= col <= (dimension.max or low):
            return 0.0 if dimension.hidden else float(dimension.width)
    return 8.43


def area(sheet: Worksheet, table: str) -> tuple[int, int, int, int]:
    """First column and row, last column and row."""
    first, last = (sheet[address] for address in sheet.tables[table].ref.split(":"))
    return first.column, first.row, last.column, last.row


def test_the_hint_of_a_table_stands_clear_of_its_title(book: Book) -> None:
    language, sheets = book
    seen = 0
    for sheet in sheets:
        for key in sheet.tables:
            table = registry().tables.get(key)
            if table is None or not table.hint:
                continue
            left, top, right, _ = area(sheet, key)
            hint = table.hint.show(language)
            at = [c for c in range(left + 1, right + 1) if sheet.cell(top - 1, c).value == hint]
            room = sum(width(sheet, c) for c in range(left, at[0])) if at else 0.0
            if at and at[0] < right:  # further right there is no place
                seen += 1
                assert room >= text_width(table.title.show(language)), key
    assert seen > 30


def test_links_to_sheets_show_their_titles(book: Book) -> None:
    _, sheets = book
    for tab, key, most in ((0, "deliverables", 60), (1, "dashboard_budget", 60)):
        sheet = sheets.worksheets[tab]
        left, top, right, bottom = area(sheet, key)
        for col in range(left, right + 1):
            for row in range(top + 1, bottom + 1):
                cell = sheet.cell(row, col)
                if cell.hyperlink:
                    assert width(sheet, col) >= min(most, text_width(str(cell.value)))


def test_home_prints_the_deliverables_on_one_page_across(book: Book) -> None:
    """Their state on a page without their names would be of no use."""
    _, sheets = book
    home = sheets.worksheets[0]
    assert len(str(home.print_area).split(",")) == 2


def test_a_note_of_the_settings_has_lines_enough(book: Book) -> None:
    _, sheets = book
    sheet = sheets.worksheets[2]
    label, note = 2, 4
    seen = 0
    for row in range(1, sheet.max_row + 1):
        cell = sheet.cell(row, note)
        text = str(cell.value or "")
        if sheet.cell(row, label).value and text and cell.font.sz == 9:
            lines = ceil(text_width(text) / (width(sheet, note) * 1.12))  # small print
            height = sheet.row_dimensions[row].height or 15
            assert height >= 12 * lines
            seen += 1
    assert seen > 20
