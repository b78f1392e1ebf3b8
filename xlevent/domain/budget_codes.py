"""Findings about the budget: its lines, its balance, its control, changes (XL40x to XL43x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- currencies --------------------------------------------------------------------------------
RATE_MISSING = declare(
    "XL404", "error",
    ("「{table}」以 {currency} 計價但沒有匯率，金額無法計入。",
     "This row of {table} is in {currency} and has no rate, so its amount does not count."),
    ("請填入對本位幣的匯率與日期。", "Fill in the rate to the base currency and its date."),
)
RATE_NOT_NEEDED = declare(
    "XL405", "notice",
    ("「{table}」以本位幣 {base} 計價，匯率 {value} 不採用。",
     "This row of {table} is in the base currency {base}; its rate {value} is not used."),
    ("請刪除匯率，或更正幣別。", "Delete the rate, or correct the currency."),
)
RATE_UNLIKELY = declare(
    "XL406", "warning",
    ("{currency} 的匯率 {value} 與本案其他列的 {usual} 相差甚多。",
     "The rate {value} of {currency} is far from {usual}, which other rows use."),
    ("請核對匯率與小數點。", "Check the rate and its decimal point."),
)
RATE_UNDATED = declare(
    "XL407", "notice",
    ("{currency} 的匯率沒有日期。", "The rate of {currency} has no date."),
    ("請填入匯率日期。", "Fill in the date of the rate."),
)
# --- control -----------------------------------------------------------------------------------
LINE_OVERSPENT = declare(
    "XL420", "error",
    ("科目 {line} 已支出 {amount}，超過修正預算 {revised} 達 {over}。",
     "Line {line} has spent {amount}, {over} more than its revised budget of {revised}."),
    ("請辦理預算變更或流用，或查明歸錯科目的憑證。",
     "Record a change or transfer, or find the expenses that belong to another line."),
)
LINE_OVERCOMMITTED = declare(
    "XL421", "warning",
    ("科目 {line} 的支出加未結訂單為 {amount}，超過修正預算 {revised} 達 {over}。",
     "Spending and open orders on line {line} come to {amount}, {over} over its {revised}."),
    ("請減量、結案或取消訂單，或辦理預算變更。",
     "Cut, close or cancel orders, or record a change of the budget."),
)
LINE_WILL_EXCEED = declare(
    "XL422", "warning",
    ("科目 {line} 的完工預估為 {amount}，將超過修正預算 {revised} 達 {over}。",
     "Line {line} is forecast at {amount}, {over} more than its revised budget of {revised}."),
    ("請檢討尚需估計，或事先辦理預算變更。",
     "Review the remaining estimates, or have the budget changed in time."),
)
LINE_TIGHT = declare(
    "XL423", "notice",
    ("科目 {line} 的{what_zh} {amount} 超過預算 {revised} 達 {over}，在容許率 {tolerance} 內。",
     "Line {line}: {what_en} {amount} is {over} over {revised}, within the {tolerance} allowed."),
    ("請留意後續支出。", "Keep an eye on it."),
)
CATEGORY_PLANNED_OVER_CAP = declare(
    "XL424", "error",
    ("類別「{category}」編列 {amount}，超過上限 {cap} 達 {over}。",
     "Category {category} is planned at {amount}, {over} over its cap of {cap}."),
    ("請減列科目，或取得提高上限的同意。", "Cut its lines, or have the cap raised."),
)
CATEGORY_FORECAST_OVER_CAP = declare(
    "XL425", "warning",
    ("類別「{category}」的完工預估 {amount} 將超過上限 {cap} 達 {over}。",
     "Category {category} is forecast at {amount}, {over} over its cap of {cap}."),
    ("請檢討訂單與尚需估計，或取得提高上限的同意。",
     "Review orders and remaining estimates, or have the cap raised."),
)
BUDGET_OVER_APPROVED = declare(
    "XL426", "error",
    ("修正預算合計 {amount}，超過核定總經費 {approved} 達 {over}。",
     "The revised budget of {amount} is {over} more than the approved total of {approved}."),
    ("請減列科目，或取得追加核定。", "Cut lines, or have a higher total approved."),
)
FORECAST_OVER_APPROVED = declare(
    "XL427", "error",
    ("完工預估合計 {amount}，超過核定總經費 {approved} 達 {over}。",
     "The event is forecast at {amount}, {over} more than the approved total of {approved}."),
    ("請減少支出，或取得追加核定。", "Spend less, or have a higher total approved."),
)
CONTINGENCY_LOW = declare(
    "XL428", "warning",
    ("預備金 {amount} 占其他支出 {share}，低於政策的 {policy}。",
     "The contingency of {amount} is {share} of the other costs; the policy asks for {policy}."),
    ("請增列預備金，或在設定更正政策。", "Plan more contingency, or correct the policy."),
)
# --- income and expense ------------------------------------------------------------------------
INCOME_SHORT = declare(
    "XL410", "error",
    ("計畫收入 {income} 少於編列支出 {expense}，短差 {over}。",
     "Planned income of {income} is {over} less than the budgeted expense of {expense}."),
    ("請增加財源或減列科目。", "Find more income, or cut budget lines."),
)
CONFIRMED_SHORT = declare(
    "XL411", "warning",
    ("已簽約或核定的收入 {income} 尚不足以支應編列支出 {expense}，短差 {over}。",
     "Confirmed income of {income} is {over} short of the budgeted expense of {expense}."),
    ("在收入確定前請勿承諾不足的部分。", "Commit no more than is confirmed until the rest is."),
)
FORECAST_SHORT = declare(
    "XL412", "error",
    ("已簽約或核定的收入 {income} 少於完工預估 {expense}，短差 {over}。",
     "Confirmed income of {income} is {over} less than the forecast expense of {expense}."),
    ("請減少支出或取得追加收入。", "Spend less, or have more income confirmed."),
)
SOURCE_OVERDRAWN = declare(
    "XL413", "error",
    ("財源「{source}」只有 {gives}，科目卻已配用 {amount}，超出 {over}。",
     "{source} gives {gives}, but budget lines of {amount} draw on it, {over} too much."),
    ("請將部分科目改列其他財源。", "Let some of the lines draw on another source."),
)
SOURCE_TWICE = declare(
    "XL414", "warning",
    ("財源「{source}」與第 {first} 列同名同類，可能重複計入。",
     "{source} has the name and kind of row {first}; it may be counted twice."),
    ("請合併，或以不同名稱區分期別。", "Merge them, or tell them apart by name."),
)
SPONSOR_UNSIGNED = declare(
    "XL415", "error",
    ("贊助財源 {amount} 列為確定，但已簽約或已入帳的贊助現金只有 {signed}。",
     "Sponsorship of {amount} counts as confirmed; only {signed} is signed or received."),
    ("請將未簽約部分改為洽談中，或補登已簽協議。",
     "Show what is not signed as likely, or enter the agreements that were signed."),
)
SPONSOR_CASH_OVERUSED = declare(
    "XL416", "error",
    ("贊助商 {sponsor} 承諾現金 {pledged}，分配的用途卻有 {amount}。",
     "Sponsor {sponsor} pledged {pledged} in cash, but uses of {amount} are allocated to it."),
    ("請減少分配，或改列其他來源。", "Allocate less, or take it from another source."),
)
IN_KIND_OVERUSED = declare(
    "XL417", "error",
    ("實物 {item} 價值 {pledged}，分配的用途卻有 {amount}。",
     "In-kind item {item} is worth {pledged}, but uses of {amount} are allocated to it."),
    ("請減少分配，或更正價值。", "Allocate less, or correct its value."),
)
PROBABILITY_MISSING = declare(
    "XL418", "warning",
    ("財源「{source}」尚未確定且沒有實現機率，期望金額以 0 計。",
     "{source} is not confirmed and has no probability, so it is expected to bring nothing."),
    ("請估計實現機率，或改為確定。", "Estimate the probability, or confirm the source."),
)
MONEY_OVERDUE = declare(
    "XL419", "warning",
    ("{due} 到期的 {amount} 尚未收到。", "{amount}, due on {due}, has not been received."),
    ("請催收，並更新應收日期或預估。", "Ask for it, and update the date or the forecast."),
)
# --- changes of the budget ---------------------------------------------------------------------
CHANGE_UNDECIDED = declare(
    "XL430", "notice",
    ("預算變更 {change}（{amount}）尚未核准，不計入修正預算。",
     "Change {change} of {amount} is not approved, so the revised budget leaves it out."),
    ("請送請核准或退回。", "Have it approved or rejected."),
)
CHANGE_UNSIGNED = declare(
    "XL431", "warning",
    ("預算變更 {change} 已核准，但沒有{what_zh}。",
     "Change {change} is approved, but has no {what_en}."),
    ("請補登核准資料。", "Enter who approved it, and when."),
)
TRANSFER_UNBALANCED = declare(
    "XL432", "error",
    ("流用 {document} 的增減合計為 {amount}，應為 0。",
     "The two sides of transfer {document} sum to {amount}; they must sum to 0."),
    ("請補登另一方科目，並以同一狀態核准。",
     "Enter the other line, and approve both sides together."),
)
TRANSFER_UNNAMED = declare(
    "XL433", "error",
    ("預算變更 {change} 是流用，但沒有流用文號，無法與另一方配對。",
     "Change {change} is a transfer without a document, so its other side is unknown."),
    ("請在兩方填入同一文號。", "Give both sides the same document."),
)
CHANGE_BACKDATED = declare(
    "XL434", "warning",
    ("預算變更 {change} 的核准日期 {approved} 早於提出日期 {date}。",
     "Change {change} was approved on {approved}, before it was made on {date}."),
    ("請更正日期。", "Correct one of the dates."),
)
LINE_NEGATIVE = declare(
    "XL435", "error",
    ("科目 {line} 追減後的修正預算為 {revised}。",
     "Line {line} has a revised budget of {revised} after its changes."),
    ("請減少追減金額。", "Take less away from it."),
)
CONTINGENCY_UNTOUCHED = declare(
    "XL436", "warning",
    ("動支預備金 {document} 未減少任何預備金科目。",
     "The use of contingency {document} takes nothing from a contingency line."),
    ("請將減少的一方改為預備金科目，或將類別改為科目流用。",
     "Take it from a contingency line, or call it a transfer."),
)
# --- marketing ---------------------------------------------------------------------------------
MARKETING_ELSEWHERE = declare(
    "XL403", "warning",
    ("行銷項目 {item} 使用的科目 {line} 不屬於行銷類。",
     "Marketing item {item} uses line {line}, which is in no marketing category."),
    ("請改用行銷科目，或將其類別標為行銷類。",
     "Use a marketing line, or mark its category as marketing."),
)
MARKETING_DIFFERS = declare(
    "XL408", "warning",
    ("科目 {line} 的行銷計畫合計 {amount}，與修正預算 {revised} 差 {over}。",
     "Marketing plans {amount} on line {line}; its revised budget is {revised}, {over} off."),
    ("請更新行銷預算或辦理預算變更。", "Update the marketing budget, or change the line."),
)
MARKETING_MISSING = declare(
    "XL409", "warning",
    ("行銷類科目 {line}（{revised}）不在行銷預算支用明細中。",
     "Marketing line {line} of {revised} is not in the marketing budget."),
    ("請在 O4.3.2 增列項目。", "Add an item for it in O4.3.2."),
)
