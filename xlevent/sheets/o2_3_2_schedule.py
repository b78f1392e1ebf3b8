"""O2.3.2: the tasks, their dates as the engine computes them, the Gantt chart, checkpoints."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.deadlines import due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Fixed, Gantt, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, total
from xlevent.standard import output_title

_SUMMARY = "[kind]={task_kind.summary}"

# A summary is as far as the tasks under its WBS number are, weighted by their length.
_PERCENT = (
    f"IF({_SUMMARY},IFERROR(SUMIFS(task_progress[weighted],task_progress[wbs],[wbs]&\".*\")/"
    'SUMIFS(task_progress[weight],task_progress[wbs],[wbs]&".*"),0),'
    + look_number("task_progress", "earned_percent", "[id]", "task") + ")"
)  # fmt: skip
# The bars of the overview: the summaries in row order, or the first rows if there are none.
_CHART_RANK = (
    f"IF({count('tasks', kind='{task_kind.summary}')}=0,[position],IF({_SUMMARY},"
    + count("tasks", kind="{task_kind.summary}", position='"<="&[position]') + ',""))'
)  # fmt: skip

_TASKS = Table(
    "tasks",
    Text("工作與時程", "Tasks"),
    (
        c.key("id", "工作編號", "Task ID", prefix="T"),
        c.text("wbs", "WBS", "WBS", width=9,
               help=("階層編號，如 2.1.3；彙總列為其上層", "Outline number such as 2.1.3")),
        c.text("name", "工作名稱", "Task", required=True, width=30),
        c.choice("kind", "類型", "Kind", "task_kind", required=True),
        c.calc("state", "進度狀況", "Progress", "choice",
               look("task_progress", "state", "[id]", "task"), list="progress_state"),
        c.calc("percent", "完成率", "Percent done", "percent", _PERCENT, bar=True),
        c.number("duration", "工期", "Duration", ge=0,
                 help=("里程碑為 0；彙總由下層計算", "0 for a milestone; blank for a summary")),
        c.choice("duration_unit", "工期單位", "Unit of duration", "duration_unit", width=14,
                 help=("空白視為工作天", "Blank counts as working days")),
        c.link("calendar", "行事曆", "Calendar", "calendars"),
        c.text("predecessors", "前置工作", "Predecessors", width=24,
               help=("如 T-003FS+2d; T-005SS；型態 FS、SS、FF、SF", "Such as T-003FS+2d; T-005SS")),
        c.choice("constraint", "排程限制", "Constraint", "task_constraint", width=22),
        c.date("constraint_date", "限制日期", "Constraint date"),
        c.date("deadline", "期限", "Deadline"),
        c.link("owner", "負責人", "Owner", "people"),
        c.engine(c.number("delay", "撫平延後", "Levelling delay", unit=("日曆天", "elapsed days"),
                          width=12, help=("負數為提前（自活動日倒推排程時）",
                                          "Below zero: earlier (scheduling back from the event)"))),
        c.engine(c.datetime("early_start", "最早開始", "Early start")),
        c.engine(c.datetime("early_finish", "最早完成", "Early finish")),
        c.engine(c.datetime("late_start", "最晚開始", "Late start")),
        c.engine(c.datetime("late_finish", "最晚完成", "Late finish")),
        c.engine(c.number("total_float", "總浮時", "Total float", unit=("工作天", "days"))),
        c.engine(c.number("free_float", "自由浮時", "Free float", unit=("工作天", "days"))),
        c.engine(c.choice("critical", "要徑", "Critical", "yes_no", width=9)),
        c.engine(c.text("driver", "驅動工作", "Driver", width=14)),
        c.engine(c.percent("criticality", "成為要徑機率", "Chance of critical", width=13)),
        c.calc("deadline_state", "期限檢核", "Deadline check", "choice",
               'IF(OR([deadline]="",[early_finish]=""),"",IF(INT([early_finish])>[deadline],'
               "{deadline_state.missed},{deadline_state.met}))", list="deadline_state"),
        c.date("baseline_start", "基準開始", "Baseline start"),
        c.date("baseline_finish", "基準完成", "Baseline finish"),
        c.number("optimistic", "樂觀工期", "Optimistic", ge=0, width=12),
        c.number("likely", "最可能工期", "Likely", ge=0),
        c.number("pessimistic", "悲觀工期", "Pessimistic", ge=0, width=13,
                 help=("三點估計，單位同工期", "Three points, in the unit of the duration")),
        c.amount("planned_cost", "計畫成本", "Planned cost", ge=0,
                 help=("實獲值的預算；空白取資源指派成本", "Earned value; blank: assigned cost")),
        c.calc("planned_value", "計畫值", "Planned value", "amount",
               f'IF({_SUMMARY},0,IF([planned_cost]="",{total("assignments", "cost", task="[id]")},'
               "[planned_cost]))"),
        c.link("deliverable", "對應產出", "Deliverable", "deliverables"),
        c.note("note", "備註", "Note"),
        c.engine(c.text("explanation", "排程說明", "Why then", width=60, printed=False)),
        c.calc("bar_start", "橫條起日", "Bar start", "date",
               'IF([early_start]="","",INT([early_start]))', hidden=True),
        c.calc("bar_finish", "橫條迄日", "Bar finish", "date",
               'IF([early_finish]="","",MAX(N([bar_start]),INT([early_finish])))', hidden=True),
        c.calc("bar_days", "橫條日數", "Bar days", "integer",
               'IF(OR([bar_start]="",[bar_finish]=""),"",[bar_finish]-[bar_start]+1)', hidden=True),
        c.calc("position", "列序", "Position", "integer", "#row", hidden=True),
        c.calc("chart_rank", "圖表序", "Chart rank", "integer", _CHART_RANK, hidden=True),
    ),
    blank=40,
    hint=Text("下層 WBS 緊接在彙總列之下", "Children stand below their summary"),
)  # fmt: skip


def _nth(column: str) -> str:
    found = f"INDEX(tasks[{column}],MATCH(#row,tasks[chart_rank],0))"
    return f'IFERROR(IF({found}="","",{found}),"")'


_OVERVIEW = Table(
    "schedule_summary",
    Text("時程總覽", "Schedule overview"),
    (
        c.key("rank", "序號", "No", width=6),
        c.calc("name", "階段", "Phase", "text", _nth("name"), width=26),
        c.calc("start", "開始", "Start", "date", _nth("bar_start")),
        c.calc("finish", "完成", "Finish", "date", _nth("bar_finish")),
        c.calc("days", "日數", "Days", "integer", _nth("bar_days")),
        c.calc("percent", "完成率", "Percent done", "percent", _nth("percent"), bar=True),
        c.calc("total_float", "總浮時", "Total float", "number", _nth("total_float")),
    ),
    rows=Fixed(tuple({"rank": f"S{number:02}"} for number in range(1, 13))),
)

_CHECKPOINTS = Table(
    "checkpoints",
    Text("活動查核點", "Checkpoints"),
    (
        c.key("id", "查核編號", "Checkpoint ID", prefix="CP", width=13),
        c.text("name", "查核點", "Checkpoint", required=True, width=26),
        c.link("task", "對應工作", "Task", "tasks"),
        c.date("due", "查核日期", "Due", required=True),
        c.note("criterion", "查核標準", "Criterion", required=True),
        c.note("evidence", "佐證資料", "Evidence"),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("checked_on", "實際查核", "Checked on"),
        c.choice("result", "查核結果", "Result", "checkpoint_result"),
        c.calc("due_state", "期限狀況", "Due state", "choice",
               due_state('OR([checked_on]<>"",[result]={checkpoint_result.passed})', "[due]"), list="action_due"),
    ),
)  # fmt: skip

_LEAVES = '"<>"&{task_kind.summary}'
_DONE = count("tasks", percent='">=1"', kind=_LEAVES)
_COUNTED = count("tasks", id='"?*"', kind=_LEAVES)

SHEET = Sheet(
    "O2.3.2",
    tab=Text("時程表", "Schedule"),
    title=output_title("O2.3.2"),
    phase="T2",
    about=Text(
        "工作、前置關係、要徑與浮時、甘特圖及查核點；日期由引擎計算。",
        "Tasks, links, critical path, float, Gantt chart and checkpoints; the engine dates them.",
    ),
    blocks=(
        _CHECKPOINTS, _OVERVIEW,
        Chart("gantt", Text("時程總覽", "Schedule overview"), "schedule_summary[name]", (
            Series("schedule_summary[start]", Text("開始", "Start"), hidden=True),
            Series("schedule_summary[days]", Text("日數", "Days"), tone="accent"),
        ), number_format="yyyy-mm-dd", height=400),
        _TASKS,
        Gantt(
            "tasks", start="bar_start", finish="bar_finish", critical="critical",
            percent="percent", baseline_start="baseline_start",
            baseline_finish="baseline_finish", milestone="kind", milestone_value="milestone", summary_value="summary",
        ),
    ),
    figures=(
        Figure("schedule_finish", Text("預計完成", "Expected finish"), "date",
               'IF(MAX(tasks[early_finish])=0,"",INT(MAX(tasks[early_finish])))'),
        Figure("critical_tasks", Text("未完成要徑工作", "Critical tasks to do"), "integer",
               count("tasks", critical="{yes_no.yes}", kind=_LEAVES, percent='"<1"')),
        Figure("near_critical_tasks", Text("近要徑工作", "Near-critical tasks"), "integer",
               count("tasks", critical="{yes_no.no}", kind=_LEAVES, percent='"<1"',
                     total_float='"<="&settings.near_critical_days')),
        Figure("deadlines_missed", Text("晚於期限", "Deadlines missed"), "integer",
               count("tasks", deadline_state="{deadline_state.missed}"), good_if="=0"),
        Figure("tasks_done_share", Text("工作完成比例", "Tasks done"), "percent",
               ratio(_DONE, _COUNTED)),
        Figure("checkpoints_overdue", Text("查核點逾期", "Checkpoints overdue"), "integer",
               count("checkpoints", due_state="{action_due.overdue}"), good_if="=0"),
        Figure("bac", Text("完工預算 BAC", "Budget at completion"), "amount",
               "SUM(tasks[planned_value])", hidden=True),
    ),
)  # fmt: skip
