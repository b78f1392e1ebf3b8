"""O3.3.3: what sponsors promised and gave, by sponsor, tier, kind and month."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Fixed, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import count, look, ratio, rows, total
from xlevent.sheets.partner_parts import doc_key
from xlevent.standard import output_title

_IN_KIND = Table(
    "in_kind_items",
    Text("實物贊助", "In-kind items"),
    (
        c.key("id", "實物編號", "In-kind ID", prefix="IK"),
        c.link("sponsor", "贊助商", "Sponsor", "sponsors", required=True),
        c.calc("sponsor_name", "贊助商名稱", "Sponsor name", "text",
               look("sponsors", "name", "[sponsor]"), width=22),
        c.text("item", "品項", "Item", required=True, width=26),
        c.choice("kind", "實物性質", "Kind", "in_kind_kind", required=True, width=16,
                 help=("抵充預算：取代原應採購的支出", "Relieving: replaces what had to be bought")),
        c.number("quantity", "數量", "Quantity", ge=0),
        c.text("unit", "單位", "Unit", width=8),
        c.choice("basis", "計價依據", "Basis of value", "in_kind_basis", required=True, width=15),
        c.text("evidence", "計價佐證", "Evidence", width=22),
        c.amount("value", "承諾價值", "Pledged value", required=True, ge=0),
        c.link("budget_line", "抵充科目", "Budget line relieved", "budget_lines",
               help=("僅抵充預算者填寫", "Only where it relieves the budget")),
        c.date("due", "應交日期", "Due"),
        c.amount("received_value", "已收價值", "Received value", ge=0),
        c.date("received_on", "點收日期", "Received on"),
        c.link("received_by", "點收人", "Received by", "people"),
        c.calc("open_value", "未收價值", "Open value", "amount", "[value]-[received_value]"),
        c.calc("relief_pledged", "承諾抵充", "Relief pledged", "amount",
               "IF([kind]={in_kind_kind.relieving},[value],0)"),
        c.calc("relief", "已抵充預算", "Relief received", "amount",
               "IF([kind]={in_kind_kind.relieving},[received_value],0)",
               help=("只有抵充預算者可減少支出", "Only this offsets a cost line")),
        c.url("proof", "點收佐證", "Proof"),
        *doc_key("in_kind_items", "sponsor"),
    ),
    blank=16,
)  # fmt: skip


def _by_sponsor(column: str) -> str:
    return total("sponsors", column, id="[sponsor]")


def _results(table: str, key: str) -> tuple[Column, ...]:
    """Fulfilment and the two returns as O3.4.2 has them; blank where they are blank there."""

    def found(column: str) -> str:
        return f'IFERROR(INDEX({table}[{column}],MATCH([{key}],{table}[{key}],0)),"")'

    return (
        c.calc("fulfilment", "履約率", "Fulfilment", "percent", found("fulfilment"), bar=True),
        c.calc("sponsor_roi", "贊助商報酬率", "Sponsor ROI", "percent", found("sponsor_roi")),
        c.calc("organiser_roi", "主辦報酬率", "Organiser ROI", "percent", found("organiser_roi")),
    )  # fmt: skip


_BY_SPONSOR = Table(
    "sponsorship_by_sponsor",
    Text("依贊助商", "By sponsor"),
    (
        c.key("sponsor", "贊助商", "Sponsor", width=11),
        c.calc("name", "贊助商名稱", "Sponsor name", "text", look("sponsors", "name", "[sponsor]"),
               width=24),
        c.calc("tier", "贊助級別", "Tier", "text", look("sponsors", "tier", "[sponsor]"), width=14),
        c.calc("cash_pledged", "承諾現金", "Cash pledged", "amount", _by_sponsor("cash_pledged")),
        c.calc("cash_received", "已收現金", "Cash received", "amount",
               _by_sponsor("cash_received")),
        c.calc("cash_overdue", "逾期現金", "Cash overdue", "amount", _by_sponsor("cash_overdue")),
        c.calc("cash_share", "現金收款率", "Cash received share", "percent",
               ratio("N([cash_received])", "[cash_pledged]"), bar=True),
        c.calc("in_kind_pledged", "承諾實物", "In-kind pledged", "amount",
               _by_sponsor("in_kind_pledged")),
        c.calc("in_kind_received", "已收實物", "In-kind received", "amount",
               _by_sponsor("in_kind_received")),
        c.calc("relief", "已抵充預算", "Budget relieved", "amount",
               total("in_kind_items", "relief", sponsor="[sponsor]")),
        c.calc("in_kind_share", "實物到位率", "In-kind received share", "percent",
               ratio("N([in_kind_received])", "[in_kind_pledged]"), bar=True),
        *_results("sponsor_value", "sponsor"),
    ),
    rows=Mirror("sponsors"),
)  # fmt: skip


def _of_package(column: str) -> str:
    return total("sponsors", column, package="[package]")


_BY_TIER = Table(
    "sponsorship_by_tier",
    Text("依贊助級別", "By tier"),
    (
        c.key("package", "方案", "Package", width=11),
        c.calc("name", "方案名稱", "Package name", "text", look("packages", "name", "[package]"),
               width=22),
        c.calc("tier", "贊助級別", "Tier", "text", look("packages", "tier", "[package]"), width=14),
        c.calc("sponsors", "家數", "Sponsors", "integer",
               'COUNTIFS(sponsors[package],[package],sponsors[state],"<>"&'
               "{sponsor_state.withdrawn})"),
        c.calc("cash_pledged", "承諾現金", "Cash pledged", "amount", _of_package("cash_pledged")),
        c.calc("cash_received", "已收現金", "Cash received", "amount",
               _of_package("cash_received")),
        c.calc("cash_overdue", "逾期現金", "Cash overdue", "amount", _of_package("cash_overdue")),
        c.calc("in_kind_pledged", "承諾實物", "In-kind pledged", "amount",
               _of_package("in_kind_pledged")),
        c.calc("in_kind_received", "已收實物", "In-kind received", "amount",
               _of_package("in_kind_received")),
        c.calc("relief", "已抵充預算", "Budget relieved", "amount",
               total("sponsor_value", "relief", package="[package]")),
        *_results("value_by_tier", "package"),
    ),
    rows=Mirror("packages"),
)  # fmt: skip

_CASH = "[kind]={support_kind.cash}"

_BY_KIND = Table(
    "sponsorship_by_kind",
    Text("依贊助性質", "By kind of support"),
    (
        c.choice("kind", "贊助性質", "Kind of support", "support_kind", width=16),
        c.calc("pledged", "承諾", "Pledged", "amount",
               f"IF({_CASH},fig.sponsor_cash_pledged,"
               + total("in_kind_items", "value", kind="[kind]") + ")"),
        c.calc("received", "已收", "Received", "amount",
               f"IF({_CASH},fig.sponsor_cash_received,"
               + total("in_kind_items", "received_value", kind="[kind]") + ")"),
        c.calc("outstanding", "未收", "Outstanding", "amount",
               f"IF({_CASH},SUM(sponsor_payments[open_amount]),"
               + total("in_kind_items", "open_value", kind="[kind]") + ")"),
        c.calc("share", "到位率", "Received share", "percent", ratio("N([received])", "[pledged]"),
               bar=True),
        c.calc("offsets", "抵減支出", "Offsets a cost", "choice",
               "IF(OR([kind]={support_kind.cash},[kind]={support_kind.relieving}),"
               "{yes_no.yes},{yes_no.no})", list="yes_no"),
    ),
    rows=ByList("support_kind"),
    hint=Text("各性質分列，不加總", "The kinds stand apart; there is no grand total"),
)  # fmt: skip

MONTHS = 15


def _within(column: str, table: str, day: str) -> str:
    """Sum of a column over the rows dated in this month."""
    where = f'{table}[{day}],">="&[first_day],{table}[{day}],"<="&[last_day]'
    return f'IF([first_day]="",0,SUMIFS({table}[{column}],{where}))'


def _until(column: str, table: str, day: str) -> str:
    """Sum of a column over the rows dated up to the end of this month."""
    return (
        f'IF([last_day]="",0,SUMIFS({table}[{column}],{table}[{day}],">0",'
        f'{table}[{day}],"<="&[last_day]))'
    )


def _month_end(offset: int) -> str:
    # Days are whole numbers; a month runs from the day after the end of the one before.
    return f'IF(settings.planning_start="","",EOMONTH(settings.planning_start,#row{offset:+d})'


_BY_MONTH = Table(
    "sponsorship_by_month",
    Text("依月份", "By month"),
    (
        c.key("number", "月序", "Month number", width=9),
        c.calc("first_day", "月初", "First day", "date", _month_end(-2) + "+1)", hidden=True),
        c.calc("last_day", "月底", "Last day", "date", _month_end(-1) + ")", hidden=True),
        c.calc("month", "月份", "Month", "text",
               'IF([first_day]="","",TEXT([first_day],"yyyy-mm"))', width=10),
        c.calc("cash_due", "應收現金", "Cash due", "amount",
               _within("amount", "sponsor_payments", "due")),
        c.calc("cash_invoiced", "開票現金", "Cash invoiced", "amount",
               _within("invoiced", "sponsor_payments", "invoiced_on")),
        c.calc("cash_received", "實收現金", "Cash received", "amount",
               _within("received", "sponsor_payments", "received_on")),
        c.calc("cash_due_so_far", "累計應收", "Cash due so far", "amount",
               _until("amount", "sponsor_payments", "due")),
        c.calc("cash_so_far", "累計實收", "Cash so far", "amount",
               _until("received", "sponsor_payments", "received_on")),
        c.calc("gap", "累計差額", "Gap so far", "amount",
               "N([cash_due_so_far])-N([cash_so_far])"),
        c.calc("in_kind_due", "應收實物", "In-kind due", "amount",
               _within("value", "in_kind_items", "due")),
        c.calc("in_kind_received", "實收實物", "In-kind received", "amount",
               _within("received_value", "in_kind_items", "received_on")),
    ),
    rows=Fixed(tuple({"number": str(n)} for n in range(1, MONTHS + 1))),
    hint=Text("自規劃起始月起 15 個月", "Fifteen months from the start of planning"),
)  # fmt: skip

SHEET = Sheet(
    "O3.3.3",
    tab=Text("贊助統計", "Sponsored"),
    title=output_title("O3.3.3"),
    phase="T3",
    about=Text(
        "登錄實物贊助，並依贊助商、級別、性質與月份比較承諾與實收；現金與實物分列。",
        "Keeps in-kind items and compares promised with received; cash and in-kind stand apart.",
    ),
    figures=(
        Figure("in_kind_pledged", Text("承諾實物", "In-kind pledged"), "amount",
               "SUM(in_kind_items[value])"),
        Figure("in_kind_received", Text("已收實物", "In-kind received"), "amount",
               "SUM(in_kind_items[received_value])"),
        Figure("in_kind_relief", Text("其中抵充預算", "Of which relieving"), "amount",
               "SUM(in_kind_items[relief])"),
        Figure("relief_unassigned", Text("抵充未歸科目", "Relief outside the lines"), "amount",
               "ROUND(fig.in_kind_relief-SUM(budget_control[relief]),2)", good_if="=0"),
        Figure("sponsor_cash_share", Text("現金收款率", "Cash received share"), "percent",
               ratio("fig.sponsor_cash_received", "fig.sponsor_cash_pledged")),
        Figure("sponsors_active", Text("贊助商家數", "Sponsors"), "integer",
               rows("sponsors") + "-" + count("sponsors", state="{sponsor_state.withdrawn}")),
    ),
    blocks=(
        _BY_SPONSOR,
        Chart("column", Text("各贊助商現金：承諾與實收", "Cash by sponsor: pledged and received"),
              "sponsorship_by_sponsor[name]", (
            Series("sponsorship_by_sponsor[cash_pledged]", Text("承諾", "Pledged"), tone="soft"),
            Series("sponsorship_by_sponsor[cash_received]", Text("實收", "Received"), tone="good"),
        )),
        _BY_TIER,
        Chart("column", Text("各級別現金", "Cash by tier"), "sponsorship_by_tier[name]", (
            Series("sponsorship_by_tier[cash_pledged]", Text("承諾", "Pledged"), tone="soft"),
            Series("sponsorship_by_tier[cash_received]", Text("實收", "Received"), tone="good"),
        )),
        _BY_KIND,
        _BY_MONTH,
        Chart("line", Text("現金累計：應收與實收", "Cash so far: due and received"),
              "sponsorship_by_month[month]", (
            Series("sponsorship_by_month[cash_due_so_far]", Text("應收", "Due"), tone="muted"),
            Series("sponsorship_by_month[cash_so_far]", Text("實收", "Received"), tone="good"),
        )),
        _IN_KIND,
    ),
)  # fmt: skip
