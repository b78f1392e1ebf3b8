"""Dashboard: the measures of the whole event on one page."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Fixed, Series, Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import ratio

_NO_DATA = "{measure_status.no_data}"
_GOOD = "{measure_status.on_track}"
_WATCH = "{measure_status.watch}"
_BAD = "{measure_status.off_track}"
# Nine tenths of a target are near enough to watch and not yet to act.
_NEAR = "0.9"
_NOT_MORE = (
    f'IF(OR([value]="",N([limit])=0),{_NO_DATA},'
    f"IF([value]>[limit]*(1+settings.overspend_tolerance),{_BAD},"
    f"IF([value]>[limit],{_WATCH},{_GOOD})))"
)
_NOT_LESS = (
    f'IF(OR([value]="",[target]=""),{_NO_DATA},IF([value]>=[target],{_GOOD},'
    f"IF([value]>=[target]*{_NEAR},{_WATCH},{_BAD})))"
)
_NONE_LEFT = f'IF([value]="",{_NO_DATA},IF([value]=0,{_GOOD},{_BAD}))'


def _columns(*middle: Column, status: str) -> tuple[Column, ...]:
    return (
        c.key("code", "代碼", "Code", width=7),
        c.calc("measure", "指標", "Measure", "text", '""', width=30),
        c.calc("source", "來源", "Source", "goto", '""', width=30),
        c.calc("status", "狀況", "Status", "choice", status, list="measure_status"),
        *middle,
    )


def _row(code: str, zh: str, en: str, value: str, sheet: str, **more: str) -> dict[str, str]:
    return {
        "code": code,
        "measure": f"={{t:{zh}|{en}}}",
        "value": f"={value}",
        "source": f"goto:{sheet}",
        **{key: f"={formula}" for key, formula in more.items()},
    }


_MONEY = Table(
    "dashboard_budget",
    Text("預算", "Budget"),
    _columns(
        c.calc("value", "金額", "Amount", "amount", '""'),
        c.calc("limit", "不超過", "Not more than", "amount", '""'),
        c.calc("share", "占比", "Share", "percent",
               f'IF([value]="","",{ratio("[value]", "[limit]")})', bar=True),
        status=_NOT_MORE,
    ),
    rows=Fixed((
        _row("A1", "修正後預算", "Revised budget", "fig.revised_total", "O2.4.1",
             limit="settings.approved_total"),
        _row("A2", "已發包承諾", "Committed", "fig.committed_total", "O2.4.1",
             limit="fig.revised_total"),
        _row("A3", "實際支出", "Actual", "fig.actual_total", "O6.2.1", limit="fig.revised_total"),
        _row("A4", "完工預估", "Forecast", "fig.forecast_total", "O2.4.1",
             limit="fig.revised_total"),
        _row("A5", "未付款", "Unpaid", "fig.expenses_unpaid", "O6.2.1", limit="fig.actual_total"),
        _row("A6", "確定收入不足", "Income still missing",
             "MAX(0,N(fig.forecast_total)-N(fig.income_total))", "O2.1.1",
             limit="fig.forecast_total",
             status=f'IF(N(fig.forecast_total)=0,{_NO_DATA},IF([value]>0,{_BAD},{_GOOD}))'),
    )),
)  # fmt: skip

_SPONSORS = Table(
    "dashboard_sponsors",
    Text("贊助", "Sponsors"),
    _columns(
        c.calc("value", "金額", "Amount", "amount", '""'),
        c.calc("limit", "對照", "Of", "amount", '""'),
        c.calc("share", "占比", "Share", "percent",
               f'IF([value]="","",{ratio("[value]", "[limit]")})', bar=True),
        status=f'IF(OR([value]="",N([limit])=0),{_NO_DATA},IF([value]>=[limit],{_GOOD},{_WATCH}))',
    ),
    rows=Fixed((
        _row("B1", "現金已請款", "Cash invoiced", "fig.sponsor_cash_invoiced", "O3.2.4",
             limit="fig.sponsor_cash_pledged"),
        _row("B2", "現金已收", "Cash received", "fig.sponsor_cash_received", "O3.2.4",
             limit="fig.sponsor_cash_pledged"),
        _row("B3", "現金逾期", "Cash overdue", "fig.sponsor_cash_overdue", "O3.2.4",
             limit="fig.sponsor_cash_pledged", status=_NONE_LEFT),
        _row("B4", "實物已收", "In-kind received", "fig.in_kind_received", "O3.3.3",
             limit="SUM(in_kind_items[value])"),
        _row("B5", "現金承諾", "Cash pledged", "fig.sponsor_cash_pledged", "O3.2.4",
             limit="fig.sponsor_cash_target"),
        _row("B6", "實物抵充預算", "In-kind relief of the budget", "fig.in_kind_relief", "O3.3.3",
             limit="SUM(in_kind_items[relief_pledged])"),
    )),
)  # fmt: skip

_SHARES = Table(
    "dashboard_shares",
    Text("達成率與報酬", "Rates and returns"),
    _columns(
        c.calc("value", "比率", "Rate", "percent", '""', bar=True),
        c.calc("target", "目標", "Target", "percent", '""'),
        status=_NOT_LESS,
    ),
    rows=Fixed((
        _row("C1", "工作完成率", "Tasks done", "fig.tasks_done_share", "O2.4.2",
             target='IF(AND(N(settings.event_end)>0,N(fig.as_of)>N(settings.event_end)),1,"")'),
        _row("C2", "預備金比率", "Contingency", "fig.contingency_share", "O2.1.1",
             target="settings.contingency_policy"),
        _row("C3", "權益履行率", "Fulfilment", "fig.fulfilment_share", "O3.4.2",
             target="settings.fulfilment_target"),
        _row("C4", "贊助商投資報酬率", "Sponsors ROI", "fig.sponsor_roi_total", "O3.4.2",
             target="0"),
        _row("C5", "主辦方投資報酬率", "Organiser ROI", "fig.organiser_roi_total", "O3.4.2",
             target="0"),
        _row("C6", "目標達成率", "Goals met", "fig.goals_met_share", "O6.1.1", target="1"),
    )),
)  # fmt: skip

_INDICES = Table(
    "dashboard_indices",
    Text("績效指數", "Indices"),
    _columns(
        c.calc("value", "指數", "Index", "number", '""', places=2),
        c.calc("target", "目標", "Target", "number", '""', places=2),
        status=_NOT_LESS,
    ),
    rows=Fixed((
        _row("D1", "成本績效 CPI", "Cost performance CPI", "fig.cpi", "O2.4.1", target="1"),
        _row("D2", "時程績效 SPI", "Schedule performance SPI", "fig.spi", "O2.4.1", target="1"),
        _row("D3", "廣告報酬 ROAS", "Return on ad spend ROAS", "fig.marketing_roas", "O4.3.3",
             target="1"),
    )),
)  # fmt: skip

_PLAIN = f'IF([value]="",{_NO_DATA},"")'
_COUNTS = Table(
    "dashboard_counts",
    Text("風險、品質與現場", "Risk, quality and on site"),
    _columns(
        c.calc("value", "件數", "Number", "integer", '""'),
        status=_NONE_LEFT,
    ),
    rows=Fixed((
        _row("E1", "要徑工作", "Critical tasks", "fig.critical_tasks", "O2.3.2", status=_PLAIN),
        _row("E2", "未結風險", "Open risks", "fig.risks_open", "O2.3.4",
             status=f'IF([value]="",{_NO_DATA},IF([value]=0,{_GOOD},{_WATCH}))'),
        _row("E3", "高風險", "High risks", "fig.risks_high", "O2.3.4"),
        _row("E4", "檢查不合格", "Checks failed", "fig.checks_failed", "O5.1.2"),
        _row("E5", "未解決問題", "Open issues", "fig.issues_open", "O5.2.2"),
        _row("E6", "流程逾時", "Segments that overrun", "fig.show_overruns", "O5.1.1"),
        _row("E7", "人力缺額", "People missing", "fig.staffing_gap", "O5.1.1"),
        _row("E8", "暫緩付款", "Payments on hold", "fig.expenses_on_hold", "O6.2.1"),
        _row("E9", "檢核發現", "Findings", "fig.findings_open", "Findings"),
    )),
)  # fmt: skip

_TABLES = (_MONEY, _SPONSORS, _SHARES, _INDICES, _COUNTS)


def _with_status(status: str) -> str:
    return "+".join(f"COUNTIFS({table.key}[status],{status})" for table in _TABLES)


SHEET = Sheet(
    "Dashboard",
    tab=Text("儀表板", "Dashboard"),
    title=Text("儀表板", "Dashboard"),
    about=Text(
        "全案的預算、進度、贊助、風險與現場一頁看完；所有數字取自各表。",
        "Budget, schedule, sponsors, risk and site on one page; every number from its sheet.",
    ),
    figures=(
        Figure("dashboard_days", Text("距活動天數", "Days to go"), "integer",
               "fig.days_to_go"),
        Figure("dashboard_off_track", Text("異常指標", "Measures off track"), "integer",
               _with_status(_BAD), good_if="=0"),
        Figure("dashboard_watch", Text("注意指標", "Measures to watch"), "integer",
               _with_status(_WATCH), good_if="=0"),
        Figure("dashboard_available", Text("可用餘額", "Available"), "amount",
               "fig.available_total", good_if=">=0"),
        Figure("dashboard_forecast", Text("完工預估", "Forecast"), "amount",
               "fig.forecast_total"),
        Figure("dashboard_cash", Text("贊助現金實收", "Sponsor cash received"), "amount",
               "fig.sponsor_cash_received"),
    ),
    blocks=(
        _MONEY,
        Chart(
            "line", Text("實獲值曲線", "S-curve"),
            categories="earned_value[period_end]",
            series=(
                Series("earned_value[pv]", Text("計畫值 PV", "Planned value PV"), tone="muted"),
                Series("earned_value[ev]", Text("實獲值 EV", "Earned value EV"), tone="good"),
                Series("earned_value[ac]", Text("實際成本 AC", "Actual cost AC"), tone="bad"),
            ),
        ),
        Chart(
            "column", Text("各類別預算與支出", "Budget by category"),
            categories="budget_by_category[category]",
            series=(
                Series("budget_by_category[revised]", Text("修正預算", "Revised"), tone="soft"),
                Series("budget_by_category[actual]", Text("實際支出", "Actual"), tone="accent"),
                Series("budget_by_category[forecast]", Text("完工預估", "Forecast"), tone="warn"),
            ),
        ),
        _SPONSORS,
        Chart(
            "bar", Text("贊助商投資報酬率", "ROI of the sponsors"),
            categories="sponsor_value[name]",
            series=(Series("sponsor_value[sponsor_roi]", Text("投資報酬率", "ROI")),),
            number_format="0%",
        ),
        _SHARES,
        _INDICES,
        _COUNTS,
        Chart(
            "gantt", Text("時程總覽", "Schedule overview"),
            categories="schedule_summary[name]",
            series=(
                Series("schedule_summary[start]", Text("開始", "Start"), hidden=True),
                Series("schedule_summary[days]", Text("日數", "Days"), tone="accent"),
            ),
            number_format="yyyy-mm-dd", height=400,
        ),
    ),
    protect=True,
    stacked=True,
)  # fmt: skip
