"""The blocks that the engine computes: what each writes and everything that it reads."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.stale import Computed

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKING_TIME = {
    "calendars": ("id", *_WEEK),
    "holidays": ("date", "kind", "calendar", "hours"),
}
_NETWORK = (
    "id", "wbs", "kind", "duration", "duration_unit", "calendar", "predecessors",
    "constraint", "constraint_date",
)  # fmt: skip
_FACTS = ("task", "actual_start", "actual_finish", "percent", "remaining")
_SCHEDULING = (
    "planning_start", "event_start", "event_end", "data_date", "schedule_from", "hours_per_day",
)  # fmt: skip
_SCHEDULE = "xlevent schedule"

BLOCKS = (
    Computed(
        "levelling",
        Text("資源撫平", "Levelling"),
        writes={"tasks": ("delay",)},
        reads={
            "tasks": (*_NETWORK, "deadline"),
            "task_progress": _FACTS,
            "resources": ("id", "capacity", "available_from", "available_to"),
            "assignments": ("id", "resource", "task", "quantity", "start", "finish"),
            **_WORKING_TIME,
        },
        settings=_SCHEDULING,
        command="xlevent level",
        sparse=True,
    ),
    Computed(
        "schedule",
        Text("時程", "Schedule"),
        writes={
            "tasks": (
                "early_start", "early_finish", "late_start", "late_finish", "total_float",
                "free_float", "critical", "driver", "explanation",
            )
        },
        reads={
            "tasks": (*_NETWORK, "deadline", "delay"), "task_progress": _FACTS, **_WORKING_TIME
        },
        settings=_SCHEDULING,
        command=_SCHEDULE,
    ),
    Computed(
        "progress",
        Text("完成偏差", "Deviation"),
        writes={"task_progress": ("deviation",)},
        reads={
            "tasks": ("id", "calendar", "early_finish", "baseline_finish"),
            "task_progress": ("task", "actual_finish"),
            **_WORKING_TIME,
        },
        settings=("hours_per_day",),
        command=_SCHEDULE,
    ),
    Computed(
        "demand",
        Text("資源供需", "Demand"),
        writes={
            "resource_demand": ("id", "resource", "date", "demand", "capacity", "tasks"),
            "resources": ("peak_demand",),
            "assignments": ("over_days",),
        },
        reads={
            "resources": ("id", "capacity", "available_from", "available_to"),
            "assignments": ("id", "resource", "task", "quantity", "start", "finish"),
            "tasks": ("id", "kind", "duration", "calendar", "early_start", "early_finish"),
            **_WORKING_TIME,
        },
        command=_SCHEDULE,
    ),
    Computed(
        "risk",
        Text("時程風險", "Schedule risk"),
        writes={
            "schedule_risk": ("finish", "working_days", "runs", "seed"),
            "finish_curve": ("day", "share"),
            "tasks": ("criticality",),
        },
        reads={
            "tasks": (*_NETWORK, "delay", "optimistic", "likely", "pessimistic"),
            "task_progress": _FACTS,
            **_WORKING_TIME,
        },
        settings=_SCHEDULING,
        command="xlevent simulate",
    ),
    Computed(
        "earned_value",
        Text("實獲值", "Earned value"),
        writes={"earned_value": ("pv", "ev")},
        reads={
            "earned_value": ("id", "period_end"),
            "tasks": (
                "id", "wbs", "kind", "calendar", "baseline_start", "baseline_finish",
                "planned_cost", "early_start", "early_finish",
            ),
            "task_progress": (*_FACTS, "rule"),
            "assignments": ("resource", "task", "quantity", "start", "finish"),
            "resources": ("id", "unit_cost", "cost_basis"),
            **_WORKING_TIME,
        },
        settings=("data_date", "currency_decimals", "hours_per_day"),
        command="xlevent evm",
    ),
    Computed(
        "three_way",
        Text("三方比對", "Three-way match"),
        writes={"expenses": ("three_way", "three_way_reason")},
        reads={
            "expenses": (
                "id", "date", "supplier", "quantity", "unit_price", "order_line", "acceptance",
                "currency", "rate", "net", "tax_kind", "gross", "deducted",
            ),
            "order_lines": (
                "id", "contract", "quantity", "unit_price", "currency", "rate", "tax_kind", "state",
            ),
            "contracts": ("id", "supplier"),
            "acceptances": (
                "id", "order_line", "quantity", "result", "defective", "reinspection_result",
                "price_reduction", "signed_off",
            ),
        },
        settings=(
            "quantity_tolerance", "price_tolerance", "tolerance_cap", "base_currency",
            "currency_decimals", "tax_rate",
        ),
        command="xlevent match",
    ),
    Computed(
        "duplicates",
        Text("疑似重複", "Possible duplicates"),
        writes={"expenses": ("duplicate_of",)},
        reads={
            "expenses": (
                "id", "voucher_kind", "date", "payee", "payee_ubn", "supplier", "invoice_number",
                "currency", "gross",
            ),
        },
        settings=("base_currency",),
        command="xlevent match",
        sparse=True,
    ),
    Computed(
        "withholding",
        Text("扣繳", "Withholding"),
        writes={
            "expenses": ("expected_tax", "expected_premium"),
            "withholding_by_payee": (
                "id", "month", "payee", "income_kind", "resident", "payments", "gross", "withheld",
                "premium", "net", "expected_tax", "expected_premium", "tax_due", "premium_due",
            ),
        },
        reads={
            "expenses": (
                "voucher_kind", "date", "payee", "currency", "rate", "gross", "income_kind",
                "resident", "withheld", "premium", "deducted", "due", "paid_on",
            ),
            "own_rates": ("rate", "value", "valid_from", "valid_until"),
        },
        settings=("base_currency", "currency_decimals", "tax_rate"),
        command="xlevent match",
        sparse=True,
    ),
    Computed(
        "reconciliation",
        Text("銀行對帳", "Bank reconciliation"),
        writes={
            "expenses": ("match_state", "matched_lines", "match_difference", "match_reason"),
            "sponsor_payments": (
                "match_state", "matched_lines", "match_difference", "match_reason",
            ),
            "bank_lines": ("state", "matched_to", "difference"),
            "match_decisions": ("result",),
            "match_suggestions": (
                "id", "score", "reason", "vouchers", "receipts", "bank_lines", "sheet_amount",
                "bank_amount", "difference", "names",
            ),
        },
        reads={
            "expenses": (
                "id", "voucher_kind", "payee", "supplier", "invoice_number", "currency", "rate",
                "gross", "income_kind", "withheld", "premium", "deducted", "method", "advanced_by",
                "due", "paid_on", "bank_reference",
            ),
            "suppliers": ("id", "name"),
            "sponsors": ("id", "name", "name_en"),
            "sponsor_payments": (
                "id", "sponsor", "invoice_number", "received", "received_on", "bank_reference",
            ),
            "bank_lines": (
                "id", "date", "description", "counterparty", "amount", "currency", "reference",
            ),
            "match_decisions": (
                "id", "decision", "vouchers", "receipts", "bank_lines", "amount",
            ),
        },
        settings=(
            "bank_date_window", "bank_amount_tolerance", "base_currency", "currency_decimals",
        ),
        command="xlevent reconcile",
    ),
    Computed(
        "roster",
        Text("排班檢核", "Roster check"),
        writes={"roster": ("double_booked", "uncovered")},
        reads={"roster": ("id", "person", "role", "place", "date", "start", "end", "state")},
        command="xlevent runsheet --write",
    ),
)  # fmt: skip
