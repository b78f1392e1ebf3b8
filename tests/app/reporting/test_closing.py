"""The closing report: sentences of the sheet, figures, the author's paragraphs, every format."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.event import Event
from xlevent.app.reporting.closing import closing_report
from xlevent.app.reporting.html import report_html
from xlevent.app.reporting.media import Media, longest_side, media_of
from xlevent.app.reporting.model import Chart, Gallery, Paragraph, Report, Table
from xlevent.app.samples import sample
from xlevent.sheets.closing_sentences import SENTENCES
from xlevent.sheets.registry import registry

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

HOSTILE = "<script>alert(1)</script> & \"quotes\" 'x' ]]> =1+1 \x07"
PLAN = """\
settings: {event_name: Gala, client_name: C, organiser_name: O, event_start: 2027-04-10,
  event_end: 2027-04-10, data_date: 2027-04-20, base_currency: TWD}
people: [{name: Ann, role: Producer}]
goals: [{id: G-1, goal: Many come, measure: Visitors, target: 100, direction: higher, weight: 1}]
goal_results: [{goal: G-1, result: 80}]
attendance_log: [{id: AT-1, date: 2027-04-10, session: Evening, registered: 90, attended: 80}]
report_sections:
  - {section: summary, body: "First line.\\nSecond line."}
