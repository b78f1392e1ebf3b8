"""`xlevent reconcile` as an accountant types it, on a plan and on a workbook."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.event import Event
from xlevent.app.money.reconciled import reconcile_event, reconciled
from xlevent.app.statements import read_statements
from xlevent.compute.reconciling import State

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

COMMON = "voucher_kind: receipt, description: x, budget_line: B, funding_source: F, currency: TWD"
PLAN = f"""\
settings: {{event_name: Gala, event_start: 2026-06-01, event_end: 2026-06-02}}
people:
  - {{name: Ann, role: Producer}}
sponsors:
  - {{id: SP-1, name: 沛然儲能科技股份有限公司, state: signed, owner: Ann}}
sponsor_payments:
  - {{id: SPM-1, sponsor: SP-1, amount: 300000, due: 2026-05-12, received: 300000, received_on: 2026-05-12}}
expenses:
  - {{id: EX-1, date: 2026-05-01, payee: 松風文創有限公司, gross: 12000, method: transfer, paid_on: 2026-05-04, {COMMON}}}
  - {{id: EX-2, date: 2026-05-01, payee: 青禾印刷有限公司, gross: 5400, method: transfer, paid_on: 2026-05-05, {COMMON}}}
  - {{id: EX-3, date: 2026-05-01, payee: 青禾印刷有限公司, gross: 2150, method: transfer, paid_on: 2026-05-05, {COMMON}}}
  - {{id: EX-4, date: 2026-05-01, payee: 高鐵, gross: 3960, method: reimburse, advanced_by: Ann, paid_on: 2026-05-06, {COMMON}}}
  - {{id: EX-5, date: 2026-05-01, payee: 便利商店, gross: 90, method: cash, paid_on: 2026-05-06, {COMMON}}}
  - {{id: EX-6, date: 2026-05-01, payee: 方婉如, gross: 28000, withheld: 2800, premium: 591, method: transfer, paid_on: 2026-05-07, {COMMON}}}
  - {{id: EX-7, date: 2026-05-01, payee: 朗聲公關, gross: 8400, method: transfer, due: 2026-05-08, {COMMON}}}
  - {{id: EX-8, date: 2026-05-01, payee: 大岳展演, gross: 7000, method: transfer, paid_on: 2026-05-20, {COMMON}}}
  - {{id: EX-9, date: 2026-05-01, payee: Stream Inc., gross: 990, method: card, paid_on: 2026-05-09, {COMMON.replace("TWD", "USD")}}}
bank_lines:
  - {{id: BK-007, account: 3302, date: 2026-05-04, description: 轉帳支出, counterparty: 松風文創, amount: -12015, reference: FT001}}
"""  # noqa: E501
STATEMENT = """\
帳號：0123-456-783302,,,,,,
交易日,摘要,對方戶名,支出金額,收入金額,結餘,交易序號
115/05/04,轉帳支出,松風文創,"12,015",,"987,985",FT001
115/05/05,轉帳支出,青禾印刷,"7,550",,"980,435",FT002
115/05/06,代墊歸還,Ann,"3,960",,"976,475",FT003
115/05/07,轉帳支出,方婉如,"24,609",,"951,866",FT004
115/05/08,轉帳支出,朗聲公關,"8,400",,"943,466",FT005
115/05/12,匯入匯款,沛然儲能科技,,"299,970","1,243,436",FT006
115/05/21,活存利息,,,318,"1,243,754",FT007
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "gala.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "bank.csv").write_text(STATEMENT, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reconciling")
    (folder / "gala.yaml").write_text(PLAN, encoding="utf-8")
    event = Event.load(folder / "gala.yaml")
    event.build(folder / "gala.xlsx", language="en", even_with_errors=True)
    return folder / "gala.xlsx"


@pytest.fixture
def book(built: Path, here: Path) -> Path:
    return Path(shutil.copy(built, here / "gala.xlsx"))


