"""Through a workbook: findings lead to the right cells, and marks follow the Findings sheet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.app.test_cli import run
from tests.app.validating.planting import Fault, Found, Plan, Where, found
from tests.app.validating.test_faults import FAULTS
from tests.tools import cells
from tests.workbook.edits import Edits
from tests.workbook.small_books import MAIN
from xlevent.app.event import Event
from xlevent.app.validating.running import validate
from xlevent.domain.language import Language
from xlevent.sheets.registry import registry
from xlevent.workbook.contents import column_letters

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

# Faults that do not meddle with each other, of inputs, results, mirrors and settings.
PLANTED = (
    "no owner",
    "expense without rate",
    "line overcommitted",
    "category planned over cap",
    "sponsor's instalment overdue",
    "change without approver",
    "too few quotes",
    "signed contract without a date",
    "paid without approval",
    "budget over the approved total",
    "marketing line left out",
)
LANGUAGE: Language = "en"


def planted() -> tuple[Plan, list[Fault]]:
    """The plan with all those faults."""
    faults = [fault for name in PLANTED for fault in FAULTS if fault.name == name]
    plan = Plan()
    for fault in faults:
        fault.plant(plan)
    return plan, faults


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with faults, after `xlevent validate --write`."""
    path = tmp_path_factory.mktemp("books") / "faulty.xlsx"
    plan, _ = planted()
    plan.event().build(path, language=LANGUAGE, even_with_errors=True)
    run("validate", path, "--write", code=1)
    return path


@pytest.fixture(scope="module")
def opened(book: Path) -> openpyxl.Workbook:
    with pytest.warns(UserWarning, match="extension"):
        return openpyxl.load_workbook(book, data_only=True)


def cell_of(opened: openpyxl.Workbook, plan: Plan, at: Where) -> str:
    """The cell of a table's row and column as Excel shows it: 'tab'!A1."""
    table, key, column = at
    declared = registry().tables[table]
    for sheet in opened.worksheets:
        if table in sheet.tables:
            first, *rows = sheet[sheet.tables[table].ref]
            title = declared.column(column or "").title.show(LANGUAGE)
            (col,) = (cell.column_letter for cell in first if cell.value == title)
            keys = [row[0].value for row in rows]
            return f"'{sheet.title}'!{col}{rows[keys.index(key)][0].row}"
    raise AssertionError(table)


def test_findings_lead_to_their_cells(book: Path, opened: openpyxl.Workbook) -> None:
    plan, faults = planted()
    places = {(f.code, str(f.place)) for f in validate(Event.read(book)).findings}
    for fault in faults:
        table, key, _ = fault.at
        if table == "settings":
            ((tab, cell),) = opened.defined_names[f"set_{fault.at[2]}"].destinations
            assert (fault.code, f"'{tab}'!{cell.replace('$', '')}") in places, fault.name
        else:
            assert isinstance(key, str)
            assert (fault.code, cell_of(opened, plan, fault.at)) in places, fault.name


def test_the_workbook_gives_the_findings_of_its_plan(book: Path) -> None:
    plan, faults = planted()
    assert found(Event.read(book)) == found(plan.event())
    assert len(found(plan.event())) == len(faults)


def findings_rows(opened: openpyxl.Workbook) -> list[list[Any]]:
    (sheet,) = (s for s in opened.worksheets if "findings" in s.tables)
    rows = [[c.value for c in row] for row in sheet[sheet.tables["findings"].ref][1:]]
    return [row for row in rows if row[0]]


def test_the_findings_sheet_is_filled(opened: openpyxl.Workbook) -> None:
    _, faults = planted()
    rows = findings_rows(opened)
    assert sorted(row[0] for row in rows) == sorted(fault.code for fault in faults)
    assert all(row[2] for row in rows)  # the sheet
    assert all(row[3] for row in rows)  # the cell


def test_links_of_a_built_findings_sheet_are_formulas(tmp_path: Path) -> None:
    """As properties of cells, LibreOffice took three times as long to open the workbook."""
    plan, _ = planted()
    path = tmp_path / "faulty.xlsx"
    plan.event().build(path, language=LANGUAGE, even_with_errors=True)
    edits = Edits(path)
    sheet, first, column = edits.find("findings", "Place")
    letters, filled = column_letters(column), cells.values(path)
    rows = range(first, first + edits.height("findings"))
    places = {f"{letters}{row}" for row in rows if (sheet, f"{letters}{row}") in filled}
    linked = {
        cell
        for (tab, cell), formula in cells.formulas(path).items()
        if tab == sheet and formula.startswith("HYPERLINK(")
    }
    assert linked == places != set()
    links = edits.tree(edits.sheets[sheet]).iter(f"{MAIN}hyperlink")
    assert places.isdisjoint(str(link.get("ref")) for link in links)


