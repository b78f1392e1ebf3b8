"""The whole workbook after people moved things about in it: everything is found again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table as NativeTable

from tests.tools import validator
from tests.workbook.edits import Edits
from xlevent.app.event import Event
from xlevent.app.template import new_event
from xlevent.domain.language import LANGUAGES, Language
from xlevent.sheets.kernel.blocks import Snapshot
from xlevent.sheets.registry import registry
from xlevent.workbook.names import METADATA_SHEET

TASKS, BUDGET, PEOPLE = "tasks", "budget_lines", "people"


def some_event() -> Event:
    event = new_event("春季展", start="2027-04-10", end="2027-04-11")
    event.settings["project_manager"] = "王小明"
    event.tables[PEOPLE] += [{"name": "王小明", "role": "統籌"}, {"name": "Ann Lee"}]
    event.tables[TASKS] += [
        {"id": f"T-{n:03}", "wbs": str(n), "name": f"工作{n}", "kind": "task", "duration": n,
         "owner": "Ann Lee"}
        for n in range(1, 5)
    ]  # fmt: skip
    event.tables["risks"] += [
        {"id": "RK-001", "risk": "下雨", "likelihood": "likely", "impact": "minor"},
    ]
    event.tables["suppliers"] += [{"id": "SUP-01", "name": "音響行"}]
    event.tables["supply_agreements"] += [{"id": "AG-01", "supplier": "SUP-01", "title": "合作"}]
    event.picks["supply_agreement"] = "AG-01"
    event.tables["goals"] += [{"id": "G-1", "goal": "滿意度", "measure": "問卷", "target": 90}]
    return Event(event.settings, event.tables, event.picks)


@pytest.fixture(scope="module")
def event() -> Event:
    found = some_event()
    assert [f.show() for f in found.findings if f.severity == "error"] == []
    return found


class Books:
    """The event's workbook in each language, built when it is asked for."""

    def __init__(self, event: Event, folder: Path) -> None:
        self._event = event
        self._folder = folder

    def __getitem__(self, language: Language) -> Path:
        path = self._folder / f"{language}.xlsx"
        if not path.exists():
            self._event.build(path, language=language)
        return path


@pytest.fixture(scope="module")
def books(event: Event, tmp_path_factory: pytest.TempPathFactory) -> Books:
    return Books(event, tmp_path_factory.mktemp("moved"))


@pytest.fixture
def edits(books: Books) -> Edits:
    return Edits(books["both"])


def title(table: str, column: str, language: Language = "both") -> str:
    return registry().tables[table].column(column).title.show(language)


def told(event: Event, before: Event) -> list[str]:
    """What is said about the workbook and not about the plan."""
    known = {f.code for f in before.findings}
    return sorted(f.code for f in event.findings if f.code not in known)


def assert_found(path: Path, before: Event, *codes: str) -> None:
    after = Event.read(path)
    assert after.settings == before.settings
    assert after.picks == before.picks
    for key, rows in before.tables.items():
        assert after.tables[key] == rows, key
    assert told(after, before) == sorted(codes)


@pytest.mark.slow
def test_nothing_was_moved(books: Books, event: Event) -> None:
    for language in LANGUAGES:
        assert_found(books[language], event)


def visible(edits: Edits) -> list[str]:
    hidden = {METADATA_SHEET} | {
        edits.tables[key].sheet
        for key, table in registry().tables.items()
        if isinstance(table.rows, Snapshot)
    }
    return [name for name in edits.sheets if name not in hidden]


@pytest.mark.slow
@pytest.mark.parametrize("axis", ["rows", "columns"])
def test_rows_above_and_columns_left_of_everything(
    edits: Edits, event: Event, tmp_path: Path, axis: str
) -> None:
    for sheet in visible(edits):
        edits.insert(sheet, axis, 1, 3)  # type: ignore[arg-type]
    assert_found(edits.save(tmp_path / "book.xlsx"), event)


