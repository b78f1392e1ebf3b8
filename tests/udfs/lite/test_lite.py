"""The files for xlwings Lite: what stands in them, what is refused, what main.py uses."""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.lite import packing
from xlevent_udfs.lite.files import write
from xlevent_udfs.lite.packing import PACKAGES, WHEEL, needed, reachable, wheel
from xlevent_udfs.lite.running import Lite, chosen, keep
from xlevent_udfs.lite.writing import MAIN_LIMIT, XLWINGS, address, written
from xlevent_udfs.macros.catalogue import MACROS

import dev
from tests.tools.programs import ROOT, program
from tests.tools.validator import lint, validate
from xlevent import __version__, cli
from xlevent.domain.language import Language, Text
from xlevent.errors import MisuseError


def definitions(main: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(main).body if isinstance(node, ast.FunctionDef)}


# --- main.py -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-TW", "en", "both"])
def test_every_function_and_macro_is_defined_in_plain_sight(language: Language) -> None:
    """So that it is found however xlwings Lite looks: by running main.py or by reading it."""
    found = definitions(written(language, "file").main)
    assert list(found) == [*MACROS, *CATALOGUE]
    for name, entry in CATALOGUE.items():
        arguments = found[name].args
        assert [a.arg for a in arguments.args] == [a.name for a in entry.arguments]
        optional = sum(argument.optional for argument in entry.arguments)
        assert len(arguments.defaults) == optional
    for node in found.values():  # no logic in main.py
        assert ast.get_docstring(node)
        assert len(node.body) == 1


def test_main_is_short_and_tells_its_version() -> None:
    main = written("zh-TW", "file").main
    assert len(main.splitlines()) < 6 * (len(CATALOGUE) + len(MACROS)) + 30
    assert f'Lite("{__version__}", language="zh-TW", alert=True)' in main
    assert "alert=False" in written("zh-TW", "file", alert=False).main


def test_texts_with_quotes_and_backslashes_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    nasty = Text('說 "這個" \\ """', 'say "this" \\n """')
    first = next(iter(MACROS))
    monkeypatch.setitem(MACROS, first, replace(MACROS[first], title=nasty, help=nasty))
    for language in ("zh-TW", "en", "both"):
        found = definitions(written(language, "url", url="https://a.example/").main)
        assert "\\" in (ast.get_docstring(found[first]) or "")


def test_requirements_name_what_was_tested() -> None:
    assert dev.WHEELS["xlwings"] == XLWINGS
    assert f"xlwings=={XLWINGS}" in written("en", "file").requirements
    assert "xlevent" not in written("en", "file").requirements  # nobody's package on PyPI is meant
    lines = written("en", "url", url="https://a.example/x").requirements.splitlines()
    assert lines[-1] == f"https://a.example/x/{WHEEL}"


@pytest.mark.parametrize(
    "url", ["http://a.example/", "ftp://a", "a.example", "https://", "https://a b/", "file:///x",
            "https://a.example/xlevent-9-py3-none-any.whl"],
)  # fmt: skip
def test_addresses_that_lead_nowhere_are_refused(url: str) -> None:
    with pytest.raises(MisuseError):
        address(url)


def test_an_address_may_name_the_wheel_or_its_folder() -> None:
    whole = f"https://a.example/files/{WHEEL}"
    assert address(whole) == address("https://a.example/files") == address(
        "https://a.example/files/"
    ) == whole  # fmt: skip


def test_a_main_that_outgrows_excel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(written("both", "bundle").main.encode()) < MAIN_LIMIT
    monkeypatch.setattr("xlevent_udfs.lite.writing.MAIN_LIMIT", 10_000)
    with pytest.raises(MisuseError, match="Leave --bundle out"):
        written("both", "bundle")


# --- the wheel -----------------------------------------------------------------------------------


def test_the_wheel_is_reproducible_and_its_record_is_true() -> None:
    data = wheel()
    assert data == wheel()
    archive = zipfile.ZipFile(io.BytesIO(data))
    record = archive.read(f"xlevent_lite-{__version__}.dist-info/RECORD").decode()
    rows = list(csv.reader(record.split()))
    assert [row[0] for row in rows] == archive.namelist()
    for name, digest, size in rows[:-1]:
        content = archive.read(name)
        own = urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        assert (f"sha256={own}", str(len(content))) == (digest, size)


def test_the_wheel_leaves_out_what_no_function_and_no_macro_reaches() -> None:
    assert not [name for name in reachable() if name.startswith(("xlevent.cli", "xlevent.samples"))]
    assert {"xlevent_udfs.lite.running", "xlevent.sheets.registry"} <= reachable()
    assert reachable(("no.module.of.ours",)) == frozenset()


def test_pyodide_has_what_the_wheel_needs() -> None:
    """As its list of packages says; what it has not comes from PyPI as pure Python."""
    folder = program("pyodide", bringer="dev.py", places=(ROOT / ".tools/node_modules/pyodide",))
    listed = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
    pure = {"xlsxwriter"} & set(dev.WHEELS)
    assert set(needed()) <= {"lxml", "numpy", "xlsxwriter", "yaml"}
    assert {PACKAGES[name][0].lower() for name in needed()} <= {*listed, *pure}


