"""Who bears the cost in the end: shares of all payers in O6.2.1 that add up to it exactly.

A grant that is settled bears X = C - G of its form. What the grants leave is borne by the other
sources, in proportion to the vouchers booked on them (without any: to what they promised); odd
units go to the largest remainders, then to the source that stands first.
"""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.exact_shares import exact_share, share_columns
from xlevent.sheets.expense_allocations import borne, in_bank_of, paid_by
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Mirror, Series, Table
from xlevent.sheets.kernel.expressions import look, look_number, ratio, total
from xlevent.sheets.partner_parts import position

_PLACES = "settings.currency_decimals"
_X = "INDEX(settlement[subsidy_share],MATCH([source],settlement[source],0))"
_BY_FORM = "[by_form]=1"
_OTHERS = "N(fig.settlement_own)"
_WEIGHTS = "SUM(settlement_shares[weight])"

SHARES = Table(
    "settlement_shares",
    Text("經費分攤(全案)", "Shares of all payers"),
    (
        c.key("source", "財源", "Funding source", width=12),
        c.calc("name", "負擔者", "Payer", "text",
               look("funding_sources", "name", "[source]"), width=24),
        c.calc("kind", "財源類別", "Kind", "choice", look("funding_sources", "kind", "[source]"),
               list="funding_kind"),
        c.calc("booked", "憑證列支", "Booked vouchers", "amount", borne("[source]"), width=15,
               help=("列於本財源的憑證，含支出分攤。",
                     "Vouchers on this source, with its shares of others.")),
        c.calc("by_form", "依結算表", "By the form", "integer",
               f'IF(IFERROR({_X},"")="",0,1)', hidden=True),
        c.calc("basis", "負擔依據", "Basis", "choice",
               "IF([by_form]=1,{share_basis.form},"
               "IF(N(fig.booked_by_others)>0,{share_basis.booked},{share_basis.promised}))",
               list="share_basis", width=18),
        c.calc("weight", "分攤權數", "Weight", "amount",
               f"IF({_BY_FORM},0,IF([basis]={{share_basis.booked}},MAX(0,N([booked])),"
               + look_number("funding_sources", "amount", "[source]") + "))", hidden=True),
        position(),
        *share_columns("settlement_shares", shares=f"AND(NOT({_BY_FORM}),{_WEIGHTS}>0)",
                       ideal=f"IF({_WEIGHTS}=0,0,{_OTHERS}*N([weight])/{_WEIGHTS})"),
        c.calc("share", "應負擔金額", "Share", "amount",
               f"IF({_BY_FORM},N({_X}),IF({_WEIGHTS}=0,0,"
               + exact_share("settlement_shares", whole=_OTHERS, target=_OTHERS) + "))",
               help=("補助依收支結算表 X，其餘依列支比例；各財源合計等於實支總額。",
                     "A grant bears X of its form, the others the rest; the sum is the cost.")),
        c.calc("share_of_cost", "負擔比率", "Share of cost", "percent",
               ratio("N([share])", "N(fig.expenses_total)"), places=2, bar=True),
        c.calc("received", "實收金額", "Received", "amount",
               look_number("funding_sources", "received", "[source]")),
        c.calc("returned", "已繳回", "Returned", "amount",
               total("settlement_terms", "returned", source="[source]")),
        c.calc("difference", "結餘或不足", "Left or short", "amount",
               "N([received])-N([returned])-N([share])",
               help=("實收減已繳回減應負擔：正數為結餘，負數為尚待撥付或自籌。",
                     "Received less returned less its share: left over, or still to come.")),
        c.calc("paid", "已付憑證", "Vouchers paid", "amount", paid_by("[source]")),
        c.calc("unpaid", "未付憑證", "Vouchers unpaid", "amount", "N([booked])-N([paid])"),
        c.calc("in_bank", "銀行已見", "Found in the bank", "amount", in_bank_of("[source]"),
               width=16, help=("與銀行交易對到的憑證金額。", "Vouchers matched with bank lines.")),
        c.calc("not_in_bank", "已付銀行未見", "Paid, not in the bank", "amount",
               "N([paid])-N([in_bank])", width=20),
    ),
    rows=Mirror("funding_sources"),
    hint=Text("尾差依小數大者、先列者分配", "Odd units: largest remainder, then first row"),
)  # fmt: skip

CHART = Chart(
    "doughnut", Text("各財源負擔", "Who bears the cost"), "settlement_shares[name]",
    (Series("settlement_shares[share]", Text("應負擔金額", "Share")),),
)  # fmt: skip

FIGURES = (
    Figure("settlement_own", Text("補助以外負擔", "Cost besides the grants"), "amount",
           f"ROUND(N(fig.expenses_total)-SUM(settlement[subsidy_share]),{_PLACES})", hidden=True),
    Figure("booked_by_others", Text("其他財源列支", "Booked on other sources"), "amount",
           "SUMIFS(settlement_shares[booked],settlement_shares[by_form],0,"
           'settlement_shares[booked],">0")', hidden=True),
    Figure("settlement_gap", Text("分攤差額", "Shares less cost"), "amount",
           f"ROUND(SUM(settlement_shares[share])-N(fig.expenses_total),{_PLACES})", good_if="=0"),
)  # fmt: skip