report_media:
  - {id: MD-1, kind: photo, title: Stage, section: summary, file: media/stage.jpg, credit: Ann,
     caption: The stage at nine, consent: granted}
  - {id: MD-2, kind: photo, title: Foyer, file: media/foyer.png, consent: pending}
  - {id: MD-3, kind: photo, title: Child, section: goals, file: media/stage.jpg, consent: refused}
  - {id: MD-4, kind: photo, title: Lost, section: goals, file: media/lost.jpg}
  - {id: MD-5, kind: video, title: Film, file: "https://example.org/film"}
  - {id: MD-6, kind: audio, title: Bad, file: "javascript:alert(1)"}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "160")
    (tmp_path / "gala.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "media").mkdir()
    Image.new("RGB", (300, 200), "navy").save(tmp_path / "media" / "stage.jpg")
    Image.new("RGBA", (200, 300), (200, 30, 30, 128)).save(tmp_path / "media" / "foyer.png")
    return tmp_path


@pytest.fixture(scope="module")
def demo() -> Event:
    with sample("demo") as path:
        return Event.load(path)


@pytest.fixture(scope="module")
def demo_report(demo: Event) -> Report:
    return closing_report(demo, "both", Media())


def run(*arguments: object, code: int = 0) -> Any:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    assert done.exit_code == code, f"{done.output}\n{done.exception!r}"
    return done


def blocks(report: Report, section: str, kind: type) -> list[Any]:
    found = next(one for one in report.sections if one.key == section)
    return [block for block in found.blocks if isinstance(block, kind)]


# --- the model -----------------------------------------------------------------------------------
def test_every_chapter_has_its_sentences_in_both_languages(demo_report: Report) -> None:
    keys = [option.key for option in registry().lists["report_section"].options]
    assert [section.key for section in demo_report.sections][: len(keys)] == keys
    assert set(SENTENCES) == set(keys)
    for key in keys:
        said = [p.text for p in blocks(demo_report, key, Paragraph) if not p.author]
        assert len(said) == 1, key
        assert re.search("[\u4e00-\u9fff]", said[0].zh)
        assert re.search("[a-z]", said[0].en)
        numbers = [sorted(re.findall(r"\d[\d,.]*\d|\d", side)) for side in said[0]]
        assert numbers[0] == numbers[1], key  # the same figures, whatever the language


def test_sentences_are_those_of_the_sheet(demo: Event, demo_report: Report) -> None:
    from xlevent.app.evaluated import Evaluated

    printed = {
        value
        for line, values in Evaluated(demo, "zh-TW").document("closing_report")
        for cell, value in zip(line.cells, values, strict=True)
        if cell.style == "para"
    }
    said = {
        p.text.zh for s in demo_report.sections for p in s.blocks
        if isinstance(p, Paragraph) and not p.author
    }  # fmt: skip
    assert len(said) == len(SENTENCES)
    assert said <= printed  # below its tables the sheet says how many rows it has no room for


def test_figures_and_tables_show_what_the_sheets_hold(demo: Event, demo_report: Report) -> None:
    figures = {fact.title.en: fact.value.en for fact in demo_report.figures}
    assert figures["Goals met"] == "75.0%"
    visits = sum(int(str(row["attended"])) for row in demo.tables["attendance_log"])
    assert figures["Attendance"] == f"{visits:,}"
    received = sum(int(str(r.get("received", 0))) for r in demo.tables["sponsor_payments"])
    assert figures["Cash received"] == f"{received:,}"
    goals = blocks(demo_report, "goals", Table)[0]
    assert len(goals.rows) == len(demo.tables["goal_results"])
    status = {row[5].zh for row in goals.rows}
    assert status == {"達成", "部分達成"}
    assert {row[5].en for row in goals.rows} == {"Met", "Partly met"}
    chart = blocks(demo_report, "goals", Chart)[0]
    assert chart.mark == 1.0
    assert len(chart.categories) == len(goals.rows)


def test_long_tables_say_what_they_leave_out(demo_report: Report) -> None:
    table = blocks(demo_report, "suppliers", Table)[0]
    assert len(table.rows) == 12
    assert table.more is not None
    ordered = [int(row[1].en.replace(",", "")) for row in table.rows]
    assert ordered == sorted(ordered, reverse=True)


def test_the_authors_paragraphs_stay_as_they_are() -> None:
    event = Event.load("gala.yaml")
    report = closing_report(event, "en", Media())
    own = [p.text.en for p in blocks(report, "summary", Paragraph) if p.author]
    assert own == ["First line.", "Second line."]
    assert blocks(report, "summary", Paragraph)[0].author is False
    # Figures change, the sentences with them, the author's words do not.
    event.tables["attendance_log"][0]["attended"] = 95
    again = closing_report(event, "en", Media())
    assert [p.text.en for p in blocks(again, "summary", Paragraph) if p.author] == own
    first, second = (blocks(r, "summary", Paragraph)[0].text.en for r in (report, again))
    assert "80 visits" in first
    assert "95 visits" in second


def test_an_empty_event_gets_a_report_without_nonsense() -> None:
    report = closing_report(Event({"event_name": "Nothing"}), "both", Media())
    text = report_html(report, "both")
    for wrong in ("None", "#N/A", "#DIV", "#VALUE", "#REF", "Traceback"):
        assert wrong not in text
    assert "No goals were set." in text
    assert "尚未設定目標。" in text


@pytest.mark.parametrize(("number", "verb"), [(0, "are"), (1, "is"), (2, "are")])
def test_english_agrees_with_its_numbers(number: int, verb: str) -> None:
    rows = [
        {"id": f"IS-{n}", "opened": "2027-04-10 10:00", "place": "Hall", "kind": "other",
         "severity": "minor", "description": "x", "owner": "Ann",
         **({} if n < number else {"resolved": "2027-04-10 11:00"})}
        for n in range(3)
    ]  # fmt: skip
    event = Event({"event_name": "E"}, {"issues": rows, "people": [{"name": "Ann", "role": "P"}]})
    said = blocks(closing_report(event, "en", Media()), "issues", Paragraph)[0].text.en
    assert said.startswith(f"Of 3 issues on site {number} {verb} still open")


def test_one_day_one_goal_and_no_currency() -> None:
    event = Event.load("gala.yaml")
    event.tables["budget_lines"] = []
    event.settings.pop("base_currency")
    event.tables["expenses"] = [{"id": "EX-1", "date": "2027-04-10", "gross": Decimal(500)}]
    said = blocks(closing_report(event, "both", Media()), "summary", Paragraph)[0].text
    assert "Gala took place on 2027-04-10." in said.en
    assert "於 2027-04-10 舉行" in said.zh
    assert "0 of 1 goal was met." in said.en
    assert "  " not in said.en


# --- pictures and media --------------------------------------------------------------------------
def test_pictures_are_embedded_and_the_rest_is_linked() -> None:
    event = Event.load("gala.yaml")
    media = media_of(event, Path())
    assert {f.code for f in media.findings} == {"XL650", "XL657", "XL658"}
    assert [p.title.en for p in media.of("summary")] == ["Stage"]
    assert [p.caption.en for p in media.of(None)] == ["Foyer"]  # no caption: the title
    assert [item.title.en for item in media.links.items] == ["Lost", "Film", "Bad"]
    where = {f.code: f.row for f in media.findings}
    assert where == {"XL650": 3, "XL657": 2, "XL658": 1}
    report = closing_report(event, "en", media)
    assert [len(g.pictures) for g in blocks(report, "summary", Gallery)] == [1]
    assert len(report.pictures) == 2


def test_of_many_pictures_each_is_smaller() -> None:
    assert [longest_side(n) for n in (0, 16, 17, 48, 49, 5000)] == [
        1600,
        1600,
        1200,
        1200,
        800,
        800,
    ]


# --- HTML ----------------------------------------------------------------------------------------
class Page(HTMLParser):
    """Collects what a page is made of, and that its tags are closed in order."""

    VOID = frozenset(("meta", "link", "img", "br", "line", "rect", "circle", "polyline"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_is_closed_and_loads_nothing() -> None:
    event = Event.load("gala.yaml")
    text = report_html(closing_report(event, "en", media_of(event, Path())), "en")
    page = Page(text)
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert "script" not in names
    assert "link" not in names
    for _, attributes in page.tags:
        assert not {name for name in attributes if name.startswith("on")}
        assert (attributes.get("src") or "data:image/").startswith("data:image/")
    links = [a.get("href") or "" for tag, a in page.tags if tag == "a"]
    assert "https://example.org/film" in links
    assert not [link for link in links if not link.startswith(("#", "https://"))]
    images = [attributes for tag, attributes in page.tags if tag == "img"]
    assert [image["alt"] for image in images] == ["Stage", "Foyer"]
    identifiers = [a["id"] for _, a in page.tags if "id" in a]
    assert len(identifiers) == len(set(identifiers))
    assert "default-src 'none'" in text


def test_hostile_texts_stay_texts(here: Path) -> None:
    event = Event.load("gala.yaml")
    event.settings["event_name"] = HOSTILE
    event.tables["report_sections"][0]["body"] = HOSTILE
    event.tables["goals"][0]["measure"] = HOSTILE
    event.tables["report_media"][0]["title"] = event.tables["report_media"][0]["caption"] = HOSTILE
    media = media_of(event, Path())
    report = closing_report(event, "both", media)
    page = Page(report_html(report, "both"))
    assert "script" not in [tag for tag, _ in page.tags]
    assert page.open == []
    assert any("<script>alert(1)</script>" in word for word in page.words)
    from datetime import datetime

    from xlevent.app.reporting.writing import write_report

    for form in ("docx", "xlsx", "csv"):
        target = here / f"hostile.{form}"
        write_report(report, target, form, "both", stamp=datetime(2027, 1, 1))  # type: ignore[arg-type]
        assert target.stat().st_size > 1000
    book = openpyxl.load_workbook(here / "hostile.xlsx")
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if "<script>" in str(cell.value)]


# --- the command ---------------------------------------------------------------------------------
def test_every_format_holds_the_same(here: Path) -> None:
    import docx

    for form in ("html", "docx", "xlsx", "csv"):
        run("report", "gala.yaml", "-o", f"closing.{form}", "-l", "en")
    html = (here / "closing.html").read_text("utf-8")
    document = docx.Document(str(here / "closing.docx"))
    paragraphs = [p.text for p in document.paragraphs]
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    book = openpyxl.load_workbook(here / "closing.xlsx")
    values = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value]
    for words in ("80 visits were counted.", "First line.", "Second line."):
        assert words in html
        assert any(words in text for text in paragraphs)
        assert any(words in text for text in values)
    assert "80.0%" in html
    assert "80.0%" in cells
    assert "80.0%" in values
    assert "80.0%" in (here / "closing.csv").read_text("utf-8-sig")
    assert len(book.worksheets[0]._images) == 2  # type: ignore[attr-defined]
    assert len(book.worksheets[0]._charts) == 2  # type: ignore[attr-defined]
    with zipfile.ZipFile(here / "closing.docx") as package:
        names = package.namelist()
        assert len([n for n in names if n.startswith("word/charts/")]) == 2
        assert len([n for n in names if n.startswith("word/media/")]) == 2
        assert b'descr="Stage"' in package.read("word/document.xml")


def test_a_report_is_not_written_over_unless_asked(here: Path) -> None:
    run("report", "gala.yaml")
    assert (here / "gala-report.html").exists()
    run("report", "gala.yaml", code=2)
    run("report", "gala.yaml", "--force")
    run("report", "gala.yaml", "-o", "x.txt", code=2)
    run("report", "gala.yaml", "-o", "x.docx", "--format", "html", code=2)
    run("report", "gala.yaml", "--json", code=2)
    run("report", "gala.yaml", "--pictures", "nowhere", "-o", "y.html", code=2)
    assert not (here / "y.html").exists()


def test_a_workbook_gives_the_same_report_as_its_plan(here: Path) -> None:
    Event.load("gala.yaml").build(here / "gala.xlsx", language="en")
    run("report", "gala.yaml", "-o", "a.html", "-l", "en")
    text = run("report", "gala.xlsx", "-o", "b.html", "-l", "en").output
    assert "XL650" in text
    assert (here / "a.html").read_text("utf-8") == (here / "b.html").read_text("utf-8")
    shutil.move(here / "media", here / "photos")
    (here / "photos" / "media").mkdir()
    for name in ("stage.jpg", "foyer.png"):
        shutil.move(here / "photos" / name, here / "photos" / "media")
    run("report", "gala.xlsx", "-o", "c.html", "-l", "en", "--pictures", "photos")
    assert (here / "c.html").read_bytes() == (here / "a.html").read_bytes()


def test_what_is_missing_before_closing(here: Path) -> None:
    found = json.loads(run("report", "gala.yaml", "--missing", "--json", code=1).stdout)
    assert found["can_close"] is False
    assert {"code": "O6.2.1", "owner": "", "rows": 0, "missing": 0} in found["deliverables"]
    assert {i["code"] for i in found["indicators"]} >= {"P6.2.1"}
    assert "P6.2.1" in run("report", "gala.yaml", "--missing", code=1).output
    run("report", "gala.yaml", "--missing", "-o", "missing.html", code=1)
    assert "O6.2.1" in (here / "missing.html").read_text("utf-8")
    run("report", "gala.yaml", "--missing", "--sponsor", "S-1", code=2)


def test_the_demo_says_what_it_still_needs(demo: Event) -> None:
    from xlevent.app.duties.closing import missing_to_close

    found = missing_to_close(demo)
    assert found.gaps == ()
    assert found.findings == ()
    assert {one.state for one in found.indicators} == {"partly"}
    assert all(one.judged for one in found.indicators)
    assert {f.key: f.value for f in found.figures}["sponsor_cash_overdue"] == 120_000
    assert not found.can_close
    assert "deliverables" not in {duty.table for duty in found.duties}


def test_the_report_of_a_sponsor(here: Path) -> None:
    with sample("demo") as path:
        run("report", path, "--sponsor", "SP-003", "--sponsor", "sp-001")
        run("report", path, "--sponsor", "SP-999", code=2)
        run("report", path, "--sponsor", "SP-003", "--format", "html", code=2)
        run("report", path, "--all-sponsors", "--missing", code=2)
        run("report", path, "--all-sponsors", "--format", "xlsx", "-o", "all")
    assert len(list((here / "all").glob("fulfilment_report-SP-0*.xlsx"))) == 12
    assert sorted(p.name for p in here.glob("*.docx")) == [
        "fulfilment_report-SP-001.docx", "fulfilment_report-SP-003.docx",
    ]  # fmt: skip


@pytest.mark.office
def test_pdf_has_the_pages_with_pictures_and_letters(here: Path) -> None:
    run("report", "gala.yaml", "-o", "closing.pdf", "-l", "both")
    content = (here / "closing.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Subtype\s*/Image", content)) >= 2


