"""CAMT.053 (and .052, .054), the XML statement of ISO 20022, in every version since 02.

Source: ISO 20022 message definitions camt.053.001.02 to .08 (BankToCustomerStatement).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from xlevent.domain import statement_codes as codes
from xlevent.domain.bank import Statement, StatementLine, last_four
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO
from xlevent.errors import UnreadableFileError
from xlevent.interop.statements.amounts import whole
from xlevent.interop.statements.finishing import finish
from xlevent.interop.statements.notes import Notes

_HEAD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_AMOUNT = re.compile(r"-?\d{1,18}(?:\.\d{1,5})?\Z", re.ASCII)
_MOST_PARTS = 10_000  # details of one entry
_TEXT = 2_000
_STATEMENTS = ("{*}Stmt", "{*}Rpt", "{*}Ntfctn")


def read_camt(content: bytes, file: str) -> list[Statement]:
    """The statements of a file; an entry with several details that add up becomes several lines."""
    if _HEAD.search(content.replace(b"\0", b"")):
        raise UnreadableFileError(
            Text(
                "檔案含有銀行不會寫的文件類型宣告（DTD），為安全起見拒絕讀取。",
                "the file has a document type declaration, which no bank writes; it is refused for "
                "safety.",
            ),
            where=file,
            mend=Text(
                "請向銀行索取一般的 CAMT.053 檔。", "Ask the bank for a plain CAMT.053 file."
            ),
        )
    made: list[Statement] = []
    draft = _Draft(file)
    parsing = etree.iterparse(
        io.BytesIO(content), events=("end",), tag=("{*}Ntry", "{*}Bal", "{*}Acct", *_STATEMENTS),
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in parsing:
            name = _local(element)
            parent = element.getparent()
            inside = _local(parent) if parent is not None else ""
            if name == "Ntry":
                draft.entry(element)
                _forget(element)
            elif name == "Bal" and inside in ("Stmt", "Rpt"):
                draft.balance(element)
            elif name == "Acct" and inside in ("Stmt", "Rpt", "Ntfctn"):
                draft.account(element)
            elif name in ("Stmt", "Rpt", "Ntfctn"):
                made.append(draft.statement(element))
                draft = _Draft(file)
                _forget(element)
    except etree.XMLSyntaxError as problem:
        raise UnreadableFileError(
            Text(
                f"XML 已損壞：{problem.msg[:120] if problem.msg else '太早結束'}。",
                f"the XML is damaged: {(problem.msg or 'it ends too early')[:120]}.",
            ),
            where=f"{file}:{problem.lineno or 1}",
            mend=Text("請重新下載。", "Download the file again."),
        ) from None
    if not made:
        raise UnreadableFileError(
            Text("檔案中沒有對帳單（Stmt）。", "the file holds no statement (Stmt)."),
            where=file,
            mend=Text("請下載 CAMT.053 檔。", "Download a CAMT.053 file."),
        )
    return made


def _forget(element: etree._Element) -> None:
    """Free the memory of an element that was read, and of those like it before."""
    element.clear()
    before, parent = element.getprevious(), element.getparent()
    while before is not None and parent is not None and before.tag == element.tag:
        parent.remove(before)
        before = element.getprevious()


@dataclass(slots=True)
class _Draft:
    """What was read of one statement so far."""

    file: str
    lines: list[StatementLine] = field(default_factory=list)
    number: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    pending: int = 0
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Notes(self.file)

    def account(self, element: etree._Element) -> None:
        self.number = _text(element, "{*}Id/{*}IBAN") or _text(element, "{*}Id/{*}Othr/{*}Id")
        self.currency = _text(element, "{*}Ccy") or self.currency

    def balance(self, element: etree._Element) -> None:
        kind = _text(element, "{*}Tp/{*}CdOrPrtry/{*}Cd")
        amount, currency = self._amount(element)
        if amount is None:
            return
        self.currency = self.currency or currency
        if kind in ("OPBD", "PRCD") and (self.opening is None or kind == "OPBD"):
            self.opening = amount
        elif kind == "CLBD":
            self.closing = amount

    def entry(self, element: etree._Element) -> None:
        status = _text(element, "{*}Sts/{*}Cd") or _text(element, "{*}Sts")
        if status not in ("BOOK", ""):
            self.pending += 1
            return
        place = Place(self.file, _line_of(element))
        amount, currency = self._amount(element)
        if amount is None:
            self.notes.add(codes.BAD_AMOUNT, place, _text(element, "{*}Amt"))
            return
        booked, value = _day(element, "{*}BookgDt"), _day(element, "{*}ValDt")
        day = booked or value
        if day is None:
            said = _text(element, "{*}BookgDt/*")
            self.notes.add(codes.BAD_DATE if said else codes.NO_DATE, place, said)
            return
        extra = _text(element, "{*}AddtlNtryInf")
        reference = _text(element, "{*}AcctSvcrRef") or _text(element, "{*}NtryRef")
        details = element.findall("{*}NtryDtls/{*}TxDtls")[:_MOST_PARTS]
        parts = [_Part(d, amount) for d in details]
        whole_line = StatementLine(
            day, amount, currency, "", value, None, extra, "", reference, place,
            _raw(element),
        )  # fmt: skip
        amounts = [p.amount for p in parts]
        if len(parts) > 1 and None not in amounts and sum(a or ZERO for a in amounts) == amount:
            for part in parts:
                self.lines.append(part.line(whole_line, extra, alone=False))
        elif len(parts) > 1:
            self.notes.add(codes.BATCH_KEPT, place, amount=f"{amount:,f}", count=len(parts))
            told = " / ".join(filter(None, (part.told(extra) for part in parts)))[:_TEXT]
            self.lines.append(replace(whole_line, description=told or extra))
        elif parts:
            self.lines.append(parts[0].line(whole_line, extra, alone=True))
        else:
            self.lines.append(whole_line)

    def statement(self, element: etree._Element) -> Statement:
        if self.pending:
            self.notes.add(codes.PENDING, count=self.pending)
        currency = self.currency or next((x.currency for x in self.lines), "")
        short = last_four(self.number)
        begin, end = (
            _moment(_text(element, f"{{*}}FrToDt/{{*}}{name}")) for name in ("FrDtTm", "ToDtTm")
        )
        draft = Statement(
            self.file, "camt.053", tuple(replace(x, account=short) for x in self.lines), short,
            currency, self.opening, self.closing, begin, end, number=self.number,
        )  # fmt: skip
        done = finish(draft, self.notes)
        return replace(done, findings=self.notes.done())

    def _amount(self, element: etree._Element) -> tuple[Decimal | None, str]:
        found = element.find("{*}Amt")
        number = _number(found.text if found is not None else None)
        if number is None or found is None:
            return None, ""
        side = _text(element, "{*}CdtDbtInd")
        if side not in ("CRDT", "DBIT"):
            return None, ""
        return (-number if side == "DBIT" else number) or ZERO, str(found.get("Ccy") or "")


class _Part:
    """One transaction of an entry."""

    def __init__(self, element: etree._Element, entry: Decimal) -> None:
        number = _number(
            _text(element, "{*}Amt") or _text(element, "{*}AmtDtls/{*}TxAmt/{*}Amt") or None
        )
        side = _text(element, "{*}CdtDbtInd")
        paid = side == "DBIT" if side else entry < 0
        self.amount = None if number is None else ((-number if paid else number) or ZERO)
        other = "Cdtr" if paid else "Dbtr"
        self.party = ""
        for role in (other, f"Ultmt{other}"):
            base = f"{{*}}RltdPties/{{*}}{role}/"
            self.party = self.party or _text(element, base + "{*}Nm") or _text(
                element, base + "{*}Pty/{*}Nm"
            )  # fmt: skip
        told = [_clean(x.text) for x in element.iterfind("{*}RmtInf/{*}Ustrd")]
        told += [_clean(x.text) for x in element.iterfind("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")]
        told.append(_text(element, "{*}AddtlTxInf"))
        self.description = " ".join(filter(None, told))[:_TEXT]
        ends = _text(element, "{*}Refs/{*}EndToEndId")
        self.reference = _text(element, "{*}Refs/{*}AcctSvcrRef") or _text(
            element, "{*}Refs/{*}TxId"
        )  # fmt: skip
        self.end_to_end = "" if ends == "NOTPROVIDED" else ends

    def told(self, extra: str) -> str:
        """Who and what for."""
        return " ".join(filter(None, (self.party, self.description)))

    def line(self, entry: StatementLine, extra: str, *, alone: bool) -> StatementLine:
        """The line of this transaction; alone it has the whole amount of its entry."""
        amount = entry.amount if alone or self.amount is None else self.amount
        own = self.reference or self.end_to_end
        reference = (entry.reference or own) if alone else (own or entry.reference)
        return replace(
            entry, amount=amount, description=self.description or extra,
            counterparty=self.party, reference=reference,
        )  # fmt: skip


def _local(element: etree._Element) -> str:
    """The name without its namespace, which may be anything."""
    return str(element.tag).rpartition("}")[2]


def _line_of(element: etree._Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(element: etree._Element, path: str) -> str:
    return _clean(element.findtext(path))[:_TEXT]


def _number(text: str | None) -> Decimal | None:
    plain = (text or "").strip()
    if not _AMOUNT.match(plain):
        return None
    try:
        return whole(Decimal(plain))
    except InvalidOperation:
        return None


def _moment(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _day(element: etree._Element, name: str) -> date | None:
    return _moment(_text(element, f"{name}/{{*}}Dt") or _text(element, f"{name}/{{*}}DtTm"))


def _raw(element: etree._Element) -> str:
    def texts() -> Iterator[str]:
        for text in element.itertext():
            if clean := _clean(str(text)):
                yield clean

    return " | ".join(texts())[: 2 * _TEXT]
