"""Documents of rows: what Word shows is what the sheet shows, whatever people typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlevent.app.documents.contents import contents
from xlevent.app.documents.display import display
from xlevent.app.documents.printing import (
    document_named,
    print_documents,
    rows_of,
    save_template,
)
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop.documents import needed, office
from xlevent.interop.documents.content import Content
from xlevent.interop.documents.filling import fill
from xlevent.interop.documents.tags import expressions, lines_name
from xlevent.interop.documents.template import write_template
from xlevent.sheets.kernel.blocks import Field, Lines, Para
from xlevent.sheets.registry import registry
from xlevent.workbook.book import BookData
from xlevent.workbook.documents import compose
from xlevent.workbook.evaluate import Evaluator, Print
from xlevent.workbook.layout import row_counts

DOCUMENTS = registry().documents


@pytest.fixture(scope="module")
def demo() -> Event:
    with sample("demo") as path:
        return Event.load(path)


@pytest.fixture(scope="module")
def on_sheets(demo: Event) -> dict[str, list[Any]]:
    """Per document the values of its cells on the sheet for the first row."""
    from xlevent.app.build import book_data

    data: BookData = book_data(demo, "both")
    prints = []
    for key, document in DOCUMENTS.items():
        cells = [c for line in compose(document, data.registry, "both") for c in line.cells]
        prints.append(Print(key, _first(demo, key), tuple(c.formula for c in cells if c.formula)))
    values = Evaluator(data, row_counts(data), {}, prints).run().prints
    return dict(zip(DOCUMENTS, values, strict=True))


@pytest.fixture(scope="module")
def contents_of(demo: Event) -> Callable[[str], Content]:
    """The content of a document for its first row, evaluated once."""

    @cache
    def found(key: str) -> Content:
        (content,) = contents(demo, DOCUMENTS[key], [_first(demo, key)], "both")
        return content

    return found


def _first(event: Event, key: str) -> str | None:
    document = DOCUMENTS[key]
    if document.table is None:
        return None
    table = event.registry.tables[document.table]
    rows = event.tables.get(document.table)
    return str(rows[0][table.key_column.key]) if rows else None


def texts(path: Path) -> list[str]:
    """All paragraphs, those of tables too."""
    document = docx.Document(str(path))
    return [p.text for p in _paragraphs(document)]


def _paragraphs(document: Any) -> Iterator[Any]:
    for element in document.element.body.iter(docx.oxml.ns.qn("w:p")):
        yield docx.text.paragraph.Paragraph(element, document)


@pytest.mark.parametrize("key", DOCUMENTS)
def test_a_word_document_says_what_its_sheet_says(
    key: str,
    contents_of: Callable[[str], Content],
    on_sheets: dict[str, list[Any]],
    tmp_path: Path,
) -> None:
    document = DOCUMENTS[key]
    values = on_sheets[key]
    write_template(document, registry(), "both", tmp_path / "t.docx")
    fill(tmp_path / "t.docx", contents_of(key), tmp_path / "d.docx")
    said = texts(tmp_path / "d.docx")
    everything = "\n".join(said)
    assert "{{" not in everything
    assert "{%" not in everything
    cells = [c for line in compose(document, registry(), "both") for c in line.cells if c.formula]
    checked = 0
    for cell, value in zip(cells, values, strict=True):
        text = display(value, cell.kind, "both", 0)
        if cell.style == "para" and "本頁只列前" in text:
            continue  # true of the sheet only: it has a fixed number of rows
        if cell.style == "para":
            assert text in said, text
            checked += 1
        elif cell.style in ("value", "td") and text:
            assert text in everything, text
    paragraphs = sum(isinstance(p, Para) for p in document.parts)
    assert checked >= paragraphs
    assert paragraphs or any(isinstance(p, Field) for p in document.parts)


@pytest.mark.parametrize("key", DOCUMENTS)
def test_all_lines_are_printed_and_no_row_of_another_parent(
    key: str, demo: Event, contents_of: Callable[[str], Content]
) -> None:
    document = DOCUMENTS[key]
    row = _first(demo, key)
    content = contents_of(key)
    for part in document.parts:
        if not isinstance(part, Lines):
            continue
        listed = content.lines[lines_name(part)]
        table = registry().tables[part.table]
        if not table.is_computed and part.by == "doc_key":
            rows = demo.tables[part.table]
            if part.match and document.table:
                names = ("sponsor", "contract", "agreement", "meeting", "scenario", "expense")
                rows = [r for r in rows if row in map(r.get, names)]
            assert len(listed) == len(rows)


def test_many_rows_are_evaluated_in_one_run(demo: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    real = Evaluator.run

    def counted(self: Evaluator) -> Any:
        runs.append(1)
        return real(self)

    monkeypatch.setattr(Evaluator, "run", counted)
    document = document_named("fulfilment")
    rows = rows_of(demo, document, (), True)
    names = [c.pick["name"] for c in contents(demo, document, rows, "zh-TW")]
    assert names == [str(r["name"]) for r in demo.tables["sponsors"]]
    assert len(runs) == 1


def test_tags_name_one_expression_each() -> None:
    for document in DOCUMENTS.values():
        found = expressions(document, registry())
        assert len(set(found.values())) == len(found)
        assert all(re.fullmatch(r"(pick|settings|text)\.[a-z0-9_]+", tag) for tag in found)


# --- templates of people -------------------------------------------------------------------
CONTENT = Content(
    "fulfilment_report", "SP-1", "en", {"name": "A & B <Co>\nTaipei"}, {"venue": "{{ 7*7 }}"},
    {}, {}, {"benefits": ({"description": "one"}, {"description": "two\x07\x00"})},
)  # fmt: skip


def template(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    own = template(
        tmp_path / "own.docx",
        "Dear {{ pick.name }} of {{ settings.venue }}, {{ number }}",
        "{%p for line in lines.benefits %}",
        "- {{ line.description }}",
        "{%p endfor %}",
    )
    fill(own, CONTENT, tmp_path / "out.docx")
    assert texts(tmp_path / "out.docx") == [
        "Dear A & B <Co>\nTaipei of {{ 7*7 }}, SP-1", "- one", "- two",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ pick.nmae }}", "nmae"),
        ("{{ text.total_0000 }}", "total_0000"),
        ("{{ nothing }}", "nothing"),
        ("{{ pick.name", "cannot be read"),
        ("{% if pick.name %}", "cannot be read"),
        ("{{ pick.name | nofilter }}", "nofilter"),
        ("{{ pick.__class__.__mro__ }}", ""),
        ("{{ pick.name.format.__globals__ }}", ""),
        ("{% for i in range(1000000000) %}x{% endfor %}", ""),
        ("{{ 1 / 0 }}", ""),
    ],
)
def test_a_wrong_template_is_refused_in_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(MisuseError) as refused:
        fill(template(tmp_path / "own.docx", text), CONTENT, tmp_path / "out.docx")
    assert said in str(refused.value)
    assert "own.docx" in str(refused.value)
    assert "xlevent template --document" in str(refused.value)
    assert not (tmp_path / "out.docx").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError):
        fill(path, CONTENT, tmp_path / "out.docx")
    with pytest.raises(UnreadableFileError):
        fill(tmp_path / "absent.docx", CONTENT, tmp_path / "out.docx")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    content = Content("d", text, "en", {"name": text}, {}, {}, {}, {})
    fill(template(folder / "t.docx", "[{{ pick.name }}]"), content, folder / "o.docx")
    said = "\n".join(texts(folder / "o.docx"))
    wanted = re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", "",
                    text.replace("\r\n", "\n").replace("\r", "\n"))  # fmt: skip
    assert said == f"[{wanted}]"


# --- files ---------------------------------------------------------------------------------
def test_files_are_named_for_every_system(tmp_path: Path) -> None:
    event = Event(
        {"event_name": "E"},
        {"sponsors": [{"id": i, "name": i} for i in ("S/1", "S\\1", "s:1", "..", "贊助-甲")]},
    )
    document = document_named("fulfilment-report")
    paths = print_documents(event, document, rows_of(event, document, (), True), tmp_path)
    assert [p.name for p in paths] == [
        "fulfilment_report-S_1.docx", "fulfilment_report-S_1-2.docx",
        "fulfilment_report-s_1-3.docx", "fulfilment_report-.docx",
        "fulfilment_report-贊助-甲.docx",
    ]  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)


def test_existing_files_stay_unless_forced(demo: Event, tmp_path: Path) -> None:
    document = document_named("purchase_contract")
    kept = tmp_path / "purchase_contract-CT-002.docx"
    kept.write_text("mine")
    with pytest.raises(MisuseError, match="exists already"):
        print_documents(demo, document, ["CT-001", "CT-002"], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [kept.name]
    assert kept.read_text() == "mine"
    print_documents(demo, document, ["CT-001", "CT-002"], tmp_path, force=True, language="zh-TW")
    assert "採購契約書" in texts(kept)


def test_rows_and_kinds_are_looked_up_with_help(demo: Event) -> None:
    contract = document_named("purchase-contract")
    assert rows_of(demo, contract, ["ct-001", "CT-001"], False) == ["CT-001"]
    with pytest.raises(MisuseError, match="Did you mean CT-0"):
        rows_of(demo, contract, ["CT-00"], False)
    with pytest.raises(MisuseError, match="--all"):
        rows_of(demo, contract, [], False)
    with pytest.raises(MisuseError, match="whole event"):
        rows_of(demo, document_named("closing_report"), ["X"], False)
    with pytest.raises(MisuseError, match="Did you mean purchase_contract"):
        document_named("purchase_contrakt")
    with pytest.raises(MisuseError, match="Documents: "):
        document_named("s")


def test_a_template_is_a_docx(tmp_path: Path) -> None:
    save_template("fulfilment", tmp_path / "t.docx", "en")
    said = "\n".join(texts(tmp_path / "t.docx"))
    assert "{{ settings.event_name }}" in said or "{{ text." in said
    assert "lines.benefits" in said
    with pytest.raises(MisuseError, match="ends with"):
        save_template("fulfilment", tmp_path / "t.doc", "en")


def test_without_docxtpl_the_command_to_install_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(needed.importlib, "import_module", absent)
    with pytest.raises(MisuseError, match=r'pip install "xlevent\[documents\]"'):
        save_template("fulfilment", tmp_path / "t.docx", "en")
    assert not list(tmp_path.iterdir())


def test_without_libreoffice_the_way_out_is_told(
    demo: Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XLEVENT_SOFFICE", raising=False)
    monkeypatch.setattr(office, "_NAMES", ("no-such-program",))
    monkeypatch.setattr(office, "_PLACES", {})
    document = document_named("purchase_contract")
    with pytest.raises(MisuseError, match="--format docx"):
        print_documents(demo, document, ["CT-001"], tmp_path, form="pdf")
    monkeypatch.setenv("XLEVENT_SOFFICE", str(tmp_path / "nowhere"))
    with pytest.raises(MisuseError, match="no program"):
        print_documents(demo, document, ["CT-001"], tmp_path, form="pdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.office
def test_pdf_files_hold_the_text(demo: Event, tmp_path: Path) -> None:
    import subprocess

    from tests.tools.programs import program

    program("soffice", bringer="python3 dev.py test installs it")
    pdftotext = program("pdftotext", bringer="python3 dev.py test installs it (poppler-utils)")
    document = document_named("purchase_contract")
    paths = print_documents(
        demo, document, ["CT-001", "CT-002"], tmp_path, form="pdf", language="zh-TW"
    )
    assert [p.name for p in paths] == [
        "purchase_contract-CT-001.pdf", "purchase_contract-CT-002.pdf",
    ]  # fmt: skip
    done = subprocess.run([pdftotext, paths[0], "-"], capture_output=True, check=True)
    said = re.sub(r"\s", "", done.stdout.decode())
    assert "採購契約書" in said
    assert "857,000元整" in said
    assert "第16條爭議處理" in said


@pytest.mark.parametrize(
    ("value", "kind", "language", "places", "text"),
    [
        (1234567.0, "amount", "en", 0, "1,234,567"), (0.5, "amount", "en", 0, "1"),
        (-0.4, "amount", "en", 0, "0"), (1.005, "amount", "en", 2, "1.01"),
        (1234.5, "price", "en", 0, "1,234.5"), (1e-6, "price", "en", 0, "0.000001"),
        (12.0, "number", "en", 0, "12"), (1e21, "number", "en", 0, "1,000,000,000,000,000,000,000"),
        (0.05125, "percent", "en", 0, "5.13%"), (46347, "date", "zh-TW", 0, "2026/11/21"),
        (46347, "date", "en", 0, "21 Nov 2026"),
        (46347.5, "datetime", "both", 0, "2026-11-21 12:00"),
        (0, "date", "en", 0, ""), (0, "time", "en", 0, "00:00"), (None, "amount", "en", 0, ""),
        ("", "date", "en", 0, ""), ("soon", "date", "en", 0, "soon"), (3.0, "text", "en", 0, "3"),
    ],
)  # fmt: skip
def test_values_as_cells_display_them(
    value: Any, kind: Any, language: Any, places: int, text: str
) -> None:
    assert display(value, kind, language, places) == text