@pytest.mark.slow
def test_rows_inside_tables(edits: Edits, event: Event, tmp_path: Path) -> None:
    for table in (TASKS, PEOPLE, "risks"):
        native = edits.tables[table]
        edits.insert(native.sheet, "rows", native.first_row + 1, 2)
    edits.insert("設定 Settings", "rows", 8, 1)
    assert_found(edits.save(tmp_path / "book.xlsx"), event)


@pytest.mark.slow
def test_columns_inside_tables(edits: Edits, event: Event, tmp_path: Path) -> None:
    native = edits.tables[TASKS]
    edits.insert(native.sheet, "columns", native.area.left + 3)
    header = edits.tables[TASKS].columns[3][1]
    edits.put(native.sheet, native.area.top, native.area.left + 3, header)
    edits.type_in(TASKS, header, "自己的")
    assert_found(edits.save(tmp_path / "book.xlsx"), event, "XL168")


def test_renamed_tabs(edits: Edits, event: Event, tmp_path: Path) -> None:
    for number, sheet in enumerate(visible(edits)):
        edits.rename(sheet, f"Bob's 新名 {number}")
    assert_found(edits.save(tmp_path / "book.xlsx"), event)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_tabs_in_another_order(
    edits: Edits, event: Event, tmp_path: Path, state: str
) -> None:
    for sheet in visible(edits)[1:]:
        edits.hide(sheet, state)
    edits.reverse()
    assert_found(edits.save(tmp_path / "book.xlsx"), event)


def test_columns_in_another_order(edits: Edits, event: Event, tmp_path: Path) -> None:
    last = len(edits.tables[TASKS].columns) - 1
    edits.swap_columns(TASKS, 0, 5)
    edits.swap_columns(TASKS, 2, last)
    edits.swap_columns(PEOPLE, 0, 1)
    assert_found(edits.save(tmp_path / "book.xlsx"), event)


def test_sorted_rows(edits: Edits, event: Event, tmp_path: Path) -> None:
    edits.reverse_rows(TASKS, 4)
    after = Event.read(edits.save(tmp_path / "book.xlsx"))
    assert after.tables[TASKS] == event.tables[TASKS][::-1]
    assert after.tables["checkpoints"] == event.tables["checkpoints"]
    assert told(after, event) == []


def test_renamed_headers(edits: Edits, event: Event, tmp_path: Path) -> None:
    edits.rename_header(TASKS, title(TASKS, "name"), "要做的事")
    edits.rename_header(TASKS, title(TASKS, "id"), "No.")
    edits.rename_header("risks", title("risks", "risk"), "怕什麼")
    assert_found(edits.save(tmp_path / "book.xlsx"), event, "XL163", "XL163", "XL163")


def test_headers_exchanged_between_columns_move_the_cells(
    edits: Edits, event: Event, tmp_path: Path
) -> None:
    """A header says what the cells below are, whatever the column was before."""
    names = title(PEOPLE, "role"), title(PEOPLE, "department")
    edits.rename_header(PEOPLE, names[0], "?")
    edits.rename_header(PEOPLE, names[1], names[0])
    edits.rename_header(PEOPLE, "?", names[1])
    after = Event.read(edits.save(tmp_path / "book.xlsx"))
    assert after.tables[PEOPLE][0] == {"name": "王小明", "department": "統籌"}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_and_values_in_another_language(
    books: Books, event: Event, tmp_path: Path, language: Language
) -> None:
    edits = Edits(books[language])
    for other in LANGUAGES:
        edits.type_in("risks", title("risks", "likelihood", language), _label("likelihood", other))
        path = edits.save(tmp_path / f"{other}.xlsx")
        assert Event.read(path).tables["risks"][0]["likelihood"] == "likely"
    for column in ("id", "name", "owner"):
        edits.rename_header(TASKS, title(TASKS, column, language), title(TASKS, column, "en"))
    after = Event.read(edits.save(tmp_path / "book.xlsx"))
    assert after == event
    assert told(after, event) == []


def _label(column: str, language: Language) -> str:
    declared = registry().tables["risks"].column(column)
    return registry().lists[declared.list or ""].label("likely", language)


