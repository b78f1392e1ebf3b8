"""Findings about marketing: exports of services, the log, its results (XL660 to XL679)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- exports of advertising and ticketing services ---------------------------------------------
UNKNOWN_CHANNEL = declare(
    "XL660", "error",
    ("檔案的通路「{value}」對不到 O4.3.3 的通路，{count} 列未匯入。",
     "The file's channel {value!s} is none of the channels of O4.3.3; {count} rows are left out."),
    ("請在 O4.3.3 新增通路、以 --channel 指定，或在對照檔的 channels 設定對應。",
     ("Add the channel to O4.3.3, name one with --channel, or map it under channels in a "
     "profile.")),
)
UNMAPPED_COLUMNS = declare(
    "XL661", "notice",
    ("檔案的這些欄位沒有對應，未匯入：{value}。",
     "These columns of the file are mapped to nothing and are not imported: {value!s}."),
    ("需要時請以 --example 取得對照檔，加上欄位後以 --profile 指定。",
     "If one is needed, copy the profile (--example), add the header and give it with --profile."),
)
BAD_FIGURE = declare(
    "XL662", "error",
    ("{what_zh}「{value}」無法辨識，此列未匯入。",
     "The {what_en} {value!s} cannot be read; the row is left out."),
    ("請更正檔案，例如 1234 或 1,234.5；小數寫法可在對照檔設定 decimal。",
     "Correct it, for example 1234 or 1,234.5; or set decimal in a profile."),
)
BAD_DAY = declare(
    "XL663", "error",
    ("日期「{value}」無法辨識，此列未匯入。",
     "The date {value!s} cannot be read; the row is left out."),
    ("請匯出每日明細；日期寫法可用 --dates 指定。",
     "Export the figures by day; --dates says how dates are written."),
)
TOTALS_LEFT_OUT = declare(
    "XL664", "notice",
    ("{count} 列是合計，未匯入。", "{count} rows are totals and are left out."),
)
NO_ACTIVITY = declare(
    "XL665", "error",
    ("此列有數字但沒有活動名稱，也不是合計，未匯入。",
     "The row has figures but no name of a campaign, and is no total; it is left out."),
    ("請在檔案補上名稱。", "Fill in the name in the file."),
)
NEGATIVE_FIGURE = declare(
    "XL666", "error",
    ("{what_zh}為負數 {value}，此列未匯入。",
     "The {what_en} is negative: {value}; the row is left out."),
    ("請查明原因；退款請列入 O6.2.1。", "Find out why; refunds belong in O6.2.1."),
)
OTHER_CURRENCY = declare(
    "XL667", "error",
    ("金額為 {currency}，活動本位幣為 {base}，{count} 列未匯入。",
     "The amounts are in {currency}, the event counts in {base}; {count} rows are left out."),
    ("請以本位幣匯出，或換算後再匯入。", "Export in the base currency, or convert the file first."),
)
FRACTION_ROUNDED = declare(
    "XL668", "notice",
    ("{what_zh} {value} 不是整數（歸因分攤），記為 {rounded}。",
     "The {what_en} {value} is no whole number (shared attribution); {rounded} is entered."),
)
REACH_NOT_ADDED = declare(
    "XL669", "notice",
    ("「{activity}」由 {count} 列合成一筆；觸及人數不能相加，留白。",
     "{activity!s} sums {count} rows; reach cannot be added up (people overlap) and stays blank."),
    ("請匯出活動層級的觸及人數。", "Export reach at the level of campaigns."),
)
PERIOD_ROW = declare(
    "XL670", "notice",
    ("{count} 列涵蓋 {first} 至 {last} 等多日期間，記在期間最後一日。",
     "{count} rows cover several days, such as {first} to {last}; they are entered on the last."),
    ("要看每月成果請依日匯出。", "Export by day for results by month."),
)
KNOWN_ALREADY = declare(
    "XL671", "notice",
    ("{count} 筆已在 O4.3.1，未再加入。", "{count} entries stand in O4.3.1 already."),
)
ENTRY_CHANGED = declare(
    "XL672", "warning",
    ("紀錄 {entry} 與檔案不同（{what}），保留表中的內容。",
     "Entry {entry} differs from the file ({what}); the table stays as it is."),
    ("若檔案較新，請手動更正該列，或刪除後重新匯入。",
     "If the file is newer, correct the row by hand, or delete it and import again."),
)
# --- what the tables say -----------------------------------------------------------------------
CLICKS_ABOVE_IMPRESSIONS = declare(
    "XL673", "warning",
    ("紀錄 {entry} 的點擊 {clicks} 多於曝光 {impressions}。",
     "Entry {entry} has {clicks} clicks and only {impressions} impressions."),
    ("請檢查是否填反，或數字來自不同期間。",
     "See whether they are swapped or of different periods."),
)
CONVERSIONS_ABOVE_CLICKS = declare(
    "XL674", "warning",
    ("紀錄 {entry} 的轉換 {conversions} 多於點擊 {clicks}。",
     "Entry {entry} has {conversions} conversions and only {clicks} clicks."),
    ("轉換若不經點擊（現場、電話），請將點擊留白。",
     "Where conversions need no click (on site, by telephone), leave clicks blank."),
)
REACH_ABOVE_IMPRESSIONS = declare(
    "XL675", "warning",
    ("紀錄 {entry} 的觸及 {reach} 人多於曝光 {impressions} 次。",
     "Entry {entry} reached {reach} people with only {impressions} impressions."),
    ("每個觸及的人至少看到一次；請檢查兩欄。",
     "Whoever is reached saw it once at least; check both."),
)
PERCENT_DOUBTFUL = declare(
    "XL676", "warning",
    ("{row} 的「{what_zh}」是 {shown}；是否原意為 {meant}？",
     "{what_en} of {row} is {shown}; was {meant} meant?"),
    ("百分比 5% 請填 5% 或 0.05；若數字無誤，可將此規則列為已確認。",
     "Type five percent as 5% or 0.05; if the figure is right, mark this finding as accepted."),
)
SPEND_DIFFERS = declare(
    "XL677", "notice",
    ("科目 {line} 的執行紀錄花費 {logged}，支出明細為 {actual}，差 {gap}。",
     "The log has {logged} on line {line}, the expenses have {actual}: {gap} apart."),
    ("尚未請款、漏記或掛錯項目；正式帳以 O6.2.1 為準。",
     "Not invoiced yet, left out, or on another item; O6.2.1 holds the accounts."),
)
COST_WITHOUT_ITEM = declare(
    "XL678", "notice",
    ("{count} 筆執行紀錄共 {amount} 沒有行銷預算項目，無法與帳務核對。",
     "{count} entries of the log, {amount} in all, name no budget item and agree with nothing."),
    ("請選擇 O4.3.2 的項目。", "Choose the item of O4.3.2."),
)
# fmt: on
