"""After a command computed a block, that block is current and the others are what they were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.tools import cells
from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from xlevent.app.event import Event
from xlevent.app.planning.scheduling import scheduled, write_schedule
from xlevent.app.updating.change import Change
from xlevent.app.updating.update import update_book
from xlevent.domain.language import Text
from xlevent.sheets.kernel.stale import states
from xlevent.sheets.registry import registry

pytestmark = pytest.mark.slow  # whole workbooks are built and changed


def flags(path: Path) -> dict[str, str]:
    places, values = cells.named(path), cells.values(path)
    return {key: str(values[places[f"fig_stale_{key}"]]) for key in ("schedule", "demand")}


def schedule(path: Path, *computed: str) -> None:
    def change(event: Event) -> Change:
        write_schedule(event, scheduled(event))
        return Change(Text("時程", "schedule"), computed=computed)

    update_book(path, "schedule", change)


def by_reader(path: Path) -> dict[str, str]:
    return states(registry().computed, Event.read(path).tables)  # type: ignore[return-value]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    event = Event({"event_name": "E", "planning_start": date(2027, 3, 1),
                   "event_start": date(2027, 4, 10), "event_end": date(2027, 4, 10)})  # fmt: skip
    event.tables["tasks"] = [
        {"id": f"T-{n}", "name": "x", "kind": "task", "duration": Decimal(n)} for n in (1, 2, 3)
    ]
    event.tables["resources"] = [
        {"id": "RS-1", "name": "x", "capacity": Decimal(1), "peak_demand": Decimal(1)}
    ]
    event.build(tmp_path / "a.xlsx", language="en")
    edits = Edits(tmp_path / "a.xlsx")
    edits.type_in("tasks", "Task ID", None, 1)  # a blank row between others
    edits.type_in("tasks", "Task", None, 1)
    edits.type_in("tasks", "Kind", None, 1)
    edits.type_in("tasks", "Duration", None, 1)
    return edits.save(tmp_path / "b.xlsx")


def test_only_what_was_computed_is_current(book: Path) -> None:
    assert by_reader(book) == {"demand": "stale"}
    schedule(book, "schedule")
    assert flags(book) == {"schedule": "Up to date", "demand": "Out of date"}
    assert by_reader(book) == {"schedule": "current", "demand": "stale"}


@pytest.mark.office
@pytest.mark.slow
def test_the_flags_are_those_of_a_program_that_calculates(
    book: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    schedule(book, "schedule")
    edits = Edits(book)
    edits.type_in("tasks", "Duration", 9, 2)
    after = edits.save(tmp_path / "c.xlsx")
    computed, changed = libreoffice.recalculate([book, after])
    assert flags(computed) == flags(book)
    assert flags(changed)["schedule"] == "Out of date"
    assert by_reader(after)["schedule"] == "stale"
    schedule(after, "schedule", "demand")
    assert flags(after) == {"schedule": "Up to date", "demand": "Up to date"}
