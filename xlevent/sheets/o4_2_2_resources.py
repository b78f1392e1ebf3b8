"""O4.2.2: the marketing resources, who delivers them, and whether they come in time."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, ratio, rows, total
from xlevent.standard import output_title

_GAPS = ("late", "overdue", "short", "unplanned")


def _gaps(**where: str) -> str:
    return "+".join(
        count("marketing_resources", gap=f"{{asset_gap.{gap}}}", **where) for gap in _GAPS
    )


def _ready(**where: str) -> str:
    return "+".join(
        count("marketing_resources", state=f"{{asset_state.{state}}}", **where)
        for state in ("ready", "in_use")
    )


RESOURCES = Table(
    "marketing_resources",
    Text("行銷資源清單", "Marketing resources"),
    (
        c.key("id", "編號", "ID", prefix="MR"),
        c.text("name", "行銷資源", "Resource", required=True, width=26),
        c.choice("kind", "資源類別", "Kind", "marketing_asset", required=True, width=18),
        c.note("specification", "規格", "Specification", width=28),
        c.link("channel", "使用通路", "Channel", "channels", width=16),
        c.link("opportunity", "行銷機會", "Opportunity", "opportunities", width=13),
        c.choice("route", "取得途徑", "Supply route", "supply_route", required=True, width=18),
        c.text(
            "procedure", "取得程序", "Procedure", width=24,
            help=("如簽呈、跨部門支援單、請購單編號", "Such as the form or request that was filed"),
        ),
        c.text("department", "提供部門", "Owner department", width=17),
        c.link("owner", "負責人", "Owner", "people"),
        c.link("supplier", "供應商", "Supplier", "suppliers"),
        c.calc("supplier_name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]"), width=20),
        c.number("needed", "需求數量", "Needed", ge=0),
        c.number("available", "可用數量", "Available", ge=0),
        c.text("unit", "單位", "Unit", width=9),
        c.date("needed_by", "需求日期", "Needed by", required=True),
        c.date("ready_by", "承諾交付日", "Ready by", width=13),
        c.date("ready_on", "實際到位日", "Ready on", width=13),
        c.date(
            "usable_until", "可用期限", "Usable until", width=14,
            help=("授權或版位的到期日", "End of the licence or of the booked space"),
        ),
        c.amount("cost", "成本", "Cost", ge=0),
        c.link("budget_item", "行銷預算項目", "Budget item", "marketing_budget", width=14),
        c.choice("state", "準備狀態", "State", "asset_state", width=15),
        c.choice("approval", "品牌與法務審核", "Approval", "approval_state", width=16),
        c.text("rights", "授權範圍", "Rights of use", width=20),
        c.url("file", "檔案位置", "File"),
        c.calc(
            "slack", "餘裕天數", "Days in hand", "integer",
            'IF(OR([needed_by]="",AND([ready_by]="",[ready_on]="")),"",'
            '[needed_by]-IF([ready_on]="",[ready_by],[ready_on]))',
            unit=("天", "days"), width=13,
            help=("負數表示晚於需求日", "Negative: later than needed"),
        ),
        c.calc("shortfall", "短缺數量", "Shortfall", "number", "MAX(0,[needed]-[available])"),
        c.calc(
            "gap", "缺口", "Gap", "choice",
            "IF([state]={asset_state.cancelled},{asset_gap.not_needed},"
            "IF(OR([state]={asset_state.ready},[state]={asset_state.in_use}),"
            "IF(N([shortfall])>0,{asset_gap.short},{asset_gap.none}),"
            'IF(AND([needed_by]<>"",fig.as_of<>"",[needed_by]<fig.as_of),{asset_gap.overdue},'
            'IF(AND([ready_by]="",[ready_on]=""),{asset_gap.unplanned},'
            "IF(N([slack])<0,{asset_gap.late},{asset_gap.none})))))",
            list="asset_gap", width=16,
        ),
    ),
    hint=Text(
        "缺口由需求日、承諾交付日、數量與狀態判定。",
        "Gaps follow from the dates, the quantities and the state.",
    ),
)  # fmt: skip

BY_ROUTE = Table(
    "marketing_resources_by_route",
    Text("取得途徑統計", "By supply route"),
    (
        c.choice("route", "取得途徑", "Supply route", "supply_route", width=20),
        c.calc("items", "項數", "Items", "integer",
               count("marketing_resources", route="[route]")),
        c.calc("ready", "可運用", "Ready", "integer", _ready(route="[route]")),
        c.calc("gaps", "缺口", "Gaps", "integer", _gaps(route="[route]")),
        c.calc("cost", "成本", "Cost", "amount",
               total("marketing_resources", "cost", route="[route]")),
    ),
    rows=ByList("supply_route"),
)  # fmt: skip

SHEET = Sheet(
    "O4.2.2",
    tab=Text("行銷資源", "Resources"),
    title=output_title("O4.2.2"),
    blocks=(
        BY_ROUTE,
        Chart(
            "bar",
            Text("各取得途徑：可運用與缺口", "Ready and missing by supply route"),
            categories="marketing_resources_by_route[route]",
            series=(
                Series("marketing_resources_by_route[ready]", Text("可運用", "Ready"),
                       tone="good"),
                Series("marketing_resources_by_route[gaps]", Text("缺口", "Gaps"), tone="bad"),
            ),
        ),
        RESOURCES,
    ),
    figures=(
        Figure("marketing_resources_total", Text("行銷資源項數", "Resources"), "integer",
               rows("marketing_resources")),
        Figure(
            "marketing_resources_ready", Text("可運用比率", "Ready"), "percent",
            ratio(
                _ready(),
                f"{rows('marketing_resources')}"
                f"-{count('marketing_resources', state='{asset_state.cancelled}')}",
            ),
        ),
        Figure("marketing_resources_gaps", Text("缺口項數", "Gaps"), "integer", _gaps(),
               good_if="=0"),
        Figure("marketing_resources_cost", Text("資源成本", "Cost"), "amount",
               total("marketing_resources", "cost")),
    ),
    phase="T4",
    about=Text(
        "彙整行銷資源的提供部門、取得程序、可運用時機與成本，及早發現缺口。",
        "Gathers marketing resources with owner department, procedure, date and cost, and shows "
        "gaps early.",
    ),
)  # fmt: skip
