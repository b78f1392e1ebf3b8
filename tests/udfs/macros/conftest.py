"""Workbooks that macros run on; made once, copied by whoever changes one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.tools.programs import ROOT
from tests.udfs.macros import excel
from xlevent.app.event import Event
from xlevent.domain.language import Language

PLAN = {
    "tasks": [
        {"id": "T-1", "name": "場勘", "kind": "task", "duration": 3},
        {"id": "T-2", "name": "搭臺", "kind": "task", "duration": 2, "predecessors": "T-1"},
        {"id": "T-3", "name": "印刷", "kind": "task", "duration": 4, "predecessors": "T-1+1d"},
    ],
    "people": [{"name": "Ann Lee", "role": "Producer", "department": "Production"}],
}


def event() -> Event:
    """A small event with tasks that nobody has scheduled."""
    return Event({"event_name": "Gala", "planning_start": "2027-03-01"}, PLAN)


class Books(dict[str, Path]):
    """The small event's workbook by language, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, language: Language) -> Path:
        path = self[language] = self._folder / f"gala-{language}.xlsx"
        event().build(path, language=language)
        return path


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small event's workbook by language."""
    return Books(tmp_path_factory.mktemp("books"))


@pytest.fixture
def gala(books: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the English one."""
    return Path(shutil.copy(books["en"], tmp_path / "gala.xlsx"))


@pytest.fixture(scope="session")
def demo() -> Path:
    """The demo's workbook."""
    return ROOT / "workbooks" / "demo.xlsx"


@pytest.fixture(scope="session")
def demo_payload(demo: Path) -> dict[str, Any]:
    """The demo's workbook as Excel sends it."""
    return excel.payload(demo)
