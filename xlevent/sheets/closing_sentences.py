"""The sentences of the closing report, in both languages, built from the figures.

The only place of these sentences: the printable sheet O6.1.1 holds them as formulas, and the
report in other formats asks for their values. A sentence appears only where its figures do, and
says in words whether they are good.
"""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.expressions import rows
from xlevent.sheets.kernel.formula import sentence

# With the blank before it, so that nothing is left where the currency is not given.
_CURRENCY = '{IF(settings.base_currency="",""," "&settings.base_currency)}'
_PLACES = "IF(N(settings.currency_decimals)>0,2,0)"
_FORM = 'IF(N(settings.currency_decimals)>0,"#,##0.00","#,##0")'


def money(expression: str) -> str:
    """An amount with separators of thousands."""
    return f"{{{_amount(expression)}}}"


def _amount(expression: str) -> str:
    """Whole, or with two decimals where the currency has some.

    Rounded first, because programs differ in how TEXT rounds a half.
    """
    return f"TEXT(ROUND(N({expression}),{_PLACES}),{_FORM})"


def _are(expression: str, one: str = "is", many: str = "are") -> str:
    """The verb after a number."""
    return f'{{IF(N({expression})=1,"{one}","{many}")}}'


def whole(expression: str) -> str:
    """A count with separators of thousands."""
    return f'{{TEXT(ROUND(N({expression}),0),"#,##0")}}'


def share(expression: str) -> str:
    """A percentage, or a dash while there is nothing to divide by."""
    return f'{{IF({expression}="","–",TEXT(ROUND(N({expression}),3),"0.0%"))}}'


def index(expression: str) -> str:
    """An index with two decimals, or a dash."""
    return f'{{IF({expression}="","–",TEXT(ROUND(N({expression}),2),"0.00"))}}'


def day(expression: str) -> str:
    """A date, or a dash."""
    return f'{{IF(N({expression})=0,"–",TEXT({expression},"yyyy-mm-dd"))}}'


_NOTHING = Text("", "")


def _when(condition: str, zh: str, en: str, otherwise: Text = _NOTHING) -> Text:
    """A sentence that appears under a condition, else another one."""
    return Text(
        f"{{IF({condition},{sentence(zh)},{sentence(otherwise.zh)})}}",
        f"{{IF({condition},{sentence(en)},{sentence(otherwise.en)})}}",
    )


def _paragraph(*sentences: Text) -> Text:
    """Sentences after each other; English ones end with a blank that belongs to them."""
    return Text("".join(s.zh for s in sentences), "".join(s.en for s in sentences))


_GOALS = rows("goals")
_MET = f"{{fig.goals_met}} of {{{_GOALS}}} " + _are(_GOALS, "goal was met", "goals were met")
_EVENT_EN = (
    '{IF(settings.event_name_en="",settings.event_name,settings.event_name_en)&""}'
)  # fmt: skip
_LATER = "N(settings.event_end)>N(settings.event_start)"
_END = 'TEXT(settings.event_end,"yyyy-mm-dd")'
_SUMMARY = _paragraph(
    _when(
        "N(settings.event_start)>0",
        '「{settings.event_name&""}」於 ' + day("settings.event_start")
        + f'{{IF({_LATER}," 至 "&{_END},"")}}'
        + ' {IF(settings.venue="","","在"&settings.venue)}舉行。',
        _EVENT_EN + f' took place {{IF({_LATER},"from","on")}} ' + day("settings.event_start")
        + f'{{IF({_LATER}," to "&{_END},"")}}'
        + '{IF(settings.venue="",""," at "&settings.venue)}. ',
    ),
    _when(
        "N(fig.attendance_total)>0",
        "共 " + whole("fig.attendance_total") + " 人次參與"
        '{IF(N(settings.expected_attendance)>0,"，為預期的 "'
        '&TEXT(ROUND(fig.attendance_total/settings.expected_attendance,3),"0.0%"),"")}。',
        whole("fig.attendance_total") + " visits were counted"
        '{IF(N(settings.expected_attendance)>0,", "'
        '&TEXT(ROUND(fig.attendance_total/settings.expected_attendance,3),"0.0%")'
        '&" of those expected","")}. ',
    ),
    _when(
        f"{_GOALS}>0",
        f"設定目標 {{{_GOALS}}} 項，達成 {{fig.goals_met}} 項。",
        _MET + ". ",
    ),
    _when(
        "N(fig.expenses_total)>0",
        "實際支出 " + money("fig.expenses_total") + f"{_CURRENCY}"
        '{IF(N(fig.revised_total)>0,"，為修正後預算的 "'
        '&TEXT(ROUND(fig.expenses_total/fig.revised_total,3),"0.0%"),"")}。',
        money("fig.expenses_total") + f"{_CURRENCY} were spent"
        '{IF(N(fig.revised_total)>0,", "'
        '&TEXT(ROUND(fig.expenses_total/fig.revised_total,3),"0.0%")&" of the revised budget","")}.',
    ),
)  # fmt: skip

