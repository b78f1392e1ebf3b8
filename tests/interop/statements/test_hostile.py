"""Files that are damaged or meant to harm: one clear sentence, in time and in memory."""

from __future__ import annotations

import sys
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlevent.app.statements import read_statements
from xlevent.domain.bank import Statement
from xlevent.errors import UnreadableFileError, XleventError

FILES = Path(__file__).parent / "files"
SAMPLES = sorted(p for p in FILES.iterdir())
SECONDS = 8  # of processor time, for what takes a fraction of one


def refused(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    started = time.process_time()
    with pytest.raises(UnreadableFileError) as caught:
        read_statements([path])
    assert time.process_time() - started < SECONDS
    assert str(path) in str(caught.value)
    assert caught.value.mend.en
    return str(caught.value)


def test_texts_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "日期,金額\n2026/03/05,5\n"
    assert "a.csv:3" in refused(path, head + "2026/03/06,\0\n")
    assert "field" in refused(path, head + f"2026/03/06,5,{'x' * 10_000_000}\n")
    assert "quote" in refused(path, head + '2026/03/06,"5\n' + "2026/03/06,5\n" * 200_000)
    assert "columns" in refused(path, head + "," * 5_000)
    assert "Big5" in refused(path, head.encode() + b"\xff\xfe\xfd\x80,5\n")
    assert "PDF" in refused(path, b"%PDF-1.7\n")
    assert "neither CAMT" in refused(path, "<?xml version='1.0'?><a/>")
    assert "no header" in refused(path, bytes(range(1, 128)) * 1_000)
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_statements([tmp_path / "none.csv"])
    assert "header" in refused(path, "a,b\n" * 100_000)


def test_xml_that_explodes(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    camt = (FILES / "batch.camt.xml").read_text("utf-8")
    evil = camt.replace("<Document", f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><Document', 1)
    path = tmp_path / "a.xml"
    assert "document type" in refused(path, evil.replace("Invoice 1", "&l9;"))
    assert "document type" in refused(path, evil.encode("utf-16"))
    external = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document'
    assert "document type" in refused(path, camt.replace("<Document", external, 1))
    deep = camt.replace("<Ntry>", "<Ntry>" + "<a>" * 5_000, 1)
    assert "damaged" in refused(path, deep)
    assert "damaged" in refused(path, camt[:900])
    assert "no statement" in refused(path, camt.split("<Stmt>")[0] + "</BkToCstmrStmt></Document>")


def test_ofx_that_is_wrong(tmp_path: Path) -> None:
    ofx = (FILES / "one.ofx").read_text("utf-8")
    path = tmp_path / "a.ofx"
    assert "no <OFX>" in refused(path, ofx.replace("<OFX>", ""))
    assert "document type" in refused(path, ofx.replace("<OFX>", "<!DOCTYPE x><OFX>"))
    assert "CDATA" in refused(path, ofx.replace("hosting", "<![CDATA[" * 300_000))
    deep = "<A>" * 500 + "</A>" * 500
    assert "deeply" in refused(path, ofx.replace("<OFX>", "<OFX>" + deep))
    assert "no statement" in refused(path, "OFXHEADER:100\n\n<OFX><A><B>1</A></OFX>")
    assert "cannot be read" in refused(path, ofx.replace("</STMTTRN>", "</BANKTRANLIST>", 1))


def test_mt940_that_is_wrong(tmp_path: Path) -> None:
    swift = (FILES / "one.sta").read_text("utf-8")
    path = tmp_path / "a.sta"
    assert "cannot be read" in refused(path, swift.replace("D31500,", "Q31500,"))
    assert "far too long" in refused(path, swift.replace("SECOND", "X" * 100_000))
    assert "cannot be read" in refused(path, swift.replace("2603050305D", "2613990305D"))
    assert ":20:" in refused(path, "{1:F01X}" + "{1:" * 300_000 + "\nx:20:")


def test_workbooks_that_explode(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet().write_row(0, 0, ["日期", "金額"])
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000)
            new.writestr(name, data)
    assert "too large" in refused(bomb, bomb.read_bytes())
    assert "damaged" in refused(path, path.read_bytes()[:-40])
    old_book = (FILES / "old.xls").read_bytes()
    assert ".xls" in refused(tmp_path / "a.xls", old_book[:3_000])


def test_a_cell_at_the_end_of_an_old_sheet_does_not_fill_the_memory(tmp_path: Path) -> None:
    data = bytearray((FILES / "old.xls").read_bytes())
    at = data.rfind(b"\xfd\x00\n\x00")
    data[at + 4 : at + 8] = b"\xff\xff\xff\xff"
    refused(tmp_path / "a.xls", bytes(data))


def test_a_wide_web_page(tmp_path: Path) -> None:
    page = "<html><table>" + "<tr><td colspan=200>1" * 60_000
    assert "cells" in refused(tmp_path / "a.xls", page)


@pytest.mark.parametrize(
    ("name", "module"), [("one.ofx", "ofxtools"), ("one.sta", "mt940"), ("old.xls", "xlrd")]
)
def test_a_library_that_is_not_there(
    name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for known in list(sys.modules):
        if known.split(".")[0] == module:
            monkeypatch.delitem(sys.modules, known)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UnreadableFileError, match=r'pip install "xlevent\[bank\]"'):
        read_statements([FILES / name])


def test_the_limit_of_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVENT_LIMITS", "file_bytes=100")
    with pytest.raises(UnreadableFileError, match="larger"):
        read_statements([FILES / "first.csv"])


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(("flip", "cut", "put", "twice")),
              st.binary(min_size=1, max_size=8)),
    min_size=1, max_size=5,
)  # fmt: skip
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def survives(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    found: list[Statement] = []
    error: XleventError | None = None
    try:
        found = read_statements([path])
    except XleventError as caught:
        error = caught
    assert error is None or str(path) in str(error)
    for statement in found:
        assert isinstance(statement, Statement)
        for finding in statement.findings:
            assert finding.show("both")
        for line in statement.lines:
            assert line.amount.is_finite()
            assert str(line.place)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.name)
@QUICK
@given(edits=EDITS)
def test_changed_bytes_are_refused_or_read(
    sample: Path, tmp_path: Path, edits: list[tuple[float, str, bytes]]
) -> None:
    data = sample.read_bytes()
    for share, kind, new in edits:
        at = int(share * max(0, len(data) - 1))
        if kind == "flip":
            data = data[:at] + new + data[at + len(new) :]
        elif kind == "cut":
            data = data[:at] + data[at + 40 * len(new) :]
        elif kind == "put":
            data = data[:at] + new + data[at:]
        else:
            data = data[:at] + data[max(0, at - 60) : at] + data[at:]
    survives(tmp_path / sample.name, data)


STARTS = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table><tr><td>",
          b"OFXHEADER:100\n\n<OFX>", b"\n:20:X\n:61:", b"\xff\xfe", b"\xef\xbb\xbf",
          "日期,金額\n2026/03/05,".encode(), "交易日期\t支出\t存入\n".encode("cp950"),
          b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><Stmt>')  # fmt: skip


@QUICK
@given(start=st.sampled_from(STARTS), rest=st.one_of(st.binary(), st.text().map(str.encode)))
def test_any_bytes_are_refused_or_read(tmp_path: Path, start: bytes, rest: bytes) -> None:
    survives(tmp_path / "any", start + rest)


TOKENS = ("日期", "金額", "餘額", "支出", "存入", "摘要", ",", ",", ",", "\n", "\n", '"',
          "2026/03/05", "05/06/2026", "114/3/5", "1,234", "-5", "(5)", "1.234,5", "合計",
          "期初餘額", "帳號:", "12345678", "1E+15", " ", "US$5", "\t", "D", "借方", "貸方",
          "傳票號碼")  # fmt: skip


@QUICK
@given(parts=st.lists(st.sampled_from(TOKENS), max_size=60))
def test_any_table_is_refused_or_read(tmp_path: Path, parts: list[str]) -> None:
    survives(tmp_path / "any.csv", "".join(("日期,金額,餘額\n", *parts)).encode())
    survives(tmp_path / "any.csv", "".join(parts).encode())


def test_an_empty_element_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    ofx = (FILES / "one.ofx").read_text("utf-8")
    path = tmp_path / "a.ofx"
    path.write_text(ofx.replace("<MEMO>hosting", "<CHECKNUM>\n<MEMO>hosting"), encoding="utf-8")
    (found,) = read_statements([path])
    assert [x.amount for x in found.lines] == [x.amount for x in read_statements(
        [FILES / "one.ofx"]
    )[0].lines]  # fmt: skip
    assert found.closing == 5000


def test_sectors_in_a_circle_end(tmp_path: Path) -> None:
    data = bytearray((FILES / "old.xls").read_bytes())
    table = 512 * (int.from_bytes(data[76:80], "little") + 1)
    for entry in range(128):
        at = table + 4 * entry
        if int.from_bytes(data[at : at + 4], "little") != 0xFFFFFFFF:
            data[at : at + 4] = entry.to_bytes(4, "little")
    assert ".xls file cannot be read" in refused(tmp_path / "a.xls", bytes(data))


def test_a_namespace_that_is_no_address(tmp_path: Path) -> None:
    camt = (FILES / "batch.camt.xml").read_text("utf-8")
    assert "a.xml" in refused(tmp_path / "a.xml", camt.replace("20022:tech", "20022}tech"))