def marks(sheet: Worksheet) -> dict[str, list[str]]:
    """The formulas of marks by their area."""
    formulas = {
        str(area.sqref): [text for rule in area.rules for text in rule.formula[:1]]
        for area in sheet.conditional_formatting
    }
    return {area: [t for t in texts if "mark_cell" in t] for area, texts in formulas.items()}


def test_every_table_has_marks(opened: openpyxl.Workbook) -> None:
    for sheet in opened.worksheets:
        for name, area in sheet.tables.items():
            declared = registry().tables.get(name)
            if declared is None or declared.report or sheet.sheet_state != "visible":
                continue
            assert len(marks(sheet)[area]) == 2, name
    for name in ("mark_sheet", "mark_cell", "mark_severity"):
        assert opened.defined_names[name].attr_text.startswith("findings[")


def test_every_finding_lies_in_a_marked_area(opened: openpyxl.Workbook) -> None:
    tabs = {code: s for s in opened.worksheets for code in (s.title.split(" ")[0],)}
    rows = findings_rows(opened)
    for _, _, code, link, *_ in rows:
        sheet = tabs[code]
        row, column = coordinate_to_tuple(str(link).rpartition("!")[2])
        boxes = [range_boundaries(part) for area in marks(sheet) for part in area.split()
                 if marks(sheet)[area]]  # fmt: skip
        assert any(left <= column <= r and t <= row <= b for left, t, r, b in boxes), (code, link)
    assert len(rows) == len(PLANTED)


def test_marks_name_the_sheet_as_the_findings_do(opened: openpyxl.Workbook) -> None:
    (sheet,) = (s for s in opened.worksheets if "budget_control" in s.tables)
    error, warning = marks(sheet)[sheet.tables["budget_control"].ref]
    assert '"O2.4.1"' in error
    assert '"Error"' in error
    assert '"Warning"' in warning
    assert [row[2] for row in findings_rows(opened) if row[0] in ("XL421", "XL431")] == [
        "O2.4.1"
    ] * 2


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the clean event."""
    path = tmp_path_factory.mktemp("books") / "clean.xlsx"
    Plan().event().build(path, language=LANGUAGE)
    return path


def test_what_is_mended_leaves_the_sheet(book: Path, clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "mended.xlsx"
    shutil.copy(clean, path)
    run("validate", path, "--write", "--fail-on", "notice")
    assert found(Event.read(path)) == []


def edited(clean: Path, path: Path, table: str, header: str, value: float) -> list[Found]:
    """What is found after somebody typed over a result in the first row of a table."""
    edits = Edits(clean)
    edits.type_in(table, header, value)
    return found(Event.read(edits.save(path)))


def test_an_amount_typed_over(clean: Path, tmp_path: Path) -> None:
    for table, header, column in (
        ("budget_lines", "Amount incl tax", "amount"),
        ("order_lines", "Amount incl. tax", "amount"),
        ("expenses", "Base amount", "base_amount"),
    ):
        wrong = edited(clean, tmp_path / f"{table}.xlsx", table, header, 123456)
        assert wrong == [("XL498", table, 0, column)]
    # The right amount, but no formula any more: only that is said.
    right = edited(clean, tmp_path / "right.xlsx", "budget_lines", "Amount incl tax", 200000)
    assert [code for code, *_ in right] == ["XL162"]


def test_a_subtotal_typed_over(clean: Path, tmp_path: Path) -> None:
    wrong = edited(clean, tmp_path / "a.xlsx", "budget_categories", "Planned", 400000)
    assert wrong == [("XL499", "budget_categories", 0, "planned")]


@pytest.mark.parametrize(
    ("figure", "table"),
    [("budget_total", "budget_lines"), ("income_total", "funding_sources"),
     ("actual_total", "expenses"), ("ordered_total", "order_lines")],
)  # fmt: skip
def test_a_total_typed_over(clean: Path, tmp_path: Path, figure: str, table: str) -> None:
    edits = Edits(clean)
    edits.type_named(f"fig_{figure}", 1234)
    event = Event.read(edits.save(tmp_path / "total.xlsx"))
    assert found(event) == [("XL499", table, None, None)]
    (only,) = validate(event).findings
    assert only.place == event.figures[figure].place
    assert "1,234" in only.message.en


def test_amounts_in_a_plan_that_differ() -> None:
    plan = Plan()
    for row in plan.rows("budget_lines"):
        row["amount"] = 200000  # right for BL-1 only
    codes = [(code, row) for code, _, row, _ in found(plan.event())]
    assert codes == [("XL105", 0), *(("XL498", row) for row in range(1, 8))]


@pytest.mark.validator
def test_the_marked_workbook_is_sound(book: Path, assert_sound: Callable[[Path], None]) -> None:
    assert_sound(book)
