"""How long money is due: the bands of open payables and receivables in O6.2.1."""

from __future__ import annotations

from xlevent.compute.ageing import BANDS
from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Fixed, Mirror, Series, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, total

PAYEES = 20  # unpaid payees that are listed by name


def band(amount: str, due: str, days: str) -> str:
    """The band of an open amount; blank where nothing is open."""
    by_days = "{ageing_band.over_90}"
    for name, _, last in reversed(BANDS[:-1]):
        by_days = f"IF({days}<={last},{{ageing_band.{name}}},{by_days})"
    return f'IF(N({amount})=0,"",IF(N({due})=0,{{ageing_band.no_date}},{by_days}))'


_DAYS = 'IF(OR(N([{}])=0,N([due])=0,fig.as_of=""),"",N(fig.as_of)-[due])'

# Columns of the expenses: what of a voucher is still to be paid, and since when.
OPEN_COLUMNS = (
    c.calc("open_amount", "未付金額", "Unpaid amount", "amount",
           'IF([paid_on]<>"",0,N([paid_net]))'),
    c.calc("days_overdue", "逾期天數", "Days overdue", "integer", _DAYS.format("open_amount"),
           help=("未到期為負數。", "Negative: not due yet.")),
    c.calc("ageing", "應付帳齡", "Age of payable", "choice",
           band("[open_amount]", "[due]", "N([days_overdue])"), list="ageing_band", width=15),
    c.calc("open_payee", "未付受款人", "Unpaid payee", "text",
           'IF(N([open_amount])=0,"",[payee]&"")', hidden=True),
    c.calc("payee_first", "受款人首列", "First row of payee", "integer",
           'IF([open_payee]="","",IF(MATCH([open_payee],expenses[open_payee],0)=#row,#row,""))',
           hidden=True),
)  # fmt: skip

RECEIVABLES = Table(
    "receivables",
    Text("應收未收(依財源)", "Receivables by funding source"),
    (
        c.key("source", "財源", "Funding source", width=12),
        c.calc("name", "財源名稱", "Source name", "text",
               look("funding_sources", "name", "[source]"), width=24),
        c.calc("kind", "財源類別", "Kind", "choice", look("funding_sources", "kind", "[source]"),
               list="funding_kind"),
        c.calc("promised", "核定或承諾金額", "Promised", "amount",
               look_number("funding_sources", "amount", "[source]"), width=15),
        c.calc("received", "實收金額", "Received", "amount",
               look_number("funding_sources", "received", "[source]")),
        c.calc("open_amount", "未收金額", "Outstanding", "amount",
               "MAX(0,N([promised])-N([received]))"),
        c.calc("over", "溢收金額", "Above promised", "amount", "MAX(0,N([received])-N([promised]))",
               help=("實收超過核定或承諾。", "Received more than was promised.")),
        c.calc("due", "應收日期", "Due", "date",
               f"IF({look_number('funding_sources', 'due', '[source]')}=0,\"\","
               f"{look_number('funding_sources', 'due', '[source]')})"),
        c.calc("days_overdue", "逾期天數", "Days overdue", "integer", _DAYS.format("open_amount")),
        c.calc("ageing", "應收帳齡", "Age of receivable", "choice",
               band("[open_amount]", "[due]", "N([days_overdue])"), list="ageing_band", width=17),
        c.calc("received_share", "收款率", "Received share", "percent",
               ratio("N([received])", "[promised]"), bar=True),
    ),
    rows=Mirror("funding_sources"),
)  # fmt: skip

