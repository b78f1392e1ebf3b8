"""O3.3.4: the suppliers, how they deliver and what they were paid.

The standard numbers the supplier roster among the sponsors' outputs; the number is kept.
"""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, ratio, rows, total
from xlevent.sheets.partner_parts import UBN
from xlevent.standard import output_title


def _share(column: str) -> str:
    """Share of yes among the order lines of this supplier that say yes or no."""
    yes = count("order_lines", supplier="[id]", **{column: "{yes_no.yes}"})
    no = count("order_lines", supplier="[id]", **{column: "{yes_no.no}"})
    return ratio(yes, f"{yes}+{no}")


# Each of the three judgements that exist counts the same; none of them: no rating.
_KNOWN = '(([on_time]<>"")+([first_time]<>"")+([score]<>""))'
_RATING = f'IF({_KNOWN}=0,"",ROUND(100*(N([on_time])+N([first_time])+N([score])/5)/{_KNOWN},0))'

_SUPPLIERS = Table(
    "suppliers",
    Text("供應商名冊", "Supplier roster"),
    (
        c.key("id", "供應商編號", "Supplier ID", prefix="SUP"),
        c.text("name", "供應商", "Supplier", required=True, width=26),
        c.text("ubn", "統一編號", "UBN", pattern=UBN, width=11,
               help=("八位數字，以文字保存；自然人留空", "Eight digits as text; blank for a person")),
        c.choice("category", "供應類別", "Category", "supplier_category", required=True, open=True,
                 width=16),
        c.choice("state", "供應商狀態", "State", "supplier_state", required=True),
        c.text("representative", "代表人", "Representative"),
        c.text("contact", "聯絡人", "Contact"),
        c.text("phone", "電話", "Phone", width=15),
        c.text("email", "電子郵件", "Email", width=24),
        c.text("address", "地址", "Address", width=32),
        c.choice("payment_terms", "付款條件", "Payment terms", "payment_terms", width=18),
        c.text("bank", "銀行分行", "Bank and branch", width=20),
        c.text("account_name", "戶名", "Account name", width=20),
        c.calc("masked_account", "帳號（遮蔽）", "Account (masked)", "text",
               'IF([bank_account]="","","********"&RIGHT([bank_account],4))', width=16),
        c.text("licence", "證照或資格", "Licence", width=20),
        c.date("licence_until", "證照有效至", "Licence until"),
        c.date("insured_until", "責任險有效至", "Insured until"),
        c.calc("contracts", "契約數", "Contracts", "integer", count("contracts", supplier="[id]")),
        c.calc("orders", "訂單數", "Order lines", "integer", count("order_lines", supplier="[id]")),
        c.calc("ordered", "訂購金額", "Ordered", "amount",
               'SUMIFS(order_lines[amount],order_lines[supplier],[id],order_lines[state],"<>"&'
               "{order_state.cancelled})"),
        c.calc("spend", "實際支出", "Spend", "amount",
               total("expenses", "base_amount", supplier="[id]"),
               help=("費用明細中屬於本供應商者", "All expense rows of this supplier")),
        c.calc("on_time", "準時率", "On time", "percent", _share("on_time"), bar=True),
        c.calc("first_time", "一次驗收率", "Accepted first time", "percent", _share("first_time"),
               bar=True),
        c.calc("penalties", "逾期違約金", "Delay penalties", "amount",
               total("order_lines", "penalty", supplier="[id]")),
        c.calc("score", "評鑑平均", "Mean score", "number",
               "IFERROR(ROUND(AVERAGEIFS(supplier_performance[score],"
               'supplier_performance[supplier],[id]),2),"")',
               help=("履約評鑑 1 至 5 分的平均", "Mean of the entries from 1 to 5")),
        c.calc("rating", "綜合評分", "Rating", "integer", _RATING,
               help=("準時、驗收、評鑑三者平均，滿分 100", "Mean of on time, first time and score; of 100")),
        c.calc("grade", "評鑑等第", "Grade", "choice",
               'IF([rating]="","",IF([rating]>=90,{supplier_grade.a},IF([rating]>=80,'
               "{supplier_grade.b},IF([rating]>=70,{supplier_grade.c},{supplier_grade.d}))))",
               list="supplier_grade"),
        c.choice("reuse", "再次合作", "Use again", "yes_no"),
        c.note("note", "備註", "Note"),
        c.text("bank_account", "銀行帳號", "Bank account", width=18, printed=False,
               help=("以文字保存；不列印", "Kept as text; never printed")),
    ),
    blank=20,
)  # fmt: skip

_YES = "{yes_no.yes}"
_NO = "{yes_no.no}"


def _overall(column: str) -> str:
    yes = count("order_lines", **{column: _YES})
    return ratio(yes, f"{yes}+" + count("order_lines", **{column: _NO}))


SHEET = Sheet(
    "O3.3.4",
    tab=Text("供應商名冊", "Suppliers"),
    title=output_title("O3.3.4"),
    phase="T3",
    about=Text(
        "供應商基本資料、付款條件與帳戶，並由訂購、驗收、費用計算準時率、支出與評鑑。",
        "Suppliers, terms and accounts; orders, punctuality, spend and rating come from the rows.",
    ),
    figures=(
        Figure("suppliers_total", Text("名冊家數", "On the roster"), "integer", rows("suppliers")),
        Figure("suppliers_active", Text("往來供應商", "With orders"), "integer",
               'COUNTIFS(suppliers[orders],">0")'),
        Figure("suppliers_on_time", Text("準時率", "On time"), "percent", _overall("on_time")),
        Figure("suppliers_first_time", Text("一次驗收率", "Accepted first time"), "percent",
               _overall("first_time")),
        Figure("suppliers_blocked", Text("停權家數", "Blocked"), "integer",
               count("suppliers", state="{supplier_state.blocked}"), good_if="=0"),
    ),
    blocks=(
        _SUPPLIERS,
        Chart("bar", Text("各供應商評分", "Rating by supplier"), "suppliers[name]", (
            Series("suppliers[rating]", Text("綜合評分", "Rating"), tone="accent"),
        )),
    ),
)  # fmt: skip
