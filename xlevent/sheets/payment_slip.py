"""The slip that a person signs for a payment: 勞務報酬單 or 領據, printed from O6.2.1."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.capitals import capital_field
from xlevent.sheets.kernel.blocks import Document, Field, Heading, Para, Signatures

_ID = 'pick.payee_id&""'
# Never more than the ends, even where somebody typed the whole number into the sheet.
_MASKED = f'IF(LEN({_ID})<8,{_ID},LEFT({_ID},3)&REPT("*",LEN({_ID})-6)&RIGHT({_ID},3))'

PAYMENT_SLIP = Document(
    "payment_slip",
    Text("領據", "Payment slip"),
    table="expenses",
    parts=(
        Heading(Text("領據（勞務報酬單）", "Payment slip")),
        Field(Text("活動名稱", "Event"), 'settings.event_name&""'),
        Field(Text("付款單位", "Paid by"),
              'settings.organiser_name&"  "&settings.organiser_ubn'),
        Field(Text("憑證編號", "Voucher"), "pick.id"),
        Field(Text("受款人", "Payee"), "pick.payee"),
        Field(Text("證號(遮罩)", "ID (masked)"), _MASKED),
        Field(Text("所得類別", "Kind of income"), 'pick.income_kind&""'),
        Field(Text("境內居住者", "Resident"), 'pick.resident&""'),
        Field(Text("事由", "Reason"), "pick.description", lines=2),
        Field(Text("憑證日期", "Date"), "pick.date", "date"),
        Field(Text("付款日期", "Paid on"), "pick.paid_on", "date"),
        Heading(Text("金額", "Amount"), 2),
        Field(Text("給付總額", "Gross"), "pick.base_amount", "amount"),
        Field(Text("代扣所得稅", "Tax withheld"), "N(pick.withheld)", "amount"),
        Field(Text("補充保費", "NHI premium"), "N(pick.premium)", "amount"),
        Field(Text("扣罰款", "Penalty deducted"), "N(pick.deducted)", "amount"),
        Field(Text("實付金額", "Paid net"), "pick.paid_net", "amount"),
        Field(Text("實付大寫", "In capitals"), capital_field("pick.paid_net"), lines=2),
        Field(Text("付款方式", "Method"), 'pick.method&""'),
        Para(Text(
            "茲領到 {settings.organiser_name&\"\"} 給付上列款項無誤，並已知悉依法代扣之稅費，此據。",
            "I have received the net amount above from {settings.organiser_name&\"\"} and know "
            "what was withheld by law.",
        )),
        Field(Text("領款日期", "Received on"), '""', lines=2),
        Signatures((
            Text("領款人簽章", "Payee"), Text("經手人", "Handled by"),
            Text("會計", "Accountant"), Text("負責人", "Head"),
        )),
    ),
)  # fmt: skip
