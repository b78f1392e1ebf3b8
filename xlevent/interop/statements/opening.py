"""The tables of cells in a file, whatever it is: CSV, a workbook, an old one, a web page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.domain.problems import Code
from xlevent.errors import UnreadableFileError
from xlevent.interop.statements.delimited import decoded, text_grid
from xlevent.interop.statements.grid import Grid, SheetReader

_HEAD = 4_096
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")


def is_container(content: bytes) -> bool:
    """Whether the file is no text: a workbook or a PDF."""
    return content.startswith((_ZIP, _OLE)) or _start(content).startswith(b"%pdf")


def open_grids(
    path: Path,
    content: bytes,
    sheets: SheetReader,
    *,
    encoding: str = "",
    delimiter: str = "",
    formats: Text,
    xml: Text,
) -> tuple[Iterator[Grid], tuple[Code, ...]]:
    """The grids of a file and what is to be said of its encoding.

    The format is told by the content, never by the name. `formats` are those that may be
    exported instead, `xml` what XML would have to be; `sheets` reads the grids of a workbook.
    UnreadableFileError where there are no cells.
    """
    file = str(path)
    if not content.strip():
        raise UnreadableFileError(
            Text("檔案是空的。", "the file is empty."),
            where=file,
            mend=Text("請重新匯出。", "Export it again."),
        )
    if content.startswith(_ZIP):
        return sheets(path), ()
    if content.startswith(_OLE):
        from xlevent.interop.statements.old_excel import read_xls

        return read_xls(content, file), ()
    start = _start(content)
    if start.startswith(b"%pdf"):
        raise UnreadableFileError(
            Text("檔案是 PDF。", "the file is a PDF."),
            where=file,
            mend=Text(f"請下載 {formats.zh}。", f"Download it as {formats.en}."),
        )
    if start.startswith(_PAGE):
        from xlevent.interop.statements.web_page import read_web_page

        return read_web_page(content, file), ()
    if start.startswith(b"<?xml"):
        raise UnreadableFileError(
            Text(f"檔案是 XML，但{xml.zh}。", f"the file is XML, but {xml.en}."),
            where=file,
            mend=Text(f"請下載 {formats.zh}。", f"Download it as {formats.en}."),
        )
    text, said = decoded(content, file, encoding)
    return iter([text_grid(text, file, delimiter)]), said


def _start(content: bytes) -> bytes:
    plain = content[:_HEAD].replace(b"\0", b"")  # also of UTF-16
    return plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200].lower()
