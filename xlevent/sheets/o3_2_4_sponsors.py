"""O3.2.4: the sponsors, and every instalment of cash that they promised.

The standard numbers the sponsor roster among the suppliers' outputs; the number is kept.
"""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.bank_reconciliation import RECEIPT_COLUMNS
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import look, look_number, ratio, total
from xlevent.sheets.partner_parts import UBN, doc_key
from xlevent.standard import output_title


def _paid(column: str) -> str:
    return total("sponsor_payments", column, sponsor="[id]")


_SPONSORS = Table(
    "sponsors",
    Text("贊助商名冊", "Sponsor roster"),
    (
        c.key("id", "贊助商編號", "Sponsor ID", prefix="SP"),
        c.text("name", "贊助商", "Sponsor", required=True, width=26),
        c.text("name_en", "英文名稱", "English name", width=24),
        c.text("ubn", "統一編號", "UBN", pattern=UBN, width=11,
               help=("八位數字，以文字保存", "Eight digits, kept as text")),
        c.choice("sector", "行業別", "Sector", "partner_sector", open=True),
        c.link("package", "贊助方案", "Package", "packages"),
        c.calc("tier", "贊助級別", "Tier", "text", look("packages", "tier", "[package]"), width=14),
        c.calc("price", "方案定價", "Package price", "amount",
               look_number("packages", "price", "[package]")),
        c.choice("state", "贊助商狀態", "State", "sponsor_state", required=True),
        c.calc("agreement", "協議編號", "Agreement", "text",
               look("sponsorship_agreements", "id", "[id]", key="sponsor"), width=11,
               help=("由贊助協議登錄帶入", "From the register of agreements")),
        c.calc("signed_on", "立約日", "Signed on", "date",
               f"IF({look_number('sponsorship_agreements', 'signed', '[id]', 'sponsor')}=0,\"\","
               f"{look_number('sponsorship_agreements', 'signed', '[id]', 'sponsor')})"),
        c.text("representative", "代表人", "Representative"),
        c.text("contact", "聯絡人", "Contact"),
        c.text("position", "職稱", "Position"),
        c.text("phone", "電話", "Phone", width=15),
        c.text("email", "電子郵件", "Email", width=24),
        c.text("address", "地址", "Address", width=32),
        c.link("owner", "服務窗口", "Account owner", "people", required=True),
        c.calc("cash_pledged", "承諾現金", "Cash pledged", "amount", _paid("amount")),
        c.calc("cash_invoiced", "已開票", "Invoiced", "amount", _paid("invoiced")),
        c.calc("cash_received", "已收現金", "Cash received", "amount", _paid("received")),
        c.calc("cash_overdue", "逾期未收", "Overdue", "amount", _paid("overdue")),
        c.calc("cash_written_off", "呆帳沖銷", "Written off", "amount", _paid("written_off")),
        c.calc("cash_open", "未收現金", "Cash open", "amount", _paid("open_amount")),
        c.calc("received_share", "收款率", "Received share", "percent",
               ratio("N([cash_received])", "[cash_pledged]"), bar=True),
        c.calc("in_kind_pledged", "承諾實物", "In-kind pledged", "amount",
               total("in_kind_items", "value", sponsor="[id]")),
        c.calc("in_kind_received", "已收實物", "In-kind received", "amount",
               total("in_kind_items", "received_value", sponsor="[id]")),
        c.amount("activation", "活化投入", "Activation cost", ge=0,
                 help=("贊助商為運用權益另投入的成本", "What the sponsor spent to use its rights")),
        c.note("goals", "贊助目標", "Goals of the sponsor",
               help=("贊助商希望達成的事，履約報告據以回應",
                     "What the sponsor wants to reach; its report answers to it")),
        c.choice("renewal", "續約意向", "Renewal", "renewal"),
        c.percent("renewal_probability", "續約機率", "Renewal chance", ge=0, le=1),
        c.date("renewal_date", "續約洽談日", "Renewal talk on"),
        c.note("feedback", "回饋意見與後續", "Feedback, next time"),
        c.text("logo_name", "標誌露出名稱", "Name shown", width=22,
               help=("印刷與標示上的正式名稱", "The name exactly as it must be printed")),
    ),
)  # fmt: skip

# What a sponsor still owes of an instalment can be overdue only after the due date.
_OVERDUE = 'IF(OR(fig.as_of="",[due]=""),0,IF([due]<N(fig.as_of),MAX(0,N([open_amount])),0))'

