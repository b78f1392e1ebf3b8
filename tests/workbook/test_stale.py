"""The flag beside computed values: it turns when an input changes, in Excel and when read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from tests.workbook.small_books import ENGINE_STATE, SHOP
from xlevent.app.event import Event
from xlevent.domain.language import LANGUAGES, Language
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.sheets.registry import registry

DUE, SENT, EARLY = date(2026, 5, 4), datetime(2026, 5, 1, 9, 30), date(2026, 5, 2)
LINES = [
    {"id": "L1", "order": "O1", "pieces": Decimal("2.5"), "price": 10, "due": DUE, "early": EARLY},
    {"id": "L2", "order": "O1", "pieces": 3, "sent": SENT, "remark": "x", "early": EARLY},
    {"id": "L3", "order": "O1"},
]
UNCOMPUTED = [{k: v for k, v in row.items() if k != "early"} for row in LINES]
# What a person types: column, row, new value, and whether values are out of date by it.
EDITS: list[tuple[str, int, str | float | None, bool]] = [
    ("pieces", 0, 2.6, True),
    ("pieces", 0, None, True),
    ("pieces", 2, 1, True),
    ("pieces", 2, 0, True),
    ("id", 0, "L1a", True),
    ("due", 0, 46147, True),
    ("due", 1, 46147, True),
    ("sent", 1, None, True),
    ("sent", 1, 46143.5, True),
    ("id", 3, "L4", True),  # a new row
    ("price", 0, 11, False),
    ("remark", 1, "y", False),
    ("remark", 2, "new", False),
    ("early", 0, 46150, False),  # a computed value itself is no input
    ("pieces", 0, 2.5, False),  # typed again as it was
]


def event(lines: list[dict[str, Any]] | None = None) -> Event:
    rows = LINES if lines is None else lines
    orders = [{"id": "O1", "name": "x"}]
    return Event({"event_name": "商店"}, {"orders": orders, "lines": rows}, registry=SHOP)


def build(found: Event, path: Path, language: Language = "both") -> Path:
    found.build(path, language=language, force=True)
    return path


def read(path: Path) -> Event:
    return Event.read(path, registry=SHOP)


def flag(path: Path) -> str:
    """The state that the stored value of the flag shows."""
    book = openpyxl.load_workbook(path, data_only=True)
    ((sheet, cell),) = book.defined_names["fig_stale_lines"].destinations
    return ENGINE_STATE.lookup()[str(book[sheet][cell].value).casefold()]


def retyped(source: Path, target: Path, number: int) -> Path:
    column, row, value, _ = EDITS[number]
    edits = Edits(source)
    edits.type_in("lines", SHOP.tables["lines"].column(column).title.show("both"), value, row)
    return edits.save(target)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fresh_values_are_current(tmp_path: Path, language: Language) -> None:
    path = build(event(), tmp_path / "book.xlsx", language)
    assert flag(path) == "current"
    assert read(path).tables[COMPUTATIONS] == []


@pytest.mark.parametrize("lines", [[], UNCOMPUTED])
def test_without_engine_values_nothing_is_computed(
    tmp_path: Path, lines: list[dict[str, Any]]
) -> None:
    path = build(event(lines), tmp_path / "book.xlsx")
    assert flag(path) == "none"
    edits = Edits(path)
    edits.type_in("lines", "件數 Pieces", 7)
    assert read(edits.save(tmp_path / "edited.xlsx")).tables[COMPUTATIONS] == []


@pytest.mark.parametrize("number", range(len(EDITS)))
def test_an_edit_is_noticed_by_the_reader(tmp_path: Path, number: int) -> None:
    path = retyped(build(event(), tmp_path / "a.xlsx"), tmp_path / "b.xlsx", number)
    stale = EDITS[number][3]
    found = read(path)
    # No program has calculated since, so the cell still says what it said.
    assert flag(path) == "current"
    assert found.tables[COMPUTATIONS] == ([{"table": "lines", "state": "stale"}] if stale else [])
    again = build(found, tmp_path / "c.xlsx")
    assert flag(again) == ("stale" if stale else "current")
    assert read(again).tables[COMPUTATIONS] == found.tables[COMPUTATIONS]


def test_the_state_outlives_a_plan_file_and_a_change_of_language(tmp_path: Path) -> None:
    found = read(retyped(build(event(), tmp_path / "a.xlsx"), tmp_path / "b.xlsx", 0))
    found.save(tmp_path / "plan.yaml")
    loaded = Event.load(tmp_path / "plan.yaml", registry=SHOP)
    assert flag(build(loaded, tmp_path / "d.xlsx", "en")) == "stale"


def test_new_values_of_the_engine_end_it(tmp_path: Path) -> None:
    found = read(retyped(build(event(), tmp_path / "a.xlsx"), tmp_path / "b.xlsx", 0))
    assert flag(build(found, tmp_path / "c.xlsx")) == "stale"
    found.tables[COMPUTATIONS].clear()
    path = build(found, tmp_path / "d.xlsx")
    assert flag(path) == "current"
    assert read(path).tables[COMPUTATIONS] == []


def test_a_deleted_row_is_noticed(tmp_path: Path) -> None:
    edits = Edits(build(event(), tmp_path / "a.xlsx"))
    for column in SHOP.tables["lines"].stored:
        edits.type_in("lines", column.title.show("both"), None, 1)
    found = read(edits.save(tmp_path / "b.xlsx"))
    assert [row["id"] for row in found.tables["lines"]] == ["L1", "L3"]
    assert found.tables[COMPUTATIONS] == [{"table": "lines", "state": "stale"}]


def test_moving_things_about_is_no_change(tmp_path: Path) -> None:
    edits = Edits(build(event(), tmp_path / "a.xlsx"))
    sheet = edits.sheet_of("lines")
    edits.insert(sheet, "rows", 1, 2)
    edits.insert(sheet, "columns", 1, 2)
    edits.swap_columns("lines", 0, 5)
    edits.rename_header("lines", "件數 Pieces", "幾件")
    edits.rename(sheet, "新名")
    found = read(edits.save(tmp_path / "b.xlsx"))
    assert found.tables["lines"] == event().tables["lines"]
    assert found.tables[COMPUTATIONS] == []


@pytest.mark.office
@pytest.mark.slow
def test_the_flag_turns_without_python(tmp_path: Path, libreoffice: LibreOffice) -> None:
    source = build(event(), tmp_path / "a.xlsx")
    paths = [retyped(source, tmp_path / f"{n}.xlsx", n) for n in range(len(EDITS))]
    found = dict(zip(range(len(EDITS)), libreoffice.recalculate(paths), strict=True))
    wrong = {
        EDITS[n][:3]: flag(path)
        for n, path in found.items()
        if flag(path) != ("stale" if EDITS[n][3] else "current")
    }
    assert wrong == {}


def test_the_engine_depends_on_typed_columns_only() -> None:
    """A calculated column is no part of a plan, so the reader could not compare it."""
    wrong = [
        f"{key}.{name}"
        for key, table in registry().tables.items()
        for name in table.inputs_of_engine
        if table.column(name).role != "input"
    ]
    assert wrong == []


# Made from the tables of other sheets, whose flags tell whether these are out of date.
_FED_BY_OTHERS = {"resource_demand", "schedule_risk", "findings"}


def test_every_table_with_engine_values_has_a_flag() -> None:
    for key, table in registry().tables.items():
        computed = any(column.role == "engine" for column in table.columns)
        assert bool(table.inputs_of_engine) == computed or key in _FED_BY_OTHERS, key
        if table.inputs_of_engine:
            assert not registry().figures[f"stale_{key}"].hidden
            assert f"snapshot_{key}" in registry().tables
