"""What holds for all events: nothing raises, order and repetition change nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.validating.planting import Fault, Plan, add, both, change, found
from tests.app.validating.planting import settings as setting
from tests.app.validating.test_faults import FAULTS
from xlevent.app.validating.running import validate
from xlevent.app.validating.treatment import TABLE

MONEY = (
    "funding_sources", "budget_categories", "budget_lines", "budget_changes", "requirements",
    "quotes", "contracts", "order_lines", "acceptances", "sponsor_payments", "allocations",
    "marketing_budget", "expenses", "remaining_estimates", "suppliers", "supply_agreements",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, "", "x", "BL-1", -1, 0, 10**31, Decimal("1e30"), Decimal("-1e-30"), 0.1, float("nan"),
    float("inf"), date(1900, 1, 1), date(9999, 12, 31), True, "approved", "USD", "１２", "#REF!",
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn) -> Plan:
    """The clean event with odd values in a few cells, rows left out and rows doubled."""
    plan = Plan()
    for _ in range(draw(st.integers(1, 8))):
        rows = plan.rows(draw(st.sampled_from(MONEY)))
        if not rows:
            continue
        number = draw(st.integers(0, len(rows) - 1))
        what = draw(st.sampled_from(("cell", "cell", "cell", "leave out", "double")))
        if what == "leave out":
            del rows[number]
        elif what == "double":
            rows.append(dict(rows[number]))
        else:
            column = draw(st.sampled_from(sorted(rows[number]) or ["id"]))
            rows[number][column] = draw(st.sampled_from(ODD))
    for key in draw(st.sets(st.sampled_from(sorted(plan.settings)), max_size=3)):
        plan.settings[key] = draw(st.sampled_from(ODD))
    return plan


@given(spoiled())
@settings(max_examples=60, deadline=None)
def test_nothing_raises_and_a_second_look_finds_the_same(plan: Plan) -> None:
    event = plan.event()
    first = validate(event)
    assert [f.show() for f in validate(event).findings] == [f.show() for f in first.findings]
    for finding in first.findings:
        assert finding.message.zh
        assert finding.message.en
        if finding.table in event.tables and finding.row is not None:
            assert finding.row < len(event.tables[finding.table])


def test_an_empty_event_has_no_money_to_find() -> None:
    plan = Plan({"settings": dict(Plan().settings)})
    assert found(plan.event()) == []


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter() -> None:
    for fault in FAULTS:
        plan = Plan()
        fault.plant(plan)
        codes = [code for code, *_ in found(plan.event())]
        for rows in plan.data.values():
            if isinstance(rows, list):
                rows.reverse()
        assert [code for code, *_ in found(plan.event())] == codes, fault.name


# Things that look like faults and are none.
HARMLESS: dict[str, Callable[[Plan], object]] = {
    "a rate of 1 in the base currency": change("budget_lines", "BL-4", rate=1),
    "a rate that moved by a fifth": change("expenses", "EX-6", rate=26),
    "a line exactly at its budget": change("remaining_estimates", "RE-1", amount=22000),
    "a refund": add(
        "expenses", like="EX-7", id="EX-9", gross=-1000, net=-1000, invoice_number="R-0017",
        voucher_kind="credit", income_kind="none", payee="松風場館", payee_ubn="22099131"),
    "a budget exactly as approved": setting(approved_total=850500),
    "a category exactly at its cap": change("budget_categories", "節目", cap=168000),
    "contingency exactly as the policy asks": setting(contingency_policy="0.133"),
    "money due on the data date": change("sponsor_payments", "SPM-2", due="2026-12-10"),
    "an instalment written off": change("sponsor_payments", "SPM-2", due="2026-10-31",
                                        written_off=100000, write_off_reason="倒閉"),
    "a likely source past its date": change("funding_sources", "FS-3", due="2026-11-30"),
    "a deposit before acceptance": change("expenses", "EX-2", acceptance=None,
                                          paid_on="2026-11-25"),
    "an unpaid bill before acceptance": lambda plan: (
        plan.remove("acceptances", "AC-2"), plan.change("expenses", "EX-3", acceptance=None)),
    "rework of a part": change("acceptances", "AC-4", result="rework", defective=10,
                               remedy_due="2026-11-20"),
    "accepted at the second inspection": change(
        "acceptances", "AC-5", result="rejected", defective=2, reinspection="2026-11-22",
        reinspection_result="accepted"),
    "another quote for a reason": lambda plan: (
        plan.change("requirements", "RQ-1", selected_quote="QT-2", justification="工期"),
        plan.change("order_lines", "OL-2", unit_price=205000),
        plan.change("expenses", "EX-3", gross=205000, net=195238, tax=9762, unit_price=205000)),
    "an order a little above its award": change("order_lines", "OL-4", unit_price="56"),
    "two small purchases of one payee": lambda plan: [
        plan.add("expenses", like="EX-3", id=key, gross=gross, net=net, tax=tax, quantity=None,
                 unit_price=None, order_line=None, acceptance=None, supplier=None, payee="文具行",
                 payee_ubn="04541302", invoice_number=number, date=day, budget_line="BL-8",
                 description=what)
        for key, gross, net, tax, number, day, what in (
            ("EX-8", 525, 500, 25, "CD-61000006", "2026-11-02", "名牌"),
            ("EX-9", 840, 800, 40, "CD-72000019", "2026-11-12", "文具"))],
    "a draft contract without orders": add(
        "contracts", like="CT-3", id="CT-9", state="draft", signed=None, title="備案"),
    "a blocked supplier whose work is done": change("suppliers", "SUP-6", state="blocked"),
    "insurance that ends with the contract": change("suppliers", "SUP-1",
                                                    insured_until="2026-11-21"),
    "a rejected transfer of one side": both(
        lambda plan: plan.remove("budget_changes", "CH-4")),
    "a rejected allocation beyond the pledge": add(
        "allocations", like="AL-1", id="AL-3", amount=900000, approval="rejected",
        approved_by=None),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_right_yields_nothing(name: str) -> None:
    plan = Plan()
    HARMLESS[name](plan)
    assert [f.show() for f in validate(plan.event()).findings] == []


def test_every_rule_has_a_fault() -> None:
    from xlevent.app.validating.families import RULES

    planted = {code for fault in FAULTS for code, _ in ((fault.code, None), *fault.also)}
    # Totals need a file (tests/app/validating/test_books.py); tests/app/accounting has XL56x.
    mine = {rule.code.code for rule in RULES if rule.code.code < "XL498"}
    assert mine <= planted
    assert TABLE not in Plan().data
    assert all(isinstance(fault, Fault) for fault in FAULTS)
