"""O2.4.1: the budget line by line as it stands, its changes, and the earned value."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.expense_allocations import borne
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import look, look_number, ratio, total
from xlevent.standard import output_title

# Rounded, so that a limit met exactly is not exceeded by the noise of binary fractions.
_LIMIT = "ROUND(N([revised])*(1+settings.overspend_tolerance),2)"
_STATUS = (
    f"IF(ROUND(N([actual]),2)>{_LIMIT},{{budget_status.over}},"
    f"IF(ROUND(N([forecast]),2)>{_LIMIT},{{budget_status.will_exceed}},"
    "IF(OR(N([variance])<0,N([available])<0),{budget_status.tight},"
    "IF(N([load])=0,{budget_status.unused},{budget_status.on_track}))))"
)

_CONTROL = Table(
    "budget_control",
    Text("預算管控", "Budget control"),
    (
        c.key("line", "預算科目", "Budget line"),
        c.calc("category", "預算類別", "Category", "text",
               look("budget_lines", "category", "[line]")),
        c.calc("item", "項目", "Item", "text", look("budget_lines", "item", "[line]"), width=24),
        c.calc("owner", "負責人", "Owner", "text", look("budget_lines", "owner", "[line]"),
               width=12),
        c.calc("source", "財源", "Funding source", "text",
               look("budget_lines", "funding_source", "[line]"), width=12),
        c.calc("baseline", "原編預算", "Baseline", "amount",
               look_number("budget_lines", "amount", "[line]")),
        c.calc("changes", "核准變更", "Approved changes", "amount",
               total("budget_changes", "effective", budget_line="[line]")),
        c.calc("revised", "修正預算", "Revised", "amount", "N([baseline])+N([changes])"),
        c.calc("committed", "未結承諾", "Open commitment", "amount",
               total("order_lines", "open_amount", budget_line="[line]"),
               help=("已下訂而未開發票的金額", "Ordered but not yet invoiced")),
        c.calc("actual", "實際支出", "Actual", "amount",
               total("expenses", "base_amount", budget_line="[line]"),
               help=("由費用明細表彙總，不另填", "Summed from the expense sheet, never typed")),
        c.calc("load", "預算負擔", "Budget load", "amount", "N([actual])+N([committed])"),
        c.calc("load_share", "動支率", "Share used", "percent", ratio("N([load])", "[revised]"),
               bar=True),
        c.calc("available", "可用餘額", "Available", "amount",
               "N([revised])-N([actual])-N([committed])"),
        c.calc("remaining", "尚需估計", "Remaining estimate", "amount",
               total("remaining_estimates", "amount", budget_line="[line]")),
        c.calc("forecast", "完工預估", "Forecast", "amount", "N([load])+N([remaining])"),
        c.calc("variance", "預估差異", "Variance", "amount", "N([revised])-N([forecast])",
               help=("修正預算減完工預估，負數為超支", "Revised less forecast; negative: over")),
        c.calc("status", "狀況", "Status", "choice", _STATUS, list="budget_status"),
        c.calc("relief_pledged", "承諾實物抵充", "In-kind relief pledged", "amount",
               total("in_kind_items", "relief_pledged", budget_line="[line]")),
        c.calc("relief", "已收實物抵充", "In-kind relief", "amount",
               total("in_kind_items", "relief", budget_line="[line]"),
               help=("不是現金：本科目不必再購買的價值，不併入任何金額",
                     "No money: what need not be bought on this line; in no other amount")),
        c.calc("cash_need", "抵充後現金需求", "Cash need after relief", "amount",
               "MAX(0,N([revised])-N([relief]))",
               help=("修正預算減已收實物抵充", "Revised budget less in-kind relief")),
    ),
    rows=Mirror("budget_lines"),
)  # fmt: skip


def _of_category(column: str) -> str:
    return total("budget_control", column, category="[category]")


_CAP = look_number("budget_categories", "cap", "[category]", "category")

_BY_CATEGORY = Table(
    "budget_by_category",
    Text("類別管控", "Control by category"),
    (
        c.key("category", "預算類別", "Category", width=18),
        c.calc("baseline", "原編預算", "Baseline", "amount", _of_category("baseline")),
        c.calc("revised", "修正預算", "Revised", "amount", _of_category("revised")),
        c.calc("committed", "未結承諾", "Open commitment", "amount", _of_category("committed")),
        c.calc("actual", "實際支出", "Actual", "amount", _of_category("actual")),
        c.calc("available", "可用餘額", "Available", "amount", _of_category("available")),
        c.calc("forecast", "完工預估", "Forecast", "amount", _of_category("forecast")),
        c.calc("variance", "預估差異", "Variance", "amount", "N([revised])-N([forecast])"),
        c.calc("cap", "類別上限", "Cap", "amount", f'IF({_CAP}=0,"",{_CAP})'),
        c.calc("cap_state", "上限檢核", "Cap check", "choice",
               "IF(N([cap])=0,{cap_state.none},IF(N([forecast])>[cap],{cap_state.exceeded},"
               "{cap_state.within}))", list="cap_state"),
    ),
    rows=Mirror("budget_categories"),
)  # fmt: skip


def _of_source(column: str) -> str:
    return total("budget_control", column, source="[source]")


_BY_SOURCE = Table(
    "budget_by_source",
    Text("財源管控", "Control by funding source"),
    (
        c.key("source", "財源", "Funding source", width=12),
        c.calc("name", "財源名稱", "Source name", "text",
               look("funding_sources", "name", "[source]"), width=24),
        c.calc("promised", "財源金額", "Funding", "amount",
               look_number("funding_sources", "amount", "[source]")),
        c.calc("baseline", "原編預算", "Baseline", "amount", _of_source("baseline")),
        c.calc("revised", "修正預算", "Revised", "amount", _of_source("revised")),
        c.calc("committed", "未結承諾", "Open commitment", "amount", _of_source("committed"),
               help=("訂購明細依其預算科目的財源。", "Orders by the source of their budget line.")),
        c.calc("actual", "實際支出", "Actual", "amount", borne("[source]"),
               help=("依憑證財源與支出分攤表。", "By the source of each voucher and its shares.")),
        c.calc("available", "可用餘額", "Available", "amount",
               "N([revised])-N([actual])-N([committed])"),
        c.calc("left", "財源餘額", "Left of funding", "amount",
               "N([promised])-N([actual])-N([committed])",
               help=("負數表示支用超過財源。", "Negative: more is used than the source gives.")),
        c.calc("used", "支用率", "Share used", "percent",
               ratio("N([actual])+N([committed])", "[promised]"), bar=True),
    ),
    rows=Mirror("funding_sources"),
)  # fmt: skip

_SHIFT = "OR([kind]={change_kind.transfer},[kind]={change_kind.contingency})"


def _both_sides(column: str) -> str:
    return f"ROUND({total('budget_changes', column, document='[document]')},2)"


_CHANGES = Table(
    "budget_changes",
    Text("預算變更紀錄", "Change log"),
    (
        c.key("id", "變更編號", "Change ID", prefix="CH"),
        c.date("date", "日期", "Date", required=True),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines", required=True),
        c.calc("item", "科目名稱", "Line item", "text",
               look("budget_lines", "item", "[budget_line]"), width=22),
        c.amount("amount", "增減金額", "Amount", required=True,
                 help=("增加為正，減少為負", "Positive adds, negative takes away")),
        c.choice("kind", "變更類別", "Kind", "change_kind", required=True, width=15),
        c.text("document", "流用文號", "Document",
               help=("同一流用的各列填同一文號，合計為零", "Same for both sides; they sum to zero")),
        c.note("reason", "變更原因", "Reason", required=True),
        c.link("requested_by", "提出人", "Requested by", "people"),
        c.choice("state", "核准狀態", "Approval", "approval_state", required=True),
        c.link("approved_by", "核准人", "Approved by", "people"),
        c.date("approved_on", "核准日期", "Approved on"),
        c.calc("effective", "生效金額", "In effect", "amount",
               "IF([state]={approval_state.approved},[amount],0)"),
        c.calc("balance", "流用平衡", "Transfer balance", "choice",
               f"IF({_SHIFT},IF([document]=\"\",{{change_check.unbalanced}},"
               f"IF(AND({_both_sides('amount')}=0,{_both_sides('effective')}=0),"
               "{change_check.balanced},{change_check.unbalanced})),{change_check.single})",
               list="change_check", width=15),
    ),
)  # fmt: skip

_REMAINING = Table(
    "remaining_estimates",
    Text("尚需支出估計", "Remaining estimates"),
    (
        c.key("id", "估計編號", "Estimate ID", prefix="RE"),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines", required=True),
        c.calc("item", "科目名稱", "Line item", "text",
               look("budget_lines", "item", "[budget_line]"), width=22),
        c.amount("amount", "尚需金額", "Amount", required=True, ge=0,
                 help=("尚未下訂也未報支者", "Neither ordered nor spent yet")),
        c.note("reason", "估計理由", "Reason"),
        c.date("estimated_on", "估計日期", "Estimated on"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
)  # fmt: skip

_KNOWN = 'IF(OR([ev]="",[ac]=""),"",'


def _money(formula: str) -> str:
    return f"ROUND({formula},settings.currency_decimals)"


_SPENT = total("expenses", "base_amount", date='"<="&[period_end]')

_EARNED = Table(
    "earned_value",
    Text("實獲值", "Earned value"),
    (
        c.key("id", "期別", "Period", prefix="EV"),
        c.date("period_end", "截止日", "Period end", required=True, unique=True,
               help=("由早到晚；資料日期也列一期", "Ascending; give the data date a row too")),
        c.engine(c.amount("pv", "計畫值 PV", "Planned PV")),
        c.engine(c.amount("ev", "實獲值 EV", "Earned EV")),
        c.calc("ac", "實際成本 AC", "Actual AC", "amount",
               f'IF(OR([period_end]="",fig.as_of=""),"",IF([period_end]>fig.as_of,"",{_SPENT}))'),
        c.calc("cv", "成本差異 CV", "Cost variance CV", "amount", _KNOWN + "[ev]-[ac])"),
        c.calc("sv", "時程差異 SV", "Schedule variance SV", "amount",
               'IF(OR([ev]="",[pv]=""),"",[ev]-[pv])'),
        c.calc("cpi", "成本績效 CPI", "Cost index CPI", "number", _KNOWN + ratio("[ev]", "[ac]") + ")",
               width=13),
        c.calc("spi", "時程績效 SPI", "Schedule index SPI", "number",
               'IF([ev]="","",' + ratio("[ev]", "[pv]") + ")", width=13),
        c.calc("eac", "完工估算 EAC", "Estimate EAC", "amount",
               f'IF(N([cpi])=0,"",{_money("fig.bac/[cpi]")})',
               help=("BAC / CPI：照目前成本績效", "BAC / CPI: as efficient as so far")),
        c.calc("eac_plan", "EAC(照原計畫)", "EAC as planned", "amount",
               _KNOWN + _money("[ac]+fig.bac-[ev]") + ")"),
        c.calc("eac_both", "EAC(併計時程)", "EAC cost and time", "amount",
               f'IF(N([cpi])*N([spi])=0,"",{_money("[ac]+(fig.bac-[ev])/([cpi]*[spi])")})'),
        c.calc("etc", "尚需成本 ETC", "To complete ETC", "amount",
               'IF([eac]="","",[eac]-[ac])'),
        c.calc("vac", "完工差異 VAC", "Variance VAC", "amount", 'IF([eac]="","",fig.bac-[eac])'),
        c.calc("tcpi", "待完成績效 TCPI", "To-complete TCPI", "number",
               _KNOWN + ratio("fig.bac-[ev]", "(fig.bac-[ac])") + ")", width=15),
        c.calc("spent", "累計支出", "Spent so far", "amount",
               f'IF([period_end]="","",{_SPENT})',
               help=("供 S 曲線，資料日期後持平", "For the S-curve: flat after the data date")),
    ),
)  # fmt: skip


def _now(column: str) -> str:
    return (
        f'IFERROR(INDEX(earned_value[{column}],MATCH(fig.ev_period,earned_value[period_end],0)),"")'
    )


SHEET = Sheet(
    "O2.4.1",
    tab=Text("預算管控", "Budget"),
    title=output_title("O2.4.1"),
    phase="T2",
    about=Text(
        "逐科目比較預算、承諾、實支與預估，記錄變更，並以實獲值追蹤成本與進度。",
        "Budget, commitment, actual and forecast by line; changes; earned value by period.",
    ),
    blocks=(
        _CONTROL, _BY_CATEGORY, _BY_SOURCE, _CHANGES, _REMAINING, _EARNED,
        Chart("line", Text("S 曲線", "S-curve"), "earned_value[period_end]", (
            Series("earned_value[pv]", Text("計畫值 PV", "Planned PV"), tone="muted"),
            Series("earned_value[ev]", Text("實獲值 EV", "Earned EV"), tone="good"),
            Series("earned_value[spent]", Text("實際成本 AC", "Actual AC"), tone="accent"),
        )),
        Chart("column", Text("各類別預算與支出", "Budget by category"),
              "budget_by_category[category]", (
                  Series("budget_by_category[revised]", Text("修正預算", "Revised"), tone="soft"),
                  Series("budget_by_category[actual]", Text("實際支出", "Actual"), tone="accent"),
                  Series("budget_by_category[forecast]", Text("完工預估", "Forecast"), tone="warn"),
              )),
    ),
    figures=(
        Figure("revised_total", Text("修正預算", "Revised budget"), "amount",
               "fig.budget_total+SUM(budget_changes[effective])"),
        Figure("committed_total", Text("未結承諾", "Open commitment"), "amount",
               "SUM(order_lines[open_amount])"),
        Figure("actual_total", Text("實際支出", "Actual"), "amount", "SUM(expenses[base_amount])"),
        Figure("available_total", Text("可用餘額", "Available"), "amount",
               "fig.revised_total-fig.actual_total-fig.committed_total", good_if=">=0"),
        Figure("forecast_total", Text("完工預估", "Forecast"), "amount",
               "fig.actual_total+fig.committed_total+SUM(remaining_estimates[amount])"),
        Figure("cpi", Text("成本績效 CPI", "CPI"), "number", _now("cpi"), good_if=">=1"),
        Figure("variance_total", Text("預估差異", "Variance"), "amount",
               "fig.revised_total-fig.forecast_total", good_if=">=0", hidden=True),
        Figure("unassigned_actual", Text("未歸科目支出", "Spent outside the lines"), "amount",
               "ROUND(fig.actual_total-SUM(budget_control[actual]),2)", good_if="=0"),
        Figure("ev_period", Text("實獲值截止日", "Period of earned value"), "date",
               "IFERROR(SMALL(earned_value[period_end],"
               'COUNTIFS(earned_value[period_end],"<="&fig.as_of)),"")', hidden=True),
        Figure("eac", Text("完工估算 EAC", "Estimate at completion"), "amount", _now("eac"),
               hidden=True),
    ),
)  # fmt: skip
