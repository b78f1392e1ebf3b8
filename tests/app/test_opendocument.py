"""The workbook as .ods: what LibreOffice makes of it computes, looks and reads back the same."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.tools.calc import Calc, calc
from tests.tools.cells import values
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.cli import app
from xlevent.errors import MisuseError

PLAN = {
    "tasks": [{"id": "T-1", "name": "場勘", "kind": "task", "duration": 3}],
    "people": [{"name": "Ann Lee", "role": "Producer", "department": "Production"}],
}
_BACK = "Calc MS Excel 2007 XML"


def event() -> Event:
    return Event({"event_name": "Gala", "planning_start": "2027-03-01"}, PLAN)


def counts(path: Path) -> dict[str, int]:
    """How much there is of what a conversion may lose."""
    book = openpyxl.load_workbook(path)
    return {
        "tables": sum(len(sheet.tables) for sheet in book),
        "drop-downs": sum(len(sheet.data_validations.dataValidation) for sheet in book),
        "names": len(book.defined_names),
        "charts": sum(len(sheet._charts) for sheet in book),
        "protected": sum(sheet.protection.sheet for sheet in book),
        "hidden": sum(sheet.sheet_state != "visible" for sheet in book),
        "formulas": sum(
            isinstance(cell.value, str) and cell.value.startswith("=")
            for sheet in book for row in sheet.iter_rows() for cell in row
        ),
    }  # fmt: skip


def same(left: object, right: object) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-9 * max(1.0, abs(left))
    return left == right


@pytest.fixture(scope="module")
def office() -> Iterator[Calc]:
    with calc() as made:
        yield made


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_the_demo_computes_and_reads_back_the_same(office: Calc) -> None:
    folder = office.folder
    with sample("demo") as source:
        demo = Event.load(source)
    demo.build(folder / "demo.xlsx", language="zh-TW")
    demo.build(folder / "demo.ods", language="zh-TW")
    names = ["首頁", "設定"]
    found = office.ask(
        file=str(folder / "demo.ods"), save=[[str(folder / "back.xlsx"), _BACK]], views=names
    )
    before, after = values(folder / "demo.xlsx"), values(folder / "back.xlsx")
    assert len(before) > 90_000
    differ = [place for place in before if not same(before[place], after.get(place))]
    assert not differ, differ[:10]
    assert counts(folder / "back.xlsx") == counts(folder / "demo.xlsx")
    sheets = openpyxl.load_workbook(folder / "demo.xlsx")
    for name, view in zip(names, found["views"], strict=True):
        pane = sheets[name].sheet_view.pane
        frozen = [int(pane.xSplit or 0), int(pane.ySplit or 0)] if pane else [0, 0]
        assert view == [*frozen, False, 90], name
    assert (
        Event.read(folder / "back.xlsx").outgoing() == Event.read(folder / "demo.xlsx").outgoing()
    )


@pytest.mark.office
@pytest.mark.slow
def test_commands_write_and_read_it(tmp_path: Path) -> None:
    run = CliRunner().invoke
    event().save(tmp_path / "gala.yaml")
    done = run(app, ["build", str(tmp_path / "gala.yaml"), "-o", str(tmp_path / "gala"), "--ods"])
    assert done.exit_code == 0, done.output
    made = tmp_path / "gala.ods"
    with zipfile.ZipFile(made) as parts:
        first = parts.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert b"opendocument.spreadsheet" in parts.read("mimetype")
    done = run(app, ["read", str(made), "-o", str(tmp_path / "again.yaml")])
    assert done.exit_code == 0, done.output
    assert Event.load(tmp_path / "again.yaml").tables["tasks"] == event().tables["tasks"]


def test_without_libreoffice_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("XLEVENT_SOFFICE", raising=False)
    monkeypatch.setattr("xlevent.interop.documents.office._PLACES", {})
    with pytest.raises(MisuseError, match="made by LibreOffice, and it was not found"):
        event().build(tmp_path / "gala.ods")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "gala.ods").write_bytes(b"PK\x03\x04")
    done = CliRunner().invoke(
        app, ["read", str(tmp_path / "gala.ods"), "-o", str(tmp_path / "g.yaml")]
    )
    assert done.exit_code == 2
    assert "save it as .xlsx" in done.output


def test_other_commands_say_how_to_come_back(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "gala.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    done = CliRunner().invoke(app, ["validate", str(tmp_path / "gala.ods")])
    assert done.exit_code == 3
    assert "xlevent read gala.ods" in done.output


def test_a_template_of_word_is_no_workbook(tmp_path: Path) -> None:
    name = str(tmp_path / "x.docx")
    done = CliRunner().invoke(app, ["template", "--document", "contract", "--ods", "-o", name])
    assert done.exit_code == 2
    assert "--ods" in done.output
