"""Functions for risks, responsibilities and the run of show."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import cast

from xlevent.compute import risk_matrix
from xlevent.compute.raci import check_raci
from xlevent.compute.run_of_show import Segment, cascade
from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent.sheets.registry import registry
from xlevent_udfs.kernel.answers import Spill
from xlevent_udfs.kernel.arguments import Choice, Texts
from xlevent_udfs.kernel.declaration import function
from xlevent_udfs.kernel.rows import Listed, Rows
from xlevent_udfs.kernel.tables import shown

_RACI = {
    "no_accountable": Text("缺少當責者", "nobody is accountable"),
    "several_accountable": Text("當責者不只一人", "more than one is accountable"),
    "no_responsible": Text("缺少執行者", "nobody is responsible"),
}


@function(
    "onsite",
    Text("由可能性與影響查風險矩陣的等級。", "Risk level from the matrix."),
    Choice("likelihood", Text("可能性，如「高」。", 'Likelihood, such as "Likely".'),
           list="likelihood"),
    Choice("impact", Text("影響，如「重大」。", 'Impact, such as "Major".'), list="impact"),
    result=Text("等級文字。", "The level in words."),
    example='=XLE_RISK_LEVEL("likely", "major")',
)  # fmt: skip
def risk_level(likelihood: str, impact: str) -> object:
    """See `compute.risk_matrix.risk_level`, the matrix of O2.3.4."""
    return shown(risk_matrix.risk_level(likelihood, impact), "risk_level")


@function(
    "onsite",
    Text("執行流程：依硬性開始與長度推算每段起訖、是否壓到下一個硬性開始。",
         "Run of show: start and end of each row from hard starts and lengths, and over-runs."),
    Rows("rows", Text("流程：硬性開始、分鐘數、活動。", "Rows: hard start, minutes, activity."),
         table="run_of_show", columns=("hard_start", "minutes", "activity", "id"),
         required=("minutes",), most=20_000),
    result=Text("每段一列：起、訖、超時分鐘、餘裕分鐘。",
                "One row each: start, end, minutes over-run, minutes spare."),
    example="=XLE_RUN_OF_SHOW(A1:C20)",
    spills=True,
)  # fmt: skip
def run_of_show(rows: Listed) -> Spill:
    """See `compute.run_of_show.cascade`."""
    slots = cascade(
        [Segment(cast(int, row["minutes"]), _minutes(row.get("hard_start"))) for row in rows]
    )
    known = registry().tables["run_of_show"]
    titles = tuple(known.column(name).title for name in ("start", "end", "overrun", "slack"))
    return Spill(titles, [[_clock(s.start), _clock(s.end), s.overrun, s.slack] for s in slots])


@function(
    "onsite",
    Text("檢查一列 RACI：恰一位當責、至少一位執行；正確時空白。",
         "Check one RACI row: exactly one accountable, at least one responsible; empty if right."),
    Texts("responsible", Text("執行者。", "Responsible."), optional=True, default=()),
    Texts("accountable", Text("當責者。", "Accountable."), optional=True, default=()),
    result=Text("空白或問題。", "Empty or what is wrong."),
    example='=XLE_RACI_CHECK(A2, B2)',
)  # fmt: skip
def raci_check(responsible: list[str], accountable: list[str]) -> Text | None:
    """See `compute.raci.check_raci`."""
    problems = [_RACI[problem] for problem in check_raci(responsible, accountable)]
    if not problems:
        return None
    return Text("、".join(p.zh for p in problems), ", ".join(p.en for p in problems))


def _minutes(value: Value | None) -> int | None:
    return value.hour * 60 + value.minute if isinstance(value, time) else None


def _clock(minutes: int | None) -> Decimal | None:
    return None if minutes is None else Decimal(minutes) / 1440
