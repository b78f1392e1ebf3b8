"""Faults of currencies and of the control of the budget."""

from __future__ import annotations

from tests.app.validating.planting import Fault, add, both, change, settings

FAULTS = (
    Fault("line without rate", change("budget_lines", "BL-3", rate=None, rate_date=None),
          "XL404", ("budget_lines", "BL-3", "rate")),
    Fault("quote without rate", change("quotes", "QT-3", currency="USD"),
          "XL404", ("quotes", "QT-3", "rate")),
    Fault("order without rate", change("order_lines", "OL-5", rate=None),
          "XL404", ("order_lines", "OL-5", "rate")),
    Fault("expense without rate", change("expenses", "EX-6", rate=None),
          "XL404", ("expenses", "EX-6", "rate")),
    Fault("base currency with rate", change("budget_lines", "BL-4", rate=1.02),
          "XL405", ("budget_lines", "BL-4", "rate")),
    Fault("expense in base currency with rate", change("expenses", "EX-7", rate=30),
          "XL405", ("expenses", "EX-7", "rate")),
    Fault("rate with a wrong point", change("expenses", "EX-6", rate=3.21),
          "XL406", ("expenses", "EX-6", "rate")),
    Fault("rate without date", change("budget_lines", "BL-3", rate_date=None),
          "XL407", ("budget_lines", "BL-3", "rate_date")),
    Fault("line overspent", change("expenses", "EX-7", gross=45000, net=45000),
          "XL420", ("budget_control", "BL-4", "actual")),
    Fault("spending on a line of zero", both(
              change("budget_lines", "BL-8", unit_price=0),
              change("budget_categories", "場地", cap=None),
              add("expenses", like="EX-7", id="EX-9", budget_line="BL-8", gross=60000, net=60000,
                  payee="安泓產險", invoice_number="R-0009", income_kind="none")),
          "XL420", ("budget_control", "BL-8", "actual")),
    Fault("line overcommitted", change("order_lines", "OL-3", unit_price=40000),
          "XL421", ("budget_control", "BL-5", "load")),
    Fault("line will exceed", change("remaining_estimates", "RE-1", amount=30000),
          "XL422", ("budget_control", "BL-4", "forecast")),
    Fault("line tight", change("remaining_estimates", "RE-1", amount=23000),
          "XL423", ("budget_control", "BL-4", "forecast")),
    Fault("category planned over cap",
          lambda plan: plan.change("budget_categories", "節目", cap=160000),
          "XL424", ("budget_categories", "節目", "planned")),
    Fault("category forecast over cap", both(
              change("budget_categories", "場地", cap=418000),
              add("remaining_estimates", id="RE-2", budget_line="BL-2", amount=10000,
                  owner="鄭宇軒"),
              add("remaining_estimates", id="RE-3", budget_line="BL-8", amount=7500,
                  owner="鄭宇軒"),
              add("remaining_estimates", id="RE-4", budget_line="BL-1", amount=10000,
                  owner="鄭宇軒")),
          "XL425", ("budget_by_category", "場地", "forecast")),
    Fault("budget over the approved total", settings(approved_total=850000),
          "XL426", ("settings", None, "approved_total")),
    Fault("contingency below policy", change("budget_lines", "BL-7", unit_price=60000),
          "XL428", ("settings", None, "contingency_policy")),
)  # fmt: skip
