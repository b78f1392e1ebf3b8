"""O4.3.2: what the marketing budget was meant for, and what is left of it.

Committed and actual come from the event's budget lines (O2.4.1), which sum orders and
expenses: nothing is typed twice. Items that share a budget line share its sums in
proportion to what they were planned at.
"""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, total
from xlevent.standard import output_title

_NEARLY_USED = 0.9
_ON_LINE = total("marketing_budget", "planned", budget_line="[budget_line]")


def _of_line(field: str) -> str:
    return look_number("budget_control", field, "[budget_line]", "line")


def _part(amount: str) -> str:
    return f"ROUND(({amount})*[line_share],settings.currency_decimals)"


ITEMS = Table(
    "marketing_budget",
    Text("行銷預算支用明細", "Marketing budget items"),
    (
        c.key("id", "編號", "ID", prefix="MB"),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines", required=True, width=13,
               help=("一科目一項最精確；同科目多項時依計畫金額分攤",
                     "Best one item per line; items on the same line share its sums")),
        c.calc("line_item", "科目內容", "Line item", "text",
               look("budget_lines", "item", "[budget_line]"), width=22),
        c.calc("category", "預算類別", "Budget category", "text",
               look("budget_lines", "category", "[budget_line]"), width=16),
        c.link("channel", "通路", "Channel", "channels", width=16),
        c.text("item", "支用項目", "Item", required=True, width=26),
        c.date("from", "支用起日", "From"),
        c.date("until", "支用迄日", "Until"),
        c.amount("planned", "計畫金額", "Planned", required=True, ge=0,
                 help=("含稅，本位幣", "Tax included, base currency")),
        c.calc(
            "line_share", "占該科目比率", "Share of line", "percent",
            f"IF({count('marketing_budget', budget_line='[budget_line]')}=1,1,"
            f"IF({_ON_LINE}=0,0,[planned]/{_ON_LINE}))",
            width=15,
        ),
        c.calc("committed", "已承諾", "Committed", "amount", _part(_of_line("committed"))),
        c.calc("actual", "已支用", "Actual", "amount", _part(_of_line("actual"))),
        c.calc(
            "used", "已動支", "Used", "amount",
            _part(f"{_of_line('revised')}-{_of_line('available')}"),
            help=("已支用加上尚未支付的訂單，同 O2.4.1",
                  "Actual plus open orders, as in O2.4.1"),
        ),
        c.calc("left", "餘額", "Left", "amount", "[planned]-N([used])"),
        c.calc("use_rate", "動支率", "Used share", "percent", ratio("N([used])", "[planned]"),
               width=12, bar=True),
        c.calc(
            "state", "支用狀況", "Spending state", "choice",
            "IF(N([left])<0,{spend_state.over},IF(N([used])=0,{spend_state.unused},"
            f"IF(N([used])>={_NEARLY_USED}*[planned],{{spend_state.near}},{{spend_state.within}})))",
            list="spend_state", width=16,
        ),
        c.calc(
            "logged", "執行紀錄金額", "Cost in the log", "amount",
            total("marketing_log", "cost", budget_item="[id]"), width=15,
        ),
        c.calc(
            "log_gap", "紀錄與帳務差額", "Log against actual", "amount",
            'IF(N([logged])=0,"",[logged]-N([actual]))', width=19,
            help=("執行紀錄減已支用；差額表示尚未請款或漏記",
                  "Log less actual: not invoiced yet, or left out of the log"),
        ),
        c.calc(
            "agreement", "與科目預算核對", "Agreement with line", "choice",
            f"IF(ABS({_ON_LINE}-{_of_line('revised')})<0.5,"
            "{budget_agreement.agrees},{budget_agreement.differs})",
            list="budget_agreement", width=20,
        ),
        c.link("owner", "負責人", "Owner", "people"),
        c.note("remark", "備註", "Remark", width=28),
    ),
)  # fmt: skip

