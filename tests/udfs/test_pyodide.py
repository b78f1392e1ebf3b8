"""The wheel in Pyodide, the Python of xlwings Lite, with no other package: same answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from xlevent_udfs.catalogue import CATALOGUE

from tests.tools.programs import ROOT
from tests.udfs.calls import CALLS
from tests.udfs.in_pyodide import in_pyodide

pytestmark = pytest.mark.slow
# numpy comes with xlwings Lite, not with Pyodide's package on npm.
_NEED_NUMPY = {"XLE_RISK_FINISH"}


def answer(name: str) -> Any:
    found = CATALOGUE[name].run(*CALLS[name])
    return json.loads(json.dumps(found, default=lambda value: value.isoformat()))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    subprocess.run([*build, str(folder), str(ROOT)], check=True, capture_output=True)
    script = Path(__file__).with_name("drive_catalogue.py")
    answers: dict[str, Any] = in_pyodide(
        folder, script, CALLS, archives=tuple(folder.glob("*.whl"))
    )
    return answers


def test_every_function_is_called_once() -> None:
    assert set(CALLS) == set(CATALOGUE)
    wrong = {name: found for name in CALLS if str(found := answer(name)).startswith("#XLE!")}
    assert not wrong


def test_answers_are_those_of_cpython(found: dict[str, Any]) -> None:
    for name in set(CALLS) - _NEED_NUMPY:
        assert found["answers"][name] == answer(name), name


def test_what_is_missing_is_said(found: dict[str, Any]) -> None:
    for name in _NEED_NUMPY:
        assert found["answers"][name].startswith("#XLE! ")
        assert "numpy" in found["answers"][name]


def test_nothing_else_is_needed(found: dict[str, Any]) -> None:
    assert not {"lxml", "numpy", "pandas", "pydantic", "yaml"} & set(found["modules"])
