"""O6.2.1 Expenses: vouchers, bank lines, reconciliation and settlement by funding source."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets import ageing, bank_reconciliation, settlement_shares
from xlevent.sheets.capitals import capital_field
from xlevent.sheets.expense_allocations import (
    ALLOCATION_SHEET,
    ALLOCATIONS,
    OWN_COLUMNS,
    UNEVEN,
)
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    Chart,
    Document,
    Field,
    Figure,
    Heading,
    Series,
    Sheet,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.expressions import look, look_number, rows
from xlevent.sheets.payment_slip import PAYMENT_SLIP
from xlevent.sheets.remittances import FIGURE as UNREMITTED
from xlevent.sheets.remittances import REMITTANCES
from xlevent.sheets.settlement import SETTLEMENT, STATEMENT, TERMS
from xlevent.sheets.withholding import BY_KIND, BY_PAYEE
from xlevent.standard import output_title

# A line in the base currency needs no rate; one in another currency counts only with a rate.
_RATE = 'IF(OR([currency]="",[currency]=settings.base_currency),1,N([rate]))'
_ROUND = "ROUND({},settings.currency_decimals)"
_IS_INVOICE = "OR([voucher_kind]={voucher_kind.e_invoice},[voucher_kind]={voucher_kind.invoice})"
_ORDER_RATE = look_number("order_lines", "rate", "[order_line]")
_PERIOD_END = "(INT((MONTH([date])+1)/2)*2)"

_EXPENSES = Table(
    "expenses",
    Text("費用明細", "Expenses"),
    (
        c.key("id", "憑證編號", "Voucher ID", prefix="EX"),
        c.choice("voucher_kind", "憑證類別", "Kind", "voucher_kind", required=True, width=18),
        c.date("date", "憑證日期", "Date", required=True),
        c.text("payee", "受款人", "Payee", required=True, width=22),
        c.text("payee_ubn", "受款人統一編號", "Payee UBN", pattern=r"\d{8}", width=15,
               help=("八位數字，以文字保存；個人免填。",
                     "Eight digits, kept as text; leave blank for a person.")),
        c.link("supplier", "供應商", "Supplier", "suppliers"),
        c.text("payee_id", "受款人證號", "Payee ID", width=14,
               help=("個人才填；建議遮罩，如 A12****789，領據也只印頭尾。",
                     "Persons only; better masked, as A12****789. The slip prints its ends.")),
        c.text("invoice_number", "發票號碼", "Invoice number", width=15,
               help=("兩碼英文與八碼數字；收據填收據號碼。",
                     "Two letters and eight digits; for a receipt its own number.")),
        c.calc("invoice_period", "發票期別", "Invoice period", "text",
               f'IF(AND(N([date])>0,{_IS_INVOICE}),(YEAR([date])-1911)&"-"&'
               f'TEXT({_PERIOD_END}-1,"00")&"/"&TEXT({_PERIOD_END},"00"),"")', width=14,
               help=("民國年與雙月期別。", "Year of the Republic and the two months.")),
        c.text("buyer_ubn", "買受人統一編號", "Buyer UBN", pattern=r"\d{8}", width=15,
               help=("憑證上的買受人，應為執行單位。", "As on the voucher: the organiser.")),
        c.note("description", "摘要用途", "Description", required=True),
        c.number("quantity", "數量", "Quantity", ge=0),
        c.text("unit", "單位", "Unit", width=8),
        c.price("unit_price", "單價", "Unit price",
                help=("憑證幣別；三方比對時與訂單單價相比。",
                      "In the currency of the voucher; compared with the order.")),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines", required=True),
        c.calc("category", "預算類別", "Category", "text",
               look("budget_lines", "category", "[budget_line]")),
        c.link("order_line", "採購明細", "Order line", "order_lines"),
        c.link("acceptance", "驗收", "Acceptance", "acceptances"),
        c.link("funding_source", "財源", "Funding source", "funding_sources", required=True),
        c.choice("currency", "幣別", "Currency", "currency", required=True, width=10),
        c.price("rate", "匯率", "Rate", gt=0,
                help=("對本位幣的匯率；外幣必填。", "To the base currency; needed for other money.")),
        c.amount("net", "銷售額", "Net"),
        c.choice("tax_kind", "稅別", "Tax kind", "tax_kind"),
        c.amount("tax", "稅額", "Tax"),
        c.amount("gross", "總計", "Gross", required=True,
                 help=("憑證總額(憑證幣別)；退款與折讓填負數。",
                       "Total in the currency of the voucher; refunds are negative.")),
        c.calc("sum_check", "加總差額", "Sum check", "amount",
               'IF(OR([net]="",[gross]=""),"",[gross]-[net]-N([tax]))',
               help=("總計減銷售額減稅額，應為 0。", "Gross less net less tax; must be 0.")),
        c.calc("tax_check", "稅額檢核", "Tax check", "choice",
               'IF(OR([net]="",[tax_kind]={tax_kind.none},[tax_kind]=""),"",'
               "IF(ABS(N([tax])-ROUND([net]*settings.tax_rate,settings.currency_decimals))"
               "<=settings.tax_tolerance,{check_result.pass},{check_result.fail}))",
               list="check_result"),
        c.calc("base_amount", "本位幣金額", "Base amount", "amount",
               _ROUND.format(f"[gross]*{_RATE}")),
        *OWN_COLUMNS,
        c.calc("exchange_difference", "匯差", "Exchange difference", "amount",
               'IF(OR([order_line]="",[currency]="",[currency]=settings.base_currency,N([rate])=0,'
               f'[currency]<>{look("order_lines", "currency", "[order_line]")}),"",'
                f"[base_amount]-{_ROUND.format(f'[gross]*{_ORDER_RATE}')})",
               help=("憑證匯率與訂購匯率不同所生的差額。",
                     "Base amount less what it would be at the rate of the order.")),
        c.choice("income_kind", "所得類別", "Income kind", "income_kind", width=20),
        c.choice("resident", "居住者", "Resident", "yes_no", width=10),
        c.amount("withheld", "代扣所得稅", "Tax withheld", ge=0,
                 help=("本位幣，於次月 10 日前繳納。",
                       "In the base currency; paid to the tax office by the 10th of next month.")),
        c.amount("premium", "補充保費", "NHI premium", ge=0,
                 help=("二代健保補充保費，本位幣。", "Supplementary health premium, base currency.")),
        c.amount("deducted", "扣罰款", "Penalty deducted", ge=0,
                 help=("逾期違約金等自價金扣抵的金額。", "Penalty taken off the price.")),
        c.calc("paid_net", "實付金額", "Paid net", "amount",
               "N([base_amount])-N([withheld])-N([premium])-N([deducted])"),
        c.choice("method", "付款方式", "Method", "payment_method"),
        c.link("advanced_by", "代墊人", "Advanced by", "people"),
        c.date("due", "應付日期", "Due"),
        c.date("paid_on", "付款日期", "Paid on"),
        c.text("bank_reference", "銀行交易序號", "Bank reference", width=18),
        c.calc("payment_state", "付款狀態", "Payment state", "choice",
               'IF([paid_on]<>"",{payment_state.paid},IF([three_way]={three_way.hold},'
               '{payment_state.on_hold},IF(AND(N([due])>0,fig.as_of<>"",N([due])<N(fig.as_of)),'
               "{payment_state.overdue},{payment_state.unpaid})))", list="payment_state"),
        *ageing.OPEN_COLUMNS,
        c.choice("claim_state", "核銷狀態", "Claim state", "claim_state"),
        c.link("handled_by", "經手人", "Handled by", "people"),
        c.link("approved_by", "核准人", "Approved by", "people"),
        c.text("shared_with", "分攤說明", "Shared with", width=20,
               help=("多單位分攤時的機關與比率，並附支出分攤表。",
                     "Who else pays which share; add the allocation sheet.")),
        c.url("scan", "憑證影像", "Scan"),
        *bank_reconciliation.VOUCHER_COLUMNS,
        c.engine(c.choice("three_way", "三方比對", "Three-way match", "three_way", width=16)),
        c.engine(c.note("three_way_reason", "比對說明", "Reason", width=50)),
        c.engine(c.text("duplicate_of", "疑似重複", "Duplicate of", width=14)),
        c.engine(c.amount("expected_tax", "應扣所得稅", "Tax due",
                          help=("依給付日法定費率；清冊與月薪不計算。",
                                "By law on the day of payment; not for lists and monthly pay."))),
        c.engine(c.amount("expected_premium", "應扣補充保費", "Premium due")),
        c.calc("withholding_check", "扣繳檢核", "Withholding check", "choice",
               'IF(AND([expected_tax]="",[expected_premium]=""),"",'
               'IF(OR(AND([expected_tax]<>"",N([withheld])<>N([expected_tax])),'
               'AND([expected_premium]<>"",N([premium])<>N([expected_premium]))),'
               "{check_result.fail},{check_result.pass}))", list="check_result"),
    ),
    blank=40,
)  # fmt: skip

_BANK = Table(
    "bank_lines",
    Text("銀行交易", "Bank lines"),
    (
        c.key("id", "編號", "ID", prefix="BK"),
        c.text("account", "帳戶末碼", "Account", width=12,
               help=("只填末四碼。", "The last four digits only.")),
        c.date("date", "交易日期", "Date", required=True),
        c.date("value_date", "起息日", "Value date"),
        c.text("description", "摘要", "Description", width=30),
        c.text("counterparty", "對方戶名", "Counterparty", width=22),
        c.amount("amount", "金額", "Amount", required=True,
                 help=("帳戶幣別；支出為負、存入為正。",
                       "In the account's currency; payments are negative, receipts positive.")),
        c.choice("currency", "幣別", "Currency", "currency", width=10,
                 help=("空白為本位幣。", "Blank: the base currency.")),
        c.amount("balance", "餘額", "Balance"),
        c.text("reference", "交易序號", "Reference", width=18),
        c.text("source", "來源", "Source", width=18,
               help=("匯入的檔案與行號；再次匯入時據以辨認。",
                     "File and line it came from; tells it again when imported anew.")),
        c.engine(c.choice("state", "對帳狀態", "State", "match_state", width=18)),
        c.engine(c.text("matched_to", "對應憑證", "Matched to", width=20)),
        c.engine(c.amount("difference", "差額", "Difference")),
    ),
    blank=30,
)  # fmt: skip

_VOUCHER = Document(
    "voucher_sheet",
    Text("支出憑證黏存單", "Voucher sheet"),
    table="expenses",
    parts=(
        Heading(Text("支出憑證黏存單", "Voucher sheet")),
        Field(Text("活動名稱", "Event"), 'settings.event_name&""'),
        Field(Text("憑證編號", "Voucher"), "pick.id"),
        Field(Text("憑證日期", "Date"), "pick.date", "date"),
        Field(Text("憑證類別與號碼", "Kind and number"),
              'pick.voucher_kind&" "&pick.invoice_number'),
        Field(Text("受款人", "Payee"), 'pick.payee&" "&pick.payee_ubn'),
        Field(Text("預算科目", "Budget line"),
              f'pick.budget_line&" "&{look("budget_lines", "item", "pick.budget_line")}'),
        Field(Text("財源", "Funding source"),
              look("funding_sources", "name", "pick.funding_source")),
        Field(Text("用途說明", "Purpose"), "pick.description", lines=2),
        Field(Text("金額(本位幣)", "Amount in base currency"), "pick.base_amount", "amount"),
        Field(Text("金額大寫", "In capitals"), capital_field("pick.base_amount"), lines=2),
        Field(Text("代扣所得稅", "Tax withheld"), "N(pick.withheld)", "amount"),
        Field(Text("補充保費", "NHI premium"), "N(pick.premium)", "amount"),
        Field(Text("實付金額", "Paid net"), "pick.paid_net", "amount"),
        Field(Text("採購與驗收", "Order and acceptance"),
              'pick.order_line&" "&pick.acceptance'),
        Field(Text("憑證黏貼處", "Place for the voucher"), '""', "note", 12),
        Signatures((
            Text("經手人", "Handled by"), Text("驗收或證明", "Accepted by"),
            Text("會計", "Accountant"), Text("負責人或授權代簽人", "Head or delegate"),
        )),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O6.2.1",
    tab=Text("費用明細", "Expenses"),
    title=output_title("O6.2.1"),
    about=Text(
        "每張憑證一列；實際支出、付款、對帳、扣繳與補助結算都由此計算。",
        "One row a voucher; actual cost, payment, matching, tax and settlement follow from it.",
    ),
    phase="T6",
    figures=(
        Figure("expenses_total", Text("支出總額", "Expenses"), "amount",
               "SUM(expenses[base_amount])"),
        Figure(
            "expenses_unpaid", Text("未付金額", "Unpaid"), "amount",
            'SUM(expenses[paid_net])-SUMIFS(expenses[paid_net],expenses[paid_on],">0")',
        ),
        Figure(
            "expenses_on_hold", Text("暫緩付款", "Payments on hold"), "integer",
            "COUNTIFS(expenses[three_way],{three_way.hold})", good_if="=0",
        ),
        Figure(
            "expenses_duplicates", Text("疑似重複", "Possible duplicates"), "integer",
            'COUNTIFS(expenses[duplicate_of],"?*")', good_if="=0",
        ),
        *bank_reconciliation.FIGURES,
        Figure("settlement_to_return", Text("應繳回補助", "Subsidy to return"), "amount",
               'SUMIFS(settlement[to_return],settlement[to_return],">0")'),
        UNREMITTED,
        *ageing.FIGURES,
        *settlement_shares.FIGURES,
        Figure("allocations_uneven", Text("分攤不符", "Shares that do not add up"), "integer",
               UNEVEN, good_if="=0"),
        Figure(
            "withholding_wrong", Text("扣繳不符", "Withheld too little or too much"), "integer",
            "COUNTIFS(expenses[withholding_check],{check_result.fail})", good_if="=0", hidden=True,
        ),
        Figure("withheld_total", Text("代扣所得稅", "Tax withheld"), "amount",
               "SUM(expenses[withheld])", hidden=True),
        Figure("premium_total", Text("補充保費", "NHI premium"), "amount",
               "SUM(expenses[premium])", hidden=True),
        Figure("expenses_count", Text("憑證數", "Vouchers"), "integer", rows("expenses"),
               hidden=True),
    ),
    blocks=(
        _EXPENSES,
        _BANK,
        bank_reconciliation.RECONCILIATION,
        bank_reconciliation.PROOF,
        Chart(
            "bar", Text("對帳結果", "Reconciliation"),
            categories="reconciliation[state]",
            series=(
                Series("reconciliation[vouchers]", Text("憑證筆數", "Vouchers"), tone="accent"),
                Series("reconciliation[bank_rows]", Text("銀行筆數", "Bank rows"), tone="soft"),
            ),
        ),
        bank_reconciliation.DECISIONS,
        bank_reconciliation.SUGGESTIONS,
        BY_KIND,
        BY_PAYEE,
        REMITTANCES,
        ALLOCATIONS,
        TERMS,
        SETTLEMENT,
        settlement_shares.SHARES,
        settlement_shares.CHART,
        ageing.RECEIVABLES,
        ageing.PAYABLES,
        ageing.AGEING,
        ageing.AGEING_CHART,
        STATEMENT,
        ALLOCATION_SHEET,
        _VOUCHER,
        PAYMENT_SLIP,
    ),
)  # fmt: skip
