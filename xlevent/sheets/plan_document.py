"""The event plan as the client reads it: a printable document of O2.2.1."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Document, Field, Heading, Lines, Para, Signatures
from xlevent.sheets.kernel.expressions import look


def _day(expression: str) -> str:
    return f'IF(N({expression})=0,"",TEXT({expression},"yyyy-mm-dd"))'


def _share(expression: str) -> str:
    return f'IF(N({expression})=0,"-",TEXT({expression},"0.0%"))'


def _money(expression: str) -> str:
    return f'TEXT({expression},"#,##0")'


def _part(key: str, zh: str, en: str) -> tuple[Heading, Para]:
    """The text that the planner wrote for one of the ten parts."""
    written = look("plan_parts", "text", f"{{plan_part.{key}}}", "part")
    return Heading(Text(zh, en)), Para(Text(f"{{{written}}}", f"{{{written}}}"), lines=4)


EVENT_PLAN = Document(
    "event_plan",
    Text("活動管理計畫書", "Event management plan"),
    (
        Heading(Text("活動概要", "The event")),
        Field(Text("活動名稱", "Event"), 'settings.event_name&""'),
        Field(Text("委託客戶", "Client"), 'settings.client_name&""'),
        Field(Text("執行單位", "Organiser"), 'settings.organiser_name&""'),
        Field(Text("專案負責人", "Project manager"), 'settings.project_manager&""'),
        Field(Text("活動日期", "Dates"),
              f'IF(N(settings.event_start)=0,"",{_day("settings.event_start")}&" - "'
              f'&{_day("settings.event_end")})'),
        Field(Text("地點", "Venue"), 'settings.venue&" "&settings.venue_address'),
        Field(Text("預估參加人數", "Expected attendance"),
              'TEXT(N(settings.expected_attendance),"#,##0")'),
        *_part("content", "一、活動內容", "1 Event content"),
        Heading(Text("目標", "Goals"), 2),
        Lines("goals", ("goal", "measure", "unit", "target"), 8, match=False, widths=(5, 4, 1, 2)),
        Heading(Text("範疇", "Scope"), 2),
        Lines("scope_items", ("item", "scope", "acceptance"), 10, match=False, widths=(5, 2, 5)),
        *_part("budget", "二、預算", "2 Budget"),
        Para(Text(
            "編列支出 {" + _money("fig.budget_total") + "}、計畫收入 {"
            + _money("fig.income_planned") + "}、其中確定收入 {" + _money("fig.income_total")
            + "}({settings.base_currency})；預備金為其他支出的 {" + _share("fig.contingency_share")
            + "}。",
            "Budgeted expense {" + _money("fig.budget_total") + "}, planned income {"
            + _money("fig.income_planned") + "}, of which confirmed {" + _money("fig.income_total")
            + "} ({settings.base_currency}); contingency is {" + _share("fig.contingency_share")
            + "} of the other costs.",
        )),
        Lines("budget_categories", ("category", "planned", "share"), 10, match=False,
              widths=(6, 4, 2)),
        Heading(Text("財源", "Funding"), 2),
        Lines("funding_sources", ("name", "kind", "certainty", "amount"), 8, match=False,
              widths=(5, 2, 2, 3)),
        *_part("law", "三、法規", "3 Laws and regulations"),
        Lines("permits", ("subject", "authority", "due", "state"), 8, match=False,
              widths=(5, 3, 2, 2)),
        *_part("marketing", "四、行銷公關", "4 Marketing and PR"),
        *_part("risk", "五、風險管理", "5 Risk management"),
        Para(Text(
            "未結風險：{fig.risks_open}；高風險以上：{fig.risks_high}；期望損失： {"
            + _money("fig.risk_reserve") + "}。",
            "Open risks: {fig.risks_open}; high or extreme: {fig.risks_high}; expected loss: {" + _money("fig.risk_reserve") + "}.",
        )),
        Lines("risks", ("risk", "level", "action", "owner"), 12, match=False,
              widths=(4, 2, 4, 2)),
        *_part("service", "六、客戶服務", "6 Client service"),
        Lines("stakeholders", ("name", "need", "response"), 8, match=False, widths=(3, 4, 5)),
        *_part("resources", "七、資源取得", "7 Resource acquisition"),
        Lines("resources_by_kind", ("kind", "items", "confirmed", "cost"), 6, match=False,
              widths=(4, 2, 3, 3)),
        *_part("project", "八、專案計畫管理", "8 Project management"),
        Para(Text(
            "規劃自 {" + _day("settings.planning_start") + "} 起，預計於 {"
            + _day("fig.schedule_finish") + "} 完成；未完成要徑工作：{fig.critical_tasks}。",
            "Planning starts on {" + _day("settings.planning_start") + "} and is expected to "
            "finish on {" + _day("fig.schedule_finish") + "}; critical tasks to do: "
            "{fig.critical_tasks}.",
        )),
        Lines("schedule_summary", ("name", "start", "finish", "days"), 12, match=False,
              widths=(6, 2, 2, 2)),
        Heading(Text("查核點", "Checkpoints"), 2),
        Lines("checkpoints", ("name", "due", "criterion", "owner"), 10, match=False,
              widths=(4, 2, 4, 2)),
        Heading(Text("權責分工", "Responsibilities"), 2),
        Lines("raci", ("work", "accountable", "responsible", "escalation"), 10, match=False,
              widths=(4, 2, 4, 2)),
        *_part("emergency", "九、緊急狀況處理", "9 Emergency handling"),
        *_part("alternatives", "十、替代方案", "10 Alternatives"),
        Lines("risks", ("risk", "trigger", "backup_plan"), 8, match=False, widths=(4, 3, 5)),
        Heading(Text("永續措施", "Sustainability")),
        Lines("sustainability_measures", ("theme", "measure", "indicator", "target"), 8,
              match=False, widths=(2, 5, 3, 2)),
        Heading(Text("核定", "Approval")),
        Signatures((Text("委託客戶", "Client"), Text("執行單位", "Organiser"))),
    ),
)  # fmt: skip
