"""What a file is when it is not an Excel workbook: told by its first bytes or its parts."""

from __future__ import annotations

from typing import NamedTuple


class Foreign(NamedTuple):
    """What the file is, and what to do."""

    what: str
    mend: str


PASSWORD = Foreign(
    "the file is password-protected.", "Remove the password in Excel (File > Info) and try again."
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF text"),
    (b"\x1f\x8b", "a gzip archive"),
)


def foreign_file(head: bytes) -> Foreign | None:
    """What a file is, from its first bytes; None where it may be an Excel workbook."""
    if not head:
        return Foreign("the file is empty (0 bytes).", "Use a backup or save it anew in Excel.")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(head)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return _no_workbook(name)
    start = head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return _other_format("an Excel 2003 XML spreadsheet")
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        return _other_format("a web page (HTML)")
    if start.startswith(b"<?xml"):
        return _no_workbook("XML")
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _other_format("a text file (such as CSV)")
    return Foreign(
        "the file is no Excel workbook, or its beginning is damaged.",
        "Open it in Excel and save it as .xlsx, or use a backup.",
    )


def foreign_zip(parts: tuple[str, ...], mimetype: bytes) -> Foreign | None:
    """What a zip is, from the names of its parts; None where it may be an Excel workbook."""
    names = {name.lower() for name in parts}
    if b"opendocument.spreadsheet" in mimetype:
        return _other_format("an OpenDocument spreadsheet (.ods)")
    if b"opendocument" in mimetype:
        return _no_workbook("an OpenDocument file")
    if "xl/workbook.bin" in names:
        return _other_format("an Excel binary workbook (.xlsb)")
    if "word/document.xml" in names:
        return _no_workbook("a Word document (.docx)")
    if "ppt/presentation.xml" in names:
        return _no_workbook("a PowerPoint presentation (.pptx)")
    if any(name.endswith(".iwa") for name in names):
        return _other_format("an Apple Numbers file")
    if "[content_types].xml" not in names and "_rels/.rels" not in names:
        return _no_workbook("an ordinary zip archive")
    return None


def _compound(head: bytes) -> Foreign:
    """The OLE2 container: encrypted Office files, and those of before 2007."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in head

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return PASSWORD
    if has("WordDocument"):
        return _no_workbook("an old Word document (.doc)")
    if has("Workbook") or has("Book"):
        return _other_format("an Excel 97-2003 workbook (.xls)")
    return Foreign(
        "the file is password-protected or of a version of Office before 2007.",
        "Open it in Excel, remove the password and save it as .xlsx.",
    )


def _other_format(name: str) -> Foreign:
    return Foreign(f"the file is {name}.", "Open it in Excel and save it as .xlsx.")


def _no_workbook(name: str) -> Foreign:
    return Foreign(f"the file is {name}, not an Excel workbook.", "Choose the workbook.")
