"""A workbook is updated in place: what changed is right, and the rest is as it was."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools.cells import compare, formulas, values
from tests.tools.libreoffice import LibreOffice
from xlevent.app.event import Event
from xlevent.app.loading import origin_of
from xlevent.app.planning.scheduling import scheduled, write_schedule
from xlevent.app.samples import sample
from xlevent.app.updating.change import Change
from xlevent.app.updating.update import update_book
from xlevent.app.updating.write_log import read_log
from xlevent.domain.language import Language, Text
from xlevent.errors import FileInUseError, MisuseError
from xlevent.sheets.registry import registry
from xlevent.workbook.contents import cell_position, column_letters
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher.patch import Patch

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

OWN_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><f>SUM(budget_lines[Quantity])</f><v>15</v></c></row>'
    b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>'
)


def small() -> Event:
    event = Event(
        {
            "event_name": "Gala", "client_name": "C", "organiser_name": "O",
            "planning_start": date(2027, 3, 1), "event_start": date(2027, 4, 10),
            "event_end": date(2027, 4, 10), "data_date": date(2027, 3, 1),
        }
    )  # fmt: skip
    event.tables["people"] = [{"name": "Ann", "role": "Producer"}]
    event.tables["budget_categories"] = [{"category": "Venue", "section": "venue"}]
    event.tables["budget_lines"] = [
        {"id": f"BL-{n:03}", "category": "Venue", "item": f"Item {n}", "quantity": Decimal(n),
         "unit_price": Decimal(100), "tax_kind": "included", "owner": "Ann"}
        for n in range(1, 6)
    ]  # fmt: skip
    event.tables["tasks"] = [task(1)] + [task(n, f"T-{n - 1:03}") for n in range(2, 8)]
    return event


def task(n: int, predecessors: str = "") -> dict[str, Any]:
    row = {"id": f"T-{n:03}", "name": f"Task {n}", "kind": "task", "duration": Decimal(n)}
    return row | {"predecessors": predecessors} if predecessors else row


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("update") / "small.xlsx"
    small().build(path, language="en")
    return path


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "gala.xlsx"))


def update(path: Path, change: Callable[[Event], object], **options: Any) -> Any:
    def done(event: Event) -> Change:
        change(event)
        return Change(Text("測試", "a test"))

    return update_book(path, "test", done, **options)


def schedule(event: Event) -> None:
    write_schedule(event, scheduled(event))


def edited(path: Path, edit: Callable[[Patch], object]) -> None:
    """What a person does in Excel, as far as single cells go."""
    new = path.with_name("edited.xlsx")
    with open_package(path) as package:
        patch = Patch(package)
        edit(patch)
        patch.write(new)
    new.replace(path)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_engine_values_are_written_and_nothing_else_is_lost(book: Path) -> None:
    before = parts(book)
    result = update(book, schedule)
    assert result.cells == 7 * 7 + 6  # dates, floats, critical; drivers of all but the first
    expected = small()
    schedule(expected)
    assert Event.read(book).tables["tasks"] == expected.tables["tasks"]
    now = parts(book)
    assert now.keys() == before.keys()
    assert sum(now[name] == before[name] for name in now) > len(now) * 0.85
    assert all(now[n] == before[n] for n in now if n.startswith("xl/tables/"))


def test_nothing_to_change_leaves_the_file_alone(book: Path) -> None:
    update(book, schedule)
    before, log = book.read_bytes(), read_log(book)
    assert update(book, schedule).cells == 0
    assert book.read_bytes() == before
    assert read_log(book) == log


def test_the_log_says_what_was_written_and_when(book: Path) -> None:
    start = datetime.now().replace(microsecond=0)
    update(book, schedule)
    update(book, lambda event: event.settings.update(event_name="Ball"))
    first, second = read_log(book)
    assert (first["command"], first["what"], first["cells"]) == ("test", "a test", 55)
    assert second["cells"] == 1
    assert start <= first["at"] <= second["at"] <= datetime.now()  # type: ignore[operator]


def test_the_log_grows_beyond_its_first_rows(book: Path) -> None:
    for n in range(5):
        update(book, lambda event, n=n: event.settings.update(event_name=f"Ball {n}"))
    assert len(read_log(book)) == 5


def test_a_table_grows_with_formulas_and_drop_downs(book: Path) -> None:
    def add(event: Event) -> None:
        event.tables["tasks"] += [task(n) for n in range(8, 90)]

    update(book, add)
    event = Event.read(book)
    assert [row["id"] for row in event.tables["tasks"]] == [f"T-{n:03}" for n in range(1, 90)]
    codes = {finding.code for finding in event.findings}
    assert not codes & {"XL162", "XL167"}  # no formula lost, no row below the table
    sheet = next(s for s in openpyxl.load_workbook(book).worksheets if "tasks" in s.tables)
    last = sheet.tables["tasks"].ref.split(":")[1]
    ends = {str(rule.sqref).split(":")[-1] for rule in sheet.data_validations.dataValidation}
    assert sum(end.endswith(str(cell_position(last)[0])) for end in ends) > 10


def test_rows_that_go_are_emptied_and_the_rest_stays_in_place(book: Path) -> None:
    def remove(event: Event) -> None:
        del event.tables["budget_lines"][1:3]

    update(book, remove)
    left = Event.read(book).tables["budget_lines"]
    assert [row["id"] for row in left] == ["BL-001", "BL-004", "BL-005"]


def test_settings_choices_dates_and_text_like_formulas(book: Path) -> None:
    def change(event: Event) -> None:
        event.settings["data_date"] = date(2027, 3, 20)
        event.settings["venue"] = "=1+1"
        event.tables["tasks"][0]["kind"] = "milestone"
        event.tables["tasks"][0]["note"] = "@home"

    update(book, change)
    event = Event.read(book)
    assert event.settings["data_date"] == date(2027, 3, 20)
    assert event.settings["venue"] == "=1+1"
    assert event.tables["tasks"][0]["kind"] == "milestone"
    assert event.tables["tasks"][0]["note"] == "@home"


def test_rows_without_origin_are_found_by_their_key(book: Path) -> None:
    def replace(event: Event) -> None:
        event.tables["tasks"] = [dict(row) for row in event.tables["tasks"]]
        event.tables["tasks"][2]["duration"] = Decimal(9)

    assert update(book, replace).cells == 1


def test_rows_without_a_key_are_found_by_what_they_hold(book: Path) -> None:
    table = next(
        key for key, table in registry().tables.items()
        if table.anonymous and table.rows is None and table.key_column.role == "input"
    )  # fmt: skip
    column = registry().tables[table].key_column.key
    names = ["a", "b", "c", "d"]
    update(book, lambda event: event.tables.update({table: [{column: n} for n in names]}))
    places = _places(book, table)
    # "b" goes, "c" is renamed, "e" is new; rows of another file come without their place.
    now = [{column: n} for n in ("a", "x", "d", "e")]
    update(book, lambda event: event.tables.update({table: now}))
    assert [row[column] for row in Event.read(book).tables[table]] != []
    after = _places(book, table)
    assert (after["a"], after["d"]) == (places["a"], places["d"])
    assert {after["x"], after["e"]} == {places["b"], places["c"]}


def _places(path: Path, table: str) -> dict[object, int]:
    event = Event.read(path)
    column = event.registry.tables[table].key_column.key
    return {
        row[column]: int("".join(filter(str.isdigit, str(origin_of(row).spot.place().cell))))  # type: ignore[union-attr]
        for row in event.tables[table]
    }


def test_a_copy_is_written_elsewhere(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    update(book, schedule, output=tmp_path / "copy.xlsx")
    assert book.read_bytes() == before
    assert Event.read(tmp_path / "copy.xlsx").tables["tasks"][0]["critical"] == "yes"
    with pytest.raises(MisuseError, match="exists"):
        update(book, schedule, output=tmp_path / "copy.xlsx")
    with pytest.raises(MisuseError, match="xlsx"):
        update(book, schedule, output=tmp_path / "copy.xlsm")


def test_one_generation_is_kept_unless_the_settings_say_no(book: Path) -> None:
    before = book.read_bytes()
    result = update(book, schedule)
    assert result.backup is not None
    assert result.backup.read_bytes() == before
    result.backup.unlink()
    update(book, lambda event: event.settings.update(keep_backup="no"))
    assert not result.backup.exists()


def test_a_workbook_that_is_open_is_refused(book: Path) -> None:
    book.with_name("~$gala.xlsx").write_bytes(b"\x03Ann")
    before = book.read_bytes()
    with pytest.raises(FileInUseError):
        update(book, schedule)
    assert book.read_bytes() == before


def test_an_error_in_the_change_writes_nothing(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(ZeroDivisionError):
        update(book, lambda event: 1 // 0)
    assert book.read_bytes() == before


def test_what_follows_from_an_overwritten_formula_is_left_to_excel(book: Path) -> None:
    texts = formulas(book)
    sheet, cell = next(
        key for key, text in texts.items()
        if "budget_lines[[#This Row],[Quantity]]" in text and values(book).get(key) == 100.0
    )  # fmt: skip
    edited(book, lambda patch: patch.set_value(sheet, *cell_position(cell), 77777.0))

    def change(event: Event) -> None:
        event.tables["budget_lines"][1]["quantity"] = Decimal(50)

    result = update(book, change)
    assert result.renewal.dropped > 5
    assert result.renewal.renewed > 5
    stored = values(book)
    assert stored[sheet, cell] == 77777.0
    total = next(
        key for key, text in texts.items() if "SUM(budget_lines[" in text and "Amount" in text
    )
    assert total not in stored
    row = cell_position(cell)[0] + 1
    assert stored[sheet, f"{cell.rstrip('0123456789')}{row}"] == 5000.0


def test_a_formula_of_the_users_own_sheet_loses_its_value(book: Path) -> None:
    edited(book, lambda patch: patch.add_sheet("Mine", OWN_SHEET))
    update(book, lambda event: event.tables["budget_lines"][0].update(quantity=Decimal(5)))
    stored = values(book)
    assert ("Mine", "A1") not in stored
    assert stored["Mine", "A2"] == 2.0
    assert openpyxl.load_workbook(book).calculation.fullCalcOnLoad


@pytest.mark.office
@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.parametrize("language", ["both"])  # "en" alone found nothing else, in a minute
def test_libreoffice_finds_every_stored_value_right_after_many_updates(
    language: Language, tmp_path: Path, libreoffice: LibreOffice,
    assert_sound: Callable[[Path], None],
) -> None:  # fmt: skip
    with sample("demo") as source:
        event = Event.load(source)
    path = tmp_path / "demo.xlsx"
    event.build(path, language=language)
    issues = len(event.tables["issues"])

    def change(event: Event) -> None:
        schedule(event)
        event.tables["expenses"][3]["gross"] = Decimal(4321)
        event.tables["tasks"][5]["duration"] = Decimal(20)
        event.settings["data_date"] = date(2026, 11, 1)
        event.picks["voucher_sheet"] = "EX-002"
        del event.tables["risks"][4]
        event.tables["issues"] += [
            {**event.tables["issues"][0], "id": f"IS-9{n:02}"} for n in range(40)
        ]

    result = update(path, change)
    assert result.renewal.renewed > 1000
    assert result.renewal.dropped < 80  # dates above the Gantt grid
    update(path, schedule)
    wrong = [
        difference
        for difference in compare(path, libreoffice.recalculate([path])[0])
        if difference.stored is not None
    ]
    assert not wrong, "\n".join(map(str, wrong[:20]))
    assert len(Event.read(path).tables["issues"]) == issues + 40
    assert_sound(path)


def test_the_gantt_grid_follows_when_the_plan_moves(book: Path) -> None:
    update(book, schedule)
    first = _first_day(book)
    update(book, lambda event: event.settings.update(planning_start=date(2027, 6, 1)))
    assert _first_day(book) == first  # nothing was computed anew

    def later(event: Event) -> None:
        schedule(event)

    update(book, later)
    assert _first_day(book) == date(2027, 5, 31)  # a Monday


def _first_day(path: Path) -> date:
    with open_package(path) as package:
        sheet, row, column = read_contents(package).named_cell("gantt_tasks") or ("", 0, 0)
    number = values(path)[sheet, f"{column_letters(column)}{row}"]
    assert isinstance(number, float)
    return date(1899, 12, 30) + timedelta(days=number)
