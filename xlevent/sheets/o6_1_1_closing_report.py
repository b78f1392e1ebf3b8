"""O6.1.1 Closing report: goals against results, benefits, media, recommendations, the report."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.closing_document import REPORT
from xlevent.sheets.deadlines import action_done, due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Fixed, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import look, look_number, ratio, rows
from xlevent.standard import output_title

_REACHED = (
    'IF(OR([result]="",N([target])=0),"",IF([direction]={goal_direction.lower},'
    'IF(N([result])=0,1,[target]/[result]),[result]/[target]))'
)  # fmt: skip
_GOAL_RESULTS = Table(
    "goal_results",
    Text("目標達成情形", "Goals against results"),
    (
        c.link("goal", "目標編號", "Goal ID", "goals", required=True, unique=True),
        c.calc("goal_text", "目標", "Goal", "note", look("goals", "goal", "[goal]")),
        c.calc("measure", "衡量指標", "Measure", "text", look("goals", "measure", "[goal]"),
               width=24),
        c.calc("unit", "單位", "Unit", "text", look("goals", "unit", "[goal]"), width=8),
        c.calc("direction", "方向", "Better when", "choice", look("goals", "direction", "[goal]"),
               list="goal_direction"),
        c.calc("target", "目標值", "Target", "number", look_number("goals", "target", "[goal]")),
        c.number("result", "成果值", "Result", required=True),
        c.calc("achievement", "達成率", "Achievement", "percent", _REACHED, bar=True, width=12),
        c.calc("status", "達成狀況", "Status", "choice",
               'IF([achievement]="",{goal_status.unknown},IF([achievement]>=1,{goal_status.met},'
               "IF([achievement]>=settings.partly_met_from,{goal_status.partly},"
               "{goal_status.missed})))", list="goal_status"),
        c.calc("weighted", "加權得分", "Weighted", "percent",
               f'IF([achievement]="","",MAX(0,MIN(1,[achievement]))*'
               f'{look_number("goals", "weight_share", "[goal]")})', width=11,
               help=("達成率以 100 % 為上限，乘以目標權重。",
                     "Achievement, at most 100 %, times the weight of the goal.")),
        c.text("source", "數據來源", "Source", width=22),
        c.note("explanation", "差異說明", "Explanation"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
    blank=8,
)  # fmt: skip

_ATTENDANCE = Table(
    "attendance_log",
    Text("參與人次", "Attendance"),
    (
        c.key("id", "編號", "ID", prefix="AT"),
        c.date("date", "日期", "Date", required=True),
        c.text("session", "場次", "Session", required=True, width=26),
        c.text("place", "地點", "Place", width=16),
        c.integer("registered", "報名人數", "Registered", ge=0, width=11, unit=("人", "people")),
        c.integer("attended", "實際人次", "Attended", required=True, ge=0, unit=("人次", "people")),
        c.integer("online", "線上人次", "Online", ge=0, unit=("人次", "people")),
        c.calc("show_rate", "出席率", "Show rate", "percent",
               ratio("[attended]", "[registered]")),
        c.text("method", "計數方式", "How counted", width=18),
    ),
    blank=8,
)  # fmt: skip

_SATISFACTION = Table(
    "satisfaction",
    Text("滿意度", "Satisfaction"),
    (
        c.choice("group", "對象", "Group", "respondent_group", width=18),
        c.integer("sent", "發出份數", "Sent", ge=0),
        c.integer("answers", "有效回收", "Answers", ge=0),
        c.calc("rate", "回收率", "Response rate", "percent", ratio("[answers]", "[sent]")),
        c.number("score", "平均分數", "Mean score", ge=1, le=5,
                 help=("五分量表，5 為非常滿意。", "On a scale of 1 to 5; 5 is very satisfied.")),
        c.percent("would_return", "願意再參與", "Would return", ge=0, le=1, width=11),
        c.note("praise", "主要肯定", "Praise"),
        c.note("complaint", "主要意見", "Complaints"),
    ),
    rows=ByList("respondent_group"),
)  # fmt: skip

# Code, title, planned, actual; the planned side is what was agreed before the event.
_MEASURES = (
    ("B1", "支出", "Expenses", "fig.revised_total", "fig.expenses_total"),
    ("B2", "收入", "Income", "fig.income_total", "SUM(funding_sources[received])"),
    ("B3", "收支餘絀", "Balance", "N(fig.income_total)-N(fig.revised_total)",
     "SUM(funding_sources[received])-N(fig.expenses_total)"),
    ("B4", "現金贊助", "Sponsor cash", "fig.sponsor_cash_pledged", "fig.sponsor_cash_received"),
    ("B5", "實物贊助", "In-kind sponsorship", "SUM(in_kind_items[value])",
     "fig.in_kind_received"),
    ("B6", "行銷支出", "Marketing spend", "SUM(marketing_budget[planned])",
     "fig.marketing_spend"),
    # A formula that only names a blank cell is 0 in Excel and blank in LibreOffice.
    ("B7", "參與人次", "Attendance",
     'IF(settings.expected_attendance="","",settings.expected_attendance)',
     "fig.attendance_total"),
    ("B8", "每人次成本", "Cost per visitor",
     ratio("N(fig.revised_total)", "settings.expected_attendance"), "fig.cost_per_visitor"),
)  # fmt: skip
_BENEFITS = Table(
    "benefit_analysis",
    Text("效益分析", "Benefit analysis"),
    (
        c.key("code", "代碼", "Code", width=8),
        c.calc("measure", "項目", "Measure", "text", '""', width=26),
        c.calc("planned", "計畫", "Planned", "amount", '""'),
        c.calc("actual", "實際", "Actual", "amount", '""'),
        c.calc("difference", "差異", "Difference", "amount",
               'IF(OR([planned]="",[actual]=""),"",[actual]-[planned])'),
        c.calc("rate", "執行率", "Actual to planned", "percent",
               # A share of a surplus (B3) says nothing.
               'IF(OR([planned]="",[actual]="",[code]="B3"),"",'
               'IF(N([planned])<=0,"",[actual]/[planned]))',
               width=12),
    ),
    rows=Fixed(tuple(
        {"code": code, "measure": f"={{t:{zh}|{en}}}", "planned": f"={planned}",
         "actual": f"={actual}"}
        for code, zh, en, planned, actual in _MEASURES
    )),
)  # fmt: skip

_SECTIONS = Table(
    "report_sections",
    Text("報告章節", "Sections of the report"),
    (
        c.choice("section", "章節", "Section", "report_section", width=22),
        c.note("body", "內文", "Text", required=True, width=80,
               help=("數字由各表帶入，這裡寫判斷與說明。",
                     "Figures come from the sheets; write judgement and explanation here.")),
        c.link("author", "撰寫人", "Author", "people"),
        c.links("media", "引用媒材", "Media used", "report_media"),
        c.choice("state", "核准狀態", "Approval", "approval_state"),
    ),
    rows=ByList("report_section"),
)  # fmt: skip

_MEDIA = Table(
    "report_media",
    Text("影音圖片", "Pictures, audio and video"),
    (
        c.key("id", "編號", "ID", prefix="MD"),
        c.choice("kind", "類別", "Kind", "media_kind", required=True),
        c.text("title", "標題", "Title", required=True, width=30),
        c.choice("section", "章節", "Section", "report_section", width=18),
        c.date("date", "日期", "Date"),
        c.text("place", "地點", "Place", width=16),
        c.url("file", "檔案或網址", "File or address", required=True, width=36,
              help=("照片檔路徑，或影音的網址。", "Path of a picture, or address of audio or video.")),
        c.text("credit", "作者與來源", "Credit", width=18),
        c.text("licence", "授權條款", "Licence", width=16),
        c.choice("consent", "肖像授權", "Portrait consent", "consent_state"),
        c.note("caption", "圖說", "Caption"),
    ),
    blank=12,
)  # fmt: skip

_RECOMMENDATIONS = Table(
    "recommendations",
    Text("改善建議", "Recommendations"),
    (
        c.key("id", "編號", "ID", prefix="RCM"),
        c.choice("area", "領域", "Area", "recommendation_area", required=True),
        c.note("finding", "發現", "Finding", required=True),
        c.note("recommendation", "建議", "Recommendation", required=True),
        c.note("benefit", "預期效益", "Expected benefit"),
        c.choice("priority", "優先順序", "Priority", "priority", required=True),
        c.text("addressee", "建議對象", "Addressed to", width=18),
        c.link("lesson", "來源經驗", "From lesson", "lessons"),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("due", "期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state"),
        c.calc("due_state", "期限狀況", "Due state", "choice",
               due_state(action_done("[state]"), "[due]"), list="action_due"),
    ),
    blank=10,
)  # fmt: skip

SHEET = Sheet(
    "O6.1.1",
    tab=Text("結案報告", "Closing"),
    title=output_title("O6.1.1"),
    about=Text(
        "目標與成果、財務、贊助、供應商、行銷、問題與建議；數字取自各表，可直接列印。",
        "Goals and results, money, sponsors, suppliers, marketing, issues; ready to print.",
    ),
    phase="T6",
    figures=(
        Figure(
            "goals_met_share", Text("目標達成率", "Goals met"), "percent",
            ratio("fig.goals_met", rows("goals")),
        ),
        Figure(
            "goals_score", Text("加權得分", "Weighted score"), "percent",
            'IF(COUNTIFS(goal_results[weighted],">=0")=0,"",SUM(goal_results[weighted]))',
        ),
        Figure(
            "attendance_total", Text("參與人次", "Attendance"), "integer",
            "SUM(attendance_log[attended])",
        ),
        Figure(
            "cost_per_visitor", Text("每人次成本", "Cost per visitor"), "amount",
            ratio("N(fig.expenses_total)", "fig.attendance_total"),
        ),
        Figure(
            "satisfaction_mean", Text("整體滿意度", "Mean satisfaction"), "number",
            ratio("SUMPRODUCT(satisfaction[answers],satisfaction[score])",
                  'SUMIFS(satisfaction[answers],satisfaction[score],">0")'),
        ),
        Figure(
            "report_sections_empty", Text("未撰寫章節", "Sections not written"), "integer",
            'SUMPRODUCT((report_sections[body]="")*1)', good_if="=0",
        ),
        Figure(
            "goals_met", Text("達成目標數", "Number of goals met"), "integer",
            "COUNTIFS(goal_results[status],{goal_status.met})", hidden=True,
        ),
    ),
    blocks=(
        _GOAL_RESULTS,
        Chart(
            "bar", Text("各目標達成率", "Achievement by goal"),
            categories="goal_results[goal]",
            series=(Series("goal_results[achievement]", Text("達成率", "Achievement")),),
            number_format="0%",
        ),
        _BENEFITS,
        Chart(
            "column", Text("計畫與實際", "Planned and actual"),
            categories="benefit_analysis[measure]",
            series=(
                Series("benefit_analysis[planned]", Text("計畫", "Planned"), tone="muted"),
                Series("benefit_analysis[actual]", Text("實際", "Actual"), tone="accent"),
            ),
        ),
        _ATTENDANCE,
        _SATISFACTION,
        Chart(
            "column", Text("各對象滿意度", "Satisfaction by group"),
            categories="satisfaction[group]",
            series=(Series("satisfaction[score]", Text("平均分數", "Mean score")),),
        ),
        _SECTIONS,
        _MEDIA,
        _RECOMMENDATIONS,
        REPORT,
    ),
    landscape=False,
)  # fmt: skip
