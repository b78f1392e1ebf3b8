"""What validation finds in the samples: few things, and each of them true."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.app.validating.running import validate
from xlevent.domain.finding import Finding

# Why each is right stands beside it.
TRUE = {
    "demo": [
        ("XL419", "sponsor_payments", 7),  # SP-004 owes its second instalment
        ("XL420", "budget_control", 53),  # BL-054: 6 % more for bilingual signs
        ("XL422", "budget_control", 9),  # BL-010: the repair of the floor waits for CH-010
        ("XL430", "budget_changes", 9),  # which is CH-010 and CH-011
        ("XL456", "expenses", 0),  # the project manager approved a travel claim of her own
        ("XL461", "expenses", 157),  # furniture: one of 18 sets was rejected
        ("XL461", "expenses", 196),  # tableware: 1,770 washes are to be done again
        ("XL466", "expenses", 156),  # two taxis at the same fare, as their descriptions say
        ("XL610", "benefits", 70),  # the photograph of BF-071 is still to come
    ],
    "ournetworks-2018": [
        ("XL410", "income_and_expense", 0),  # 6,465 projected against 7,570
        ("XL420", "budget_control", 5),  # honoraria 1,324.56 against 1,250
        ("XL420", "budget_control", 23),  # registration had no budget
        ("XL420", "budget_control", 26),  # space 2,508 against 400
        ("XL402", "check_rules", None),
    ],
    "g0v-summit-2014": [("XL402", "check_rules", None)],
}


def short(findings: list[Finding]) -> list[tuple[str, str | None, int | None]]:
    return [(f.code, f.table, f.row) for f in findings]


@pytest.mark.parametrize("name", TRUE)
def test_the_findings_of_a_sample_are_those_that_were_looked_at(name: str) -> None:
    with sample(name) as path:
        found = validate(Event.load(path))
    assert short(found.findings) == TRUE[name]


def test_the_demo_workbook_gives_the_findings_of_its_plan(tmp_path: Path) -> None:
    """Also a comparison of amounts and totals: 400 rows as the sheets' formulas have them."""
    with sample("demo") as path:
        Event.load(path).build(tmp_path / "demo.xlsx", language="zh-TW")
    event = Event.read(tmp_path / "demo.xlsx")
    assert short(validate(event).findings) == TRUE["demo"]
    assert len(event.figures) > 20
