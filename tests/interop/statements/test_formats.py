"""Variants of CAMT, OFX and MT940 that banks give out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from xlevent.app.statements import read_statements
from xlevent.domain.bank import Statement

FILES = Path(__file__).parent / "files"


def read(path: Path, text: str, encoding: str = "utf-8") -> list[Statement]:
    path.write_bytes(text.encode(encoding))
    return read_statements([path])


def codes(statement: Statement) -> list[str]:
    return [f.code for f in statement.findings]


# --- CAMT ----------------------------------------------------------------------------------------
def camt(entries: str, version: str = "02", kind: str = "BkToCstmrStmt/Stmt/053") -> str:
    root, statement, number = kind.split("/")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<c:Document xmlns:c="urn:iso:std:iso:20022:tech:'
        f'xsd:camt.{number}.001.{version}"><c:{root}><c:{statement}><c:Acct><c:Id><c:Othr><c:Id>'
        f"0012345678</c:Id></c:Othr></c:Id></c:Acct>{entries}</c:{statement}></c:{root}>"
        "</c:Document>"
    )


def entry(amount: str, side: str, details: str = "", more: str = "", status: str = "BOOK") -> str:
    return (
        f'<c:Ntry><c:Amt Ccy="TWD">{amount}</c:Amt><c:CdtDbtInd>{side}</c:CdtDbtInd>{more}'
        f"<c:Sts>{status}</c:Sts><c:BookgDt><c:DtTm>2026-03-05T10:00:00+08:00</c:DtTm></c:BookgDt>"
        f"<c:NtryDtls>{details}</c:NtryDtls></c:Ntry>"
    )


def detail(amount: str, name: str) -> str:
    return (
        f'<c:TxDtls><c:AmtDtls><c:TxAmt><c:Amt Ccy="TWD">{amount}</c:Amt></c:TxAmt></c:AmtDtls>'
        f"<c:RltdPties><c:Cdtr><c:Nm>{name}</c:Nm></c:Cdtr></c:RltdPties></c:TxDtls>"
    )


@pytest.mark.parametrize("version", ["02", "03", "04", "06", "08"])
def test_camt_versions(tmp_path: Path, version: str) -> None:
    details = detail("300", "甲") + detail("200", "乙")
    (found,) = read(tmp_path / "a.xml", camt(entry("500.00", "DBIT", details), version))
    assert [(x.amount, x.counterparty) for x in found.lines] == [(-300, "甲"), (-200, "乙")]
    assert (found.account, found.currency, found.format) == ("5678", "TWD", "camt.053")
    assert found.lines[0].date == date(2026, 3, 5)


def test_camt_details_that_do_not_add_up_stay_one_line(tmp_path: Path) -> None:
    details = detail("300", "甲") + detail("100", "乙")
    (found,) = read(tmp_path / "a.xml", camt(entry("500", "DBIT", details)))
    assert [x.amount for x in found.lines] == [-500]
    assert "甲" in found.lines[0].description
    assert "乙" in found.lines[0].description
    assert codes(found) == ["XL521"]


def test_camt_reversals_have_the_sign_of_their_own_side(tmp_path: Path) -> None:
    more = "<c:RvslInd>true</c:RvslInd>"
    (found,) = read(tmp_path / "a.xml", camt(entry("500", "CRDT", more=more)))
    assert [x.amount for x in found.lines] == [500]


def test_camt_pending_and_wrong_entries_are_said(tmp_path: Path) -> None:
    text = camt(
        entry("1", "DBIT", status="PDNG") + entry("x", "DBIT") + entry("2", "SOON")
        + entry("3", "CRDT").replace("2026-03-05T", "2026-13-05T") + entry("4", "CRDT")
    )  # fmt: skip
    (found,) = read(tmp_path / "a.xml", text)
    assert [x.amount for x in found.lines] == [4]
    assert sorted(codes(found)) == ["XL500", "XL502", "XL502", "XL520"]


def test_camt_reports_and_notices(tmp_path: Path) -> None:
    for kind in ("BkToCstmrAcctRpt/Rpt/052", "BkToCstmrDbtCdtNtfctn/Ntfctn/054"):
        (found,) = read(tmp_path / "a.xml", camt(entry("5", "DBIT"), kind=kind))
        assert [x.amount for x in found.lines] == [-5]
        assert found.account == "5678"


def test_camt_closing_balance_is_proved(tmp_path: Path) -> None:
    text = (FILES / "batch.camt.xml").read_text("utf-8")
    (found,) = read(tmp_path / "a.xml", text.replace("700.00", "701.00"))
    assert "XL516" in codes(found)
    overdrawn = text.replace(
        '1000.00</Amt><CdtDbtInd>CRDT', '1000.00</Amt><CdtDbtInd>DBIT'
    )  # fmt: skip
    (found,) = read(tmp_path / "a.xml", overdrawn)
    assert found.opening == -1000


# --- OFX -----------------------------------------------------------------------------------------
def test_ofx_as_xml_with_a_credit_card(tmp_path: Path) -> None:
    text = """<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>TWD</CURDEF>
