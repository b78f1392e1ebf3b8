"""The extension file: what is in it, that it needs nothing else, and that it is made anew alike."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.libreoffice import type_library as library
from xlevent_udfs.libreoffice.component_names import EXTENSION, FUNCTIONS, MACROS
from xlevent_udfs.libreoffice.extension import extension
from xlevent_udfs.libreoffice.type_library import ANY, DOCUMENT, ROWS, Method, type_library
from xlevent_udfs.macros.catalogue import MACROS as DECLARED

from tests.udfs.calls import CALLS
from xlevent import __version__
from xlevent.cli import app

_OOR = "{http://openoffice.org/2001/registry}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What LibreOffice 7.4's own unoidl-write made of an .idl with these two methods.
_WRITTEN = bytes.fromhex("""
554e4f49444cff002901000001000000002a2a2043726561746564206279204c696272654f666669636520372e342e37
2e3220756e6f69646c2d7772697465202a2a0005010000001b000000636f6d2e73756e2e737461722e756e6f2e58496e
7465726661636500000000000000000200000005000000584c455f4103000000616e79030000000008000000646f6375
6d656e741f000000636f6d2e73756e2e737461722e6265616e732e5850726f706572747953657400030000007030317c
00008000030000007030327c0000800000000005000000584c455f42070000005b5d5b5d616e790100000000b8000080
7c000080000000005846756e6374696f6e73000001000000f800000043000000786c6576656e74000001000000100100
00030100006f7267002501000018010000
""")


@pytest.fixture(scope="module")
def parts(oxt: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(oxt) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_type_library_is_what_libreoffice_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    banner = b"\0** Created by LibreOffice 7.4.7.2 unoidl-write **\0"
    monkeypatch.setattr(library, "_BANNER", banner)
    first = Method("XLE_A", [("document", DOCUMENT), ("p01", ANY), ("p02", ANY)])
    second = Method("XLE_B", [("p01", ANY)], ROWS)
    assert type_library("org.xlevent.XFunctions", [first, second]) == _WRITTEN


def test_equal_sources_give_equal_bytes(oxt: Path) -> None:
    assert extension() == oxt.read_bytes()


def test_it_says_what_it_is(parts: dict[str, bytes]) -> None:
    said = parts["description.xml"].decode()
    assert f'<identifier value="{EXTENSION}"/>' in said
    assert f'<version value="{__version__}"/>' in said
    languages = [e.get("lang") for e in ElementTree.fromstring(said).iter()]
    assert set(languages) - {None} == {"en", "zh-TW"}
    assert b"MIT License" in parts["LICENSE"]
    assert b"Redistribution" in parts["python/xlsxwriter/LICENSE.txt"]
    listed = ElementTree.fromstring(parts["META-INF/manifest.xml"])
    names = {value for e in listed for key, value in e.items() if key.endswith("full-path")}
    assert names <= set(parts)
    assert not [name for name in parts if "__pycache__" in name or "/cli/" in name]


def test_the_wizard_gets_every_function_in_both_languages(parts: dict[str, bytes]) -> None:
    tree = ElementTree.fromstring(parts["CalcAddIns.xcu"])
    (held,) = [node for node in tree.iter("node") if node.get(f"{_OOR}name") == FUNCTIONS]
    (functions,) = held
    found = {str(node.get(f"{_OOR}name")): node for node in functions}
    assert set(found) == set(CATALOGUE)
    for name, node in found.items():
        arguments = node.find(f"node[@{_OOR}name='Parameters']")
        assert arguments is not None
        numbers = [str(argument.get(f"{_OOR}name")) for argument in arguments]
        assert len(numbers) == len(CATALOGUE[name].arguments)
        assert numbers == sorted(numbers)  # LibreOffice sorts them
        for prop in node.iter("prop"):
            if prop.get(f"{_OOR}name") != "Category":
                said = {value.get(_LANG): value.text for value in prop}
                assert set(said) == {"en-US", "zh-TW"}
                assert all(said.values())


def test_the_menu_has_every_macro(parts: dict[str, bytes]) -> None:
    tree = ElementTree.fromstring(parts["Addons.xcu"])
    urls = [v.text for p in tree.iter("prop") if p.get(f"{_OOR}name") == "URL" for v in p]
    assert urls == [f"service:{MACROS}?{name}" for name in (*DECLARED, "recognise")]


def test_older_pythons_can_read_the_component(parts: dict[str, bytes]) -> None:
    tree = ast.parse(parts["component.py"], feature_version=(3, 8))
    imports = [node for node in tree.body if isinstance(node, ast.Import)]
    names = {alias.name for node in imports for alias in node.names}
    assert names == {"sys", "unohelper"}  # quick to load: LibreOffice does so at start


def test_nothing_else_is_needed(oxt: Path, tmp_path: Path) -> None:
    """Every function answers in a Python that has the extension's code and nothing else."""
    with zipfile.ZipFile(oxt) as archive:
        archive.extractall(tmp_path)
    script = f"""
import json, sys
sys.path.insert(0, {str(tmp_path / "python")!r})
from xlevent_udfs.libreoffice.calling import DAY_ZERO, answer
import xlevent_udfs.libreoffice.menu
calls = json.loads(sys.stdin.read())
found = {{name: answer(name, DAY_ZERO, given) for name, given in calls.items()}}
print(json.dumps(found))
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], input=json.dumps(CALLS), text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    errors = {name for name, value in found.items() if str(value).startswith("#XLE!")}
    assert errors <= {"XLE_RISK_FINISH"}  # needs numpy
    assert found["XLE_AVAILABLE"] == 48000


def test_the_command(tmp_path: Path) -> None:
    run = CliRunner().invoke
    path = tmp_path / "xlevent.oxt"
    assert run(app, ["addin", "libreoffice", "-o", str(path)]).exit_code == 0
    assert path.read_bytes() == extension()
    again = run(app, ["addin", "libreoffice", "-o", str(path)])
    assert again.exit_code == 2
    assert "exists already" in again.output
    other = run(app, ["addin", "libreoffice", "-o", str(tmp_path / "xlevent.zip")])
    assert other.exit_code == 2
    assert ".oxt" in other.output
