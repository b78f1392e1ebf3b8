"""O4.2.3: which marketing tools to use, scored by the same yardstick."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, rows, total
from xlevent.standard import output_title

_RATED = ("fit", "ease", "integration", "privacy")
_UNRATED = ",".join(f'[{key}]=""' for key in _RATED)
# Fit with the purpose counts twice; cost and effort count once each.
_SCORE = "(2*[fit]+[ease]+[integration]+[privacy]+[cost_points]+[effort_points])/7"
_RECOMMENDED_FROM = 3.8
_CONSIDERED_FROM = 3


def _points(column: str) -> str:
    """5 points for nothing, 1 point for the dearest of all tools, in a straight line between."""
    highest = f"MAX(marketing_tools[{column}])"
    return f"IF({highest}=0,5,ROUND(5-4*N([{column}])/{highest},2))"


TOOLS = Table(
    "marketing_tools",
    Text("行銷工具評估", "Marketing tools"),
    (
        c.key("id", "編號", "ID", prefix="MT"),
        c.text("name", "工具名稱", "Tool", required=True, width=22),
        c.choice("kind", "工具類別", "Kind", "tool_kind", required=True, width=22),
        c.text("provider", "提供者", "Provider"),
        c.note("purpose", "用途", "Purpose", required=True, width=32),
        c.link("segment", "目標客群", "Audience", "segments"),
        c.calc("segment_name", "客群名稱", "Audience name", "text",
               look("segments", "name", "[segment]"), width=18),
        c.link("channel", "通路", "Channel", "channels", width=16),
        c.amount("setup_cost", "導入費用", "Set-up cost", ge=0),
        c.amount("monthly_fee", "月費", "Monthly fee", ge=0),
        c.number("months", "使用月數", "Months", ge=0),
        c.calc(
            "cost", "總費用", "Total cost", "amount",
            "ROUND([setup_cost]+[monthly_fee]*[months],settings.currency_decimals)",
            help=("未填費用視為免費", "No fees given means free of charge"),
        ),
        c.number("effort", "投入工時", "Effort", ge=0, unit=("小時", "hours"),
                 help=("導入、學習與操作的總工時", "Hours to set up, learn and run it")),
        c.choice("personal_data", "處理個人資料", "Personal data", "yes_no", width=14),
        c.text("data_location", "資料存放地", "Data held in", width=14),
        c.integer("fit", "用途符合", "Fit", ge=1, le=5,
                  help=("1 至 5，5 最佳；權重加倍", "1 to 5, 5 is best; counts twice")),
        c.integer("ease", "易用性", "Ease of use", ge=1, le=5, width=13,
                  help=("1 至 5，5 最佳", "1 to 5, 5 is best")),
        c.integer("integration", "整合性", "Integration", ge=1, le=5, width=12,
                  help=("與現有系統及資料的銜接，1 至 5", "With present systems and data, 1 to 5")),
        c.integer("privacy", "資安與個資保護", "Data protection", ge=1, le=5, width=16,
                  help=("1 至 5，5 最佳", "1 to 5, 5 is best")),
        c.calc("cost_points", "費用分數", "Cost points", "number", _points("cost"), places=1,
               width=13),
        c.calc("effort_points", "工時分數", "Effort points", "number", _points("effort"),
               places=1, width=14),
        c.calc(
            "score", "評分", "Score", "number",
            f'IF(OR({_UNRATED}),"",ROUND({_SCORE},2))', places=2, bar=True,
            help=("滿分 5：用途符合×2、其餘五項各×1，除以 7",
                  "Out of 5: fit twice, the other five once each, divided by 7"),
        ),
        c.calc("rank", "名次", "Rank", "integer",
               'IF([score]="","",COUNTIFS(marketing_tools[score],">"&[score])+1)'),
        c.calc(
            "verdict", "建議", "Recommendation", "choice",
            'IF([score]="",{tool_verdict.unrated},'
            f"IF([score]>={_RECOMMENDED_FROM},{{tool_verdict.recommended}},"
            f"IF([score]>={_CONSIDERED_FROM},{{tool_verdict.consider}},"
            "{tool_verdict.not_recommended})))",
            list="tool_verdict", width=17,
            help=(f"{_RECOMMENDED_FROM} 分以上建議使用，{_CONSIDERED_FROM} 分以上可考慮",
                  f"Recommended from {_RECOMMENDED_FROM}, considered from {_CONSIDERED_FROM}"),
        ),
        c.note("reason", "建議理由與使用時機", "Reason, and when to use it"),
        c.choice("decision", "採用決定", "Decision", "tool_decision"),
        c.link("budget_item", "行銷預算項目", "Budget item", "marketing_budget", width=14),
        c.link("owner", "負責人", "Owner", "people"),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O4.2.3",
    tab=Text("行銷工具", "Tools"),
    title=output_title("O4.2.3"),
    blocks=(
        TOOLS,
        Chart(
            "bar",
            Text("行銷工具評分", "Score of the tools"),
            categories="marketing_tools[name]",
            series=(Series("marketing_tools[score]", Text("評分", "Score"), tone="accent"),),
            number_format="0.0",
        ),
    ),
    figures=(
        Figure("tools_total", Text("評估工具數", "Tools compared"), "integer",
               rows("marketing_tools")),
        Figure("tools_recommended", Text("建議使用", "Recommended"), "integer",
               count("marketing_tools", verdict="{tool_verdict.recommended}")),
        Figure("tool_best", Text("評分最高", "Highest score"), "text",
               'IFERROR(INDEX(marketing_tools[name],MATCH(1,marketing_tools[rank],0)),"")'),
        Figure("tools_cost", Text("採用工具費用", "Cost of those adopted"), "amount",
               total("marketing_tools", "cost", decision="{tool_decision.adopted}")),
    ),
    phase="T4",
    about=Text(
        "依用途、客群、費用、工時與資料保護評比行銷工具，提出使用建議。",
        "Rates marketing tools by purpose, audience, cost, effort and data protection, and "
        "recommends.",
    ),
)  # fmt: skip
