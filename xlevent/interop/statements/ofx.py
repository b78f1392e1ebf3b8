"""OFX 1 (SGML) and 2 (XML) through ofxtools, whose tree is read leniently.

Its strict models refuse files that banks really give out, so only its parser is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import escape, unescape
from typing import Any

from xlevent.domain import statement_codes as codes
from xlevent.domain.bank import Statement, StatementLine, last_four
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError, alike
from xlevent.interop.statements.amounts import Amount, Style
from xlevent.interop.statements.amounts import read as read_amount
from xlevent.interop.statements.delimited import decoded
from xlevent.interop.statements.finishing import finish
from xlevent.interop.statements.needed import needed
from xlevent.interop.statements.notes import Notes

_STARTS = re.compile(r"<STMTTRN>", re.IGNORECASE)
_BODY = re.compile(r"<OFX>", re.IGNORECASE)
_TAGS = re.compile(r"</?[A-Za-z0-9._ ]+>")
_OPENS_BLANK = re.compile(r"<([A-Z0-9._ ]+)>(\s*)(?=<)")
_PARTS = re.compile(r"<(/?)([A-Z0-9._ ]+)>([^<]*)")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_CHARSET = re.compile(r"(?:CHARSET:|encoding=[\"'])\s*([\w-]+)")
_CODE_PAGES = {"1252": "cp1252", "950": "cp950", "big5": "cp950", "936": "gb18030"}
_DEEPEST = 60
_TEXT = 2_000
_STATEMENTS = ("STMTRS", "CCSTMTRS")


def read_ofx(content: bytes, file: str) -> list[Statement]:
    """The statements of a file."""
    parser = needed("ofxtools.Parser", alike("OFX"), file)
    text = _decoded(content, file)
    start = _BODY.search(text)
    if start is None:
        raise _damaged(file, Text("沒有 <OFX> 元素", "it has no <OFX> element"))
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise _damaged(
            file,
            Text(
                "含有銀行不會寫的文件類型宣告（DTD）",
                "it has a document type declaration, which no bank writes",
            ),
        )
    body = _without_cdata(text[start.start() :], file)
    body = _TAGS.sub(lambda m: m[0].upper(), body)
    first = text.count("\n", 0, start.start()) + 1
    body = _without_blanks(body)
    _check_nesting(body, file)
    builder = parser.TreeBuilder()
    try:
        builder.feed(body)
        root = builder.close()
    except Exception as problem:  # noqa: BLE001 (the library raises what it likes)
        said = str(problem).split(" in <OFX>")[0].splitlines()
        raise _damaged(
            file, alike(said[0][:120]) if said else Text("標記不成對", "its tags do not match")
        ) from None
    if root is None:
        raise _damaged(file, Text("沒有任何元素", "it holds no elements"))
    lines = _line_numbers(body, first)
    made = [_statement(e, file, lines) for e in root.iter() if e.tag in _STATEMENTS]
    if not made:
        raise _damaged(
            file, Text("沒有銀行帳戶的對帳單", "it holds no statement of a bank account")
        )
    return made


def _decoded(content: bytes, file: str) -> str:
    head = content[:1_000].decode("ascii", "replace")
    named = _CHARSET.search(head)
    encoding = _CODE_PAGES.get(named[1].lower(), "") if named else ""
    try:
        return decoded(content, file)[0] if encoding != "cp1252" else _western(content, file)
    except UnreadableFileError:
        if not encoding:
            raise
        return decoded(content, file, encoding)[0]


def _western(content: bytes, file: str) -> str:
    """Files say 1252 whatever they hold; UTF-8 is believed where it fits."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decoded(content, file, "cp1252")[0]


def _without_cdata(body: str, file: str) -> str:
    """The same with sections of characters written as plain text, which the parser is slow at."""
    first, *sections = body.split("<![CDATA[")
    parts = [first]
    for section in sections:
        inside, end, after = section.partition("]]>")
        if not end:
            raise _damaged(file, Text("CDATA 區段沒有結束", "a CDATA section does not end"))
        parts += [escape(inside, quote=False), after]
    return "".join(parts)


def _without_blanks(body: str) -> str:
    """The same without elements that are empty and never closed, which would swallow the rest."""
    closed = {tag[2:-1] for tag in set(re.findall(r"</[A-Z0-9._ ]+>", body))}
    return _OPENS_BLANK.sub(lambda m: m[0] if m[1] in closed else m[2], body)