@pytest.mark.validator
def test_word_and_excel_open_it(here: Path, demo: Event) -> None:
    from datetime import datetime

    from tests.tools import validator
    from xlevent.app.reporting.writing import write_report

    event = Event.load("gala.yaml")
    pictures = media_of(event, Path())
    for name, form, report in (
        ("gala", "docx", closing_report(event, "both", pictures)),
        ("gala", "xlsx", closing_report(event, "both", pictures)),
        ("demo", "docx", closing_report(demo, "zh-TW", Media())),
    ):
        path = here / f"{name}.{form}"
        write_report(report, path, form, "both", stamp=datetime(2027, 1, 1))  # type: ignore[arg-type]
        assert validator.validate(path) == []


def test_the_same_report_twice_is_the_same_file(here: Path) -> None:
    from datetime import datetime

    from xlevent.app.reporting.writing import write_report

    event = Event.load("gala.yaml")
    report = closing_report(event, "both", media_of(event, Path()))
    for form in ("html", "xlsx"):
        for name in ("a", "b"):
            path = here / f"{name}.{form}"
            write_report(report, path, form, "both", stamp=datetime(2027, 1, 1))  # type: ignore[arg-type]
        assert (here / f"a.{form}").read_bytes() == (here / f"b.{form}").read_bytes()
