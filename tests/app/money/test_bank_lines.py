"""Lines of statements in the table of bank lines: new ones added, known ones left alone."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.event import Event
from xlevent.app.money.bank_lines import add_statements
from xlevent.app.statements import Merged, merge_lines, read_statements
from xlevent.app.updating.anywhere import change_file
from xlevent.app.updating.change import Change
from xlevent.domain.bank import Statement, StatementLine
from xlevent.domain.language import Text

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

FIRST = """帳號：012-345-673302
日期,摘要,支出,存入,餘額,交易序號
115/03/05,轉帳,"1,000",,"9,000",FT0000001
115/03/06,轉帳,500,,"8,500",
115/03/06,轉帳,500,,"8,000",
"""
SECOND = (
    FIRST.replace('115/03/05,轉帳,"1,000",,"9,000",FT0000001\n', "")
    + '115/03/09,存入,,"2,000","10,000",IN0000002\n'
)


@pytest.fixture
def march(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text(FIRST, encoding="utf-8")
    return path


@pytest.fixture
def april(tmp_path: Path) -> Path:
    path = tmp_path / "april.csv"
    path.write_text(SECOND, encoding="utf-8")
    return path


def counts(merged: Merged) -> tuple[int, int, int]:
    return merged.added, merged.known, merged.conflicting


def test_new_lines_are_appended_in_order(march: Path, april: Path) -> None:
    old = {"id": "BK-041", "date": "2026-01-02", "amount": -7, "account": "3302"}
    event = Event({"event_name": "E"}, {"bank_lines": [old]})
    assert counts(merge_lines(event, read_statements([march, april]))) == (4, 0, 0)
    rows = event.tables["bank_lines"]
    assert [r["id"] for r in rows] == ["BK-041", "BK-042", "BK-043", "BK-044", "BK-045"]
    assert rows[1] == {
        "id": "BK-042", "account": "3302", "date": date(2026, 3, 5), "description": "轉帳",
        "amount": Decimal(-1000), "balance": Decimal(9000), "reference": "FT0000001",
        "source": "march.csv:3",
    }  # fmt: skip
    assert [f for f in event.check() if f.table == "bank_lines"] == []


def test_again_changes_nothing(march: Path, april: Path) -> None:
    event = Event({"event_name": "E"})
    merge_lines(event, read_statements([march]))
    before = [dict(row) for row in event.tables["bank_lines"]]
    assert counts(merge_lines(event, read_statements([march]))) == (0, 3, 0)
    assert counts(merge_lines(event, read_statements([april]))) == (1, 2, 0)
    assert counts(merge_lines(event, read_statements([april, march]))) == (0, 4, 0)
    assert event.tables["bank_lines"][:3] == before


def test_what_a_person_edited_stays_and_differences_are_said(march: Path) -> None:
    event = Event({"event_name": "E"})
    merge_lines(event, read_statements([march]))
    rows = event.tables["bank_lines"]
    rows[0]["counterparty"] = "松風文創"
    rows[1]["description"] = "場地布置"
    rows[2]["amount"] = Decimal(-505)
    edited = [dict(row) for row in rows]
    merged = merge_lines(event, read_statements([march]))
    assert counts(merged) == (0, 3, 1)
    assert event.tables["bank_lines"] == edited
    (said,) = merged.findings
    assert (said.code, said.row, said.value) == ("XL529", 2, "BK-003")
    assert "amount" in said.message.en
    assert said.place.line == 5


def test_rows_that_a_person_typed_are_known(march: Path) -> None:
    typed = {"id": "BK-001", "date": "2026-03-05", "amount": -1000, "reference": "FT0000001"}
    event = Event({"event_name": "E"}, {"bank_lines": [typed]})
    assert counts(merge_lines(event, read_statements([march]))) == (2, 1, 0)


def test_another_currency_is_named(tmp_path: Path) -> None:
    path = tmp_path / "usd.csv"
    path.write_text("Date,Amount,Currency\n2026-03-05,-5.25,USD\n2026-03-05,-5.25,TWD\n")
    event = Event({"event_name": "E"})
    statements = read_statements([path])
    assert counts(merge_lines(event, statements)) == (2, 0, 0)
    assert [r.get("currency") for r in event.tables["bank_lines"]] == ["USD", None]
    assert counts(merge_lines(event, statements)) == (0, 2, 0)


def test_a_workbook_takes_the_lines_and_knows_them_again(march: Path, tmp_path: Path) -> None:
    book = tmp_path / "gala.xlsx"
    Event({"event_name": "E"}).build(book, language="en")
    results = []

    def change(event: Event) -> Change:
        results.append(counts(merge_lines(event, read_statements([march]))))
        return Change(Text("匯入", "Import"))

    change_file(book, "reconcile", change)
    change_file(book, "reconcile", change)
    assert results == [(3, 0, 0), (0, 3, 0)]
    rows = Event.read(book).tables["bank_lines"]
    assert [(r["id"], r["amount"], r["source"]) for r in rows] == [
        ("BK-001", -1000, "march.csv:3"), ("BK-002", -500, "march.csv:4"),
        ("BK-003", -500, "march.csv:5"),
    ]  # fmt: skip


def test_equal_lines_of_two_accounts_are_two_movements(tmp_path: Path) -> None:
    text = (
        "帳號,日期,金額\n00001111,2026/03/05,-5\n00002222,2026/03/05,-5\n00001111,2026/03/05,-5\n"
    )
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    event = Event({"event_name": "E"})
    assert add_statements(event, read_statements([path]))[0] == 3
    added, said = add_statements(event, read_statements([path]))
    assert added == 0
    assert [f.code for f in said] == ["XL541"]
    assert said[0].message.en.startswith("a.csv: 3 lines")  # the place has the whole path


def test_fifty_thousand_lines_are_known_again_in_time() -> None:
    day = date(2026, 3, 5)
    lines = tuple(
        StatementLine(day, Decimal(-15), "TWD", "3302", description="手續費", reference=f"F{n:06}")
        for n in range(50_000)
    )
    others = tuple(replace(x, reference="G" + x.reference) for x in lines)
    event = Event({"event_name": "E"})
    started = time.process_time()
    assert merge_lines(event, [Statement("a", "csv", lines)]).added == 50_000
    assert counts(merge_lines(event, [Statement("a", "csv", lines)])) == (0, 50_000, 0)
    assert merge_lines(event, [Statement("b", "csv", others)]).added == 50_000
    assert time.process_time() - started < 20


def run(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    assert done.exit_code == code, done.output
    return done.output


def test_the_command_shows_what_is_read(
    march: Path, april: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    text = run("statement", march)
    assert "account 3302 ?, 2026-03-05 to 2026-03-06, 3 lines" in text
    assert "opening 10,000, paid -2,000, received 0, closing 8,000" in text
    found = json.loads(run("statement", march, april, "--json"))
    assert [len(s["lines"]) for s in found] == [3, 1]
    assert found[0]["lines"][0]["amount"] == "-1000"
    assert [f["code"] for s in found for f in s["findings"]] == ["XL524"]
    asked = tmp_path / "asked.csv"
    asked.write_text("date,amount\n05/06/2026,1\n")
    assert "XL510" in run("statement", asked, code=1)
    assert "1 line" in run("statement", asked, "--dates", "dmy")
    assert "Did you mean 'cathay'" in run("statement", march, "--profile", "cathy", code=2)
    assert "no such file" in run("statement", tmp_path / "x.csv", code=3)
    assert "no file" in run("statement", code=2)
    own = tmp_path / "own.yaml"
    own.write_text(run("statement", "--example", "generic"), encoding="utf-8")
    assert "layout generic" in run("statement", march, "--profile", own)


def test_statements_are_shown_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("日期,金額\n2026/03/05,-5\n", encoding="utf-8")
    monkeypatch.setenv("XLEVENT_LANG", "zh-TW")
    shown = CliRunner().invoke(cli.app, ["statement", str(path)]).stdout
    for word in ("帳號", "2026-03-05 至 2026-03-05", "1 筆", "期初", "支出", "日期", "餘額"):
        assert word in shown
    for word in ("opening", "lines", "Date", "Amount"):
        assert word not in shown, word
