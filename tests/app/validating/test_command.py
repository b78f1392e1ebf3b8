"""xlevent validate: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.app.test_cli import here, run  # noqa: F401  (here is a fixture)
from tests.app.validating.planting import Plan
from tests.tools.programs import ROOT
from xlevent.app.validating.families import RULES
from xlevent.app.validating.running import validate
from xlevent.app.validating.sarif import sarif

SCHEMA = json.loads((ROOT / "tests/data/sarif/sarif-schema-2.1.0.json").read_text("utf-8"))


@pytest.fixture
def faulty() -> Path:
    """A plan file with one error, one warning and one notice."""
    plan = Plan()
    plan.change("expenses", "EX-6", rate=None)
    plan.change("expenses", "EX-7", approved_by=None)
    plan.change("budget_lines", "BL-3", rate_date=None)
    path = Path("faulty.yaml")
    plan.event().save(path)
    return path


@pytest.fixture
def clean() -> Path:
    path = Path("clean.yaml")
    Plan().event().save(path)
    return path


def checked(data: dict[str, Any]) -> dict[str, Any]:
    """The one run of a SARIF log that follows the schema."""
    jsonschema.validate(data, SCHEMA)
    found: dict[str, Any] = data["runs"][0]
    return found


def test_a_clean_event(clean: Path) -> None:
    done = run("validate", clean, "--fail-on", "notice")
    assert "No findings" in done.stdout


def test_the_table_and_the_exit_codes(faulty: Path) -> None:
    done = run("validate", faulty, code=1)
    for code in ("XL404", "XL455", "XL407"):
        assert code in done.stdout
    assert "Findings: 1 error, 1 warning, 1 notice." in done.stderr


@pytest.mark.parametrize(
    ("table", "key", "column", "codes"),
    [
        ("expenses", "EX-7", "approved_by", {"error": 0, "warning": 1, "notice": 1}),
        ("budget_lines", "BL-3", "rate_date", {"error": 0, "warning": 0, "notice": 1}),
    ],
)
def test_fail_on(table: str, key: str, column: str, codes: dict[str, int]) -> None:
    plan = Plan()
    plan.change(table, key, **{column: None})
    plan.event().save("plan.yaml")
    for fail_on, code in codes.items():
        run("validate", "plan.yaml", "--fail-on", fail_on, code=code)


def test_json(faulty: Path) -> None:
    data = json.loads(run("validate", faulty, "--format", "json", code=1).stdout)
    assert data["rules"] == len(RULES)
    assert data["switched_off"] == []
    assert [f["code"] for f in data["findings"]] == ["XL404", "XL407", "XL455"]
    first = data["findings"][0]
    assert (first["table"], first["column"]) == ("expenses", "rate")
    assert first["place"].startswith("faulty.yaml:")
    assert first["message"]["zh-TW"]


def test_the_suffix_of_the_output_decides(faulty: Path) -> None:
    done = run("validate", faulty, "-o", "found.sarif", code=1)
    assert done.stdout.strip() == "found.sarif"
    checked(json.loads(Path("found.sarif").read_text("utf-8")))
    run("validate", faulty, "-o", "found.json", code=1)
    assert json.loads(Path("found.json").read_text("utf-8"))["rules"] == len(RULES)
    assert "exists already" in run("validate", faulty, "-o", "found.json", code=2).stderr


def test_sarif_of_a_plan(faulty: Path) -> None:
    found = checked(json.loads(run("validate", faulty, "--format", "sarif", code=1).stdout))
    rules = found["tool"]["driver"]["rules"]
    assert {rule.code.code for rule in RULES} <= {rule["id"] for rule in rules}
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    levels = [(r["ruleId"], r["level"]) for r in found["results"]]
    assert levels == [("XL404", "error"), ("XL407", "note"), ("XL455", "warning")]
    physical = found["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "faulty.yaml"
    line = faulty.read_text("utf-8").splitlines()[physical["region"]["startLine"] - 1]
    assert "EX-6" in line
    logical = found["results"][0]["locations"][0]["logicalLocations"][0]
    assert logical["fullyQualifiedName"] == "expenses[5].rate"


def test_sarif_keeps_what_is_switched_off_as_suppressed() -> None:
    plan = Plan()
    plan.change("expenses", "EX-7", approved_by=None)
    plan.add("check_rules", code="XL455", treatment="off", reason="小型活動", decided_by="林佳穎")
    data = sarif(validate(plan.event()), Path("plan.yaml"), docs="https://a.example/validation")
    found = checked(data)
    shown, hidden = found["results"]
    assert "suppressions" not in shown
    assert hidden["ruleId"] == "XL455"
    assert hidden["suppressions"][0]["justification"] == "小型活動"
    uris = {rule["id"]: rule["helpUri"] for rule in found["tool"]["driver"]["rules"]}
    assert uris["XL455"] == "https://a.example/validation#xl455"


def test_only_a_workbook_has_a_findings_sheet(clean: Path) -> None:
    done = run("validate", clean, "--write", code=2)
    assert "only a workbook has a Findings sheet" in done.stderr


def test_a_check_is_described() -> None:
    text = run("describe", "xl420").stdout
    assert text.startswith("# XL420 錯誤 error\n")
    assert "Spending on a line stays within its revised budget" in text
    assert "- O6.2.1: `expenses.budget_line`" in text
    assert run("describe", "XL110").stdout.startswith("# XL110 警告 warning")
    assert "no such sheet" in run("describe", "XL999", code=2).stderr