_IS_MARKETING = "[is_marketing]={yes_no.yes}"

CHECK = Table(
    "marketing_budget_check",
    Text("與全案預算核對（O2.4.1）", "Agreement with the event budget (O2.4.1)"),
    (
        c.key("category", "預算類別", "Budget category", width=20),
        c.calc(
            "is_marketing", "行銷類", "Marketing", "choice",
            look("budget_categories", "is_marketing", "[category]", "category"), list="yes_no",
        ),
        c.calc("budget", "全案修正預算", "Revised budget", "amount",
               total("budget_control", "revised", category="[category]"), width=16),
        c.calc("planned", "行銷計畫金額", "Planned here", "amount",
               total("marketing_budget", "planned", category="[category]"), width=15),
        c.calc(
            "planned_gap", "計畫差額", "Planned against budget", "amount",
            f"[planned]-IF({_IS_MARKETING},[budget],0)", width=23,
        ),
        c.calc("budget_actual", "全案已支用", "Actual in O2.4.1", "amount",
               total("budget_control", "actual", category="[category]"), width=17),
        c.calc("actual", "行銷已支用", "Actual here", "amount",
               total("marketing_budget", "actual", category="[category]")),
        c.calc(
            "actual_gap", "支用差額", "Actual against budget", "amount",
            f"[actual]-IF({_IS_MARKETING},[budget_actual],0)", width=22,
        ),
        c.calc(
            "state", "核對結果", "Result", "choice",
            # Shares of a line are rounded one by one, so a few units may be missing.
            f"IF(AND(NOT({_IS_MARKETING}),[planned]=0),{{budget_agreement.not_marketing}},"
            "IF(AND(ABS([planned_gap])<0.5,ABS([actual_gap])<5),"
            "{budget_agreement.agrees},{budget_agreement.differs}))",
            list="budget_agreement", width=16,
        ),
    ),
    rows=Mirror("budget_categories"),
)  # fmt: skip

SHEET = Sheet(
    "O4.3.2",
    tab=Text("行銷預算", "Budget"),
    title=output_title("O4.3.2"),
    blocks=(
        ITEMS,
        Chart(
            "column",
            Text("行銷預算：計畫、動支與支用", "Marketing budget: planned, used, actual"),
            categories="marketing_budget[item]",
            series=(
                Series("marketing_budget[planned]", Text("計畫金額", "Planned"), tone="muted"),
                Series("marketing_budget[used]", Text("已動支", "Used"), tone="soft"),
                Series("marketing_budget[actual]", Text("已支用", "Actual"), tone="accent"),
            ),
            number_format="#,##0",
        ),
        CHECK,
    ),
    figures=(
        Figure("marketing_planned", Text("行銷預算", "Marketing budget"), "amount",
               total("marketing_budget", "planned")),
        Figure("marketing_spend", Text("已支用", "Spent"), "amount",
               total("marketing_budget", "actual")),
        Figure("marketing_left", Text("餘額", "Left"), "amount",
               total("marketing_budget", "left"), good_if=">=0"),
        Figure("marketing_use_rate", Text("動支率", "Used"), "percent",
               ratio(total("marketing_budget", "used"), "fig.marketing_planned"), good_if="<=1"),
        Figure("marketing_over_budget", Text("超支項目", "Items over budget"), "integer",
               count("marketing_budget", state="{spend_state.over}"), good_if="=0"),
        Figure("marketing_budget_differs", Text("與預算表不符類別", "Categories that differ"),
               "integer",
               count("marketing_budget_check", state="{budget_agreement.differs}"),
               good_if="=0"),
    ),
    phase="T4",
    about=Text(
        "行銷預算逐項的計畫、已承諾、已支用與餘額；金額取自訂單與費用明細，並與 O2.4.1 核對。",
        "Planned, committed, actual and left of each marketing item, taken from orders and "
        "expenses and checked against O2.4.1.",
    ),
)  # fmt: skip
