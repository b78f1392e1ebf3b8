"""Upgrading: all data and everything that people added come out, in the template of today."""

from __future__ import annotations

import contextlib
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.tools import cells
from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from xlevent.app.event import Event
from xlevent.app.upgrade import Upgraded, upgrade
from xlevent.errors import MisuseError
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.workbook.contents import column_letters
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.names import TEMPLATE_VERSION
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher.patch import Patch

OLD = Path(__file__).parents[1] / "data/template-1/ournetworks-2018.xlsx"
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>'
    "<c:plotArea><c:layout/><c:pieChart><c:varyColors val=\"1\"/><c:ser><c:idx val=\"0\"/>"
    '<c:order val="0"/><c:val><c:numRef><c:f>{values}</c:f></c:numRef></c:val></c:ser>'
    "</c:pieChart></c:plotArea></c:chart></c:chartSpace>"
)  # fmt: skip
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>12</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=\"\">"
    '<xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Mine"/><xdr:cNvGraphicFramePr/>'
    "</xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm>"
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="{r}" '
    'r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>'
    "</xdr:twoCellAnchor></xdr:wsDr>"
)  # fmt: skip


def _sheet(formulas: list[str], drawing: bool = False) -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>row {n}</t></is></c>'
        f'<c r="B{n}"><f>{text.replace("&", "&amp;")}</f></c></row>'
        for n, text in enumerate(formulas, start=1)
    )
    drawn = '<drawing r:id="rId1"/>' if drawing else ""
    xml = (
        f'<worksheet xmlns="{_NS}" xmlns:r="{_R}"><sheetData>{rows}</sheetData>{drawn}</worksheet>'
    )
    return xml.encode()


@dataclass
class Books:
    """The workbook as a person left it, and as each upgrade left it."""

    old: Path
    same: Path
    other: Path  # in Chinese
    both: Path
    reports: list[Upgraded]


def _cell(path: Path, table: str, column: str, rows: int) -> tuple[str, str]:
    """Tab, and the cells of the first rows of a column."""
    with open_package(path) as package:
        native = next(n for n in read_contents(package).tables if n.name == table)
    offset = next(i for i, (_, title) in enumerate(native.columns) if title.endswith(column))
    letters = column_letters(native.area.left + offset)
    return native.sheet, f"${letters}${native.first_row}:${letters}${native.first_row + rows - 1}"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder = tmp_path_factory.mktemp("upgrade")
    old = folder / "event.xlsx"
    edits = Edits(OLD)
    people = edits.tables["people"]
    edits.rename(edits.sheet_of("risks"), "我的風險")
    edits.hide(edits.sheet_of("lessons"))
    edits.save(folder / "edited.xlsx")
    tab, cells = _cell(folder / "edited.xlsx", "people", "Name", 3)
    with (
        open_package(folder / "edited.xlsx") as package,
        contextlib.closing(Patch(package)) as patch,
    ):
        contents = patch.contents
        name = contents.named_cell("set_event_name")
        assert name is not None
        event_name = f"'{name[0]}'!{column_letters(name[2])}{name[1]}"
        mine = [
            'COUNTIF(people[Name],"?*")',
            "1+1",
            "LEN(set_event_name)",
            "fig_people_total",
        ]
        patch.add_sheet("Mine", _sheet(mine), before=contents.sheets[3].name)
        refs = [f"COUNTA('{tab}'!{cells})", f"LEN({event_name})", f"'{tab}'!A1", "Mine!B1*2"]
        part = patch.add_sheet("Refs", _sheet(refs, drawing=True))
        xml = "application/vnd.openxmlformats-officedocument.drawing"
        patch.add_part("xl/drawings/drawing900.xml", _DRAWING.format(r=_R).encode(), f"{xml}+xml")
        chart = _CHART.format(values=f"'{tab}'!{cells}").encode()
        patch.add_part("xl/charts/chart900.xml", chart, f"{xml}ml.chart+xml")
        patch.relate(part, f"{_R}/drawing", "xl/drawings/drawing900.xml")
        patch.relate("xl/drawings/drawing900.xml", f"{_R}/chart", "xl/charts/chart900.xml")
        column = people.area.right + 1
        patch.set_value(people.sheet, people.area.top, column, "車號")
        patch.set_value(people.sheet, people.first_row + 1, column, "ABC-123")
        patch.write(folder / "with_sheets.xlsx")
    widened = Edits(folder / "with_sheets.xlsx")
    widened.widen("people", "車號")
    widened.save(old)
    same, other, both = (folder / f"{n}.xlsx" for n in ("same", "other", "both"))
    reports = [
        upgrade(old, output=same),
        upgrade(same, output=other, language="zh-TW"),
        upgrade(other, output=both, language="both"),
    ]
    return Books(old, same, other, both, reports)


def plain(event: Event) -> Event:
    event.settings.pop("language", None)
    event.tables[COMPUTATIONS] = []
    return event


