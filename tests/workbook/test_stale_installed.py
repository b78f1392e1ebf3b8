"""The flags of the installed sheets: each edit makes those blocks stale that read the cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tools import cells
from tests.tools.calc import calc
from tests.workbook.edits import Edits
from xlevent.app.event import Event
from xlevent.sheets.kernel.stale import COMPUTATIONS, SETTINGS, Computed, mark_current, states
from xlevent.sheets.registry import registry
from xlevent.workbook.contents import cell_position, column_letters

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

BLOCKS = registry().computed
SHOWN = [*(f"stale_{block.key}" for block in BLOCKS), "stale_risk_2", "computed_state"]
# table, column (or setting), row, what is typed
EDITS: list[tuple[str, str, int, str | float]] = [
    ("tasks", "duration", 3, 77),
    ("tasks", "baseline_finish", 3, 46000),
    ("tasks", "name", 3, "又一"),
    ("tasks", "pessimistic", 3, 99),
    ("tasks", "early_start", 3, 46000.5),  # a result of one block, an input of others
    ("task_progress", "rule", 1, "50/50"),
    ("calendars", "mon", 0, "10:00-12:00"),
    ("holidays", "date", 0, 46023),
    ("resources", "unit_cost", 0, 12345),
    ("assignments", "quantity", 0, 7),
    ("earned_value", "period_end", 0, 46000),
    ("expenses", "gross", 0, 1),
    ("order_lines", "unit_price", 0, 3),
    ("acceptances", "quantity", 0, 3),
    ("bank_lines", "amount", 0, -5),
    ("roster", "end", 0, 0.5),
    ("suppliers", "name", 0, "某公司"),
    (SETTINGS, "data_date", 0, 46100),
    (SETTINGS, "hours_per_day", 0, 7),
    (SETTINGS, "price_tolerance", 0, 0.5),
    (SETTINGS, "bank_date_window", 0, 3),
    (SETTINGS, "venue", 0, "某處"),
]


def reading(table: str, column: str) -> set[str]:
    """The blocks that read a cell, by their declarations."""

    def reads(block: Computed) -> bool:
        return column in (block.settings if table == SETTINGS else block.reads.get(table, ()))

    return {block.key for block in BLOCKS if reads(block)}


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The demo, in which every block was computed."""
    event = Event.load(repository / "workbooks/demo.yaml")
    event.tables[COMPUTATIONS] = mark_current([], [block.key for block in BLOCKS])
    path = tmp_path_factory.mktemp("computed") / "demo.xlsx"
    event.build(path, language="en")
    return path


def place(edits: Edits, number: int) -> tuple[str, str]:
    """Sheet and cell of an edit."""
    table, column, row, _ = EDITS[number]
    if table == SETTINGS:
        return edits.named_cell(f"set_{column}")
    sheet, down, along = edits.find(table, registry().tables[table].column(column).title.en, row)
    return sheet, f"{column_letters(along)}{down}"


def edited(source: Path, target: Path, number: int) -> Path:
    edits = Edits(source)
    sheet, cell = place(edits, number)
    edits.put(sheet, *cell_position(cell), EDITS[number][3])
    return edits.save(target)


def flags(path: Path) -> dict[str, str]:
    """What the cards and Home say."""
    places, values = cells.named(path), cells.values(path)
    return {key: str(values[places[f"fig_{key}"]]) for key in SHOWN}


def expected(stale: set[str]) -> dict[str, str]:
    word = {True: "Out of date", False: "Up to date"}
    return {
        **{f"stale_{block.key}": word[block.key in stale] for block in BLOCKS},
        "stale_risk_2": word["risk" in stale],
        "computed_state": word[bool(stale)],
    }


def test_every_block_is_current_when_built(computed: Path) -> None:
    assert flags(computed) == expected(set())
    assert set(states(BLOCKS, Event.read(computed).tables).values()) == {"current"}


def test_all_edits_together_touch_every_block() -> None:
    touched = [reading(table, column) for table, column, _, _ in EDITS]
    assert set.union(*touched) == {block.key for block in BLOCKS}
    assert set() in touched


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(EDITS)), ids=lambda n: ".".join(EDITS[n][:2]))
def test_the_reader_finds_what_became_stale(computed: Path, tmp_path: Path, number: int) -> None:
    found = Event.read(edited(computed, tmp_path / "b.xlsx", number))
    stale = {key for key, state in states(BLOCKS, found.tables).items() if state == "stale"}
    assert stale == reading(*EDITS[number][:2])


@pytest.mark.office
@pytest.mark.slow
def test_the_flags_turn_without_python(computed: Path) -> None:
    edits, places = Edits(computed), cells.named(computed)
    shown = [places[f"fig_{key}"] for key in SHOWN]
    with calc() as office:
        path = shutil.copyfile(computed, office.folder / "demo.xlsx")
        typed = [[[*place(edits, n), EDITS[n][3]]] for n in range(len(EDITS))]
        found = office.ask(file=str(path), trials=[[edit, shown] for edit in [*typed, []]])
    states = [dict(zip(SHOWN, told, strict=True)) for told in found["trials"]]
    wanted = [expected(reading(table, column)) for table, column, _, _ in EDITS]
    assert states == [*wanted, expected(set())]
