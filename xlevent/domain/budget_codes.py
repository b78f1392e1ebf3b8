"""Findings about the budget: its lines, its balance, its control, changes (XL40x to XL43x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- currencies --------------------------------------------------------------------------------
RATE_MISSING = declare(
    "XL404", "error",
    ("「{table}」以 {currency} 計價但沒有匯率，金額無法計入。",
     "This row of {table} is in {currency} and has no rate, so its amount does not count."),
    ("請填入對 {base} 的匯率與日期。", "Fill in the rate to {base} and its date."),
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
