"""Withholding in O6.2.1: by kind of income, and by payee and month for the tax return."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Table
from xlevent.sheets.kernel.expressions import total

BY_KIND = Table(
    "withholding_by_kind",
    Text("各類所得扣繳彙總", "Withholding by kind of income"),
    (
        c.choice("income_kind", "所得類別", "Income kind", "income_kind", width=26),
        c.calc("payments", "給付筆數", "Payments", "integer",
               "COUNTIFS(expenses[income_kind],[income_kind])"),
        *(
            c.calc(key, zh, en, "amount", total("expenses", column, income_kind="[income_kind]"))
            for key, zh, en, column in (
                ("gross", "給付總額", "Gross", "base_amount"),
                ("withheld", "代扣所得稅", "Tax withheld", "withheld"),
                ("premium", "補充保費", "NHI premium", "premium"),
                ("paid_net", "實付金額", "Paid net", "paid_net"),
            )
        ),
    ),
    rows=ByList("income_kind"),
)  # fmt: skip

BY_PAYEE = Table(
    "withholding_by_payee",
    Text("受款人按月扣繳", "Withholding by payee and month"),
    (
        c.engine(c.key("id", "列號", "Row ID", prefix="WH")),
        c.engine(c.text("month", "給付年月", "Month paid", width=11)),
        c.engine(c.text("payee", "受款人", "Payee", width=24)),
        c.engine(c.choice("income_kind", "所得類別", "Income kind", "income_kind", width=22)),
        c.engine(c.choice("resident", "居住者", "Resident", "yes_no", width=10)),
        c.engine(c.integer("payments", "給付筆數", "Payments")),
        c.engine(c.amount("gross", "給付總額", "Gross")),
        c.engine(c.amount("withheld", "代扣所得稅", "Tax withheld")),
        c.engine(c.amount("premium", "補充保費", "NHI premium")),
        c.engine(c.amount("net", "實付金額", "Paid net")),
        c.engine(c.amount("expected_tax", "應扣所得稅", "Tax due",
                          help=("依給付日法定費率；清冊與月薪不計算。",
                                "By law on the day of payment; not for lists and monthly pay."))),
        c.engine(c.amount("expected_premium", "應扣補充保費", "Premium due")),
        c.engine(c.date("tax_due", "稅款繳納期限", "Tax payable by", width=14,
                        help=("次月 10 日；非居住者為給付後 10 日。",
                              "The 10th of the next month; non-residents: ten days."))),
        c.engine(c.date("premium_due", "保費繳納期限", "Premium payable by", width=14,
                        help=("次月底。", "The end of the next month."))),
    ),
    blank=10,
    hint=Text("由 xlevent match 填入，已付款者才列。",
              "Written by xlevent match; only what was paid is listed."),
)  # fmt: skip
