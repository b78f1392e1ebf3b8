"""What the design calls native is a formula, and what it calls computed an engine's value."""

from __future__ import annotations

import pytest

from xlevent.sheets.registry import registry

# design/sheets.md, marks N: sheet, table, columns.
NATIVE = [
    ("O2.1.1", "budget_lines", "amount share line_check"),
    ("O2.1.1", "income_and_expense", "income expense balance cover"),
    ("O2.1.1", "budget_categories", "planned share cap_state"),
    ("O2.1.1", "funding_sources", "expected outstanding state allocated unallocated"),
    ("O2.4.1", "budget_control",
     "baseline changes revised committed actual available forecast variance status"),
    ("O2.4.1", "budget_by_category", "revised committed actual available forecast variance"),
    ("O2.4.1", "budget_by_source", "revised committed actual available left"),
    ("O2.4.1", "earned_value", "cv sv cpi spi eac etc vac tcpi"),
    ("O3.1.3", "requirements",
     "method quotes_needed quotes_received best_quote saving policy"),
    ("O3.2.2", "order_lines", "tax amount accepted invoiced paid open_amount days_late penalty"),
    ("O3.2.2", "contracts", "total tax penalty"),
    *(("O3.2.3", f"purchases_by_{by}", "ordered accepted invoiced paid outstanding")
      for by in ("category", "supplier", "line")),
    ("O4.3.2", "marketing_budget", "committed actual left agreement"),
    ("O4.3.2", "marketing_budget_check", "planned_gap actual_gap state"),
    ("O5.1.2", "acceptances", "item contract ordered accepted_quantity outstanding"),
    ("O6.2.1", "settlement", "actual ratio unspent to_return subsidy_share own_share balance"),
    ("O6.2.1", "settlement_shares", "booked share share_of_cost difference"),
    ("O6.2.1", "expense_allocations", "allocated rest check"),
    ("O6.2.1", "receivables", "open_amount days_overdue ageing"),
    ("O6.2.1", "payables", "payee amount not_due d30 d60 d90 over_90"),
    ("O6.2.1", "ageing", "payable receivable"),
    ("O6.2.1", "expenses", "base_amount paid_net own_amount open_amount ageing payment_state"),
]  # fmt: skip
COMPUTED = [
    ("O2.4.1", "earned_value", "pv ev"),
    ("O6.2.1", "expenses", "match_state match_difference three_way duplicate_of"),
    ("O6.2.1", "bank_lines", "state matched_to difference"),
]
FIGURES = {
    "O2.1.1": "budget_balance contingency_share break_even",
    "O2.4.1": "revised_total committed_total actual_total available_total forecast_total cpi",
    "O6.2.1": "expenses_unpaid settlement_to_return settlement_gap payable_overdue receivable_open",
}
CHARTS = {  # sheet: tables that feed its charts
    "Dashboard": "earned_value budget_by_category sponsor_value schedule_summary",
    "O2.1.1": "income_and_expense income_by_kind",
    "O2.4.1": "earned_value budget_by_category",
    "O6.2.1": "reconciliation settlement_shares ageing",
}


@pytest.mark.parametrize(
    ("sheet", "table", "columns", "role"),
    [(*row, "calc") for row in NATIVE] + [(*row, "engine") for row in COMPUTED],
)
def test_marks(sheet: str, table: str, columns: str, role: str) -> None:
    known = registry().tables[table]
    assert registry().sheet_of[table].code == sheet
    assert {key: known.column(key).role for key in columns.split()} == dict.fromkeys(
        columns.split(), role
    )


@pytest.mark.parametrize("sheet", FIGURES)
def test_figures(sheet: str) -> None:
    assert set(FIGURES[sheet].split()) <= {f.key for f in registry().sheet(sheet).figures}


@pytest.mark.parametrize("sheet", CHARTS)
def test_charts_are_fed(sheet: str) -> None:
    from xlevent.sheets.kernel.blocks import Chart

    charts = [block for block in registry().sheet(sheet).blocks if isinstance(block, Chart)]
    fed = {chart.categories.partition("[")[0] for chart in charts}
    assert set(CHARTS[sheet].split()) <= fed
    for chart in charts:
        for series in chart.series:
            table, _, column = series.values.rstrip("]").partition("[")
            assert registry().tables[table].column(column)
