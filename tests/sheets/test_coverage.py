"""Each of the 41 deliverables is really there: tables, computed columns, pages, sample rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.sheets.kernel.blocks import Sheet, Table
from xlevent.sheets.registry import registry
from xlevent.standard import indicators, output_title, outputs

CODES = [output.code for output in outputs()]
# Deliverables that design/sheets.md marks with native formulas (N); the others compute too.
MARKED_P = {"O2.3.1", "O2.3.2", "O2.3.4", "O2.4.1", "O2.4.2", "O5.1.1", "O6.2.1"}


@pytest.fixture(scope="module")
def demo() -> Event:
    with sample("demo") as path:
        return Event.load(path)


def computed(sheet: Sheet) -> list[str]:
    columns = [f"{t.key}.{c.key}" for t in sheet.tables for c in t.columns if c.role == "calc"]
    return columns + [figure.key for figure in sheet.figures]


def own(sheet: Sheet) -> list[Table]:
    return [table for table in sheet.tables if not table.is_computed]


def test_there_is_one_sheet_for_each_output() -> None:
    codes = [sheet.code for sheet in registry().sheets if sheet.phase != "support"]
    assert codes == sorted(CODES)
    assert len(CODES) == 41


@pytest.mark.parametrize("code", CODES)
def test_a_deliverable_is_declared_in_full(code: str) -> None:
    sheet = registry().sheet(code)
    assert sheet.title == output_title(code)
    assert sheet.about.zh
    assert sheet.about.en
    assert sheet.tables
    assert computed(sheet)
    if code in MARKED_P:
        assert any(c.role == "engine" for t in sheet.tables for c in t.columns)


# Sheets that only sum up what other sheets hold.
SUMMARIES = {"O3.2.3"}


@pytest.mark.parametrize("code", CODES)
def test_the_demo_fills_each_table(code: str, demo: Event) -> None:
    sheet = registry().sheet(code)
    assert own(sheet) or code in SUMMARIES
    empty = [table.key for table in own(sheet) if not demo.tables[table.key]]
    assert not empty


@pytest.mark.parametrize("code", CODES)
def test_a_deliverable_has_its_page(code: str, repository: Path) -> None:
    page = (repository / "docs" / "sheets" / f"{code}.md").read_text(encoding="utf-8")
    sheet = registry().sheet(code)
    for table in sheet.tables:
        for column in table.columns:
            assert f"| `{column.key}` | {column.title.show('both')} |" in page
            if column.formula:
                assert column.formula.replace("|", "\\|") in page


def test_each_indicator_has_evidence_on_an_existing_sheet() -> None:
    codes = {sheet.code for sheet in registry().sheets}
    for indicator in indicators():
        assert indicator.evidence
        assert set(indicator.evidence) <= codes
    assert len(indicators()) == 68


def test_the_demo_is_as_rich_as_promised(demo: Event) -> None:
    least = {
        "tasks": 60, "budget_lines": 80, "suppliers": 25, "sponsors": 12, "benefits": 60,
        "expenses": 120, "risks": 30,
    }  # fmt: skip
    assert {k: len(demo.tables[k]) for k in least if len(demo.tables[k]) < least[k]} == {}
    links = " ".join(str(row.get("predecessors", "")) for row in demo.tables["tasks"])
    assert all(kind in links for kind in ("FS", "SS", "FF", "SF"))
