"""What changed from one version of the template to the next, step by step.

A step changes a plan as it was read, before its cells are typed, so that it serves workbooks
and plan files alike. Steps never change afterwards: they tell how things were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xlevent.domain.language import Text
from xlevent.sheets.kernel.raw import RawPlan, RawRow, RawTable


@dataclass(frozen=True, slots=True)
class Step:
    """How a plan of the version before becomes one of `version`."""

    version: int
    title: Text
    apply: Callable[[RawPlan], list[Text]]  # what it changed, in words


def steps_from(version: int) -> list[Step]:
    """The steps that a plan of that version still needs, in order."""
    return [step for step in STEPS if step.version > version]


def bring_up_to_date(plan: RawPlan) -> list[Text]:
    """Apply every step; a step changes nothing that is up to date already."""
    return [line for step in STEPS for line in step.apply(plan)]


# --- 2: states of computed blocks instead of tables ---------------------------------------------
_BLOCKS_OF_TABLES = {
    "tasks": ("schedule",),
    "task_progress": ("progress",),
    "resources": ("demand",),
    "assignments": ("demand",),
    "earned_value": ("earned_value",),
    "expenses": ("three_way", "duplicates", "reconciliation"),
    "bank_lines": ("reconciliation",),
    "roster": ("roster",),
}


def _states_of_blocks(plan: RawPlan) -> list[Text]:
    old = plan.tables.get("computations")
    if old is None or not any("table" in row for row in old.rows):
        return []
    rows: list[RawRow] = [row for row in old.rows if "table" not in row]
    stale = dict.fromkeys(
        block
        for row in old.rows
        if row.get("state") == "stale"
        for block in _BLOCKS_OF_TABLES.get(str(row.get("table")), ())
    )
    rows.extend({"block": block, "state": "stale"} for block in stale)
    plan.tables["computations"] = RawTable("computations", rows, place=old.place)
    names = ", ".join(stale) or "-"
    return [
        Text(f"計算狀態改依計算區塊記錄：{names}", f"Computed states are kept by block: {names}")
    ]


STEPS = (
    Step(
        2,
        Text("計算狀態改依計算區塊記錄", "Computed states are kept by block, not by table"),
        _states_of_blocks,
    ),
    Step(
        3,
        Text(
            "新增支出分攤、各類帳齡、對帳決定、扣繳明細與檢核規則等資料表",
            "New tables: shared vouchers, ageing, decisions of reconciling, withholding, rules",
        ),
        lambda plan: [],  # they are new and empty; nothing moved
    ),
)

# --- what earlier templates wrote around their tables and today's does not --------------------
FORMER_TEXTS = (
    Text("最近一次檢核的結果；由 xlevent check 寫入。",
         "The result of the last check, written by xlevent check."),
)  # fmt: skip
FORMER_NAMES = frozenset((
    "fig_stale_assignments", "fig_stale_bank_lines", "fig_stale_expenses", "fig_stale_resources",
    "fig_stale_task_progress", "fig_stale_tasks",
))  # fmt: skip
