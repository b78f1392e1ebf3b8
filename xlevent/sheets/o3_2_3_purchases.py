"""O3.2.3: what was bought, accepted, invoiced and paid, from three sides."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import look, look_number, ratio, total
from xlevent.standard import output_title


def _sums(by: str, mine: str) -> tuple[Column, ...]:
    """Ordered to outstanding of the order lines whose column `by` equals this row's `mine`."""

    def of(column: str) -> str:
        return total("order_lines", column, **{by: f"[{mine}]"})

    return (
        c.calc("line_count", "訂單筆數", "Order lines", "integer",
               f"COUNTIFS(order_lines[{by}],[{mine}])"),
        c.calc("ordered", "已訂購", "Ordered", "amount",
               f"SUMIFS(order_lines[amount],order_lines[{by}],[{mine}],"
               'order_lines[state],"<>"&{order_state.cancelled})'),
        c.calc("accepted", "已驗收", "Accepted", "amount", of("accepted_amount")),
        c.calc("invoiced", "已請款", "Invoiced", "amount", of("invoiced")),
        c.calc("paid", "已付款", "Paid", "amount", of("paid")),
        c.calc("payable", "應付未付", "Payable", "amount", "N([invoiced])-N([paid])",
               help=("已請款、尚未付款", "Invoiced and not yet paid")),
        c.calc("not_invoiced", "未請款", "Not invoiced", "amount", of("open_amount")),
        c.calc("outstanding", "未結餘額", "Outstanding", "amount",
               "N([payable])+N([not_invoiced])",
               help=("仍須支付的總額", "All that is still to be paid")),
        c.calc("paid_share", "付款率", "Paid share", "percent", ratio("N([paid])", "[ordered]"),
               bar=True),
    )  # fmt: skip


_BY_CATEGORY = Table(
    "purchases_by_category",
    Text("依預算類別", "By category"),
    (
        c.key("category", "預算類別", "Category", width=18),
        c.calc("budget", "修正後預算", "Revised budget", "amount",
               total("budget_control", "revised", category="[category]")),
        *_sums("category", "category"),
    ),
    rows=Mirror("budget_categories"),
)  # fmt: skip

_BY_SUPPLIER = Table(
    "purchases_by_supplier",
    Text("依供應商", "By supplier"),
    (
        c.key("supplier", "供應商", "Supplier", width=11),
        c.calc("name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]"), width=24),
        *_sums("supplier", "supplier"),
        c.calc("share", "採購占比", "Share of orders", "percent",
               ratio("N([ordered])", "fig.ordered_total")),
    ),
    rows=Mirror("suppliers"),
)  # fmt: skip

_BY_LINE = Table(
    "purchases_by_line",
    Text("依預算科目", "By budget line"),
    (
        c.key("line", "預算科目", "Budget line", width=12),
        c.calc("item", "項目", "Item", "text", look("budget_lines", "item", "[line]"), width=24),
        c.calc("budget", "修正後預算", "Revised budget", "amount",
               look_number("budget_control", "revised", "[line]", "line")),
        *_sums("budget_line", "line"),
        c.calc("ordered_share", "訂購占預算", "Ordered to budget", "percent",
               ratio("N([ordered])", "[budget]")),
    ),
    rows=Mirror("budget_lines"),
)  # fmt: skip

SHEET = Sheet(
    "O3.2.3",
    tab=Text("採購統計", "Purchases"),
    title=output_title("O3.2.3"),
    phase="T3",
    about=Text(
        "依類別、供應商、科目統計訂購、驗收、請款、付款與未結餘額，全部由訂購與費用明細計算。",
        "Ordered, accepted, invoiced, paid and outstanding, all from the order and expense rows.",
    ),
    figures=(
        Figure("purchases_accepted", Text("已驗收", "Accepted"), "amount",
               "SUM(order_lines[accepted_amount])"),
        Figure("purchases_invoiced", Text("已請款", "Invoiced"), "amount",
               "SUM(order_lines[invoiced])"),
        Figure("purchases_paid", Text("已付款", "Paid"), "amount", "SUM(order_lines[paid])"),
        Figure("purchases_outstanding", Text("未結餘額", "Outstanding"), "amount",
               "fig.purchases_invoiced-fig.purchases_paid+fig.order_open_total"),
    ),
    blocks=(
        _BY_CATEGORY,
        Chart("column", Text("各類別採購", "Purchases by category"),
              "purchases_by_category[category]", (
            Series("purchases_by_category[budget]", Text("預算", "Budget"), tone="muted"),
            Series("purchases_by_category[ordered]", Text("訂購", "Ordered"), tone="soft"),
            Series("purchases_by_category[invoiced]", Text("請款", "Invoiced"), tone="accent"),
            Series("purchases_by_category[paid]", Text("付款", "Paid"), tone="good"),
        )),
        _BY_SUPPLIER,
        Chart("bar", Text("各供應商採購", "Purchases by supplier"), "purchases_by_supplier[name]", (
            Series("purchases_by_supplier[ordered]", Text("訂購", "Ordered"), tone="accent"),
            Series("purchases_by_supplier[paid]", Text("付款", "Paid"), tone="good"),
        )),
        _BY_LINE,
    ),
    protect=True,
)  # fmt: skip
