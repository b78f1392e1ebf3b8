"""The manifest as Excel and Microsoft's own reader take it."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.server import manifest

from tests.tools.programs import ROOT, program
from tests.udfs.server.running import environment

_NS = {
    "o": "http://schemas.microsoft.com/office/appforoffice/1.1",
    "v": "http://schemas.microsoft.com/office/taskpaneappversionoverrides",
    "bt": "http://schemas.microsoft.com/office/officeappbasictypes/1.0",
}


def write(folder: Path, *options: str, **settings: str) -> Path:
    made = folder / "manifest.xml"
    done = subprocess.run(
        [sys.executable, "-m", "xlevent.cli", "addin", "server", "--folder", str(folder),
         "--hostname", "events.example.com", "--manifest", str(made), *options],
        env=environment(**settings), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("jinja2")
    return write(tmp_path_factory.mktemp("manifest"))


@pytest.fixture(scope="module")
def tree(written: Path) -> ElementTree.Element:
    return ElementTree.fromstring(written.read_text("utf-8"))


def test_it_stays_the_same_add_in(written: Path) -> None:
    first = written.read_text("utf-8")
    assert write(written.parent, "--force").read_text("utf-8") == first


def test_a_file_is_not_replaced_unasked(written: Path) -> None:
    with pytest.raises(AssertionError, match="exists already"):
        write(written.parent)


def test_every_address_is_https_on_our_server(tree: ElementTree.Element) -> None:
    addresses = [
        value
        for element in tree.iter()
        for name, value in element.attrib.items()
        if name == "DefaultValue" and "://" in value
    ]
    assert len(addresses) > 30
    assert all(address.startswith("https://events.example.com/") for address in addresses)


def test_every_resource_that_is_named_is_there_and_no_other(tree: ElementTree.Element) -> None:
    named = {element.attrib["resid"] for element in tree.iter() if "resid" in element.attrib}
    there = [e.attrib["id"] for e in tree.iterfind(".//v:Resources//*[@id]", _NS)]
    assert named == set(there)
    assert len(there) == len(set(there))


def test_texts_are_in_both_languages_and_within_the_limits(tree: ElementTree.Element) -> None:
    for kind, limit in (("Short", manifest.SHORT), ("Long", manifest.LONG)):
        strings = tree.findall(f".//bt:{kind}Strings/bt:String", _NS)
        assert strings
        for string in strings:
            chinese = string.find("bt:Override[@Locale='zh-TW']", _NS)
            assert chinese is not None
            for text in (string.attrib["DefaultValue"], chinese.attrib["Value"]):
                assert 0 < len(text) <= limit, string.attrib["id"]


def test_every_macro_has_a_button(tree: ElementTree.Element) -> None:
    names = [element.text for element in tree.iterfind(".//v:FunctionName", _NS)]
    assert sorted(map(str, names)) == sorted(f"xlevent.{name}" for name in MACROS)
    buttons = [e.attrib["id"] for e in tree.iterfind(".//v:Control", _NS)]
    assert len(buttons) == len(set(buttons)) == len(MACROS) + 1


def test_the_pictures_have_the_sizes_they_are_named_for(tree: ElementTree.Element) -> None:
    wanted = {
        re.sub(r".*/icons/", "", e.attrib["DefaultValue"])
        for e in tree.iter()
        if "/icons/" in e.attrib.get("DefaultValue", "")
    }
    assert len(wanted) == 3 * (len(MACROS) + 1) + 1  # the store's picture is 64 wide
    for name in wanted:
        content = (manifest.icons() / name).read_bytes()
        side = int(name.rpartition("-")[2].removesuffix(".png"))
        assert struct.unpack(">II", content[16:24]) == (side, side), name
    for name in ("pane", *MACROS):
        assert (manifest.icons() / f"{name}.svg").is_file()


def test_functions_have_no_prefix_but_where_several_stages_are_installed(
    tree: ElementTree.Element, tmp_path: Path
) -> None:
    assert tree.find(".//v:Namespace", _NS) is None
    staged = ElementTree.fromstring(write(tmp_path, XLWINGS_ENVIRONMENT="qa").read_text("utf-8"))
    names = staged.find(".//bt:String[@id='Functions.Namespace']", _NS)
    assert names is not None
    assert names.attrib["DefaultValue"] == "QA"
    production = tree.findtext("o:Id", "", _NS)
    assert staged.findtext("o:Id", "", _NS) != production


def test_sign_in_is_asked_for_where_the_company_wants_it(tmp_path: Path) -> None:
    made = write(
        tmp_path, XLWINGS_AUTH_PROVIDERS='["entraid"]', XLWINGS_AUTH_ENTRAID_CLIENT_ID="abc"
    )
    found = ElementTree.fromstring(made.read_text("utf-8")).find(".//v:WebApplicationInfo", _NS)
    assert found is not None
    assert found.findtext("v:Resource", "", _NS) == "api://events.example.com/abc"


@pytest.mark.slow
def test_microsofts_reader_reads_it(written: Path) -> None:
    node = program("node", bringer="python3 dev.py test installs it")
    package = ROOT / ".tools" / "node_modules" / "office-addin-manifest"
    program("office-addin-manifest", bringer="python3 dev.py test, with npm", places=(package,))
    code = (
        f"require({json.dumps(str(package))}).OfficeAddinManifest"
        f".readManifestFile({json.dumps(str(written))})"
        ".then((found) => console.log(JSON.stringify(found)))"
    )
    done = subprocess.run(
        [str(node), "-e", code], env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["displayName"] == "xlevent"
    assert found["hosts"] == ["Workbook"]
    assert found["officeAppType"] == "TaskPaneApp"
    assert found["permissions"] == "ReadWriteDocument"