def _check_nesting(body: str, file: str) -> None:
    """The parser closes whatever is open, so that a wrong end would move lines elsewhere."""
    stack: list[str] = []
    leaf = ""
    for match in _PARTS.finditer(body):
        end, tag, text = match.groups()
        if not end:
            leaf = tag if text.strip() else ""
            if not leaf:
                stack.append(tag)
            if len(stack) > _DEEPEST:
                raise _damaged(
                    file, Text("元素的巢狀層數太多", "its elements are nested too deeply")
                )
        elif leaf == tag:
            leaf = ""
        elif stack and stack[-1] == tag:
            stack.pop()
            leaf = ""
        else:
            raise _damaged(
                file, Text(f"</{tag[:40]}> 沒有對應的開始標記", f"</{tag[:40]}> closes nothing")
            )
    if stack:
        raise _damaged(
            file, Text(f"<{stack[-1][:40]}> 沒有結束", f"<{stack[-1][:40]}> is not closed")
        )


def _line_numbers(body: str, first: int) -> Iterator[int]:
    line, last = first, 0
    for match in _STARTS.finditer(body):
        line += body.count("\n", last, match.start())
        last = match.start()
        yield line


def _statement(element: Any, file: str, numbers: Iterator[int]) -> Statement:
    notes = Notes(file)
    currency = _text(element, "CURDEF")
    number = _text(element, ".//ACCTID")
    short = last_four(number)
    lines = []
    for entry in element.iter("STMTTRN"):
        place = Place(file, next(numbers, None))
        line = _line(entry, currency, short, place, notes)
        if line is not None:
            lines.append(line)
    closing = read_amount(_text(element, "LEDGERBAL/BALAMT"), Style())
    listed = element.find("BANKTRANLIST")
    begin = end = None
    if listed is not None:
        begin, end = _day(_text(listed, "DTSTART")), _day(_text(listed, "DTEND"))
    draft = Statement(
        file, "ofx", tuple(lines), short, currency,
        closing=closing.number if isinstance(closing, Amount) else None,
        begin=begin, end=end, number=number,
    )  # fmt: skip
    return replace(finish(draft, notes), findings=notes.done())


def _line(
    entry: Any, currency: str, account: str, place: Place, notes: Notes
) -> StatementLine | None:
    said = _text(entry, "DTPOSTED")
    day = _day(said)
    if day is None:
        notes.add(codes.BAD_DATE if said else codes.NO_DATE, place, said)
        return None
    text = _text(entry, "TRNAMT")
    comma = "," in text and "." not in text and not re.search(r",\d{3}\Z", text)
    amount = read_amount(text, Style("comma" if comma else "point"))
    if not isinstance(amount, Amount):
        notes.add(codes.BAD_AMOUNT if text else codes.NO_AMOUNT, place, text)
        return None
    own = _text(entry, "CURRENCY/CURSYM")
    memo, kind = _text(entry, "MEMO"), _text(entry, "TRNTYPE")
    raw = " | ".join(t for e in entry.iter() if (t := _clean(e.text)))
    return StatementLine(
        day, _signed(amount.number, kind), own or currency, account,
        _day(_text(entry, "DTAVAIL")), None, memo or kind,
        _text(entry, "NAME") or _text(entry, "PAYEE/NAME"),
        _text(entry, "FITID") or _text(entry, "REFNUM") or _text(entry, "CHECKNUM"),
        place, raw[: 2 * _TEXT],
    )  # fmt: skip


def _signed(amount: Decimal, kind: str) -> Decimal:
    # The sign is the standard's word on the side; a few banks leave it out for plain debits.
    return -amount if kind == "DEBIT" and amount > 0 else amount


def _day(text: str) -> date | None:
    match = _DAY.match(text)
    try:
        return date(*(int(g) for g in match.groups())) if match else None
    except ValueError:
        return None


def _clean(text: str | None) -> str:
    return " ".join(unescape(text or "").split())


def _text(element: Any, path: str) -> str:
    return _clean(element.findtext(path))[:_TEXT]


def _damaged(file: str, why: Text) -> UnreadableFileError:
    return UnreadableFileError(
        Text(f"OFX 檔無法讀取：{why.zh}。", f"the OFX file cannot be read: {why.en}."),
        where=file,
        mend=Text("請重新從銀行下載。", "Download it from the bank again."),
    )