_PAYMENTS = Table(
    "sponsor_payments",
    Text("贊助款收款", "Cash instalments"),
    (
        c.key("id", "收款編號", "Payment ID", prefix="SPM"),
        c.link("sponsor", "贊助商", "Sponsor", "sponsors", required=True),
        c.calc("sponsor_name", "贊助商名稱", "Sponsor name", "text",
               look("sponsors", "name", "[sponsor]"), width=22),
        c.text("instalment", "期別", "Instalment", width=16),
        c.amount("amount", "承諾金額", "Pledged", required=True, ge=0,
                 help=("含稅現金", "Cash, including tax")),
        c.date("due", "應收日期", "Due", required=True),
        c.text("invoice_number", "發票號碼", "Invoice number", width=15),
        c.date("invoiced_on", "開票日期", "Invoiced on"),
        c.calc("invoiced", "開票金額", "Invoiced", "amount", "IF([invoiced_on]>0,[amount],0)"),
        c.amount("received", "實收金額", "Received",
                 help=("退款為負數", "A refund is negative")),
        c.date("received_on", "實收日期", "Received on"),
        c.text("bank_reference", "銀行備註", "Bank reference", width=18),
        c.amount("written_off", "沖銷金額", "Written off", ge=0),
        c.text("write_off_reason", "沖銷原因", "Reason", width=24),
        c.calc("open_amount", "未收金額", "Open", "amount", "[amount]-[received]-[written_off]"),
        c.calc("overdue", "逾期金額", "Overdue", "amount", _OVERDUE,
               help=("應收日期早於資料日期的未收金額", "Open amounts due before the data date")),
        c.calc("days_overdue", "逾期天數", "Days overdue", "integer",
               "IF(N([overdue])>0,N(fig.as_of)-[due],0)", unit=("天", "days")),
        c.calc("state", "款項狀態", "State", "choice",
               "IF(N([open_amount])<=0,IF(AND([written_off]>0,[received]<=0),"
               "{sponsor_payment_state.written_off},{sponsor_payment_state.received}),"
               "IF(N([overdue])>0,{sponsor_payment_state.overdue},"
               "IF([received]>0,{sponsor_payment_state.partial},"
               "IF([invoiced_on]>0,{sponsor_payment_state.invoiced},"
               "{sponsor_payment_state.pledged}))))", list="sponsor_payment_state", width=16),
        c.link("owner", "催收人", "Collected by", "people"),
        *RECEIPT_COLUMNS,
        *doc_key("sponsor_payments", "sponsor"),
    ),
    blank=24,
)  # fmt: skip

SHEET = Sheet(
    "O3.2.4",
    tab=Text("贊助商名冊", "Sponsors"),
    title=output_title("O3.2.4"),
    phase="T3",
    about=Text(
        "贊助商基本資料、方案、收款與續約；現金與實物分列，逾期以資料日期計算。",
        "Sponsors, packages, cash due and renewal; cash and in-kind apart, overdue at the data date.",
    ),
    figures=(
        Figure("sponsor_cash_pledged", Text("承諾現金", "Cash pledged"), "amount",
               "SUM(sponsor_payments[amount])"),
        Figure("sponsor_cash_signed", Text("其中已簽約", "Of which signed"), "amount",
               'SUMIFS(sponsors[cash_pledged],sponsors[signed_on],">0")'),
        Figure("sponsor_cash_invoiced", Text("已開票", "Cash invoiced"), "amount",
               "SUM(sponsor_payments[invoiced])"),
        Figure("sponsor_cash_received", Text("已收現金", "Cash received"), "amount",
               "SUM(sponsor_payments[received])"),
        Figure("sponsor_cash_overdue", Text("逾期未收", "Cash overdue"), "amount",
               "SUM(sponsor_payments[overdue])", good_if="=0"),
        Figure("sponsor_cash_written_off", Text("呆帳沖銷", "Written off"), "amount",
               "SUM(sponsor_payments[written_off])", good_if="=0"),
    ),
    blocks=(
        _SPONSORS,
        Chart("column", Text("各贊助商現金", "Cash by sponsor"), "sponsors[name]", (
            Series("sponsors[cash_pledged]", Text("承諾", "Pledged"), tone="soft"),
            Series("sponsors[cash_received]", Text("已收", "Received"), tone="good"),
            Series("sponsors[cash_overdue]", Text("逾期", "Overdue"), tone="bad"),
        )),
        _PAYMENTS,
    ),
)  # fmt: skip
