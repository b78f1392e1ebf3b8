"""One expense typed in: without Python, every sheet of the money follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from xlevent.app.build import build
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.sheets.registry import registry

MORE = 21_000
# The vouchers: rent of hall 1 (an order, grant of the whole event), and Google's advertisements.
RENT, ADS = "EX-004", "EX-052"


class Sheets:
    """Stored values of a workbook by table and figure."""

    def __init__(self, path: Path) -> None:
        self._book = openpyxl.load_workbook(path, data_only=True)
        self._areas = {name: (sheet, area) for sheet in self._book.worksheets
                       for name, area in sheet.tables.items()}  # fmt: skip

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """The rows of a table by their key."""
        sheet, area = self._areas[table]
        keys = [column.key for column in registry().tables[table].columns]
        cells = [[cell.value for cell in row] for row in sheet[area][1:]]
        return {str(row[0]): dict(zip(keys, row, strict=False)) for row in cells if row[0]}

    def figure(self, key: str) -> Any:
        """A figure's value."""
        ((sheet, cell),) = self._book.defined_names[f"fig_{key}"].destinations
        return self._book[sheet][cell].value


@pytest.fixture(scope="module")
def books(
    tmp_path_factory: pytest.TempPathFactory, libreoffice: LibreOffice
) -> tuple[Sheets, Sheets, Event]:
    """The demo before and after the edits, both recalculated by LibreOffice."""
    folder = tmp_path_factory.mktemp("chain")
    with sample("demo") as path:
        event = Event.load(path)
    before, after = folder / "before.xlsx", folder / "after.xlsx"
    build(event, before, language="en")
    ids = [str(row["id"]) for row in event.tables["expenses"]]
    edits = Edits(before)
    for voucher in (RENT, ADS):
        row = ids.index(voucher)
        gross = int(str(event.tables["expenses"][row]["gross"]))
        edits.type_in("expenses", "Gross", gross + MORE, row)
    edits.save(after)
    one, two = libreoffice.recalculate([before, after])
    return Sheets(one), Sheets(two), event


def moved(books: tuple[Sheets, Sheets, Event], table: str, key: str, column: str) -> float:
    """By how much a cell has changed."""
    before, after, _ = books
    return float(after.rows(table)[key][column]) - float(before.rows(table)[key][column])


@pytest.mark.office
@pytest.mark.slow
def test_an_expense_reaches_every_sheet(books: tuple[Sheets, Sheets, Event]) -> None:
    before, after, event = books
    rent, ads = (
        next(row for row in event.tables["expenses"] if row["id"] == voucher)
        for voucher in (RENT, ADS)
    )
    category = {str(row["id"]): str(row["category"]) for row in event.tables["budget_lines"]}
    for row in (rent, ads):
        line = str(row["budget_line"])
        # O2.4.1 by line, by category, by source
        assert moved(books, "budget_control", line, "actual") == MORE
        assert moved(books, "budget_by_category", category[line], "actual") == MORE
        # O3.2.2 and O3.2.3
        assert moved(books, "order_lines", str(row["order_line"]), "invoiced") == MORE
        assert moved(books, "purchases_by_line", line, "invoiced") == MORE
    assert moved(books, "budget_by_source", str(rent["funding_source"]), "actual") == MORE
    assert moved(books, "budget_by_source", str(ads["funding_source"]), "actual") == MORE
    # O4.3.2: what was spent on the marketing line
    item = next(
        str(row["id"]) for row in event.tables["marketing_budget"]
        if row["budget_line"] == ads["budget_line"]
    )  # fmt: skip
    assert moved(books, "marketing_budget", item, "actual") == MORE
    # O2.1.1: the view of what was spent
    spent = [r["expense"] for r in after.rows("income_and_expense").values()][2]
    assert spent == after.figure("actual_total") == before.figure("actual_total") + 2 * MORE
    # Dashboard
    assert moved(books, "dashboard_budget", "A3", "value") == 2 * MORE
    # O6.2.1: the grant of the whole event bears its ratio of it, the rest is shared to the dollar
    grant = "FS-002"
    assert moved(books, "settlement", grant, "actual") == 2 * MORE
    ratio = after.rows("settlement")[grant]["ratio"]
    assert abs(moved(books, "settlement", grant, "subsidy_share") - 2 * MORE * ratio) <= 1
    shares = [row["share"] for row in after.rows("settlement_shares").values()]
    assert sum(shares) == after.figure("expenses_total")
    assert after.figure("settlement_gap") == 0
