"""Upgrading a workbook with macros, ribbon, pivot and slicer: their parts stay as they are."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.workbook.patcher.everything import APART, CHARTS, DATA, ORDERS, write_everything
from xlevent.app.updating.write_log import read_log
from xlevent.app.upgrade import Upgraded, upgrade
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.grafting.formulas import Rewriter
from xlevent.workbook.grafting.graft import graft
from xlevent.workbook.grafting.ours import Ours
from xlevent.workbook.names import TEMPLATE_VERSION
from xlevent.workbook.package import open_package

MASTER = Path(__file__).parents[2] / "workbooks/xlevent-master-zh-TW.xlsx"
_CHANGED = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/sharedStrings.xml", "docProps/app.xml", "xl/calcChain.xml",
}  # fmt: skip


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path, Upgraded]:
    """Everything alone; with our sheets in Chinese; in English."""
    folder = tmp_path_factory.mktemp("parts")
    alone = write_everything(folder / "everything.xlsm")
    old, new = folder / "event.xlsm", folder / "new.xlsm"
    with open_package(alone) as package, open_package(MASTER) as fresh:
        tabs = {sheet.name: sheet.name for sheet in read_contents(fresh).sheets}
        nothing = Rewriter({}, {}, lambda tab, area: None)
        graft(package, read_contents(package), Ours(), fresh, tabs, nothing, old, {})
    return alone, old, new, upgrade(old, output=new, language="en")


@pytest.mark.slow
def test_the_language_changes_and_own_sheets_are_kept(
    upgraded: tuple[Path, Path, Path, Upgraded],
) -> None:
    _, _, new, done = upgraded
    assert (done.language, done.new_language) == ("zh-TW", "en")
    assert {DATA, ORDERS, CHARTS, APART, "Hidden"} <= set(done.sheets.kept)
    assert done.left == done.carried == done.as_values == []
    assert done.sheets.lost == []
    with open_package(new) as package:
        names = [sheet.name for sheet in read_contents(package).sheets]
    assert "O2.3.2 Schedule" in names
    assert "O2.3.2 時程表" not in names
    versions = f"Template {done.version} to {TEMPLATE_VERSION}"
    assert read_log(new)[-1]["what"] == f"{versions}, language zh-TW to en"


@pytest.mark.slow
def test_parts_of_other_people_stay_byte_for_byte(
    upgraded: tuple[Path, Path, Path, Upgraded],
) -> None:
    alone, old, new, _ = upgraded
    before, between, after = parts(alone), parts(old), parts(new)
    for name in before.keys() - _CHANGED:
        assert between[name] == before[name], name
        assert after[name] == before[name], name
    for word in ("vbaProject.bin", "customUI14.xml", "customXml/item1.xml", "itemProps1.xml",
                 "slicers/slicer1.xml", "slicerCaches/slicerCache1.xml", "pivotTable1.xml",
                 "pivotCacheDefinition1.xml", "pivotCacheRecords1.xml", "externalLink1.xml",
                 "threadedComment1.xml", "person.xml"):  # fmt: skip
        assert any(name.endswith(word) for name in before.keys() - _CHANGED), word


@pytest.mark.slow
def test_types_and_links_stay(upgraded: tuple[Path, Path, Path, Upgraded]) -> None:
    alone, _, new, _ = upgraded
    before, after = parts(alone), parts(new)

    def types(found: dict[str, bytes]) -> set[tuple[str, ...]]:
        root = etree.fromstring(found["[Content_Types].xml"])
        return {tuple(map(str, one.attrib.values())) for one in root}

    gone = {one for one in types(before) - types(after) if "calcChain" not in one[0]}
    assert gone == set()
    listed = {one[0].lstrip("/") for one in types(after) if one[0].startswith("/")}
    assert listed <= after.keys()

    def links(found: dict[str, bytes]) -> set[tuple[str, str]]:
        root = etree.fromstring(found["xl/_rels/workbook.xml.rels"])
        return {(str(one.get("Id")), str(one.get("Target"))) for one in root}

    lost = {one for one in links(before) - links(after) if "calcChain" not in one[1]}
    assert lost == set()
    assert parts(new)["_rels/.rels"] == before["_rels/.rels"]


@pytest.mark.slow
@pytest.mark.validator
def test_the_file_is_sound(
    upgraded: tuple[Path, Path, Path, Upgraded], assert_sound: Callable[[Path], None]
) -> None:
    assert_sound(upgraded[1])
    assert_sound(upgraded[2])
