"""Upgrading: what people put on our sheets is carried over or told, and nothing else is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from tests.workbook.patcher.building import MICROSOFT, MS, SPREADSHEET, Building
from xlevent.app.updating.write_log import read_log
from xlevent.app.upgrade import Upgraded, upgrade
from xlevent.cli import app
from xlevent.workbook.contents import column_letters
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.grafting.additions import Addition
from xlevent.workbook.package import open_package

OLD = Path(__file__).parents[1] / "data/template-1/xlevent-master-en.xlsx"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing"
_ANCHOR = (
    '<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
    'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    "<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
    '<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="99" cy="99"/>{thing}<xdr:clientData/>'
    "</xdr:oneCellAnchor>"
)
_SHAPE = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="91" name="Arrow"/><xdr:cNvSpPr/>'
    '</xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>look here</a:t></a:r></a:p>'
    "</xdr:txBody></xdr:sp>"
)  # fmt: skip
_PICTURE = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="92" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    '<xdr:blipFill><a:blip r:embed="{key}"/></xdr:blipFill><xdr:spPr/></xdr:pic>'
)
_GRAPH = (
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="93" name="My chart"/>'
    "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm/><a:graphic><a:graphicData><c:chart "
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{key}"/>'
    "</a:graphicData></a:graphic></xdr:graphicFrame>"
)
_CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>'
    "<c:plotArea><c:pieChart><c:ser><c:val><c:numRef><c:f>resources[Cost]</c:f></c:numRef></c:val>"
    "</c:ser></c:pieChart></c:plotArea></c:chart></c:chartSpace>"
)


@dataclass
class Case:
    """The report, the new workbook, and where things stood."""

    done: Upgraded
    path: Path
    old: Path
    risks: Edits
    expected: set[tuple[str, str, str, str]]


def _part(building: Building, folder: str, sheet: str, kind: str) -> str:
    rels = building.tree(f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels")
    target = next(str(r.get("Target")) for r in rels if str(r.get("Type")).endswith(kind))
    return folder + target.rpartition("/")[2]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("additions")
    edits = Edits(OLD)
    risks, resources = edits.tables["risks"], edits.tables["resources"]
    tab, other = risks.sheet, resources.sheet
    beside = risks.area.right + 1
    edits.put(tab, risks.first_row + 1, beside, "call the city")
    edits.put(tab, risks.first_row + 2, beside, 41.0)
    edits.put(tab, 2, 12, "seen by Ann")
    edits.put(tab, 1, 2, "My risks")
    edits.put(tab, risks.first_row + 3, beside, 3.0)
    edits.save(folder / "cells.xlsx")

    book = Building(folder / "cells.xlsx")
    part, resource_part = edits.sheets[tab], edits.sheets[other]
    root = book.tree(part)
    cell_name = f"{column_letters(beside)}{risks.first_row + 3}"
    (cell,) = (c for c in root.iter(f"{_MAIN}c") if c.get("r") == cell_name)
    formula = cell.makeelement(f"{_MAIN}f", {})
    formula.text = "1+2"
    cell.insert(0, formula)
    hidden = next(
        r for r in root.iter(f"{_MAIN}row") if r.get("r") == str(risks.first_row + 4)
    )  # fmt: skip
    hidden.set("hidden", "1")
    for column in root.iter(f"{_MAIN}col"):
        if column.get("min") == column.get("max") == str(risks.area.left + 1):
            column.set("width", "61")
    book.keep(part, root)
    book.insert(
        part,
        '<conditionalFormatting sqref="B20:B22"><cfRule type="expression" priority="999">'
        "<formula>LEN($B20)&gt;77</formula></cfRule></conditionalFormatting>",
    )
    rules = book.tree(part)
    validations = rules.find(f"{_MAIN}dataValidations")
    assert validations is not None
    mine = validations.makeelement(
        f"{_MAIN}dataValidation", {"type": "whole", "operator": "equal", "sqref": cell_name}
    )
    mine.append(mine.makeelement(f"{_MAIN}formula1", {}))
    mine[0].text = "4711"
    validations.append(mine)
    book.keep(part, rules)
    key = book.relate(part, "hyperlink", "https://example.org/", external=True)
    links = book.tree(part)
    one = links.find(f"{_MAIN}hyperlinks")
    assert one is not None
    link = one.makeelement(f"{_MAIN}hyperlink", {"ref": cell_name})
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link.set(f"{{{office}}}id", key)
    one.append(link)
    book.keep(part, links)
    # A note, and a comment with its note for older programs.
    book.add("xl/comments90.xml", (
        f'<comments xmlns="{_MAIN[1:-1]}"><authors><author>Ann</author></authors><commentList>'
        '<comment ref="C12" authorId="0"><text><t>ask Bo</t></text></comment>'
        '<comment ref="C13" authorId="0"><text><t>[Threaded comment]</t></text></comment>'
        "</commentList></comments>"
    ), f"{SPREADSHEET}.comments+xml")  # fmt: skip
    book.relate(part, "comments", "xl/comments90.xml")
    book.add("xl/threadedComments/threadedComment90.xml", (
        f'<ThreadedComments xmlns="{MICROSOFT}/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="C13" id="{0}"><text>why?</text></threadedComment>'
        "</ThreadedComments>"
    ), f"{MS}.threadedcomments+xml")  # fmt: skip
    book.relate(part, f"{MICROSOFT}/2017/10/relationships/threadedComment",
                "xl/threadedComments/threadedComment90.xml")  # fmt: skip
    # On the other sheet: a shape, a picture, a chart.
    drawing = _part(book, "xl/drawings/", resource_part, "/drawing")
    book.add("xl/media/image90.png", b"\x89PNG")
    book.default("png", "image/png")
    book.add("xl/charts/chart90.xml", _CHART, f"{_DRAWING}ml.chart+xml")
    picture = book.relate(drawing, "image", "xl/media/image90.png")
    chart = book.relate(drawing, "chart", "xl/charts/chart90.xml")
    drawn = book.parts[drawing].decode()
    things = (_SHAPE, _PICTURE.format(key=picture), _GRAPH.format(key=chart))
    anchors = "".join(
        _ANCHOR.format(column=n, row=4, thing=thing) for n, thing in enumerate(things, start=1)
    )
    closing = "</xdr:wsDr>"
    book.parts[drawing] = drawn.replace(closing, anchors + closing).encode()
    # A filter, and names.
    table = next(
        n for n, d in book.parts.items() if n.startswith("xl/tables/") and b'name="risks"' in d
    )
    filtered = book.tree(table)
    (auto,) = filtered.iter(f"{_MAIN}autoFilter")
    column = auto.makeelement(f"{_MAIN}filterColumn", {"colId": "1"})
    column.append(column.makeelement(f"{_MAIN}filters", {}))
    column[0].append(column.makeelement(f"{_MAIN}filter", {"val": "Weather"}))
    auto.append(column)
    book.keep(table, filtered)
    workbook = book.tree("xl/workbook.xml")
    (names,) = workbook.iter(f"{_MAIN}definedNames")
    at = f"'{tab}'!${column_letters(beside)}${risks.first_row + 1}"
    for name, scope in (("list_mine", None), ("fig_local", "3")):
        new = names.makeelement(f"{_MAIN}definedName", {"name": name})
        if scope:
            new.set("localSheetId", scope)
        new.text = at
        names.append(new)
    book.keep("xl/workbook.xml", workbook)
    path = book.save(folder / "event.xlsx")
    done = upgrade(path, output=folder / "new.xlsx")
    row = risks.first_row
    expected = {
        (tab, "B1", "cell", "My risks"),
        (tab, "B20:B22", "conditional format", "expression LEN($B20)>77"),
        (tab, cell_name, "data validation", "whole equal 4711"),
        (tab, cell_name, "hyperlink", "https://example.org/"),
        (tab, "C12", "note", "Ann: ask Bo"),
        (tab, "C13", "comment", "why?"),
        (tab, f"{row + 4}:{row + 4}", "hidden row", ""),
        (
            tab, f"{column_letters(risks.area.left + 1)}{risks.area.top}", "filter",
            f"{risks.columns[1][1]}: filter Weather",
        ),
        (other, "B5", "shape", "Arrow look here"),
        (other, "C5", "picture", "Logo"),
        (other, "D5", "chart", "My chart"),
    }  # fmt: skip
    return Case(done, folder / "new.xlsx", path, edits, expected)


def facts(additions: list[Addition]) -> set[tuple[str, str, str, str]]:
    return {(a.sheet, a.place, a.kind.en, a.told) for a in additions}


@pytest.mark.slow
def test_all_that_is_left_is_told_and_nothing_else(case: Case) -> None:
    assert facts(case.done.left) == case.expected
    assert all(a.kind.zh and a.kind.zh != a.kind.en for a in case.done.left)


@pytest.mark.slow
def test_cells_beside_tables_are_carried(case: Case) -> None:
    risks = case.risks.tables["risks"]
    letters, row = column_letters(risks.area.right + 1), risks.first_row
    assert facts(case.done.carried) == {
        (risks.sheet, f"{letters}{row + 1}", "cell", "call the city"),
        (risks.sheet, f"{letters}{row + 2}", "cell", "41.0"),
        (risks.sheet, "L2", "cell", "seen by Ann"),
        (risks.sheet, column_letters(risks.area.left + 1), "column width", "61"),
    }
    assert facts(case.done.as_values) == {
        (risks.sheet, f"{letters}{row + 3}", "formula", "=1+2 (3.0)")
    }
    with open_package(case.path) as package:
        new = next(n for n in read_contents(package).tables if n.name == "risks")
    assert new.first_row != risks.first_row  # else nothing is proved
    sheet = openpyxl.load_workbook(case.path)[risks.sheet]
    column = new.area.right + 1
    assert [sheet.cell(new.first_row + n, column).value for n in (1, 2, 3)] == [
        "call the city", 41, 3,
    ]  # fmt: skip
    assert sheet["L2"].value == "seen by Ann"
    assert sheet.column_dimensions[column_letters(new.area.left + 1)].width == 61


@pytest.mark.slow
def test_own_names_stay_and_follow_what_was_carried(case: Case) -> None:
    book = openpyxl.load_workbook(case.path)
    with open_package(case.path) as package:
        new = next(n for n in read_contents(package).tables if n.name == "risks")
    place = f"'{new.sheet}'!${column_letters(new.area.right + 1)}${new.first_row + 1}"
    assert book.defined_names["list_mine"].attr_text == place
    assert [
        s["fig_local"].attr_text for s in (w.defined_names for w in book) if "fig_local" in s
    ] == [place]
    assert case.done.sheets.lost == []


@pytest.mark.slow
def test_the_upgrade_stands_in_the_write_log(case: Case) -> None:
    last = read_log(case.path)[-1]
    assert last["command"] == "upgrade"
    assert last["what"] == "Template 1 to 3, language en to en"


@pytest.mark.slow
@pytest.mark.validator
def test_the_file_is_sound(case: Case, assert_sound: Callable[[Path], None]) -> None:
    assert_sound(case.path)


@pytest.mark.slow
@pytest.mark.office
def test_what_libreoffice_writes_anew_is_not_told(libreoffice: LibreOffice) -> None:
    (saved,) = libreoffice.recalculate([OLD])
    done = upgrade(saved, dry_run=True)
    assert facts(done.left) == facts(done.carried) == facts(done.as_values) == set()


@pytest.mark.slow
def test_a_current_workbook_is_copied_with_output(case: Case, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    assert upgrade(case.path, output=copy, dry_run=True).current
    assert not copy.exists()
    ran = CliRunner().invoke(app, ["upgrade", str(case.path), "-o", str(copy)])
    assert ran.exit_code == 0, ran.output
    assert "is its copy" in ran.output.replace("\n", " ")
    assert copy.read_bytes() == case.path.read_bytes()
