"""SWIFT MT940 through the library mt-940, one statement of the file at a time."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import ModuleType
from typing import Any

from xlevent.domain.bank import Statement, StatementLine, last_four
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError, alike
from xlevent.interop.statements.amounts import whole
from xlevent.interop.statements.delimited import decoded
from xlevent.interop.statements.finishing import finish
from xlevent.interop.statements.needed import needed
from xlevent.interop.statements.notes import Notes

_BLOCK = re.compile(r"(?m)^(?=:20:)")
_LINE = re.compile(r"(?m)^:61:")
_NEXT_TAG = re.compile(r"(?m)^:\d\d[A-Z]?:|^-\}?")
_FRAME = re.compile(
    r"\{1:[^{}]{0,60}\}\s*(?:\{2:[^{}]{0,80}\}\s*)?(?:\{3:(?:\{[^{}]{0,80}\}){0,20}\}\s*)?\{4:\s*"
)
_CODED = re.compile(
    r"/(NAME|REMI|IBAN|BIC|EREF|CSID|MARF|TRCD|BENM|ORDP)/([^/]*(?:/(?![A-Z]{2,4}/)[^/]*)*)"
)
_LONGEST_TAG = 20_000
_TEXT = 2_000


def read_mt940(content: bytes, file: str) -> list[Statement]:
    """The statements of a file; pages of one statement (:60M:, :62M:) are put together."""
    library = needed("mt940", alike("MT940"), file)
    logging.getLogger("mt940").setLevel(logging.CRITICAL)  # it prints each line that it refuses
    text = decoded(content, file)[0].replace("\r\n", "\n").replace("\r", "\n")
    text = _FRAME.sub(lambda m: "\n" * m[0].count("\n"), text)
    pages: list[tuple[Statement, bool]] = []
    line = 1
    for block in _BLOCK.split(text):
        if block.startswith(":20:"):
            page = _page(library, block, file, line)
            before = pages[-1][0] if pages and pages[-1][1] else None
            if before is not None and before.number == page[0].number:
                joined = replace(
                    before, lines=before.lines + page[0].lines, closing=page[0].closing
                )
                pages[-1] = (joined, page[1])
            else:
                pages.append(page)
        line += block.count("\n")
    if not pages:
        raise _damaged(
            file, 1, Text("沒有任何一行以 :20: 開頭", "it has no :20: at the beginning of a line")
        )
    made = []
    for statement, _ in pages:
        notes = Notes(file)
        done = finish(statement, notes)
        made.append(replace(done, findings=notes.done()))
    return made


def _page(library: ModuleType, block: str, file: str, first: int) -> tuple[Statement, bool]:
    """One block, and whether it goes on in the next."""
    starts = [m.start() for m in _LINE.finditer(block)]
    tags = [m.start() for m in _NEXT_TAG.finditer(block)] + [len(block)]
    for start, end in pairwise(tags):
        if end - start > _LONGEST_TAG:
            raise _damaged(
                file,
                first + block.count("\n", 0, start),
                Text("有一個標記太長", "one tag is far too long"),
            )
    read = library.models.Transactions(options=library.Options.all())
    try:
        read.parse(block)
    except Exception as problem:  # noqa: BLE001 (the library raises what it likes)
        said = str(problem).splitlines()
        raise _damaged(
            file, first, alike(said[0][:120]) if said else Text("有一個標記錯誤", "a tag is wrong")
        ) from None
    entries = [t for t in read.transactions if "amount" in t.data]
    if len(entries) != len(starts):
        raise _damaged(
            file,
            first,
            Text(
                f"{len(starts)} 筆中只讀得出 {len(entries)} 筆",
                f"only {len(entries)} of its {len(starts)} lines can be read",
            ),
        )
    number = _clean(read.data.get("account_identification"))
    short, currency = last_four(number.split("/")[-1]), str(read.currency or "")
    lines, at, counted = [], first, 0
    for start, entry in zip(starts, entries, strict=True):
        at, counted = at + block.count("\n", counted, start), start
        after = _NEXT_TAG.search(block, start + 4)
        raw = block[start : after.start() if after else len(block)].strip()
        lines.append(_line(entry.data, currency, short, Place(file, at), raw))
    opening, begin = _balance(read.data, "opening")
    closing, finished = _balance(read.data, "closing")
    statement = Statement(
        file, "mt940", tuple(lines), short, currency, opening, closing, begin, finished,
        number=number,
    )  # fmt: skip
    return statement, "final_closing_balance" not in read.data


def _line(
    data: dict[str, Any], currency: str, account: str, place: Place, raw: str
) -> StatementLine:
    value = _day(data.get("date"))
    day = _day(data.get("entry_date")) or value
    assert day is not None  # the library refuses a line without
    reference = _clean(data.get("bank_reference")) or _clean(data.get("customer_reference"))
    purpose = _clean(data.get("purpose")) or _clean(data.get("transaction_details"))
    coded = {code: _clean(text) for code, text in _CODED.findall(purpose)}
    purpose = coded.get("REMI") or purpose
    told = (_clean(data.get("posting_text")), purpose, _clean(data.get("extra_details")))
    return StatementLine(
        day, whole(_exact(data["amount"].amount)), currency, account, value, None,
        " ".join(dict.fromkeys(filter(None, told)))[:_TEXT],
        (_clean(data.get("applicant_name")) or coded.get("NAME", ""))[:_TEXT],
        "" if reference in ("NONREF", "NOREF") else reference, place, raw[: 2 * _TEXT],
    )  # fmt: skip


def _balance(data: dict[str, Any], kind: str) -> tuple[Decimal | None, date | None]:
    for name in (f"final_{kind}_balance", f"intermediate_{kind}_balance", f"{kind}_balance"):
        found = data.get(name)
        if found is not None and found.amount is not None:
            return whole(_exact(found.amount.amount)), _day(found.date)
    return None, None


def _exact(number: object) -> Decimal:
    return Decimal(str(number))


def _day(found: object) -> date | None:
    return date(found.year, found.month, found.day) if isinstance(found, date) else None


def _clean(text: object) -> str:
    return " ".join(str(text or "").split())


def _damaged(file: str, line: int, why: Text) -> UnreadableFileError:
    return UnreadableFileError(
        Text(f"MT940 檔無法讀取：{why.zh}。", f"the MT940 file cannot be read: {why.en}."),
        where=f"{file}:{line}",
        mend=Text("請重新從銀行下載。", "Download it from the bank again."),
    )
