"""O2.3.1: what the event needs, what it costs, who does what, who tells whom."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, rows, total
from xlevent.sheets.planning_dates import look_date
from xlevent.standard import output_title

_RESOURCES = Table(
    "resources",
    Text("資源需求", "Resources"),
    (
        c.key("id", "資源編號", "Resource ID", prefix="R"),
        c.text("name", "資源名稱", "Resource", required=True, width=24),
        c.choice("kind", "類別", "Kind", "resource_kind", required=True),
        c.note("specification", "規格與條件", "Specification", width=28),
        c.number("capacity", "可用量", "Capacity", ge=0,
                 help=("同一時間可供使用的數量", "How many can be used at one time")),
        c.text("unit", "單位", "Unit", width=8),
        c.date("available_from", "可用起日", "Available from"),
        c.date("available_to", "可用迄日", "Available to"),
        c.price("unit_cost", "單位成本", "Unit cost", ge=0),
        c.choice("cost_basis", "計價方式", "Cost basis", "cost_basis",
                 help=("空白視為按日計價", "Blank counts as per day")),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines"),
        c.calc("budget_item", "科目名稱", "Budget item", "text",
               look("budget_lines", "item", "[budget_line]")),
        c.link("supplier", "供應商", "Supplier", "suppliers"),
        c.calc("supplier_name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]")),
        c.choice("state", "取得狀態", "Acquisition state", "resource_state", width=14),
        c.date("needed_by", "需求日期", "Needed by"),
        c.link("owner", "負責人", "Owner", "people"),
        c.calc("planned_cost", "指派成本", "Assigned cost", "amount",
               total("assignments", "cost", resource="[id]")),
        c.engine(c.number("peak_demand", "尖峰需求", "Peak demand")),
        c.calc("spare", "尖峰餘量", "Spare at peak", "number",
               'IF(OR([peak_demand]="",[capacity]=""),"",[capacity]-[peak_demand])',
               help=("負數表示超配", "Negative: over-allocated")),
        c.note("note", "備註", "Note"),
    ),
    blank=20,
)  # fmt: skip

# An assignment without dates of its own lasts as long as its task.
_START = f"IF(N([start])>0,[start],{look_date('tasks', 'early_start', '[task]')})"
_FINISH = f"IF(N([finish])>0,[finish],{look_date('tasks', 'early_finish', '[task]')})"
_DAYS = 'IF(OR([use_from]="",[use_to]=""),"",MAX(1,[use_to]-[use_from]+1))'
_PER_USE = look("resources", "cost_basis", "[resource]") + "={cost_basis.use}"

_ASSIGNMENTS = Table(
    "assignments",
    Text("資源指派", "Assignments"),
    (
        c.key("id", "指派編號", "Assignment ID", prefix="AS", width=12),
        c.link("resource", "資源", "Resource", "resources", required=True),
        c.calc("resource_name", "資源名稱", "Resource name", "text",
               look("resources", "name", "[resource]"), width=20),
        c.link("task", "工作", "Task", "tasks", required=True),
        c.calc("task_name", "工作名稱", "Task name", "text", look("tasks", "name", "[task]"),
               width=24),
        c.number("quantity", "數量", "Quantity", required=True, ge=0),
        c.date("start", "指定起日", "Own start",
               help=("空白則依工作的最早開始", "Blank: the task's early start")),
        c.date("finish", "指定迄日", "Own finish",
               help=("空白則依工作的最早完成", "Blank: the task's early finish")),
        c.calc("use_from", "使用起日", "Used from", "date", _START),
        c.calc("use_to", "使用迄日", "Used to", "date", _FINISH),
        c.calc("days", "日數", "Days", "integer", _DAYS, unit=("天", "days"),
               help=("含首尾的日曆天", "Calendar days, both ends included")),
        c.calc("cost", "成本", "Cost", "amount",
               f"ROUND([quantity]*{look_number('resources', 'unit_cost', '[resource]')}"
               f"*IF({_PER_USE},1,N([days])),settings.currency_decimals)"),
        c.engine(c.integer("over_days", "超配日數", "Days over capacity", unit=("天", "days"),
                           width=11)),
        c.note("note", "備註", "Note"),
    ),
    blank=30,
)  # fmt: skip

_DEMAND = Table(
    "resource_demand",
    Text("每日供需", "Demand by day"),
    (
        c.engine(c.key("id", "列號", "Row ID", prefix="RD")),
        c.engine(c.link("resource", "資源", "Resource", "resources")),
        c.calc("resource_name", "資源名稱", "Resource name", "text",
               look("resources", "name", "[resource]"), width=20),
        c.engine(c.date("date", "日期", "Date")),
        c.engine(c.number("demand", "需求量", "Demand")),
        c.engine(c.number("capacity", "可用量", "Capacity")),
        c.calc("excess", "超配量", "Excess", "number", "MAX(0,N([demand])-N([capacity]))"),
        c.calc("load", "負載率", "Load", "percent", ratio("N([demand])", "[capacity]"), bar=True),
        c.calc("state", "供需狀況", "Demand state", "choice",
               "IF(N([demand])>N([capacity]),{demand_state.over},"
               "IF(N([demand])=N([capacity]),{demand_state.full},{demand_state.free}))",
               list="demand_state", width=14),
        c.engine(c.text("tasks", "使用工作", "Used by tasks", width=28)),
    ),
)  # fmt: skip

_BY_KIND = Table(
    "resources_by_kind",
    Text("資源彙總", "Resources by kind"),
    (
        c.choice("kind", "資源類別", "Resource kind", "resource_kind"),
        c.calc("items", "項數", "Items", "integer", count("resources", kind="[kind]")),
        c.calc("confirmed", "已確認", "Confirmed", "integer",
               count("resources", kind="[kind]", state="{resource_state.confirmed}") + "+"
               + count("resources", kind="[kind]", state="{resource_state.released}"), width=11),
        c.calc("secured", "取得率", "Secured", "percent", ratio("N([confirmed])", "[items]")),
        c.calc("cost", "指派成本", "Assigned cost", "amount",
               total("resources", "planned_cost", kind="[kind]")),
        c.calc("over", "超配項數", "Over-allocated", "integer",
               count("resources", kind="[kind]", spare='"<0"'), width=15),
    ),
    rows=ByList("resource_kind"),
)  # fmt: skip

_RACI = Table(
    "raci",
    Text("權責分工(RACI)", "Responsibilities (RACI)"),
    (
        c.key("id", "權責編號", "RACI ID", prefix="RC"),
        c.text("work", "工作項目", "Work", required=True, width=26),
        c.link("task", "對應工作", "Task", "tasks"),
        c.links("responsible", "負責執行 R", "Responsible", "people", width=20),
        c.link("accountable", "當責 A", "Accountable", "people", width=13,
               help=("每項工作只有一位當責者", "Exactly one for each row")),
        c.links("consulted", "事先諮詢 C", "Consulted", "people"),
        c.links("informed", "事後告知 I", "Informed", "people"),
        c.link("escalation", "通報對象", "Escalate to", "people"),
        c.calc("raci_check", "權責檢核", "RACI check", "choice",
               'IF([accountable]="",{raci_check.no_accountable},'
               'IF([responsible]="",{raci_check.no_responsible},{raci_check.valid}))',
               list="raci_check", width=15),
        c.date("agreed_on", "共識確認日", "Agreed on",
               help=("相關人員確認權責的日期", "When those named agreed")),
    ),
)  # fmt: skip

_COMMUNICATIONS = Table(
    "communications",
    Text("溝通計畫", "Communication plan"),
    (
        c.key("id", "溝通編號", "Communication ID", prefix="CM", width=16),
        c.text("audience", "對象", "Audience", required=True, width=20),
        c.note("content", "溝通內容", "Content", required=True),
        c.text("channel", "管道", "Channel"),
        c.text("frequency", "頻率", "Frequency"),
        c.date("first_on", "首次日期", "First on"),
        c.link("owner", "負責人", "Owner", "people"),
        c.choice("state", "辦理狀態", "State", "action_state"),
    ),
)

SHEET = Sheet(
    "O2.3.1",
    tab=Text("資源需求", "Resources"),
    title=output_title("O2.3.1"),
    phase="T2",
    about=Text(
        "列出軟硬體、人力與財務資源，指派到工作，檢查每日供需與權責分工。",
        "Lists the resources, assigns them to tasks, checks demand by day and responsibilities.",
    ),
    blocks=(
        _RESOURCES, _ASSIGNMENTS, _BY_KIND, _RACI, _COMMUNICATIONS, _DEMAND,
        Chart("column", Text("各類資源成本", "Cost by kind of resource"), "resources_by_kind[kind]",
              (Series("resources_by_kind[cost]", Text("指派成本", "Assigned cost")),)),
    ),
    figures=(
        Figure("resources_total", Text("資源項數", "Resources"), "integer", rows("resources")),
        Figure("resources_secured", Text("資源取得率", "Resources secured"), "percent",
               ratio("SUM(resources_by_kind[confirmed])", "fig.resources_total")),
        Figure("resources_cost", Text("指派成本", "Assigned cost"), "amount",
               "SUM(assignments[cost])"),
        Figure("resources_over", Text("超配日次", "Days over capacity"), "integer",
               count("resource_demand", excess='">0"'), good_if="=0"),
        Figure("raci_incomplete", Text("權責未定", "RACI incomplete"), "integer",
               count("raci", raci_check="{raci_check.no_accountable}") + "+"
               + count("raci", raci_check="{raci_check.no_responsible}"), good_if="=0"),
    ),
)  # fmt: skip
