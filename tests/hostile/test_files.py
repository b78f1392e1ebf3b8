"""Files that are no workbooks, damaged or meant to harm: a clear error, never a traceback."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.books import DECLARED, ROW, Book, change_part
from xlevent.app.read import read as read_event
from xlevent.errors import UnreadableFileError
from xlevent.workbook.limits import Limits
from xlevent.workbook.reader import RawBook, read

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
WORKBOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(path, DECLARED, limits)
    text = str(caught.value)
    assert str(path) in text
    assert caught.value.mend.en
    return text


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return Book().write(tmp_path / "good.xlsx")


def ids(book: RawBook) -> list[object]:
    return [row.get("id") for row in book.plan.tables["tasks"].rows]


def zipped(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return path


def ole(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "\0".join(names).encode("utf-16-le")


# --- what the file is ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (ole("EncryptionInfo", "EncryptedPackage"), "password-protected"),
        (ole("Root Entry", "Workbook"), "Excel 97-2003 workbook (.xls)"),
        (ole("WordDocument"), "old Word document"),
        (ole("Root Entry"), "password-protected or"),
        ("編號,名稱\nT-001,舞台\n".encode(), "text file (such as CSV)"),
        ("編號,名稱\nT-001,舞台\n".encode("utf-8-sig"), "text file (such as CSV)"),
        ("編號\t名稱\n".encode("utf-16"), "text file (such as CSV)"),
        ("編號,名稱\n".encode("big5"), "text file (such as CSV)"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
         "Excel 2003 XML"),
        (bytes(5000), "beginning is damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (b"PK\x05\x06" + bytes(18), "zip archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_other_files_are_named(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    assert says in refused(path)


def test_other_zips_are_named(tmp_path: Path) -> None:
    types = {"[Content_Types].xml": "<Types/>"}
    cases: list[tuple[dict[str, str], str]] = [
        ({"word__document.xml": "<w/>", **types}, "Word document (.docx)"),
        ({"ppt__presentation.xml": "<p/>", **types}, "PowerPoint"),
        ({"xl__workbook.bin": "x", **types}, "binary workbook (.xlsb)"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "(.ods)"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "OpenDocument file"),
        ({"Index__Document.iwa": "x"}, "Numbers"),
        ({"photo.jpg": "x"}, "ordinary zip"),
        (types, "damaged"),
    ]
    for number, (parts, says) in enumerate(cases):
        assert says in refused(zipped(tmp_path / f"{number}.xlsx", **parts))


def test_a_workbook_of_somebody_else_is_described(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "賓客"  # type: ignore[union-attr]
    book.active.append(["桌次", "姓名", "電話"])  # type: ignore[union-attr]
    book.save(tmp_path / "guests.xlsx")
    text = refused(tmp_path / "guests.xlsx")
    assert "not one of xlevent" in text
    assert "'賓客'" in text
    assert "桌次, 姓名, 電話" in text


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert "cannot be opened" in refused(tmp_path / "none.xlsx")
    assert "folder" in refused(tmp_path)


# --- damage --------------------------------------------------------------------------------------
def test_every_truncation_is_an_error(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(1, len(data), max(1, len(data) // 40)):
        path.write_bytes(data[:length])
        refused(path)


def test_flipped_bytes_are_an_error_or_harmless(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    path = tmp_path / "flip.xlsx"
    for position in range(0, len(data), max(1, len(data) // 300)):
        path.write_bytes(data[:position] + bytes((data[position] ^ 0x5A,)) + data[position + 1 :])
        with suppress(UnreadableFileError):
            read(path, DECLARED)


@pytest.mark.parametrize("part", [SHEET, TABLE, WORKBOOK, STRINGS, "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(
    "edit",
    [
        lambda data: b"",
        lambda data: b"not xml",
        lambda data: data[: len(data) // 2],
        lambda data: b'<?xml version="1.0"?><x/>',
        lambda data: data.replace(b"utf-8", b"klingon").replace(b"UTF-8", b"klingon"),
        lambda data: data[:200] + b"\xff\xfe\xa4\xa4" + data[200:],
        lambda data: b"<a>" * 100_000,
    ],
    ids=["empty", "text", "half", "other root", "encoding", "bytes", "deep"],
)
def test_damaged_parts_are_named(
    good: Path, tmp_path: Path, part: str, edit: Callable[[bytes], bytes]
) -> None:
    path = change_part(good, tmp_path / "bad.xlsx", part, edit)
    try:
        book = read(path, DECLARED)
    except UnreadableFileError:
        return
    # A part without its content: the tables are missing then, and that is told.
    assert "tasks" not in book.plan.tables or ids(book) in ([], [None], ["T-001"])
    assert book.plan.problems


def test_texts_in_another_encoding_than_declared(good: Path, tmp_path: Path) -> None:
    path = change_part(
        good, tmp_path / "big5.xlsx", STRINGS,
        lambda x: x.decode().encode("big5", "replace"),
    )  # fmt: skip
    assert STRINGS in refused(path)
    path = change_part(
        good, tmp_path / "declared.xlsx", STRINGS,
        lambda x: x.decode().replace("UTF-8", "Big5").encode("big5", "replace"),
    )  # fmt: skip
    assert ids(read(path, DECLARED)) == ["T-001"]


def test_a_missing_part_is_named(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "less.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
    assert SHEET in refused(path)


@pytest.mark.parametrize(
    "reference", ["A1:XFE9", "B4:I2000000", "B4:C9", "", "Tabelle", "B4:I9:Z9", "B0:I9"]
)
def test_tables_beyond_the_sheet(good: Path, tmp_path: Path, reference: str) -> None:
    path = change_part(
        good, tmp_path / "t.xlsx", TABLE,
        lambda x: x.replace(b'ref="B4:I8"', f'ref="{reference}"'.encode()),
    )  # fmt: skip
    assert "table1.xml" in refused(path)


def test_a_long_table_of_nothing_is_quick(good: Path, tmp_path: Path) -> None:
    path = change_part(
        good, tmp_path / "t.xlsx", TABLE,
        lambda x: x.replace(b'ref="B4:I8"', b'ref="B4:I1048576"'),
    )  # fmt: skip
    assert ids(read(path, DECLARED)) == ["T-001"]


def test_huge_merged_areas_are_quick(good: Path, tmp_path: Path) -> None:
    area = b'<mergeCell ref="A1:XFD1048576"/>'
    merge = b"</sheetData><mergeCells>" + area * 500 + b"</mergeCells>"
    path = change_part(
        good, tmp_path / "m.xlsx", SHEET, lambda x: x.replace(b"</sheetData>", merge)
    )
    found = read(path, DECLARED)
    assert len(found.plan.problems) < 50


# --- meant to harm -------------------------------------------------------------------------------
def test_zip_bombs_are_refused_without_unpacking(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as stream:
            for _ in range(300):
                stream.write(b" " * 1_000_000)
    tracemalloc.start()
    text = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "too large" in text
    assert peak < 20_000_000


def test_a_lie_about_the_size_is_found(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    for position in _directory_entries(bytes(data)):
        struct.pack_into("<L", data, position + 24, 10)
    path = tmp_path / "lie.xlsx"
    path.write_bytes(data)
    assert "damaged" in refused(path) or "safety" in refused(path)


def _directory_entries(data: bytes) -> list[int]:
    found = []
    position = data.find(b"PK\x01\x02")
    while position >= 0:
        found.append(position)
        position = data.find(b"PK\x01\x02", position + 4)
    return found


@pytest.mark.parametrize("part", [SHEET, TABLE, WORKBOOK, STRINGS, "[Content_Types].xml"])
@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE x [<!ENTITY a "' + "x" * 20_000 + '">]>',
        '<!DOCTYPE x [<!ENTITY a "lol">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 9))
        + "]>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
        "<!DOCTYPE x>",
        "<!DOCTYPE x [" + "<!-- -->" * 20_000 + "]>",
    ],
    ids=["quadratic", "billion", "file", "net", "empty", "long"],
)
def test_entities_are_refused(good: Path, tmp_path: Path, part: str, document_type: str) -> None:
    def edit(data: bytes) -> bytes:
        head, _, rest = data.partition(b"?>")
        return head + b"?>" + document_type.encode() + rest.replace(b"</", b"&a;</", 1)

    path = change_part(good, tmp_path / "dtd.xlsx", part, edit)
    if part == "[Content_Types].xml":  # never parsed
        assert ids(read(path, DECLARED)) == ["T-001"]
    else:
        assert part in refused(path)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "xl/../../x", "C:/x", "..\\..\\x", "\\x"]
)
def test_names_that_lead_outside(good: Path, tmp_path: Path, name: str) -> None:
    path = change_part(good, tmp_path / "t.xlsx", name, lambda _: b"x")
    assert "leads outside" in refused(path)


def test_relationships_that_lead_outside_find_nothing(good: Path, tmp_path: Path) -> None:
    path = change_part(
        good, tmp_path / "r.xlsx", "xl/_rels/workbook.xml.rels",
        lambda x: x.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd"),
    )  # fmt: skip
    assert "etc/passwd" in refused(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper(), SHEET.replace("/", "\\")])
def test_duplicate_parts(good: Path, name: str) -> None:
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr(name, "<x/>")
    assert "twice" in refused(good)


def test_encrypted_zips(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    for position in _directory_entries(bytes(data)):
        data[position + 8] |= 1
    path = tmp_path / "zipped.xlsx"
    path.write_bytes(data)
    assert "password-protected" in refused(path)


@pytest.mark.parametrize(
    "limits",
    [Limits(file_bytes=100), Limits(total_bytes=100), Limits(part_bytes=100), Limits(parts=3),
     Limits(tree_bytes=100), Limits(shared_texts=3), Limits(shared_length=10),
     Limits(text_length=2)],
)  # fmt: skip
def test_limits_can_be_set(good: Path, limits: Limits) -> None:
    assert "too large" in refused(good, limits)


def test_deep_texts_do_not_blow_up(good: Path, tmp_path: Path) -> None:
    def edit(data: bytes) -> bytes:
        return data.replace(b"<si>", b"<si>" + b"<r><t>x</t></r>" * 50_000, 1)

    path = change_part(good, tmp_path / "rich.xlsx", STRINGS, edit)
    assert read(path, DECLARED)


def test_hostile_names_and_numbers_are_findings_or_errors(tmp_path: Path) -> None:
    for value in (1e308, -1e308, 1e-320, 2958466.0, -1.0, 99999999999.0):
        row = {**ROW, "start": value, "cost": value, "early_start": value}
        path = Book(tasks=[row]).write(tmp_path / "numbers.xlsx")
        event = read_event(path, registry=DECLARED)
        assert event.tables["tasks"][0]["id"] == "T-001"


def test_reading_leaves_the_file_alone(good: Path) -> None:
    before = good.read_bytes()
    read(good, DECLARED)
    assert good.read_bytes() == before
