"""Findings: the result of the last check, one problem a row."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Sheet, Table

FINDINGS = Table(
    "findings",
    Text("檢核發現", "Findings"),
    (
        c.engine(c.key("code", "代碼", "Code", width=10)),
        c.engine(c.choice("severity", "嚴重度", "Severity", "severity", width=12)),
        c.engine(c.text("sheet", "工作表", "Sheet", width=12)),
        c.engine(c.goto("cell", "位置", "Place", width=12)),
        c.engine(c.note("message", "說明", "Message", width=60)),
        c.engine(c.note("hint", "處理方式", "How to mend it", width=60)),
    ),
    blank=3,
    anonymous=True,
    report=True,
)

SHEET = Sheet(
    "Findings",
    tab=Text("檢核結果", "Findings"),
    title=Text("檢核結果", "Findings"),
    about=Text(
        "最近一次檢核的結果；由 xlevent check 寫入。",
        "The result of the last check, written by xlevent check.",
    ),
    blocks=(
        FINDINGS,
        Table(
            "findings_by_severity",
            Text("依嚴重度", "By severity"),
            (
                c.choice("severity", "嚴重度", "Severity", "severity", width=12),
                c.calc(
                    "number", "件數", "Findings", "integer",
                    "COUNTIFS(findings[severity],[severity])",
                ),
            ),
            rows=ByList("severity"),
        ),
    ),
)  # fmt: skip
