"""O5.2.2 Issue log: what went wrong on site, and how it was handled."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import ratio, rows
from xlevent.standard import output_title

_ISSUES = Table(
    "issues",
    Text("問題紀錄與處理", "Issues"),
    (
        c.key("id", "編號", "ID", prefix="IS"),
        c.datetime("opened", "發生時間", "Opened", required=True),
        c.text("place", "地點", "Place", required=True, width=16),
        c.choice("kind", "事件類別", "Kind", "incident_kind", required=True, width=16),
        c.choice("severity", "嚴重度", "Severity", "issue_severity", required=True),
        c.note("description", "問題說明", "Description", required=True),
        c.note("impact", "影響範圍", "Impact"),
        c.text("reported_by", "通報人", "Reported by", width=14),
        c.link("scenario", "啟動程序", "Procedure used", "scenarios"),
        c.note("cause", "原因", "Cause"),
        c.link("owner", "處理人", "Owner", "people", required=True),
        c.datetime("responded", "開始處理", "Responded"),
        c.note("action", "處理措施", "Action"),
        c.link("escalated_to", "上報對象", "Escalated to", "people"),
        c.datetime("resolved", "解決時間", "Resolved"),
        c.amount("cost", "處理費用", "Cost", ge=0,
                 help=("估計的額外費用；實際支出記在費用明細表。",
                       "Estimate of the extra cost; what was paid stands in the expenses.")),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines"),
        c.datetime("client_told", "通知客戶時間", "Client told",
                   help=("空白表示尚未告知客戶。", "Blank: the client was not told yet.")),
        c.note("client_response", "客戶回應", "Client response"),
        c.calc("state", "狀態", "State", "choice",
               'IF([resolved]<>"",{issue_state.resolved},IF(OR([responded]<>"",[action]<>""),'
               "{issue_state.in_progress},{issue_state.open}))", list="issue_state"),
        c.calc("minutes_to_respond", "回應時間", "Time to respond", "minutes",
               'IF(OR([opened]="",[responded]=""),"",ROUND(([responded]-[opened])*1440,0))',
               unit=("分鐘", "min")),
        c.calc("minutes_to_resolve", "解決時間長度", "Time to resolve", "minutes",
               'IF(OR([opened]="",[resolved]=""),"",ROUND(([resolved]-[opened])*1440,0))',
               unit=("分鐘", "min"), width=12),
        c.calc("speed", "應變時效", "Response", "choice",
               'IF([minutes_to_respond]="",IF([resolved]<>"","",{response_speed.waiting}),'
               "IF([minutes_to_respond]>settings.response_minutes,{response_speed.late},"
               "{response_speed.in_time}))", list="response_speed", width=14),
        c.calc("lessons", "經驗學習數", "Lessons", "integer", "COUNTIFS(lessons[issue],[id])",
               width=11),
        c.url("proof", "照片佐證", "Photo"),
    ),
    blank=20,
)  # fmt: skip

_COUNT = "COUNTIFS(issues[severity],[severity]"
_BY_SEVERITY = Table(
    "issues_by_severity",
    Text("依嚴重度彙總", "By severity"),
    (
        c.choice("severity", "嚴重度", "Severity", "issue_severity"),
        c.calc("total", "件數", "Issues", "integer", f"{_COUNT})"),
        c.calc("resolved", "已解決", "Resolved", "integer",
               f"{_COUNT},issues[state],{{issue_state.resolved}})"),
        c.calc("open", "未解決", "Open", "integer", "[total]-[resolved]"),
        c.calc("late", "回應逾時", "Late response", "integer",
               f"{_COUNT},issues[speed],{{response_speed.late}})"),
        c.calc("mean_minutes", "平均解決時間", "Mean time to resolve", "number",
               ratio("SUMIFS(issues[minutes_to_resolve],issues[severity],[severity])",
                     f'{_COUNT},issues[minutes_to_resolve],">=0")'),
               unit=("分鐘", "min"), places=1, width=13),
        c.calc("cost", "處理費用", "Cost", "amount",
               "SUMIFS(issues[cost],issues[severity],[severity])"),
        c.calc("untold", "未通知客戶", "Client not told", "integer",
               f'[total]-{_COUNT},issues[client_told],">0")', width=11),
    ),
    rows=ByList("issue_severity"),
)  # fmt: skip

_BY_KIND = Table(
    "issues_by_kind",
    Text("依事件類別彙總", "By kind of incident"),
    (
        c.choice("kind", "事件類別", "Kind", "incident_kind", width=24),
        c.calc("total", "件數", "Issues", "integer", "COUNTIFS(issues[kind],[kind])"),
        c.calc("open", "未解決", "Open", "integer",
               "[total]-COUNTIFS(issues[kind],[kind],issues[state],{issue_state.resolved})"),
        c.calc("cost", "處理費用", "Cost", "amount", "SUMIFS(issues[cost],issues[kind],[kind])"),
    ),
    rows=ByList("incident_kind"),
)  # fmt: skip

SHEET = Sheet(
    "O5.2.2",
    tab=Text("問題紀錄", "Issues"),
    title=output_title("O5.2.2"),
    about=Text(
        "現場問題與突發事件的完整紀錄：原因、處理、費用、通知客戶與解決時間。",
        "Every problem on site: cause, action, cost, when the client was told, time to resolve.",
    ),
    phase="T5",
    figures=(
        Figure("issues_total", Text("問題件數", "Issues"), "integer", rows("issues")),
        Figure(
            "issues_open", Text("未解決", "Issues open"), "integer",
            "COUNTIFS(issues[state],{issue_state.open})"
            "+COUNTIFS(issues[state],{issue_state.in_progress})", good_if="=0",
        ),
        Figure(
            "issues_serious_open", Text("重大未解決", "Serious issues open"), "integer",
            "SUMIFS(issues_by_severity[open],issues_by_severity[severity],"
            "{issue_severity.critical})+SUMIFS(issues_by_severity[open],"
            "issues_by_severity[severity],{issue_severity.major})", good_if="=0",
        ),
        Figure(
            "issues_mean_minutes", Text("平均解決分鐘", "Mean minutes to resolve"), "number",
            'IFERROR(AVERAGEIFS(issues[minutes_to_resolve],issues[minutes_to_resolve],">=0"),"")',
        ),
        Figure(
            "issues_late", Text("回應逾時", "Late responses"), "integer",
            "COUNTIFS(issues[speed],{response_speed.late})", good_if="=0",
        ),
        Figure("issues_cost", Text("處理費用", "Cost of issues"), "amount", "SUM(issues[cost])"),
    ),
    blocks=(
        _ISSUES,
        _BY_SEVERITY,
        Chart(
            "stacked_column", Text("各嚴重度的問題", "Issues by severity"),
            categories="issues_by_severity[severity]",
            series=(
                Series("issues_by_severity[resolved]", Text("已解決", "Resolved"), tone="good"),
                Series("issues_by_severity[open]", Text("未解決", "Open"), tone="bad"),
            ),
        ),
        _BY_KIND,
    ),
)  # fmt: skip
