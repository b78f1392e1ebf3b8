"""O3.4.1: where the sponsors' money and goods, and the resources, are put to use."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio
from xlevent.standard import output_title

# A rejected allocation takes nothing.
_COUNTS = 'allocations[approval],"<>"&{approval_state.rejected}'


def _allocated(source: str, where: str) -> str:
    return (
        f"SUMIFS(allocations[amount],allocations[source],{{allocation_source.{source}}},"
        f"{where},{_COUNTS})"
    )


_SOURCE_MISSING = (
    'OR([source]="",AND([source]={allocation_source.cash},[sponsor]=""),'
    'AND([source]={allocation_source.in_kind},[in_kind_item]=""),'
    'AND([source]={allocation_source.resource},[resource]=""))'
)

_ALLOCATIONS = Table(
    "allocations",
    Text("資源分配", "Allocations"),
    (
        c.key("id", "分配編號", "Allocation ID", prefix="AL"),
        c.choice("source", "資源來源", "Source", "allocation_source", required=True),
        c.link("sponsor", "贊助商", "Sponsor", "sponsors",
               help=("來源為贊助現金者必填", "Needed where the source is sponsor cash")),
        c.link("in_kind_item", "實物", "In-kind item", "in_kind_items",
               help=("來源為贊助實物者必填", "Needed where the source is in-kind")),
        c.link("resource", "資源", "Resource", "resources",
               help=("來源為供應資源者必填", "Needed where the source is a resource")),
        c.calc("source_name", "來源名稱", "Source name", "text",
               f"IF([source]={{allocation_source.cash}},{look('sponsors', 'name', '[sponsor]')},"
               "IF([source]={allocation_source.in_kind},"
               f"{look('in_kind_items', 'item', '[in_kind_item]')},"
               f"{look('resources', 'name', '[resource]')}))", width=24),
        c.link("task", "用於任務", "Task", "tasks"),
        c.link("budget_line", "用於科目", "Budget line", "budget_lines"),
        c.calc("use_name", "用途名稱", "Use", "text",
               f"IF([task]<>\"\",{look('tasks', 'name', '[task]')},"
               f"{look('budget_lines', 'item', '[budget_line]')})", width=24),
        c.text("purpose", "用途說明", "Purpose", required=True, width=28),
        c.amount("amount", "分配金額", "Amount", ge=0,
                 help=("現金或實物的價值", "Value of the cash or goods")),
        c.number("quantity", "分配數量", "Quantity", ge=0,
                 help=("供應資源的數量", "How much of the resource")),
        c.date("start", "使用起日", "From", required=True),
        c.date("end", "使用迄日", "Until", required=True),
        c.choice("approval", "核准狀態", "Approval", "approval_state", required=True),
        c.link("approved_by", "核准人", "Approved by", "people"),
        c.calc("in_use", "同期使用量", "In use then", "number",
               'IF([resource]="","",SUMIFS(allocations[quantity],allocations[resource],[resource],'
               'allocations[start],"<="&[end],allocations[end],">="&[start],'
               f"{_COUNTS}))", help=("期間重疊的分配合計", "All allocations that overlap this period")),
        c.calc("capacity", "容量", "Capacity", "number",
               f"IF([resource]=\"\",\"\",{look_number('resources', 'capacity', '[resource]')})"),
        c.calc("check", "分配檢核", "Check", "choice",
               f"IF({_SOURCE_MISSING},{{allocation_check.no_source}},"
               'IF(AND([task]="",[budget_line]=""),{allocation_check.no_use},'
               "IF(N([in_use])>N([capacity]),{allocation_check.over},{allocation_check.right})))",
               list="allocation_check", width=16),
        c.note("note", "備註", "Note"),
    ),
    blank=24,
)  # fmt: skip


def _balance() -> tuple[Column, ...]:
    return (
        c.calc("unallocated", "未分配", "Unallocated", "amount",
               "MAX(0,N([received])-N([allocated]))"),
        c.calc("over", "超額分配", "Over-allocated", "amount",
               "MAX(0,N([allocated])-N([received]))"),
        c.calc("share", "分配率", "Allocated share", "percent",
               ratio("N([allocated])", "[received]"), bar=True),
        c.calc("check", "分配檢核", "Check", "choice",
               "IF(N([over])>0,{allocation_check.over},IF(N([unallocated])>0,"
               "{allocation_check.left},{allocation_check.right}))", list="allocation_check",
               width=16),
    )  # fmt: skip


_CASH = Table(
    "cash_allocation",
    Text("贊助現金分配", "Sponsor cash"),
    (
        c.key("sponsor", "贊助商", "Sponsor", width=11),
        c.calc("name", "贊助商名稱", "Sponsor name", "text", look("sponsors", "name", "[sponsor]"),
               width=24),
        c.calc("received", "已收現金", "Cash received", "amount",
               look_number("sponsors", "cash_received", "[sponsor]")),
        c.calc("allocated", "已分配", "Allocated", "amount",
               _allocated("cash", "allocations[sponsor],[sponsor]")),
        *_balance(),
    ),
    rows=Mirror("sponsors"),
)  # fmt: skip

_GOODS = Table(
    "in_kind_allocation",
    Text("贊助實物分配", "In-kind"),
    (
        c.key("item", "實物編號", "In-kind ID", width=11),
        c.calc("name", "品項", "Item", "text", look("in_kind_items", "item", "[item]"), width=24),
        c.calc("received", "已收價值", "Received value", "amount",
               look_number("in_kind_items", "received_value", "[item]")),
        c.calc("allocated", "已分配", "Allocated", "amount",
               _allocated("in_kind", "allocations[in_kind_item],[item]")),
        *_balance(),
    ),
    rows=Mirror("in_kind_items"),
)  # fmt: skip

_OVER = "{allocation_check.over}"

SHEET = Sheet(
    "O3.4.1",
    tab=Text("資源分配", "Allocation"),
    title=output_title("O3.4.1"),
    phase="T3",
    about=Text(
        "將贊助現金、實物與供應資源分配至任務或預算科目，檢核未分配與超額分配。",
        "Puts sponsor cash, goods and resources to tasks or budget lines; finds gaps and overuse.",
    ),
    figures=(
        Figure("allocation_cash_left", Text("未分配現金", "Cash not allocated"), "amount",
               "SUM(cash_allocation[unallocated])"),
        Figure("allocation_in_kind_left", Text("未分配實物", "In-kind not allocated"), "amount",
               "SUM(in_kind_allocation[unallocated])"),
        Figure("allocations_over", Text("超額分配", "Over-allocated"), "integer",
               "+".join(count(t, check=_OVER) for t in
                        ("cash_allocation", "in_kind_allocation", "allocations")), good_if="=0"),
        Figure("allocations_waiting", Text("待核准", "Waiting for approval"), "integer",
               count("allocations", approval="{approval_state.submitted}")),
    ),
    blocks=(
        _ALLOCATIONS,
        _CASH,
        Chart("stacked_bar", Text("贊助現金分配", "Use of sponsor cash"), "cash_allocation[name]", (
            Series("cash_allocation[allocated]", Text("已分配", "Allocated"), tone="accent"),
            Series("cash_allocation[unallocated]", Text("未分配", "Unallocated"), tone="warn"),
        )),
        _GOODS,
    ),
)  # fmt: skip