_SHORT = (
    "COUNTIFS(goal_results[status],{goal_status.partly})"
    "+COUNTIFS(goal_results[status],{goal_status.missed})"
)
_GOALS_TEXT = _paragraph(
    _when(
        f"{_GOALS}>0",
        f"設定目標 {{{_GOALS}}} 項，達成 {{fig.goals_met}} 項，加權得分 "
        + share("fig.goals_score") + "。",
        _MET + "; the weighted score is " + share("fig.goals_score") + ". ",
        Text("尚未設定目標。", "No goals were set. "),
    ),
    _when(
        f"{_SHORT}>0",
        f"其中 {{{_SHORT}}} 項部分達成或未達成，原因見下表。",
        f"{{{_SHORT}}} of them were met in part or missed; the table says why. ",
    ),
    _when(
        "N(fig.satisfaction_mean)>0",
        "整體滿意度 " + index("fig.satisfaction_mean")
        + " 分（滿分 5 分），有效回收 {SUM(satisfaction[answers])} 份。",
        "Mean satisfaction is " + index("fig.satisfaction_mean")
        + " of 5, from {SUM(satisfaction[answers])} answers.",
    ),
)  # fmt: skip

_EXECUTION = _paragraph(
    _when(
        'fig.tasks_done_share<>""',
        "工作完成率 " + share("fig.tasks_done_share")
        + '{IF(fig.spi="","","，時程績效指標 SPI "&TEXT(ROUND(N(fig.spi),2),"0.00")'
        '&IF(ROUND(N(fig.spi),2)>=1,"，進度符合計畫","，進度落後計畫"))}。',
        share("fig.tasks_done_share") + " of the tasks are done"
        '{IF(fig.spi="",""," and SPI is "&TEXT(ROUND(N(fig.spi),2),"0.00")'
        '&IF(ROUND(N(fig.spi),2)>=1,": as planned",": behind the plan"))}. ',
    ),
    _when(
        "N(fig.checks_total)>0",
        "現場檢查 {fig.checks_total} 項，不合格 {fig.checks_failed} 項，待檢 {fig.checks_pending} 項。",
        "Of {fig.checks_total} checks on site {fig.checks_failed} failed; {fig.checks_pending} "
        + _are("fig.checks_pending") + " still to be made. ",
    ),
    _when(
        "N(fig.show_rows)>0",
        "活動流程共 {fig.show_rows} 列"
        '{IF(N(fig.show_overruns)>0,"，其中 "&fig.show_overruns&" 列超過下一個定點開始","")}。',
        "The run of show has {fig.show_rows} segments"
        '{IF(N(fig.show_overruns)>0,", of which "&fig.show_overruns'
        '&IF(fig.show_overruns=1," runs"," run")&" into the next fixed start","")}.',
    ),
)  # fmt: skip

