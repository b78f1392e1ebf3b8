"""main.py as `xlevent addin lite` writes it, run by xlwings' own code in Pyodide and in CPython."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.lite.files import write
from xlevent_udfs.lite.packing import WHEEL
from xlevent_udfs.lite.writing import Source
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.running import run

from tests.udfs.calls import CALLS
from tests.udfs.in_pyodide import in_pyodide, pure_wheel
from tests.udfs.macros.conftest import event
from tests.udfs.macros.excel import open_book, payload
from xlevent import __version__

pytestmark = pytest.mark.slow
_DRIVER = Path(__file__).with_name("drive_main.py")
# xlwings' protocol asks for a key; that of noncommercial use is free and sends nothing anywhere.
_SWITCHES = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
_LACKING = {"simulate": "numpy"}  # comes with xlwings Lite, not with Pyodide's package on npm
_NEED_NUMPY = {"XLE_RISK_FINISH"}


def as_excel_sends(value: Any) -> Any:
    """A cell as a matrix of one, what was left out as nothing."""
    return value if value is None or isinstance(value, list) else [[value]]


def asked(main: Path | str, book: dict[str, Any] | None) -> dict[str, Any]:
    """Every function once, and every macro where there is a book for them."""
    calls = {name: [as_excel_sends(cell) for cell in given] for name, given in CALLS.items()}
    if book is None:
        return {"main": str(main), "calls": calls, "scripts": []}
    scripts = [{"name": name, "book": book, "args": []} for name in MACROS]
    scripts.append({"name": "reconcile", "book": book, "args": ["no-such-file.csv"]})
    return {"main": str(main), "calls": calls, "scripts": scripts}


def pure_yaml(folder: Path) -> Path:
    """PyYAML without its compiled part, which Pyodide would bring from its own store."""
    path = folder / "yaml.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in Path(yaml.__file__).parent.glob("*.py"):
            archive.write(file, f"yaml/{file.name}")
    return path


def in_cpython(main: Path, book: dict[str, Any]) -> Any:
    ask = (
        "import asyncio, json\n"
        "print(json.dumps(asyncio.run(drive(json.load(sys.stdin))), default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{_DRIVER.read_text('utf-8')}\n{ask}"],
        input=json.dumps(asked(main, book)), capture_output=True, text=True, check=False,
        env={**os.environ, **_SWITCHES},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def in_lite(folder: Path, source: Source, book: dict[str, Any] | None) -> Any:
    """The answers in Pyodide of main.py and what lies beside it."""
    write(folder, "en", source, url="https://localhost/" if source == "url" else "")
    files = {"/main.py": folder / "main.py"}
    if source == "file":
        files[f"/data/{WHEEL}"] = folder / WHEEL
    archives = (folder / WHEEL,) if source == "url" else ()
    return in_pyodide(
        folder, _DRIVER, asked("/main.py", book), files=files, environment=_SWITCHES,
        archives=(pure_wheel("xlwings"), pure_wheel("xlsxwriter"), pure_yaml(folder), *archives),
    )  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A small event's workbook as Office.js hands it over."""
    path = tmp_path_factory.mktemp("book") / "gala.xlsx"
    event().build(path, language="en")
    return payload(path)


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory, book: dict[str, Any]) -> Any:
    return in_lite(tmp_path_factory.mktemp("lite"), "file", book)


@pytest.fixture(scope="module")
def cpython(tmp_path_factory: pytest.TempPathFactory, book: dict[str, Any]) -> Any:
    folder = tmp_path_factory.mktemp("cpython")
    write(folder, "en", "url", url="https://localhost/")
    return in_cpython(folder / "main.py", book)


def test_xlwings_finds_every_function_with_its_help(lite: Any, cpython: Any) -> None:
    assert lite["functions"] == cpython["functions"]
    found = {function["name"]: function for function in lite["functions"]}
    assert set(found) == set(CATALOGUE)
    for name, entry in CATALOGUE.items():
        assert found[name]["description"] == entry.help.en
        arguments = [(p["name"], p["description"]) for p in found[name]["parameters"]]
        assert arguments == [(a.name, a.help.en) for a in entry.arguments]


def test_xlwings_finds_every_macro_with_its_title(lite: Any) -> None:
    found = {script["function_name"]: script["name"] for script in lite["scripts"]}
    assert found == {name: macro.title.en for name, macro in MACROS.items()}


def test_functions_answer_as_in_cpython(lite: Any, cpython: Any) -> None:
    for name in set(CALLS) - _NEED_NUMPY:
        assert lite["answers"][name] == cpython["answers"][name], name
    assert not [name for name, cells in cpython["answers"].items() if "#XLE!" in str(cells)]


def compared(actions: list[Any]) -> list[Any]:
    """The actions without what is left out on the way through JavaScript (None), and, in a line of
    the write log, without its moment and who wrote it.
    """
    for action in actions:
        for row in action.get("values") or []:
            if f"'{__version__}" in row:
                row[0] = row[2] = ""
    return [{key: v for key, v in action.items() if v is not None} for action in actions]


@pytest.mark.parametrize("name", [name for name in MACROS if name not in _LACKING])
def test_macros_act_as_in_cpython(name: str, lite: Any, cpython: Any) -> None:
    place = list(MACROS).index(name)
    here, there = lite["pressed"][place], cpython["pressed"][place]
    assert "error" not in here, here
    said, others = said_apart(here)
    assert compared(others) == compared(said_apart(there)[1])
    assert "is not installed here" not in said


def said_apart(pressed: dict[str, Any]) -> tuple[str, list[Any]]:
    """What the box says, which names where a download lies, and the other actions."""
    *others, alert = pressed["actions"]
    return alert["args"][0], others


@pytest.mark.parametrize("name", _LACKING)
def test_macros_tell_what_is_missing(name: str, lite: Any) -> None:
    said, others = said_apart(lite["pressed"][list(MACROS).index(name)])
    assert f"The package {_LACKING[name]}, which" in said
    assert others == []


def test_a_file_that_is_not_there_changes_nothing(lite: Any) -> None:
    said, others = said_apart(lite["pressed"][-1])
    assert said.startswith("There is no file no-such-file.csv")
    assert others == []


def test_downloads_lie_where_lite_offers_them(lite: Any) -> None:
    said, _ = said_apart(lite["pressed"][list(MACROS).index("export")])
    assert "Files > Import/Export" in said


def test_the_closing_report_is_that_of_cpython(lite: Any, book: dict[str, Any]) -> None:
    made = run("closing_report", open_book(book)).download
    assert made is not None
    assert lite["kept"] == {made.name: made.content.decode()}


def test_what_is_loaded_and_what_it_costs(lite: Any) -> None:
    """Measured, not judged: the machine of the tests is not that of the planner."""
    assert not {"lxml", "pandas", "typer", "pydantic"} & set(lite["modules"])
    seconds = {name: lite[f"{name}_seconds"] for name in ("xlwings", "import", "call")}
    print("\nprocessor time in Pyodide:", seconds)
    assert all(value > 0 for value in seconds.values())


@pytest.mark.parametrize("source", ["url", "bundle"])
def test_every_way_of_the_package_answers_alike(tmp_path: Path, lite: Any, source: Source) -> None:
    found = in_lite(tmp_path, source, None)
    assert found["answers"] == lite["answers"]
    assert found["functions"] == lite["functions"]
