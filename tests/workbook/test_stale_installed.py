"""The flags of the installed sheets: each edit makes those blocks stale that read the cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from xlevent.app.event import Event
from xlevent.sheets.kernel.stale import COMPUTATIONS, SETTINGS, Computed, mark_current, states
from xlevent.sheets.registry import registry

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

BLOCKS = registry().computed
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


def edited(source: Path, target: Path, number: int) -> Path:
    table, column, row, value = EDITS[number]
    edits = Edits(source)
    if table == SETTINGS:
        edits.type_named(f"set_{column}", value)
    else:
        edits.type_in(table, registry().tables[table].column(column).title.en, value, row)
    return edits.save(target)


def flags(path: Path) -> dict[str, str]:
    """What the cards and Home say."""
    book = openpyxl.load_workbook(path, data_only=True)
    shown = {}
    for key in [*(f"stale_{block.key}" for block in BLOCKS), "stale_risk_2", "computed_state"]:
        ((sheet, cell),) = book.defined_names[f"fig_{key}"].destinations
        shown[key] = str(book[sheet][cell].value)
    return shown


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
def test_the_flags_turn_without_python(
    computed: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    # LibreOffice takes ten seconds a workbook, so some hold several edits.
    chosen = [(0, 1), (4, 15), (8, 11), (14, 16), (17,), (16, 21)]
    paths = []
    for numbers in chosen:
        path = computed
        for number in numbers:
            path = edited(path, tmp_path / f"{numbers[0]}-{number}.xlsx", number)
        paths.append(path)
    wanted = [set.union(*(reading(*EDITS[n][:2]) for n in numbers)) for numbers in chosen]
    assert set.union(*wanted) == {block.key for block in BLOCKS}
    found = [flags(path) for path in libreoffice.recalculate(paths)]
    assert found == [expected(stale) for stale in wanted]
