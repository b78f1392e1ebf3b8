"""Columns of any row with a `state` (list action_state) that must be done by its `due` date."""

from __future__ import annotations

from xlevent.sheets import deadlines
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.columns import Column


def due_state() -> Column:
    """Where the row stands against its date."""
    formula = deadlines.due_state(deadlines.action_done("[state]"), "[due]")
    return c.calc("due_state", "期限狀況", "Due state", "choice", formula, list="action_due")


def days_overdue() -> Column:
    """Calendar days since the date, blank unless the row is overdue."""
    formula = 'IF([due_state]={action_due.overdue},fig.as_of-[due],"")'
    return c.calc(
        "days_overdue", "逾期天數", "Days overdue", "integer", formula,
        unit=("天", "days"), width=15,
    )  # fmt: skip
