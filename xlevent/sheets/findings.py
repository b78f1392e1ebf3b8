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
        c.engine(c.note("message", "說明", "Message", width=80)),
        c.engine(c.note("hint", "處理方式", "How to mend it", width=76)),
    ),
    blank=3,
    anonymous=True,
    report=True,
)

WRITE_LOG = Table(
    "write_log",
    Text("寫入紀錄", "Write log"),
    (
        c.engine(c.datetime("at", "時間", "Time")),
        c.engine(c.text("command", "指令", "Command", width=16)),
        c.engine(c.text("by", "執行者", "Run by", width=16)),
        c.engine(c.text("version", "版本", "Version", width=10)),
        c.engine(c.integer("cells", "變更格數", "Cells changed", width=10)),
        c.engine(c.note("what", "內容", "What was written", width=60)),
    ),
    blank=3,
    anonymous=True,
    report=True,
    hint=Text("xlevent 每次更新此檔即加一列", "One row for each time xlevent updated this file"),
)

SHEET = Sheet(
    "Findings",
    tab=Text("檢核結果", "Findings"),
    title=Text("檢核結果", "Findings"),
    about=Text(
        "最近一次檢核的結果，以及 xlevent 更新此檔的紀錄。",
        "The result of the last check, and when xlevent updated this file.",
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
        WRITE_LOG,
    ),
)  # fmt: skip
