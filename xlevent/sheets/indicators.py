"""The 68 performance indicators of the standard, each with the sheets that give evidence."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Figure, Fixed, Sheet, Table
from xlevent.standard import duties, indicators

_INDICATORS = Table(
    "indicators",
    Text("行為指標", "Performance indicators"),
    (
        c.key("code", "指標代碼", "Code", width=9),
        c.calc("duty", "職責", "Duty", "text", '""', width=7),
        c.calc("indicator", "行為指標", "Indicator", "note", '""', width=70),
        c.calc("evidence", "佐證工作表", "Evidence sheets", "text", '""', width=30),
        c.calc("rows", "佐證資料列數", "Evidence rows", "integer", "0", width=12),
        c.calc("sheets", "佐證表數", "Sheets", "integer", "0", width=9),
        c.calc(
            "complete",
            "填妥表數",
            "Sheets complete",
            "integer",
            "0",
            width=10,
            help=(
                "有資料列且沒有必填未填的佐證工作表。",
                "Evidence sheets with rows and without empty required cells.",
            ),
        ),
        c.calc(
            "suggested",
            "建議評估",
            "Suggested",
            "choice",
            'IF([rows]=0,"",IF([complete]=[sheets],{indicator_state.met},'
            "{indicator_state.partly}))",
            list="indicator_state",
            width=12,
            help=(
                "依佐證是否填妥推算；下一欄可自行評估。",
                "Follows from the evidence; the next column is your own judgement.",
            ),
        ),
        c.choice(
            "state",
            "評估",
            "Assessment",
            "indicator_state",
            width=14,
            help=("空白時採用建議評估。", "Blank: the suggestion counts."),
        ),
        c.calc(
            "result",
            "採用結果",
            "Result",
            "choice",
            'IF([state]<>"",[state],[suggested])',
            list="indicator_state",
            width=12,
        ),
        c.note("note", "說明", "Note", width=40),
    ),
    rows=Fixed(
        tuple(
            {
                "code": indicator.code,
                "duty": indicator.task.split(".")[0],
                "indicator": f"{{t:{indicator.text.zh}|{indicator.text.en}}}",
                "evidence": ", ".join(indicator.evidence),
                "rows": "="
                + "+".join(
                    f'SUMIFS(deliverables[rows],deliverables[code],"{code}")'
                    for code in indicator.evidence
                ),
                "sheets": f"={len(indicator.evidence)}",
                "complete": "="
                + "+".join(
                    f'COUNTIFS(deliverables[code],"{code}",deliverables[rows],">0",'
                    "deliverables[missing],0)"
                    for code in indicator.evidence
                ),
            }
            for indicator in indicators()
        )
    ),
)

_BY_DUTY = Table(
    "indicators_by_duty",
    Text("各職責彙總", "By duty"),
    (
        c.key("duty", "職責", "Duty", width=7),
        c.calc("title", "職責名稱", "Title", "text", '""', width=40),
        c.calc("total", "指標數", "Indicators", "integer", "COUNTIFS(indicators[duty],[duty])"),
        c.calc(
            "with_evidence", "有佐證", "With evidence", "integer",
            'COUNTIFS(indicators[duty],[duty],indicators[rows],">0")',
        ),
        c.calc(
            "met", "已達成", "Met", "integer",
            "COUNTIFS(indicators[duty],[duty],indicators[result],{indicator_state.met})",
        ),
        c.calc("share", "達成率", "Share met", "percent", "[met]/[total]", bar=True),
    ),
    rows=Fixed(
        tuple(
            {"duty": duty.code, "title": f"{{t:{duty.title.zh}|{duty.title.en}}}"}
            for duty in duties()
        )
    ),
)  # fmt: skip

_BY_STATE = Table(
    "indicators_by_state",
    Text("依評估彙總", "By assessment"),
    (
        c.choice("state", "評估", "Assessment", "indicator_state", width=14),
        c.calc("number", "指標數", "Indicators", "integer", "COUNTIFS(indicators[result],[state])"),
    ),
    rows=ByList("indicator_state"),
)

SHEET = Sheet(
    "Indicators",
    tab=Text("職能指標", "Indicators"),
    title=Text("職能指標", "Performance indicators"),
    about=Text(
        "職能基準 KMC3332-001v1 的 68 項行為指標與其佐證。",
        "The 68 indicators of KMC3332-001v1 and the sheets that give evidence for each.",
    ),
    figures=(
        Figure(
            "indicators_evidenced", Text("有佐證的指標", "Indicators with evidence"), "integer",
            'COUNTIFS(indicators[rows],">0")',
        ),
        Figure(
            "indicators_met", Text("已達成的指標", "Indicators met"), "integer",
            "COUNTIFS(indicators[result],{indicator_state.met})",
        ),
        Figure(
            "indicators_open", Text("尚未達成的指標", "Indicators not met"), "integer",
            f"{len(indicators())}-COUNTIFS(indicators[result],{{indicator_state.met}})"
            "-COUNTIFS(indicators[result],{indicator_state.not_applicable})",
        ),
    ),
    blocks=(_INDICATORS, _BY_DUTY, _BY_STATE),
    protect=True,
)  # fmt: skip
