"""Windows replaces no file that is open: whoever changes a workbook must have closed it by then.

Linux would allow it, so the open files of this process are looked at when a file is replaced.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.programs import ROOT
from xlevent.app.event import Event
from xlevent.app.planning.writing import schedule_event
from xlevent.app.updating.update import update_book
from xlevent.app.upgrade import upgrade
from xlevent.interop import replace

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
_SWAP = replace._swap


def open_files() -> Iterator[str]:
    """The files that this process has open."""
    for handle in Path("/proc/self/fd").iterdir():
        try:
            yield str(handle.readlink())
        except OSError:
            continue


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were replaced, none of which was open."""
    seen: list[Path] = []

    def swap(temporary: Path, target: Path) -> None:
        assert str(target) not in set(open_files())
        seen.append(target)
        _SWAP(temporary, target)

    monkeypatch.setattr(replace, "_swap", swap)
    return seen


def test_an_update(tmp_path: Path, replaced: list[Path]) -> None:
    path = tmp_path / "gala.xlsx"
    tasks = [{"id": "T-1", "name": "場勘", "kind": "task", "duration": 3}]
    Event({"event_name": "Gala", "planning_start": "2027-03-01"}, {"tasks": tasks}).build(path)
    replaced.clear()
    assert update_book(path, "schedule", schedule_event().change).cells
    assert replaced == [path.with_name("gala.backup.xlsx"), path]


@pytest.mark.slow
def test_an_upgrade(tmp_path: Path, replaced: list[Path]) -> None:
    old = next((ROOT / "tests" / "data").glob("template-1/*.xlsx"))
    path = tmp_path / "gala.xlsx"
    path.write_bytes(old.read_bytes())
    assert upgrade(path).path == path
    assert path in replaced
