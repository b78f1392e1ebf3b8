"""Faults of shared vouchers and of the settlement of grants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.app.validating.planting import Fault, Plan, add, both

_SHARES, _TERMS = "expense_allocations", "settlement_terms"


def share(voucher: str, source: str, **cells: Any) -> Callable[[Plan], object]:
    """A row of a shared voucher; EA-1, EA-2 in the order of planting."""

    def plant(plan: Plan) -> None:
        number = len(plan.rows(_SHARES)) + 1
        plan.add(_SHARES, id=f"EA-{number}", voucher=voucher, source=source, **cells)

    return plant


def grant(**cells: Any) -> Callable[[Plan], object]:
    """Terms of FS-1 over the whole event, in order but for these cells."""
    usual = {"source": "FS-1", "scope": "event", "approved_cost": 900_000,
             "report_due": "2027-01-20"}  # fmt: skip
    return add(_TERMS, **{**usual, **cells})


FAULTS = (
    Fault("shares above the voucher",
          both(share("EX-3", "FS-2", share=0.6), share("EX-3", "FS-3", share=0.5)),
          "XL560", (_SHARES, "EA-1", "share")),
    Fault("shares below the voucher",
          both(share("EX-3", "FS-1", share=0.6), share("EX-3", "FS-2", share=0.3)),
          "XL561", (_SHARES, "EA-1", "share")),
    Fault("a source twice in a voucher",
          both(share("EX-3", "FS-2", share=0.3), share("EX-3", "FS-2", amount=1000)),
          "XL562", (_SHARES, "EA-2", "source")),
    Fault("returned more than due", grant(returned=300_000, returned_on="2026-12-01"),
          "XL565", (_TERMS, "FS-1", "returned")),
    Fault("report overdue", grant(report_due="2026-12-09"),
          "XL566", (_TERMS, "FS-1", "report_due")),
    Fault("reported late", grant(report_due="2026-12-01", reported_on="2026-12-02"),
          "XL567", (_TERMS, "FS-1", "reported_on")),
    Fault("grant without an approved cost", add(_TERMS, source="FS-3", report_due="2027-01-20"),
          "XL569", (_TERMS, "FS-3", "approved_cost")),
    Fault("over the approved cost", grant(approved_cost=600_000),
          "XL570", (_TERMS, "FS-1", "approved_cost")),
    Fault("grants bear more than the cost",
          both(grant(), add(_TERMS, source="FS-2", approved_cost=300_000),
               add(_TERMS, source="FS-3", approved_cost=100_000)),
          "XL573", ("settlement_shares", None, "share")),
)  # fmt: skip

# What only looks like a fault: the rest of a voucher is its own source's; a grant with a cap.
RIGHT = (
    ("the rest is its own source's", share("EX-3", "FS-2", share=0.3333)),
    ("shares that make up the voucher",
     both(share("EX-3", "FS-1", share=0.6667), share("EX-3", "FS-2", share=0.3333))),
    ("a capped grant", grant(approved_cost=600_000, excess="own")),
    ("a grant in order", grant()),
)  # fmt: skip
