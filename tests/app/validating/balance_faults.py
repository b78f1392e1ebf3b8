"""Faults of income, sponsors' money, changes of the budget and the marketing budget."""

from __future__ import annotations

from tests.app.validating.planting import Fault, add, both, change, settings

FAULTS = (
    Fault("planned income short", both(
              change("funding_sources", "FS-2", amount=0, received=None),
              change("funding_sources", "FS-1", amount=700000, received=700000),
              change("budget_lines", "BL-5", funding_source="FS-3"),
              change("budget_lines", "BL-6", funding_source="FS-3", unit_price=1),
              change("marketing_budget", "MB-2", planned=1000),
              change("marketing_budget", "MB-3", planned=0),
              change("requirements", "RQ-2", selected_quote=None, state="cancelled"),
              lambda plan: plan.remove("expenses", "EX-5"),
              change("order_lines", "OL-4", state="cancelled"),
              change("funding_sources", "FS-3", amount=0, received=110000,
                     certainty="confirmed")),
          "XL410", ("income_and_expense", 0, "balance")),
    Fault("confirmed income short", change("funding_sources", "FS-2", certainty="likely",
                                           probability=0.9),
          "XL411", ("income_and_expense", 1, "balance")),
    Fault("forecast above confirmed income", both(
              settings(approved_total=1100000),
              change("funding_sources", "FS-1", amount=690000, received=690000),
              change("funding_sources", "FS-2", amount=170000, received=170000),
              change("budget_categories", "場地", cap=None),
              add("budget_changes", id="CH-5", date="2026-09-01", budget_line="BL-8",
                  amount=170000, kind="increase", reason="加保", requested_by="鄭宇軒",
                  state="approved", approved_by="林佳穎", approved_on="2026-09-03"),
              add("remaining_estimates", id="RE-2", budget_line="BL-8", amount=170000)),
          "XL412", ("income_and_expense", 1, "balance")),
    Fault("source overdrawn", change("budget_lines", "BL-1", funding_source="FS-3"),
          "XL413", ("funding_sources", "FS-3", "unallocated")),
    Fault("source twice", add("funding_sources", like="FS-3", id="FS-4", name="門 票"),
          "XL414", ("funding_sources", "FS-4", "name")),
    Fault("sponsor who has not signed", change("sponsorship_agreements", "SA-1", state="sent",
                                               signed=None),
          "XL415", ("funding_sources", "FS-2", "certainty")),
    Fault("sponsorship above the pledges", change("funding_sources", "FS-2", amount=350000),
          "XL415", ("funding_sources", "FS-2", "certainty")),
    Fault("sponsor's cash allocated twice", add(
              "allocations", like="AL-1", id="AL-3", amount=120000, purpose="印刷",
              budget_line="BL-6"),
          "XL416", ("allocations", "AL-3", "amount")),
    Fault("in-kind item allocated beyond its worth", change("allocations", "AL-2", amount=45000),
          "XL417", ("allocations", "AL-2", "amount")),
    Fault("likely source without probability", change("funding_sources", "FS-3",
                                                      probability=None),
          "XL418", ("funding_sources", "FS-3", "probability")),
    Fault("client money overdue", change("funding_sources", "FS-1", received=700000),
          "XL419", ("funding_sources", "FS-1", "received")),
    Fault("sponsor's instalment overdue", change("sponsor_payments", "SPM-2", due="2026-10-31"),
          "XL419", ("sponsor_payments", "SPM-2", "received")),
    # --- changes
    Fault("change not decided", add(
              "budget_changes", id="CH-5", date="2026-12-01", budget_line="BL-4", amount=5000,
              kind="increase", reason="加場", requested_by="李承恩", state="submitted"),
          "XL430", ("budget_changes", "CH-5", "state")),
    Fault("transfer not decided", lambda plan: [
              plan.change("budget_changes", key, state="submitted") for key in ("CH-3", "CH-4")],
          "XL430", ("budget_changes", "CH-3", "state")),
    Fault("change without approver", change("budget_changes", "CH-1", approved_by=None),
          "XL431", ("budget_changes", "CH-1", "approved_by")),
    Fault("change without date of approval", change("budget_changes", "CH-2", approved_on=None),
          "XL431", ("budget_changes", "CH-2", "approved_on")),
    Fault("transfer that does not sum to zero", change("budget_changes", "CH-2", amount=12000),
          "XL432", ("budget_changes", "CH-1", "amount")),
    Fault("one side of a transfer rejected", change(
              "budget_changes", "CH-2", state="rejected", approved_by=None, approved_on=None),
          "XL432", ("budget_changes", "CH-1", "amount")),
    Fault("transfer without document", add(
              "budget_changes", like="CH-1", id="CH-5", document=None, kind="transfer"),
          "XL433", ("budget_changes", "CH-5", "document")),
    Fault("change approved before it was made", change("budget_changes", "CH-1",
                                                       approved_on="2026-08-01"),
          "XL434", ("budget_changes", "CH-1", "approved_on")),
    Fault("line with a negative budget", add(
              "budget_changes", id="CH-5", date="2026-09-01", budget_line="BL-8", amount=-8000,
              kind="cut", reason="改由場地投保", requested_by="鄭宇軒", state="approved",
              approved_by="林佳穎", approved_on="2026-09-03"),
          "XL435", ("budget_control", "BL-8", "revised")),
    Fault("use of contingency that takes from elsewhere", change(
              "budget_changes", "CH-1", budget_line="BL-2"),
          "XL436", ("budget_changes", "CH-1", "kind")),
    # --- marketing
    Fault("marketing item elsewhere", both(
              add("marketing_budget", id="MB-4", budget_line="BL-8", item="展場保險",
                  planned=7500)),
          "XL403", ("marketing_budget", "MB-4", "budget_line")),
    Fault("marketing item differs", change("marketing_budget", "MB-1", planned=100000),
          "XL408", ("marketing_budget", "MB-1", "planned")),
    Fault("marketing items of one line differ", change("marketing_budget", "MB-3",
                                                       planned=25000),
          "XL408", ("marketing_budget", "MB-2", "planned")),
    Fault("marketing line changed", both(
              lambda plan: [plan.change("budget_changes", key, state="approved",
                                        approved_by="林佳穎", approved_on="2026-09-12")
                            for key in ("CH-3", "CH-4")],
              change("marketing_budget", "MB-3", planned=25000)),
          "XL408", ("marketing_budget", "MB-1", "planned")),
    Fault("marketing line left out", lambda plan: plan.remove("marketing_budget", "MB-1"),
          "XL409", ("budget_lines", "BL-5", "id")),
    Fault("forecast over the approved total", both(
              change("budget_categories", "場地", cap=None),
              add("remaining_estimates", id="RE-2", budget_line="BL-8", amount=300000)),
          "XL427", ("settings", None, "approved_total"),
          also=(("XL422", ("budget_control", "BL-8", "forecast")),)),
)  # fmt: skip
