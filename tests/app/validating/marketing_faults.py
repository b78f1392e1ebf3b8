"""Faults of the marketing log: funnels that cannot be, percentages typed otherwise, spend."""

from __future__ import annotations

from tests.app.validating.planting import Fault, both, change

_ENTRY = ("marketing_log", "ML-1")
_OPPORTUNITY = ("opportunities", "OP-1")

FAULTS = (
    Fault("negative impressions in the log", change(*_ENTRY, impressions=-120000),
          "XL130", (*_ENTRY, "impressions")),
    Fault("clicks above impressions", change("marketing_log", "ML-2", clicks=110001),
          "XL673", ("marketing_log", "ML-2", "clicks")),
    Fault("clicks and no impressions", change("marketing_log", "ML-2", impressions=0),
          "XL673", ("marketing_log", "ML-2", "clicks")),
    Fault("conversions above clicks", change(*_ENTRY, conversions=2401),
          "XL674", (*_ENTRY, "conversions")),
    Fault("conversions and no clicks", change(*_ENTRY, clicks=0),
          "XL674", (*_ENTRY, "conversions")),
    Fault("reach above impressions", change(*_ENTRY, reach=120001),
          "XL675", (*_ENTRY, "reach")),
    Fault("five for five percent of answers", change(*_OPPORTUNITY, response=5),
          "XL131", (*_OPPORTUNITY, "response")),
    Fault("0.05 in a cell of percentages", change(*_OPPORTUNITY, conversion=0.0005),
          "XL676", (*_OPPORTUNITY, "conversion")),
    Fault("one for one percent", change("channels", "官網", target_conversion_rate=1),
          "XL676", ("channels", "官網", "target_conversion_rate")),
    Fault("the log has more than the expenses", change(*_ENTRY, cost=55001, budget_item="MB-2"),
          "XL677", ("marketing_budget", "MB-2", "budget_line")),
    Fault("the log has less than the expenses", change(*_ENTRY, cost=1, budget_item="MB-3"),
          "XL677", ("marketing_budget", "MB-2", "budget_line")),
    Fault("a cost without a budget item", change(*_ENTRY, cost=55000),
          "XL678", ("marketing_log", None, None)),
)  # fmt: skip

RIGHT = (
    ("all who saw it clicked", change(*_ENTRY, clicks=120000)),
    ("everybody saw it once", change(*_ENTRY, reach=120000)),
    ("a tenth of a percent", change(*_OPPORTUNITY, conversion=0.001)),
    ("the items of a line together agree", both(
        change(*_ENTRY, cost=20000, budget_item="MB-2"),
        change("marketing_log", "ML-2", cost=35000, budget_item="MB-3"))),
    ("nothing was spent", change(*_ENTRY, cost=0)),
)  # fmt: skip
