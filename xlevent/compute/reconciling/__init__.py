"""Reconciling the payments of a sheet with the lines of a bank statement."""

from xlevent.compute.reconciling.reconcile import reconcile
from xlevent.compute.reconciling.records import (
    BankLine,
    Conflict,
    Decision,
    Explained,
    Group,
    Options,
    Payment,
    Reconciled,
    State,
    StateSum,
    Suggestion,
)

__all__ = [
    "BankLine", "Conflict", "Decision", "Explained", "Group", "Options", "Payment", "Reconciled",
    "State", "StateSum", "Suggestion", "reconcile",
]  # fmt: skip
