"""O2.1.1: what the client wants, for whom, within which scope, and how it is paid for."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, ratio, total
from xlevent.standard import output_title

# A line in the base currency needs no rate; one in another currency counts only with a rate.
_RATE = 'IF(OR([currency]="",[currency]=settings.base_currency),1,N([rate]))'
_TAX = "IF([tax_kind]={tax_kind.added},1+settings.tax_rate,1)"

_GOALS = Table(
    "goals",
    Text("活動目標", "Goals"),
    (
        c.key("id", "目標編號", "Goal ID", prefix="G"),
        c.note("goal", "目標", "Goal", required=True),
        c.text("measure", "衡量指標", "Measure", required=True, width=24),
        c.text("unit", "單位", "Unit", width=8),
        c.number("baseline", "基準值", "Baseline", help=("前次或現況數值", "Last time or today")),
        c.number("target", "目標值", "Target", required=True),
        c.choice("direction", "方向", "Better when", "goal_direction",
                 help=("空白視為愈高愈好", "Blank counts as higher is better")),
        c.number("weight", "權重", "Weight", ge=0,
                 help=("相對權重，合計不必為 100", "Relative; need not add up to 100")),
        c.calc("weight_share", "權重占比", "Weight share", "percent",
               ratio("N([weight])", "SUM(goals[weight])")),
        c.text("method", "評估方法", "Evaluation method", width=24,
               help=("資料來源與量測方式", "Source of the data and how it is measured")),
        c.date("measured_on", "評估日期", "Measured on"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
    hint=Text("每個目標都要能量測", "Every goal must be measurable"),
)  # fmt: skip

_STAKEHOLDERS = Table(
    "stakeholders",
    Text("利害關係人與需求", "Stakeholders and needs"),
    (
        c.key("id", "關係人編號", "Stakeholder ID", prefix="SH", width=12),
        c.text("name", "關係人", "Stakeholder", required=True, width=20),
        c.choice("kind", "類別", "Kind", "stakeholder_kind", required=True),
        c.text("contact", "聯絡窗口", "Contact"),
        c.choice("influence", "影響力", "Influence", "priority"),
        c.choice("interest", "關注程度", "Interest", "priority"),
        c.note("need", "個別需求", "Need", required=True),
        c.note("response", "因應方式", "How it is met"),
        c.choice("state", "處理狀況", "State", "need_state"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
)

_SCOPE = Table(
    "scope_items",
    Text("活動範疇", "Scope"),
    (
        c.key("id", "範疇編號", "Scope ID", prefix="SI"),
        c.text("item", "項目", "Item", required=True, width=24),
        c.choice("scope", "歸屬", "In or out", "scope_kind", required=True),
        c.note("description", "內容說明", "Description"),
        c.note("acceptance", "驗收標準", "Acceptance criterion"),
        c.link("goal", "對應目標", "Goal", "goals"),
        c.date("confirmed_on", "確認日期", "Confirmed on"),
        c.text("confirmed_by", "確認人", "Confirmed by"),
    ),
)

_BRIEFINGS = Table(
    "client_briefings",
    Text("客戶簡報與釐清紀錄", "Client briefings"),
    (
        c.key("id", "簡報編號", "Briefing ID", prefix="CB"),
        c.date("date", "日期", "Date", required=True),
        c.note("presented", "簡報內容", "Presented", required=True),
        c.amount("estimate", "當時估價", "Estimate then", ge=0),
        c.note("feedback", "客戶意見", "Client feedback"),
        c.choice("result", "結論", "Result", "briefing_result"),
        c.note("next_step", "後續辦理", "Next step"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
    blank=6,
)

_FUNDING = Table(
    "funding_sources",
    Text("財源", "Funding sources"),
    (
        c.key("id", "財源編號", "Funding ID", prefix="FS"),
        c.text("name", "財源名稱", "Funding source", required=True, width=24),
        c.choice("kind", "類別", "Kind", "funding_kind", required=True),
        c.amount("amount", "金額", "Amount", required=True, ge=0),
        c.choice("certainty", "確定性", "Certainty", "funding_certainty", required=True, width=14,
                 help=("只有已簽約或核定者計入確定收入", "Only confirmed funding counts as certain")),
        c.percent("probability", "實現機率", "Probability", ge=0, le=1, width=13),
        c.calc("expected", "期望金額", "Expected amount", "amount",
               "ROUND([amount]*IF([certainty]={funding_certainty.confirmed},1,N([probability])),"
               "settings.currency_decimals)"),
        c.date("due", "應撥日期", "Due"),
        c.amount("received", "實收金額", "Received"),
        c.date("received_on", "實收日期", "Received on"),
        c.calc("outstanding", "未收金額", "Outstanding", "amount", "[amount]-[received]"),
        c.calc("state", "撥款狀態", "Receipt state", "choice",
               "IF(AND([amount]>0,[received]>=[amount]),{funding_state.received},"
               'IF(AND(N([due])>0,fig.as_of<>"",N(fig.as_of)>N([due])),{funding_state.overdue},'
               "IF([received]>0,{funding_state.part},{funding_state.pending})))",
               list="funding_state"),
        c.calc("allocated", "已配科目", "Allocated to lines", "amount",
               total("budget_lines", "amount", funding_source="[id]")),
        c.calc("unallocated", "未配餘額", "Not allocated", "amount", "[amount]-N([allocated])",
               help=("負數表示編列超過財源", "Negative: promised more than it gives")),
        c.note("conditions", "條件與核銷規定", "Conditions"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
    hint=Text("補助與贊助以核定函、合約為準", "Subsidies and sponsorship: go by signed papers"),
)  # fmt: skip

_INCOME = Table(
    "income_by_kind",
    Text("收入彙總", "Income by kind"),
    (
        c.choice("kind", "財源類別", "Funding kind", "funding_kind"),
        c.calc("planned", "計畫收入", "Planned", "amount",
               total("funding_sources", "amount", kind="[kind]")),
        c.calc("confirmed", "確定收入", "Confirmed", "amount",
               total("funding_sources", "amount", kind="[kind]",
                     certainty="{funding_certainty.confirmed}")),
        c.calc("received", "實收", "Received", "amount",
               total("funding_sources", "received", kind="[kind]")),
        c.calc("share", "占比", "Share", "percent", ratio("N([planned])", "fig.income_planned")),
        c.calc("reference", "依明細推算", "From details", "amount",
               "IF([kind]={funding_kind.sponsor},fig.sponsor_cash_pledged,"
               "IF([kind]={funding_kind.ticket},"
               'settings.expected_attendance*settings.ticket_price,""))',
               help=("贊助取自贊助商名冊，票務為人數乘票價", "Sponsor roster; attendance x price")),
        c.calc("difference", "與明細差異", "Difference", "amount",
               'IF([reference]="","",N([planned])-[reference])'),
    ),
    rows=ByList("funding_kind"),
)  # fmt: skip

_CATEGORIES = Table(
    "budget_categories",
    Text("預算類別小計", "Budget categories"),
    (
        c.key("category", "預算類別", "Category", width=18),
        c.choice("section", "大項", "Section", "budget_section", width=16),
        c.amount("cap", "類別上限", "Cap", ge=0),
        c.choice("is_marketing", "行銷類", "Marketing", "yes_no", width=11),
        c.choice("is_contingency", "預備金", "Contingency", "yes_no", width=13),
        c.calc("line_count", "科目數", "Lines", "integer",
               count("budget_lines", category="[category]")),
        c.calc("planned", "編列小計", "Planned", "amount",
               total("budget_lines", "amount", category="[category]")),
        c.calc("share", "占比", "Share", "percent", ratio("N([planned])", "fig.budget_total"),
               bar=True),
        c.calc("cap_state", "上限檢核", "Cap check", "choice",
               'IF([cap]="",{cap_state.none},'
               "IF(N([planned])>[cap],{cap_state.exceeded},{cap_state.within}))",
               list="cap_state"),
    ),
)  # fmt: skip

_LINES = Table(
    "budget_lines",
    Text("財務需求(預算科目)", "Financial needs (budget lines)"),
    (
        c.key("id", "科目編號", "Line ID", prefix="BL"),
        c.link("category", "預算類別", "Category", "budget_categories", required=True, width=16),
        c.text("item", "項目", "Item", required=True, width=26),
        c.note("specification", "規格說明", "Specification", width=28),
        c.number("quantity", "數量", "Quantity", required=True, ge=0),
        c.text("unit", "單位", "Unit", width=8),
        c.price("unit_price", "單價", "Unit price", required=True, ge=0),
        c.choice("currency", "幣別", "Currency", "currency", width=10),
        c.price("rate", "匯率", "Rate", gt=0,
                help=("換算本位幣的匯率，外幣必填", "To the base currency; needed for others")),
        c.date("rate_date", "匯率日期", "Rate date"),
        c.choice("tax_kind", "稅別", "Tax", "tax_kind", required=True),
        c.calc("amount", "本幣含稅金額", "Amount incl tax", "amount",
               f"ROUND([quantity]*[unit_price]*{_RATE}*{_TAX},settings.currency_decimals)"),
        c.calc("share", "占比", "Share", "percent", ratio("N([amount])", "fig.budget_total")),
        c.choice("cost_kind", "成本性質", "Cost nature", "cost_kind",
                 help=("隨人數變動者選變動成本", "Variable: grows with attendance")),
        c.choice("basis", "估算依據", "Estimate basis", "estimate_basis"),
        c.link("funding_source", "財源", "Funding source", "funding_sources", required=True),
        c.calc("funding_name", "財源名稱", "Funding name", "text",
               look("funding_sources", "name", "[funding_source]"), width=20),
        c.link("owner", "負責人", "Owner", "people", required=True),
        c.calc("line_check", "科目檢核", "Line check", "choice",
               'IF(OR([category]="",[quantity]="",[unit_price]="",[tax_kind]="",'
               '[funding_source]="",[owner]=""),{line_check.incomplete},'
               f"IF({_RATE}=0,{{line_check.no_rate}},{{line_check.complete}}))",
               list="line_check"),
        c.note("note", "備註", "Note"),
    ),
    blank=30,
    hint=Text("核定後請以預算變更調整，不改本表", "After approval change it through O2.4.1"),
)  # fmt: skip


def _view(planned: str, committed: str, cash: str) -> str:
    return (
        f"IF([view]={{balance_view.planned}},{planned},"
        f"IF([view]={{balance_view.committed}},{committed},{cash}))"
    )


_BALANCE = Table(
    "income_and_expense",
    Text("收支平衡", "Income and expense"),
    (
        c.choice("view", "口徑", "View", "balance_view"),
        c.calc("income", "收入", "Income", "amount",
               _view("fig.income_planned", "fig.income_total", "SUM(funding_sources[received])")),
        c.calc("expense", "支出", "Expense", "amount",
               _view("fig.budget_total", "fig.forecast_total", "fig.actual_total"),
               help=("計畫:編列；已確定:完工預估；實際:已報支", "Planned; forecast; spent")),
        c.calc("balance", "結餘", "Balance", "amount", "N([income])-N([expense])"),
        c.calc("cover", "收入支應率", "Income to expense", "percent",
               ratio("N([income])", "[expense]")),
    ),
    rows=ByList("balance_view"),
)  # fmt: skip

# Cost per head typed in the settings, else the variable lines spread over the attendance.
_PER_HEAD = (
    "IF(N(settings.variable_cost_per_head)>0,settings.variable_cost_per_head,"
    "IF(N(settings.expected_attendance)=0,0,fig.variable_cost/settings.expected_attendance))"
)
_MARGIN = f"(settings.ticket_price-{_PER_HEAD})"

SHEET = Sheet(
    "O2.1.1",
    tab=Text("需求財務", "Needs"),
    title=output_title("O2.1.1"),
    phase="T2",
    about=Text(
        "與客戶釐清目標、關係人需求、範疇與經費，編列收支並檢查平衡。",
        "Settles goals, needs, scope and money with the client and balances the budget.",
    ),
    blocks=(
        _GOALS, _STAKEHOLDERS, _SCOPE, _BRIEFINGS, _BALANCE, _INCOME, _FUNDING, _CATEGORIES,
        _LINES,
        Chart("column", Text("收入與支出", "Income and expense"), "income_and_expense[view]", (
            Series("income_and_expense[income]", Text("收入", "Income"), tone="good"),
            Series("income_and_expense[expense]", Text("支出", "Expense"), tone="accent"),
        )),
        Chart("doughnut", Text("收入結構", "Sources of income"), "income_by_kind[kind]", (
            Series("income_by_kind[planned]", Text("計畫收入", "Planned income")),
        )),
    ),
    figures=(
        Figure("budget_total", Text("編列支出", "Budgeted expense"), "amount",
               "SUM(budget_lines[amount])"),
        Figure("income_planned", Text("計畫收入", "Planned income"), "amount",
               "SUM(funding_sources[amount])"),
        Figure("income_total", Text("確定收入", "Confirmed income"), "amount",
               total("funding_sources", "amount", certainty="{funding_certainty.confirmed}")),
        Figure("budget_balance", Text("確定收支餘絀", "Confirmed balance"), "amount",
               "fig.income_total-fig.budget_total", good_if=">=0"),
        Figure("contingency_share", Text("預備金對其他支出", "Contingency to other costs"),
               "percent", ratio("fig.contingency_total", "(fig.budget_total-fig.contingency_total)")),
        Figure("break_even", Text("損益兩平人數", "Break-even attendance"), "integer",
               f'IF({_MARGIN}<=0,"",'
               f"ROUNDUP(MAX(0,fig.fixed_cost-fig.income_besides_tickets)/{_MARGIN},0))"),
        Figure("contingency_total", Text("預備金", "Contingency"), "amount",
               total("budget_categories", "planned", is_contingency="{yes_no.yes}"), hidden=True),
        Figure("variable_cost", Text("變動成本", "Variable cost"), "amount",
               total("budget_lines", "amount", cost_kind="{cost_kind.variable}"), hidden=True),
        Figure("fixed_cost", Text("固定成本", "Fixed cost"), "amount",
               "fig.budget_total-fig.variable_cost", hidden=True),
        Figure("income_besides_tickets", Text("票務以外確定收入", "Confirmed income besides tickets"),
               "amount", "fig.income_total-" + total(
                   "funding_sources", "amount", kind="{funding_kind.ticket}",
                   certainty="{funding_certainty.confirmed}"), hidden=True),
    ),
)  # fmt: skip
