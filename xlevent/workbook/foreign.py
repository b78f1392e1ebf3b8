"""What a file is when it is not an Excel workbook: told by its first bytes or its parts."""

from __future__ import annotations

from typing import NamedTuple

from xlevent.domain.language import Text
from xlevent.errors import alike


class Foreign(NamedTuple):
    """What the file is, and what to do."""

    what: Text
    mend: Text


PASSWORD = Foreign(
    Text("檔案設有密碼保護。", "the file is password-protected."),
    Text(
        "請在 Excel 移除密碼（檔案 > 資訊）後再試。",
        "Remove the password in Excel (File > Info) and try again.",
    ),
)
_SIGNATURES = (
    (b"%PDF", Text("PDF", "a PDF")),
    (b"\x89PNG", Text("圖片", "a picture")),
    (b"\xff\xd8\xff", Text("圖片", "a picture")),
    (b"GIF8", Text("圖片", "a picture")),
    (b"{\\rtf", Text("RTF 文字檔", "an RTF text")),
    (b"\x1f\x8b", Text("gzip 壓縮檔", "a gzip archive")),
)


def foreign_file(head: bytes) -> Foreign | None:
    """What a file is, from its first bytes; None where it may be an Excel workbook."""
    if not head:
        return Foreign(
            Text("檔案是空的（0 位元組）。", "the file is empty (0 bytes)."),
            Text("請使用備份，或在 Excel 重新儲存。", "Use a backup or save it anew in Excel."),
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(head)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return _no_workbook(name)
    start = head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return _other_format(Text("Excel 2003 XML 試算表", "an Excel 2003 XML spreadsheet"))
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        return _other_format(Text("網頁（HTML）", "a web page (HTML)"))
    if start.startswith(b"<?xml"):
        return _no_workbook(alike("XML"))
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _other_format(Text("文字檔（例如 CSV）", "a text file (such as CSV)"))
    return Foreign(
        Text(
            "檔案不是 Excel 活頁簿，或開頭已損壞。",
            "the file is no Excel workbook, or its beginning is damaged.",
        ),
        Text(
            "請在 Excel 開啟並另存為 .xlsx，或使用備份。",
            "Open it in Excel and save it as .xlsx, or use a backup.",
        ),
    )


def foreign_zip(parts: tuple[str, ...], mimetype: bytes) -> Foreign | None:
    """What a zip is, from the names of its parts; None where it may be an Excel workbook."""
    names = {name.lower() for name in parts}
    if b"opendocument.spreadsheet" in mimetype:
        return Foreign(
            Text(
                "這個檔案是 OpenDocument 試算表（.ods）。",
                "the file is an OpenDocument spreadsheet (.ods).",
            ),
            Text(
                "請在 LibreOffice 或 Excel 另存為 .xlsx；`xlevent read` 可直接讀 .ods。",
                "Save it as .xlsx in LibreOffice or Excel; `xlevent read` takes the .ods itself.",
            ),
        )
    if b"opendocument" in mimetype:
        return _no_workbook(Text("OpenDocument 檔", "an OpenDocument file"))
    if "xl/workbook.bin" in names:
        return _other_format(
            Text("Excel 二進位活頁簿（.xlsb）", "an Excel binary workbook (.xlsb)")
        )
    if "word/document.xml" in names:
        return _no_workbook(Text("Word 文件（.docx）", "a Word document (.docx)"))
    if "ppt/presentation.xml" in names:
        return _no_workbook(Text("PowerPoint 簡報（.pptx）", "a PowerPoint presentation (.pptx)"))
    if any(name.endswith(".iwa") for name in names):
        return _other_format(Text("Apple Numbers 檔", "an Apple Numbers file"))
    if "[content_types].xml" not in names and "_rels/.rels" not in names:
        return _no_workbook(Text("一般的 zip 壓縮檔", "an ordinary zip archive"))
    return None


def _compound(head: bytes) -> Foreign:
    """The OLE2 container: encrypted Office files, and those of before 2007."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in head

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return PASSWORD
    if has("WordDocument"):
        return _no_workbook(Text("舊版 Word 文件（.doc）", "an old Word document (.doc)"))
    if has("Workbook") or has("Book"):
        return _other_format(
            Text("Excel 97-2003 活頁簿（.xls）", "an Excel 97-2003 workbook (.xls)")
        )
    return Foreign(
        Text(
            "檔案設有密碼保護，或是 Office 2007 以前的格式。",
            "the file is password-protected or of a version of Office before 2007.",
        ),
        Text(
            "請在 Excel 開啟、移除密碼，並另存為 .xlsx。",
            "Open it in Excel, remove the password and save it as .xlsx.",
        ),
    )


def _other_format(name: Text) -> Foreign:
    return Foreign(
        Text(f"檔案格式：{name.zh}。", f"the file is {name.en}."),
        Text("請在 Excel 開啟並另存為 .xlsx。", "Open it in Excel and save it as .xlsx."),
    )


def _no_workbook(name: Text) -> Foreign:
    return Foreign(
        Text(
            f"檔案格式：{name.zh}，不是 Excel 活頁簿。",
            f"the file is {name.en}, not an Excel workbook.",
        ),
        Text("請選擇活頁簿。", "Choose the workbook."),
    )
