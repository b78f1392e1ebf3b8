"""Classic xlwings registers our module and calls its functions; the .xlsm holds its wrappers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.classic import vba
from xlevent_udfs.kernel.declaration import TEXT_LIMIT

from tests.udfs.calls import CALLS
from tests.udfs.classic import windows
from xlevent.workbook.embedding.embed import project_of
from xlevent.workbook.embedding.project import read_project
from xlevent.workbook.package import open_package

_MOMENT = {"moment": "2026-03-02T00:00:00"}
_TASKS = [["ID", "Duration", "Predecessors"], ["A", 3.0, None], ["B", 2.0, "A"], [None] * 3]
# As Excel hands them over: dates as moments, empty cells, arguments left out, one cell, errors.
_COM = [
    ("XLE_FINISH", [_TASKS, _MOMENT, {"missing": True}, {"missing": True}]),
    ("XLE_SCHEDULE", [_TASKS, [[_MOMENT]], None, {"missing": True}, True]),
    ("XLE_FINISH", [[["A", "x"]], _MOMENT, None, None]),
    ("XLE_AVAILABLE", [60000.0, None, 2000.0]),
]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    asked = [*CALLS.items(), *_COM]
    done = subprocess.run(
        [sys.executable, windows.__file__], input=json.dumps(asked), capture_output=True,
        text=True, env={**os.environ, "XLEVENT_LANG": "en"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_workbook_holds_what_xlwings_would_import(found: dict[str, Any], made: Path) -> None:
    with open_package(made) as package:
        project = project_of(package)
    assert project is not None
    held = read_project(project)["xlwings_udfs"].splitlines()
    source = [line for line in held if not line.startswith("Attribute XLE_")]
    assert source == found["source"].splitlines()
    described = [line for line in held if ".VB_Description" in line]
    assert len(described) == len(CATALOGUE)


def test_every_function_is_registered_with_its_texts(found: dict[str, Any]) -> None:
    assert set(found["registered"]) == set(found["options"]) == set(CATALOGUE)
    for name, entry in CATALOGUE.items():
        info = found["registered"][name]
        assert info["doc"] == entry.help.en
        assert info["args"] == [
            {"name": a.name, "doc": a.help.en, "ndim": 2, "optional": a.optional}
            for a in entry.arguments
        ]
        assert not info["volatile"]
        assert not info["sub"]
        told = found["options"][name]
        assert told["Category"] == "xlevent"
        assert told["ArgumentDescriptions"] == [a.help.en for a in entry.arguments]
        assert len(told["Description"]) <= TEXT_LIMIT


def test_calls_answer_as_the_core_does(
    found: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "en")
    for (name, args), answer in zip(CALLS.items(), found["answers"], strict=False):
        wanted = CATALOGUE[name].run(*args)
        rows = wanted if isinstance(wanted, list) else [[wanted]]
        assert _shown(answer) == [[_cell(value) for value in row] for row in rows], name


def test_cells_as_excel_hands_them_over(found: dict[str, Any]) -> None:
    finish, dates, wrong, missing = map(_shown, found["answers"][len(CALLS) :])
    assert finish == [["2026-03-06T18:00:00"]]
    assert dates[0][0] == "Task ID"
    assert [row[0] for row in dates[1:]] == ["A", "B"]
    assert wrong[0][0].startswith("#XLE! argument tasks: row 1")
    assert missing == [["#XLE! argument actual: it is missing."]]


def test_the_server_of_functions_starts_in_time(found: dict[str, Any]) -> None:
    """From the first import of xlwings to callable functions, in time of the processor."""
    assert found["seconds"] < 2


def test_wrappers_fit_the_macro_editor() -> None:
    for module in vba.modules():
        assert module.source.isascii()
        assert max(map(len, module.source.splitlines())) < 1_000
        assert module.source.count("\n") == module.source.count("\r\n")


def _shown(answer: Any) -> Any:
    """Moments without their zone, which xlwings adds for COM."""
    return [[cell["moment"][:19] if isinstance(cell, dict) else cell for cell in row]
            for row in answer]  # fmt: skip


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat()[:19] if hasattr(value, "isoformat") else value
