"""The hostile corpus: one function for each attack, which writes the file.

Files that harm are made, not kept: a virus scanner would rightly object to a repository of them.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.workbook.books import ROW, Book, change_part

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
WORKBOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
RELS = "xl/_rels/workbook.xml.rels"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"

# What reading must say; "" where it must give the row T-001 of the good workbook, "read []" where
# it must give an event without it.
ATTACKS: dict[str, tuple[Callable[[Path], None], str]] = {}
Attack = Callable[[Path], None]
_DIRECTORY_ENTRY, _LOCAL_HEADER = b"PK\x01\x02", b"PK\x03\x04"


def attack(says: str) -> Callable[[Attack], Attack]:
    """Add a function to the corpus."""

    def add(function: Attack) -> Attack:
        ATTACKS[function.__name__] = (function, says)
        return function

    return add


def good(path: Path, **options: Any) -> Path:
    """A workbook without guile."""
    return Book(**options).write(path.with_name("good.xlsx"))


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(path: Path, part: str, old: bytes, new: bytes, **options: Any) -> None:
    """The good workbook with a part changed."""

    def edit(data: bytes) -> bytes:
        assert old in data or not old
        return data.replace(old, new, 1)

    change_part(good(path, **options), path, part, edit)


def streamed(
    path: Path, part: str, pieces: Iterable[bytes], compression: int = zipfile.ZIP_STORED
) -> None:
    """The good workbook with a part written piece by piece, for the large ones.

    Not compressed, because what repeats itself would be refused for its ratio already.
    """
    with (
        zipfile.ZipFile(good(path)) as old,
        zipfile.ZipFile(path, "w", compression, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as stream:
            for piece in pieces:
                stream.write(piece)


def around(path: Path, part: str, mark: bytes) -> tuple[bytes, bytes]:
    """What stands before and after a mark in the good workbook's part."""
    before, found, after = parts_of(good(path))[part].partition(mark)
    assert found
    return before, found + after


