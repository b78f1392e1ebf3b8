"""Findings about business tax, withholding and premium of vouchers (XL480 to XL495)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
TAX_OFF = declare(
    "XL480", "warning",
    ("憑證 {expense} 的稅額 {value} 與應有的 {due} 相差超過 {tolerance}。",
     "Voucher {expense} states a tax of {value}; {due} are due, give or take {tolerance}."),
    ("請依憑證更正銷售額或稅額。", "Correct net or tax from the voucher."),
)
TAX_TWICE = declare(
    "XL481", "error",
    ("憑證 {expense} 的單價含稅，稅額卻又外加，可能重複計稅 {tax}。",
     "Voucher {expense} has prices with tax and adds tax on top; {tax} may be counted twice."),
    ("請確認稅別：單價未稅者改為外加稅。", "Check the tax kind: prices without tax are “added”."),
)
TAX_MISSING = declare(
    "XL482", "warning",
    ("憑證 {expense} 為應稅，卻沒有稅額。", "Voucher {expense} is taxed, but states no tax."),
    ("請填入稅額，或將稅別改為免稅。", "Fill in the tax, or set the tax kind to none."),
)
TAX_ON_EXEMPT = declare(
    "XL483", "warning",
    ("憑證 {expense} 的稅別為免稅，卻有稅額 {value}。",
     "Voucher {expense} is free of tax, but states a tax of {value}."),
    ("請更正稅別或稅額。", "Correct the tax kind or the tax."),
)
SUM_OFF = declare(
    "XL484", "error",
    ("憑證 {expense} 的總計 {gross} 不等於銷售額 {net} 加稅額 {tax}。",
     "The total {gross} of voucher {expense} is not its net {net} plus its tax {tax}."),
    ("請依憑證更正。", "Correct it from the voucher."),
)
WITHHELD_TOO_LITTLE = declare(
    "XL485", "error",
    ("憑證 {expense} 代扣所得稅 {found}，依法應扣 {due}。",
     "Voucher {expense} withholds {found} of income tax; {due} are due by law."),
    ("請補扣；扣繳義務人對短扣負責。", "Withhold the rest: the payer answers for what is missing."),
)
WITHHELD_TOO_MUCH = declare(
    "XL486", "warning",
    ("憑證 {expense} 代扣所得稅 {found}，依法只需 {due}。",
     "Voucher {expense} withholds {found} of income tax; only {due} are due."),
    ("請退還受款人，或改正所得類別。", "Give it back, or correct the kind of income."),
)
PREMIUM_TOO_LITTLE = declare(
    "XL487", "error",
    ("憑證 {expense} 扣取補充保費 {found}，依法應扣 {due}。",
     "Voucher {expense} withholds a premium of {found}; {due} are due by law."),
    ("請補扣，於次月底前繳納。", "Withhold the rest; it is payable by the end of next month."),
)
PREMIUM_TOO_MUCH = declare(
    "XL488", "warning",
    ("憑證 {expense} 扣取補充保費 {found}，依法只需 {due}。",
     "Voucher {expense} withholds a premium of {found}; only {due} are due."),
    ("請退還受款人；投保身分免扣者請留存證明。", "Give it back; keep the proof of an exemption."),
)
NON_RESIDENT_RATE = declare(
    "XL489", "error",
    ("憑證 {expense} 的受款人為非居住者，卻以居住者稅率代扣 {found}，應為 {due}。",
     "The payee of {expense} is no resident, but {found} is the rate of residents; {due} are due."),
    ("請依非居住者扣繳率補扣，並於給付後 10 日內申報。",
     "Withhold at the rate of non-residents and file it within ten days."),
)
PREMIUM_BASE = declare(
    "XL490", "error",
    ("憑證 {expense} 的補充保費 {found} 以稅後金額計算，應以給付總額計為 {due}。",
     "The premium {found} of {expense} is of the pay after tax; of the whole pay it is {due}."),
    ("補充保費以單次給付總額計算。", "The premium is taken of the whole payment."),
)
RATE_UNKNOWN = declare(
    "XL491", "notice",
    ("{date} 的法定費率未內建，憑證 {expense} 的扣繳未檢核。",
     "No rates are known for {date}, so what {expense} withholds is not checked."),
    ("請在設定的自訂法定費率填入該年度數值。", "Enter that year's values in “Rates of your own”."),
)
INCOME_KIND_MISSING = declare(
    "XL492", "warning",
    ("勞務報酬單 {expense} 沒有所得類別，無法檢核扣繳。",
     "Fee receipt {expense} has no kind of income, so withholding cannot be checked."),
    ("請選取所得類別。", "Choose the kind of income."),
)
WITHHELD_FROM_NOBODY = declare(
    "XL493", "warning",
    ("憑證 {expense} 不是個人所得，卻有代扣金額 {found}。",
     "Voucher {expense} is no personal income, but {found} are withheld."),
    ("請選取所得類別，或清除代扣金額。", "Choose the kind of income, or clear what is withheld."),
)
NOT_REMITTED = declare(
    "XL494", "error",
    ("{month} 代扣的{what_zh} {withheld} 應於 {due} 前繳納，只登錄 {remitted}。",
     "{what_en} of {withheld} withheld in {month} was payable by {due}; {remitted} is entered."),
    ("請繳納並登錄於扣繳稅費繳納；逾期依法加徵。",
     "Pay it and enter it among the remittances: the law adds to what is late."),
)
REMITTED_TOO_MUCH = declare(
    "XL495", "warning",
    ("{month} 的{what_zh}繳納 {remitted}，多於代扣的 {withheld}。",
     "{what_en} of {remitted} was remitted for {month}; only {withheld} was withheld."),
    ("請核對月份與金額，或申請退還。", "Check month and amount, or ask for it back."),
)
