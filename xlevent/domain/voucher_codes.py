"""Findings about vouchers, the three-way match, duplicates and dues (XL460 to XL475)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- three-way match ---------------------------------------------------------------------------
INVOICED_OVER_ORDER = declare(
    "XL460", "warning",
    ("憑證 {expense} 使訂單 {order} 累計請款 {found}，多於訂購的 {allowed}。",
     "With voucher {expense} order {order} is invoiced {found}; {allowed} were ordered."),
    ("請廠商開立折讓，或辦理契約變更後再付款。",
     "Ask for a credit note, or have the order changed before paying."),
)
INVOICED_OVER_ACCEPTED = declare(
    "XL461", "warning",
    ("憑證 {expense} 使訂單 {order} 累計請款 {found}，多於驗收合格的 {allowed}。",
     "With voucher {expense} order {order} is invoiced {found}; {allowed} were accepted."),
    ("請先驗收其餘部分，或請廠商更正發票。",
     "Accept the rest first, or have the invoice corrected."),
)
PRICE_OVER_ORDER = declare(
    "XL462", "warning",
    ("憑證 {expense} 的單價 {found} 高於訂單 {order} 的 {allowed}，超出容差。",
     "Voucher {expense} has a price of {found}; order {order} allows {allowed} and the tolerance."),
    ("請確認稅別與單價，並請廠商更正。", "Check tax and price, and have the invoice corrected."),
)
PAID_ON_HOLD = declare(
    "XL463", "error",
    ("憑證 {expense} 應暫緩付款卻已付款：{why_zh}。",
     "Voucher {expense} was paid though it is on hold: {why_en}."),
    ("請追回溢付款或補齊驗收、折讓。", "Ask the money back, or add acceptance or credit note."),
)
REDUCTION_NOT_TAKEN = declare(
    "XL464", "warning",
    ("憑證 {expense} 請款 {found}，減價收受後應為 {allowed}。",
     "Voucher {expense} claims {found}; after the reduction {allowed} are due."),
    ("請廠商開立折讓，或於扣罰款欄扣抵。",
     "Ask for a credit note, or deduct it in the column of penalties."),
)
CREDIT_OVER_INVOICES = declare(
    "XL465", "warning",
    ("折讓 {expense} 的金額 {found} 多於訂單 {order} 的請款 {allowed}。",
     "Credit note {expense} of {found} exceeds the invoices of order {order}, {allowed}."),
    ("請確認折讓屬於哪一張訂單。", "Check which order the credit note belongs to."),
)
# --- duplicates and payments -------------------------------------------------------------------
POSSIBLE_DUPLICATE = declare(
    "XL466", "warning",
    ("憑證 {expense} 疑似與 {other} 重複：{why_zh}。",
     "Voucher {expense} may be {other} entered twice: {why_en}."),
    ("請核對兩張憑證；確為兩筆者請在摘要註明。",
     "Compare the two; if both are real, say so in the description."),
)
REFERENCE_TWICE = declare(
    "XL467", "warning",
    ("銀行交易序號 {reference} 用於不同付款日 {first} 與 {paid}。",
     "Bank reference {reference} is used for payments on {first} and on {paid}."),
    ("一筆匯款只有一個日期，請更正其中之一。", "A transfer has one day; correct one of the two."),
)
OVERDUE = declare(
    "XL468", "warning",
    ("憑證 {expense} 應於 {due} 付款，至 {last} 尚未付款。",
     "Voucher {expense} was due on {due} and is not paid on {last}."),
    ("請付款，或註明暫緩原因並更新應付日期。", "Pay it, or say why not and change the due date."),
)
# --- what a voucher shows ----------------------------------------------------------------------
UBN_INVALID = declare(
    "XL469", "error",
    ("統一編號 {value} 不合檢查碼。", "The tax number {value!s} has a wrong check digit."),
    ("請依憑證或經濟部商工登記資料更正。", "Correct it from the voucher or the company register."),
)
UBN_WEAK = declare(
    "XL470", "notice",
    ("統一編號 {value} 只符合 2023 年 4 月起的檢查規則，打錯一碼較不易查出。",
     "The tax number {value!s} is valid by the rule of April 2023 only, which misses more errors."),
    ("請與憑證再核對一次。", "Compare it with the voucher once more."),
)
BUYER_OTHER = declare(
    "XL471", "error",
    ("憑證 {expense} 的買受人統一編號 {value} 不是本單位的 {own}。",
     "Voucher {expense} names the buyer {value!s}, not us, {own!s}."),
    ("請廠商換開發票。", "Ask the seller for another invoice."),
)
INVOICE_NUMBER_WRONG = declare(
    "XL472", "error",
    ("發票號碼「{value}」不是兩碼英文與八碼數字。",
     "{value!s} is no invoice number of two letters and eight digits."),
    ("請依發票更正。", "Correct it from the invoice."),
)
VOUCHER_INCOMPLETE = declare(
    "XL473", "warning",
    ("憑證 {expense} 缺少：{missing_zh}。", "Voucher {expense} lacks: {missing_en}."),
    ("請補填，或退請經手人補正憑證。", "Fill it in, or give the voucher back to be completed."),
)
CLAIM_LATE = declare(
    "XL474", "notice",
    ("憑證 {expense} 屬 {period} 期，已過 {filed} 申報期限而尚未送核。",
     "Voucher {expense} of period {period} is not claimed; that period was filed by {filed}."),
    ("請儘速送核，並請會計確認進項是否已申報。",
     "Claim it soon, and ask the accountant whether its tax was declared."),
)
AFTER_CLOSE = declare(
    "XL475", "warning",
    ("憑證 {expense} 的日期 {date} 晚於財源 {source} 的結案期限 {closed}。",
     "Voucher {expense} is dated {date}, after source {source} closed on {closed}."),
    ("請改列其他財源，或向補助機關申請展延。",
     "Charge another source, or ask the agency for more time."),
)
ALLOCATION_MISSING = declare(
    "XL476", "warning",
    ("憑證 {expense} 註明分攤，但支出分攤表沒有它的列。",
     "Voucher {expense} is shared, but has no row in the allocation table."),
    ("請在支出分攤填入各財源的比率。",
     "Enter who pays which share in the table of shared vouchers."),
)
PRODUCT_WRONG = declare(
    "XL477", "warning",
    ("憑證 {expense} 的數量 × 單價為 {found}，不等於銷售額或總計 {gross}。",
     "Quantity x price of voucher {expense} is {found}, neither its net nor its total of {gross}."),
    ("請依憑證更正數量、單價或金額。", "Correct quantity, price or amount from the voucher."),
)
THRESHOLD_OLD = declare(
    "XL478", "notice",
    ("設定的{what_zh} {value} 不是 {date} 適用的 {law}。",
     "The {what_en} in the settings is {value}; the law has {law} on {date}."),
    ("公款採購請依法定門檻；本單位另有規定者可保留。",
     "Public money follows the law; keep it where a stricter rule of your own holds."),
)
TENDER_DUE = declare(
    "XL479", "notice",
    ("契約 {contract} 的 {amount} 達 {date} 的公告金額 {limit}。",
     "Contract {contract} of {amount} reaches the announcement threshold of {limit} on {date}."),
    ("補助占半數以上者應依政府採購法公告招標；請留存招標紀錄。",
     "Where subsidies pay half or more a public tender is due; keep its records."),
)
