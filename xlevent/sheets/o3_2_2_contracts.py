"""O3.2.2: purchase contracts with their order lines, and the contract to print and sign."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.contract_document import PURCHASE_CONTRACT
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, total
from xlevent.sheets.partner_parts import (
    clauses,
    doc_key,
    priced,
)
from xlevent.standard import output_title

_PLACES = "settings.currency_decimals"
_CANCELLED = "[state]={order_state.cancelled}"


def _of_lines(column: str) -> str:
    return total("order_lines", column, contract="[id]")


_CONTRACTS = Table(
    "contracts",
    Text("採購契約", "Purchase contracts"),
    (
        c.key("id", "契約編號", "Contract ID", prefix="CT"),
        c.link("supplier", "供應商", "Supplier", "suppliers", required=True),
        c.calc("supplier_name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]"), width=22),
        c.text("title", "契約名稱", "Title", required=True, width=28),
        c.choice("kind", "契約性質", "Kind", "contract_kind", required=True),
        c.link("agreement", "供應協議", "Supply agreement", "supply_agreements"),
        c.note("scope", "工作範圍", "Scope"),
        c.date("signed", "立約日", "Signed"),
        c.date("start", "履約起日", "Start"),
        c.date("end", "履約迄日", "End"),
        c.choice("state", "契約狀態", "State", "contract_state", required=True, width=16),
        c.text("delivery_place", "履約地點", "Place of delivery", width=24),
        c.choice("payment_terms", "付款條件", "Payment terms", "payment_terms", width=18),
        c.integer("payment_days", "付款天數", "Payment time", ge=0, unit=("天", "days")),
        c.note("payment_note", "付款期程", "Payment schedule", width=30),
        c.integer("acceptance_days", "驗收天數", "Acceptance time", ge=0, unit=("天", "days")),
        c.amount("bond", "履約保證金", "Performance bond", ge=0),
        c.integer("warranty_months", "保固月數", "Warranty", ge=0, unit=("月", "months")),
        c.percent("penalty_rate", "逾期違約金率", "Penalty rate", ge=0, le=1,
                  help=("每日；空白依設定", "Per day of delay; blank: as in the settings")),
        c.percent("penalty_cap", "違約金上限", "Penalty cap", ge=0, le=1,
                  help=("空白依設定", "Blank: as in the settings")),
        c.calc("daily_penalty", "適用日罰率", "Daily penalty", "percent",
               'IF([penalty_rate]="",settings.daily_penalty_rate,[penalty_rate])'),
        c.calc("penalty_limit", "適用上限", "Penalty limit", "percent",
               'IF([penalty_cap]="",settings.penalty_cap,[penalty_cap])'),
        c.calc("total", "契約總價", "Total", "amount",
               'SUMIFS(order_lines[amount],order_lines[contract],[id],order_lines[state],"<>"&'
               "{order_state.cancelled})", help=("含稅，不含取消項目", "Incl. tax, without cancelled lines")),
        c.calc("tax", "內含營業稅", "Business tax", "amount",
               'SUMIFS(order_lines[tax],order_lines[contract],[id],order_lines[state],"<>"&'
               "{order_state.cancelled})"),
        c.calc("accepted_amount", "已驗收", "Accepted", "amount", _of_lines("accepted_amount")),
        c.calc("invoiced", "已請款", "Invoiced", "amount", _of_lines("invoiced")),
        c.calc("paid", "已付款", "Paid", "amount", _of_lines("paid")),
        c.calc("open_amount", "未請款餘額", "Open commitment", "amount", _of_lines("open_amount")),
        c.calc("penalty", "逾期違約金", "Delay penalty", "amount", _of_lines("penalty")),
        c.calc("progress", "驗收進度", "Accepted share", "percent",
               ratio("N([accepted_amount])", "[total]"), bar=True),
        c.text("court", "管轄法院", "Court", width=20),
        c.integer("copies", "正本份數", "Originals", ge=0),
        c.link("owner", "承辦人", "Owner", "people", required=True),
        c.link("approver", "核准人", "Approved by", "people"),
        c.url("file", "簽署檔案", "Signed file"),
        c.note("note", "備註", "Note"),
    ),
)  # fmt: skip


def _of_contract(column: str) -> str:
    return look_number("contracts", column, "[contract]")


_INSPECTED = (
    '(COUNTIFS(acceptances[order_line],[id],acceptances[date],">0")-'
    'COUNTIFS(acceptances[order_line],[id],acceptances[date],">0",'
    "acceptances[result],{acceptance_result.pending}))"
)
_PASSED = count("acceptances", order_line="[id]", result="{acceptance_result.accepted}")

_LINES = Table(
    "order_lines",
    Text("訂購明細", "Order lines"),
    (
        c.key("id", "訂單編號", "Order ID", prefix="OL"),
        c.link("contract", "契約編號", "Contract", "contracts", required=True),
        c.calc("supplier", "供應商", "Supplier", "text", look("contracts", "supplier", "[contract]"),
               width=11),
        c.calc("supplier_name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]"), width=20),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines", required=True),
        c.calc("category", "預算類別", "Budget category", "text",
               look("budget_lines", "category", "[budget_line]"), width=16),
        c.link("requirement", "採購需求", "Requirement", "requirements"),
        c.text("item", "品項", "Item", required=True, width=26),
        c.text("specification", "規格", "Specification", width=26),
        c.number("quantity", "數量", "Quantity", required=True, ge=0),
        c.text("unit", "單位", "Unit", width=8),
        c.price("unit_price", "單價", "Unit price", required=True, ge=0),
        c.choice("currency", "幣別", "Currency", "currency", width=10),
        c.price("rate", "匯率", "Rate", gt=0,
                help=("換算本位幣的匯率，外幣必填", "To the base currency; needed for others")),
        c.choice("tax_kind", "稅別", "Tax", "tax_kind", required=True),
        *priced(with_rate=True),
        c.date("due", "交付期限", "Due", required=True),
        c.date("delivered", "實際交付", "Delivered"),
        c.choice("state", "訂購狀態", "State", "order_state", required=True, width=16),
        c.calc("accepted", "驗收數量", "Accepted quantity", "number",
               total("acceptances", "accepted_quantity", order_line="[id]"),
               help=("驗收合格與減價收受", "Accepted, also at a lower price")),
        c.calc("accepted_amount", "驗收金額", "Accepted amount", "amount",
               f"IF([quantity]=0,0,ROUND([amount]*MIN(1,N([accepted])/[quantity]),{_PLACES}))"),
        c.calc("invoiced", "已請款", "Invoiced", "amount",
               total("expenses", "base_amount", order_line="[id]")),
        c.calc("paid", "已付款", "Paid", "amount",
               'SUMIFS(expenses[base_amount],expenses[order_line],[id],expenses[paid_on],">0")',
               help=("含代扣稅費", "Including tax and premium withheld")),
        c.calc("exchange_difference", "匯差", "Exchange difference", "amount",
               total("expenses", "exchange_difference", order_line="[id]"),
               help=("請款匯率與訂購匯率不同所生的差額", "Invoices came at another rate than the order")),
        c.calc("open_amount", "未請款餘額", "Open commitment", "amount",
               f"IF(OR([state]={{order_state.closed}},{_CANCELLED}),0,"
               "MAX(N([amount])-(N([invoiced])-N([exchange_difference])),0))",
               help=("按訂購匯率；結案或取消者為零",
                     "At the rate of the order; zero once closed or cancelled")),
        c.calc("days_late", "逾期天數", "Days late", "integer",
               f'IF(OR([due]="",{_CANCELLED}),0,MAX(0,IF([delivered]<>"",[delivered],'
               'IF(OR(fig.as_of="",[state]={order_state.closed}),[due],N(fig.as_of)))-[due]))',
               unit=("天", "days")),
        c.calc("penalty", "逾期違約金", "Delay penalty", "amount",
               f"ROUND([amount]*MIN(N([days_late])*{_of_contract('daily_penalty')},"
               f"{_of_contract('penalty_limit')}),{_PLACES})"),
        c.calc("on_time", "準時交付", "On time", "choice",
               f'IF(OR([due]="",{_CANCELLED}),"",IF(N([days_late])>0,{{yes_no.no}},'
               'IF([delivered]="","",{yes_no.yes})))', list="yes_no",
               help=("逾期而尚未交付者也算未準時", "What is overdue and not delivered is not on time")),
        c.calc("first_time", "一次驗收合格", "Accepted first time", "choice",
               f'IF({_INSPECTED}=0,"",IF({_PASSED}>={_INSPECTED},{{yes_no.yes}},{{yes_no.no}}))',
               list="yes_no"),
        c.note("note", "備註", "Note"),
        *doc_key("order_lines", "contract"),
    ),
    blank=30,
)  # fmt: skip

SHEET = Sheet(
    "O3.2.2",
    tab=Text("採購契約", "Contracts"),
    title=output_title("O3.2.2"),
    phase="T3",
    about=Text(
        "登錄採購契約與訂購明細，追蹤驗收、請款、付款與逾期違約金，並列印契約書。",
        "Keeps contracts and order lines, what was accepted, invoiced, paid, and prints the contract.",
    ),
    figures=(
        Figure("ordered_total", Text("訂購總額", "Ordered"), "amount",
               'SUMIFS(order_lines[amount],order_lines[state],"<>"&{order_state.cancelled})'),
        Figure("order_open_total", Text("未請款承諾", "Open commitments"), "amount",
               "SUM(order_lines[open_amount])"),
        Figure("contracts_unsigned", Text("未簽契約", "Contracts not signed"), "integer",
               count("contracts", state="{contract_state.draft}") + "+"
               + count("contracts", state="{contract_state.review}") + "+"
               + count("contracts", state="{contract_state.sent}"), good_if="=0"),
        Figure("orders_late", Text("逾期訂單", "Late order lines"), "integer",
               count("order_lines", days_late='">0"'), good_if="=0"),
        Figure("exchange_differences", Text("匯差合計", "Exchange differences"), "amount",
               "SUM(order_lines[exchange_difference])"),
        Figure("delay_penalties", Text("逾期違約金", "Delay penalties"), "amount",
               "SUM(order_lines[penalty])"),
    ),
    blocks=(
        PURCHASE_CONTRACT,
        _CONTRACTS,
        _LINES,
        clauses("contract_clauses", Text("契約條款", "Contract clauses"), 6),
    ),
)  # fmt: skip