<CCACCTFROM><ACCTID>4311111111111111</ACCTID></CCACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260305</DTPOSTED><TRNAMT>1280.00</TRNAMT>
<FITID>A&amp;1</FITID><NAME>台灣 &lt;Hosting&gt;</NAME><MEMO><![CDATA[a & b]]></MEMO></STMTTRN>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261305</DTPOSTED><TRNAMT>5</TRNAMT></STMTTRN>
</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>"""
    (found,) = read(tmp_path / "a.ofx", text)
    (line,) = found.lines
    assert (line.amount, line.counterparty, line.description, line.reference) == (
        -1280, "台灣 <Hosting>", "a & b", "A&1",
    )  # fmt: skip
    assert line.place.line == 5
    assert found.account == "1111"
    assert codes(found) == ["XL500"]


@pytest.mark.parametrize(
    ("encoding", "charset"), [("cp950", "950"), ("utf-8", "1252"), ("cp1252", "1252")]
)
def test_ofx_in_other_encodings(tmp_path: Path, encoding: str, charset: str) -> None:
    name = "Café Zürich" if encoding == "cp1252" else "林佳穎"
    text = (FILES / "one.ofx").read_text("utf-8").replace("Sponsor", name)
    text = text.replace("CHARSET:1252", f"CHARSET:{charset}")
    (found,) = read(tmp_path / "a.ofx", text, encoding)
    assert found.lines[1].counterparty == name


def test_ofx_with_two_accounts(tmp_path: Path) -> None:
    text = (FILES / "one.ofx").read_text("utf-8")
    start, end = text.index("<STMTTRNRS>"), text.index("</BANKMSGSRSV1>")
    other = text[start:end].replace("000123456789", "000999988887777").replace("F1", "G1")
    first, second = read(tmp_path / "a.ofx", text[:end] + other + text[end:])
    assert (first.account, second.account) == ("6789", "7777")
    assert [x.reference for x in second.lines] == ["G1", "F2"]


# --- MT940 ---------------------------------------------------------------------------------------
def test_mt940_pages_are_one_statement(tmp_path: Path) -> None:
    text = """
:20:S1
:25:0012345678
:28C:1/1
:60F:C260301TWD100,
:61:260305D40,50NTRFA//B1
:86:甲
:62M:C260305TWD59,50
-
:20:S1
:25:0012345678
:28C:1/2
:60M:C260305TWD59,50
:61:2603060307C10,NTRFA//B2
:86:乙
:62F:C260306TWD69,50
-
:20:S2
:25:0012345678
:28C:2/1
:60F:C260306TWD69,50
:61:260308RC9,50NTRFA//B3
:62F:C260308TWD60,
-
"""
    first, second = read(tmp_path / "a.sta", text)
    assert [(x.amount, x.reference) for x in first.lines] == [
        (Decimal("-40.50"), "B1"), (Decimal(10), "B2"),
    ]  # fmt: skip
    assert (first.opening, first.closing) == (100, Decimal("69.50"))
    assert first.lines[1].date == date(2026, 3, 7)
    assert first.lines[1].value_date == date(2026, 3, 6)
    assert [x.amount for x in second.lines] == [Decimal("-9.50")]  # a receipt taken back
    assert codes(first) == codes(second) == []
    broken = text.replace("C260306TWD69,50\n-\n:20:S2", "C260306TWD70,50\n-\n:20:S2")
    assert codes(read(tmp_path / "b.sta", broken)[0]) == ["XL516"]


def test_mt940_windows_lines_and_big5(tmp_path: Path) -> None:
    text = (FILES / "one.sta").read_text("utf-8").replace("SPONSOR FEE", "贊助款")
    (found,) = read(tmp_path / "a.sta", text.replace("\n", "\r\n"), "cp950")
    assert found.lines[1].description.startswith("贊助款")
    assert found.lines[1].place.line == 9
