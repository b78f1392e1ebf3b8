"""The flag beside computed values: it turns when an input changes, in Excel and when read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from tests.workbook.small_books import BLOCKS, ENGINE_STATE, SHOP
from xlevent.app.build import book_data
from xlevent.app.event import Event
from xlevent.domain.language import LANGUAGES, Language
from xlevent.sheets.kernel.stale import COMPUTATIONS, mark_current, snapshot_rows, states
from xlevent.sheets.registry import registry
from xlevent.workbook.copies import Copies
from xlevent.workbook.evaluate import Evaluator
from xlevent.workbook.layout import row_counts
from xlevent.workbook.package import open_package
from xlevent.workbook.package_source import PackageSource
from xlevent.workbook.staleness import copied_rows
from xlevent.workbook.structured import Structured

DUE, SENT, EARLY = date(2026, 5, 4), datetime(2026, 5, 1, 9, 30), date(2026, 5, 2)
LINES = [
    {"id": "L1", "order": "O1", "pieces": Decimal("2.5"), "price": 10, "due": DUE, "early": EARLY},
    {"id": "L2", "order": "O1", "pieces": 3, "sent": SENT, "remark": "x", "early": EARLY},
    {"id": "L3", "order": "O1"},
]
UNCOMPUTED = [{k: v for k, v in row.items() if k != "early"} for row in LINES]
ORDERS = [{"id": "O1", "name": "x", "colour": "red"}, {"id": "O2", "name": "y"}]
SETTINGS = {"event_name": "商店", "event_start": date(2026, 6, 1), "state": "open"}
# What a person types: table, column, row, new value, and whether block "early" is stale by it.
EDITS: list[tuple[str, str, int, str | float | None, bool]] = [
    ("lines", "pieces", 0, 2.6, True),
    ("lines", "pieces", 0, None, True),
    ("lines", "pieces", 2, 1, True),
    ("lines", "pieces", 2, 0, True),  # empty and 0 are not the same
    ("lines", "pieces", 0, "2.5", True),  # nor are a text and a number
    ("lines", "id", 0, "L1a", True),
    ("lines", "id", 0, "l1", False),  # Excel's comparison ignores case, and so do links
    ("lines", "due", 0, 46147, True),
    ("lines", "due", 1, 46147, True),
    ("lines", "sent", 1, None, True),
    ("lines", "sent", 1, 46143.5, True),
    ("lines", "id", 3, "L4", True),  # a new row
    ("lines", "price", 0, 11, False),
    ("lines", "remark", 1, "y", False),
    ("lines", "remark", 2, "new", False),
    ("lines", "early", 0, 46150, False),  # a computed value itself is no input
    ("lines", "pieces", 0, 2.5, False),  # typed again as it was
    ("orders", "name", 0, "z", True),  # inputs stand in other tables too
    ("orders", "colour", 1, "藍 Blue", True),
    ("orders", "id", 2, "O3", False),
    ("settings", "event_start", 0, 46175, True),
    ("settings", "tax_rate", 0, 0.05, True),
    ("settings", "tax_rate", 0, 0, True),
    ("settings", "state", 0, "完成 Done", True),
    ("settings", "event_name", 0, "店", False),
]


def event(lines: list[dict[str, Any]] | None = None) -> Event:
    rows = LINES if lines is None else lines
    return Event(SETTINGS, {"orders": ORDERS, "lines": rows}, registry=SHOP)


def single_order() -> Event:
    return Event(SETTINGS, {"orders": ORDERS[:1], "lines": LINES}, registry=SHOP)


def build(found: Event, path: Path, language: Language = "both") -> Path:
    found.build(path, language=language, force=True)
    return path


def read(path: Path) -> Event:
    return Event.read(path, registry=SHOP)


def flag(path: Path, block: str = "early") -> str:
    """The state that the stored value of the flag shows."""
    book = openpyxl.load_workbook(path, data_only=True)
    ((sheet, cell),) = book.defined_names[f"fig_stale_{block}"].destinations
    return ENGINE_STATE.lookup()[str(book[sheet][cell].value).casefold()]


def by_reader(found: Event, block: str = "early") -> str:
    """The state as a reader finds it."""
    return states(BLOCKS, found.tables).get(block, "none")


def copies_of(path: Path) -> dict[str, list[dict[str, object]]]:
    with open_package(path) as package:
        source = PackageSource(package)
        return copied_rows(Copies(source.contents, source.reader), SHOP)


def stale(*blocks: str) -> list[dict[str, str]]:
    return [{"block": block, "state": "stale"} for block in blocks]


def retyped(source: Path, target: Path, number: int) -> Path:
    table, column, row, value, _ = EDITS[number]
    edits = Edits(source)
    if table == "settings":
        edits.type_named(f"set_{column}", value)
    else:
        edits.type_in(table, SHOP.tables[table].column(column).title.show("both"), value, row)
    return edits.save(target)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fresh_values_are_current(tmp_path: Path, language: Language) -> None:
    path = build(event(), tmp_path / "book.xlsx", language)
    assert flag(path) == "current"
    assert read(path).tables[COMPUTATIONS] == []
    assert read(path) == event()


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
    expected = "stale" if EDITS[number][-1] else "current"
    found = read(path)
    # No program has calculated since, so the cell still says what it said.
    assert flag(path) == "current"
    assert by_reader(found) == expected
    assert found.tables[COMPUTATIONS] == stale(*(["early"] if expected == "stale" else []))
    again = build(found, tmp_path / "c.xlsx")
    assert flag(again) == expected
    assert read(again).tables[COMPUTATIONS] == found.tables[COMPUTATIONS]


def test_the_state_outlives_a_plan_file_and_a_change_of_language(tmp_path: Path) -> None:
    found = read(retyped(build(event(), tmp_path / "a.xlsx"), tmp_path / "b.xlsx", 0))
    found.save(tmp_path / "plan.yaml")
    loaded = Event.load(tmp_path / "plan.yaml", registry=SHOP)
    assert flag(build(loaded, tmp_path / "d.xlsx", "en")) == "stale"


def test_check_tells_it_with_the_command(tmp_path: Path) -> None:
    found = read(retyped(build(event(), tmp_path / "a.xlsx"), tmp_path / "b.xlsx", 0))
    (told,) = [f for f in found.check() if f.code == "XL180"]
    assert (told.severity, told.table) == ("warning", "lines")
    assert told.message == (
        "「最早」的計算值早於其輸入資料。",
        "The computed values of Earliest are older than their inputs.",
    )
    assert "`xlevent early BOOK`" in told.hint.en
    assert "xlevent early" in told.hint.zh
    assert [f for f in event().check() if f.code == "XL180"] == []


def test_an_unknown_block_is_a_notice() -> None:
    found = Event({}, {COMPUTATIONS: stale("gone")}, registry=SHOP)
    assert [(f.code, f.severity) for f in found.findings if f.code.startswith("XL18")] == [
        ("XL181", "notice")
    ]


def test_plans_that_list_tables_are_still_understood() -> None:
    states_of = {"tasks": "stale", "expenses": "stale", "gone": "stale", "roster": "current"}
    rows = [{"table": table, "state": state} for table, state in states_of.items()]
    found = Event({}, {COMPUTATIONS: rows})
    assert found.tables[COMPUTATIONS] == stale(
        "schedule", "three_way", "duplicates", "reconciliation"
    )
    assert [f for f in found.findings if f.severity == "error"] == []


# --- what the engine writes after computing ------------------------------------------------------
def test_new_values_of_the_engine_end_it(tmp_path: Path) -> None:
    found = read(retyped(build(event(), tmp_path / "a.xlsx"), tmp_path / "b.xlsx", 0))
    assert flag(build(found, tmp_path / "c.xlsx")) == "stale"
    found.tables[COMPUTATIONS] = mark_current(found.tables[COMPUTATIONS], ["early"])
    path = build(found, tmp_path / "d.xlsx")
    assert flag(path) == "current"
    assert read(path).tables[COMPUTATIONS] == []


def test_copies_are_those_of_one_block() -> None:
    early, late = BLOCKS
    found = event()
    assert snapshot_rows(late, found.settings, found.tables) == {
        "snapshot_late_lines": [
            {"id": "L1", "early": EARLY}, {"id": "L2", "early": EARLY}, {"id": "L3"},
        ]
    }  # fmt: skip
    copies = snapshot_rows(early, found.settings, found.tables, {"lines": [0, 1, 4]}, {"lines": 6})
    assert copies["snapshot_early_lines"] == [
        {"id": "L1", "pieces": Decimal("2.5"), "due": DUE},
        {"id": "L2", "pieces": 3, "sent": SENT},
        {}, {}, {"id": "L3"}, {},
    ]  # fmt: skip
    assert copies["snapshot_early_settings"] == [{"event_start": date(2026, 6, 1), "state": "open"}]
    assert set(copies) == {
        "snapshot_early_lines", "snapshot_early_orders", "snapshot_early_settings",
    }  # fmt: skip
    assert set(copies) < set(SHOP.tables)


def test_the_copies_of_a_workbook_as_they_stand(tmp_path: Path) -> None:
    path = build(event(), tmp_path / "a.xlsx")
    copies = copies_of(path)
    assert copies["snapshot_early_orders"][:3] == [
        {"name": "x", "colour": "紅 Red"}, {"name": "y"}, {},
    ]  # fmt: skip
    found = read(path)
    again = book_data(found, "both")
    fresh = {key: rows for key, rows in copies.items() if any(rows)}
    assert fresh.keys() == {f"snapshot_early_{t}" for t in ("lines", "orders", "settings")}
    # Formulas see these copies instead of what the event says of them.
    rows = [{**row, "name": "changed"} for row in copies["snapshot_early_orders"]]
    data = replace(again, tables={**again.tables, "snapshot_early_orders": rows})
    assert Evaluator(data, row_counts(data), {}).run().figures["stale_early"] == (
        "已過期 Out of date"
    )
    data = replace(again, tables={**again.tables, **copies})
    assert Evaluator(data, row_counts(data), {}).run().figures["stale_early"] == "最新 Up to date"


def test_blocks_are_marked_one_by_one() -> None:
    rows = stale("early", "late")
    assert mark_current(rows, ["late"]) == [
        {"block": "early", "state": "stale"}, {"block": "late", "state": "current"},
    ]  # fmt: skip


def test_a_computation_without_a_finding_was_made(tmp_path: Path) -> None:
    """Block "late" found nothing to write, but it ran."""
    found = event()
    found.tables[COMPUTATIONS] = mark_current([], ["late"])
    path = build(found, tmp_path / "a.xlsx")
    assert (flag(path, "early"), flag(path, "late")) == ("current", "current")
    assert read(path).tables[COMPUTATIONS] == [{"block": "late", "state": "current"}]
    edits = Edits(path)
    edits.type_in("lines", "最早 Early", 46150)  # a result of "early", and an input of "late"
    again = read(edits.save(tmp_path / "b.xlsx"))
    assert again.tables[COMPUTATIONS] == stale("late")


def test_results_typed_by_hand_are_stale(tmp_path: Path) -> None:
    edits = Edits(build(event(UNCOMPUTED), tmp_path / "a.xlsx"))
    edits.type_in("lines", "最早 Early", 46150)
    assert read(edits.save(tmp_path / "b.xlsx")).tables[COMPUTATIONS] == stale("early")


# --- rows that come, go and move -----------------------------------------------------------------
def test_a_deleted_row_is_noticed(tmp_path: Path) -> None:
    edits = Edits(build(event(), tmp_path / "a.xlsx"))
    for column in SHOP.tables["lines"].stored:
        edits.type_in("lines", column.title.show("both"), None, 1)
    found = read(edits.save(tmp_path / "b.xlsx"))
    assert [row["id"] for row in found.tables["lines"]] == ["L1", "L3"]
    assert found.tables[COMPUTATIONS] == stale("early")


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


def test_blank_rows_added_to_the_table_are_no_change(tmp_path: Path) -> None:
    edits = Edits(build(event(), tmp_path / "a.xlsx"))
    edits.grow("lines", 3)
    assert read(edits.save(tmp_path / "b.xlsx")).tables[COMPUTATIONS] == []


# --- without Python ------------------------------------------------------------------------------
@pytest.mark.office
@pytest.mark.slow
def test_the_flag_turns_without_python(tmp_path: Path, libreoffice: LibreOffice) -> None:
    source = build(event(), tmp_path / "a.xlsx")
    expected = {}
    for number, edit in enumerate(EDITS):
        path = retyped(source, tmp_path / f"{number}.xlsx", number)
        expected[path] = "stale" if edit[-1] else "current"
    grown, moved = Edits(source), Edits(source)
    grown.grow("lines", 3)
    expected[grown.save(tmp_path / "grown.xlsx")] = "current"
    grown.type_in("lines", "件數 Pieces", 7, 8)
    expected[grown.save(tmp_path / "beyond.xlsx")] = "stale"
    short = Edits(build(event(), tmp_path / "short.xlsx"))
    for copy, rows in (("snapshot_early_orders", 1), ("snapshot_early_lines", 3)):
        short.grow(copy, rows - short.height(copy))  # as a copy that was written anew may be
    expected[short.save(tmp_path / "shorter.xlsx")] = "stale"  # the second order is missing
    short.grow("snapshot_early_orders", 1)
    expected[short.save(tmp_path / "short_enough.xlsx")] = "current"
    single = Edits(build(single_order(), tmp_path / "single.xlsx"))
    single.grow("snapshot_early_orders", 1 - single.height("snapshot_early_orders"))
    expected[single.save(tmp_path / "single_row.xlsx")] = "current"
    single.type_in("orders", "名稱 Name", "other", 0)
    expected[single.save(tmp_path / "single_edited.xlsx")] = "stale"
    moved.insert(moved.sheet_of("lines"), "rows", 1, 2)
    expected[moved.save(tmp_path / "moved.xlsx")] = "current"
    by_hand = Edits(build(event(UNCOMPUTED), tmp_path / "uncomputed.xlsx"))
    expected[by_hand.save(tmp_path / "none.xlsx")] = "none"
    by_hand.type_in("lines", "最早 Early", 46150)
    expected[by_hand.save(tmp_path / "by_hand.xlsx")] = "stale"
    found = dict(zip(expected, libreoffice.recalculate(list(expected)), strict=True))
    assert {p.name: flag(found[p]) for p in expected} == {p.name: s for p, s in expected.items()}
    assert {p.name: by_reader(read(p)) for p in expected} == {
        p.name: s for p, s in expected.items()
    }


# --- the blocks of the installed sheets ----------------------------------------------------------
def test_every_block_has_its_flags() -> None:
    known = registry()
    for block in known.computed:
        assert not known.figures[f"stale_{block.key}"].hidden
        for table in block.writes:
            codes = {known.sheet_of[table].code}
            shown = {s.code for s in known.sheets for f in s.figures
                     if f.key.startswith(f"stale_{block.key}") and not f.hidden}  # fmt: skip
            assert codes <= shown, block.key
        for table in block.reads:
            assert f"snapshot_{block.key}_{table}" in known.tables
    assert not known.figures["computed_state"].hidden


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_of_flags_stay_short(language: Language) -> None:
    shown = Structured(registry(), language)
    lengths = {key: len(shown.formula(f.formula)) for key, f in registry().figures.items()}
    assert max(lengths.values()) < 6000
