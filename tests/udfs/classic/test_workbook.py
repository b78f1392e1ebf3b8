"""A workbook becomes macro-enabled: what was in it stays, what comes in is where it should be."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import openpyxl
import pyopenvba
import pytest
from typer.testing import CliRunner
from xlevent_udfs.classic.settings import SHEET, settings
from xlevent_udfs.classic.vba import sub_name
from xlevent_udfs.classic.workbook import enable, renew
from xlevent_udfs.macros.catalogue import MACROS

from tests.udfs.classic.parts import PROJECT, XDR, buttons, parts, rewritten
from xlevent.app.event import Event
from xlevent.app.planning.writing import schedule_event
from xlevent.app.updating.update import update_book
from xlevent.app.upgrade import upgrade
from xlevent.cli.frame import app
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.workbook.embedding.project import read_project

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
_GIVEN = re.compile(
    rb'<sheetPr codeName="\w+"/>| codeName="\w+"|<drawing xmlns:r="[^"]+" r:id="\w+"/>'
)
_HOME = "xl/worksheets/sheet1.xml"
_OLD = Path(__file__).parents[2] / "data" / "template-2" / "demo.xlsx"
_CELL = '<c r="L3" t="inlineStr"><is><t>mine</t></is></c>'


def bare(data: bytes) -> bytes:
    """A sheet without the code name and the drawing that it was given."""
    return _GIVEN.sub(b"", data)


def anchor(path: Path) -> tuple[int, int]:
    """Row and column, from 0, where the buttons begin."""
    for name, data in parts(path).items():
        if name.startswith("xl/drawings/drawing") and b"xlevent: macros" in data:
            start = fromstring(data).find(f".//{XDR}from")
            assert start is not None
            row, column = start.findtext(f"{XDR}row"), start.findtext(f"{XDR}col")
            return int(row or 0), int(column or 0)
    raise AssertionError("no buttons")


def edited(path: Path, target: Path, edit: Callable[[Any], None]) -> Path:
    """A copy whose macro project somebody has edited."""
    with pyopenvba.ExcelFile(path) as file:
        edit(file.vba_project())
        file.save(target)
    return target


def test_everything_else_stays_byte_for_byte(plain: Path, made: Path) -> None:
    before, after = parts(plain), parts(made)
    new = after.keys() - before.keys()
    assert before.keys() <= after.keys()
    assert {name.split("/")[1].split(".")[0] for name in new} == {
        "vbaProject", "drawings", "worksheets",
    }  # fmt: skip
    changed = {name for name in before if before[name] != after[name]}
    sheets = {name for name in changed if name.startswith("xl/worksheets/sheet")}
    assert changed - sheets == {
        "[Content_Types].xml", "docProps/app.xml", "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }  # fmt: skip
    for name in sheets:
        assert bare(after[name]) == bare(before[name]), name
    assert [name for name in sheets if after[name].count(b"<drawing") > before[name].count(
        b"<drawing")] == [_HOME]  # fmt: skip


def test_the_event_in_it_is_the_same(plain: Path, made: Path) -> None:
    assert Event.read(made) == Event.read(plain)


def test_the_same_workbook_gives_the_same_bytes(plain: Path, tmp_path: Path) -> None:
    one, other = (enable(plain, tmp_path / f"{n}.xlsm").path for n in (1, 2))
    assert one.read_bytes() == other.read_bytes()


def test_every_macro_has_a_button_that_never_prints(made: Path) -> None:
    found = buttons(made)
    assert set(found) == {sub_name(name) for name in MACROS}
    for name, macro in MACROS.items():
        shape = found[sub_name(name)]
        assert "".join(t.text or "" for t in shape.iter() if t.tag.endswith("}t")) == macro.title.en
        about = shape.find(f"{XDR}nvSpPr/{XDR}cNvPr")
        assert about is not None
        assert about.get("descr") == macro.help.en
    drawing = next(data for data in parts(made).values() if b"xlevent: macros" in data)
    (data,) = fromstring(drawing).iter(f"{XDR}clientData")
    assert data.get("fPrintsWithSheet") == "0"


def test_captions_are_in_the_languages_of_the_workbook(tmp_path: Path) -> None:
    Event({"event_name": "Gala"}).build(tmp_path / "both.xlsx", language="both")
    path = enable(tmp_path / "both.xlsx").path
    assert path == tmp_path / "both.xlsm"
    shape = buttons(path)["XLE_Macro_Schedule"]
    assert [t.text for t in shape.iter() if t.tag.endswith("}t")] == [*MACROS["schedule"].title]


def test_buttons_give_way_to_what_people_put_there(plain: Path, tmp_path: Path) -> None:
    row, column = anchor(enable(plain, tmp_path / "free.xlsm").path)
    assert row == 0
    home = parts(plain)[_HOME]
    first, second, rest = home.split(b"</row>", 2)
    mine = b"</row>".join((first, second, rest.replace(b"</row>", _CELL.encode() + b"</row>", 1)))
    path = rewritten(plain, tmp_path / "mine.xlsx", {_HOME: mine})
    again = anchor(enable(path).path)
    assert again[1] == column
    assert again[0] > 10


def test_what_people_have_drawn_on_home_stays(plain: Path, tmp_path: Path) -> None:
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{XDR[1:-1]}"><xdr:absoluteAnchor><xdr:pos x="0" y="0"/>'
        '<xdr:ext cx="9" cy="9"/><xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="7" name="mine"/>'
        "<xdr:cNvCxnSpPr/></xdr:nvCxnSpPr><xdr:spPr/></xdr:cxnSp><xdr:clientData/>"
        "</xdr:absoluteAnchor></xdr:wsDr>"
    )
    before = parts(plain)
    links, kind = "xl/worksheets/_rels/sheet1.xml.rels", "officeDocument/2006/relationships"
    path = rewritten(plain, tmp_path / "drawn.xlsx", {
        "xl/drawings/drawing900.xml": drawing.encode(),
        links: before[links].replace(b"</Relationships>", (
            f'<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/{kind}/drawing" '
            'Target="../drawings/drawing900.xml"/></Relationships>').encode()),
        _HOME: before[_HOME].replace(b"<tableParts", b'<drawing r:id="rId90"/><tableParts'),
    })  # fmt: skip
    after = parts(enable(path).path)
    root = fromstring(after["xl/drawings/drawing900.xml"])
    assert [child.tag for child in root] == [f"{XDR}absoluteAnchor", f"{XDR}oneCellAnchor"]
    ids = [about.get("id") for about in root.iter(f"{XDR}cNvPr")]
    assert ids[0] == "7"
    assert len(set(ids)) == len(ids)
    assert bare(after[_HOME]) == bare(parts(path)[_HOME])


def test_settings_read_as_xlwings_reads_them(made: Path) -> None:
    sheet = openpyxl.load_workbook(made, data_only=True)[SHEET]
    found: dict[str, object] = {}
    for row in sheet.iter_rows(min_col=1, max_col=2, values_only=True):
        if row[0] is None:
            break
        assert str(row[0]).upper() not in found, "xlwings fails where a name stands twice"
        found[str(row[0]).upper()] = "" if row[1] is None else row[1]
    assert found["UDF MODULES"] == "xlevent_udfs.classic.functions"
    assert found["INTERPRETER_WIN"] == "/opt/xlevent/bin/python"
    assert found["SHOW CONSOLE"] is False
    # A name without value would hide what the ribbon or the user's own settings say.
    assert not [name for name, value in found.items() if value == "" and name[0].isalpha()]
    assert len(found) == len(settings())
    for row, _ in enumerate(found, start=1):
        assert sheet.cell(row, 3).value
        assert sheet.cell(row, 4).value


def test_a_second_run_renews_in_place_and_keeps_the_old_file(made: Path, gala: Path) -> None:
    done = enable(gala)
    assert done.renewed
    assert done.path == gala
    assert done.backup is not None
    assert done.backup.read_bytes() == made.read_bytes()
    assert parts(gala) == parts(made)


def test_modules_and_settings_of_people_survive_a_renewal(gala: Path, tmp_path: Path) -> None:
    def edit(project: Any) -> None:
        project.add_module("Mine", "Sub Hello()\r\nEnd Sub\r\n")
        project.get_module("xlevent_macros").body = "'old and broken\r\n"
        project.get_module("Sheet2").body = "Private Sub Worksheet_Activate()\r\nEnd Sub\r\n"

    path = edited(gala, tmp_path / "edited.xlsm", edit)
    with pytest.raises(MisuseError, match="macros of its own"):
        enable(path)  # our mark is gone with our module

    def keep(project: Any) -> None:
        edit(project)
        module = project.get_module("xlevent_macros")
        module.body = "'xlevent: written by `xlevent addin classic`\r\n'old and broken\r\n"

    path = edited(gala, tmp_path / "kept.xlsm", keep)
    enable(path)
    found = read_project(parts(path)[PROJECT])
    assert "Sub Hello()" in found["Mine"]
    assert "Worksheet_Activate" in found["Sheet2"]
    assert "XLE_Macro_Schedule" in found["xlevent_macros"]
    assert "broken" not in found["xlevent_macros"]


def test_macros_of_other_people_are_left_alone(plain: Path, tmp_path: Path) -> None:
    other = shutil.copy(plain, tmp_path / "other.xlsm")
    with pyopenvba.ExcelFile(other) as file:
        file.add_vba_project().add_module("Mine", "Sub Hello()\r\nEnd Sub\r\n")
        file.save()
    before = Path(other).read_bytes()
    with pytest.raises(MisuseError, match="macros of its own"):
        enable(Path(other))
    with pytest.raises(MisuseError, match="macros of its own"):
        enable(Path(other), tmp_path / "new.xlsm")
    assert Path(other).read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other.xlsm"]


def test_other_commands_keep_macros_buttons_and_settings(made: Path, gala: Path) -> None:
    assert update_book(gala, "schedule", schedule_event().change).cells
    before, after = parts(made), parts(gala)
    assert before.keys() <= after.keys()
    assert after[PROJECT] == before[PROJECT]
    assert buttons(gala).keys() == buttons(made).keys()
    assert after["xl/workbook.xml"].count(b"xlwings.conf") == 1


@pytest.mark.slow
def test_upgrade_keeps_macros_and_gives_new_sheets_their_buttons(tmp_path: Path) -> None:
    path = enable(Path(shutil.copy(_OLD, tmp_path / "gala.xlsx"))).path
    codes = dict(_codes(path))
    done = upgrade(path, language="en", finish=renew)
    assert not done.current
    assert not [one for one in done.left if "xlevent:" in one.told]
    assert set(buttons(path)) == {sub_name(name) for name in MACROS}
    kept = dict(_codes(path))
    assert sorted(kept.values()) == sorted(codes.values())
    assert kept[SHEET] == codes[SHEET]
    assert set(kept.values()) < set(read_project(parts(path)[PROJECT]))
    assert enable(path).renewed


def _codes(path: Path) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(path)
    return [(sheet.title, sheet.sheet_properties.codeName or "") for sheet in book.worksheets]


@pytest.mark.parametrize(
    ("book", "output", "told"),
    [
        ("plan.yaml", None, "a file that ends with .xlsx or .xlsm"),
        ("gala.xlsx", "gala.xlsx", "ends with .xlsm"),
        ("gala.xlsx", "there.xlsm", "exists already"),
        ("gala.xlsx", "no/such.xlsm", "folder does not exist"),
    ],
)
def test_wrong_files_are_refused(
    book: str, output: str | None, told: str, plain: Path, tmp_path: Path
) -> None:
    shutil.copy(plain, tmp_path / "gala.xlsx")
    (tmp_path / "there.xlsm").touch()
    with pytest.raises(MisuseError, match=told):
        enable(tmp_path / book, None if output is None else tmp_path / output)


def test_a_workbook_of_somebody_else_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(UnreadableFileError, match="not one of xlevent"):
        enable(tmp_path / "other.xlsx")
    assert not (tmp_path / "other.xlsm").exists()


def test_a_damaged_project_is_told(gala: Path, tmp_path: Path) -> None:
    path = rewritten(gala, tmp_path / "bad.xlsm", {PROJECT: parts(gala)[PROJECT][:900]})
    with pytest.raises(UnreadableFileError, match="macro project"):
        enable(path)


def test_the_command(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "gala.xlsm"
    run = CliRunner().invoke
    first = run(app, ["addin", "classic", str(plain), "-o", str(target)])
    assert first.exit_code == 0, first.output
    assert f"Written: {target}" in first.output.replace("\n", "")
    again = run(app, ["addin", "classic", str(target), "--interpreter", "python3"])
    assert "Renewed the macros" in again.output
    assert run(app, ["addin", "classic", str(plain), "-o", str(target)]).exit_code == 2
