"""Findings of the settlement and of the journal (XL560 to XL589)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- settlement ----------------------------------------------------------------------------------
SHARES_OVER = declare(
    "XL560", "error",
    ("憑證「{voucher}」的分攤合計 {sum} 超過憑證金額 {amount}。",
     "The shares of voucher {voucher!s} come to {sum!s}, more than its {amount!s}."),
    ("請更正支出分攤；超過的部分等於重複報支。",
     "Correct the shared vouchers; what is above is claimed twice."),
)
SHARES_SHORT = declare(
    "XL561", "error",
    ("憑證「{voucher}」的分攤合計 {sum} 少於憑證金額 {amount}。",
     "The shares of voucher {voucher!s} come to {sum!s}, less than its {amount!s}."),
    ("請補足分攤，或刪除原財源的列，使餘額歸原財源。",
     "Complete the shares, or delete the row of its own source, which then takes the rest."),
)
SHARE_TWICE = declare(
    "XL562", "warning",
    ("憑證「{voucher}」的財源「{source}」列了兩次。",
     "Voucher {voucher!s} has two rows of the source {source!s}."),
    ("請合併為一列。", "Make one row of them."),
)
CLAIMED_TWICE = declare(
    "XL563", "error",
    ("發票「{number}」已在憑證「{first}」報支於「{other}」，此處又報支於「{source}」。",
     "Invoice {number!s} is claimed from {other!s} by voucher {first!s}, here from {source!s}."),
    ("請只報一次；由多個財源負擔時，改用支出分攤。",
     "Claim it once; where several sources pay it, use the shared vouchers."),
)
NO_SOURCE = declare(
    "XL564", "warning",
    ("憑證「{voucher}」沒有財源，{amount} 未歸屬。",
     "Voucher {voucher!s} has no funding source; {amount!s} belong to none."),
    ("請選擇財源。", "Choose a funding source."),
)
RETURNED_TOO_MUCH = declare(
    "XL565", "error",
    ("「{source}」已繳回 {returned}，應繳回只有 {due}。",
     "{source!s}: {returned!s} were returned, and only {due!s} were due."),
    ("請核對繳回金額，或向機關申請退還。",
     "Check the amount, or ask the agency for the difference."),
)
REPORT_OVERDUE = declare(
    "XL566", "error",
    ("「{source}」的結案期限 {day} 已過，尚未報送。",
     "The report to {source!s} was due on {day!s} and is not sent."),
    ("請儘速報送並填入結案報送日，或申請展延。",
     "Send it and fill in the day, or ask for more time."),
)
REPORTED_LATE = declare(
    "XL567", "warning",
    ("「{source}」於 {reported} 報送，晚於結案期限 {day}。",
     "The report to {source!s} was sent on {reported!s}, after {day!s}."),
    ("請保留展延核准文件。", "Keep the approval of the delay with it."),
)
NO_TERMS = declare(
    "XL568", "warning",
    ("補助「{source}」沒有核定資料，以預算科目合計為核定經費。",
     "The grant {source!s} has no terms; the sum of its budget lines is taken as approved."),
    ("請在補助核定資料填入核定文號、經費與期限。", "Fill in its row under terms of the grants."),
)
NO_BUDGET = declare(
    "XL569", "error",
    ("補助「{source}」的核定經費為 0，無法結算。",
     "The grant {source!s} has no approved cost; it cannot be settled."),
    ("請填入核定計畫經費，或指定其預算科目。",
     "Fill in the approved cost, or give it budget lines."),
)
OVER_APPROVED = declare(
    "XL570", "warning",
    ("「{source}」實支 {actual} 超過核定經費 {approved}，超出 {over}。",
     "{source!s}: {actual!s} were spent, {over!s} more than the approved {approved!s}."),
    ("依表計算時機關也負擔超支；若補助以核定額為上限，請將超支負擔設為由自籌負擔。",
     "By the form the agency shares the excess; if the grant is capped, say so in its terms."),
)
RECEIVED_ABOVE = declare(
    "XL572", "warning",
    ("「{source}」實收 {received} 超過核定或承諾 {promised}。",
     "{source!s} paid {received!s}, more than the {promised!s} promised."),
    ("請核對撥款，或更新核定金額。", "Check the receipt, or bring the amount up to date."),
)
NOBODY_PAYS = declare(
    "XL573", "error",
    ("各財源負擔合計 {sum} 不等於實支總額 {cost}。",
     "The shares of all sources come to {sum!s}, and the cost is {cost!s}."),
    ("補助以外沒有財源負擔餘額；請補列財源。", "No source bears what the grants leave; add one."),
)
BOOKED_OVER = declare(
    "XL574", "warning",
    ("「{source}」列支 {booked}，超過其金額 {promised}。",
     "Vouchers of {booked!s} are booked on {source!s}, which gives {promised!s}."),
    ("請改由其他財源負擔超過的憑證。", "Book what is above on another source."),
)
PAYABLE_OVERDUE = declare(
    "XL575", "warning",
    ("憑證「{voucher}」應付 {amount} 逾期 {days} 日。",
     "Voucher {voucher!s}: {amount!s} are {days!s} days overdue."),
    ("請付款，或更新應付日期。", "Pay it, or change the due date."),
)
RECEIVABLE_OVERDUE = declare(
    "XL576", "warning",
    ("「{source}」未收 {amount} 逾期 {days} 日。",
     "{source!s} owes {amount!s}, {days!s} days overdue."),
    ("請催收或請撥。", "Ask for it."),
)
RETURN_OPEN = declare(
    "XL577", "notice",
    ("「{source}」尚應繳回 {amount}。", "{amount!s} must still go back to {source!s}."),
    ("結案時繳回，並填入已繳回金額與日期。",
     "Return it with the report and fill in amount and day."),
)
SHARE_OF_NOTHING = declare(
    "XL578", "warning",
    ("支出分攤的憑證「{voucher}」沒有金額。", "The shared voucher {voucher!s} has no amount."),
    ("請檢查憑證編號、金額與匯率。", "Check its number, amount and rate."),
)
# --- journal -------------------------------------------------------------------------------------
NOT_DATED = declare(
    "XL580", "error",
    ("此列有金額而沒有日期，未入帳。", "This row has an amount and no day; it is not booked."),
    ("請填入日期。", "Fill in the day."),
)
NO_RATE = declare(
    "XL581", "error",
    ("外幣「{currency}」沒有匯率，未入帳。",
     "There is no rate for {currency!s}; it is not booked."),
    ("請填入匯率。", "Fill in the rate."),
)
PAID_BEFORE = declare(
    "XL582", "notice",
    ("付款早於憑證日期 {day}，預付款以應付帳款借餘表示。",
     "It was paid before the voucher of {day!s}; until then the payable has a debit balance."),
    ("請確認日期；預付屬實則不必更改。", "Check the days; a true prepayment may stay."),
)
RECEIVED_WITHOUT_DAY = declare(
    "XL583", "warning",
    ("金額沒有日期，以應收日期或資料日期入帳。",
     "The amount has no day; it is booked on the due day or the data date."),
    ("請填入日期。", "Fill in the day."),
)
NOT_ITEMISED = declare(
    "XL584", "warning",
    ("贊助財源的實收與贊助商分期收款不符，差額 {amount} 另立一筆。",
     "The source has received {amount!s} more or less than the sponsors' instalments; one entry."),
    ("請核對 O3.2.4 的分期收款與財源實收。", "Check the instalments of O3.2.4 and the source."),
)
BANK_ONLY = declare(
    "XL585", "notice",
    ("{count} 筆銀行交易（淨額 {amount}）沒有憑證，未入帳。",
     "{count} bank lines (together {amount!s}) have no voucher; they are not booked."),
    ("內部調撥、利息與手續費請補登憑證，或由會計另行入帳。",
     "Give transfers, interest and fees a voucher, or book them by hand."),
)
# fmt: on
