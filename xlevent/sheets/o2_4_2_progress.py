"""O2.4.2: how far each task is against its baseline, and what the quality checks found."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.deadlines import due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio
from xlevent.sheets.planning_dates import elapsed_share, look_date
from xlevent.standard import output_title

_PLANNED = elapsed_share("[baseline_start]", "[baseline_finish]")

_EARNED = (
    "IF([rule]={percent_rule.zero_hundred},IF([actual_finish]<>\"\",1,0),"
    "IF([rule]={percent_rule.fifty_fifty},"
    'IF([actual_finish]<>"",1,IF([actual_start]<>"",0.5,0)),'
    f"IF([rule]={{percent_rule.effort}},{_PLANNED},[percent])))"
)  # fmt: skip
_AFTER = 'AND(fig.as_of<>"",N({date})>0,N(fig.as_of)>N({date}))'
_STATE = (
    'IF([actual_finish]<>"",IF(AND(N([baseline_finish])>0,[actual_finish]>N([baseline_finish])),'
    "{progress_state.done_late},{progress_state.done}),"
    # Done without a date is done: nobody knows whether it was late.
    "IF(N([percent])>=1,{progress_state.done},"
    f"IF({_AFTER.format(date='[baseline_finish]')},{{progress_state.late}},"
    'IF([actual_start]<>"",{progress_state.in_progress},'
    f"IF({_AFTER.format(date='[baseline_start]')},{{progress_state.late_start}},"
    "{progress_state.not_started})))))"
)

_PROGRESS = Table(
    "task_progress",
    Text("工作進度", "Task progress"),
    (
        c.link("task", "工作", "Task", "tasks", required=True, unique=True),
        c.calc("wbs", "WBS", "WBS", "text", look("tasks", "wbs", "[task]"), width=9),
        c.calc("name", "工作名稱", "Task name", "text", look("tasks", "name", "[task]"), width=28),
        c.calc("owner", "負責人", "Owner", "text", look("tasks", "owner", "[task]"), width=12),
        c.calc("baseline_start", "基準開始", "Baseline start", "date",
               look_date("tasks", "baseline_start", "[task]")),
        c.calc("baseline_finish", "基準完成", "Baseline finish", "date",
               look_date("tasks", "baseline_finish", "[task]")),
        c.date("actual_start", "實際開始", "Actual start"),
        c.date("actual_finish", "實際完成", "Actual finish"),
        c.percent("percent", "回報完成率", "Percent reported", ge=0, le=1, width=11),
        c.choice("rule", "認列方式", "Percent rule", "percent_rule", width=20,
                 help=("空白視為實體完成率", "Blank counts as physical percent")),
        c.number("remaining", "剩餘工期", "Remaining duration", ge=0,
                 help=("單位同工期；空白由完成率推算", "As the duration; blank: from the percent")),
        c.calc("planned_percent", "應有完成率", "Planned percent", "percent", _PLANNED, width=11),
        c.calc("earned_percent", "認列完成率", "Earned percent", "percent", _EARNED, bar=True,
               width=11),
        c.calc("value", "計畫值", "Planned value", "amount",
               look_number("tasks", "planned_value", "[task]")),
        c.calc("earned", "實獲值", "Earned value", "amount",
               "ROUND(N([value])*N([earned_percent]),settings.currency_decimals)"),
        c.calc("forecast_finish", "預計完成", "Forecast finish", "date",
               'IF([actual_finish]<>"",[actual_finish],'
               + look_date("tasks", "early_finish", "[task]") + ")"),
        c.engine(c.number("deviation", "完成偏差", "Deviation", unit=("工作天", "days"),
                          help=("正數為晚於基準的工作天", "Working days later than the baseline"))),
        c.calc("state", "進度狀況", "Progress", "choice", _STATE, list="progress_state"),
        c.note("cause", "落後原因", "Cause of delay"),
        c.note("correction", "改善措施", "Correction"),
        c.date("reported_on", "回報日期", "Reported on"),
        c.calc("weight", "日數權重", "Weight in days", "number",
               "MAX(1,N([baseline_finish])-N([baseline_start])+1)"),
        c.calc("weighted", "加權完成", "Weighted done", "number",
               "N([weight])*N([earned_percent])"),
    ),
    blank=40,
    hint=Text("每項工作一列，彙總列不用填", "One row for each task, none for summaries"),
)  # fmt: skip

_QUALITY = Table(
    "quality_checks",
    Text("品質檢驗", "Quality checks"),
    (
        c.key("id", "檢驗編號", "Check ID", prefix="QC"),
        c.link("task", "工作", "Task", "tasks", required=True),
        c.calc("task_name", "工作名稱", "Task name", "text", look("tasks", "name", "[task]"),
               width=24),
        c.text("item", "檢驗項目", "Item", required=True, width=24),
        c.note("criterion", "品質標準", "Criterion", required=True),
        c.text("method", "檢驗方式", "Method"),
        c.date("due", "預定檢驗", "Due"),
        c.link("inspector", "檢驗人", "Inspector", "people"),
        c.date("inspected_on", "檢驗日期", "Inspected on"),
        c.choice("result", "檢驗結果", "Result", "checkpoint_result"),
        c.note("defect", "缺失", "Defect"),
        c.note("correction", "矯正措施", "Correction"),
        c.date("rechecked_on", "複驗日期", "Rechecked on"),
        c.choice("final_result", "複驗結果", "Result of recheck", "checkpoint_result"),
        c.calc("outcome", "最終結果", "Outcome", "choice",
               'IF([final_result]<>"",[final_result],'
               'IF([result]<>"",[result],{checkpoint_result.pending}))',
               list="checkpoint_result"),
        c.calc("due_state", "期限狀況", "Due state", "choice",
               due_state("[outcome]<>{checkpoint_result.pending}", "[due]"), list="action_due"),
    ),
    blank=20,
)  # fmt: skip


def _period(column: str) -> str:
    found = f"INDEX(earned_value[{column}],MATCH([period],earned_value[id],0))"
    return f'IFERROR(IF({found}="","",{found}),"")'


# Earned schedule: C periods whose planned value was reached, plus the part of the next one.
_REACHED = 'COUNTIFS(earned_value[pv],"<="&[ev])'
_COMPLETE = 'COUNTIFS(earned_value[pv],"<"&MAX(earned_value[pv]))+1'
_BEFORE = f"IF({_REACHED}=0,0,SMALL(earned_value[pv],MAX(1,{_REACHED})))"
_SCHEDULE_EARNED = (
    'IF(OR([ev]="",COUNTIFS(earned_value[pv],">0")=0),"",'
    f"IF([ev]>=MAX(earned_value[pv]),{_COMPLETE},"
    f"{_REACHED}+([ev]-{_BEFORE})/(SMALL(earned_value[pv],{_REACHED}+1)-{_BEFORE})))"
)

_INDICES = Table(
    "schedule_indices",
    Text("時程績效", "Schedule performance"),
    (
        c.key("period", "期別", "Period"),
        c.calc("period_end", "截止日", "Period end", "date", _period("period_end")),
        c.calc("pv", "計畫值 PV", "Planned PV", "amount", _period("pv")),
        c.calc("ev", "實獲值 EV", "Earned EV", "amount", _period("ev")),
        c.calc("planned_share", "計畫進度", "Planned share", "percent",
               'IF([pv]="","",' + ratio("[pv]", "fig.bac") + ")"),
        c.calc("earned_share", "實際進度", "Earned share", "percent",
               'IF([ev]="","",' + ratio("[ev]", "fig.bac") + ")"),
        c.calc("spi", "SPI", "SPI", "number", _period("spi")),
        c.calc("earned_schedule", "實獲時程 ES", "Earned schedule ES", "number",
               _SCHEDULE_EARNED, unit=("期", "periods")),
        c.calc("actual_time", "實際時間 AT", "Actual time AT", "integer",
               'IF([ev]="","",COUNTIFS(earned_value[period_end],"<="&[period_end]))',
               unit=("期", "periods"), width=12),
        c.calc("spi_t", "SPI(t)", "SPI(t)", "number",
               'IF([earned_schedule]="","",' + ratio("[earned_schedule]", "[actual_time]") + ")",
               help=("ES / AT；完工時仍反映延遲", "ES / AT; still tells delay at the end")),
    ),
    rows=Mirror("earned_value"),
)  # fmt: skip

_NOW = (
    'IFERROR(INDEX(schedule_indices[{column}],'
    'MATCH(fig.ev_period,schedule_indices[period_end],0)),"")'
)  # fmt: skip

SHEET = Sheet(
    "O2.4.2",
    tab=Text("進度品質", "Progress"),
    title=output_title("O2.4.2"),
    phase="T2",
    about=Text(
        "逐項工作對照基準回報進度與偏差，並記錄品質標準、檢驗與結果。",
        "Progress of each task against its baseline, and quality criteria, inspections, results.",
    ),
    blocks=(
        _PROGRESS, _QUALITY, _INDICES,
        Chart("line", Text("計畫與實際進度", "Planned and earned share"),
              "schedule_indices[period_end]", (
                  Series("schedule_indices[planned_share]", Text("計畫進度", "Planned"),
                         tone="muted"),
                  Series("schedule_indices[earned_share]", Text("實際進度", "Earned"),
                         tone="good"),
              ), number_format="0%"),
    ),
    figures=(
        Figure("spi", Text("時程績效 SPI", "SPI"), "number",
               _NOW.format(column="spi"), good_if=">=1"),
        Figure("spi_t", Text("時程績效 SPI(t)", "SPI(t)"), "number",
               _NOW.format(column="spi_t"), good_if=">=1"),
        Figure("progress_earned", Text("認列進度", "Earned progress"), "percent",
               ratio("SUM(task_progress[earned])", "SUM(task_progress[value])")),
        Figure("tasks_late", Text("逾期工作", "Late tasks"), "integer",
               count("task_progress", state="{progress_state.late}") + "+"
               + count("task_progress", state="{progress_state.late_start}"), good_if="=0"),
        Figure("quality_failed", Text("品質未通過", "Quality not passed"), "integer",
               count("quality_checks", outcome="{checkpoint_result.failed}"), good_if="=0"),
        Figure("quality_overdue", Text("檢驗逾期", "Inspections overdue"), "integer",
               count("quality_checks", due_state="{action_due.overdue}"), good_if="=0"),
    ),
)  # fmt: skip
