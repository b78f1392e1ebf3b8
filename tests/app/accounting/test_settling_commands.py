"""The commands settle, journal and accounts."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.app.accounting.events import event
from xlevent import cli


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    event().save(tmp_path / "gala.yaml")
    return tmp_path


def run(*arguments: object, code: int = 0) -> Result:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    said = f"{done.output}\n{done.exception!r}"
    assert done.exit_code == code, said
    assert "Traceback" not in done.output, said
    return done


def test_settle_prints_shares_forms_and_proofs(here: Path) -> None:
    before = (here / "gala.yaml").read_bytes()
    shown = run("settle", "gala.yaml").output
    for word in ("Cost of the event 376,240 TWD", "225,744", "74,256", "Ads Ltd", "Big Co",
                 "XL577", "OK Shares of all payers = cost: 376,240 = 376,240"):  # fmt: skip
        assert word in shown, word
    assert (here / "gala.yaml").read_bytes() == before


def test_settle_as_json() -> None:
    data = json.loads(run("settle", "gala.yaml", "--json").stdout)
    assert data["cost"] == "376240"
    assert data["sources"][0]["form"]["to_return"] == "74256"
    assert all(proof["holds"] for proof in data["proofs"])
    assert sum(Decimal(s["share"]) for s in data["sources"]) == Decimal(data["cost"])
    assert {f["code"] for f in data["findings"]} == {"XL575", "XL576", "XL577"}


def test_errors_give_exit_code_1(here: Path) -> None:
    text = (here / "gala.yaml").read_text(encoding="utf-8")
    late = text.replace("report_due: 2027-01-20", "report_due: 2026-12-01")
    assert late != text
    (here / "late.yaml").write_text(late, encoding="utf-8")
    assert "XL566" in run("settle", "late.yaml", code=1).output


def test_data_that_cannot_be_read_are_told_and_give_exit_code_1(here: Path) -> None:
    text = (here / "gala.yaml").read_text(encoding="utf-8")
    wrong = text.replace("budget_line: BL-1\n", "budget_line: BL-9\n", 1)
    assert wrong != text
    (here / "wrong.yaml").write_text(wrong, encoding="utf-8")
    for command in (("settle", "wrong.yaml"), ("journal", "wrong.yaml", "-o", "j.csv")):
        said = run(*command, code=1).stderr
        assert "may be incomplete" in said
        assert "BL-9" in said
        assert "wrong.yaml:" in said
        assert "xlevent check" in said
    assert (here / "j.csv").exists()
    assert "may be incomplete" in run("match", "wrong.yaml", "--dry-run").stderr
    assert "incomplete" not in run("settle", "gala.yaml").stderr


def test_a_workbook_of_an_older_template_is_told_to_be_upgraded() -> None:
    old = Path(__file__).parents[2] / "data" / "template-2" / "demo.xlsx"
    done = run("settle", old)
    assert "xlevent upgrade" in done.stderr
    assert "incomplete" in done.stderr


def test_what_a_chart_names_and_the_event_lacks_is_told(here: Path) -> None:
    """A slip of typing sent the money to the account for the rest without a word."""
    (here / "my.yaml").write_text(
        "costs: {category: {Hall rnt: venue_cost}, section: {venu: venue_cost}}\n"
        "income: {tickts: ticket_income}\nmethods: {transfr: bank, card: card}\n"
        "policies: {output_tax: [clint]}\n",
        encoding="utf-8",
    )
    said = run("journal", "gala.yaml", "-o", "j.csv", "--chart", "my.yaml").stderr
    for key in ("Hall rnt", "venu", "tickts", "transfr", "clint"):
        assert f"this event has no {key!r}" in said, key
    assert "'card'" not in said
    assert "Mind" not in run("journal", "gala.yaml", "-o", "k.csv").stderr


def test_settle_in_chinese_has_no_english_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "zh-TW")
    shown = run("settle", "gala.yaml").stdout
    assert "統一編號" in shown
    for word in ("UBN", "What", "Where", "notice", "warning"):
        assert word not in shown, word


def test_journal_in_both_formats(here: Path) -> None:
    said = run("journal", "gala.yaml", "-o", "j.csv").output
    assert "2 of 2" in said
    with (here / "j.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sums = [sum(Decimal(row[c] or 0) for row in rows) for c in list(rows[0])[4:6]]
    assert sums[0] == sums[1] > 0
    run("journal", "gala.yaml", "-o", "j.txt", "--format", "beancount", "-l", "en")
    assert "open Assets:1113-Cash-in-banks TWD" in (here / "j.txt").read_text(encoding="utf-8")
    data = json.loads(run("journal", "gala.yaml", "-o", "j.beancount", "--json").stdout)
    assert data["debit"] == data["credit"]
    assert "exists already" in run("journal", "gala.yaml", "-o", "j.csv", code=2).output
    run("journal", "gala.yaml", "-o", "j.csv", "--force")
    assert "no format" in run("journal", "gala.yaml", "-o", "j.pdf", code=2).output


def test_a_chart_of_ones_own(here: Path) -> None:
    run("accounts", "-o", "chart.yaml")
    chart = here / "chart.yaml"
    assert "銀行存款" in run("accounts").output
    chart.write_text(
        chart.read_text(encoding="utf-8").replace('"1113"', '"1103"'), encoding="utf-8"
    )
    run("journal", "gala.yaml", "-o", "j.csv", "--chart", "chart.yaml")
    text = (here / "j.csv").read_text(encoding="utf-8-sig")
    assert ",1103," in text
    assert ",1113," not in text
    chart.write_text("accounts: {bank: {}}\n", encoding="utf-8")
    said = run("journal", "gala.yaml", "-o", "k.csv", "--chart", "chart.yaml", code=2).output
    assert "accounts.bank" in said
    assert not (here / "k.csv").exists()
