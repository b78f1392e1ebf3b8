"""O4.3.1: what marketing did, when, through whom, and what came of it."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Fixed, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, ratio, rows, total
from xlevent.standard import output_title

_MONTHS = 14  # from the month in which planning starts

LOG = Table(
    "marketing_log",
    Text("行銷執行紀錄", "Marketing log"),
    (
        c.key("id", "編號", "ID", prefix="ML"),
        c.date("date", "執行日期", "Date", required=True),
        c.date("planned_on", "計畫日期", "Planned on"),
        c.link("channel", "通路", "Channel", "channels", required=True, width=16),
        c.text("activity", "行銷活動", "Activity", required=True, width=30),
        c.note("content", "內容與訊息", "Content and message"),
        c.link("opportunity", "行銷機會", "Opportunity", "opportunities", width=13),
        c.link("resource", "使用資源", "Resource", "marketing_resources", width=11),
        c.link("outlet", "媒體或關係人", "Outlet", "media_outlets", width=14),
        c.link("budget_item", "行銷預算項目", "Budget item", "marketing_budget", width=14),
        c.link("owner", "負責人", "Owner", "people"),
        c.choice("state", "執行狀態", "State", "log_state"),
        c.integer("impressions", "曝光次數", "Impressions", ge=0, width=13,
                  help=("廣告或內容顯示的總次數", "How often it was shown in all")),
        c.integer("reach", "觸及人數", "Reach", ge=0,
                  help=("不重複的人數", "Different people who saw it")),
        c.integer("clicks", "點擊次數", "Clicks", ge=0),
        c.integer("leads", "名單數", "Leads", ge=0,
                  help=("留下聯絡資料或登記意願的人數", "People who left contact data or interest")),
        c.integer("conversions", "轉換數", "Conversions", ge=0, width=13,
                  help=("完成報名、購票或簽約的數量", "Registrations, tickets or contracts")),
        c.amount("cost", "投放成本", "Cost", ge=0,
                 help=("本次活動的花費（含稅）；正式帳以 O6.2.1 為準",
                       "Spent on this activity, tax included; O6.2.1 holds the accounts")),
        c.amount("revenue", "歸因收入", "Revenue", ge=0,
                 help=("可歸因於本次活動的收入", "Income that can be traced to this activity")),
        c.calc("delay", "時程差異", "Days late", "integer",
               'IF(OR([planned_on]="",[date]=""),"",[date]-[planned_on])', unit=("天", "days"),
               help=("正值表示晚於計畫", "Positive: later than planned")),
        c.calc("ctr", "點擊率 CTR", "Click rate CTR", "percent",
               ratio("[clicks]", "[impressions]"), places=2, width=16),
        c.calc("conversion_rate", "轉換率", "Conversion rate", "percent",
               ratio("[conversions]", "[clicks]"), places=2, width=16),
        c.calc("cpl", "每筆名單成本", "Cost per lead", "price", ratio("[cost]", "[leads]"),
               places=1, width=14),
        c.calc("roas", "廣告投資報酬率", "ROAS", "number", ratio("[revenue]", "[cost]"), places=2,
               unit=("倍", "x"), width=16),
        c.url("evidence", "佐證", "Evidence"),
        c.note("remark", "執行檢討", "Remark", width=30),
        c.text("source", "匯入來源", "Imported from", width=22,
               help=("匯入時的服務、日期與名稱；據以避免重複匯入，請勿更改",
                     "Service, date and name at the import, by which it is known again; keep it")),
    ),
    blank=24,
    hint=Text(
        "一次投放或活動一列；各通路成效由本表彙整至 O4.3.3。",
        "One row per placement or activity; O4.3.3 adds them up by channel.",
    ),
)  # fmt: skip

OUTLETS = Table(
    "media_outlets",
    Text("媒體與關係人名單", "Media and stakeholder contacts"),
    (
        c.key("id", "編號", "ID", prefix="MC"),
        c.text("name", "媒體或單位", "Outlet", required=True, width=24),
        c.choice("kind", "類別", "Kind", "outlet_kind", width=18),
        c.text("contact", "聯絡人", "Contact"),
        c.text("beat", "路線與主題", "Beat", width=20),
        c.text("phone", "電話", "Phone", width=15),
        c.text("email", "電子郵件", "E-mail", width=24),
        c.choice("tie", "關係程度", "Relationship", "outlet_tie", width=14),
        c.integer("audience", "受眾規模", "Audience", ge=0, unit=("人", "people"), width=12),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("next_contact", "下次聯繫", "Next contact", width=13),
        c.calc("activities", "露出次數", "Placements", "integer",
               count("marketing_log", outlet="[id]", state="{log_state.done}"), width=12),
        c.calc("reached", "累計觸及", "Reached", "integer",
               total("marketing_log", "reach", outlet="[id]"), width=12),
        c.note("terms", "合作方式", "Terms"),
    ),
    blank=8,
)  # fmt: skip


def _in_month(column: str) -> str:
    days = 'marketing_log[date],">="&[from],marketing_log[date],"<"&[until]'
    return f'IF([from]="","",SUMIFS(marketing_log[{column}],{days}))'


def _month(offset: int) -> str:
    """First day of a month, counted from the one in which planning starts."""
    start = "settings.planning_start"
    return f'IF({start}="","",DATE(YEAR({start}),MONTH({start})+#row-1+{offset},1))'


BY_MONTH = Table(
    "marketing_months",
    Text("每月執行成果", "Results by month"),
    (
        c.key("number", "月次", "No"),
        c.calc("month", "月份", "Month", "text", 'IF([from]="","",TEXT([from],"yyyy-mm"))',
               width=10),
        c.calc("from", "起日", "From", "date", _month(0)),
        c.calc("until", "次月起日", "Until", "date", _month(1)),
        c.calc("impressions", "曝光次數", "Impressions", "integer", _in_month("impressions"),
               width=13),
        c.calc("clicks", "點擊次數", "Clicks", "integer", _in_month("clicks")),
        c.calc("leads", "名單數", "Leads", "integer", _in_month("leads")),
        c.calc("conversions", "轉換數", "Conversions", "integer", _in_month("conversions"),
               width=13),
        c.calc("cost", "投放成本", "Cost", "amount", _in_month("cost")),
        c.calc("revenue", "歸因收入", "Revenue", "amount", _in_month("revenue")),
        c.calc(
            "conversions_to_date", "累計轉換數", "Conversions to date", "integer",
            'IF([until]="","",SUMIFS(marketing_log[conversions],marketing_log[date],"<"&[until]))',
            width=20,
        ),
    ),
    rows=Fixed(tuple({"number": f"{number:02d}"} for number in range(1, _MONTHS + 1))),
)  # fmt: skip

SHEET = Sheet(
    "O4.3.1",
    tab=Text("行銷執行", "Marketing log"),
    title=output_title("O4.3.1"),
    blocks=(
        LOG,
        OUTLETS,
        BY_MONTH,
        Chart(
            "column",
            Text("每月名單與累計轉換", "Leads by month, conversions to date"),
            categories="marketing_months[month]",
            series=(
                Series("marketing_months[leads]", Text("名單數", "Leads"), tone="soft"),
                Series(
                    "marketing_months[conversions_to_date]",
                    Text("累計轉換數", "Conversions to date"), line=True, tone="accent",
                ),
            ),
            number_format="#,##0",
        ),
    ),
    figures=(
        Figure("marketing_activities", Text("行銷活動數", "Activities"), "integer",
               rows("marketing_log")),
        Figure("marketing_impressions", Text("曝光次數", "Impressions"), "integer",
               total("marketing_log", "impressions")),
        Figure("marketing_leads", Text("名單數", "Leads"), "integer",
               total("marketing_log", "leads")),
        Figure("marketing_conversions", Text("轉換數", "Conversions"), "integer",
               total("marketing_log", "conversions")),
        Figure(
            "marketing_on_time", Text("準時執行率", "On time"), "percent",
            ratio('COUNTIFS(marketing_log[delay],"<=0")',
                  'COUNTIFS(marketing_log[delay],"<=0")+COUNTIFS(marketing_log[delay],">0")'),
        ),
    ),
    phase="T4",
    about=Text(
        "逐筆記錄行銷活動的日期、通路、媒體、曝光、點擊、名單、轉換、成本與佐證。",
        "Records every marketing activity: date, channel, outlet, reach, clicks, leads, "
        "conversions, cost, evidence.",
    ),
)  # fmt: skip