def repeated(piece: bytes, size: int) -> Iterator[bytes]:
    """About `size` bytes of a piece again and again."""
    block = piece * (1_000_000 // len(piece) + 1)
    for _ in range(size // len(block) + 1):
        yield block


def positions(data: bytes, mark: bytes) -> Iterator[int]:
    """Where a mark stands in the file."""
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 4)


# --- zips ----------------------------------------------------------------------------------------
@attack("too large")
def zip_bomb(path: Path) -> None:
    streamed(path, SHEET, repeated(b" ", 300_000_000), zipfile.ZIP_DEFLATED)


@attack("XLEVENT_LIMITS=total_bytes")
def bomb_of_many_parts(path: Path) -> None:
    change_part(good(path), path, "xl/media/0.bin", lambda _: b"")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(400):
            archive.writestr(f"xl/media/{number + 1}.bin", bytes(3_999_999))


@attack("overlaps another part")
def bomb_of_parts_that_share_bytes(path: Path) -> None:
    """Many entries of the directory lead to the same bytes."""
    source = good(path).read_bytes()
    end = source.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<LL", source, end + 12)
    directory = source[start : start + size]
    last = list(positions(directory, _DIRECTORY_ENTRY))[-1]
    entry, more = directory[last:], bytearray()
    (length,) = struct.unpack_from("<H", entry, 28)
    for number in range(500):
        name = f"xl/copy{number:04}.xml".encode()
        copy = bytearray(entry[:46] + name + entry[46 + length :])
        struct.pack_into("<H", copy, 28, len(name))
        more += copy
    tail = bytearray(source[end:])
    count = len(list(positions(directory, _DIRECTORY_ENTRY))) + 500
    struct.pack_into("<HHLL", tail, 8, count, count, size + len(more), start)
    path.write_bytes(source[:start] + directory + bytes(more) + bytes(tail))


@attack("")
def zip_in_the_zip(path: Path) -> None:
    """A bomb inside stays packed: nothing unpacks what it does not read."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(50_000_000))
    change_part(good(path), path, "xl/embeddings/inner.zip", lambda _: inner.getvalue())


@attack("compressed in an unknown way")
def bzip2_bomb(path: Path) -> None:
    good(path).rename(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/media/image1.png", bytes(3_000_000))


@attack("XLEVENT_LIMITS=parts")
def endless_directory(path: Path) -> None:
    """A list of a million parts, each of which would take half a kilobyte of memory."""
    name = b"x"
    entry = struct.pack("<4s6H3L5H2L", _DIRECTORY_ENTRY, 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0,
                        0, 0, 0) + name  # fmt: skip
    directory = entry * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), 4, 0)
    path.write_bytes(_LOCAL_HEADER + directory + end)


@attack("leads outside")
def path_traversal(path: Path) -> None:
    change_part(good(path), path, "../../etc/cron.d/x", lambda _: b"x")


@attack("twice")
def duplicate_parts(path: Path) -> None:
    good(path).rename(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), "<x/>")


@attack("damaged")
def local_header_with_another_name(path: Path) -> None:
    """Some programs read the one name, some the other."""
    data = bytearray(good(path).read_bytes())
    at = data.find(SHEET.encode())
    data[at : at + len(SHEET)] = SHEET.replace("sheet1", "sheet9").encode()
    path.write_bytes(data)


@attack("damaged")
def local_header_with_a_name_of_no_encoding(path: Path) -> None:
    data = bytearray(good(path).read_bytes())
    at = data.find(SHEET.encode())
    data[at : at + 4] = b"\xa0\xff\xfe\x80"
    data[at - 30 + 7] |= 0x08  # the name is said to be UTF-8
    path.write_bytes(data)


@attack("damaged")
def part_beyond_any_file(path: Path) -> None:
    data = good(path).read_bytes()
    end = data.rfind(b"PK\x05\x06")
    at = data.rfind(SHEET.encode(), 0, end) - 46
    entry = bytearray(data[at : at + 46 + len(SHEET)])
    more = struct.pack("<HHQ", 1, 8, 2**63 + 5)
    struct.pack_into("<H", entry, 30, len(more))
    struct.pack_into("<L", entry, 42, 0xFFFF_FFFF)
    tail = bytearray(data[end:])
    (size,) = struct.unpack_from("<L", tail, 12)
    struct.pack_into("<L", tail, 12, size + len(more))
    rest = data[at + len(entry) : end]
    path.write_bytes(data[:at] + bytes(entry) + more + rest + bytes(tail))


@attack("no name")
def part_without_a_name(path: Path) -> None:
    data = bytearray(good(path).read_bytes())
    at = list(positions(bytes(data), _DIRECTORY_ENTRY))[-1]
    (length,) = struct.unpack_from("<H", data, at + 28)
    struct.pack_into("<HHH", data, at + 28, 0, 0, length)  # the name becomes a comment
    path.write_bytes(data)


@attack("password-protected")
def encrypted_file(path: Path) -> None:
    names = "\0".join(("EncryptionInfo", "EncryptedPackage")).encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + names)


@attack("")
def trailing_garbage(path: Path) -> None:
    path.write_bytes(good(path).read_bytes() + b"\r\n--boundary--" * 100)


@attack("")
def zip_comment(path: Path) -> None:
    good(path).rename(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"made by hand " * 1000


@attack("ordinary zip archive")
def zip_comment_with_another_directory(path: Path) -> None:
    """Programs differ in which end they believe."""
    good(path).rename(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"PK\x05\x06" + bytes(18) + b"no end"


@attack("")
def zip64(path: Path) -> None:
    streamed(path, STRINGS, [parts_of(good(path))[STRINGS]])


@attack("")
def data_descriptors(path: Path) -> None:
    """Sizes behind the parts, as programs write them that cannot go back."""

    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError("one way")

        def tell(self) -> int:
            raise OSError("one way")

    stream = OneWay()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(good(path)).items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())


@attack("damaged")
def half_a_file(path: Path) -> None:
    data = good(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


# --- XML -----------------------------------------------------------------------------------------
def _document_type(path: Path, part: str, declaration: bytes) -> None:
    edited(path, part, b"?>", b"?>" + declaration)


@attack("document type")
def billion_laughs(path: Path) -> None:
    levels = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    _document_type(path, STRINGS, b'<!DOCTYPE x [<!ENTITY a0 "lol">' + levels + b"]>")


@attack("document type")
def quadratic_entity(path: Path) -> None:
    _document_type(path, SHEET, b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 50_000 + b'">]>')


@attack("document type")
def external_entity(path: Path) -> None:
    _document_type(path, WORKBOOK, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')


@attack("damaged")
def deep_nesting(path: Path) -> None:
    edited(path, SHEET, b"<sheetData>", b"<x>" * 100_000 + b"<sheetData>")


@attack("damaged")
def huge_attribute(path: Path) -> None:
    before, after = around(path, STRINGS, b"<si>")
    streamed(path, STRINGS, [before, b'<x a="', *repeated(b"x", 10_500_000), b'"/>', after])


@attack("XLEVENT_LIMITS=tree_bytes")
def shared_texts_of_nothing(path: Path) -> None:
    before, after = around(path, STRINGS, b"<si>")
    streamed(path, STRINGS, [before, *repeated(b"<x/>", 60_000_000), after])


@attack("XLEVENT_LIMITS=shared_texts")
def millions_of_shared_texts(path: Path) -> None:
    before, after = around(path, STRINGS, b"<si>")
    streamed(path, STRINGS, [before, *repeated(b"<si><t/></si>", 45_000_000), after])


@attack("")
def lying_counts(path: Path) -> None:
    before, after = around(path, STRINGS, b"<si>")
    start = before[: before.rindex(b"<sst")]
    root = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    streamed(path, STRINGS, [start, root, b'count="4294967295" uniqueCount="-1">', after])


@attack("XLEVENT_LIMITS=tree_bytes")
def sheet_of_columns(path: Path) -> None:
    """A huge <cols>."""
    before, after = around(path, SHEET, b"<sheetData>")
    streamed(path, SHEET, [before, *repeated(b"<col/>", 60_000_000), after])


@attack("XLEVENT_LIMITS=merges")
def list_of_merged_cells(path: Path) -> None:
    before, after = around(path, SHEET, b"</sheetData>")
    end = after.removeprefix(b"</sheetData>")
    areas = repeated(b'<mergeCell ref="Z1:Z2"/>', 11_000_000)
    start = before.replace(b"<sheetData>", b"<x:y xmlns:x='z'/><!-- --><sheetData>")
    streamed(path, SHEET, [start, b"</sheetData><mergeCells>", *areas, b"</mergeCells>", end])


@attack("XLEVENT_LIMITS=merges")
def list_of_merged_cells_of_plain_rows(path: Path) -> None:
    before, after = around(path, SHEET, b"</sheetData>")
    end = after.removeprefix(b"</sheetData>")
    areas = repeated(b'<mergeCell ref="Z1:Z2"/>', 11_000_000)
    streamed(path, SHEET, [before, b"</sheetData><mergeCells>", *areas, b"</mergeCells>", end])


@attack("")
def leftovers_between_merged_cells(path: Path) -> None:
    """Elements that nobody asks for, kept in memory until somebody removes them."""
    before, after = around(path, SHEET, b"</sheetData>")
    end = after.removeprefix(b"</sheetData>")
    start = before.replace(b"<sheetData>", b"<!-- --><sheetData>")

    def pieces() -> Iterator[bytes]:
        for number in range(1, 9):
            yield b'<mergeCell ref="Z%d:AA%d"/>' % (number, number)
            yield from repeated(b"<x/>", 9_000_000)

    streamed(path, SHEET, [start, b"</sheetData><mergeCells>", *pieces(), b"</mergeCells>", end])


@attack("")
def utf_16(path: Path) -> None:
    text = parts_of(good(path))[SHEET].decode().replace("UTF-8", "UTF-16")
    change_part(good(path), path, SHEET, lambda _: text.encode("utf-16"))


@attack("")
def big5(path: Path) -> None:
    text = parts_of(good(path))[STRINGS].decode().replace("UTF-8", "Big5")
    change_part(good(path), path, STRINGS, lambda _: text.encode("big5"))


@attack("damaged")
def invalid_bytes(path: Path) -> None:
    edited(path, STRINGS, b"<t>", b"<t>\xff\xfe\xa4\x40")


# --- cells ---------------------------------------------------------------------------------------
def _cell(path: Path, cell: bytes) -> None:
    """A cell more in the first row of the table; the others follow it."""
    data = parts_of(good(path))[SHEET]
    at = data.index(b'<c r="B5"')
    change_part(good(path), path, SHEET, lambda _: data[:at] + cell + data[at:])


@attack("")
def sheet_of_16384_columns(path: Path) -> None:
    from xlevent.workbook.contents import column_letters

    cells = "".join(f'<c r="{column_letters(n)}2"><v>1</v></c>' for n in range(1, 16_385))
    edited(path, SHEET, b"<sheetData>", b'<sheetData><row r="2">' + cells.encode() + b"</row>")


@attack("cells of tables")
def table_of_1048576_rows(path: Path) -> None:
    before, after = around(path, SHEET, b"</sheetData>")
    last = int(before.rsplit(b'<row r="', 1)[1].split(b'"')[0])

    def rows() -> Iterator[bytes]:
        for start in range(last + 1, 1_048_577, 1000):
            numbers = range(start, min(start + 1000, 1_048_577))
            yield b"".join(b'<row r="%d"><c r="B%d"><v>1</v></c></row>' % (n, n) for n in numbers)

    streamed(path, SHEET, [before, *rows(), after])


@attack("")
def sheet_of_1048576_rows(path: Path) -> None:
    """Beside the table."""
    before, after = around(path, SHEET, b"</sheetData>")
    last = int(before.rsplit(b'<row r="', 1)[1].split(b'"')[0])

    def rows() -> Iterator[bytes]:
        for start in range(last + 1, 1_048_577, 1000):
            numbers = range(start, min(start + 1000, 1_048_577))
            yield b"".join(b'<row r="%d"><c r="Z%d"><v>1</v></c></row>' % (n, n) for n in numbers)

    streamed(path, SHEET, [before, *rows(), after])


@attack("")
def lying_dimension(path: Path) -> None:
    data = parts_of(good(path))[SHEET]
    start, end = data.index(b"<dimension"), data.index(b"<sheetViews")
    huge = b'<dimension ref="A1:XFD1048576"/>'
    change_part(good(path), path, SHEET, lambda _: data[:start] + huge + data[end:])


@attack("beyond the sheet")
def table_beyond_the_sheet(path: Path) -> None:
    edited(path, TABLE, b'ref="B4:I8"', b'ref="B4:I1048577"')


@attack("beyond the sheet")
def cell_beyond_the_sheet(path: Path) -> None:
    edited(path, SHEET, b"</sheetData>", b'<row r="1048577"><c r="B1048577"/></row></sheetData>')


@attack("damaged")
def row_number_of_5000_digits(path: Path) -> None:
    edited(path, SHEET, b"</sheetData>", b'<row r="%s"><c/></row></sheetData>' % (b"9" * 5000))


@attack("is no column")
def cell_before_the_first_column(path: Path) -> None:
    row = b'<row r="9"><c r="!9"/><c><v>1</v></c></row></sheetData>'
    edited(path, SHEET, b"</sheetData>", row)


@attack("is no column")
def cell_of_a_million_letters(path: Path) -> None:
    row = b'<row r="9"><c r="%s9"/><c><v>1</v></c></row></sheetData>' % (b"Z" * 1_000_000)
    edited(path, SHEET, b"</sheetData>", row)


@attack("index")
def negative_index_of_a_text(path: Path) -> None:
    _cell(path, b'<c r="B5" t="s"><v>-1</v></c>')


@attack("index")
def index_beyond_all_texts(path: Path) -> None:
    _cell(path, b'<c r="B5" t="s"><v>99999999999999999999</v></c>')


@attack("damaged")
def index_of_5000_digits(path: Path) -> None:
    _cell(path, b'<c r="B5" t="s"><v>' + b"9" * 5000 + b"</v></c>")


@attack("no number")
def infinite_number(path: Path) -> None:
    _cell(path, b'<c r="B5"><v>Infinity</v></c>')


@attack("no number")
def not_a_number(path: Path) -> None:
    _cell(path, b'<c r="B5"><v>NaN</v></c>')


@attack("no number")
def number_of_400_digits(path: Path) -> None:
    _cell(path, b'<c r="B5"><v>' + b"9" * 400 + b"</v></c>")


@attack("")
def number_of_a_million_decimals(path: Path) -> None:
    _cell(path, b'<c r="A5"><v>0.' + b"1" * 1_000_000 + b"</v></c>")


@attack("")
def cyclic_formulas_and_names(path: Path) -> None:
    def touch(book: Any, sheet: Any) -> None:
        sheet.write_formula("K5", "=L5+1", None, 0)
        sheet.write_formula("L5", "=K5+1", None, 0)
        book.define_name("ring", "=gnir")
        book.define_name("gnir", "=ring")

    good(path, touch=touch).rename(path)


@attack("")
def name_of_a_cell_in_row_zero(path: Path) -> None:
    edited(path, WORKBOOK, b"Settings!$C$1<", b"Settings!$C$0<")


@attack("")
def name_of_a_sheet_of_5000_digits(path: Path) -> None:
    name = b'<definedName name="x" localSheetId="%s">1</definedName>' % (b"9" * 5000)
    edited(path, WORKBOOK, b"<definedNames>", b"<definedNames>" + name)


@attack("")
def dates_of_1904(path: Path) -> None:
    good(path, options={"date_1904": True}).rename(path)


@attack("")
def numbers_as_text(path: Path) -> None:
    good(
        path, tasks=[{**ROW, "cost": "1,234.5", "duration": "２．５", "start": "115/11/20"}]
    ).rename(path)


@attack("")
def error_cells(path: Path) -> None:
    edited(path, SHEET, b"</sheetData>", b'<row r="99"><c r="A99" t="e"><v>#BLOCKED!</v></c></row>'
           b"</sheetData>")  # fmt: skip


@attack("")
def merged_cells_in_the_table(path: Path) -> None:
    areas = b'</sheetData><mergeCells><mergeCell ref="B5:D9"/></mergeCells>'
    edited(path, SHEET, b"</sheetData>", areas)


@attack("")
def hidden_sheets(path: Path) -> None:
    def touch(book: Any, sheet: Any) -> None:
        book.add_worksheet("Hidden").hide()
        book.add_worksheet("Very hidden").very_hidden()

    good(path, touch=touch).rename(path)


# --- what stands where ---------------------------------------------------------------------------
@attack("stands twice")
def thousand_sheets_of_one_part(path: Path) -> None:
    data = parts_of(good(path))[WORKBOOK]
    at = data.index(b"</sheets>")
    key = data[data.index(b'r:id="') : at].split(b'"')[1]
    more = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="%s"/>' % (n, n, key) for n in range(9, 999)
    )
    change_part(good(path), path, WORKBOOK, lambda _: data[:at] + more + data[at:])


@attack("stands twice")
def table_listed_a_thousand_times(path: Path) -> None:
    data = parts_of(good(path))[SHEET_RELS]
    link = data[data.index(b"<Relationship ") : data.index(b"</Relationships>")]
    assert b'"rId1"' in link
    more = b"".join(link.replace(b'"rId1"', b'"x%d"' % n) for n in range(999))
    edited(path, SHEET_RELS, b"</Relationships>", more + b"</Relationships>")


@attack("overlap")
def tables_upon_each_other(path: Path) -> None:
    """The two tables of the second sheet."""
    edited(path, "xl/tables/table2.xml", b'ref="A3:C6"', b'ref="E3:G6"')


@attack("damaged")
def relationships_in_a_circle(path: Path) -> None:
    """The workbook's sheet is the workbook."""
    edited(path, RELS, b"worksheets/sheet1.xml", b"workbook.xml")


@attack("it is missing")
def missing_part(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts_of(good(path)).items():
            if name != SHEET:
                archive.writestr(name, data)


@attack("")
def lying_content_types(path: Path) -> None:
    """We go by relationships, and by what a part holds."""
    edited(path, TYPES, b"spreadsheetml.worksheet+xml", b"wordprocessingml.document+xml")


@attack("")
def links_to_elsewhere(path: Path) -> None:
    """Links, a linked workbook, a query and a template: nothing of it is opened."""
    away = b"http://127.0.0.1:9/x"
    kinds = ("hyperlink", "externalLinkPath", "attachedTemplate", "queryTable", "image")
    more = b"".join(
        b'<Relationship Id="away%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/%s" Target="%s" TargetMode="External"/>' % (n, kind.encode(), away)
        for n, kind in enumerate(kinds)
    )
    edited(path, SHEET_RELS, b"</Relationships>", more + b"</Relationships>")


@attack("read []")
def external_sheet(path: Path) -> None:
    """It is none of ours then: its table is missing, which a finding says."""
    edited(path, RELS, b'Target="worksheets/sheet1.xml"', b'TargetMode="External" '
           b'Target="\\\\\\\\127.0.0.1\\\\share\\\\sheet1.xml"')  # fmt: skip


@attack("")
def macros(path: Path) -> None:
    change_part(good(path), path, "xl/vbaProject.bin", lambda _: b"Auto_Open")
