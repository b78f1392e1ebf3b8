"""O3.4.2: whether sponsors got what they were promised, what it was worth, how suppliers did."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.fulfilment_report import REPORT
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, rows, total
from xlevent.sheets.partner_parts import doc_key, doc_key_where, due_column
from xlevent.standard import output_title

_PLACES = "settings.currency_decimals"
_WAIVED = "[state]={benefit_state.waived}"

_BENEFITS = Table(
    "benefits",
    Text("回饋權益履行", "Benefits"),
    (
        c.key("id", "權益編號", "Benefit ID", prefix="BF"),
        c.link("sponsor", "贊助商", "Sponsor", "sponsors", required=True),
        c.calc("sponsor_name", "贊助商名稱", "Sponsor name", "text",
               look("sponsors", "name", "[sponsor]"), width=22),
        c.link("package_benefit", "方案回饋", "Package benefit", "package_benefits"),
        c.text("description", "承諾內容", "Promise", required=True, width=32),
        c.text("metric", "衡量單位", "Metric", width=16),
        c.number("quantity", "承諾數量", "Promised", required=True, ge=0),
        c.price("unit_value", "單位價值", "Unit value", required=True, ge=0,
                help=("曝光以每千次成本 (CPM) 計", "Impressions count by the thousand (CPM)")),
        c.calc("value", "承諾價值", "Promised value", "amount",
               f"ROUND([quantity]*[unit_value],{_PLACES})"),
        c.link("owner", "負責人", "Owner", "people", required=True),
        c.date("due", "履行期限", "Due", required=True),
        c.choice("state", "履行狀態", "State", "benefit_state", required=True),
        c.number("delivered_quantity", "履行數量", "Delivered", ge=0),
        c.date("delivered_on", "履行日期", "Delivered on"),
        c.url("proof", "履行佐證", "Proof",
              help=("照片、截圖、報表的位置", "Where the photo, screenshot or report is")),
        c.calc("delivered_value", "履行價值", "Delivered value", "amount",
               f"ROUND([delivered_quantity]*[unit_value],{_PLACES})"),
        c.calc("shortfall", "短少價值", "Shortfall", "amount",
               f"IF({_WAIVED},0,MAX(0,N([value])-N([delivered_value])))"),
        c.calc("kept", "承諾內履行", "Kept", "amount", "MIN(N([value]),N([delivered_value]))",
               help=("承諾價值中已履行者；承諾＝已履行＋短少＋免除",
                     "Of the promise delivered; promised = kept + shortfall + waived")),
        c.calc("waived", "免除價值", "Waived", "amount",
               f"IF({_WAIVED},MAX(0,N([value])-N([delivered_value])),0)"),
        c.calc("undelivered", "未履行價值", "Undelivered", "amount",
               "N([shortfall])+N([waived])"),
        c.calc("proven", "有佐證價值", "Proven value", "amount",
               'IF([proof]="",0,N([delivered_value]))',
               help=("附有佐證的履行價值", "Delivered value that has a proof")),
        c.calc("surplus", "超額價值", "Over-delivered", "amount",
               "MAX(0,N([delivered_value])-N([value]))"),
        c.calc("fulfilment", "履行率", "Fulfilment", "percent",
               f'IF(OR({_WAIVED},[quantity]=0),"",MIN(1,[delivered_quantity]/[quantity]))',
               bar=True),
        due_column("due_state", "期限狀況", "Due state",
                   done=f"OR([state]={{benefit_state.completed}},{_WAIVED})", due="[due]"),
        c.text("reason", "未履行原因", "Why not delivered", width=26),
        c.text("make_good", "補償方案", "Make-good", width=26),
        c.amount("make_good_value", "補償價值", "Make-good value", ge=0),
        c.date("make_good_on", "補償日期", "Made good on"),
        c.calc("made_good", "已補償價值", "Made good", "amount",
               "IF([make_good_on]>0,[make_good_value],0)"),
        c.calc("owed", "尚欠價值", "Still owed", "amount",
               "MAX(0,N([shortfall])-N([made_good]))"),
        c.calc("balance", "差額", "Balance", "amount",
               "N([made_good])+N([surplus])-N([shortfall])",
               help=("負數為尚欠贊助商的價值", "Negative: value still owed to the sponsor")),
        c.calc("missing_proof", "缺佐證", "Proof missing", "choice",
               'IF(AND([state]={benefit_state.completed},[proof]=""),{yes_no.yes},{yes_no.no})',
               list="yes_no"),
        *doc_key("benefits", "sponsor"),
        doc_key_where("short", "未履行序", "Undelivered key", "benefits", "sponsor",
                      "undelivered"),
        doc_key_where("over", "超額序", "Over-delivered key", "benefits", "sponsor", "surplus"),
    ),
    blank=40,
)  # fmt: skip

_SERVICING = Table(
    "servicing_costs",
    Text("贊助服務成本", "Servicing costs"),
    (
        c.key("id", "成本編號", "Cost ID", prefix="SVC"),
        c.link("sponsor", "贊助商", "Sponsor", "sponsors", required=True),
        c.text("item", "項目", "Item", required=True, width=28),
        c.link("expense", "費用單號", "Expense", "expenses",
               help=("有費用單者金額由該單帶入", "If given, the amount comes from that expense")),
        c.percent("share", "分攤比率", "Share", ge=0, le=1,
                  help=("空白為全額", "Blank: all of the expense")),
        c.amount("estimate", "估計金額", "Estimate", ge=0,
                 help=("尚無費用單，或內部工時成本", "Before there is an expense, or own working time")),
        c.calc("cost", "成本", "Cost", "amount",
               'IF([expense]="",[estimate],ROUND('
               + look_number("expenses", "base_amount", "[expense]")
               + f'*IF([share]="",1,[share]),{_PLACES}))'),
        c.note("note", "備註", "Note"),
    ),
)  # fmt: skip


def _returns() -> tuple[Column, ...]:
    """The two returns, from value, fee, activation, cash, relief and servicing of the row."""
    return (
        c.calc("sponsor_cost", "贊助商成本", "Sponsor cost", "amount",
               "N([fee])+N([activation])", help=("現金權利金加活化投入", "Cash fee plus activation")),
        c.calc("sponsor_roi", "贊助商報酬率", "Sponsor ROI", "percent",
               ratio("N([value_delivered])-N([sponsor_cost])", "[sponsor_cost]"),
               help=("（履行價值－權利金－活化）÷（權利金＋活化）",
                     "(value - fee - activation) / (fee + activation)")),
        c.calc("organiser_roi", "主辦報酬率", "Organiser ROI", "percent",
               ratio("N([cash_received])+N([relief])-N([servicing])", "[servicing]"),
               help=("（已收現金＋抵充實物－服務成本）÷服務成本",
                     "(cash + budget relief - servicing) / servicing")),
    )  # fmt: skip


def _benefits(column: str) -> str:
    return total("benefits", column, sponsor="[sponsor]")


def _sponsor(column: str) -> str:
    return look_number("sponsors", column, "[sponsor]")


_VALUE = Table(
    "sponsor_value",
    Text("贊助商價值與報酬", "Value and return by sponsor"),
    (
        c.key("sponsor", "贊助商", "Sponsor", width=11),
        c.calc("name", "贊助商名稱", "Sponsor name", "text", look("sponsors", "name", "[sponsor]"),
               width=24),
        c.calc("package", "方案", "Package", "text", look("sponsors", "package", "[sponsor]"),
               width=10),
        c.calc("tier", "贊助級別", "Tier", "text", look("sponsors", "tier", "[sponsor]"), width=14),
        c.calc("promises", "權益項數", "Benefits", "integer",
               count("benefits", sponsor="[sponsor]")),
        c.calc("completed", "已履行", "Completed", "integer",
               count("benefits", sponsor="[sponsor]", state="{benefit_state.completed}")),
        c.calc("promised", "承諾價值", "Promised value", "amount",
               'SUMIFS(benefits[value],benefits[sponsor],[sponsor],benefits[state],"<>"&'
               "{benefit_state.waived})", help=("不含免除者", "Without waived benefits")),
        c.calc("kept", "承諾內履行", "Kept", "amount", _benefits("kept")),
        c.calc("shortfall", "短少價值", "Shortfall", "amount", _benefits("shortfall")),
        c.calc("waived", "免除價值", "Waived", "amount", _benefits("waived")),
        c.calc("fulfilment", "履約率", "Fulfilment", "percent",
               ratio("N([promised])-N([shortfall])", "[promised]"), bar=True,
               help=("依價值加權，超額不互抵", "Weighted by value; surplus elsewhere does not count")),
        c.calc("made_good", "已補償", "Made good", "amount", _benefits("made_good")),
        c.calc("surplus", "超額價值", "Over-delivered", "amount", _benefits("surplus")),
        c.calc("balance", "權益餘額", "Balance", "amount", _benefits("balance")),
        c.calc("owed", "尚欠價值", "Still owed", "amount", _benefits("owed")),
        c.calc("proven", "有佐證價值", "Proven value", "amount", _benefits("proven")),
        c.calc("state", "履約狀況", "State", "choice",
               "IF(N([promised])=0,{fulfilment_state.none},"
               "IF(N([fulfilment])>=settings.fulfilment_target,{fulfilment_state.met},"
               "{fulfilment_state.below}))", list="fulfilment_state"),
        c.calc("value_delivered", "履行總價值", "Value delivered", "amount",
               f"{_benefits('delivered_value')}+N([made_good])",
               help=("履行與補償的價值", "Delivered and made good")),
        c.calc("fee", "權利金", "Fee", "amount",
               f"{_sponsor('cash_pledged')}-{_sponsor('cash_written_off')}",
               help=("承諾現金減呆帳；不含實物", "Cash pledged less written off; without in-kind")),
        c.calc("activation", "活化投入", "Activation", "amount", _sponsor("activation")),
        c.calc("cash_received", "已收現金", "Cash received", "amount", _sponsor("cash_received")),
        c.calc("relief", "抵充預算實物", "Budget relief", "amount",
               total("in_kind_items", "relief", sponsor="[sponsor]")),
        c.calc("servicing", "服務成本", "Servicing cost", "amount",
               total("servicing_costs", "cost", sponsor="[sponsor]")),
        *_returns(),
        c.calc("in_kind_received", "已收實物", "In-kind received", "amount",
               _sponsor("in_kind_received")),
        c.calc("roi_with_in_kind", "含實物報酬率", "ROI with in-kind", "percent",
               ratio("N([value_delivered])-N([sponsor_cost])-N([in_kind_received])",
                     "(N([sponsor_cost])+N([in_kind_received]))"),
               help=("另將已收實物計入贊助商成本", "Counts its in-kind as a cost of the sponsor too")),
    ),
    rows=Mirror("sponsors"),
)  # fmt: skip


def _of_tier(column: str) -> str:
    return total("sponsor_value", column, package="[package]")


_BY_TIER = Table(
    "value_by_tier",
    Text("各級別報酬", "Return by tier"),
    (
        c.key("package", "方案", "Package", width=11),
        c.calc("name", "方案名稱", "Package name", "text", look("packages", "name", "[package]"),
               width=22),
        *(c.calc(key, zh, en, "amount", _of_tier(key)) for key, zh, en in (
            ("promised", "承諾價值", "Promised value"), ("shortfall", "短少價值", "Shortfall"),
            ("value_delivered", "履行總價值", "Value delivered"), ("fee", "權利金", "Fee"),
            ("activation", "活化投入", "Activation"),
            ("cash_received", "已收現金", "Cash received"),
            ("relief", "抵充預算實物", "Budget relief"),
            ("servicing", "服務成本", "Servicing cost"),
        )),
        c.calc("fulfilment", "履約率", "Fulfilment", "percent",
               ratio("N([promised])-N([shortfall])", "[promised]"), bar=True),
        *_returns(),
    ),
    rows=Mirror("packages"),
)  # fmt: skip

_PERFORMANCE = Table(
    "supplier_performance",
    Text("供應商履約紀錄", "Supplier performance"),
    (
        c.key("id", "紀錄編號", "Record ID", prefix="PF"),
        c.date("date", "日期", "Date", required=True),
        c.link("supplier", "供應商", "Supplier", "suppliers", required=True),
        c.calc("supplier_name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]"), width=22),
        c.link("contract", "契約編號", "Contract", "contracts"),
        c.choice("aspect", "評鑑面向", "Aspect", "performance_aspect", required=True, width=16),
        c.integer("score", "分數", "Score", required=True, ge=1, le=5,
                  help=("1 不合格，3 符合，5 優異", "1 fails, 3 as agreed, 5 excellent")),
        c.note("event", "事實說明", "What happened", required=True),
        c.note("action", "改善或獎勵", "Action"),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("due", "改善期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state"),
        c.url("evidence", "佐證", "Evidence"),
    ),
    blank=20,
)  # fmt: skip

_COST = "(SUM(sponsor_value[fee])+SUM(sponsor_value[activation]))"

SHEET = Sheet(
    "O3.4.2",
    tab=Text("履約紀錄", "Fulfilment"),
    title=output_title("O3.4.2"),
    phase="T3",
    about=Text(
        "逐項記錄回饋權益的履行與佐證，計算履約率、雙方報酬率與補償，並評鑑供應商。",
        "Tracks each benefit with proof; fulfilment, both returns and make-goods; rates suppliers.",
    ),
    figures=(
        Figure("fulfilment_share", Text("履約率", "Fulfilment"), "percent",
               ratio("SUM(sponsor_value[promised])-SUM(sponsor_value[shortfall])",
                     "SUM(sponsor_value[promised])")),
        Figure("benefits_overdue", Text("逾期權益", "Benefits overdue"), "integer",
               count("benefits", due_state="{action_due.overdue}"), good_if="=0"),
        Figure("benefits_without_proof", Text("缺佐證", "Proof missing"), "integer",
               count("benefits", missing_proof="{yes_no.yes}"), good_if="=0"),
        Figure("make_goods_owed", Text("尚欠補償", "Still to make good"), "amount",
               "SUM(benefits[owed])", good_if="=0"),
        Figure("sponsor_roi_total", Text("贊助商報酬率", "Sponsors ROI"), "percent",
               ratio(f"SUM(sponsor_value[value_delivered])-{_COST}", _COST), good_if=">=0"),
        Figure("organiser_roi_total", Text("主辦報酬率", "Organiser ROI"), "percent",
               ratio("fig.sponsor_cash_received+fig.in_kind_relief-SUM(servicing_costs[cost])",
                     "SUM(servicing_costs[cost])"), good_if=">=0"),
        Figure("benefits_total", Text("權益項數", "Benefits"), "integer", rows("benefits"),
               hidden=True),
    ),
    blocks=(
        REPORT,
        _VALUE,
        Chart("column", Text("贊助商報酬率", "ROI by sponsor"), "sponsor_value[name]", (
            Series("sponsor_value[sponsor_roi]", Text("贊助商", "Sponsor"), tone="accent"),
        ), number_format="0%"),
        Chart("bar", Text("各贊助商履約率", "Fulfilment by sponsor"), "sponsor_value[name]", (
            Series("sponsor_value[fulfilment]", Text("履約率", "Fulfilment"), tone="good"),
        ), number_format="0%"),
        _BY_TIER,
        _BENEFITS,
        _SERVICING,
        _PERFORMANCE,
    ),
)  # fmt: skip
