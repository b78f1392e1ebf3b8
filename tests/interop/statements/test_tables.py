"""What people and banks do to tables: totals, page breaks, half headers, rounded numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from xlevent.app.statements import read_statements
from xlevent.domain.bank import Statement
from xlevent.errors import MisuseError, UnreadableFileError

HEAD = "日期,摘要,支出,存入,餘額\n"


def csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    return path


def book(tmp_path: Path, rows: Sequence[Sequence[object]], name: str = "明細") -> Path:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("說明").write(0, 0, "這張工作表沒有交易")
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    return path


def one(path: Path, **options: object) -> Statement:
    (found,) = read_statements([path], **options)  # type: ignore[arg-type]
    return found


def said(statement: Statement) -> list[str]:
    return [f"{f.code} {f.place.cell or f.place.line or '-'}" for f in statement.findings]


def amounts(statement: Statement) -> list[Decimal]:
    return [line.amount for line in statement.lines]


def test_a_worksheet_with_numbers_dates_and_texts(tmp_path: Path) -> None:
    path = book(tmp_path, [
        ["帳號", "001234567890"],
        [],
        ["交易日期", "摘要", "支出(TWD)", "存入(TWD)", "餘額(TWD)", "交易序號"],
        [46086, "轉帳", 1200, None, 8800.0, "0007"],
        [46087.5, "薪資", None, "3,000.00", 11800, 12],
        ["115/03/07", "利息", "", 0.1 + 0.2, 11800.3, None],
        ["合計", None, 1200, 3000.3],
    ])  # fmt: skip
    found = one(path)
    assert amounts(found) == [Decimal(-1200), Decimal(3000), Decimal("0.3")]
    assert [x.date for x in found.lines] == [date(2026, 3, d) for d in (5, 6, 7)]
    assert [x.reference for x in found.lines] == ["0007", "12", ""]
    assert (found.account, found.currency, found.format) == ("7890", "TWD", "xlsx")
    assert str(found.lines[0].place) == "'明細'!A4"
    assert (found.opening, found.closing) == (Decimal(10000), Decimal("11800.3"))
    assert said(found) == []


def test_numbers_that_excel_has_rounded_are_said_and_not_used(tmp_path: Path) -> None:
    path = book(tmp_path, [
        ["帳號", 1234567890123456],
        ["日期", "金額", "交易序號"],
        ["2026/03/05", -5, 9876543210987654],
        ["2026/03/06", 6, "9876543210987654"],
    ])  # fmt: skip
    found = one(path)
    assert found.account == ""
    assert [x.reference for x in found.lines] == ["", "9876543210987654"]
    assert said(found) == ["XL508 -", "XL508 -"]
    assert not any(".0" in f.message.en for f in found.findings)
    text = "帳號,1.23457E+15\n日期,金額,序號\n2026/03/05,5,1.2E+15\n2026/03/06,5,12\n"
    found = one(csv(tmp_path, text))
    assert [x.reference for x in found.lines] == ["", "12"]
    assert said(found) == ["XL508 -", "XL508 -"]


def test_long_numbers_that_all_end_in_zeros_are_suspected(tmp_path: Path) -> None:
    lines = "".join(f"2026/03/0{n},5,123456789012{n}450\n" for n in range(1, 4))
    found = one(csv(tmp_path, "日期,金額,序號\n" + lines))
    assert [x.reference for x in found.lines] == ["", "", ""]
    assert said(found) == ["XL508 -"]
    other = lines.replace("1450", "1457")
    assert [x.reference[-1] for x in one(csv(tmp_path, "日期,金額,序號\n" + other)).lines] == [
        "7", "0", "0",
    ]  # fmt: skip


def test_rows_that_are_no_lines(tmp_path: Path) -> None:
    text = (
        "帳號:0001,,,,\n" + HEAD + ",期初餘額,,,100\n"
        "2026/03/05,轉帳,30,,70\n"
        ",第二行說明,,,\n"
        ",,,,\n"
        "本頁小計,,30,,\n" + HEAD + "2026/03/06,存入,,10,80\n"
        "合計,,30,10,\n"
        "期末餘額:80,,,,\n"
        "※ 以存摺為準,,,,\n"
    )
    found = one(csv(tmp_path, text))
    assert amounts(found) == [-30, 10]
    assert found.lines[0].description == "轉帳 第二行說明"
    assert (found.opening, found.closing) == (100, 80)
    assert said(found) == ["XL519 12"]


def test_totals_and_balances_that_do_not_agree(tmp_path: Path) -> None:
    text = HEAD + "2026/03/05,a,30,,70\n2026/03/06,b,,10,85\n2026/03/07,c,5,,80\n合計,,35,99,\n"
    assert said(one(csv(tmp_path, text))) == ["XL517 5", "XL515 3"]
    text = "期初餘額:100,,,,\n期末餘額:80,,,,\n日期,摘要,支出,存入,備註\n2026/03/05,a,30,,\n"
    assert said(one(csv(tmp_path, text))) == ["XL516 -"]


def test_the_wrong_sign_is_told_by_the_balances(tmp_path: Path) -> None:
    text = "日期,金額,餘額\n" + "".join(
        f"2026/03/0{n},{n},{100 - n * (n + 1) // 2}\n" for n in range(1, 6)
    )
    path = csv(tmp_path, text)
    assert said(one(path)) == ["XL518 3"]
    profile = tmp_path / "p.yaml"
    profile.write_text("sign: reversed\ncolumns: {date: 日期, amount: 金額, balance: 餘額}\n")
    found = one(path, profile=profile)
    assert said(found) == []
    assert amounts(found) == [-1, -2, -3, -4, -5]


def test_newest_first_becomes_oldest_first(tmp_path: Path) -> None:
    text = HEAD + "2026/03/06,b,,10,80\n2026/03/05,a2,5,,70\n2026/03/05,a1,25,,75\n"
    found = one(csv(tmp_path, text))
    assert [x.description for x in found.lines] == ["a1", "a2", "b"]
    assert said(found) == []
    same_day = HEAD + "2026/03/05,a2,5,,70\n2026/03/05,a1,25,,75\n"
    assert [x.description for x in one(csv(tmp_path, same_day)).lines] == ["a1", "a2"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026/02/30,a,5,,", "XL500 2"), (",a,5,,", "XL501 2"), ("2026/03/05,a,5x,,", "XL502 2"),
        ("2026/03/05,a,,,", "XL503 2"), ("2026/03/05,a,5,6,", "XL504 2"),
        ("2026/03/05,a,1.2E+9,,", "XL506 2"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_said_with_its_place(
    tmp_path: Path, row: str, code: str
) -> None:
    found = one(csv(tmp_path, HEAD + row + "\n2026/03/06,good,,7,\n"))
    assert amounts(found) == [7]
    assert said(found) == [code]
    assert found.findings[0].severity == "error"


def test_a_zero_beside_an_amount_is_no_second_side(tmp_path: Path) -> None:
    text = HEAD + "2026/03/05,a,0,7,\n2026/03/05,b,8,0.00,\n2026/03/05,c,0,0,\n2026/03/05,d,-3,,\n"
    assert amounts(one(csv(tmp_path, text))) == [7, -8, 0, 3]


def test_marks_and_minus_signs_in_one_column(tmp_path: Path) -> None:
    head = "日期,借貸別,金額\n"
    rows = "2026/03/05,支出,5\n2026/03/05,CR,6\n2026/03/05,D,-7\n2026/03/05,?,8\n2026/03/05,,-9\n"
    found = one(csv(tmp_path, head + rows))
    assert amounts(found) == [-5, 6, 7, -9]  # a payment taken back
    assert said(found) == ["XL505 5"]
    signed = "2026/03/05,D,-5\n2026/03/05,C,6\n2026/03/06,C,-7\n"
    assert amounts(one(csv(tmp_path, head + signed))) == [-5, 6, -7]


def test_dates_that_nothing_decides_are_asked_for(tmp_path: Path) -> None:
    path = csv(tmp_path, "Date,Amount\n05/06/2026,5\n06/06/2026,6\n")
    found = one(path)
    assert not found.lines
    assert said(found) == ["XL510 -"]  # which says already why there are no lines
    assert [x.date for x in one(path, dates="dmy").lines] == [date(2026, 6, 5), date(2026, 6, 6)]
    with pytest.raises(MisuseError, match="ymd"):
        one(path, dates="german")


def test_currencies_beside_amounts(tmp_path: Path) -> None:
    found = read_statements(
        [csv(tmp_path, "日期,金額\n2026/03/05,US$5\n2026/03/05,NT$6\n2026/03/06,US$7\n")]
    )
    assert [(s.currency, amounts(s)) for s in found] == [("USD", [5, 7]), ("TWD", [6])]
    assert said(found[0]) == ["XL523 -"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp950"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_ends_of_lines(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    text = (HEAD + "2026/03/05,轉帳支出,5,,95\n2026/03/06,轉帳存入,,5,100\n").replace(
        ",", separator
    )
    found = one(csv(tmp_path, text.replace("\n", end), encoding))
    assert amounts(found) == [-5, 5]
    assert said(found) == (["XL202 -"] if encoding == "cp950" else [])


def test_marks_that_nobody_sees(tmp_path: Path) -> None:
    text = "\ufeff日期\u200b,金額\u3000,說明\n\u200e115/03/05,\u202a-1200\u202c,x\n"
    assert amounts(one(csv(tmp_path, text))) == [-1200]


def test_a_web_page_that_is_called_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    rows = "".join(f"<tr><td>{'</td><td>'.join(r.split(','))}</td></tr>\n" for r in (
        "115/03/05,轉&nbsp;帳,5,,95", "115/03/06,存,,5,100",
    ))  # fmt: skip
    head = "<tr>{0}日期{0}摘要<th colspan=2>金額{0}餘額</tr><tr><td>支出<td>存入"
    head = head.format("<th rowspan=2>")
    page = f'<html><meta charset="big5"><body><table>{head}</tr>{rows}</table></body></html>'
    path.write_bytes(page.encode("cp950"))
    found = one(path)
    assert amounts(found) == [-5, 5]
    assert found.format == "html"


def test_several_sheets_are_several_statements(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, account in (("三月", "1111"), ("四月", "2222")):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["帳號", account])
            sheet.write_row(1, 0, ["日期", "金額"])
            sheet.write_row(2, 0, ["2026/03/05", 5])
        hidden = made.add_worksheet("舊")
        hidden.write_row(0, 0, ["日期", "金額"])
        hidden.write_row(1, 0, ["2020/03/05", 5])
        hidden.hide()
    assert [s.account for s in read_statements([path])] == ["1111", "2222"]


def test_a_file_without_a_header_says_what_it_found(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"no header.*甲, 乙.*--profile"):
        one(csv(tmp_path, "甲,乙\n1,2\n"))
    with pytest.raises(UnreadableFileError, match="empty"):
        one(csv(tmp_path, " \n"))


def test_a_statement_without_lines_is_one(tmp_path: Path) -> None:
    found = one(csv(tmp_path, "帳號:00012345\n" + HEAD))
    assert found.account == "2345"
    assert said(found) == ["XL522 -"]


def test_thousands_without_quotes_are_not_read_as_one(tmp_path: Path) -> None:
    """1,000 was read as a payment of 1 without a word."""
    rows = "2026/12/07,a,1,000,\n2026/12/08,b,1000,0\n2026/12/09,c,12,000.00\n"
    found = one(csv(tmp_path, "日期,摘要,支出,存入\n" + rows))
    assert amounts(found) == [-1000]
    assert said(found) == ["XL502 2", "XL502 4"]
    assert "1,000" in found.findings[0].message.en
    found = one(csv(tmp_path, "日期,摘要,金額\n2026/12/07,a,-51,300\n2026/12/08,b,-200,\n"))
    assert (amounts(found), said(found)) == ([-200], ["XL502 2"])


def test_only_a_hundred_of_a_kind_are_listed(tmp_path: Path) -> None:
    found = one(csv(tmp_path, HEAD + "2026/03/05,a,?,,\n" * 250))
    assert len(found.findings) == 101
    last = next(f for f in found.findings if f.code == "XL199")
    assert last.message.en.startswith("150 further findings XL502")