def test_pip_installs_the_wheel(tmp_path: Path) -> None:
    """And Python runs the functions from it alone, as a file, without installing."""
    (tmp_path / WHEEL).write_bytes(wheel())
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    done = subprocess.run(
        [*pip, str(tmp_path / "there"), str(tmp_path / WHEEL)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    code = "import xlevent_udfs.lite.running as r; print(r.__file__, len(r.CATALOGUE))"
    for path in (tmp_path / "there", tmp_path / WHEEL):
        answer = subprocess.run(
            [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(path)}, cwd=tmp_path,
        )  # fmt: skip
        assert answer.stdout.startswith(str(path)), answer.stderr
        assert answer.stdout.split()[-1] == str(len(CATALOGUE))


def test_modules_found_by_looking_into_folders_are_packed() -> None:
    import xlevent.sheets as package

    listed = {path.stem for path in Path(package.__path__[0]).glob("*.py")}
    packed = {name.rpartition(".")[2] for name in reachable() if name.startswith("xlevent.sheets.")}
    assert listed - {"__init__"} <= packed
    assert set(packing._LISTED) <= reachable()


# --- a workbook that holds the files -------------------------------------------------------------


def kept(book: Path) -> dict[str, str]:
    archive = zipfile.ZipFile(book)
    (part,) = (name for name in archive.namelist() if "/webextension" in name and "rels" not in name
               and "taskpanes" not in name)  # fmt: skip
    found = etree.fromstring(archive.read(part)).iter("{*}property")
    return {str(one.get("name")): json.loads(str(one.get("value"))) for one in found}


MASTER = ROOT / "workbooks/xlevent-master-en.xlsx"


@pytest.mark.validator
def test_a_copy_of_the_workbook_holds_the_files(tmp_path: Path) -> None:
    write(tmp_path / "a", "en", "bundle", book=MASTER)
    copy = tmp_path / "a" / MASTER.name
    assert kept(copy)["main.py"] == (tmp_path / "a/main.py").read_text("utf-8")
    assert kept(copy)["requirements.txt"] == (tmp_path / "a/requirements.txt").read_text("utf-8")
    assert not validate(copy)
    assert not lint(copy)
    before, after = zipfile.ZipFile(MASTER), zipfile.ZipFile(copy)
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["[Content_Types].xml", "_rels/.rels"]

    write(tmp_path / "b", "zh-TW", "bundle", book=copy)  # again, over what we have written
    assert "zh-TW" in kept(tmp_path / "b" / MASTER.name)["main.py"]
    assert len(zipfile.ZipFile(tmp_path / "b" / MASTER.name).namelist()) == len(after.namelist())


def test_a_main_of_somebodys_own_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "a", "en", "bundle", book=MASTER)
    copy = tmp_path / "a" / MASTER.name
    own = tmp_path / "own.xlsx"
    with zipfile.ZipFile(copy) as source, zipfile.ZipFile(own, "w") as target:
        for name in source.namelist():
            data = source.read(name).replace(b"xlevent addin lite", b"my own")
            target.writestr(name, data)
    before = own.read_bytes()
    with pytest.raises(MisuseError, match="not xlevent's"):
        write(tmp_path / "c", "en", "bundle", book=own)
    assert own.read_bytes() == before
    assert not list((tmp_path / "c").iterdir())


# --- what main.py uses ---------------------------------------------------------------------------


def test_a_function_that_the_package_has_not_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    lite = Lite("0.0.1", language="en")
    assert "write main.py anew" in capsys.readouterr().out

    def XLE_GONE(tasks: object) -> None:  # noqa: N802
        """Once upon a time."""

    assert lite.function(XLE_GONE)([["x"]]).startswith("#XLE! xlevent ")


def test_a_function_counts_as_defined_in_main(capsys: pytest.CaptureFixture[str]) -> None:
    def XLE_UBN(number: object) -> None:  # noqa: N802
        """Declared."""

    XLE_UBN.__module__ = "main"
    made = Lite(__version__, language="en").function(XLE_UBN)
    assert made.__module__ == "main"
    assert made.__doc__ == CATALOGUE["XLE_UBN"].help.en
    assert capsys.readouterr().out == ""


def test_files_are_chosen_by_name(tmp_path: Path) -> None:
    for empty in (tmp_path, tmp_path / "none"):
        assert "Import/Export" in str(chosen("bank.csv", empty))
    (tmp_path / WHEEL).touch()
    (tmp_path / "more").mkdir()
    for name in ("bank.csv", "more/二月.csv"):
        (tmp_path / name).touch()
        assert chosen(name, tmp_path) == tmp_path / name
    for wrong in (WHEEL, "二月.csv", "../etc/passwd", "more"):
        said = chosen(wrong, tmp_path)
        assert isinstance(said, Text)
        assert "bank.csv, more/二月.csv" in said.en  # our own package is no statement


def test_a_download_is_kept_where_lite_offers_it(tmp_path: Path) -> None:
    said = keep("../報告.html", b"x", tmp_path)
    assert (tmp_path / "報告.html").read_bytes() == b"x"
    assert "Import/Export" in said.en
    assert "update xlwings Lite" in keep("a", b"", tmp_path / "none").en


# --- the command ---------------------------------------------------------------------------------


def run(*arguments: object, code: int = 0) -> Any:
    done = CliRunner().invoke(cli.app, ["addin", "lite", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done


def test_the_command_writes_refuses_and_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "en")
    folder = tmp_path / "lite"
    told = run("-o", folder).stdout
    assert sorted(path.name for path in folder.iterdir()) == ["main.py", "requirements.txt", WHEEL]
    assert f"drop {WHEEL} on" in told
    assert "exists already" in run("-o", folder, code=2).output
    run("-o", folder, "--bundle", "--force")
    run("-o", folder, "--bundle", "--wheel-url", "https://a.example/", code=2)
    run("-o", tmp_path / "x", "--book", tmp_path / "none.xlsx", code=3)
    assert "Open the copy" in run("-o", tmp_path / "y", "--book", MASTER, "--no-alert").stdout
