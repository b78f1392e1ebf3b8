"""Text files with separators: their encoding, their separator, their rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from xlevent.domain import codes
from xlevent.domain.language import Text
from xlevent.domain.problems import Code
from xlevent.errors import UnreadableFileError
from xlevent.interop.statements.grid import Grid, NumberedRow

ROWS_LIMIT = 2_000_000
COLUMNS_LIMIT = 1_000
_SAMPLE = 50
_SAMPLE_LENGTH = 100_000
_SEPARATORS = (",", "\t", ";", "|")
_LEGACY = ("cp950", "big5hkscs")


def decoded(content: bytes, file: str, encoding: str = "") -> tuple[str, tuple[Code, ...]]:
    """The text of a file, and what is to be said of its encoding.

    UTF-8 and UTF-16 are known by their bytes; what is neither is Big5 or what a profile says.
    """
    for name in _candidates(content, encoding):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise UnreadableFileError(
                Text(
                    "檔案含有 NUL 字元，不是文字檔。",
                    "the file holds NUL characters, which no text has.",
                ),
                where=_line(file, text),
                mend=Text(
                    "檔案損壞或不是文字檔；請重新匯出。",
                    "It is damaged or no text; export it again.",
                ),
            )
        legacy = name in _LEGACY and not encoding
        return text, (codes.LEGACY_ENCODING,) if legacy else ()
    try:
        content.decode("utf-8")
        line = 1
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
    what = encoding or "UTF-8 nor Big5"
    raise UnreadableFileError(
        Text(f"檔案不是 {what} 編碼。", f"the file is not {what}.")
        if encoding
        else Text("檔案既不是 UTF-8，也不是 Big5 編碼。", f"the file is neither {what}."),
        where=f"{file}:{line}",
        mend=Text(
            "請存成 UTF-8，或在對照檔指定編碼（encoding: gb18030）。",
            "Save it as UTF-8, or name its encoding in a profile (encoding: gb18030).",
        ),
    )


def _candidates(content: bytes, encoding: str) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    head = content[:4_000]
    if head.count(0) * 20 > len(head):  # UTF-16 without its mark: half of each comma and digit
        return ("utf-16-le",) if head[1::2].count(0) > head[::2].count(0) else ("utf-16-be",)
    if encoding:
        return (encoding,)
    return ("utf-8", *_LEGACY)


def _line(file: str, text: str) -> str:
    lines = text.count("\n", 0, text.index("\0")) + 1
    return f"{file}:{lines}"


def text_grid(text: str, file: str, delimiter: str = "") -> Grid:
    """The rows of a text with separators."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = delimiter or _separator(text, file)

    def rows() -> Iterator[NumberedRow]:
        return _rows(text, separator, file)

    return Grid(file, "csv", rows)


def _separator(text: str, file: str) -> str:
    """The separator that makes most rows of the same width."""
    best, chosen = (0, 0), ","
    lines = "".join(islice(io.StringIO(text), _SAMPLE * 2))[:_SAMPLE_LENGTH]
    for separator in _SEPARATORS:
        widths: dict[int, int] = {}
        try:
            for row in islice(csv.reader(io.StringIO(lines), delimiter=separator), _SAMPLE):
                if len(row) > 1:
                    widths[len(row)] = widths.get(len(row), 0) + 1
        except csv.Error:
            continue
        if widths:
            width = max(widths, key=lambda w: (widths[w], w))
            if (widths[width], width) > best:
                best, chosen = (widths[width], width), separator
    return chosen


def _lines(text: str) -> Iterator[str]:
    """Its lines one by one: a StringIO takes four bytes for each character of the whole."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]


def _rows(text: str, separator: str, file: str) -> Iterator[NumberedRow]:
    # A cell of more than 131,072 characters is refused by csv itself.
    reader = csv.reader(_lines(text), delimiter=separator, skipinitialspace=True)
    line, count = 0, 0
    try:
        for row in reader:
            started, line = line + 1, reader.line_num
            count += 1
            if count > ROWS_LIMIT or len(row) > COLUMNS_LIMIT:
                what = Text("列", "rows") if count > ROWS_LIMIT else Text("欄", "columns")
                most = ROWS_LIMIT if count > ROWS_LIMIT else COLUMNS_LIMIT
                raise UnreadableFileError(
                    Text(
                        f"檔案超過 {most:,} {what.zh}，可能有害。",
                        f"the file has more than {most:,} {what.en} and may be meant to harm.",
                    ),
                    where=f"{file}:{line}",
                    mend=Text("請按月分檔。", "Split it by month."),
                )
            if line - started > 1_000:
                raise UnreadableFileError(
                    Text(
                        "一個儲存格超過一千行；雙引號沒有結束。",
                        "one cell runs over a thousand lines; a double quote is not closed.",
                    ),
                    where=f"{file}:{started}",
                    mend=Text("請檢查該處的雙引號。", "Check the double quotes there."),
                )
            yield started, row  # type: ignore[misc]
    except csv.Error as problem:
        raise UnreadableFileError(
            Text(f"這不是正確的 CSV：{problem}。", f"this is not valid CSV: {problem}."),
            where=f"{file}:{line + 1}",
            mend=Text("請檢查該處附近的雙引號。", "Check the double quotes around there."),
        ) from None
