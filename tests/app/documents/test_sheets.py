"""Documents as sheets of their own, and the reports that go to sponsors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlevent.app.documents.printing import document_named, print_documents
from xlevent.app.documents.sponsor_reports import sponsor_reports
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.errors import MisuseError

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

MANY = 23  # more than the sheet of the workbook has rows


@pytest.fixture(scope="module")
def event() -> Event:
    """Two sponsors: one with many benefits, all of them different; one with none."""
    benefits: list[dict[str, Any]] = [
        {"id": f"BF-{n}", "sponsor": "SP-1", "description": f"benefit {n}", "quantity": 10,
         "unit_value": 2, "state": "completed", "delivered_quantity": 10, "proof": f"p{n}.jpg"}
        for n in range(MANY)
    ]  # fmt: skip
    benefits[1].update(delivered_quantity=4, reason="rain", make_good="a post")
    benefits[2].update(state="waived", delivered_quantity=0)
    benefits[3].update(delivered_quantity=12.5)
    return Event(
        {"event_name": "Gala", "base_currency": "TWD", "data_date": "2026-11-30"},
        {
            "sponsors": [
                {"id": "SP-1", "name": "One", "state": "signed", "goals": "four hundred leads"},
                {"id": "SP-2", "name": "=Two()", "state": "signed"},
            ],
            "benefits": benefits,
        },
    )


def cells(path: Path) -> list[object]:
    """The values of the only sheet, row by row, without blanks."""
    book = openpyxl.load_workbook(path)
    (sheet,) = book.worksheets
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]
    assert all(cell.data_type != "f" for cell in found)
    return [cell.value for cell in found]


def test_a_report_for_each_sponsor(event: Event, tmp_path: Path) -> None:
    paths = sponsor_reports(event, (), tmp_path, every=True, form="xlsx", language="en")
    assert [p.name for p in paths] == [
        "fulfilment_report-SP-1.xlsx", "fulfilment_report-SP-2.xlsx",
    ]  # fmt: skip
    one, two = map(cells, paths)
    assert "four hundred leads" in one
    assert [one.count(f"benefit {n}") for n in range(MANY)] == [
        1, 2, 2, 2, *[1] * (MANY - 4),
    ]  # fmt: skip
    assert {"rain", "a post", "p7.jpg", "Waived"} <= set(one)
    assert 12.5 in one
    # 23 of 20 each; one waived, 6 of 10 lacking, a quarter over.
    assert one[one.index("Promised (without waived)") + 1] == (MANY - 1) * 20
    assert one[one.index("Shortfall") + 1] == 12
    assert one[one.index("Waived", one.index("Shortfall")) + 1] == 20
    assert one[one.index("Over-delivered", one.index("Shortfall")) + 1] == 5
    assert "=Two()" in two
    assert not any("benefit" in str(v) and "benefits" not in str(v) for v in two[20:])


def test_the_workbook_says_where_its_sheet_has_not_all_lines(event: Event, tmp_path: Path) -> None:
    event.picks["fulfilment_report"] = "SP-1"
    path = tmp_path / "book.xlsx"
    event.build(path, language="en", even_with_errors=True)
    sheet = next(s for s in openpyxl.load_workbook(path, data_only=True) if "O3.4.2" in s.title)
    said = [str(c.value) for row in sheet.iter_rows(max_row=90) for c in row if c.value]
    assert sum("Only the first 16 lines are shown here" in text for text in said) == 1


def test_sponsors_are_named_or_all(event: Event, tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="no row SP-3"):
        sponsor_reports(event, ["SP-3"], tmp_path)
    with pytest.raises(MisuseError, match="--all"):
        sponsor_reports(event, (), tmp_path)
    with pytest.raises(MisuseError, match="no workbook"):
        print_documents(
            event, document_named("fulfilment"), ["SP-1"], tmp_path, form="xlsx",
            template=tmp_path / "t.docx",
        )  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_every_document_becomes_a_sheet(tmp_path: Path) -> None:
    with sample("demo") as path:
        event = Event.load(path)
    document = document_named("purchase_contract")
    (made,) = print_documents(event, document, ["CT-001"], tmp_path, form="xlsx", language="zh-TW")
    found = cells(made)
    assert found[:3] == ["採購契約書", "文件編號", "CT-001"]
    assert "第 16 條" in found
    assert 92000 in found