PAYABLES = Table(
    "payables",
    Text("應付未付(依受款人)", "Payables by payee"),
    (
        c.key("number", "序", "No.", width=7),
        c.calc("payee", "受款人", "Payee", "text",
               "IFERROR(INDEX(expenses[payee],SMALL(expenses[payee_first],#row)),\"\")", width=24),
        c.calc("ubn", "統一編號", "UBN", "text",
               'IF([payee]="","",' + look("expenses", "payee_ubn", "[payee]", "open_payee") + ")",
               width=12),
        c.calc("vouchers", "憑證數", "Vouchers", "integer",
               'IF([payee]="","",' + count("expenses", open_payee="[payee]") + ")"),
        c.calc("amount", "未付金額", "Unpaid", "amount",
               'IF([payee]="","",' + total("expenses", "open_amount", open_payee="[payee]") + ")",
               width=12),
        *(
            c.calc(key, zh, en, "amount",
                   'IF([payee]="","",' + total(
                       "expenses", "open_amount", open_payee="[payee]",
                       ageing=f"{{ageing_band.{key}}}") + ")", width=11)
            for key, zh, en in (
                ("not_due", "未到期", "Not due"), ("d30", "逾期1-30日", "1 to 30 days"),
                ("d60", "逾期31-60日", "31 to 60 days"), ("d90", "逾期61-90日", "61 to 90 days"),
                ("over_90", "逾期90日以上", "Over 90 days"),
                ("no_date", "未定應付日", "No due date"),
            )
        ),
        c.calc("held", "其中暫緩", "Of which on hold", "amount",
               'IF([payee]="","",' + total("expenses", "open_amount", open_payee="[payee]",
                                          three_way="{three_way.hold}") + ")", width=15),
    ),
    rows=Fixed(tuple({"number": str(n)} for n in range(1, PAYEES + 1))),
    hint=Text(f"依憑證順序列出前 {PAYEES} 位未付受款人", f"The first {PAYEES} unpaid payees"),
)  # fmt: skip


def _days(bound: int) -> str:
    value = "99999"
    for name, first, last in reversed(BANDS):
        value = f"IF([band]={{ageing_band.{name}}},{(first, last)[bound]},{value})"
    return value


_LATE = (
    'sponsor_payments[days_overdue],">="&[first_day],sponsor_payments[days_overdue],"<="&[last_day]'
)

AGEING = Table(
    "ageing",
    Text("帳齡分析", "Ageing of open money"),
    (
        c.choice("band", "帳齡", "Age", "ageing_band", width=18),
        c.calc("first_day", "逾期起日", "From day", "integer", _days(0), hidden=True),
        c.calc("last_day", "逾期迄日", "To day", "integer", _days(1), hidden=True),
        c.calc("vouchers", "未付憑證", "Unpaid vouchers", "integer",
               count("expenses", ageing="[band]"), width=15),
        c.calc("payable", "應付未付", "Payable", "amount",
               total("expenses", "open_amount", ageing="[band]")),
        c.calc("sources", "未收財源", "Open sources", "integer",
               count("receivables", ageing="[band]"), width=13),
        c.calc("receivable", "應收未收", "Receivable", "amount",
               total("receivables", "open_amount", ageing="[band]")),
        c.calc("sponsors", "其中贊助分期", "Sponsors instalments", "amount",
               "IF([band]={ageing_band.not_due},SUM(sponsor_payments[open_amount])"
               "-SUM(sponsor_payments[overdue]),"
               f"SUMIFS(sponsor_payments[overdue],{_LATE}))", width=19,
               help=("贊助商名冊的分期款，依各期應收日。",
                     "Instalments of the sponsor roster by their own due dates.")),
    ),
    rows=ByList("ageing_band"),
)  # fmt: skip

AGEING_CHART = Chart(
    "column", Text("帳齡分析", "Ageing of open money"), "ageing[band]", (
        Series("ageing[payable]", Text("應付未付", "Payable"), tone="bad"),
        Series("ageing[receivable]", Text("應收未收", "Receivable"), tone="good"),
    ),
)  # fmt: skip

FIGURES = (
    Figure("payable_overdue", Text("逾期未付", "Overdue payables"), "amount",
           'SUMIFS(expenses[open_amount],expenses[days_overdue],">0")', good_if="=0"),
    Figure("receivable_open", Text("應收未收", "Receivables"), "amount",
           "SUM(receivables[open_amount])"),
    Figure("payables_unlisted", Text("未列名未付", "Unpaid, payee not listed"), "amount",
           "SUM(expenses[open_amount])-SUM(payables[amount])", hidden=True),
)  # fmt: skip