def run(*arguments: object, code: int = 0) -> Any:
    done = CliRunner().invoke(cli.app, ["reconcile", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done


def rows(path: Path | str, table: str) -> dict[str, dict[str, Any]]:
    return {str(row["id"]): dict(row) for row in Event.load(path).tables[table]}


def states(path: Path | str) -> dict[str, tuple[str, str]]:
    return {
        name: (row.get("match_state", ""), row.get("matched_lines", ""))
        for name, row in {**rows(path, "expenses"), **rows(path, "sponsor_payments")}.items()
    }


def test_a_statement_is_added_once_and_matched() -> None:
    text = run("gala.yaml", "--bank", "bank.csv").output
    assert "6 bank lines added" in text
    assert "nothing is lost" in text
    assert states("gala.yaml") == {
        "EX-1": ("matched_difference", "BK-007"), "EX-2": ("matched", "BK-008"),
        "EX-3": ("matched", "BK-008"), "EX-4": ("matched", "BK-009"), "EX-5": ("", ""),
        "EX-6": ("matched", "BK-010"), "EX-7": ("", ""), "EX-8": ("unmatched_sheet", ""),
        "EX-9": ("", ""), "SPM-1": ("matched_difference", "BK-012"),
    }  # fmt: skip
    expenses, lines = rows("gala.yaml", "expenses"), rows("gala.yaml", "bank_lines")
    assert expenses["EX-1"]["match_difference"] == 15
    assert "匯費 15" in expenses["EX-1"]["match_reason"]
    assert rows("gala.yaml", "sponsor_payments")["SPM-1"]["match_difference"] == -30
    assert lines["BK-008"]["matched_to"] == "EX-2; EX-3"
    assert lines["BK-008"]["date"] == date(2026, 5, 5)
    assert lines["BK-013"]["state"] == "unmatched_bank"
    (unpaid, interest) = rows("gala.yaml", "match_suggestions").values()
    assert (unpaid["vouchers"], unpaid["bank_lines"], unpaid["reason"]) == (
        "EX-7", "BK-011", "not_claimed"
    )  # fmt: skip
    assert interest["reason"] == "bank_item"
    # The same statement once more changes nothing.
    before = Path("gala.yaml").read_bytes()
    assert "bank lines added" not in run("gala.yaml", "--bank", "bank.csv").output
    assert Path("gala.yaml").read_bytes() == before


def test_decisions_survive_and_go_first() -> None:
    event = Event.load("gala.yaml")
    event.tables["match_decisions"] = [
        {"id": "MD-1", "decision": "confirm", "vouchers": "EX-7", "bank_lines": "BK-011"},
        {"id": "MD-2", "decision": "ignore", "bank_lines": "BK-013", "note": "interest"},
        {"id": "MD-3", "decision": "reject", "vouchers": "EX-4", "bank_lines": "BK-009"},
        {"id": "MD-4", "decision": "ignore", "vouchers": "EX-8", "note": "paid by the client"},
        {"id": "MD-5", "decision": "confirm", "vouchers": "EX-77", "bank_lines": "BK-010"},
        {"id": "MD-6", "decision": "split", "vouchers": "EX-6", "bank_lines": "BK-010"},
    ]
    event.save("gala.yaml")
    for _ in range(2):
        text = run("gala.yaml", "--bank", "bank.csv").output
        assert {"XL531", "XL532", "XL538"} <= set(text.split())
        found = states("gala.yaml")
        assert found["EX-7"] == ("matched", "BK-011")
        assert found["EX-4"] == ("unmatched_sheet", "")
        assert found["EX-8"] == ("matched_difference", "–")
        assert rows("gala.yaml", "expenses")["EX-8"]["match_difference"] == -7000
        lines = rows("gala.yaml", "bank_lines")
        assert (lines["BK-013"]["matched_to"], lines["BK-013"]["difference"]) == ("MD-2", -318)
        decisions = rows("gala.yaml", "match_decisions")
        assert [row["result"] for row in decisions.values()] == [
            "applied", "applied", "applied", "applied", "unknown", "incomplete",
        ]  # fmt: skip
    assert not rows("gala.yaml", "match_suggestions")


def test_contradictions_are_errors_and_undo_nothing() -> None:
    event = Event.load("gala.yaml")
    event.tables["match_decisions"] = [
        {"id": "MD-1", "decision": "confirm", "vouchers": "EX-1", "bank_lines": "BK-007"},
        {"id": "MD-2", "decision": "reject", "vouchers": "EX-1", "bank_lines": "BK-007"},
    ]
    event.save("gala.yaml")
    text = run("gala.yaml", code=1).output
    assert "XL530" in text
    assert states("gala.yaml")["EX-1"] == ("unmatched_sheet", "")


def test_json_and_dry_run_leave_the_file_alone() -> None:
    before = Path("gala.yaml").read_bytes()
    found = json.loads(run("gala.yaml", "--bank", "bank.csv", "--dry-run", "--json").stdout)
    assert Path("gala.yaml").read_bytes() == before
    assert found["proven"] is True
    assert found["added"] == 6
    assert found["sums"]["matched_difference"] == {
        "payments": 2, "paid": "-288000", "bank_lines": 2, "bank": "-287955"
    }  # fmt: skip
    assert found["unmatched"] == {"payments": ["EX-8"], "bank_lines": ["BK-011", "BK-013"]}
    assert {"why": "fee", "amount": "15"} in found["groups"][0]["because"]
    assert "XL537" in {one["code"] for one in found["findings"]}


def test_a_ledger_is_only_compared() -> None:
    Path("ledger.csv").write_text(
        "傳票日期,傳票號碼,摘要,往來對象,借方金額,貸方金額\n2026/05/04,V001,場地,松風文創,,12000\n",
        encoding="utf-8",
    )
    before = Path("gala.yaml").read_bytes()
    found = json.loads(run("gala.yaml", "--ledger", "ledger.csv", "--json").stdout)
    assert Path("gala.yaml").read_bytes() == before
    assert found["groups"][0]["payments"] == ["EX-1"]
    run("gala.yaml", "--ledger", "ledger.csv", "--bank", "bank.csv", code=2)


def test_data_errors_are_told_before_the_result() -> None:
    done = run("gala.yaml", "--bank", "bank.csv", "--dry-run")  # there is no budget line B
    assert "may be incomplete" in done.stderr
    assert "gala.yaml:" in done.stderr


def test_many_payments_of_other_months_are_one_finding() -> None:
    """The statement of one month told each payment of all others: hundreds of notices."""
    text = Path("gala.yaml").read_text(encoding="utf-8")
    row = next(r for r in text.splitlines() if "id: EX-1," in r)
    paid = "  - {{id: EX-9{0}, payee: Zed, gross: 777{0}, paid_on: 2025-03-0{0}, method: transfer}}"
    more = "\n".join(paid.format(n) for n in range(1, 8))
    Path("gala.yaml").write_text(text.replace(row, f"{row}\n{more}"), encoding="utf-8")
    found = json.loads(run("gala.yaml", "--bank", "bank.csv", "--json").stdout)
    early = [f for f in found["findings"] if f["code"] == "XL536"]
    assert len(early) == 1
    assert "2025-03-01 to 2025-03-07 (7 payments)" in early[0]["message"]["en"]
    assert "2025-03-01 至 2025-03-07 共 7 筆" in early[0]["message"]["zh-TW"]


def test_another_window_and_tolerance() -> None:
    event = Event.load("gala.yaml")
    event.tables["bank_lines"][0].update(amount=Decimal(-12018))
    assert reconciled(event).result.sums[State.DIFFERENT].lines == 1  # 18 is within 30
    assert reconciled(event, tolerance=Decimal(17)).result.sums[State.DIFFERENT].lines == 0
    event.tables["bank_lines"][0].update(date=date(2026, 5, 14))
    assert reconciled(event).result.sums[State.DIFFERENT].lines == 0
    assert reconciled(event, window=10).result.sums[State.DIFFERENT].lines == 1


def test_lines_in_another_currency_take_no_part() -> None:
    event = Event.load("gala.yaml")
    (one,) = read_statements([Path("bank.csv")])
    refused = reconcile_event([replace(one, currency="USD")])
    refused.change(event)
    assert "XL539" in {f.code for f in refused.result.findings}
    assert len(event.tables["bank_lines"]) == 1
    event.tables["bank_lines"].append(
        {"id": "BK-900", "date": date(2026, 5, 4), "amount": Decimal(-12000), "currency": "USD"}
    )
    kept = reconcile_event()
    kept.change(event)
    assert "XL542" in {f.code for f in kept.result.findings}
    assert [row.get("state") for row in event.tables["bank_lines"]] == ["matched_difference", None]
    assert kept.result.proven


def figures(path: Path, *names: str) -> list[object]:
    workbook = openpyxl.load_workbook(path, data_only=True)
    found = []
    for name in names:
        ((sheet, cell),) = workbook.defined_names[f"fig_{name}"].destinations
        found.append(workbook[sheet][cell].value)
    return found


def table(path: Path, name: str) -> list[list[object]]:
    workbook = openpyxl.load_workbook(path, data_only=True)
    for sheet in workbook:
        for key, area in sheet.tables.items():
            if key == name:
                return [[cell.value for cell in row] for row in sheet[area]][1:]
    raise KeyError(name)


def test_the_workbook_itself_is_no_statement(book: Path) -> None:
    """Its vouchers would have become bank lines."""
    done = run(book, "--bank", book, "--dry-run", code=3)
    assert "not a statement" in done.stderr


def test_workbook_and_plan_get_the_same_and_again_changes_nothing(book: Path) -> None:
    run("gala.yaml", "--bank", "bank.csv")
    run(book, "--bank", "bank.csv")
    assert states(book) == states("gala.yaml")
    assert rows(book, "bank_lines") == rows("gala.yaml", "bank_lines")
    # The proof in the sheet; that other programs calculate the same is a test of the demo.
    names = ("reconciliation_open", "expenses_unmatched", "sponsor_cash_proven")
    assert figures(book, *names) == [0, 3, 300000]
    proof = table(book, "reconciliation_proof")
    assert [row[1:6] for row in proof] == [
        [6, 6, 55119, 55119, 0], [1, 1, 300000, 300000, 0], [7, 7, 243754, 243754, 0],
    ]  # fmt: skip
    assert {row[6] for row in proof} == {"Pass"}
    assert figures(book, "stale_reconciliation") == ["Up to date"]
    before = book.read_bytes()
    assert "nothing to change" in run(book, "--bank", "bank.csv").output
    assert book.read_bytes() == before