def part_of(path: Path, tab: str) -> bytes:
    with open_package(path) as package:
        sheet = read_contents(package).sheet(tab)
    assert sheet is not None
    with zipfile.ZipFile(path) as archive:
        return archive.read(sheet.part)


def shown(path: Path, tab: str) -> list[object]:
    values = cells.values(path)
    return [values.get((tab, f"B{row}")) for row in range(1, 5)]


def formulas(path: Path, tab: str) -> list[object]:
    found = cells.formulas(path)
    return [f"={found[tab, f'B{row}']}" for row in range(1, 5)]


def tabs(path: Path) -> list[str]:
    return openpyxl.load_workbook(path, read_only=True).sheetnames


@pytest.mark.slow
def test_all_data_come_over(books: Books) -> None:
    old = plain(Event.read(books.old))
    for path in (books.same, books.other, books.both):
        new = Event.read(path)
        assert [f for f in new.findings if f.code not in {f.code for f in old.findings}] == []
        assert plain(new) == old
    assert [f.code for f in Event.read(books.same).findings if f.code in ("XL164", "XL173")] == []


@pytest.mark.slow
def test_own_sheets_stay_byte_for_byte(books: Books) -> None:
    assert part_of(books.same, "Mine") == part_of(books.old, "Mine")
    assert books.reports[0].sheets.kept == ["Mine", "Refs"]
    assert tabs(books.same).index("Mine") == tabs(books.old).index("Mine")
    assert tabs(books.same)[-1] == "Refs"


@pytest.mark.slow
def test_a_renamed_tab_keeps_its_name_and_a_hidden_one_stays_hidden(books: Books) -> None:
    book = openpyxl.load_workbook(books.other)
    assert "我的風險" in book.sheetnames
    hidden = [s.title for s in book.worksheets if s.sheet_state == "hidden"]
    assert len(hidden) == 1
    assert hidden[0].startswith("O5.2.3")


@pytest.mark.slow
def test_an_own_column_comes_over(books: Books) -> None:
    assert books.reports[0].columns == ["People: 車號"]
    for path in (books.same, books.other, books.both):
        edits = Edits(path)
        sheet, row, column = edits.find("people", "車號", 1)
        assert cells.values(path)[sheet, f"{column_letters(column)}{row}"] == "ABC-123"


@pytest.mark.slow
def test_formulas_follow_names_and_places(books: Books) -> None:
    assert formulas(books.other, "Mine") == [
        '=COUNTIF(people[姓名],"?*")', "=1+1", "=LEN(set_event_name)", "=fig_people_total",
    ]  # fmt: skip
    tab, area = _cell(books.other, "people", "姓名", 3)
    assert tab == "設定"
    assert formulas(books.other, "Refs")[0] == f"=COUNTA('{tab}'!{area})"
    assert any("A1" in one for one in books.reports[0].sheets.lost)
    with zipfile.ZipFile(books.other) as archive:
        chart = archive.read("xl/charts/chart900.xml").decode()
    assert f"<c:f>'{tab}'!{area}</c:f>" in chart


@pytest.mark.slow
@pytest.mark.validator
def test_the_files_are_sound(books: Books, assert_sound: Callable[[Path], None]) -> None:
    for path in (books.same, books.other, books.both):
        assert_sound(path)


@pytest.mark.slow
@pytest.mark.office
def test_libreoffice_computes_the_same(books: Books, libreoffice: LibreOffice) -> None:
    old, same, other = libreoffice.recalculate([books.old, books.same, books.other])
    for tab in ("Mine", "Refs"):
        wanted = shown(old, tab)
        if tab == "Refs":
            wanted = [value for row, value in enumerate(wanted) if row != 2]  # the lost one
        for path in (same, other):
            found = shown(path, tab)
            assert (found if tab == "Mine" else [*found[:2], found[3]]) == wanted


@pytest.mark.slow
def test_in_place_keeps_a_copy_and_does_nothing_twice(tmp_path: Path, books: Books) -> None:
    path = tmp_path / "gala.xlsx"
    shutil.copyfile(books.old, path)
    before = path.read_bytes()
    dry = upgrade(path, dry_run=True)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == ["gala.xlsx"]
    done = upgrade(path)
    assert dry.sheets == done.sheets
    assert done.copy == tmp_path / "gala.v1.xlsx"
    assert done.copy.read_bytes() == before
    after = path.read_bytes()
    assert upgrade(path).current
    assert path.read_bytes() == after


@pytest.mark.slow
def test_a_later_template_is_refused(tmp_path: Path) -> None:
    edits = Edits(OLD)
    edits.put("_xlevent", 2, 2, str(TEMPLATE_VERSION + 1))
    path = edits.save(tmp_path / "later.xlsx")
    with pytest.raises(MisuseError, match="Update xlevent"):
        upgrade(path)
