"""Rules switched off and regraded in the settings."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.validating.planting import Plan
from xlevent.app.validating.running import Validation, validate


def treated(*rows: dict[str, Any]) -> Validation:
    """Validation of an event whose contingency is below policy (XL428, a warning)."""
    plan = Plan()
    plan.change("budget_lines", "BL-7", unit_price=60000)
    for row in rows:
        plan.add("check_rules", **{"reason": "另有專款", "decided_by": "林佳穎", **row})
    return validate(plan.event())


def codes(found: Validation) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in found.findings]


def test_a_rule_is_switched_off_and_the_findings_say_so() -> None:
    found = treated({"code": "XL428", "treatment": "off"})
    assert codes(found) == [("XL402", "notice")]
    (note,) = found.findings
    assert note.message.en == (
        "Checks switched off in the settings: 1; findings hidden by that: 1; "
        "checks regraded: 0 (XL428)."
    )
    assert "1 項發現" in note.message.zh
    assert note.table == "check_rules"
    assert found.off == ("XL428",)
    (hidden,) = found.hidden
    assert (hidden.finding.code, hidden.reason) == ("XL428", "另有專款")


@pytest.mark.parametrize("grade", ["notice", "warning", "error"])
def test_a_rule_is_regraded(grade: str) -> None:
    found = treated({"code": "xl428", "treatment": grade})
    assert codes(found) == [("XL428", grade), ("XL402", "notice")]
    assert found.hidden == []
    assert found.off == ()


def test_an_unknown_code_is_itself_found() -> None:
    found = treated({"code": "XL897", "treatment": "off"})
    assert codes(found) == [("XL428", "warning"), ("XL400", "error")]
    assert (found.findings[1].row, found.findings[1].column) == (0, "code")
    assert "XL" in found.findings[1].hint.en


@pytest.mark.parametrize("code", ["XL111", "XL141", "XL400", "XL402"])
def test_what_says_that_data_cannot_be_read_stays(code: str) -> None:
    found = treated({"code": code, "treatment": "off"})
    assert codes(found) == [("XL428", "warning"), ("XL401", "error")]


def test_a_warning_of_the_structure_may_be_switched_off() -> None:
    plan = Plan()
    plan.change("budget_lines", "BL-8", owner=None)
    plan.add("check_rules", code="XL110", treatment="off", reason="稍後補", decided_by="林佳穎")
    found = validate(plan.event())
    assert codes(found) == [("XL402", "notice")]
    assert [h.finding.column for h in found.hidden] == ["owner"]


def test_a_treatment_says_why_and_by_whom() -> None:
    found = treated({"code": "XL428", "treatment": "off", "reason": None, "decided_by": None})
    assert codes(found) == [("XL110", "warning"), ("XL110", "warning"), ("XL402", "notice")]
    assert [f.column for f in found.findings] == ["reason", "decided_by", None]


def test_the_first_row_of_a_code_counts() -> None:
    found = treated({"code": "XL428", "treatment": "notice"}, {"code": "XL428", "treatment": "off"})
    assert codes(found) == [("XL140", "error"), ("XL428", "notice"), ("XL402", "notice")]