@pytest.mark.slow
def test_built_in_each_language_from_the_one_before(
    books: Books, event: Event, tmp_path: Path
) -> None:
    found = Event.read(books["zh-TW"])
    found.build(tmp_path / "en.xlsx", language="en")
    assert_found(tmp_path / "en.xlsx", event)


def test_a_duplicated_tab(edits: Edits, event: Event, tmp_path: Path) -> None:
    edits.copy_sheet(edits.sheet_of("risks"), "備份")
    path = edits.save(tmp_path / "book.xlsx")
    after = Event.read(path)
    assert after == event
    assert set(told(after, event)) == {"XL171"}


def test_without_names_settings_are_found_by_their_labels(
    edits: Edits, event: Event, tmp_path: Path
) -> None:
    edits.drop_names()
    edits.insert("設定 Settings", "rows", 1, 2)
    after = Event.read(edits.save(tmp_path / "book.xlsx"))
    assert after.settings == event.settings
    assert after.tables == event.tables


def test_all_at_once(edits: Edits, event: Event, tmp_path: Path) -> None:
    edits.rename_header(TASKS, title(TASKS, "name"), "要做的事")
    edits.swap_columns(TASKS, 0, 7)
    for sheet in visible(edits):
        edits.insert(sheet, "columns", 1, 2)
        edits.insert(sheet, "rows", 1, 2)
    native = edits.tables[TASKS]
    edits.insert(native.sheet, "rows", native.first_row + 2)
    for number, sheet in enumerate(visible(edits)):
        edits.rename(sheet, f"{number}")
    edits.reverse()
    path = edits.save(tmp_path / "book.xlsx")
    assert [str(f) for f in validator.lint(path)] == []  # the edits themselves are sound
    assert_found(path, event, "XL163")


# --- by openpyxl, which saves every formula without its value ------------------------------------
Move = Callable[[openpyxl.Workbook], None]


def _to_a_sheet_of_its_own(book: openpyxl.Workbook) -> None:
    for key in (TASKS, "risks", PEOPLE):
        sheet = next(s for s in book.worksheets if key in s.tables)
        native = sheet.tables[key]
        new = book.create_sheet(f"新 {key}")
        for row in sheet[native.ref]:
            for cell in row:
                new.cell(cell.row + 4, cell.column + 2, cell.value)
                cell.value = None
        del sheet.tables[key]
        first, last = (sheet[corner].offset(4, 2).coordinate for corner in native.ref.split(":"))
        moved = NativeTable(displayName=key, ref=f"{first}:{last}", id=900 + len(book.worksheets))
        moved.tableColumns = native.tableColumns
        moved.autoFilter = None
        new.add_table(moved)


def _deleted_spare_sheets(book: openpyxl.Workbook) -> None:
    for code in ("Dashboard", "O3.2.3"):
        wanted = registry().sheet(code)
        for sheet in list(book.worksheets):
            if sheet.title in {wanted.tab.show("both"), f"{code} {wanted.tab.show('both')}"}:
                del book[sheet.title]


def _own_things(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("我的", 0)
    sheet.append(["編號", "名稱", "金額"])
    sheet.append(["X-1", "便當", 80])
    sheet.add_table(NativeTable(displayName="mine", ref="A1:C2"))
    tasks = next(s for s in book.worksheets if TASKS in s.tables)
    tasks.column_dimensions["C"].hidden = True
    tasks.row_dimensions[8].hidden = True
    tasks.freeze_panes = None


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("move", [_to_a_sheet_of_its_own, _deleted_spare_sheets, _own_things])
def test_moved_with_openpyxl(books: Books, event: Event, tmp_path: Path, move: Move) -> None:
    book = openpyxl.load_workbook(books["both"])
    move(book)
    book.save(tmp_path / "moved.xlsx")
    after = Event.read(tmp_path / "moved.xlsx")
    assert after.settings == event.settings
    assert after.picks == event.picks
    assert after.tables == event.tables
    assert told(after, event) == []