_OVER = _amount("fig.expenses_total-fig.revised_total")
_LEFT = _amount("fig.revised_total-N(fig.expenses_total)")
_FINANCE = _paragraph(
    _when(
        "N(fig.revised_total)>0",
        "修正後預算 " + money("fig.revised_total") + f"{_CURRENCY}，實際支出 "
        + money("fig.expenses_total")
        + f'{{IF(N(fig.expenses_total)>fig.revised_total,"，超支 "&{_OVER},"，尚餘 "&{_LEFT})}}。',
        "Of the revised budget of " + money("fig.revised_total") + f"{_CURRENCY}, "
        + money("fig.expenses_total") + " were spent"
        f'{{IF(N(fig.expenses_total)>fig.revised_total,", "&{_OVER}&" more than it held",'
        f'"; "&{_LEFT}&" are left")}}. ',
        Text("尚未編列預算。", "No budget was made. "),
    ),
    _when(
        "N(fig.expenses_unpaid)>0",
        "尚未付款 " + money("fig.expenses_unpaid") + "。",
        money("fig.expenses_unpaid") + " are still to be paid. ",
    ),
    _when(
        'fig.cpi<>""',
        "成本績效指標 CPI " + index("fig.cpi") + '{IF(ROUND(N(fig.cpi),2)>=1,"，成本在預算之內",'
        '"，成本高於已完成的價值")}。',
        "CPI is " + index("fig.cpi") + '{IF(ROUND(N(fig.cpi),2)>=1,": what was done cost no more '
        'than planned",": what was done cost more than planned")}. ',
    ),
    _when(
        "SUM(funding_sources[received])>0",
        "收入已收 " + money("SUM(funding_sources[received])") + "，確定收入 "
        + money("fig.income_total") + "。",
        "Income of " + money("SUM(funding_sources[received])") + " came in, of "
        + money("fig.income_total") + " that is certain. ",
    ),
    _when(
        "N(fig.settlement_to_return)>0",
        "依核定比率結算，應繳回補助款 " + money("fig.settlement_to_return") + "。",
        money("fig.settlement_to_return") + " of subsidy go back after settlement.",
    ),
)  # fmt: skip

_LATE = _amount("fig.sponsor_cash_overdue")
_OWED = _amount("fig.make_goods_owed")
_SPONSORS = _paragraph(
    _when(
        "N(fig.sponsors_active)+N(fig.sponsor_cash_pledged)+N(fig.in_kind_pledged)>0",
        "贊助商 {N(fig.sponsors_active)} 家；現金承諾 " + money("fig.sponsor_cash_pledged")
        + f"{_CURRENCY}，實收 " + money("fig.sponsor_cash_received")
        + f'{{IF(N(fig.sponsor_cash_overdue)>0,"，逾期 "&{_LATE},"")}}'
        + "；實物贊助實收 " + money("fig.in_kind_received") + "（不計入現金）。",
        "{N(fig.sponsors_active)} " + _are("fig.sponsors_active", "sponsor", "sponsors")
        + " pledged " + money("fig.sponsor_cash_pledged")
        + f"{_CURRENCY} in cash; " + money("fig.sponsor_cash_received") + " came in"
        f'{{IF(N(fig.sponsor_cash_overdue)>0," and "&{_LATE}&" are overdue","")}}. Goods worth ' + money("fig.in_kind_received")
        + " were received beside the money. ",
        Text("沒有登錄贊助商。", "No sponsors were recorded."),
    ),
    _when(
        'fig.fulfilment_share<>""',
        "權益 {N(fig.benefits_total)} 項，履行率 " + share("fig.fulfilment_share")
        + f'{{IF(N(fig.make_goods_owed)>0,"，尚欠補償 "&{_OWED},"")}}。',
        share("fig.fulfilment_share") + " of {N(fig.benefits_total)} benefits were delivered"
        f'{{IF(N(fig.make_goods_owed)>0,"; make-goods worth "&{_OWED}&" are still owed","")}}. ',
    ),
    _when(
        'fig.sponsor_roi_total<>""',
        "投資報酬率：贊助商 " + share("fig.sponsor_roi_total") + "，主辦方 "
        + share("fig.organiser_roi_total") + "。",
        "Return on investment is " + share("fig.sponsor_roi_total") + " for the sponsors and "
        + share("fig.organiser_roi_total") + " for the organiser.",
    ),
)  # fmt: skip

_SUPPLIERS = _paragraph(
    _when(
        "N(fig.suppliers_active)+N(fig.ordered_total)>0",
        "往來供應商 {N(fig.suppliers_active)} 家，採購總額 " + money("fig.ordered_total")
        + f"{_CURRENCY}，準時率 " + share("fig.suppliers_on_time") + "。",
        "{N(fig.suppliers_active)} " + _are("fig.suppliers_active", "supplier", "suppliers")
        + " got orders of " + money("fig.ordered_total")
        + f"{_CURRENCY}; " + share("fig.suppliers_on_time") + " came in time. ",
        Text("沒有登錄採購。", "No orders to suppliers were recorded."),
    ),
    _when(
        "N(fig.acceptances_total)>0",
        "驗收 {fig.acceptances_total} 筆，一次驗收合格率 " + share("fig.accepted_first_share")
        + '{IF(N(fig.acceptances_unsigned)>0,"，未核准 "&fig.acceptances_unsigned&" 筆","")}。',
        "Of {fig.acceptances_total} acceptances " + share("fig.accepted_first_share")
        + " passed the first time"
        '{IF(N(fig.acceptances_unsigned)>0,"; "&fig.acceptances_unsigned&IF(fig.acceptances_unsigned=1,'
        '" is"," are")&" not signed off","")}.',
    ),
)  # fmt: skip

