"""The printable closing report of O6.1.1: chapters of sentences with figures, text and rows."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.choices.closing import LISTS
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Heading,
    Lines,
    Para,
    Part,
    Signatures,
)
from xlevent.sheets.kernel.expressions import rows

_MEASURES = 8  # rows of the benefit analysis


def _money(expression: str) -> str:
    # Rounded first: programs differ in how TEXT rounds a half.
    return f'{{TEXT(ROUND(N({expression}),0),"#,##0")}}'


def _share(expression: str) -> str:
    """A percentage, or a dash while there is nothing to divide by."""
    return f'{{IF({expression}="","–",TEXT(N({expression}),"0.0%"))}}'


def _index(expression: str) -> str:
    return f'{{IF({expression}="","–",TEXT(ROUND(N({expression}),2),"0.00"))}}'


def _day(expression: str) -> str:
    return f'{{IF(N({expression})=0,"–",TEXT({expression},"yyyy-mm-dd"))}}'


_CURRENCY = '{settings.base_currency&""}'
_ROW_OF = {
    option.key: number
    for declared in LISTS
    if declared.name == "report_section"
    for number, option in enumerate(declared.options, start=1)
}


def _section(key: str, zh: str, en: str, *parts: Part) -> tuple[Part, ...]:
    """A chapter: its heading, sentences with figures, the text that people wrote, its lines."""
    number = _ROW_OF[key]
    body = f'INDEX(report_sections[body],{number})&""'
    sentences = tuple(p for p in parts if isinstance(p, Para))
    others = tuple(p for p in parts if not isinstance(p, Para))
    heading = Heading(Text(f"{number}. {zh}", f"{number}. {en}"), 2)
    return (heading, *sentences, Field(Text("說明", "Remarks"), body, "note", 4), *others)


REPORT = Document(
    "closing_report",
    Text("專案結案報告", "Closing report"),
    parts=(
        Heading(Text("專案結案報告", "Closing report")),
        Field(Text("活動名稱", "Event"), 'settings.event_name&""'),
        Field(Text("英文名稱", "English name"), 'settings.event_name_en&""'),
        Field(Text("委託單位", "Client"), 'settings.client_name&""'),
        Field(Text("執行單位", "Organiser"), 'settings.organiser_name&""'),
        Field(Text("專案負責人", "Project manager"), 'settings.project_manager&""'),
        Field(Text("資料日期", "Data date"), "fig.as_of", "date"),
        *_section(
            "summary", "摘要", "Summary",
            Para(Text(
                "「{settings.event_name&\"\"}」於 " + _day("settings.event_start") + " 至 "
                + _day("settings.event_end") + " 在{settings.venue&\"\"}舉行，共 "
                + _money("fig.attendance_total") + " 人次參與；目標達成率 "
                + _share("fig.goals_met_share") + "，實際支出 " + _money("fig.expenses_total")
                + f" {_CURRENCY}。",
                "{IF(settings.event_name_en=\"\",settings.event_name,settings.event_name_en)&\"\"} took "
                "place from " + _day("settings.event_start")
                + " to " + _day("settings.event_end") + " at {settings.venue&\"\"} with "
                + _money("fig.attendance_total") + " visits. " + _share("fig.goals_met_share")
                + " of its goals were met, and " + _money("fig.expenses_total")
                + f" {_CURRENCY} were spent.",
            )),
        ),
        *_section(
            "goals", "目標與成果", "Goals and results",
            Para(Text(
                "設定目標 {" + rows("goals") + "} 項，達成 {fig.goals_met} 項，加權得分 "
                + _share("fig.goals_score") + "；整體滿意度 " + _index("fig.satisfaction_mean")
                + " 分(滿分 5 分)。",
                "{fig.goals_met} of {" + rows("goals") + "} goals were met; the weighted score is "
                + _share("fig.goals_score") + " and mean satisfaction "
                + _index("fig.satisfaction_mean") + " of 5.",
            )),
            Lines("goal_results", ("goal_text", "target", "result", "achievement", "status"),
                  rows=8, match=False, widths=(5, 2, 2, 1, 2)),
        ),
        *_section(
            "execution", "活動執行", "Execution",
            Para(Text(
                "工作完成率 " + _share("fig.tasks_done_share") + "，時程績效指標 SPI "
                + _index("fig.spi") + "；現場檢查 {fig.checks_total} 項，不合格 "
                "{fig.checks_failed} 項。",
                _share("fig.tasks_done_share") + " of the tasks are done and SPI is "
                + _index("fig.spi") + ". Checks on site: {fig.checks_total}, failed: "
                "{fig.checks_failed}.",
            )),
            Lines("attendance_log", ("date", "session", "registered", "attended", "show_rate"),
                  rows=8, match=False, widths=(2, 5, 2, 2, 1)),
        ),
        *_section(
            "finance", "財務決算", "Finances",
            Para(Text(
                "修正後預算 " + _money("fig.revised_total") + f" {_CURRENCY}，實際支出 "
                + _money("fig.expenses_total") + "，尚未付款 " + _money("fig.expenses_unpaid")
                + "；成本績效指標 CPI " + _index("fig.cpi") + "，應繳回補助款 "
                + _money("fig.settlement_to_return") + "。",
                "The revised budget is " + _money("fig.revised_total") + f" {_CURRENCY}; "
                + _money("fig.expenses_total") + " were spent, of which "
                + _money("fig.expenses_unpaid") + " are unpaid. CPI is " + _index("fig.cpi")
                + " and " + _money("fig.settlement_to_return") + " of subsidy go back.",
            )),
            Lines("benefit_analysis", ("measure", "planned", "actual", "difference", "rate"),
                  rows=_MEASURES, match=False, widths=(4, 2, 2, 2, 2)),
        ),
        *_section(
            "sponsors", "贊助", "Sponsors",
            Para(Text(
                "現金贊助承諾 " + _money("fig.sponsor_cash_pledged") + f" {_CURRENCY}，實收 "
                + _money("fig.sponsor_cash_received") + "，逾期 "
                + _money("fig.sponsor_cash_overdue") + "；實物贊助實收 "
                + _money("fig.in_kind_received") + "(不計入現金)。權益履行率 "
                + _share("fig.fulfilment_share") + "，贊助商投資報酬率 "
                + _share("fig.sponsor_roi_total") + "，主辦方 "
                + _share("fig.organiser_roi_total") + "。",
                "Sponsors pledged " + _money("fig.sponsor_cash_pledged") + f" {_CURRENCY} in "
                "cash; " + _money("fig.sponsor_cash_received") + " came in and "
                + _money("fig.sponsor_cash_overdue") + " are overdue. Goods worth "
                + _money("fig.in_kind_received") + " were received beside the money. "
                + _share("fig.fulfilment_share") + " of the benefits were delivered; ROI is "
                + _share("fig.sponsor_roi_total") + " for the sponsors and "
                + _share("fig.organiser_roi_total") + " for the organiser.",
            )),
        ),
        *_section(
            "suppliers", "供應商與履約", "Suppliers and contracts",
            Para(Text(
                "往來供應商 {fig.suppliers_active} 家，採購總額 " + _money("fig.ordered_total")
                + f" {_CURRENCY}；驗收 {{fig.acceptances_total}} 筆，一次驗收合格率 "
                + _share("fig.accepted_first_share") + "。",
                "Active suppliers: {fig.suppliers_active}; orders " + _money("fig.ordered_total")
                + f" {_CURRENCY}. Acceptances: {{fig.acceptances_total}}, of which "
                + _share("fig.accepted_first_share") + " passed the first time.",
            )),
        ),
        *_section(
            "marketing", "行銷成效", "Marketing",
            Para(Text(
                "行銷支出 " + _money("fig.marketing_spend") + f" {_CURRENCY}，獲得名單 "
                + _money("fig.marketing_leads") + " 筆、轉換 "
                + _money("fig.marketing_conversions") + " 筆，廣告投資報酬 ROAS "
                + _index("fig.marketing_roas") + "。",
                "Marketing cost " + _money("fig.marketing_spend") + f" {_CURRENCY} and brought "
                + _money("fig.marketing_leads") + " leads and "
                + _money("fig.marketing_conversions") + " conversions; ROAS is "
                + _index("fig.marketing_roas") + ".",
            )),
        ),
        *_section(
            "issues", "問題與危機處理", "Issues and crises",
            Para(Text(
                "現場問題 {fig.issues_total} 件，未解決 {fig.issues_open} 件，平均解決時間 "
                "{TEXT(N(fig.issues_mean_minutes),\"0\")} 分鐘；結案時未結風險 {fig.risks_open} 項。",
                "Issues on site: {fig.issues_total}, still open: {fig.issues_open}; mean time to "
                "resolve: {TEXT(N(fig.issues_mean_minutes),\"0\")} min. Risks still open: "
                "{fig.risks_open}.",
            )),
            Lines("issues_by_severity", ("severity", "total", "resolved", "open", "cost"),
                  rows=4, match=False, widths=(4, 2, 2, 2, 2)),
        ),
        *_section(
            "lessons", "經驗學習", "Lessons",
            Lines("lessons", ("event", "lesson", "improvement", "adopted"), rows=8, match=False,
                  widths=(3, 4, 4, 1)),
        ),
        *_section("sustainability", "永續", "Sustainability"),
        *_section(
            "recommendations", "改善建議", "Recommendations",
            Lines("recommendations", ("area", "recommendation", "benefit", "priority"), rows=8,
                  match=False, widths=(2, 5, 4, 1)),
        ),
        Heading(Text("附件：影音圖片", "Annex: pictures, audio and video"), 2),
        Lines("report_media", ("id", "kind", "title", "file"), rows=12, match=False,
              widths=(1, 1, 5, 5)),
        Signatures((
            Text("專案負責人", "Project manager"), Text("執行單位代表", "For the organiser"),
            Text("委託單位", "For the client"),
        )),
    ),
)  # fmt: skip
