"""Income tax and premium that were withheld and then paid to the authorities, in O6.2.1."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Table

REMITTANCES = Table(
    "tax_remittances",
    Text("扣繳稅費繳納", "Withheld money remitted"),
    (
        c.key("id", "繳納編號", "Remittance ID", prefix="TR"),
        c.choice("kind", "繳納項目", "What is remitted", "remittance_kind", required=True, width=17),
        c.text("period", "所屬月份", "Month of payment", width=16,
               help=("給付月份，如 2026-11。", "The month of the payments, such as 2026-11.")),
        c.amount("amount", "繳納金額", "Amount remitted", required=True, ge=0, width=16),
        c.date("paid_on", "繳納日期", "Remitted on", required=True),
        c.text("reference", "繳款書號", "Receipt number", width=20),
        c.note("note", "備註", "Note"),
    ),
    blank=8,
    hint=Text("代扣的所得稅與補充保費繳納後登錄", "Withheld tax and premium, once they are paid"),
)  # fmt: skip

_PAID = 'SUMIFS(expenses[{}],expenses[paid_on],">0")'

FIGURE = Figure(
    "withheld_unremitted", Text("代扣未繳", "Withheld, not remitted"), "amount",
    f"{_PAID.format('withheld')}+{_PAID.format('premium')}-SUM(tax_remittances[amount])",
)  # fmt: skip
