"""One file as statements: its format is told by its content, never by its name alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from xlevent.domain.bank import Statement
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem, finding
from xlevent.errors import UnreadableFileError
from xlevent.interop.files import read_bytes
from xlevent.interop.statements.grid import Grid, SheetReader, text_of
from xlevent.interop.statements.headers import SEARCHED, find_header
from xlevent.interop.statements.opening import is_container, open_grids
from xlevent.interop.statements.profile import Profile
from xlevent.interop.statements.table import read_table

SIZE_LIMIT = 200_000_000
_HEAD = 4_096
_CAMT = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:camt\.05[234]|<(?:\w+:)?BkToCstmr")
_OFX = re.compile(rb"OFXHEADER|<OFX>|<\?OFX\b")
_MT940 = re.compile(rb"(?:^|[\r\n}])\s*:20:|\{1:F\d\d")
_SEEN = 12  # texts of an unknown file that the error repeats


def read_file(
    path: Path,
    profile: Profile | None = None,
    *,
    sheets: SheetReader,
    dates: str = "",
    limit: int = SIZE_LIMIT,
) -> list[Statement]:
    """The statements in a file; `sheets` reads the grids of a workbook.

    UnreadableFileError where the file is no statement or cannot be read safely.
    """
    content = read_bytes(path, limit=limit)
    file, plain = str(path), content[:_HEAD].replace(b"\0", b"")  # also of UTF-16
    if not is_container(content):
        if _CAMT.search(plain):
            from xlevent.interop.statements.camt import read_camt

            return read_camt(content, file)
        if _OFX.search(plain):
            from xlevent.interop.statements.ofx import read_ofx

            return read_ofx(content, file)
        if _MT940.search(plain):
            from xlevent.interop.statements.mt940 import read_mt940

            return read_mt940(content, file)
    grids, said = open_grids(
        path, content, sheets,
        encoding=profile.encoding if profile else "",
        delimiter=profile.delimiter if profile else "",
        formats=Text("CSV、Excel、OFX、CAMT.053 或 MT940", "CSV, Excel, OFX, CAMT.053 or MT940"),
        xml=Text("不是 CAMT.053 也不是 OFX", "neither CAMT.053 nor OFX"),
    )  # fmt: skip
    del content
    made = read_grids(grids, file, profile, dates)
    notes = tuple(finding(Problem(code), place=Place(file)) for code in said)
    return [replace(s, findings=notes + s.findings) if i == 0 else s for i, s in enumerate(made)]


def read_grids(
    grids: Iterable[Grid], file: str, profile: Profile | None = None, dates: str = ""
) -> list[Statement]:
    """The statements of all grids that have a header; UnreadableFileError where none has."""
    made: list[Statement] = []
    seen: list[str] = []
    for grid in grids:
        header = find_header(grid, profile)
        if header is not None:
            made += read_table(grid, header, dates=dates)
        elif len(seen) < _SEEN:
            seen += _texts(grid)
    if made:
        return made
    named = f" of the profile {profile.name}" if profile else ""
    named_zh = f"對照檔 {profile.name} 的" if profile else ""
    texts = ", ".join(dict.fromkeys(seen[:_SEEN]))
    raise UnreadableFileError(
        Text(
            f"找不到{named_zh}標題列（要有日期與金額）"
            + (f"；檔案開頭是：{texts}。" if texts else "。"),
            f"no header{named} with a date and an amount was found"
            + (f"; the file begins with: {texts}." if texts else "."),
        ),
        where=file,
        mend=Text(
            "請以 --profile 指定各欄標題的意義（「#3」是沒有標題的檔案的第三欄），"
            "或亂碼文字的編碼；"
            "見 docs/bank-statements.md。",
            "Say with --profile which header means what ('#3' is the third column of a file "
            "without a header), or the encoding of words that are garbled; see "
            "docs/bank-statements.md.",
        ),
    )


def _texts(grid: Grid) -> list[str]:
    texts = []
    for number, (_, row) in enumerate(grid.rows()):
        texts += [text_of(cell)[:30] for cell in row if text_of(cell)]
        if len(texts) >= _SEEN or number > SEARCHED:
            break
    return [t if t.isprintable() else repr(t)[1:-1] for t in texts[:_SEEN]]
