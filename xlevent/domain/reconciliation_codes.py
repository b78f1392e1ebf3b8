"""Findings of a reconciliation: decisions that cannot hold, and rows without a partner (XL53x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
CONTRADICTION = declare(
    "XL530", "error",
    ("決定「{decision}」與「{others}」對「{about}」互相矛盾，兩者都未套用。",
     "The decision {decision!s} contradicts {others!s} about {about!s}; neither is applied."),
    ("請刪除其中一個決定，再重新對帳。", "Delete one of them, then reconcile again."),
)
INCOMPLETE = declare(
    "XL531", "warning",
    ("決定「{decision}」資料不足，未套用。",
     "The decision {decision!s} is not complete; it is not applied."),
    ("確認與否決須有憑證與銀行交易，拆分須另填金額，免配對只填一邊。",
     "Confirm and reject need both sides, a split an amount too; put aside names one side only."),
)
UNKNOWN_ROW = declare(
    "XL532", "warning",
    ("決定「{decision}」指的「{about}」不在對帳範圍內，未套用。",
     "The decision {decision!s} is about {about!s}, which is not there; it is not applied."),
    ("請更正編號，或刪除此決定。", "Correct the ID, or delete the decision."),
)
SPLIT_TOO_MUCH = declare(
    "XL533", "error",
    ("決定「{decision}」拆分的金額超過「{about}」的金額，未套用。",
     "The decision {decision!s} splits more than {about!s} has; it is not applied."),
    ("請讓各拆分金額的合計不超過該列金額。", "Make the parts add up to no more than the row."),
)
NOT_IN_BANK = declare(
    "XL534", "warning",
    ("帳列已付，但銀行交易中找不到：{names} {amount}。",
     "Said to be paid, but not found in the bank: {names!s} {amount!s}."),
    ("請查對帳建議；確認者填入對帳決定，或更正付款資料。",
     "See the suggestions; confirm one in the decisions, or correct the payment."),
)
NOT_IN_SHEET = declare(
    "XL535", "warning",
    ("銀行交易在帳列中找不到：{names} {amount}。",
     "In the bank, but not on the sheet: {names!s} {amount!s}."),
    ("請補登憑證，或在對帳決定中確認或列為免配對。",
     "Enter the voucher, or confirm it or put it aside in the decisions."),
)
NOT_YET_IN_BANK = declare(
    "XL536", "notice",
    ("付款日 {day} 不在銀行交易的期間 {first} 至 {last} 內，無從對帳。",
     "Paid on {day!s}, outside of the bank lines from {first!s} to {last!s}: not matched yet."),
    ("請匯入該期間的對帳單。", "Add the statement of that time with --bank."),
)
NO_RATE = declare(
    "XL537", "warning",
    ("外幣憑證沒有匯率，無法對帳。", "A voucher in another currency has no rate: not matched."),
    ("請填入匯率。", "Fill in the rate."),
)
PAID_BY_BANK = declare(
    "XL538", "notice",
    ("已確認由銀行付款，但憑證未填付款日期。",
     "Confirmed as paid by the bank, but the voucher has no date of payment."),
    ("請填入付款日期。", "Fill in the date of payment."),
)
OTHER_CURRENCY = declare(
    "XL539", "error",
    ("對帳單幣別 {currency} 不是本位幣 {base}，未匯入：{source}。",
     "The statement is in {currency!s}, not in {base!s}; it was not taken in: {source!s}."),
    ("請匯入本位幣帳戶的對帳單。", "Use the statement of an account in the base currency."),
)
NO_BANK_LINES = declare(
    "XL540", "warning",
    ("沒有任何銀行交易可供對帳。", "There are no bank lines to reconcile with."),
    ("請以 --bank 匯入對帳單。", "Add a statement with --bank."),
)
KNOWN_ALREADY = declare(
    "XL541", "notice",
    ("{source}：{count} 筆交易表內已有，不重複匯入。",
     "{source!s}: {count} lines are in the sheet already and were not added again."),
)
LINE_IN_OTHER_CURRENCY = declare(
    "XL542", "notice",
    ("此交易為 {currency}，不是本位幣，未參與對帳。",
     "The line is in {currency!s}, not in the base currency: it takes no part."),
    ("請自行查對該帳戶。", "Check the account in that currency by itself."),
)
