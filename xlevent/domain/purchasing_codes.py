"""Findings about purchases and payments (XL437 to XL459)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- what belongs together ---------------------------------------------------------------------
OTHER_LINE = declare(
    "XL437", "warning",
    ("憑證 {expense} 歸入科目 {line}，但訂單 {order} 屬於科目 {other}。",
     "Expense {expense} is on line {line}, but its order {order} is on line {other}."),
    ("請讓兩者使用同一科目，否則承諾與實支會分在兩處。",
     "Use the same line for both, or commitment and cost stand apart."),
)
OTHER_ORDER = declare(
    "XL438", "error",
    ("憑證 {expense} 引用的驗收 {acceptance} 屬於訂單 {other}，不是 {order}。",
     "Acceptance {acceptance} of expense {expense} is for order {other}, not {order}."),
    ("請更正驗收或訂單。", "Correct the acceptance or the order."),
)
OTHER_SUPPLIER = declare(
    "XL439", "warning",
    ("憑證 {expense} 的供應商 {supplier} 不是訂單 {order} 的供應商 {other}。",
     "Expense {expense} is by supplier {supplier}, its order {order} by {other}."),
    ("請更正供應商或訂單。", "Correct the supplier or the order."),
)
# --- quotes and awards -------------------------------------------------------------------------
QUOTES_SHORT = declare(
    "XL440", "error",
    ("採購需求 {requirement}（{amount}）應有 {needed} 家報價，只有 {found} 家且未敘明理由。",
     "Requirement {requirement} of {amount} needs {needed} quotes; it has {found}, and no reason."),
    ("請補足報價，或在決標理由說明並經核准。",
     "Ask for more quotes, or give the reason and have it approved."),
)
BEST_NOT_TAKEN = declare(
    "XL441", "warning",
    ("採購需求 {requirement} 採用 {taken}，不是最優報價 {best}，且未敘明理由。",
     "Requirement {requirement} takes {taken}, not the best quote {best}, without a reason."),
    ("請填寫決標理由，或改採最優報價。", "Give the reason for the award, or take the best quote."),
)
AWARD_OVER_BUDGET = declare(
    "XL442", "warning",
    ("採購需求 {requirement} 的決標金額 {amount} 超過科目 {line} 的修正預算 {revised}。",
     "Requirement {requirement} is awarded at {amount}; line {line} has only {revised}."),
    ("請議價、減項或先辦理預算變更。", "Negotiate, buy less, or have the budget changed first."),
)
QUOTE_OF_OTHER = declare(
    "XL449", "error",
    ("採購需求 {requirement} 採用的報價 {taken} 屬於另一需求 {other}。",
     "Requirement {requirement} takes quote {taken}, which is for requirement {other}."),
    ("請選取本需求的報價。", "Choose a quote for this requirement."),
)
SPLIT_PURCHASE = declare(
    "XL447", "warning",
    ("{days} 天內向 {supplier} 採購 {count} 次，各略低於門檻 {limit}，合計 {amount}：{rows}。",
     ("{count} purchases from {supplier} within {days} days, each below {limit}, sum to {amount}: "
      "{rows}.")),
    ("屬同一採購者請合併辦理並取得報價；否則請備註理由。",
     "If they are one purchase, ask for quotes as such; else note why they are not."),
)
# --- contracts and orders ----------------------------------------------------------------------
CONTRACT_UNSIGNED = declare(
    "XL443", "error",
    ("契約 {contract} 尚未簽訂，卻已有 {count} 筆訂購（{amount}）。",
     "Contract {contract} is not signed, yet {count} order lines of {amount} stand under it."),
    ("請先完成簽約，或將訂購改為取消。", "Sign it first, or cancel the orders."),
)
SIGNED_LATE = declare(
    "XL444", "warning",
    ("契約 {contract} 於 {signed} 簽訂，但 {what} 已在 {first} 交付或請款。",
     "Contract {contract} was signed on {signed}, but {what} was delivered or billed on {first}."),
    ("請查明先行履約的核准，並更正日期。",
     "Find out who allowed work before the contract, and correct the dates."),
)
SIGNED_UNDATED = declare(
    "XL445", "warning",
    ("契約 {contract} 的狀態為已簽約，但沒有立約日。",
     "Contract {contract} is called signed, but has no date of signing."),
    ("請填入立約日。", "Fill in the date."),
)
CEILING_EXCEEDED = declare(
    "XL448", "error",
    ("協議 {agreement} 項下已訂購 {amount}，超過上限 {limit} 達 {over}。",
     "{amount} is ordered under agreement {agreement}, {over} more than its ceiling of {limit}."),
    ("請增補協議，或減少訂購。", "Have the agreement amended, or order less."),
)
ORDER_OVER_AWARD = declare(
    "XL446", "warning",
    ("訂購 {order} 使需求 {requirement} 的訂購達 {amount}，高於決標金額 {award}。",
     "With order {order} requirement {requirement} comes to {amount}; it was awarded at {award}."),
    ("請依決標金額訂約，或補辦變更核准。",
     "Order at the award, or have the change approved."),
)
SUPPLIER_BLOCKED = declare(
    "XL453", "error",
    ("契約 {contract} 的供應商 {supplier} 已停權。",
     "Contract {contract} is with supplier {supplier}, who is blocked."),
    ("請改向其他供應商採購，或解除停權並記錄理由。",
     "Buy from another supplier, or lift the block and note why."),
)
LICENCE_LAPSED = declare(
    "XL454", "warning",
    ("供應商 {supplier} 的{what_zh}至 {until} 止，早於契約 {contract} 的迄日 {end}。",
     "The {what_en} of supplier {supplier} ends on {until}, before contract {contract} on {end}."),
    ("請取得展延證明。", "Ask for proof that it is renewed."),
)
BILLED_CANCELLED = declare(
    "XL452", "error",
    ("憑證 {expense} 請款的訂單 {order} 已取消。",
     "Expense {expense} bills order {order}, which is cancelled."),
    ("請退回憑證，或恢復訂單。", "Send the voucher back, or restore the order."),
)
# --- payments ----------------------------------------------------------------------------------
PAID_NOT_ACCEPTED = declare(
    "XL450", "error",
    ("憑證 {expense} 已於 {paid} 付款，但訂單 {order} 在此之前沒有驗收合格。",
     "Expense {expense} was paid on {paid}; order {order} had passed no acceptance by then."),
    ("請補辦驗收，並停止後續付款。", "Inspect what was delivered, and stop further payments."),
)
PAID_NOT_SIGNED_OFF = declare(
    "XL451", "error",
    ("驗收 {acceptance} 未經核准（或核准在付款之後），憑證 {expense} 已於 {paid} 付款。",
     "Acceptance {acceptance} was not signed off when expense {expense} was paid on {paid}."),
    ("請補辦核准。", "Have the acceptance signed off."),
)
PAID_NOT_APPROVED = declare(
    "XL455", "warning",
    ("憑證 {expense} 已付款，但沒有核准人。", "Expense {expense} is paid, but nobody approved it."),
    ("請補登核准人。", "Enter who approved it."),
)
SELF_APPROVED = declare(
    "XL456", "warning",
    ("{what} 由 {person} 自行核准。", "{what} was approved by {person}, whose own case it is."),
    ("請改由另一人核准。", "Have another person approve it."),
)
DATE_OUTSIDE = declare(
    "XL457", "warning",
    ("憑證 {expense} 的日期 {date} 在籌備開始 {first} 之前或資料日期 {last} 之後。",
     "Expense {expense} is dated {date}, not between {first} (planning starts) and {last}."),
    ("請核對年份，或更正資料日期。", "Check the year, or move the data date on."),
)
PAID_IN_FUTURE = declare(
    "XL458", "warning",
    ("憑證 {expense} 的付款日期 {paid} 晚於資料日期 {last}。",
     "Expense {expense} is paid on {paid}, after the data date {last}."),
    ("尚未付款者請清除付款日期。", "If it is not paid yet, clear the date."),
)
LARGE_WITHOUT_ORDER = declare(
    "XL459", "warning",
    ("憑證 {expense} 金額 {amount} 達採購門檻 {limit}，但沒有對應的訂購明細。",
     "Expense {expense} of {amount} reaches the purchasing threshold {limit} without an order."),
    ("請補登訂購與契約，或說明免訂約的理由。",
     "Enter the order and contract, or note why none was needed."),
)