_MARKETING = _paragraph(
    _when(
        "N(fig.marketing_activities)+N(fig.marketing_spend)>0",
        "行銷活動 {N(fig.marketing_activities)} 次，支出 " + money("fig.marketing_spend")
        + f"{_CURRENCY}，曝光 " + whole("fig.marketing_impressions") + " 次、名單 "
        + whole("fig.marketing_leads") + " 筆、轉換 " + whole("fig.marketing_conversions") + " 筆。",
        "{N(fig.marketing_activities)} marketing activities cost " + money("fig.marketing_spend")
        + f"{_CURRENCY} and brought " + whole("fig.marketing_impressions") + " impressions, "
        + whole("fig.marketing_leads") + " leads and " + whole("fig.marketing_conversions")
        + " conversions. ",
        Text("沒有登錄行銷活動。", "No marketing was recorded."),
    ),
    _when(
        'fig.marketing_roas<>""',
        "廣告投資報酬 ROAS " + index("fig.marketing_roas")
        + '{IF(ROUND(N(fig.marketing_roas),2)>=1,"，票款收入高於行銷支出",'
        '"，可歸因收入低於行銷支出")}。',
        "ROAS is " + index("fig.marketing_roas")
        + '{IF(ROUND(N(fig.marketing_roas),2)>=1,": the income traced to marketing is higher than '
        'its cost",": the income traced to marketing is lower than its cost")}.',
    ),
)  # fmt: skip

_ISSUES = _paragraph(
    _when(
        "N(fig.issues_total)>0",
        "現場問題 {fig.issues_total} 件，未解決 {fig.issues_open} 件，平均解決時間 "
        '{TEXT(ROUND(N(fig.issues_mean_minutes),0),"0")} 分鐘。',
        "Of {fig.issues_total} issues on site {fig.issues_open} " + _are("fig.issues_open")
        + " still open; the mean time to "
        'resolve one was {TEXT(ROUND(N(fig.issues_mean_minutes),0),"0")} minutes. ',
        Text("現場沒有登錄問題。", "No issues were recorded on site. "),
    ),
    _when(
        "N(fig.risks_open)>0",
        "結案時未結風險 {fig.risks_open} 項。",
        "{fig.risks_open} " + _are("fig.risks_open", "risk is", "risks are") + " still open.",
    ),
)  # fmt: skip

_LESSONS = _when(
    "N(fig.lessons_total)>0",
    "整理經驗 {fig.lessons_total} 件，已納入作業 {N(fig.lessons_applied)} 件。",
    "{fig.lessons_total} lessons were drawn; {N(fig.lessons_applied)} of them are in use.",
    Text("尚未整理經驗。", "No lessons were drawn yet."),
)
_MEASURES = rows("sustainability_measures")
_SUSTAINABILITY = _when(
    f"{_MEASURES}>0",
    f"永續措施 {{{_MEASURES}}} 項，達成率 " + share("fig.sustainability_met") + "。",
    f"{{{_MEASURES}}} measures were planned; " + share("fig.sustainability_met")
    + " of those measured reached their target.",
    Text("沒有登錄永續措施。", "No measures of sustainability were recorded."),
)  # fmt: skip
_PROPOSED = rows("recommendations")
_URGENT = "COUNTIFS(recommendations[priority],{priority.high})"
_RECOMMENDATIONS = _when(
    f"{_PROPOSED}>0",
    f"提出建議 {{{_PROPOSED}}} 項，其中高優先 {{{_URGENT}}} 項。",
    f"{{{_PROPOSED}}} recommendations are made, {{{_URGENT}}} of them of high priority.",
    Text("尚未提出建議。", "No recommendations are made yet."),
)

SENTENCES = {
    "summary": _SUMMARY, "goals": _GOALS_TEXT, "execution": _EXECUTION, "finance": _FINANCE,
    "sponsors": _SPONSORS, "suppliers": _SUPPLIERS, "marketing": _MARKETING, "issues": _ISSUES,
    "lessons": _LESSONS, "sustainability": _SUSTAINABILITY, "recommendations": _RECOMMENDATIONS,
}  # fmt: skip
